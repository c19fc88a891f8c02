package afpacket_test

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"net/netip"
	"os"
	"sync"
	"testing"
	"time"
	"unsafe"

	"golang.org/x/sys/unix"

	"github.com/wiretag/wiretag/capture"
	"github.com/wiretag/wiretag/capture/afpacket"
	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/internal/netlab"
	"github.com/wiretag/wiretag/layers"
)

// loadEBPF loads a program that returns a number: mov r0, number; exit (RFC 9669).
func loadEBPF(t *testing.T, number int32) int {
	t.Helper()
	code := []byte{0xb7, 0, 0, 0, 0, 0, 0, 0, 0x95, 0, 0, 0, 0, 0, 0, 0}
	binary.NativeEndian.PutUint32(code[4:], uint32(number))
	license := []byte("Apache-2.0\x00")
	attr := make([]byte, 120)
	n := binary.NativeEndian
	n.PutUint32(attr, unix.BPF_PROG_TYPE_SOCKET_FILTER)
	n.PutUint32(attr[4:], 2)
	n.PutUint64(attr[8:], uint64(uintptr(unsafe.Pointer(&code[0]))))
	n.PutUint64(attr[16:], uint64(uintptr(unsafe.Pointer(&license[0]))))
	fd, _, errno := unix.Syscall(unix.SYS_BPF, unix.BPF_PROG_LOAD, uintptr(unsafe.Pointer(&attr[0])), uintptr(len(attr)))
	if errno != 0 {
		t.Skipf("extended BPF programs cannot be loaded: %v", errno)
	}
	t.Cleanup(func() { unix.Close(int(fd)) })
	return int(fd)
}

// udp makes a datagram from a port, in one direction or in the other.
func udp(t *testing.T, port uint16, reverse bool) []byte {
	t.Helper()
	a, b := netip.MustParseAddr("192.0.2.1"), netip.MustParseAddr("192.0.2.2")
	u := &layers.UDP{SrcPort: layers.UDPPort(port), DstPort: 9}
	if reverse {
		a, b = b, a
		u.SrcPort, u.DstPort = u.DstPort, u.SrcPort
	}
	data, err := codec.Marshal(&layers.Ethernet{Dst: layers.MAC{2, 0, 0, 0, 0, 2}, Src: layers.MAC{2, 0, 0, 0, 0, 1}},
		&layers.IPv4{TTL: 64, Src: a, Dst: b}, u, []byte("0123456789"))
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// spread sends n packets of 50 flows in both directions to a group of three and says which member got how many, and that of each flow.
func spread(t *testing.T, g *capture.Group, s capture.Sink, n int) (counts [3]int, flows map[uint16]map[int]bool) {
	t.Helper()
	var packets [][]byte
	for i := range n {
		packets = append(packets, udp(t, uint16(1000+i%50), i/50%2 == 1))
	}
	go func() {
		for i, p := range packets {
			if err := s.WritePacket(p, nil); err != nil {
				t.Error(err)
			}
			if i%100 == 0 {
				time.Sleep(time.Millisecond)
			}
		}
	}()
	flows = map[uint16]map[int]bool{}
	var mu sync.Mutex
	err := g.Run(context.Background(), func(_ context.Context, member int, src capture.LiveSource) error {
		for {
			_ = src.SetReadDeadline(time.Now().Add(400 * time.Millisecond))
			data, _, err := src.Next()
			if errors.Is(err, os.ErrDeadlineExceeded) {
				return nil
			}
			if err != nil {
				return err
			}
			port := max(binary.BigEndian.Uint16(data[34:]), binary.BigEndian.Uint16(data[36:]))
			mu.Lock()
			counts[member]++
			if flows[port] == nil {
				flows[port] = map[int]bool{}
			}
			flows[port][member] = true
			mu.Unlock()
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	return counts, flows
}

// TestFanout: each packet is seen by one member, by the rule of the mode.
func TestFanout(t *testing.T) {
	const n = 600
	one := func(counts [3]int, member int) bool { return counts[member] == n }
	all := func(counts [3]int) bool { return counts[0] > 0 && counts[1] > 0 && counts[2] > 0 }
	for _, c := range []struct {
		fanout afpacket.Fanout
		right  func(counts [3]int) bool
	}{
		{afpacket.Fanout{Mode: afpacket.FanoutHash}, all},
		{afpacket.Fanout{Mode: afpacket.FanoutHash, Defragment: true, Rollover: true, IgnoreOutgoing: true}, all},
		{afpacket.Fanout{Mode: afpacket.FanoutHash, MaxMembers: 1000}, all},
		{afpacket.Fanout{Mode: afpacket.FanoutBalance}, func(c [3]int) bool { return c == [3]int{n / 3, n / 3, n / 3} }},
		{afpacket.Fanout{Mode: afpacket.FanoutCPU}, func(c [3]int) bool { return c[0]+c[1]+c[2] == n }},
		{afpacket.Fanout{Mode: afpacket.FanoutRollover}, func(c [3]int) bool { return one(c, 0) }},
		{afpacket.Fanout{Mode: afpacket.FanoutRandom}, all},
		{afpacket.Fanout{Mode: afpacket.FanoutQueue}, func(c [3]int) bool { return one(c, 0) }}, // veth has one queue
		{afpacket.Fanout{Mode: afpacket.FanoutCBPF, Program: []xbpf{{Op: 0x06, K: 2}}}, func(c [3]int) bool { return one(c, 2) }},
		{afpacket.Fanout{Mode: afpacket.FanoutEBPF}, func(c [3]int) bool { return one(c, 1) }},
		{afpacket.Fanout{Mode: afpacket.FanoutBalance, ID: 77}, func(c [3]int) bool { return c == [3]int{n / 3, n / 3, n / 3} }},
	} {
		t.Run(c.fanout.Mode.String(), func(t *testing.T) {
			netlab.Isolate(t)
			netlab.Veth(t, "va", "vb")
			if c.fanout.Mode == afpacket.FanoutEBPF {
				c.fanout.ProgramFD = loadEBPF(t, 1)
			}
			s := open(t, "va", capture.Live{Direction: capture.Inbound})
			g, err := afpacket.OpenGroup("vb", 3, capture.Live{Buffer: 2 << 20}, afpacket.WithFanout(c.fanout))
			if err != nil {
				t.Fatal(err)
			}
			defer g.Close()
			first := g.Members()[0].(*afpacket.Ring)
			if id, err := first.FanoutID(); err != nil || c.fanout.ID != 0 && id != c.fanout.ID {
				t.Error(id, err)
			}
			counts, flows := spread(t, g, s, n)
			if !c.right(counts) || counts[0]+counts[1]+counts[2] != n {
				t.Errorf("members got %v", counts)
			}
			for port, members := range flows {
				if c.fanout.Mode == afpacket.FanoutHash && len(members) != 1 {
					t.Errorf("the flow of port %d was at %v", port, members)
				}
			}
			if st, err := g.Stats(); err != nil || st != (capture.Stats{Received: n}) {
				t.Errorf("%+v, %v", st, err)
			}
			if _, err := first.RolloverStats(); err != nil && c.fanout.Mode == afpacket.FanoutRollover {
				t.Error(err)
			}
		})
	}
}

// TestDefragment: fragments are joined before members share them.
func TestDefragment(t *testing.T) {
	netlab.Isolate(t)
	netlab.Veth(t, "va", "vb")
	s := open(t, "va", capture.Live{Direction: capture.Inbound})
	g, err := afpacket.OpenGroup("vb", 3, capture.Live{Direction: capture.Inbound}, afpacket.WithFanout(afpacket.Fanout{Mode: afpacket.FanoutHash, Defragment: true}))
	if err != nil {
		t.Fatal(err)
	}
	defer g.Close()
	const datagrams, size, part = 30, 2400, 800
	content := bytes.Repeat([]byte("wiretag "), size/8)
	for i := range datagrams {
		for _, at := range []int{0, 2 * part, part} {
			ip := &layers.IPv4{
				ID: uint16(i), FragOffset: uint16(at / 8), TTL: 64, Protocol: layers.IPProtocolUDP,
				Src: netip.MustParseAddr("192.0.2.1"), Dst: netip.MustParseAddr("192.0.2.2"),
			}
			if at+part < size {
				ip.Flags = layers.IPv4MoreFragments
			}
			data, err := codec.Marshal(&layers.Ethernet{Dst: layers.MAC{2, 0, 0, 0, 0, 2}, Src: layers.MAC{2, 0, 0, 0, 0, 1}, Type: layers.EtherTypeIPv4}, ip, content[at:at+part])
			if err != nil {
				t.Fatal(err)
			}
			if err := s.WritePacket(data, nil); err != nil {
				t.Fatal(err)
			}
		}
	}
	whole := 0
	for _, m := range g.Members() {
		_ = m.SetReadDeadline(time.Now().Add(300 * time.Millisecond))
		for {
			data, _, err := m.Next()
			if errors.Is(err, os.ErrDeadlineExceeded) {
				break
			}
			if err != nil {
				t.Fatal(err)
			}
			if !bytes.Equal(data[34:], content) {
				t.Fatalf("%d bytes: %x", len(data), data[:34])
			}
			whole++
		}
	}
	if whole != datagrams {
		t.Errorf("%d whole datagrams, want %d", whole, datagrams)
	}
}

// TestRollover: what the first socket has no room for goes to the next, and is counted.
func TestRollover(t *testing.T) {
	netlab.Isolate(t)
	netlab.Veth(t, "va", "vb")
	s := open(t, "va", capture.Live{Direction: capture.Inbound})
	g, err := afpacket.OpenGroup("vb", 2, capture.Live{}, afpacket.WithFanout(afpacket.Fanout{Mode: afpacket.FanoutRollover}), afpacket.WithBlocks(1<<16, 4))
	if err != nil {
		t.Fatal(err)
	}
	defer g.Close()
	const n = 1000 // twice as many as the two rings have room for
	for i := range n {
		if err := s.WritePacket(frame(i, 1000), nil); err != nil {
			t.Fatal(err)
		}
	}
	time.Sleep(20 * time.Millisecond)
	first, _ := g.Members()[0].Stats()
	second, _ := g.Members()[1].Stats()
	sum, err := g.Stats()
	if err != nil || sum.Received+sum.Dropped != n || sum.Dropped == 0 || first.Received == 0 || second.Received == 0 {
		t.Errorf("%+v, %+v, together %+v, %v", first, second, sum, err)
	}
	rolled, err := g.Members()[0].(*afpacket.Ring).RolloverStats()
	if err != nil || rolled.All == 0 || rolled.Huge > rolled.All || rolled.Failed < sum.Dropped {
		t.Errorf("%+v, %v; %d dropped", rolled, err, sum.Dropped)
	}
}

// TestGroupErrors: a group that cannot be opened leaves nothing behind.
func TestGroupErrors(t *testing.T) {
	netlab.Isolate(t)
	netlab.Veth(t, "va", "vb")
	before := held()
	for _, f := range []afpacket.Fanout{{Mode: 9}, {Mode: afpacket.FanoutEBPF, ProgramFD: 1 << 20}, {Mode: afpacket.FanoutCBPF, Program: []xbpf{{Op: 0xff}}}} {
		if g, err := afpacket.OpenGroup("vb", 3, capture.Live{}, afpacket.WithFanout(f)); err == nil {
			g.Close()
			t.Errorf("%+v: no error", f)
		}
	}
	if _, err := afpacket.OpenGroup("vb", 0, capture.Live{}); err == nil {
		t.Error("a group of none")
	}
	settle(t, before)
}
