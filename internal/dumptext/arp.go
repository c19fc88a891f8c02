package dumptext

import "github.com/wiretag/wiretag/layers"

// hardwareNames are the hardware types of ARP that have a name.
var hardwareNames = map[uint16]string{
	1: "Ethernet", 6: "TokenRing", 7: "ArcNet", 15: "FrameRelay", 19: "ATM", 23: "Strip", 24: "IEEE 1394",
	32: "InfiniBand",
}

// arp prints an ARP or RARP packet.
func (p *Printer) arp(data []byte, length int) {
	if len(data) < 8 || len(data) < 8+2*int(data[4])+2*int(data[5]) {
		p.short("arp")
		return
	}
	h := layerAt(p, data, &p.dec.arp)
	if !p.opt.Link {
		p.str("ARP, ")
	}
	strange := h.ProtocolType != 0x0800 || h.ProtocolLen != 4 || h.HardwareLen == 0
	if strange || p.opt.Verbose > 0 {
		p.arpKinds(h)
		if p.opt.Verbose == 0 {
			p.str(", length ")
			p.int(length)
			return
		}
		p.str(", ")
	}
	if !p.arpOperation(h) {
		p.broken(data)
		return
	}
	p.str(", length ")
	p.int(length)
}

// arpKinds prints which addresses are mapped.
func (p *Printer) arpKinds(h *layers.ARP) {
	p.name(hardwareNames, uint16(h.HardwareType), "Unknown Hardware (")
	if _, ok := hardwareNames[uint16(h.HardwareType)]; !ok {
		p.str(")")
	}
	p.text(" (len ", uint64(h.HardwareLen))
	p.str("), ")
	switch h.ProtocolType {
	case 0x0800:
		p.str("IPv4")
	case 0x86dd:
		p.str("IPv6")
	default:
		p.str("Unknown Protocol (0x")
		p.hex(uint64(h.ProtocolType), 4)
		p.str(")")
	}
	p.text(" (len ", uint64(h.ProtocolLen))
	p.str(")")
}

// arpAddress prints a protocol address.
func (p *Printer) arpAddress(h *layers.ARP, a []byte) {
	switch {
	case h.ProtocolType != layers.EtherTypeIPv4:
		p.str("<wrong proto type>")
	case len(a) != 4:
		p.str("<wrong len>")
	default:
		p.host4(a)
	}
}

// arpHardware prints a hardware address.
func (p *Printer) arpHardware(a []byte) {
	if len(a) == 0 {
		p.str("<empty>")
	}
	p.ether(a)
}

// arpOperation prints what is asked or answered; false: the operation is not known.
func (p *Printer) arpOperation(h *layers.ARP) bool {
	switch h.Operation {
	case layers.ARPRequest:
		p.str("Request who-has ")
		p.arpAddress(h, h.TargetProtocol)
		if !zero(h.TargetHardware) {
			p.str(" (")
			p.arpHardware(h.TargetHardware)
			p.str(")")
		}
		p.str(" tell ")
		p.arpAddress(h, h.SenderProtocol)
	case layers.ARPReply:
		p.str("Reply ")
		p.arpAddress(h, h.SenderProtocol)
		p.str(" is-at ")
		p.arpHardware(h.SenderHardware)
	case layers.ARPReverseReq:
		p.str("Reverse Request who-is ")
		p.arpHardware(h.TargetHardware)
		p.str(" tell ")
		p.arpHardware(h.SenderHardware)
	case layers.ARPReverseReply:
		p.str("Reverse Reply ")
		p.arpHardware(h.TargetHardware)
		p.str(" at ")
		p.arpAddress(h, h.TargetProtocol)
	case layers.ARPInverseReq:
		p.str("Inverse Request who-is ")
		p.arpHardware(h.TargetHardware)
		p.str(" tell ")
		p.arpHardware(h.SenderHardware)
	case layers.ARPInverseReply:
		p.str("Inverse Reply ")
		p.arpHardware(h.SenderHardware)
		p.str(" at ")
		p.arpAddress(h, h.SenderProtocol)
	case layers.ARPNAK:
		p.str("NACK Reply ")
		return false
	default:
		p.text("Unknown (", uint64(h.Operation))
		p.str(") ")
		return false
	}
	return true
}

func zero(b []byte) bool {
	for _, c := range b {
		if c != 0 {
			return false
		}
	}
	return true
}
