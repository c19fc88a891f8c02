package reassembly

// embryo takes a segment of a connection that is not established, or has ended.
func (a *Assembler) embryo(n uint32, r *record, side int, s *Segment) {
	if r.flags&recEnded != 0 {
		if !r.reopens(side, s) {
			a.stats.Late++
			return
		}
		a.restart(r, side, s)
		a.move(n, r, classEmbryonic)
	}
	r.seen = a.clock.now
	if s.Flags&flagRST != 0 {
		a.refuse(n, r, side, s)
		return
	}
	if !r.note(side, s) {
		a.stats.Refused++
		return
	}
	established := s.Flags&flagSYN == 0 && r.has(recSent, 0) && r.has(recSent, 1)
	if !established && len(s.Payload) == 0 && s.Missing == 0 && s.Flags&flagFIN == 0 {
		return
	}
	c := a.conn(n, r)
	if c == nil {
		a.forget(n, r)
		return
	}
	a.open(c)
	for d := range c.halves {
		if h := &c.halves[d]; h.flags&hGuess != 0 && r.has(recSent, d) {
			a.tell(c, d, Event{Kind: EventMidstream})
		}
	}
	a.segment(n, r, c, side, s)
}

// note takes what a segment says about where the directions begin. False: it is not of this connection.
func (r *record) note(side int, s *Segment) bool {
	if s.Flags&flagSYN != 0 {
		if s.Flags&flagACK != 0 && r.has(recSYN, 1-side) && s.Ack-r.first[1-side]-1 > 1<<16 { // data in the SYN are acknowledged too
			return false // an answer to another SYN
		}
		r.first[side] = s.Seq
		r.flags &^= recGuess << side
		r.set(recKnown|recSYN, side)
		r.scale[side] = s.Scale
	} else if !r.has(recKnown, side) {
		if s.Flags&flagACK != 0 && r.has(recSYN, 1-side) && s.Ack-r.first[1-side]-1 > s.ahead() {
			return false // of a connection before, as RFC 5961 has it answered
		}
		r.first[side] = s.Seq - 1
		r.set(recKnown|recGuess, side)
	}
	r.set(recSent, side)
	if s.Flags&flagACK != 0 && !r.has(recKnown, 1-side) {
		r.first[1-side] = s.Ack - 1
		r.set(recKnown|recGuess, 1-side)
	}
	return true
}

// ahead is how far behind the other side's SYN an acknowledgement may be, in bytes: a window, or what is sent in a round trip where it carries nothing.
func (s *Segment) ahead() uint32 {
	if len(s.Payload)|int(s.Missing) != 0 || s.Flags&flagFIN != 0 {
		return 1 << 30
	}
	return 1 << 16
}

// refuse takes a reset of a connection that is not established. Whoever answers a SYN acknowledges it.
func (a *Assembler) refuse(n uint32, r *record, side int, s *Segment) {
	switch {
	case r.flags&(recSent|recSent<<1) == 0: // it is the first packet
	case r.has(recSYN, 1-side) && !r.has(recKnown, side):
		if s.Flags&flagACK == 0 || s.Ack-r.first[1-side]-1 > 1<<16 {
			a.stats.Events[EventBadReset]++
			return
		}
	case r.has(recKnown, side) && !r.has(recGuess, side) && s.Seq != r.first[side]+1 && s.Seq != r.first[side]:
		a.stats.Events[EventBadReset]++
		return
	}
	a.stats.Closed[ReasonReset]++
	r.first = [2]uint32{r.first[0] + 1, r.first[1] + 1}
	r.flags |= recEnded | recFIN | recFIN<<1
	a.move(n, r, classEnded)
}

// reopens reports whether a segment begins a connection between the ends of one that has ended.
func (r *record) reopens(side int, s *Segment) bool {
	switch {
	case s.Flags&flagRST != 0:
		return false
	case s.Flags&flagSYN != 0:
		return s.Flags&flagACK == 0 || s.Seq-r.first[side]+1<<20 > 1<<21 // or else it is the old one's
	}
	return len(s.Payload) > 0 && s.Seq == r.first[side] && !r.has(recFIN, side) // its sender goes on: the reset was not its own
}

// segment takes a segment of a connection.
func (a *Assembler) segment(n uint32, r *record, c *Conn, d int, s *Segment) {
	h, peer := &c.halves[d], &c.halves[1-d]
	seq := s.Seq
	if s.BadChecksum && !a.conf.KeepChecksumErrors { // nothing in it is believed
		a.damaged(c, d, s)
		return
	}
	if s.Flags&(flagSYN|flagRST) != 0 || c.sides != 0 {
		if a.control(n, r, c, d, s) {
			return
		}
		if s.Flags&flagSYN != 0 {
			seq++
		}
	}
	r.seen = a.clock.now
	if h.flags&(hKnown|hSent|hGuess) != hKnown|hSent {
		a.start(c, d, seq, s)
	}
	at := h.place(seq)
	if (a.conf.CheckWindow || a.conf.CheckStamps) && !a.accept(c, d, at, s) {
		return
	}
	if s.Flags&flagACK != 0 {
		a.ack(c, 1-d, s)
	}
	if s.Flags&flagSYN == 0 {
		h.window = uint32(s.Window) << h.scale
		h.flags |= hWindow
		if h.flags&hSYNData != 0 { // the sender has gone on
			a.confirm(c, d, true)
		}
	}
	if len(s.Payload)|int(s.Missing) != 0 {
		if h.queue.root == 0 && at == h.next && h.flags&(hIgnored|hFIN|hUrgent|hSYNData) == 0 && h.extra == nil && s.Flags&(flagSYN|flagURG) == 0 && s.Missing == 0 && !a.conf.HoldUntilAcked && peer.window != 0 {
			a.hand(c, d, s.Payload, s.Time, s.Number)
		} else {
			a.data(c, d, at, s)
		}
	} else if at == h.next-1 && s.Flags&(flagACK|flagFIN|flagSYN) == flagACK && h.flags&hMoved != 0 && h.acked >= h.next {
		a.tell(c, d, Event{Kind: EventKeepAlive, Offset: at})
	}
	if s.Flags&flagFIN != 0 {
		a.fin(c, d, at+int64(len(s.Payload))+int64(s.Missing))
	}
	if r.class != classOpen || h.queue.root != 0 || peer.queue.root != 0 || (h.flags|peer.flags)&hFIN != 0 {
		a.settle(n, r, c)
	}
}

// start sets where a direction begins, by its first segment. A direction whose beginning is only guessed, from what the other side acknowledges or from a
// probe, begins where its first data are, if that is before.
func (a *Assembler) start(c *Conn, d int, seq uint32, s *Segment) {
	h := &c.halves[d]
	if syn := s.Flags&flagSYN != 0; h.flags&hKnown == 0 || syn && h.flags&(hGuess|hMoved) == hGuess {
		h.base = seq
		h.flags = h.flags&^hGuess | hKnown
		if !syn {
			h.flags |= hGuess
		}
	}
	if h.flags&(hSent|hGuess) == hGuess && !a.records.at(c.n).has(recSent, d) {
		a.tell(c, d, Event{Kind: EventMidstream})
	}
	h.flags |= hSent
	a.records.at(c.n).set(recSent, d)
	if h.flags&hGuess == 0 || len(s.Payload) == 0 {
		return
	}
	if at := h.place(seq); h.flags&(hMoved|hEnded) == 0 && h.queue.root == 0 && (at < 0 || at == 1) {
		h.base = seq
		h.acked -= at
		h.fin -= at
	}
	h.flags |= hMoved
	if h.next > 0 {
		h.flags &^= hGuess
	}
}

// ahead is how far in front of what is known a place may be: the greatest window of RFC 7323.
const ahead = 1 << 30

// ack takes the acknowledgment of what d has sent.
func (a *Assembler) ack(c *Conn, d int, s *Segment) {
	h := &c.halves[d]
	if h.flags&hKnown == 0 {
		h.base = s.Ack
		h.flags |= hKnown | hGuess
	}
	at := h.place(s.Ack)
	if h.flags&hSYNData != 0 {
		if at > 0 {
			a.confirm(c, d, true)
		} else if s.Flags&flagSYN != 0 {
			a.confirm(c, d, false)
		}
	}
	if at > h.acked && at-h.next <= ahead {
		h.acked = at
		if h.queue.root != 0 {
			a.confirmed(c, d)
		}
	}
}

// confirmed is what becomes of held data when something was acknowledged.
func (a *Assembler) confirmed(c *Conn, d int) {
	h := &c.halves[d]
	if a.conf.HoldUntilAcked {
		a.drain(c, d, h.acked)
	}
	a.lost(c, d)
}

// confirm ends the doubt about data in a SYN.
func (a *Assembler) confirm(c *Conn, d int, counts bool) {
	h := &c.halves[d]
	h.flags &^= hSYNData
	if counts {
		a.drain(c, d, a.limit(h))
		return
	}
	n := int64(0)
	if p := a.store.first(&h.queue); p != nil {
		n = p.end - p.start
	}
	a.store.clear(&h.queue)
	a.tell(c, d, Event{Kind: EventSYNData, Length: n})
}

// damaged tells of a segment whose checksum is wrong.
func (a *Assembler) damaged(c *Conn, d int, s *Segment) {
	e := Event{Kind: EventChecksum, Length: int64(len(s.Payload)) + int64(s.Missing)}
	if h := &c.halves[d]; h.flags&hKnown != 0 {
		e.Offset = h.place(s.Seq)
	}
	a.tell(c, d, e)
}

// accept does the checks that are asked for.
func (a *Assembler) accept(c *Conn, d int, at int64, s *Segment) bool {
	h, peer := &c.halves[d], &c.halves[1-d]
	n := int64(len(s.Payload)) + int64(s.Missing)
	e := Event{Offset: at, Length: n}
	switch {
	case a.conf.CheckStamps && s.HasStamp && h.flags&hStamp != 0 && s.Flags&flagRST == 0 && a.policy(h).Stamps.old(s.Stamp, h.stamp):
		e.Kind = EventOldTimestamp
	case a.conf.CheckWindow && n > 1 && peer.flags&(hWindow|hScaled) == hWindow|hScaled && at+n > h.acked+int64(peer.window) && at >= h.acked:
		e.Kind = EventOutOfWindow
	default:
		if s.HasStamp && (h.flags&hStamp == 0 || int32(s.Stamp-h.stamp) > 0) && at <= h.next {
			h.stamp = s.Stamp
			h.flags |= hStamp
		}
		return true
	}
	a.tell(c, d, e)
	return false
}

// old reports whether a timestamp is older than the last one.
func (r StampRule) old(stamp, last uint32) bool {
	if stamp == 0 && r.ZeroPasses {
		return false
	}
	return int32(stamp-last+r.Slack) < 0
}
