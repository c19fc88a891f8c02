package pipeline_test

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/wiretag/wiretag/capture"
	"github.com/wiretag/wiretag/capture/pipeline"
	"github.com/wiretag/wiretag/packet"
	"github.com/wiretag/wiretag/pcapio"
)

// counter is a source of n packets, each with its number; then it ends with an error, or waits until it is closed.
type counter struct {
	n, at  int
	read   atomic.Int64
	end    error
	hold   bool
	closed chan struct{}
	once   sync.Once
	data   [16]byte
	info   capture.Info
}

func newCounter(n int) *counter { return &counter{n: n, end: io.EOF, closed: make(chan struct{})} }

func (c *counter) Next() ([]byte, *capture.Info, error) {
	if c.at == c.n {
		if c.hold {
			<-c.closed
			return nil, nil, capture.ErrClosed
		}
		return nil, nil, c.end
	}
	binary.BigEndian.PutUint64(c.data[:], uint64(c.at))
	c.at++
	c.read.Add(1)
	c.info = capture.Info{CaptureLength: 16, Length: 16, LinkType: capture.LinkTypeUser0}
	return c.data[:], &c.info, nil
}
func (c *counter) LinkType() capture.LinkType    { return capture.LinkTypeUser0 }
func (c *counter) Stats() (capture.Stats, error) { return capture.Stats{}, nil }
func (c *counter) Close() error                  { c.once.Do(func() { close(c.closed) }); return nil }

func numberOf(rec capture.Record) uint64 { return binary.BigEndian.Uint64(rec.Data) }

// byFlow makes flows of every n-th packet.
func byFlow(n uint64) func(capture.Record) uint64 {
	return func(rec capture.Record) uint64 { return numberOf(rec) % n }
}

func identity(int) pipeline.Work[uint64] {
	return func(rec capture.Record) (uint64, bool) { return numberOf(rec), true }
}

// TestOrder: nothing is lost, and each flow arrives in order.
func TestOrder(t *testing.T) {
	for _, workers := range []int{1, 2, 7} {
		const n, flows = 20000, 13
		var last [flows]uint64
		seen := 0
		stats, err := pipeline.Run(context.Background(), newCounter(n), pipeline.Config{Workers: workers, Hash: byFlow(flows), Batch: 5, Queue: 3}, identity, func(v uint64) error {
			if f := v % flows; v < last[f] {
				return fmt.Errorf("packet %d after %d", v, last[f])
			} else {
				last[f] = v
			}
			seen++
			return nil
		})
		if err != nil || seen != n || stats.Read != n || stats.Worked != n || stats.Sunk != n || stats.Dropped != 0 {
			t.Errorf("%d workers: %+v, %v, %d seen", workers, stats, err, seen)
		}
	}
}

// TestDrop: a worker that does not keep up loses packets, which are counted, and what arrives is in order.
func TestDrop(t *testing.T) {
	const n = 3000
	last := int64(-1)
	stats, err := pipeline.Run(context.Background(), newCounter(n), pipeline.Config{Workers: 2, Hash: byFlow(2), Batch: 4, Queue: 2, Drop: true}, func(int) pipeline.Work[uint64] {
		return func(rec capture.Record) (uint64, bool) {
			v := numberOf(rec)
			if v%2 == 1 && v < 100 {
				time.Sleep(5 * time.Millisecond)
			}
			return v, v%2 == 1
		}
	}, func(v uint64) error {
		if int64(v) <= last {
			return fmt.Errorf("packet %d after %d", v, last)
		}
		last = int64(v)
		return nil
	})
	if err != nil || stats.Dropped == 0 || stats.Worked+stats.Dropped != n || stats.Read != n || stats.Waits != 0 {
		t.Errorf("%+v, %v", stats, err)
	}
}

// TestBackPressure: a slow worker holds the source back, by no more than the batches that there are.
func TestBackPressure(t *testing.T) {
	src := newCounter(500)
	var worked, ahead atomic.Int64
	stats, err := pipeline.Run(context.Background(), src, pipeline.Config{Workers: 1, Batch: 3, Queue: 2, Hash: func(rec capture.Record) uint64 { return 0 }}, func(int) pipeline.Work[int] {
		return func(rec capture.Record) (int, bool) {
			time.Sleep(20 * time.Microsecond)
			ahead.Store(max(ahead.Load(), src.read.Load()-worked.Add(1)))
			return 0, false
		}
	}, nil)
	if err != nil || stats.Waits == 0 || stats.Worked != 500 || stats.Sunk != 0 || ahead.Load() > 4*3+1 {
		t.Errorf("%+v, %v, the source was %d packets ahead", stats, err, ahead.Load())
	}
}

// TestIdle: packets do not wait for others that do not come.
func TestIdle(t *testing.T) {
	src := newCounter(10)
	src.hold = true
	got := make(chan uint64, 10)
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error)
	go func() {
		_, err := pipeline.Run(ctx, src, pipeline.Config{Workers: 3, Hash: byFlow(3)}, identity, func(v uint64) error { got <- v; return nil })
		done <- err
	}()
	for range 10 {
		select {
		case <-got:
		case <-time.After(10 * time.Second):
			t.Fatal("packets wait")
		}
	}
	cancel()
	if err := <-done; !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
}

// TestErrors: of the source, of the sink, of the context, and all goroutines end.
func TestErrors(t *testing.T) {
	bad := errors.New("bad")
	src := newCounter(100)
	src.end = bad
	if stats, err := pipeline.Run(context.Background(), src, pipeline.Config{Hash: byFlow(5)}, identity, nil); err != bad || stats.Worked != 100 {
		t.Errorf("%+v, %v", stats, err)
	}
	src = newCounter(1 << 30)
	stats, err := pipeline.Run(context.Background(), src, pipeline.Config{Hash: byFlow(5), Workers: 3}, identity, func(v uint64) error {
		if v > 1000 {
			return bad
		}
		return nil
	})
	if err != bad || stats.Read < 1000 {
		t.Errorf("%+v, %v", stats, err)
	}
	ctx, cancel := context.WithTimeout(context.Background(), 20*time.Millisecond)
	defer cancel()
	if _, err := pipeline.Run(ctx, newCounter(1<<30), pipeline.Config{Hash: byFlow(5)}, func(int) pipeline.Work[int] {
		return func(capture.Record) (int, bool) { time.Sleep(time.Millisecond); return 0, true }
	}, func(int) error { return nil }); !errors.Is(err, context.DeadlineExceeded) {
		t.Error(err)
	}
	if _, err := pipeline.Run(context.Background(), newCounter(1), pipeline.Config{Workers: -1}, identity, nil); err == nil {
		t.Error("-1 workers")
	}
}

// TestFlows reads a capture of real programs: each connection is worked on by one worker, in both directions.
func TestFlows(t *testing.T) {
	r, err := pcapio.Open("../../testdata/mixed.pcap")
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	type seen struct {
		flow   string
		worker int
	}
	where := map[string]int{}
	used := map[int]bool{}
	stats, err := pipeline.Run(context.Background(), r, pipeline.Config{Workers: 4}, func(worker int) pipeline.Work[seen] {
		var v packet.View
		var f packet.FlowReader
		return func(rec capture.Record) (seen, bool) {
			v.Decode(rec.Data, rec.Info.LinkType)
			if !f.Read(&v, rec.Info) {
				return seen{}, false
			}
			pair, _, _ := f.Packet.Key.Pair()
			return seen{fmt.Sprint(pair), worker}, true
		}
	}, func(s seen) error {
		used[s.worker] = true
		if w, ok := where[s.flow]; ok && w != s.worker {
			return fmt.Errorf("flow %s is at workers %d and %d", s.flow, w, s.worker)
		}
		where[s.flow] = s.worker
		return nil
	})
	if err != nil || len(where) < 10 || len(used) < 2 || stats.Sunk == 0 {
		t.Errorf("%+v, %v, %d flows at %d workers", stats, err, len(where), len(used))
	}
}

// TestAllocs: handing packets on allocates nothing, once the batches have their size.
func TestAllocs(t *testing.T) {
	run := func(n int) float64 {
		return testing.AllocsPerRun(5, func() {
			_, _ = pipeline.Run(context.Background(), newCounter(n), pipeline.Config{Workers: 2, Hash: byFlow(9)}, identity, func(uint64) error { return nil })
		})
	}
	if few, many := run(2000), run(42000); many-few > 400 { // one in a hundred
		t.Errorf("%v allocations for 2000 packets, %v for 42000", few, many)
	}
}

// TestCancelledBehindEnd: packets that workers leave since ctx ends are an error, also where the source had ended before.
func TestCancelledBehindEnd(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	src := newCounter(100)
	work := func(int) pipeline.Work[uint64] {
		return func(rec capture.Record) (uint64, bool) {
			if numberOf(rec) == 0 {
				for src.read.Load() < 100 {
					time.Sleep(time.Millisecond)
				}
				time.Sleep(20 * time.Millisecond) // until the source has ended
				cancel()
			}
			return 0, true
		}
	}
	stats, err := pipeline.Run(ctx, src, pipeline.Config{Workers: 1}, work, nil)
	if stats.Read != 100 || stats.Worked == 100 || !errors.Is(err, context.Canceled) {
		t.Errorf("%+v, %v", stats, err)
	}
}
