package reassembly

// control takes a SYN or a RST of a connection, or what follows a SYN that was doubtful. True: the segment is done.
func (a *Assembler) control(n uint32, r *record, c *Conn, d int, s *Segment) bool {
	switch h := &c.halves[d]; {
	case s.Flags&flagRST != 0:
		return a.reset(n, r, c, d, s)
	case c.sides&connReset != 0 && s.Flags&(flagSYN|flagACK) == flagSYN && (h.flags&hKnown == 0 || s.Seq+1 != h.seq(0)):
		return a.reuse(n, r, d, s)
	case s.Flags&flagSYN == 0:
		if c.sides&(connSYN<<d) == 0 || s.Seq != c.syn[d] || c.halves[1-d].flags&hSent != 0 && h.flags&hSent != 0 {
			return false
		}
		return a.reuse(n, r, d, s) // it goes on after the other SYN, and nobody else speaks
	case h.flags&hKnown != 0 && s.Seq+1 == h.seq(0), h.flags&(hKnown|hSent) == hKnown && h.flags&hGuess != 0 && h.place(s.Seq+1) == 0:
		return false // again, or the one that was guessed
	case h.flags&hKnown == 0: // also where both sides begin
		return false
	case s.Flags&flagACK != 0:
		if c.sides&(connSYN<<(1-d)) != 0 && s.Ack == c.syn[1-d] {
			return a.reuse(n, r, d, s)
		}
	case (c.halves[0].flags|c.halves[1].flags)&hFIN != 0 || a.clock.now-r.seen >= int64(a.conf.TimeWait):
		return a.reuse(n, r, d, s)
	default:
		c.syn[d] = s.Seq + 1
		c.sides |= connSYN << d
	}
	a.tell(c, d, Event{Kind: EventBadSYN, Offset: c.halves[d].place(s.Seq + 1)})
	return true
}

// reuse ends the connection, and begins another one between the same ends with the segment.
func (a *Assembler) reuse(n uint32, r *record, d int, s *Segment) bool {
	syn, sides := a.conns.at(r.body).syn, a.conns.at(r.body).sides
	a.close(n, r, ReasonReused)
	first := s
	if s.Flags&(flagSYN|flagACK) != flagSYN { // the SYN was before
		first = &Segment{Time: s.Time, Flags: flagSYN}
		if s.Flags&flagSYN != 0 {
			d = 1 - d
		}
	}
	a.restart(r, d, first)
	a.move(n, r, classEmbryonic)
	r.seen = a.clock.now
	if first != s && sides&(connSYN<<d) != 0 {
		r.first[d] = syn[d] - 1
		r.set(recKnown|recSYN|recSent, d)
		if s.Flags&flagSYN != 0 {
			d = 1 - d
		}
	}
	a.embryo(n, r, d, s)
	return true
}

// reset takes a RST.
func (a *Assembler) reset(n uint32, r *record, c *Conn, d int, s *Segment) bool {
	h := &c.halves[d]
	at := h.place(s.Seq)
	valid, inWindow := a.resets(c, d, at, s)
	if !valid {
		a.tell(c, d, Event{Kind: EventBadReset, Offset: at, InWindow: inWindow})
		return true
	}
	if c.sides&connReset == 0 {
		c.sides |= connReset
		a.tell(c, d, Event{Kind: EventReset, Offset: at})
		r.seen = a.clock.now
	}
	a.settle(n, r, c)
	return true
}

// resets reports whether a reset at a place counts.
func (a *Assembler) resets(c *Conn, d int, at int64, s *Segment) (valid, inWindow bool) {
	h, peer := &c.halves[d], &c.halves[1-d]
	if h.flags&hKnown == 0 || c.sides&connReset != 0 { // nothing is known of the side, or it says it again
		return true, true
	}
	if h.flags&hSent == 0 && s.Flags&flagACK != 0 { // it refuses what the other side has sent
		return peer.place(s.Ack) >= 0 && peer.place(s.Ack) <= peer.next+ahead, true
	}
	end := h.next
	if p := h.queue.root; p != 0 {
		end = a.store.pieces.at(p).most
	}
	exact := at == h.next || at == h.acked || at == end || h.flags&hFIN != 0 && (at == h.fin || at == h.fin+1)
	window := int64(65535)
	if peer.flags&hWindow != 0 {
		window = max(int64(peer.window), 1)
	}
	inWindow = at >= h.next && at < max(h.acked, h.next)+window
	switch a.policy(h).Reset {
	case ResetWindow:
		return exact || inWindow, inWindow
	case ResetNext:
		return exact || at >= h.next, inWindow
	case ResetAny:
		return true, inWindow
	}
	return exact, inWindow
}

// fin takes a FIN at a place.
func (a *Assembler) fin(c *Conn, d int, at int64) {
	h := &c.halves[d]
	if h.flags&hFIN != 0 {
		if at != h.fin {
			a.tell(c, d, Event{Kind: EventAfterFIN, Offset: at})
		}
		return
	}
	most := h.next
	if h.queue.root != 0 {
		most = max(most, a.store.pieces.at(h.queue.root).most)
	}
	if at < most || at-h.next > ahead {
		a.tell(c, d, Event{Kind: EventAfterFIN, Offset: at})
		return
	}
	h.fin = at
	h.flags |= hFIN
}

// settle tells of ends that are reached, and puts the connection into the class where it belongs.
func (a *Assembler) settle(n uint32, r *record, c *Conn) {
	ended := 0
	for d := range c.halves {
		h := &c.halves[d]
		if h.flags&hFIN == 0 || h.next < h.fin {
			continue
		}
		if h.flags&hEnded == 0 {
			h.flags |= hEnded
			a.final(c, d)
			a.tell(c, d, Event{Kind: EventEnd, Offset: h.fin})
		}
		ended++
	}
	switch {
	case ended == 2:
		a.close(n, r, ReasonFIN)
	case c.sides&connReset != 0:
		for d := range c.halves {
			for c.halves[d].queue.root != 0 { // nobody sends again what is missing
				a.skip(c, d, GapEnd)
			}
		}
		a.move(n, r, classReset)
	case c.halves[0].queue.root != 0 || c.halves[1].queue.root != 0:
		a.move(n, r, classHole)
	case (c.halves[0].flags|c.halves[1].flags)&hFIN != 0:
		a.move(n, r, classHalfClosed)
	default:
		a.move(n, r, classOpen)
	}
}

// close ends a connection: what is held is handed over with its gaps. The record stays, for what comes late.
func (a *Assembler) close(n uint32, r *record, why Reason) {
	if r.class != none { // or else it might have to give up while its data are handed over
		a.wheels[r.class].remove(n)
	}
	b := r.body
	c := a.conns.at(b)
	if c.sides&connReset != 0 {
		why = ReasonReset
	}
	for d := range c.halves {
		h := &c.halves[d]
		h.flags &^= hSYNData
		for h.queue.root != 0 {
			a.skip(c, d, GapEnd)
		}
		if h.flags&hFIN != 0 && h.flags&hEnded == 0 && h.next < h.fin && h.flags&hIgnored == 0 {
			a.gap(c, d, h.fin-h.next, GapEnd)
		}
		a.final(c, d)
		if h.flags&hFIN != 0 && h.flags&hEnded == 0 {
			a.tell(c, d, Event{Kind: EventEnd, Offset: h.fin})
		}
	}
	if c.stream != nil {
		c.stream.Close(why)
	}
	a.stats.Closed[why]++
	for d := range c.halves {
		h := &c.halves[d]
		r.first[d] = h.seq(h.next)
		if h.flags&hFIN != 0 {
			r.set(recFIN, d)
			r.first[d]++
		}
		a.release(h)
	}
	c.stream = nil
	a.conns.put(b)
	r.body = 0
	r.flags |= recEnded
	a.move(n, r, classEnded)
}
