package routing

import (
	"net/netip"

	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/layers/iana"
	"github.com/wiretag/wiretag/tags"
)

// ISISReach are neighbors with wide metrics, RFC 5305 section 3.
type ISISReach struct {
	Neighbors []ISISWideNeighbor `bits:"*"`
}

// ISISTopologyReach are neighbors in a topology, RFC 5120 section 7.2.
type ISISTopologyReach struct {
	Reserved  uint8              `bits:"4"`
	Topology  uint16             `bits:"12"`
	Neighbors []ISISWideNeighbor `bits:"*"`
}

// ISISWideNeighbor is a neighbor with a wide metric, and what else is known of the link.
type ISISWideNeighbor struct {
	ID        NodeID        `bits:"56"`
	Metric    uint32        `bits:"24"`
	TLVLength uint8         `bits:"8,len=TLVs"`
	TLVs      []ISISLinkTLV `bits:"*"`
}

// ISISLinkTLV is a part of a neighbor's description. Value is typed by View.
type ISISLinkTLV struct {
	Type   ISISLinkType `bits:"8"`
	Length uint8        `bits:"8,len=Value"`
	Value  []byte       `bits:"*,union=Type"`
}

// ISISLinkType is the type of an ISISLinkTLV, from IANA's registry.
type ISISLinkType uint8

// Types of parts.
const (
	ISISLinkGroup         ISISLinkType = 3
	ISISLinkIDs           ISISLinkType = 4 // RFC 5307
	ISISLinkAddress       ISISLinkType = 6
	ISISLinkNeighbor      ISISLinkType = 8
	ISISLinkBandwidth     ISISLinkType = 9
	ISISLinkReservable    ISISLinkType = 10
	ISISLinkUnreserved    ISISLinkType = 11
	ISISLinkIPv6          ISISLinkType = 12 // RFC 6119
	ISISLinkNeighborIPv6  ISISLinkType = 13
	ISISLinkExtendedGroup ISISLinkType = 14 // RFC 7308
	ISISLinkMSD           ISISLinkType = 15 // RFC 8491
	ISISLinkTEMetric      ISISLinkType = 18
	ISISLinkProtection    ISISLinkType = 20
	ISISLinkSwitching     ISISLinkType = 21
	ISISLinkAdjacencySID  ISISLinkType = 31 // RFC 8667
	ISISLinkLANSID        ISISLinkType = 32
	ISISLinkDelay         ISISLinkType = 33 // RFC 8570, as those behind it
	ISISLinkMinMaxDelay   ISISLinkType = 34
	ISISLinkVariation     ISISLinkType = 35
	ISISLinkLoss          ISISLinkType = 36
	ISISLinkResidual      ISISLinkType = 37
	ISISLinkAvailable     ISISLinkType = 38
	ISISLinkUtilized      ISISLinkType = 39
)

func (t ISISLinkType) String() string {
	return iana.NameAt([]string{
		3: "administrative group", 4: "link identifiers", 6: "interface address", 8: "neighbor address", 9: "maximum bandwidth", 10: "maximum reservable bandwidth",
		11: "unreserved bandwidth", 12: "IPv6 interface address", 13: "IPv6 neighbor address", 14: "extended administrative group", 15: "MSD", 18: "TE metric", 20: "protection",
		21: "switching capability", 31: "adjacency SID", 32: "LAN adjacency SID", 33: "delay", 34: "minimum and maximum delay", 35: "delay variation", 36: "loss",
		37: "residual bandwidth", 38: "available bandwidth", 39: "utilized bandwidth",
	}, t)
}

// ISISTEMetric is a metric of 24 bits.
type ISISTEMetric struct {
	Metric uint32 `bits:"24"`
}

// ISISSID is the segment identifier of an adjacency, RFC 8667 section 2.2.1, or of a prefix, section 2.1: an index of 32 bits, or a label of 24 where flag V (0x20, of
// prefixes 0x08) is set.
type ISISSID struct {
	Flags  uint8  `bits:"8"`
	Weight uint8  `bits:"8"` // or the algorithm, of prefixes
	SID    []byte `bits:"*"`
}

// ISISLANSID is the same for a neighbor on a LAN, RFC 8667 section 2.2.2.
type ISISLANSID struct {
	Flags    uint8    `bits:"8"`
	Weight   uint8    `bits:"8"`
	Neighbor SystemID `bits:"48"`
	SID      []byte   `bits:"*"`
}

// ISISProtection is how a link is protected, RFC 5307 section 1.2.
type ISISProtection struct {
	Flags    uint8 `bits:"8"`
	Reserved uint8 `bits:"8"`
}

// Members gives the types of View.
func (ISISLinkTLV) Members(string) tags.Members {
	m := map[uint64]any{
		uint64(ISISLinkAddress): (*TEAddresses)(nil), uint64(ISISLinkNeighbor): (*TEAddresses)(nil), uint64(ISISLinkIPv6): (*TEIPv6Addresses)(nil),
		uint64(ISISLinkNeighborIPv6): (*TEIPv6Addresses)(nil), uint64(ISISLinkMSD): (*MaxSIDDepths)(nil), uint64(ISISLinkTEMetric): (*ISISTEMetric)(nil),
		uint64(ISISLinkProtection): (*ISISProtection)(nil), uint64(ISISLinkSwitching): (*TESwitching)(nil), uint64(ISISLinkAdjacencySID): (*ISISSID)(nil),
		uint64(ISISLinkLANSID): (*ISISLANSID)(nil),
	}
	for _, t := range [...]ISISLinkType{ISISLinkBandwidth, ISISLinkReservable, ISISLinkUnreserved, ISISLinkResidual, ISISLinkAvailable, ISISLinkUtilized} {
		m[uint64(t)] = (*TEBandwidths)(nil)
	}
	for _, t := range [...]ISISLinkType{
		ISISLinkGroup, ISISLinkIDs, ISISLinkExtendedGroup, ISISLinkDelay, ISISLinkMinMaxDelay, ISISLinkVariation, ISISLinkLoss,
	} {
		m[uint64(t)] = (*TEWords)(nil)
	}
	return tags.Members{Types: m}
}

// Err tells whether the value is missing, or a segment identifier is neither a label nor an index: RFC 5305 section 3, RFC 6119 section 4, RFC 8570 section 4, RFC 8667 section 2.2.
func (t *ISISLinkTLV) Err() error {
	if _, ok := t.Members("").Types[uint64(t.Type)]; ok && len(t.Value) == 0 {
		return codec.ErrLength
	}
	switch t.Type {
	case ISISLinkAdjacencySID:
		return sidErr(t.Value, 2, 0x30)
	case ISISLinkLANSID:
		return sidErr(t.Value, 8, 0x30)
	}
	return nil
}

// sidErr tells whether what stands behind flags and more is not a label, where the two flags for one are set, or an index, where none is: RFC 8667 section 2.1.
func sidErr(b []byte, at int, label byte) error {
	size := 4
	switch {
	case len(b) < at:
		return codec.ErrLength
	case b[0]&label == label:
		size = 3
	case b[0]&label != 0:
		return codec.ErrRange
	}
	if len(b) != at+size {
		return codec.ErrLength
	}
	return nil
}

// View decodes Value. It returns nil for unknown types.
func (t *ISISLinkTLV) View() (any, error) { return codec.View(t, "Value") }

// ISISIPReach are networks with wide metrics, RFC 5305 section 4.
type ISISIPReach struct {
	Networks []ISISWideNetwork `bits:"*"`
}

// ISISTopologyIP are networks in a topology, RFC 5120 section 7.3.
type ISISTopologyIP struct {
	Reserved uint8             `bits:"4"`
	Topology uint16            `bits:"12"`
	Networks []ISISWideNetwork `bits:"*"`
}

// ISISWideNetwork is a network with a wide metric.
type ISISWideNetwork struct {
	Metric    uint32          `bits:"32"`
	Prefix    ISISPrefix      `bits:"*"`
	TLVLength uint8           `bits:"8,if=HasTLVs,len=TLVs"`
	TLVs      []ISISPrefixTLV `bits:"*,if=HasTLVs"`
}

// HasTLVs reports whether there are parts, if only their length.
func (n *ISISWideNetwork) HasTLVs() bool { return n.Prefix.HasTLVs }

// ISISPrefix is a prefix of IPv4 behind a byte of flags and its length, RFC 5305 section 4.
type ISISPrefix struct {
	Down    bool // from a higher level
	HasTLVs bool
	Bits    uint8  // the length, 6 bits
	Bytes   []byte // Bits of them
}

// DecodeField reads flags, length and bytes.
func (p *ISISPrefix) DecodeField(layer []byte, at int) (int, error) {
	*p = ISISPrefix{}
	b := layer[at:]
	if len(b) == 0 {
		return 1, codec.ErrTruncated
	}
	p.Down, p.HasTLVs, p.Bits = b[0]&0x80 != 0, b[0]&0x40 != 0, b[0]&0x3f
	n := 1 + prefixBytes(p.Bits)
	if n > len(b) {
		return n, codec.ErrTruncated
	}
	if n > 1 {
		p.Bytes = b[1:n:n]
	}
	return n, nil
}

// AppendField writes them. There have to be as many bytes as Bits says.
func (p ISISPrefix) AppendField(dst []byte, _ int, _ codec.Derive) ([]byte, error) {
	if p.Bits > 0x3f {
		return dst, codec.ErrRange
	}
	if len(p.Bytes) != prefixBytes(p.Bits) {
		return dst, codec.ErrLength
	}
	c := p.Bits
	if p.Down {
		c |= 0x80
	}
	if p.HasTLVs {
		c |= 0x40
	}
	return append(append(dst, c), p.Bytes...), nil
}

// Err tells whether the prefix is longer than an address.
func (p ISISPrefix) Err() error {
	if p.Bits > 32 {
		return codec.ErrRange
	}
	return nil
}

// Prefix is the prefix, the zero value if it is too long.
func (p ISISPrefix) Prefix() netip.Prefix { return ipv4Prefix(int(p.Bits), p.Bytes) }

// ISISIPv6List are networks of IPv6, RFC 5308 section 2.
type ISISIPv6List struct {
	Networks []ISISIPv6Network `bits:"*"`
}

// ISISTopologyIPv6 are networks of IPv6 in a topology, RFC 5120 section 7.4.
type ISISTopologyIPv6 struct {
	Reserved uint8             `bits:"4"`
	Topology uint16            `bits:"12"`
	Networks []ISISIPv6Network `bits:"*"`
}

// ISISIPv6Network is a network of IPv6.
type ISISIPv6Network struct {
	Metric    uint32          `bits:"32"`
	Down      bool            `bits:"1"` // from a higher level
	External  bool            `bits:"1"`
	HasTLVs   bool            `bits:"1"`
	Reserved  uint8           `bits:"5"`
	Prefix    Prefix          `bits:"*"`
	TLVLength uint8           `bits:"8,if=HasTLVs,len=TLVs"`
	TLVs      []ISISPrefixTLV `bits:"*,if=HasTLVs"`
}

// ISISPrefixTLV is an attribute of a network: 1 tags, 2 tags of 64 bits, 3 SID, 4 flags, 11 and 12 source router. Value is typed by View.
type ISISPrefixTLV struct {
	Type   uint8  `bits:"8"`
	Length uint8  `bits:"8,len=Value"`
	Value  []byte `bits:"*,union=Type"`
}

// Err tells whether a segment identifier is neither a label nor an index, RFC 8667 section 2.1.
func (t *ISISPrefixTLV) Err() error {
	if t.Type != 3 {
		return nil
	}
	return sidErr(t.Value, 2, 0x0c)
}

// ISISLongTags are tags of 64 bits, RFC 5130 section 3.2.
type ISISLongTags struct {
	Tags []uint64 `bits:"*,each=64"`
}

// Members gives the types of View.
func (ISISPrefixTLV) Members(string) tags.Members {
	return tags.Members{Types: map[uint64]any{
		1: (*TEWords)(nil), 2: (*ISISLongTags)(nil), 3: (*ISISSID)(nil), 4: (*TEByte)(nil), 11: (*TEAddress)(nil), 12: (*TEIPv6Addresses)(nil),
	}}
}

// View decodes Value. It returns nil for unknown types.
func (t *ISISPrefixTLV) View() (any, error) { return codec.View(t, "Value") }

// ISISCapabilityTLV is a part of a router's capabilities: 2 segment routing, 19 algorithms, 22 local block, 23 MSD. Value is typed by View.
type ISISCapabilityTLV struct {
	Type   uint8  `bits:"8"`
	Length uint8  `bits:"8,len=Value"`
	Value  []byte `bits:"*,union=Type"`
}

// ISISSegmentRouting are ranges of labels, RFC 8667 sections 3.1 and 3.3.
type ISISSegmentRouting struct {
	Flags  uint8          `bits:"8"` // 0x80 IPv4, 0x40 IPv6
	Ranges []ISISSIDRange `bits:"*"`
}

// ISISSIDRange is a range of labels. SID has three bytes for a label, four for an index.
type ISISSIDRange struct {
	Size   uint32 `bits:"24"`
	Type   uint8  `bits:"8,default=1"`
	Length uint8  `bits:"8,len=SID"`
	SID    []byte `bits:"*"`
}

// Err tells whether there is neither a label nor an index, RFC 8667 section 2.3.
func (r *ISISSIDRange) Err() error {
	if len(r.SID) != 3 && len(r.SID) != 4 {
		return codec.ErrLength
	}
	return nil
}

// Members gives the types of View.
func (ISISCapabilityTLV) Members(string) tags.Members {
	return tags.Members{Types: map[uint64]any{
		2: (*ISISSegmentRouting)(nil), 19: (*SRAlgorithms)(nil), 22: (*ISISSegmentRouting)(nil), 23: (*MaxSIDDepths)(nil),
	}}
}

// View decodes Value. It returns nil for unknown types.
func (t *ISISCapabilityTLV) View() (any, error) { return codec.View(t, "Value") }
