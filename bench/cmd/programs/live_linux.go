package main

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"net/netip"
	"os"
	"os/exec"
	"regexp"
	"runtime"
	"strconv"
	"strings"
	"time"

	"golang.org/x/sys/unix"

	"github.com/wiretag/wiretag/capture"
	"github.com/wiretag/wiretag/capture/afpacket"
	"github.com/wiretag/wiretag/capture/netif"
	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/layers"
	"github.com/wiretag/wiretag/pcapio"
)

// resident looks every few milliseconds what the most memory is that a process has had, KiB, until it has ended. What wait4 says is no less than what
// the parent had.
func resident(pid int) int64 {
	most := int64(0)
	for {
		text, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
		_, line, ok := strings.Cut(string(text), "VmHWM:")
		if err != nil || !ok { // it has ended
			return most
		}
		if f := strings.Fields(line); len(f) > 0 {
			n, _ := strconv.ParseInt(f[0], 10, 64)
			most = max(most, n)
		}
		time.Sleep(3 * time.Millisecond)
	}
}

// live compares the programs that capture, in a network namespace of its own.
func (s *settings) live(t *trace) error {
	runtime.LockOSThread() // programs that it starts are in the namespace
	if err := unix.Unshare(unix.CLONE_NEWNET); err != nil {
		fmt.Printf("\nstatsassembly and arpscan were not compared: a network namespace cannot be made: %v\n", err)
		return nil
	}
	hosts := fmt.Sprintf("programs-%d", os.Getpid())
	if err := ip("netns add " + hosts); err != nil {
		return err
	}
	defer func() { _ = ip("netns del " + hosts) }()
	for _, line := range []string{
		"link add wire0 type veth peer name wire1",
		"link set dev wire0 up", "link set dev wire1 up",
		"link add br0 type bridge", "addr add 10.20.0.1/20 dev br0", "link set dev br0 up",
		"link add port0 type veth peer name host0 netns " + hosts, "link set dev port0 master br0 up", "-n " + hosts + " link set dev host0 up",
		"link add port1 type veth peer name host1 netns " + hosts, "link set dev port1 master br0 up", "-n " + hosts + " link set dev host1 up",
	} {
		if err := ip(line); err != nil {
			return err
		}
	}
	if err := s.streams(t); err != nil {
		return err
	}
	for i := range 200 {
		if err := ip(fmt.Sprintf("-n %s addr add 10.20.%d.%d/20 dev host%d", hosts, i%15, 10+i, i%2)); err != nil {
			return err
		}
	}
	return s.scans()
}

func ip(line string) error {
	if out, err := exec.Command("ip", strings.Fields(line)...).CombinedOutput(); err != nil {
		return fmt.Errorf("ip %s: %w: %s", line, err, out)
	}
	return nil
}

// direction is what a program says of a direction of a connection.
type direction struct{ bytes, missing int64 }

var (
	oursOf   = regexp.MustCompile(`(?m)^(\S+) (\d+)/tcp->(\d+)/tcp .*, (\d+) bytes, .* (\d+) bytes missing`)
	theirsOf = regexp.MustCompile(`(?m)Reassembly of stream (\S+):(\d+)->(\d+) complete .* bytes:(\d+) .* skipped:(\d+)$`)
)

// directions reads what a program has printed. Those without data do not count: a late acknowledgement is a stream of its own to gopacket's program.
func directions(re *regexp.Regexp, text string) map[string]direction {
	all := map[string]direction{}
	for _, m := range re.FindAllStringSubmatch(text, -1) {
		key := m[1] + " " + m[2] + " " + m[3]
		n, _ := strconv.ParseInt(m[4], 10, 64)
		missing, _ := strconv.ParseInt(m[5], 10, 64)
		d := all[key]
		if d.bytes, d.missing = d.bytes+n, d.missing+missing; d != (direction{}) {
			all[key] = d
		}
	}
	return all
}

// streams sends a capture to both, in turns, and compares what they say of each direction.
func (s *settings) streams(t *trace) error {
	var ours, theirs []measured
	for range s.rounds {
		a, err := s.stream("statsassembly", t)
		if err != nil {
			return err
		}
		b, err := s.stream("gopacket statsassembly", t)
		if err != nil {
			return err
		}
		ours, theirs = append(ours, a), append(theirs, b)
	}
	a, b := directions(oursOf, ours[0].output), directions(theirsOf, theirs[0].output)
	same := 0
	for k, d := range a {
		if b[k] == d {
			same++
		}
	}
	fmt.Printf("\n%d packets of HTTP on an interface, %.0f a second: this library's program tells of %d directions with data, gopacket's of %d; of %d they say the same\n", t.packets, s.rate, len(a), len(b), same)
	fmt.Print(header)
	row("statsassembly", ours, theirs)
	return nil
}

// stream runs a program on an interface on which a capture is sent.
func (s *settings) stream(name string, t *trace) (measured, error) {
	end, err := s.start(name, "-i", "wire1", "-c", strconv.Itoa(t.packets))
	if err != nil {
		return measured{}, err
	}
	var m measured
	done := make(chan error)
	go func() {
		var err error
		m, err = end(time.Minute)
		done <- err
	}()
	err = s.send(t, done)
	if err != nil {
		err = fmt.Errorf("%s: %w: %.500s", name, err, m.output)
	}
	return m, err
}

// send sends the capture when the program listens, and then a packet of another connection again and again, as gopacket's program gets packets when
// a block of the kernel's is full, or after a minute. Both programs end by themselves after the packets of the capture.
func (s *settings) send(t *trace, done chan error) error {
	for i := 0; ; i++ {
		ifc, err := netif.ByName("wire1")
		if err != nil || i == 1000 {
			return errors.Join(err, errTime)
		}
		if ifc.Promiscuity > 0 {
			break
		}
		time.Sleep(10 * time.Millisecond)
	}
	time.Sleep(200 * time.Millisecond) // gopacket's program attaches its filter afterwards
	src, err := pcapio.Open(t.file)
	if err != nil {
		return err
	}
	defer src.Close()
	sink, err := afpacket.OpenSender("wire0")
	if err != nil {
		return err
	}
	defer sink.Close()
	if _, err := (capture.Replay{PacketRate: s.rate}).Run(context.Background(), src, sink); err != nil {
		return err
	}
	other, err := codec.Marshal(&layers.Ethernet{}, &layers.IPv4{TTL: 1, Src: netip.AddrFrom4([4]byte{192, 0, 2, 1}), Dst: netip.AddrFrom4([4]byte{192, 0, 2, 2})},
		&layers.TCP{SrcPort: 9, DstPort: 9, Flags: layers.TCPAck})
	if err != nil {
		return err
	}
	for {
		select {
		case err := <-done:
			return err
		case <-time.After(time.Millisecond):
			if err := errors.Join(sink.WritePacket(other, nil), sink.Flush()); err != nil {
				return err
			}
		}
	}
}

var (
	oursFound   = regexp.MustCompile(`(?m)^([\d.]+) +([0-9a-f:]{17})`)
	theirsFound = regexp.MustCompile(`(?m)IP ([\d.]+) is at ([0-9a-f:]{17})$`)
)

// found is the set of addresses in what a program has printed.
func found(re *regexp.Regexp, text string) map[string]bool {
	all := map[string]bool{}
	for _, m := range re.FindAllStringSubmatch(text, -1) {
		all[m[1]+" "+m[2]] = true
	}
	return all
}

// scans runs both scanners, in turns, on a bridge with two hosts of many addresses. Gopacket's never ends, so it is killed after its first round.
func (s *settings) scans() error {
	var ours, theirs []measured
	for range s.rounds {
		end, err := s.start("arpscan", "br0")
		if err != nil {
			return err
		}
		a, err := end(time.Minute)
		if err != nil {
			return fmt.Errorf("arpscan: %w: %s", err, a.output)
		}
		if end, err = s.start("gopacket arpscan"); err != nil {
			return err
		}
		b, err := end(4 * time.Second)
		if !errors.Is(err, errTime) {
			return fmt.Errorf("gopacket's arpscan has ended: %w: %s", err, b.output)
		}
		ours, theirs = append(ours, a), append(theirs, b)
	}
	a, b := found(oursFound, ours[0].output), found(theirsFound, theirs[0].output)
	both := maps.Clone(a)
	maps.DeleteFunc(both, func(k string, _ bool) bool { return !b[k] })
	fmt.Printf("\nA network of 4,096 addresses, 200 of them in use: pairs of an IP and a MAC address that answered: this library's program has found %d, gopacket's %d, both %d\n", len(a), len(b), len(both))
	fmt.Print(header)
	row("arpscan", ours, theirs)
	return nil
}
