package layers

import (
	"encoding/binary"
	"fmt"

	"github.com/wiretag/wiretag/codec"
)

// Ethernet is the MAC header of IEEE 802.3-2022 section 3.2 and of Ethernet II
// (RFC 894). The last field is an EtherType from 0x0600 on and, up to 1500, the length of
// the payload, which is then LLC, or IPX without a header (Novell). Bytes
// behind that length are padding. LLC frames too long for a length have [EtherTypeLongLLC].
// The frame check sequence is not a part of the layer: captures seldom have it, and
// nothing in the frame says so.
type Ethernet struct {
	Dst  MAC       `bits:"48,flow=dst"`
	Src  MAC       `bits:"48,flow=src"`
	Type EtherType `bits:"16,next=ethertype,nextif=Type>1500"`
}

// EthernetMinFrame is the length to which senders pad frames, in bytes, without the frame check sequence.
const EthernetMinFrame = 60

// Links is the table that Type refers to.
func (*Ethernet) Links() *codec.Links { return Links() }

// NextLayer looks into the payload where Type is a length.
func (e *Ethernet) NextLayer(payload []byte) codec.Key { return nextByType(e.Type, payload) }

// PayloadLength is Type, where it is a length.
func (e *Ethernet) PayloadLength(int) (n int, ok bool) { return int(e.Type), e.Type.IsLength() }

// FixPayloadLength sets the length in a frame that has no EtherType.
func (e *Ethernet) FixPayloadLength(packet []byte, header int) error {
	return fixLength(packet, header)
}

func (e *Ethernet) String() string {
	return fmt.Sprintf("Ethernet %s > %s, %s", e.Src, e.Dst, e.Type)
}

// nextByType tells what follows an EtherType or length.
func nextByType(t EtherType, payload []byte) codec.Key {
	switch {
	case !t.IsLength():
		return codec.Key{Table: "ethertype", Value: uint64(t)}
	case len(payload) == 0:
		return codec.Key{}
	case len(payload) > 1 && payload[0] == 0xff && payload[1] == 0xff:
		return codec.Key{Table: "ethertype", Value: uint64(EtherTypeNovellRaw)}
	}
	return codec.Key{Table: "ethertype", Value: uint64(EtherTypeLLC)}
}

// fixLength writes the length of the payload into the last two bytes of the header, if they hold a length.
// Where that is more than a length can be, they say so.
func fixLength(packet []byte, header int) error {
	field := packet[header-2 : header]
	if !EtherType(binary.BigEndian.Uint16(field)).IsLength() {
		return nil
	}
	n := len(packet) - header
	if n > MaxEtherLength {
		n = int(EtherTypeLongLLC)
	}
	binary.BigEndian.PutUint16(field, uint16(n))
	return nil
}
