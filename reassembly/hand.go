package reassembly

// hand gives data to the stream. They begin at next.
func (a *Assembler) hand(c *Conn, d int, data []byte, time int64, number uint64) {
	h := &c.halves[d]
	if h.flags&hUrgent != 0 && h.urgent >= h.next && h.urgent < h.next+int64(len(data)) {
		a.urgent(c, d, data, time, number)
		return
	}
	at := h.next
	h.next += int64(len(data))
	h.hole = a.clock.now
	h.flags |= hMoved
	a.stats.Bytes += uint64(len(data))
	if h.flags&hIgnored != 0 || len(data) == 0 {
		return
	}
	if a.conf.History > 0 {
		a.remember(h, at, data)
	}
	if h.extra != nil && len(h.extra.kept) > 0 {
		a.join(c, d, at, data, mark{at, time, number})
		return
	}
	a.present(c, d, at, data, mark{at, time, number})
}

// present gives data to the stream as they are.
func (a *Assembler) present(c *Conn, d int, at int64, data []byte, m mark) {
	h := &c.halves[d]
	a.chunk = Chunk{Bytes: data[:len(data):len(data)], Offset: at, time: m.time, number: m.number}
	used := c.stream.Data(Direction(d^int(c.client)), &a.chunk)
	switch {
	case used < 0:
		a.ignore(h)
	case used < len(data):
		m.offset += int64(used)
		a.keep(c, d, data[used:], m)
	}
}

// ignore ends the interest in a direction.
func (a *Assembler) ignore(h *half) {
	h.flags |= hIgnored
	a.store.clear(&h.queue)
	a.release(h)
}

// urgent hands over data without the urgent byte.
func (a *Assembler) urgent(c *Conn, d int, data []byte, time int64, number uint64) {
	h := &c.halves[d]
	i := int(h.urgent - h.next)
	h.flags &^= hUrgent
	if i > 0 {
		a.hand(c, d, data[:i], time, number)
	}
	if rule := a.policy(h).Urgent; rule == UrgentGap {
		a.gap(c, d, 1, GapUrgent)
	} else {
		a.final(c, d)
		h.next++
		if rule == UrgentApart {
			a.tell(c, d, Event{Kind: EventUrgent, Offset: h.next - 1, Length: 1, New: data[i : i+1 : i+1]})
		}
	}
	if i+1 < len(data) {
		a.hand(c, d, data[i+1:], time, number)
	}
}

// extraCost is what an extra takes beside its bytes.
const extraCost = 128

// more returns the half's extra, nil if there is no memory for it.
func (a *Assembler) more(h *half) *extra {
	if h.extra == nil && a.dataBudget.take(extraCost) {
		h.extra = &extra{cost: extraCost}
	}
	return h.extra
}

// release gives back what a half takes.
func (a *Assembler) release(h *half) {
	if h.extra != nil {
		a.dataBudget.give(h.extra.cost)
		h.extra = nil
	}
	a.store.clear(&h.queue)
}

const markCost = 24

// keep keeps what a stream has not used.
func (a *Assembler) keep(c *Conn, d int, rest []byte, m mark) {
	h := &c.halves[d]
	x := a.more(h)
	for x == nil && a.reclaim(false) {
		x = a.more(h)
	}
	if x == nil || !a.fits(c, x, len(rest), m) {
		a.tell(c, d, Event{Kind: EventKeepLimit, Offset: m.offset, Length: int64(len(rest))})
		return
	}
	x.add(rest, m)
}

// fits makes room for n more kept bytes and their mark, if there may be as many.
func (a *Assembler) fits(c *Conn, x *extra, n int, m mark) bool {
	if n += len(x.kept); n > cap(x.kept) {
		size := 512
		for size < n {
			size *= 2
		}
		if !a.afford(c, x, int64(size-cap(x.kept))) {
			return false
		}
		kept := make([]byte, len(x.kept), size)
		copy(kept, x.kept)
		x.kept = kept
	}
	if k := len(x.marks); k == cap(x.marks) && !x.marked(m) {
		size := max(4, 2*k)
		if !a.afford(c, x, int64(size-k)*markCost) {
			return false
		}
		marks := make([]mark, k, size)
		copy(marks, x.marks)
		x.marks = marks
	}
	return true
}

// afford takes n bytes for an extra, if there may be as many.
func (a *Assembler) afford(c *Conn, x *extra, n int64) bool {
	if c.Held()+n > a.conf.PerConnection {
		return false
	}
	for !a.dataBudget.take(n) {
		if !a.reclaim(false) {
			return false
		}
	}
	x.cost += n
	return true
}

// marked reports whether the last mark is of the same packet as m.
func (x *extra) marked(m mark) bool {
	k := len(x.marks)
	return k > 0 && x.marks[k-1].time == m.time && x.marks[k-1].number == m.number
}

// add adds bytes, for which there is room.
func (x *extra) add(data []byte, m mark) {
	x.kept = append(x.kept, data...)
	if !x.marked(m) {
		x.marks = append(x.marks, m)
	}
}

// join hands over what was kept with what follows it. If there is no room for both, what was kept has to go first.
func (a *Assembler) join(c *Conn, d int, at int64, data []byte, m mark) {
	h := &c.halves[d]
	x := h.extra
	if !a.fits(c, x, len(data), m) {
		a.offer(c, d, at, true)
		if h.flags&hIgnored == 0 {
			a.present(c, d, at, data, m)
		}
		return
	}
	x.add(data, m)
	a.offer(c, d, at+int64(len(data)), false)
}

// offer hands over what is kept, which ends at a place.
func (a *Assembler) offer(c *Conn, d int, end int64, final bool) {
	h := &c.halves[d]
	x := h.extra
	m := x.marks[0]
	a.chunk = Chunk{Bytes: x.kept[:len(x.kept):len(x.kept)], Offset: end - int64(len(x.kept)), Final: final, End: final && h.flags&hFIN != 0 && h.fin == end, time: m.time, number: m.number, marks: x.marks}
	used := c.stream.Data(Direction(d^int(c.client)), &a.chunk)
	switch {
	case used < 0:
		a.ignore(h)
	case final || used >= len(x.kept):
		x.kept, x.marks = x.kept[:0], x.marks[:0]
	case used > 0:
		first := end - int64(len(x.kept)) + int64(used)
		x.kept = x.kept[:copy(x.kept, x.kept[used:])]
		k := 0
		for k+1 < len(x.marks) && x.marks[k+1].offset <= first {
			k++
		}
		x.marks = x.marks[:copy(x.marks, x.marks[k:])]
	}
}

// final hands over what is kept for the last time.
func (a *Assembler) final(c *Conn, d int) {
	if h := &c.halves[d]; h.extra != nil && len(h.extra.kept) > 0 {
		a.offer(c, d, h.next, true)
	}
}

// A history has so many holes at most: places that were passed without being handed over. What is between the first two is given up for another one.
const (
	mostHoles = 8
	holeCost  = 16
)

// remember keeps data that are handed over, to compare others with them.
func (a *Assembler) remember(h *half, at int64, data []byte) {
	x := a.more(h)
	n := a.conf.History
	if x == nil {
		return
	}
	if x.history == nil {
		cost := int64(n) + mostHoles*holeCost
		if !a.dataBudget.take(cost) {
			return
		}
		x.cost += cost
		x.history, x.holes = make([]byte, n), make([][2]int64, 0, mostHoles)
	}
	if skip := len(data) - n; skip > 0 {
		data, at = data[skip:], at+int64(skip)
	}
	if at > x.upto {
		if len(x.holes) == mostHoles {
			x.holes[1][0] = x.holes[0][0]
			x.holes = x.holes[:copy(x.holes, x.holes[1:])]
		}
		x.holes = append(x.holes, [2]int64{x.upto, at})
	}
	k := copy(x.history[at%int64(n):], data)
	copy(x.history, data[k:])
	x.upto = at + int64(len(data))
	for len(x.holes) > 0 && x.holes[0][1] <= x.upto-int64(n) {
		x.holes = x.holes[:copy(x.holes, x.holes[1:])]
	}
}

// repeated takes data that have been handed over, or given up: they may differ from what came then.
func (a *Assembler) repeated(c *Conn, d int, at int64, data []byte) {
	h := &c.halves[d]
	a.stats.Repeated += uint64(len(data))
	if len(data) == 1 && at == h.next-1 {
		a.tell(c, d, Event{Kind: EventKeepAlive, Offset: at, Length: 1})
		return
	}
	x := h.extra
	if x == nil || x.history == nil {
		return
	}
	from := max(at, x.upto-int64(a.conf.History), 0)
	for _, hole := range x.holes {
		a.again(c, d, at, data, from, hole[0])
		from = max(from, hole[1])
	}
	a.again(c, d, at, data, from, x.upto)
}

// again compares data, which lie at at, with what was handed over from one place to another.
func (a *Assembler) again(c *Conn, d int, at int64, data []byte, from, to int64) {
	to = min(to, at+int64(len(data)))
	if from >= to {
		return
	}
	a.store.patch = a.store.patch[:0]
	x := c.halves[d].extra
	for i := from; i < to; i++ {
		a.store.patch = append(a.store.patch, x.history[i%int64(len(x.history))])
	}
	a.told.c, a.told.d = c, d
	a.store.differ(from, from, data[from-at:to-at], a.store.patch, a.store.patch, a.delivered)
}

// delivered tells of a difference from what was handed over.
func (a *Assembler) delivered(x *clash) {
	a.tell(a.told.c, a.told.d, Event{Kind: EventConflict, Delivered: true, Offset: x.offset, Length: int64(len(x.old)), Old: x.old, New: x.new})
}
