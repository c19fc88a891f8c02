package bpf

import (
	"container/heap"
	"slices"

	"golang.org/x/net/bpf"
)

// piece is what was emitted for a node, on its way to its place in the program.
type piece struct {
	kind nodeKind
	code []bpf.RawInstruction // without the unconditional jump that may follow
	t, f ref                  // where it goes on: if the jump is taken, and if not; t for nodeGo
	into ref                  // where it has gone into, as it is the end of another piece; its own number otherwise
	uses int32                // jumps to it
	at   int32                // of its first instruction
	far  uint8                // bit 0: t is too far for a conditional jump, bit 1: f is
}

// ref is an instruction of a piece.
type ref struct{ piece, skip int32 }

// linker puts pieces in order.
type linker struct {
	pieces []piece
	order  []int32
	ready  numbers
	list   []int32 // of count
	seen   []bool
	same   map[pieceKey]int32 // the last piece of a kind, as index+1
	before []int32            // the piece of its kind before, as index+1
}

// link joins the pieces to a program.
func (l *linker) link(e *emitter) []bpf.RawInstruction {
	l.pieces, l.order = resized(l.pieces, len(e.nodes)), l.order[:0]
	for i := range l.pieces {
		l.pieces[i] = e.piece(int32(i))
	}
	l.merge()
	start := l.find(ref{e.start, 0})
	l.sort(start)
	for {
		length := l.place()
		if !l.stretch() {
			return l.write(length)
		}
	}
}

func (e *emitter) piece(i int32) piece {
	n := &e.nodes[i]
	p := piece{kind: n.kind, into: ref{i, 0}, t: ref{n.t, 0}, f: ref{n.f, 0}}
	if e.begin[i] < 0 {
		p.kind = nodeGone
		return p
	}
	p.code = e.code[e.begin[i] : e.end[i]+1 : e.end[i]+1]
	switch {
	case n.kind == nodeGo:
		p.code = p.code[:len(p.code)-1]
	case e.turned[i]:
		p.t, p.f = p.f, p.t
	}
	return p
}

// find follows a reference to where the instruction is in the end.
func (l *linker) find(r ref) ref {
	for l.pieces[r.piece].into.piece != r.piece {
		to := l.pieces[r.piece].into
		r = ref{to.piece, to.skip + r.skip}
	}
	return r
}

// pieceKey is what pieces have in common of which one may be the end of the other.
type pieceKey struct {
	kind nodeKind
	last bpf.RawInstruction
	t, f ref
}

// merge lets pieces go that are the end of another one: same instructions, and the same ways out of them.
func (l *linker) merge() {
	if l.same == nil {
		l.same = make(map[pieceKey]int32)
	}
	clear(l.same)
	l.before = resized(l.before, len(l.pieces))
	for i := len(l.pieces) - 1; i >= 0; i-- {
		p := &l.pieces[i]
		if p.kind == nodeGone {
			continue
		}
		if p.kind != nodeReturn {
			p.t = l.find(p.t)
		}
		if p.kind == nodeTest {
			p.f = l.find(p.f)
		}
		if len(p.code) == 0 { // nodeGo with nothing to do
			p.into = p.t
			continue
		}
		k := pieceKey{p.kind, p.code[len(p.code)-1], p.t, p.f}
		if last := l.same[k]; !l.absorb(int32(i), last) {
			l.before[i] = last
			l.same[k] = int32(i) + 1
		}
	}
}

// absorb makes one of piece i and one of those before, where one is the end of the other. It returns true if piece i has gone.
func (l *linker) absorb(i, last int32) bool {
	var others [16]int32
	n := len(others)
	for ; last != 0 && n > 0; last = l.before[last-1] {
		n--
		others[n] = last - 1
	}
	p := &l.pieces[i]
	for _, j := range others[n:] {
		q := &l.pieces[j]
		switch d := len(q.code) - len(p.code); {
		case q.into.piece != j:
		case d >= 0 && slices.Equal(q.code[d:], p.code):
			p.into = ref{j, int32(d)}
			return true
		case d < 0 && slices.Equal(p.code[-d:], q.code):
			q.into = ref{i, int32(-d)}
			return false
		}
	}
	return false
}

// numbers is a heap of the least number.
type numbers []int32

func (n numbers) Len() int           { return len(n) }
func (n numbers) Less(i, j int) bool { return n[i] < n[j] }
func (n numbers) Swap(i, j int)      { n[i], n[j] = n[j], n[i] }
func (n *numbers) Push(x any)        { *n = append(*n, x.(int32)) }
func (n *numbers) Pop() any {
	last := (*n)[len(*n)-1]
	*n = (*n)[:len(*n)-1]
	return last
}

// sort orders the pieces so that all jumps lead forward.
func (l *linker) sort(start ref) {
	l.count(start.piece)
	l.ready = l.ready[:0]
	drop := func(r ref) bool {
		l.pieces[r.piece].uses--
		return l.pieces[r.piece].uses == 0
	}
	for i := start.piece; ; i = heap.Pop(&l.ready).(int32) {
		for again := true; again; {
			again = false
			l.order = append(l.order, i)
			p := &l.pieces[i]
			switch {
			case p.kind == nodeGo:
				if drop(p.t) {
					i, again = p.t.piece, true // right behind, so that no jump is needed
				}
			case p.kind == nodeTest:
				if drop(p.t) {
					heap.Push(&l.ready, p.t.piece)
				}
				if drop(p.f) {
					heap.Push(&l.ready, p.f.piece)
				}
			}
		}
		if len(l.ready) == 0 {
			return
		}
	}
}

// count counts the jumps to each piece.
func (l *linker) count(start int32) {
	l.seen = resized(l.seen, len(l.pieces))
	seen, list := l.seen, append(l.list[:0], start)
	seen[start] = true
	to := func(r *ref) {
		*r = l.find(*r)
		l.pieces[r.piece].uses++
		if !seen[r.piece] {
			seen[r.piece] = true
			list = append(list, r.piece)
		}
	}
	for n := 0; n < len(list); n++ {
		p := &l.pieces[list[n]]
		switch p.kind {
		case nodeTest:
			to(&p.t)
			to(&p.f)
		case nodeGo:
			to(&p.t)
		}
	}
	l.list = list
}

// falls reports whether the piece at a place in the order goes on with the next one by itself.
func (l *linker) falls(n int) bool {
	p := &l.pieces[l.order[n]]
	return n+1 < len(l.order) && p.t == ref{l.order[n+1], 0}
}

// place finds where the pieces begin, and the length of the whole.
func (l *linker) place() int32 {
	length := int32(0)
	for n, i := range l.order {
		p := &l.pieces[i]
		p.at = length
		length += int32(len(p.code)) + int32(p.far&1+p.far>>1)
		if p.kind == nodeGo && !l.falls(n) {
			length++
		}
	}
	return length
}

func (l *linker) address(r ref) int32 { return l.pieces[r.piece].at + r.skip }

// stretch marks jumps that have turned out to lead too far for a conditional jump: those go by an unconditional one right behind it.
func (l *linker) stretch() (changed bool) {
	for _, i := range l.order {
		p := &l.pieces[i]
		if p.kind != nodeTest {
			continue
		}
		behind := p.at + int32(len(p.code))
		if p.far&1 == 0 && l.address(p.t)-behind > 255 {
			p.far |= 1
			changed = true
		}
		if p.far&2 == 0 && l.address(p.f)-behind > 255 {
			p.far |= 2
			changed = true
		}
	}
	return changed
}

func (l *linker) write(length int32) []bpf.RawInstruction {
	code := make([]bpf.RawInstruction, 0, length)
	jump := func(r ref) {
		code = append(code, bpf.RawInstruction{Op: opJa, K: uint32(l.address(r) - int32(len(code)) - 1)})
	}
	for n, i := range l.order {
		p := &l.pieces[i]
		code = append(code, p.code...)
		switch behind := int32(len(code)); {
		case p.kind == nodeGo && !l.falls(n):
			jump(p.t)
		case p.kind == nodeTest:
			jt, jf := l.address(p.t)-behind, l.address(p.f)-behind
			if p.far&1 != 0 {
				jt = 0
				jump(p.t)
			}
			if p.far&2 != 0 {
				jf = int32(len(code)) - behind
				jump(p.f)
			}
			code[behind-1].Jt, code[behind-1].Jf = uint8(jt), uint8(jf)
		}
	}
	return code
}
