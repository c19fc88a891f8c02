package main

import (
	"strings"

	"github.com/wiretag/wiretag/layers/mobile"
)

// mobile gives the fields of GTP.
func (e *emitter) mobile(v any) {
	if src, dst := e.endpoints(); e.isGTP(v) && (onCharging(src) || onCharging(dst)) {
		e.rec.Layers[len(e.rec.Layers)-1][0] = "GTPPrime" // tshark goes by the port
		return
	}
	switch l := v.(type) {
	case *mobile.GTPv1:
		if h := e.at.Header(); len(h) > 0 {
			e.put(1, "gtp.flags", h[0])
		}
		e.put(2, "gtp.message", uint8(l.Type))
		e.put(4, "gtp.length", l.Length)
		e.put(8, "gtp.teid", l.TEID)
		for _, x := range l.Extensions {
			if x.Type != mobile.GTPExtensionEnd {
				e.put(12, "gtp.ext_hdr", uint8(x.Type))
			}
		}
	case *mobile.GTPv2:
		e.rec.Layers[len(e.rec.Layers)-1][0] = "GTPv1" // tshark has both names
		e.name("GTPv2", e.at.Offset(), 0)
		if h := e.at.Header(); len(h) > 0 {
			e.put(1, "gtp.flags", h[0])
		}
		e.put(2, "gtpv2.message_type", uint8(l.Type))
		e.put(4, "gtpv2.msg_length", l.Length)
		if l.HasTEID {
			e.put(8, "gtpv2.teid", l.TEID)
		}
	}
}

// onCharging reports whether the innermost port of endpoints is that of GTP'.
func onCharging(ends string) bool { return strings.HasPrefix(ends, "3386/udp ") }

func (*emitter) isGTP(v any) bool {
	switch v.(type) {
	case *mobile.GTPv0, *mobile.GTPv1, *mobile.GTPv2, *mobile.GTPPrime:
		return true
	}
	return false
}
