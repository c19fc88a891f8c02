package tunnel

import (
	"fmt"

	"github.com/wiretag/wiretag/codec"
)

// MPLS is an entry of a label stack, RFC 3032 section 2.1 with RFC 5462. Nothing in it says what follows the last
// entry: that is guessed from the first four bits, as routers do for balancing load (RFC 4928), and from the label where it is reserved.
type MPLS struct {
	Label        uint32 `bits:"20"`
	TrafficClass uint8  `bits:"3"`
	Bottom       uint8  `bits:"1,next=mpls"` // 1 in the last entry
	TTL          uint8  `bits:"8"`
}

// Reserved labels, RFC 3032, RFC 5586, RFC 6790 and RFC 7274.
const (
	LabelIPv4ExplicitNull uint32 = 0
	LabelRouterAlert      uint32 = 1
	LabelIPv6ExplicitNull uint32 = 2
	LabelImplicitNull     uint32 = 3 // never on the wire
	LabelEntropy          uint32 = 7
	LabelGAL              uint32 = 13 // generic associated channel
	LabelOAMAlert         uint32 = 14
	LabelExtension        uint32 = 15
)

// NextLayer is another entry, or behind the last one an IP packet, a pseudowire's control word or associated channel
// header, by the first four bits of payload.
func (m *MPLS) NextLayer(payload []byte) codec.Key {
	if m.Bottom == 0 {
		return codec.Key{Table: "mpls", Value: 0}
	}
	if len(payload) == 0 {
		return codec.Key{}
	}
	switch payload[0] >> 4 {
	case 0:
		return codec.Key{Table: "mplspw", Value: 0}
	case 1:
		return codec.Key{Table: "mplspw", Value: 1}
	case 4, 6:
		return byVersion(payload)
	}
	return codec.Key{}
}

func (m *MPLS) String() string {
	return fmt.Sprintf("MPLS label %d, traffic class %d, bottom %d, ttl %d", m.Label, m.TrafficClass, m.Bottom, m.TTL)
}

// PWControlWord is the control word in front of the frames of a pseudowire, RFC 4385 section 3. The frame is taken for
// an Ethernet frame (RFC 4448), as nothing on the wire says what it is.
type PWControlWord struct {
	Zero     uint8  `bits:"4,const=0"` // tells it from an IP packet
	Flags    uint8  `bits:"4"`
	Fragment uint8  `bits:"2"` // 0 whole, 1 first, 2 last, 3 between
	Length   uint8  `bits:"6"` // with the control word, where less than 64 bytes; else 0
	Seq      uint16 `bits:"16"`
}

// NextLayer is an Ethernet frame, if it was not cut into fragments and there is enough of it.
func (w *PWControlWord) NextLayer(payload []byte) codec.Key {
	if w.Fragment != 0 || len(payload) < 14 {
		return codec.Key{}
	}
	return ethernet
}

func (w *PWControlWord) String() string { return fmt.Sprintf("PWControlWord seq %d", w.Seq) }

// PWChannel is the associated channel header of pseudowires and label switched paths, RFC 4385 section 5 and RFC 5586.
type PWChannel struct {
	One      uint8  `bits:"4,const=1"`
	Version  uint8  `bits:"4"`
	Reserved uint8  `bits:"8"`
	Channel  uint16 `bits:"16,next=pwach"`
}

// Types of associated channels.
const (
	ChannelBFD  uint16 = 0x0007
	ChannelIPv4 uint16 = 0x0021
	ChannelIPv6 uint16 = 0x0057
	ChannelCFM  uint16 = 0x8902
)

func (c *PWChannel) String() string { return fmt.Sprintf("PWChannel type %#04x", c.Channel) }
