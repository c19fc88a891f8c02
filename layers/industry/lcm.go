package industry

import (
	"bytes"
	"encoding/binary"
	"fmt"

	"github.com/wiretag/wiretag/codec"
)

// LCM is a message of Lightweight Communications and Marshalling, "LCM UDP Multicast Protocol Description" of lcm-proj (no RFC). A message that does not fit into a
// datagram is sent in fragments, of which only the first has the channel. A whole message begins with a fingerprint of its type, by
// which layers may be registered in the dispatch table lcm.
type LCM struct {
	Magic      uint32     `bits:"32,default=0x4c433032"` // LCMShort or LCMFragment
	Sequence   uint32     `bits:"32"`
	Size       uint32     `bits:"32,if=Magic==0x4c433033"` // of the whole message
	FragOffset uint32     `bits:"32,if=Magic==0x4c433033"`
	Fragment   uint16     `bits:"16,if=Magic==0x4c433033"`
	Fragments  uint16     `bits:"16,if=Magic==0x4c433033"`
	Channel    LCMChannel `bits:"*,if=Magic==0x4c433032||Fragment==0"`
}

// The first four bytes of a message, LC02 and LC03.
const (
	LCMShort    uint32 = 0x4c433032
	LCMFragment uint32 = 0x4c433033
)

// LCMChannel is the name of a channel, without the zero that ends it.
type LCMChannel []byte

// DecodeField reads up to the zero.
func (c *LCMChannel) DecodeField(layer []byte, at int) (int, error) {
	n := bytes.IndexByte(layer[at:], 0)
	if n < 0 {
		*c = nil
		return len(layer) - at + 1, codec.ErrTruncated
	}
	*c = layer[at : at+n : at+n]
	return n + 1, nil
}

// AppendField appends the name and a zero.
func (c LCMChannel) AppendField(dst []byte, _ int, _ codec.Derive) ([]byte, error) {
	if bytes.IndexByte(c, 0) >= 0 {
		return dst, fmt.Errorf("a zero in the name: %w", codec.ErrRange)
	}
	return append(append(dst, c...), 0), nil
}

func (c LCMChannel) String() string { return string(c) }

// Recognizes looks at the magic number.
func (*LCM) Recognizes(data []byte) bool {
	if len(data) < 8 {
		return false
	}
	m := binary.BigEndian.Uint32(data)
	return m == LCMShort || m == LCMFragment
}

// NextLayer is by the fingerprint, of a whole message.
func (l *LCM) NextLayer(payload []byte) codec.Key {
	if l.Magic != LCMShort || len(payload) < 8 {
		return codec.Key{}
	}
	return codec.Key{Table: "lcm", Value: binary.BigEndian.Uint64(payload)}
}

func (l *LCM) String() string {
	if l.Magic == LCMFragment {
		return fmt.Sprintf("LCM %d, fragment %d of %d", l.Sequence, l.Fragment, l.Fragments)
	}
	return fmt.Sprintf("LCM %d, channel %s", l.Sequence, l.Channel)
}
