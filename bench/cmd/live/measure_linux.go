package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strconv"
	"syscall"
	"time"

	"golang.org/x/sys/unix"

	"github.com/wiretag/wiretag/capture"
	"github.com/wiretag/wiretag/pcapio"
)

// report is what a process says about itself.
type report struct {
	Packets uint64  // read, or sent
	Dropped uint64  // by the kernel, for want of room
	User    float64 // nanoseconds of processor time in the program
	System  float64 // and in the kernel
	Wall    float64
	Touched byte // of the bytes that were looked at
}

const (
	sendSide    = "live0"
	receiveSide = "live1"
)

var (
	receivers = []string{"ring, batches", "ring, one by one", "plain socket", "gopacket afpacket", "gopacket, 4 MiB blocks", "tcpdump -w /dev/null"}
	senders   = []string{"transmit ring", "transmit ring, bypass", "sendmmsg", "single sends", "gopacket", "tcpreplay"}
)

func measure(s *settings) error {
	runtime.LockOSThread()
	if err := unix.Unshare(unix.CLONE_NEWNET); err != nil {
		return fmt.Errorf("network namespace: %w (it takes root)", err)
	}
	_ = os.WriteFile("/proc/sys/net/ipv6/conf/default/disable_ipv6", []byte("1"), 0) // the interfaces say nothing of their own; some systems have no IPv6
	for _, args := range [][]string{
		{"link", "add", sendSide, "type", "veth", "peer", "name", receiveSide},
		{"link", "set", "dev", sendSide, "up"},
		{"link", "set", "dev", receiveSide, "up"},
	} {
		if out, err := exec.Command("ip", args...).CombinedOutput(); err != nil {
			return fmt.Errorf("ip %v: %w: %s", args, err, out)
		}
	}
	if err := s.draining(); err != nil {
		return err
	}
	if err := s.receiving(); err != nil {
		return err
	}
	return s.sending()
}

// draining prints what it takes to get packets that are all there, measured by the clock of the reading thread: few, which are in the cache, and many, which are not.
func (s *settings) draining() error {
	fmt.Printf("| %-22s | %14s | %14s |\n|---|---:|---:|\n", "from full rings", "1,024: ns/pkt", "32,768: ns/pkt")
	all := make(map[string][]report)
	counts := []int{1024, 32768}
	for range max(s.rounds, 3) {
		for _, kind := range receivers[:5] {
			for _, s.count = range counts {
				r, err := s.result(s.process("drain", kind, receiveSide, 0))
				if err != nil {
					return fmt.Errorf("%s: %w", kind, err)
				}
				key := kind + strconv.Itoa(s.count)
				all[key] = append(all[key], r)
			}
		}
	}
	for _, kind := range receivers[:5] {
		fmt.Printf("| %-22s |", kind)
		for _, n := range counts {
			fmt.Printf(" %14.1f |", median(all[kind+strconv.Itoa(n)], func(r report) float64 { return r.User / float64(r.Packets) }))
		}
		fmt.Println()
	}
	return nil
}

// receiving prints the table of receivers.
func (s *settings) receiving() error {
	rates, err := s.rateList()
	if err != nil {
		return err
	}
	fmt.Printf("\n| %-12s | %-22s | %12s | %10s | %10s | %10s | %10s |\n|---|---|---:|---:|---:|---:|---:|\n", "packets/s", "receiver", "cpu ns/pkt", "user", "system", "dropped", "sent/s")
	for _, rate := range rates {
		all := make(map[string][]report)
		sent := make(map[string][]report)
		for range s.rounds {
			for _, kind := range receivers {
				r, by, err := s.one(kind, rate)
				if err != nil {
					return fmt.Errorf("%s: %w", kind, err)
				}
				all[kind], sent[kind] = append(all[kind], r), append(sent[kind], by)
			}
		}
		for _, kind := range receivers {
			name := "most"
			if rate > 0 {
				name = strconv.FormatFloat(rate, 'f', 0, 64)
			}
			fmt.Printf("| %-12s | %-22s | %12.1f | %10.1f | %10.1f | %9.2f%% | %10.0f |\n", name, kind,
				median(all[kind], func(r report) float64 { return (r.User + r.System) / float64(max(r.Packets, 1)) }),
				median(all[kind], func(r report) float64 { return r.User / float64(max(r.Packets, 1)) }),
				median(all[kind], func(r report) float64 { return r.System / float64(max(r.Packets, 1)) }),
				median(all[kind], func(r report) float64 { return 100 * float64(r.Dropped) / float64(max(r.Packets+r.Dropped, 1)) }),
				median(sent[kind], func(r report) float64 { return float64(r.Packets) / r.Wall * 1e9 }))
		}
	}
	return nil
}

func median(list []report, of func(report) float64) float64 {
	var v []float64
	for _, r := range list {
		v = append(v, of(r))
	}
	slices.Sort(v)
	return v[len(v)/2]
}

// one measures one receiver at one rate.
func (s *settings) one(kind string, rate float64) (received, sent report, err error) {
	cmd := s.process("receive", kind, receiveSide, 0)
	if kind == receivers[5] {
		cmd = exec.Command("tcpdump", "-n", "-B", "32768", "-s", "256", "-i", receiveSide, "-Z", "root", "-w", "/dev/null")
	}
	pipe, err := cmd.StderrPipe()
	if err != nil {
		return received, sent, err
	}
	if err := cmd.Start(); err != nil {
		return received, sent, err
	}
	lines := bufio.NewScanner(pipe)
	lines.Scan() // says that it listens
	if sent, err = s.result(s.process("send", senders[0], sendSide, rate)); err != nil {
		_ = cmd.Process.Kill()
		return received, sent, err
	}
	time.Sleep(300 * time.Millisecond)
	_ = cmd.Process.Signal(syscall.SIGINT)
	var last []string
	for lines.Scan() {
		last = append(last, lines.Text())
	}
	if err := cmd.Wait(); err != nil {
		return received, sent, fmt.Errorf("%w: %v", err, last)
	}
	if kind != receivers[5] {
		return received, sent, json.Unmarshal([]byte(last[len(last)-1]), &received)
	}
	received.User, received.System = float64(cmd.ProcessState.UserTime()), float64(cmd.ProcessState.SystemTime())
	for _, line := range last {
		if m := tcpdumpSays.FindStringSubmatch(line); m != nil {
			n, _ := strconv.ParseUint(m[1], 10, 64)
			if m[2] == "captured" {
				received.Packets = n
			} else {
				received.Dropped = n
			}
		}
	}
	return received, sent, nil
}

var tcpdumpSays = regexp.MustCompile(`^(\d+) packets? (captured|dropped by kernel)`)

// process starts this program again.
func (s *settings) process(role, kind, ifc string, rate float64) *exec.Cmd {
	return exec.Command("/proc/self/exe", "-role", role, "-kind", kind, "-interface", ifc, "-rate", fmt.Sprint(rate),
		"-seconds", fmt.Sprint(s.seconds), "-size", strconv.Itoa(s.size), "-count", strconv.Itoa(s.count), "-file", s.file)
}

func (s *settings) result(cmd *exec.Cmd) (r report, err error) {
	cmd.Stderr = os.Stderr
	out, err := cmd.Output()
	if err != nil {
		return r, err
	}
	return r, json.Unmarshal(out, &r)
}

// sending prints the table of senders. What they say that they sent is compared with what the interface counted.
func (s *settings) sending() error {
	dir, err := os.MkdirTemp("", "live")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	s.file = filepath.Join(dir, "packets.pcap")
	if err := writeFile(s.file, s.size); err != nil {
		return err
	}
	fmt.Printf("\n| %-24s | %12s | %12s | %10s | %10s |\n|---|---:|---:|---:|---:|\n", "sender", "packets/s", "cpu ns/pkt", "user", "system")
	all := make(map[string][]report)
	for range s.rounds {
		for _, kind := range senders {
			r, err := s.oneSender(kind)
			if err != nil {
				return fmt.Errorf("%s: %w", kind, err)
			}
			if r.Packets > 0 {
				all[kind] = append(all[kind], r)
			}
		}
	}
	for _, kind := range senders {
		if len(all[kind]) == 0 {
			fmt.Printf("| %-24s | not installed | | | |\n", kind)
			continue
		}
		fmt.Printf("| %-24s | %12.0f | %12.1f | %10.1f | %10.1f |\n", kind, median(all[kind], func(r report) float64 { return float64(r.Packets) / r.Wall * 1e9 }),
			median(all[kind], func(r report) float64 { return (r.User + r.System) / float64(r.Packets) }),
			median(all[kind], func(r report) float64 { return r.User / float64(r.Packets) }),
			median(all[kind], func(r report) float64 { return r.System / float64(r.Packets) }))
	}
	return nil
}

func (s *settings) oneSender(kind string) (r report, err error) {
	before, err := transmitted()
	if err != nil {
		return r, err
	}
	if kind == "tcpreplay" {
		path, err := exec.LookPath("tcpreplay")
		if err != nil {
			return r, nil
		}
		loops := strconv.Itoa(int(s.seconds * 400))
		cmd := exec.Command(path, "-q", "--topspeed", "--preload-pcap", "--loop", loops, "-i", sendSide, s.file)
		start := time.Now()
		if out, err := cmd.CombinedOutput(); err != nil {
			return r, fmt.Errorf("%w: %s", err, out)
		}
		r.Wall = float64(time.Since(start))
		r.User, r.System = float64(cmd.ProcessState.UserTime()), float64(cmd.ProcessState.SystemTime())
	} else if r, err = s.result(s.process("send", kind, sendSide, 0)); err != nil {
		return r, err
	}
	after, err := transmitted()
	if err == nil && r.Packets != 0 && after-before != r.Packets {
		err = fmt.Errorf("%d packets, but the interface sent %d", r.Packets, after-before)
	}
	r.Packets = after - before
	return r, err
}

// writeFile writes a thousand packets for tcpreplay.
func writeFile(name string, size int) error {
	f, err := os.Create(name)
	if err != nil {
		return err
	}
	defer f.Close()
	w, err := pcapio.NewWriter(f, pcapio.Header{LinkType: capture.LinkTypeEthernet})
	if err != nil {
		return err
	}
	for i := range 1000 {
		if err := w.WritePacket(packetOf(size), &capture.Info{Time: capture.Unix(int64(i), 0), CaptureLength: uint32(size), Length: uint32(size), LinkType: capture.LinkTypeEthernet}); err != nil {
			return err
		}
	}
	return w.Flush()
}
