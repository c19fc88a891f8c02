package routing

import (
	"encoding/binary"
	"fmt"
	"net/netip"

	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/layers/iana"
	"github.com/wiretag/wiretag/layers/ieee"
	"github.com/wiretag/wiretag/tags"
)

// HSRP is a message of Cisco's Hot Standby Router Protocol, RFC 2281 section 5, or an advertisement of interfaces, which Cisco added. What stands
// behind it in TLVs is authentication, as in version 2.
type HSRP struct {
	Version       uint8      `bits:"8"` // 0
	OpCode        HSRPOp     `bits:"8"`
	State         HSRPState  `bits:"8,if=OpCode!=3"`
	HelloTime     uint8      `bits:"8,if=OpCode!=3"` // seconds
	HoldTime      uint8      `bits:"8,if=OpCode!=3"` // seconds
	Priority      uint8      `bits:"8,if=OpCode!=3"`
	Group         uint8      `bits:"8,if=OpCode!=3"`
	Reserved      uint8      `bits:"8,if=OpCode!=3"`
	AuthData      [8]byte    `bits:"64,if=OpCode!=3"` // a password in clear text, "cisco" where there is none
	Virtual       netip.Addr `bits:"32,if=OpCode!=3"`
	AdvertType    uint16     `bits:"16,if=OpCode==3"` // 1 interface state
	AdvertLength  uint16     `bits:"16,if=OpCode==3"` // of what follows, 10
	AdvertState   uint8      `bits:"8,if=OpCode==3"`  // 1 dormant, 2 passive, 3 active
	Reserved1     uint8      `bits:"8,if=OpCode==3"`
	ActiveGroups  uint16     `bits:"16,if=OpCode==3"`
	PassiveGroups uint16     `bits:"16,if=OpCode==3"`
	Reserved2     uint32     `bits:"32,if=OpCode==3"`
	TLVs          []HSRPTLV  `bits:"*"`
	Rest          []byte     `bits:"*"` // what is no TLV
}

// HSRPv2 is a message of version 2, which is a list of TLVs. There is no RFC of it; the numbers beside those of RFC 2281 are what Cisco's routers send.
type HSRPv2 struct {
	TLVs []HSRPTLV `bits:"*"`
	Rest []byte    `bits:"*"` // what is no TLV
}

// Err tells whether the first TLV is not the state of a group or an interface, which every message begins with.
func (h *HSRPv2) Err() error {
	if len(h.TLVs) == 0 || h.TLVs[0].Type != HSRPGroupStateTLV && h.TLVs[0].Type != HSRPInterfaceStateTLV {
		return codec.ErrConst
	}
	return nil
}

// HSRPTLV is a part of a message of version 2. Value is typed by View.
type HSRPTLV struct {
	Type   HSRPTLVType `bits:"8"`
	Length uint8       `bits:"8,len=Value"`
	Value  []byte      `bits:"*,union=Type"`
}

// HSRPTLVType is the type of an HSRPTLV.
type HSRPTLVType uint8

// Types of TLVs.
const (
	HSRPGroupStateTLV     HSRPTLVType = 1
	HSRPInterfaceStateTLV HSRPTLVType = 2
	HSRPTextAuthTLV       HSRPTLVType = 3
	HSRPMD5AuthTLV        HSRPTLVType = 4
)

func (t HSRPTLVType) String() string {
	return iana.NameAt([]string{1: "group state", "interface state", "text authentication", "MD5 authentication"}, t)
}

// HSRPOp is the kind of a message.
type HSRPOp uint8

// Kinds of messages.
const (
	HSRPHello     HSRPOp = 0
	HSRPCoup      HSRPOp = 1
	HSRPResign    HSRPOp = 2
	HSRPAdvertise HSRPOp = 3
)

func (o HSRPOp) String() string {
	return iana.NameAt([]string{"hello", "coup", "resign", "advertise"}, o)
}

// HSRPState is the state of a router, in messages of version 1.
type HSRPState uint8

// States.
const (
	HSRPInitial HSRPState = 0
	HSRPLearn   HSRPState = 1
	HSRPListen  HSRPState = 2
	HSRPSpeak   HSRPState = 4
	HSRPStandby HSRPState = 8
	HSRPActive  HSRPState = 16
)

func (s HSRPState) String() string {
	return iana.NameAt([]string{0: "initial", 1: "learn", 2: "listen", 4: "speak", 8: "standby", 16: "active"}, s)
}

// HSRPGroupState is what version 2 has in the place of the message of version 1. Times are in milliseconds. The states of its routers are counted: 0 disabled,
// 1 init, 2 learn, 3 listen, 4 speak, 5 standby, 6 active.
type HSRPGroupState struct {
	Version    uint8    `bits:"8,default=2"`
	OpCode     HSRPOp   `bits:"8"`
	State      uint8    `bits:"8"`
	IPVersion  uint8    `bits:"8"` // 4 or 6
	Group      uint16   `bits:"16"`
	Identifier ieee.MAC `bits:"48"` // of the sender
	Priority   uint32   `bits:"32"`
	HelloTime  uint32   `bits:"32"`
	HoldTime   uint32   `bits:"32"`
	Virtual    [16]byte `bits:"128"` // Addr gives it
}

// HSRPInterfaceState says how many groups an interface has.
type HSRPInterfaceState struct {
	Active  uint16 `bits:"16"`
	Passive uint16 `bits:"16"`
}

// HSRPTextAuth is a password in clear text.
type HSRPTextAuth struct {
	Text []byte `bits:"*"` // 8 bytes
}

// HSRPMD5Auth is a digest.
type HSRPMD5Auth struct {
	Algorithm uint8      `bits:"8"` // 1 MD5
	Padding   uint8      `bits:"8"`
	Flags     uint16     `bits:"16"`
	Sender    netip.Addr `bits:"32"`
	KeyID     uint32     `bits:"32"`
	Digest    [16]byte   `bits:"128"`
}

// Members gives the types of View.
func (HSRPTLV) Members(string) tags.Members {
	return tags.Members{Types: map[uint64]any{
		uint64(HSRPGroupStateTLV): (*HSRPGroupState)(nil), uint64(HSRPInterfaceStateTLV): (*HSRPInterfaceState)(nil),
		uint64(HSRPTextAuthTLV): (*HSRPTextAuth)(nil), uint64(HSRPMD5AuthTLV): (*HSRPMD5Auth)(nil),
	}}
}

// View decodes Value. It returns nil for unknown types.
func (t *HSRPTLV) View() (any, error) { return codec.View(t, "Value") }

// Recognizes asks for version 0 and a known kind of message.
func (*HSRP) Recognizes(data []byte) bool {
	if len(data) < 2 || data[0] != 0 || data[1] > 3 {
		return false
	}
	return HSRPOp(data[1]) != HSRPAdvertise || len(data) < 4 || binary.BigEndian.Uint16(data[2:]) == 1
}

// Recognizes asks for a known type, as long as it should be.
func (*HSRPv2) Recognizes(data []byte) bool {
	return len(data) >= 2 && (data[0] == 1 && data[1] == 40 || data[0] == 2 && data[1] == 4 || data[0] == 3 && data[1] == 8 || data[0] == 4 && data[1] == 28)
}

// Addr is the virtual address, which stands in the first four bytes if it is of IPv4.
func (g *HSRPGroupState) Addr() netip.Addr {
	if g.IPVersion == 4 {
		return netip.AddrFrom4([4]byte(g.Virtual[:4]))
	}
	return netip.AddrFrom16(g.Virtual)
}

func (h *HSRP) String() string {
	if h.OpCode == HSRPAdvertise {
		return fmt.Sprintf("HSRP advertise, %d active, %d passive", h.ActiveGroups, h.PassiveGroups)
	}
	return fmt.Sprintf("HSRP %s, group %d, %s, priority %d, %v", h.OpCode, h.Group, h.State, h.Priority, h.Virtual)
}

func (h *HSRPv2) String() string { return fmt.Sprintf("HSRPv2 %d TLVs", len(h.TLVs)) }
