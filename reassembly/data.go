package reassembly

import "math"

// limit is up to where data may be handed over.
func (a *Assembler) limit(h *half) int64 {
	switch {
	case h.flags&hSYNData != 0:
		return h.next
	case a.conf.HoldUntilAcked:
		return h.acked
	}
	return math.MaxInt64
}

// data takes the data of a segment, which begin at a place.
func (a *Assembler) data(c *Conn, d int, at int64, s *Segment) {
	h := &c.halves[d]
	payload, missing := s.Payload, int64(s.Missing)
	end := at + int64(len(payload)) + missing
	switch {
	case h.flags&hIgnored != 0:
		h.next = max(h.next, end)
		return
	case end-h.next > ahead || at < h.next-ahead:
		a.tell(c, d, Event{Kind: EventOutOfWindow, Offset: at, Length: end - at})
		return
	case h.flags&hFIN != 0 && end > h.fin:
		a.tell(c, d, Event{Kind: EventAfterFIN, Offset: max(at, h.fin), Length: end - max(at, h.fin)})
		payload, missing = payload[:max(0, min(int64(len(payload)), h.fin-at))], 0
		end = at + int64(len(payload))
	}
	if s.Flags&flagURG != 0 && s.Urgent > 0 && a.policy(h).Urgent != UrgentInline {
		h.urgent = at + int64(s.Urgent) - 1
		h.flags |= hUrgent
	}
	if s.Flags&flagSYN != 0 && len(payload) > 0 {
		if a.policy(h).IgnoreSYNData {
			a.tell(c, d, Event{Kind: EventSYNData, Offset: at, Length: end - at})
			return
		}
		h.flags |= hSYNData
	}
	if end-at == 1 && at == h.next && c.halves[1-d].window == 0 && c.halves[1-d].flags&hWindow != 0 {
		a.tell(c, d, Event{Kind: EventWindowProbe, Offset: at, Length: 1})
	}
	for len(payload) > blockSize { // pieces have a bound
		a.part(c, d, at, payload[:blockSize:blockSize], s)
		payload, at = payload[blockSize:], at+blockSize
	}
	if len(payload) > 0 {
		a.part(c, d, at, payload, s)
	}
	if missing > 0 && h.next == at+int64(len(payload)) && h.next < end && a.limit(h) > h.next {
		if p := a.store.first(&h.queue); p == nil || p.start >= end {
			a.gap(c, d, end-h.next, GapSnapshot)
			a.drain(c, d, a.limit(h))
		}
	}
}

// part takes data of at most blockSize bytes.
func (a *Assembler) part(c *Conn, d int, at int64, payload []byte, s *Segment) {
	h := &c.halves[d]
	end := at + int64(len(payload))
	if end <= h.next {
		a.repeated(c, d, at, payload)
		return
	}
	if at < h.next {
		a.repeated(c, d, at, payload[:h.next-at])
	}
	h.credit = min(h.credit+creditEach, mostCredit)
	if at > h.next || a.limit(h) < end {
		a.hold(c, d, at, payload, s)
		return
	}
	if h.queue.root != 0 {
		a.store.overlapping(&h.queue, at, end, math.MaxInt) // all of them are done with then
		payload = a.overlap(c, d, at, payload, false)
	}
	a.hand(c, d, payload[h.next-at:], s.Time, s.Number)
	if h.queue.root != 0 {
		a.drain(c, d, math.MaxInt64)
	}
}

// Held segments that a new one overlaps have to be looked at. A direction has some credit for that, so that an attacker cannot have
// many looked at again and again; in ordinary traffic it is always there.
const (
	firstCredit = 1024
	mostCredit  = 2048
	creditEach  = 3
)

// overlap decides about the bytes that payload shares with the pieces in the store's found, and returns those that count.
func (a *Assembler) overlap(c *Conn, d int, at int64, payload []byte, write bool) []byte {
	for _, n := range a.store.found {
		p := a.store.pieces.at(n)
		a.stats.Overlap += uint64(min(p.end, at+int64(len(payload))) - max(p.start, at))
	}
	a.told.c, a.told.d = c, d
	return a.store.resolve(a.policy(&c.halves[d]).Overlap, at, payload, write, a.tellOf)
}

// hold keeps data for later.
func (a *Assembler) hold(c *Conn, d int, at int64, payload []byte, s *Segment) {
	h := &c.halves[d]
	end := at + int64(len(payload))
	cost := holdCost(len(payload))
	for h.queue.root != 0 && c.Held()+cost > a.conf.PerConnection {
		a.skip(c, d, GapLimit)
	}
	if c.Held()+cost > a.conf.PerConnection { // it is the other direction's, or there is no room at all
		if q := &c.halves[1-d].queue; q.root != 0 {
			a.skip(c, 1-d, GapLimit)
			a.hold(c, d, at, payload, s)
			return
		}
		a.force(c, d, at, payload, s)
		return
	}
	room, ok := a.store.room(len(payload))
	for !ok {
		if !a.reclaim(true) {
			a.force(c, d, at, payload, s)
			return
		}
		room, ok = a.store.room(len(payload))
	}
	if at <= h.next && a.limit(h) >= end { // what was in front has been given up
		a.store.giveBack(room)
		a.part(c, d, at, payload, s)
		return
	}
	if end <= h.next || !a.store.overlapping(&h.queue, at, end, int(h.credit)) {
		a.store.giveBack(room)
		if end > h.next {
			h.credit = 0
			a.tell(c, d, Event{Kind: EventOverlapLimit, Offset: at, Length: end - at})
		}
		return
	}
	h.credit -= int16(len(a.store.found))
	same := a.store.has(at, end)
	out := a.overlap(c, d, at, payload, true)
	if same {
		a.store.giveBack(room)
		return
	}
	if h.queue.root == 0 {
		h.hole = a.clock.now
	}
	a.store.fill(&h.queue, room, at, out, s.Time, s.Number)
	if a.limit(h) > h.next {
		a.drain(c, d, a.limit(h))
	}
	a.lost(c, d)
}

// force hands over data that there is no memory for, with what is missing in front of them as a gap.
func (a *Assembler) force(c *Conn, d int, at int64, payload []byte, s *Segment) {
	h := &c.halves[d]
	if at > h.next {
		a.gap(c, d, at-h.next, GapMemory)
	}
	if end := at + int64(len(payload)); end > h.next {
		a.hand(c, d, payload[h.next-at:], s.Time, s.Number)
	}
}

// ackedSlack is how many bytes of memory may be held behind a hole that was acknowledged.
const ackedSlack = 64 << 10

// lost gives up what is missing and acknowledged, when enough has come after it.
func (a *Assembler) lost(c *Conn, d int) {
	h := &c.halves[d]
	for h.queue.root != 0 && h.flags&hSYNData == 0 {
		p := a.store.first(&h.queue)
		if p.start <= h.next || h.acked < p.start || h.queue.cost < ackedSlack && a.clock.now-h.hole < int64(a.conf.AckedHole) {
			return
		}
		a.skip(c, d, GapAcked)
	}
}

// skip gives up what is missing in front of the first piece, and hands over what follows up to the next hole.
func (a *Assembler) skip(c *Conn, d int, why GapReason) {
	h := &c.halves[d]
	p := a.store.first(&h.queue)
	if p == nil {
		return
	}
	if p.start > h.next {
		a.gap(c, d, p.start-h.next, why)
	}
	a.drain(c, d, math.MaxInt64)
}

// drain hands over held data up to the first hole, and no further than limit.
func (a *Assembler) drain(c *Conn, d int, limit int64) {
	h := &c.halves[d]
	for h.queue.root != 0 {
		p := a.store.first(&h.queue)
		if p.end > h.next {
			if p.start > h.next || h.next >= limit {
				break
			}
			a.hand(c, d, a.store.bytes(p, h.next, min(p.end, limit)), p.time, p.number)
		}
		if h.queue.root == 0 { // nothing more was wanted
			break
		}
		if p.end > h.next {
			break
		}
		a.store.drop(&h.queue)
	}
}

// gap tells of missing bytes, which are not waited for any longer.
func (a *Assembler) gap(c *Conn, d int, n int64, why GapReason) {
	h := &c.halves[d]
	a.final(c, d)
	at := h.next
	h.next += n
	h.hole = a.clock.now
	a.stats.GapBytes += uint64(n)
	a.tell(c, d, Event{Kind: EventGap, Why: why, Offset: at, Length: n})
}

// tell tells of an event.
func (a *Assembler) tell(c *Conn, d int, e Event) {
	a.stats.Events[e.Kind]++
	if c.stream == nil {
		return
	}
	e.Direction = Direction(d ^ int(c.client))
	if s := a.now; s != nil {
		e.Time, e.Number = s.Time, s.Number
	} else {
		e.Time = a.clock.now + a.clock.shift
	}
	a.event = e
	c.stream.Event(&a.event)
}

// conflict tells of a difference from what is held.
func (a *Assembler) conflict(x *clash) {
	a.tell(a.told.c, a.told.d, Event{Kind: EventConflict, Offset: x.offset, Length: int64(len(x.old)), Old: x.old, New: x.new, NewWins: x.newWins})
}
