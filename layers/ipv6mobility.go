package layers

import (
	"fmt"

	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/layers/iana"
)

// IPv6Mobility is the mobility header of Mobile IPv6, RFC 6275 section 6.1. The message and its options stay bytes.
type IPv6Mobility struct {
	PayloadProto IPProtocol       `bits:"8,default=59"` // none, in all messages there are
	Length       uint8            `bits:"8,len=header/8-1"`
	Type         IPv6MobilityType `bits:"8"`
	Reserved     uint8            `bits:"8"`
	Checksum     uint16           `bits:"16,sum=inet:pseudo"`
	Message      []byte           `bits:"*"`
}

// IPv6MobilityType is the type of a mobility message.
type IPv6MobilityType uint8

func (t IPv6MobilityType) String() string { return iana.NameAt(mobilityNames[:], t) }

// mobilityNames are those of IANA's registry of Mobile IPv6 parameters.
var mobilityNames = [...]string{
	"Binding Refresh Request", "Home Test Init", "Care-of Test Init", "Home Test", "Care-of Test", "Binding Update", "Binding Acknowledgement", "Binding Error",
	"Fast Binding Update", "Fast Binding Acknowledgment", "Fast Neighbor Advertisement", "Experimental Mobility Header", "Home Agent Switch", "Heartbeat", "Handover Initiate",
	"Handover Acknowledge", "Binding Revocation", "Localized Routing Initiation", "Localized Routing Acknowledgment", "Update Notification", "Update Notification Acknowledgement",
	"Flow Binding", "Subscription Query", "Subscription Response",
}

func (m *IPv6Mobility) String() string { return fmt.Sprintf("IPv6Mobility %s", m.Type) }

// IPComp is the header of the IP payload compression protocol, RFC 3173 section 3. The compressed payload is bytes.
type IPComp struct {
	NextHeader IPProtocol `bits:"8"` // of the payload, when it is decompressed
	Flags      uint8      `bits:"8"`
	CPI        uint16     `bits:"16"` // which algorithm: 1 OUI, 2 DEFLATE, 3 LZS, 4 LZJH; negotiated from 256 on
}

// NextLayer is opaque: the payload is compressed.
func (*IPComp) NextLayer([]byte) codec.Key { return codec.Key{} }

func (c *IPComp) String() string { return fmt.Sprintf("IPComp %s, cpi %d", c.NextHeader, c.CPI) }
