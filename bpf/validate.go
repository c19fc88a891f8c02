package bpf

import (
	"fmt"
	"slices"

	"golang.org/x/net/bpf"
)

// MaxInstructions is the greatest length of a program: that of the kernel.
const MaxInstructions = 4096

// ValidationError says which instruction makes a program invalid.
type ValidationError struct {
	Index  int    // of the instruction, from 0; the program's length where an instruction is missing
	Reason string // what is wrong with it
}

func (e *ValidationError) Error() string {
	return fmt.Sprintf("bpf: instruction %d: %s", e.Index, e.Reason)
}

// Validate checks a program as the Linux kernel does when it is attached to a socket: known instructions only, all jumps forward and
// inside the program, no division by a constant zero, no shift by a constant of 32 or more, scratch memory within its 16 words
// and written before it is read on every path, a return at the end, ancillary loads that it knows. The error is a [*ValidationError].
func Validate(code []bpf.RawInstruction) error {
	for at, i := range code {
		if i.Op&^0x18 == opLdAbs && i.K >= ancillary && (i.K-ancillary > adVLANProto || i.K&3 != 0) {
			return &ValidationError{at, "unknown ancillary load"}
		}
	}
	return validate(code, false)
}

// validate with loops also allows unconditional jumps backwards, which following a chain of headers needs.
func validate(code []bpf.RawInstruction, loops bool) error {
	if len(code) == 0 {
		return &ValidationError{0, "the program is empty"}
	}
	if len(code) > MaxInstructions && !loops {
		return &ValidationError{MaxInstructions, "the program has more than 4096 instructions"}
	}
	for at, i := range code {
		if reason := faulty(i); reason != "" {
			return &ValidationError{at, reason}
		}
		if i.Op&7 == clsJMP && !insideProgram(i, at, len(code), loops) {
			return &ValidationError{at, "the jump leaves the program"}
		}
	}
	if code[len(code)-1].Op&7 != clsRET {
		return &ValidationError{len(code) - 1, "the program does not end in a return"}
	}
	return checkScratch(code)
}

// insideProgram checks where a jump at index at goes.
func insideProgram(i bpf.RawInstruction, at, length int, loops bool) bool {
	left := uint32(length - at - 1)
	if isCond(i) {
		return uint32(i.Jt) < left && uint32(i.Jf) < left
	}
	return i.K < left || loops && int32(i.K) < 0 && int32(i.K) >= int32(-at-1)
}

// faulty says what is wrong with an instruction by itself.
func faulty(i bpf.RawInstruction) string {
	const unknown = "unknown instruction"
	switch i.Op & 7 {
	case clsLD:
		switch i.Op &^ 0x18 {
		case opLdAbs, opLdInd:
			if i.Op&0x18 == 0x18 {
				return unknown
			}
			return ""
		}
	case clsALU:
		return faultyALU(i)
	case clsJMP:
		if i.Op == opJa {
			return ""
		}
		if op := i.Op & 0xf0; i.Op < 0x100 && op <= jmpJSET && op != jmpJA {
			return ""
		}
		return unknown
	}
	switch i.Op {
	case opLdImm, opLdLen, opLdxImm, opLdxLen, opLdxMsh, opRetK, opRetA, opTax, opTxa:
		return ""
	case opLdMem, opLdxMem, opSt, opStx:
		if i.K >= scratchSlots {
			return "there are 16 words of scratch memory"
		}
		return ""
	}
	return unknown
}

func faultyALU(i bpf.RawInstruction) string {
	op, constant := i.Op&0xf0, i.Op&srcX == srcK
	switch {
	case i.Op > 0xff || op > aluXOR || op == aluNEG && !constant:
		return "unknown instruction"
	case constant && i.K == 0 && (op == aluDIV || op == aluMOD):
		return "division by zero"
	case constant && i.K > 31 && (op == aluLSH || op == aluRSH):
		return "shift by more than 31 bits"
	}
	return ""
}

// checkScratch checks that scratch memory is written before it is read.
func checkScratch(code []bpf.RawInstruction) error {
	if !readsScratch(code) {
		return nil
	}
	written := writtenScratch(code)
	for at, i := range code {
		if (i.Op == opLdMem || i.Op == opLdxMem) && written[at]&(1<<i.K) == 0 {
			return &ValidationError{at, fmt.Sprintf("M[%d] is read but was not written on every path", i.K)}
		}
	}
	return nil
}

// initialise has scratch memory that may be read before it is written begin as zero. Where a filter has several ways to what stands behind a
// tunnel, offsets may not have been computed on all of them.
func initialise(code []bpf.RawInstruction) []bpf.RawInstruction {
	if !readsScratch(code) {
		return code
	}
	written, cells := writtenScratch(code), uint16(0)
	for at, i := range code {
		if (i.Op == opLdMem || i.Op == opLdxMem) && written[at]&(1<<i.K) == 0 {
			cells |= 1 << i.K
		}
	}
	if cells == 0 {
		return code
	}
	out := []bpf.RawInstruction{{Op: opLdImm}}
	for m := range uint32(scratchSlots) {
		if cells&(1<<m) != 0 {
			out = append(out, bpf.RawInstruction{Op: opSt, K: m})
		}
	}
	return append(out, code...)
}

// readsScratch reports whether scratch memory is read anywhere.
func readsScratch(code []bpf.RawInstruction) bool {
	return slices.ContainsFunc(code, func(i bpf.RawInstruction) bool { return i.Op == opLdMem || i.Op == opLdxMem })
}

// writtenScratch gives, for each instruction, the words of scratch memory that have been written on all ways to it, a bit each.
func writtenScratch(code []bpf.RawInstruction) []uint16 {
	w := scratchFlow{code: code, written: make([]uint16, len(code)+1)}
	for at := range w.written {
		w.written[at] = 0xffff
	}
	w.written[0] = 0
	for at := range code { // that is all, where no jump leads backwards
		w.pass(at)
	}
	for len(w.again) > 0 {
		at := w.again[len(w.again)-1]
		w.again = w.again[:len(w.again)-1]
		w.pass(at)
	}
	return w.written
}

// scratchFlow finds which words have been written.
type scratchFlow struct {
	code    []bpf.RawInstruction
	written []uint16 // on entry to each instruction, on all paths that lead there
	passed  int      // instructions before it have been looked at,
	again   []int    // and these have to be once more
}

// pass hands what is known before an instruction on to those that follow it.
func (w *scratchFlow) pass(at int) {
	i, now := w.code[at], w.written[at]
	w.passed = max(w.passed, at+1)
	if i.Op == opSt || i.Op == opStx {
		now |= 1 << i.K
	}
	switch {
	case i.Op&7 == clsRET:
	case isCond(i):
		w.reach(at+1+int(i.Jt), now)
		w.reach(at+1+int(i.Jf), now)
	case i.Op == opJa:
		w.reach(at+1+int(int32(i.K)), now)
	default:
		w.reach(at+1, now)
	}
}

func (w *scratchFlow) reach(to int, now uint16) {
	if w.written[to]&^now == 0 {
		return
	}
	w.written[to] &= now
	if to < w.passed {
		w.again = append(w.again, to)
	}
}
