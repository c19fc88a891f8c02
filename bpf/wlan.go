package bpf

import (
	"fmt"
	"strings"

	"github.com/wiretag/wiretag/capture"
)

// lengths are the cells for the lengths of headers that are computed before anything else: of what stands before the 802.11 header, and of
// that with the 802.11 header; -1 where nothing has asked.
type lengths struct {
	prefix, payload     int
	usePrefix, useTotal bool
}

// find notes which of the cells are read, a bit each.
func (l *lengths) find(used uint32) {
	l.useTotal = l.payload >= 0 && used>>l.payload&1 != 0
	l.usePrefix = l.prefix >= 0 && (l.useTotal || used>>l.prefix&1 != 0)
}

// startWLAN sets the offsets: what is before the 802.11 header varies in length for all but the bare link type, and the
// 802.11 header varies always.
func (c *compiler) startWLAN() {
	c.set(0, 0, llcSnap, llcOnly)
	if c.link != capture.LinkTypeIEEE80211 {
		c.length.prefix = c.cell()
		c.header = inCell(c.length.prefix, 0)
	}
	c.length.payload = c.cell()
	c.payload = inCell(c.length.payload, 0)
}

func (c *compiler) hasRadio() bool {
	switch c.link {
	case capture.LinkTypeIEEE80211Radiotap, capture.LinkTypeIEEE80211AVS, capture.LinkTypePrism:
		return true
	}
	return false
}

// Bits of the first byte of the frame control field (IEEE 802.11, 9.2.4.1), and of the second.
const (
	fcTypeLow, fcTypeHigh  = 0x04, 0x08 // data frames have the high bit only, control frames the low one only
	fcType, fcSubtype      = 0x0c, 0xf0
	fcControl              = 0x04
	fcCTS, fcACK           = 0xc0, 0xd0
	fcQoS                  = 0x80
	fcToDS, fcFromDS, fcDS = 0x01, 0x02, 0x03
)

func (c *compiler) fc(n uint32, mask uint32) *cond { return c.bits(c.header.add(n), sizeB, mask) }

// wlanData is true for data frames.
func (c *compiler) wlanData() *cond {
	return and(not(c.fc(0, fcTypeLow)), c.fc(0, fcTypeHigh))
}

// wlanHost tests the addresses of 802.11 frames, which stand where their kind says. Control frames have no source and destination.
func (c *compiler) wlanHost(mac []byte, d dir) *cond {
	at := func(n uint32) *cond { return c.bytes(c.header.add(n), mac) }
	switch d {
	case dirAddr1:
		return at(4)
	case dirAddr2:
		return and(c.hasAddr2(), at(10))
	case dirAddr3:
		return and(not(c.masked(c.header, sizeB, fcType, fcControl)), at(16))
	case dirAddr4:
		return and(c.masked(c.header.add(1), sizeB, fcDS, fcDS), at(24))
	case dirRA:
		return and(c.fc(0, fcTypeHigh), at(4))
	case dirTA:
		return and(c.fc(0, fcTypeHigh), c.hasAddr2(), at(10))
	}
	return c.sides(d, func() *cond {
		data := choose(c.fc(1, fcFromDS), choose(c.fc(1, fcToDS), at(24), at(16)), at(10))
		return and(not(c.fc(0, fcTypeLow)), choose(c.fc(0, fcTypeHigh), data, at(10)))
	}, func() *cond {
		data := choose(c.fc(1, fcToDS), at(16), at(4))
		return and(not(c.fc(0, fcTypeLow)), choose(c.fc(0, fcTypeHigh), data, at(4)))
	})
}

// hasAddr2 is false for the control frames that have one address only.
func (c *compiler) hasAddr2() *cond {
	subtype := func(v uint32) *cond { return c.masked(c.header, sizeB, fcSubtype, v) }
	return or(not(c.masked(c.header, sizeB, fcType, fcControl)), and(not(subtype(fcCTS)), not(subtype(fcACK))))
}

func (c *compiler) wlanMulticast() *cond {
	group := func(n uint32) *cond { return c.bits(c.header.add(n), sizeB, 1) }
	data := choose(c.fc(1, fcToDS), group(16), group(4))
	return and(not(c.fc(0, fcTypeLow)), choose(c.fc(0, fcTypeHigh), data, group(4)))
}

// prepare computes the lengths of headers that something has asked for. It stands before the expression, so that a packet too short for
// it is rejected whatever the expression is.
func (c *compiler) prepare() *cond {
	if c.outer == capture.LinkTypePFLog {
		return c.preparePFLog()
	}
	prefix := c.preparePrefix()
	if !c.length.useTotal {
		return prefix
	}
	cell := uint32(c.length.payload)
	add := func(n, mask uint32) []instr {
		code := []instr{{op: opLdMem, k: cell}, {op: clsALU | aluADD, k: n}}
		if mask != 0 {
			code = append(code, instr{op: clsALU | aluAND, k: mask})
		}
		return append(code, instr{op: opSt, k: cell})
	}
	start := do(instr{op: opLdImm, k: 24}, instr{op: opSt, k: cell})
	if c.length.prefix >= 0 {
		start = do(instr{op: opLdMem, k: uint32(c.length.prefix)}, instr{op: clsALU | aluADD, k: 24}, instr{op: opSt, k: cell})
	}
	header := c.wlanHeader()
	qos := choose(c.test(header, sizeB, jmpJSET, 0, fcQoS), do(add(2, 0)...), always(true))
	pad := always(true)
	if c.outer == capture.LinkTypeIEEE80211Radiotap {
		pad = c.radiotapPad(do(add(3, ^uint32(3))...))
	}
	data := choose(c.test(header, sizeB, jmpJSET, 0, fcTypeHigh), choose(c.test(header, sizeB, jmpJSET, 0, fcTypeLow), always(true), and(qos, pad)), always(true))
	return and(prefix, start, data)
}

// wlanHeader is where the 802.11 header of the packet is, whatever tunnels there are inside.
func (c *compiler) wlanHeader() place {
	if c.length.prefix >= 0 {
		return inCell(c.length.prefix, 0)
	}
	return at(0)
}

// radiotapPad does something for frames whose 802.11 header is padded, which a bit of radiotap's flags says. The flags are the first
// field, or the second behind the timestamp; a header with more words of presence bits is not looked into.
func (c *compiler) radiotapPad(pad *cond) *cond {
	const extended, hasFlags, hasTime, padded = 0x00000080, 0x02000000, 0x01000000, 0x20
	present := func(bit uint32) *cond { return c.test(at(4), sizeW, jmpJSET, 0, bit) }
	flags := func(n uint32) *cond { return choose(c.test(at(n), sizeB, jmpJSET, 0, padded), pad, always(true)) }
	return choose(present(extended), always(true),
		choose(present(hasFlags), choose(present(hasTime), flags(16), flags(8)), always(true)))
}

// preparePrefix computes the length of what stands before the 802.11 header.
func (c *compiler) preparePrefix() *cond {
	if !c.length.usePrefix {
		return nil
	}
	st := instr{op: opSt, k: uint32(c.length.prefix)}
	switch c.outer {
	case capture.LinkTypePrism:
		const cookie = 0x80211000 // the first word of an AVS header, which drivers use with this link type too
		isAVS := test(jmpJEQ, cookie, instr{op: opLdAbs | sizeW}, instr{op: clsALU | aluAND, k: 0xfffff000})
		return choose(isAVS, do(instr{op: opLdAbs | sizeW, k: 4}, st), do(instr{op: opLdImm, k: 144}, st))
	case capture.LinkTypeIEEE80211AVS:
		return do(instr{op: opLdAbs | sizeW, k: 4}, st)
	}
	return do(instr{op: opLdAbs | sizeB, k: 3}, instr{op: clsALU | aluLSH, k: 8}, instr{op: opTax},
		instr{op: opLdAbs | sizeB, k: 2}, instr{op: clsALU | aluOR | srcX}, st)
}

// ppiCheck is true for PPI packets that hold 802.11 frames.
func (c *compiler) ppiCheck() *cond {
	if c.outer != capture.LinkTypePPI {
		return nil
	}
	return c.equal(at(4), sizeW, uint32(capture.LinkTypeIEEE80211)<<24)
}

// parseWLAN reads type, subtype and dir.
func (c *compiler) parseWLAN() *cond {
	word := c.tok
	c.next()
	out := c.wlanWord(word)
	if c.err == nil && !isWLAN(c.link) {
		what := "type and subtype"
		if word.kind == tokDir {
			what = "dir"
		}
		return c.failAt(word, ErrLinkType, "", what+" on "+c.link.DLTName())
	}
	return out
}

func (c *compiler) wlanWord(word token) *cond {
	switch word.kind {
	case tokDir:
		return c.masked(c.header.add(1), sizeB, fcDS, c.wlanDir())
	case tokSubtype:
		at := c.tok
		if !c.name() {
			return c.fail(ErrSyntax, "the name of an 802.11 subtype", "")
		}
		for typ := range wlanSubtypes {
			if v, ok := findSubtype(typ, at.text); ok {
				return c.masked(c.header, sizeB, fcType|fcSubtype, v|uint32(typ)<<2)
			}
		}
		return c.failAt(at, ErrName, "", fmt.Sprintf("no 802.11 subtype %q", at.text))
	}
	typ := c.wlanType()
	if !c.take(tokSubtype) || c.err != nil {
		return c.masked(c.header, sizeB, fcType, typ)
	}
	return c.masked(c.header, sizeB, fcType|fcSubtype, typ|c.wlanSubtype(typ>>2))
}

// name takes a word.
func (c *compiler) name() bool {
	if c.tok.kind != tokID {
		return false
	}
	c.next()
	return true
}

func (c *compiler) wlanType() uint32 {
	t := c.tok
	if c.take(tokNumber) {
		if t.n&^uint32(fcType) != 0 {
			c.failAt(t, ErrRange, "", fmt.Sprintf("802.11 type %#x", t.n))
		}
		return t.n
	}
	if !c.name() {
		c.fail(ErrSyntax, "an 802.11 type", "")
		return 0
	}
	switch strings.ToLower(t.text) {
	case "mgt", "management":
		return 0
	case "ctl", "control":
		return 0x04
	case "data":
		return 0x08
	}
	c.failAt(t, ErrName, "mgt, ctl or data", fmt.Sprintf("no 802.11 type %q", t.text))
	return 0
}

func (c *compiler) wlanSubtype(typ uint32) uint32 {
	t := c.tok
	if c.take(tokNumber) {
		if t.n&^uint32(fcSubtype) != 0 {
			c.failAt(t, ErrRange, "", fmt.Sprintf("802.11 subtype %#x", t.n))
		}
		return t.n
	}
	if !c.name() {
		c.fail(ErrSyntax, "an 802.11 subtype", "")
		return 0
	}
	if typ < uint32(len(wlanSubtypes)) {
		if v, ok := findSubtype(int(typ), t.text); ok {
			return v
		}
	}
	c.failAt(t, ErrName, "", fmt.Sprintf("no 802.11 subtype %q of this type", t.text))
	return 0
}

func (c *compiler) wlanDir() uint32 {
	t := c.tok
	if c.take(tokNumber) {
		return t.n
	}
	if !c.name() {
		c.fail(ErrSyntax, "nods, tods, fromds or dstods", "")
		return 0
	}
	switch strings.ToLower(t.text) {
	case "nods":
		return 0
	case "tods":
		return 1
	case "fromds":
		return 2
	case "dstods":
		return 3
	}
	c.failAt(t, ErrName, "nods, tods, fromds or dstods", fmt.Sprintf("no 802.11 direction %q", t.text))
	return 0
}

// wlanSubtypes are the names of subtypes by type: each group of names separated by spaces has the next number, and names joined by a slash are the same.
var wlanSubtypes = [...]string{
	"assocreq/assoc-req assocresp/assoc-resp reassocreq/reassoc-req reassocresp/reassoc-resp probereq/probe-req proberesp/probe-resp - - " +
		"beacon atim disassoc/disassociation auth/authentication deauth/deauthentication",
	"- - - - - - - - bar/block-ack-req ba/block-ack ps-poll rts cts ack cf-end cf-end-ack",
	"data data-cf-ack data-cf-poll data-cf-ack-poll null cf-ack cf-poll cf-ack-poll " +
		"qos-data qos-data-cf-ack qos-data-cf-poll qos-data-cf-ack-poll qos - qos-cf-poll qos-cf-ack-poll",
}

func findSubtype(typ int, name string) (uint32, bool) {
	name = strings.ToLower(name)
	n := uint32(0)
	for group := range strings.SplitSeq(wlanSubtypes[typ], " ") {
		for word := range strings.SplitSeq(group, "/") {
			if word == name && word != "-" {
				return n, true
			}
		}
		n += 0x10
	}
	return 0, false
}
