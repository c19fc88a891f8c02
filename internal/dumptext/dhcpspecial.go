package dumptext

// dhcpMessages are the types of messages (option 53).
var dhcpMessages = map[uint16]string{
	1: "Discover", 2: "Offer", 3: "Request", 4: "Decline", 5: "ACK", 6: "NACK", 7: "Release", 8: "Inform",
	10: "LeaseQuery", 11: "LeaseUnassigned", 12: "LeaseUnknown", 13: "LeaseActive",
}

// dhcpOverloads are the values of option 52.
var dhcpOverloads = map[uint16]string{1: "file", 2: "sname", 3: "file+sname"}

// dhcpNodes are the NetBIOS node types (option 46).
var dhcpNodes = map[uint16]string{1: "b-node", 2: "p-node", 4: "m-node", 8: "h-node"}

// dhcpHardware are the hardware types in client identifiers.
var dhcpHardware = map[uint16]string{
	1: "ether", 6: "ieee802", 7: "arcnet", 15: "frelay", 23: "strip", 24: "ieee1394",
}

// dhcpSpecial prints the value of an option with a form of its own, and gives what is left over.
func (p *Printer) dhcpSpecial(tag uint8, v []byte) []byte {
	switch tag {
	case 53:
		return p.dhcpMessage(v)
	case 46, 52:
		return p.dhcpEnum(tag, v)
	case 55:
		p.dhcpParameters(v)
	case 61:
		p.dhcpClient(v)
	case 77:
		p.dhcpClasses(v)
	case 81:
		p.dhcpFQDN(v)
	case 82:
		return p.dhcpRelay(v)
	case 121, 249:
		p.dhcpRoutes(v)
	}
	return nil
}

// dhcpTooShort reports whether a value is shorter than its form needs.
func (p *Printer) dhcpTooShort(v []byte, need int) bool {
	if len(v) >= need {
		return false
	}
	p.text("[ERROR: length < ", uint64(need))
	p.str(" bytes]")
	return true
}

func (p *Printer) dhcpMessage(v []byte) []byte {
	if len(v) != 1 {
		p.dhcpBytes(v)
		return nil
	}
	p.name(dhcpMessages, uint16(v[0]), "Unknown (")
	if _, ok := dhcpMessages[uint16(v[0])]; !ok {
		p.str(")")
	}
	return nil
}

func (p *Printer) dhcpEnum(tag uint8, v []byte) []byte {
	if p.dhcpTooShort(v, 1) {
		return nil
	}
	names := dhcpOverloads
	if tag == 46 {
		names = dhcpNodes
	}
	p.name(names, uint16(v[0]), "#")
	return v[1:]
}

// dhcpParameters prints the options that a client wants, four on a line.
func (p *Printer) dhcpParameters(v []byte) {
	for i, tag := range v {
		switch {
		case i%4 == 0:
			p.str("\n\t      ")
		default:
			p.str(", ")
		}
		p.str(dhcpName(tag))
		p.text(" (", uint64(tag))
		p.str(")")
	}
}

func (p *Printer) dhcpClient(v []byte) {
	if p.dhcpTooShort(v, 1) {
		return
	}
	if v[0] == 0 {
		p.quoted(v[1:])
		return
	}
	if s, ok := dhcpHardware[uint16(v[0])]; ok {
		p.str(s)
	} else {
		p.text("hardware-type ", uint64(v[0]))
		p.str(",")
	}
	p.str(" ")
	p.ether(v[1:])
}

// dhcpClasses prints user classes (RFC 3004).
func (p *Printer) dhcpClasses(v []byte) {
	if p.dhcpTooShort(v, 2) {
		return
	}
	for n := 1; len(v) > 0; n++ {
		size := int(v[0])
		v = v[1:]
		p.text("\n\t      instance#", uint64(n))
		p.str(": ")
		if size == 0 {
			p.str("[ERROR: suboption length must be non-zero]")
			return
		}
		if size > len(v) {
			p.str("[ERROR: invalid option]")
			return
		}
		p.quoted(v[:size])
		p.text(", length ", uint64(size))
		v = v[size:]
	}
}

// dhcpNameFlags are the flags of a client's full name (RFC 4702).
var dhcpNameFlags = []flagName{{1, "S"}, {2, "O"}, {4, "E"}, {8, "N"}}

func (p *Printer) dhcpFQDN(v []byte) {
	if p.dhcpTooShort(v, 3) {
		return
	}
	if v[0]&0xf0 != 0 {
		p.str("[ERROR: MBZ nibble 0x")
		p.hex(uint64(v[0]>>4), 1)
		p.str(" != 0] ")
	}
	if v[0]&0x0f != 0 {
		p.str("[")
		p.flags(dhcpNameFlags, uint32(v[0]), "", "")
		p.str("] ")
	}
	if v[1] != 0 || v[2] != 0 {
		p.num(uint64(v[1]))
		p.text("/", uint64(v[2]))
		p.str(" ")
	}
	p.quoted(v[3:])
}

// dhcpSubs are the suboptions of relay agents (RFC 3046) that have a name.
var dhcpSubs = map[uint16]string{1: "Circuit-ID", 2: "Remote-ID", 6: "Subscriber-ID"}

func (p *Printer) dhcpRelay(v []byte) []byte {
	for len(v) >= 2 {
		kind, size := v[0], int(v[1])
		name, known := dhcpSubs[uint16(kind)]
		if !known {
			name = "Unknown"
		}
		p.str("\n\t      ")
		p.str(name)
		p.text(" SubOption ", uint64(kind))
		p.text(", length ", uint64(size))
		p.str(": ")
		v = v[2:]
		if size > len(v) {
			p.str("length goes past end of option")
			return nil
		}
		if known {
			p.printable(v[:size])
		} else {
			p.hexLines(v[:size], "\n\t\t")
		}
		v = v[size:]
	}
	return v
}

// dhcpRoutes prints classless routes (RFC 3442).
func (p *Printer) dhcpRoutes(v []byte) {
	if p.dhcpTooShort(v, 5) {
		return
	}
	for first := true; len(v) > 0; first = false {
		if !first {
			p.str(",")
		}
		width := int(v[0])
		v = v[1:]
		if width > 32 {
			p.text("[ERROR: Mask width (", uint64(width))
			p.str(") > 32]")
			return
		}
		size := (width + 7) / 8
		if len(v) < size+4 {
			p.text("[ERROR: Remaining length (", uint64(len(v)))
			p.text(") < ", uint64(size+4))
			p.str(" bytes]")
			return
		}
		p.str("(")
		if width == 0 {
			p.str("default")
		} else {
			var a [4]byte
			copy(a[:], v[:size])
			p.host4(a[:])
			p.text("/", uint64(width))
		}
		p.str(":")
		p.host4(v[size : size+4])
		p.str(")")
		v = v[size+4:]
	}
}
