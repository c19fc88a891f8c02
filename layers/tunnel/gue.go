package tunnel

import (
	"fmt"

	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/layers/iana"
)

// GUE is generic UDP encapsulation, draft-ietf-intarea-gue-09 section 3, a relative of RFC 8086. This is variant 0, whose header
// has fields that Flags names, measured in words of 4 bytes. Variant 1 is [GUEDirect].
type GUE struct {
	Version   uint8           `bits:"2,const=0"`
	Control   bool            `bits:"1"` // Protocol is a type of control message
	HeaderLen uint8           `bits:"5,len=Fields/4"`
	Protocol  iana.IPProtocol `bits:"8,next=ip,nextif=!Control"`
	Flags     uint16          `bits:"16"`
	Fields    []byte          `bits:"*"`
}

// Recognizes tells variant 0 from the others.
func (*GUE) Recognizes(data []byte) bool { return len(data) > 0 && data[0]>>6 == 0 }

func (g *GUE) String() string { return fmt.Sprintf("GUE %s, flags %#04x", g.Protocol, g.Flags) }

// GUEDirect is variant 1 of generic UDP encapsulation, draft-ietf-intarea-gue-09 section 4 (see also RFC 8086): it has no header. The first two
// bits, which are the variant, are those of the IP packet inside.
type GUEDirect struct{}

// Recognizes tells variant 1 from the others.
func (*GUEDirect) Recognizes(data []byte) bool { return len(data) > 0 && data[0]>>6 == 1 }

// NextLayer is by the version of the IP packet.
func (*GUEDirect) NextLayer(payload []byte) codec.Key { return byVersion(payload) }

func (*GUEDirect) String() string { return "GUEDirect" }
