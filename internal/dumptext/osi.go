package dumptext

var osiNames = map[uint16]string{0x81: "CLNP", 0x82: "ES-IS", 0x83: "IS-IS", 0xcc: "IPv4", 0x8e: "IPv6", 0x00: "NULL", 0x08: "Q.933", 0x80: "SNAP", 0xc1: "ISIS_SPB"}

// osi prints a packet that begins with a network layer protocol identifier.
func (p *Printer) osi(data []byte, length int) {
	if len(data) < 1 {
		p.short("isoclns")
		return
	}
	id := data[0]
	if p.opt.Link {
		p.str("OSI NLPID ")
		if s, ok := osiNames[uint16(id)]; ok {
			p.str(s)
		} else {
			p.str("Unknown")
		}
		p.str(" (0x")
		p.hex(uint64(id), 2)
		p.str("): ")
	}
	switch id {
	case 0x82:
		p.esis(data, length)
	case 0x83:
		p.isis(data, length)
	case 0xcc:
		p.ipv4(data[1:], length-1)
	case 0x8e:
		p.ipv6(data[1:], length-1)
	case 0x00:
		if !p.opt.Link {
			p.str(", ")
		}
		p.text("length: ", uint64(length))
	default:
		if !p.opt.Link {
			p.str("OSI NLPID 0x")
			p.hex(uint64(id), 2)
			p.str(" unknown, ")
		}
		p.text("length: ", uint64(length))
		p.buf = AppendHex(p.buf, data, false)
	}
}
