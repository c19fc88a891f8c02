package dumptext

import "encoding/binary"

// l2tp prints a message of the layer two tunneling protocol: length bytes, of which data was captured.
func (p *Printer) l2tp(data []byte, length int) {
	if len(data) < 2 {
		p.leap("l2tp")
		return
	}
	flags := binary.BigEndian.Uint16(data)
	switch flags & 15 {
	case 1:
		p.str(" l2f:")
		return
	case 2:
	default:
		p.str(" Unknown Version, neither L2F(1) nor L2TP(2)")
		return
	}
	p.str(" l2tp:[")
	p.flags(l2tpFlags, uint32(flags), "", "")
	p.str("]")
	at, ok := 2, true
	word := func() uint64 {
		if at += 2; len(data) < at {
			ok = false
			return 0
		}
		return uint64(binary.BigEndian.Uint16(data[at-2:]))
	}
	said := length
	if flags&0x4000 != 0 {
		said = int(word())
	}
	for i, what := range [...]string{"(", "/"} {
		n := word()
		if !ok {
			p.str([...]string{"", "/"}[i])
			p.leap("l2tp")
			return
		}
		p.text(what, n)
	}
	p.str(")")
	if flags&0x0800 != 0 && !p.l2tpSequence(word, &ok) {
		return
	}
	if flags&0x0200 != 0 {
		at += int(word())
	}
	if !ok || len(data) < at && at > 12 {
		p.leap("l2tp")
		return
	}
	p.l2tpBody(data[min(at, len(data)):], flags&0x8000 != 0, at, said, length)
}

// l2tpBody prints what is behind a header of at bytes. The message says that it has said bytes, and has length.
func (p *Printer) l2tpBody(body []byte, control bool, at, said, length int) {
	switch {
	case said > length:
		p.text(" Length ", uint64(said))
		p.str(" larger than packet")
	case said < at:
		p.text(" Length ", uint64(said))
		p.str(" smaller than header length")
	case !control:
		p.l2tpData(body, length-at)
	case said == at:
		p.str(" ZLB")
	default:
		p.l2tpAVPs(body, said-at)
	}
}

var l2tpFlags = []flagName{{0x8000, "T"}, {0x4000, "L"}, {0x0800, "S"}, {0x0200, "O"}, {0x0100, "P"}}

func (p *Printer) l2tpSequence(word func() uint64, ok *bool) bool {
	for i, what := range [...]string{"Ns=", ",Nr="} {
		n := word()
		if !*ok {
			if i > 0 {
				p.str(",")
			}
			p.leap("l2tp")
			return false
		}
		p.text(what, n)
	}
	return true
}

// l2tpData prints a packet of PPP in a tunnel.
func (p *Printer) l2tpData(data []byte, length int) {
	p.str(" {")
	if p.ppp(data, length); len(data) >= min(length, 2) {
		p.str("}")
	}
}

// l2tpAVPs prints the attributes of a control message: length bytes.
func (p *Printer) l2tpAVPs(data []byte, length int) {
	for length > 0 {
		p.str(" ")
		if len(data) < 2 {
			p.leap("l2tp")
			return
		}
		head := binary.BigEndian.Uint16(data)
		size := int(head & 0x3ff)
		if size < 6 || size > length || size > len(data) {
			p.leap("l2tp")
			return
		}
		p.l2tpAVP(head, data[2:size])
		data, length = data[size:], length-size
	}
}

// l2tpAVP prints an attribute: vendor, type and value.
func (p *Printer) l2tpAVP(head uint16, b []byte) {
	if head&0x8000 != 0 {
		p.str("*")
	}
	hidden := head&0x4000 != 0
	if hidden {
		p.str("?")
	}
	vendor, kind, v := binary.BigEndian.Uint16(b), binary.BigEndian.Uint16(b[2:]), b[4:]
	if vendor != 0 {
		p.str("VENDOR")
		p.hex(uint64(vendor), 4)
		p.str(":ATTR")
		p.hex(uint64(kind), 4)
		p.str("(")
		p.bytesHex(v, 0)
		p.str(")")
		return
	}
	a, ok := l2tpAttributes[kind]
	if ok {
		p.str(a.name)
	} else {
		p.text("AVP-#", uint64(kind))
	}
	p.str("(")
	switch {
	case hidden:
		p.str("???")
	case a.print != nil && !a.print(p, v):
		p.str("AVP too short")
	}
	p.str(")")
}
