package bpf

import (
	"strconv"
	"strings"

	"golang.org/x/net/bpf"
)

// readInstruction reads an instruction: a name, and what it works on.
func (a *assembler) readInstruction(s string) error {
	name, operand := s, ""
	if i := strings.IndexAny(s, " \t"); i >= 0 {
		name, operand = s[:i], strings.TrimSpace(s[i:])
	}
	if op, turned, ok := jumpNamed(name); ok {
		return a.readJump(op, turned, operand)
	}
	if name == "ja" || name == "jmp" {
		a.jump(operand, false)
		a.code = append(a.code, bpf.RawInstruction{Op: opJa})
		return nil
	}
	i, ok := simple(name, operand)
	if !ok {
		return a.fail("not an instruction")
	}
	a.code = append(a.code, i)
	return nil
}

// jumpNamed gives the operation of a conditional jump; turned: with its sides exchanged.
func jumpNamed(name string) (op uint16, turned, ok bool) {
	switch name {
	case "jeq":
		return jmpJEQ, false, true
	case "jne", "jneq":
		return jmpJEQ, true, true
	case "jgt":
		return jmpJGT, false, true
	case "jle":
		return jmpJGT, true, true
	case "jge":
		return jmpJGE, false, true
	case "jlt":
		return jmpJGE, true, true
	case "jset":
		return jmpJSET, false, true
	}
	return 0, false, false
}

// readJump reads a conditional jump: what A is compared with, and one or two targets.
func (a *assembler) readJump(op uint16, turned bool, operand string) error {
	f := strings.Split(operand, ",")
	if len(f) != 2 && len(f) != 3 {
		return a.fail("expected a number or x, and one or two targets")
	}
	i := bpf.RawInstruction{Op: clsJMP | op}
	if k, ok := immediate(strings.TrimSpace(f[0])); ok {
		i.K = k
	} else if isX(strings.TrimSpace(f[0])) {
		i.Op |= srcX
	} else {
		return a.fail("expected a number or x")
	}
	a.jump(f[1], turned)
	if len(f) == 3 {
		a.jump(f[2], !turned)
	}
	a.code = append(a.code, i)
	return nil
}

// jump notes where the next instruction jumps to.
func (a *assembler) jump(label string, no bool) {
	a.targets = append(a.targets, target{len(a.code), strings.TrimSpace(label), no, a.line, a.text})
}

func isX(s string) bool { return s == "x" || s == "%x" }

// immediate reads #number.
func immediate(s string) (uint32, bool) {
	s, found := strings.CutPrefix(s, "#")
	if !found {
		return 0, false
	}
	return readNumber(s)
}

// readNumber reads a number of 32 bits, which may be negative.
func readNumber(s string) (uint32, bool) {
	s = strings.TrimSpace(s)
	if strings.Contains(s, "_") {
		return 0, false
	}
	if n, err := strconv.ParseUint(s, 0, 32); err == nil {
		return uint32(n), true
	}
	n, err := strconv.ParseInt(s, 0, 32)
	return uint32(n), err == nil
}

// simple reads an instruction that does not jump.
func simple(name, operand string) (i bpf.RawInstruction, ok bool) {
	switch name {
	case "ld", "ldh", "ldb":
		return load(name, operand)
	case "ldi":
		i.K, ok = readNumber(strings.TrimPrefix(operand, "#"))
		i.Op = opLdImm
		return i, ok
	case "ldx", "ldxb", "ldxi":
		return loadX(name, operand)
	case "st", "stx":
		i.Op = opSt
		if name == "stx" {
			i.Op = opStx
		}
		i.K, ok = inBrackets(operand, "M[")
		return i, ok
	case "tax", "txa", "neg":
		i.Op = map[string]uint16{"tax": opTax, "txa": opTxa, "neg": opNeg}[name]
		return i, operand == ""
	case "ret":
		i.Op = opRetK
		if operand == "" || operand == "a" || operand == "%a" {
			i.Op = opRetA
			return i, true
		}
		i.K, ok = immediate(operand)
		return i, ok
	}
	return arithmetic(name, operand)
}

func arithmetic(name, operand string) (i bpf.RawInstruction, ok bool) {
	for op, known := range aluNames {
		if known != name || op == aluNEG {
			continue
		}
		i.Op = clsALU | op
		if isX(operand) {
			i.Op |= srcX
			return i, true
		}
		i.K, ok = immediate(operand)
		return i, ok
	}
	return i, false
}

// inBrackets reads the number behind a prefix, up to a closing bracket.
func inBrackets(s, prefix string) (uint32, bool) {
	s, ok := strings.CutPrefix(s, prefix)
	s, closed := strings.CutSuffix(s, "]")
	if !ok || !closed {
		return 0, false
	}
	return readNumber(s)
}

// load reads what goes into A.
func load(name, operand string) (i bpf.RawInstruction, ok bool) {
	size := map[string]uint16{"ld": sizeW, "ldh": sizeH, "ldb": sizeB}[name]
	if k, ok := inBrackets(operand, "["); ok {
		return bpf.RawInstruction{Op: opLdAbs | size, K: k}, true
	}
	inner := strings.TrimSuffix(strings.TrimPrefix(operand, "["), "]")
	for offset, known := range ancillaryNames {
		if known == strings.TrimPrefix(inner, "#") {
			return bpf.RawInstruction{Op: opLdAbs | size, K: ancillary + offset}, true
		}
	}
	if len(inner) == len(operand)-2 {
		if register, k, found := strings.Cut(inner, "+"); found && isX(strings.TrimSpace(register)) {
			i.K, ok = readNumber(k)
			i.Op = opLdInd | size
			return i, ok
		}
		i.Op = opLdInd | size
		return i, isX(inner)
	}
	if name != "ld" {
		return i, false
	}
	if k, ok := inBrackets(operand, "M["); ok {
		return bpf.RawInstruction{Op: opLdMem, K: k}, true
	}
	if isLength(operand) {
		return bpf.RawInstruction{Op: opLdLen}, true
	}
	i.K, ok = immediate(operand)
	return i, ok
}

func isLength(s string) bool { return s == "#pktlen" || s == "#len" || s == "len" }

// loadX reads what goes into X.
func loadX(name, operand string) (i bpf.RawInstruction, ok bool) {
	if inner, found := strings.CutPrefix(operand, "4*("); found && name != "ldxi" {
		inner, closed := strings.CutSuffix(strings.ReplaceAll(inner, " ", ""), "&0xf)")
		i.K, ok = inBrackets(inner, "[")
		i.Op = opLdxMsh
		return i, ok && closed
	}
	switch {
	case name == "ldxb":
		return i, false
	case name == "ldxi":
		i.K, ok = readNumber(strings.TrimPrefix(operand, "#"))
		i.Op = opLdxImm
		return i, ok
	case isLength(operand):
		return bpf.RawInstruction{Op: opLdxLen}, true
	}
	if k, ok := inBrackets(operand, "M["); ok {
		return bpf.RawInstruction{Op: opLdxMem, K: k}, true
	}
	i.K, ok = immediate(operand)
	i.Op = opLdxImm
	return i, ok
}
