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
	}
}

func (e *emitter) pppoe(version, typ, code uint8, session, length uint16) {
	e.put(1, "pppoe.version", version)
	e.put(1, "pppoe.type", typ)
	e.put(2, "pppoe.code", code)
	e.put(4, "pppoe.session_id", session)
	e.put(6, "pppoe.payload_length", length)
}
