package bpf

import "golang.org/x/net/bpf"

// link sets the jumps of what was emitted. Conditional jumps reach 255 instructions far: those that lead farther do so by way of
// an unconditional one right behind them.
func (e *emitter) link() []bpf.RawInstruction {
	far := make([]uint8, len(e.nodes)) // bit 0: the side that is so is far, bit 1: the other one
	at := make([]int32, len(e.nodes))  // of the first instruction of each node
	for {
		length := e.place(far, at)
		if !e.stretch(far, at) {
			return e.write(far, at, length)
		}
	}
}

// place finds where the nodes begin.
func (e *emitter) place(far []uint8, at []int32) int32 {
	length := int32(0)
	for i := range e.nodes {
		if e.begin[i] < 0 {
			continue
		}
		at[i] = length
		length += e.end[i] + 1 - e.begin[i] + int32(far[i]&1+far[i]>>1)
		if e.nodes[i].kind == nodeGo && e.nodes[i].t == e.next(i) {
			length--
		}
	}
	return length
}

// next gives the node that is written behind a node.
func (e *emitter) next(i int) int32 {
	for i++; i < len(e.nodes); i++ {
		if e.begin[i] >= 0 {
			return int32(i)
		}
	}
	return -1
}

// sides gives where the jump of a node leads to if it is taken, and if not.
func (e *emitter) sides(i int) (t, f int32) {
	n := &e.nodes[i]
	if e.turned[i] {
		return n.f, n.t
	}
	return n.t, n.f
}

// stretch marks jumps that have turned out to lead too far.
func (e *emitter) stretch(far []uint8, at []int32) (changed bool) {
	for i := range e.nodes {
		if e.begin[i] < 0 || e.nodes[i].kind != nodeTest {
			continue
		}
		t, f := e.sides(i)
		behind := at[i] + e.end[i] + 1 - e.begin[i]
		if far[i]&1 == 0 && at[t]-behind > 255 {
			far[i] |= 1
			changed = true
		}
		if far[i]&2 == 0 && at[f]-behind > 255 {
			far[i] |= 2
			changed = true
		}
	}
	return changed
}

func (e *emitter) write(far []uint8, at []int32, length int32) []bpf.RawInstruction {
	code := make([]bpf.RawInstruction, 0, length)
	for i := range e.nodes {
		if e.begin[i] < 0 {
			continue
		}
		code = append(code, e.code[e.begin[i]:e.end[i]+1]...)
		last := &code[len(code)-1]
		behind := int32(len(code))
		switch e.nodes[i].kind {
		case nodeGo:
			if t := e.nodes[i].t; t == e.next(i) {
				code = code[:len(code)-1]
			} else {
				last.K = uint32(at[t] - behind)
			}
		case nodeTest:
			t, f := e.sides(i)
			jt, jf := at[t]-behind, at[f]-behind
			if far[i]&1 != 0 {
				jt = 0
				code = append(code, bpf.RawInstruction{Op: opJa, K: uint32(at[t] - behind - 1)})
			}
			if far[i]&2 != 0 {
				jf = int32(len(code)) - behind
				code = append(code, bpf.RawInstruction{Op: opJa, K: uint32(at[f] - int32(len(code)) - 1)})
			}
			last = &code[behind-1]
			last.Jt, last.Jf = uint8(jt), uint8(jf)
		}
	}
	return code
}
