package link

import (
	"bytes"
	"fmt"

	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/layers/iana"
	"github.com/wiretag/wiretag/layers/ieee"
)

// CTP is a message of the Ethernet configuration testing protocol, "The Ethernet, version 2.0" section 8 (its EtherType is in RFC 7042): a
// loop-back message. Everything is little-endian. Functions are chained, Skip says where the next one begins, counted from behind Skip.
type CTP struct {
	Skip     uint16      `bits:"16,le"`
	Function CTPFunction `bits:"16,le,next=ctp"`
}

// CTPFunction is what to do with a message.
type CTPFunction uint16

// Functions.
const (
	CTPReply   CTPFunction = 1
	CTPForward CTPFunction = 2
)

func (f CTPFunction) String() string { return iana.NameAt([]string{"", "reply", "forward data"}, f) }

// CTPReplyData is the rest of a reply message (EtherType 0x9000, RFC 7042).
type CTPReplyData struct {
	Receipt uint16 `bits:"16,le"` // set by who asked
	Data    []byte `bits:"*"`
}

// CTPForwardData tells where to forward a message to (EtherType 0x9000, RFC 7042); another function follows.
type CTPForwardData struct {
	Dst      ieee.MAC    `bits:"48"`
	Function CTPFunction `bits:"16,le,next=ctp"`
}

func (c *CTP) String() string { return fmt.Sprintf("CTP skip %d, %s", c.Skip, c.Function) }

func (c *CTPReplyData) String() string { return fmt.Sprintf("CTPReplyData receipt %d", c.Receipt) }

func (c *CTPForwardData) String() string { return fmt.Sprintf("CTPForwardData to %s", c.Dst) }

// MDP is the discovery protocol of Meraki's devices, EtherType 0x0712 of IEEE 802.3 frames: a preamble, then TLVs.
type MDP struct {
	Preamble [28]byte `bits:"224"`
	TLVs     []MDPTLV `bits:"*,fit,last=Type==255"`
	Rest     []byte   `bits:"*"`
}

// MDPTLV is a part of an MDP message: type 0 and 1 device information, 2 network, 3 longitude, 4 latitude, 6 and 7 type and name, 11 address,
// 255 the end.
type MDPTLV struct {
	Type   uint8  `bits:"8"`
	Length uint8  `bits:"8,len=Value"`
	Value  []byte `bits:"*"`
}

// Err tells whether a value that is text has a zero in it.
func (t *MDPTLV) Err() error {
	switch t.Type {
	case 0, 1, 2, 3, 4, 6, 7:
		if bytes.IndexByte(t.Value, 0) >= 0 {
			return codec.ErrRange
		}
	}
	return nil
}

func (m *MDP) String() string { return fmt.Sprintf("MDP %d TLVs", len(m.TLVs)) }
