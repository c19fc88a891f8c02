package bpf

import "slices"

// bounds say which loads have been made, and so cannot reject the packet any more.
type bounds struct {
	all    bool      // every load: what follows is a rejection anyway
	length uint32    // the packet has at least so many bytes
	done   []valueID // other partial values that have been evaluated, sorted
}

// fact is what is known of a value: one of few, or within a range and none of some. It has no pointers, as there are many copies of it.
type fact struct {
	id     valueID
	few    bool // it is one of in; otherwise see the range
	in     span // sorted
	lo, hi uint32
	out    span // sorted
}

// span is some of the numbers of a store.
type span struct{ at, end uint32 }

func (p span) len() int { return int(p.end - p.at) }

// facts are what is known at a place in a graph.
type facts struct {
	bounds
	known []fact // sorted by id; shared between facts, and never changed
}

// store is memory that facts are taken from. What was taken behind a mark is given back by going back to it.
type store struct {
	facts []facts
	known []fact
	nums  []uint32
}

// of gives the numbers of a span. They are not to be changed, and move when numbers are added.
func (s *store) of(p span) []uint32 { return s.nums[p.at:p.end:p.end] }

// add gives a span of new numbers.
func (s *store) add(n ...uint32) span {
	at := len(s.nums)
	s.nums = append(s.nums, n...)
	return s.since(at)
}

// since gives the span of the numbers from at on.
func (s *store) since(at int) span { return span{uint32(at), uint32(len(s.nums))} }

// sorted sorts the numbers from at on, without those that are there twice, and gives their span.
func (s *store) sorted(at int) span {
	slices.Sort(s.nums[at:])
	s.nums = s.nums[:at+len(slices.Compact(s.nums[at:]))]
	return s.since(at)
}

// take gives room for n more, in a new piece of memory where this one is full.
func take[T any](from *[]T, n int) []T {
	if cap(*from)-len(*from) < n {
		*from = make([]T, 0, max(64, n, min(2*cap(*from), 1<<12)))
	}
	at := len(*from)
	*from = (*from)[:at+n]
	return (*from)[at : at : at+n]
}

// goBack gives back what was taken behind a mark. A piece that is newer remains, empty.
func goBack[T any](from *[]T, mark []T) {
	if cap(mark) > 0 && &(*from)[:1][0] == &mark[:1][0] {
		*from = mark
	} else {
		*from = (*from)[:0]
	}
}

func (s *store) goBack(mark *store) {
	goBack(&s.facts, mark.facts)
	goBack(&s.known, mark.known)
	s.nums = s.nums[:len(mark.nums)]
}

// make gives new facts with room for n values.
func (s *store) make(b bounds, n int) *facts {
	f := append(take(&s.facts, 1), facts{b, take(&s.known, n)})
	return &f[0]
}

// same gives facts that are those of f, for now.
func (s *store) same(f *facts) *facts {
	g := append(take(&s.facts, 1), *f)
	return &g[0]
}

// Limits to what is remembered. What is forgotten costs instructions, nothing else.
const (
	maxDone, maxKnown = 64, 48
	maxIn, maxOut     = 32, 48
)

// has reports whether evaluating a value cannot reject the packet.
func (v *values) has(b *bounds, id valueID) bool {
	if b.all || id == 0 || !v.info[id].partial {
		return true
	}
	x := &v.list[id]
	switch x.kind {
	case valLoad:
		return x.k <= b.length && uint32(x.op) <= b.length-x.k
	case valMsh:
		return x.k < b.length
	case valInd:
		return v.hasInd(b, id) && v.has(b, x.l)
	case valAncillary:
		_, ok := slices.BinarySearch(b.done, id)
		return ok
	}
	if x.op == aluDIV || x.op == aluMOD {
		if _, constant := v.constant(x.r); !constant && x.kind == valALU {
			if _, ok := slices.BinarySearch(b.done, id); !ok {
				return false
			}
		}
	}
	return v.has(b, x.l) && (x.r == 0 || v.has(b, x.r))
}

// hasInd reports whether a load at the same base has been made that ends there or later.
func (v *values) hasInd(b *bounds, id valueID) bool {
	x := &v.list[id]
	for _, d := range b.done {
		if y := &v.list[d]; d == id || y.kind == valInd && y.l == x.l && uint64(y.k)+uint64(y.op) >= uint64(x.k)+uint64(x.op) {
			return true
		}
	}
	return false
}

// note adds that a value has been evaluated.
func (v *values) note(b *bounds, id valueID) {
	if id == 0 || !v.info[id].partial || b.all {
		return
	}
	x := &v.list[id]
	switch x.kind {
	case valLoad:
		b.length = max(b.length, satAdd(x.k, uint32(x.op)))
		return
	case valMsh:
		b.length = max(b.length, satAdd(x.k, 1))
		return
	case valInd:
		if !v.hasInd(b, id) {
			b.add(id)
		}
	case valAncillary:
		b.add(id)
	case valALU:
		if x.op == aluDIV || x.op == aluMOD {
			b.add(id)
		}
	}
	v.note(b, x.l)
	v.note(b, x.r)
}

func satAdd(a, b uint32) uint32 {
	if a+b < a {
		return 1<<32 - 1
	}
	return a + b
}

// add adds to done, in a new slice.
func (b *bounds) add(id valueID) {
	i, have := slices.BinarySearch(b.done, id)
	if have || len(b.done) >= maxDone {
		return
	}
	done := make([]valueID, len(b.done)+1)
	copy(done, b.done[:i])
	done[i] = id
	copy(done[i+1:], b.done[i:])
	b.done = done
}

// meet leaves what holds in both.
func (v *values) meetBounds(a, b bounds) bounds {
	if a.all {
		return b
	}
	if b.all {
		return a
	}
	m := bounds{length: min(a.length, b.length)}
	if slices.Equal(a.done, b.done) {
		m.done = a.done
		return m
	}
	for _, id := range a.done {
		if v.doneIn(&b, id) {
			m.add(id)
		}
	}
	for _, id := range b.done {
		if v.doneIn(&a, id) {
			m.add(id)
		}
	}
	return m
}

func (v *values) doneIn(b *bounds, id valueID) bool {
	if v.list[id].kind == valInd {
		return v.hasInd(b, id)
	}
	_, ok := slices.BinarySearch(b.done, id)
	return ok
}

// possible reports whether a value that is known so can be n.
func (s *store) possible(f *fact, n uint32) bool {
	if f.few {
		_, ok := slices.BinarySearch(s.of(f.in), n)
		return ok
	}
	if n < f.lo || n > f.hi {
		return false
	}
	_, out := slices.BinarySearch(s.of(f.out), n)
	return !out
}

// setRange sets the range to that of a list that is not empty.
func (s *store) setRange(f *fact) {
	in := s.of(f.in)
	f.lo, f.hi = in[0], in[len(in)-1]
}

// meetFact leaves what holds in both.
func (s *store) meetFact(a, b *fact) (m fact) {
	m = fact{id: a.id}
	at := len(s.nums)
	if a.few && b.few && a.in.len()+b.in.len() <= maxIn {
		s.nums = append(append(s.nums, s.of(a.in)...), s.of(b.in)...)
		m.few, m.in = true, s.sorted(at)
		s.setRange(&m)
		return m
	}
	m.lo, m.hi = min(a.lo, b.lo), max(a.hi, b.hi)
	for _, n := range s.of(a.out) {
		if !s.possible(b, n) {
			s.nums = append(s.nums, n)
		}
	}
	for _, n := range s.of(b.out) {
		if !s.possible(a, n) {
			s.nums = append(s.nums, n)
		}
	}
	m.out = s.sorted(at)
	m.out.end = min(m.out.end, m.out.at+maxOut)
	return m
}

// meet leaves what holds in both.
func (v *values) meet(a, b *facts) *facts {
	m := v.store.make(v.meetBounds(a.bounds, b.bounds), min(len(a.known), len(b.known)))
	if len(a.known) > 0 && len(a.known) == len(b.known) && &a.known[0] == &b.known[0] {
		m.known = a.known
		return m
	}
	for i, j := 0, 0; i < len(a.known) && j < len(b.known); {
		x, y := &a.known[i], &b.known[j]
		switch {
		case x.id < y.id:
			i++
		case x.id > y.id:
			j++
		default:
			i++
			j++
			k := v.store.meetFact(x, y)
			if k.few || k.lo > 0 || k.hi < v.info[k.id].max || k.out.len() > 0 {
				m.known = append(m.known, k)
			}
		}
	}
	return m
}

// about gives what is known of a value.
func (v *values) about(f *facts, id valueID) fact {
	if i, ok := f.find(id); ok {
		return f.known[i]
	}
	if k, ok := v.constant(id); ok {
		return fact{id: id, few: true, in: v.store.add(k), lo: k, hi: k}
	}
	all := fact{id: id, hi: v.info[id].max}
	x := &v.list[id]
	if x.kind != valALU {
		return all
	}
	c, constant := v.constant(x.r)
	if !constant || x.op == aluDIV && c == 0 || x.op == aluMOD && c == 0 {
		return all
	}
	inner := v.about(f, x.l)
	if !inner.few {
		return all
	}
	s := &v.store
	at := len(s.nums)
	for _, n := range s.of(inner.in) {
		n, _ = calculate(x.op, n, c)
		s.nums = append(s.nums, n)
	}
	all.few, all.in = true, s.sorted(at)
	s.setRange(&all)
	return all
}

// learn returns facts with a fact put in the place of what was known of its value.
func (v *values) learn(f *facts, k fact) *facts {
	i, have := f.find(k.id)
	rest := f.known[i:]
	if have {
		rest = rest[1:]
	} else if len(f.known) >= maxKnown {
		return f
	}
	g := v.store.make(f.bounds, i+1+len(rest))
	g.known = append(append(append(g.known, f.known[:i]...), k), rest...)
	return g
}

// forget returns facts without what is known of a value.
func (v *values) forget(f *facts, id valueID) *facts {
	i, have := f.find(id)
	if !have {
		return f
	}
	g := v.store.make(f.bounds, len(f.known)-1)
	g.known = append(append(g.known, f.known[:i]...), f.known[i+1:]...)
	return g
}

// find gives the place of a value.
func (f *facts) find(id valueID) (int, bool) {
	for i := range f.known {
		if have := f.known[i].id; have >= id {
			return i, have == id
		}
	}
	return len(f.known), false
}
