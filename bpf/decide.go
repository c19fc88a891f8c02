package bpf

import "slices"

// answer is the outcome of a test as far as it is known.
type answer int8

const (
	unsure answer = iota
	surely
	surelyNot
)

func sure(yes bool) answer {
	if yes {
		return surely
	}
	return surelyNot
}

// decide gives the outcome of a test where the facts say it.
func (v *values) decide(f *facts, n *node) answer {
	if n.l == n.r {
		return sure(n.op != jmpJGT)
	}
	c, constant := v.constant(n.r)
	if !constant {
		if k := v.about(f, v.compared(n)); k.lo == k.hi {
			return sure(k.lo == 1)
		}
		return unsure
	}
	k := v.about(f, n.l)
	switch n.op {
	case jmpJGT:
		if c == 1<<32-1 {
			return surelyNot
		}
		return v.store.atLeast(&k, c+1)
	case jmpJGE:
		return v.store.atLeast(&k, c)
	}
	switch {
	case !v.store.possible(&k, c):
		return surelyNot
	case k.lo == k.hi || k.few && k.in.len() == 1:
		return surely
	}
	return v.decideBits(f, n.l, c)
}

// atLeast is whether the value is at least c, as far as that is known.
func (s *store) atLeast(f *fact, c uint32) answer {
	lo, hi := f.lo, f.hi
	if f.few {
		in := s.of(f.in)
		lo, hi = in[0], in[len(in)-1]
	}
	switch {
	case lo >= c:
		return surely
	case hi < c:
		return surelyNot
	}
	return unsure
}

// decideBits compares what is known of some bits of a value with c.
func (v *values) decideBits(f *facts, id valueID, c uint32) answer {
	mask := uint32(1<<32 - 1)
	x := &v.list[id]
	if m, ok := v.constant(x.r); ok && x.kind == valALU && x.op == aluAND {
		id, mask = x.l, m
	}
	for i := range f.known {
		k := &f.known[i]
		y := &v.list[k.id]
		m, ok := v.constant(y.r)
		if y.kind != valALU || y.op != aluAND || y.l != id || !ok {
			continue
		}
		switch {
		case m&^mask == 0 && !v.store.possible(k, c&m):
			return surelyNot
		case mask&^m == 0 && k.few && k.in.len() == 1:
			return sure(v.store.of(k.in)[0]&mask == c)
		}
	}
	return unsure
}

// compared is the value that stands for a test of two values.
func (v *values) compared(n *node) valueID {
	l, r := n.l, n.r
	if n.op == jmpJEQ && l > r {
		l, r = r, l
	}
	return v.intern(value{kind: valCompare, op: n.op, l: l, r: r})
}

// after gives the facts behind a test that is so.
func (v *values) after(f *facts, n *node, yes bool) *facts {
	c, constant := v.constant(n.r)
	if !constant {
		bit := uint32(0)
		if yes {
			bit = 1
		}
		return v.learn(f, fact{id: v.compared(n), few: true, in: v.store.add(bit), lo: bit, hi: bit})
	}
	k := v.about(f, n.l)
	k.id = n.l
	s := &v.store
	if !k.few {
		s.narrow(&k, n.op, c, yes)
		if k.hi >= k.lo && k.hi-k.lo < 8 {
			s.list(&k)
		}
	} else {
		at := len(s.nums)
		for _, number := range s.of(k.in) {
			if compare(n.op, number, c) == yes {
				s.nums = append(s.nums, number)
			}
		}
		if k.in = s.since(at); k.in.len() > 0 {
			s.setRange(&k)
		}
	}
	if k.lo > k.hi || k.few && k.in.len() == 0 {
		return f // never comes here
	}
	return v.learn(f, k)
}

func compare(op uint16, a, b uint32) bool {
	switch op {
	case jmpJEQ:
		return a == b
	case jmpJGT:
		return a > b
	}
	return a >= b
}

// narrow narrows a range.
func (s *store) narrow(f *fact, op uint16, c uint32, yes bool) {
	switch {
	case op == jmpJEQ && yes:
		f.few, f.in, f.lo, f.hi = true, s.add(c), c, c
	case op == jmpJEQ:
		out := s.of(f.out)
		switch i, have := slices.BinarySearch(out, c); {
		case c == f.lo && c < f.hi:
			f.lo++
		case c == f.hi && c > f.lo:
			f.hi--
		case !have && len(out) < maxOut:
			at := len(s.nums)
			s.nums = append(append(append(s.nums, out[:i]...), c), out[i:]...)
			f.out = s.since(at)
		}
	case op == jmpJGT && yes:
		f.lo = max(f.lo, satAdd(c, 1))
	case op == jmpJGT:
		f.hi = min(f.hi, c)
	case yes:
		f.lo = max(f.lo, c)
	case c > 0:
		f.hi = min(f.hi, c-1)
	}
}

// list writes a short range out.
func (s *store) list(f *fact) {
	at, out := len(s.nums), s.of(f.out)
	for n := f.lo; ; n++ {
		if _, found := slices.BinarySearch(out, n); !found {
			s.nums = append(s.nums, n)
		}
		if n == f.hi {
			break
		}
	}
	f.few, f.in = true, s.since(at)
	if f.in.len() > 0 {
		s.setRange(f)
		f.out = span{}
	}
}

// informed reports whether anything is known of a value, or of what it is computed from.
func (v *values) informed(f *facts, id valueID) bool {
	for ; id != 0; id = v.list[id].l {
		if _, ok := f.find(id); ok {
			return true
		}
	}
	return false
}
