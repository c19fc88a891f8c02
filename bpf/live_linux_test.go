package bpf

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	osexec "os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"
	"unsafe"

	"golang.org/x/net/bpf"
	"golang.org/x/sys/unix"

	"github.com/wiretag/wiretag/capture"
)

// packetSocket opens a packet socket, or skips the test where that is not allowed.
func packetSocket(t *testing.T, kind int) int {
	fd, err := unix.Socket(unix.AF_PACKET, kind|unix.SOCK_CLOEXEC, int(htons(unix.ETH_P_ALL)))
	if errors.Is(err, unix.EPERM) || errors.Is(err, unix.EACCES) {
		t.Skip("packet sockets need CAP_NET_RAW: ", err)
	}
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { unix.Close(fd) })
	return fd
}

func htons(n uint16) uint16 {
	var b [2]byte
	binary.BigEndian.PutUint16(b[:], n)
	return binary.NativeEndian.Uint16(b[:])
}

// attach gives a program to a socket.
func attach(fd int, code []bpf.RawInstruction) error {
	filter := make([]unix.SockFilter, len(code))
	for i, c := range code {
		filter[i] = unix.SockFilter{Code: c.Op, Jt: c.Jt, Jf: c.Jf, K: c.K}
	}
	prog := unix.SockFprog{Len: uint16(len(filter)), Filter: (*unix.SockFilter)(unsafe.Pointer(&filter[0]))}
	return unix.SetsockoptSockFprog(fd, unix.SOL_SOCKET, unix.SO_ATTACH_FILTER, &prog)
}

// liveExpressions are some of every kind; the conformance data has more.
var liveExpressions = []string{
	"", "ip", "tcp port 80", "vlan", "vlan 5 and udp", "vlan and vlan and host 10.0.0.1", "not vlan", "inbound and tcp", "outbound", "ifindex 2",
	"mpls 5 and ip", "pppoes and ip6", "geneve and tcp port 80", "vxlan 7 and vlan 3 and arp", "ip[8] * (ip[9] + tcp[12]) / (ip[4:2] + 1) > len",
	"vlan and ip[ip[0] & 15 : 2] % 7 = 3", "port 1 or port 2 or portrange 5-9", "ether host 1:2:3:4:5:6 and not broadcast", "llc u", "net fe80::/10",
	"vlan or (geneve and vlan) or vxlan",
}

// TestAttach: a kernel takes every program for Ethernet and cooked sockets, optimized and not; protochain is a loop, which it does not.
func TestAttach(t *testing.T) {
	fd := packetSocket(t, unix.SOCK_RAW)
	list := slices.Clone(liveExpressions)
	if dir := dataFolderOrNone(); dir != "" {
		type row struct{ Expr, DLT string }
		for _, r := range rows[row](t, filepath.Join(dir, "bpf", "match.jsonl")) {
			if !slices.Contains(list, r.Expr) {
				list = append(list, r.Expr)
			}
		}
	}
	attached := 0
	for _, expr := range list {
		for _, link := range []capture.LinkType{capture.LinkTypeEthernet, capture.LinkTypeLinuxSLL, capture.LinkTypeLinuxSLL2} {
			for _, opts := range [][]Option{{ForSocket()}, {ForSocket(), WithoutOptimizer()}} {
				p, err := Compile(expr, link, opts...)
				if err != nil {
					continue // not for this link type, or it needs a netmask
				}
				err = attach(fd, p.code)
				if loops := strings.Contains(expr, "protochain"); loops != (err != nil) {
					t.Errorf("%s %q: %v\n%s", link, expr, err, p.List())
				}
				attached++
			}
		}
	}
	t.Log(attached, "programs")
	if attached < 2*len(liveExpressions) {
		t.Error("too few compile")
	}
}

// wire is two ends of a cable in a network namespace of the test's own, and the frames that are sent from one to the other.
type wire struct {
	t      *testing.T
	index  [2]int
	sender int
	frames [][]byte
}

var wireSource = []byte{2, 0, 0, 0, 0, 1}

const wireEnd = 0x88b5 // EtherType for experiments: the frame that ends a run

func newWire(t *testing.T) *wire {
	runtime.LockOSThread() // and never unlocked: the thread with its namespace ends with the test
	if err := unix.Unshare(unix.CLONE_NEWNET); err != nil {
		t.Skip("a network namespace of its own needs CAP_SYS_ADMIN: ", err)
	}
	for _, args := range []string{
		"link add v0 type veth peer name v1", "link set v0 up", "link set v1 up",
	} {
		if out, err := osexec.Command("ip", strings.Fields(args)...).CombinedOutput(); err != nil {
			t.Skipf("ip %s: %v: %s", args, err, out)
		}
	}
	w := &wire{t: t, sender: packetSocket(t, unix.SOCK_RAW)}
	for i := range w.index {
		ifr, err := unix.NewIfreq(fmt.Sprintf("v%d", i))
		if err != nil {
			t.Fatal(err)
		}
		if err := unix.IoctlIfreq(w.sender, unix.SIOCGIFINDEX, ifr); err != nil {
			t.Fatal(err)
		}
		w.index[i] = int(ifr.Uint32())
	}
	return w
}

// add adds a frame: EtherTypes and tags in hex, then a payload; the last byte is its number.
func (w *wire) add(types []byte, payload []byte) {
	frame := append([]byte{2, 0, 0, 0, 0, 2}, wireSource...)
	frame = append(append(frame, types...), payload...)
	w.frames = append(w.frames, append(frame, byte(len(w.frames))))
}

// udp4 is an IPv4 packet with a UDP or TCP port.
func packet4(protocol byte, port uint16) []byte {
	p := make([]byte, 40)
	copy(p, []byte{0x45, 0, 0, 41, 0, 1, 0, 0, 64, protocol, 0, 0, 10, 0, 0, 1, 10, 0, 0, 2})
	binary.BigEndian.PutUint16(p[20:], 4000)
	binary.BigEndian.PutUint16(p[22:], port)
	return p
}

// run attaches a program to one end, sends all frames, and lists those that arrive.
func (w *wire) run(kind, end int, expr string, link capture.LinkType) []int {
	w.t.Helper()
	fd := packetSocket(w.t, kind)
	defer unix.Shutdown(fd, unix.SHUT_RDWR)
	p, err := Compile("ether proto 0x88b5 or ("+expr+")", link, ForSocket())
	if err == nil {
		err = attach(fd, p.code)
	}
	if err == nil {
		err = unix.Bind(fd, &unix.SockaddrLinklayer{Protocol: htons(unix.ETH_P_ALL), Ifindex: w.index[end]})
	}
	if err == nil {
		err = unix.SetsockoptTimeval(fd, unix.SOL_SOCKET, unix.SO_RCVTIMEO, &unix.Timeval{Sec: 2})
	}
	if err != nil {
		w.t.Fatal(expr, err)
	}
	last := append(append([]byte{2, 0, 0, 0, 0, 2}, wireSource...), wireEnd>>8, wireEnd&0xff, 0xff)
	for _, f := range append(slices.Clone(w.frames), append(last, make([]byte, 40)...)) {
		if err := unix.Sendto(w.sender, f, 0, &unix.SockaddrLinklayer{Ifindex: w.index[0]}); err != nil {
			w.t.Fatal(err)
		}
	}
	got := []int{}
	buf := make([]byte, 2048)
	for start := time.Now(); time.Since(start) < 5*time.Second; {
		n, from, err := unix.Recvfrom(fd, buf, 0)
		if err != nil {
			w.t.Fatal(expr, err)
		}
		sll := from.(*unix.SockaddrLinklayer)
		switch {
		case !bytes.Equal(sll.Addr[:6], wireSource): // the kernel's own
		case sll.Protocol == htons(wireEnd):
			return got
		default:
			got = append(got, int(buf[n-1]))
		}
	}
	w.t.Fatal("the last frame did not arrive")
	return nil
}

func newWireWithFrames(t *testing.T) *wire {
	w := newWire(t)
	six := append([]byte{0x60, 0, 0, 0, 0, 8, 17, 64}, make([]byte, 32)...)
	six = append(six, 0x0f, 0xa0, 0, 53, 0, 8, 0, 0)
	arp := append([]byte{0, 1, 8, 0, 6, 4, 0, 1}, make([]byte, 30)...)
	w.add([]byte{8, 0}, packet4(17, 53))                                  // 0
	w.add([]byte{0x81, 0, 0, 5, 8, 0}, packet4(17, 53))                   // 1
	w.add([]byte{0x81, 0, 0x60, 6, 8, 0}, packet4(6, 80))                 // 2
	w.add([]byte{0x81, 0, 0, 5, 8, 6}, arp)                               // 3
	w.add([]byte{0x88, 0xa8, 0, 7, 0x81, 0, 0, 5, 8, 0}, packet4(17, 53)) // 4
	w.add([]byte{0x86, 0xdd}, six)                                        // 5
	w.add([]byte{8, 6}, arp)                                              // 6
	w.add([]byte{0x81, 0, 0, 0, 0x86, 0xdd}, six)                         // 7
	return w
}

// TestLive: frames with VLAN tags, once where they arrive, when the kernel has taken out the outermost tag, and once where they are sent,
// when it has not; as cooked packets too.
func TestLive(t *testing.T) {
	w := newWireWithFrames(t)
	for _, c := range []struct {
		expr            string
		removed, inside []int // frames that arrive at the receiver and at the sender
	}{
		{"vlan", []int{1, 2, 3, 4, 7}, nil},
		{"not vlan", []int{0, 5, 6}, nil},
		{"vlan 5", []int{1, 3}, nil},
		{"vlan 6", []int{2}, nil},
		{"vlan 0", []int{7}, nil},
		{"vlan 7 and vlan 5 and udp port 53", []int{4}, nil},
		{"vlan and vlan", []int{4}, nil},
		{"vlan and ip", []int{1, 2}, nil},
		{"vlan and udp", []int{1, 7}, nil},
		{"vlan 5 and udp dst port 53", []int{1}, nil},
		{"vlan and arp", []int{3}, nil},
		{"vlan and ip[9] = 6", []int{2}, nil},
		{"vlan and tcp[2:2] = 80", []int{2}, nil},
		{"udp or (vlan and udp)", []int{0, 1, 5, 7}, nil},
		{"ip6 and not vlan", []int{5}, nil},
		{"vlan 9 or ip", []int{1, 2, 6}, nil}, // where it is behind a tag: ARP has a protocol type there
		{"ip", []int{0, 1, 2}, []int{0}},      // without vlan, what the kernel shows is what counts
		{"arp", []int{3, 6}, []int{6}},
		{"inbound and arp", []int{3, 6}, []int{}},
		{"outbound and arp", []int{}, []int{6}},
		{fmt.Sprintf("ifindex %d and ip6", w.index[1]), []int{5, 7}, []int{}},
	} {
		if c.inside == nil {
			c.inside = c.removed
		}
		if got := w.run(unix.SOCK_RAW, 1, c.expr, capture.LinkTypeEthernet); !slices.Equal(got, c.removed) {
			t.Errorf("%q with tags removed: %v, want %v", c.expr, got, c.removed)
		}
		if got := w.run(unix.SOCK_RAW, 0, c.expr, capture.LinkTypeEthernet); !slices.Equal(got, c.inside) {
			t.Errorf("%q with tags in the packet: %v, want %v", c.expr, got, c.inside)
		}
	}
	for _, link := range []capture.LinkType{capture.LinkTypeLinuxSLL, capture.LinkTypeLinuxSLL2} {
		for _, c := range []struct {
			expr string
			want []int
		}{
			{"ip", []int{0, 1, 2}},
			{"udp port 53", []int{0, 1, 5, 7}},
			{"tcp[2:2] = 80", []int{2}},
			{"arp", []int{3, 6}},
			{"ip6 and inbound", []int{5, 7}},
			{"outbound", []int{}},
			{"not inbound and ip", []int{}},
			{"inbound and tcp", []int{2}},
			{"not (ip or ip6)", []int{3, 4, 6}},
			{fmt.Sprintf("arp and ifindex %d", w.index[1]), []int{3, 6}},
			{"ether proto 0x8100", []int{4}},
		} {
			if got := w.run(unix.SOCK_DGRAM, 1, c.expr, link); !slices.Equal(got, c.want) {
				t.Errorf("%s %q: %v, want %v", link, c.expr, got, c.want)
			}
		}
	}
}
