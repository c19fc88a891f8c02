package bpf

import "github.com/wiretag/wiretag/capture"

// atmKind is a kind of ATM traffic with a word of its own.
type atmKind uint32

const (
	atmKindLANE atmKind = iota
	atmMetac
	atmBCC
	atmOAMF4SC
	atmOAMF4EC
	atmSC
	atmILMIC
	atmOAM
	atmConnect
	atmMetaConnect
)

// signal is a field that is compared with numbers: of ATM or SS7.
type signal uint32

const (
	fieldVPI signal = iota
	fieldVCI
	fieldSIO // the ones of SS7 with a basic header, then those with an extended one, in the same order
	fieldOPC
	fieldDPC
	fieldSLS
	fieldHSIO
	fieldHOPC
	fieldHDPC
	fieldHSLS
)

// mtpKind is a kind of signal unit of SS7.
type mtpKind uint32

const (
	mtpFISU mtpKind = iota
	mtpLSSU
	mtpMSU
	mtpHFISU
	mtpHLSSU
	mtpHMSU
)

func atmWord(s string) (keyword, bool) {
	kind, k := atmKind(0), tokATM
	switch s {
	case "lane":
	case "metac":
		kind = atmMetac
	case "bcc":
		kind = atmBCC
	case "oamf4sc":
		kind = atmOAMF4SC
	case "oamf4ec":
		kind = atmOAMF4EC
	case "sc":
		kind = atmSC
	case "ilmic":
		kind = atmILMIC
	case "oam", "oamf4":
		kind = atmOAM
	case "connectmsg":
		kind = atmConnect
	case "metaconnect":
		kind = atmMetaConnect
	case "vpi":
		return keyword{tokATMField, uint32(fieldVPI)}, true
	case "vci":
		return keyword{tokATMField, uint32(fieldVCI)}, true
	default:
		return keyword{}, false
	}
	return keyword{k, uint32(kind)}, true
}

func mtpWord(s string) (keyword, bool) {
	for i, name := range [...]string{"sio", "opc", "dpc", "sls", "hsio", "hopc", "hdpc", "hsls"} {
		if s == name {
			return keyword{tokMTPField, uint32(fieldSIO) + uint32(i)}, true
		}
	}
	switch s {
	case "lsu":
		s = "lssu"
	case "hlsu":
		s = "hlssu"
	}
	for i, name := range [...]string{"fisu", "lssu", "msu", "hfisu", "hlssu", "hmsu"} {
		if s == name {
			return keyword{tokMTP, uint32(i)}, true
		}
	}
	return keyword{}, false
}

// atmMessage is true for a kind of traffic: by virtual channel (ITU-T I.361), and for signalling by message type (Q.2931).
func (c *compiler) atmMessage(kind atmKind) *cond {
	if c.outer != capture.LinkTypeSunATM {
		return c.unsupported("an ATM primitive")
	}
	channel := func(vci uint32) *cond { return and(c.equal(at(1), sizeB, 0), c.equal(at(2), sizeH, vci)) }
	message := func(types ...uint32) *cond {
		var out *cond
		for _, n := range types {
			out = or(out, c.equal(at(9), sizeB, n))
		}
		return out
	}
	const setup, proceeding, connect, connectAck, release, released = 0x05, 0x02, 0x07, 0x0f, 0x4d, 0x5a
	switch kind {
	case atmMetac:
		return channel(1)
	case atmBCC:
		return channel(2)
	case atmOAMF4SC:
		return channel(3)
	case atmOAMF4EC:
		return channel(4)
	case atmSC:
		return channel(5)
	case atmILMIC:
		return channel(16)
	case atmOAM:
		return and(c.equal(at(1), sizeB, 0), or(c.equal(at(2), sizeH, 4), c.equal(at(2), sizeH, 3)))
	case atmConnect:
		return and(channel(5), message(setup, proceeding, connect, connectAck, release, released))
	case atmMetaConnect:
		return and(channel(1), message(setup, proceeding, connect, release, released))
	}
	out := c.atmType(atmLANE)
	const control = 2 // bytes before the Ethernet header
	c.enterLink(capture.LinkTypeEthernet, at(4+control))
	c.set(4+control+12, 4+control+14, 0, llcOnly)
	return out
}

// mtpOffset is where the length indicator of SS7's level 2 is, which the other fields follow.
func (c *compiler) mtpOffset() (uint32, bool) {
	switch c.outer {
	case capture.LinkTypeMTP2:
		return 2, true
	case capture.LinkTypeMTP2WithPHDR:
		return 6, true
	case capture.LinkTypeERF:
		return 22, true
	}
	return 0, false
}

// mtpKind is true for a kind of signal unit, by its length indicator (ITU-T Q.703).
func (c *compiler) mtpKind(kind mtpKind) *cond {
	li, ok := c.mtpOffset()
	if !ok {
		return c.unsupported("an SS7 primitive")
	}
	short := func(op uint16, k uint32) *cond { return c.test(at(li), sizeB, op, 0x3f, k) }
	long := func(op uint16, k uint32) *cond { return c.test(at(li+2), sizeH, op, 0xff80, k) }
	switch kind {
	case mtpFISU:
		return short(jmpJEQ, 0)
	case mtpLSSU:
		return and(not(short(jmpJGT, 2)), short(jmpJGT, 0))
	case mtpMSU:
		return short(jmpJGT, 2)
	case mtpHFISU:
		return long(jmpJEQ, 0)
	case mtpHLSSU:
		return and(not(long(jmpJGT, 0x0100)), long(jmpJGT, 0))
	}
	return long(jmpJGT, 0x0100)
}

// fieldPlace says where a field is, under which mask, and how a number stands there; most is the greatest number.
func (c *compiler) fieldPlace(f signal) (p place, size uint16, mask, most uint32, form func(uint32) uint32) {
	plain := func(n uint32) uint32 { return n }
	switch f {
	case fieldVPI:
		return at(1), sizeB, 0xff, 255, plain
	case fieldVCI:
		return at(2), sizeH, 0xffff, 65535, plain
	}
	li, _ := c.mtpOffset()
	if f >= fieldHSIO {
		li += 3
		f -= fieldHSIO - fieldSIO
	}
	switch f {
	case fieldSIO:
		return at(li + 1), sizeB, 0xff, 255, plain
	case fieldOPC:
		return at(li + 2), sizeW, 0x00c0ff0f, 16383, func(n uint32) uint32 { return n&0x3c00>>10 | n&0x03fc<<6 | n&3<<22 }
	case fieldDPC:
		return at(li + 2), sizeH, 0xff3f, 16383, func(n uint32) uint32 { return n&0xff<<8 | n&0x3f00>>8 }
	}
	return at(li + 5), sizeB, 0xf0, 15, func(n uint32) uint32 { return n << 4 }
}

// parseField reads a comparison of a field: with a number, or with any of several in parentheses.
func (c *compiler) parseField() *cond {
	word := c.tok
	if _, ok := c.mtpOffset(); word.kind == tokMTPField && !ok || word.kind == tokATMField && c.outer != capture.LinkTypeSunATM {
		return c.unsupported(word.text)
	}
	c.next()
	p, size, mask, most, form := c.fieldPlace(signal(word.n))
	one := func(op uint16) *cond {
		t := c.tok
		n := c.number()
		if c.err == nil && n > most {
			c.about(t, func() { c.within(n, most, word.text) })
		}
		return c.test(p, size, op, mask, form(n))
	}
	op := c.tok.kind
	switch op {
	case '>', tokGE, tokLE, '<', tokEQ, tokNE:
		c.next()
	}
	switch op {
	case '>':
		return one(jmpJGT)
	case tokGE:
		return one(jmpJGE)
	case tokLE:
		return not(one(jmpJGT))
	case '<':
		return not(one(jmpJGE))
	case tokNE:
		return not(one(jmpJEQ))
	case '(':
		c.next()
		out := one(jmpJEQ)
		for c.take(tokOr) {
			out = or(out, one(jmpJEQ))
		}
		c.expect(')', "or, or \")\"")
		return out
	}
	return one(jmpJEQ)
}

// atmLLC and atmLANE are kinds of traffic in the first byte of SunATM's header.
const atmLANE, atmLLC = 1, 2

func (c *compiler) atmType(kind uint32) *cond { return c.masked(at(0), sizeB, 0x0f, kind) }

// noLANE is nil, or for Ethernet inside SunATM the test that it is not a control frame of LAN emulation.
func (c *compiler) noLANE() *cond {
	if !c.overATM || c.outer != capture.LinkTypeSunATM {
		return nil
	}
	return not(c.equal(at(4), sizeH, 0xff00))
}
