package bpf

import (
	"encoding/binary"
	"math/bits"
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
	last bool   // both t and f return
	i, j uint32 // where the windows begin, less the base; those of sets have as many bytes as the numbers
	base uint32 // where the byte is that gives a base by its lower four bits, times four; or the one that must be in sets.bytes
	a, b window // what is compared in each window
	k    uint32 // what to return; of a last step, if it holds
	no   uint32 // of a last step, if it does not
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
	stepOneAny                  // the same, where t is a stepAny, which is taken at once
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
		return p.runFirst(data, wireLen)
	}
	// All calls here return, so that nothing need be kept for what is behind them.
	for {
		var in, there bool
		var base uint32
		var w, v uint64
		switch s.kind {
		case stepReturn:
			return s.k
		case stepOne:
			if w, there = window8(data, s.i); !there {
				return p.short(data, wireLen)
			}
			in = bits.ReverseBytes64(w)&s.a.mask-s.a.lo <= s.a.span
		case stepOneAny:
			if w, there = window8(data, s.i); !there {
				return p.short(data, wireLen)
			}
			if bits.ReverseBytes64(w)&s.a.mask-s.a.lo > s.a.span {
				s = s.f
				continue
			}
			s = s.t
			if w, there = window8(data, s.i); !there {
				return p.short(data, wireLen)
			}
			w = bits.ReverseBytes64(w)
			in = one(w&s.a.mask-s.a.lo <= s.a.span)|one(w&s.b.mask-s.b.lo <= s.b.span) != 0
		case stepAll, stepAllIn:
			if w, there = window8(data, s.i); !there {
				return p.short(data, wireLen)
			}
			if v, there = window8(data, s.j); !there {
				return p.short(data, wireLen)
			}
			in = w&s.a.mask^s.a.lo|(v&s.b.mask^s.b.lo) == 0
			if s.kind == stepAllIn {
				if uint(s.base) >= uint(len(data)) {
					return p.short(data, wireLen)
				}
				in = in && s.sets.bytes[data[s.base]]
			}
		case stepAnyBase:
			if uint(s.base) >= uint(len(data)) {
				return p.short(data, wireLen)
			}
			base = uint32(data[s.base]&0xf) * 4
			fallthrough
		case stepAny:
			if w, there = window8(data, base+s.i); !there {
				return p.short(data, wireLen)
			}
			w = bits.ReverseBytes64(w)
			in = one(w&s.a.mask-s.a.lo <= s.a.span)|one(w&s.b.mask-s.b.lo <= s.b.span) != 0
		case stepSetBase:
			if uint(s.base) >= uint(len(data)) {
				return p.short(data, wireLen)
			}
			base = uint32(data[s.base]&0xf) * 4
			fallthrough
		case stepSet:
			i, j := uint(base+s.i), uint(base+s.j)
			if i+2 > uint(len(data)) || j+2 > uint(len(data)) {
				return p.short(data, wireLen)
			}
			in = s.sets.a.bit(binary.BigEndian.Uint16(data[i:i+2]))|s.sets.b.bit(binary.BigEndian.Uint16(data[j:j+2])) != 0
		case stepHashBase:
			if uint(s.base) >= uint(len(data)) {
				return p.short(data, wireLen)
			}
			base = uint32(data[s.base]&0xf) * 4
			fallthrough
		case stepHash:
			i, j := uint(base+s.i), uint(base+s.j)
			if i+4 > uint(len(data)) || j+4 > uint(len(data)) {
				return p.short(data, wireLen)
			}
			in = s.sets.x.has(binary.BigEndian.Uint32(data[i:i+4])) || s.sets.y.has(binary.BigEndian.Uint32(data[j:j+4]))
		case stepLength:
			in = uint64(wireLen)-s.a.lo <= s.a.span
		default:
			return p.runFull(s, data, wireLen)
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

// window8 gives the eight bytes at a place, in the order of little-endian bytes, if data has them.
func window8(data []byte, at uint32) (w uint64, ok bool) {
	i := uint(at)
	if i+8 > uint(len(data)) {
		return 0, false
	}
	return binary.LittleEndian.Uint64(data[i : i+8]), true
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

// runFirst makes the steps, and takes them.
func (p *Program) runFirst(data []byte, wireLen uint32) uint32 {
	s := newPlan(p.code)
	p.eval.first.Store(s)
	return p.runFull(s, data, wireLen)
}

// RunWith is Run with what a kernel knows of the packet, for programs that were made for a socket.
func (p *Program) RunWith(data []byte, wireLen uint32, known *Ancillary) uint32 {
	return interpret(p.code, data, wireLen, known)
}

// decide takes a step, whatever its kind but those that return or run instructions. It gives nil where the packet is too short.
func (s *step) decide(data []byte, wireLen uint32) *step {
	base := uint(0)
	switch s.kind {
	case stepAnyBase, stepSetBase, stepHashBase:
		if uint(s.base) >= uint(len(data)) {
			return nil
		}
		base = uint(data[s.base]&0xf) * 4
	case stepLength:
		return s.pick(uint64(wireLen)-s.a.lo <= s.a.span)
	}
	i, j := base+uint(s.i), base+uint(s.j)
	size := s.size()
	if i+size > uint(len(data)) || j+size > uint(len(data)) {
		return nil
	}
	from, second := data[i:i+size], data[j:j+size]
	switch s.kind {
	case stepSet, stepSetBase:
		return s.pick(s.sets.a.has(binary.BigEndian.Uint16(from)) || s.sets.b.has(binary.BigEndian.Uint16(second)))
	case stepHash, stepHashBase:
		return s.pick(s.sets.x.has(binary.BigEndian.Uint32(from)) || s.sets.y.has(binary.BigEndian.Uint32(second)))
	}
	w, v := binary.BigEndian.Uint64(from), binary.BigEndian.Uint64(second)
	switch s.kind {
	case stepOne, stepOneAny:
		return s.pick(w&s.a.mask-s.a.lo <= s.a.span)
	case stepAny, stepAnyBase:
		return s.pick(w&s.a.mask-s.a.lo <= s.a.span || w&s.b.mask-s.b.lo <= s.b.span)
	case stepCompare:
		return s.pick(compare(uint16(s.k), uint32(w>>s.a.lo&s.a.mask), uint32(v>>s.b.lo&s.b.mask)))
	}
	in := bits.ReverseBytes64(w)&s.a.mask == s.a.lo && bits.ReverseBytes64(v)&s.b.mask == s.b.lo
	if s.kind == stepAllIn {
		if uint(s.base) >= uint(len(data)) {
			return nil
		}
		in = in && s.sets.bytes[data[s.base]]
	}
	return s.pick(in)
}

// size is how many bytes each window has.
func (s *step) size() uint {
	switch s.kind {
	case stepSet, stepSetBase:
		return 2
	case stepHash, stepHashBase:
		return 4
	}
	return 8
}

func (s *step) pick(yes bool) *step {
	if yes {
		return s.t
	}
	return s.f
}
