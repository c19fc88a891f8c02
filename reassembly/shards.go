package reassembly

import (
	"fmt"
	"sync"
)

// Shards spreads connections over goroutines, by the symmetric keyed hash of their ends. Each goroutine has an [Assembler] of its own; all of
// them share the memory of the configuration. Segments go in through feeders ([Shards.Feeder]).
type Shards struct {
	conf  Config
	parts []*shard
	mu    sync.Mutex
	feeds []*Feeder
	done  bool
}

// shard is one goroutine.
type shard struct {
	a     *Assembler
	in    chan order
	spare chan *batch
	end   chan struct{}
}

// order is what a shard is to do: take a batch, or call a function.
type order struct {
	batch *batch
	call  func(*Assembler)
}

// batch is segments with copies of their data.
type batch struct {
	segments []Segment
	data     []byte
}

// A shard waits with a batch until it has that many segments or bytes, and may be that many batches behind.
const (
	batchSegments = 64
	batchBytes    = 128 << 10
	batchQueue    = 8
)

// NewShards starts n goroutines, or says what is wrong with the configuration. Its functions, and the streams that they
// return, are called by all of them at once; those of one connection by one.
func NewShards(n int, c Config) (*Shards, error) {
	if n < 1 || n > 1<<10 {
		return nil, fmt.Errorf("reassembly: %d shards, want 1 to 1024: %w", n, ErrConfig)
	}
	if err := c.check(); err != nil {
		return nil, err
	}
	if c.Memory < int64(n)*MinMemory {
		return nil, fmt.Errorf("reassembly: Memory is %d bytes, at least %d are needed for each shard: %w", c.Memory, MinMemory, ErrConfig)
	}
	s := &Shards{conf: c}
	conns, data := &budget{limit: c.Memory / 4 * 3}, &budget{limit: c.Memory / 4}
	for range n {
		p := &shard{a: newAssembler(c, conns, data), in: make(chan order, batchQueue), spare: make(chan *batch, batchQueue+2), end: make(chan struct{})}
		s.parts = append(s.parts, p)
		go p.run()
	}
	return s, nil
}

func (p *shard) run() {
	defer close(p.end)
	for o := range p.in {
		if o.call != nil {
			o.call(p.a)
			continue
		}
		for i := range o.batch.segments {
			p.a.Add(&o.batch.segments[i])
		}
		o.batch.segments, o.batch.data = o.batch.segments[:0], o.batch.data[:0]
		select {
		case p.spare <- o.batch:
		default:
		}
	}
	p.a.Flush()
}

// Feeder takes segments for [Shards]. It must not be used by two goroutines at once. Segments of one connection should come through one feeder: those
// of several come in no particular order.
type Feeder struct {
	s       *Shards
	batches []*batch
	lossy   bool
	dropped uint64
}

// Feeder returns a new one. If lossy is set, it drops what a shard has no room for, and otherwise it waits.
func (s *Shards) Feeder(lossy bool) *Feeder {
	f := &Feeder{s: s, batches: make([]*batch, len(s.parts)), lossy: lossy}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.feeds = append(s.feeds, f)
	return f
}

// Add takes a segment. Its data are copied.
func (f *Feeder) Add(x *Segment) {
	i := 0
	if n := len(f.s.parts); n > 1 {
		i = int(x.Key.FastHash(f.s.conf.Seed) & 0xffffffff * uint64(n) >> 32) // the upper half is for the index
	}
	b := f.batches[i]
	if b == nil {
		select {
		case b = <-f.s.parts[i].spare:
		default:
			b = &batch{segments: make([]Segment, 0, batchSegments), data: make([]byte, 0, batchBytes)}
		}
		f.batches[i] = b
	}
	at := len(b.data)
	b.segments = append(b.segments, *x)
	b.data = append(b.data, x.Payload...)
	b.segments[len(b.segments)-1].Payload = b.data[at:len(b.data):len(b.data)]
	if len(b.segments) == batchSegments || len(b.data) > batchBytes-1<<16 {
		f.send(i)
	}
}

// send hands a batch to its shard.
func (f *Feeder) send(i int) {
	b := f.batches[i]
	f.batches[i] = nil
	if !f.lossy {
		f.s.parts[i].in <- order{batch: b}
		return
	}
	select {
	case f.s.parts[i].in <- order{batch: b}:
	default:
		f.dropped += uint64(len(b.segments))
		b.segments, b.data = b.segments[:0], b.data[:0]
		f.batches[i] = b
	}
}

// Dropped is how many segments were dropped.
func (f *Feeder) Dropped() uint64 { return f.dropped }

// Flush hands over what the feeder holds.
func (f *Feeder) Flush() {
	for i, b := range f.batches {
		if b != nil && len(b.segments) > 0 {
			f.send(i)
		}
	}
}

// all calls a function in each shard, one after the other, when what was sent before is done.
func (s *Shards) all(call func(*Assembler)) {
	for _, p := range s.parts {
		done := make(chan struct{})
		p.in <- order{call: func(a *Assembler) {
			call(a)
			close(done)
		}}
		<-done
	}
}

// Advance moves the clock of all shards to a time, ns since 1970, as [Assembler.Advance] does. It must not be called after Close.
func (s *Shards) Advance(time int64) { s.all(func(a *Assembler) { a.Advance(time) }) }

// Stats returns the counters of all shards together.
func (s *Shards) Stats() Stats {
	s.mu.Lock()
	defer s.mu.Unlock()
	var sum Stats
	if s.done {
		for _, p := range s.parts {
			sum.add(p.a.Stats())
		}
		return sum
	}
	s.all(func(a *Assembler) { sum.add(a.Stats()) })
	return sum
}

// add adds counters. Memory is shared and not added.
func (s *Stats) add(o Stats) {
	s.Segments += o.Segments
	s.Bytes += o.Bytes
	s.Open += o.Open
	s.Begun += o.Begun
	s.Opened += o.Opened
	s.GapBytes += o.GapBytes
	s.Repeated += o.Repeated
	s.Overlap += o.Overlap
	s.Late += o.Late
	s.Refused += o.Refused
	for i := range s.Closed {
		s.Closed[i] += o.Closed[i]
	}
	for i := range s.Events {
		s.Events[i] += o.Events[i]
	}
	s.Held, s.Connected = o.Held, o.Connected
}

// Close hands on what feeders hold, ends all connections and the goroutines, and returns when that is done. Feeders must not be in use, or used again.
func (s *Shards) Close() {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.done {
		return
	}
	for _, f := range s.feeds {
		f.lossy = false
		f.Flush()
	}
	s.done = true
	for _, p := range s.parts {
		close(p.in)
	}
	for _, p := range s.parts {
		<-p.end
	}
}
