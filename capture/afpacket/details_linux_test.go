package afpacket_test

import (
	"bytes"
	"errors"
	"fmt"
	"net/netip"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"github.com/wiretag/wiretag/capture"
	"github.com/wiretag/wiretag/capture/afpacket"
	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/internal/netlab"
	"github.com/wiretag/wiretag/layers"
)

type detailer interface {
	Details(i int) (afpacket.Details, error)
}

// TestDetails: what the kernel says of packets, read one by one and in batches, with the tag put back and without.
func TestDetails(t *testing.T) {
	each(t, func(t *testing.T, open opener) {
		s := open("va", capture.Live{Direction: capture.Inbound})
		for _, c := range []struct {
			hash bool
			opts []afpacket.Option
		}{
			{false, nil},
			{true, []afpacket.Option{afpacket.WithVLANInserted(), afpacket.WithHash()}},
			{false, []afpacket.Option{afpacket.WithVNetHeader(), afpacket.WithVLANInserted()}},
			{false, []afpacket.Option{afpacket.WithCooked(capture.LinkTypeLinuxSLL2)}},
		} {
			r := open("vb", capture.Live{}, c.opts...)
			d := r.(detailer)
			if _, err := d.Details(0); err == nil {
				t.Error("details of no packet")
			}
			sent := udp(t, 1234, false)
			for range 3 {
				if err := s.WritePacket(tagged(sent, 0x8100, 7), nil); err != nil {
					t.Fatal(err)
				}
			}
			want := afpacket.Details{Type: afpacket.PacketOther, Protocol: 0x0800, HardwareType: 1, AddressLength: 6, Address: [8]byte{2, 0, 0, 0, 0, 1}, Network: 14}
			check := func(i int, data []byte) {
				t.Helper()
				got, err := d.Details(i)
				want.Network = bytes.Index(data, sent[14:])
				if got.Status&0x10 == 0 { // TP_STATUS_VLAN_VALID
					t.Errorf("status %#x", got.Status)
				}
				if hash := c.hash && strings.HasSuffix(t.Name(), "V3"); hash != (got.Hash != 0) {
					t.Errorf("hash %#x", got.Hash)
				}
				got.Status, got.Hash, got.VNet = 0, 0, afpacket.VNetHeader{}
				if err != nil || got != want {
					t.Errorf("%d options, packet %d: %+v, %v; want %+v", len(c.opts), i, got, err, want)
				}
			}
			data, _, err := r.Next()
			if err != nil {
				t.Fatal(err)
			}
			check(0, data)
			recs := make([]capture.Record, 8)
			for seen := 0; seen < 2; {
				n, err := r.NextBatch(recs)
				if err != nil {
					t.Fatal(err)
				}
				for i := range n {
					check(i, recs[i].Data)
				}
				if _, err := d.Details(n); err == nil {
					t.Error("details of a packet that is not lent")
				}
				seen += n
			}
			r.Close()
		}
	})
}

// TestVNet sends a segment of 3000 bytes with an unfinished checksum, and finds out so from its header at the other side.
func TestVNet(t *testing.T) {
	each(t, func(t *testing.T, open opener) {
		s := openSender(t, "va", afpacket.WithSendVNetHeader(), afpacket.WithLongestPacket(4000))
		r := open("vb", capture.Live{}, afpacket.WithVNetHeader(), afpacket.WithFrameSize(8192))
		data, err := codec.Marshal(&layers.Ethernet{Dst: layers.MAC{2, 0, 0, 0, 0, 2}},
			&layers.IPv4{TTL: 64, Src: netip.MustParseAddr("192.0.2.1"), Dst: netip.MustParseAddr("192.0.2.2")},
			&layers.TCP{SrcPort: 1, DstPort: 2, Flags: layers.TCPAck}, make([]byte, 3000))
		if err != nil {
			t.Fatal(err)
		}
		sent := afpacket.VNetHeader{Flags: 1, Segmentation: 1, HeaderLength: 54, SegmentSize: 1000, ChecksumStart: 34, ChecksumOffset: 16}
		if err := errors.Join(s.WriteVNet(&sent, data), s.Flush()); err != nil {
			t.Fatal(err)
		}
		got, _, err := r.Next()
		if err != nil {
			t.Fatal(err)
		}
		d, err := r.(detailer).Details(0)
		if d.VNet.HeaderLength = 54; err != nil || len(got) != len(data) || d.VNet != sent || !d.Status.ChecksumNotReady() {
			t.Errorf("%d bytes, %+v, %v; want %d, %+v", len(got), d, err, len(data), sent)
		}
		if st := s.SendStats(); st.Sent != 1 || st.Bytes != uint64(len(data)) {
			t.Errorf("%+v", st)
		}
	})
}

// TestProtocol: one EtherType only.
func TestProtocol(t *testing.T) {
	each(t, func(t *testing.T, open opener) {
		s, r := open("va", capture.Live{Direction: capture.Inbound}), open("vb", capture.Live{}, afpacket.WithProtocol(0x88b5))
		if err := s.WritePacket(udp(t, 1, false), nil); err != nil {
			t.Fatal(err)
		}
		send(t, s, 3, 60)
		expect(t, r, 3, 60)
		none(t, r)
	})
}

// sockets counts the sockets of this process that have a value of an option.
func sockets(level, option, value int) (n int) {
	entries, _ := os.ReadDir("/proc/self/fd")
	for _, e := range entries {
		var fd int
		if _, err := fmt.Sscan(e.Name(), &fd); err == nil {
			if v, err := unix.GetsockoptInt(fd, level, option); err == nil && v == value {
				n++
			}
		}
	}
	return n
}

// TestQueueBypass looks at the sockets whether the option has been set, and whether packets arrive with it.
func TestQueueBypass(t *testing.T) {
	each(t, func(t *testing.T, open opener) {
		r := open("vb", capture.Live{})
		before := sockets(unix.SOL_PACKET, unix.PACKET_QDISC_BYPASS, 1)
		s := open("va", capture.Live{Direction: capture.Inbound}, afpacket.WithQueueBypass())
		if n := sockets(unix.SOL_PACKET, unix.PACKET_QDISC_BYPASS, 1); before != 0 || n != 1 {
			t.Errorf("%d sockets before, %d after", before, n)
		}
		send(t, s, 3, 60)
		expect(t, r, 3, 60)
	})
}

// TestBusyPoll looks at the socket whether the option has been set.
func TestBusyPoll(t *testing.T) {
	each(t, func(t *testing.T, open opener) {
		s := open("va", capture.Live{Direction: capture.Inbound})
		r := open("vb", capture.Live{}, afpacket.WithBusyPoll(37*time.Microsecond, true, 8))
		if sockets(unix.SOL_SOCKET, unix.SO_BUSY_POLL, 37) != 1 || sockets(unix.SOL_SOCKET, unix.SO_PREFER_BUSY_POLL, 1) != 1 {
			t.Error("no socket polls for 37 µs")
		}
		send(t, s, 3, 60)
		expect(t, r, 3, 60)
	})
}

// TestClocks compares with ethtool's view of a virtual interface, as the kernel documents it: the kernel notes times, the interface has no clock.
func TestClocks(t *testing.T) {
	netlab.Isolate(t)
	netlab.Veth(t, "va", "vb")
	c, err := afpacket.Clocks("vb")
	if err != nil || !c.Software || c.Hardware || c.All || c.On || c.Device != -1 {
		t.Errorf("%+v, %v", c, err)
	}
	if _, err := afpacket.Clocks("nosuch"); !errors.Is(err, unix.ENODEV) {
		t.Error(err)
	}
	if _, err := afpacket.Open("vb", capture.Live{Clock: capture.HardwareClock}); !errors.Is(err, errors.ErrUnsupported) {
		t.Error(err)
	}
}

// TestTimes: the kernel's times lie between those before and after, and grow.
func TestTimes(t *testing.T) {
	each(t, func(t *testing.T, open opener) {
		s, r := open("va", capture.Live{Direction: capture.Inbound}), open("vb", capture.Live{})
		before := capture.TimestampOf(time.Now())
		send(t, s, 100, 60)
		for range 100 {
			info := next(t, r).Info
			if info.Time.Compare(before) < 0 || info.Time.Compare(capture.TimestampOf(time.Now())) > 0 {
				t.Fatalf("%v, the one before is of %v", info.Time, before)
			}
			before = info.Time
		}
		if d, err := r.(detailer).Details(0); err != nil || d.Status.Clock() != capture.KernelClock {
			t.Error(d, err)
		}
	})
}

// TestNetRawOnly captures and sends with CAP_NET_RAW and no other privilege, as another user, in a process of its own.
func TestNetRawOnly(t *testing.T) {
	if os.Getenv("WIRETAG_CHILD") != "" {
		for _, k := range kinds {
			r, err := k.open("vb", capture.Live{Promiscuous: true, Direction: capture.Inbound})
			if err != nil {
				t.Fatal(err)
			}
			defer r.Close()
			_ = r.SetReadDeadline(time.Now().Add(10 * time.Second))
			s := openSender(t, "va")
			send(t, s, 10, 60)
			if err := s.Flush(); err != nil {
				t.Fatal(err)
			}
			expect(t, r, 10, 60)
		}
		fmt.Println("uid", os.Getuid(), "done")
		return
	}
	netlab.Isolate(t)
	netlab.Veth(t, "va", "vb")
	dir, err := os.MkdirTemp("", "netraw")
	if err != nil {
		t.Fatal(err)
	}
	defer os.RemoveAll(dir)
	self, err := os.ReadFile("/proc/self/exe")
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(dir, "test")
	if err := errors.Join(os.Chmod(dir, 0o755), os.WriteFile(file, self, 0o755)); err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(file, "-test.run=^TestNetRawOnly$")
	cmd.Env, cmd.Dir = []string{"WIRETAG_CHILD=1"}, "/"
	cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: 65534, Gid: 65534}, AmbientCaps: []uintptr{unix.CAP_NET_RAW}}
	out, err := cmd.CombinedOutput()
	if err != nil || !bytes.Contains(out, []byte("uid 65534 done")) {
		t.Errorf("%v\n%s", err, out)
	}
}

// TestReadAllocs: reading allocates nothing, one by one and in batches.
func TestReadAllocs(t *testing.T) {
	each(t, func(t *testing.T, open opener) {
		s, r := open("va", capture.Live{Direction: capture.Inbound}), open("vb", capture.Live{Delay: time.Millisecond})
		recs := make([]capture.Record, 64)
		data := frame(0, 100)
		one := testing.AllocsPerRun(500, func() {
			if err := s.WritePacket(data, nil); err != nil {
				t.Fatal(err)
			}
			if _, _, err := r.Next(); err != nil {
				t.Fatal(err)
			}
		})
		many := testing.AllocsPerRun(100, func() {
			for range 10 {
				if err := s.WritePacket(data, nil); err != nil {
					t.Fatal(err)
				}
			}
			for seen := 0; seen < 10; {
				n, err := r.NextBatch(recs)
				if err != nil {
					t.Fatal(err)
				}
				seen += n
			}
		})
		if one > 0 || many > 0 {
			t.Errorf("%v allocations for one packet, %v for ten", one, many)
		}
	})
}

// TestSendAllocs: nor does sending through the ring.
func TestSendAllocs(t *testing.T) {
	netlab.Isolate(t)
	netlab.Veth(t, "va", "vb")
	s := openSender(t, "va")
	packets := [][]byte{frame(0, 100), frame(1, 100), frame(2, 100)}
	if n := testing.AllocsPerRun(500, func() {
		if sent, err := s.WriteBatch(packets); sent != 3 || err != nil {
			t.Fatal(sent, err)
		}
		if err := s.WritePacket(packets[0], nil); err != nil {
			t.Fatal(err)
		}
	}); n > 0 {
		t.Errorf("%v allocations", n)
	}
}
