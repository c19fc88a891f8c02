package dumptext

// nsh prints a network service header and what it carries.
func (p *Printer) nsh(data []byte, length int) {
	if len(data) < 8 {
		p.str("NSH")
		p.short("nsh")
		return
	}
	h := layerAt(p, data, &p.dec.nsh)
	p.str("NSH, ")
	if p.opt.Verbose > 1 {
		p.text("ver ", uint64(h.Version))
		p.str(", ")
	}
	p.str("flags [")
	if h.OAM {
		p.str("O")
	} else {
		p.str("none")
	}
	p.str("]")
	if p.opt.Verbose > 1 {
		p.text(", TTL ", uint64(h.TTL))
		p.text(", length ", uint64(h.Length))
		p.str(", MD type 0x")
		p.hex(uint64(h.MDType), 1)
		p.str(", next-protocol ")
		p.name(map[uint16]string{1: "IPv4", 2: "IPv6", 3: "Ethernet", 4: "NSH", 5: "MPLS"}, uint16(h.NextHeader), "unknown-")
	}
	p.str(", service-path-id 0x")
	p.hex(uint64(h.PathID), 6)
	p.str(", service-index 0x")
	p.hex(uint64(h.Index), 1)
	n := int(h.Length) * 4
	if n < 8 || len(data) < n {
		p.short("nsh")
		return
	}
	p.str([]string{": ", "\n    "}[min(p.opt.Verbose, 1)])
	p.gpeNext(uint8(h.NextHeader), data[n:], length-n)
}

func (p *Printer) gpeNext(next uint8, data []byte, length int) {
	if next == 0 {
		p.unknown(data)
		return
	}
	p.gpePayload(next, data, length)
}
