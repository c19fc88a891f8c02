package bpf

import "golang.org/x/net/bpf"

// instr is one straight-line instruction: a load, a store, arithmetic or a move. It is never a jump or a return.
type instr struct {
	op uint16 // opcode of classic BPF
	k  uint32
}

// term says how a block ends.
type term uint8

const (
	termReturn term = iota // return k, or A: op is opRetK or opRetA
	termGoto               // go on with jt
	termJump               // compare A by op with k, or with X; go on with jt or jf
)

// block is straight-line code and what ends it.
//
// Registers are those of classic BPF: A, X and the 16 cells of M. The generator numbers the cells and uses them again when their
// value is dead; it never reads a cell on a path that has not stored it. No value of A or X is live from one block to another as the
// generator writes them, except inside a protochain loop; the cells are.
type block struct {
	code   []instr
	term   term
	op     uint16 // termJump: clsJMP|jmpJEQ|srcK and so on; termReturn: opRetK, opRetA
	k      uint32
	jt, jf *block

	back bool // termGoto whose target stands earlier: the end of a protochain loop, the only cycles there are
	mark int  // scratch for walks
}

// flowGraph is what the generator makes: the filter as a control-flow graph. All paths from root end in a return. Without a loop it is
// acyclic. The optimizer takes the instructions that linear makes of it.
type flowGraph struct {
	root *block
	loop bool // there is a back edge
}

// layout is what linear knows of a block while it looks for its place.
type layout struct {
	*block
	at           int  // index of its first instruction
	longT, longF bool // a jump behind the comparison is needed to get there
}

// linear lays the blocks out as instructions: each block stands before those that it goes on with, which makes all jumps
// forward ones but those that end a loop. Conditional jumps reach 255 instructions; farther ones go by a jump of their own.
func (g *flowGraph) linear() []bpf.RawInstruction {
	order := g.order()
	for {
		at := 0
		for i := range order {
			order[i].at = at
			at += order[i].size(i)
		}
		grown := false
		for i := range order {
			grown = order[i].lengthen(order) || grown
		}
		if !grown {
			return emit(order, at)
		}
	}
}

// order lists the blocks, each before its successors, and leaves in mark the index of each.
func (g *flowGraph) order() []layout {
	clearMarks(g.root)
	var post []*block
	var walk func(b *block)
	walk = func(b *block) {
		if b == nil || b.mark != -1 {
			return
		}
		b.mark = 0
		walk(b.jf)
		walk(b.jt)
		post = append(post, b)
	}
	walk(g.root)
	order := make([]layout, len(post))
	for i, b := range post {
		at := len(post) - 1 - i
		b.mark = at
		order[at].block = b
	}
	return order
}

// clearMarks sets the mark of every block that can be reached to -1; no other has that mark.
func clearMarks(b *block) {
	for b != nil && b.mark != -1 {
		b.mark = -1
		clearMarks(b.jf)
		b = b.jt
	}
}

// size is how many instructions the block at index i needs.
func (l *layout) size(i int) int {
	n := len(l.code)
	switch l.term {
	case termReturn:
		return n + 1
	case termGoto:
		if l.jt.mark == i+1 {
			return n
		}
		return n + 1
	}
	n++
	if l.longT {
		n++
	}
	if l.longF {
		n++
	}
	return n
}

// lengthen gives the comparison a jump of its own for a target that it does not reach, and says whether it did.
func (l *layout) lengthen(order []layout) bool {
	if l.term != termJump {
		return false
	}
	from := l.at + len(l.code) + 1
	grown := false
	if !l.longT && order[l.jt.mark].at-from > 255 {
		l.longT, grown = true, true
	}
	if !l.longF && order[l.jf.mark].at-from > 255 {
		l.longF, grown = true, true
	}
	return grown
}

func emit(order []layout, size int) []bpf.RawInstruction {
	out := make([]bpf.RawInstruction, 0, size)
	jump := func(to *block) {
		out = append(out, bpf.RawInstruction{Op: opJa, K: uint32(order[to.mark].at - len(out) - 1)})
	}
	for i := range order {
		l := &order[i]
		for _, c := range l.code {
			out = append(out, bpf.RawInstruction{Op: c.op, K: c.k})
		}
		switch l.term {
		case termReturn:
			out = append(out, bpf.RawInstruction{Op: l.op, K: l.k})
		case termGoto:
			if l.jt.mark != i+1 {
				jump(l.jt)
			}
		case termJump:
			from := len(out) + 1
			in := bpf.RawInstruction{Op: l.op, K: l.k}
			extra := 0
			if l.longT {
				in.Jt, extra = uint8(extra), extra+1
			} else {
				in.Jt = uint8(order[l.jt.mark].at - from)
			}
			if l.longF {
				in.Jf = uint8(extra)
			} else {
				in.Jf = uint8(order[l.jf.mark].at - from)
			}
			out = append(out, in)
			if l.longT {
				jump(l.jt)
			}
			if l.longF {
				jump(l.jf)
			}
		}
	}
	return out
}
