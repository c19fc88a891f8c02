package dumptext

import "github.com/wiretag/wiretag/layers/link"

// nflogFamilies are the protocol families of logged packets.
var nflogFamilies = map[uint16]string{2: "IPv4", 10: "IPv6"}

// nflog prints a packet that Linux's packet filter logged.
func (p *Printer) nflog(data []byte, length int) {
	if len(data) < 4 || length < 4 {
		p.short("nflog")
		return
	}
	h := layerAt(p, data, &p.dec.nflog)
	p.hdrLen = 4
	family := uint16(h.Family)
	if h.Version != 0 {
		p.text("version ", uint64(h.Version))
		p.str(" (unknown)")
		return
	}
	show := func() {
		p.text("version ", uint64(h.Version))
		p.text(", resource ID ", uint64(h.ResourceID))
		if p.opt.Quiet {
			return
		}
		p.str(", family ")
		if s, ok := nflogFamilies[family]; ok {
			p.str(s)
		} else {
			p.str("Unknown")
		}
		p.text(" (", uint64(family))
		p.text("), length ", uint64(length))
		p.str(": ")
	}
	if p.opt.Link {
		show()
	}
	at, found := nflogPayload(h, data, length)
	if !found {
		p.short("nflog")
		return
	}
	p.hdrLen = at
	switch family {
	case 2:
		p.ipv4(data[at:], length-at)
	case 10:
		p.ipv6(data[at:], length-at)
	default:
		if !p.opt.Link {
			show()
		}
		p.unknown(data[at:])
	}
}

// nflogPayload is where the packet begins behind the attributes: in one of them, or where length bytes end.
func nflogPayload(h *link.NFLOG, data []byte, length int) (at int, found bool) {
	at = 4
	for _, a := range h.Attributes.List {
		next := at + int(a.Length+3)&^3
		if next > len(data) {
			return at, false
		}
		if a.Type == link.NFLOGPayload {
			return at + 4, true
		}
		at = next
	}
	return at, at == length
}
