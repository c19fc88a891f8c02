package bpf

import "slices"

// oneOf joins the test of a node with those that follow if it does not hold, where they come to the same place if they do: two ranges in one window, or sets of numbers.
func (p *planner) oneOf(i int32) *step {
	n := &p.nodes[i]
	var best []int32
	var exit, behind int32
	for _, to := range [2]int32{n.t, n.f} {
		if list, next := p.alternatives(i, to); len(list) > len(best) {
			best, exit, behind = list, to, next
		}
	}
	if len(best) < 2 {
		return nil
	}
	if len(best) == 2 {
		return p.either(best, exit, behind)
	}
	return p.sets(best, exit, behind)
}

// alternatives gives the tests from node i on that lead to exit if they come out one way, and to the next test otherwise, as far as they have the
// same base and look at no more than two fields; and the node behind them.
func (p *planner) alternatives(i, exit int32) (list []int32, next int32) {
	var fields []field
	first := p.fields[i]
	for {
		n := &p.nodes[i]
		if n.kind != nodeTest || !p.simple[i] || n.t != exit && n.f != exit {
			return list, i
		}
		f := p.fields[i]
		if f.size == 1 || f.length || f.base != first.base {
			return list, i
		}
		known := slices.ContainsFunc(fields, func(g field) bool { return g.at == f.at && g.size == f.size })
		if !known {
			if len(fields) == 2 {
				return list, i
			}
			fields = append(fields, f)
		}
		if len(list) >= 2 && !p.listable(append(list, i), exit) {
			return list, i
		}
		list = append(list, i)
		if i = n.t; n.t == exit {
			i = n.f
		}
	}
}

// listable reports whether tests are all of numbers in sets of one kind.
func (p *planner) listable(list []int32, exit int32) bool {
	for _, i := range list {
		f := p.fields[i]
		if f.size != p.fields[list[0]].size || f.mask != uint32(1<<(8*f.size)-1) || f.size < 2 {
			return false
		}
		if f.size == 4 && (!f.equal() || p.nodes[i].t != exit) {
			return false
		}
	}
	return true
}

// either makes a step of two ranges.
func (p *planner) either(list []int32, exit, behind int32) *step {
	a, b := p.fields[list[0]], p.fields[list[1]]
	end := max(a.end(), b.end())
	if end-min(a.at, b.at) > 8 {
		return nil
	}
	start := end - min(8, end)
	s := &step{kind: stepAny, i: start, t: p.steps[exit], f: p.steps[behind]}
	if a.base >= 0 {
		s.kind, s.base = stepAnyBase, uint32(a.base)
	}
	for k, w := range [2]*window{&s.a, &s.b} {
		f := p.fields[list[k]]
		*w = f.window(start)
		if p.nodes[list[k]].f == exit { // what is not in the range
			*w = f.outside(start)
		}
	}
	return s
}

// outside is a window that holds for what is in the mask but not in the range: going on behind the range, around to where it begins.
func (f *field) outside(start uint32) window {
	w := f.window(start)
	return window{w.mask, w.lo + w.span + 1, -w.span - 2}
}

// sets makes a step of sets of numbers.
func (p *planner) sets(list []int32, exit, behind int32) *step {
	first := p.fields[list[0]]
	second := first
	for _, i := range list {
		if f := p.fields[i]; f.at != first.at {
			second = f
			break
		}
	}
	if !p.listable(list, exit) {
		return nil
	}
	s := &step{kind: stepSet, i: first.at, j: second.at, t: p.steps[exit], f: p.steps[behind], sets: &sets{}}
	if first.size == 4 {
		s.kind = stepHash
		s.sets.x, s.sets.y = newHashSet(p.numbers(list, first.at)), newHashSet(p.numbers(list, second.at))
		if s.sets.x == nil || s.sets.y == nil {
			return nil
		}
	} else {
		s.sets.a, s.sets.b = p.bitmap(list, first.at, exit), p.bitmap(list, second.at, exit)
		if s.sets.a == nil || s.sets.b == nil {
			return nil
		}
	}
	if first.base >= 0 {
		s.kind++
		s.base = uint32(first.base)
	}
	return s
}

func (p *planner) numbers(list []int32, at uint32) (numbers []uint32) {
	for _, i := range list {
		if f := p.fields[i]; f.at == at {
			numbers = append(numbers, f.lo)
		}
	}
	return numbers
}

// maxBitmaps is how many bitmaps of 8 KiB a program may have.
const maxBitmaps = 64

// bitmap makes the set of what leads to exit. Equal sets are one.
func (p *planner) bitmap(list []int32, at uint32, exit int32) *bitmap {
	b := new(bitmap)
	for _, i := range list {
		f := p.fields[i]
		if f.at != at {
			continue
		}
		if p.nodes[i].t == exit {
			b.add(uint16(f.lo), uint16(f.hi))
			continue
		}
		if f.lo > 0 {
			b.add(0, uint16(f.lo-1))
		}
		if f.hi < 1<<16-1 {
			b.add(uint16(f.hi+1), 1<<16-1)
		}
	}
	if have := p.bits[*b]; have != nil {
		return have
	}
	if len(p.bits) >= maxBitmaps {
		return nil
	}
	p.bits[*b] = b
	return b
}
