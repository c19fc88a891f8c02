package bpf

import (
	"golang.org/x/net/bpf"
)

// A field is what a simple test compares: some bytes, perhaps behind a base, masked, with a range.
type field struct {
	base   int // the place of the byte that gives the base, -1 for none
	at     uint32
	size   uint32
	length bool // the length on the wire instead
	mask   uint32
	lo, hi uint32
}

// planner makes steps of a graph.
type planner struct {
	*optimizer
	fields []field
	simple []bool  // which nodes are tests of a field
	steps  []*step // of each node, made from the last node back
	bits   map[bitmap]*bitmap
}

// newPlan makes the steps of a valid program and gives the first. What cannot be taken apart is run as the instructions that it is.
func newPlan(code []bpf.RawInstruction) *step {
	whole := &step{kind: stepExec, exec: &fragment{}}
	if len(code) > 2*MaxInstructions {
		return whole
	}
	for _, i := range code {
		if i.Op == opJa && int32(i.K) < 0 {
			return whole
		}
	}
	first := whole
	freely(code, func(w *workspace) {
		if s := w.plan(code); s != nil {
			first = s
		}
	})
	return first
}

// plan makes the steps, nil if they cannot be made.
func (w *workspace) plan(code []bpf.RawInstruction) *step {
	g, ok := w.lift(code, 2*len(code)+64)
	if !ok {
		return nil
	}
	o := w.improve(g)
	clear(o.after)
	o.forward()
	if o.favour() {
		o.settle()
	}
	o.forward()
	n := len(g.nodes)
	p := &planner{optimizer: o, fields: make([]field, n), simple: make([]bool, n), steps: make([]*step, n), bits: map[bitmap]*bitmap{}}
	if !p.build(&w.emitter) {
		return nil
	}
	for _, s := range p.steps {
		s.end()
	}
	return p.steps[p.start]
}

// end notes what a step returns behind which nothing else is looked at, and what is taken with the next one.
func (s *step) end() {
	if s != nil && s.kind == stepOne && s.t != nil && s.t.kind == stepAny {
		s.kind = stepOneAny
	}
	if s == nil || s.t == nil || s.f == nil || s.kind == stepCompare || s.t.kind != stepReturn || s.f.kind != stepReturn {
		return
	}
	s.last, s.k, s.no = true, s.t.k, s.f.k
}

// build makes the steps.
func (p *planner) build(e *emitter) bool {
	for i := range p.nodes {
		if n := &p.nodes[i]; n.kind == nodeTest && len(n.needs) == 0 && len(n.sets) == 0 {
			p.fields[i], p.simple[i] = p.values.field(n)
		}
	}
	var machine *emitter
	for i := len(p.nodes) - 1; i >= 0; i-- {
		n := &p.nodes[i]
		_, constant := p.values.constant(n.l)
		switch {
		case n.kind == nodeGone:
		case p.simple[i]:
			p.steps[i] = p.decision(int32(i))
		case n.kind == nodeTest && len(n.needs)+len(n.sets) == 0 && p.comparison(int32(i)):
		case n.kind == nodeReturn && len(n.needs) == 0 && constant:
			p.steps[i] = &step{kind: stepReturn, k: p.values.list[n.l].k}
		case n.kind == nodeGo && len(n.needs) == 0 && len(n.sets) == 0:
			p.steps[i] = p.steps[n.t]
		default:
			if machine == nil {
				if machine = p.machine(e); machine == nil {
					return false
				}
			}
			if p.steps[i] = p.instructions(int32(i), machine); p.steps[i] == nil {
				return false
			}
		}
	}
	return true
}

// comparison makes the step of a test of two numbers from the packet, if it is one.
func (p *planner) comparison(i int32) bool {
	n := &p.nodes[i]
	l, r := &p.values.list[n.l], &p.values.list[n.r]
	if l.kind != valLoad || r.kind != valLoad || l.k > 1<<24 || r.k > 1<<24 {
		return false
	}
	a, b := number(l), number(r)
	s := &step{kind: stepCompare, k: uint32(n.op), i: a.at, j: b.at, t: p.steps[n.t], f: p.steps[n.f]}
	s.a, s.b = window{mask: uint64(a.mask), lo: uint64(a.lo)}, window{mask: uint64(b.mask), lo: uint64(b.lo)}
	p.steps[i] = s
	return true
}

// number says how a load is taken out of a window that begins at the field's at: shifted by lo, masked.
func number(x *value) field {
	end := x.k + uint32(x.op)
	start := end - min(8, end)
	return field{at: start, lo: 8 * (start + 8 - end), mask: uint32(1<<(8*x.op) - 1)}
}

// machine makes an emitter for single nodes. All that they find is the phis, each in a word of its own.
func (p *planner) machine(e *emitter) *emitter {
	e.reset(p.graph)
	e.alone = true
	if e.taken = e.phiCells(); e.taken > scratchSlots {
		return nil
	}
	for id, x := range e.values.list {
		if x.kind == valPhi && e.phiCell[x.k] >= 0 {
			e.phisOnly.m[e.phiCell[x.k]].phi = valueID(id)
		}
	}
	return e
}

// field gives the field that a test compares, if it is as simple as that.
func (v *values) field(n *node) (f field, ok bool) {
	k, constant := v.constant(n.r)
	if !constant {
		return f, false
	}
	f = field{base: -1, mask: 1<<32 - 1, lo: k, hi: k}
	switch n.op {
	case jmpJGT:
		if k == 1<<32-1 {
			return f, false
		}
		f.lo, f.hi = k+1, 1<<32-1
	case jmpJGE:
		f.hi = 1<<32 - 1
	}
	id := n.l
	for {
		x := &v.list[id]
		switch x.kind {
		case valWireLen:
			f.length = true
			return f, f.mask == 1<<32-1
		case valLoad:
			f.at, f.size = x.k, uint32(x.op)
			return f, f.settle() && x.k < 1<<24
		case valInd:
			base := &v.list[x.l]
			f.base, f.at, f.size = int(base.k), x.k, uint32(x.op)
			return f, base.kind == valMsh && base.k < 1<<24 && x.k < 1<<24 && f.settle()
		case valALU:
			k, constant := v.constant(x.r)
			if !constant || !f.under(x.op, k) {
				return f, false
			}
			id = x.l
		default:
			return f, false
		}
	}
}

// under makes a comparison of x op k one of x.
func (f *field) under(op uint16, k uint32) bool {
	switch op {
	case aluAND:
		f.mask &= k
		return true
	case aluRSH:
		most := uint32(1<<32-1) >> k
		f.hi = min(f.hi, most)
		if f.lo > f.hi {
			return false
		}
		f.mask <<= k
		f.lo <<= k
		f.hi <<= k
		return true
	}
	return false
}

// settle brings mask and range into what the load can give.
func (f *field) settle() bool {
	all := uint32(1<<(8*f.size) - 1)
	f.mask &= all
	f.hi = min(f.hi, f.mask)
	return f.lo <= f.hi && f.mask != 0 && (f.lo < f.hi || f.lo&^f.mask == 0)
}

func (f *field) equal() bool { return f.lo == f.hi && !f.length }

// end is the number of bytes, behind the base, that the field needs.
func (f *field) end() uint32 { return f.at + f.size }

// window places a field in eight bytes that begin at start.
func (f *field) window(start uint32) window {
	shift := 8 * (start + 8 - f.end())
	return window{uint64(f.mask) << shift, uint64(f.lo) << shift, uint64(f.hi-f.lo) << shift}
}

// decision makes the step of a node that is a simple test.
func (p *planner) decision(i int32) *step {
	n, f := &p.nodes[i], &p.fields[i]
	if f.length {
		return &step{kind: stepLength, a: window{lo: uint64(f.lo), span: uint64(f.hi - f.lo)}, t: p.steps[n.t], f: p.steps[n.f]}
	}
	if s := p.oneOf(i); s != nil {
		return s
	}
	if s := p.all(i); s != nil {
		return s
	}
	start := f.end() - min(8, f.end())
	s := &step{kind: stepOne, i: start, a: f.window(start), t: p.steps[n.t], f: p.steps[n.f]}
	if f.base >= 0 {
		s.kind, s.base = stepAnyBase, uint32(f.base)
		s.b = window{lo: 1} // never
	}
	return s
}

// favour has IPv4 asked for before IPv6, where one test follows the other. It returns whether it changed anything.
func (o *optimizer) favour() (changed bool) {
	const ip4, ip6 = 0x0800, 0x86dd
	preds := o.countPreds()
	for i := range o.nodes {
		n := &o.nodes[i]
		if n.kind != nodeTest || n.op != jmpJEQ || preds[n.f] != 1 {
			continue
		}
		m := &o.nodes[n.f]
		k, _ := o.values.constant(n.r)
		l, _ := o.values.constant(m.r)
		if k == ip6 && l == ip4 && m.kind == nodeTest && m.op == jmpJEQ && m.l == n.l && len(m.needs)+len(m.sets) == 0 {
			n.r, m.r, n.t, m.t = m.r, n.r, m.t, n.t
			changed = true
		}
	}
	if changed {
		o.arrange()
	}
	return changed
}

// arrange puts the nodes into an order in which edges lead to nodes of greater index.
func (g *graph) arrange() {
	at := make([]int32, len(g.nodes)) // 0: not seen; else the new index, counted from the end, and one more
	last := int32(0)
	var walk func(i int32)
	walk = func(i int32) {
		if at[i] != 0 {
			return
		}
		at[i] = -1
		n := &g.nodes[i]
		if n.kind == nodeTest {
			walk(n.f)
		}
		if n.kind == nodeTest || n.kind == nodeGo {
			walk(n.t)
		}
		last++
		at[i] = last
	}
	walk(g.start)
	nodes := make([]node, len(g.nodes))
	for i, n := range g.nodes {
		if at[i] == 0 {
			continue
		}
		if n.kind == nodeTest {
			n.f = last - at[n.f]
		}
		if n.kind == nodeTest || n.kind == nodeGo {
			n.t = last - at[n.t]
		}
		nodes[last-at[i]] = n
	}
	g.nodes, g.start = nodes, 0
}
