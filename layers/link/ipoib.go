package link

import (
	"fmt"
	"net/netip"

	"github.com/wiretag/wiretag/layers/iana"
	"github.com/wiretag/wiretag/layers/ieee"
)

// IPoIB is the header of IP over InfiniBand, RFC 4391 section 6, behind the global route header of the InfiniBand architecture, LINKTYPE_IPOIB. Systems
// fill in of that what they have: often the destination alone.
type IPoIB struct {
	Version      uint8          `bits:"4"` // 6, where the header is filled in
	TrafficClass uint8          `bits:"8"`
	FlowLabel    uint32         `bits:"20"`
	Length       uint16         `bits:"16"` // of what is behind the global route header
	NextHeader   uint8          `bits:"8"`  // 0x1b: InfiniBand
	HopLimit     uint8          `bits:"8"`
	Src          netip.Addr     `bits:"128,flow=src"` // global identifiers
	Dst          netip.Addr     `bits:"128,flow=dst"`
	Type         ieee.EtherType `bits:"16,next=ethertype"`
	Reserved     uint16         `bits:"16"`
}

func (b *IPoIB) String() string { return fmt.Sprintf("IPoIB %s > %s, %s", b.Src, b.Dst, b.Type) }

// IPNET is the header that Solaris puts in front of packets captured at the IP layer, LINKTYPE_IPNET.
type IPNET struct {
	Version    uint8       `bits:"8,default=1"`
	Family     IPNETFamily `bits:"8,next=ipnet"`
	Hook       uint16      `bits:"16"` // 0 inbound, 1 outbound, 2 within the system
	Length     uint32      `bits:"32,len=payload"`
	Interface  uint32      `bits:"32"` // index
	Group      uint32      `bits:"32"` // index of the group's interface
	SourceZone uint32      `bits:"32"` // all ones: none
	DestZone   uint32      `bits:"32"`
}

// IPNETFamily is the address family.
type IPNETFamily uint8

// Address families of Solaris.
const (
	IPNETIPv4 IPNETFamily = 2
	IPNETIPv6 IPNETFamily = 26
)

func (f IPNETFamily) String() string { return iana.NameAt([]string{2: "IPv4", 26: "IPv6"}, f) }

func (n *IPNET) String() string {
	return fmt.Sprintf("IPNET %s, interface %d, length %d", n.Family, n.Interface, n.Length)
}
