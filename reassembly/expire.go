package reassembly

import "math"

// expireSome is how many connections are looked at for one segment at most, so that many that are due together
// hold up nobody.
const expireSome = 4

// Advance moves the clock to a time, ns since 1970, as a segment does, and does all that is due: missing bytes are given up, connections
// end. It costs as much as there is to do, not as there are connections. [Assembler.Add] does a part of that work, so it is only needed
// where no packets come.
func (a *Assembler) Advance(time int64) {
	a.clock.tick(time)
	a.expire(math.MaxInt)
}

// expire looks at up to limit connections whose slot is due.
func (a *Assembler) expire(limit int) {
	for i := range a.wheels {
		w := &a.wheels[i]
		if w.timeout == longest {
			continue
		}
		for {
			n := w.due(a.clock.now)
			if n == 0 {
				break
			}
			if limit--; limit < 0 {
				return
			}
			a.look(w, n)
		}
	}
	a.due = math.MaxInt64
	for i := range a.wheels {
		if w := &a.wheels[i]; w.timeout < longest {
			a.due = min(a.due, (w.at+1)*w.width)
		}
	}
}

// look does what is due for a connection.
func (a *Assembler) look(w *wheel, n uint32) {
	r := a.records.at(n)
	idle := a.clock.now-r.seen >= w.timeout
	w.remove(n)
	switch {
	case w.class == classHole && a.clock.now-r.seen < int64(a.conf.Idle):
		c := a.conns.at(r.body)
		a.holes(c)
		a.settle(n, r, c)
	case !idle:
		w.add(n, r.seen)
	case r.body != 0:
		a.close(n, r, ReasonTimeout)
		a.forget(n, r)
	default:
		if w.class == classEmbryonic {
			a.stats.Closed[ReasonTimeout]++
		}
		a.forget(n, r)
	}
}

// holes gives up what has been missing for too long.
func (a *Assembler) holes(c *Conn) {
	for d := range c.halves {
		if h := &c.halves[d]; h.queue.root != 0 && a.clock.now-h.hole >= int64(a.conf.Hole) {
			a.skip(c, d, GapTimeout)
		}
	}
}

// evictTries is how many connections are looked at for one that has had no packet for long.
const evictTries = 8

// evict ends the connection that is the least loss, of those in the wheels. False: there is none.
func (a *Assembler) evict() bool {
	for i := range a.wheels {
		w := &a.wheels[i]
		for try := 0; w.count > 0; try++ {
			n := w.earliest()
			r := a.records.at(n)
			if w.class >= classOpen && w.count > 1 && try < evictTries && a.clock.now-r.seen < w.timeout/2 {
				w.remove(n)
				a.move(n, r, w.class)
				continue
			}
			if r.body != 0 {
				a.close(n, r, ReasonEvicted)
			} else if w.class == classEmbryonic {
				a.stats.Closed[ReasonEvicted]++
			}
			a.forget(n, r)
			return true
		}
	}
	return false
}

// mostReclaims is how many connections may give up one inside the other: where a stream does not use what it gets then, and that needs memory.
const mostReclaims = 8

// reclaim makes the connection that has waited longest for missing bytes give up; the one that is being worked on only if own is
// set. False: there is none.
func (a *Assembler) reclaim(own bool) bool {
	n := a.wheels[classHole].earliest()
	if n == 0 || n == a.working && !own || a.reclaims == mostReclaims {
		return false
	}
	a.reclaims++
	a.wheels[classHole].remove(n) // or else it might be chosen again while its data are handed over
	r := a.records.at(n)
	c := a.conns.at(r.body)
	for d := range c.halves {
		for c.halves[d].queue.root != 0 {
			a.skip(c, d, GapMemory)
		}
	}
	if n != a.working {
		a.settle(n, r, c)
	} else { // whoever works on it settles it; it is not to be chosen again
		a.move(n, r, classOpen)
	}
	a.reclaims--
	return true
}

// Flush ends all connections, for the end of a capture: what is held is handed over, with its gaps.
func (a *Assembler) Flush() {
	for i := range a.wheels {
		w := &a.wheels[i]
		for n := w.earliest(); n != 0; n = w.earliest() {
			r := a.records.at(n)
			if r.body != 0 {
				a.close(n, r, ReasonFlush)
			} else if w.class == classEmbryonic {
				a.stats.Closed[ReasonFlush]++
			}
			a.forget(n, r)
		}
	}
}
