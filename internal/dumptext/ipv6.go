package dumptext

import (
	"encoding/binary"
	"math"
	"net/netip"
)

// ipv6 prints an IPv6 packet of length bytes, of which data was captured.
func (p *Printer) ipv6(data []byte, length int) {
	if len(data) < 40 || length < 40 {
		p.short("ip6")
		return
	}
	if !p.opt.Link {
		p.str("IP6 ")
	}
	if version := data[0] >> 4; version != 6 {
		p.text("version error: ", uint64(version))
		p.str(" != 6")
		return
	}
	h := layerAt(p, data, &p.dec.ipv6)
	payload := int(h.Length)
	if total := payload + 40; length < total {
		p.ipv6Missing(total - length)
	}
	if p.opt.Verbose > 0 {
		p.ipv6Verbose(data, uint8(h.NextHeader), h.Length)
	}
	src, dst := h.Src, h.Dst
	next := uint8(h.NextHeader)
	data = data[40:]
	outer := p.network
	p.network = network{src: src, dst: dst, final: dst, v6: true, next: next, ttl: h.HopLimit}
	if !hasPorts(next) {
		p.ends(src, dst)
	}
	p.ipv6Chain(next, data, payload, length-40)
	p.network = outer
}

func (p *Printer) ipv6Missing(n int) {
	p.text("truncated-ip6 - ", uint64(n))
	p.str(" bytes missing!")
}

func (p *Printer) ipv6Verbose(data []byte, next uint8, payload uint16) {
	first := binary.BigEndian.Uint32(data)
	p.str("(")
	if class := first >> 20 & 0xff; class != 0 {
		p.str("class 0x")
		p.hex(uint64(class), 2)
		p.str(", ")
	}
	if label := first & 0xfffff; label != 0 {
		p.str("flowlabel 0x")
		p.hex(uint64(label), 5)
		p.str(", ")
	}
	p.text("hlim ", uint64(data[7]))
	p.str(", next-header ")
	p.str(protocolName(next))
	p.text(" (", uint64(next))
	p.text(") payload length: ", uint64(payload))
	p.str(") ")
}

// ipv6Chain prints the extension headers and the payload: length bytes by the
// header's account, rest by the packet's.
func (p *Printer) ipv6Chain(next uint8, data []byte, length, rest int) {
	data = data[:min(len(data), length)+jumbo(next, length, len(data))]
	huge := length == 0
	hops := false // there were hop-by-hop options
	for n := 0; ; n++ {
		at := 0
		switch next {
		case 0:
			if n > 0 {
				p.str("[The Hop-by-Hop Options header ")
				p.str(map[bool]string{true: "was already found]", false: "don't follow the IPv6 header]"}[hops])
				p.invalid()
				return
			}
			hops = true
			p.network.length = length
			next, at = p.ipv6Options(data, "HBH", "hbhopt")
			if length == 0 && len(data) >= 2 {
				if length = ipv6Jumbo(data[:max(at, 0)]); length == 0 {
					p.str([...]string{" [", "["}[number(p.cut)])
					p.str("No valid Jumbo Payload Hop-by-Hop option found]")
					p.invalid()
					return
				}
			}
		case protoDestOpts:
			next, at = p.ipv6Options(data, "DSTOPT", "dstopt")
		case protoRouting:
			if len(data) == 0 {
				p.short("ip6")
				return
			}
			next, at = p.ipv6Routing(data)
		case protoFragment:
			if next, at = p.ipv6Fragment(data, length); at > 0 && at >= len(data) {
				p.str(" ")
				return
			}
		case protoMobility, protoMobilityOld:
			p.mobility(data)
			return
		case protoNone:
			p.str("no next header")
			return
		default:
			p.ipPayload(next, data, length)
			return
		}
		if at <= 0 || p.cut {
			return
		}
		p.str(" ")
		if at > length && !huge {
			p.short("ip6")
			return
		}
		if missing := length - rest; missing > 0 && huge {
			p.ipv6Missing(missing)
			huge = false
		}
		data, length, rest = data[min(at, len(data)):], length-at, rest-at
	}
}

// jumbo gives how many bytes belong to a packet whose length stands in a hop-by-hop option.
func jumbo(next uint8, length, have int) int {
	if next == 0 && length == 0 {
		return have
	}
	return 0
}

// ipv6Jumbo looks for a jumbo payload option (RFC 2675) and gives the length it states.
func ipv6Jumbo(header []byte) int {
	for at := 2; at+1 < len(header); {
		if header[at] == 0 {
			at++
			continue
		}
		if header[at] == 0xc2 && at+6 <= len(header) {
			return int(min(uint64(binary.BigEndian.Uint32(header[at+2:])), math.MaxInt))
		}
		at += 2 + int(header[at+1])
	}
	return 0
}

// ipv6Routing prints a routing header, and gives what follows and where.
func (p *Printer) ipv6Routing(data []byte) (next uint8, size int) {
	p.str("RT6")
	r := taker{p, data, "rt6"}
	r.skip(1)
	r.num(" (len=", 1)
	r.num(", type=", 1)
	if len(data) > 2 && data[2] == 0 {
		p.str(" [Deprecated]")
	}
	if r.num(", segleft=", 1); !r.ok() {
		return 0, -1
	}
	units, kind := int(data[1]), data[2]
	if kind != 0 && kind != 2 && kind != 4 {
		p.str(" (unknown type)")
		p.invalid()
		return 0, -1
	}
	if kind == 4 {
		r.num(", last-entry=", 1)
		if flags := r.u8(); r.ok() && (flags != 0 || p.opt.Verbose > 0) {
			p.str(", flags=0x")
			p.hex(uint64(flags), 1)
		}
		r.hex(", tag=", 2, 1)
	} else if rsv := r.number(4); r.ok() && (rsv != 0 || p.opt.Verbose > 0) {
		p.str(", rsv=0x")
		p.hex(rsv, 1)
	}
	if !r.ok() {
		return 0, -1
	}
	if units%2 == 1 {
		p.text(" (invalid length ", uint64(units))
		p.str(")")
		p.invalid()
		return 0, -1
	}
	for i := range units / 2 {
		if len(data) < 8+16*i+16 {
			p.short("rt6")
			return 0, -1
		}
		if data[3] > 0 && (kind == 4 && i == 0 || kind != 4 && i == units/2-1) {
			p.network.final = netip.AddrFrom16([16]byte(data[8+16*i:]))
		}
		p.text(", [", uint64(i))
		p.str("]")
		p.host6([16]byte(data[8+16*i:]))
	}
	p.str(")")
	return data[0], 8 + 8*units
}

// ipv6Fragment prints a fragment header, and gives what follows and where: nothing
// behind the first fragment.
func (p *Printer) ipv6Fragment(data []byte, length int) (next uint8, size int) {
	if len(data) < 4 {
		p.short("frag6")
		return 0, -1
	}
	h := layerAt(p, data, &p.dec.fragment)
	p.str("frag (")
	if p.opt.Verbose > 0 {
		if len(data) < 8 {
			p.short("frag6")
			return 0, -1
		}
		p.str("0x")
		p.hex(uint64(h.ID), 8)
		p.str(":")
	}
	p.num(uint64(h.FragOffset) * 8)
	p.str("|")
	p.int(length - 8)
	p.str(")")
	p.network.fragment = true
	if h.FragOffset != 0 {
		return 0, -1
	}
	return uint8(h.NextHeader), 8
}
