package routing

import (
	"net/netip"

	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/layers/iana"
	"github.com/wiretag/wiretag/tags"
)

// OSPFRouterInfo is the body of a router information LSA, RFC 7770 section 2.3.
type OSPFRouterInfo struct {
	TLVs []OSPFRouterInfoTLV `bits:"*"`
}

// OSPFRouterInfoTLV is a part of a router information LSA. Value is typed by View.
type OSPFRouterInfoTLV struct {
	Type    OSPFRouterInfoType `bits:"16"`
	Length  uint16             `bits:"16,len=Value"`
	Value   []byte             `bits:"*,union=Type"`
	Padding []byte             `bits:"*,pad=4"`
}

// OSPFRouterInfoType is the type of an OSPFRouterInfoTLV, from IANA's registry.
type OSPFRouterInfoType uint16

// Types of router information.
const (
	OSPFInfoCapabilities OSPFRouterInfoType = 1 // informational ones, a bit each from the left
	OSPFInfoFunctional   OSPFRouterInfoType = 2
	OSPFInfoHostname     OSPFRouterInfoType = 7 // RFC 5642
	OSPFInfoAlgorithms   OSPFRouterInfoType = 8 // RFC 8665, as the next two and the preference
	OSPFInfoSIDRange     OSPFRouterInfoType = 9
	OSPFInfoAdminTags    OSPFRouterInfoType = 10 // RFC 7777
	OSPFInfoMSD          OSPFRouterInfoType = 12 // RFC 8476
	OSPFInfoLocalBlock   OSPFRouterInfoType = 14
	OSPFInfoPreference   OSPFRouterInfoType = 15
)

func (t OSPFRouterInfoType) String() string {
	return iana.NameAt([]string{
		1: "informational capabilities", 2: "functional capabilities", 7: "hostname", 8: "SR algorithms", 9: "SID/label range", 10: "administrative tags", 12: "MSD",
		14: "SR local block", 15: "SRMS preference",
	}, t)
}

// OSPFText is a name.
type OSPFText struct {
	Text string `bits:"*"`
}

// SRAlgorithms are the algorithms of segment routing: 0 shortest path, 1 strict, from 128 on flexible.
type SRAlgorithms struct {
	Values []byte `bits:"*"`
}

// OSPFSIDRange is a range of labels, RFC 8665 sections 3.2 and 3.3. A part of type 1 has the first label or index.
type OSPFSIDRange struct {
	Size     uint32       `bits:"24"`
	Reserved uint8        `bits:"8"`
	TLVs     []OSPFSubTLV `bits:"*"`
}

// OSPFSubTLV is a part of a part, whose type has a meaning where it stands.
type OSPFSubTLV struct {
	Type    uint16 `bits:"16"`
	Length  uint16 `bits:"16,len=Value"`
	Value   []byte `bits:"*"`
	Padding []byte `bits:"*,pad=4"`
}

// MaxSIDDepths are maximum depths of SIDs, RFC 8476 section 2 and RFC 8491.
type MaxSIDDepths struct {
	Depths []SIDDepth `bits:"*"`
}

// SIDDepth is a maximum depth; type 1 is of pushed labels.
type SIDDepth struct {
	Type  uint8 `bits:"8"`
	Value uint8 `bits:"8"`
}

// Members gives the types of View.
func (OSPFRouterInfoTLV) Members(string) tags.Members {
	return tags.Members{Types: map[uint64]any{
		uint64(OSPFInfoCapabilities): (*TEWords)(nil), uint64(OSPFInfoFunctional): (*TEWords)(nil), uint64(OSPFInfoHostname): (*OSPFText)(nil),
		uint64(OSPFInfoAlgorithms): (*SRAlgorithms)(nil), uint64(OSPFInfoSIDRange): (*OSPFSIDRange)(nil), uint64(OSPFInfoAdminTags): (*TEWords)(nil),
		uint64(OSPFInfoMSD): (*MaxSIDDepths)(nil), uint64(OSPFInfoLocalBlock): (*OSPFSIDRange)(nil), uint64(OSPFInfoPreference): (*TEProtection)(nil),
	}}
}

// View decodes Value. It returns nil for unknown types. A preference is a byte and three that are reserved.
func (t *OSPFRouterInfoTLV) View() (any, error) { return codec.View(t, "Value") }

// OSPFExtendedPrefixes is the body of an extended prefix LSA, RFC 7684 section 2.
type OSPFExtendedPrefixes struct {
	TLVs []OSPFExtendedPrefixTLV `bits:"*"`
}

// OSPFExtendedPrefixTLV is a part of an extended prefix LSA: 1 prefix, 2 range of prefixes (RFC 8665). Value is typed by View.
type OSPFExtendedPrefixTLV struct {
	Type    uint16 `bits:"16"`
	Length  uint16 `bits:"16,len=Value"`
	Value   []byte `bits:"*,union=Type"`
	Padding []byte `bits:"*,pad=4"`
}

// OSPFExtendedPrefix has attributes of a prefix, RFC 7684 section 2.1. Its route type is 1 intra-area, 3 inter-area, 5 external, 7 NSSA.
type OSPFExtendedPrefix struct {
	RouteType uint8               `bits:"8"`
	PrefixLen uint8               `bits:"8"`
	Family    uint8               `bits:"8"` // 0 IPv4
	Flags     uint8               `bits:"8"` // 0x80 attached, 0x40 node
	Prefix    netip.Addr          `bits:"32"`
	TLVs      []OSPFPrefixAttrTLV `bits:"*"`
}

// OSPFPrefixRange has attributes of consecutive prefixes, RFC 8665 section 4.
type OSPFPrefixRange struct {
	PrefixLen uint8               `bits:"8"`
	Family    uint8               `bits:"8"`
	Size      uint16              `bits:"16"`
	Flags     uint8               `bits:"8"` // 0x80 inter-area
	Reserved  uint32              `bits:"24"`
	Prefix    netip.Addr          `bits:"32"`
	TLVs      []OSPFPrefixAttrTLV `bits:"*"`
}

// OSPFPrefixAttrTLV is an attribute of a prefix; type 2 is a prefix SID. Value is typed by View.
type OSPFPrefixAttrTLV struct {
	Type    uint16 `bits:"16"`
	Length  uint16 `bits:"16,len=Value"`
	Value   []byte `bits:"*,union=Type"`
	Padding []byte `bits:"*,pad=4"`
}

// OSPFPrefixSID is the segment identifier of a prefix, RFC 8665 section 5. SID is an index of 32 bits, or a label of 24 where flag V (0x08) is set.
type OSPFPrefixSID struct {
	Flags     uint8  `bits:"8"`
	Reserved  uint8  `bits:"8"`
	Topology  uint8  `bits:"8"`
	Algorithm uint8  `bits:"8"`
	SID       []byte `bits:"*"`
}

// OSPFExtendedLinks is the body of an extended link LSA, RFC 7684 section 3.
type OSPFExtendedLinks struct {
	TLVs []OSPFExtendedLinkTLV `bits:"*"`
}

// OSPFExtendedLinkTLV is a part of an extended link LSA: 1 link. Value is typed by View.
type OSPFExtendedLinkTLV struct {
	Type    uint16 `bits:"16"`
	Length  uint16 `bits:"16,len=Value"`
	Value   []byte `bits:"*,union=Type"`
	Padding []byte `bits:"*,pad=4"`
}

// OSPFExtendedLink has attributes of a link, RFC 7684 section 3.1.
type OSPFExtendedLink struct {
	Type     OSPFLinkType      `bits:"8"`
	Reserved uint32            `bits:"24"`
	ID       netip.Addr        `bits:"32"`
	Data     netip.Addr        `bits:"32"`
	TLVs     []OSPFLinkAttrTLV `bits:"*"`
}

// OSPFLinkAttrTLV is an attribute of a link: 2 adjacency SID, 3 the same on a LAN, 6 MSD. Value is typed by View.
type OSPFLinkAttrTLV struct {
	Type    uint16 `bits:"16"`
	Length  uint16 `bits:"16,len=Value"`
	Value   []byte `bits:"*,union=Type"`
	Padding []byte `bits:"*,pad=4"`
}

// OSPFAdjacencySID is the segment identifier of an adjacency, RFC 8665 section 6.1. SID is an index of 32 bits, or a label of 24 where flag V (0x40) is set.
type OSPFAdjacencySID struct {
	Flags    uint8  `bits:"8"`
	Reserved uint8  `bits:"8"`
	Topology uint8  `bits:"8"`
	Weight   uint8  `bits:"8"`
	SID      []byte `bits:"*"`
}

// OSPFLANAdjacencySID is the same for a neighbor on a LAN, RFC 8665 section 6.2.
type OSPFLANAdjacencySID struct {
	Flags    uint8      `bits:"8"`
	Reserved uint8      `bits:"8"`
	Topology uint8      `bits:"8"`
	Weight   uint8      `bits:"8"`
	Neighbor netip.Addr `bits:"32"`
	SID      []byte     `bits:"*"`
}

// Members gives the types of View.
func (OSPFExtendedPrefixTLV) Members(string) tags.Members {
	return tags.Members{Types: map[uint64]any{1: (*OSPFExtendedPrefix)(nil), 2: (*OSPFPrefixRange)(nil)}}
}

// View decodes Value. It returns nil for unknown types.
func (t *OSPFExtendedPrefixTLV) View() (any, error) { return codec.View(t, "Value") }

// Members gives the types of View.
func (OSPFPrefixAttrTLV) Members(string) tags.Members {
	return tags.Members{Types: map[uint64]any{2: (*OSPFPrefixSID)(nil)}}
}

// View decodes Value. It returns nil for unknown types.
func (t *OSPFPrefixAttrTLV) View() (any, error) { return codec.View(t, "Value") }

// Members gives the types of View.
func (OSPFExtendedLinkTLV) Members(string) tags.Members {
	return tags.Members{Types: map[uint64]any{1: (*OSPFExtendedLink)(nil)}}
}

// View decodes Value. It returns nil for unknown types.
func (t *OSPFExtendedLinkTLV) View() (any, error) { return codec.View(t, "Value") }

// Members gives the types of View.
func (OSPFLinkAttrTLV) Members(string) tags.Members {
	return tags.Members{Types: map[uint64]any{2: (*OSPFAdjacencySID)(nil), 3: (*OSPFLANAdjacencySID)(nil), 6: (*MaxSIDDepths)(nil)}}
}

// View decodes Value. It returns nil for unknown types.
func (t *OSPFLinkAttrTLV) View() (any, error) { return codec.View(t, "Value") }
