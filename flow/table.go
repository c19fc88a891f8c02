package flow

import (
	"iter"
	"math"
)

// A Table groups packets into flows: both directions between two ends are one flow. It is given packets in the
// order of their capture ([Table.Add]) and tells of flows by the functions of its [Config]. It allocates while
// it grows and never takes more memory than it may; packets of flows that it knows allocate nothing. It starts no
// goroutine and must not be used by two at once: [Shards] is for that.
//
// Time is that of the packets. It does not go back: a packet that is up to a minute older than
// another before it does not move it, and if times jump back further, as where captures were joined,
// the clock goes on from there. Two clocks that do not agree, as of two interfaces, are both followed.
type Table struct {
	conf    Config
	index   index
	pool    pool
	wheels  [classes]wheel
	clock   int64 // ns that have passed since the first packet
	shift   int64 // times of packets are clock + shift
	other   int64 // the shift before the last jump back
	horizon int64 // how far the clock may jump at once
	due     int64 // when the next slot of a wheel is due
	started bool
	coarse  bool // flows of several connections: there is no TCP state
	stats   Stats
	scratch Record
	touched int64 // so that reading ahead is not left out
}

// Stats are counters of a [Table].
type Stats struct {
	Flows   int    // open now
	Begun   uint64 // records begun
	Packets uint64
	Bytes   uint64
	Refused uint64 // packets whose key makes no sense
	Memory  int64  // bytes that the table takes
	// Ended counts the records that have ended, by reason.
	Ended [ReasonFlush + 1]uint64
}

// NewTable returns an empty table, or what is wrong with the configuration.
func NewTable(c Config) (*Table, error) {
	if err := c.check(); err != nil {
		return nil, err
	}
	t := &Table{conf: c}
	t.wheels[unanswered].init(int64(c.Unanswered))
	t.wheels[answered].init(int64(c.Idle))
	t.wheels[closed].init(int64(c.Closed))
	for _, d := range []int64{int64(c.Idle), int64(c.Unanswered), int64(c.Closed), int64(c.Active), longest} {
		if d != int64(Never) {
			t.horizon = max(t.horizon, min(d, math.MaxInt64/8))
		}
	}
	const connection = FieldAddresses | FieldPorts | FieldProtocol
	t.coarse = c.Fields&connection != connection
	t.pool.limit, t.index.limit = c.room()
	first := t.index.limit
	for first > 2*firstIndex { // so that the last step doubles it: then the old one is small beside the rest
		first = (first + 1) / 2
	}
	t.index.slots = make([]indexSlot, first)
	t.schedule()
	return t, nil
}

// mostFlows is how many flows a table has at most, whatever memory it may take: their numbers have to fit into 32 bits,
// and those of the index into an int everywhere.
const mostFlows = 1 << 29

// room is how many flows and slots of the index the memory is enough for.
func (c *Config) room() (flows uint32, slots int) {
	perSlab := int64(slab*entrySize + slab*4/3*slotSize + 3*pointerSize)
	n := min((c.Memory-tableSize)/perSlab, mostFlows/slab)
	return uint32(n * slab), int(n*slab*4/3 + 1)
}

// memory is the bytes that the table takes now.
func (t *Table) memory() int64 {
	return tableSize + int64(len(t.pool.slabs))*slab*entrySize + int64(cap(t.pool.slabs))*pointerSize + int64(len(t.index.slots))*slotSize
}

// Stats returns the counters.
func (t *Table) Stats() Stats {
	s := t.stats
	s.Flows, s.Memory = t.index.count, t.memory()
	return s
}

// Add counts a packet. The error says that its key makes no sense: its addresses are of two kinds.
// It is counted in [Stats.Refused] then and nowhere else.
func (t *Table) Add(p *Packet) error {
	var k packed
	side, err := p.Key.pack(t.conf.Fields, &k)
	if err != nil {
		t.stats.Refused++
		return err
	}
	s := p.segment()
	t.add(&s, &k, side, uint32(k.hash(t.conf.Seed)>>32))
	return nil
}

func (t *Table) add(p *segment, k *packed, side int, hash uint32) {
	if t.coarse {
		p.tcp = false
	}
	t.tick(p.time)
	t.stats.Packets++
	t.stats.Bytes += uint64(p.length)
	n, e := t.index.find(&t.pool, hash, k)
	if n == 0 {
		n = t.open(p, k, side, hash)
		t.count(t.pool.at(n), n, p, side, true)
		return
	}
	begins := false
	switch {
	case t.clock-e.seen >= t.wheels[e.class].timeout:
		t.close(e, n, t.timedOut(e))
		t.restart(e, n, p, side)
		begins = true
	case p.tcp && e.reuses(p, side):
		t.close(e, n, ReasonReused)
		t.restart(e, n, p, side)
		begins = true
	case e.dormant():
		e.first, e.last, begins = p.time, p.time, true
	case p.time > e.first && age(e.first, p.time) >= uint64(t.conf.Active) && t.conf.Active != Never:
		t.cut(e, n)
		e.first, e.last, begins = p.time, p.time, true
	}
	t.count(e, n, p, side, begins)
}

// batch is how many packets are looked up together.
const batchSize = 64

// AddAll is Add for several packets, in their order. With many flows it takes a fraction of the time: what is not in the
// processor's caches is fetched for many packets at once. The error is the first one; the other packets are counted.
func (t *Table) AddAll(packets []Packet) (first error) {
	var items [batchSize]item
	for len(packets) > 0 {
		n := min(len(packets), batchSize)
		k := 0
		for i := range n {
			it := &items[k]
			if err := it.set(&packets[i], &t.conf); err != nil {
				t.stats.Refused++
				if first == nil {
					first = err
				}
				continue
			}
			k++
		}
		t.addItems(items[:k])
		packets = packets[n:]
	}
	return first
}

// item is a packet that has been hashed.
type item struct {
	packed
	segment
	hash uint64
	side uint8
}

func (it *item) set(p *Packet, c *Config) error {
	side, err := p.Key.pack(c.Fields, &it.packed)
	it.segment, it.side, it.hash = p.segment(), uint8(side), it.packed.hash(c.Seed)
	return err
}

// aheadFrom is the length of the index from which reading ahead pays: about where it leaves the second cache.
const aheadFrom = 1 << 14

// addItems counts packets.
func (t *Table) addItems(items []item) {
	for len(items) > 0 {
		part := items[:min(len(items), batchSize)]
		if len(t.index.slots) >= aheadFrom {
			t.touched += t.readAhead(part)
		}
		for i := range part {
			it := &part[i]
			t.add(&it.segment, &it.packed, int(it.side), uint32(it.hash>>32))
		}
		items = items[len(part):]
	}
}

// readAhead reads what packets will need: these reads do not depend on each other, so memory works on all
// of them at the same time. The result stands for what was read.
func (t *Table) readAhead(items []item) (sum int64) {
	for i := range items {
		sum += t.index.touch(uint32(items[i].hash >> 32))
	}
	for i := range items {
		if n := t.index.peek(uint32(items[i].hash >> 32)); n != 0 {
			e := t.pool.at(n)
			sum += int64(e.aHi) ^ e.seen ^ e.probed[0] // one in each cache line
		}
	}
	return sum
}

// age is the time between two packets, of which first is the older.
func age(first, last int64) uint64 { return uint64(last) - uint64(first) }

// count adds a packet to its flow.
func (t *Table) count(e *entry, n uint32, p *segment, side int, begins bool) {
	before := e.last
	e.first, e.last = min(e.first, p.time), max(e.last, p.time)
	e.seen = t.clock
	e.packets[side]++
	e.bytes[side] += uint64(p.length)
	to := e.class
	if p.tcp {
		e.flags[side] |= p.flags & flagBits
		e.tcp(p, side)
		if e.state >= StateClosed {
			to = closed
		}
	}
	e.bits |= bitSent << side
	if to == unanswered && e.bits&(bitSent<<(1-side)) != 0 {
		to = answered
	}
	if to == closed && e.state != StateNone && e.state < StateClosed { // a reset that was not the end
		to = answered
	}
	if to != e.class {
		t.move(e, n, to)
	}
	switch {
	case begins:
		t.stats.Begun++
		if t.conf.Begin != nil {
			e.record(&t.scratch, n, ReasonNone)
			t.conf.Begin(&t.scratch)
		}
	case t.conf.Update != nil && e.last > before && t.conf.UpdateEvery > 0:
		if every := uint64(t.conf.UpdateEvery); age(e.first, before)/every != age(e.first, e.last)/every {
			e.record(&t.scratch, n, ReasonNone)
			t.conf.Update(&t.scratch)
		}
	}
}

// open makes room for a flow and enters it.
func (t *Table) open(p *segment, k *packed, side int, hash uint32) uint32 {
	n := t.pool.take()
	if n == 0 {
		t.evict()
		n = t.pool.take()
	}
	e := t.pool.at(n)
	*e = entry{packed: *k}
	t.index.add(hash, n)
	e.start(p, side)
	e.seen = t.clock
	t.place(e, n)
	return n
}

// start sets what the first packet of a flow says.
func (e *entry) start(p *segment, side int) {
	e.first, e.last = p.time, p.time
	if (side == 1) != (p.answer || p.tcp && p.flags&(flagSYN|flagACK) == flagSYN|flagACK) {
		e.bits |= bitInitiator
	}
}

// restart makes the entry of a flow that has ended that of a new one with the same key.
func (t *Table) restart(e *entry, n uint32, p *segment, side int) {
	t.wheels[e.class].remove(&t.pool, n)
	*e = entry{packed: e.packed}
	e.start(p, side)
	e.seen = t.clock
	t.place(e, n)
}

// cut ends the record of a flow that goes on.
func (t *Table) cut(e *entry, n uint32) {
	t.close(e, n, ReasonActive)
	e.packets, e.bytes = [2]uint64{}, [2]uint64{}
	e.flags[0] &^= flagBits
	e.flags[1] &^= flagBits
	e.connect, e.least, e.smooth = [2]uint32{}, [2]uint32{}, [2]uint32{}
	e.bits |= bitContinued
	e.last = e.first
}

// close tells of the end of a record.
func (t *Table) close(e *entry, n uint32, why Reason) {
	if e.dormant() {
		return
	}
	t.stats.Ended[why]++
	if t.conf.End != nil {
		e.record(&t.scratch, n, why)
		t.conf.End(&t.scratch)
	}
}

// drop ends a flow and frees its entry, which must not be in a wheel any more.
func (t *Table) drop(e *entry, n uint32, why Reason) {
	t.close(e, n, why)
	t.index.remove(uint32(e.hash(t.conf.Seed)>>32), n)
	t.pool.put(n)
}

// Flush ends all flows, for the end of a capture: first those that were never answered, then the others, then those that are
// closed, each in about the order of their last packets.
func (t *Table) Flush() {
	for c := range t.wheels {
		w := &t.wheels[c]
		for n := w.earliest(); n != 0; n = w.earliest() {
			w.remove(&t.pool, n)
			t.drop(t.pool.at(n), n, ReasonFlush)
		}
	}
}

// Lookup fills r with the record of the open flow that packets with the key belong to, in either
// direction; ok is false if there is none.
func (t *Table) Lookup(key Key, r *Record) (ok bool) {
	var k packed
	if _, err := key.pack(t.conf.Fields, &k); err != nil {
		return false
	}
	n, e := t.index.find(&t.pool, uint32(k.hash(t.conf.Seed)>>32), &k)
	if n == 0 || e.dormant() {
		return false
	}
	e.record(r, n, ReasonNone)
	return true
}

// Open iterates over the records of all open flows, in no order. A record is valid until
// the next one. Packets may be added between two steps: flows that are open all the time come exactly once.
func (t *Table) Open() iter.Seq[*Record] {
	return func(yield func(*Record) bool) {
		var r Record
		for n := t.after(0); n != 0; n = t.after(n) {
			t.pool.at(n).record(&r, n, ReasonNone)
			if !yield(&r) {
				return
			}
		}
	}
}

// after is the next open flow behind an entry, 0 if there is none.
func (t *Table) after(n uint32) uint32 {
	for n++; n <= t.pool.used; n++ {
		if e := t.pool.at(n); e.class != free && !e.dormant() {
			return n
		}
	}
	return 0
}
