package main

import "github.com/wiretag/wiretag/layers/tunnel"

// tunnel gives the fields of layers that carry packets.
func (e *emitter) tunnel(v any) {
	switch l := v.(type) {
	case *tunnel.GRE:
		e.gre(l)
	case *tunnel.ERSPAN:
		e.put(2, "erspan.version", l.Version)
		e.put(2, "erspan.vlan", l.VLAN)
		e.put(4, "erspan.spanid", l.SessionID)
	case *tunnel.ERSPANIII:
		e.put(2, "erspan.version", l.Version)
		e.put(2, "erspan.vlan", l.VLAN)
		e.put(4, "erspan.spanid", l.SessionID)
	case *tunnel.MPLS:
		e.put(3, "mpls.label", l.Label)
		e.put(3, "mpls.exp", l.TrafficClass)
		e.put(3, "mpls.bottom", l.Bottom)
		e.put(4, "mpls.ttl", l.TTL)
	case *tunnel.VXLAN:
		e.put(2, "vxlan.flags", e.word(0))
		e.put(7, "vxlan.vni", l.VNI)
	case *tunnel.VXLANGPE:
		e.put(1, "vxlan.flags", e.at.Header()[0])
		e.put(7, "vxlan.vni", l.VNI)
	case *tunnel.Geneve:
		e.put(4, "geneve.proto_type", uint16(l.Protocol))
		e.put(7, "geneve.vni", l.VNI)
		for _, o := range l.Options {
			e.put(8, "geneve.option.class", o.Class)
			e.put(8, "geneve.option.type", uint8(number(o.Critical)<<7)|o.Type) // to tshark, the critical bit is one of the type
		}
	case *tunnel.ESP:
		e.put(4, "esp.spi", l.SPI)
		e.put(8, "esp.sequence", l.Seq)
	}
}

// word is the big-endian word at a byte of the layer's header, 0 if it is cut.
func (e *emitter) word(at int) uint16 {
	h := e.at.Header()
	if len(h) < at+2 {
		return 0
	}
	return uint16(h[at])<<8 | uint16(h[at+1])
}

func (e *emitter) gre(l *tunnel.GRE) {
	e.put(2, "gre.flags_and_version", e.word(0))
	e.put(4, "gre.proto", uint16(l.Protocol))
	if l.KeyPresent && l.Version == 1 {
		e.put(6, "gre.key.payload_length", l.PayloadLength)
		e.put(8, "gre.key.call_id", l.CallID)
	} else if l.KeyPresent {
		e.put(8, "gre.key", l.Key)
	}
	if l.SeqPresent {
		e.put(8, "gre.sequence_number", l.Seq)
	}
	if l.AckPresent {
		e.put(8, "gre.ack_number", l.Ack)
	}
}
