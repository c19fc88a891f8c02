package link

import (
	"fmt"

	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/layers/iana"
	"github.com/wiretag/wiretag/layers/ieee"
)

// STP is a bridge protocol data unit of the spanning tree protocol and its rapid and multiple forms, IEEE 802.1Q-2022 section 14 (802.1D, 802.1w,
// 802.1s). Times are in units of 1/256 second. A topology change notification ends behind Type. What follows Version1Length are the fields of version 3, and
// Rest is what the standard does not describe: padding, and the tags of Cisco's PVST+.
type STP struct {
	Protocol       uint16     `bits:"16"`
	Version        STPVersion `bits:"8"`
	Type           BPDUType   `bits:"8"`
	Config         *STPConfig `bits:"*,if=Type==0||Type==2"`
	Version1Length uint8      `bits:"8,if=Type==2&&Version>1"`
	MST            *MSTP      `bits:"*,if=Type==2&&Version>2"`
	Rest           []byte     `bits:"*"`
}

// Err tells whether the type that came with version 2 is said to be of an older one, IEEE 802.1Q-2022 section 14.4.
func (s *STP) Err() error {
	if s.Type == BPDURapid && s.Version < STPVersionRSTP {
		return codec.ErrRange
	}
	return nil
}

// STPConfig are the fields of configuration BPDUs, IEEE 802.1Q-2022 section 14.2.
type STPConfig struct {
	TopologyAck    bool        `bits:"1"`
	Agreement      bool        `bits:"1"`
	Forwarding     bool        `bits:"1"`
	Learning       bool        `bits:"1"`
	Role           STPPortRole `bits:"2"`
	Proposal       bool        `bits:"1"`
	TopologyChange bool        `bits:"1"`
	Root           BridgeID    `bits:"*"`
	RootCost       uint32      `bits:"32"`
	Bridge         BridgeID    `bits:"*"`
	Port           uint16      `bits:"16"` // priority in the upper four bits
	MessageAge     uint16      `bits:"16"`
	MaxAge         uint16      `bits:"16"`
	HelloTime      uint16      `bits:"16"`
	ForwardDelay   uint16      `bits:"16"`
}

// BridgeID is the identifier of a bridge.
type BridgeID struct {
	Priority  uint8    `bits:"4"`  // in units of 4096
	Extension uint16   `bits:"12"` // VLAN, or multiple spanning tree instance
	Addr      ieee.MAC `bits:"48"`
}

func (b BridgeID) String() string {
	return fmt.Sprintf("%d.%d.%s", int(b.Priority)<<12, b.Extension, b.Addr)
}

// STPVersion is the version of the protocol.
type STPVersion uint8

// Versions.
const (
	STPVersionSTP  STPVersion = 0
	STPVersionRSTP STPVersion = 2
	STPVersionMSTP STPVersion = 3
	STPVersionSPB  STPVersion = 4
)

func (v STPVersion) String() string {
	return iana.NameAt([]string{"STP", "", "RSTP", "MSTP", "SPT"}, v)
}

// BPDUType is the type of a bridge protocol data unit.
type BPDUType uint8

// Types.
const (
	BPDUConfig         BPDUType = 0x00
	BPDURapid          BPDUType = 0x02 // rapid and multiple spanning tree
	BPDUTopologyChange BPDUType = 0x80
)

func (t BPDUType) String() string {
	if t == BPDUTopologyChange {
		return "topology change"
	}
	return iana.NameAt([]string{"config", "", "rapid"}, t)
}

// STPPortRole is the role of a port.
type STPPortRole uint8

func (r STPPortRole) String() string {
	return iana.NameAt([]string{"master", "alternate or backup", "root", "designated"}, r)
}

// MSTP are the fields of multiple spanning tree BPDUs, IEEE 802.1Q-2022 section 14.4. Length counts what follows it.
type MSTP struct {
	Length uint16   `bits:"16,len=Body"`
	Body   MSTPBody `bits:"*"`
}

// MSTPBody is the version 3 part of a BPDU.
type MSTPBody struct {
	Selector      uint8          `bits:"8"`
	ConfigName    [32]byte       `bits:"256"` // padded with zeros
	Revision      uint16         `bits:"16"`
	Digest        [16]byte       `bits:"128"`
	RootPathCost  uint32         `bits:"32"` // internal
	Bridge        BridgeID       `bits:"*"`
	RemainingHops uint8          `bits:"8"`
	Instances     []MSTPInstance `bits:"*"`
	Rest          []byte         `bits:"*"`
}

// MSTPInstance is the configuration message of an instance.
type MSTPInstance struct {
	Master         bool        `bits:"1"`
	Agreement      bool        `bits:"1"`
	Forwarding     bool        `bits:"1"`
	Learning       bool        `bits:"1"`
	Role           STPPortRole `bits:"2"`
	Proposal       bool        `bits:"1"`
	TopologyChange bool        `bits:"1"`
	Root           BridgeID    `bits:"*"` // of the region
	RootPathCost   uint32      `bits:"32"`
	BridgePriority uint8       `bits:"8"` // in the upper four bits
	PortPriority   uint8       `bits:"8"` // in the upper four bits
	RemainingHops  uint8       `bits:"8"`
}

func (s *STP) String() string {
	if s.Config == nil {
		return fmt.Sprintf("STP %s %s", s.Version, s.Type)
	}
	return fmt.Sprintf("STP %s %s, root %s, cost %d, bridge %s, port %#04x", s.Version, s.Type, s.Config.Root, s.Config.RootCost, s.Config.Bridge, s.Config.Port)
}
