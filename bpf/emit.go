package bpf

import "golang.org/x/net/bpf"

// style is a way to write a graph. Which is best is found by trying.
type style struct {
	keep  []valueID // values to keep in scratch memory once they are computed
	alone bool      // each phi has a cell of its own; otherwise those of one register or word of the original share one
	early bool      // what the test needs in X is computed before phis are set
}

// emitter writes a graph as instructions.
type emitter struct {
	*graph
	code   []bpf.RawInstruction
	begin  []int32     // of each node in code, -1 for none
	end    []int32     // of each node in code: its jump or return
	turned []bool      // whether the jump of a node has its sides exchanged
	entry  []registers // on entry to each node
	seen   []bool      // whether entry has been set
	style
	cell    [scratchSlots]valueID // the value that is kept in a cell
	phiCell []int8                // the cell of each phi
	taken   int                   // cells for phis and for what is kept
	temps   int                   // cells in use as temporaries, from the last down
	failed  bool
	now     registers

	phisOnly registers // what nodes find that are emitted by themselves
	// computed counts how often expensive values are computed, to find those worth keeping.
	computed []int32 // by value
}

// reset makes the emitter ready for a graph.
func (e *emitter) reset(g *graph) {
	n := len(g.nodes)
	*e = emitter{
		graph: g, code: e.code[:0], begin: resized(e.begin, n), end: resized(e.end, n), turned: resized(e.turned, n), entry: resized(e.entry, n), seen: resized(e.seen, n),
		phiCell: resized(e.phiCell, g.phis), computed: resized(e.computed, len(g.values.list)),
	}
}

// emit writes the graph. The jumps are not set yet.
func (e *emitter) emit(s style) bool {
	e.code, e.failed, e.style = e.code[:0], false, s
	clear(e.seen)
	clear(e.computed)
	cells := e.phiCells()
	if cells+len(s.keep) > scratchSlots {
		return false
	}
	e.cell = [scratchSlots]valueID{}
	e.taken = cells + copy(e.cell[cells:], s.keep)
	zero := held{value: e.zero}
	e.entry[e.start], e.seen[e.start] = registers{a: zero, x: zero}, true
	for i := range e.nodes {
		e.begin[i] = -1
		if e.seen[i] {
			e.node(int32(i))
		}
	}
	return !e.failed
}

// phiCells gives cells to the phis that are set anywhere, and returns how many it took.
func (e *emitter) phiCells() (cells int) {
	var of [slotCount]int8
	for i := range e.phiCell {
		e.phiCell[i] = -1
	}
	for i := range e.nodes {
		for _, s := range e.nodes[i].sets {
			phi := e.values.list[s.phi].k
			slot := &of[e.values.list[s.phi].op]
			switch {
			case e.phiCell[phi] >= 0:
			case e.style.alone || *slot == 0:
				cells++
				e.phiCell[phi], *slot = int8(cells-1), int8(cells)
			default:
				e.phiCell[phi] = *slot - 1
			}
		}
	}
	return cells
}

func (e *emitter) add(op uint16, k uint32) { e.code = append(e.code, bpf.RawInstruction{Op: op, K: k}) }

func (e *emitter) node(i int32) {
	n := &e.nodes[i]
	e.begin[i] = int32(len(e.code))
	e.now = e.entry[i]
	if e.early && len(n.sets) > 0 {
		for _, id := range [2]valueID{n.l, n.r} {
			if x := e.values.list[id]; x.kind == valInd && !e.now.a.is(id) {
				e.toX(x.l)
			}
		}
	}
	for _, id := range n.needs {
		switch {
		case e.now.a.is(id) || e.now.x.is(id):
		case e.values.list[id].kind == valMsh:
			e.toX(id)
		default:
			e.toA(id)
		}
	}
	for _, s := range n.sets {
		e.set(s)
	}
	switch n.kind {
	case nodeReturn:
		if k, ok := e.values.constant(n.l); ok {
			e.add(opRetK, k)
		} else {
			e.toA(n.l)
			e.add(opRetA, 0)
		}
	case nodeGo:
		e.add(opJa, 0)
		e.leave(n.t)
	case nodeTest:
		e.test(i, n)
		e.leave(n.t)
		e.leave(n.f)
	}
	e.end[i] = int32(len(e.code)) - 1
}

// leave hands the registers on to a successor.
func (e *emitter) leave(to int32) {
	if e.seen[to] {
		e.entry[to].meet(&e.now)
		return
	}
	e.entry[to], e.seen[to] = e.now, true
}

// set stores the value of a phi.
func (e *emitter) set(s set) {
	c := e.phiCell[e.values.list[s.phi].k]
	cell := &e.now.m[c]
	if !cell.is(s.to) {
		switch {
		case e.now.a.is(s.to):
			e.add(opSt, uint32(c))
		case e.now.x.is(s.to) || e.values.list[s.to].kind == valMsh:
			e.toX(s.to)
			e.add(opStx, uint32(c))
		default:
			e.toA(s.to)
			e.add(opSt, uint32(c))
		}
		*cell = held{value: s.to}
	}
	e.now.a.forget(s.phi)
	e.now.x.forget(s.phi)
	for i := range e.now.m {
		e.now.m[i].forget(s.phi)
	}
	cell.value = s.to
	for _, h := range [3]*held{cell, &e.now.a, &e.now.x} {
		if h.is(s.to) {
			h.phi = s.phi
		}
	}
}

// where gives the cell that a value is to be kept in, or -1.
func (e *emitter) where(id valueID) int {
	if id != 0 {
		for c, v := range e.cell {
			if v == id {
				return c
			}
		}
	}
	return -1
}

// stored gives a cell that holds a value now, or -1.
func (e *emitter) stored(id valueID) int {
	for c := range e.now.m {
		if e.now.m[c].is(id) {
			return c
		}
	}
	return -1
}

// direct reports whether a value gets into X without the help of A; anew: even if X holds something else by then.
func (e *emitter) direct(id valueID, anew bool) bool {
	switch e.values.list[id].kind {
	case valConst, valMsh:
		return true
	}
	return !anew && e.now.x.is(id) || e.stored(id) >= 0
}

// usesX reports whether getting a value into A changes X; anew: even if what the registers hold now is gone by then.
func (e *emitter) usesX(id valueID, anew bool) bool {
	if !anew && (e.now.a.is(id) || e.now.x.is(id)) || e.stored(id) >= 0 {
		return false
	}
	x := &e.values.list[id]
	switch x.kind {
	case valInd:
		return anew || !e.now.x.is(x.l)
	case valMsh:
		return true
	case valNeg:
		return e.usesX(x.l, anew)
	case valALU:
		_, constant := e.values.constant(x.r)
		return !constant || e.usesX(x.l, anew)
	}
	return false
}

// toX gets a value into X.
func (e *emitter) toX(id valueID) {
	if e.now.x.is(id) {
		return
	}
	x := &e.values.list[id]
	if c := e.stored(id); c >= 0 {
		e.add(opLdxMem, uint32(c))
		e.now.x = e.now.m[c]
		return
	} else {
		switch x.kind {
		case valConst:
			e.add(opLdxImm, x.k)
		case valMsh:
			e.add(opLdxMsh, x.k)
			e.keep(id, opStx)
		default:
			e.toA(id)
			e.add(opTax, 0)
			e.now.x = e.now.a
			return
		}
	}
	e.now.x = held{value: id}
}

// toA gets a value into A.
func (e *emitter) toA(id valueID) {
	if e.now.a.is(id) {
		return
	}
	x := e.values.list[id]
	if e.now.x.is(id) {
		e.add(opTxa, 0)
		e.now.a = e.now.x
	} else if c := e.stored(id); c >= 0 {
		e.add(opLdMem, uint32(c))
		e.now.a = e.now.m[c]
	} else {
		switch x.kind {
		case valConst:
			e.add(opLdImm, x.k)
		case valWireLen:
			e.add(opLdLen, 0)
		case valLoad, valAncillary:
			e.add(opLdAbs|sizeOp(x.op), x.k)
		case valInd:
			e.toX(x.l)
			e.add(opLdInd|sizeOp(x.op), x.k)
		case valMsh:
			e.toX(id)
			e.add(opTxa, 0)
		case valNeg:
			e.toA(x.l)
			e.add(opNeg, 0)
		case valALU:
			if k, ok := e.values.constant(x.r); ok {
				e.toA(x.l)
				e.add(clsALU|x.op, k)
			} else {
				e.operands(x.l, x.r, x.op != aluSUB && x.op != aluDIV && x.op != aluMOD && x.op != aluLSH && x.op != aluRSH)
				e.add(clsALU|x.op|srcX, 0)
			}
		default:
			e.failed = true // a phi that was never set
		}
		e.now.a = held{value: id}
		e.keep(id, opSt)
	}
}

func sizeOp(size uint16) uint16 {
	switch size {
	case 1:
		return sizeB
	case 2:
		return sizeH
	}
	return sizeW
}

// keep stores a value that has just been computed, if that is wanted.
func (e *emitter) keep(id valueID, op uint16) {
	if e.values.info[id].cost >= 3 {
		e.computed[id]++
	}
	if c := e.where(id); c >= 0 {
		e.add(op, uint32(c))
		e.now.m[c] = held{value: id}
	}
}

// operands gets l into A and r into X, or the other way where either will do; it returns whether they are exchanged.
func (e *emitter) operands(l, r valueID, either bool) (exchanged bool) {
	switch {
	case l == r:
		e.toA(l)
		e.toX(l)
	case e.direct(r, false) && (!e.now.x.is(r) || !e.usesX(l, false)):
		e.toA(l)
		e.toX(r)
	case either && e.direct(l, false) && (!e.now.x.is(l) || !e.usesX(r, false)):
		e.toA(r)
		e.toX(l)
		return true
	case !e.usesX(l, true):
		e.toX(r)
		e.toA(l)
	case either && !e.usesX(r, true):
		e.toX(l)
		e.toA(r)
		return true
	case e.direct(r, true):
		e.toA(l)
		e.toX(r)
	default:
		t := e.temporary()
		e.toA(r)
		e.add(opSt, uint32(t))
		e.toA(l)
		e.add(opLdxMem, uint32(t))
		e.now.x = held{value: r}
		e.temps--
	}
	return false
}

// temporary takes a free cell.
func (e *emitter) temporary() int {
	e.temps++
	t := scratchSlots - e.temps
	if t < e.taken {
		e.failed = true
		return 0
	}
	e.now.m[t] = held{}
	return t
}

// test writes a test: its operands and the jump.
func (e *emitter) test(i int32, n *node) {
	v := e.values
	e.turned[i] = false
	x := v.list[n.l]
	k, constant := v.constant(n.r)
	if n.op == jmpJEQ && constant && x.kind == valALU && x.op == aluAND && !e.now.a.is(n.l) && e.stored(n.l) < 0 {
		m, inner := v.constant(x.r)
		switch {
		case inner && k == 0:
			e.toA(x.l)
			e.add(clsJMP|jmpJSET, m)
			e.turned[i] = true
			return
		case inner && k == m && m&(m-1) == 0:
			e.toA(x.l)
			e.add(clsJMP|jmpJSET, m)
			return
		case !inner && k == 0:
			e.operands(x.l, x.r, true)
			e.add(clsJMP|jmpJSET|srcX, 0)
			e.turned[i] = true
			return
		}
	}
	if constant {
		e.toA(n.l)
		e.add(clsJMP|n.op, k)
		return
	}
	op := n.op
	if e.operands(n.l, n.r, true) && op != jmpJEQ { // l > r is not r >= l
		op = jmpJGT + jmpJGE - op
		e.turned[i] = true
	}
	e.add(clsJMP|op|srcX, 0)
}
