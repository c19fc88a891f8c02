package routing

import (
	"fmt"
	"net/netip"
	"slices"

	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/layers/iana"
	"github.com/wiretag/wiretag/tags"
)

// BGPAttribute is a path attribute, RFC 4271 section 4.3. Value is typed by View.
type BGPAttribute struct {
	Optional       bool             `bits:"1"`
	Transitive     bool             `bits:"1"`
	Partial        bool             `bits:"1"`
	Extended       bool             `bits:"1"` // the length has two bytes
	Unused         uint8            `bits:"4"`
	Type           BGPAttributeType `bits:"8"`
	Length         uint8            `bits:"8,if=!Extended,len=Value"`
	ExtendedLength uint16           `bits:"16,if=Extended,len=Value"`
	Value          []byte           `bits:"*,union=Type"`
}

// BGPAttributeType is the type of a path attribute, from IANA's registry.
type BGPAttributeType uint8

// Types of path attributes.
const (
	BGPOrigin              BGPAttributeType = 1
	BGPASPath              BGPAttributeType = 2
	BGPNextHop             BGPAttributeType = 3
	BGPMED                 BGPAttributeType = 4
	BGPLocalPref           BGPAttributeType = 5
	BGPAtomicAggregate     BGPAttributeType = 6
	BGPAggregator          BGPAttributeType = 7
	BGPCommunities         BGPAttributeType = 8  // RFC 1997
	BGPOriginatorID        BGPAttributeType = 9  // RFC 4456
	BGPClusterList         BGPAttributeType = 10 // RFC 4456
	BGPMPReach             BGPAttributeType = 14 // RFC 4760
	BGPMPUnreach           BGPAttributeType = 15
	BGPExtendedCommunities BGPAttributeType = 16 // RFC 4360
	BGPAS4Path             BGPAttributeType = 17 // RFC 6793
	BGPAS4Aggregator       BGPAttributeType = 18
	BGPPMSITunnel          BGPAttributeType = 22  // RFC 6514
	BGPTunnelEncaps        BGPAttributeType = 23  // RFC 9012
	BGPTrafficEngineering  BGPAttributeType = 24  // RFC 5543
	BGPIPv6Communities     BGPAttributeType = 25  // RFC 5701
	BGPAIGP                BGPAttributeType = 26  // RFC 7311
	BGPLinkState           BGPAttributeType = 29  // RFC 9552
	BGPLargeCommunities    BGPAttributeType = 32  // RFC 8092
	BGPsecPath             BGPAttributeType = 33  // RFC 8205
	BGPOnlyToCustomer      BGPAttributeType = 35  // RFC 9234
	BGPPrefixSID           BGPAttributeType = 40  // RFC 8669
	BGPAttrSet             BGPAttributeType = 128 // RFC 6368
)

func (t BGPAttributeType) String() string {
	return iana.NameAt([]string{
		1: "ORIGIN", 2: "AS_PATH", 3: "NEXT_HOP", 4: "MULTI_EXIT_DISC", 5: "LOCAL_PREF", 6: "ATOMIC_AGGREGATE", 7: "AGGREGATOR", 8: "COMMUNITIES", 9: "ORIGINATOR_ID",
		10: "CLUSTER_LIST", 14: "MP_REACH_NLRI", 15: "MP_UNREACH_NLRI", 16: "EXTENDED COMMUNITIES", 17: "AS4_PATH", 18: "AS4_AGGREGATOR", 22: "PMSI_TUNNEL",
		23: "Tunnel Encapsulation", 24: "Traffic Engineering", 25: "IPv6 Extended Communities", 26: "AIGP", 29: "BGP-LS", 32: "LARGE_COMMUNITY", 33: "BGPsec_Path",
		35: "ONLY_TO_CUSTOMER", 40: "BGP Prefix-SID", 128: "ATTR_SET",
	}, t)
}

// BGPOriginValue says where a route comes from: 0 IGP, 1 EGP, 2 incomplete.
type BGPOriginValue struct {
	Origin uint8 `bits:"8"`
}

// BGPPath is a path of ASes with numbers of 32 bits.
type BGPPath struct {
	Segments []BGPSegment `bits:"*"`
}

// BGPSegment is a part of a path.
type BGPSegment struct {
	Type  BGPSegmentType `bits:"8"`
	Count uint8          `bits:"8,count=AS"`
	AS    []uint32       `bits:"*,each=32"`
}

// BGPPath2 is a path of ASes with numbers of 16 bits.
type BGPPath2 struct {
	Segments []BGPSegment2 `bits:"*"`
}

// BGPSegment2 is a part of a path.
type BGPSegment2 struct {
	Type  BGPSegmentType `bits:"8"`
	Count uint8          `bits:"8,count=AS"`
	AS    []uint16       `bits:"*,each=16"`
}

// BGPSegmentType is the type of a part of a path.
type BGPSegmentType uint8

// Types of parts.
const (
	BGPASSet          BGPSegmentType = 1
	BGPASSequence     BGPSegmentType = 2
	BGPConfedSequence BGPSegmentType = 3 // RFC 5065
	BGPConfedSet      BGPSegmentType = 4
)

func (t BGPSegmentType) String() string {
	return iana.NameAt([]string{1: "AS_SET", 2: "AS_SEQUENCE", 3: "AS_CONFED_SEQUENCE", 4: "AS_CONFED_SET"}, t)
}

// BGPAddress is an address of IPv4.
type BGPAddress struct {
	Addr netip.Addr `bits:"32"`
}

// BGPNumber is a number of 32 bits: a preference.
type BGPNumber struct {
	Value uint32 `bits:"32"`
}

// BGPAggregatorValue is who aggregated a route.
type BGPAggregatorValue struct {
	AS   uint32     `bits:"32"`
	Addr netip.Addr `bits:"32"`
}

// BGPAggregator2 is the same with an AS number of 16 bits.
type BGPAggregator2 struct {
	AS   uint16     `bits:"16"`
	Addr netip.Addr `bits:"32"`
}

// BGPCommunityList are communities: the number of an AS in the upper 16 bits, and what it says.
type BGPCommunityList struct {
	Communities []BGPCommunity `bits:"*,each=32"`
}

// BGPCommunity is a community.
type BGPCommunity uint32

// Well-known communities, from IANA's registry.
const (
	BGPGracefulShutdown  BGPCommunity = 0xffff0000
	BGPBlackhole         BGPCommunity = 0xffff029a
	BGPNoExport          BGPCommunity = 0xffffff01
	BGPNoAdvertise       BGPCommunity = 0xffffff02
	BGPNoExportSubconfed BGPCommunity = 0xffffff03
	BGPNoPeer            BGPCommunity = 0xffffff04
)

func (c BGPCommunity) String() string {
	switch c {
	case BGPGracefulShutdown:
		return "GRACEFUL_SHUTDOWN"
	case BGPBlackhole:
		return "BLACKHOLE"
	case BGPNoExport:
		return "NO_EXPORT"
	case BGPNoAdvertise:
		return "NO_ADVERTISE"
	case BGPNoExportSubconfed:
		return "NO_EXPORT_SUBCONFED"
	case BGPNoPeer:
		return "NOPEER"
	}
	return fmt.Sprintf("%d:%d", c>>16, c&0xffff)
}

// BGPClusters are the clusters of route reflectors that a route went through.
type BGPClusters struct {
	Clusters []netip.Addr `bits:"*,each=32"`
}

// BGPReach are routes of a family, RFC 4760 section 3. Routes and next hop are typed by [BGPReach.View].
type BGPReach struct {
	AFI        BGPAFI  `bits:"16"`
	SAFI       BGPSAFI `bits:"8"`
	NextHopLen uint8   `bits:"8,len=NextHop"`
	NextHop    []byte  `bits:"*"`
	Reserved   uint8   `bits:"8"`
	Routes     []byte  `bits:"*"` // NLRI
}

// Err tells whether the next hop is as long as none that IPv4, IPv6, layer 2 and link states have, with link-local addresses or route distinguishers (RFC 2545 section 3, RFC 4364 section 4.3.2, RFC 4659 section 3.2.1, RFC 8950
// section 3, RFC 8955 section 4), or what the family has not is announced.
func (r *BGPReach) Err() error {
	flow := r.SAFI == SAFIFlowSpec || r.SAFI == SAFIFlowSpecVPN // which needs none
	good := true
	switch n := len(r.NextHop); r.AFI {
	case AFIIPv4, AFIL2VPN, AFILinkState:
		good = slices.Contains([]int{4, 12, 16, 24, 32, 48}, n)
	case AFIIPv6:
		good = slices.Contains([]int{16, 24, 32, 48}, n)
	}
	if !good && !(flow && len(r.NextHop) == 0) {
		return codec.ErrLength
	}
	return familyRoutesErr(r.AFI, r.SAFI, r.Routes)
}

// Err tells whether what the family has not is withdrawn, or the routes are no prefixes.
func (u *BGPUnreach) Err() error { return familyRoutesErr(u.AFI, u.SAFI, u.Routes) }

// familyRoutesErr tells whether the subsequent family is one that the family has not, layer 2 those of IP's routes and link states others than their own (RFC 4760 section 6, RFC 8277 section 2, RFC 6514
// section 4, RFC 9552 section 5.2), or routes of IP are no prefixes, with or without identifiers of paths in front of them (RFC 7911 section 3).
func familyRoutesErr(afi BGPAFI, safi BGPSAFI, routes []byte) error {
	bits := map[BGPAFI]uint8{AFIIPv4: 32, AFIIPv6: 128}[afi]
	plain := bits > 0 && (safi == SAFIUnicast || safi == SAFIMulticast)
	switch {
	case afi == AFIL2VPN && (safi < SAFIVPLS || safi == SAFIMDT), (afi == AFILinkState) != (safi == SAFILinkState || safi == SAFILinkStateVPN),
		plain && !prefixes(routes, 0, bits) && !prefixes(routes, 4, bits):
		return codec.ErrRange
	}
	return nil
}

// BGPUnreach are routes of a family that are withdrawn, RFC 4760 section 4.
type BGPUnreach struct {
	AFI    BGPAFI  `bits:"16"`
	SAFI   BGPSAFI `bits:"8"`
	Routes []byte  `bits:"*"`
}

// BGPExtendedList are extended communities.
type BGPExtendedList struct {
	Communities []BGPExtendedCommunity `bits:"*"`
}

// BGPExtendedCommunity is an extended community, RFC 4360 section 2. Of type 0 the value is an AS of 16 bits and a number of 32, of type 1 an address of IPv4 and a number
// of 16, of type 2 an AS of 32 bits and a number of 16, subtype 2 a route target, 3 the route's origin.
type BGPExtendedCommunity struct {
	Authority     bool    `bits:"1"` // 0: assigned by IANA, first come first served
	NonTransitive bool    `bits:"1"`
	Type          uint8   `bits:"6"`
	Subtype       uint8   `bits:"8"`
	Value         [6]byte `bits:"48"`
}

// BGPIPv6List are extended communities with addresses of IPv6.
type BGPIPv6List struct {
	Communities []BGPIPv6Community `bits:"*"`
}

// BGPIPv6Community is an extended community with an address of IPv6.
type BGPIPv6Community struct {
	Type    uint8      `bits:"8"`
	Subtype uint8      `bits:"8"`
	Global  netip.Addr `bits:"128"`
	Local   uint16     `bits:"16"`
}

// BGPTunnel is the tunnel of a multicast VPN, RFC 6514 section 5.
type BGPTunnel struct {
	Flags      uint8  `bits:"8"`
	Type       uint8  `bits:"8"` // 1 RSVP-TE, 2 mLDP P2MP, 3 PIM-SSM, 4 PIM-SM, 5 PIM-Bidir, 6 ingress replication, 7 mLDP MP2MP
	Label      uint32 `bits:"24"`
	Identifier []byte `bits:"*"`
}

// BGPTunnels are tunnels, RFC 9012 section 2.
type BGPTunnels struct {
	Tunnels []BGPTLV16 `bits:"*"`
}

// BGPTLV16 is a part with type and length of two bytes each.
type BGPTLV16 struct {
	Type   uint16 `bits:"16"`
	Length uint16 `bits:"16,len=Value"`
	Value  []byte `bits:"*"`
}

// BGPTLV8 is a part with a type of one and a length of two bytes.
type BGPTLV8 struct {
	Type   uint8  `bits:"8"`
	Length uint16 `bits:"16,len=Value"`
	Value  []byte `bits:"*"`
}

// BGPAccumulated is the accumulated IGP metric, RFC 7311 section 3; the length of its parts counts type and length too.
type BGPAccumulated struct {
	TLVs []BGPAIGPTLV `bits:"*"`
}

// BGPAIGPTLV is a part of it; type 1 is a metric of 64 bits.
type BGPAIGPTLV struct {
	Type   uint8  `bits:"8"`
	Length uint16 `bits:"16,len=self"`
	Value  []byte `bits:"*"`
}

// BGPLinkStateValue are attributes of nodes, links and prefixes, RFC 9552 section 5.3.
type BGPLinkStateValue struct {
	TLVs []BGPTLV16 `bits:"*"`
}

// BGPLargeList are large communities, RFC 8092 section 3.
type BGPLargeList struct {
	Communities []BGPLargeCommunity `bits:"*"`
}

// BGPLargeCommunity is a large community.
type BGPLargeCommunity struct {
	Global uint32 `bits:"32"` // an AS
	Local1 uint32 `bits:"32"`
	Local2 uint32 `bits:"32"`
}

// BGPSID are segment identifiers of a prefix, RFC 8669 section 3: part 1 label index, 3 originator's range of labels, 5 and 6 of SRv6.
type BGPSID struct {
	TLVs []BGPTLV8 `bits:"*"`
}

// BGPAttributeSet are the attributes of a customer's route, RFC 6368 section 5.
type BGPAttributeSet struct {
	AS         uint32         `bits:"32"`
	Attributes []BGPAttribute `bits:"*"`
}

// Members gives the types of View.
func (BGPAttribute) Members(string) tags.Members {
	return tags.Members{Types: map[uint64]any{
		uint64(BGPOrigin): (*BGPOriginValue)(nil), uint64(BGPASPath): (*BGPPath)(nil), uint64(BGPNextHop): (*BGPAddress)(nil), uint64(BGPMED): (*BGPNumber)(nil),
		uint64(BGPLocalPref): (*BGPNumber)(nil), uint64(BGPAggregator): (*BGPAggregatorValue)(nil), uint64(BGPCommunities): (*BGPCommunityList)(nil),
		uint64(BGPOriginatorID): (*BGPAddress)(nil), uint64(BGPClusterList): (*BGPClusters)(nil), uint64(BGPMPReach): (*BGPReach)(nil), uint64(BGPMPUnreach): (*BGPUnreach)(nil),
		uint64(BGPExtendedCommunities): (*BGPExtendedList)(nil), uint64(BGPAS4Path): (*BGPPath)(nil), uint64(BGPAS4Aggregator): (*BGPAggregatorValue)(nil),
		uint64(BGPPMSITunnel): (*BGPTunnel)(nil), uint64(BGPTunnelEncaps): (*BGPTunnels)(nil), uint64(BGPIPv6Communities): (*BGPIPv6List)(nil),
		uint64(BGPAIGP): (*BGPAccumulated)(nil), uint64(BGPLinkState): (*BGPLinkStateValue)(nil), uint64(BGPLargeCommunities): (*BGPLargeList)(nil),
		uint64(BGPOnlyToCustomer): (*BGPNumber)(nil), uint64(BGPPrefixSID): (*BGPSID)(nil), uint64(BGPAttrSet): (*BGPAttributeSet)(nil),
	}}
}

// View decodes Value. It returns nil for unknown types and for those without a value. Paths and aggregators have AS numbers of 32 bits if all bytes can be read so, otherwise of
// 16: [*BGPPath2], [*BGPAggregator2]. Which of them a session uses is said in its open messages alone.
func (a *BGPAttribute) View() (any, error) {
	switch {
	case a.Type == BGPASPath && !segments(a.Value, 4):
		return decoded(a.Value, &BGPPath2{})
	case a.Type == BGPAggregator && len(a.Value) == 6:
		return decoded(a.Value, &BGPAggregator2{})
	}
	return codec.View(a, "Value")
}

// segments reports whether b are parts of a path with numbers of so many bytes.
func segments(b []byte, size int) bool {
	for len(b) >= 2 {
		n := 2 + size*int(b[1])
		if b[0] < 1 || b[0] > 4 || n > len(b) {
			return false
		}
		b = b[n:]
	}
	return len(b) == 0
}

func decoded(b []byte, v any) (any, error) {
	_, err := codec.Unmarshal(b, v)
	return v, err
}

func (a *BGPAttribute) String() string { return fmt.Sprintf("%s, %d bytes", a.Type, len(a.Value)) }
