package main

import "github.com/wiretag/wiretag/layers/media"

// media gives the fields of package media.
func (e *emitter) media(v any) {
	switch l := v.(type) {
	case *media.STUN:
		e.put(2, "stun.type", uint16(l.Type))
	case *media.RTP:
		e.put(2, "rtp.p_type", uint8(l.PayloadType))
		e.put(4, "rtp.seq", l.Seq)
		e.put(12, "rtp.ssrc", l.SSRC)
	case *media.RTCP:
		e.put(2, "rtcp.pt", uint8(l.Type))
	}
}
