package bpf

import "slices"

// link is a test in a chain: tests that lead to the same node if they come out one way, and to the next test if they come out the other way. Their
// order may be changed as far as no load gets before or behind a decision that it made a difference to.
type link struct {
	op   uint16
	l, r valueID
	exit bool // the outcome with which the chain is left
}

// reorder brings tests of the same value together. It returns whether it did anything. The facts that forward and backward left must be current.
func (o *optimizer) reorder() (changed bool) {
	preds := o.countPreds()
	inA := make([]valueID, len(o.nodes)) // what A will probably hold on entry; 0 where ways that meet differ
	met := make([]bool, len(o.nodes))
	done := make([]bool, len(o.nodes))
	for i := range o.nodes {
		n := &o.nodes[i]
		if n.kind == nodeTest && !done[i] && o.before[i] != nil {
			if at, exit := o.chain(int32(i), preds); len(at) > 2 {
				changed = o.schedule(at, exit, inA[i]) || changed
				for _, j := range at {
					done[j] = true
				}
			}
		}
		a := inA[i]
		hand := func(to int32) {
			if met[to] && inA[to] != a {
				a = 0
			}
			inA[to], met[to] = a, true
		}
		switch n.kind {
		case nodeTest:
			a = o.leavesA(n.op, n.l, n.r)
			hand(n.t)
			a = o.leavesA(n.op, n.l, n.r)
			hand(n.f)
		case nodeGo:
			hand(n.t)
		}
	}
	return changed
}

func (o *optimizer) countPreds() []int32 {
	preds := make([]int32, len(o.nodes))
	for i := range o.nodes {
		switch n := &o.nodes[i]; n.kind {
		case nodeTest:
			preds[n.t]++
			preds[n.f]++
		case nodeGo:
			preds[n.t]++
		}
	}
	return preds
}

// chain gives the longest chain that begins at a test, as nodes, and where it is left to.
func (o *optimizer) chain(first int32, preds []int32) (at []int32, exit int32) {
	for _, to := range [2]int32{o.nodes[first].t, o.nodes[first].f} {
		this := []int32{first}
		for i := first; ; {
			n := &o.nodes[i]
			next := n.t
			if to == n.t {
				next = n.f
			}
			m := &o.nodes[next]
			if m.kind != nodeTest || preds[next] != 1 || len(m.needs) > 0 || len(m.sets) > 0 || m.t != to && m.f != to {
				break
			}
			i = next
			this = append(this, i)
		}
		if len(this) > len(at) {
			at, exit = this, to
		}
	}
	return at, exit
}

// maxChain bounds the length of the chains that are reordered at once, as it takes the square of it.
const maxChain = 256

// schedule puts the tests of a chain into a better order.
func (o *optimizer) schedule(at []int32, exit int32, a valueID) (changed bool) {
	v := o.values
	at = at[:min(len(at), maxChain)]
	left := make([]link, len(at))
	for i, j := range at {
		n := &o.nodes[j]
		left[i] = link{n.op, n.l, n.r, n.t == exit}
	}
	last := &o.nodes[at[len(at)-1]]
	behind := last.t
	if last.t == exit {
		behind = last.f
	}
	known := o.before[at[0]].bounds
	for _, id := range o.nodes[at[0]].needs {
		v.note(&known, id)
	}
	for _, id := range v.partials(&o.after[exit], left) {
		v.note(&known, id)
	}
	for i, j := range at {
		k := o.pick(left, &known, a)
		changed = changed || k != 0
		x := left[k]
		left = slices.Delete(left, k, k+1)
		v.note(&known, x.l)
		v.note(&known, x.r)
		a = o.leavesA(x.op, x.l, x.r)
		n := &o.nodes[j]
		next := behind
		if i+1 < len(at) {
			next = at[i+1]
		}
		n.op, n.l, n.r, n.t, n.f = x.op, x.l, x.r, next, next
		if x.exit {
			n.t = exit
		} else {
			n.f = exit
		}
	}
	return changed
}

// partials gives the values of a chain whose evaluation makes no difference where the chain is left, as it is evaluated there anyway.
func (v *values) partials(b *bounds, chain []link) (ids []valueID) {
	for _, x := range chain {
		for _, id := range [2]valueID{x.l, x.r} {
			if id != 0 && v.info[id].partial && v.has(b, id) {
				ids = append(ids, id)
			}
		}
	}
	return ids
}

// pick chooses the test that is next: one of the value that is in A, if it may be moved before those that stood before it.
func (o *optimizer) pick(left []link, known *bounds, a valueID) int {
	if a == 0 {
		return 0
	}
	for k := range left {
		if !o.silentLink(&left[k], known) {
			return 0
		}
		if o.needsOnly(left[k].l, a) {
			return k
		}
	}
	return 0
}

func (o *optimizer) silentLink(x *link, known *bounds) bool {
	return o.values.has(known, x.l) && o.values.has(known, x.r)
}

// needsOnly reports whether a value is a, or a with constants added, masked off and so on.
func (o *optimizer) needsOnly(id, a valueID) bool {
	for {
		if id == a {
			return true
		}
		x := &o.values.list[id]
		if _, constant := o.values.constant(x.r); x.kind != valALU || !constant {
			return false
		}
		id = x.l
	}
}

// leavesA is what a test leaves in A.
func (o *optimizer) leavesA(op uint16, l, r valueID) valueID {
	k, constant := o.values.constant(r)
	if !constant {
		return 0
	}
	x := &o.values.list[l]
	if m, ok := o.values.constant(x.r); ok && op == jmpJEQ && x.kind == valALU && x.op == aluAND && (k == 0 || k == m && m&(m-1) == 0) {
		return x.l
	}
	return l
}
