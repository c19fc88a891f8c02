package dumptext

// slow prints a frame of a slow protocol: which it is and its length, or the bytes of an unknown one.
func (p *Printer) slow(data []byte, length int) {
	if len(data) < 2 {
		p.short("slow")
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
