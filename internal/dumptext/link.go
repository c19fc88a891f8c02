package dumptext

import (
	"math/bits"

	"github.com/wiretag/wiretag/layers"
)

// loopback prints a packet of a BSD loopback interface: an address family, in
// the byte order of the host or of the network, and a packet of it.
func (p *Printer) loopback(data []byte, length int) {
	if len(data) < 4 {
		p.short("null")
		return
	}
	p.hdrLen = 4
	family := layerAt(p, data, &p.dec.null).Raw
	if swapped := bits.ReverseBytes32(family); swapped <= 0xffff {
		family = swapped
	}
	if p.opt.Link {
		p.family(family, length)
	}
	switch family {
	case 2:
		p.ipv4(data[4:], length-4)
	case 24, 28, 30:
		p.ipv6(data[4:], length-4)
	default:
		if !p.opt.Link {
			p.family(family, length)
		}
		p.unknown(data[4:])
	}
}

// families are the address families of BSD systems.
var families = map[uint16]string{
	2: "IPv4", 6: "NS", 7: "ISO", 16: "Appletalk", 23: "IPX", 24: "IPv6", 28: "IPv6", 30: "IPv6",
}

func (p *Printer) family(family uint32, length int) {
	name, known := families[uint16(family)]
	known = known && family <= 0xffff
	switch {
	case !known && p.opt.Quiet:
		p.text("Unknown AF ", uint64(family))
	case p.opt.Quiet:
		p.str(name)
	default:
		if !known {
			name = "Unknown"
		}
		p.str("AF ")
		p.str(name)
		p.text(" (", uint64(family))
		p.str(")")
	}
	p.str(", length ")
	p.int(length)
	p.str(": ")
}

// raw prints a packet that starts with an IP header.
func (p *Printer) raw(data []byte, length int) {
	if p.opt.Link {
		p.str("ip: ")
	}
	switch data[0] >> 4 {
	case 4:
		p.ipv4(data, length)
	case 6:
		p.ipv6(data, length)
	default:
		p.text("unknown ip ", uint64(data[0]>>4))
	}
}

// packetTypes say where a cooked packet came from or went.
var packetTypes = [...]string{"In", "B", "M", "P", "Out"}

func packetType(t int) string {
	if t < len(packetTypes) {
		return packetTypes[t]
	}
	return "?"
}

// cooked prints a packet with a Linux cooked header of version 1.
func (p *Printer) cooked(data []byte, length int) {
	if len(data) < 16 {
		p.short("sll")
		return
	}
	p.hdrLen = 16
	h := layerAt(p, data, &p.dec.sll)
	proto := uint16(h.Protocol)
	show := func(length int) {
		t := packetType(int(h.PacketType))
		p.str("   "[:3-len(t)])
		p.str(t)
		p.str(" ")
		p.cookedAddress(h.Addr[:], int(h.AddrLen))
		p.cookedProtocol(proto, length)
	}
	if p.opt.Link {
		show(length)
	}
	p.cookedPayload(proto, data[16:], length-16, show)
}

// cooked2 prints a packet with a Linux cooked header of version 2.
func (p *Printer) cooked2(data []byte, length int) {
	if len(data) < 20 {
		p.short("sll2")
		return
	}
	p.hdrLen = 20
	h := layerAt(p, data, &p.dec.sll2)
	proto, index := uint16(h.Protocol), int(h.Interface)
	name := "?"
	if p.opt.Interface != nil {
		if s := p.opt.Interface(index); s != "" {
			name = s
		}
	}
	p.column(name, 5)
	p.column(packetType(int(h.PacketType)), 3)
	show := func(length int) {
		p.text("ifindex ", uint64(index))
		p.str(" ")
		p.cookedAddress(h.Addr[:], int(h.AddrLen))
		p.cookedProtocol(proto, length)
	}
	if p.opt.Link {
		show(length)
	}
	p.cookedPayload(proto, data[20:], length-20, show)
}

// column appends text, at least width columns and one more.
func (p *Printer) column(s string, width int) {
	p.str(s)
	for n := len(s); n <= width; n++ {
		p.buf = append(p.buf, ' ')
	}
}

func (p *Printer) cookedAddress(a []byte, length int) {
	if length == 6 {
		p.ether(a[:6])
		p.str(" ")
	}
}

// The protocols of cooked headers that are not EtherTypes.
const (
	cookedIPX = 1 // 802.3 without LLC
	cookedLLC = 4
)

func (p *Printer) cookedProtocol(proto uint16, length int) {
	if p.opt.Quiet {
		return
	}
	switch proto {
	case cookedIPX:
		p.str("802.3")
	case cookedLLC:
		p.str("802.2")
	default:
		p.str("ethertype ")
		p.etherTypeNumber(proto)
	}
	p.str(", length ")
	p.int(length)
	p.str(": ")
}

// cookedPayload prints what follows a cooked header; show prints the header.
func (p *Printer) cookedPayload(proto uint16, data []byte, length int, show func(length int)) {
	for frame := length + p.hdrLen; ; frame -= 4 {
		switch {
		case proto == cookedLLC:
			p.llc(data, length, nil)
			return
		case proto <= maxFrameLength:
			p.unknown(data)
			return
		case !isVLAN(proto):
			if p.etherPayload(proto, data, length) {
				return
			}
			if !p.opt.Link {
				show(frame)
			}
			p.unknown(data)
			return
		}
		if len(data) < 4 {
			p.short("vlan")
			return
		}
		tag := layerAt(p, data, &p.dec.vlan)
		if p.opt.Link {
			p.tag(tag)
		}
		proto, data, length = uint16(tag.Type), data[4:], length-4
		if proto <= maxFrameLength {
			proto = cookedLLC
		}
		p.str("ethertype ")
		p.str(etherTypeName(proto))
		p.str(", ")
	}
}

// tag prints an 802.1Q tag.
func (p *Printer) tag(t *layers.Dot1Q) {
	p.text("vlan ", uint64(t.VLAN))
	p.text(", p ", uint64(t.Priority))
	if t.DEI {
		p.str(", DEI")
	}
	p.str(", ")
}
