package layers

import (
	"math"
	"net/netip"

	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/tags"
)

// IPv6Option is one option of a hop-by-hop or destination options header, RFC 8200
// section 4.2. Type 0 is a single byte of padding.
type IPv6Option struct {
	Type   IPv6OptionType `bits:"8"`
	Length uint8          `bits:"8,if=Type!=0,len=Data"`
	Data   []byte         `bits:"*,if=Type!=0,union=Type"`
}

// IPv6OptionType is the type of an option: its two top bits say what to do where it is
// not known, the third that the option may change on the way.
type IPv6OptionType uint8

// Option types of IPv6.
const (
	IPv6OptionPad1        IPv6OptionType = 0x00
	IPv6OptionPadN        IPv6OptionType = 0x01
	IPv6OptionTunnelLimit IPv6OptionType = 0x04 // RFC 2473
	IPv6OptionRouterAlert IPv6OptionType = 0x05 // RFC 2711
	IPv6OptionCALIPSO     IPv6OptionType = 0x07 // RFC 5570
	IPv6OptionSMFDPD      IPv6OptionType = 0x08 // RFC 6621
	IPv6OptionPDM         IPv6OptionType = 0x0f // RFC 8250
	IPv6OptionRPLNew      IPv6OptionType = 0x23 // RFC 9008
	IPv6OptionQuickStart  IPv6OptionType = 0x26 // RFC 4782
	IPv6OptionMinPathMTU  IPv6OptionType = 0x30 // RFC 9268
	IPv6OptionIOAM        IPv6OptionType = 0x11 // RFC 9486
	IPv6OptionIOAMChange  IPv6OptionType = 0x31
	IPv6OptionRPL         IPv6OptionType = 0x63 // RFC 6553
	IPv6OptionMPL         IPv6OptionType = 0x6d // RFC 7731
	IPv6OptionILNP        IPv6OptionType = 0x8b // RFC 6744
	IPv6OptionLineID      IPv6OptionType = 0x8c // RFC 6788
	IPv6OptionJumbo       IPv6OptionType = 0xc2 // RFC 2675
	IPv6OptionHomeAddress IPv6OptionType = 0xc9 // RFC 6275
	IPv6OptionDFF         IPv6OptionType = 0xee // RFC 6971
)

// String gives the name, or two hexadecimal digits.
func (t IPv6OptionType) String() string {
	switch t {
	case IPv6OptionPad1:
		return "Pad1"
	case IPv6OptionPadN:
		return "PadN"
	case IPv6OptionTunnelLimit:
		return "TunnelEncapsulationLimit"
	case IPv6OptionRouterAlert:
		return "RouterAlert"
	case IPv6OptionCALIPSO:
		return "CALIPSO"
	case IPv6OptionSMFDPD:
		return "SMF_DPD"
	case IPv6OptionPDM:
		return "PDM"
	case IPv6OptionRPL, IPv6OptionRPLNew:
		return "RPL"
	case IPv6OptionQuickStart:
		return "QuickStart"
	case IPv6OptionMinPathMTU:
		return "MinimumPathMTU"
	case IPv6OptionIOAM, IPv6OptionIOAMChange:
		return "IOAM"
	case IPv6OptionMPL:
		return "MPL"
	case IPv6OptionILNP:
		return "ILNPNonce"
	case IPv6OptionLineID:
		return "LineID"
	case IPv6OptionJumbo:
		return "JumboPayload"
	case IPv6OptionHomeAddress:
		return "HomeAddress"
	case IPv6OptionDFF:
		return "IP_DFF"
	}
	return hexName(uint64(t), 2)
}

// Unknown says what a node that does not know the option does: 0 skip it, 1 drop the packet,
// 2 drop it and send an ICMPv6 parameter problem, 3 the same unless the destination is multicast.
func (t IPv6OptionType) Unknown() uint8 { return uint8(t) >> 6 }

// MayChange reports whether routers may change the option's data.
func (t IPv6OptionType) MayChange() bool { return t&0x20 != 0 }

// Members gives the types of View.
func (IPv6Option) Members(string) tags.Members {
	return tags.Members{Types: map[uint64]any{
		uint64(IPv6OptionRouterAlert): (*IPv6RouterAlert)(nil),
		uint64(IPv6OptionTunnelLimit): (*IPv6TunnelLimit)(nil),
		uint64(IPv6OptionJumbo):       (*IPv6Jumbo)(nil),
		uint64(IPv6OptionHomeAddress): (*IPv6HomeAddress)(nil),
		uint64(IPv6OptionCALIPSO):     (*IPv6CALIPSO)(nil),
		uint64(IPv6OptionPDM):         (*IPv6PDM)(nil),
		uint64(IPv6OptionRPL):         (*IPv6RPL)(nil),
		uint64(IPv6OptionRPLNew):      (*IPv6RPL)(nil),
		uint64(IPv6OptionMinPathMTU):  (*IPv6MinPathMTU)(nil),
		uint64(IPv6OptionQuickStart):  (*QuickStart)(nil),
	}}
}

// View decodes Data as what the type asks for, such as [*IPv6Jumbo]. It returns nil
// where Data has no structure that is known here.
func (o *IPv6Option) View() (any, error) { return codec.View(o, "Data") }

// NewIPv6Option returns an option of a type with the contents of v, a struct that
// View returns for that type, or a []byte.
func NewIPv6Option(t IPv6OptionType, v any) (IPv6Option, error) {
	b, err := contents(v, math.MaxUint8)
	return IPv6Option{Type: t, Length: uint8(len(b)), Data: b}, err
}

// PadIPv6Options appends the padding option that makes the header that holds
// the options a multiple of 8 bytes long.
func PadIPv6Options(options []IPv6Option) []IPv6Option {
	n := 2
	for _, o := range options {
		n++
		if o.Type != IPv6OptionPad1 {
			n += 1 + len(o.Data)
		}
	}
	switch gap := -n & 7; gap {
	case 0:
		return options
	case 1:
		return append(options, IPv6Option{Type: IPv6OptionPad1})
	case 2:
		return append(options, IPv6Option{Type: IPv6OptionPadN})
	default:
		return append(options, IPv6Option{Type: IPv6OptionPadN, Length: uint8(gap - 2), Data: make([]byte, gap-2)})
	}
}

func (o *IPv6Option) homeAddress() (netip.Addr, bool) {
	if o.Type != IPv6OptionHomeAddress || len(o.Data) != 16 {
		return netip.Addr{}, false
	}
	return netip.AddrFrom16([16]byte(o.Data)), true
}

// IPv6RouterAlert is the contents of the router alert option, RFC 2711: 0 for MLD, 1 for RSVP,
// 2 for active networks.
type IPv6RouterAlert struct {
	Value uint16 `bits:"16"`
}

// IPv6TunnelLimit is the contents of the tunnel encapsulation limit option, RFC
// 2473 section 4.1.1.
type IPv6TunnelLimit struct {
	Limit uint8 `bits:"8"` // further tunnels the packet may enter
}

// IPv6Jumbo is the contents of the jumbo payload option, RFC 2675 section 2.
type IPv6Jumbo struct {
	Length uint32 `bits:"32"` // bytes behind the fixed header, above 65535
}

// IPv6HomeAddress is the contents of the home address option, RFC 6275 section 6.3.
type IPv6HomeAddress struct {
	Addr netip.Addr `bits:"128"`
}

// IPv6CALIPSO is the contents of the security label option, RFC 5570 section 5.1.
type IPv6CALIPSO struct {
	DOI         uint32 `bits:"32"` // domain of interpretation
	Words       uint8  `bits:"8,len=Compartment/4"`
	Level       uint8  `bits:"8"`
	Checksum    uint16 `bits:"16"` // CRC-16 of the option
	Compartment []byte `bits:"*"`
}

// IPv6PDM is the contents of the performance and diagnostic metrics option, RFC 8250 section 3.2.1.
// A delta is shifted right by its scale, in units of 10^-18 s.
type IPv6PDM struct {
	ScaleReceived uint8  `bits:"8"`
	ScaleSent     uint8  `bits:"8"`
	PacketSeq     uint16 `bits:"16"`
	LastSeq       uint16 `bits:"16"` // the last one received
	DeltaReceived uint16 `bits:"16"`
	DeltaSent     uint16 `bits:"16"`
}

// IPv6RPL is the contents of the RPL option, RFC 6553 section 3.
type IPv6RPL struct {
	Down         bool   `bits:"1"`
	RankError    bool   `bits:"1"`
	ForwardError bool   `bits:"1"`
	Reserved     uint8  `bits:"5"`
	Instance     uint8  `bits:"8"`
	SenderRank   uint16 `bits:"16"`
	SubTLVs      []byte `bits:"*"`
}

// IPv6MinPathMTU is the contents of the minimum path MTU option, RFC 9268 section 5.
type IPv6MinPathMTU struct {
	Minimum  uint16 `bits:"16"` // bytes
	Returned uint16 `bits:"15"` // bytes, halved
	Return   bool   `bits:"1"`  // the destination shall report
}
