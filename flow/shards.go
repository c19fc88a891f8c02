package flow

import (
	"errors"
	"fmt"
	"iter"
	"sync"
	"sync/atomic"
)

// Shards is a table in several parts, each with a goroutine of its own. Packets go to the part that
// the hash of their key says, so both directions of a flow meet there. Feeders ([Shards.Feeder]) take packets; all
// other methods may be called by any goroutine at any time.
type Shards struct {
	conf    Config
	parts   []*part
	mu      sync.Mutex // of feeders and closed
	feeders []*Feeder
	closed  bool
	refused atomic.Uint64 // packets whose key makes no sense
}

// ErrClosed means that the [Shards] were closed.
var ErrClosed = errors.New("flow: the shards are closed")

// part is one goroutine and what it works on.
type part struct {
	table *Table
	in    chan order
	spare chan *batch
	done  chan struct{}
}

// order is work for a part: a batch of packets, a time, or a function.
type order struct {
	batch *batch
	now   int64
	call  func(*Table)
	ready chan<- struct{}
}

// batch is packets on their way to a part.
type batch struct {
	n     int
	items [256]item
}

// queued is how many batches may wait for a part: then feeders wait.
const queued = 8

// NewShards starts n goroutines with a table each. They share the configuration's memory equally. Its functions
// are called by all of them, at the same time. Close ends them.
func NewShards(n int, c Config) (*Shards, error) {
	if n < 1 || n > 1<<10 {
		return nil, fmt.Errorf("flow: %d shards: %w", n, ErrConfig)
	}
	if c.Memory == 0 {
		c.Memory = max(DefaultMemory, int64(n)*MinMemory)
	}
	c.Memory /= int64(n)
	if err := c.check(); err != nil { // it chooses the seed, which all have to share
		return nil, err
	}
	s := &Shards{conf: c}
	for range n {
		t, err := NewTable(c)
		if err != nil {
			return nil, err
		}
		s.parts = append(s.parts, &part{
			table: t, in: make(chan order, queued), spare: make(chan *batch, queued), done: make(chan struct{}),
		})
	}
	for _, p := range s.parts {
		go p.run()
	}
	return s, nil
}

func (p *part) run() {
	defer close(p.done)
	for o := range p.in {
		switch {
		case o.call != nil:
			o.call(p.table)
			o.ready <- struct{}{}
			continue
		case o.batch != nil:
			p.table.addItems(o.batch.items[:o.batch.n])
			select {
			case p.spare <- o.batch:
			default:
			}
		}
		p.table.Advance(o.now)
	}
	p.table.Flush()
}

// A Feeder takes packets for [Shards]. It must not be used by two goroutines at once: each has its own.
type Feeder struct {
	s       *Shards
	waiting []*batch // by part, nil: none
	flushed int64    // the time of a packet at the last Flush
	now     int64
	begun   bool
	err     error
}

// Feeder returns a new feeder. Packets of one flow keep their order if they come through one feeder.
func (s *Shards) Feeder() *Feeder {
	s.mu.Lock()
	defer s.mu.Unlock()
	f := &Feeder{s: s, waiting: make([]*batch, len(s.parts))}
	if s.closed {
		f.err = ErrClosed
		return f
	}
	s.feeders = append(s.feeders, f)
	return f
}

// flushEvery is how long a packet waits for more at most, by the time of packets, in ns.
const flushEvery = 100e6

// Add hands a packet on. It is counted when enough of them are together, when packets are 100 ms later, or by
// Flush. It waits if the goroutines do not keep up. It does not allocate once the shards have run for a while.
func (f *Feeder) Add(p *Packet) error {
	if f.err != nil {
		return f.err
	}
	var it item
	if err := it.set(p, &f.s.conf); err != nil {
		f.s.refused.Add(1)
		return err
	}
	to := int((it.hash & (1<<32 - 1)) * uint64(len(f.s.parts)) >> 32) // the other half of the hash is the index's
	part := f.s.parts[to]
	b := f.waiting[to]
	if b == nil {
		b = part.empty()
		f.waiting[to] = b
	}
	b.items[b.n] = it
	b.n++
	f.now = p.Time
	if b.n == len(b.items) {
		f.waiting[to] = nil
		part.in <- order{batch: b, now: f.now}
	}
	if !f.begun {
		f.begun, f.flushed = true, f.now
	}
	if d := uint64(f.now) - uint64(f.flushed); f.now > f.flushed && d >= flushEvery || f.now < f.flushed && -d > slack {
		f.Flush()
	}
	return nil
}

// empty returns a batch to be filled.
func (p *part) empty() *batch {
	select {
	case b := <-p.spare:
		b.n = 0
		return b
	default:
		return new(batch)
	}
}

// Flush hands on the packets that wait for more, and lets all parts know the time of the last one.
func (f *Feeder) Flush() {
	if f.err != nil || !f.begun {
		return
	}
	f.flushed = f.now
	for i, p := range f.s.parts {
		b := f.waiting[i]
		f.waiting[i] = nil
		p.in <- order{batch: b, now: f.now}
	}
}

// do calls a function with each table, in the goroutine of its part; once those are gone, in this one.
func (s *Shards) do(call func(*Table)) {
	ready := make(chan struct{}, 1)
	for _, p := range s.parts {
		s.on(p, ready, call)
	}
}

func (s *Shards) on(p *part, ready chan struct{}, call func(*Table)) {
	s.mu.Lock()
	defer s.mu.Unlock() // so that Close waits
	if s.closed {
		call(p.table)
		return
	}
	p.in <- order{call: call, ready: ready}
	<-ready
}

// Stats returns the sum of the counters of all parts: of the packets that have reached them.
func (s *Shards) Stats() (sum Stats) {
	s.do(func(t *Table) {
		x := t.Stats()
		sum.Flows += x.Flows
		sum.Begun += x.Begun
		sum.Packets += x.Packets
		sum.Bytes += x.Bytes
		sum.Memory += x.Memory
		for i, n := range x.Ended {
			sum.Ended[i] += n
		}
	})
	sum.Refused += s.refused.Load()
	return sum
}

// Advance is [Table.Advance] for all parts.
func (s *Shards) Advance(now int64) { s.do(func(t *Table) { t.Advance(now) }) }

// Open iterates over the records of all open flows while packets go on being counted. The parts are
// stopped for a few hundred records at a time only: flows that are open all the time come exactly once, those that begin or end
// meanwhile may be missing. A record is valid until the next one.
func (s *Shards) Open() iter.Seq[*Record] {
	return func(yield func(*Record) bool) {
		records := make([]Record, 0, 256)
		ready := make(chan struct{}, 1)
		for _, p := range s.parts {
			for last, more := uint32(0), true; more; {
				records = records[:0]
				s.on(p, ready, func(t *Table) { records, last = t.some(records, last) })
				more = len(records) == cap(records)
				for i := range records {
					if !yield(&records[i]) {
						return
					}
				}
			}
		}
	}
}

// some appends records of the flows behind entry n, as many as fit.
func (t *Table) some(records []Record, n uint32) ([]Record, uint32) {
	for len(records) < cap(records) {
		next := t.after(n)
		if next == 0 {
			break
		}
		n = next
		records = records[:len(records)+1]
		t.pool.at(n).record(&records[len(records)-1], n, ReasonNone)
	}
	return records, n
}

// Close hands on what feeders hold, ends all flows and the goroutines, and returns when that is done. Feeders
// must not be in use; they give [ErrClosed] from then on. Stats go on being told.
func (s *Shards) Close() {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		return
	}
	for _, f := range s.feeders {
		f.Flush()
		f.err = ErrClosed
	}
	s.closed = true
	for _, p := range s.parts {
		close(p.in)
	}
	for _, p := range s.parts {
		<-p.done
	}
}
