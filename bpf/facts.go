package bpf

import (
	"slices"
	"unsafe"
)

// bounds say which loads have been made, and so cannot reject the packet any more.
type bounds struct {
	all    bool      // every load: what follows is a rejection anyway
	length uint32    // the packet has at least so many bytes
	done   []valueID // other partial values that have been evaluated, sorted
}

// fact is what is known of a value: one of few, or within a range and none of some.
type fact struct {
	id     valueID
	in     []uint32 // sorted; nil: see the range
	lo, hi uint32
	out    []uint32 // sorted
}

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
	if cap(mark) > 0 && unsafe.SliceData(*from) == unsafe.SliceData(mark) {
		*from = mark
	} else {
		*from = (*from)[:0]
	}
}

func (s *store) goBack(mark *store) {
	goBack(&s.facts, mark.facts)
	goBack(&s.known, mark.known)
	goBack(&s.nums, mark.nums)
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
func (f *fact) possible(n uint32) bool {
	if f.in != nil {
		_, ok := slices.BinarySearch(f.in, n)
		return ok
	}
	if n < f.lo || n > f.hi {
		return false
	}
	_, out := slices.BinarySearch(f.out, n)
	return !out
}

// meet leaves what holds in both.
func (a *fact) meet(b *fact, nums *[]uint32) (m fact) {
	m = fact{id: a.id}
	if a.in != nil && b.in != nil && len(a.in)+len(b.in) <= maxIn {
		m.in = append(append(take(nums, len(a.in)+len(b.in)), a.in...), b.in...)
		slices.Sort(m.in)
		m.in = slices.Compact(m.in)
		m.lo, m.hi = m.in[0], m.in[len(m.in)-1]
		return m
	}
	m.lo, m.hi = min(a.lo, b.lo), max(a.hi, b.hi)
	m.out = take(nums, len(a.out)+len(b.out))
	for _, n := range a.out {
		if !b.possible(n) {
			m.out = append(m.out, n)
		}
	}
	for _, n := range b.out {
		if !a.possible(n) {
			m.out = append(m.out, n)
		}
	}
	slices.Sort(m.out)
	m.out = slices.Compact(m.out)
	if len(m.out) > maxOut {
		m.out = m.out[:maxOut]
	}
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
			k := x.meet(y, &v.store.nums)
			if k.in != nil || k.lo > 0 || k.hi < v.info[k.id].max || len(k.out) > 0 {
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
		return fact{id: id, in: append(take(&v.store.nums, 1), k), lo: k, hi: k}
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
	if inner.in == nil {
		return all
	}
	all.in = take(&v.store.nums, len(inner.in))
	for _, n := range inner.in {
		n, _ = calculate(x.op, n, c)
		all.in = append(all.in, n)
	}
	slices.Sort(all.in)
	all.in = slices.Compact(all.in)
	all.lo, all.hi = all.in[0], all.in[len(all.in)-1]
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
