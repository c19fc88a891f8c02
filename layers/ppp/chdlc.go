package ppp

import (
	"fmt"
	"net/netip"

	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/layers/iana"
	"github.com/wiretag/wiretag/layers/ieee"
)

// CHDLC is the header of Cisco's HDLC, LINKTYPE_C_HDLC, which RFC 1547 section 4.3.1 describes. The protocol is an EtherType, but for a few that Cisco chose.
type CHDLC struct {
	Address  uint8          `bits:"8,default=0x0f"` // 0x0f unicast, 0x8f broadcast
	Control  uint8          `bits:"8"`              // 0
	Protocol ieee.EtherType `bits:"16,next=chdlc"`
}

// Protocols that are no EtherTypes, or other ones.
const (
	CHDLCSLARP ieee.EtherType = 0x8035
	CHDLCCDP   ieee.EtherType = 0x2000
	CHDLCOSI   ieee.EtherType = 0xfefe
)

// Recognizes asks for the address, where PPP may be, too.
func (*CHDLC) Recognizes(data []byte) bool {
	return len(data) > 1 && (data[0] == 0x0f || data[0] == 0x8f) && data[1] == 0
}

func (c *CHDLC) String() string {
	return fmt.Sprintf("CHDLC address %#02x, %s", c.Address, c.Protocol)
}

// SLARP is Cisco's serial line address resolution, LINKTYPE_C_HDLC: a request for an address, a reply, or a keepalive. RFC 1547 has nothing of it.
type SLARP struct {
	Code        SLARPCode  `bits:"32"`
	Addr        netip.Addr `bits:"32,if=Code<2"`
	Mask        netip.Addr `bits:"32,if=Code<2"`
	MySeq       uint32     `bits:"32,if=Code==2"`
	YourSeq     uint32     `bits:"32,if=Code==2"`
	Reliability uint16     `bits:"16,if=Code<=2"` // 0xffff; reserved in requests and replies
	Data        []byte     `bits:"*"`             // the time since the sender was started, in milliseconds, if there are four bytes of it
}

// SLARPCode is the kind of a SLARP packet.
type SLARPCode uint32

// Kinds.
const (
	SLARPRequest   SLARPCode = 0
	SLARPReply     SLARPCode = 1
	SLARPKeepalive SLARPCode = 2
)

func (c SLARPCode) String() string { return iana.NameAt([]string{"request", "reply", "keepalive"}, c) }

// Err tells whether a keepalive has the reliability that all have.
func (s *SLARP) Err() error {
	if s.Code == SLARPKeepalive && s.Reliability != 0xffff {
		return codec.ErrConst
	}
	return nil
}

func (s *SLARP) String() string { return "SLARP " + s.Code.String() }
