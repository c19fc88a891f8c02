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
	if p.opt.Verbose > 0 || hop && !goodOptions(data[2:size]) {
		p.str(" ")
		p.ipv6OptionList(data[2:size], protocol, hop)
	}
	return data[0], size
}

// goodOptions reports whether the hop-by-hop options have the lengths that they should.
func goodOptions(b []byte) bool {
	for len(b) > 0 {
		switch {
		case b[0] == 0:
			b = b[1:]
			continue
		case len(b) < 2 || len(b) < 2+int(b[1]), b[0] == 5 && b[1] != 2, b[0] == 0xc2 && b[1] != 4:
			return false
		}
		b = b[2+int(b[1]):]
	}
	return true
}

// ipv6OptionList prints options (RFC 8200 section 4.2).
func (p *Printer) ipv6OptionList(b []byte, protocol string, hop bool) {
	seen := false // a jumbo payload option
	for len(b) > 0 {
		if b[0] == 0 {
			p.str("(pad1)")
			b = b[1:]
			continue
		}
		if len(b) < 2 || len(b) < 2+int(b[1]) {
			p.short(protocol)
			return
		}
		size := int(b[1])
		value := b[2 : 2+size]
		switch b[0] {
		case 1:
			p.str("(padn)")
		case 5:
			if size != 2 {
				p.text("(rtalert: invalid len ", uint64(size))
				p.str(")")
				p.short(protocol)
				return
			}
			p.str("(rtalert: 0x")
			p.hex(uint64(binary.BigEndian.Uint16(value)), 4)
			p.str(") ")
		case 0xc2:
			if !p.ipv6JumboOption(value, protocol, hop, seen) {
				return
			}
			seen = true
		case 0xc9:
			if len(b) < 18 {
				p.str("(homeaddr: trunc)")
			} else if size < 16 {
				p.text("(homeaddr: invalid len ", uint64(size))
				p.str(")")
			}
			if size < 16 {
				p.short(protocol)
				return
			}
			p.str("(homeaddr: ")
			p.host6([16]byte(value))
			p.str(")")
		default:
			p.str("(opt_type 0x")
			p.hex(uint64(b[0]), 2)
			p.text(": len=", uint64(size))
			p.str(")")
		}
		b = b[2+size:]
	}
}

func (p *Printer) ipv6JumboOption(value []byte, protocol string, hop, seen bool) bool {
	if len(value) != 4 {
		p.text("(jumbo: invalid len ", uint64(len(value)))
		p.str(")")
		p.short(protocol)
		return false
	}
	p.text("(jumbo: ", uint64(binary.BigEndian.Uint32(value)))
	switch {
	case !hop:
		p.str(" - not a hop-by-hop option")
	case seen:
		p.str(" - already seen")
	}
	p.str(") ")
	return true
}
