package flow

import "math/bits"

// wheel keeps the entries of one class by the time at which they have to be looked at: the end of their
// timeout, as it was when they were put in. Packets do not move their flow; when its slot is due,
// it is moved to where it belongs by then. So moving costs at most once a packet, and what is not due costs nothing.
type wheel struct {
	timeout int64 // of the class, in ns
	width   int64 // of a slot, in ns
	at      int64 // slots up to this one have been dealt with
	head    [wheelSlots]uint32
	tail    [wheelSlots]uint32
	full    [wheelSlots / 64]uint64 // slots that are not empty
}

const wheelSlots = 256

// longest is how far a wheel reaches: flows with longer timeouts are looked at more than once.
const longest = 3600e9

func (w *wheel) init(timeout int64) {
	w.timeout = timeout
	w.width = min(timeout, longest)/(wheelSlots-2) + 1
}

// due is the slot for a time on the clock: the first that is dealt with after it.
func (w *wheel) due(clock int64) int64 {
	return min(max((clock+w.width-1)/w.width, w.at+1), w.at+wheelSlots-1)
}

func (w *wheel) add(p *pool, n uint32, slot int64) {
	e := p.at(n)
	i := uint8(slot % wheelSlots)
	e.slot, e.next, e.prev = i, 0, w.tail[i]
	if e.prev != 0 {
		p.at(e.prev).next = n
	} else {
		w.head[i] = n
		w.full[i/64] |= 1 << (i % 64)
	}
	w.tail[i] = n
}

func (w *wheel) remove(p *pool, n uint32) {
	e := p.at(n)
	i := e.slot
	if e.prev != 0 {
		p.at(e.prev).next = e.next
	} else {
		w.head[i] = e.next
	}
	if e.next != 0 {
		p.at(e.next).prev = e.prev
	} else {
		w.tail[i] = e.prev
	}
	if w.head[i] == 0 {
		w.full[i/64] &^= 1 << (i % 64)
	}
}

// detach empties a slot and returns its first entry.
func (w *wheel) detach(i int) uint32 {
	n := w.head[i]
	w.head[i], w.tail[i] = 0, 0
	w.full[i/64] &^= 1 << (i % 64)
	return n
}

// earliest is the first entry of the slot that is due next, 0 if all are empty.
func (w *wheel) earliest() uint32 {
	from := int((w.at + 1) % wheelSlots)
	for k := range len(w.full) + 1 { // the first word comes up twice, in two parts
		i := (from/64 + k) % len(w.full)
		word := w.full[i]
		if k == 0 {
			word &= ^uint64(0) << (from % 64)
		}
		if word != 0 {
			return w.head[i*64+bits.TrailingZeros64(word)]
		}
	}
	return 0
}
