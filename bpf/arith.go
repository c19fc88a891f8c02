package bpf

import "fmt"

// operand is an arithmetic expression over 32-bit numbers without sign.
type operand struct {
	kind   arithKind
	op     uint16   // arithOp: aluADD and so on
	k      uint32   // arithConst
	l, r   *operand // operands; of a load, l is the index
	checks *cond    // arithLoad: what the packet has to be for the load to make sense
	size   uint16   // arithLoad
	base   place    // arithLoad
	behind bool     // arithLoad: counted from the end of the IPv4 header at base
	temps  uint32   // cells needed to compute it

	swapped bool // arithOp: l was written to the right of r
}

type arithKind uint8

const (
	arithConst arithKind = iota
	arithLen
	arithLoad
	arithOp
	arithNeg
)

// binding gives how tightly an operator binds; % and ^ stand outside of the order: whatever follows them is their right operand, and
// they take the operand before them from any other operator.
func binding(k tokenKind) (op uint16, level int, ok bool) {
	switch k {
	case '|':
		return aluOR, 1, true
	case '&':
		return aluAND, 1, true
	case tokShl:
		return aluLSH, 2, true
	case tokShr:
		return aluRSH, 2, true
	case '+':
		return aluADD, 3, true
	case '-':
		return aluSUB, 3, true
	case '*':
		return aluMUL, 4, true
	case '/':
		return aluDIV, 4, true
	case '%':
		return aluMOD, unordered, true
	case '^':
		return aluXOR, unordered, true
	}
	return 0, 0, false
}

const (
	unaryLevel = 5
	unordered  = 6
)

// parseArith reads arithmetic whose operators bind at least as tightly as level.
func (c *compiler) parseArith(level int) *operand {
	c.enter()
	defer c.leave()
	return c.parseArithRest(c.parseFactor(), level)
}

// parseArithRest reads the operators behind an operand.
func (c *compiler) parseArithRest(left *operand, level int) *operand {
	for c.err == nil {
		op, l, ok := binding(c.tok.kind)
		if !ok || l < level {
			break
		}
		c.next()
		at := c.tok
		var right *operand
		if l == unordered {
			right = c.parseArith(0)
		} else {
			right = c.parseArith(l + 1)
		}
		left = c.combine(at, op, left, right)
	}
	return left
}

// combine makes an operation, or its result where it is known.
func (c *compiler) combine(at token, op uint16, l, r *operand) *operand {
	if c.err != nil {
		return l
	}
	if r.kind == arithConst {
		switch {
		case (op == aluDIV || op == aluMOD) && r.k == 0:
			c.failAt(at, ErrArithmetic, "", "division by zero")
			return l
		case (op == aluLSH || op == aluRSH) && r.k > 31:
			c.failAt(at, ErrArithmetic, "", "shift by more than 31 bits")
			return l
		}
		if l.kind == arithConst {
			if n, ok := calculate(op, l.k, r.k); ok {
				return &operand{kind: arithConst, k: n}
			}
		}
	}
	a := &operand{kind: arithOp, op: op, l: l, r: r}
	if commutes(op) && (l.kind == arithConst || l.temps > r.temps && r.kind != arithConst) {
		a.l, a.r, a.swapped = r, l, true
	}
	switch {
	case a.r.kind == arithConst:
		a.temps = a.l.temps
	case isSimple(a.l):
		a.temps = a.r.temps
	default:
		a.temps = max(a.r.temps, a.l.temps+1)
	}
	c.count()
	return a
}

func commutes(op uint16) bool {
	switch op {
	case aluADD, aluMUL, aluAND, aluOR, aluXOR:
		return true
	}
	return false
}

// parseFactor reads an operand.
func (c *compiler) parseFactor() *operand {
	switch t := c.tok; t.kind {
	case tokNumber:
		c.next()
		return &operand{kind: arithConst, k: t.n}
	case tokLen:
		c.next()
		return &operand{kind: arithLen}
	case '-':
		c.next()
		a := c.parseArith(unaryLevel)
		if a.kind == arithConst {
			return &operand{kind: arithConst, k: -a.k}
		}
		return &operand{kind: arithNeg, l: a, temps: a.temps}
	case '(':
		c.next()
		a := c.parseArith(0)
		c.expect(')', "\")\"")
		return a
	case tokProto:
		if c.next(); c.tok.kind == '[' {
			return c.parseIndex(proto(t.n), t)
		}
		c.fail(ErrSyntax, "\"[\"", "")
	default:
		c.fail(ErrSyntax, "a number, len, or a protocol with an index", "")
	}
	return &operand{}
}

// parseIndex reads what is in brackets.
func (c *compiler) parseIndex(p proto, word token) *operand {
	c.next()
	index := c.parseArith(0)
	size := sizeB
	if c.take(':') {
		switch at := c.tok; c.number() {
		case 1:
		case 2:
			size = sizeH
		case 4:
			size = sizeW
		default:
			c.failAt(at, ErrRange, "1, 2 or 4 bytes", "")
		}
	}
	c.expect(']', "\"]\"")
	if c.err != nil {
		return &operand{}
	}
	a := &operand{kind: arithLoad, l: index, size: size, temps: index.temps}
	c.about(word, func() { c.locate(a, p, word) })
	if a.behind && a.base.varies() && (index.kind != arithConst || uint64(a.base.k)+uint64(index.k) >= impossible) {
		a.temps = max(a.temps, 1)
	}
	c.count()
	return a
}

// locate sets where a load of a protocol counts from, and the checks that belong to it.
func (c *compiler) locate(a *operand, p proto, word token) {
	inside := a.l.allChecks()
	a.l.dropChecks()
	switch p {
	case protoLink:
		a.base, a.checks = c.header, and(inside)
	case protoRadio:
		if !c.hasRadio() {
			c.failAt(word, ErrLinkType, "", "no radio information on "+c.link.DLTName())
		}
		a.base, a.checks = at(0), and(inside)
	case protoIP, protoIPv6, protoARP, protoRARP, protoATALK, protoDECNET, protoLAT, protoSCA, protoMOPRC, protoMOPDL:
		a.base, a.checks = c.network(0), and(inside, c.carries(linkNumberOf(p)))
	case protoICMPv6:
		a.base = c.network(40)
		a.checks = and(c.carries(etherIPv6), inside, c.equal(c.network(6), sizeB, ipICMPv6))
	case protoTCP, protoUDP, protoSCTP, protoICMP, protoIGMP, protoIGRP, protoPIM, protoVRRP, protoCARP:
		a.base, a.behind = c.network(0), true
		is := c.equal(c.network(9), sizeB, ipNumber(p))
		if isJuniper(c.link) { // where IPv4 and IPv6 look alike
			is = c.abbreviation(p, word)
		}
		a.checks = and(c.carries(etherIP), inside, is, c.firstFragment())
	default:
		c.failAt(word, ErrQualifier, "", fmt.Sprintf("%q has no index", word.text))
		return
	}
	if a.base.none {
		c.failAt(word, ErrLinkType, "", "the place is not known on "+c.link.DLTName())
	}
}

// allChecks gives the checks of the loads; nil if there are none. Of an operation only those of its left side count, as libpcap has it:
// "ip[8] - 1" is about IPv4 only, "1 - ip[8]" is about whatever stands there.
func (a *operand) allChecks() *cond {
	switch a.kind {
	case arithOp:
		if a.swapped {
			return a.r.allChecks()
		}
		return a.l.allChecks()
	case arithNeg:
		return a.l.allChecks()
	case arithLoad:
		return a.checks
	}
	return nil
}

// dropChecks forgets the checks, which stand elsewhere now.
func (a *operand) dropChecks() {
	switch a.kind {
	case arithOp:
		a.l.dropChecks()
		a.r.dropChecks()
	case arithNeg:
		a.l.dropChecks()
	case arithLoad:
		a.checks = nil
	}
}

// parseRelation reads the comparison behind its left side.
func (c *compiler) parseRelation(l *operand) *cond {
	op, negate := jmpJEQ, false
	switch c.tok.kind {
	case tokEQ:
	case tokNE:
		negate = true
	case '>':
		op = jmpJGT
	case tokGE:
		op = jmpJGE
	case tokLE:
		op, negate = jmpJGT, true
	case '<':
		op, negate = jmpJGE, true
	default:
		return c.fail(ErrSyntax, "a comparison", "")
	}
	c.next()
	r := c.parseArith(0)
	if c.err != nil {
		return always(false)
	}
	n := c.relation(op, l, r)
	if negate {
		n = not(n)
	}
	return and(l.allChecks(), r.allChecks(), n)
}

func (c *compiler) relation(op uint16, l, r *operand) *cond {
	c.count()
	if r.kind == arithConst {
		if l.kind == arithConst {
			return always(compare(op, l.k, r.k))
		}
		c.reserve(l.temps)
		return test(op, r.k, c.code(nil, l, 0)...)
	}
	code := c.code(nil, r, 0)
	if isSimple(l) {
		c.reserve(r.temps)
		code = append(code, instr{op: opTax})
		return test(op|srcX, 0, c.code(code, l, 0)...)
	}
	c.reserve(max(r.temps, l.temps+1))
	code = append(code, instr{op: opSt, k: c.temp(0)})
	code = c.code(code, l, 1)
	return test(op|srcX, 0, append(code, instr{op: opLdxMem, k: c.temp(0)})...)
}

// isSimple reports whether computing a leaves X alone.
func isSimple(a *operand) bool {
	switch a.kind {
	case arithConst, arithLen:
		return true
	case arithLoad:
		return a.l.kind == arithConst && !a.behind && !a.base.varies() && uint64(a.base.k)+uint64(a.l.k) < impossible
	case arithNeg:
		return isSimple(a.l)
	case arithOp:
		return a.r.kind == arithConst && isSimple(a.l)
	}
	return false
}

// temp is the cell of a value that is needed for a moment; those of offsets grow towards them.
func (c *compiler) temp(n uint32) uint32 { return scratchSlots - 1 - n }

// reserve makes sure that n cells are free.
func (c *compiler) reserve(n uint32) {
	c.temps = max(c.temps, n)
	if c.temps+c.regs > scratchSlots {
		c.temps = 0
		c.fail(ErrLimit, "", "arithmetic needs more than 16 values at once")
	}
}

// code appends instructions that leave the value in A; cells below temp(used) are free.
func (c *compiler) code(code []instr, a *operand, used uint32) []instr {
	switch a.kind {
	case arithConst:
		return append(code, instr{op: opLdImm, k: a.k})
	case arithLen:
		return append(code, instr{op: opLdLen})
	case arithNeg:
		return append(c.code(code, a.l, used), instr{op: opNeg})
	case arithLoad:
		return c.loadCode(code, a, used)
	}
	if a.r.kind == arithConst {
		return append(c.code(code, a.l, used), instr{op: clsALU | a.op, k: a.r.k})
	}
	code = c.code(code, a.r, used)
	if isSimple(a.l) {
		code = append(code, instr{op: opTax})
		return append(c.code(code, a.l, used), instr{op: clsALU | a.op | srcX})
	}
	t := c.temp(used)
	code = append(code, instr{op: opSt, k: t})
	code = c.code(code, a.l, used+1)
	return append(code, instr{op: opLdxMem, k: t}, instr{op: clsALU | a.op | srcX})
}

func (c *compiler) loadCode(code []instr, a *operand, used uint32) []instr {
	if a.behind {
		return c.behindCode(code, a, used)
	}
	// An index that wraps around is within the packet where something that varies is added to it.
	if sum := uint64(a.base.k) + uint64(a.l.k); a.l.kind == arithConst && (sum < impossible || !a.base.varies()) {
		p := a.base
		p.k = uint32(min(sum, impossible))
		return append(code, p.load(a.size)...)
	}
	code = c.code(code, a.l, used)
	if a.base.varies() {
		code = append(code, instr{op: opLdxMem, k: uint32(a.base.cell)}, instr{op: clsALU | aluADD | srcX})
	}
	return append(code, instr{op: opTax}, instr{op: opLdInd | a.size, k: a.base.k})
}

// behindCode loads from behind an IPv4 header.
func (c *compiler) behindCode(code []instr, a *operand, used uint32) []instr {
	if sum := uint64(a.base.k) + uint64(a.l.k); a.l.kind == arithConst && sum < impossible {
		return append(code, behind4(a.base, a.l.k, a.size)...)
	}
	code = c.code(code, a.l, used)
	if !a.base.varies() {
		code = append(code, instr{op: opLdxMsh, k: a.base.k}, instr{op: clsALU | aluADD | srcX})
	} else {
		t := c.temp(used)
		code = append(code, instr{op: opSt, k: t})
		code = append(code, headerLength4(a.base)...)
		code = append(code, instr{op: opLdxMem, k: t}, instr{op: clsALU | aluADD | srcX})
	}
	return append(code, instr{op: opTax}, instr{op: opLdInd | a.size, k: a.base.k})
}
