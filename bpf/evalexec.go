package bpf

import (
	"slices"

	"golang.org/x/net/bpf"
)

// fragment is a part of a program that is run as instructions: straight on, and then a jump or a return. Nothing but scratch memory is
// handed from one to another. Without code it stands for the whole program.
type fragment struct {
	code []bpf.RawInstruction // without what ends it
	kind nodeKind
	last bpf.RawInstruction
}

// instructions makes the step of a node that is not a simple test.
func (p *planner) instructions(i int32, e *emitter) *step {
	n := &p.nodes[i]
	e.code, e.failed, e.entry[i] = e.code[:0], false, e.phisOnly
	e.node(i)
	if e.failed {
		return nil
	}
	x := &fragment{kind: n.kind, code: slices.Clone(e.code[:len(e.code)-1]), last: e.code[len(e.code)-1]}
	s := &step{kind: stepExec, exec: x}
	switch n.kind {
	case nodeTest:
		s.t, s.f = p.steps[n.t], p.steps[n.f]
		if e.turned[i] {
			s.t, s.f = s.f, s.t
		}
	case nodeGo:
		s.t = p.steps[n.t]
	}
	return s
}

// runFull goes on from the first step that has instructions.
func (p *Program) runFull(s *step, data []byte, wireLen uint32) uint32 {
	m := machine{data: data, wireLen: wireLen}
	for s != nil {
		switch s.kind {
		case stepReturn:
			return s.k
		case stepExec:
			if s.exec.kind == nodeGone {
				return p.short(data, wireLen)
			}
			for i := range s.exec.code {
				if !m.step(&s.exec.code[i]) {
					return 0
				}
			}
			switch s.exec.kind {
			case nodeReturn:
				if s.exec.last.Op == opRetA {
					return m.a
				}
				return s.exec.last.K
			case nodeGo:
				s = s.t
			default:
				s = s.pick(m.jump(&s.exec.last))
			}
		default:
			s = s.decide(data, wireLen)
		}
	}
	return p.short(data, wireLen)
}
