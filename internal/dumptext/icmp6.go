package dumptext

import "encoding/binary"

// ICMPv6 types.
const (
	icmp6Unreachable     = 1
	icmp6TooBig          = 2
	icmp6TimeExceeded    = 3
	icmp6Parameter       = 4
	icmp6Echo            = 128
	icmp6EchoReply       = 129
	icmp6ListenerQuery   = 130
	icmp6ListenerReport  = 131
	icmp6ListenerDone    = 132
	icmp6RouterSolicit   = 133
	icmp6RouterAd        = 134
	icmp6NeighborSolicit = 135
	icmp6NeighborAd      = 136
	icmp6Redirect        = 137
	icmp6NodeQuery       = 139
	icmp6NodeReply       = 140
	icmp6Report2         = 143
	icmp6HADiscovery     = 144
	icmp6HAReply         = 145
	icmp6MobileSolicit   = 146
	icmp6MobileAd        = 147
)

// icmp6Names are the types that have a name.
var icmp6Names = map[uint16]string{
	1: "destination unreachable", 2: "packet too big", 3: "time exceeded in-transit", 4: "parameter problem",
	128: "echo request", 129: "echo reply", 130: "multicast listener query", 131: "multicast listener report",
	132: "multicast listener done", 133: "router solicitation", 134: "router advertisement", 135: "neighbor solicitation",
	136: "neighbor advertisement", 137: "redirect", 138: "router renumbering", 139: "who-are-you request",
	140: "who-are-you reply", 141: "inverse neighbor solicitation", 142: "inverse neighbor advertisement",
	143: "multicast listener report v2", 144: "ha discovery request", 145: "ha discovery reply",
	146: "mobile router solicitation", 147: "mobile router advertisement", 155: "RPL",
	200: "mtrace response", 201: "mtrace message",
}

// icmp6 prints an ICMPv6 message of length bytes, of which data was captured.
func (p *Printer) icmp6(data []byte, length int) {
	if !p.network.v6 {
		p.str("[ICMPv6 requires IPv6]")
		p.invalid()
		return
	}
	if length == 0 {
		p.str("ICMP6, length 0")
		p.invalid()
		return
	}
	if p.opt.Verbose > 0 && !p.network.fragment && len(data) >= length && length < 4 {
		p.leap("icmp6") // the checksum is looked at first
		return
	}
	if len(data) < 2 || length < 4 {
		p.icmp6Short(data, length)
		return
	}
	if p.opt.Verbose > 0 && !p.network.fragment && len(data) >= length {
		p.icmp6Sum(data[:length])
	}
	p.str("ICMP6, ")
	kind := data[0]
	known := p.icmp6Name(kind)
	if icmp6Early(kind) && p.opt.Verbose > 0 {
		p.text(", length ", uint64(length))
	}
	data = data[:min(len(data), length)]
	if !p.icmp6Body(data, length) {
		if !p.cut {
			p.short("icmp6")
		}
		return
	}
	if p.cut {
		return
	}
	if p.opt.Verbose == 0 || !known {
		p.text(", length ", uint64(length))
	}
	if !known && p.opt.Verbose < 2 {
		p.buf = AppendHex(p.buf, data, false)
	}
}

// icmp6Early reports whether the length stands before what a message says, in verbose text.
func icmp6Early(kind byte) bool {
	return kind >= icmp6RouterSolicit && kind <= icmp6Redirect || kind == icmp6HAReply || kind == icmp6MobileAd
}

// icmp6Short prints a message of which less than the header was captured.
func (p *Printer) icmp6Short(data []byte, length int) {
	if len(data) > 0 {
		p.str("ICMP6, ")
		p.icmp6Name(data[0])
		if p.opt.Verbose > 0 && icmp6Early(data[0]) {
			p.text(", length ", uint64(length))
		}
	}
	p.short("icmp6")
}

func (p *Printer) icmp6Name(kind byte) (known bool) {
	if s, ok := icmp6Names[uint16(kind)]; ok {
		p.str(s)
		return kind < 200
	}
	p.text("unknown icmp6 type (", uint64(kind))
	p.str(")")
	return false
}

// icmp6Sum prints whether the checksum of a whole message is right.
func (p *Printer) icmp6Sum(message []byte) {
	sum := internetSum(p.pseudo(protoICMPv6, len(message)), message)
	if sum == 0 {
		p.str("[icmp6 sum ok] ")
		return
	}
	have := binary.BigEndian.Uint16(message[2:])
	p.str("[bad icmp6 cksum 0x")
	p.hex(uint64(have), 4)
	p.str(" -> 0x")
	p.hex(uint64(correct(have, sum)), 4)
	p.str("!] ")
}

// icmp6Body prints what a message says; false: a field was missing.
func (p *Printer) icmp6Body(data []byte, length int) bool {
	switch kind, code := data[0], data[1]; kind {
	case icmp6Unreachable:
		return p.icmp6Unreachable(data)
	case icmp6TooBig:
		return p.icmp6Number(data, ", mtu ")
	case icmp6TimeExceeded:
		return p.icmp6Time(data)
	case icmp6Parameter:
		texts := [...]string{", erroneous", ", next header", ", option", ", incomplete header chain"}
		if _, _, ok := icmp6Quoted(data); !ok {
			return false
		}
		if int(code) >= len(texts) {
			p.text(", code-#", uint64(code))
			return true
		}
		return p.icmp6Number(data, texts[code]+" - octet ")
	case icmp6Echo, icmp6EchoReply:
		if len(data) < 8 {
			return false
		}
		p.text(", id ", uint64(binary.BigEndian.Uint16(data[4:])))
		p.text(", seq ", uint64(binary.BigEndian.Uint16(data[6:])))
	case icmp6ListenerQuery, icmp6ListenerReport, icmp6ListenerDone:
		return p.listener(data, length)
	case icmp6Report2:
		return p.listenerReport(data, length)
	case icmp6RouterSolicit, icmp6RouterAd, icmp6NeighborSolicit, icmp6NeighborAd, icmp6Redirect:
		return p.neighbor(data)
	case icmp6HADiscovery, icmp6MobileSolicit:
		if len(data) < 6 {
			return false
		}
		p.str(", id 0x")
		p.hex(uint64(binary.BigEndian.Uint16(data[4:])), 4)
	case icmp6NodeQuery:
		return p.nodeQuery(data, length)
	case icmp6NodeReply:
		return p.nodeReply(data, length)
	case icmp6HAReply:
		return p.icmp6Agents(data)
	case icmp6MobileAd:
		return p.icmp6MobilePrefix(data)
	}
	return true
}

// icmp6Number prints the 32 bits after the checksum.
func (p *Printer) icmp6Number(data []byte, what string) bool {
	if len(data) < 8 {
		return false
	}
	p.text(what, uint64(binary.BigEndian.Uint32(data[4:])))
	return true
}

// icmp6Quoted gives the source and destination in the packet that a message is about.
func icmp6Quoted(data []byte) (src, dst [16]byte, ok bool) {
	if len(data) < 8+40 {
		return src, dst, false
	}
	return [16]byte(data[16:]), [16]byte(data[32:]), true
}

// icmp6Unreachable prints who or what could not be reached.
func (p *Printer) icmp6Unreachable(data []byte) bool {
	code := data[1]
	texts := [...]string{
		", unreachable route", ",  unreachable prohibited", ", beyond scope", ", unreachable address",
		", unreachable port",
	}
	if int(code) >= len(texts) {
		p.text(", unknown unreach code (", uint64(code))
		p.str(")")
		if p.opt.Verbose < 2 {
			p.buf = AppendHex(p.buf, data, false)
		}
		p.cut = true
		return true
	}
	src, dst, ok := icmp6Quoted(data)
	p.str(texts[code])
	switch {
	case code == 4:
		return p.icmp6Port(data)
	case !ok:
		return false
	}
	p.str(" ")
	p.host6(dst)
	if code == 2 {
		p.str(", source address ")
		p.host6(src)
	}
	return true
}

// icmp6Port prints the port in the packet that a message is about.
func (p *Printer) icmp6Port(data []byte) bool {
	_, dst, ok := icmp6Quoted(data)
	if !ok {
		return false
	}
	next, rest := data[8+6], data[8+40:]
	for next != protoTCP && next != protoUDP {
		if len(rest) < 2 {
			return false
		}
		size := int(rest[1])*8 + 8
		switch next {
		case protoFragment:
			if len(rest) < 4 || binary.BigEndian.Uint16(rest[2:])&0xfff8 != 0 {
				return false
			}
			size = 8
		case 0, protoDestOpts, protoRouting:
		case protoAH:
			size = int(rest[1])*4 + 8
		default:
			return false
		}
		if len(rest) < size {
			return false
		}
		next, rest = rest[0], rest[size:]
	}
	if len(rest) < 4 {
		return false
	}
	p.str(", ")
	p.host6(dst)
	if next == protoTCP {
		p.str(" tcp port ")
	} else {
		p.str(" udp port ")
	}
	p.port(next, binary.BigEndian.Uint16(rest[2:]))
	return true
}

func (p *Printer) icmp6Time(data []byte) bool {
	switch data[1] {
	case 0:
		_, dst, ok := icmp6Quoted(data)
		if !ok {
			return false
		}
		p.str(" for ")
		p.host6(dst)
	case 1:
		p.str(" (reassembly)")
	default:
		p.text(", unknown code (", uint64(data[1]))
		p.str(")")
	}
	return true
}

// icmp6MobilePrefix prints a mobile prefix advertisement (RFC 6275).
func (p *Printer) icmp6MobilePrefix(data []byte) bool {
	if p.opt.Verbose == 0 {
		return true
	}
	if len(data) < 8 {
		return false
	}
	p.str(", id 0x")
	p.hex(uint64(binary.BigEndian.Uint16(data[4:])), 4)
	if data[6]&0xc0 != 0 {
		p.str(" ")
	}
	if data[6]&0x80 != 0 {
		p.str("M")
	}
	if data[6]&0x40 != 0 {
		p.str("O")
	}
	return p.neighborOptions(data[8:])
}

// icmp6Agents prints a home agent address discovery reply (RFC 6275).
func (p *Printer) icmp6Agents(data []byte) bool {
	if p.opt.Verbose == 0 {
		return true
	}
	if len(data) < 6 {
		return false
	}
	p.str(", id 0x")
	p.hex(uint64(binary.BigEndian.Uint16(data[4:])), 4)
	for at := 8; at < len(data); at += 16 {
		if len(data) < at+16 {
			return false
		}
		p.str(", ")
		p.host6([16]byte(data[at:]))
	}
	return true
}
