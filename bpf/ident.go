package bpf

import (
	"fmt"
	"net/netip"
	"strconv"
	"strings"

	"github.com/wiretag/wiretag/capture"
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

// named is for names.
func (c *compiler) named(name string, q qualifiers) *cond {
	switch q.id {
	case idDefault, idHost:
		return c.namedHost(name, q)
	case idNet:
		p, ok := c.names.Network(name)
		if !ok {
			return c.fail(ErrName, "", fmt.Sprintf("no network %q is known", name))
		}
		return c.host4(word4(p.Masked().Addr()), uint32(uint64(1<<32-1)<<(32-p.Bits())), q)
	case idPort:
		port, known, ok := c.service(name)
		if !ok {
			return c.badPort(name, q)
		}
		return c.portNumbers(port, port, q, known)
	case idPortRange:
		return c.namedRange(name, q)
	case idGateway:
		return c.gateway(name, q)
	}
	n, ok := c.protocol(name, q.proto)
	if !ok {
		return c.fail(ErrName, "", fmt.Sprintf("no protocol %q is known", strings.TrimSpace(q.proto.String()+" "+name)))
	}
	if q.id == idProtoChain {
		return c.protochain(n, q.proto)
	}
	return c.protoNumber(n, q.proto)
}

func (c *compiler) namedHost(name string, q qualifiers) *cond {
	switch q.proto {
	case protoLink:
		mac, ok := c.names.Ether(name)
		if !ok {
			return c.fail(ErrName, "", fmt.Sprintf("no hardware address of %q is known", name))
		}
		return c.macHost(mac[:], q.dir)
	case protoDECNET:
		return c.fail(ErrName, "", "names of DECnet hosts are not known")
	}
	var out *cond
	q.id = idHost
	for _, a := range c.names.Host(name) {
		switch a = a.Unmap(); {
		case a.Is4() && q.proto != protoIPv6:
			out = or(out, c.host4(word4(a), 1<<32-1, q))
		case a.Is6() && (q.proto == protoNone || q.proto == protoIPv6):
			out = or(out, c.host6(netip.PrefixFrom(a.WithZone(""), 128), q))
		}
	}
	if out == nil {
		return c.fail(ErrName, "", fmt.Sprintf("no address of the host %q is known", name))
	}
	return out
}

// service finds a port by name or by a number; known is the protocol if the name belongs to one only.
func (c *compiler) service(name string) (port, known uint32, ok bool) {
	if n := numberLength(name); n == len(name) && n > 0 {
		var t token
		parseNumber(name, &t)
		return t.n, 0, t.kind != tokError
	}
	tcp, hasTCP := c.names.Service(name, "tcp")
	udp, hasUDP := c.names.Service(name, "udp")
	switch {
	case hasTCP && hasUDP && tcp == udp:
		return uint32(tcp), 0, true
	case hasTCP:
		return uint32(tcp), ipTCP, true
	case hasUDP:
		return uint32(udp), ipUDP, true
	}
	sctp, ok := c.names.Service(name, "sctp")
	return uint32(sctp), ipSCTP, ok
}

func (c *compiler) badPort(name string, q qualifiers) *cond {
	switch q.proto {
	case protoNone, protoTCP, protoUDP, protoSCTP:
		return c.fail(ErrName, "", fmt.Sprintf("no port %q is known", name))
	}
	return c.badQualifier(q, "")
}

// namedRange is for two names or numbers with a dash between them; names may have dashes too.
func (c *compiler) namedRange(text string, q qualifiers) *cond {
	if port, known, ok := c.service(text); ok {
		return c.portNumbers(port, port, q, known)
	}
	for i := range len(text) {
		if text[i] != '-' || i == 0 || i == len(text)-1 {
			continue
		}
		first, known, ok := c.service(text[:i])
		last, known2, ok2 := c.service(text[i+1:])
		if ok && ok2 {
			if known != known2 {
				known = 0
			}
			return c.portNumbers(first, last, q, known)
		}
	}
	return c.badPort(text, q)
}

// protocol finds the number of a protocol by the table that the protocol before it says.
func (c *compiler) protocol(name string, p proto) (uint32, bool) {
	switch p {
	case protoNone, protoIP, protoIPv6:
		n, ok := c.names.Protocol(name)
		return uint32(n), ok
	case protoLink:
		for q := protoIP; q < protoCount; q++ {
			if n := linkNumberOf(q); n != 0 && protoNames[q] == name {
				return n, true
			}
		}
		switch name {
		case "loopback":
			return etherLoopback, true
		case "slow":
			return etherSlow, true
		case "lldp":
			return etherLLDP, true
		}
	case protoISO:
		switch name {
		case "esis", "es-is":
			return isoESIS, true
		case "isis", "is-is":
			return isoISIS, true
		case "clnp":
			return isoCLNP, true
		}
	}
	return 0, false
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
