package bpf

import (
	"fmt"
	"net/netip"
	"strconv"
	"strings"
)

// identifier reads an address, a name or a number and makes of it what the qualifiers say.
func (c *compiler) identifier(q qualifiers) *cond {
	t := c.tok
	switch t.kind {
	case tokID, tokIPv4, tokIPv6, tokMAC, tokByteAddr, tokNumber:
	default:
		return c.fail(ErrSyntax, "an address, a name or a number", "")
	}
	if q.id == idNone {
		return c.fail(ErrSyntax, "a primitive: there are no qualifiers to go on with", "")
	}
	c.next()
	switch t.kind {
	case tokIPv4:
		return c.ipv4(t, q)
	case tokIPv6:
		return c.ipv6(t, q)
	}
	var out *cond
	c.about(t, func() {
		switch t.kind {
		case tokID:
			out = c.named(t.text, q)
		case tokMAC:
			out = c.mac(t.text, q)
		case tokByteAddr:
			out = c.byteHost(t.n, q)
		default:
			out = c.numbered(t.n, q)
		}
	})
	return out
}

// about makes errors of f those of a token.
func (c *compiler) about(t token, f func()) {
	next, had := c.tok, c.err != nil
	c.tok = t
	f()
	if had || c.err == nil {
		c.tok = next
	}
}

// numbered is for a number without dots.
func (c *compiler) numbered(n uint32, q qualifiers) *cond {
	switch q.id {
	case idDefault, idHost, idNet:
		switch q.proto {
		case protoLink:
			return c.fail(ErrLiteral, "", "a number is not a link-layer address")
		case protoDECNET:
			return c.fail(ErrLiteral, "", "a DECnet address has an area and a node")
		}
		mask := uint32(1<<32 - 1)
		for q.id == idNet && n != 0 && n&0xff000000 == 0 {
			n <<= 8
			mask <<= 8
		}
		return c.host4(n, mask, q)
	case idPort, idPortRange:
		return c.portNumbers(n, n, q, 0)
	case idProto:
		return c.protoNumber(n, q.proto)
	case idProtoChain:
		return c.protochain(n, q.proto)
	}
	return c.fail(ErrQualifier, "", "gateway needs a host name")
}

// portNumbers checks the protocol before ports; known is the protocol that a name belongs to, or 0.
func (c *compiler) portNumbers(first, last uint32, q qualifiers, known uint32) *cond {
	n := uint32(0)
	switch q.proto {
	case protoNone:
		n = known
	case protoTCP, protoUDP, protoSCTP:
		n = ipNumber(q.proto)
		if known != 0 && known != n {
			return c.fail(ErrQualifier, "", fmt.Sprintf("the port is not one of %s", q.proto))
		}
	default:
		return c.badQualifier(q, "")
	}
	return c.ports(first, last, n, q.dir)
}

// onlyAddress refuses identifiers for which an address makes no sense.
func (c *compiler) onlyAddress(q qualifiers, what string) bool {
	switch q.id {
	case idDefault, idHost, idNet:
		return true
	}
	c.fail(ErrQualifier, "", fmt.Sprintf("%s before %s", q.id, what))
	return false
}

// ipv4 is for two to four numbers with dots, and a length or a mask behind them.
func (c *compiler) ipv4(t token, q qualifiers) *cond {
	length, mask := uint32(0), token{}
	form := "an IPv4 address"
	at := c.tok
	switch {
	case c.tok.kind == '/':
		c.next()
		at = c.tok
		length = c.number()
		form = "an IPv4 prefix"
	case c.tok.kind == tokMask:
		c.next()
		mask = c.tok
		c.expect(tokIPv4, "a netmask")
		form = "an IPv4 address with a mask"
	}
	if c.err != nil {
		return always(false)
	}
	var out *cond
	c.about(t, func() {
		if !c.onlyAddress(q, form) {
			return
		}
		switch {
		case mask.kind == tokIPv4:
			m, n, ok := dotted(mask.text)
			if !ok {
				c.failAt(mask, ErrLiteral, "", "not a netmask")
				return
			}
			out = c.net4(t, m<<(32-n), q)
		case form == "an IPv4 prefix":
			if length > 32 {
				c.failAt(at, ErrRange, "", fmt.Sprintf("prefix length %d is greater than 32", length))
				return
			}
			out = c.net4(t, uint32(uint64(1<<32-1)<<(32-length)), q)
		default:
			out = c.address4(t, q)
		}
	})
	if out == nil {
		out = always(false)
	}
	return out
}

// dotted gives the value of numbers with dots and how many bits they are.
func dotted(s string) (v uint32, bits int, ok bool) {
	for part := range strings.SplitSeq(s, ".") {
		var t token
		parseNumber(part, &t)
		if t.kind == tokError || t.n > 255 {
			return 0, 0, false
		}
		v = v<<8 | t.n
		bits += 8
	}
	return v, bits, true
}

func (c *compiler) address4(t token, q qualifiers) *cond {
	switch q.proto {
	case protoLink:
		return c.fail(ErrLiteral, "", "not a link-layer address")
	case protoDECNET:
		area, node, _ := strings.Cut(t.text, ".")
		a, err := strconv.ParseUint(area, 10, 16)
		n, err2 := strconv.ParseUint(node, 10, 16)
		if err != nil || err2 != nil || a > 63 || n > 1023 {
			return c.fail(ErrLiteral, "", "not a DECnet address")
		}
		if q.id == idNet {
			return c.badQualifier(q, "a DECnet address")
		}
		return c.decnetHost(uint32(a<<10|n), q.dir)
	}
	v, bits, ok := dotted(t.text)
	if !ok {
		return c.fail(ErrLiteral, "", "not an IPv4 address")
	}
	return c.host4(v<<(32-bits), uint32(uint64(1<<32-1)<<(32-bits)), q)
}

func (c *compiler) net4(t token, mask uint32, q qualifiers) *cond {
	v, bits, ok := dotted(t.text)
	switch {
	case !ok:
		return c.fail(ErrLiteral, "", "not an IPv4 address")
	case q.id != idNet:
		return c.fail(ErrQualifier, "", fmt.Sprintf("%s before an IPv4 prefix", q.id))
	case q.proto == protoLink || q.proto == protoDECNET:
		return c.badQualifier(q, "an IPv4 prefix")
	}
	v <<= 32 - bits
	if v&^mask != 0 {
		return c.fail(ErrRange, "", "bits are set that are not of the network")
	}
	return c.host4(v, mask, q)
}

func (c *compiler) ipv6(t token, q qualifiers) *cond {
	length, given, at := uint32(128), false, c.tok
	if c.take('/') {
		at, given = c.tok, true
		length = c.number()
	}
	if c.err != nil {
		return always(false)
	}
	out := always(false)
	c.about(t, func() {
		if !c.onlyAddress(q, "an IPv6 address") {
			return
		}
		addr, err := netip.ParseAddr(t.text)
		if err != nil || addr.Zone() != "" {
			c.fail(ErrLiteral, "", "not an IPv6 address")
			return
		}
		addr = netip.AddrFrom16(addr.As16())
		p := netip.PrefixFrom(addr, int(min(length, 128)))
		switch {
		case length > 128:
			c.failAt(at, ErrRange, "", fmt.Sprintf("prefix length %d is greater than 128", length))
		case given && q.id != idNet && length != 128:
			c.fail(ErrQualifier, "", fmt.Sprintf("%s before an IPv6 prefix", idHost))
		case p.Masked() != p:
			c.fail(ErrRange, "", "bits are set that are not of the network")
		default:
			out = c.host6(p, q)
		}
	})
	return out
}

func (c *compiler) mac(text string, q qualifiers) *cond {
	if q.id != idHost && q.id != idDefault || q.proto != protoLink {
		return c.fail(ErrQualifier, "", "a MAC address is for link host only")
	}
	m := parseMAC(text)
	return c.macHost(m[:], q.dir)
}

// parseMAC reads any form that the lexer takes.
func parseMAC(s string) (m [6]byte) {
	sep := strings.IndexAny(s, ":-.")
	if sep < 0 || sep == 4 {
		s = strings.ReplaceAll(s, ".", "")
		for i := range m {
			m[i] = byte(hexValue(s[2*i])<<4 | hexValue(s[2*i+1]))
		}
		return m
	}
	i := 0
	for part := range strings.SplitSeq(s, s[sep:sep+1]) {
		for j := range len(part) {
			m[i] = m[i]<<4 | byte(hexValue(part[j]))
		}
		i++
	}
	return m
}
