package link

import (
	"fmt"

	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/layers/iana"
	"github.com/wiretag/wiretag/layers/ieee"
	"github.com/wiretag/wiretag/tags"
)

// Slow is the header that slow protocols share, IEEE 802.3-2022 annex 57A: link aggregation, markers, OAM.
type Slow struct {
	Subtype SlowSubtype `bits:"8,next=slow"`
}

// SlowSubtype is the number of a slow protocol.
type SlowSubtype uint8

// Slow protocols.
const (
	SlowLACP   SlowSubtype = 1
	SlowMarker SlowSubtype = 2
	SlowOAM    SlowSubtype = 3
	SlowOSSP   SlowSubtype = 10 // organisation specific
)

func (s SlowSubtype) String() string {
	if s == SlowOSSP {
		return "OSSP"
	}
	return iana.NameAt([]string{"", "LACP", "marker", "OAM"}, s)
}

func (s *Slow) String() string { return "Slow " + s.Subtype.String() }

// LACP is a link aggregation control PDU, IEEE 802.1AX-2020 section 6.4.2, behind the subtype: a list of TLVs whose lengths count type and length too, ended by
// one of type 0. Reserved is the length of that one, and what fills the frame up.
type LACP struct {
	Version  uint8     `bits:"8,default=1"`
	TLVs     []LACPTLV `bits:"*,last=Type==0"`
	Reserved []byte    `bits:"*"`
}

// Err tells whether the TLVs are not those of every LACPDU, in their order and with their lengths: actor, partner, collector, in version 1 nothing else, and a terminator of length 0.
func (l *LACP) Err() error {
	fixed := [...]struct {
		of   LACPType
		size int
	}{{LACPActor, 18}, {LACPPartner, 18}, {LACPCollector, 14}}
	if n := len(l.TLVs); n <= len(fixed) || l.Version == 1 && n > len(fixed)+1 {
		return codec.ErrCount
	}
	if len(l.Reserved) > 0 && l.Reserved[0] != 0 {
		return codec.ErrLength // of the terminator
	}
	for i, f := range fixed {
		if t := &l.TLVs[i]; t.Type != f.of || len(t.Value) != f.size {
			return codec.ErrConst
		}
	}
	return nil
}

// LACPTLV is a part of a LACPDU. Value is typed by View.
type LACPTLV struct {
	Type   LACPType `bits:"8"`
	Length uint8    `bits:"8,if=Type!=0,len=self"`
	Value  []byte   `bits:"*,if=Type!=0,union=Type"`
}

// LACPType is the type of a LACPTLV.
type LACPType uint8

// Types.
const (
	LACPTerminator        LACPType = 0
	LACPActor             LACPType = 1
	LACPPartner           LACPType = 2
	LACPCollector         LACPType = 3
	LACPPortAlgorithm     LACPType = 4
	LACPConversationID    LACPType = 5
	LACPConversationMask1 LACPType = 6
)

func (t LACPType) String() string {
	return iana.NameAt([]string{"terminator", "actor", "partner", "collector", "port algorithm", "port conversation ID digest", "port conversation mask-1"}, t)
}

// Members gives the types of View.
func (LACPTLV) Members(string) tags.Members {
	return tags.Members{Types: map[uint64]any{
		uint64(LACPActor): (*LACPPort)(nil), uint64(LACPPartner): (*LACPPort)(nil), uint64(LACPCollector): (*LACPCollectorInfo)(nil),
	}}
}

// View decodes Value: [*LACPPort] or [*LACPCollectorInfo], nil for other types.
func (t *LACPTLV) View() (any, error) { return codec.View(t, "Value") }

// LACPPort is the information about an actor or partner.
type LACPPort struct {
	SystemPriority uint16   `bits:"16"`
	System         ieee.MAC `bits:"48"`
	Key            uint16   `bits:"16"`
	PortPriority   uint16   `bits:"16"`
	Port           uint16   `bits:"16"`
	Expired        bool     `bits:"1"`
	Defaulted      bool     `bits:"1"`
	Distributing   bool     `bits:"1"`
	Collecting     bool     `bits:"1"`
	Synchronized   bool     `bits:"1"`
	Aggregation    bool     `bits:"1"`
	ShortTimeout   bool     `bits:"1"`
	Active         bool     `bits:"1"`
	Reserved       []byte   `bits:"*"`
}

// LACPCollectorInfo is the information about the collector.
type LACPCollectorInfo struct {
	MaxDelay uint16 `bits:"16"` // in units of 10 microseconds
	Reserved []byte `bits:"*"`
}

func (l *LACP) String() string {
	return fmt.Sprintf("LACP version %d, %d TLVs", l.Version, len(l.TLVs))
}

// LinkMarker is a marker or its response, IEEE 802.1AX-2020 section 6.5.3.
type LinkMarker struct {
	Version       uint8    `bits:"8,default=1"`
	Type          uint8    `bits:"8"` // 1 marker, 2 response
	Length        uint8    `bits:"8,default=16"`
	Port          uint16   `bits:"16"`
	System        ieee.MAC `bits:"48"`
	TransactionID uint32   `bits:"32"`
	Pad           uint16   `bits:"16"`
	Terminator    uint16   `bits:"16"`
	Reserved      []byte   `bits:"*"`
}

// Err tells whether the fields of fixed contents have others: type, length, padding and the TLV that ends the PDU.
func (m *LinkMarker) Err() error {
	if m.Type != 1 && m.Type != 2 || m.Length != 16 || m.Pad != 0 || m.Terminator != 0 {
		return codec.ErrConst
	}
	return nil
}

func (m *LinkMarker) String() string {
	return fmt.Sprintf("LinkMarker type %d, transaction %d", m.Type, m.TransactionID)
}

// EthernetOAM is an Ethernet OAM PDU, IEEE 802.3-2022 section 57.4.
type EthernetOAM struct {
	Reserved         uint16     `bits:"9"`
	RemoteStable     bool       `bits:"1"`
	RemoteEvaluating bool       `bits:"1"`
	LocalStable      bool       `bits:"1"`
	LocalEvaluating  bool       `bits:"1"`
	CriticalEvent    bool       `bits:"1"`
	DyingGasp        bool       `bits:"1"`
	LinkFault        bool       `bits:"1"`
	Code             OAMCode    `bits:"8"`
	Info             []OAMTLV   `bits:"*,if=Code==0,last=Type==0"`
	Events           *OAMEvents `bits:"*,if=Code==1"`
	Data             []byte     `bits:"*"` // of other codes, and what fills the frame up
}

// Err tells whether TLVs have not the size of their type, IEEE 802.3-2022 sections 57.5.2 and 57.5.3, or what is behind them is no TLV, the variables of a request or a response are not a list that ends,
// section 57.4.3, or a command is missing.
func (o *EthernetOAM) Err() error {
	switch o.Code {
	case 0:
		return oamErr(o.Info, o.Data, map[uint8]int{1: 14, 2: 14})
	case 1:
		if o.Events != nil {
			return oamErr(o.Events.Events, o.Data, map[uint8]int{1: 38, 2: 24, 3: 26, 4: 16})
		}
	case 2, 3:
		b := o.Data
		for len(b) > 0 && b[0] != 0 {
			n := 3
			if o.Code == 3 && len(b) > 3 {
				if n = 4; b[3]&0x80 == 0 {
					if n += int(b[3]); b[3] == 0 {
						n += 128
					}
				}
			}
			if n > len(b) || o.Code == 3 && n < 4 {
				return codec.ErrLength
			}
			b = b[n:]
		}
		if len(b) == 0 {
			return codec.ErrLength
		}
	case 4:
		if len(o.Data) == 0 {
			return codec.ErrLength
		}
	}
	return nil
}

// oamErr tells whether one of the TLVs has a reserved type or another size than that of its type, one of an organization not its identifier, or there is something behind the last one that does not end the list.
func oamErr(all []OAMTLV, behind []byte, sizes map[uint8]int) error {
	const organization, identifier = 0xfe, 3
	for i := range all {
		size, fixed := sizes[all[i].Type]
		switch n := len(all[i].Value); {
		case fixed && n != size, all[i].Type == organization && n < identifier:
			return codec.ErrLength
		case !fixed && all[i].Type != 0 && all[i].Type != organization: // reserved
			return codec.ErrRange
		}
	}
	if n := len(all); len(behind) > 0 && (n == 0 || all[n-1].Type != 0) {
		return codec.ErrLength
	}
	return nil
}

// OAMCode is the kind of an OAM PDU.
type OAMCode uint8

func (c OAMCode) String() string {
	if c == 0xfe {
		return "organization specific"
	}
	return iana.NameAt([]string{"information", "event notification", "variable request", "variable response", "loopback control"}, c)
}

// OAMTLV is an information TLV; its length counts type and length too. One of type 0 ends the list.
type OAMTLV struct {
	Type   uint8  `bits:"8"` // 1 local, 2 remote, 0xfe organisation specific
	Length uint8  `bits:"8,if=Type!=0,len=self"`
	Value  []byte `bits:"*,if=Type!=0"`
}

// OAMEvents is an event notification.
type OAMEvents struct {
	Seq    uint16   `bits:"16"`
	Events []OAMTLV `bits:"*,last=Type==0"`
}

func (o *EthernetOAM) String() string { return "EthernetOAM " + o.Code.String() }

// OSSP is an organisation specific slow protocol, IEEE 802.3-2022 annex 57B.
type OSSP struct {
	OUI  uint32 `bits:"24"`
	Data []byte `bits:"*"`
}

func (o *OSSP) String() string { return fmt.Sprintf("OSSP oui %06x", o.OUI) }
