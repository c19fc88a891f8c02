package link

import (
	"fmt"

	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/layers/iana"
)

// SPX is the header of Novell's Sequenced Packet Exchange, in packets of type 5 of IPX (RFC 1634): that of the Sequenced Packet Protocol of Xerox's Internet Transport Protocols, XSIS 028112
// section 7. Data, as the sockets of IPX say whose they are, is payload.
type SPX struct {
	Control    SPXControl    `bits:"8"` // connection control
	Type       SPXDatastream `bits:"8"` // datastream type
	SrcID      uint16        `bits:"16"`
	DstID      uint16        `bits:"16"`                 // 0xffff in requests for a connection
	Sequence   uint16        `bits:"16"`                 // of packets with data
	Ack        uint16        `bits:"16"`                 // the next one that is expected
	Allocation uint16        `bits:"16"`                 // the last one that there is room for
	Size       uint16        `bits:"16,if=Control&8!=0"` // of packets, as SPX II negotiates it
}

// SPXControl are flags.
type SPXControl uint8

// Flags.
const (
	SPXExtended     SPXControl = 0x01 // a header of SPX II follows
	SPXNegotiate    SPXControl = 0x04 // the size
	SPXII           SPXControl = 0x08
	SPXEndOfMessage SPXControl = 0x10
	SPXAttention    SPXControl = 0x20
	SPXSendAck      SPXControl = 0x40
	SPXSystem       SPXControl = 0x80 // no data
)

// SPXDatastream is what data is of: a number that the client chooses, or one of the two that end a connection.
type SPXDatastream uint8

// Kinds of data.
const (
	SPXEndOfConnection    SPXDatastream = 0xfe
	SPXEndOfConnectionAck SPXDatastream = 0xff
)

func (t SPXDatastream) String() string {
	switch t {
	case SPXEndOfConnection:
		return "end of connection"
	case SPXEndOfConnectionAck:
		return "end of connection ack"
	}
	return iana.NameAt(nil, uint8(t))
}

// NextLayer is none.
func (*SPX) NextLayer([]byte) codec.Key { return codec.Key{} }

func (s *SPX) String() string {
	return fmt.Sprintf("SPX %#04x > %#04x, type %s, seq %d, ack %d", s.SrcID, s.DstID, s.Type, s.Sequence, s.Ack)
}
