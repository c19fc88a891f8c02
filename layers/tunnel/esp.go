package tunnel

import (
	"encoding/binary"
	"fmt"

	"github.com/wiretag/wiretag/codec"
)

// ESP is the IP encapsulating security payload, RFC 4303 section 2. Padding, its length, the next header and the integrity
// check value stand at the end of Data, encrypted, or of a length that only the two ends know.
type ESP struct {
	SPI  uint32 `bits:"32"`
	Seq  uint32 `bits:"32"`
	Data []byte `bits:"*"`
}

func (e *ESP) String() string { return fmt.Sprintf("ESP spi %#08x, seq %d", e.SPI, e.Seq) }

// UDPEncap is what UDP carries on the port of IPsec's NAT traversal, RFC 3948 section 2. It has no header of its own: ESP follows, or a
// [NonESPMarker]. A keepalive is one byte of ones, and a payload here.
type UDPEncap struct{}

// NonESPMarker are the zeros that tell IKE from ESP, RFC 3948 section 2.2. A message of package ike follows.
type NonESPMarker struct {
	Marker uint32 `bits:"32,const=0"`
}

// NextLayer is a marker or ESP, except for a keepalive.
func (*UDPEncap) NextLayer(payload []byte) codec.Key {
	if len(payload) == 1 {
		return codec.Key{}
	}
	return codec.Key{Table: "udpencap"}
}

// Recognizes looks for the marker: no security association has the number 0.
func (*NonESPMarker) Recognizes(data []byte) bool {
	return len(data) >= 4 && binary.BigEndian.Uint32(data) == 0
}

// NextLayer is IKE (table ike).
func (*NonESPMarker) NextLayer([]byte) codec.Key { return codec.Key{Table: "ike"} }

func (*UDPEncap) String() string { return "UDPEncap" }

func (*NonESPMarker) String() string { return "NonESPMarker" }
