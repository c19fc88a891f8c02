package reassembly

import (
	"runtime"
	"slices"
	"testing"
	"time"

	"github.com/wiretag/wiretag/flow"
)

// syns are connections from everywhere.
func syns(i int, x *Segment) { *x = Segment{Key: sourceOf(i), Flags: flagSYN} }

// holes are connections that hold data.
func holes(i int, x *Segment) {
	*x = Segment{Key: sourceOf(i % 500), Flags: flagACK, Seq: uint32(3 * i), Payload: attackPayload[:1]}
}

// TestAttackOthers: a flood neither pushes out connections that are established, nor makes their segments cost more than twice as much.
func TestAttackOthers(t *testing.T) {
	for name, flood := range map[string]func(int, *Segment){"connections": syns, "data with holes": holes} {
		t.Run(name, func(t *testing.T) {
			atMostTwice(t, func() (a, b time.Duration) {
				a, _ = goodSegments(t, Config{}, nil)
				b, _ = goodSegments(t, Config{}, flood)
				return a, b
			})
		})
	}
}

// TestAttackHash: connections that were chosen to fall together under a seed that somebody has guessed cost what others cost under any other seed.
func TestAttackHash(t *testing.T) {
	guessed := flow.SeedFrom([16]byte{9})
	keys := collisions(guessed, 4000)
	together := func(i int, x *Segment) { *x = Segment{Key: keys[i%len(keys)], Flags: flagSYN} }
	apart := func(i int, x *Segment) { *x = Segment{Key: sourceOf(i % len(keys)), Flags: flagSYN} }
	atMostTwice(t, func() (a, b time.Duration) {
		_, a = goodSegments(t, Config{}, apart)
		_, b = goodSegments(t, Config{}, together)
		return a, b
	})
	_, a := goodSegments(t, Config{Seed: guessed}, apart)
	_, b := goodSegments(t, Config{Seed: guessed}, together)
	if t.Logf("with the guessed seed: %v against %v", b, a); b < 3*a && timesCount {
		t.Errorf("these connections do not fall together: %v, others %v", b, a)
	}
}

// atMostTwice measures until b is at most twice a: on a machine that is busy, a part of the rounds says nothing.
func atMostTwice(t *testing.T, measure func() (a, b time.Duration)) {
	t.Helper()
	for round := 1; ; round++ {
		a, b := measure()
		t.Logf("%v, in a flood %v", a, b)
		if b <= 2*a || !timesCount {
			return
		}
		if round == 5 {
			t.Fatalf("%v in a flood, %v otherwise", b, a)
		}
	}
}

// goodSegments returns what a segment of a connection that is established costs when as many segments of others come between, and what
// each of those costs.
func goodSegments(t *testing.T, conf Config, flood func(i int, x *Segment)) (good, others time.Duration) {
	t.Helper()
	var sink counter
	conf.Open = func(c *Conn) Stream {
		if k := c.Key(); k.DstPort == testKey.DstPort && k.Flow == testKey.Flow {
			return &sink
		}
		return &counter{}
	}
	a, err := NewAssembler(conf)
	if err != nil {
		t.Fatal(err)
	}
	// Two connections take turns, so that each segment looks for its own.
	own := [2]Segment{{Key: testKey}, {Key: testKey}}
	own[1].Key.SrcPort++
	for i := range own {
		own[i].Flags, own[i].Seq, own[i].Window = flagSYN, 99, 1000
		a.Add(&own[i])
		own[i].Flags, own[i].Seq, own[i].Payload = flagACK, 100, attackPayload[:1460]
	}
	var now int64
	const batch, batches = 200, 500
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	var other Segment
	var times, othersTimes []time.Duration
	for sent := range batches {
		start := threadTime()
		for i := range batch {
			if flood != nil {
				flood(sent*batch+i, &other)
				other.Time = now
				a.Add(&other)
			}
		}
		othersTimes = append(othersTimes, threadTime()-start)
		start = threadTime()
		for i := range batch {
			now += 1000
			x := &own[i%2]
			x.Time = now
			a.Add(x)
			x.Seq += 1460
		}
		times = append(times, threadTime()-start)
	}
	if sink.bytes != batches*batch*1460 {
		t.Errorf("%d bytes, %+v", sink.bytes, a.Stats())
	}
	slices.Sort(times)
	slices.Sort(othersTimes)
	return times[batches/2] / batch, othersTimes[batches/2] / batch
}

// collisions are n connections that fall together under a seed.
func collisions(seed flow.Seed, n int) []flow.Key {
	conf := Config{Seed: seed, Open: func(*Conn) Stream { return new(counter) }}
	a, err := NewAssembler(conf)
	if err != nil {
		panic(err)
	}
	var keys []flow.Key
	for i := 0; len(keys) < n; i++ {
		k := sourceOf(i)
		if pair, _, _ := k.Pair(); a.hash(&pair)>>21 == 0 {
			keys = append(keys, k)
		}
	}
	return keys
}
