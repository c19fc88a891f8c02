package routing

import (
	"fmt"
	"net/netip"

	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/layers/iana"
)

// PIM is the header of a message of Protocol Independent Multicast, version 2, RFC 7761 section 4.9 and RFC 9436. What follows
// is a layer of its own.
type PIM struct {
	Version  uint8   `bits:"4,default=2"`
	Type     PIMType `bits:"4,next=pim"`
	Flags    uint8   `bits:"8"`                 // by the type; the upper four bits are a subtype in some
	Checksum uint16  `bits:"16,sum=pim:pseudo"` // with a pseudo header over IPv6; of a register message without the packet in it
}

// PIMType is the type of a message, from IANA's registry.
type PIMType uint8

// Types of messages.
const (
	PIMTypeHello        PIMType = 0
	PIMTypeRegister     PIMType = 1
	PIMTypeRegisterStop PIMType = 2
	PIMTypeJoinPrune    PIMType = 3
	PIMTypeBootstrap    PIMType = 4
	PIMTypeAssert       PIMType = 5
	PIMTypeGraft        PIMType = 6 // RFC 3973
	PIMTypeGraftAck     PIMType = 7
	PIMTypeCandidateRP  PIMType = 8
	PIMTypeStateRefresh PIMType = 9  // RFC 3973
	PIMTypeDFElection   PIMType = 10 // RFC 5015
	PIMTypeECMPRedirect PIMType = 11 // RFC 6754
	PIMTypeFlooding     PIMType = 12 // RFC 8364
	PIMTypePackedNull   PIMType = 13 // RFC 9465
)

func (t PIMType) String() string {
	return iana.NameAt([]string{
		"hello", "register", "register-stop", "join/prune", "bootstrap", "assert", "graft", "graft-ack", "candidate-RP-advertisement", "state refresh", "DF election",
		"ECMP redirect", "flooding", "packed null-register",
	}, t)
}

// PseudoSum is the checksum.
func (*PIM) PseudoSum(alg string) func(p *codec.Pseudo, data []byte, at, n int) uint64 {
	if alg != "pim" {
		return nil
	}
	return func(p *codec.Pseudo, data []byte, at, n int) uint64 {
		if PIMType(data[0]&15) == PIMTypeRegister {
			data = data[:min(len(data), 8)]
		}
		if !p.Src.Is6() && !p.Dst.Is6() { // IPv4, whose addresses may be unset
			p = nil
		}
		return codec.InternetSum(p, data, at, n)
	}
}

func (p *PIM) String() string { return fmt.Sprintf("PIM version %d, %s", p.Version, p.Type) }

// PIMAddress is an encoded unicast address, RFC 7761 section 4.9.1. Other families than those of IP, and 0, which has no address, are an error.
type PIMAddress struct {
	Encoding uint8      // 0
	Addr     netip.Addr // the family follows from it; the zero Addr has family 0
}

// DecodeField reads family, encoding and address.
func (a *PIMAddress) DecodeField(layer []byte, at int) (int, error) {
	*a = PIMAddress{}
	b := layer[at:]
	n := 2
	if len(b) >= 2 {
		switch PIMFamily(b[0]) {
		case PIMIPv4:
			n = 6
		case PIMIPv6:
			n = 18
		case 0:
		default:
			return 1, codec.ErrRange
		}
	}
	if len(b) < n {
		return n, codec.ErrTruncated
	}
	a.Encoding = b[1]
	a.Addr, _ = netip.AddrFromSlice(b[2:n])
	return n, nil
}

// AppendField writes them.
func (a PIMAddress) AppendField(dst []byte, _ int, _ codec.Derive) ([]byte, error) {
	switch {
	case a.Addr.Is4():
		dst = append(dst, byte(PIMIPv4), a.Encoding)
	case a.Addr.Is6() && a.Addr.Zone() == "":
		dst = append(dst, byte(PIMIPv6), a.Encoding)
	case !a.Addr.IsValid():
		dst = append(dst, 0, a.Encoding)
	default:
		return dst, codec.ErrRange
	}
	return append(dst, a.Addr.AsSlice()...), nil
}

// Err tells whether the address is not in its family's native encoding, the only one there is: RFC 7761 section 4.9.1.
func (a PIMAddress) Err() error { return native(a.Encoding) }

func native(encoding uint8) error {
	if encoding != 0 {
		return codec.ErrRange
	}
	return nil
}

// Err tells whether the address is not in its family's native encoding, or the prefix is longer than it: RFC 7761 section 4.9.1.
func (g *PIMGroup) Err() error {
	if g.Family == PIMIPv4 && g.MaskLen > 32 || g.Family == PIMIPv6 && g.MaskLen > 128 {
		return codec.ErrRange
	}
	return native(g.Encoding)
}

// PIMGroup is an encoded group address.
type PIMGroup struct {
	Family        PIMFamily  `bits:"8"`
	Encoding      uint8      `bits:"8"` // 0
	Bidirectional bool       `bits:"1"`
	Reserved      uint8      `bits:"6"`
	Zone          bool       `bits:"1"` // an administratively scoped zone
	MaskLen       uint8      `bits:"8"`
	IPv4          netip.Addr `bits:"32,if=Family==1"`
	IPv6          netip.Addr `bits:"128,if=Family==2"`
}

// PIMSource is an encoded source address. With encoding 1 it has attributes, RFC 5384.
type PIMSource struct {
	Family     PIMFamily          `bits:"8"`
	Encoding   uint8              `bits:"8"`
	Reserved   uint8              `bits:"5"`
	Sparse     bool               `bits:"1"`
	Wildcard   bool               `bits:"1"` // the address is that of the RP
	RPT        bool               `bits:"1"` // of the tree of the RP
	MaskLen    uint8              `bits:"8"`
	IPv4       netip.Addr         `bits:"32,if=Family==1"`
	IPv6       netip.Addr         `bits:"128,if=Family==2"`
	Attributes []PIMJoinAttribute `bits:"*,if=Encoding==1,last=Last"`
}

// PIMJoinAttribute is an attribute of a source, RFC 5384 section 3.1.
type PIMJoinAttribute struct {
	Forward bool   `bits:"1"` // even if it is not understood
	Last    bool   `bits:"1"`
	Type    uint8  `bits:"6"`
	Length  uint8  `bits:"8,len=Value"`
	Value   []byte `bits:"*"`
}

// PIMFamily is the family of an address, from IANA's registry of address family numbers.
type PIMFamily uint8

// Families of addresses.
const (
	PIMIPv4 PIMFamily = 1
	PIMIPv6 PIMFamily = 2
)

func (f PIMFamily) String() string { return iana.NameAt([]string{1: "IPv4", 2: "IPv6"}, f) }

// Prefix is the range of groups, the zero Prefix if it is of another family.
func (g *PIMGroup) Prefix() netip.Prefix {
	return netip.PrefixFrom(oneOf(g.Family, g.IPv4, g.IPv6), int(g.MaskLen))
}

// Prefix is the range of sources, the zero Prefix if it is of another family.
func (s *PIMSource) Prefix() netip.Prefix {
	return netip.PrefixFrom(oneOf(s.Family, s.IPv4, s.IPv6), int(s.MaskLen))
}

func oneOf(f PIMFamily, v4, v6 netip.Addr) netip.Addr {
	switch f {
	case PIMIPv4:
		return v4
	case PIMIPv6:
		return v6
	}
	return netip.Addr{}
}
