package routing

import (
	"net/netip"

	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/layers/iana"
	"github.com/wiretag/wiretag/layers/ieee"
)

// ISISTLVType is the type of an ISISTLV, from IANA's registry.
type ISISTLVType uint8

// Types of TLVs.
const (
	ISISAreas             ISISTLVType = 1
	ISISNeighborsLSP      ISISTLVType = 2 // intermediate systems, in LSPs
	ISISEndSystems        ISISTLVType = 3
	ISISNeighborsHello    ISISTLVType = 6 // in hello packets
	ISISInstance          ISISTLVType = 7 // RFC 8202
	ISISPadding           ISISTLVType = 8
	ISISEntries           ISISTLVType = 9
	ISISAuthentication    ISISTLVType = 10
	ISISChecksum          ISISTLVType = 12 // RFC 3358
	ISISPurgeOriginator   ISISTLVType = 13 // RFC 6232
	ISISBufferSize        ISISTLVType = 14
	ISISExtendedReach     ISISTLVType = 22 // RFC 5305
	ISISNeighborAttribute ISISTLVType = 23 // RFC 5311
	ISISIPInternal        ISISTLVType = 128
	ISISProtocols         ISISTLVType = 129
	ISISIPExternal        ISISTLVType = 130
	ISISIPInterfaces      ISISTLVType = 132
	ISISTERouterID        ISISTLVType = 134
	ISISExtendedIP        ISISTLVType = 135
	ISISHostname          ISISTLVType = 137 // RFC 5301
	ISISSharedRisk        ISISTLVType = 138 // RFC 5307
	ISISTERouterIPv6      ISISTLVType = 140 // RFC 6119
	ISISRestart           ISISTLVType = 211 // RFC 8706
	ISISMTReach           ISISTLVType = 222 // RFC 5120
	ISISMTNeighborAttr    ISISTLVType = 223
	ISISTopologies        ISISTLVType = 229
	ISISIPv6Interfaces    ISISTLVType = 232 // RFC 5308
	ISISIPv6Global        ISISTLVType = 233
	ISISMTIP              ISISTLVType = 235
	ISISIPv6Reach         ISISTLVType = 236
	ISISMTIPv6            ISISTLVType = 237
	ISISThreeWay          ISISTLVType = 240 // RFC 5303
	ISISCapability        ISISTLVType = 242 // RFC 7981
)

func (t ISISTLVType) String() string {
	return iana.NameAt([]string{
		1: "area addresses", 2: "IS neighbors", 3: "ES neighbors", 6: "IS neighbors", 7: "instance", 8: "padding", 9: "LSP entries", 10: "authentication", 12: "checksum",
		13: "purge originator", 14: "buffer size", 22: "extended IS reachability", 23: "IS neighbor attribute", 128: "IP internal reachability", 129: "protocols",
		130: "IP external reachability", 132: "IP interface addresses", 134: "TE router ID", 135: "extended IP reachability", 137: "hostname", 138: "shared risk link group",
		140: "IPv6 TE router ID", 211: "restart", 222: "MT IS reachability", 223: "MT IS neighbor attribute", 229: "multi-topology", 232: "IPv6 interface addresses",
		233: "IPv6 global interface addresses", 235: "MT IP reachability", 236: "IPv6 reachability", 237: "MT IPv6 reachability", 240: "three-way adjacency",
		242: "router capability",
	}, t)
}

func isisMembers() map[uint64]any {
	m := map[uint64]any{
		uint64(ISISAreas): (*ISISAreaList)(nil), uint64(ISISNeighborsLSP): (*ISISNeighbors)(nil), uint64(ISISEndSystems): (*ISISEndSystemList)(nil),
		uint64(ISISNeighborsHello): (*ISISMACs)(nil), uint64(ISISInstance): (*ISISInstances)(nil), uint64(ISISEntries): (*ISISEntryList)(nil),
		uint64(ISISAuthentication): (*ISISAuth)(nil), uint64(ISISPurgeOriginator): (*ISISOriginators)(nil), uint64(ISISExtendedReach): (*ISISReach)(nil),
		uint64(ISISNeighborAttribute): (*ISISReach)(nil), uint64(ISISIPInterfaces): (*TEAddresses)(nil), uint64(ISISTERouterID): (*TEAddress)(nil),
		uint64(ISISExtendedIP): (*ISISIPReach)(nil), uint64(ISISHostname): (*ISISText)(nil), uint64(ISISSharedRisk): (*ISISRiskGroups)(nil),
		uint64(ISISTERouterIPv6): (*TEIPv6Addresses)(nil), uint64(ISISRestart): (*ISISRestarting)(nil), uint64(ISISMTReach): (*ISISTopologyReach)(nil),
		uint64(ISISMTNeighborAttr): (*ISISTopologyReach)(nil), uint64(ISISTopologies): (*ISISTopologyList)(nil), uint64(ISISIPv6Interfaces): (*TEIPv6Addresses)(nil),
		uint64(ISISIPv6Global): (*TEIPv6Addresses)(nil), uint64(ISISMTIP): (*ISISTopologyIP)(nil), uint64(ISISIPv6Reach): (*ISISIPv6List)(nil),
		uint64(ISISMTIPv6): (*ISISTopologyIPv6)(nil), uint64(ISISThreeWay): (*ISISAdjacency)(nil), uint64(ISISCapability): (*ISISRouter)(nil),
	}
	for _, t := range [...]ISISTLVType{ISISChecksum, ISISBufferSize} {
		m[uint64(t)] = (*ISISNumber)(nil)
	}
	for _, t := range [...]ISISTLVType{ISISIPInternal, ISISIPExternal} {
		m[uint64(t)] = (*ISISOldIPReach)(nil)
	}
	return m
}

// ISISAreaList lists areas of a system.
type ISISAreaList struct {
	Areas []NSAP `bits:"*"`
}

// NSAP is an address of OSI's network layer, or a part of one, with its length.
type NSAP struct {
	Length uint8  `bits:"8,len=Addr"`
	Addr   []byte `bits:"*"`
}

// Err tells whether the address has one to twenty bytes: ISO/IEC 8348.
func (n *NSAP) Err() error {
	if len(n.Addr) == 0 || len(n.Addr) > 20 {
		return codec.ErrLength
	}
	return nil
}

// ISISMetrics are the four metrics of ISO/IEC 10589: a bit that says that there is none (but for the first), a bit for external ones, and six bits.
type ISISMetrics struct {
	Default uint8 `bits:"8"`
	Delay   uint8 `bits:"8"`
	Expense uint8 `bits:"8"`
	Error   uint8 `bits:"8"`
}

// ISISNeighbors are neighbors with narrow metrics.
type ISISNeighbors struct {
	Virtual   uint8          `bits:"8"` // 1 for virtual links
	Neighbors []ISISNeighbor `bits:"*"`
}

// ISISNeighbor is a neighbor with narrow metrics.
type ISISNeighbor struct {
	Metrics ISISMetrics `bits:"*"`
	ID      NodeID      `bits:"56"`
}

// ISISEndSystemList are end systems, which have metrics in common.
type ISISEndSystemList struct {
	Metrics ISISMetrics `bits:"*"`
	Systems []SystemID  `bits:"*,each=48"`
}

// Err tells whether there is no end system.
func (l *ISISEndSystemList) Err() error {
	if len(l.Systems) == 0 {
		return codec.ErrLength
	}
	return nil
}

// ISISMACs are addresses of neighbors on a LAN.
type ISISMACs struct {
	Addrs []ieee.MAC `bits:"*,each=48"`
}

// ISISInstances says which instance and topologies the packet is of, RFC 8202 section 2.1.
type ISISInstances struct {
	ID         uint16   `bits:"16"`
	Topologies []uint16 `bits:"*,each=16"`
}

// ISISEntryList lists LSPs.
type ISISEntryList struct {
	Entries []ISISEntry `bits:"*"`
}

// ISISEntry is the state of an LSP.
type ISISEntry struct {
	Lifetime uint16 `bits:"16"`
	ID       LSPID  `bits:"64"`
	Seq      uint32 `bits:"32"`
	Checksum uint16 `bits:"16"`
}

// ISISAuth is a password or a digest, RFC 5304 and RFC 5310.
type ISISAuth struct {
	Type  uint8  `bits:"8"` // 1 clear text, 3 generic cryptographic, 54 HMAC-MD5
	KeyID uint16 `bits:"16,if=Type==3"`
	Data  []byte `bits:"*"`
}

// Err tells whether there is neither password nor digest, RFC 5304 section 3.
func (a *ISISAuth) Err() error {
	if len(a.Data) == 0 {
		return codec.ErrLength
	}
	return nil
}

// ISISNumber is a number of 16 bits.
type ISISNumber struct {
	Value uint16 `bits:"16"`
}

// ISISOriginators says who purges an LSP, RFC 6232 section 3.
type ISISOriginators struct {
	Count   uint8      `bits:"8"`
	Systems []SystemID `bits:"*,each=48"`
}

// Err tells whether there are not one or two systems, as many as Count says: RFC 6232 section 3.
func (o *ISISOriginators) Err() error {
	if n := len(o.Systems); n != int(o.Count) || n < 1 || n > 2 {
		return codec.ErrCount
	}
	return nil
}

// ISISOldIPReach are networks with narrow metrics, RFC 1195 section 5.3.
type ISISOldIPReach struct {
	Networks []ISISNetwork `bits:"*"`
}

// ISISNetwork is a network with narrow metrics.
type ISISNetwork struct {
	Metrics ISISMetrics `bits:"*"`
	Addr    netip.Addr  `bits:"32"`
	Mask    netip.Addr  `bits:"32"`
}

// ISISText is a name.
type ISISText struct {
	Text string `bits:"*"`
}

// ISISRiskGroups are the shared risk link groups of a link, RFC 5307 section 1.4.
type ISISRiskGroups struct {
	Neighbor NodeID     `bits:"56"`
	Flags    uint8      `bits:"8"` // 1: the link is numbered
	Local    netip.Addr `bits:"32"`
	Remote   netip.Addr `bits:"32"`
	Groups   []uint32   `bits:"*,each=32"`
}

// ISISRestarting is for graceful restarts, RFC 8706 section 3.
type ISISRestarting struct {
	Reserved uint8  `bits:"3"`
	Planned  bool   `bits:"1"` // PA: acknowledges PR
	Prepare  bool   `bits:"1"` // PR
	Suppress bool   `bits:"1"` // SA: do not announce the adjacency
	Ack      bool   `bits:"1"` // RA
	Request  bool   `bits:"1"` // RR
	Rest     []byte `bits:"*"` // two bytes of remaining time, and the neighbor
}

// ISISTopologyList lists topologies, RFC 5120 section 7.1.
type ISISTopologyList struct {
	Topologies []ISISTopology `bits:"*"`
}

// ISISTopology is a topology: 0 standard, 2 IPv6 unicast, 3 IPv4 multicast, 4 IPv6 multicast.
type ISISTopology struct {
	Overload bool   `bits:"1"`
	Attached bool   `bits:"1"`
	Reserved uint8  `bits:"2"`
	ID       uint16 `bits:"12"`
}

// ISISAdjacency is the state of an adjacency on a point-to-point link, RFC 5303 section 3.1.
type ISISAdjacency struct {
	State uint8  `bits:"8"` // 0 up, 1 initializing, 2 down
	IDs   []byte `bits:"*"` // as far as they are there: four bytes of local circuit ID, the neighbor's system ID and its circuit ID
}

// Err tells whether an identifier is there in part, RFC 5303 section 3.1.
func (a *ISISAdjacency) Err() error {
	switch len(a.IDs) {
	case 0, 4, 10, 14:
		return nil
	}
	return codec.ErrLength
}

// ISISRouter are capabilities of a router, RFC 7981 section 2.
type ISISRouter struct {
	RouterID netip.Addr          `bits:"32"`
	Reserved uint8               `bits:"6"`
	Down     bool                `bits:"1"` // D
	Flood    bool                `bits:"1"` // S: across the whole domain
	TLVs     []ISISCapabilityTLV `bits:"*"`
}
