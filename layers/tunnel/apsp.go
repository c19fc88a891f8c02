package tunnel

import (
	"encoding/binary"
	"fmt"

	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/layers/iana"
)

// APSP is the header of Andromeda's form of PSP (Google's "PSP Architecture Specification"), a protocol like that of RFC 4303 in UDP, to port 1000: the header of PSP, and fields of
// the virtual network. The payload is an IP packet with an integrity check value; it is decoded where it is in the clear.
type APSP struct {
	NextHeader    iana.IPProtocol `bits:"8,next=ip"`
	HdrExtLen     uint8           `bits:"8,len=header/8-1"` // of the header without its first eight bytes, in units of eight
	Reserved      uint8           `bits:"2"`
	CryptOffset   uint8           `bits:"6"` // bytes behind the header that are not encrypted, in units of four
	Sample        bool            `bits:"1"` // S
	Drop          bool            `bits:"1"` // D
	Version       uint8           `bits:"4"`
	HasVC         bool            `bits:"1"` // V: there is a virtualization cookie
	One           uint8           `bits:"1,default=1"`
	SPI           uint32          `bits:"32"` // security parameter index
	IV            uint64          `bits:"64"`
	SecurityToken uint32          `bits:"32"`
	VirtualKey    uint32          `bits:"32"`
	SrcEndpoint   uint64          `bits:"64"`
	DstEndpoint   uint64          `bits:"64"`
}

func (a *APSP) String() string {
	return fmt.Sprintf("APSP %s, spi %#x, endpoints %d > %d", a.NextHeader, a.SPI, a.SrcEndpoint, a.DstEndpoint)
}

// apspSize is the length of the header, in bytes.
const apspSize = 40

// Recognizes looks at the length of the header, and at the bit that is always set.
func (*APSP) Recognizes(data []byte) bool {
	return len(data) >= apspSize && data[1] == apspSize/8-1 && data[3]&1 != 0
}

// NextLayer is an IP packet, where it is not encrypted.
func (a *APSP) NextLayer(payload []byte) codec.Key {
	key := codec.Key{Table: "ip", Value: uint64(a.NextHeader)}
	switch {
	case a.NextHeader == iana.IPProtocolIPv4 && len(payload) >= 20 && payload[0]>>4 == 4 && int(binary.BigEndian.Uint16(payload[2:])) <= len(payload):
		return key
	case a.NextHeader == iana.IPProtocolIPv6 && len(payload) >= 40 && payload[0]>>4 == 6 && 40+int(binary.BigEndian.Uint16(payload[4:])) <= len(payload):
		return key
	}
	return codec.Key{}
}
