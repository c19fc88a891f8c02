package tls

import (
	"encoding/binary"
	"fmt"
)

// SSLv2 is a ClientHello in the form of SSL 2.0, RFC 5246 appendix E.2 and RFC 6101 appendix E, by which clients asked for
// later versions too.
type SSLv2 struct {
	Short            uint8    `bits:"1,const=1"` // a header of two bytes
	Length           uint16   `bits:"15,len=rest"`
	Type             uint8    `bits:"8,const=1"` // ClientHello
	Version          Version  `bits:"16"`
	CipherSpecLength uint16   `bits:"16,len=CipherSpecs"`
	SessionIDLength  uint16   `bits:"16,len=SessionID"`
	ChallengeLength  uint16   `bits:"16,len=Challenge"`
	CipherSpecs      []uint32 `bits:"*,each=24"` // those of TLS have a zero first byte
	SessionID        []byte   `bits:"*"`
	Challenge        []byte   `bits:"*"`
}

// Recognizes looks at everything before the lists, and at whether the lengths agree.
func (*SSLv2) Recognizes(b []byte) bool {
	if len(b) < 11 || b[0]&0x80 == 0 || b[2] != 1 {
		return false
	}
	word := func(at int) int { return int(binary.BigEndian.Uint16(b[at:])) }
	v, ciphers, id, challenge := word(3), word(5), word(7), word(9)
	return (v == 2 || v>>8 == 3 && v <= 0x304) && ciphers > 0 && ciphers%3 == 0 && (id == 0 || id == 16) &&
		challenge >= 16 && challenge <= 32 && word(0)&0x7fff == 9+ciphers+id+challenge && len(b) >= 11+ciphers+id+challenge
}

func (s *SSLv2) String() string {
	return fmt.Sprintf("SSLv2 ClientHello %s, %d cipher specs", s.Version, len(s.CipherSpecs))
}
