//go:build linux && amd64 && !race

package reassembly_test

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"runtime"
	"sync"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"github.com/wiretag/wiretag/capture"
	"github.com/wiretag/wiretag/packet"
	"github.com/wiretag/wiretag/reassembly"
)

// relay carries Ethernet frames between two namespaces, name+"a" and name+"b", and does them harm. It stands in a third, name+"r".
type relay struct {
	name    string
	sockets [2]int // towards a, towards b
	mu      sync.Mutex
	rnd     *rand.Rand
	late    [2][]lateFrame
	count   [2]int
	before  *sniffer // of what comes in
	after   *sniffer // of what goes out
	cut     bool     // connections may end before all has come
	stop    chan struct{}
	wait    sync.WaitGroup
	harm    struct{ lost, repeated, delayed, changed int }
}

// lateFrame is a frame that goes out when a number of others have.
type lateFrame struct {
	at    int
	since time.Time
	data  []byte
}

// How many of a thousand frames are harmed.
const (
	harmLost     = 8
	harmRepeated = 10
	harmDelayed  = 20
	harmChanged  = 4
)

// sniffer puts together the streams of the frames that it sees.
type sniffer struct {
	a       *reassembly.Assembler
	r       reassembly.SegmentReader
	v       packet.View
	streams []*sniffed
}

// sniffed is a stream.
type sniffed struct {
	data   [2][]byte
	gaps   int64
	closed reassembly.Reason
}

func (s *sniffed) Data(d reassembly.Direction, c *reassembly.Chunk) int {
	s.data[d] = append(s.data[d], c.Bytes...)
	return len(c.Bytes)
}

func (s *sniffed) Event(e *reassembly.Event) {
	if e.Kind == reassembly.EventGap {
		s.gaps += e.Length
	}
}

func (s *sniffed) Close(why reassembly.Reason) { s.closed = why }

func newSniffer(t *testing.T) *sniffer {
	s := &sniffer{}
	s.r.Checksums = true
	a, err := reassembly.NewAssembler(reassembly.Config{Open: func(*reassembly.Conn) reassembly.Stream {
		x := &sniffed{}
		s.streams = append(s.streams, x)
		return x
	}})
	if err != nil {
		t.Fatal(err)
	}
	s.a = a
	return s
}

func (s *sniffer) see(frame []byte) {
	_ = s.v.Decode(frame, capture.LinkTypeEthernet) // some are damaged
	info := capture.Info{Time: capture.TimestampOf(time.Now()), LinkType: capture.LinkTypeEthernet, Length: uint32(len(frame))}
	if s.r.Read(&s.v, &info) {
		s.a.Add(&s.r.Segment)
	}
}

func command(t *testing.T, args ...string) {
	t.Helper()
	if out, err := exec.CommandContext(t.Context(), args[0], args[1:]...).CombinedOutput(); err != nil {
		t.Fatalf("%v: %v: %s", args, err, out)
	}
}

// newRelay makes the namespaces and starts the relay.
func newRelay(t *testing.T) *relay {
	r := &relay{name: fmt.Sprintf("wtr%d", os.Getpid()), stop: make(chan struct{}), rnd: rand.New(rand.NewPCG(1, 2))}
	t.Cleanup(func() {
		for _, side := range "abr" {
			_ = exec.Command("ip", "netns", "del", r.name+string(side)).Run() // it may not have been made
		}
	})
	for _, side := range "abr" {
		command(t, "ip", "netns", "add", r.name+string(side))
	}
	for i, host := range []string{clientHost, serverHost} {
		side := string("ab"[i])
		command(t, "ip", "link", "add", "v"+side, "netns", r.name+side, "type", "veth", "peer", "name", "r"+side, "netns", r.name+"r")
		command(t, "ip", "-n", r.name+side, "addr", "add", host+"/24", "dev", "v"+side)
		for _, in := range [][2]string{{side, "v" + side}, {"r", "r" + side}} {
			command(t, "ip", "netns", "exec", r.name+in[0], "ethtool", "-K", in[1], "tx", "off", "tso", "off", "gso", "off", "gro", "off")
			command(t, "ip", "-n", r.name+in[0], "link", "set", in[1], "up")
		}
		command(t, "ip", "-n", r.name+side, "link", "set", "lo", "up")
	}
	r.before, r.after = newSniffer(t), newSniffer(t)
	r.open(t)
	for side := range r.sockets {
		r.wait.Go(func() { r.carry(side) })
	}
	return r
}

// open opens the relay's sockets, in its namespace.
func (r *relay) open(t *testing.T) {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	home, err := os.Open("/proc/thread-self/ns/net")
	if err != nil {
		t.Fatal(err)
	}
	defer home.Close()
	there, err := os.Open("/run/netns/" + r.name + "r")
	if err != nil {
		t.Fatal(err)
	}
	defer there.Close()
	if err := unix.Setns(int(there.Fd()), unix.CLONE_NEWNET); err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := unix.Setns(int(home.Fd()), unix.CLONE_NEWNET); err != nil {
			t.Error(err)
		}
	}()
	const all = 0x0300 // ETH_P_ALL, in network order
	for i, name := range []string{"ra", "rb"} {
		s, err := unix.Socket(unix.AF_PACKET, unix.SOCK_RAW|unix.SOCK_CLOEXEC, all)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = unix.Close(s) })
		var req unix.Ifreq
		if q, err := unix.NewIfreq(name); err != nil {
			t.Fatal(err)
		} else {
			req = *q
		}
		if err := unix.IoctlIfreq(s, unix.SIOCGIFINDEX, &req); err != nil {
			t.Fatal(err)
		}
		if err := unix.Bind(s, &unix.SockaddrLinklayer{Protocol: all, Ifindex: int(req.Uint32())}); err != nil {
			t.Fatal(err)
		}
		_ = unix.SetsockoptInt(s, unix.SOL_PACKET, unix.PACKET_IGNORE_OUTGOING, 1)
		_ = unix.SetsockoptInt(s, unix.SOL_SOCKET, unix.SO_RCVBUF, 8<<20)
		if err := unix.SetsockoptTimeval(s, unix.SOL_SOCKET, unix.SO_RCVTIMEO, &unix.Timeval{Usec: 5000}); err != nil {
			t.Fatal(err)
		}
		r.sockets[i] = s
	}
}

// carry carries frames from one side until it is stopped.
func (r *relay) carry(side int) {
	buf := make([]byte, 1<<16)
	for {
		select {
		case <-r.stop:
			return
		default:
		}
		n, from, err := unix.Recvfrom(r.sockets[side], buf, 0)
		r.mu.Lock()
		if link, ok := from.(*unix.SockaddrLinklayer); err == nil && ok && link.Pkttype != unix.PACKET_OUTGOING {
			r.harmed(side, buf[:n])
		}
		r.release(side)
		r.mu.Unlock()
	}
}

// harmed decides what becomes of a frame from a side.
func (r *relay) harmed(side int, frame []byte) {
	r.before.see(frame)
	at := r.rnd.IntN(1000)
	tcp := len(frame) > 54 && frame[12] == 8 && frame[13] == 0 && frame[23] == 6
	switch {
	case !tcp:
	case at < harmLost:
		r.harm.lost++
		return
	case at < harmLost+harmRepeated:
		r.harm.repeated++
		r.out(side, frame)
	case at < harmLost+harmRepeated+harmDelayed:
		r.harm.delayed++
		r.late[side] = append(r.late[side], lateFrame{r.count[side] + 1 + r.rnd.IntN(8), time.Now(), bytes.Clone(frame)})
		return
	case at < harmLost+harmRepeated+harmDelayed+harmChanged:
		r.harm.changed++
		frame[34+r.rnd.IntN(len(frame)-34)] ^= byte(1 + r.rnd.IntN(255)) // behind the IP header
	}
	r.out(side, frame)
}

// release sends frames whose time has come.
func (r *relay) release(side int) {
	left := r.late[side][:0]
	for _, f := range r.late[side] {
		if r.count[side] >= f.at || time.Since(f.since) > 20*time.Millisecond {
			r.out(side, f.data)
		} else {
			left = append(left, f)
		}
	}
	r.late[side] = left
}

// out sends a frame to the other side.
func (r *relay) out(side int, frame []byte) {
	r.count[side]++
	r.after.see(frame)
	_, _ = unix.Write(r.sockets[1-side], frame) // a frame that is lost is one more
}

// end stops the relay and returns the streams behind it, which must be those before it.
func (r *relay) end(t *testing.T) []*sniffed {
	t.Helper()
	close(r.stop)
	r.wait.Wait()
	r.before.a.Flush()
	r.after.a.Flush()
	s := r.after.a.Stats()
	t.Logf("%d and %d frames; harm: %+v; %d segments, %d bytes came again, %d over others, %d with a wrong checksum", r.count[0], r.count[1], r.harm, s.Segments, s.Repeated, s.Overlap, s.Events[reassembly.EventChecksum])
	if r.harm.lost == 0 || r.harm.repeated == 0 || r.harm.delayed == 0 || r.harm.changed == 0 {
		t.Error("there was no harm")
	}
	if len(r.after.streams) == 0 || len(r.after.streams) != len(r.before.streams) {
		t.Fatalf("%d streams, and %d before", len(r.after.streams), len(r.before.streams))
	}
	for i, x := range r.after.streams {
		for d := range x.data {
			b := r.before.streams[i].data[d]
			if r.cut && (x.gaps > 0 || bytes.HasPrefix(b, x.data[d])) { // up to the gap, or to the last that came
				continue
			}
			if !bytes.Equal(x.data[d], b) || x.gaps != 0 {
				at := 0
				for at < min(len(b), len(x.data[d])) && b[at] == x.data[d][at] {
					at++
				}
				t.Errorf("stream %d, direction %d: %d bytes with gaps of %d, and %d before; the first that differs is %d: %x, and %x before",
					i, d, len(x.data[d]), x.gaps, len(b), at, x.data[d][at:min(at+40, len(x.data[d]))], b[at:min(at+40, len(b))])
			}
		}
	}
	return r.after.streams
}
