package bpf

import (
	"slices"

	"golang.org/x/net/bpf"
)

// optimize gives a program of the same meaning with as few instructions as it can find: the same result on every packet, whatever its length. A valid
// program goes in and comes out; one with jumps backwards is left as it is.
func optimize(code []bpf.RawInstruction) []bpf.RawInstruction {
	for _, i := range code {
		if i.Op == opJa && int32(i.K) < 0 {
			return code
		}
	}
	best := code
	freely(code, func(w *workspace) {
		g, ok := w.lift(code, 0)
		if !ok {
			return
		}
		w.improve(g)
		if better, ok := w.lower(g); ok && len(better) < len(code) {
			best = better
		}
	})
	return best
}

// improve improves the graph until nothing changes, or for as many rounds as large programs allow.
func (w *workspace) improve(g *graph) *optimizer {
	o := &w.opt
	o.graph, o.before, o.after = g, resized(o.before, len(g.nodes)), resized(o.after, len(g.nodes))
	rounds := min(12, 2+20_000/len(g.nodes))
	for range rounds {
		o.forward()
		o.dropSets()
		o.backward()
		merged := o.merge()
		if !o.change && !merged {
			break
		}
	}
	if o.reorder() {
		o.settle()
		o.merge()
	}
	return o
}

// settle has what follows from a change known everywhere.
func (o *optimizer) settle() {
	for range 3 {
		o.forward()
		o.backward()
		if !o.change {
			break
		}
	}
}

// mergeKey is what nodes that do the same have in common, beside their lists.
type mergeKey struct {
	kind nodeKind
	op   uint16
	l, r valueID
	t, f int32
}

// merge makes one of nodes that do the same. It returns whether there were any.
func (o *optimizer) merge() (merged bool) {
	if o.same == nil {
		o.same = make(map[mergeKey]int32)
	}
	clear(o.same)
	o.to, o.next = resized(o.to, len(o.nodes)), resized(o.next, len(o.nodes))
	same, to, next := o.same, o.to, o.next
	for i := len(o.nodes) - 1; i >= 0; i-- {
		to[i] = int32(i)
		n := &o.nodes[i]
		switch n.kind {
		case nodeGone:
			continue
		case nodeTest:
			n.t, n.f = to[n.t], to[n.f]
		case nodeGo:
			n.t = to[n.t]
		}
		k := mergeKey{n.kind, n.op, n.l, n.r, n.t, n.f}
		first := same[k]
		for j := first; j != 0; j = next[j-1] {
			if m := &o.nodes[j-1]; slices.Equal(m.needs, n.needs) && slices.Equal(m.sets, n.sets) {
				to[i], merged = j-1, true
				break
			}
		}
		if to[i] == int32(i) {
			next[i] = first
			same[k] = int32(i) + 1
		}
	}
	o.start = to[o.start]
	if merged {
		o.sweep()
	}
	return merged
}

// sweep removes nodes that nothing leads to.
func (o *optimizer) sweep() {
	o.used = resized(o.used, len(o.nodes))
	used := o.used
	used[o.start] = true
	for i := range o.nodes {
		n := &o.nodes[i]
		if !used[i] {
			*n = node{}
			continue
		}
		switch n.kind {
		case nodeTest:
			used[n.t], used[n.f] = true, true
		case nodeGo:
			used[n.t] = true
		}
	}
}

// lower writes the graph as instructions.
func (w *workspace) lower(g *graph) (best []bpf.RawInstruction, ok bool) {
	e := &w.emitter
	e.reset(g)
	var found style
	try := func(s style) {
		if !e.emit(s) {
			return
		}
		if code := w.linker.link(e); best == nil || len(code) < len(best) {
			best, found = code, s
		}
	}
	try(style{})
	sets := e.candidates()
	if g.phis > 0 {
		try(style{early: true})
		try(style{alone: true})
		try(style{alone: true, early: true})
	}
	for _, keep := range sets {
		s := found
		s.keep = keep
		try(s)
	}
	return best, best != nil
}

// maxKeep is how many values are tried to be kept in scratch memory.
const maxKeep = 6

// candidates are sets of values that may be worth keeping: those that are computed more than once, the most expensive first.
func (e *emitter) candidates() [][]valueID {
	var ids []valueID
	if len(e.nodes) > 4096 {
		return nil
	}
	for id, n := range e.computed {
		if n > 1 && e.values.list[id].kind != valPhi {
			ids = append(ids, valueID(id))
		}
	}
	gain := func(id valueID) int { return int(e.computed[id]-1) * int(e.values.info[id].cost) }
	slices.SortFunc(ids, func(a, b valueID) int {
		if d := gain(b) - gain(a); d != 0 {
			return d
		}
		return int(a - b)
	})
	ids = ids[:min(len(ids), maxKeep)]
	var sets [][]valueID
	for i := range ids {
		sets = append(sets, ids[i:i+1])
		if i > 0 {
			sets = append(sets, ids[:i+1])
		}
	}
	return sets
}
