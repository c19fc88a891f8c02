package media

import (
	"encoding/binary"
	"fmt"

	"github.com/wiretag/wiretag/codec"
)

// MediaFrame is the length in front of STUN, RTP and RTCP over TCP, RFC 4571 section 2, as ICE uses it (RFC 6544). No port is known for it: it is found where STUN is behind it. Several frames may
// follow each other in a segment.
type MediaFrame struct {
	Length uint16 `bits:"16,len=payload"`
}

// mostStart is the first byte of the longest frame that is taken for one: messages of STUN are no longer than a packet.
const mostStart = 5

// Recognizes asks for a message of STUN that is as long as the frame.
func (*MediaFrame) Recognizes(data []byte) bool {
	return len(data) >= 2+stunHeader && data[0] <= mostStart && int(binary.BigEndian.Uint16(data)) == stunHeader+int(binary.BigEndian.Uint16(data[4:])) && (*STUN)(nil).Recognizes(data[2:])
}

// Repeats reports whether another frame follows.
func (m *MediaFrame) Repeats(rest []byte) bool { return m.Recognizes(rest) }

// NextLayer is STUN.
func (*MediaFrame) NextLayer(payload []byte) codec.Key {
	if !(*STUN)(nil).Recognizes(payload) {
		return codec.Key{}
	}
	return codec.Key{Table: "mediaframe"}
}

func (m *MediaFrame) String() string { return fmt.Sprintf("MediaFrame, %d bytes", m.Length) }
