package reassembly

import "math/bits"

// links are a record's place in a wheel.
type links struct {
	next, prev uint32 // in the list of a slot, numbers from 1
	seen       int64  // the clock at the last packet
	slot       uint8
	class      class // and so the wheel; none: it is in no wheel
}

// class says which timeout counts for a record, and how soon it has to go when memory is short.
type class uint8

const none class = 255

const wheelSlots = 256

// longest is a timeout that does not come: 146 years.
const longest = 1 << 62

// wheel keeps the records of one class by the time at which they have to be looked at. Packets do not move
// their record; when its slot is due, it is moved to where it belongs by then. So what is not due costs nothing.
type wheel struct {
	timeout int64 // ns
	width   int64 // of a slot, ns
	at      int64 // slots up to this one are done
	head    [wheelSlots]uint32
	tail    [wheelSlots]uint32
	full    [wheelSlots / 64]uint64
	count   int
	class   class
	links   func(n uint32) *links
}

func (w *wheel) init(c class, timeout int64, of func(n uint32) *links) {
	w.class, w.timeout, w.links = c, min(timeout, longest), of
	w.width = min(w.timeout, 24*3600e9)/(wheelSlots-2) + 1
}

// add puts a record in whose time has run since a point of the clock.
func (w *wheel) add(n uint32, since int64) {
	l := w.links(n)
	due := min(max((since+w.timeout+w.width-1)/w.width, w.at+1), w.at+wheelSlots-1)
	i := uint8(due % wheelSlots)
	l.slot, l.class, l.next, l.prev = i, w.class, 0, w.tail[i]
	if l.prev != 0 {
		w.links(l.prev).next = n
	} else {
		w.head[i] = n
		w.full[i/64] |= 1 << (i % 64)
	}
	w.tail[i] = n
	w.count++
}

func (w *wheel) remove(n uint32) {
	l := w.links(n)
	i := l.slot
	if l.prev != 0 {
		w.links(l.prev).next = l.next
	} else {
		w.head[i] = l.next
	}
	if l.next != 0 {
		w.links(l.next).prev = l.prev
	} else {
		w.tail[i] = l.prev
	}
	if w.head[i] == 0 {
		w.full[i/64] &^= 1 << (i % 64)
	}
	l.class, l.next, l.prev = none, 0, 0
	w.count--
}

// due is the first record of a slot that is due at clock, 0 if there is none.
func (w *wheel) due(clock int64) uint32 {
	now := clock / w.width
	for w.at < now {
		i := int((w.at + 1) % wheelSlots)
		if n := w.head[i]; n != 0 {
			return n
		}
		if w.count == 0 {
			w.at = now
			return 0
		}
		w.at += max(1, min(w.ahead(i), now-w.at-1)) // over empty slots
	}
	return 0
}

// ahead is how many slots from i on are empty.
func (w *wheel) ahead(i int) int64 {
	for k := range wheelSlots / 64 {
		word := w.full[(i/64+k)%len(w.full)]
		if k == 0 {
			word &= ^uint64(0) << (i % 64)
		}
		if word != 0 {
			return int64(k*64 + bits.TrailingZeros64(word) - i%64)
		}
	}
	return int64(wheelSlots - i%64 - 64)
}

// earliest is the first record of the slot that is due next, 0 if there is none.
func (w *wheel) earliest() uint32 {
	if w.count == 0 {
		return 0
	}
	i := int((w.at + 1) % wheelSlots)
	for k := range wheelSlots/64 + 1 {
		at := (i/64 + k) % len(w.full)
		word := w.full[at]
		if k == 0 {
			word &= ^uint64(0) << (i % 64)
		}
		if word != 0 {
			return w.head[at*64+bits.TrailingZeros64(word)]
		}
	}
	return 0
}
