package main

import (
	"fmt"
	"runtime"
	"slices"
	"time"

	"github.com/wiretag/wiretag/bench"
)

// row is the result of one case.
type row struct {
	bench.Row
	units int // packets in one go
	bytes int
	err   error
}

// measure checks a case and runs its two sides in turn.
func (c *config) measure(k bench.Case) (r row) {
	r.Row = bench.Row{Group: k.Group, Name: k.Name, Ours: k.Ours, Peer: k.Peer, Aim: k.Aim, X: k.X}
	defer func() {
		if r.err != nil {
			r.Failed = r.err.Error()
		}
	}()
	p, err := k.Open(&c.env)
	if err != nil {
		r.err = err
		return r
	}
	if p.Close != nil {
		defer func() { r.err = first(r.err, p.Close()) }()
	}
	r.units, r.bytes = max(p.Units, 1), p.Bytes
	if r.err = p.Check(); r.err != nil {
		return r
	}
	ours, err := c.calibrate(p.Ours)
	if err != nil {
		r.err = err
		return r
	}
	peers, err := c.calibrate(p.Peer)
	if err != nil {
		r.err = err
		return r
	}
	if r.err = c.rows(&r, ours, peers, k.Wall); r.err != nil {
		return r
	}
	r.OursAllocs, r.PeerAllocs = ours.allocs(r.units), peers.allocs(r.units)
	// A pass over a file may allocate to begin it.
	if k.NoAllocs && r.OursAllocs > 0.01 {
		r.err = fmt.Errorf("%s allocates %.2f times a packet", k.Ours, r.OursAllocs)
	}
	return r
}

// pieces is into how many parts the time of a round is cut: the sides change that often, since what else a
// machine does changes faster than rounds do.
const pieces = 8

// rows runs the rounds.
func (c *config) rows(r *row, ours, peers *side, wall bool) error {
	now := c.clock
	if wall {
		now = wallClock()
	}
	var a, b, ratios []float64
	for i := range c.rounds {
		runtime.GC() // garbage of one round is not to be swept in another
		var x, y float64
		for j := range pieces {
			order := []*side{ours, peers}
			if (i+j)%2 == 1 {
				order = []*side{peers, ours}
			}
			for _, s := range order {
				t, err := s.time(now)
				if err != nil {
					return err
				}
				if s == ours {
					x += t
				} else {
					y += t
				}
			}
		}
		a, b, ratios = append(a, x/pieces), append(b, y/pieces), append(ratios, y/x)
	}
	units := float64(r.units)
	r.OursTime, r.PeerTime = quantile(a, 0.5)/units, quantile(b, 0.5)/units
	if r.bytes > 0 {
		r.Speed = float64(r.bytes) / (r.OursTime * units)
	}
	r.Low, r.Ratio, r.High = quantile(ratios, 0.25), quantile(ratios, 0.5), quantile(ratios, 0.75)
	return nil
}

// side is one side of a case and how often it is to run at once.
type side struct {
	run func(int) error
	n   int
}

// calibrate finds how often a side runs in a piece of time, and warms it up.
func (c *config) calibrate(run func(int) error) (*side, error) {
	for n := 1; ; n *= 2 {
		start := time.Now()
		if err := run(n); err != nil {
			return nil, err
		}
		if d, want := time.Since(start), c.slice/pieces; d >= want/2 || n >= 1<<30 {
			return &side{run, max(1, int(float64(n)*float64(want)/float64(max(d, 1))))}, nil
		}
	}
}

// time gives the nanoseconds of one go.
func (s *side) time(now clock) (float64, error) {
	start := now()
	if err := s.run(s.n); err != nil {
		return 0, err
	}
	return max(float64(now()-start), 1) / float64(s.n), nil
}

// allocs counts the allocations for one packet.
func (s *side) allocs(units int) float64 {
	var before, after runtime.MemStats
	n := max(1, min(8*s.n, 20_000))
	if s.run(1) != nil { // a collection before it has emptied pools
		return 0
	}
	runtime.ReadMemStats(&before)
	if s.run(n) != nil {
		return 0 // it ran without an error before
	}
	runtime.ReadMemStats(&after)
	return float64(after.Mallocs-before.Mallocs) / float64(n*units)
}

// quantile of values, which are sorted by it.
func quantile(values []float64, q float64) float64 {
	slices.Sort(values)
	at := q * float64(len(values)-1)
	i := int(at)
	if i+1 == len(values) {
		return values[i]
	}
	return values[i] + (at-float64(i))*(values[i+1]-values[i])
}

func first(a, b error) error {
	if a != nil {
		return a
	}
	return b
}
