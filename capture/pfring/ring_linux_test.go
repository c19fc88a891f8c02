//go:build amd64 || arm64

package pfring

import (
	"bytes"
	"errors"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/wiretag/wiretag/capture"
)

func soon(r *Ring) { _ = r.SetReadDeadline(time.Now().Add(10 * time.Second)) }

// none checks that no packet comes for a while.
func none(t *testing.T, r *Ring) {
	t.Helper()
	_ = r.SetReadDeadline(time.Now().Add(40 * time.Millisecond))
	if data, _, err := r.Next(); !errors.Is(err, os.ErrDeadlineExceeded) {
		t.Errorf("%x, %v; want no packet", data, err)
	}
	soon(r)
}

// TestInfo: what a packet's Info and Details say.
func TestInfo(t *testing.T) {
	m := newModule()
	r, s := m.opened(t, "eth0", settings(t, capture.Live{SnapLen: 100, Immediate: true}))
	soon(r)
	to := func(address string) []byte { return append([]byte(address), make([]byte, 54)...) }
	for _, c := range []struct {
		k     packet
		flags capture.Flags
		index int
	}{
		{packet{data: to("\x02\x00\x00\x00\x00\x07"), received: 1, index: 7}, capture.MakeFlags(capture.Inbound, capture.ReceptionUnicast, 0), 7},
		{packet{data: to("\x02\x00\x00\x00\x00\x08"), received: 1, index: 7}, capture.MakeFlags(capture.Inbound, capture.ReceptionPromiscuous, 0), 7},
		{packet{data: to("\x01\x00\x5e\x00\x00\x01"), received: 1, index: 7}, capture.MakeFlags(capture.Inbound, capture.ReceptionMulticast, 0), 7},
		{packet{data: to("\xff\xff\xff\xff\xff\xff"), received: 1, index: 8}, capture.MakeFlags(capture.Inbound, capture.ReceptionBroadcast, 0), 8},
		{packet{data: to("\xff\xff\xff\xff\xff\xff"), index: 7}, capture.MakeFlags(capture.Outbound, 0, 0), 7},
		{packet{data: to("\x02\x00\x00\x00\x00\x07"), received: 1, index: -2, wire: 1500, hash: 77}, capture.MakeFlags(capture.Inbound, capture.ReceptionUnicast, 0), 7},
	} {
		c.k.nanoseconds = 1700000000_123456789
		s.put(&c.k)
		data, info, err := r.Next()
		if err != nil {
			t.Fatal(err)
		}
		want := capture.Info{
			Time: capture.Timestamp{Sec: 1700000000, Nsec: 123456789, Set: true}, CaptureLength: 60, Length: uint32(max(60, c.k.wire)),
			Interface: c.index, LinkType: capture.LinkTypeEthernet, Flags: c.flags,
		}
		if !bytes.Equal(data, c.k.data) || info.Time != want.Time || info.Flags != want.Flags || info.Length != want.Length || info.CaptureLength != 60 ||
			info.Interface != c.index || info.LinkType != want.LinkType || info.Dropped != 0 {
			t.Errorf("%x %+v, want %+v", data, info, want)
		}
		if d, err := r.Details(0); err != nil || d.Hash != c.k.hash || d.Clock() != capture.KernelClock {
			t.Errorf("%+v, %v", d, err)
		}
	}
	if _, err := r.Details(1); err == nil {
		t.Error("details of a packet that is not lent")
	}
	card, cs := m.opened(t, "eth1", settings(t, capture.Live{Immediate: true, Clock: capture.HardwareClock}))
	cs.put(&packet{data: to("123456"), nanoseconds: 17e17, stamp: 5_000000009})
	if _, info, err := card.Next(); err != nil || info.Time != (capture.Timestamp{Sec: 5, Nsec: 9, Set: true}) {
		t.Error(info, err)
	}
}

// TestLoopOnce: packets of the loopback interface come once where all interfaces are read.
func TestLoopOnce(t *testing.T) {
	m := newModule()
	r, s := m.opened(t, "any", settings(t, capture.Live{Immediate: true}))
	soon(r)
	recs := make([]capture.Record, 8)
	for round := range 2 {
		for _, k := range []packet{{index: 1}, {index: 1, received: 1}, {index: 7}, {index: 7, received: 1}, {index: 1}} {
			s.put(&k)
		}
		var got []int
		for len(got) < 3 {
			if round == 0 {
				_, info, err := r.Next()
				if err != nil {
					t.Fatal(err)
				}
				got = append(got, info.Interface)
				continue
			}
			n, err := r.NextBatch(recs)
			if err != nil {
				t.Fatal(err)
			}
			for _, rec := range recs[:n] {
				got = append(got, rec.Info.Interface)
			}
		}
		if len(got) != 3 || got[0] != 1 || got[1] != 7 || got[2] != 7 {
			t.Error(got)
		}
		none(t, r)
	}
}

// TestWaiting: a packet wakes a reader at the watermark, or after the delay; deadlines that are moved wake it too.
func TestWaiting(t *testing.T) {
	m := newModule()
	for _, c := range []struct {
		live capture.Live
		opts []Option
		low  time.Duration
		high time.Duration
	}{
		{capture.Live{Immediate: true}, nil, 0, 200 * time.Millisecond},
		{capture.Live{Delay: 300 * time.Millisecond}, []Option{WithWatermark(2)}, 200 * time.Millisecond, 2 * time.Second},
	} {
		r, s := m.opened(t, "any", settings(t, c.live, c.opts...))
		soon(r)
		put := time.Now()
		time.AfterFunc(20*time.Millisecond, func() { s.put(&packet{}) })
		if _, _, err := r.Next(); err != nil {
			t.Fatal(err)
		}
		if d := time.Since(put); d < c.low || d > c.high {
			t.Errorf("%+v: after %v", c.live, d)
		}
	}
	r, _ := m.opened(t, "eth0", settings(t, capture.Live{}))
	start := time.Now()
	time.AfterFunc(30*time.Millisecond, func() { _ = r.SetReadDeadline(time.Now().Add(30 * time.Millisecond)) })
	if _, _, err := r.Next(); !errors.Is(err, os.ErrDeadlineExceeded) {
		t.Error(err)
	}
	if d := time.Since(start); d < 50*time.Millisecond || d > time.Second {
		t.Errorf("deadline after %v", d)
	}
}

// TestDeactivate: an inactive ring keeps what it has; a reader that waits does not activate it.
func TestDeactivate(t *testing.T) {
	m := newModule()
	r, s := m.opened(t, "eth0", settings(t, capture.Live{Immediate: true}))
	for range 50 {
		got := make(chan error)
		go func() {
			_, _, err := r.Next()
			got <- err
		}()
		time.Sleep(time.Millisecond)
		if err := r.Deactivate(); err != nil {
			t.Fatal(err)
		}
		time.Sleep(time.Millisecond)
		if s.put(&packet{}) {
			t.Fatal("the ring is active")
		}
		if err := r.Activate(); err != nil {
			t.Fatal(err)
		}
		if !s.put(&packet{}) {
			t.Fatal("the ring is not active")
		}
		if err := <-got; err != nil {
			t.Fatal(err)
		}
	}
}

// TestDroppedCounts: the counters and Info.Dropped agree with what was put.
func TestDroppedCounts(t *testing.T) {
	m := newModule()
	r, s := m.opened(t, "eth0", settings(t, capture.Live{SnapLen: 100}))
	soon(r)
	var seen, dropped uint64
	for range 20 {
		for range 500 {
			s.put(&packet{data: make([]byte, 100)})
		}
		for {
			_ = r.SetReadDeadline(time.Now().Add(time.Millisecond))
			_, info, err := r.Next()
			if errors.Is(err, os.ErrDeadlineExceeded) {
				break
			}
			if err != nil {
				t.Fatal(err)
			}
			seen++
			dropped += info.Dropped
		}
	}
	put, lost := s.ring.counted()
	st, err := r.Stats()
	if err != nil || st != (capture.Stats{Received: put, Dropped: lost}) || seen != put || lost == 0 || put+lost != 20*500 || dropped > lost {
		t.Errorf("%+v, %v; %d seen, %d dropped by Info; %d put, %d lost", st, err, seen, dropped, put, lost)
	}
	if err := r.Close(); err != nil {
		t.Error(err)
	}
	if after, err := r.Stats(); err != nil || after != st {
		t.Errorf("after closing: %+v, %v", after, err)
	}
}

// TestRingDamage: the error stays, and closing works.
func TestRingDamage(t *testing.T) {
	m := newModule()
	r, s := m.opened(t, "eth0", settings(t, capture.Live{Immediate: true}))
	s.put(&packet{data: make([]byte, 60)})
	order.PutUint32(s.ring.slots[16:], 1<<20)
	for range 2 {
		if _, _, err := r.Next(); !errors.Is(err, ErrDamaged) || !strings.HasPrefix(err.Error(), "pfring: eth0: the ring is damaged: the packet at offset 0 of ") {
			t.Error(err)
		}
		if _, err := r.NextBatch(make([]capture.Record, 3)); !errors.Is(err, ErrDamaged) {
			t.Error(err)
		}
	}
}
