package dumptext

import "github.com/wiretag/wiretag/layers/ppp"

var papCodes = map[uint16]string{1: "Auth-Req", 2: "Auth-ACK", 3: "Auth-NACK"}

// pap prints a packet of the password authentication protocol.
func (p *Printer) pap(data []byte, length int) {
	if len(data) < 4 {
		p.str("[|pap]")
		p.cut = true
		return
	}
	h := layerAt(p, data, &p.dec.pap)
	p.str("PAP, ")
	p.name(papCodes, uint16(h.Code), "unknown")
	p.str(" (0x")
	p.hex(uint64(h.Code), 2)
	p.text("), id ", uint64(h.ID))
	if int(h.Length) > length {
		p.text(", length ", uint64(h.Length))
		return
	}
	switch h.Code {
	case ppp.PAPRequest:
		p.str(", Peer ")
		p.printable(h.PeerID)
		p.str(", Name ")
		p.printable(h.Password)
	case ppp.PAPAck, ppp.PAPNak:
		if h.Length < 5 || len(data) < 5 {
			p.str("[|pap]")
			p.cut = true
			return
		}
		p.str(", Msg ")
		p.printable(h.Message)
	}
}

var chapCodes = map[uint16]string{1: "Challenge", 2: "Response", 3: "Success", 4: "Fail"}

// chap prints a packet of the challenge handshake.
func (p *Printer) chap(data []byte, length int) {
	if len(data) < 4 {
		p.str("[|chap]")
		p.cut = true
		return
	}
	h := layerAt(p, data, &p.dec.chap)
	p.str("CHAP, ")
	p.name(chapCodes, uint16(h.Code), "unknown")
	p.str(" (0x")
	p.hex(uint64(h.Code), 2)
	p.text("), id ", uint64(h.ID))
	switch h.Code {
	case ppp.CHAPChallenge, ppp.CHAPResponse:
		p.str(", Value ")
		p.bytesHex(h.Value, 0)
		p.str(", Name ")
		p.printable(h.Text)
	case ppp.CHAPSuccess, ppp.CHAPFailure:
		p.str(", Msg ")
		p.printable(h.Text)
	}
}
