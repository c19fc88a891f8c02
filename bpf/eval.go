package bpf

import (
	"encoding/binary"
	"sync/atomic"
)

// evaluator is a program in the form that is run. It is made when it is first needed.
type evaluator struct{ first atomic.Pointer[step] }

// step decides as much as can be decided at once. It looks at one or two windows of eight bytes, and goes on to t or f.
//
// Steps hold for packets that are long enough for all that they look at. For others the instructions themselves are run: a load outside of the packet
// rejects it, and what is outside depends on how far the instructions get.
type step struct {
	kind stepKind
	need int    // bytes that the packet must have
	i, j int    // where the windows begin, less the base
	base int    // where the byte is that gives a base by its lower four bits, times four
	a, b window // what is compared in each window
	k    uint32 // what to return; of a last step, if it holds
	no   uint32 // of a last step, if it does not
	last bool   // both t and f return
	t, f *step
	sets *sets
	exec *fragment
}

// window is a comparison of eight bytes: (bytes & mask) - lo <= span, without sign. Where it is for equality, span is 0 and lo is in the order of little-endian bytes.
type window struct{ mask, lo, span uint64 }

type stepKind uint8

const (
	stepReturn  stepKind = iota // return k
	stepAll                     // t if both windows are equal to what is wanted; little-endian
	stepAllIn                   // the same, and the byte at base must be in sets.bytes
	stepOne                     // t if the first window is in range
	stepAny                     // t if a or b holds in the first window
	stepAnyBase                 // the same, behind a base
	stepSet                     // t if the two bytes at i are in sets.a, or those at j in sets.b
	stepSetBase                 // the same, behind a base
	stepHash                    // t if the four bytes at i are in sets.x, or those at j in sets.y
	stepHashBase
	stepCompare // t if the number in the first window compares so with that in the second: op k; lo says how far they are shifted
	stepLength  // t if the length on the wire is in range
	stepExec    // run instructions
)

// Run runs the program on a packet: data is what was captured of it, wireLen its length on the wire in bytes. The result is how many bytes of the
// packet to keep, 0 for none. Loads outside of data and divisions by zero reject the packet, as do ancillary loads.
// It keeps nothing, and allocates nothing but in the first run of a program.
func (p *Program) Run(data []byte, wireLen uint32) uint32 {
	s := p.eval.first.Load()
	if s == nil {
		s = p.prepare()
	}
	for {
		var in bool
		var base int
		switch s.kind {
		case stepReturn:
			return s.k
		case stepOne:
			if s.need > len(data) {
				return p.short(data, wireLen)
			}
			in = binary.BigEndian.Uint64(data[s.i:])&s.a.mask-s.a.lo <= s.a.span
		case stepAll, stepAllIn:
			if s.need > len(data) {
				return p.short(data, wireLen)
			}
			a := binary.LittleEndian.Uint64(data[s.i:])&s.a.mask ^ s.a.lo
			b := binary.LittleEndian.Uint64(data[s.j:])&s.b.mask ^ s.b.lo
			in = a|b == 0
			if s.kind == stepAllIn {
				in = in && s.sets.bytes[data[s.base]]
			}
		case stepAnyBase:
			if s.base >= len(data) {
				return p.short(data, wireLen)
			}
			base = int(data[s.base]&0xf) * 4
			fallthrough
		case stepAny:
			if base+s.need > len(data) {
				return p.short(data, wireLen)
			}
			w := binary.BigEndian.Uint64(data[base+s.i:])
			in = one(w&s.a.mask-s.a.lo <= s.a.span)|one(w&s.b.mask-s.b.lo <= s.b.span) != 0
		case stepSetBase:
			if s.base >= len(data) {
				return p.short(data, wireLen)
			}
			base = int(data[s.base]&0xf) * 4
			fallthrough
		case stepSet:
			if base+s.need > len(data) {
				return p.short(data, wireLen)
			}
			in = s.sets.a.bit(binary.BigEndian.Uint16(data[base+s.i:]))|s.sets.b.bit(binary.BigEndian.Uint16(data[base+s.j:])) != 0
		case stepExec:
			return p.runFull(s, data, wireLen)
		default:
			if s = s.decide(data, wireLen); s == nil {
				return p.short(data, wireLen)
			}
			continue
		}
		if s.last { // without a branch that cannot be foreseen
			k, no := s.k, s.no
			if in {
				no = k
			}
			return no
		}
		s = s.pick(in)
	}
}

// one is 1 for true, without a branch.
func one(yes bool) uint64 {
	var n uint64
	if yes {
		n = 1
	}
	return n
}

// short runs the program on a packet that is too short for a step.
func (p *Program) short(data []byte, wireLen uint32) uint32 {
	return interpret(p.code, data, wireLen, nil)
}

// prepare makes the steps.
func (p *Program) prepare() *step {
	s := newPlan(p.code)
	p.eval.first.Store(s)
	return s
}

// RunWith is Run with what a kernel knows of the packet, for programs that were made for a socket.
func (p *Program) RunWith(data []byte, wireLen uint32, known *Ancillary) uint32 {
	return interpret(p.code, data, wireLen, known)
}

// decide takes a step, whatever its kind but those that return or run instructions. It gives nil where the packet is too short.
func (s *step) decide(data []byte, wireLen uint32) *step {
	base := 0
	switch s.kind {
	case stepAnyBase, stepSetBase, stepHashBase:
		if s.base >= len(data) {
			return nil
		}
		base = int(data[s.base]&0xf) * 4
	case stepLength:
		return s.pick(uint64(wireLen)-s.a.lo <= s.a.span)
	}
	if base+s.need > len(data) {
		return nil
	}
	data = data[base:]
	switch s.kind {
	case stepAll, stepAllIn:
		a := binary.LittleEndian.Uint64(data[s.i:])&s.a.mask ^ s.a.lo
		b := binary.LittleEndian.Uint64(data[s.j:])&s.b.mask ^ s.b.lo
		return s.pick(a|b == 0 && (s.kind == stepAll || s.sets.bytes[data[s.base]]))
	case stepOne:
		return s.pick(binary.BigEndian.Uint64(data[s.i:])&s.a.mask-s.a.lo <= s.a.span)
	case stepAny, stepAnyBase:
		w := binary.BigEndian.Uint64(data[s.i:])
		return s.pick(w&s.a.mask-s.a.lo <= s.a.span || w&s.b.mask-s.b.lo <= s.b.span)
	case stepSet, stepSetBase:
		return s.pick(s.sets.a.has(binary.BigEndian.Uint16(data[s.i:])) || s.sets.b.has(binary.BigEndian.Uint16(data[s.j:])))
	case stepCompare:
		return s.pick(compare(uint16(s.k), uint32(binary.BigEndian.Uint64(data[s.i:])>>s.a.lo&s.a.mask), uint32(binary.BigEndian.Uint64(data[s.j:])>>s.b.lo&s.b.mask)))
	}
	return s.pick(s.sets.x.has(binary.BigEndian.Uint32(data[s.i:])) || s.sets.y.has(binary.BigEndian.Uint32(data[s.j:])))
}

func (s *step) pick(yes bool) *step {
	if yes {
		return s.t
	}
	return s.f
}
