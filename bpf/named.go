package bpf

import (
	"fmt"
	"net/netip"
	"strings"
)

// named is for names.
func (c *compiler) named(name string, q qualifiers) *cond {
	switch q.id {
	case idDefault, idHost:
		return c.namedHost(name, q)
	case idNet:
		p, ok := c.names.Network(name)
		if !ok || !p.IsValid() || !p.Addr().Is4() {
			return c.fail(ErrName, "", fmt.Sprintf("no IPv4 network %q is known", name))
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
