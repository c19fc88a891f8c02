package dumptext

import "encoding/binary"

// pppProtocols are the protocols of PPP that have a name.
var pppProtocols = map[uint16]string{
	0x0021: "IP", 0x0023: "OSI", 0x0025: "XNS", 0x0027: "DECNET", 0x0029: "APPLE", 0x002b: "IPX", 0x002d: "VJC", 0x002f: "VJNC", 0x0031: "BRPDU",
	0x0033: "STII", 0x0035: "VINES", 0x0057: "IP6", 0x00fb: "COMPRESS", 0x00fd: "COMP", 0x003d: "MLPPP", 0x0281: "MPLS", 0x0283: "MPLS",
	0x8021: "IPCP", 0x8023: "OSICP", 0x8057: "IP6CP", 0x80fd: "CCP", 0x8053: "ECP", 0x8281: "MPLSCP", 0x8207: "CDPCP", 0x80c1: "SPAP-old",
	0x8049: "SDCP", 0x8031: "BAP", 0x802b: "IPXCP", 0x8029: "ATALKCP",
	0xc021: "LCP", 0xc023: "PAP", 0xc025: "LQM", 0xc027: "SPAP", 0xc223: "CHAP", 0xc227: "EAP", 0xc029: "CBCP", 0xc02b: "BACP",
}

// pppLink prints a packet of a serial link.
func (p *Printer) pppLink(data []byte, length int) {
	p.hdrLen = min(4, len(data))
	if len(data) >= 2 && (data[0] == 0x0f || data[0] == 0x8f) {
		p.chdlc(data, length)
		return
	}
	p.ppp(data, length)
}

// pppSerial prints a packet of a serial link whose framing is that of HDLC.
func (p *Printer) pppSerial(data []byte, length int) {
	switch {
	case len(data) >= 2 && (data[0] == 0x0f || data[0] == 0x8f):
		p.hdrLen = 4
		p.chdlc(data, length)
		return
	case len(data) < 4:
		p.short("ppp_hdlc")
		p.hdrLen = len(data)
		return
	case data[0] != 0xff || data[1] == 3:
		p.pppLink(data, length)
		return
	}
	if p.opt.Link {
		p.bytesHex(data[:2], ' ')
		p.text(" ", uint64(length))
		p.str(" ")
	}
	protocol := binary.BigEndian.Uint16(data[2:])
	name, ok := pppProtocols[protocol]
	if ok {
		p.str(name)
	} else {
		p.str("unknown PPP protocol (0x")
		p.hex(uint64(protocol), 4)
		p.str(")")
	}
	p.str(": ")
	p.hdrLen = 4
	if protocol>>8 == 0x7e {
		p.pppStuffed(data[3:])
		return
	}
	p.pppPayload(protocol, data[4:], length-4)
}

// pppStuffed prints a packet in which some bytes stand behind an escape, as on asynchronous lines.
func (p *Printer) pppStuffed(data []byte) {
	// Layers of the packet are found by where they are, so this is no part of it.
	plain := make([]byte, 0, cap(p.frame)+1)
	for i := 0; i < len(data); i++ {
		c := data[i]
		if c == 0x7d {
			if i++; i == len(data) {
				break
			}
			c = data[i] ^ 0x20
		}
		plain = append(plain, c)
	}
	switch {
	case len(plain) < 2:
		p.short("ppp_hdlc")
	case plain[0] == 0x21 || plain[0] == 0x57:
		p.pppPayload(uint16(plain[0]), plain[1:], len(plain)-1)
	case plain[0] == 0xff && plain[1] == 3 && len(plain) >= 4:
		p.pppPayload(binary.BigEndian.Uint16(plain[2:]), plain[4:], len(plain)-4)
	default:
		p.pppPayload(binary.BigEndian.Uint16(plain), plain[2:], len(plain)-2)
	}
}

// ppp prints a packet of PPP, with or without address and control.
func (p *Printer) ppp(data []byte, length int) {
	if len(data) < 2 {
		p.short("ppp")
		return
	}
	full := length
	if data[0] == 0xff && data[1] == 3 {
		data, length = data[2:], length-2
		if len(data) < 2 {
			p.short("ppp")
			return
		}
	}
	var protocol uint16
	if data[0]&1 == 1 {
		protocol, data, length = uint16(data[0]), data[1:], length-1
	} else {
		protocol, data, length = binary.BigEndian.Uint16(data), data[2:], length-2
	}
	if p.opt.Link {
		name, ok := pppProtocols[protocol]
		if !ok {
			name = "unknown"
		}
		p.str(name + " (0x")
		p.hex(uint64(protocol), 4)
		p.text("), length ", uint64(full))
		p.str(": ")
	}
	p.pppPayload(protocol, data, length)
}

// pppPayload prints the packet of a protocol of PPP.
func (p *Printer) pppPayload(protocol uint16, data []byte, length int) {
	switch protocol {
	case 0x0021, 0x0800:
		p.ipv4(data, length)
	case 0x0057:
		p.ipv6(data, length)
	case 0x0023:
		p.osi(data, length)
	case 0x0281, 0x0283:
		p.mpls(data, length)
	case 0xc021, 0x8021, 0x8023, 0x8057, 0x80fd, 0x8281, 0x8049, 0x8031, 0xc029, 0xc02b:
		p.lcp(protocol, data, length)
	case 0xc023:
		p.pap(data, length)
	case 0xc223:
		p.chap(data, length)
	case 0xc227:
		p.eap(data, length)
	case 0x003d:
		p.multilink(data, length)
	case 0x00fd:
		p.str("COMP")
		p.unknown(data)
	default:
		if name, ok := pppProtocols[protocol]; ok {
			p.str(name)
		} else {
			p.str("unknown PPP protocol (0x")
			p.hex(uint64(protocol), 4)
			p.str(")")
		}
		p.unknown(data)
	}
}

func (p *Printer) multilink(data []byte, length int) {
	if !p.opt.Link {
		p.str("MLPPP, ")
	}
	if length < 2 || len(data) < 2 {
		p.str("[|mlppp]")
		p.cut = true
		return
	}
	n := binary.BigEndian.Uint16(data)
	p.str("seq 0x")
	p.hex(uint64(n&0x0fff), 3)
	p.str(", Flags [")
	switch n & 0xc000 {
	case 0:
		p.str("none")
	case 0x8000:
		p.str("begin")
	case 0x4000:
		p.str("end")
	default:
		p.str("begin, end")
	}
	p.text("], length ", uint64(length))
}
