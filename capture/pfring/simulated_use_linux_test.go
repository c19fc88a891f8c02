//go:build amd64 || arm64

package pfring_test

import (
	"errors"
	"os"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/bpf"

	"github.com/wiretag/wiretag/capture"
	"github.com/wiretag/wiretag/capture/pfring"
)

func opened(t *testing.T, m *pfring.Simulated, live capture.Live, opts ...pfring.Option) *pfring.Ring {
	t.Helper()
	r, err := m.Open("eth0", live, opts...)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := r.Close(); err != nil {
			t.Error(err)
		}
	})
	return r
}

// TestDetailsFields: each field of Details is the module's, with the two times in their units; a stamp that is another time than the kernel's is the card's.
func TestDetailsFields(t *testing.T) {
	m := pfring.Simulate()
	r := opened(t, m, capture.Live{Immediate: true})
	_ = r.SetReadDeadline(time.Now().Add(10 * time.Second))
	kernel := capture.Timestamp{Sec: 1700000000, Nsec: 123456000, Set: true}
	for _, c := range []struct {
		stamp uint64
		want  capture.Timestamp
		clock capture.Clock
	}{
		{0, capture.Timestamp{Sec: 1700000000, Nsec: 123456789, Set: true}, capture.KernelClock},
		{5_000000009, capture.Timestamp{Sec: 5, Nsec: 9, Set: true}, capture.HardwareClock},
	} {
		if !m.Arrive(r, pfring.Arrival{Data: make([]byte, 60), Nanoseconds: 1700000000_123456789, Stamp: c.stamp, Flags: 5, Port: 3, Device: 0x102, Hash: 77}) {
			t.Fatal("the ring did not take the packet")
		}
		if _, _, err := r.Next(); err != nil {
			t.Fatal(err)
		}
		want := pfring.Details{Flags: 5, Hash: 77, Port: 3, Device: 0x102, Kernel: kernel, Stamp: c.want}
		if d, err := r.Details(0); err != nil || d != want || d.Clock() != c.clock {
			t.Errorf("%+v, %v, %v; want %+v, %v", d, d.Clock(), err, want, c.clock)
		}
	}
}

// TestPacketFlags: each method is for one bit.
func TestPacketFlags(t *testing.T) {
	for i, method := range []func(pfring.PacketFlags) bool{
		pfring.PacketFlags.ChecksumOffloaded, pfring.PacketFlags.ChecksumValid, pfring.PacketFlags.MoreFragments, pfring.PacketFlags.LaterFragment, pfring.PacketFlags.VLANReinserted,
	} {
		for bit := range 32 {
			if f := pfring.PacketFlags(1) << bit; method(f) != (bit == i) {
				t.Errorf("method %d, flags %#x: %v", i, f, method(f))
			}
		}
	}
}

// TestModuleFields: what a ring says of its module, and that packets of full size have the room it says.
func TestModuleFields(t *testing.T) {
	m := pfring.Simulate()
	r := opened(t, m, capture.Live{SnapLen: 1536})
	got := r.Module()
	if got.Version != "8.9.0" || got.SlotVersion != 21 || got.QuickMode || !got.TXCapture || got.MinSlots < 64 {
		t.Errorf("%+v", got)
	}
	taken := 0
	for m.Arrive(r, pfring.Arrival{Data: make([]byte, 1536)}) {
		taken++
	}
	if taken > got.MinSlots || taken < got.MinSlots-3 { // the module keeps up to three slots free
		t.Errorf("%d packets in a ring of %d", taken, got.MinSlots)
	}
	m.Quick()
	if q := opened(t, m, capture.Live{}).Module(); !q.QuickMode {
		t.Errorf("%+v", q)
	}
}

// TestActivate: a ring that is not active takes nothing, and keeps what it has.
func TestActivate(t *testing.T) {
	m := pfring.Simulate()
	r := opened(t, m, capture.Live{Immediate: true}, pfring.WithInactive())
	put := func(n byte, want bool) {
		t.Helper()
		if got := m.Arrive(r, pfring.Arrival{Data: append([]byte{n}, make([]byte, 59)...)}); got != want {
			t.Errorf("packet %d: taken %v", n, got)
		}
	}
	put(1, false)
	if err := r.Activate(); err != nil {
		t.Fatal(err)
	}
	put(2, true)
	if err := r.Deactivate(); err != nil {
		t.Fatal(err)
	}
	put(3, false)
	_ = r.SetReadDeadline(time.Now().Add(10 * time.Second))
	if data, _, err := r.Next(); err != nil || data[0] != 2 {
		t.Errorf("%v, %v", data, err)
	}
	_ = r.SetReadDeadline(time.Now())
	if data, _, err := r.Next(); !errors.Is(err, os.ErrDeadlineExceeded) {
		t.Errorf("%v, %v", data, err)
	}
	if err := r.Close(); err != nil {
		t.Error(err)
	}
	if err := errors.Join(r.Activate(), r.Deactivate()); !errors.Is(err, capture.ErrClosed) {
		t.Errorf("closed: %v", err)
	}
}

// TestSendStats: packets that the interface took and those that it refused, after closing too.
func TestSendStats(t *testing.T) {
	m := pfring.Simulate()
	tx, err := m.OpenSender("eth1")
	if err != nil {
		t.Fatal(err)
	}
	if n, err := tx.WriteBatch([][]byte{make([]byte, 60), make([]byte, 100)}); n != 2 || err != nil {
		t.Error(n, err)
	}
	m.Refuse(tx, 3)
	want := pfring.SendStats{Sent: 2, Rejected: 3}
	if st := tx.SendStats(); st != want {
		t.Errorf("%+v", st)
	}
	if err := tx.Close(); err != nil {
		t.Error(err)
	}
	if st := tx.SendStats(); st != want {
		t.Errorf("closed: %+v", st)
	}
}

// TestReasons: why a ring cannot be opened is told by errors.Is.
func TestReasons(t *testing.T) {
	m := pfring.Simulate()
	if r, err := m.Open("tun0", capture.Live{}); !errors.Is(err, pfring.ErrNotEthernet) {
		t.Errorf("%v, %v", r, err)
	}
	place := pfring.WithCluster(pfring.Cluster{ID: 5, Queue: 2, Fixed: true})
	opened(t, m, capture.Live{}, place)
	if r, err := m.Open("eth0", capture.Live{}, place); !errors.Is(err, pfring.ErrQueueTaken) {
		t.Errorf("%v, %v", r, err)
	}
}

// TestSetFilter: the module is given a filter while it captures, and asked to take it off; in quick_mode it has none.
func TestSetFilter(t *testing.T) {
	m := pfring.Simulate()
	r := opened(t, m, capture.Live{})
	m.Calls()
	code := []bpf.RawInstruction{{Op: 0x28, K: 12}, {Op: 0x06, K: 96}}
	if err := errors.Join(r.SetFilter(code), r.SetFilter(nil)); err != nil {
		t.Error(err)
	}
	if got := m.Calls(); len(got) != 2 || got[0] != "filter 28:0:0:c 06:0:0:60" || !strings.HasPrefix(got[1], "set 27 ") { // SO_DETACH_FILTER
		t.Errorf("%q", got)
	}
	m.Quick()
	if err := opened(t, m, capture.Live{}).SetFilter(code); !errors.Is(err, pfring.ErrQuickMode) {
		t.Error(err)
	}
}
