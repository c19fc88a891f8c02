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
		return k.atLeast(c + 1)
	case jmpJGE:
		return k.atLeast(c)
	}
	switch {
	case !k.possible(c):
		return surelyNot
	case k.lo == k.hi || len(k.in) == 1:
		return surely
	}
	return v.decideBits(f, n.l, c)
}

// atLeast is whether the value is at least c, as far as that is known.
func (f *fact) atLeast(c uint32) answer {
	lo, hi := f.lo, f.hi
	if f.in != nil {
		lo, hi = f.in[0], f.in[len(f.in)-1]
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
		case m&^mask == 0 && !k.possible(c&m):
			return surelyNot
		case mask&^m == 0 && len(k.in) == 1:
			return sure(k.in[0]&mask == c)
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
		return v.learn(f, fact{id: v.compared(n), in: append(take(&v.store.nums, 1), bit), lo: bit, hi: bit})
	}
	k := v.about(f, n.l)
	k.id = n.l
	if k.in == nil {
		k.narrow(n.op, c, yes, &v.store.nums)
		if k.hi >= k.lo && k.hi-k.lo < 8 {
			k.list(&v.store.nums)
		}
	} else {
		k.in = slices.DeleteFunc(append(take(&v.store.nums, len(k.in)), k.in...), func(n32 uint32) bool { return compare(n.op, n32, c) != yes })
		if len(k.in) > 0 {
			k.lo, k.hi = k.in[0], k.in[len(k.in)-1]
		}
	}
	if k.lo > k.hi || k.in != nil && len(k.in) == 0 {
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
func (f *fact) narrow(op uint16, c uint32, yes bool, nums *[]uint32) {
	switch {
	case op == jmpJEQ && yes:
		f.in, f.lo, f.hi = append(take(nums, 1), c), c, c
	case op == jmpJEQ:
		switch i, have := slices.BinarySearch(f.out, c); {
		case c == f.lo && c < f.hi:
			f.lo++
		case c == f.hi && c > f.lo:
			f.hi--
		case !have && len(f.out) < maxOut:
			f.out = slices.Insert(append(take(nums, len(f.out)+1), f.out...), i, c)
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
func (f *fact) list(nums *[]uint32) {
	f.in = take(nums, int(f.hi-f.lo)+1)
	for n := f.lo; ; n++ {
		if _, out := slices.BinarySearch(f.out, n); !out {
			f.in = append(f.in, n)
		}
		if n == f.hi {
			break
		}
	}
	if len(f.in) == 0 {
		return
	}
	f.lo, f.hi, f.out = f.in[0], f.in[len(f.in)-1], nil
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
