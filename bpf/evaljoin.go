package bpf

import "math/bits"

// all joins the test of a node with those that follow if it holds, where they come to the same place if they do not.
func (p *planner) all(i int32) *step {
	n := &p.nodes[i]
	j := &join{}
	other, next := n.f, n.t
	f := p.fields[i]
	switch exit, behind, b := p.byteSet(i); {
	case b != nil && (n.t == exit || behind != n.f):
		j.setAt, j.set = int(f.at), b
		other, next = behind, exit
	case f.base >= 0 || !f.equal():
		return nil
	default:
		if bits.OnesCount32(f.mask) == 1 && p.wantsJoin(n.f) && !p.wantsJoin(n.t) {
			f.flip()
			other, next = n.t, n.f
		}
		j.add(&f)
	}
	known := p.behind(i)
	if j.set == nil {
		known = p.values.after(known, n, next == n.t)
	}
	for {
		to, ok := p.joinNext(j, next, other, known)
		if !ok {
			break
		}
		next = to
	}
	return j.step(p.steps[next], p.steps[other])
}

// joinNext joins the test of node next, and gives the node behind it.
func (p *planner) joinNext(j *join, next, other int32, known *facts) (to int32, ok bool) {
	m, g := &p.nodes[next], p.fields[next]
	if m.kind != nodeTest || !p.simple[next] || g.base >= 0 || g.length {
		return 0, false
	}
	if exit, behind, b := p.byteSet(next); b != nil && j.set == nil {
		if behind == other || p.same(behind, other, known) {
			j.setAt, j.set = int(g.at), b
			return exit, true
		}
		if exit == other || p.same(exit, other, known) {
			for k := range b {
				b[k] = !b[k]
			}
			j.setAt, j.set = int(g.at), b
			return behind, true
		}
	}
	if !g.equal() {
		return 0, false
	}
	yes, no := m.t, m.f
	if no != other && yes == other && bits.OnesCount32(g.mask) == 1 {
		yes, no = no, yes
		g.flip()
	}
	if no != other && !p.same(no, other, known) || !j.add(&g) {
		return 0, false
	}
	return yes, true
}

// byteSet takes two tests or more, from node i on, of one byte: with the values in the set it goes on at exit, with others at behind.
func (p *planner) byteSet(i int32) (exit, behind int32, set *[256]bool) {
	n, f := &p.nodes[i], p.fields[i]
	if f.size != 1 || f.base >= 0 || f.length {
		return 0, 0, nil
	}
	for _, exit := range [2]int32{n.t, n.f} {
		b, count, at := new([256]bool), 0, i
		for ; p.nodes[at].kind == nodeTest && p.simple[at]; count++ {
			m, g := &p.nodes[at], p.fields[at]
			if g.size != 1 || g.length || g.base >= 0 || g.at != f.at || m.t != exit && m.f != exit {
				break
			}
			for v := range b {
				x := uint32(v) & g.mask
				if (x >= g.lo && x <= g.hi) == (m.t == exit) {
					b[v] = true
				}
			}
			if at = m.f; m.f == exit {
				at = m.t
			}
		}
		if count > 1 {
			return exit, at, b
		}
	}
	return 0, 0, nil
}

func (p *planner) wantsJoin(i int32) bool {
	return p.nodes[i].kind == nodeTest && p.simple[i] && p.fields[i].equal() && p.fields[i].base < 0
}

// behind gives the facts when a test has been made, whatever came out.
func (p *planner) behind(i int32) *facts {
	f := &facts{}
	if known := p.before[i]; known != nil {
		*f = *known
	}
	p.values.note(&f.bounds, p.nodes[i].l)
	return f
}

// same reports whether with these facts, node other leads to where node to leads to.
func (p *planner) same(to, other int32, known *facts) bool {
	p.fuel = 64
	return p.land(other, known, 1) == to
}

// join collects comparisons for equality in two windows, and one set of bytes.
type join struct {
	from  [2]uint32 // the bytes of each window: from and up to
	to    [2]uint32
	parts []field
	which []int
	setAt int
	set   *[256]bool
}

// flip makes the comparison of a single bit hold where it did not.
func (f *field) flip() {
	f.lo ^= f.mask
	f.hi = f.lo
}

// add adds a comparison, if there is place in a window.
func (j *join) add(f *field) bool {
	for w := range 2 {
		from, to := f.at, f.end()
		if j.to[w] > 0 {
			from, to = min(j.from[w], from), max(j.to[w], to)
		}
		if to-from > 8 {
			continue
		}
		j.from[w], j.to[w] = from, to
		j.parts, j.which = append(j.parts, *f), append(j.which, w)
		return true
	}
	return false
}

func (j *join) step(t, f *step) *step {
	if j.to[1] == 0 {
		if j.set == nil {
			return j.stepOne(t, f)
		}
		j.from[1], j.to[1] = j.from[0], j.to[0]
	}
	s := &step{kind: stepAll, t: t, f: f}
	if j.set != nil {
		s.kind, s.base, s.sets = stepAllIn, uint32(j.setAt), &sets{bytes: j.set}
	}
	var start [2]uint32
	for w := range start {
		start[w] = j.to[w] - min(8, j.to[w])
	}
	s.i, s.j = start[0], start[1]
	for n, part := range j.parts {
		w, to := part.window(start[j.which[n]]), &s.a
		if j.which[n] == 1 {
			to = &s.b
		}
		mask, lo := bits.ReverseBytes64(w.mask), bits.ReverseBytes64(w.lo)
		if to.mask&mask&(to.lo^lo) != 0 {
			return nil // both cannot be
		}
		to.mask |= mask
		to.lo |= lo
	}
	return s
}

// stepOne is the step where all comparisons are in one window.
func (j *join) stepOne(t, f *step) *step {
	start := j.to[0] - min(8, j.to[0])
	s := &step{kind: stepOne, i: start, t: t, f: f}
	for _, part := range j.parts {
		w := part.window(start)
		if s.a.mask&w.mask&(s.a.lo^w.lo) != 0 {
			return nil // both cannot be
		}
		s.a.mask |= w.mask
		s.a.lo |= w.lo
	}
	return s
}
