package bpf

import "slices"

// optimizer improves a graph.
type optimizer struct {
	*graph
	before []*facts // on entry to each node; nil where nothing leads there
	after  []bounds // what is evaluated from each node on, whatever way is taken to acceptance
	fuel   int      // how many nodes jumps may still look at in this round
	change bool

	same     map[mergeKey]int32 // of merge
	to, next []int32
	used     []bool // of sweep
}

// forward goes through the nodes in order: what is known decides tests, and edges are led past what they need not see.
func (o *optimizer) forward() {
	o.change = false
	o.fuel = 256 + 48*len(o.nodes)
	clear(o.before)
	first := o.values.store.make(bounds{}, 0)
	o.start = o.land(o.start, first, maxDepth)
	o.before[o.start] = first
	for i := range o.nodes {
		n := &o.nodes[i]
		f := o.before[i]
		if f == nil {
			*n = node{}
			continue
		}
		f = o.through(n, f)
		switch n.kind {
		case nodeTest:
			o.forwardTest(n, f)
		case nodeGo:
			o.lead(&n.t, f)
		}
	}
}

// through prunes what a node need not do, and gives the facts behind it and its comparison.
func (o *optimizer) through(n *node, f *facts) *facts {
	if n.kind == nodeReturn {
		n.sets = nil
		if n.l == o.zero {
			n.needs = nil
		}
	}
	v := o.values
	g := o.values.store.same(f)
	if len(n.needs) > 0 {
		kept := n.needs[:0]
		for _, id := range n.needs {
			if !v.has(&g.bounds, id) {
				kept = append(kept, id)
				v.note(&g.bounds, id)
			}
		}
		n.needs = kept
	}
	for _, s := range n.sets {
		v.note(&g.bounds, s.to)
		k := v.about(g, s.to)
		k.id = s.phi
		if k.few {
			g = v.learn(g, k)
		} else {
			g = v.forget(g, s.phi)
		}
	}
	if n.kind == nodeTest {
		v.note(&g.bounds, n.l)
		v.note(&g.bounds, n.r)
	}
	return g
}

func (o *optimizer) forwardTest(n *node, f *facts) {
	switch o.values.decide(f, n) {
	case surely:
		n.skip(n.t)
	case surelyNot:
		n.skip(n.f)
	default:
		yes, no := o.values.after(f, n, true), o.values.after(f, n, false)
		t, e := o.land(n.t, yes, maxDepth), o.land(n.f, no, maxDepth)
		if t != n.t || e != n.f {
			n.t, n.f, o.change = t, e, true
		}
		if t != e {
			o.reach(t, yes)
			o.reach(e, no)
			return
		}
		n.skip(t)
	}
	o.change = true
	o.lead(&n.t, f)
}

// skip makes a test a step to one of its successors.
func (n *node) skip(to int32) {
	n.need(n.l)
	n.need(n.r)
	n.kind, n.op, n.l, n.r, n.t, n.f = nodeGo, 0, 0, 0, to, 0
}

// lead leads an edge on, and the facts along it.
func (o *optimizer) lead(to *int32, f *facts) {
	if t := o.land(*to, f, maxDepth); t != *to {
		*to, o.change = t, true
	}
	o.reach(*to, f)
}

func (o *optimizer) reach(to int32, f *facts) {
	if have := o.before[to]; have != nil {
		f = o.values.meet(have, f)
	}
	o.before[to] = f
}

// maxDepth is how many undecided tests in a row are looked behind, to see whether all ways lead to the same place.
const maxDepth = 5

// land gives the node that a way to node i comes to, with facts f, after what makes no difference.
func (o *optimizer) land(i int32, f *facts, depth int) int32 {
	v := o.values
	for {
		n := &o.nodes[i]
		if o.fuel--; o.fuel < 0 || n.kind == nodeReturn || len(n.sets) > 0 {
			return i
		}
		to := n.t
		if n.kind == nodeTest {
			switch v.decide(f, n) {
			case surely:
			case surelyNot:
				to = n.f
			default:
				if to = o.both(n, f, depth); to < 0 {
					return i
				}
			}
		}
		if !o.silent(n, &f.bounds) {
			// A way to rejection is as good whatever is loaded on it.
			if depth > 0 && o.rejects(o.land(to, f, depth-1)) {
				return o.land(to, f, depth-1)
			}
			return i
		}
		i = to
	}
}

// both gives where both ways of an undecided test lead to, or -1.
func (o *optimizer) both(n *node, f *facts, depth int) int32 {
	t, e := &o.nodes[n.t], &o.nodes[n.f]
	if depth == 0 || t.kind == nodeReturn && e.kind == nodeReturn || !o.values.informed(f, n.l) {
		return -1
	}
	before := o.values.store
	defer func() { o.values.store.goBack(&before) }()
	g := o.values.store.same(f)
	for _, id := range n.needs {
		o.values.note(&g.bounds, id)
	}
	o.values.note(&g.bounds, n.l)
	o.values.note(&g.bounds, n.r)
	first, second := n.t, n.f
	yes := t.kind == nodeReturn || e.kind != nodeReturn
	if !yes { // the way that ends at once says where the other one has to end
		first, second = n.f, n.t
	}
	to := o.land(first, o.values.after(g, n, yes), depth-1)
	if o.land(second, o.values.after(g, n, !yes), depth-1) == to {
		return to
	}
	return -1
}

func (o *optimizer) rejects(i int32) bool {
	return o.nodes[i].kind == nodeReturn && o.nodes[i].l == o.zero
}

// silent reports whether a node cannot reject the packet.
func (o *optimizer) silent(n *node, b *bounds) bool {
	for _, id := range n.needs {
		if !o.values.has(b, id) {
			return false
		}
	}
	return n.kind != nodeTest || o.values.has(b, n.l) && o.values.has(b, n.r)
}

// backward finds what is evaluated from each node on, and drops what need not be evaluated before.
func (o *optimizer) backward() {
	v := o.values
	for i := len(o.nodes) - 1; i >= 0; i-- {
		n := &o.nodes[i]
		var b bounds
		switch n.kind {
		case nodeReturn:
			if n.l == o.zero {
				b.all = true
			} else {
				v.note(&b, n.l)
			}
		case nodeGo:
			b = o.after[n.t]
		case nodeTest:
			b = v.meetBounds(o.after[n.t], o.after[n.f])
			v.note(&b, n.l)
			v.note(&b, n.r)
		}
		for _, s := range n.sets {
			v.note(&b, s.to)
		}
		if len(n.needs) > 0 {
			n.needs = slices.DeleteFunc(n.needs, func(id valueID) bool { return v.has(&b, id) })
		}
		for _, id := range n.needs {
			v.note(&b, id)
		}
		o.after[i] = b
	}
}

// dropSets drops what is remembered and never asked for.
func (o *optimizer) dropSets() {
	if o.phis == 0 {
		return
	}
	used := make([]bool, len(o.values.list))
	var mark func(id valueID)
	mark = func(id valueID) {
		if id != 0 && !used[id] {
			used[id] = true
			mark(o.values.list[id].l)
			mark(o.values.list[id].r)
		}
	}
	for i := len(o.nodes) - 1; i >= 0; i-- { // uses stand behind sets
		n := &o.nodes[i]
		mark(n.l)
		mark(n.r)
		for _, id := range n.needs {
			mark(id)
		}
		kept := n.sets[:0]
		for _, s := range n.sets {
			if used[s.phi] {
				kept = append(kept, s)
				mark(s.to)
			} else if o.values.info[s.to].partial {
				n.need(s.to)
				mark(s.to)
			}
		}
		n.sets = kept
	}
}
