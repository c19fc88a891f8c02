package dumptext

import (
	"encoding/binary"

	"github.com/wiretag/wiretag/names"
)

// payload1 prints a payload of version 1.
func (m isakmpMessage) payload1(np byte, at, n int, s isakmpScope) int {
	m.str(isakmpPayloads[np])
	m.str(":")
	b := m.b[at:]
	need := func(size int) bool { return len(b) >= size }
	switch np {
	case 1:
		return m.association1(at, s)
	case 2:
		return m.proposal1(at, s)
	case 3:
		return m.transform1(at, n, s)
	case 4:
		m.str(" key")
		return m.wholeHex(np, at, n, 4)
	case 5:
		if !need(8) {
			return m.lost(np)
		}
		return m.identity1(at, n)
	case 6, 7:
		if !need(6) {
			return m.lost(np)
		}
		m.text(" len=", uint64(n-4))
		m.str(" type=")
		m.pick(isakmpCerts, int(b[4]))
		return m.hexOf(np, at, n, 4)
	case 10:
		return m.nonce1(at, n)
	case 11:
		return m.notify1(at, n)
	case 12:
		return m.delete1(at)
	}
	return m.wholeHex(np, at, n, 4)
}

// association1 prints a security association of version 1.
func (m isakmpMessage) association1(at int, s isakmpScope) int {
	if at+12 > len(m.b) {
		return m.lost(1)
	}
	doi, situation := binary.BigEndian.Uint32(m.b[at+4:]), binary.BigEndian.Uint32(m.b[at+8:])
	if doi != 1 {
		m.text(" doi=", uint64(doi))
		m.text(" situation=", uint64(situation))
		return at + 12
	}
	m.str(" doi=ipsec situation=")
	m.flags([]flagName{{1, "identity"}, {2, "secrecy"}, {4, "integrity"}}, situation, "+", "")
	first := at + 12
	if situation != 1 {
		m.text(" ident=", uint64(doi)) // the number in front is read once more
		first += 4
	}
	if first+4 > len(m.b) {
		return m.lost(1)
	}
	return m.chain(2, first, isakmpScope{protocol: s.protocol, depth: s.depth + 1})
}

// proposal1 prints a proposal of version 1.
func (m isakmpMessage) proposal1(at int, s isakmpScope) int {
	if at+8 > len(m.b) {
		return m.lost(2)
	}
	h := m.b[at : at+8]
	m.proposalHead(h)
	if spi := int(h[6]); spi > 0 {
		m.str(" spi=")
		if !m.raw(at+8, spi) {
			return m.lost(2)
		}
	}
	first := at + 8 + int(h[6])
	if first+4 > len(m.b) {
		return m.lost(2)
	}
	return m.chain(3, first, isakmpScope{protocol: h[5], depth: s.depth + 1})
}

func (m isakmpMessage) proposalHead(h []byte) {
	m.text(" #", uint64(h[4]))
	m.str(" protoid=")
	m.pick(isakmpProtocols, int(h[5]))
	m.text(" transform=", uint64(h[7]))
}

// transform1 prints a transform of version 1.
func (m isakmpMessage) transform1(at, n int, s isakmpScope) int {
	if at+8 > len(m.b) {
		return m.lost(3)
	}
	m.text(" #", uint64(m.b[at+4]))
	m.str(" id=")
	var names []isakmpAttribute
	switch id := int(m.b[at+5]); s.protocol {
	case 1, 2, 3, 4:
		m.pick(isakmpByProto[s.protocol], id)
		if names = isakmpIPsec; s.protocol == 1 {
			names = isakmpOakley
		}
	default:
		m.num(uint64(id))
	}
	m.str(" ")
	return m.transformEnd(names, at, n)
}

// transformEnd prints the attributes of a transform.
func (m isakmpMessage) transformEnd(names []isakmpAttribute, at, n int) int {
	if n < 8 {
		return at + 8
	}
	return m.attributes(names, at+8, at+n)
}

func (m isakmpMessage) nonce1(at, n int) int {
	m.str(" n")
	if m.opt.Verbose != 2 {
		return m.wholeHex(10, at, n, 4)
	}
	m.text(" len=", uint64(n-4))
	m.str(" ")
	if !m.some(at + 4) {
		return m.lost(10)
	}
	return at + n
}

// identity1 prints an identity of version 1.
func (m isakmpMessage) identity1(at, n int) int {
	h := m.b[at:]
	m.str(" idtype=")
	m.pick(isakmpIDTypes, int(h[4]))
	m.str(" protoid=")
	if name := names.Protocol(h[5]); h[5] != 0 && m.opt.Names != nil && name != "" {
		m.str(name)
	} else {
		m.num(uint64(h[5]))
	}
	m.text(" port=", uint64(binary.BigEndian.Uint16(h[6:])))
	if n <= 8 {
		return at + n
	}
	if at+n > len(m.b) {
		return m.lost(5)
	}
	m.text(" len=", uint64(n-8))
	m.identityValue(h[4], m.b[at+8:at+n])
	return at + n
}

// identityValue prints what an identity is.
func (m isakmpMessage) identityValue(kind byte, v []byte) {
	sizes := [...]int{1: 4, 4: 8, 5: 16, 6: 32, 7: 8, 8: 32}
	if int(kind) < len(sizes) && len(v) < sizes[kind] {
		m.text(" [bad: < ", uint64(sizes[kind]))
		m.str("]")
		return
	}
	if kind < 9 && kind > 0 || m.opt.Verbose > 2 {
		m.str(" ")
	}
	switch kind {
	case 1:
		m.host4(v[:4])
	case 2, 3:
		m.printable(v)
	case 4:
		m.host4(v[:4])
		m.str("/")
		m.addr4(v[4:8])
	case 5:
		m.host6([16]byte(v))
	case 6:
		m.host6([16]byte(v))
		m.str("/0x")
		m.bytesHex(v[16:32], 0)
	case 7:
		m.host4(v[:4])
		m.str("-")
		m.host4(v[4:8])
	case 8:
		m.host6([16]byte(v))
		m.str("-")
		m.host6([16]byte(v[16:]))
	default:
		if m.opt.Verbose > 2 {
			m.bytesHex(v, 0)
		}
	}
}

// notify1 prints a notification of version 1.
func (m isakmpMessage) notify1(at, n int) int {
	if at+12 > len(m.b) {
		return m.lost(11)
	}
	h := m.b[at : at+12]
	doi, kind, spi := binary.BigEndian.Uint32(h[4:]), int(binary.BigEndian.Uint16(h[10:])), int(h[9])
	if doi != 1 {
		m.text(" doi=", uint64(doi))
		m.text(" proto=", uint64(h[8]))
	} else {
		m.str(" doi=ipsec proto=")
		m.pick(isakmpProtocols, int(h[8]))
	}
	m.str(" type=")
	m.notifyType1(kind, doi == 1)
	if spi > 0 {
		m.str(" spi=")
		if !m.raw(at+12, spi) {
			return m.lost(11)
		}
	}
	if doi != 1 {
		return at + 12 + spi
	}
	return m.notifyData1(kind, at, at+12+spi, n)
}

func (m isakmpMessage) notifyType1(kind int, ipsec bool) {
	switch {
	case kind < 8192:
		m.pick(isakmpErrors, kind)
	case kind == 8192 && ipsec:
		m.str("RESERVED")
	case kind >= 8192 && kind < 16384 && ipsec:
		m.text("#", uint64(kind-8192))
	case kind == 16384:
		m.str("CONNECTED")
	case kind > 16384 && kind < 24576:
		m.text("#", uint64(kind-16384))
	case kind >= 24576 && kind < 32768 && ipsec:
		m.pick(isakmpStates, kind-24576)
	default:
		m.text("#", uint64(kind))
	}
}

// notifyData1 prints the data of a notification, from data to the end of the message.
func (m isakmpMessage) notifyData1(kind, at, data, n int) int {
	if data >= len(m.b) {
		return at + n
	}
	switch {
	case kind == 24576:
		m.str(" attrs=(")
		if m.attributes(isakmpOakley, data, at+n) < 0 {
			return -1
		}
		m.str(")")
	case kind == 24577:
		m.str(" status=(")
		if data+4 > len(m.b) {
			m.short("isakmp")
			return -1
		}
		if binary.BigEndian.Uint32(m.b[data:]) != 0 {
			m.str("replay detection enabled)")
		} else {
			m.str("replay detection disabled)")
		}
	case m.opt.Verbose > 3:
		m.str(" data=(")
		m.bytesHex(m.b[data:], 0)
		m.str(")")
	default:
		m.some(data)
	}
	return at + n
}

func (m isakmpMessage) delete1(at int) int {
	if at+12 > len(m.b) {
		return m.lost(12)
	}
	h := m.b[at : at+12]
	if doi := binary.BigEndian.Uint32(h[4:]); doi != 1 {
		m.text(" doi=", uint64(doi))
		m.text(" proto=", uint64(h[8]))
	} else {
		m.str(" doi=ipsec proto=")
		m.pick(isakmpProtocols, int(h[8]))
	}
	count := int(binary.BigEndian.Uint16(h[10:]))
	m.text(" spilen=", uint64(h[9]))
	m.text(" nspi=", uint64(count))
	m.str(" spi=")
	next := at + 12
	for i := range count {
		if i > 0 {
			m.str(",")
		}
		if !m.raw(next, int(h[9])) {
			return m.lost(12)
		}
		next += int(h[9])
	}
	return next
}
