package reassembly

import (
	"math/rand/v2"
	"net/netip"
	"runtime"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/wiretag/wiretag/capture"
	"github.com/wiretag/wiretag/flow"
	"github.com/wiretag/wiretag/packet"
)

// attack is segments that are to cost as much as they can.
type attack struct {
	name string
	n    int
	conf Config
	// segment sets segment i; x holds what the one before held.
	segment func(i int, x *Segment)
	// most is what a segment may take, in the median over batches, in look-ups (see lookup).
	most int
	// check looks at the end.
	check func(t *testing.T, s Stats, sink *counter)
}

// timesCount says that times mean something: other machines are emulated in tests.
const timesCount = !raceDetector && runtime.GOARCH == "amd64"

// sourceOf is one of many clients.
func sourceOf(i int) flow.Key {
	k := testKey
	k.Flow = flow.New(flow.IP(netip.AddrFrom4([4]byte{10, byte(i >> 16), byte(i >> 8), byte(i)})), flow.IP(netip.AddrFrom4([4]byte{192, 0, 2, 2})))
	k.SrcPort = uint16(1024 + i%60000)
	return k
}

var attackPayload = make([]byte, 1<<16)

// begun makes segment i of one connection that has begun.
func begun(f func(i int, x *Segment)) func(i int, x *Segment) {
	return func(i int, x *Segment) {
		*x = Segment{Key: testKey, Flags: flagACK, Window: 1000, Time: int64(i) * 1000}
		if i == 0 {
			x.Flags, x.Seq = flagSYN, 99
			return
		}
		f(i, x)
	}
}

func attacks() []attack {
	rnd := rand.New(rand.NewPCG(5, 6))
	holds := func(most int64) func(t *testing.T, s Stats, _ *counter) {
		return func(t *testing.T, s Stats, _ *counter) {
			if s.Held > most {
				t.Errorf("%d bytes are held", s.Held)
			}
		}
	}
	return []attack{
		{"SYNs from everywhere", 500_000, Config{}, func(i int, x *Segment) {
			*x = Segment{Key: sourceOf(i), Flags: flagSYN, Seq: uint32(i), Time: int64(i) * 1000}
		}, 30, func(t *testing.T, s Stats, _ *counter) {
			if s.Opened != 0 || s.Open < 100_000 {
				t.Errorf("%+v", s)
			}
		}},
		{"a held segment in each of many connections", 200_000, Config{}, func(i int, x *Segment) {
			*x = Segment{Key: sourceOf(i / 2), Flags: flagSYN, Seq: 99, Time: int64(i) * 1000}
			if i%2 == 1 {
				x.Flags, x.Seq, x.Payload = flagACK, 200, attackPayload[:1460]
			}
		}, 30, holds(DefaultMemory / 4)},
		{"single bytes with holes", 200_000, Config{}, begun(func(i int, x *Segment) {
			x.Seq, x.Payload = uint32(100+2*i), attackPayload[:1]
		}), 30, holds(DefaultMemory/16 + 2*blockCost)},
		{"descending", 100_000, Config{}, begun(func(i int, x *Segment) {
			x.Seq, x.Payload = uint32(400_000-2*i), attackPayload[:1]
		}), 30, holds(DefaultMemory/16 + 2*blockCost)},
		{"in any order", 200_000, Config{}, begun(func(_ int, x *Segment) {
			x.Seq, x.Payload = uint32(200+2*rnd.IntN(1<<20)), attackPayload[:1]
		}), 30, holds(DefaultMemory/16 + 2*blockCost)},
		{"overlaps", 100_000, Config{}, begun(func(i int, x *Segment) {
			x.Seq, x.Payload = uint32(200+i%5000), attackPayload[:1460]
		}), 30, func(t *testing.T, s Stats, _ *counter) {
			if s.Events[EventOverlapLimit] < 50_000 {
				t.Errorf("%+v", s)
			}
		}},
		{"overlaps of single bytes by all", 100_000, Config{}, begun(func(i int, x *Segment) {
			if x.Seq, x.Payload = uint32(200+2*i), attackPayload[:1]; i > 5000 {
				x.Seq, x.Payload = uint32(199+i%3), attackPayload[:10_000]
			}
		}), 30, nil},
		{"one byte lost of an endless stream", 200_000, Config{}, begun(func(i int, x *Segment) {
			x.Seq, x.Payload = uint32(101+(i-1)*1460), attackPayload[:1460]
		}), 30, func(t *testing.T, s Stats, sink *counter) {
			if s.Held > DefaultMemory/16+2*blockCost || sink.bytes < 199_000*1460 || s.GapBytes != 1 {
				t.Errorf("%d bytes were handed over, %+v", sink.bytes, s)
			}
		}},
		{"far ahead", 100_000, Config{}, begun(func(i int, x *Segment) {
			x.Seq, x.Payload = uint32(i)<<16, attackPayload[:1]
		}), 30, holds(DefaultMemory/16 + 2*blockCost)},
		{"segments of all sizes", 100_000, Config{}, begun(func(i int, x *Segment) {
			x.Seq, x.Payload = uint32(200+rnd.IntN(1<<28)), attackPayload[:1+rnd.IntN(1<<(1+i%15))]
		}), 30, holds(DefaultMemory/16 + 20*blockCost)},
		{"all sizes in many connections", 200_000, Config{}, func(i int, x *Segment) {
			*x = Segment{Key: sourceOf(rnd.IntN(3000)), Flags: flagACK, Seq: uint32(rnd.IntN(1 << 20)), Time: int64(i) * 1000, Payload: attackPayload[:1+rnd.IntN(1<<(1+i%12))]}
		}, 30, holds(DefaultMemory / 4)},
		{"nothing is used", 50_000, Config{Open: func(*Conn) Stream { return greedy{} }}, begun(func(i int, x *Segment) {
			x.Seq, x.Payload = uint32(100+(i-1)*1000), attackPayload[:1000]
		}), 30, holds(DefaultMemory / 4)},
	}
}

// greedy never uses anything.
type greedy struct{}

func (greedy) Data(Direction, *Chunk) int { return 0 }
func (greedy) Event(*Event)               {}
func (greedy) Close(Reason)               {}

// TestAttacks: whatever comes, memory stays inside the budget, and no segment costs more than its part.
func TestAttacks(t *testing.T) {
	for _, x := range attacks() {
		t.Run(x.name, func(t *testing.T) {
			atMost(t, x.most, func() time.Duration { return x.run(t) })
		})
	}
}

// atMost measures until what is measured takes at most that many look-ups: on a machine that is busy, a part of the rounds says nothing.
func atMost(t *testing.T, most int, measure func() time.Duration) {
	t.Helper()
	for round := 1; ; round++ {
		each, unit := measure(), lookup()
		if t.Logf("%.1f look-ups of %v", float64(each)/float64(unit), unit); each <= time.Duration(most)*unit || !timesCount {
			return
		}
		if round == 5 {
			t.Fatalf("%v, more than %d look-ups of %v", each, most, unit)
		}
	}
}

// table is what lookup looks up in.
var table = sync.OnceValue(func() map[uint64]uint64 {
	m := make(map[uint64]uint64, 1<<19)
	for i := range uint64(1 << 19) {
		m[scatter(i)] = i
	}
	return m
})

func scatter(i uint64) uint64 { return i * 0x9e3779b97f4a7c15 }

// lookup is how long it takes, here and now, to find a number among half a million in a map: what a busy or slow machine does to it, it does to a segment too.
func lookup() time.Duration {
	m, found := table(), uint64(0)
	return segmentsIn(100_000, func(i int) { found += m[scatter(uint64(i)*7919%(1<<19))] }, func() {})
}

// heap is the bytes of the heap that are in use.
func heap() int64 {
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return int64(m.HeapAlloc)
}

// run returns what a segment costs.
func (x *attack) run(t *testing.T) time.Duration {
	t.Helper()
	conf := x.conf
	runtime.GC()
	before, most := heap(), int64(0)
	var sink counter
	if conf.Open == nil {
		conf.Open = func(*Conn) Stream { return &sink }
	}
	a, err := NewAssembler(conf)
	if err != nil {
		t.Fatal(err)
	}
	var s Segment
	n := x.n
	if testing.Short() {
		n /= 4
	}
	batches := segmentsIn(n, func(i int) {
		x.segment(i, &s)
		a.Add(&s)
	}, func() { most = max(most, heap()-before) })
	runtime.GC()
	live := heap() - before
	st := a.Stats()
	if live > DefaultMemory+1<<20 || st.Held+st.Connected > DefaultMemory {
		t.Errorf("%d bytes are live, %d held, %d for connections", live, st.Held, st.Connected)
	}
	t.Logf("%d segments, %v each (median of batches), %d KiB live, %d KiB at most before collection, %d connections", n, batches, live>>10, most>>10, st.Open)
	if x.check != nil && !testing.Short() {
		x.check(t, st, &sink)
	}
	a.Flush()
	if st := a.Stats(); st.Open != 0 || st.Held > 3*blockCost || st.Connected > 1<<23 {
		t.Errorf("after the end: %+v", st)
	}
	return batches
}

// segmentsIn calls f with 0 to n-1 and returns the median over batches of the time of this thread that a call takes.
func segmentsIn(n int, f func(i int), between func()) time.Duration {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	const batch = 1000
	var times []time.Duration
	for at := 0; at < n; at += batch {
		start := threadTime()
		for i := at; i < min(at+batch, n); i++ {
			f(i)
		}
		times = append(times, (threadTime()-start)/batch)
		if at%50_000 == 0 {
			between()
		}
	}
	slices.Sort(times)
	return times[len(times)/2]
}

// TestAttackTimeouts: many connections whose time is up together hold up no segment for long.
func TestAttackTimeouts(t *testing.T) {
	var closed int
	a, err := NewAssembler(Config{Open: func(*Conn) Stream { return closing{&closed} }})
	if err != nil {
		t.Fatal(err)
	}
	const n = 50_000
	for i := range n {
		a.Add(&Segment{Key: sourceOf(i), Flags: flagACK, Payload: attackPayload[:1]})
	}
	for i := range 1000 {
		before := closed
		a.Add(&Segment{Key: testKey, Flags: flagACK, Time: int64(time.Hour), Seq: uint32(i), Payload: attackPayload[:1]})
		if closed-before > expireSome {
			t.Fatalf("a segment closed %d connections", closed-before)
		}
	}
	if closed < 1000 {
		t.Errorf("%d were closed", closed)
	}
	a.Advance(int64(time.Hour))
	if closed != n {
		t.Errorf("%d were closed, want %d", closed, n)
	}
}

type closing struct{ n *int }

func (closing) Data(_ Direction, c *Chunk) int { return len(c.Bytes) }
func (closing) Event(*Event)                   {}
func (c closing) Close(Reason)                 { *c.n++ }

// TestAttackFragments: fragments that never become whole, in many datagrams and in one.
func TestAttackFragments(t *testing.T) {
	rnd := rand.New(rand.NewPCG(7, 8))
	for _, x := range []struct {
		name string
		next func(i int) (id uint32, offset int, more bool, n int)
	}{
		{"first fragments only", func(i int) (uint32, int, bool, int) { return uint32(i), 0, true, 1400 }},
		{"one datagram, single units with holes", func(i int) (uint32, int, bool, int) { return 1, 16 * (i % 4000), true, 8 }},
		{"one datagram, descending", func(i int) (uint32, int, bool, int) { return uint32(i / 4000), 64000 - 16*(i%4000), true, 8 }},
		{"overlaps", func(i int) (uint32, int, bool, int) { return 1, 8 * (1 + i%100), true, 1400 }},
		{"any", func(int) (uint32, int, bool, int) {
			return uint32(rnd.IntN(20)), 8 * rnd.IntN(1<<13), rnd.IntN(2) == 0, 8 * rnd.IntN(190)
		}},
	} {
		for _, p := range []*FragmentPolicy{FragmentsBSD, FragmentsLinux} {
			t.Run(x.name+", "+p.Name, func(t *testing.T) {
				atMost(t, 45, func() time.Duration { return fragmentsOf(t, p, x.next) })
			})
		}
	}
}

// fragmentsOf returns what a fragment costs, decoding included.
func fragmentsOf(t *testing.T, p *FragmentPolicy, next func(i int) (id uint32, offset int, more bool, n int)) time.Duration {
	t.Helper()
	d, err := NewDefragmenter(FragmentConfig{Policy: p})
	if err != nil {
		t.Fatal(err)
	}
	var v packet.View
	info := capture.Info{LinkType: capture.LinkTypeEthernet}
	data := fragPacket(t, 4, 0, 0, true, attackPayload[:1512])
	_ = v.Decode(data, capture.LinkTypeEthernet) // the tables of all layers are made now
	runtime.GC()
	before := heap()
	n := 50_000
	if testing.Short() {
		n = 10_000
	}
	each := segmentsIn(n, func(i int) {
		id, offset, more, size := next(i)
		setFragment(data, id, offset, more, size)
		_ = v.Decode(data[:34+size], capture.LinkTypeEthernet)
		info.Time = capture.Unix(0, int64(i)*1000)
		d.Add(&v, &info, uint64(i))
	}, func() {})
	runtime.GC()
	if live := heap() - before; live > DefaultFragmentMemory+1<<20 || d.Stats().Memory > DefaultFragmentMemory {
		t.Errorf("%d bytes are live, counted %d", live, d.Stats().Memory)
	}
	t.Logf("%v each, %d datagrams, %d KiB", each, d.Stats().Open, d.Stats().Memory>>10)
	d.Flush()
	if s := d.Stats(); s.Open != 0 || s.Memory > 1<<18 {
		t.Errorf("after the end: %+v", s)
	}
	return each
}

// setFragment changes an IPv4 packet in an Ethernet frame.
func setFragment(b []byte, id uint32, offset int, more bool, size int) {
	b[16], b[17] = byte((20+size)>>8), byte(20+size)
	b[18], b[19] = byte(id>>8), byte(id)
	b[20], b[21] = byte(offset/8>>8), byte(offset/8)
	if more {
		b[20] |= 0x20
	}
}
