package dumptext

// fddi prints a frame of the fiber distributed data interface.
func (p *Printer) fddi(data []byte, length int) {
	if len(data) < 13 {
		p.short("fddi")
		return
	}
	h := layerAt(p, data, &p.dec.fddi)
	control := data[0]
	p.hdrLen = 13
	if p.opt.Link {
		if control&0xf0 == 0x50 {
			p.text("async", uint64(control&15))
		} else {
			p.str("fc 0x")
			p.hex(uint64(control), 2)
		}
		p.str(" ")
		p.ether(h.Src[:])
		p.str(" > ")
		p.ether(h.Dst[:])
		p.text(", length ", uint64(length))
		p.str(": ")
	}
	if control&0xf8 == 0x50 {
		p.llc(data[13:], length-13, nil)
		return
	}
	p.unknown(data[13:])
}
