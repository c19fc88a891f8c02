package tunnel

import (
	"fmt"

	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/layers/iana"
)

// VXLAN is the virtual extensible LAN header, RFC 7348 section 5, with the group policy of
// draft-smith-vxlan-group-policy. An Ethernet frame follows.
type VXLAN struct {
	GroupPolicy bool   `bits:"1"` // the policy fields count
	Reserved1   uint8  `bits:"3"`
	Instance    bool   `bits:"1"` // VNI is valid: set in all frames
	Reserved2   uint8  `bits:"4"`
	DontLearn   bool   `bits:"1"`
	Reserved3   uint8  `bits:"2"`
	Applied     bool   `bits:"1"` // the policy was applied already
	Reserved4   uint8  `bits:"3"`
	GroupID     uint16 `bits:"16"`
	VNI         uint32 `bits:"24"`
	Reserved5   uint8  `bits:"8"`
}

// NextLayer is the Ethernet frame inside.
func (*VXLAN) NextLayer([]byte) codec.Key { return ethernet }

func (v *VXLAN) String() string { return fmt.Sprintf("VXLAN vni %d", v.VNI) }

// VXLANGPE is the generic protocol extension for VXLAN, draft-ietf-nvo3-vxlan-gpe section 3 (RFC 7348 is what it
// extends): it says which protocol is inside.
type VXLANGPE struct {
	Reserved1  uint8       `bits:"2"`
	Version    uint8       `bits:"2"`
	Instance   bool        `bits:"1"` // VNI is valid
	HasNext    bool        `bits:"1"` // NextProtocol is valid; an Ethernet frame is inside otherwise
	Broadcast  bool        `bits:"1"` // broadcast, unknown or multicast
	OAM        bool        `bits:"1"`
	Reserved2  uint16      `bits:"16"`
	NextHeader GPEProtocol `bits:"8,next=vxlangpe,nextif=HasNext"`
	VNI        uint32      `bits:"24"`
	Reserved3  uint8       `bits:"8"`
}

// Err tells whether NextHeader says something where it has no meaning: an Ethernet frame is inside then.
func (v *VXLANGPE) Err() error {
	if !v.HasNext && v.NextHeader != 0 {
		return codec.ErrConst
	}
	return nil
}

// GPEProtocol is the protocol inside VXLANGPE and NSH.
type GPEProtocol uint8

// Protocols inside VXLANGPE.
const (
	GPEIPv4     GPEProtocol = 1
	GPEIPv6     GPEProtocol = 2
	GPEEthernet GPEProtocol = 3
	GPENSH      GPEProtocol = 4
	GPEMPLS     GPEProtocol = 5
)

func (p GPEProtocol) String() string {
	return iana.NameAt([]string{"", "IPv4", "IPv6", "Ethernet", "NSH", "MPLS"}, p)
}

// NextLayer is by NextHeader, where it is valid.
func (v *VXLANGPE) NextLayer([]byte) codec.Key {
	if !v.HasNext {
		return ethernet
	}
	return codec.Key{Table: "vxlangpe", Value: uint64(v.NextHeader)}
}

func (v *VXLANGPE) String() string { return fmt.Sprintf("VXLANGPE vni %d, %s", v.VNI, v.NextHeader) }
