package bpf

import (
	"slices"

	"golang.org/x/net/bpf"
)

// A node is a step of a program as a graph of decisions. Registers are gone: tests compare values, which are expressions over the packet.
// Edges lead to nodes of greater index.
type node struct {
	kind  nodeKind
	op    uint16    // of a test: jmpJEQ, jmpJGT or jmpJGE
	l, r  valueID   // what a test compares; what a return gives is l
	t, f  int32     // where a test goes to; where nodeGo goes to is t
	needs []valueID // partial values that have to be evaluated here: the packet is rejected if they cannot
	sets  []set     // what is to be remembered
}

type nodeKind uint8

const (
	nodeGone nodeKind = iota
	nodeTest
	nodeGo
	nodeReturn
)

// set gives a phi its value on the way through a node.
type set struct{ phi, to valueID }

// graph is a program as decisions. It begins at node start.
type graph struct {
	values *values
	nodes  []node
	start  int32
	phis   int
	zero   valueID // the number 0
}

// slots of a state: A, X, and scratch memory.
const (
	slotA, slotX, slotM = 0, 1, 2
	slotCount           = 2 + scratchSlots
)

type state [slotCount]valueID

// lifter makes a graph of instructions.
type lifter struct {
	graph
	code   []bpf.RawInstruction
	starts []int32  // where each block begins in code
	block  []int32  // the block that begins at an instruction, or -1
	live   []uint32 // on entry to each instruction, a bit a slot
	in     [][]edge // what leads to each block
	exit   []state  // on leaving each node
	all    [1][]edge
	spare  int // how many more nodes than blocks there may be
}

// edge leads from a node to a block.
type edge struct {
	from int32
	no   bool // it is the way that the node's f stands for
}

// maxWritten is how many instructions a value may take to be computed. Programs with greater ones are left alone.
const maxWritten = 200

// maxSplit is how many nodes a block is made into at most.
const maxSplit = 8

// lift makes a graph of a valid program without jumps backwards. It fails where values get too large to be written out. With spare nodes, blocks that
// are reached with different values in their registers are made into several nodes, as long as there are some left.
func (w *workspace) lift(code []bpf.RawInstruction, spare int) (*graph, bool) {
	w.values.reset(len(code))
	l := &w.lifter
	l.graph = graph{values: &w.values, zero: w.values.number(0), nodes: l.nodes[:0]}
	l.code, l.spare, l.exit = code, spare, l.exit[:0]
	l.findBlocks()
	l.findLive()
	n := len(l.starts)
	l.in = slices.Grow(l.in[:0], n)[:n]
	for i := range l.in {
		l.in[i] = l.in[i][:0]
	}
	var first state
	for s := range first {
		first[s] = l.zero
	}
	if !l.run(0, first) {
		return nil, false
	}
	for b := 1; b < n; b++ {
		for _, edges := range l.groups(b) {
			s := l.join(b, edges)
			for _, e := range edges {
				if e.no {
					l.nodes[e.from].f = int32(len(l.nodes))
				} else {
					l.nodes[e.from].t = int32(len(l.nodes))
				}
			}
			if !l.run(b, s) {
				return nil, false
			}
		}
	}
	return &l.graph, true
}

// groups sorts what leads to a block by what is in the registers that it reads.
func (l *lifter) groups(b int) (groups [][]edge) {
	edges := l.in[b]
	if len(edges) == 0 {
		return nil
	}
	if l.spare == 0 {
		l.all[0] = edges
		return l.all[:]
	}
	live := l.live[l.starts[b]]
next:
	for _, e := range edges {
		for i, g := range groups {
			if l.alike(e.from, g[0].from, live) {
				groups[i] = append(g, e)
				continue next
			}
		}
		if len(groups) == maxSplit || len(groups) > l.spare {
			return [][]edge{edges}
		}
		groups = append(groups, []edge{e})
	}
	l.spare -= len(groups) - 1
	return groups
}

// alike reports whether two nodes leave the same in the slots that are read later.
func (l *lifter) alike(a, b int32, live uint32) bool {
	for slot := range slotCount {
		if live&(1<<slot) != 0 && l.exit[a][slot] != l.exit[b][slot] {
			return false
		}
	}
	return true
}

// findBlocks finds where nodes begin.
func (l *lifter) findBlocks() {
	l.block, l.starts = resized(l.block, len(l.code)+1), l.starts[:0]
	l.block[0] = 1
	for at, i := range l.code {
		switch {
		case isCond(i):
			l.block[at+1+int(i.Jt)] = 1
			l.block[at+1+int(i.Jf)] = 1
		case i.Op == opJa:
			l.block[at+1+int(i.K)] = 1
		}
	}
	for at := range l.code {
		if l.block[at] == 0 {
			l.block[at] = -1
			continue
		}
		l.block[at] = int32(len(l.starts))
		l.starts = append(l.starts, int32(at))
	}
}

// join makes the state on entry to a block of those on leaving what leads there. A slot that differs and is read later becomes a phi, which
// the predecessors set.
func (l *lifter) join(b int, edges []edge) state {
	s := l.exit[edges[0].from]
	live := l.live[l.starts[b]]
	for slot := range s {
		if live&(1<<slot) == 0 {
			s[slot] = l.zero
			continue
		}
		differs := false
		for _, e := range edges[1:] {
			differs = differs || l.exit[e.from][slot] != s[slot]
		}
		if !differs {
			continue
		}
		phi := l.values.intern(value{kind: valPhi, op: uint16(slot), k: uint32(l.phis)})
		l.phis++
		for i, e := range edges {
			if i == 0 || edges[i-1].from != e.from { // both ways of a node stand side by side
				l.nodes[e.from].sets = append(l.nodes[e.from].sets, set{phi, l.exit[e.from][slot]})
			}
		}
		s[slot] = phi
	}
	return s
}

// run lifts the instructions of a block into a new node.
func (l *lifter) run(b int, s state) bool {
	l.nodes = append(l.nodes, node{kind: nodeGo})
	from := int32(len(l.nodes) - 1)
	n := &l.nodes[from]
	leave := func(to int, no bool) {
		next := l.block[to]
		l.in[next] = append(l.in[next], edge{from, no})
	}
	at := int(l.starts[b])
	for ; ; at++ {
		i := l.code[at]
		switch {
		case i.Op&7 == clsRET:
			n.kind, n.l = nodeReturn, s[slotA]
			if i.Op == opRetK {
				n.l = l.values.number(i.K)
			}
		case isCond(i):
			turned := l.test(n, i, &s)
			leave(at+1+int(i.Jt), turned)
			leave(at+1+int(i.Jf), !turned)
		case i.Op == opJa:
			leave(at+1+int(i.K), false)
		case !l.step(n, i, &s):
			n.kind, n.l, n.needs = nodeReturn, l.zero, nil
		case l.values.info[s[slotA]].cost > maxWritten || l.values.info[s[slotX]].cost > maxWritten:
			return false
		case l.block[at+1] >= 0:
			leave(at+1, false)
		default:
			continue
		}
		break
	}
	l.exit = append(l.exit, s)
	return true
}

// test makes a comparison: bits are tested by comparing what is left of them with zero, a difference with zero by comparing; a constant
// stands on the right. It returns true if it has turned the comparison round.
func (l *lifter) test(n *node, i bpf.RawInstruction, s *state) (turned bool) {
	v, r := l.values, s[slotX]
	if i.Op&srcX == 0 {
		r = v.number(i.K)
	}
	n.kind, n.op, n.l, n.r = nodeTest, i.Op&0xf0, s[slotA], r
	if n.op == jmpJSET {
		n.op, n.l, n.r = jmpJEQ, v.alu(aluAND, n.l, r), l.zero
		turned = true
	}
	_, constant := v.constant(n.l)
	if _, both := v.constant(n.r); constant && !both {
		n.l, n.r = n.r, n.l
		if n.op != jmpJEQ { // k > r is not r >= k
			n.op = jmpJGT + jmpJGE - n.op
			turned = !turned
		}
	}
	x := v.list[n.l]
	k, constant := v.constant(n.r)
	if n.op != jmpJEQ || x.kind != valALU || !constant {
		return turned
	}
	c, inner := v.constant(x.r)
	switch {
	case x.op == aluADD && inner:
		n.l, n.r = x.l, v.number(k-c)
	case x.op == aluXOR && inner:
		n.l, n.r = x.l, v.number(k^c)
	case (x.op == aluSUB || x.op == aluXOR) && k == 0:
		n.l, n.r = x.l, x.r
	}
	return turned
}

// step does what an instruction that does not jump does; false: it always rejects the packet.
func (l *lifter) step(n *node, i bpf.RawInstruction, s *state) bool {
	v := l.values
	switch i.Op & 7 {
	case clsLD:
		switch i.Op &^ 0x18 {
		case opLdImm:
			s[slotA] = v.number(i.K)
		case opLdLen:
			s[slotA] = v.intern(value{kind: valWireLen})
		case opLdMem:
			s[slotA] = s[slotM+i.K]
		case opLdInd:
			s[slotA] = v.load(uint16(loadSize(i.Op)), s[slotX], i.K)
			n.need(s[slotA])
		default:
			s[slotA] = v.load(uint16(loadSize(i.Op)), 0, i.K)
			n.need(s[slotA])
		}
	case clsLDX:
		switch i.Op {
		case opLdxImm:
			s[slotX] = v.number(i.K)
		case opLdxLen:
			s[slotX] = v.intern(value{kind: valWireLen})
		case opLdxMem:
			s[slotX] = s[slotM+i.K]
		default:
			s[slotX] = v.intern(value{kind: valMsh, k: i.K})
			n.need(s[slotX])
		}
	case clsST:
		s[slotM+i.K] = s[slotA]
	case clsSTX:
		s[slotM+i.K] = s[slotX]
	case clsALU:
		return l.stepALU(n, i, s)
	case clsMISC:
		if i.Op == opTax {
			s[slotX] = s[slotA]
		} else {
			s[slotA] = s[slotX]
		}
	}
	return true
}

func (l *lifter) stepALU(n *node, i bpf.RawInstruction, s *state) bool {
	v, op := l.values, i.Op&0xf0
	if op == aluNEG {
		if k, ok := v.constant(s[slotA]); ok {
			s[slotA] = v.number(-k)
		} else {
			s[slotA] = v.intern(value{kind: valNeg, l: s[slotA]})
		}
		return true
	}
	r := s[slotX]
	if i.Op&srcX == 0 {
		r = v.number(i.K)
	}
	divides := op == aluDIV || op == aluMOD
	if k, ok := v.constant(r); ok && divides {
		if k == 0 {
			return false
		}
		divides = false
	}
	s[slotA] = v.alu(op, s[slotA], r)
	if divides {
		n.need(s[slotA])
	}
	return true
}

// need notes that a partial value has been evaluated.
func (n *node) need(id valueID) {
	if !slices.Contains(n.needs, id) {
		n.needs = append(n.needs, id)
	}
}
