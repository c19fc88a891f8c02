//go:build amd64 || arm64

package pfring

import (
	"bytes"
	"errors"
	"os"
	"runtime"
	"strings"
	"sync"
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
		if d, err := r.Details(0); err != nil || d.Hash != c.k.hash || d.Clock() != KernelClock {
			t.Errorf("%+v, %v", d, err)
		}
	}
	if _, err := r.Details(1); err == nil {
		t.Error("details of a packet that is not lent")
	}
	card, cs := m.opened(t, "eth1", settings(t, capture.Live{Immediate: true}, WithClock(HardwareClock)))
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

// TestInterfaceEvents: down, up, renamed, deleted, in this order and once each.
func TestInterfaceEvents(t *testing.T) {
	m := newModule()
	r, s := m.opened(t, "eth0", settings(t, capture.Live{Immediate: true}))
	soon(r)
	change := func(f func()) {
		m.mu.Lock()
		defer m.mu.Unlock()
		f()
	}
	event := func(want error, name string) {
		t.Helper()
		_, _, err := r.Next()
		var e *capture.InterfaceError
		if !errors.As(err, &e) || !errors.Is(err, want) || e.Name != "eth0" || e.Index != 7 || e.NewName != name {
			t.Fatalf("%v, want %v", err, want)
		}
	}
	change(func() { m.interfaces["eth0"].up = false })
	event(capture.ErrDown, "")
	_ = r.SetReadDeadline(time.Now().Add(600 * time.Millisecond))
	if _, _, err := r.Next(); !errors.Is(err, os.ErrDeadlineExceeded) {
		t.Fatalf("%v, want nothing more", err)
	}
	soon(r)
	change(func() { m.interfaces["eth0"].up = true })
	time.Sleep(300 * time.Millisecond)
	change(func() { m.interfaces["lan0"] = m.interfaces["eth0"]; delete(m.interfaces, "eth0") })
	event(capture.ErrRenamed, "lan0")
	// A reader that has always something to read looks too.
	change(func() { m.interfaces["lan1"] = m.interfaces["lan0"]; delete(m.interfaces, "lan0") })
	s.put(&packet{nanoseconds: 1_000_000_000})
	event(capture.ErrRenamed, "lan1")
	if _, info, err := r.Next(); err != nil || info.Time.Sec != 1 {
		t.Fatal(err)
	}
	s.gone.Store(true)
	for range 3 {
		event(capture.ErrGone, "")
	}
	m.noted()
	if err := r.WritePacket(make([]byte, 60), nil); !errors.Is(err, capture.ErrGone) || len(m.noted()) > 0 {
		t.Errorf("sending: %v", err)
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

// TestSend: tags, statistics, deadlines, what is too short.
func TestSend(t *testing.T) {
	m := newModule()
	r, s := m.opened(t, "eth0", settings(t, capture.Live{}))
	tx, err := openSender(m, "eth1", settings(t, capture.Live{}))
	if err != nil {
		t.Fatal(err)
	}
	defer tx.Close()
	data := bytes.Repeat([]byte{1}, 60)
	info := &capture.Info{VLAN: capture.VLAN{TCI: 0xb123, Present: true}}
	if err := r.WritePacket(data, info); err != nil || !bytes.Equal(s.packets[0], slicesOf(data[:12], "\x81\x00\xb1\x23", data[12:])) {
		t.Errorf("%x, %v", s.packets, err)
	}
	if n, err := tx.WriteBatch([][]byte{data, data, data[:13]}); n != 2 || err == nil {
		t.Error(n, err)
	}
	if st := tx.SendStats(); st != (SendStats{Sent: 2}) {
		t.Error(st)
	}
	_ = tx.SetWriteDeadline(time.Now())
	if err := tx.WritePacket(data, nil); !errors.Is(err, os.ErrDeadlineExceeded) {
		t.Error(err)
	}
	_ = tx.SetWriteDeadline(time.Time{})
	for _, c := range sendErrors {
		m.fail["send 60"] = c.errno
		if err := tx.WritePacket(data, nil); !errors.Is(err, c.want) {
			t.Errorf("%v: %v, want %v", c.errno, err, c.want)
		}
	}
	delete(m.interfaces, "eth1")
	m.fail["send 60"] = sendErrors[0].errno
	if err := tx.WritePacket(data, nil); !errors.Is(err, capture.ErrGone) {
		t.Error(err)
	}
	if err := tx.Close(); err != nil {
		t.Error(err)
	}
	if err := tx.WritePacket(data, nil); !errors.Is(err, capture.ErrClosed) {
		t.Error(err)
	}
	if st := tx.SendStats(); st.Sent != 2 {
		t.Error(st)
	}
}

// TestGroup: members take queues of their own, and none captures before all have joined.
func TestGroup(t *testing.T) {
	for _, slot := range []uint16{20, 21} {
		m := newModule()
		m.slot = slot
		g, err := openGroup(m, "eth0", 3, settings(t, capture.Live{}, groupDefaults))
		if err != nil {
			t.Fatal(err)
		}
		joined, activated := 0, 0
		for _, call := range m.noted() {
			switch {
			case strings.HasPrefix(call, "set 99 "):
				joined++
				if queue := call[len("set 99 0000"):][:4]; slot == 21 && queue != []string{"", "0000", "0100", "0200"}[joined] || activated > 0 {
					t.Errorf("member %d: %s, %d activated", joined, call, activated)
				}
			case call == "set 106 00":
				activated++
			}
		}
		if joined != 3 || activated != 3 || len(g.Members()) != 3 || len(m.clusters) != 1 {
			t.Errorf("%d joined, %d activated, clusters %v", joined, activated, m.clusters)
		}
		if err := g.Close(); err != nil || m.open != 0 || m.mapped != 0 {
			t.Errorf("%v, %d descriptors, %d mappings", err, m.open, m.mapped)
		}
	}
	// A number that is taken is not the end; one that was asked for is.
	m := newModule()
	m.clusters[5] = map[uint16]bool{1: true}
	cluster := WithCluster(Cluster{ID: 5, Fixed: true})
	if _, err := openGroup(m, "eth0", 2, settings(t, capture.Live{}, cluster, groupDefaults)); !errors.Is(err, ErrQueueTaken) || m.open != 0 {
		t.Error(err, m.open)
	}
	for _, n := range []int{0, 65} {
		if _, err := openGroup(m, "eth0", n, settings(t, capture.Live{}, groupDefaults)); err == nil {
			t.Errorf("a group of %d", n)
		}
	}
}

// TestRingAllocs: reading and sending allocate nothing.
func TestRingAllocs(t *testing.T) {
	if testing.CoverMode() != "" {
		t.Log("with coverage")
	}
	m := newModule()
	r, s := m.opened(t, "eth0", settings(t, capture.Live{Immediate: true}))
	k := packet{data: make([]byte, 100)}
	recs := make([]capture.Record, 16)
	if n := testing.AllocsPerRun(2000, func() {
		s.put(&k)
		if _, _, err := r.Next(); err != nil {
			t.Fatal(err)
		}
		for range 16 {
			s.put(&k)
		}
		for n := 0; n < 16; {
			got, err := r.NextBatch(recs)
			if err != nil {
				t.Fatal(err)
			}
			n += got
		}
	}); n != 0 {
		t.Errorf("%v allocations", n)
	}
	runtime.KeepAlive(r)
}

// TestManyReaders: deadlines, statistics, filters and activation by others while one reads.
func TestManyReaders(t *testing.T) {
	m := newModule()
	r, s := m.opened(t, "eth0", settings(t, capture.Live{Immediate: true}))
	stop := make(chan struct{})
	var all sync.WaitGroup
	for _, f := range []func(){
		func() { _, _ = r.Stats() },
		func() { _ = r.SetReadDeadline(time.Now().Add(time.Second)) },
		func() { _ = r.SetFilter(nil) },
		func() { _ = r.Deactivate(); _ = r.Activate() },
		func() { _ = r.WritePacket(make([]byte, 60), nil) },
	} {
		all.Go(func() {
			for {
				select {
				case <-stop:
					return
				case <-time.After(200 * time.Microsecond):
					f()
				}
			}
		})
	}
	all.Go(func() {
		for n := uint64(0); ; n++ {
			select {
			case <-stop:
				return
			default:
				s.put(&packet{nanoseconds: n})
			}
			if n%64 == 0 {
				time.Sleep(50 * time.Microsecond)
			}
		}
	})
	last := uint64(0)
	for range 20000 {
		_, info, err := r.Next()
		if err != nil {
			t.Fatal(err)
		}
		if now := uint64(info.Time.Sec)*1e9 + uint64(info.Time.Nsec); now < last {
			t.Fatalf("%d after %d", now, last)
		} else {
			last = now
		}
	}
	close(stop)
	all.Wait()
}
