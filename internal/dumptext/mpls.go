package dumptext

// mplsLabels are the reserved labels.
var mplsLabels = map[uint16]string{0: "IPv4 explicit NULL", 1: "router alert", 2: "IPv6 explicit NULL", 3: "implicit NULL"}

// mpls prints label stack entries and what is behind the last one.
func (p *Printer) mpls(data []byte, length int) {
	p.str("MPLS")
	for first := true; ; first = false {
		if length < 4 {
			p.invalid()
			return
		}
		if len(data) < 4 {
			p.short("mpls")
			return
		}
		h := layerAt(p, data, &p.dec.mpls)
		label, bottom := h.Label, h.Bottom == 1
		p.str(" ")
		if !first && p.opt.Verbose > 0 {
			p.buf = append(p.buf[:len(p.buf)-1], "\n\t"...)
		}
		p.text("(label ", uint64(label))
		if label < 16 && p.opt.Verbose > 0 {
			p.str(" (")
			p.nameOf(mplsLabels, uint16(label), "rsvd")
			p.str(")")
		}
		p.text(", tc ", uint64(h.TrafficClass))
		if bottom {
			p.str(", [S]")
		}
		p.text(", ttl ", uint64(h.TTL))
		p.str(")")
		data, length = data[4:], length-4
		if bottom {
			p.mplsPayload(label, data, length)
			return
		}
	}
}

// mplsPayload prints what follows the last label, by the label or by how it begins.
func (p *Printer) mplsPayload(label uint32, data []byte, length int) {
	four, six, osi := label == 0, label == 2, false
	if label == 1 || label > 2 {
		if length == 0 {
			return
		}
		if len(data) == 0 {
			p.short("mpls")
			return
		}
		switch c := data[0]; {
		case c >= 0x45 && c <= 0x4f:
			four = true
		case c >= 0x60 && c <= 0x6f:
			six = true
		case c >= 0x81 && c <= 0x83:
			osi = true
		}
	}
	if !four && !six && !osi {
		p.unknown(data)
		if len(data) < length {
			p.short("mpls")
		}
		return
	}
	if p.opt.Verbose > 0 {
		p.str("\n\t")
	} else {
		p.str(" ")
	}
	switch {
	case four:
		p.ipv4(data, length)
	case six:
		p.ipv6(data, length)
	default:
		p.osi(data, length)
	}
}
