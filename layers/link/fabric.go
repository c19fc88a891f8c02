package link

import (
	"fmt"

	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/layers/ieee"
)

// EtherTypes of Cisco's FabricPath and VN-tag, and of IEEE 802.1BR.
const (
	etherTypeETag       = 0x893f
	etherTypeFabricPath = 0x8903
	etherTypeVNTag      = 0x8926
)

// FabricPath is the tag of Cisco's FabricPath, the form that came before TRILL (RFC 6325), between an Ethernet header with addresses of switches and the frame of the host.
type FabricPath struct {
	Tree uint16 `bits:"10"` // forwarding tag: the tree or topology
	TTL  uint8  `bits:"6"`
}

// NextLayer is the host's frame.
func (*FabricPath) NextLayer([]byte) codec.Key {
	return codec.Key{Table: "ethertype", Value: uint64(ieee.EtherTypeTEB)}
}

func (f *FabricPath) String() string { return fmt.Sprintf("FabricPath tree %d, ttl %d", f.Tree, f.TTL) }

// VNTag is the tag that names virtual interfaces between a switch and its port extenders, Cisco's form of the E-tag of IEEE 802.1BR.
type VNTag struct {
	ToHost      bool           `bits:"1"`  // direction: from the bridge
	Multicast   bool           `bits:"1"`  // Destination is a list
	Destination uint16         `bits:"14"` // virtual interface
	Looped      bool           `bits:"1"`
	Reserved    uint8          `bits:"1"`
	Version     uint8          `bits:"2"`
	Source      uint16         `bits:"12"` // virtual interface
	Type        ieee.EtherType `bits:"16,next=ethertype"`
}

func (v *VNTag) String() string {
	return fmt.Sprintf("VNTag %d > %d, %s", v.Source, v.Destination, v.Type)
}

// ETag is the tag of port extenders, IEEE 802.1BR-2012 section 7.5.
type ETag struct {
	Priority     uint8          `bits:"3"`
	DropEligible bool           `bits:"1"`
	Ingress      uint16         `bits:"12"` // base of the channel it came from
	Reserved     uint8          `bits:"2"`
	Group        uint8          `bits:"2"`
	Channel      uint16         `bits:"12"` // base of the extended channel
	IngressHigh  uint8          `bits:"8"`
	ChannelHigh  uint8          `bits:"8"`
	Type         ieee.EtherType `bits:"16,next=ethertype"`
}

func (e *ETag) String() string {
	return fmt.Sprintf("ETag channel %d, %s", e.Channel, e.Type)
}
