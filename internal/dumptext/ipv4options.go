package dumptext

import "encoding/binary"

// ipv4OptionNames are the options that have a name.
var ipv4OptionNames = map[uint16]string{
	0: "EOL", 1: "NOP", 7: "RR", 68: "timestamp", 82: "traceroute", 130: "security", 131: "LSRR", 137: "SSRR", 148: "RA",
}

// ipv4Options prints the options of a header; false: one was missing.
func (p *Printer) ipv4Options(data []byte, header int) bool {
	at, between := 20, ""
	for at < header {
		p.str(between)
		between = ","
		if at >= len(data) {
			p.short("ip")
			return false
		}
		kind, size := data[at], 1
		p.name(ipv4OptionNames, uint16(kind), "unknown ")
		if kind > 1 {
			if at+1 >= len(data) {
				p.short("ip")
				return false
			}
			size = int(data[at+1])
		}
		if kind > 1 && size < 2 {
			p.text(" [bad length ", uint64(size))
			p.str("]")
			return true
		}
		if at+size > header {
			p.text(" [bad length ", uint64(size))
			p.str("]")
			return true
		}
		if at+size > len(data) {
			p.str(" [truncated-option]")
			return true
		}
		if kind == 0 {
			return true
		}
		if !p.ipv4Option(kind, data[at:], size) {
			p.str(" [truncated-option]")
			return true
		}
		at += size
	}
	return true
}

// ipv4Option prints the value of an option of size bytes, data being the packet from its start
// on: addresses may go over the end. False: one was missing.
func (p *Printer) ipv4Option(kind byte, data []byte, size int) bool {
	switch kind {
	case 68:
		return p.ipv4Timestamps(data, size)
	case 7, 131, 137:
		return p.ipv4Route(data, size)
	case 148:
		p.ipv4Alert(data[:size])
	}
	return true
}

// ipv4Route prints a recorded route or a source route (RFC 791).
func (p *Printer) ipv4Route(option []byte, size int) bool {
	if size < 3 {
		p.text(" [bad length ", uint64(size))
		p.str("]")
		return true
	}
	if (size+1)&3 != 0 {
		p.text(" [bad length ", uint64(size))
		p.str("]")
	}
	pointer := uint32(option[2]) - 1 // 0 points far behind
	if pointer < 3 || (pointer+1)&3 != 0 || pointer > uint32(size)+1 {
		p.text(" [bad ptr ", uint64(option[2]))
		p.str("]")
	}
	for at := 3; at < size; at += 4 {
		if len(option) < at+4 {
			return false
		}
		p.str(" ")
		p.host4(option[at : at+4])
		if uint32(at) < pointer {
			p.str(",")
		}
	}
	return true
}

// ipv4Timestamps prints a timestamp option (RFC 791).
func (p *Printer) ipv4Timestamps(option []byte, size int) bool {
	if size < 4 {
		p.text("[bad length ", uint64(size))
		p.str("]")
		return true
	}
	p.str(" TS{")
	step := 4
	kind := option[3] & 15
	if kind != 0 {
		step = 8
	}
	if (size-4)%step != 0 {
		p.text("[bad length ", uint64(size))
		p.str("]")
	}
	pointer := int(option[2]) - 1
	if pointer < 4 || (pointer-4)%step != 0 || pointer > size+1 {
		p.text("[bad ptr ", uint64(option[2]))
		p.str("]")
	}
	switch kind {
	case 0:
		p.str("TSONLY")
	case 1:
		p.str("TS+ADDR")
	case 3:
		p.str("PRESPEC")
	default:
		p.text("[bad ts type ", uint64(kind))
		p.str("]}")
		return true
	}
	mark, at := " ", 4
	for ; at < size; at += step {
		if len(option) < at+step {
			return false
		}
		if pointer == at {
			mark = " ^ "
		}
		p.str(mark)
		p.num(uint64(binary.BigEndian.Uint32(option[at+step-4:])))
		p.str("@")
		if step == 8 {
			p.host4(option[at : at+4])
		}
		mark = " "
	}
	if pointer == at { // behind the last one, also where that ends behind the option
		p.str(" ^ ")
	}
	if over := option[3] >> 4; over != 0 {
		p.text(" [", uint64(over))
		p.str(" hops not recorded]} ")
		return true
	}
	p.str("}")
	return true
}

// ipv4Alert prints a router alert (RFC 2113).
func (p *Printer) ipv4Alert(option []byte) {
	if len(option) < 4 {
		p.text(" [bad length ", uint64(len(option)))
		p.str("]")
		return
	}
	if v := binary.BigEndian.Uint16(option[2:]); v != 0 {
		p.text(" value ", uint64(v))
	}
}
