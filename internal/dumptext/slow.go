package dumptext

// slow prints a frame of a slow protocol: which it is and its length, or the bytes of an unknown one.
func (p *Printer) slow(data []byte, length int) {
	if length < 1 {
		p.slowTooShort()
		return
	}
	if len(data) < 1 {
		p.short("slow")
		return
	}
	if (data[0] == 1 || data[0] == 2) && len(data) < 2 {
		if length < 2 {
			p.slowTooShort()
		} else {
			p.short("slow")
		}
		return
	}
	h := layerAt(p, data, &p.dec.slow)
	known := true
	switch h.Subtype {
	case 1:
		p.text("LACPv", uint64(data[1]))
	case 2:
		p.text("MARKERv", uint64(data[1]))
	case 3:
		p.str("OAM")
	default:
		p.text("unknown (", uint64(h.Subtype))
		p.str(")")
		known = false
	}
	p.text(", length ", uint64(length))
	if !known {
		p.hexLines(data, "\n\t")
	}
}

// slowTooShort says that a frame ends before its version.
func (p *Printer) slowTooShort() {
	if p.opt.Verbose > 0 {
		p.str("\n\t\t packet is too short")
	} else {
		p.str(" (packet is too short)")
	}
}
