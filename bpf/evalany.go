package bpf

import "slices"

// A choice is a test, or two tests for a range, that leads to one place if the field is in the range, or if it is not, and on to the next choice otherwise.
type choice struct {
	field
	out bool // what is not in the range leads there
}

// oneOf joins the test of a node with those that follow if it does not hold, where they come to the same place if they do: two ranges in one window, or sets of numbers.
func (p *planner) oneOf(i int32) *step {
	n := &p.nodes[i]
	exits := []int32{n.t, n.f}
	if _, in, _, ok := p.between(i); ok {
		exits = append(exits, in)
	}
	var best []choice
	var exit, behind int32
	tests := 1
	for _, to := range exits {
		if list, next, joined := p.alternatives(i, to); joined > tests {
			best, exit, behind, tests = list, to, next, joined
		}
	}
	switch len(best) {
	case 0:
		return nil
	case 1:
		return p.either(best[0], choice{}, exit, behind)
	case 2:
		return p.either(best[0], best[1], exit, behind)
	}
	return p.sets(best, exit, behind)
}

// between takes two tests of one field, from node i on, for one of a range: what is in it goes on at in, what is not at out.
func (p *planner) between(i int32) (f field, in, out int32, ok bool) {
	n := &p.nodes[i]
	if f = p.fields[i]; n.kind != nodeTest || !p.simple[i] || f.length {
		return f, 0, 0, false
	}
	for _, to := range [2]int32{n.t, n.f} {
		m, g := &p.nodes[to], p.fields[to]
		if m.kind != nodeTest || !p.simple[to] || g.length || g.base != f.base || g.at != f.at || g.size != f.size || g.mask != f.mask {
			continue
		}
		lo, hi, out := f.lo, f.hi, n.f
		if to == n.f {
			if lo, hi, ok = f.rest(); !ok {
				continue
			}
			out = n.t
		}
		in, over := m.t, m.f
		if in == out {
			if g.lo, g.hi, ok = g.rest(); !ok {
				continue
			}
			in, over = over, in
		}
		if lo, hi = max(lo, g.lo), min(hi, g.hi); over == out && lo < hi {
			f.lo, f.hi = lo, hi
			return f, in, out, true
		}
	}
	return f, 0, 0, false
}

// rest is what is not in the range, if that is a range too.
func (f *field) rest() (lo, hi uint32, ok bool) {
	switch {
	case f.lo == 0 && f.hi < f.mask:
		return f.hi + 1, f.mask, true
	case f.lo > 0 && f.hi == f.mask:
		return 0, f.lo - 1, true
	}
	return 0, 0, false
}

// alternatives gives the tests from node i on that lead to exit if they come out one way, and to the next test otherwise, as far as they have the
// same base and look at no more than two fields; the node behind them, and how many tests were joined.
func (p *planner) alternatives(i, exit int32) (list []choice, next int32, joined int) {
	var fields []field
	first := p.fields[i]
	for {
		n := &p.nodes[i]
		if n.kind != nodeTest || !p.simple[i] {
			return list, i, joined
		}
		c, tests := choice{p.fields[i], n.f == exit}, 1
		next := n.t
		if n.t == exit {
			next = n.f
		}
		f, in, out, ok := p.between(i)
		switch {
		case ok && in == exit:
			c, next, tests = choice{f, false}, out, 2
		case ok && out == exit:
			c, next, tests = choice{f, true}, in, 2
		case n.t != exit && n.f != exit:
			return list, i, joined
		}
		if c.size == 1 || c.length || c.base != first.base {
			return list, i, joined
		}
		known := slices.ContainsFunc(fields, func(g field) bool { return g.at == c.at && g.size == c.size })
		if !known {
			if len(fields) == 2 {
				return list, i, joined
			}
			fields = append(fields, c.field)
		}
		if len(list) >= 2 && !listable(append(list, c)) {
			return list, i, joined
		}
		list = append(list, c)
		joined += tests
		i = next
	}
}

// listable reports whether tests are all of numbers in sets of one kind.
func listable(list []choice) bool {
	for _, c := range list {
		if c.size != list[0].size || c.mask != uint32(1<<(8*c.size)-1) || c.size < 2 {
			return false
		}
		if c.size == 4 && (!c.equal() || c.out) {
			return false
		}
	}
	return true
}

// either makes a step of one range or two: b may be none.
func (p *planner) either(a, b choice, exit, behind int32) *step {
	end := max(a.end(), b.end())
	if b.size > 0 && end-min(a.at, b.at) > 8 {
		return nil
	}
	start := end - min(8, end)
	s := &step{kind: stepAny, i: start, t: p.steps[exit], f: p.steps[behind], a: a.holds(start), b: b.holds(start)}
	if a.base >= 0 {
		s.kind, s.base = stepAnyBase, uint32(a.base)
	} else if b.size == 0 {
		s.kind = stepOne
	}
	return s
}

// holds is a window that holds for what leads to the exit: never, of none.
func (c *choice) holds(start uint32) window {
	switch {
	case c.size == 0:
		return window{lo: 1}
	case c.out:
		return c.outside(start)
	}
	return c.window(start)
}

// outside is a window that holds for what is in the mask but not in the range: going on behind the range, around to where it begins.
func (f *field) outside(start uint32) window {
	w := f.window(start)
	return window{w.mask, w.lo + w.span + 1, -w.span - 2}
}

// sets makes a step of sets of numbers.
func (p *planner) sets(list []choice, exit, behind int32) *step {
	first := list[0]
	second := first
	for _, c := range list {
		if c.at != first.at {
			second = c
			break
		}
	}
	if !listable(list) {
		return nil
	}
	s := &step{kind: stepSet, i: first.at, j: second.at, t: p.steps[exit], f: p.steps[behind], sets: &sets{}}
	if first.size == 4 {
		s.kind = stepHash
		s.sets.x, s.sets.y = newHashSet(numbersAt(list, first.at)), newHashSet(numbersAt(list, second.at))
		if s.sets.x == nil || s.sets.y == nil {
			return nil
		}
	} else {
		s.sets.a, s.sets.b = p.bitmap(list, first.at), p.bitmap(list, second.at)
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

func numbersAt(list []choice, at uint32) (numbers []uint32) {
	for _, c := range list {
		if c.at == at {
			numbers = append(numbers, c.lo)
		}
	}
	return numbers
}

// maxBitmaps is how many bitmaps of 8 KiB a program may have.
const maxBitmaps = 64

// bitmap makes the set of what leads to exit. Equal sets are one.
func (p *planner) bitmap(list []choice, at uint32) *bitmap {
	b := new(bitmap)
	for _, c := range list {
		if c.at != at {
			continue
		}
		if !c.out {
			b.add(uint16(c.lo), uint16(c.hi))
			continue
		}
		if c.lo > 0 {
			b.add(0, uint16(c.lo-1))
		}
		if c.hi < 1<<16-1 {
			b.add(uint16(c.hi+1), 1<<16-1)
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
