package dumptext

import "github.com/wiretag/wiretag/layers/ppp"

var eapolKinds = map[uint16]string{0: "EAP packet", 1: "EAPOL start", 2: "EAPOL logoff", 3: "EAPOL key", 4: "Encap ASF alert"}

var eapCodes = map[uint16]string{1: "Request", 2: "Response", 3: "Success", 4: "Failure", 5: "Initiate", 6: "Finish"}

var eapTypes = map[uint16]string{
	0: "unset", 1: "Identity", 2: "Notification", 3: "Nak", 4: "MD5-challenge", 5: "OTP", 6: "GTC", 13: "TLS", 17: "LEAP", 18: "SIM", 21: "TTLS", 23: "AKA",
	43: "FAST", 38: "TNC", 254: "Expanded type", 255: "Experimental",
}

var eapSubtypes = map[uint16]string{
	1: "Challenge", 2: "Authentication reject", 4: "Synchronization failure", 5: "Identity", 10: "Start", 11: "Challenge", 12: "Notification", 13: "Reauthentication", 14: "Client error",
}

// eapol prints a frame of port access control.
func (p *Printer) eapol(data []byte, length int) {
	if len(data) < 4 {
		p.short("eap")
		return
	}
	h := layerAt(p, data, &p.dec.eapol)
	if s, ok := eapolKinds[uint16(h.Type)]; ok {
		p.str(s)
	} else {
		p.text("unknown (", uint64(h.Type))
		p.str(")")
	}
	p.text(" (", uint64(h.Type))
	p.text(") v", uint64(h.Version))
	p.text(", len ", uint64(h.Length))
	if p.opt.Verbose == 0 || h.Type != ppp.EAPOLTypeEAP {
		return
	}
	p.str(", ")
	if len(data) < 8 {
		if h.Length == 0 {
			p.buf = p.buf[:len(p.buf)-2]
		}
		p.short("eap")
		return
	}
	p.eap(data[4:], length-4)
}

// eap prints a packet of the extensible authentication protocol.
func (p *Printer) eap(data []byte, length int) {
	if len(data) < 4 {
		p.short("eap")
		return
	}
	h := layerAt(p, data, &p.dec.eap)
	if s, ok := eapCodes[uint16(h.Code)]; ok {
		p.str(s)
	} else {
		p.str("unknown")
	}
	p.text(" (", uint64(h.Code))
	p.text("), id ", uint64(h.ID))
	p.text(", len ", uint64(h.Length))
	if int(h.Length) > len(data) {
		p.short("eap")
		return
	}
	if h.Code != ppp.EAPRequest && h.Code != ppp.EAPResponse {
		return
	}
	if len(data) < 5 {
		p.short("eap")
		return
	}
	p.str("\n\t\t Type ")
	if s, ok := eapTypes[uint16(h.Type)]; ok {
		p.str(s)
	} else {
		p.str("unknown")
	}
	p.text(" (", uint64(h.Type))
	p.str(")")
	p.eapData(h)
}

func (p *Printer) eapData(h *ppp.EAP) {
	switch h.Type {
	case ppp.EAPIdentity:
		if len(h.Data) > 0 {
			p.str(", Identity: ")
			p.printable(h.Data)
		}
	case ppp.EAPNotification:
		if len(h.Data) > 0 {
			p.str(", Notification: ")
			p.printable(h.Data)
		}
	case ppp.EAPNak:
		if len(h.Data) > 0 {
			t := uint16(h.Data[0])
			p.str(" unknown")
			if s, ok := eapTypes[t]; ok {
				p.buf = p.buf[:len(p.buf)-len(" unknown")]
				p.str(" " + s)
			}
			p.text(" (", uint64(t))
			p.str("),")
		}
	case ppp.EAPSIM, ppp.EAPAKA:
		if len(h.Data) > 0 {
			p.str(" subtype [")
			p.nameOf(eapSubtypes, uint16(h.Data[0]), "unknown")
			p.str("] 0x")
			p.hex(uint64(h.Data[0]), 2)
		}
	case ppp.EAPTLS, ppp.EAPTTLS:
		if len(h.Data) > 0 {
			if h.Type == ppp.EAPTTLS {
				p.text(" TTLSv", uint64(h.Data[0]&7))
			}
			p.str(" flags [")
			p.flags([]flagName{{0x80, "Length included"}, {0x40, "More fragments"}, {0x20, "start"}}, uint32(h.Data[0]), "", "none")
			p.str("] 0x")
			p.hex(uint64(h.Data[0]), 2)
			p.str(",")
			if h.Data[0]&0x80 != 0 && len(h.Data) >= 5 {
				p.text(" len ", uint64(h.Data[1])<<24|uint64(h.Data[2])<<16|uint64(h.Data[3])<<8|uint64(h.Data[4]))
			}
		}
	}
}
