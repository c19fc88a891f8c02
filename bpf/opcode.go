package bpf

import "golang.org/x/net/bpf"

// The parts of an operation code, as in linux/bpf_common.h and the BSD manual of bpf(4).
const (
	clsLD, clsLDX, clsST, clsSTX, clsALU, clsJMP, clsRET, clsMISC uint16 = 0, 1, 2, 3, 4, 5, 6, 7

	sizeW, sizeH, sizeB uint16 = 0x00, 0x08, 0x10

	modeIMM, modeABS, modeIND, modeMEM, modeLEN, modeMSH uint16 = 0x00, 0x20, 0x40, 0x60, 0x80, 0xa0

	aluADD, aluSUB, aluMUL, aluDIV, aluOR, aluAND uint16 = 0x00, 0x10, 0x20, 0x30, 0x40, 0x50
	aluLSH, aluRSH, aluNEG, aluMOD, aluXOR        uint16 = 0x60, 0x70, 0x80, 0x90, 0xa0

	jmpJA, jmpJEQ, jmpJGT, jmpJGE, jmpJSET uint16 = 0x00, 0x10, 0x20, 0x30, 0x40

	srcK, srcX, retA uint16 = 0x00, 0x08, 0x10

	miscTAX, miscTXA uint16 = 0x00, 0x80
)

// Whole operation codes.
const (
	opLdAbs, opLdInd, opLdMem, opLdImm, opLdLen = clsLD | modeABS, clsLD | modeIND, clsLD | modeMEM, clsLD | modeIMM, clsLD | modeLEN
	opLdxMem, opLdxImm, opLdxLen                = clsLDX | modeMEM, clsLDX | modeIMM, clsLDX | modeLEN
	opLdxMsh                                    = clsLDX | modeMSH | sizeB
	opSt, opStx                                 = clsST, clsSTX
	opNeg                                       = clsALU | aluNEG
	opJa                                        = clsJMP | jmpJA
	opRetK, opRetA                              = clsRET | srcK, clsRET | retA
	opTax, opTxa                                = clsMISC | miscTAX, clsMISC | miscTXA
)

// scratchSlots is the number of words of scratch memory, M[0] to M[15].
const scratchSlots = 16

// ancillary is the first of the offsets that mean what the kernel knows of a packet instead of its bytes (SKF_AD_OFF).
const ancillary uint32 = 0xfffff000

// What ancillary loads give, by offset (SKF_AD_*).
const (
	adProtocol, adPacketType, adInterface uint32 = 0, 4, 8
	adVLANTag, adVLANPresent, adVLANProto uint32 = 44, 48, 60
)

// loadSize is how many bytes a load from the packet reads.
func loadSize(op uint16) uint32 {
	switch op & 0x18 {
	case sizeH:
		return 2
	case sizeB:
		return 1
	}
	return 4
}

// isCond reports whether the instruction is a conditional jump.
func isCond(i bpf.RawInstruction) bool { return i.Op&7 == clsJMP && i.Op&0xf0 != jmpJA }
