package dumptext

import "encoding/binary"

// frameRelay prints a frame with an address of Q.922.
func (p *Printer) frameRelay(data []byte, length int) {
	if len(data) < 4 {
		p.short("fr")
		return
	}
	size := 2
	for size <= 4 && data[size-1]&1 == 0 {
		size++
	}
	if data[0]&1 == 1 || size > 4 {
		p.str("Q.922, invalid address")
		return
	}
	if len(data) < size+2 {
		p.short("fr")
		return
	}
	p.hdrLen = size + 2
	f := frame{size, frDLCI(data[:size]), frFlags(data[:size]), length}
	if data[size] != 3 && f.dlci != 0 {
		kind := binary.BigEndian.Uint16(data[size:])
		if p.opt.Link {
			p.frHeader(&f, kind)
		}
		if p.etherPayload(kind, data[size+2:], length-size-2) {
			return
		}
	}
	if data[size] != 3 {
		p.str("UI ")
		p.hex(uint64(data[size]), 2)
		p.str("! ")
	}
	p.frNLPID(&f, data, length)
}

// frame is a frame while it is printed.
type frame struct {
	size        int // of the address
	dlci, flags uint32
	length      int
}

// frNLPID prints what is behind the control byte: an identifier, and what it says.
func (p *Printer) frNLPID(f *frame, data []byte, length int) {
	at := f.size + 1
	if data[at] == 0 {
		if f.size != 3 {
			p.str("Pad! ")
		}
		if at++; at >= len(data) {
			p.short("fr")
			return
		}
	}
	id := data[at]
	if p.opt.Link {
		p.frHeader(f, uint16(id))
	}
	data, length = data[at+1:], length-at-1
	p.hdrLen = at + 1
	switch id {
	case 0xcc:
		p.ipv4(data, length)
	case 0x8e:
		p.ipv6(data, length)
	case 0x81, 0x82, 0x83:
		p.osi(p.frame[at:], length+1)
	case 0x80:
		p.snap(data, length, nil, p.frame)
	case 0xcf:
		p.ppp(data, length)
	default:
		if !p.opt.Link {
			p.frHeader(f, uint16(id))
		}
		p.frUnknown(data, length)
	}
}

// frUnknown dumps what is behind an identifier that says nothing. Only -x leaves that to the dump of the packet.
func (p *Printer) frUnknown(data []byte, length int) {
	if p.opt.Quiet || p.opt.Dump&DumpHex != 0 {
		return
	}
	p.buf = AppendHex(p.buf, data, true)
	if len(data) < length {
		p.leap("fr")
	}
}

// frDLCI is the number of the connection as tcpdump has it: whatever the lowest bits of a long address say they are, they are of the number.
func frDLCI(a []byte) uint32 {
	v := uint32(a[0]&0xfc)<<2 | uint32(a[1])>>4
	if len(a) == 4 {
		v = v<<7 | uint32(a[2])>>1
	}
	if len(a) > 2 {
		v = v<<6 | uint32(a[len(a)-1])>>2
	}
	return v
}

var nlpidNames = map[byte]string{0x81: "CLNP", 0x82: "ES-IS", 0x83: "IS-IS", 0xcc: "IPv4", 0x8e: "IPv6", 0x80: "SNAP", 0x00: "NULL", 0x08: "Q.933", 0xb0: "Q.933", 0xb1: "FRF.12", 0xcf: "PPP"}

func frType(kind uint16) string {
	if s := etherTypeName(kind); s != unknownType {
		return s
	}
	return "unknown"
}

// frFlags are the bits of an address that are no part of the connection's number.
func frFlags(a []byte) uint32 {
	flags := uint32(0)
	if a[0]&2 != 0 {
		flags |= 1
	}
	flags |= uint32(a[1]&0x0e) << 1
	if len(a) > 2 && a[len(a)-1]&2 != 0 {
		flags |= 32
	}
	return flags
}

var frFlagNames = []flagName{{1, "C!"}, {4, "DE"}, {8, "BECN"}, {16, "FECN"}, {32, "sdlcore"}}

// frHeader prints the header of a frame that holds an EtherType, or an identifier, which has one byte.
func (p *Printer) frHeader(f *frame, kind uint16) {
	p.text("Q.922, hdr-len ", uint64(f.size))
	p.text(", DLCI ", uint64(f.dlci))
	p.str(", Flags [")
	p.flags(frFlagNames, f.flags, ", ", "none")
	what, name, width := "], NLPID ", nlpidNames[byte(kind)], 2
	if kind > 0xff {
		what, name, width = "], cisco-ethertype ", frType(kind), 4
	}
	if name == "" {
		name = "unknown"
	}
	p.str(what + name + " (0x")
	p.hex(uint64(kind), width)
	p.text("), length ", uint64(f.length))
	p.str(": ")
}
