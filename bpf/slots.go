package bpf

import "golang.org/x/net/bpf"

// findLive finds which slots are read later.
func (l *lifter) findLive() {
	l.live = resized(l.live, len(l.code)+1)
	for at := len(l.code) - 1; at >= 0; at-- {
		i := l.code[at]
		var live uint32
		switch {
		case i.Op&7 == clsRET:
		case isCond(i):
			live = l.live[at+1+int(i.Jt)] | l.live[at+1+int(i.Jf)]
		case i.Op == opJa:
			live = l.live[at+1+int(i.K)]
		default:
			live = l.live[at+1]
		}
		reads, writes := uses(i)
		l.live[at] = live&^writes | reads
	}
}

// uses gives the slots that an instruction reads and writes, a bit each.
func uses(i bpf.RawInstruction) (reads, writes uint32) {
	const a, x = 1 << slotA, 1 << slotX
	m := uint32(1) << (slotM + i.K&15)
	source := uint32(0)
	if i.Op&srcX != 0 {
		source = x
	}
	switch i.Op & 7 {
	case clsLD:
		switch i.Op &^ 0x18 {
		case opLdMem:
			return m, a
		case opLdInd:
			return x, a
		}
		return 0, a
	case clsLDX:
		if i.Op == opLdxMem {
			return m, x
		}
		return 0, x
	case clsST:
		return a, m
	case clsSTX:
		return x, m
	case clsALU:
		return a | source, a
	case clsJMP:
		if i.Op == opJa {
			return 0, 0
		}
		return a | source, 0
	case clsRET:
		if i.Op == opRetA {
			return a, 0
		}
		return 0, 0
	}
	if i.Op == opTax {
		return a, x
	}
	return x, a
}
