package reassembly

import (
	"math"

	"github.com/wiretag/wiretag/flow"
)

// Assembler puts the streams of TCP connections together. Segments come in the order of their capture ([Assembler.Add]); streams get
// what they carry ([Stream]). [NewAssembler] makes one.
type Assembler struct {
	conf     Config
	policies targets[Policy]
	records  pool[record]
	conns    pool[Conn]
	index    index
	store    store
	wheels   [classes]wheel
	clock    clock
	begun    uint64
	due      int64  // the clock when something has to be done
	last     uint32 // the record of the last segment
	latest   *record
	working  uint32 // the one that is worked on
	reclaims int    // those that are giving up
	stats    Stats
	chunk    Chunk
	event    Event
	now      *Segment // that is being worked on, nil: none
	tellOf   func(*clash)
	told     struct {
		c *Conn
		d int
	}
	connBudget, dataBudget *budget
}

// Classes of connections, in the order in which they go when memory is short.
const (
	classEnded class = iota
	classReset
	classEmbryonic
	classHalfClosed
	classOpen
	classHole // something is missing
	classes
)

// Stats are counters of an [Assembler].
type Stats struct {
	Segments  uint64
	Bytes     uint64 // handed over
	Open      int    // connections that are known now, those that have ended and are still remembered included
	Begun     uint64 // connections whose first packet was seen
	Opened    uint64 // of these, those that were told
	Closed    [reasons]uint64
	Events    [eventKinds]uint64
	GapBytes  uint64
	Repeated  uint64 // bytes that came again after they had been handed over
	Overlap   uint64 // bytes that came while others for their place were held
	Late      uint64 // segments of connections that have ended
	Refused   uint64 // segments that make no sense, or were not wanted
	Held      int64  // bytes of memory that hold data
	Connected int64  // bytes of memory that hold connections
}

// What slabs take, in bytes; a test compares it with what is allocated.
const (
	recordSlab = 14336
	connSlab   = 28672
)

// NewAssembler returns an assembler without connections, or what is wrong with the configuration.
func NewAssembler(c Config) (*Assembler, error) {
	if err := c.check(); err != nil {
		return nil, err
	}
	return newAssembler(c, &budget{limit: c.Memory / 4 * 3}, &budget{limit: c.Memory / 4}), nil
}

// newAssembler takes its memory from budgets, which others may share.
func newAssembler(c Config, conns, data *budget) *Assembler {
	a := &Assembler{conf: c, policies: targetsOf(c.Targets, c.Policy), connBudget: conns, dataBudget: data}
	a.records.size, a.records.budget = recordSlab, conns
	a.conns.size, a.conns.budget = connSlab, conns
	a.index.init(conns)
	a.store.init(data, flow.Key{}.FastHash(c.Seed))
	for i, t := range [classes]int64{int64(c.TimeWait), int64(c.ResetWait), int64(c.Embryonic), int64(c.HalfClosed), int64(c.Idle), int64(min(c.Hole, c.Idle))} {
		a.wheels[i].init(class(i), t, func(n uint32) *links { return &a.records.at(n).links })
	}
	a.tellOf = a.conflict
	return a
}

// Stats returns the counters.
func (a *Assembler) Stats() Stats {
	s := a.stats
	s.Open, s.Begun = a.index.count, a.begun
	s.Held, s.Connected = a.dataBudget.used.Load(), a.connBudget.used.Load()
	return s
}

// clock is time that does not go back. Times that are up to a minute before the last one do not move it; after a greater jump back, as where captures
// were joined, it goes on from there. A jump forward is one of a year at most, and the clock ends after 73 years, so that sums with it are times.
type clock struct {
	now, shift int64
	started    bool
}

const (
	backward  = 60e9
	forward   = 1 << 55
	mostClock = 1 << 61
)

func (c *clock) tick(time int64) int64 {
	if !c.started {
		c.started, c.shift = true, time
	}
	t := time - c.shift
	switch {
	case t > c.now+forward:
		c.now = min(c.now+forward, mostClock)
		c.shift = time - c.now
	case t > c.now:
		c.now = min(t, mostClock)
	case t < c.now-backward:
		c.shift = time - c.now
	}
	return c.now
}

// find returns the record of a pair and its number, 0 if there is none.
func (a *Assembler) find(p *flow.Pair, hash uint32) (uint32, *record) {
	x := &a.index
	for i := x.home(hash); ; i = x.next(i) {
		s := x.slots[i]
		if s.n == 0 {
			return 0, nil
		}
		if s.hash == hash {
			if r := a.records.at(s.n); r.pair.Equal(p) {
				return s.n, r
			}
		}
	}
}

func (a *Assembler) hash(p *flow.Pair) uint32 { return uint32(p.FastHash(a.conf.Seed) >> 32) }

// Add takes a segment. Streams are told before it returns.
func (a *Assembler) Add(s *Segment) {
	a.stats.Segments++
	pair, side, err := s.Key.Pair()
	if err != nil {
		a.stats.Refused++
		return
	}
	now := a.clock.tick(s.Time)
	if now >= a.due {
		a.expire(expireSome)
	}
	n := a.last
	var r *record
	if n != 0 {
		if r = a.latest; !r.pair.Equal(&pair) {
			n = 0
		}
	}
	if n == 0 {
		hash := a.hash(&pair)
		if n, r = a.find(&pair, hash); n == 0 && !a.wrong(s) {
			n, r = a.begin(&pair, hash, side, s)
		}
		if a.last, a.latest = n, r; n == 0 {
			a.stats.Refused++
			return
		}
	}
	a.now, a.working = s, n
	if r.body != 0 {
		a.segment(n, r, a.conns.at(r.body), side, s)
	} else if !a.wrong(s) {
		a.embryo(n, r, side, s)
	}
	a.now, a.working = nil, 0
}

// wrong reports whether the checksum of a segment says that it is not what was sent. It may be of another connection then.
func (a *Assembler) wrong(s *Segment) bool {
	if !s.BadChecksum || a.conf.KeepChecksumErrors {
		return false
	}
	a.stats.Events[EventChecksum]++
	return true
}

// begin makes the record of a new connection.
func (a *Assembler) begin(p *flow.Pair, hash uint32, side int, s *Segment) (uint32, *record) {
	if a.conf.NoMidstream && s.Flags&flagSYN == 0 {
		return 0, nil
	}
	n := a.records.take()
	for n == 0 {
		if !a.evict() {
			return 0, nil
		}
		n = a.records.take()
	}
	for !a.index.add(hash, n) {
		if !a.evict() {
			a.records.put(n)
			return 0, nil
		}
	}
	r := a.records.at(n)
	*r = record{pair: *p}
	a.restart(r, side, s)
	r.seen = a.clock.now
	a.wheels[classEmbryonic].add(n, r.seen)
	return n, r
}

// restart sets what the first packet of a connection says.
func (a *Assembler) restart(r *record, side int, s *Segment) {
	r.start, r.index, r.flags, r.scale = s.Time, a.begun, 0, [2]uint8{}
	a.begun++
	if (side == 1) != (s.Flags&(flagSYN|flagACK) == flagSYN|flagACK) {
		r.flags = recClient
	}
}

// move puts a record into the wheel of a class.
func (a *Assembler) move(n uint32, r *record, c class) {
	if r.class == c {
		return
	}
	if r.class != none {
		a.wheels[r.class].remove(n)
	}
	since := r.seen
	if c == classHole { // whichever comes first
		hole, idle := int64(min(a.conf.Hole, longest)), int64(min(a.conf.Idle, longest))
		since = min(a.conns.at(r.body).waiting()+hole, r.seen+idle) - a.wheels[c].timeout
	}
	a.wheels[c].add(n, since)
}

// forget takes a record away.
func (a *Assembler) forget(n uint32, r *record) {
	if r.class != none {
		a.wheels[r.class].remove(n)
	}
	a.index.remove(a.hash(&r.pair), n)
	a.records.put(n)
	if a.last == n {
		a.last = 0
	}
}

// conn makes the Conn of a record, nil if there is no memory.
func (a *Assembler) conn(n uint32, r *record) *Conn {
	if r.class != none { // or else it might be evicted itself
		a.wheels[r.class].remove(n)
	}
	b := a.conns.take()
	for b == 0 {
		if !a.evict() {
			return nil
		}
		b = a.conns.take()
	}
	c := a.conns.at(b)
	*c = Conn{a: a, n: n, client: uint8(r.client())}
	r.body = b
	key := r.pair.Key(0)
	src, dst := key.Flow.Endpoints()
	for i, e := range [2]flow.Endpoint{dst, src} { // receivers
		h := &c.halves[i]
		if len(a.policies) > 1 {
			addr, _ := e.Addr()
			h.policy = uint8(a.policies.of(addr))
		}
		h.credit, h.window = firstCredit, math.MaxUint32 // which says that it is not known
		if r.has(recKnown, i) {
			h.base = r.first[i] + 1
			h.flags = hKnown
			if r.has(recGuess, i) {
				h.flags |= hGuess
			}
		}
		if r.scale[0] != 0 && r.scale[1] != 0 {
			h.scale = min(r.scale[i]-1, 14)
			h.flags |= hScaled
		}
	}
	return c
}

func (a *Assembler) policy(h *half) *Policy { return a.policies[h.policy].Policy }

// open tells of a connection. Without a stream, what it carries is not wanted.
func (a *Assembler) open(c *Conn) {
	a.stats.Opened++
	c.stream = a.conf.Open(c)
	for i := range c.halves {
		if c.stream == nil {
			c.halves[i].flags |= hIgnored
		}
	}
}
