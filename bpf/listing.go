package bpf

import (
	"fmt"
	"strings"

	"golang.org/x/net/bpf"
)

// mnemonics are the names of arithmetic and conditional jumps, by operation.
var (
	aluNames = map[uint16]string{
		aluADD: "add", aluSUB: "sub", aluMUL: "mul", aluDIV: "div", aluMOD: "mod", aluOR: "or", aluAND: "and", aluXOR: "xor",
		aluLSH: "lsh", aluRSH: "rsh", aluNEG: "neg",
	}
	jumpNames = map[uint16]string{jmpJEQ: "jeq", jmpJGT: "jgt", jmpJGE: "jge", jmpJSET: "jset"}

	// ancillaryNames are the names of what the kernel knows, by offset from SKF_AD_OFF.
	ancillaryNames = map[uint32]string{
		adProtocol: "proto", adPacketType: "type", adInterface: "ifidx", 12: "nla", 16: "nlan", 20: "mark", 24: "queue", 28: "hatype", 32: "rxhash",
		36: "cpu", 40: "xor_x", adVLANTag: "vlan_tci", adVLANPresent: "vlanp", 52: "poff", 56: "random", adVLANProto: "vlan_tpid",
	}
)

// List gives the program as tcpdump -d prints it: one line an instruction, jumps with the numbers of the instructions they lead to.
func (p *Program) List() string {
	var b strings.Builder
	for n, i := range p.code {
		op, operand := mnemonic(i, n)
		if isCond(i) {
			fmt.Fprintf(&b, "(%03d) %-8s %-16s jt %d\tjf %d\n", n, op, operand, n+1+int(i.Jt), n+1+int(i.Jf))
		} else {
			fmt.Fprintf(&b, "(%03d) %-8s %s\n", n, op, operand)
		}
	}
	return b.String()
}

// ListC gives the program as tcpdump -dd prints it: as the initialiser of an array in C.
func (p *Program) ListC() string {
	var b strings.Builder
	for _, i := range p.code {
		fmt.Fprintf(&b, "{ 0x%x, %d, %d, 0x%08x },\n", i.Op, i.Jt, i.Jf, i.K)
	}
	return b.String()
}

// ListDecimal gives the program as tcpdump -ddd prints it: the number of instructions, and each as four decimal numbers.
func (p *Program) ListDecimal() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%d\n", len(p.code))
	for _, i := range p.code {
		fmt.Fprintf(&b, "%d %d %d %d\n", i.Op, i.Jt, i.Jf, i.K)
	}
	return b.String()
}

// mnemonic gives the name of the instruction at index n, and its operand.
func mnemonic(i bpf.RawInstruction, n int) (op, operand string) {
	hex, signed := fmt.Sprintf("#0x%x", i.K), int32(i.K)
	switch i.Op & 7 {
	case clsLD:
		switch i.Op &^ 0x18 {
		case opLdAbs:
			return "ld" + suffix(i.Op), "[" + offsetName(i.K) + "]"
		case opLdInd:
			return "ld" + suffix(i.Op), fmt.Sprintf("[x + %d]", signed)
		case opLdMem:
			return "ld", fmt.Sprintf("M[%d]", signed)
		case opLdLen:
			return "ld", "#pktlen"
		}
		return "ld", hex
	case clsLDX:
		switch i.Op {
		case opLdxMsh:
			return "ldxb", fmt.Sprintf("4*([%d]&0xf)", signed)
		case opLdxMem:
			return "ldx", fmt.Sprintf("M[%d]", signed)
		case opLdxLen:
			return "ldx", "#pktlen" // tcpdump has no name for it
		}
		return "ldx", hex
	case clsST:
		return "st", fmt.Sprintf("M[%d]", signed)
	case clsSTX:
		return "stx", fmt.Sprintf("M[%d]", signed)
	case clsALU:
		return aluNames[i.Op&0xf0], aluOperand(i)
	case clsJMP:
		if i.Op == opJa {
			return "ja", fmt.Sprint(n + 1 + int(signed))
		}
		if i.Op&srcX != 0 {
			hex = "x"
		}
		return jumpNames[i.Op&0xf0], hex
	case clsRET:
		if i.Op == opRetA {
			return "ret", ""
		}
		return "ret", fmt.Sprintf("#%d", signed)
	}
	if i.Op == opTax {
		return "tax", ""
	}
	return "txa", ""
}

func aluOperand(i bpf.RawInstruction) string {
	switch op := i.Op & 0xf0; {
	case op == aluNEG:
		return ""
	case i.Op&srcX != 0:
		return "x"
	case op == aluAND || op == aluOR || op == aluXOR:
		return fmt.Sprintf("#0x%x", i.K)
	}
	return fmt.Sprintf("#%d", int32(i.K))
}

// suffix is that of a load.
func suffix(op uint16) string {
	switch op & 0x18 {
	case sizeH:
		return "h"
	case sizeB:
		return "b"
	}
	return ""
}

// offsetName is the offset of a load, or the name of what the kernel knows.
func offsetName(k uint32) string {
	if name := ancillaryNames[k-ancillary]; k >= ancillary && name != "" {
		return name
	}
	return fmt.Sprint(int32(k))
}

// Source gives the program in the language of bpf_asm: with labels, and jumps to them. [Assemble] reads it.
func (p *Program) Source() string {
	label := make(map[int]bool)
	for n, i := range p.code {
		switch {
		case isCond(i):
			label[n+1+int(i.Jt)], label[n+1+int(i.Jf)] = true, true
		case i.Op == opJa:
			label[n+1+int(int32(i.K))] = true
		}
	}
	var b strings.Builder
	for n, i := range p.code {
		if label[n] {
			fmt.Fprintf(&b, "L%d:", n)
		}
		op, operand := mnemonic(i, n)
		switch {
		case isCond(i):
			operand = fmt.Sprintf("%s, L%d, L%d", operand, n+1+int(i.Jt), n+1+int(i.Jf))
		case i.Op == opJa:
			op, operand = "jmp", "L"+operand
		case i.Op == opRetA:
			operand = "a"
		case i.Op == opRetK:
			operand = fmt.Sprintf("#%d", i.K)
		}
		b.WriteString(strings.TrimRight(fmt.Sprintf("\t%-4s %s", op, operand), " ") + "\n")
	}
	return b.String()
}
