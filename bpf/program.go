package bpf

import (
	"slices"

	"golang.org/x/net/bpf"
)

// Program is a filter that is ready to be run or attached to a socket. It does not change, so that any number of goroutines may use it at once.
type Program struct {
	code []bpf.RawInstruction
	eval evaluator
}

// NewProgram makes a program of instructions from anywhere, which it copies and prepares to be run. They are checked as [Validate] does, except that
// any ancillary load is taken, because running it needs no kernel.
func NewProgram(code []bpf.RawInstruction) (*Program, error) { return newProgram(code, false) }

// newProgram with loops allows unconditional jumps backwards and more instructions than a kernel takes. Runs remain bounded: see interpret.
func newProgram(code []bpf.RawInstruction, loops bool) (*Program, error) {
	if err := validate(code, loops); err != nil {
		return nil, err
	}
	p := &Program{code: slices.Clone(code)}
	return p, nil
}

// Match reports whether the program accepts a packet: data is what was captured of it, wireLen its length on the wire in bytes.
// It does not allocate and keeps nothing.
func (p *Program) Match(data []byte, wireLen uint32) bool { return p.Run(data, wireLen) != 0 }

// Raw returns the instructions, as a socket takes them; the slice is the caller's.
func (p *Program) Raw() []bpf.RawInstruction { return slices.Clone(p.code) }

// Len is the number of instructions.
func (p *Program) Len() int { return len(p.code) }
