package flow

import "math"

// slack is how far times may go back without a jump being made of it, in ns.
const slack = 60e9

// tick sets the clock for a packet's time, and deals with what is due.
func (t *Table) tick(now int64) {
	d := now - t.shift - t.clock
	if uint64(d+slack) > 2*slack || !t.started {
		t.jump(now)
	} else if d > 0 {
		t.clock = min(t.clock+d, math.MaxInt64/2) // that is 146 years of traffic
	}
	if t.clock >= t.due {
		t.expire()
	}
}

// jump is tick for a time that is far from the clock's. It may be by one of two clocks, as of two interfaces in a file that
// do not agree: then each goes on by its own. Differences of more than 292 years may be taken for something else.
func (t *Table) jump(now int64) {
	if !t.started {
		t.started, t.shift, t.other = true, now, now
		return
	}
	if magnitude(now-t.other-t.clock) < magnitude(now-t.shift-t.clock) {
		t.shift, t.other = t.other, t.shift
	}
	switch d := now - t.shift - t.clock; {
	case d < -slack: // from here on times are by another clock
		t.other = t.shift
		t.shift = now - t.clock
	case d > 0 && t.clock < math.MaxInt64/4:
		t.clock += min(d, 2*t.horizon)
		t.shift = now - t.clock
	}
}

func magnitude(d int64) uint64 {
	if d < 0 {
		return -uint64(d)
	}
	return uint64(d)
}

// Advance says that it is now, in nanoseconds since 1970, although there is no packet: flows whose timeouts are over end. Without it, packets
// end them. Timeouts are exact for the flows whose packets come; the end of others is told up to a 254th of the timeout
// later, at most 15 seconds.
func (t *Table) Advance(now int64) { t.tick(now) }

// expire looks at the entries in all slots that are due.
func (t *Table) expire() {
	for c := range t.wheels {
		w := &t.wheels[c]
		target := t.clock / w.width
		if target-w.at >= wheelSlots {
			w.at = target
			for i := range wheelSlots {
				t.examineAll(w.detach(i))
			}
		}
		for w.at < target {
			w.at++
			t.examineAll(w.detach(int(w.at % wheelSlots)))
		}
	}
	t.schedule()
}

// schedule sets when the next slot is due.
func (t *Table) schedule() {
	t.due = math.MaxInt64
	for c := range t.wheels {
		w := &t.wheels[c]
		t.due = min(t.due, (w.at+1)*w.width)
	}
}

// examineAll goes through a list of entries that are in no wheel.
func (t *Table) examineAll(n uint32) {
	for n != 0 {
		e := t.pool.at(n)
		next := e.next
		t.examine(e, n)
		n = next
	}
}

// examine ends a flow if it is due, and otherwise puts it where it belongs.
func (t *Table) examine(e *entry, n uint32) {
	if t.clock-e.seen >= t.wheels[e.class].timeout {
		t.drop(e, n, t.timedOut(e))
		return
	}
	if t.conf.Active != Never && !e.dormant() && t.clock-e.seen >= t.left(e) {
		t.cut(e, n)
	}
	t.place(e, n)
}

// timedOut is the reason to end a flow that is idle: the timeout that came first.
func (t *Table) timedOut(e *entry) Reason {
	switch {
	case t.conf.Active != Never && t.left(e) < t.wheels[e.class].timeout:
		return ReasonActive
	case e.class == closed:
		return ReasonClosed
	}
	return ReasonIdle
}

// left is how long the active timeout leaves a flow from its last packet on.
func (t *Table) left(e *entry) int64 {
	if a := age(e.first, e.last); a < uint64(t.conf.Active) {
		return int64(t.conf.Active) - int64(a)
	}
	return 0
}

// place puts an entry into the wheel of its class.
func (t *Table) place(e *entry, n uint32) {
	w := &t.wheels[e.class]
	at := t.turn(e, w)
	if t.conf.Active != Never && !e.dormant() {
		at = min(at, later(e.seen, t.left(e)))
	}
	w.add(&t.pool, n, w.due(at))
}

// turn is when the entry's turn comes if it has no packet until then: the end of its timeout, or, where that is far
// away, a time that keeps the order in which flows had their packets.
func (t *Table) turn(e *entry, w *wheel) int64 {
	at := later(e.seen, min(w.timeout, longest))
	if at <= t.clock {
		at = min(later(e.seen, w.timeout), t.clock+longest)
	}
	return at
}

// later is a sum that ends at the greatest number.
func later(at, after int64) int64 {
	if after > math.MaxInt64/2 || at > math.MaxInt64/2 {
		return math.MaxInt64 / 2
	}
	return at + after
}

// move changes the class of an entry.
func (t *Table) move(e *entry, n uint32, to class) {
	t.wheels[e.class].remove(&t.pool, n)
	e.class = to
	t.place(e, n)
}

// candidates is how many flows are looked at to find one to evict.
const candidates = 16

// evict frees an entry: of the first class that has any, the one without packets for longest.
func (t *Table) evict() {
	for _, c := range [...]class{closed, unanswered, answered} {
		if n := t.victim(c); n != 0 {
			e := t.pool.at(n)
			t.wheels[e.class].remove(&t.pool, n)
			t.drop(e, n, ReasonEvicted)
			return
		}
	}
}

// victim finds the flow of a class to evict, 0 if there is none. Slots are in the order of
// packets but for flows that have had some since, which are moved on their way, and for those that the active
// timeout has put forward.
func (t *Table) victim(c class) (best uint32) {
	w := &t.wheels[c]
	for range candidates {
		n := w.earliest()
		if n == 0 {
			break
		}
		e := t.pool.at(n)
		if best == 0 || e.seen < t.pool.at(best).seen {
			best = n
		}
		if slot := w.due(t.turn(e, w)); uint8(slot%wheelSlots) == e.slot {
			break
		}
		w.remove(&t.pool, n)
		t.place(e, n)
	}
	return best
}
