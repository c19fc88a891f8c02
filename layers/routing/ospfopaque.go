package routing

import (
	"math"
	"net/netip"

	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/layers/iana"
	"github.com/wiretag/wiretag/tags"
)

// OSPFTE is the body of a traffic engineering LSA, RFC 3630 section 2.4 and RFC 5329 section 4.
type OSPFTE struct {
	TLVs []OSPFTETLV `bits:"*"`
}

// OSPFTETLV is a part of a traffic engineering LSA: 1 router address, 2 link, 3 router IPv6 address, 5 node attribute. Value is typed by View.
type OSPFTETLV struct {
	Type    uint16 `bits:"16"`
	Length  uint16 `bits:"16,len=Value"`
	Value   []byte `bits:"*,union=Type"`
	Padding []byte `bits:"*,pad=4"`
}

// OSPFTELink describes a link by parts.
type OSPFTELink struct {
	TLVs []OSPFTELinkTLV `bits:"*"`
}

// OSPFTELinkTLV is a part of a link's description. Value is typed by View.
type OSPFTELinkTLV struct {
	Type    OSPFTELinkType `bits:"16"`
	Length  uint16         `bits:"16,len=Value"`
	Value   []byte         `bits:"*,union=Type"`
	Padding []byte         `bits:"*,pad=4"`
}

// OSPFTELinkType is the type of an OSPFTELinkTLV, from IANA's registry.
type OSPFTELinkType uint16

// Types of a link's parts.
const (
	OSPFTELinkKind          OSPFTELinkType = 1 // 1 point-to-point, 2 multi-access
	OSPFTELinkID            OSPFTELinkType = 2
	OSPFTELocalAddress      OSPFTELinkType = 3
	OSPFTERemoteAddress     OSPFTELinkType = 4
	OSPFTEMetric            OSPFTELinkType = 5
	OSPFTEMaxBandwidth      OSPFTELinkType = 6
	OSPFTEMaxReservable     OSPFTELinkType = 7
	OSPFTEUnreserved        OSPFTELinkType = 8 // for eight priorities
	OSPFTEGroup             OSPFTELinkType = 9
	OSPFTELocalRemoteID     OSPFTELinkType = 11 // RFC 4203
	OSPFTEProtection        OSPFTELinkType = 14
	OSPFTESwitching         OSPFTELinkType = 15
	OSPFTERiskGroups        OSPFTELinkType = 16
	OSPFTENeighborID        OSPFTELinkType = 18 // RFC 5329
	OSPFTELocalIPv6         OSPFTELinkType = 19
	OSPFTERemoteIPv6        OSPFTELinkType = 20
	OSPFTEExtendedGroup     OSPFTELinkType = 26 // RFC 7308
	OSPFTEDelay             OSPFTELinkType = 27 // RFC 7471, as those behind it
	OSPFTEMinMaxDelay       OSPFTELinkType = 28
	OSPFTEDelayVariation    OSPFTELinkType = 29
	OSPFTELoss              OSPFTELinkType = 30
	OSPFTEResidualBandwidth OSPFTELinkType = 31
	OSPFTEAvailable         OSPFTELinkType = 32
	OSPFTEUtilized          OSPFTELinkType = 33
)

func (t OSPFTELinkType) String() string {
	return iana.NameAt([]string{
		1: "link type", 2: "link ID", 3: "local address", 4: "remote address", 5: "metric", 6: "maximum bandwidth", 7: "maximum reservable bandwidth", 8: "unreserved bandwidth",
		9: "administrative group", 11: "link identifiers", 14: "protection", 15: "switching capability", 16: "shared risk group", 18: "neighbor ID", 19: "local IPv6 address",
		20: "remote IPv6 address", 26: "extended administrative group", 27: "delay", 28: "minimum and maximum delay", 29: "delay variation", 30: "loss", 31: "residual bandwidth",
		32: "available bandwidth", 33: "utilized bandwidth",
	}, t)
}

// TEBandwidth is a bandwidth in bytes a second, as an IEEE floating point number.
type TEBandwidth uint32

// BytesPerSecond is the number.
func (b TEBandwidth) BytesPerSecond() float32 { return math.Float32frombits(uint32(b)) }

// TEAddress is an address.
type TEAddress struct {
	Addr netip.Addr `bits:"32"`
}

// TEAddresses are addresses.
type TEAddresses struct {
	Addrs []netip.Addr `bits:"*,each=32"`
}

// TEIPv6Addresses are addresses of IPv6.
type TEIPv6Addresses struct {
	Addrs []netip.Addr `bits:"*,each=128"`
}

// TEByte is a number of 8 bits.
type TEByte struct {
	Value uint8 `bits:"8"`
}

// TEWords are numbers of 32 bits: a metric, groups, identifiers, delays in microseconds.
type TEWords struct {
	Values []uint32 `bits:"*,each=32"`
}

// TEBandwidths are bandwidths.
type TEBandwidths struct {
	Values []TEBandwidth `bits:"*,each=32"`
}

// TEProtection is how a link is protected, RFC 4203 section 1.2.
type TEProtection struct {
	Flags    uint8  `bits:"8"`
	Reserved uint32 `bits:"24"`
}

// TESwitching is what a link's interface can switch, RFC 4203 section 1.4.
type TESwitching struct {
	Capability uint8       `bits:"8"`
	Encoding   uint8       `bits:"8"`
	Reserved   uint16      `bits:"16"`
	MaxLSP0    TEBandwidth `bits:"32"` // by priority
	MaxLSP1    TEBandwidth `bits:"32"`
	MaxLSP2    TEBandwidth `bits:"32"`
	MaxLSP3    TEBandwidth `bits:"32"`
	MaxLSP4    TEBandwidth `bits:"32"`
	MaxLSP5    TEBandwidth `bits:"32"`
	MaxLSP6    TEBandwidth `bits:"32"`
	MaxLSP7    TEBandwidth `bits:"32"`
	Specific   []byte      `bits:"*"` // by Capability
}

// Members gives the types of View.
func (OSPFTETLV) Members(string) tags.Members {
	return tags.Members{Types: map[uint64]any{1: (*TEAddress)(nil), 2: (*OSPFTELink)(nil), 3: (*TEIPv6Addresses)(nil)}}
}

// View decodes Value. It returns nil for unknown types.
func (t *OSPFTETLV) View() (any, error) { return codec.View(t, "Value") }

// Members gives the types of View.
func (OSPFTELinkTLV) Members(string) tags.Members {
	m := map[uint64]any{
		uint64(OSPFTELinkKind): (*TEByte)(nil), uint64(OSPFTELinkID): (*TEAddress)(nil), uint64(OSPFTELocalAddress): (*TEAddresses)(nil),
		uint64(OSPFTERemoteAddress): (*TEAddresses)(nil), uint64(OSPFTEProtection): (*TEProtection)(nil), uint64(OSPFTESwitching): (*TESwitching)(nil),
		uint64(OSPFTELocalIPv6): (*TEIPv6Addresses)(nil), uint64(OSPFTERemoteIPv6): (*TEIPv6Addresses)(nil),
	}
	for _, t := range [...]OSPFTELinkType{
		OSPFTEMaxBandwidth, OSPFTEMaxReservable, OSPFTEUnreserved, OSPFTEResidualBandwidth, OSPFTEAvailable, OSPFTEUtilized,
	} {
		m[uint64(t)] = (*TEBandwidths)(nil)
	}
	for _, t := range [...]OSPFTELinkType{
		OSPFTEMetric, OSPFTEGroup, OSPFTELocalRemoteID, OSPFTERiskGroups, OSPFTENeighborID, OSPFTEExtendedGroup, OSPFTEDelay, OSPFTEMinMaxDelay, OSPFTEDelayVariation,
		OSPFTELoss,
	} {
		m[uint64(t)] = (*TEWords)(nil)
	}
	return tags.Members{Types: m}
}

// View decodes Value. It returns nil for unknown types.
func (t *OSPFTELinkTLV) View() (any, error) { return codec.View(t, "Value") }

// OSPFGrace is the body of a grace LSA, RFC 3623 appendix A and RFC 5187.
type OSPFGrace struct {
	TLVs []OSPFGraceTLV `bits:"*"`
}

// OSPFGraceTLV is a part of a grace LSA: 1 grace period in seconds, 2 reason (0 unknown, 1 restart, 2 reload or upgrade, 3 switch-over), 3 address of the
// interface. Value is typed by View.
type OSPFGraceTLV struct {
	Type    uint16 `bits:"16"`
	Length  uint16 `bits:"16,len=Value"`
	Value   []byte `bits:"*,union=Type"`
	Padding []byte `bits:"*,pad=4"`
}

// Members gives the types of View.
func (OSPFGraceTLV) Members(string) tags.Members {
	return tags.Members{Types: map[uint64]any{1: (*TEWords)(nil), 2: (*TEByte)(nil), 3: (*TEAddress)(nil)}}
}

// View decodes Value. It returns nil for unknown types.
func (t *OSPFGraceTLV) View() (any, error) { return codec.View(t, "Value") }
