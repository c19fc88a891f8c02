package reassembly

import "sync/atomic"

// budget is how many bytes may be taken of the machine, and how many are. Several engines may share one.
type budget struct {
	limit int64
	used  atomic.Int64
}

// take reserves n bytes, if there are as many.
func (b *budget) take(n int64) bool {
	if b.used.Add(n) <= b.limit {
		return true
	}
	b.used.Add(-n)
	return false
}

func (b *budget) give(n int64) { b.used.Add(-n) }

// slabItems is how many records are allocated at once: as many as fit well into the sizes in which Go allocates.
const slabItems = 126

// slab is a part of a pool.
type slab[T any] struct {
	items      [slabItems]T
	free       [slabItems]uint8 // list from first on, numbers from 1
	first      uint8
	used       uint8
	next, prev uint32 // in the list of slabs that have room, numbers from 1
}

// pool holds records of one kind, which are found by a number from 1 on and keep their place. Slabs that are
// empty are given back but for one.
type pool[T any] struct {
	slabs  []*slab[T] // nil: given back
	gaps   []uint32   // those
	room   uint32     // list of slabs that have some
	empty  int        // slabs without a record
	size   int64      // of a slab, in bytes
	budget *budget
}

func (p *pool[T]) at(n uint32) *T {
	return &p.slabs[(n-1)/slabItems].items[(n-1)%slabItems]
}

// take returns the number of a record, which holds what it held before; 0 if the budget is used up.
func (p *pool[T]) take() uint32 {
	if p.room == 0 && !p.grow() {
		return 0
	}
	s := p.slabs[p.room-1]
	at := s.first
	s.first = s.free[at-1]
	if s.used == 0 {
		p.empty--
	}
	n := (p.room-1)*slabItems + uint32(at)
	if s.used++; s.used == slabItems {
		p.unlink(s)
	}
	return n
}

func (p *pool[T]) grow() bool {
	if !p.budget.take(p.size) {
		return false
	}
	s := new(slab[T])
	for i := range s.free[:slabItems-1] {
		s.free[i] = uint8(i + 2)
	}
	s.first = 1
	if n := len(p.gaps); n > 0 {
		at := p.gaps[n-1]
		p.gaps = p.gaps[:n-1]
		p.slabs[at] = s
		p.link(s, at+1)
	} else {
		p.slabs = append(p.slabs, s)
		p.link(s, uint32(len(p.slabs)))
	}
	p.empty++
	return true
}

func (p *pool[T]) link(s *slab[T], n uint32) {
	s.next, s.prev = p.room, 0
	if p.room != 0 {
		p.slabs[p.room-1].prev = n
	}
	p.room = n
}

func (p *pool[T]) unlink(s *slab[T]) {
	if s.prev != 0 {
		p.slabs[s.prev-1].next = s.next
	} else {
		p.room = s.next
	}
	if s.next != 0 {
		p.slabs[s.next-1].prev = s.prev
	}
}

// put gives a record back.
func (p *pool[T]) put(n uint32) {
	at := (n - 1) / slabItems
	s := p.slabs[at]
	i := uint8((n-1)%slabItems) + 1
	s.free[i-1], s.first = s.first, i
	if s.used == slabItems {
		p.link(s, at+1)
	}
	if s.used--; s.used > 0 {
		return
	}
	if p.empty++; p.empty > 1 {
		p.empty--
		p.unlink(s)
		p.slabs[at] = nil
		p.gaps = append(p.gaps, at)
		p.budget.give(p.size)
	}
}
