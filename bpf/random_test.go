package bpf

import (
	"math/rand"

	"golang.org/x/net/bpf"
)

// randomProgram makes a valid program of up to n instructions, the more likely to be one that a compiler could have made.
func randomProgram(r *rand.Rand, n int) []bpf.RawInstruction {
	code := make([]bpf.RawInstruction, 1+r.Intn(n))
	returns := 1 + r.Intn(min(3, len(code)))
	written := []uint32{}
	for at := range code {
		left := len(code) - at - 1
		switch {
		case left < returns || left == 0:
			code[at] = bpf.RawInstruction{Op: opRetK, K: [...]uint32{0, 262144, 0, 7}[r.Intn(4)]}
			if r.Intn(8) == 0 {
				code[at].Op = opRetA
			}
		case r.Intn(3) == 0:
			code[at] = randomJump(r, left)
		default:
			code[at] = randomStep(r, at < 6, &written)
		}
	}
	return code
}

func randomJump(r *rand.Rand, left int) bpf.RawInstruction {
	skip := func() uint8 { return uint8(r.Intn(min(left, 1+r.Intn(40)))) }
	if r.Intn(12) == 0 {
		return bpf.RawInstruction{Op: opJa, K: uint32(skip())}
	}
	i := bpf.RawInstruction{Op: clsJMP | [...]uint16{jmpJEQ, jmpJEQ, jmpJEQ, jmpJGT, jmpJGE, jmpJSET}[r.Intn(6)], Jt: skip(), Jf: skip(), K: randomNumber(r)}
	if r.Intn(3) == 0 {
		i.Op |= srcX
	}
	return i
}

func randomNumber(r *rand.Rand) uint32 {
	numbers := [...]uint32{0, 1, 2, 4, 6, 17, 0xff, 0x800, 0x86dd, 0x1fff, 1 << 31, 1<<32 - 1, 80, 443, 0xc0a80000, 0xffff0000, 0xfffffff0}
	if r.Intn(4) == 0 {
		return r.Uint32() >> r.Intn(32)
	}
	return numbers[r.Intn(len(numbers))]
}

// randomStep makes an instruction that does not jump. The first ones write scratch memory, where it is written on all paths; later ones read it.
func randomStep(r *rand.Rand, early bool, written *[]uint32) bpf.RawInstruction {
	offset := uint32([...]int{12, 23, 14, 26, 30, 0, 20, 6, 1, 54}[r.Intn(10)] + r.Intn(2)*r.Intn(4))
	size := [...]uint16{sizeB, sizeH, sizeW}[r.Intn(3)]
	switch r.Intn(14) {
	case 0, 1, 2, 3, 4:
		return bpf.RawInstruction{Op: opLdAbs | size, K: offset}
	case 5:
		return bpf.RawInstruction{Op: opLdInd | size, K: offset & 15}
	case 6:
		return bpf.RawInstruction{Op: opLdxMsh, K: offset}
	case 7:
		return bpf.RawInstruction{Op: [...]uint16{opLdLen, opLdImm, opLdxImm, opTax, opTxa}[r.Intn(5)], K: randomNumber(r)}
	case 8, 9:
		if early && len(*written) < 4 && r.Intn(2) == 0 {
			return bpf.RawInstruction{Op: opSt, K: uint32(r.Intn(4))}
		}
		return bpf.RawInstruction{Op: opStx, K: uint32(r.Intn(scratchSlots))}
	case 10:
		return bpf.RawInstruction{Op: [...]uint16{opLdMem, opLdxMem}[r.Intn(2)], K: uint32(r.Intn(4))}
	}
	op := uint16(r.Intn(11)) << 4
	i := bpf.RawInstruction{Op: clsALU | op, K: randomNumber(r)}
	switch {
	case op == aluNEG:
		return i
	case r.Intn(3) == 0:
		i.Op |= srcX
	case op == aluLSH || op == aluRSH:
		i.K &= 31
	case op == aluDIV || op == aluMOD:
		i.K |= 1
	}
	return i
}

// initialised puts stores in front of a program, so that what reads scratch memory is valid.
func initialised(code []bpf.RawInstruction) []bpf.RawInstruction {
	if validate(code, false) == nil {
		return code
	}
	out := []bpf.RawInstruction{{Op: opLdAbs | sizeB, K: 9}}
	for m := range uint32(4) {
		out = append(out, bpf.RawInstruction{Op: opSt, K: m})
	}
	return append(out, code...)
}

// packetFor makes a packet that gets far in a program: on a random way through it, bytes are set to what is compared with.
func packetFor(r *rand.Rand, code []bpf.RawInstruction) []byte {
	data := make([]byte, r.Intn(90))
	if r.Intn(3) > 0 {
		r.Read(data)
	}
	var at, size uint32
	for pc := 0; pc < len(code) && r.Intn(60) > 0; pc++ {
		i := code[pc]
		switch {
		case i.Op&7 == clsLD && i.Op&0xe0 == modeABS:
			at, size = i.K, loadSize(i.Op)
		case i.Op&7 == clsLD && i.Op&0xe0 == modeIND:
			at, size = i.K+20, loadSize(i.Op)
		case i.Op == opLdxMsh && i.K < uint32(len(data)):
			data[i.K] = 0x45
		case isCond(i):
			yes := r.Intn(2) == 0
			if yes && i.Op == clsJMP|jmpJEQ && uint64(at)+uint64(size) <= uint64(len(data)) {
				for b := range size {
					data[at+b] = byte(i.K >> (8 * (size - 1 - b)))
				}
			}
			if yes {
				pc += int(i.Jt)
			} else {
				pc += int(i.Jf)
			}
		case i.Op == opJa && int32(i.K) >= 0:
			pc += int(i.K)
		case i.Op&7 == clsRET:
			return data
		}
	}
	return data
}

// randomArithmetic makes a program of comparisons of nested arithmetic, as a compiler that keeps values in scratch memory would.
func randomArithmetic(r *rand.Rand) []bpf.RawInstruction {
	var code []bpf.RawInstruction
	for range 1 + r.Intn(3) {
		code = append(code, arithmeticCode(r, 3, 0)...)
		code = append(code, bpf.RawInstruction{Op: opSt, K: 15})
		code = append(code, arithmeticCode(r, 3, 0)...)
		code = append(code, bpf.RawInstruction{Op: opTax}, bpf.RawInstruction{Op: opLdMem, K: 15})
		jump := bpf.RawInstruction{Op: clsJMP | srcX | [...]uint16{jmpJEQ, jmpJGT, jmpJGE, jmpJSET}[r.Intn(4)], Jt: uint8(r.Intn(2))}
		jump.Jf = 1 - jump.Jt
		code = append(code, jump, bpf.RawInstruction{Op: opRetK, K: uint32(r.Intn(3))})
	}
	return append(code, bpf.RawInstruction{Op: opRetK, K: uint32(r.Intn(3))})
}

// arithmeticCode leaves a value in A; words of scratch memory from slot on are free.
func arithmeticCode(r *rand.Rand, depth int, slot uint32) []bpf.RawInstruction {
	size := [...]uint16{sizeB, sizeH, sizeW}[r.Intn(3)]
	offset := uint32(r.Intn(24))
	if depth == 0 || r.Intn(4) == 0 {
		switch r.Intn(6) {
		case 0:
			return []bpf.RawInstruction{{Op: opLdLen}}
		case 1:
			return []bpf.RawInstruction{{Op: opLdImm, K: randomNumber(r)}}
		case 2, 3:
			return []bpf.RawInstruction{{Op: opLdxMsh, K: offset & 3}, {Op: opLdInd | size, K: offset & 7}}
		}
		return []bpf.RawInstruction{{Op: opLdAbs | size, K: offset & 7}}
	}
	left := arithmeticCode(r, depth-1, slot+1)
	if r.Intn(4) == 0 { // a load at a computed place
		return append(left, bpf.RawInstruction{Op: clsALU | aluAND, K: 31}, bpf.RawInstruction{Op: opTax}, bpf.RawInstruction{Op: opLdInd | size, K: offset & 3})
	}
	op := [...]uint16{aluADD, aluADD, aluSUB, aluMUL, aluAND, aluOR, aluXOR, aluDIV, aluMOD, aluLSH, aluRSH}[r.Intn(11)]
	left = append(left, bpf.RawInstruction{Op: opSt, K: slot})
	left = append(left, arithmeticCode(r, depth-1, slot+1)...)
	return append(left, bpf.RawInstruction{Op: opTax}, bpf.RawInstruction{Op: opLdMem, K: slot}, bpf.RawInstruction{Op: clsALU | op | srcX})
}
