package media

import (
	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/layers/osi"
)

// Ports of UDP.
const (
	portRTP  = 5004
	portRTCP = 5005
)

// Links returns who follows whom, as far as these layers have a part in it. Its dispatch table is, besides those of package
// layers:
//
//   - rtp: payload types; mediaframe: 0 is a message behind its length
func Links() []codec.Link {
	var rows []codec.Link
	for _, p := range stunPorts {
		for _, l := range [...]any{(*STUN)(nil), (*ClassicSTUN)(nil), (*ChannelData)(nil)} {
			rows = append(rows, codec.Link{Table: "udp", Key: uint64(p), Layer: l})
		}
		for _, l := range [...]any{(*STUN)(nil), (*MediaFrame)(nil), (*ChannelData)(nil)} {
			rows = append(rows, codec.Link{Table: "tcp", Key: uint64(p), Layer: l})
		}
	}
	return append(
		rows,
		codec.Link{Table: "mediaframe", Key: 0, Layer: (*STUN)(nil)},
		codec.Link{Table: "udp", Key: portRTP, Layer: (*RTP)(nil)},
		codec.Link{Table: "udp", Key: portRTCP, Layer: (*RTCP)(nil)},
	)
}

// stunPorts are where STUN and TURN are common: their own (3478, 5349), Google's and WhatsApp's servers, and those of HTTPS, which firewalls let through.
var stunPorts = [...]uint16{3478, 3479, 3480, 3481, 5349, 19302, 19305, 1400, 443, 80}

// Guesses returns the layers that are looked for where no port says what there is: the cookie of STUN, and the lengths in its old messages and in RTCP, are like those of no other
// protocol. ICE has them on any port.
func Guesses() []osi.Guess {
	return []osi.Guess{
		{Table: "udp", Layer: (*STUN)(nil), First: osi.Bytes(0, 0x3f)},
		{Table: "udp", Layer: (*ClassicSTUN)(nil), First: "\x00\x01"},
		{Table: "tcp", Layer: (*MediaFrame)(nil), First: osi.Bytes(0, mostStart)},
		{Table: "udp", Layer: (*RTCP)(nil), First: osi.Bytes(0x80, 0xbf)},
	}
}
