package tunnel

import (
	"fmt"

	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/layers/iana"
	"github.com/wiretag/wiretag/layers/ieee"
)

// ERSPANI stands for the header that mirrored frames of type I do not have, draft-foschiano-erspan-03 section 4.1. They are carried by GRE (RFC 2784)
// without a sequence number.
type ERSPANI struct{}

// NextLayer is the mirrored Ethernet frame.
func (*ERSPANI) NextLayer([]byte) codec.Key { return ethernet }

func (*ERSPANI) String() string { return "ERSPANI" }

// ERSPAN is the header of mirrored frames of type II, draft-foschiano-erspan-03 section 4.2, carried by GRE with
// a sequence number (RFC 2890).
type ERSPAN struct {
	Version   uint8  `bits:"4,default=1"`
	VLAN      uint16 `bits:"12"`
	COS       uint8  `bits:"3"`
	Encap     uint8  `bits:"2"` // how the VLAN tag was there: 0 none, 1 ISL, 2 802.1Q, 3 kept in the frame
	Truncated bool   `bits:"1"`
	SessionID uint16 `bits:"10"`
	Reserved  uint16 `bits:"12"`
	Index     uint32 `bits:"20"` // port and direction
}

// NextLayer is the mirrored Ethernet frame.
func (*ERSPAN) NextLayer([]byte) codec.Key { return ethernet }

func (e *ERSPAN) String() string {
	return fmt.Sprintf("ERSPAN session %d, vlan %d, index %#x", e.SessionID, e.VLAN, e.Index)
}

// ERSPANIII is the header of mirrored frames of type III, draft-foschiano-erspan-03 section 4.3, carried by GRE (RFC 2784). Its
// time stamp is in units that Granularity names.
type ERSPANIII struct {
	Version      uint8         `bits:"4,default=2"`
	VLAN         uint16        `bits:"12"`
	COS          uint8         `bits:"3"`
	BSO          uint8         `bits:"2"` // 0 a good frame, 1 short, 2 oversized, 3 bad
	Truncated    bool          `bits:"1"`
	SessionID    uint16        `bits:"10"`
	Timestamp    uint32        `bits:"32"`
	SGT          uint16        `bits:"16"` // security group tag
	ProtocolData bool          `bits:"1"`  // an Ethernet protocol frame (PDU)
	FrameType    ERSPANFrame   `bits:"5"`
	HardwareID   uint8         `bits:"6"`
	Egress       bool          `bits:"1"`
	Granularity  ERSPANGranule `bits:"2"`
	Optional     bool          `bits:"1"` // the fields below are there
	PlatformID   uint8         `bits:"6,if=Optional"`
	PlatformInfo uint64        `bits:"58,if=Optional"`
}

// ERSPANFrame is the kind of frame inside ERSPAN of type III.
type ERSPANFrame uint8

// Kinds of frames.
const (
	ERSPANFrameEthernet ERSPANFrame = 0
	ERSPANFrameIP       ERSPANFrame = 2
)

func (t ERSPANFrame) String() string { return iana.NameAt([]string{"Ethernet", "", "IP"}, t) }

// ERSPANGranule is the unit of the time stamp of ERSPAN of type III.
type ERSPANGranule uint8

// Units of time stamps.
const (
	ERSPAN100Microseconds ERSPANGranule = iota
	ERSPAN100Nanoseconds
	ERSPANIEEE1588 // nanoseconds of IEEE 1588
	ERSPANUserDefined
)

func (t ERSPANGranule) String() string {
	return iana.NameAt([]string{"100 microseconds", "100 nanoseconds", "IEEE 1588", "user-configurable"}, t)
}

// NextLayer is by FrameType.
func (e *ERSPANIII) NextLayer(payload []byte) codec.Key {
	switch e.FrameType {
	case ERSPANFrameEthernet:
		return ethernet
	case ERSPANFrameIP:
		return byVersion(payload)
	}
	return codec.Key{}
}

func (e *ERSPANIII) String() string {
	return fmt.Sprintf("ERSPANIII session %d, vlan %d, %s", e.SessionID, e.VLAN, e.FrameType)
}

// ethernet is the key of an Ethernet frame.
var ethernet = codec.Key{Table: "ethertype", Value: uint64(ieee.EtherTypeTEB)}

// byVersion is the key of an IP packet, by its first four bits.
func byVersion(payload []byte) codec.Key {
	if len(payload) == 0 {
		return codec.Key{}
	}
	return codec.Key{Table: "ipversion", Value: uint64(payload[0] >> 4)}
}
