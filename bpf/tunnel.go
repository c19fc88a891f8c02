package bpf

import (
	"fmt"

	"github.com/wiretag/wiretag/capture"
)

// Primitives that move the offsets for everything to the right of them.

// vlan is true for tagged frames, of one VLAN if a number is given.
func (c *compiler) vlan(id uint32, given bool) *cond {
	switch {
	case given && !c.within(id, 4095, "VLAN"):
		return always(false)
	case c.labels > 0:
		return c.fail(ErrLinkType, "", "vlan inside MPLS")
	case !isEthernet(c.link) && !isWLAN(c.link), c.link == capture.LinkTypePPI:
		return c.unsupported("vlan")
	case c.live && c.tags == 0 && c.link == capture.LinkTypeEthernet && !c.tunnel:
		return c.vlanLive(id, given)
	}
	tagged := c.vlanType()
	if given {
		tagged = and(tagged, c.masked(c.network(0), sizeH, 0x0fff, id))
	}
	c.shiftTag(4)
	return tagged
}

func (c *compiler) vlanType() *cond {
	return or(c.carries(etherVLAN), c.carries(etherQinQ), c.carries(etherQinQ9100))
}

func (c *compiler) shiftTag(n uint32) {
	c.tags++
	c.payload = c.payload.add(n)
	c.typ = c.typ.add(n)
}

// vlanLive is for sockets: the kernel has taken the outermost tag out of the packet, and knows it, or has left it in. What follows counts
// from a cell that is 0 in the first case. In the second, and where there is no tag, it is 4, as for packets of files.
func (c *compiler) vlanLive(id uint32, given bool) *cond {
	cell := c.cell()
	set := func(n uint32) *cond { return do(instr{op: opLdImm, k: n}, instr{op: opSt, k: uint32(cell)}) }
	removed, inside := always(true), always(true)
	if given {
		c.count()
		removed = test(jmpJEQ, id, instr{op: opLdAbs | sizeH, k: ancillary + adVLANTag}, instr{op: clsALU | aluAND, k: 0x0fff})
		inside = c.masked(c.network(0), sizeH, 0x0fff, id)
	}
	out := choose(c.ancillary(adVLANPresent, sizeB, 1), and(set(0), removed), and(set(4), c.vlanType(), inside))
	c.payload, c.typ = inCell(cell, c.payload.k), inCell(cell, c.typ.k)
	c.tags++
	return out
}

// mpls is true for packets with a label, of a value if one is given.
func (c *compiler) mpls(label uint32, given bool) *cond {
	if given && !c.within(label, 1<<20-1, "MPLS label") {
		return always(false)
	}
	var out *cond
	switch {
	case c.labels > 0:
		out = c.masked(c.network(^uint32(0)-1), sizeB, 1, 0)
	case isEthernet(c.link) || c.link == capture.LinkTypeCHDLC:
		out = c.carries(etherMPLS)
	case c.link == capture.LinkTypePPP:
		out = c.carries(pppMPLS)
	default:
		return c.unsupported("mpls")
	}
	if given {
		out = and(out, c.masked(c.network(0), sizeW, 0xfffff000, label<<12))
	}
	c.net += 4
	c.noSnap += 4
	c.labels++
	return out
}

// pppoeSession is true for PPPoE session packets; what follows looks into PPP.
func (c *compiler) pppoeSession(id uint32, given bool) *cond {
	if given && !c.within(id, 65535, "PPPoE session") {
		return always(false)
	}
	out := c.carries(etherPPPoES)
	if given {
		out = and(out, c.masked(c.network(0), sizeW, 0x0000ffff, id))
	}
	c.enterLink(capture.LinkTypePPP, c.network(6))
	c.typ, c.payload, c.net, c.noSnap = c.header, c.header.add(2), 0, 0
	return out
}

// enterLink makes what is at a place the link-layer header.
func (c *compiler) enterLink(link capture.LinkType, header place) {
	c.overATM = link == capture.LinkTypeEthernet && c.link == capture.LinkTypeSunATM
	c.link, c.header, c.geneve = link, header, false
}

const geneveUDPPort, vxlanUDPPort = 6081, 4789

// vxlan is true for VXLAN packets with a network identifier (RFC 7348); what follows looks into the Ethernet frame inside.
func (c *compiler) vxlan(vni uint32, given bool) *cond {
	if given && !c.within(vni, 1<<24-1, "VXLAN network identifier") {
		return always(false)
	}
	header, typ, payload := c.cell(), c.cell(), c.cell()
	base := c.network(0)
	form := func(v6 bool) *cond {
		code := append(transportOffset(base, v6), instr{op: clsALU | aluADD, k: base.k + 16}, instr{op: opSt, k: uint32(header)},
			instr{op: clsALU | aluADD, k: 12}, instr{op: opSt, k: uint32(typ)}, instr{op: clsALU | aluADD, k: 2}, instr{op: opSt, k: uint32(payload)})
		flags := c.loaded(behindUDP(base, v6, 0, sizeB), 0xff, 0x08)
		return and(c.tunnelPort(v6, vxlanUDPPort), flags, c.tunnelVNI(base, v6, vni, given), do(code...))
	}
	out := and(c.clear(header, typ, payload), or(form(false), form(true)))
	c.enterLink(capture.LinkTypeEthernet, inCell(header, 0))
	c.typ, c.payload, c.net, c.noSnap, c.tunnel = inCell(typ, 0), inCell(payload, 0), 0, llcOnly, true
	return out
}

// geneveTunnel is true for Geneve packets of version 0 (RFC 8926); what follows looks into the Ethernet frame or the packet inside.
func (c *compiler) geneveTunnel(vni uint32, given bool) *cond {
	if given && !c.within(vni, 1<<24-1, "Geneve network identifier") {
		return always(false)
	}
	header, typ, payload := c.cell(), c.cell(), c.cell()
	base := c.network(0)
	form := func(v6 bool) *cond {
		version := c.loaded(behindUDP(base, v6, 0, sizeB), 0xc0, 0)
		return and(c.tunnelPort(v6, geneveUDPPort), version, c.tunnelVNI(base, v6, vni, given), c.geneveOffsets(base, v6, header, typ, payload))
	}
	out := and(c.clear(header, typ, payload), or(form(false), form(true)))
	c.enterLink(capture.LinkTypeEthernet, inCell(header, 0))
	c.typ, c.payload, c.net, c.noSnap, c.tunnel, c.geneve = inCell(typ, 0), inCell(payload, 0), 0, llcOnly, true, true
	return out
}

// geneveOffsets stores where the payload is: behind the options, whose length is counted in words, and behind an Ethernet header if the
// protocol type says that there is one. Otherwise header and payload are the same, and the type is Geneve's own.
func (c *compiler) geneveOffsets(base place, v6 bool, header, typ, payload int) *cond {
	st := func(cell int) instr { return instr{op: opSt, k: uint32(cell)} }
	code := append(transportOffset(base, v6), instr{op: clsALU | aluADD, k: base.k + 8}, instr{op: opTax},
		instr{op: clsALU | aluADD, k: 2}, st(typ),
		instr{op: opLdInd | sizeB}, instr{op: clsALU | aluAND, k: 0x3f}, instr{op: clsALU | aluLSH, k: 2},
		instr{op: clsALU | aluADD, k: 8}, instr{op: clsALU | aluADD | srcX}, st(header), st(payload))
	c.count()
	isEther := test(jmpJEQ, etherTEB, instr{op: opLdxMem, k: uint32(typ)}, instr{op: opLdInd | sizeH})
	inner := do(instr{op: opLdMem, k: uint32(header)}, instr{op: clsALU | aluADD, k: 12}, st(typ), instr{op: clsALU | aluADD, k: 2}, st(payload))
	return and(do(code...), choose(isEther, inner, always(true)))
}

// clear sets cells to 0, so that what is to the right of a tunnel finds them set on every way.
func (c *compiler) clear(list ...int) *cond {
	code := []instr{{op: opLdImm}}
	for _, n := range list {
		code = append(code, instr{op: opSt, k: uint32(n)})
	}
	return do(code...)
}

func (c *compiler) tunnelPort(v6 bool, port uint32) *cond {
	if v6 {
		return c.ports6(port, port, ipUDP, dirDst)
	}
	return c.ports4(port, port, ipUDP, dirDst)
}

func (c *compiler) tunnelVNI(base place, v6 bool, vni uint32, given bool) *cond {
	if !given {
		return nil
	}
	return c.loaded(behindUDP(base, v6, 4, sizeW), 0xffffff00, vni<<8)
}

// loaded compares what code loads.
func (c *compiler) loaded(code []instr, mask, k uint32) *cond {
	c.count()
	if mask != 0xff { // all of a byte
		code = append(code, instr{op: clsALU | aluAND, k: mask})
	}
	return test(jmpJEQ, k, code...)
}

// behindUDP is the code that loads from behind the UDP header.
func behindUDP(base place, v6 bool, n uint32, size uint16) []instr {
	if v6 {
		return base.add(40 + 8 + n).load(size)
	}
	return behind4(base, 8+n, size)
}

// transportOffset leaves in A the offset of the transport header, less the constant part of base.
func transportOffset(base place, v6 bool) []instr {
	switch {
	case !v6:
		return headerLength4(base)
	case base.varies():
		return []instr{{op: opLdMem, k: uint32(base.cell)}, {op: clsALU | aluADD, k: 40}}
	}
	return []instr{{op: opLdImm, k: 40}}
}

// hasEthernet is nil, or inside Geneve the test that there is an Ethernet header.
func (c *compiler) hasEthernet() *cond {
	if !c.geneve {
		return nil
	}
	c.count()
	return not(test(jmpJEQ|srcX, 0, instr{op: opLdxMem, k: uint32(c.payload.cell)}, instr{op: opLdMem, k: uint32(c.header.cell)}))
}

// parseNumbered reads a word that a number may follow.
func (c *compiler) parseNumbered() *cond {
	word, at := c.tok, c.tok
	c.next()
	if c.tok.kind == tokNumber || c.tok.kind == '(' {
		at = c.tok
	}
	n, given := c.pnumber()
	if !given {
		at = word
	}
	out := always(false)
	if c.err == nil {
		c.about(at, func() { out = c.numberedWord(word.kind, n, given) })
	}
	return out
}

func (c *compiler) numberedWord(word tokenKind, n uint32, given bool) *cond {
	switch word {
	case tokVLAN:
		return c.vlan(n, given)
	case tokMPLS:
		return c.mpls(n, given)
	case tokPPPoES:
		return c.pppoeSession(n, given)
	case tokGeneve:
		return c.geneveTunnel(n, given)
	}
	return c.vxlan(n, given)
}

// chain follows the headers of a packet up to a protocol.
type chain struct {
	v, base, cell uint32
	v6            bool
}

// protochain is true for packets that have a protocol anywhere in their chain of headers.
func (c *compiler) protochain(v uint32, p proto) *cond {
	switch {
	case !c.within(v, 255, "protocol number"):
		return always(false)
	case p == protoNone:
		return or(c.protochain(v, protoIP), c.protochain(v, protoIPv6))
	case p != protoIP && p != protoIPv6:
		return c.fail(ErrQualifier, "", fmt.Sprintf("%s before protochain", p))
	case c.payload.varies():
		return c.fail(ErrLinkType, "", "protochain behind headers of variable length")
	}
	c.reserve(1)
	c.chained = true
	c.count()
	typ := uint32(etherIP)
	if p == protoIPv6 {
		typ = etherIPv6
	}
	n := &chain{v: v, base: c.network(0).k, cell: c.temp(0), v6: p == protoIPv6}
	return and(c.carries(typ), &cond{kind: condChain, chain: n})
}

// lower makes a loop: A holds the number of the header at X.
func (n *chain) lower(t, f *block) *block {
	again := &block{}
	is := func(v uint32, yes, no *block) *block {
		return &block{term: termJump, op: clsJMP | jmpJEQ, k: v, jt: yes, jf: no}
	}
	next := is(ipAH, n.skipAH(again), f)
	if n.v6 {
		skip := n.skip(again)
		for _, v := range []uint32{ipFragment, ipRouting, ipDstOpts, 0} {
			next = is(v, skip, next)
		}
	}
	*again = *is(n.v, t, is(ipNone, f, next))
	start := &block{term: termGoto, jt: again, code: []instr{{op: opLdAbs | sizeB, k: n.base + 9}, {op: opLdxMsh, k: n.base}}}
	if n.v6 {
		start.code = []instr{{op: opLdAbs | sizeB, k: n.base + 6}, {op: opLdxImm, k: 40}}
	}
	return start
}

// skip goes on behind an extension header at X, whose second byte is its length in units of 8 bytes, less one.
func (n *chain) skip(again *block) *block {
	return &block{term: termGoto, jt: again, back: true, code: []instr{
		{op: opLdInd | sizeB, k: n.base},
		{op: opSt, k: n.cell},
		{op: opLdInd | sizeB, k: n.base + 1},
		{op: clsALU | aluADD, k: 1},
		{op: clsALU | aluMUL, k: 8},
		{op: clsALU | aluADD | srcX},
		{op: opTax},
		{op: opLdMem, k: n.cell},
	}}
}

// skipAH goes on behind an authentication header, whose length is counted in words, less two. Like libpcap it takes that length for the
// offset of what follows, which is right for no chain but that libpcap's users know.
func (n *chain) skipAH(again *block) *block {
	return &block{term: termGoto, jt: again, back: true, code: []instr{
		{op: opLdInd | sizeB, k: n.base},
		{op: opSt, k: n.cell},
		{op: opLdInd | sizeB, k: n.base + 1},
		{op: clsALU | aluADD, k: 2},
		{op: clsALU | aluMUL, k: 4},
		{op: opTax},
		{op: opLdMem, k: n.cell},
	}}
}
