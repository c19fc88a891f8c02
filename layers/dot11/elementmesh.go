package dot11

import "github.com/wiretag/wiretag/layers/ieee"

// Elements of meshes, IEEE 802.11-2020 sections 9.4.2.96 to 9.4.2.117.

// MeshConfiguration is the contents of the mesh configuration element, section 9.4.2.96.
type MeshConfiguration struct {
	PathProtocol    uint8 `bits:"8"` // 1: HWMP
	PathMetric      uint8 `bits:"8"` // 1: airtime
	Congestion      uint8 `bits:"8"`
	Synchronization uint8 `bits:"8"`
	Authentication  uint8 `bits:"8"` // 0 none, 1 SAE, 2 802.1X
	Formation       uint8 `bits:"8"` // connected to a gate, number of peerings, connected to an authentication server
	Capability      uint8 `bits:"8"`
}

// MeshID is the contents of the mesh ID element, section 9.4.2.97.
type MeshID struct {
	ID string `bits:"*"`
}

// MeshPeering is the contents of the mesh peering management element, section 9.4.2.100. Which fields follow depends on the
// frame that holds it.
type MeshPeering struct {
	Protocol uint16 `bits:"16,le"` // 0: without authentication, 1: with it
	LocalID  uint16 `bits:"16,le"`
	Fields   []byte `bits:"*"` // peer's link ID, reason, identifier of the key
}

// MeshSwitch is the contents of the mesh channel switch parameters, section 9.4.2.101.
type MeshSwitch struct {
	TTL        uint8  `bits:"8"`
	Flags      uint8  `bits:"8"`
	Reason     Reason `bits:"16,le"`
	Precedence uint16 `bits:"16,le"`
}

// GANN is the contents of the gate announcement, section 9.4.2.109.
type GANN struct {
	Flags    uint8    `bits:"8"`
	Hops     uint8    `bits:"8"`
	TTL      uint8    `bits:"8"`
	Gate     ieee.MAC `bits:"48"`
	Sequence uint32   `bits:"32,le"`
	Interval uint16   `bits:"16,le"` // seconds
}

// RANN is the contents of the root announcement, section 9.4.2.110.
type RANN struct {
	Flags    uint8    `bits:"8"` // 1: gate
	Hops     uint8    `bits:"8"`
	TTL      uint8    `bits:"8"`
	Root     ieee.MAC `bits:"48"`
	Sequence uint32   `bits:"32,le"`
	Interval uint32   `bits:"32,le"` // time units
	Metric   uint32   `bits:"32,le"`
}

// PREQ is the contents of the path request, section 9.4.2.113.
type PREQ struct {
	Flags       uint8        `bits:"8"` // 1 gate, 2 individually addressed, 4 proactive reply, 0x40 external address
	Hops        uint8        `bits:"8"`
	TTL         uint8        `bits:"8"`
	PathID      uint32       `bits:"32,le"`
	Originator  ieee.MAC     `bits:"48"`
	Sequence    uint32       `bits:"32,le"`
	External    ieee.MAC     `bits:"48,if=Flags&0x40!=0"`
	Lifetime    uint32       `bits:"32,le"` // time units
	Metric      uint32       `bits:"32,le"`
	TargetCount uint8        `bits:"8,count=Targets"`
	Targets     []PREQTarget `bits:"*"`
}

// PREQTarget is a station that a path is wanted to.
type PREQTarget struct {
	Flags    uint8    `bits:"8"` // 1 only the target answers, 4 its sequence number is unknown
	Addr     ieee.MAC `bits:"48"`
	Sequence uint32   `bits:"32,le"`
}

// PREP is the contents of the path reply, section 9.4.2.114.
type PREP struct {
	Flags              uint8    `bits:"8"` // 0x40: external address
	Hops               uint8    `bits:"8"`
	TTL                uint8    `bits:"8"`
	Target             ieee.MAC `bits:"48"`
	TargetSequence     uint32   `bits:"32,le"`
	External           ieee.MAC `bits:"48,if=Flags&0x40!=0"`
	Lifetime           uint32   `bits:"32,le"` // time units
	Metric             uint32   `bits:"32,le"`
	Originator         ieee.MAC `bits:"48"`
	OriginatorSequence uint32   `bits:"32,le"`
}

// PERR is the contents of the path error, section 9.4.2.115.
type PERR struct {
	TTL   uint8             `bits:"8"`
	Count uint8             `bits:"8,count=Paths"`
	Paths []PERRDestination `bits:"*"`
}

// PERRDestination is a station that cannot be reached.
type PERRDestination struct {
	Flags    uint8    `bits:"8"` // 0x40: external address
	Addr     ieee.MAC `bits:"48"`
	Sequence uint32   `bits:"32,le"`
	External ieee.MAC `bits:"48,if=Flags&0x40!=0"`
	Reason   Reason   `bits:"16,le"`
}

// Congestion is the contents of the congestion notification, section 9.4.2.99: how long each category expects it, in units of 100
// microseconds.
type Congestion struct {
	Destination ieee.MAC `bits:"48"`
	Background  uint16   `bits:"16,le"`
	BestEffort  uint16   `bits:"16,le"`
	Video       uint16   `bits:"16,le"`
	Voice       uint16   `bits:"16,le"`
}

// BeaconTiming is the contents of the beacon timing element, section 9.4.2.103.
type BeaconTiming struct {
	Control  uint8              `bits:"8"`
	Stations []BeaconTimingInfo `bits:"*"`
}

// BeaconTimingInfo is when a neighbor sends beacons.
type BeaconTimingInfo struct {
	Station  uint8  `bits:"8"`     // lowest byte of its address
	Time     uint32 `bits:"24,le"` // units of 32 microseconds
	Interval uint16 `bits:"16,le"` // time units
}

// PXU is the contents of the proxy update, section 9.4.2.116.
type PXU struct {
	Sequence uint8      `bits:"8"`
	Proxy    ieee.MAC   `bits:"48"`
	Count    uint8      `bits:"8,count=Proxies"`
	Proxies  []PXUProxy `bits:"*"`
}

// PXUProxy is a station outside the mesh.
type PXUProxy struct {
	Flags    uint8    `bits:"8"` // 1 delete, 2 the originator is the proxy, 4 lifetime
	External ieee.MAC `bits:"48"`
	Sequence uint32   `bits:"32,le"`
	Proxy    ieee.MAC `bits:"48,if=Flags&2==0"`
	Lifetime uint32   `bits:"32,le,if=Flags&4!=0"` // time units
}

// PXUC is the contents of the confirmation of a proxy update, section 9.4.2.117.
type PXUC struct {
	Sequence    uint8    `bits:"8"`
	Destination ieee.MAC `bits:"48"`
}

// DMGCapabilities is the contents of the DMG capabilities element, section 9.4.2.127.
type DMGCapabilities struct {
	Addr  ieee.MAC `bits:"48"`
	AID   uint8    `bits:"8"`
	Info  uint64   `bits:"64,le"` // of the station
	AP    uint16   `bits:"16,le"` // of the access point
	Extra []byte   `bits:"*"`
}

// DMGOperation is the contents of the DMG operation element, section 9.4.2.128.
type DMGOperation struct {
	Info  uint16  `bits:"16,le"`
	Hint  uint32  `bits:"32,le"` // idle time, and others
	Value [4]byte `bits:"32"`
}

// Multiband is the contents of the multi-band element, section 9.4.2.138.
type Multiband struct {
	Control    uint8    `bits:"8"`
	Band       uint8    `bits:"8"`
	Class      uint8    `bits:"8"`
	Channel    uint8    `bits:"8"`
	BSSID      ieee.MAC `bits:"48"`
	Interval   uint16   `bits:"16,le"`
	TSFOffset  uint64   `bits:"64,le"`
	Connection uint8    `bits:"8"`
	FSTSession uint8    `bits:"8"`
	Rest       []byte   `bits:"*"` // address, ciphers
}
