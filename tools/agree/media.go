package main

import (
	"github.com/wiretag/wiretag/layers/media"
	"github.com/wiretag/wiretag/layers/web"
)

// media gives the fields of packages media and web.
func (e *emitter) media(v any) {
	switch l := v.(type) {
	case *media.STUN:
		e.put(2, "stun.type", uint16(l.Type))
	case *media.RTP:
		e.put(2, "rtp.p_type", uint8(l.PayloadType))
		e.put(4, "rtp.seq", l.Seq)
		e.put(12, "rtp.ssrc", l.SSRC)
	case *web.MQTT:
		e.put(1, "mqtt.msgtype", uint8(l.Type))
	case *web.HTTP2:
		e.put(4, "http2.type", uint8(l.Type))
	case *media.RTCP:
		e.put(2, "rtcp.pt", uint8(l.Type))
	}
}
