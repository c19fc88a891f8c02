package dumptext

import "encoding/binary"

// icmpUnreachable are the texts of destination unreachable, before and behind the address.
var icmpUnreachable = [...][2]string{
	{"net ", " unreachable"},
	{"host ", " unreachable"},
	{"", ""}, // protocol
	{"", ""}, // port
	{"", " unreachable - need to frag"},
	{"", " unreachable - source route failed"},
	{"net ", " unreachable - unknown"},
	{"host ", " unreachable - unknown"},
	{"", " unreachable - source host isolated"},
	{"net ", " unreachable - admin prohibited"},
	{"host ", " unreachable - admin prohibited"},
	{"net ", " unreachable - tos prohibited"},
	{"host ", " unreachable - tos prohibited"},
	{"host ", " unreachable - admin prohibited filter"},
	{"host ", " unreachable - host precedence violation"},
	{"host ", " unreachable - precedence cutoff"},
}

// icmpPlain are the types that have no more to say.
var icmpPlain = map[uint16]string{
	4: "source quench", 10: "router solicitation", 15: "information request", 16: "information reply",
	17: "address mask request",
}

// ICMP types.
const (
	icmpEchoReply    = 0
	icmpUnreach      = 3
	icmpRedirect     = 5
	icmpEcho         = 8
	icmpRouterAd     = 9
	icmpTimeExceeded = 11
	icmpParameter    = 12
	icmpStamp        = 13
	icmpStampReply   = 14
	icmpMaskReply    = 18
)

// icmp4 prints an ICMP message of length bytes, of which data was captured.
func (p *Printer) icmp4(data []byte, length int) {
	if p.network.v6 {
		p.str("[ICMP requires IPv4]")
		p.invalid()
		return
	}
	start := len(p.buf)
	p.str("ICMP ")
	if len(data) < 2 || !p.icmp4Text(data) {
		p.buf = p.buf[:start]
		p.short("icmp")
		return
	}
	p.text(", length ", uint64(length))
	if p.opt.Verbose == 0 {
		return
	}
	if !p.opt.NoSums && !p.network.fragment && len(data) >= length {
		if sum := internetSum(0, data[:length]); sum != 0 {
			if length < 4 {
				p.short("icmp")
				return
			}
			have := binary.BigEndian.Uint16(data[2:])
			p.str(" (wrong icmp cksum ")
			p.hex(uint64(have), 1)
			p.str(" (->")
			p.hex(uint64(correct(have, sum)), 1)
			p.str(")!)")
		}
	}
	if quotes(data[0]) {
		p.icmp4Quote(data)
		// Extensions (RFC 4884) are behind the first 128 bytes of that packet.
		const extension = 8 + 128
		if length > extension && len(data) >= 8+20 && len(data) < extension+4 {
			p.short("icmp")
		}
	}
}

// quotes reports whether a message of a type holds the packet that it is about.
func quotes(kind byte) bool {
	return kind == icmpUnreach || kind == 4 || kind == icmpRedirect || kind == icmpTimeExceeded || kind == icmpParameter
}

// icmp4Quote prints the packet that a message is about, on a line of its own.
func (p *Printer) icmp4Quote(data []byte) {
	p.str("\n\t")
	if len(data) < 8+20 {
		p.short("icmp")
		return
	}
	p.ipv4(data[8:], int(binary.BigEndian.Uint16(data[8+2:])))
}

// icmp4Text prints what a message says; false: a field was missing.
func (p *Printer) icmp4Text(data []byte) bool {
	code := data[1]
	switch kind := data[0]; kind {
	case icmpEchoReply, icmpEcho:
		if len(data) < 8 {
			return false
		}
		p.str(map[bool]string{true: "echo request, id ", false: "echo reply, id "}[kind == icmpEcho])
		p.num(uint64(binary.BigEndian.Uint16(data[4:])))
		p.text(", seq ", uint64(binary.BigEndian.Uint16(data[6:])))
	case icmpUnreach:
		return p.icmp4Unreachable(data)
	case icmpRedirect:
		return p.icmp4Redirect(data)
	case icmpRouterAd:
		return p.icmp4Router(data)
	case icmpTimeExceeded:
		if len(data) < 8+20 {
			return false
		}
		switch code {
		case 0:
			p.str("time exceeded in-transit")
		case 1:
			p.str("ip reassembly time exceeded")
		default:
			p.text("time exceeded-#", uint64(code))
		}
	case icmpParameter:
		if code != 0 {
			p.text("parameter problem - code ", uint64(code))
			break
		}
		if len(data) < 5 {
			return false
		}
		p.text("parameter problem - octet ", uint64(data[4]))
	case icmpMaskReply:
		if len(data) < 12 {
			return false
		}
		p.str("address mask is 0x")
		p.hex(uint64(binary.BigEndian.Uint32(data[8:])), 8)
	case icmpStamp, icmpStampReply:
		return p.icmp4Stamp(data)
	default:
		if s, ok := icmpPlain[uint16(kind)]; ok {
			p.str(s)
			break
		}
		p.text("type-#", uint64(kind))
	}
	return true
}

// icmp4Unreachable prints who or what could not be reached.
func (p *Printer) icmp4Unreachable(data []byte) bool {
	if len(data) < 8+20 {
		return false
	}
	code, quoted := int(data[1]), data[8:]
	dst := quoted[16:20]
	switch {
	case code == 2:
		p.host4(dst)
		p.text(" protocol ", uint64(quoted[9]))
		p.str(" unreachable")
	case code == 3:
		header := int(quoted[0]&15) * 4
		if len(quoted) < header+4 {
			return false
		}
		p.host4(dst)
		switch protocol := quoted[9]; protocol {
		case protoTCP:
			p.str(" tcp")
		case protoUDP:
			p.str(" udp")
		default:
			p.text(" protocol ", uint64(protocol))
		}
		p.str(" port ")
		p.port(quoted[9], binary.BigEndian.Uint16(quoted[header+2:]))
		p.str(" unreachable")
	case code < len(icmpUnreachable):
		p.str(icmpUnreachable[code][0])
		p.host4(dst)
		p.str(icmpUnreachable[code][1])
		if mtu := binary.BigEndian.Uint16(data[6:]); code == 4 && mtu != 0 {
			p.text(" (mtu ", uint64(mtu))
			p.str(")")
		}
	default:
		p.host4(dst)
		p.text(" unreachable - #", uint64(code))
	}
	return true
}

func (p *Printer) icmp4Redirect(data []byte) bool {
	if len(data) < 8+20 {
		return false
	}
	code := data[1]
	switch code {
	case 0, 1:
		p.str("redirect ")
	case 2, 3:
		p.str("redirect-tos ")
	default:
		p.text("redirect-#", uint64(code))
		p.str(" ")
	}
	p.host4(data[24:28])
	switch code {
	case 0, 2:
		p.str(" to net ")
	case 1, 3:
		p.str(" to host ")
	default:
		p.str(" to ")
	}
	p.host4(data[4:8])
	return true
}

// icmp4Router prints a router advertisement (RFC 1256).
func (p *Printer) icmp4Router(data []byte) bool {
	if len(data) < 8 {
		return false
	}
	p.str("router advertisement lifetime ")
	switch t := uint64(binary.BigEndian.Uint16(data[6:])); {
	case t < 60:
		p.num(t)
	case t < 3600:
		p.num(t / 60)
		p.str(":")
		p.buf = appendPadded(p.buf, t%60, 2)
	default:
		p.num(t / 3600)
		p.str(":")
		p.buf = appendPadded(p.buf, t/60%60, 2)
		p.str(":")
		p.buf = appendPadded(p.buf, t%60, 2)
	}
	p.text(" ", uint64(data[4]))
	p.str(":")
	if data[5] != 2 {
		p.text(" [size ", uint64(data[5]))
		p.str("]")
		return true
	}
	for i := range int(data[4]) {
		at := 8 + 8*i
		if len(data) < at+8 {
			return false
		}
		p.str(" {")
		p.host4(data[at : at+4])
		p.text(" ", uint64(binary.BigEndian.Uint32(data[at+4:])))
		p.str("}")
	}
	return true
}

// icmp4Stamp prints a timestamp message; the times are milliseconds since midnight.
func (p *Printer) icmp4Stamp(data []byte) bool {
	reply := data[0] == icmpStampReply
	if len(data) < 8 || reply && len(data) < 20 {
		return false
	}
	p.str(map[bool]string{false: "time stamp query id ", true: "time stamp reply id "}[reply])
	p.num(uint64(binary.BigEndian.Uint16(data[4:])))
	p.text(" seq ", uint64(binary.BigEndian.Uint16(data[6:])))
	if !reply {
		return true
	}
	for i, what := range [...]string{": org ", ", recv ", ", xmit "} {
		ms := uint64(binary.BigEndian.Uint32(data[8+4*i:]))
		p.str(what)
		p.buf = appendClock(p.buf, ms/1000)
		p.str(".")
		p.buf = appendPadded(p.buf, ms%1000, 3)
	}
	return true
}
