package routing

import (
	"fmt"
	"net/netip"

	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/layers/iana"
	"github.com/wiretag/wiretag/tags"
)

// OSPFLSA is a link state advertisement, RFC 2328 appendix A.4. Opaque ones, RFC 5250, are typed by Opaque.
type OSPFLSA struct {
	DoNotAge    bool        `bits:"1"`
	Age         uint16      `bits:"15"` // seconds
	Options     OSPFOptions `bits:"8"`
	Type        OSPFLSType  `bits:"8"`
	LinkStateID netip.Addr  `bits:"32"`
	AdvRouter   netip.Addr  `bits:"32"`
	Seq         uint32      `bits:"32"`
	Checksum    uint16      `bits:"16,sum=lsa"` // not of the age
	Length      uint16      `bits:"16,len=self"`
	Body        OSPFLSABody `bits:"*,union=Type"`
}

// Err tells whether the body is not whole, or has no networks where it says that there are some: RFC 2328 appendix A.4.
func (l *OSPFLSA) Err() error {
	least := [...]int{1: 4, 2: 4, 3: 8, 4: 8, 5: 16, 7: 16}
	b, err := codec.Marshal(l)
	if err != nil || int(l.Type) < len(least) && len(b) < 20+least[l.Type] {
		return codec.ErrLength
	}
	return nil
}

// OSPFLSABody is what an LSA says: [*OSPFRouterLSA], [*OSPFNetworkLSA], [*OSPFSummaryLSA], [*OSPFExternalLSA], [*OSPFGroupLSA], those of version 3, or
// [OSPFRawLSA].
type OSPFLSABody interface{ ospfLSA() }

// OSPFRawLSA is the body of an LSA of another type, or one that cannot be decoded.
type OSPFRawLSA []byte

// OSPFLSType is the type of an LSA, from IANA's registry.
type OSPFLSType uint8

// Types of LSAs.
const (
	OSPFLSRouter       OSPFLSType = 1
	OSPFLSNetwork      OSPFLSType = 2
	OSPFLSSummary      OSPFLSType = 3 // of networks
	OSPFLSASBRSummary  OSPFLSType = 4
	OSPFLSExternal     OSPFLSType = 5
	OSPFLSGroup        OSPFLSType = 6
	OSPFLSNSSA         OSPFLSType = 7
	OSPFLSAttributes   OSPFLSType = 8
	OSPFLSOpaqueLink   OSPFLSType = 9
	OSPFLSOpaqueArea   OSPFLSType = 10
	OSPFLSOpaqueDomain OSPFLSType = 11
)

func (t OSPFLSType) String() string {
	return iana.NameAt([]string{
		1: "router", "network", "summary", "ASBR summary", "AS external", "group membership", "NSSA external", "external attributes", "opaque link", "opaque area", "opaque AS",
	}, t)
}

// OSPFRouterLSA lists the links of a router, RFC 2328 appendix A.4.2.
type OSPFRouterLSA struct {
	Reserved   uint8            `bits:"3"`
	Translator bool             `bits:"1"` // Nt, RFC 3101
	Wildcard   bool             `bits:"1"` // W, RFC 1584
	Virtual    bool             `bits:"1"` // V: ends a virtual link
	External   bool             `bits:"1"` // E: AS boundary router
	Border     bool             `bits:"1"` // B: area border router
	Reserved2  uint8            `bits:"8"`
	NumLinks   uint16           `bits:"16,count=Links"`
	Links      []OSPFRouterLink `bits:"*"`
}

// OSPFRouterLink is a link of a router.
type OSPFRouterLink struct {
	ID     netip.Addr   `bits:"32"`
	Data   netip.Addr   `bits:"32"` // address, mask, or number of the interface
	Type   OSPFLinkType `bits:"8"`
	NumTOS uint8        `bits:"8,count=TOS"`
	Metric uint16       `bits:"16"`
	TOS    []OSPFTOS    `bits:"*"`
}

// OSPFLinkType is the kind of a router's link.
type OSPFLinkType uint8

// Kinds of links.
const (
	OSPFLinkPointToPoint OSPFLinkType = 1
	OSPFLinkTransit      OSPFLinkType = 2
	OSPFLinkStub         OSPFLinkType = 3
	OSPFLinkVirtual      OSPFLinkType = 4
)

func (t OSPFLinkType) String() string {
	return iana.NameAt([]string{1: "point-to-point", "transit", "stub", "virtual"}, t)
}

// OSPFTOS is the metric of a type of service, or, as RFC 4915 uses it, of a topology.
type OSPFTOS struct {
	TOS      uint8  `bits:"8"`
	Reserved uint8  `bits:"8"`
	Metric   uint16 `bits:"16"`
}

// OSPFNetworkLSA lists the routers of a network, RFC 2328 appendix A.4.3.
type OSPFNetworkLSA struct {
	Mask    netip.Addr   `bits:"32"`
	Routers []netip.Addr `bits:"*,each=32"`
}

// OSPFSummaryLSA is a route to another area, or to an AS boundary router, RFC 2328 appendix A.4.4.
type OSPFSummaryLSA struct {
	Mask    netip.Addr       `bits:"32"`
	Metrics []OSPFSummaryTOS `bits:"*"` // the first is that of TOS 0
}

// OSPFSummaryTOS is the metric of a type of service.
type OSPFSummaryTOS struct {
	TOS    uint8  `bits:"8"`
	Metric uint32 `bits:"24"`
}

// OSPFExternalLSA is a route out of the AS, RFC 2328 appendix A.4.5 and RFC 3101.
type OSPFExternalLSA struct {
	Mask   netip.Addr          `bits:"32"`
	Routes []OSPFExternalRoute `bits:"*"` // the first is that of TOS 0
}

// OSPFExternalRoute is the route for a type of service.
type OSPFExternalRoute struct {
	Type2      bool       `bits:"1"` // E: larger than any internal metric
	TOS        uint8      `bits:"7"`
	Metric     uint32     `bits:"24"`
	Forwarding netip.Addr `bits:"32"`
	Tag        uint32     `bits:"32"`
}

// OSPFGroupLSA lists where the members of a multicast group are, RFC 1584 appendix A.3.
type OSPFGroupLSA struct {
	Vertices []OSPFVertex `bits:"*"`
}

// OSPFVertex is a router (type 1) or network (2).
type OSPFVertex struct {
	Type uint32     `bits:"32"`
	ID   netip.Addr `bits:"32"`
}

func (OSPFRawLSA) ospfLSA()       {}
func (*OSPFRouterLSA) ospfLSA()   {}
func (*OSPFNetworkLSA) ospfLSA()  {}
func (*OSPFSummaryLSA) ospfLSA()  {}
func (*OSPFExternalLSA) ospfLSA() {}
func (*OSPFGroupLSA) ospfLSA()    {}

// Members gives the types of Body.
func (*OSPFLSA) Members(string) tags.Members {
	return tags.Members{Types: map[uint64]any{
		uint64(OSPFLSRouter): (*OSPFRouterLSA)(nil), uint64(OSPFLSNetwork): (*OSPFNetworkLSA)(nil), uint64(OSPFLSSummary): (*OSPFSummaryLSA)(nil),
		uint64(OSPFLSASBRSummary): (*OSPFSummaryLSA)(nil), uint64(OSPFLSExternal): (*OSPFExternalLSA)(nil), uint64(OSPFLSNSSA): (*OSPFExternalLSA)(nil),
		uint64(OSPFLSGroup): (*OSPFGroupLSA)(nil),
	}, Raw: OSPFRawLSA(nil)}
}

// Sum is the checksum of an LSA: Fletcher's, over all but the age.
func (*OSPFLSA) Sum(alg string) func(data []byte, at, n int) uint64 { return lsaSum(alg) }

func lsaSum(alg string) func(data []byte, at, n int) uint64 {
	if alg != "lsa" {
		return nil
	}
	return func(data []byte, at, _ int) uint64 { return codec.FletcherSum(data[2:], at-2) }
}

// OpaqueType is the upper byte of the link state ID of opaque LSAs, 0 in others.
func (l *OSPFLSA) OpaqueType() OSPFOpaqueType {
	if l.Type < OSPFLSOpaqueLink || l.Type > OSPFLSOpaqueDomain || !l.LinkStateID.Is4() {
		return 0
	}
	return OSPFOpaqueType(l.LinkStateID.As4()[0])
}

// OSPFOpaqueType is what an opaque LSA is about, from IANA's registry.
type OSPFOpaqueType uint8

// Types of opaque LSAs.
const (
	OSPFOpaqueTE             OSPFOpaqueType = 1 // traffic engineering, RFC 3630
	OSPFOpaqueGrace          OSPFOpaqueType = 3 // graceful restart, RFC 3623
	OSPFOpaqueRouterInfo     OSPFOpaqueType = 4 // RFC 7770
	OSPFOpaqueExtendedPrefix OSPFOpaqueType = 7 // RFC 7684
	OSPFOpaqueExtendedLink   OSPFOpaqueType = 8
)

func (t OSPFOpaqueType) String() string {
	return iana.NameAt([]string{1: "traffic engineering", 3: "grace", 4: "router information", 7: "extended prefix", 8: "extended link"}, t)
}

// Opaque decodes the body of an opaque LSA: [*OSPFTE], [*OSPFGrace], [*OSPFRouterInfo], [*OSPFExtendedPrefixes] or [*OSPFExtendedLinks]. It returns nil for
// other LSAs.
func (l *OSPFLSA) Opaque() (any, error) {
	body, ok := l.Body.(OSPFRawLSA)
	if !ok {
		return nil, nil
	}
	var v any
	switch l.OpaqueType() {
	case OSPFOpaqueTE:
		v = &OSPFTE{}
	case OSPFOpaqueGrace:
		v = &OSPFGrace{}
	case OSPFOpaqueRouterInfo:
		v = &OSPFRouterInfo{}
	case OSPFOpaqueExtendedPrefix:
		v = &OSPFExtendedPrefixes{}
	case OSPFOpaqueExtendedLink:
		v = &OSPFExtendedLinks{}
	default:
		return nil, nil
	}
	_, err := codec.Unmarshal(body, v)
	return v, err
}

func (l *OSPFLSA) String() string {
	return fmt.Sprintf("LSA %s %v of %v, seq %#08x", l.Type, l.LinkStateID, l.AdvRouter, l.Seq)
}
