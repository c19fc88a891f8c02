package dumptext

import "encoding/binary"

// bgpTargets prints a list of prefixes of route targets, each behind the system where it comes from (RFC 4684).
func (p *Printer) bgpTargets(b []byte) {
	for len(b) > 0 {
		bits, n := int(b[0]), (int(b[0])+7)/8
		switch {
		case bits == 0:
			p.str("\n\t      default route target")
			b = b[1:]
			continue
		case bits < 32 || bits > 96:
			p.str("\n\t      (illegal prefix length)")
			return
		case len(b) < 1+n:
			p.short("bgp")
			return
		}
		p.text("\n\t      origin AS: ", uint64(binary.BigEndian.Uint32(b[1:])))
		p.bgpTarget(b[5:1+n], bits-32)
		b = b[1+n:]
	}
}

// bgpTarget prints so many bits of a route target.
func (p *Printer) bgpTarget(b []byte, bits int) {
	var v [8]byte
	copy(v[:], b)
	if r := bits % 8; r != 0 {
		v[len(b)-1] &= 0xff << (8 - r)
	}
	shown := v[:len(b)]
	word, half := binary.BigEndian.Uint32, binary.BigEndian.Uint16
	switch kind := half(v[:]); {
	case bits == 0:
		p.str(", route-target: 0:0/0")
		return
	case bits < 16:
		p.str(", route-target: partial-type: (")
		p.pairs(shown)
		p.text("/", uint64(bits))
		p.str(")")
		return
	case kind == 0x0002:
		p.text(", route-target: ", uint64(half(v[2:])))
		p.text(":", uint64(word(v[4:])))
	case kind == 0x0102:
		p.str(", route-target: ")
		p.addr4(v[2:6])
		p.text(":", uint64(half(v[6:])))
	case kind == 0x0202:
		p.text(", route-target: ", uint64(word(v[2:])))
		p.text(":", uint64(half(v[6:])))
	default:
		p.str(", route target: unknown-type(")
		p.hex(uint64(kind), 4)
		p.str(") (")
		p.pairs(shown)
		p.text("/", uint64(bits))
		p.str(")")
		return
	}
	p.text("/", uint64(bits))
	p.str(" (")
	p.pairs(shown)
	p.str(")")
}

// pairs appends bytes in hexadecimal, two by two.
func (p *Printer) pairs(b []byte) {
	for i := 0; i < len(b); i += 2 {
		if i > 0 {
			p.str(" ")
		}
		p.bytesHex(b[i:min(i+2, len(b))], 0)
	}
}
