package dumptext

// nsh prints a network service header and what it carries.
func (p *Printer) nsh(data []byte, length int) {
	if length < 8 {
		p.text(" (packet length ", uint64(length))
		p.str(" < 8)")
		p.invalid()
		return
	}
	if len(data) < 4 {
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
	if p.opt.Verbose > 2 {
		p.text(", TTL ", uint64(h.TTL))
		p.text(", length ", uint64(h.Length))
		p.text(", md type ", uint64(h.MDType))
	}
	if p.opt.Verbose > 1 {
		p.str(", next-protocol ")
		p.name(map[uint16]string{1: "IPv4", 2: "IPv6", 3: "Ethernet", 4: "NSH", 5: "MPLS"}, uint16(h.NextHeader), "unknown-")
	}
	p.str(", ")
	n := int(h.Length) * 4
	if n > length {
		p.text(" (too many headers for packet length ", uint64(length))
		p.str(")")
		p.invalid()
		return
	}
	r := taker{p, data[4:], "nsh"}
	r.hex("service-path-id 0x", 3, 6)
	if r.ok() {
		p.str(", ")
	}
	r.hex("service-index 0x", 1, 1)
	if !r.ok() {
		return
	}
	if n < 8 {
		p.str(" (less than two headers)")
		p.invalid()
		return
	}
	if len(data) < n {
		p.short("nsh")
		return
	}
	p.str([]string{": ", "\n    "}[min(p.opt.Verbose, 1)])
	p.gpePayload(uint8(h.NextHeader), data[n:], length-n)
}
