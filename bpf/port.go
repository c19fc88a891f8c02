package bpf

// transports are the protocols that ports are of, in the order in which they are asked for.
var transports = [...]uint32{ipSCTP, ipTCP, ipUDP}

// ports tests port numbers from first to last of a protocol, or of all that have ports where it is 0. Over IPv6 the transport header
// has to follow the IPv6 header at once; over IPv4 the packet must not be a later fragment.
func (c *compiler) ports(first, last, protocol uint32, d dir) *cond {
	if !c.within(first, 65535, "port") || !c.within(last, 65535, "port") {
		return always(false)
	}
	if d > dirAnd {
		return c.fail(ErrQualifier, "", d.String()+" before a port")
	}
	return or(c.ports6(first, last, protocol, d), c.ports4(first, last, protocol, d))
}

func (c *compiler) ports6(first, last, protocol uint32, d dir) *cond {
	side := func(n uint32) func() *cond {
		return func() *cond { return c.inRange(c.network(40+n).load(sizeH), first, last) }
	}
	return and(c.carries(etherIPv6), c.transport(6, protocol, func() *cond { return c.sides(d, side(0), side(2)) }))
}

func (c *compiler) ports4(first, last, protocol uint32, d dir) *cond {
	side := func(n uint32) func() *cond {
		return func() *cond { return c.inRange(behind4(c.network(0), n, sizeH), first, last) }
	}
	return and(c.carries(etherIP), c.transport(9, protocol, func() *cond {
		return and(c.firstFragment(), c.sides(d, side(0), side(2)))
	}))
}

// transport asks for a protocol by its number at an offset of the network header, and then for more.
func (c *compiler) transport(at, protocol uint32, more func() *cond) *cond {
	if protocol != 0 {
		return and(c.equal(c.network(at), sizeB, protocol), more())
	}
	var any *cond
	for _, t := range transports {
		any = or(any, c.equal(c.network(at), sizeB, t))
	}
	return and(any, more())
}

// inRange tests what code loads.
func (c *compiler) inRange(code []instr, first, last uint32) *cond {
	c.count()
	if first == last {
		return test(jmpJEQ, first, code...)
	}
	if first > last {
		first, last = last, first
	}
	return and(test(jmpJGE, first, code...), not(test(jmpJGT, last, code...)))
}

func (c *compiler) firstFragment() *cond { return not(c.bits(c.network(6), sizeH, 0x1fff)) }

// behind4 is the code that loads bytes at an offset behind the IPv4 header at base.
func behind4(base place, n uint32, size uint16) []instr {
	if !base.varies() {
		return []instr{{op: opLdxMsh, k: base.k}, {op: opLdInd | size, k: base.k + n}}
	}
	return append(headerLength4(base), instr{op: opTax}, instr{op: opLdInd | size, k: base.k + n})
}

// headerLength4 leaves in A the length of the IPv4 header at base, and the variable part of base.
func headerLength4(base place) []instr {
	if !base.varies() {
		return []instr{{op: opLdxMsh, k: base.k}, {op: opTxa}}
	}
	return []instr{
		{op: opLdxMem, k: uint32(base.cell)},
		{op: opLdInd | sizeB, k: base.k},
		{op: clsALU | aluAND, k: 15},
		{op: clsALU | aluLSH, k: 2},
		{op: clsALU | aluADD | srcX},
	}
}
