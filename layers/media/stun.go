package media

import (
	"encoding/binary"
	"fmt"
	"hash/crc32"

	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/layers/iana"
)

// STUN is a message of STUN, RFC 8489 section 5, and of what is made of it: TURN (RFC 8656), ICE (RFC 8445), NAT behaviour discovery (RFC 5780).
type STUN struct {
	Type          STUNType        `bits:"16"`
	Length        uint16          `bits:"16,len=rest/1-16"` // of the attributes, bytes
	Cookie        uint32          `bits:"32,const=0x2112a442"`
	TransactionID [12]byte        `bits:"96"`
	Attributes    []STUNAttribute `bits:"*"`
	Rest          []byte          `bits:"*"` // what is no attribute
}

// Err tells whether the method is none of IANA's registry, or a fingerprint is not that of the message.
func (s *STUN) Err() error {
	if n := len(s.Attributes); n > 0 && s.Attributes[n-1].Type == STUNFingerprint {
		const size = 8 // with its type and length
		b, err := codec.Encoder{}.Marshal(s)
		if end := len(b) - len(s.Rest) - size; err != nil || end < 0 || len(s.Attributes[n-1].Value) != 4 ||
			Fingerprint(b[:end]) != binary.BigEndian.Uint32(b[end+4:]) {
			return codec.ErrConst
		}
	}
	switch s.Type.Method() {
	case 1, 3, 4, 6, 7, 8, 9, 10, 11, 12, 0x80:
		return nil
	}
	return codec.ErrRange
}

// ClassicSTUN is a message of STUN before it had a cookie, RFC 3489 section 11.1. Its forms of requests and attributes are those of later versions.
type ClassicSTUN struct {
	Type          STUNType        `bits:"16"`
	Length        uint16          `bits:"16,len=rest/1-16"`
	TransactionID [16]byte        `bits:"128"`
	Attributes    []STUNAttribute `bits:"*"`
	Rest          []byte          `bits:"*"`
}

// Err tells whether an attribute is not of a multiple of four bytes, RFC 3489 section 11.2: there was no padding.
func (s *ClassicSTUN) Err() error {
	for i := range s.Attributes {
		if len(s.Attributes[i].Value)%4 != 0 {
			return codec.ErrLength
		}
	}
	return nil
}

const (
	stunCookie = 0x2112a442
	stunHeader = 20
)

// STUNType is method and class of a message, whose bits are interleaved.
type STUNType uint16

// Methods, from the registry of IANA.
const (
	STUNBinding           uint16 = 1
	STUNSharedSecret      uint16 = 2 // RFC 3489
	STUNAllocate          uint16 = 3
	STUNRefresh           uint16 = 4
	STUNSend              uint16 = 6
	STUNData              uint16 = 7
	STUNCreatePermission  uint16 = 8
	STUNChannelBind       uint16 = 9
	STUNConnect           uint16 = 10 // RFC 6062
	STUNConnectionBind    uint16 = 11
	STUNConnectionAttempt uint16 = 12
	STUNGoogPing          uint16 = 128
)

// Classes.
const (
	STUNRequest    uint8 = 0
	STUNIndication uint8 = 1
	STUNSuccess    uint8 = 2
	STUNError      uint8 = 3
)

// NewSTUNType puts method and class together.
func NewSTUNType(method uint16, class uint8) STUNType {
	return STUNType(method&0xf | method&0x70<<1 | method&0xf80<<2 | uint16(class&1)<<4 | uint16(class&2)<<7)
}

// Method is the method.
func (t STUNType) Method() uint16 { return uint16(t&0xf | t>>1&0x70 | t>>2&0xf80) }

// Class is the class.
func (t STUNType) Class() uint8 { return uint8(t>>4&1 | t>>7&2) }

func (t STUNType) String() string {
	return iana.Name("\n1 Binding\n2 Shared Secret\n3 Allocate\n4 Refresh\n6 Send\n7 Data\n8 CreatePermission\n9 ChannelBind\n10 Connect\n11 ConnectionBind\n12 ConnectionAttempt\n128 GOOG-PING\n", t.Method()) +
		[...]string{" Request", " Indication", " Success Response", " Error Response"}[t.Class()]
}

// Recognizes asks for the cookie and for two bits that are zero. Lengths should be a multiple of four, but in some programs are not.
func (*STUN) Recognizes(data []byte) bool {
	return len(data) >= stunHeader && data[0]&0xc0 == 0 && binary.BigEndian.Uint32(data[4:]) == stunCookie
}

// Repeats reports whether another message follows, in a stream.
func (s *STUN) Repeats(rest []byte) bool { return s.Recognizes(rest) }

// Recognizes asks for one of the types there are, and for attributes that fill the datagram.
func (*ClassicSTUN) Recognizes(data []byte) bool {
	if len(data) < stunHeader || data[0]&^1 != 0 || data[1]&^0x13 != 0 || data[1]&3 == 0 || data[1]&3 == 3 || int(binary.BigEndian.Uint16(data[2:])) != len(data)-stunHeader {
		return false
	}
	if binary.BigEndian.Uint32(data[4:]) == stunCookie {
		return false
	}
	for b := data[stunHeader:]; len(b) > 0; {
		if len(b) < 4 {
			return false
		}
		n := 4 + (int(binary.BigEndian.Uint16(b[2:]))+3)&^3
		if n > len(b) {
			return false
		}
		b = b[n:]
	}
	return true
}

// Fingerprint is the value that the attribute FINGERPRINT has where it stands behind the bytes of a message, RFC 8489 section 14.7. Their length field has to count the attribute.
func Fingerprint(message []byte) uint32 { return crc32.ChecksumIEEE(message) ^ 0x5354554e }

func (s *STUN) String() string {
	return fmt.Sprintf("STUN %s, transaction %x", s.Type, s.TransactionID)
}

func (s *ClassicSTUN) String() string {
	return fmt.Sprintf("ClassicSTUN %s, transaction %x", s.Type, s.TransactionID)
}

// ChannelData is data in a channel of TURN, RFC 8656 section 12.4. In a stream it is padded to four bytes, which its length does not count.
type ChannelData struct {
	Channel uint16 `bits:"16"` // 0x4000 to 0x4fff; up to 0x7fff by RFC 5766
	Length  uint16 `bits:"16,len=payload"`
	Padding []byte `bits:"*,trailer,pad=4"`
}

// Recognizes asks for a channel number and for a length that the datagram has.
func (*ChannelData) Recognizes(data []byte) bool {
	if len(data) < 4 || data[0]>>6 != 1 {
		return false
	}
	n := 4 + int(binary.BigEndian.Uint16(data[2:]))
	return n == len(data) || (n+3)&^3 == len(data)
}

func (c *ChannelData) String() string {
	return fmt.Sprintf("ChannelData %#04x, length %d", c.Channel, c.Length)
}
