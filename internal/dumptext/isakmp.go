package dumptext

import (
	"encoding/binary"
	"net/netip"
)

const (
	isakmpPort   = 500
	isakmpUser   = 7500
	isakmpOther  = 8500
	isakmpHeader = 28
)

// cookieCache are the initiators of the last exchanges, by their cookies: they tell the two sides apart.
type cookieCache struct {
	entries [20]cookieEntry
	next    int
}

type cookieEntry struct {
	cookie               uint64
	initiator, responder netip.Addr
}

// find is the place of an entry, -1 if there is none. A cookie of zero stands in the entries that are not used yet.
func (c *cookieCache) find(cookie uint64) int {
	for i := range c.entries {
		if c.entries[i].cookie == cookie {
			return i
		}
	}
	return -1
}

// side says who sends a message: the initiator, the responder, or nobody knows.
func (c *cookieCache) side(initiator, responder uint64, n *network) string {
	i := c.find(initiator)
	switch {
	case i < 0 && responder == 0:
		c.entries[c.next] = cookieEntry{initiator, n.src, n.dst}
		c.next = (c.next + 1) % len(c.entries)
		return " I"
	case i < 0:
		return " ?"
	case n.src == c.entries[i].initiator:
		return " I"
	case n.src == c.entries[i].responder:
		return " R"
	}
	return " ?"
}

// isakmpMessage is a message while it is printed: its bytes up to the end of what was captured.
type isakmpMessage struct {
	*Printer
	b []byte
}

// isakmp prints a message of ISAKMP or IKE of length bytes, of which data was captured.
func (p *Printer) isakmp(data []byte, length int) {
	if len(data) < isakmpHeader {
		p.short("isakmp")
		return
	}
	p.str("isakmp")
	m := isakmpMessage{p, data}
	if p.opt.Verbose > 0 {
		p.text(" ", uint64(data[17]>>4))
		p.text(".", uint64(data[17]&15))
		p.str(" msgid ")
		p.bytesHex(data[20:24], 0)
	}
	if p.opt.Verbose > 1 {
		p.str(" cookie ")
		p.bytesHex(data[:8], 0)
		p.str("->")
		p.bytesHex(data[8:16], 0)
	}
	p.str(":")
	switch data[17] >> 4 {
	case 1:
		m.phase()
	case 2:
		m.parent()
	default:
		return
	}
	if p.opt.Verbose > 0 {
		m.contents(data[17]>>4 == 2, length)
	}
}

// phase prints what a message of version 1 belongs to, and its flags.
func (m isakmpMessage) phase() {
	if binary.BigEndian.Uint32(m.b[20:]) == 0 {
		m.str(" phase 1")
	} else {
		m.str(" phase 2/others")
	}
	m.str(m.cookies.side(binary.BigEndian.Uint64(m.b), binary.BigEndian.Uint64(m.b[8:]), &m.network))
	m.str(" ")
	m.pick(isakmpExchanges, int(m.b[18]))
	m.marks("EC", m.b[19], 0)
}

// parent prints the same for version 2.
func (m isakmpMessage) parent() {
	if binary.BigEndian.Uint32(m.b[20:]) == 0 {
		m.str(" parent_sa ")
	} else {
		m.str(" child_sa  ")
	}
	m.pick(isakmpExchanges, int(m.b[18]))
	m.marks("IVR", m.b[19], 3)
}

// marks prints the flags that are set, one letter for each bit from shift on.
func (m isakmpMessage) marks(letters string, flags byte, shift int) {
	if flags == 0 {
		return
	}
	m.str("[")
	for i := range letters {
		if flags>>(shift+i)&1 != 0 {
			m.str(letters[i : i+1])
		}
	}
	m.str("]")
}

// contents prints the payloads, and whether the length is another than that of the datagram.
func (m isakmpMessage) contents(v2 bool, length int) {
	m.str(":")
	if m.b[19]&1 != 0 {
		m.str(" [encrypted ")
		m.pick(isakmpPayloads, int(m.b[16]))
		m.str("]")
	} else {
		m.chain(m.b[16], isakmpHeader, isakmpScope{v2: v2})
	}
	if n := binary.BigEndian.Uint32(m.b[24:]); !m.cut && uint64(n) != uint64(length) {
		m.text(" (len mismatch: isakmp ", uint64(n))
		m.text("/ip ", uint64(length))
		m.str(")")
	}
}

// isakmpScope is where a payload stands.
type isakmpScope struct {
	v2       bool // a message of version 2, and not inside a payload of version 1
	protocol byte // of the proposal around
	depth    int
}

// chain prints payloads of which the first is of type np, and returns where they end, -1 where that is not known.
func (m isakmpMessage) chain(np byte, at int, s isakmpScope) int {
	for np != 0 {
		if m.endless() { // each payload may repeat the rest of the message, or have thousands of empty parts
			m.short("isakmp")
			return -1
		}
		n, ok := m.size(at)
		if !ok || at+n > len(m.b) {
			m.lost(np)
			return -1
		}
		m.open(s.depth)
		end := m.payload(np, at, n, s)
		if m.cut {
			return -1
		}
		if m.str(")"); end < 0 {
			return -1
		}
		np, at = m.b[at], end
	}
	return at
}

// size is the length in the header of the payload at a place, false if it is not all there.
func (m isakmpMessage) size(at int) (n int, ok bool) {
	if at+4 > len(m.b) {
		return 0, false
	}
	return int(binary.BigEndian.Uint16(m.b[at+2:])), true
}

// open begins a payload on a line of its own.
func (m isakmpMessage) open(depth int) {
	m.str("\n")
	for range depth + 1 {
		m.str("    ")
	}
	m.str("(")
}

// lost says which payload is not all there.
func (m isakmpMessage) lost(np byte) int {
	m.str(" [|")
	m.pick(isakmpPayloads, int(np))
	m.str("]")
	return -1
}

// payload prints a payload of n bytes, and returns where it ends, -1 if nothing can follow.
func (m isakmpMessage) payload(np byte, at, n int, s isakmpScope) int {
	switch {
	case n <= 4:
		return -1
	case s.v2 && np == 46:
		m.critical("v2e", at)
		m.text(" len=", uint64(n-4))
		if n > 8 {
			m.hexOf(np, at, n, 4)
		}
		return -1 // the next payload is inside
	case np >= 1 && np <= 13:
		return m.payload1(np, at, n, s)
	case np >= 33 && np <= 48 && np != 46:
		return m.payload2(np, at, n, s)
	}
	m.pick(isakmpPayloads, int(np))
	return at + n
}

// wholeHex prints the length of what is behind the first skip bytes of a payload, and with -vvv its bytes.
func (m isakmpMessage) wholeHex(np byte, at, n, skip int) int {
	m.text(" len=", uint64(n-skip))
	return m.hexOf(np, at, n, skip)
}

// hexOf prints the bytes behind the first skip ones with -vvv, and returns the end of the payload.
func (m isakmpMessage) hexOf(np byte, at, n, skip int) int {
	if m.opt.Verbose > 2 && n > skip {
		m.str(" ")
		if !m.raw(at+skip, n-skip) {
			return m.lost(np)
		}
	}
	return at + n
}

// raw prints n bytes, false if they are not all there.
func (m isakmpMessage) raw(at, n int) bool {
	if n < 0 || at+n > len(m.b) {
		return false
	}
	m.bytesHex(m.b[at:at+n], 0)
	return true
}

// some prints the first ten and the last twenty bytes of the message from a place on.
func (m isakmpMessage) some(at int) bool {
	n := min(10, len(m.b)-at)
	end := max(at+n, len(m.b)-20)
	m.str(" data=(")
	if !m.raw(at, n) {
		return false
	}
	m.str("...")
	m.bytesHex(m.b[end:], 0)
	m.str(")")
	return true
}

// pick prints a name from a list, or the number.
func (m isakmpMessage) pick(names []string, n int) {
	if n < len(names) && names[n] != "" {
		m.str(names[n])
		return
	}
	m.text("#", uint64(n))
}

// attributes prints the attributes from at up to end, and returns where they end, -1 if one is cut.
func (m isakmpMessage) attributes(names []isakmpAttribute, at, end int) int {
	for at < end && at >= 0 {
		at = m.attribute(names, at, end)
	}
	return at
}

// attribute prints one attribute, and returns where it ends.
func (m isakmpMessage) attribute(names []isakmpAttribute, at, end int) int {
	short, n := m.b[at]&0x80 != 0, 0
	if !short {
		if at+4 > len(m.b) {
			m.short("isakmp")
			return -1
		}
		n = int(binary.BigEndian.Uint16(m.b[at+2:]))
	}
	if end < at+4+n {
		m.str("[|attr]")
		return end + 1
	}
	a := m.attributeType(names, at)
	switch v := int(binary.BigEndian.Uint16(m.b[at+2:])); {
	case !short:
		m.text("len=", uint64(n))
		m.str(" value=")
		m.raw(at+4, n)
	case v < len(a.values) && a.values[v] != "":
		m.str("value=" + a.values[v])
	default:
		m.str("value=")
		m.raw(at+2, 2)
	}
	m.str(")")
	return at + 4 + n
}

// attributeType prints the type of an attribute, and returns what is known of it.
func (m isakmpMessage) attributeType(names []isakmpAttribute, at int) (a isakmpAttribute) {
	t := int(binary.BigEndian.Uint16(m.b[at:]) & 0x7fff)
	if t < len(names) {
		a = names[t]
	}
	if m.str("(type="); a.name != "" {
		m.str(a.name)
	} else {
		m.text("#", uint64(t))
	}
	m.str(" ")
	return a
}
