package dumptext

import (
	"encoding/binary"
)

// ipv6Options prints a hop-by-hop or destination options header, and gives what follows and where.
func (p *Printer) ipv6Options(data []byte, name, protocol string) (next uint8, size int) {
	hop := name == "HBH"
	if len(data) >= 2 {
		size = int(data[1])*8 + 8
	}
	if len(data) < max(size, 2) {
		if hop {
			p.leap(protocol)
		} else {
			p.short(protocol)
		}
		return 0, -1
	}
	p.str(name)
	switch {
	case p.opt.Verbose > 0:
		p.str(" ")
		p.ipv6OptionList(data[2:size], protocol, hop, true)
	case hop: // only what is wrong with them
		before := len(p.buf)
		p.str(" ")
		if p.ipv6OptionList(data[2:size], protocol, hop, false); !p.cut {
			p.buf = p.buf[:before]
		}
	}
	return data[0], size
}

// ipv6OptionKinds are options whose value has a length of its own: what they are called, and the length.
var ipv6OptionKinds = map[uint8]struct {
	name string
	size int
}{5: {"rtalert", 2}, 0xc2: {"jumbo", 4}, 0xc9: {"homeaddr", 16}}

// ipv6OptionList prints options (RFC 8200 section 4.2), or only what is wrong with them.
func (p *Printer) ipv6OptionList(b []byte, protocol string, hop, all bool) {
	seen := false // a jumbo payload option
	for len(b) > 0 {
		if b[0] == 0 {
			if all {
				p.str("(pad1)")
			}
			b = b[1:]
			continue
		}
		if len(b) < 2 || len(b) < 2+int(b[1]) {
			p.short(protocol)
			return
		}
		size := int(b[1])
		kind, fixed := ipv6OptionKinds[b[0]]
		if fixed && (len(b) < 2+kind.size || size != kind.size && !(b[0] == 0xc9 && size > kind.size)) {
			p.str("(")
			p.str(kind.name)
			if len(b) < 2+kind.size {
				p.str(": trunc)")
			} else {
				p.text(": invalid len ", uint64(size))
				p.str(")")
			}
			p.short(protocol)
			return
		}
		if all {
			p.ipv6Option(b[0], b[2:2+size], hop, seen)
		}
		seen = seen || b[0] == 0xc2
		b = b[2+size:]
	}
}

// ipv6Option prints an option.
func (p *Printer) ipv6Option(kind uint8, value []byte, hop, seen bool) {
	switch kind {
	case 1:
		p.str("(padn)")
	case 5:
		p.str("(rtalert: 0x")
		p.hex(uint64(binary.BigEndian.Uint16(value)), 4)
		p.str(") ")
	case 0xc2:
		p.text("(jumbo: ", uint64(binary.BigEndian.Uint32(value)))
		switch {
		case !hop:
			p.str(" - not a hop-by-hop option")
		case seen:
			p.str(" - already seen")
		case p.network.length != 0:
			p.str(" - payload len != 0")
		}
		p.str(") ")
	case 0xc9:
		p.str("(homeaddr: ")
		p.host6([16]byte(value))
		p.str(")")
	default:
		p.str("(opt_type 0x")
		p.hex(uint64(kind), 2)
		p.text(": len=", uint64(len(value)))
		p.str(")")
	}
}
