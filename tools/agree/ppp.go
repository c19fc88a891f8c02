package main

import "github.com/wiretag/wiretag/layers/ppp"

// ppp gives the fields of point-to-point links and of what is above them.
func (e *emitter) ppp(v any) {
	switch l := v.(type) {
	case *ppp.PPP:
		e.put(2, "ppp.protocol", uint16(l.Protocol))
	case *ppp.PPPCompressed:
		e.put(1, "ppp.protocol", uint16(l.Protocol))
	case *ppp.LCP:
		e.put(1, "ppp.code", uint8(l.Code))
	case *ppp.IPCP:
		e.put(1, "ppp.code", uint8(l.Code))
	case *ppp.IPV6CP:
		e.put(1, "ppp.code", uint8(l.Code))
	case *ppp.MPLSCP:
		e.put(1, "ppp.code", uint8(l.Code))
	case *ppp.CCP:
		e.put(1, "ppp.code", uint8(l.Code))
	case *ppp.ECP:
		e.put(1, "ppp.code", uint8(l.Code))
	case *ppp.PPPoE:
		e.pppoe(l.Version, l.Type, uint8(l.Code), l.SessionID, l.Length)
	case *ppp.PPPoEDiscovery:
		e.pppoe(l.Version, l.Type, uint8(l.Code), l.SessionID, l.Length)
	default:
		e.serial(v)
	}
}

// serial gives the fields of the other families of package ppp.
func (e *emitter) serial(v any) {
	switch l := v.(type) {
	case *ppp.EAPOL:
		e.put(1, "eapol.version", l.Version)
		e.put(2, "eapol.type", uint8(l.Type))
		e.put(4, "eapol.len", l.Length)
	case *ppp.EAP:
		e.put(1, "eap.code", uint8(l.Code))
		e.put(2, "eap.id", l.ID)
		if l.Code == ppp.EAPRequest || l.Code == ppp.EAPResponse {
			e.put(5, "eap.type", uint8(l.Type))
		}
	case *ppp.CHDLC:
		e.put(1, "chdlc.address", l.Address)
		e.put(4, "chdlc.protocol", uint16(l.Protocol))
	case *ppp.FrameRelay:
		e.put(2, "fr.dlci", l.DLCI())
	case *ppp.L2TP:
		e.put(2, "l2tp.type", number(l.Control))
		e.put(2, "l2tp.version", l.Version)
		at := 2
		if l.HasLength {
			at = 4
		}
		e.put(at+2, "l2tp.tunnel", l.TunnelID)
		e.put(at+4, "l2tp.session", l.SessionID)
	}
}

func (e *emitter) pppoe(version, typ, code uint8, session, length uint16) {
	e.put(1, "pppoe.version", version)
	e.put(1, "pppoe.type", typ)
	e.put(2, "pppoe.code", code)
	e.put(4, "pppoe.session_id", session)
	e.put(6, "pppoe.payload_length", length)
}
