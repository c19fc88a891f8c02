package dumptext

import "encoding/binary"

var isisPortTLVs = map[uint16]string{4: "SPB MCID", 5: "SPB Digest", 6: "SPB BVID"}

// isisPort prints the capabilities of a port in shortest path bridging: a topology and TLVs.
func (p *Printer) isisPort(v []byte) {
	if len(v) < 2 {
		return
	}
	id := binary.BigEndian.Uint16(v)
	p.text("\n\t       RES: ", uint64(id>>12))
	p.text(", MTID(s): ", uint64(id&0xfff))
	for v = v[2:]; len(v) >= 2; {
		kind, size := v[0], int(v[1])
		p.str("\n\t       ")
		p.nameOf(isisPortTLVs, uint16(kind), "Unknown")
		p.text(" subTLV #", uint64(kind))
		p.text(", length: ", uint64(size))
		v = v[2:]
		if size > len(v) {
			return
		}
		body := v[:size]
		v = v[size:]
		switch {
		case kind == 4 && size >= 102:
			p.isisMCID("MCID", body[:51])
			p.isisMCID("AUX-MCID", body[51:102])
		case kind == 5 && size >= 33:
			p.isisDigest(body)
		case kind == 6:
			for ; len(body) >= 6; body = body[6:] {
				b := binary.BigEndian.Uint16(body[4:])
				p.str("\n\t           ECT: ")
				p.hex(uint64(binary.BigEndian.Uint32(body)), 8)
				p.text(" BVID: ", uint64(b>>4))
				p.text(", U:", uint64(b>>3&1))
				p.text(" M:", uint64(b>>2&1))
				p.str(" ")
			}
		}
	}
}

// isisMCID prints what identifies a configuration of spanning trees.
func (p *Printer) isisMCID(what string, b []byte) {
	p.str("\n\t         " + what)
	p.text(": ID: ", uint64(b[0]))
	p.str(", Name: ")
	p.untilZero(b[1:33])
	p.text("\n\t              Lvl: ", uint64(binary.BigEndian.Uint16(b[33:])))
	p.str(", Digest: ")
	for _, c := range b[35:51] {
		p.hex(uint64(c), 2)
		p.str(" ")
	}
}

// isisDigest prints the digest of a topology.
func (p *Printer) isisDigest(b []byte) {
	p.text("\n\t        RES: ", uint64(b[0]>>5))
	p.text(" V: ", uint64(b[0]>>4&1))
	p.text(" A: ", uint64(b[0]>>2&3))
	p.text(" D: ", uint64(b[0]&3))
	for i := range 8 {
		switch i {
		case 0:
			p.str("\n\t         Digest: ")
		case 4:
			p.str("\n\t                 ")
		}
		p.bytesHex(b[1+4*i:5+4*i], 0)
		p.str(" ")
	}
}
