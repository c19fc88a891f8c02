package bpf

import (
	"fmt"
	"strings"

	"github.com/wiretag/wiretag/capture"
)

// parseOther reads primitives that begin with a word of their own.
func (c *compiler) parseOther() *cond {
	switch word := c.tok; word.kind {
	case tokLess:
		c.next()
		return not(c.wireLength(jmpJGT, c.number()))
	case tokGreater:
		c.next()
		return c.wireLength(jmpJGE, c.number())
	case tokByte:
		return c.parseByte()
	case tokInbound, tokOutbound:
		return c.word(func() *cond { return c.direction(word.kind == tokOutbound) })
	case tokIfIndex:
		c.next()
		n := c.number()
		out := always(false)
		c.about(word, func() { out = c.interfaceIndex(n) })
		return out
	case tokVLAN, tokMPLS, tokPPPoES, tokGeneve, tokVXLAN:
		return c.parseNumbered()
	case tokLLC:
		return c.parseLLC()
	case tokPPPoED:
		return c.word(func() *cond { return c.carries(etherPPPoED) })
	case tokPFName, tokPFRuleset, tokPFRule, tokPFSubRule, tokPFReason, tokPFAction:
		return c.parsePFLog()
	case tokATM:
		return c.word(func() *cond { return c.atmMessage(atmKind(word.n)) })
	case tokATMField, tokMTPField:
		return c.parseField()
	case tokMTP:
		return c.word(func() *cond { return c.mtpKind(mtpKind(word.n)) })
	}
	return c.fail(ErrSyntax, "a primitive", "")
}

func (c *compiler) wireLength(op uint16, n uint32) *cond {
	c.count()
	return test(op, n, instr{op: opLdLen})
}

// parseByte reads "byte I op V".
func (c *compiler) parseByte() *cond {
	c.next()
	index := c.number()
	op := c.tok
	c.next()
	v := c.tok.n
	at := c.tok
	c.expect(tokNumber, "a number")
	if c.err != nil {
		return always(false)
	}
	if v > 255 {
		return c.failAt(at, ErrRange, "", fmt.Sprintf("byte value %d is greater than 255", v))
	}
	if c.header.none {
		return c.unsupported("byte")
	}
	p := c.header.add(index)
	switch op.kind {
	case tokEQ:
		return c.equal(p, sizeB, v)
	case '<':
		return not(c.test(p, sizeB, jmpJGE, 1<<32-1, v))
	case '>':
		return c.test(p, sizeB, jmpJGT, 1<<32-1, v)
	case '&':
		return c.bits(p, sizeB, v)
	case '|':
		c.count()
		return not(test(jmpJEQ, 0, append(p.load(sizeB), instr{op: clsALU | aluOR, k: v})...))
	}
	return c.failAt(op, ErrSyntax, "one of = < > & |", "")
}

// parseLLC reads "llc" and what follows it.
func (c *compiler) parseLLC() *cond {
	word := c.tok
	c.next()
	out := always(false)
	c.about(word, func() { out = c.isLLC() })
	t := c.tok
	if c.err != nil || t.kind != tokID && t.kind != tokPFRule {
		return out
	}
	c.next()
	control := func(mask, v uint32) *cond { return and(out, c.masked(c.llc(2), sizeB, mask, v)) }
	const supervisory, unnumbered = 0x0f, 0xef
	switch strings.ToLower(t.text) {
	case "i":
		return control(0x01, 0)
	case "s":
		return control(0x03, 0x01)
	case "u":
		return control(0x03, 0x03)
	case "rr":
		return control(supervisory, 0x01)
	case "rnr":
		return control(supervisory, 0x05)
	case "rej":
		return control(supervisory, 0x09)
	case "ui":
		return control(unnumbered, 0x03)
	case "ua":
		return control(unnumbered, 0x63)
	case "disc":
		return control(unnumbered, 0x43)
	case "dm":
		return control(unnumbered, 0x0f)
	case "sabme":
		return control(unnumbered, 0x6f)
	case "test":
		return control(unnumbered, 0xe3)
	case "xid":
		return control(unnumbered, 0xaf)
	case "frmr":
		return control(unnumbered, 0x87)
	}
	return c.failAt(t, ErrName, "", fmt.Sprintf("no LLC frame type %q", t.text))
}

// isLLC is true for frames with an LLC header.
func (c *compiler) isLLC() *cond {
	switch link := c.link; {
	case link == capture.LinkTypeEthernet, link == linkDSABrcm, link == linkDSA:
		return and(not(c.test(c.typ, sizeH, jmpJGT, 1<<32-1, maxLength8023)), not(c.equal(c.llc(0), sizeH, 0xffff)))
	case isWLAN(link):
		return c.wlanData()
	case link == capture.LinkTypeSunATM:
		return c.atmType(atmLLC)
	case link == capture.LinkTypeTokenRing, link == capture.LinkTypeFDDI, link == capture.LinkTypeATMRFC1483:
		return always(true)
	}
	return c.unsupported("llc")
}

// preparePFLog computes the length of the header, which is padded to four bytes, if something asks for it.
func (c *compiler) preparePFLog() *cond {
	if !c.length.usePrefix {
		return nil
	}
	return do(instr{op: opLdAbs | sizeB}, instr{op: clsALU | aluADD, k: 3}, instr{op: clsALU | aluAND, k: 0xfc},
		instr{op: opSt, k: uint32(c.length.prefix)})
}

// Offsets in OpenBSD's struct pfloghdr.
const pfAction, pfReason, pfIfName, pfRuleset, pfRule, pfSubRule, pfNameSize = 2, 3, 4, 20, 36, 40, 16

func (c *compiler) parsePFLog() *cond {
	word := c.tok
	c.next()
	t := c.tok
	out := c.pfValue(word, t)
	if c.err == nil && c.outer != capture.LinkTypePFLog {
		return c.failAt(word, ErrLinkType, "", word.text+" on "+c.outer.DLTName())
	}
	c.next()
	return out
}

func (c *compiler) pfValue(word, t token) *cond {
	switch {
	case t.kind == tokNumber:
		switch word.kind {
		case tokPFRule:
			return c.equal(at(pfRule), sizeW, t.n)
		case tokPFSubRule:
			return c.equal(at(pfSubRule), sizeW, t.n)
		case tokPFReason:
			return c.equal(at(pfReason), sizeB, t.n)
		}
		return c.fail(ErrSyntax, "a name", "")
	case t.kind != tokID || word.kind == tokPFRule || word.kind == tokPFSubRule:
		return c.fail(ErrSyntax, "a number or a name", "")
	case word.kind == tokPFName || word.kind == tokPFRuleset:
		if len(t.text) >= pfNameSize {
			return c.fail(ErrRange, "", "more than 15 bytes")
		}
		if word.kind == tokPFName {
			return c.bytes(at(pfIfName), []byte(t.text))
		}
		return c.bytes(at(pfRuleset), []byte(t.text))
	case word.kind == tokPFReason:
		for i, name := range pfReasons {
			if name == t.text {
				return c.equal(at(pfReason), sizeB, uint32(i))
			}
		}
		return c.fail(ErrName, "", fmt.Sprintf("no reason %q", t.text))
	}
	n, ok := pfActionNumber(t.text)
	if !ok {
		return c.fail(ErrName, "", fmt.Sprintf("no action %q", t.text))
	}
	return c.equal(at(pfAction), sizeB, n)
}

// pfReasons are the reasons of OpenBSD's pf(4), by number.
var pfReasons = [...]string{
	"match", "bad-offset", "fragment", "short", "normalize", "memory", "bad-timestamp", "congestion", "ip-option", "proto-cksum",
	"state-mismatch", "state-insert", "state-limit", "src-limit", "synproxy", "translate",
}

func pfActionNumber(name string) (uint32, bool) {
	switch name {
	case "pass", "accept":
		return 0, true
	case "drop", "block":
		return 1, true
	case "scrub":
		return 2, true
	case "noscrub":
		return 3, true
	case "nat":
		return 4, true
	case "nonat":
		return 5, true
	case "binat":
		return 6, true
	case "nobinat":
		return 7, true
	case "rdr":
		return 8, true
	case "nordr":
		return 9, true
	}
	return 0, false
}
