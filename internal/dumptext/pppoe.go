package dumptext

import "github.com/wiretag/wiretag/layers/ppp"

// pppoeTags are the tags of discovery.
var pppoeTags = map[uint16]string{
	0x0000: "EOL", 0x0101: "Service-Name", 0x0102: "AC-Name", 0x0103: "Host-Uniq", 0x0104: "AC-Cookie", 0x0105: "Vendor-Specific",
	0x0110: "Relay-Session-ID", 0x0120: "PPP-Max-Payload", 0x0201: "Service-Name-Error", 0x0202: "AC-System-Error", 0x0203: "Generic-Error",
}

var pppoeCodes = map[uint16]string{0x09: "PADI", 0x07: "PADO", 0x19: "PADR", 0x65: "PADS", 0xa7: "PADT", 0x00: ""}

// pppoe prints a packet of PPP over Ethernet, of either stage.
func (p *Printer) pppoe(data []byte, length int) {
	if length < 6 {
		p.text(" (length ", uint64(length))
		p.str(" < 6)")
		p.invalid()
		return
	}
	if len(data) < 6 {
		p.short("pppoe")
		return
	}
	session := data[1] == 0
	var h ppp.PPPoEDiscovery
	if session {
		s := layerAt(p, data, &p.dec.pppoe)
		h = ppp.PPPoEDiscovery{Version: s.Version, Type: s.Type, Code: s.Code, SessionID: s.SessionID, Length: s.Length}
	} else {
		h = *layerAt(p, data, &p.dec.pppoeDiscovery)
	}
	p.str("PPPoE ")
	if h.Version != 1 {
		p.text(" [ver ", uint64(h.Version))
		p.str("]")
	}
	if h.Type != 1 {
		p.text(" [type ", uint64(h.Type))
		p.str("]")
	}
	if name, ok := pppoeCodes[uint16(h.Code)]; ok {
		p.str(name)
	} else {
		p.str("PAD-")
		p.hex(uint64(h.Code), 1)
	}
	n := int(h.Length)
	if n > length-6 {
		p.text(" [len ", uint64(n))
		p.text(" > ", uint64(length-6))
		p.str("!]")
		n = length - 6
	}
	if session || h.SessionID != 0 {
		p.str(" [ses 0x")
		p.hex(uint64(h.SessionID), 1)
		p.str("]")
	}
	data = data[6:]
	if session {
		p.str(" ")
		p.ppp(data[:min(n, len(data))], n)
		return
	}
	p.pppoeTags(h.Tags, n)
}

// pppoeTags prints tags that should have length bytes.
func (p *Printer) pppoeTags(tags []ppp.PPPoETag, length int) {
	for _, t := range tags {
		length -= 4 + len(t.Value)
		if t.Type == ppp.PPPoETagEnd && len(t.Value) == 0 {
			return
		}
		p.str(" [")
		if name, ok := pppoeTags[uint16(t.Type)]; ok {
			p.str(name)
		} else {
			p.str("TAG-0x")
			p.hex(uint64(t.Type), 1)
		}
		if len(t.Value) > 0 {
			p.str(" ")
			p.pppoeValue(t.Value)
		}
		p.str("]")
	}
	if length > 0 {
		p.short("pppoe")
	}
}

// pppoeValue prints what a tag holds: text if most of it can be printed.
func (p *Printer) pppoeValue(v []byte) {
	garbage, text := 0, 0
	for _, c := range v[:min(len(v), 80)] {
		if c >= 0x20 && c < 0x7f {
			text++
		} else {
			garbage++
		}
	}
	if text > garbage {
		p.str(`"`)
		p.printable(v)
		p.str(`"`)
		return
	}
	p.str("0x")
	for _, c := range v[:min(len(v), 20)] {
		p.buf = append(p.buf, "0123456789ABCDEF"[c>>4], "0123456789ABCDEF"[c&15])
	}
	if len(v) > 20 {
		p.str("...")
	}
}
