package layers

import (
	"fmt"

	"github.com/wiretag/wiretag/codec"
)

// LLC is the logical link control header, IEEE 802.2 section 3 (ISO/IEC 8802-2).
// Its control field takes one byte in unnumbered frames, where the two lowest bits are set, and
// two in the others. The information fields of XID and TEST frames are not decoded.
type LLC struct {
	DSAP        uint8 `bits:"8,next=llc"`
	SSAP        uint8 `bits:"8"`
	Control     uint8 `bits:"8"`
	ControlHigh uint8 `bits:"8,if=Control&3!=3"`
}

// Service access points.
const (
	SAPNull    uint8 = 0x00
	SAPIP      uint8 = 0x06
	SAPSTP     uint8 = 0x42
	SAPSNAP    uint8 = 0xaa
	SAPIPX     uint8 = 0xe0
	SAPNetBEUI uint8 = 0xf0
	SAPISO     uint8 = 0xfe
	SAPGlobal  uint8 = 0xff
)

// Control fields of unnumbered frames, with the poll/final bit clear.
const (
	LLCUI   uint8 = 0x03 // unnumbered information
	LLCXID  uint8 = 0xaf // exchange identification
	LLCTest uint8 = 0xe3
)

// Links is the table that DSAP refers to.
func (*LLC) Links() *codec.Links { return Links() }

// NextLayer is by DSAP in the frames that carry information: I and UI.
func (l *LLC) NextLayer([]byte) codec.Key {
	if l.Control&1 != 0 && l.Control&^0x10 != LLCUI {
		return codec.Key{}
	}
	if l.DSAP == SAPSNAP && l.SSAP != SAPSNAP {
		return codec.Key{}
	}
	return codec.Key{Table: "llc", Value: uint64(l.DSAP)}
}

// IsUnnumbered reports whether the control field takes one byte.
func (l *LLC) IsUnnumbered() bool { return l.Control&3 == 3 }

// ControlField is the whole control field; in frames with sequence numbers the
// second byte is the high one.
func (l *LLC) ControlField() uint16 { return uint16(l.Control) | uint16(l.ControlHigh)<<8 }

// IsGroup reports whether DSAP is a group address.
func (l *LLC) IsGroup() bool { return l.DSAP&1 != 0 }

// IsResponse reports whether the frame is a response, not a command.
func (l *LLC) IsResponse() bool { return l.SSAP&1 != 0 }

func (l *LLC) String() string {
	return fmt.Sprintf("LLC dsap %#02x, ssap %#02x, control %#02x", l.DSAP, l.SSAP, l.ControlField())
}

// SNAP is the subnetwork access protocol header behind LLC, IEEE 802-2014 section
// 9.5 and RFC 1042. The meaning of Type is up to the organisation; it is an
// EtherType for OUI 0, and for two others.
type SNAP struct {
	OUI  uint32    `bits:"24"`
	Type EtherType `bits:"16,next=ethertype"`
}

// Organisations that define the type of SNAP.
const (
	OUIEthernet  uint32 = 0x000000 // Type is an EtherType
	OUICisco     uint32 = 0x00000c
	OUIEthernetH uint32 = 0x0000f8 // IEEE 802.1H bridge tunnel: Type is an EtherType
	OUIDot1      uint32 = 0x0080c2 // IEEE 802.1, bridged frames
	OUIAppleTalk uint32 = 0x080007 // Type is an EtherType
)

// Links is the table that Type refers to.
func (*SNAP) Links() *codec.Links { return Links() }

// NextLayer is by Type as an EtherType, or by OUI and Type (table snap) together.
func (s *SNAP) NextLayer([]byte) codec.Key {
	switch s.OUI {
	case OUIEthernet, OUIEthernetH, OUIAppleTalk:
		return codec.Key{Table: "ethertype", Value: uint64(s.Type)}
	}
	return codec.Key{Table: "snap", Value: uint64(s.OUI)<<16 | uint64(s.Type)}
}

func (s *SNAP) String() string { return fmt.Sprintf("SNAP oui %06x, type %s", s.OUI, s.Type) }
