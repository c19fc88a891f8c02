package bpf

import (
	"fmt"
	"net/netip"
)

// sides joins the tests of both sides of a packet as the direction says.
func (c *compiler) sides(d dir, src, dst func() *cond) *cond {
	switch d {
	case dirSrc:
		return src()
	case dirDst:
		return dst()
	case dirAnd:
		return and(src(), dst())
	case dirDefault, dirOr:
		return or(src(), dst())
	}
	return c.fail(ErrQualifier, "", fmt.Sprintf("%s is for 802.11 addresses", d))
}

// host4 tests IPv4 addresses: those of IP, and those that ARP and RARP are about.
func (c *compiler) host4(addr, mask uint32, q qualifiers) *cond {
	switch q.proto {
	case protoNone:
		q.proto = protoIP
		out := c.host4(addr, mask, q)
		if c.labels > 0 {
			return out
		}
		q.proto = protoARP
		out = or(out, c.host4(addr, mask, q))
		q.proto = protoRARP
		return or(out, c.host4(addr, mask, q))
	case protoIP:
		return c.hostAt(etherIP, 12, 16, addr, mask, q.dir)
	case protoARP:
		return c.hostAt(etherARP, 14, 24, addr, mask, q.dir)
	case protoRARP:
		return c.hostAt(etherRARP, 14, 24, addr, mask, q.dir)
	}
	return c.badQualifier(q, "an IPv4 address")
}

func (c *compiler) hostAt(typ, src, dst, addr, mask uint32, d dir) *cond {
	word := func(n uint32) func() *cond {
		return func() *cond { return c.masked(c.network(n), sizeW, mask, addr) }
	}
	return and(c.carries(typ), c.sides(d, word(src), word(dst)))
}

// badQualifier refuses a protocol before an identifier of another kind.
func (c *compiler) badQualifier(q qualifiers, what string) *cond {
	p := q.proto.String()
	if p == "" {
		p = "no protocol"
	}
	return c.fail(ErrQualifier, "", fmt.Sprintf("%s before %s %s", p, q.id, what))
}

// host6 tests the addresses of IPv6.
func (c *compiler) host6(prefix netip.Prefix, q qualifiers) *cond {
	if q.proto != protoNone && q.proto != protoIPv6 {
		return c.badQualifier(q, "an IPv6 address")
	}
	a := prefix.Addr().As16()
	words := func(at uint32) func() *cond {
		return func() *cond {
			var out *cond
			for i := range uint32(4) {
				bits := min(max(prefix.Bits()-32*int(i), 0), 32)
				mask := uint32(uint64(0xffffffff) << (32 - bits))
				if mask == 0 {
					break
				}
				b := a[4*i:]
				k := uint32(b[0])<<24 | uint32(b[1])<<16 | uint32(b[2])<<8 | uint32(b[3])
				out = and(out, c.masked(c.network(at+4*i), sizeW, mask, k))
			}
			if out == nil {
				out = always(true)
			}
			return out
		}
	}
	return and(c.carries(etherIPv6), c.sides(q.dir, words(8), words(24)))
}

// decnetHost tests the addresses of DECnet phase IV, behind a length, padding if there is, and the flags of a long or a short
// header; numbers are little-endian.
func (c *compiler) decnetHost(addr uint32, d dir) *cond {
	swap := func(v uint32) uint32 { return v>>8&0xff | v&0xff<<8 }
	side := func(long, short uint32) func() *cond {
		return func() *cond {
			form := func(padded, short uint32, at uint32) *cond {
				flags := c.masked(c.network(2), sizeB, 0x07, 6-4*short)
				if padded == 1 {
					flags = c.masked(c.network(2), sizeH, 0xff07, 0x8106-4*short)
				}
				return and(flags, c.equal(c.network(2+padded+at), sizeH, swap(addr)))
			}
			return or(form(0, 1, short), form(1, 1, short), form(0, 0, long), form(1, 0, long))
		}
	}
	return and(c.carries(etherDECNET), c.sides(d, side(15, 3), side(7, 1)))
}

// gateway is true for packets that have the hardware address of a host and not its IP address.
func (c *compiler) gateway(name string, q qualifiers) *cond {
	switch {
	case q.dir != dirDefault:
		return c.fail(ErrQualifier, "", "a direction before gateway")
	case c.labels > 0:
		return c.fail(ErrQualifier, "", "gateway inside MPLS")
	case c.tunnel:
		return c.fail(ErrQualifier, "", "gateway inside VXLAN or Geneve")
	}
	switch q.proto {
	case protoNone, protoIP, protoARP, protoRARP:
	default:
		return c.badQualifier(q, "a host name")
	}
	if !c.hasMAC() {
		return c.unsupported("gateway")
	}
	mac, ok := c.names.Ether(name)
	if !ok {
		return c.fail(ErrName, "", fmt.Sprintf("no hardware address of %q is known", name))
	}
	var hosts *cond
	for _, a := range c.names.Host(name) {
		if a = a.Unmap(); a.Is4() {
			hosts = or(hosts, c.host4(word4(a), 1<<32-1, qualifiers{proto: q.proto, id: idHost}))
		}
	}
	if hosts == nil {
		return c.fail(ErrName, "", fmt.Sprintf("no IPv4 address of %q is known", name))
	}
	return and(c.macHost(mac[:], dirOr), not(hosts))
}

func word4(a netip.Addr) uint32 {
	b := a.As4()
	return uint32(b[0])<<24 | uint32(b[1])<<16 | uint32(b[2])<<8 | uint32(b[3])
}
