package dumptext

import "encoding/binary"

// critical prints the name of a payload of version 2, and whether it is critical.
func (m isakmpMessage) critical(name string, at int) {
	m.str(name)
	if m.b[at+1]&0x80 != 0 {
		m.str("[C]")
	}
	m.str(":")
}

// payload2 prints a payload of version 2.
func (m isakmpMessage) payload2(np byte, at, n int, s isakmpScope) int {
	b := m.b[at:]
	name := isakmpPayloads[np]
	switch np {
	case 33:
		m.critical("sa", at)
		m.text(" len=", uint64(n-4))
		return m.association2(at, n, s)
	case 34:
		if len(b) < 8 {
			return m.lost(np)
		}
		m.critical(name, at)
		if n < 8 {
			m.text(" len=", uint64(n))
			m.str(" < 8")
			return at + n
		}
		m.text(" len=", uint64(n-8))
		m.str(" group=")
		m.pick(isakmpGroups, int(binary.BigEndian.Uint16(b[4:])))
		return m.hexOf(np, at, n, 8)
	case 35, 36:
		if len(b) < 8 {
			return m.lost(np)
		}
		m.critical(name, at)
		if m.wholeHex(np, at, n, 4) < 0 {
			return -1
		}
		return m.identity2(np, at, n)
	case 39:
		if len(b) < 8 {
			return m.lost(np)
		}
		m.critical(name, at)
		return m.auth2(at, n)
	case 40:
		m.critical("nonce", at)
		return m.nonce2(at, n)
	case 41:
		if len(b) < 8 {
			return m.lost(11)
		}
		m.critical("n", at)
		return m.notify2(at, n)
	case 43:
		m.critical(name, at)
		m.text(" len=", uint64(n-4))
		m.str(" vid=")
		m.dots(b[4:n])
		if n-4 > 4 {
			return m.hexOf(np, at, n, 4)
		}
		return at + n
	}
	m.critical(name, at)
	return m.wholeHex(np, at, n, 4)
}

// dots prints bytes as text, a dot for each that is no character.
func (m isakmpMessage) dots(b []byte) {
	for _, c := range b {
		if c < 0x20 || c > 0x7e {
			c = '.'
		}
		m.buf = append(m.buf, c)
	}
}

// inner prints the substructures of type want from at on, which have left bytes, and returns where they end, -1 where
// nothing can follow. They stand in a payload of type around.
func (m isakmpMessage) inner(want, around byte, at, left, depth int, show func(number, at, n int) int) int {
	np, number := want, 0
	for np != 0 {
		number++
		if left < 4 {
			m.lost(around)
			return at + left
		}
		n, ok := m.size(at)
		switch {
		case !ok || n <= 4:
			return m.lost(around)
		case left < n:
			m.lost(around)
			return at + left
		case at+n > len(m.b):
			return m.lost(around)
		}
		m.open(depth)
		here := at
		if np == want {
			if at = show(number, here, n); at < 0 {
				return -1
			}
		} else {
			m.pick(isakmpPayloads, int(np))
			at += n
		}
		m.str(")")
		np, left = m.b[here], left-n
	}
	return at
}

// association2 prints a security association of version 2.
func (m isakmpMessage) association2(at, n int, s isakmpScope) int {
	return m.inner(2, 33, at+4, n-4, s.depth+1, func(_, at, n int) int { return m.proposal2(at, n, s.depth+2) })
}

// proposal2 prints a proposal of version 2.
func (m isakmpMessage) proposal2(at, n, depth int) int {
	if at+8 > len(m.b) {
		return m.lost(2)
	}
	h := m.b[at : at+8]
	m.critical("p", at)
	m.proposalHead(h)
	m.text(" len=", uint64(n))
	first, left := at+8, n-4
	if spi := int(h[6]); spi > 0 {
		if left < spi {
			m.lost(2)
			return first + left
		}
		m.str(" spi=")
		if !m.raw(first, spi) {
			return m.lost(2)
		}
		first, left = first+spi, left-spi
	}
	return m.inner(3, 2, first, left, depth, m.transform2)
}

// transform2 prints a transform of version 2.
func (m isakmpMessage) transform2(number, at, n int) int {
	if at+8 > len(m.b) {
		return m.lost(3)
	}
	m.critical("t", at)
	m.text(" #", uint64(number))
	m.str(" type=")
	kind, id := int(m.b[at+4]), binary.BigEndian.Uint16(m.b[at+6:])
	m.pick(isakmpTransformTypes, kind)
	m.str(" id=")
	var names []isakmpAttribute
	if kind > 0 && kind < len(isakmpByType) {
		m.pick(isakmpByType[kind], int(id))
		if kind == 1 {
			names = isakmpKeyLength
		}
	} else {
		m.num(uint64(id))
	}
	m.str(" ")
	return m.transformEnd(names, at, n)
}

// identity2 prints an identity of version 2.
func (m isakmpMessage) identity2(np byte, at, n int) int {
	names := [...]string{1: "ipv4", 2: "fqdn", 3: "rfc822", 5: "ipv6", 9: "dn", 10: "gn", 11: "keyid"}
	kind := int(m.b[at+4])
	if kind >= len(names) || names[kind] == "" {
		return at + n
	}
	m.str(" " + names[kind] + ":")
	switch {
	case n < 8:
		return m.lost(np)
	case kind == 2 || kind == 3:
		m.dots(m.b[at+8 : at+n])
	default:
		m.bytesHex(m.b[at+8:at+n], 0)
	}
	return at + n
}

func (m isakmpMessage) auth2(at, n int) int {
	m.text(" len=", uint64(n-4))
	m.str(" method=")
	m.pick(isakmpAuthMethods, int(m.b[at+4]))
	if m.opt.Verbose > 1 {
		m.str(" authdata=(")
		if !m.raw(at+8, n-8) {
			return m.lost(39)
		}
		m.str(") ")
	} else if !m.some(at + 8) {
		return m.lost(39)
	}
	return at + n
}

func (m isakmpMessage) nonce2(at, n int) int {
	m.text(" len=", uint64(n-4))
	if m.opt.Verbose > 1 {
		m.str(" nonce=(")
		m.raw(at+4, n-4)
		m.str(") ")
	} else {
		m.some(at + 4)
	}
	return at + n
}

// notify2 prints a notification of version 2.
func (m isakmpMessage) notify2(at, n int) int {
	h := m.b[at : at+8]
	kind, spi := int(binary.BigEndian.Uint16(h[6:])), int(h[5])
	m.str(" prot_id=")
	m.pick(isakmpProtocols, int(h[4]))
	m.text(" type=", uint64(kind))
	t, ok := isakmpNotifications[kind]
	if !ok {
		names := [...]string{"error", "private-error", "status", "status", "status", "private-status", "private-status", "private-status"}
		t = isakmpNotify{names[kind/8192], true}
	}
	m.str("(" + t.name + ")")
	if t.spi && spi > 0 {
		m.str(" spi=")
		if !m.raw(at+8, spi) {
			return m.lost(11)
		}
	}
	data, cookie := at+8+spi, kind == 16390
	if data >= len(m.b) {
		return at + n
	}
	switch {
	case m.opt.Verbose > 3 || cookie && len(m.b)-data < 30:
		m.str(" data=(")
		m.bytesHex(m.b[data:], 0)
		m.str(")")
	case cookie:
		m.some(data)
	}
	return at + n
}
