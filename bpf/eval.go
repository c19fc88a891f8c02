package bpf

import "golang.org/x/net/bpf"

// evaluator is a program in the form that is run.
type evaluator struct {
	code []bpf.RawInstruction
}

func (e *evaluator) prepare(code []bpf.RawInstruction) { e.code = code }

// Run runs the program on a packet: data is what was captured of it, wireLen its length on the wire in bytes. The result is how many bytes of the
// packet to keep, 0 for none. Loads outside of data and divisions by zero reject the packet, as do ancillary loads.
// It does not allocate and keeps nothing.
func (p *Program) Run(data []byte, wireLen int) uint32 {
	return interpret(p.eval.code, data, wireLen, nil)
}

// RunWith is Run with what a kernel knows of the packet, for programs that were made for a socket.
func (p *Program) RunWith(data []byte, wireLen int, known *Ancillary) uint32 {
	return interpret(p.code, data, wireLen, known)
}
