package dot11

import (
	"fmt"

	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/layers/iana"
	"github.com/wiretag/wiretag/layers/ieee"
)

// Header is the MAC header of a frame, IEEE 802.11-2020 section 9.2. Which addresses there
// are depends on type, subtype and the two DS flags; what they stand for is told by [Header.Destination],
// [Header.Source], [Header.BSSID], [Header.Receiver] and [Header.Transmitter]. The frame
// check sequence is a field of the radio header that announces it ([RadioTap]): nothing in the frame says whether it was captured.
type Header struct {
	Version        uint8     `bits:"2,le"`
	Type           FrameType `bits:"2,le"`
	Subtype        uint8     `bits:"4,le"`
	ToDS           bool      `bits:"1,le"` // bound for the distribution system
	FromDS         bool      `bits:"1,le"`
	MoreFragments  bool      `bits:"1,le"`
	Retry          bool      `bits:"1,le"`
	PowerMgmt      bool      `bits:"1,le"`                // the sender goes to sleep after this exchange
	MoreData       bool      `bits:"1,le"`                // more is buffered for the receiver
	Protected      bool      `bits:"1,le"`                // the body is encrypted
	Order          bool      `bits:"1,le"`                // an HT Control field is there, in QoS data and management frames
	Duration       uint16    `bits:"16,le,if=Version==0"` // microseconds; the association identifier in PS-Poll
	Addr1          ieee.MAC  `bits:"48,if=Version==0"`
	CarriedControl uint16    `bits:"16,le,if=Version==0&&Type==1&&Subtype==7"` // control wrapper: frame control of the frame inside
	WrapperHTC     HTControl `bits:"32,le,if=Version==0&&Type==1&&Subtype==7"`
	Addr2          ieee.MAC  `bits:"48,if=HasAddr2"`
	Addr3          ieee.MAC  `bits:"48,if=Version==0&&(Type==0||Type==2)"`
	Fragment       uint8     `bits:"4,le,if=Version==0&&(Type==0||Type==2)"`
	Sequence       uint16    `bits:"12,le,if=Version==0&&(Type==0||Type==2)"`
	Addr4          ieee.MAC  `bits:"48,if=Version==0&&Type==2&&ToDS&&FromDS"`
	TID            uint8     `bits:"4,le,if=Version==0&&Type==2&&Subtype>7"` // traffic identifier, 0 to 7 are user priorities
	EOSP           bool      `bits:"1,le,if=Version==0&&Type==2&&Subtype>7"` // end of service period, from an access point
	AckPolicy      AckPolicy `bits:"2,le,if=Version==0&&Type==2&&Subtype>7"`
	Aggregate      bool      `bits:"1,le,if=Version==0&&Type==2&&Subtype>7"` // the body is an A-MSDU
	QoSInfo        uint8     `bits:"8,le,if=Version==0&&Type==2&&Subtype>7"` // TXOP limit, queue size, buffer state, or mesh flags: section 9.2.4.5
	HTControl      HTControl `bits:"32,le,if=Version==0&&Order&&(Type==0||Type==2&&Subtype>7)"`
}

// LayerName is the name of the layer.
func (*Header) LayerName() string { return "Dot11" }

// FrameType is the type of a frame, section 9.2.4.1.3.
type FrameType uint8

// Types of frames.
const (
	TypeManagement FrameType = iota
	TypeControl
	TypeData
	TypeExtension
)

// String gives the name.
func (t FrameType) String() string {
	return iana.NameAt([]string{"Management", "Control", "Data", "Extension"}, t)
}

// AckPolicy says how a QoS data frame is acknowledged, section 9.2.4.5.4.
type AckPolicy uint8

// Ack policies.
const (
	AckNormal AckPolicy = iota
	AckNone
	AckNoExplicit // or PSMP, or triggered
	AckBlock
)

// String gives the name.
func (a AckPolicy) String() string {
	return iana.NameAt([]string{"Normal", "No", "No Explicit", "Block"}, a)
}

// HasAddr2 reports whether Addr2 is there: the frame says who sent it.
func (h *Header) HasAddr2() bool {
	switch {
	case h.Version != 0:
		return false
	case h.Type == TypeControl:
		switch {
		case h.Subtype == SubtypeControlWrapper:
			return controlAddresses(h.CarriedSubtype()) == 2
		case h.Subtype == SubtypeControlExtension && h.ControlExtension() == controlDTS:
			return false
		}
		return controlAddresses(h.Subtype) == 2
	}
	return h.Type != TypeExtension
}

// CarriedSubtype is the subtype of the control frame inside a control wrapper.
func (h *Header) CarriedSubtype() uint8 { return uint8(h.CarriedControl >> 4 & 15) }

// controlAddresses is how many addresses stand at the start of a control frame.
func controlAddresses(subtype uint8) int {
	switch subtype {
	case SubtypeTrigger, SubtypeTACK, SubtypeBFReportPoll, SubtypeNDPAnnouncement, SubtypeControlExtension,
		SubtypeBlockAckReq, SubtypeBlockAck, SubtypePSPoll, SubtypeRTS, SubtypeCFEnd, SubtypeCFEndAck:
		return 2
	}
	return 1
}

// NextLayer is by type and subtype. Data frames with a body are asked for what it is: encrypted, an aggregate, a frame of a
// mesh, a bare Ethernet frame as some drivers make it, or LLC. Fragments are opaque.
func (h *Header) NextLayer(payload []byte) codec.Key {
	switch {
	case h.Version != 0 || len(payload) == 0:
		return codec.Key{}
	case h.Protected && (h.Type == TypeManagement || h.Type == TypeData):
		return protectedKey(payload)
	case h.Type != TypeData:
		return codec.Key{Table: "dot11", Value: uint64(h.kind())}
	case h.Subtype&4 != 0 || h.IsFragment():
		return codec.Key{} // no data, or a part of them
	case h.IsAggregate():
		return codec.Key{Table: "dot11", Value: keyAMSDU}
	case h.hasMesh(payload):
		return codec.Key{Table: "dot11", Value: keyMesh}
	}
	return h.dataKey(payload)
}

// What data frames lead to in table dot11, beside what types and subtypes do.
const (
	keyAMSDU  = 0x100
	keyMesh   = 0x101
	keyPadded = 0x102
	keyFrame  = 0x103
)

// kind is type and subtype as one number, and 0x160 with the subtype of control frame extensions. A control wrapper counts as
// what it carries.
func (h *Header) kind() int {
	if h.Type == TypeControl {
		switch h.Subtype {
		case SubtypeControlExtension:
			return keyControlExtension | h.ControlExtension()
		case SubtypeControlWrapper:
			return int(TypeControl)<<4 | int(h.CarriedSubtype())
		}
	}
	return int(h.Type)<<4 | int(h.Subtype)
}

// Control frame extensions, table 9-2, as far as they are told apart here.
const (
	keyControlExtension = 0x160
	controlDTS          = 6
)

// ControlExtension is the subtype of a control frame extension, which stands where other
// frames have the flags ToDS to Retry.
func (h *Header) ControlExtension() int {
	n := 0
	for i, b := range [...]bool{h.ToDS, h.FromDS, h.MoreFragments, h.Retry} {
		if b {
			n |= 1 << i
		}
	}
	return n
}

// dataKey tells LLC from a bare Ethernet frame, which begins with the same addresses.
func (h *Header) dataKey(payload []byte) codec.Key {
	if len(payload) >= 14 && (payload[0] != 0xaa || payload[1] != 0xaa) {
		dst, src := h.Destination(), h.Source()
		if [6]byte(payload[:6]) == dst || [6]byte(payload[6:12]) == src {
			return codec.Key{Table: "ethertype", Value: uint64(ieee.EtherTypeTEB)}
		}
	}
	return codec.Key{Table: "ethertype", Value: uint64(ieee.EtherTypeLLC)}
}

// hasMesh reports whether a data frame has a mesh control field: the bit of the QoS field that says so has
// another meaning outside a mesh, so the frame must look as those of a mesh do.
func (h *Header) hasMesh(payload []byte) bool {
	if !h.IsQoS() || h.QoSInfo&1 == 0 || len(payload) < 6 || payload[0]&^3 != 0 || payload[0] == 3 {
		return false
	}
	return h.ToDS && h.FromDS && payload[0] != 1 || !h.ToDS && h.FromDS && h.Addr1.IsMulticast() && payload[0] != 2
}

// IsFragment reports whether the frame is a part of a larger one, so that its body is opaque.
func (h *Header) IsFragment() bool { return h.MoreFragments || h.Fragment != 0 }

// IsQoS reports whether the frame has a QoS control field.
func (h *Header) IsQoS() bool { return h.Version == 0 && h.Type == TypeData && h.Subtype&8 != 0 }

// IsAggregate reports whether the body is an A-MSDU.
func (h *Header) IsAggregate() bool { return h.IsQoS() && h.Aggregate }

// HasHTControl reports whether HTControl is there.
func (h *Header) HasHTControl() bool {
	return h.Version == 0 && h.Order && (h.Type == TypeManagement || h.IsQoS())
}

// AssociationID is the association identifier of a PS-Poll frame.
func (h *Header) AssociationID() uint16 { return h.Duration & 0x3fff }

// FrameControl is the frame control field as a little-endian number.
func (h *Header) FrameControl() uint16 {
	return uint16(h.Version) | uint16(h.Type)<<2 | uint16(h.Subtype)<<4 | uint16(h.Flags())<<8
}

// Flags is the second byte of the frame control field.
func (h *Header) Flags() uint8 {
	n := uint8(0)
	for i, b := range [...]bool{h.ToDS, h.FromDS, h.MoreFragments, h.Retry, h.PowerMgmt, h.MoreData, h.Protected, h.Order} {
		if b {
			n |= 1 << i
		}
	}
	return n
}

func (h *Header) String() string {
	s := fmt.Sprintf("Dot11 %s, to %s", h.SubtypeName(), h.Addr1)
	if h.HasAddr2() {
		s += fmt.Sprintf(", from %s", h.Addr2)
	}
	return s
}

// PaddedHeader is a MAC header whose end is padded to a multiple of 4 bytes in the capture, as radiotap's
// flag 0x20 says (radiotap.org, field Flags, for IEEE 802.11 frames). Some network adapters put the padding there; it was never sent.
type PaddedHeader struct {
	Header  Header `bits:"*"`
	Padding []byte `bits:"*,pad=4"`
}

// LayerName is the name of the layer.
func (*PaddedHeader) LayerName() string { return "Dot11Padded" }

// NextLayer is that of the header.
func (h *PaddedHeader) NextLayer(payload []byte) codec.Key { return h.Header.NextLayer(payload) }

func (h *PaddedHeader) String() string { return h.Header.String() }
