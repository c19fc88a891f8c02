package routing

import (
	"encoding/binary"
	"fmt"
	"net/netip"

	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/layers/iana"
	"github.com/wiretag/wiretag/tags"
)

// OSPFv3LSA is a link state advertisement of version 3, RFC 5340 appendix A.4.
type OSPFv3LSA struct {
	DoNotAge    bool         `bits:"1"`
	Age         uint16       `bits:"15"` // seconds
	Type        OSPFv3LSType `bits:"16"`
	LinkStateID uint32       `bits:"32"`
	AdvRouter   netip.Addr   `bits:"32"`
	Seq         uint32       `bits:"32"`
	Checksum    uint16       `bits:"16,sum=lsa"` // not of the age
	Length      uint16       `bits:"16,len=self"`
	Body        OSPFLSABody  `bits:"*,union=Type"`
}

// OSPFv3LSType is the type of an LSA: what to do where it is unknown, the scope of flooding, and the function, from IANA's registry.
type OSPFv3LSType uint16

// Types of LSAs.
const (
	OSPFv3LSRouter          OSPFv3LSType = 0x2001
	OSPFv3LSNetwork         OSPFv3LSType = 0x2002
	OSPFv3LSInterAreaPrefix OSPFv3LSType = 0x2003
	OSPFv3LSInterAreaRouter OSPFv3LSType = 0x2004
	OSPFv3LSExternal        OSPFv3LSType = 0x4005
	OSPFv3LSGroup           OSPFv3LSType = 0x2006
	OSPFv3LSNSSA            OSPFv3LSType = 0x2007
	OSPFv3LSLink            OSPFv3LSType = 0x0008
	OSPFv3LSIntraAreaPrefix OSPFv3LSType = 0x2009
	OSPFv3LSIntraAreaTE     OSPFv3LSType = 0xa00a // RFC 5329
	OSPFv3LSGrace           OSPFv3LSType = 0x000b // RFC 5187
	OSPFv3LSInfoLink        OSPFv3LSType = 0x800c // router information, RFC 7770
	OSPFv3LSInfoArea        OSPFv3LSType = 0xa00c
	OSPFv3LSInfoDomain      OSPFv3LSType = 0xc00c
)

// Handled reports whether the LSA is flooded even where it is unknown.
func (t OSPFv3LSType) Handled() bool { return t&0x8000 != 0 }

// Scope is 0 for the link, 1 for the area, 2 for the AS.
func (t OSPFv3LSType) Scope() uint8 { return uint8(t >> 13 & 3) }

// Function is the number in the registry.
func (t OSPFv3LSType) Function() uint16 { return uint16(t & 0x1fff) }

func (t OSPFv3LSType) String() string {
	return iana.NameAt([]string{
		1: "router", "network", "inter-area prefix", "inter-area router", "AS external", "group membership", "NSSA external", "link", "intra-area prefix", "intra-area TE", "grace",
		"router information",
	}, t.Function())
}

// OSPFv3RouterLSA lists the links of a router, RFC 5340 appendix A.4.3.
type OSPFv3RouterLSA struct {
	Reserved   uint8              `bits:"3"`
	Translator bool               `bits:"1"` // Nt
	Wildcard   bool               `bits:"1"`
	Virtual    bool               `bits:"1"` // V: ends a virtual link
	External   bool               `bits:"1"` // E: AS boundary router
	Border     bool               `bits:"1"` // B: area border router
	Options    OSPFv3Options      `bits:"24"`
	Links      []OSPFv3RouterLink `bits:"*"`
}

// OSPFv3RouterLink is a link of a router. Stub links are in intra-area prefix LSAs.
type OSPFv3RouterLink struct {
	Type              OSPFLinkType `bits:"8"`
	Reserved          uint8        `bits:"8"`
	Metric            uint16       `bits:"16"`
	InterfaceID       uint32       `bits:"32"`
	NeighborInterface uint32       `bits:"32"`
	NeighborRouter    netip.Addr   `bits:"32"`
}

// OSPFv3NetworkLSA lists the routers of a network, RFC 5340 appendix A.4.4.
type OSPFv3NetworkLSA struct {
	Reserved uint8         `bits:"8"`
	Options  OSPFv3Options `bits:"24"`
	Routers  []netip.Addr  `bits:"*,each=32"`
}

// OSPFv3InterAreaPrefixLSA is a route to another area, RFC 5340 appendix A.4.5.
type OSPFv3InterAreaPrefixLSA struct {
	Reserved uint8        `bits:"8"`
	Metric   uint32       `bits:"24"`
	Prefix   OSPFv3Prefix `bits:"*"`
}

// OSPFv3InterAreaRouterLSA is a route to an AS boundary router in another area, RFC 5340 appendix A.4.6.
type OSPFv3InterAreaRouterLSA struct {
	Reserved  uint8         `bits:"8"`
	Options   OSPFv3Options `bits:"24"`
	Reserved2 uint8         `bits:"8"`
	Metric    uint32        `bits:"24"`
	Router    netip.Addr    `bits:"32"`
}

// OSPFv3ExternalLSA is a route out of the AS, RFC 5340 appendices A.4.7 and A.4.8. The value of its prefix is the type of a referenced LSA, or 0.
type OSPFv3ExternalLSA struct {
	Reserved      uint8        `bits:"5"`
	Type2         bool         `bits:"1"` // E: larger than any internal metric
	HasForwarding bool         `bits:"1"`
	HasTag        bool         `bits:"1"`
	Metric        uint32       `bits:"24"`
	Prefix        OSPFv3Prefix `bits:"*"`
	Forwarding    netip.Addr   `bits:"128,if=HasForwarding"`
	Tag           uint32       `bits:"32,if=HasTag"`
	Referenced    uint32       `bits:"32,if=HasReference"` // link state ID
}

// HasReference reports whether the LSA refers to another one.
func (l *OSPFv3ExternalLSA) HasReference() bool { return l.Prefix.Value != 0 }

// OSPFv3LinkLSA is what a router has on a link, RFC 5340 appendix A.4.9.
type OSPFv3LinkLSA struct {
	Priority    uint8          `bits:"8"`
	Options     OSPFv3Options  `bits:"24"`
	Address     netip.Addr     `bits:"128"` // link-local
	NumPrefixes uint32         `bits:"32,count=Prefixes"`
	Prefixes    []OSPFv3Prefix `bits:"*"`
}

// OSPFv3IntraAreaPrefixLSA lists the prefixes of a router or of a network, RFC 5340 appendix A.4.10. The value of a prefix is its metric.
type OSPFv3IntraAreaPrefixLSA struct {
	NumPrefixes   uint16         `bits:"16,count=Prefixes"`
	ReferencedTyp OSPFv3LSType   `bits:"16"`
	ReferencedID  uint32         `bits:"32"`
	ReferencedAdv netip.Addr     `bits:"32"`
	Prefixes      []OSPFv3Prefix `bits:"*"`
}

func (*OSPFv3RouterLSA) ospfLSA()          {}
func (*OSPFv3NetworkLSA) ospfLSA()         {}
func (*OSPFv3InterAreaPrefixLSA) ospfLSA() {}
func (*OSPFv3InterAreaRouterLSA) ospfLSA() {}
func (*OSPFv3ExternalLSA) ospfLSA()        {}
func (*OSPFv3LinkLSA) ospfLSA()            {}
func (*OSPFv3IntraAreaPrefixLSA) ospfLSA() {}
func (*OSPFTE) ospfLSA()                   {}
func (*OSPFGrace) ospfLSA()                {}
func (*OSPFRouterInfo) ospfLSA()           {}

// Members gives the types of Body.
func (*OSPFv3LSA) Members(string) tags.Members {
	return tags.Members{Types: map[uint64]any{
		uint64(OSPFv3LSRouter): (*OSPFv3RouterLSA)(nil), uint64(OSPFv3LSNetwork): (*OSPFv3NetworkLSA)(nil), uint64(OSPFv3LSInterAreaPrefix): (*OSPFv3InterAreaPrefixLSA)(nil),
		uint64(OSPFv3LSInterAreaRouter): (*OSPFv3InterAreaRouterLSA)(nil), uint64(OSPFv3LSExternal): (*OSPFv3ExternalLSA)(nil), uint64(OSPFv3LSGroup): (*OSPFGroupLSA)(nil),
		uint64(OSPFv3LSNSSA): (*OSPFv3ExternalLSA)(nil), uint64(OSPFv3LSLink): (*OSPFv3LinkLSA)(nil), uint64(OSPFv3LSIntraAreaPrefix): (*OSPFv3IntraAreaPrefixLSA)(nil),
		uint64(OSPFv3LSIntraAreaTE): (*OSPFTE)(nil), uint64(OSPFv3LSGrace): (*OSPFGrace)(nil), uint64(OSPFv3LSInfoLink): (*OSPFRouterInfo)(nil),
		uint64(OSPFv3LSInfoArea): (*OSPFRouterInfo)(nil), uint64(OSPFv3LSInfoDomain): (*OSPFRouterInfo)(nil),
	}, Raw: OSPFRawLSA(nil)}
}

// Sum is the checksum of an LSA: Fletcher's, over all but the age.
func (*OSPFv3LSA) Sum(alg string) func(data []byte, at, n int) uint64 { return lsaSum(alg) }

func (l *OSPFv3LSA) String() string {
	return fmt.Sprintf("LSA %s %#08x of %v, seq %#08x", l.Type, l.LinkStateID, l.AdvRouter, l.Seq)
}

// OSPFv3Prefix is a prefix, RFC 5340 appendix A.4.1: as many words of 32 bits as its length needs.
type OSPFv3Prefix struct {
	Length  uint8  // bits
	Options uint8  // 0x01 no unicast, 0x02 local address, 0x08 propagate, 0x10 DN, 0x20 host
	Value   uint16 // by the LSA: a metric, or the type of another LSA
	Address []byte // Length bits of it and zeros
}

// DecodeField reads length, options, value and address.
func (p *OSPFv3Prefix) DecodeField(layer []byte, at int) (int, error) {
	*p = OSPFv3Prefix{}
	b := layer[at:]
	if len(b) < 4 {
		return 4, codec.ErrTruncated
	}
	n := 4 + prefixWords(b[0])
	p.Length, p.Options, p.Value = b[0], b[1], binary.BigEndian.Uint16(b[2:])
	if n > len(b) {
		return n, codec.ErrTruncated
	}
	if n > 4 {
		p.Address = b[4:n:n]
	}
	return n, nil
}

// AppendField writes them. The address has to be as long as Length says.
func (p OSPFv3Prefix) AppendField(dst []byte, _ int, _ codec.Derive) ([]byte, error) {
	if len(p.Address) != prefixWords(p.Length) {
		return dst, codec.ErrLength
	}
	dst = binary.BigEndian.AppendUint16(append(dst, p.Length, p.Options), p.Value)
	return append(dst, p.Address...), nil
}

// Err tells whether the prefix is longer than an address.
func (p OSPFv3Prefix) Err() error {
	if p.Length > 128 {
		return codec.ErrLength
	}
	return nil
}

// prefixWords is how many bytes a prefix of so many bits takes.
func prefixWords(bits uint8) int { return (int(bits) + 31) / 32 * 4 }

// Prefix is the prefix, the zero value if its length is more than 128 bits.
func (p OSPFv3Prefix) Prefix() netip.Prefix {
	var a [16]byte
	if p.Length > 128 {
		return netip.Prefix{}
	}
	copy(a[:], p.Address)
	return netip.PrefixFrom(netip.AddrFrom16(a), int(p.Length))
}

func (p OSPFv3Prefix) String() string { return p.Prefix().String() }
