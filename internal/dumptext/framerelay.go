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
	h := layerAt(p, data, &p.dec.frameRelay)
	p.hdrLen = size + 2
	dlci, flags := h.DLCI(), frFlags(data[:size])
	if data[size] != 3 {
		kind := binary.BigEndian.Uint16(data[size:])
		if p.opt.Link {
			p.frHeader(size, dlci, flags, "cisco-ethertype ", frType(kind), kind, 4, length)
		}
		if p.etherPayload(kind, data[size+2:], length-size-2) {
			return
		}
		if !p.opt.Link {
			p.frHeader(size, dlci, flags, "cisco-ethertype ", frType(kind), kind, 4, length)
		}
		p.unknown(data[size+2:])
		return
	}
	at := size + 1
	if data[at] == 0 && len(data) > at+1 {
		at++
	}
	id := data[at]
	name := map[byte]string{0x81: "CLNP", 0x82: "ES-IS", 0x83: "IS-IS", 0xcc: "IPv4", 0x8e: "IPv6", 0x80: "SNAP", 0x00: "NULLNS", 0x08: "Q.933", 0xb0: "Q.933", 0xb1: "FRF.12", 0xcf: "PPP"}[id]
	if name == "" {
		name = "unknown"
	}
	if p.opt.Link {
		p.frHeader(size, dlci, flags, "NLPID ", name, uint16(id), 2, length)
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
			p.frHeader(size, dlci, flags, "NLPID ", name, uint16(id), 2, length+at+1)
		}
		p.unknown(data)
	}
}

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

func (p *Printer) frHeader(size int, dlci, flags uint32, what, name string, id uint16, width, length int) {
	p.text("Q.922, hdr-len ", uint64(size))
	p.text(", DLCI ", uint64(dlci))
	p.str(", Flags [")
	p.flags(frFlagNames, flags, ", ", "none")
	p.str("], " + what + name + " (0x")
	p.hex(uint64(id), width)
	p.text("), length ", uint64(length))
	p.str(": ")
}
