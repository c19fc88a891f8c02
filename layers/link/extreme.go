package link

import (
	"net/netip"

	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/layers/iana"
	"github.com/wiretag/wiretag/tags"
)

// EDP is a message of Extreme's discovery protocol, which LLC and SNAP (IEEE 802.2) carry with an organisation of its own. A TLV of type 0 ends the list.
type EDP struct {
	Version       uint8    `bits:"8,default=1"`
	Reserved      uint8    `bits:"8"`
	Length        uint16   `bits:"16,len=header"`
	Checksum      uint16   `bits:"16,sum=inet"`
	Sequence      uint16   `bits:"16"`
	MachineIDType uint16   `bits:"16"` // 0 is a MAC address
	MachineID     [6]byte  `bits:"48"`
	TLVs          []EDPTLV `bits:"*,last=Type==0"`
	Rest          []byte   `bits:"*"`
}

// EDPTLV is a TLV; its length counts all of it. Value is typed by View.
type EDPTLV struct {
	Marker uint8   `bits:"8,const=0x99"`
	Type   EDPType `bits:"8"`
	Length uint16  `bits:"16,len=self"`
	Value  []byte  `bits:"*,union=Type"`
}

// EDPType is the type of a TLV.
type EDPType uint8

// Types of TLVs.
const (
	EDPNull    EDPType = 0
	EDPDisplay EDPType = 1 // the name of the device, with a zero behind it
	EDPInfo    EDPType = 2
	EDPVLAN    EDPType = 5
)

func (t EDPType) String() string {
	return iana.NameAt([]string{EDPNull: "null", EDPDisplay: "display", EDPInfo: "info", EDPVLAN: "VLAN"}, t)
}

// Members gives the types of View.
func (EDPTLV) Members(string) tags.Members {
	return tags.Members{Types: map[uint64]any{uint64(EDPInfo): (*EDPDevice)(nil), uint64(EDPVLAN): (*EDPNetwork)(nil)}}
}

// View decodes Value: [*EDPDevice] or [*EDPNetwork], nil for the others.
func (t *EDPTLV) View() (any, error) { return codec.View(t, "Value") }

// EDPDevice is what an EDPInfo says about device and port.
type EDPDevice struct {
	Slot           uint16   `bits:"16"`
	Port           uint16   `bits:"16"`
	VirtualChassis uint16   `bits:"16"`
	Reserved       [6]byte  `bits:"48"`
	Version        [4]byte  `bits:"32"` // of the software
	Connections    [16]byte `bits:"128"`
}

// EDPNetwork is a VLAN of the port, with the device's address in it.
type EDPNetwork struct {
	Flags     uint8      `bits:"8"`
	Reserved1 uint8      `bits:"8"`
	ID        uint16     `bits:"16"`
	Reserved2 uint32     `bits:"32"`
	Addr      netip.Addr `bits:"32"`
	Name      string     `bits:"*"`
}

// TLV returns the first TLV of a type, nil if there is none.
func (e *EDP) TLV(t EDPType) *EDPTLV {
	for i := range e.TLVs {
		if e.TLVs[i].Type == t {
			return &e.TLVs[i]
		}
	}
	return nil
}
