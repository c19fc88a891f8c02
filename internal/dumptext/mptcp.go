package dumptext

import "encoding/binary"

// mptcpNames are the subtypes of the multipath option (RFC 8684) that have a name.
var mptcpNames = [...]string{
	"capable", "join", "dss", "add-addr", "rem-addr", "prio", "fail", "fast-close",
}

// mptcp prints the value of a multipath option.
func (p *Printer) mptcp(o *tcpOption, flags uint32) {
	if o.claim >= 1 && !o.need(o.claim) {
		return
	}
	p.text(" ", uint64(o.claim)+2)
	if o.claim < 1 {
		o.state = optionBad
		return
	}
	v := o.data[:o.claim]
	p.str(" ")
	kind := int(v[0] >> 4)
	if kind >= len(mptcpNames) {
		p.str("unknown")
		return
	}
	p.str(mptcpNames[kind])
	good := false
	switch kind {
	case 0:
		good = p.mptcpCapable(v, flags)
	case 1:
		good = p.mptcpJoin(v, flags)
	case 2:
		good = p.mptcpData(v, flags)
	case 3:
		good = p.mptcpAddress(v)
	case 4:
		good = p.mptcpRemove(v)
	case 5:
		good = p.mptcpPriority(v)
	case 6:
		good = p.mptcpNumber(v, " seq ", false)
	case 7:
		good = p.mptcpNumber(v, " key 0x", true)
	}
	if !good {
		o.state = optionBad
	}
}

func (p *Printer) mptcpCapable(v []byte, flags uint32) bool {
	syn := flags&tcpSYN != 0
	switch n := len(v) + 2; {
	case n == 12 && syn, n == 4 && syn, (n == 20 || n == 22 || n == 24) && !syn && flags&tcpACK != 0:
	default:
		return false
	}
	p.text(" v", uint64(v[0]&15))
	if v[1]&0x80 != 0 {
		p.str(" csum")
	}
	if len(v) >= 10 {
		p.str(" {0x")
		p.hex(binary.BigEndian.Uint64(v[2:]), 1)
		if len(v) >= 18 {
			p.str(",0x")
			p.hex(binary.BigEndian.Uint64(v[10:]), 1)
		}
		p.str("}")
	}
	return true
}

func (p *Printer) mptcpJoin(v []byte, flags uint32) bool {
	n, syn, ack := len(v)+2, flags&tcpSYN != 0, flags&tcpACK != 0
	if !(n == 12 && syn || n == 16 && syn && ack || n == 24 && !syn && ack) {
		return false
	}
	if n != 24 {
		if v[0]&1 != 0 {
			p.str(" backup")
		}
		p.text(" id ", uint64(v[1]))
	}
	switch n {
	case 12:
		p.str(" token 0x")
		p.hex(uint64(binary.BigEndian.Uint32(v[2:])), 1)
		p.str(" nonce 0x")
		p.hex(uint64(binary.BigEndian.Uint32(v[6:])), 1)
	case 16:
		p.str(" hmac 0x")
		p.hex(binary.BigEndian.Uint64(v[2:]), 1)
		p.str(" nonce 0x")
		p.hex(uint64(binary.BigEndian.Uint32(v[10:])), 1)
	default:
		p.str(" hmac 0x")
		p.bytesHex(v[2:22], 0)
	}
	return true
}

// mptcpData prints a data sequence signal.
func (p *Printer) mptcpData(v []byte, flags uint32) bool {
	if flags&tcpSYN != 0 || len(v) < 2 {
		return false
	}
	bits, rest := v[1], v[2:]
	number := func(long bool) bool {
		switch {
		case long && len(rest) >= 8:
			p.num(binary.BigEndian.Uint64(rest))
			rest = rest[8:]
		case !long && len(rest) >= 4:
			p.num(uint64(binary.BigEndian.Uint32(rest)))
			rest = rest[4:]
		default:
			return false
		}
		return true
	}
	if bits&0x10 != 0 {
		p.str(" fin")
	}
	if bits&1 != 0 {
		p.str(" ack ")
		if !number(bits&2 != 0) {
			return false
		}
	}
	if bits&4 != 0 {
		p.str(" seq ")
		if !number(bits&8 != 0) {
			return false
		}
		if len(rest) < 4 {
			return false
		}
		p.str(" subseq ")
		number(false)
		if len(rest) < 2 {
			return false
		}
		p.text(" len ", uint64(binary.BigEndian.Uint16(rest)))
		rest = rest[2:]
		if len(rest) >= 2 {
			p.str(" csum 0x")
			p.hex(uint64(binary.BigEndian.Uint16(rest)), 1)
			rest = rest[2:]
		}
	}
	return len(rest) == 0
}

func (p *Printer) mptcpAddress(v []byte) bool {
	switch len(v) + 2 {
	case 8, 10, 16, 18, 20, 22, 28, 30:
	default:
		return false
	}
	switch v[0] & 15 {
	case 1:
		p.str(" v1-echo")
	case 0:
		p.str(" v1")
	case 4:
		p.str(" v0-ip4")
	case 6:
		p.str(" v0-ip6")
	default:
		p.str(" [bad version/echo]")
	}
	p.text(" id ", uint64(v[1]))
	rest := v[2:]
	if len(v)+2 < 20 {
		p.str(" ")
		p.host4(rest[:4])
		rest = rest[4:]
	} else {
		p.str(" ")
		p.host6([16]byte(rest))
		rest = rest[16:]
	}
	if len(rest) == 2 || len(rest) == 10 {
		p.text(":", uint64(binary.BigEndian.Uint16(rest)))
		rest = rest[2:]
	}
	if len(rest) == 8 {
		p.str(" hmac 0x")
		p.hex(binary.BigEndian.Uint64(rest), 1)
	}
	return true
}

func (p *Printer) mptcpRemove(v []byte) bool {
	if len(v) < 2 {
		return false
	}
	p.str(" id")
	for _, id := range v[1:] {
		p.text(" ", uint64(id))
	}
	return true
}

func (p *Printer) mptcpPriority(v []byte) bool {
	if len(v) > 2 {
		return false
	}
	if v[0]&1 != 0 {
		p.str(" backup")
	}
	if len(v) == 2 {
		p.text(" id ", uint64(v[1]))
	}
	return true
}

func (p *Printer) mptcpNumber(v []byte, what string, hex bool) bool {
	if len(v) != 10 {
		return false
	}
	p.str(what)
	if hex {
		p.hex(binary.BigEndian.Uint64(v[2:]), 1)
	} else {
		p.num(binary.BigEndian.Uint64(v[2:]))
	}
	return true
}
