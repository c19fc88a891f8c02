package dumptext

import "github.com/wiretag/wiretag/layers"

// maxFrameLength is the largest number in the field after the addresses that is
// a length (IEEE 802.3); larger ones are EtherTypes.
const maxFrameLength = 1500

// etherTypes are the EtherTypes that have a name.
var etherTypes = map[uint16]string{
	0x0600: "NS", 0x0707: "GeoNet (old)", 0x0800: "IPv4", 0x0806: "ARP", 0x1000: "Trail", 0x1111: "CALM FAST",
	0x6001: "MOP DL", 0x6002: "MOP RC", 0x6003: "DN", 0x6004: "LAT", 0x6007: "SCA", 0x6558: "TEB",
	0x8035: "Reverse ARP", 0x8038: "Lanbridge", 0x803c: "DEC DNS", 0x803e: "DEC DTS", 0x805b: "VEXP", 0x805c: "VPROD",
	0x809b: "Appletalk", 0x80f3: "Appletalk ARP", 0x8100: "802.1Q", 0x8137: "IPX", 0x86dd: "IPv6", 0x8808: "MPCP",
	0x8809: "Slow Protocols", 0x880b: "PPP", 0x8847: "MPLS unicast", 0x8848: "MPLS multicast", 0x8863: "PPPoE D",
	0x8864: "PPPoE S", 0x886f: "MS NLB heartbeat", 0x888e: "EAPOL", 0x8899: "Realtek protocols", 0x88a2: "AoE",
	0x88a8: "802.1Q-QinQ", 0x88ca: "TIPC", 0x88cc: "LLDP", 0x88e5: "802.1AE MACsec", 0x88f7: "PTP", 0x8902: "CFM",
	0x893a: "IEEE1905.1", 0x8947: "GeoNet", 0x894f: "NSH", 0x9000: "Loopback", 0x9100: "802.1Q-9100",
	0x9200: "802.1Q-9200", 0xabcd: "CFM (old)", 0xfefe: "OSI",
}

func etherTypeName(t uint16) string {
	switch t {
	case 0x0800:
		return "IPv4"
	case 0x86dd:
		return "IPv6"
	}
	if s, ok := etherTypes[t]; ok {
		return s
	}
	return unknownType
}

// unknownType is printed for an EtherType without a name.
const unknownType = "Unknown"

// etherTypeNumber appends the name of an EtherType and its number.
func (p *Printer) etherTypeNumber(t uint16) {
	p.str(etherTypeName(t))
	p.str(" (0x")
	p.hex(uint64(t), 4)
	p.str(")")
}

func isVLAN(t uint16) bool {
	return t == 0x8100 || t == 0x88a8 || t == 0x9100 || t == 0x9200
}

// ethernet prints an Ethernet frame.
func (p *Printer) ethernet(data []byte, length int) {
	if len(data) < 14 {
		p.short("ether")
		p.hdrLen = len(data)
		return
	}
	h := layerAt(p, data, &p.dec.ethernet)
	p.hdrLen = 14
	kind := uint16(h.Type)
	if p.opt.Link {
		p.addresses(h)
	}
	frame := length
	data, length = data[14:], length-14
	tagged := false
	for isVLAN(kind) {
		if len(data) < 4 {
			p.short("vlan")
			return
		}
		tag := layerAt(p, data, &p.dec.vlan)
		if p.opt.Link {
			if !tagged {
				p.etherHeader(kind, frame)
			}
			p.tag(tag)
		}
		kind, data, length = uint16(tag.Type), data[4:], length-4
		p.hdrLen += 4
		tagged = true
		if p.opt.Link && kind > maxFrameLength {
			p.etherType(kind)
			p.str(", ")
		}
	}
	p.etherBody(h, kind, data, length, frame, tagged)
}

// etherBody prints what follows the addresses and tags of a frame of frame bytes.
func (p *Printer) etherBody(h *layers.Ethernet, kind uint16, data []byte, length, frame int, tagged bool) {
	if kind <= maxFrameLength {
		if int(kind) < length {
			length = int(kind)
			data = data[:min(len(data), length)]
		}
		if p.opt.Link {
			p.str("802.3")
			if !tagged {
				p.str(", length ")
				p.int(length)
				p.str(": ")
			}
		}
		p.llc(data, length, h)
		return
	}
	if p.opt.Link && !tagged {
		p.etherHeader(kind, frame)
	}
	if kind == calmFast {
		p.calm(h.Src[:], data, length)
		return
	}
	if p.etherPayload(kind, data, length) {
		return
	}
	if !p.opt.Link {
		p.addresses(h)
		p.etherHeader(kind, frame)
	}
	p.unknown(data)
}

// addresses prints the addresses of a frame.
func (p *Printer) addresses(h *layers.Ethernet) {
	p.ether(h.Src[:])
	p.str(" > ")
	p.ether(h.Dst[:])
	p.str(", ")
}

// etherType prints an EtherType, its name only with -q.
func (p *Printer) etherType(kind uint16) {
	if !p.opt.Quiet {
		p.str("ethertype ")
		p.etherTypeNumber(kind)
		return
	}
	name := etherTypeName(kind)
	if name != unknownType {
		p.str(name)
		return
	}
	p.str("Unknown Ethertype (0x")
	p.hex(uint64(kind), 4)
	p.str(")")
}

// etherHeader prints the EtherType and length of a frame.
func (p *Printer) etherHeader(kind uint16, length int) {
	p.etherType(kind)
	p.str(", length ")
	p.int(length)
	p.str(": ")
}

// etherPayload prints the packet of an EtherType, and reports whether it can.
func (p *Printer) etherPayload(kind uint16, data []byte, length int) bool {
	switch kind {
	case 0x0800:
		p.ipv4(data, length)
	case 0x86dd:
		p.ipv6(data, length)
	case 0x0806, 0x8035:
		p.arp(data, length)
	case 0x8847, 0x8848:
		p.mpls(data, length)
	case 0x8863, 0x8864, 0x880b, 0x3c12, 0x3c13:
		if kind == 0x880b {
			p.ppp(data, length)
		} else {
			p.pppoe(data, length)
		}
	case 0x888e:
		p.eapol(data, length)
	case 0x8809:
		p.slow(data, length)
	case 0x88cc:
		p.lldp(data, length)
	case 0x894f:
		p.nsh(data, length)
	case 0x8137:
		p.str("(NOV-ETHII) ")
		p.ipx(data)
	case 0x88a2:
		p.aoe(data, length)
	case 0x9000:
		p.ctp(data, length)
	case 0xfefe:
		if length == 0 || len(data) == 0 {
			p.short("osi")
			return true
		}
		p.osi(data[1:], length-1)
	case calmFast:
		p.calm(nil, data, length)
	default:
		return false
	}
	return true
}
