package layers

import (
	"math"
	"net/netip"

	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/layers/iana"
	"github.com/wiretag/wiretag/tags"
)

// IPv4Option is one option of an IPv4 header, RFC 791 section 3.1. The types 0 and 1
// are a single byte.
type IPv4Option struct {
	Type   IPv4OptionType `bits:"8"`
	Length uint8          `bits:"8,if=Type>1,len=self"`
	Data   []byte         `bits:"*,if=Type>1,union=Type"`
}

// IPv4OptionType is the type of an option: its top bit says that fragments carry it
// too, the next two are its class, the rest its number.
type IPv4OptionType uint8

// Option types of IPv4.
const (
	IPv4OptionEnd          IPv4OptionType = 0
	IPv4OptionNOP          IPv4OptionType = 1
	IPv4OptionRecordRoute  IPv4OptionType = 7
	IPv4OptionMTUProbe     IPv4OptionType = 11 // RFC 1063
	IPv4OptionMTUReply     IPv4OptionType = 12
	IPv4OptionQuickStart   IPv4OptionType = 25 // RFC 4782
	IPv4OptionTimestamp    IPv4OptionType = 68
	IPv4OptionTraceroute   IPv4OptionType = 82 // RFC 1393
	IPv4OptionSecurity     IPv4OptionType = 130
	IPv4OptionLooseRoute   IPv4OptionType = 131
	IPv4OptionExtSecurity  IPv4OptionType = 133
	IPv4OptionCIPSO        IPv4OptionType = 134
	IPv4OptionStreamID     IPv4OptionType = 136
	IPv4OptionStrictRoute  IPv4OptionType = 137
	IPv4OptionRouterAlert  IPv4OptionType = 148 // RFC 2113
	IPv4OptionSelectiveBcs IPv4OptionType = 149 // RFC 1770
)

// String gives the name, or the number.
func (t IPv4OptionType) String() string {
	switch t {
	case IPv4OptionEnd:
		return "End"
	case IPv4OptionNOP:
		return "NOP"
	case IPv4OptionRecordRoute:
		return "RecordRoute"
	case IPv4OptionMTUProbe:
		return "MTUProbe"
	case IPv4OptionMTUReply:
		return "MTUReply"
	case IPv4OptionQuickStart:
		return "QuickStart"
	case IPv4OptionTimestamp:
		return "Timestamp"
	case IPv4OptionTraceroute:
		return "Traceroute"
	case IPv4OptionSecurity:
		return "Security"
	case IPv4OptionLooseRoute:
		return "LooseRoute"
	case IPv4OptionExtSecurity:
		return "ExtendedSecurity"
	case IPv4OptionCIPSO:
		return "CIPSO"
	case IPv4OptionStreamID:
		return "StreamID"
	case IPv4OptionStrictRoute:
		return "StrictRoute"
	case IPv4OptionRouterAlert:
		return "RouterAlert"
	case IPv4OptionSelectiveBcs:
		return "SelectiveBroadcast"
	}
	return iana.NameAt(nil, t)
}

// Members gives the types of View.
func (IPv4Option) Members(string) tags.Members {
	return tags.Members{Types: map[uint64]any{
		uint64(IPv4OptionRecordRoute): (*IPv4Route)(nil),
		uint64(IPv4OptionLooseRoute):  (*IPv4Route)(nil),
		uint64(IPv4OptionStrictRoute): (*IPv4Route)(nil),
		uint64(IPv4OptionTimestamp):   (*IPv4Timestamp)(nil),
		uint64(IPv4OptionTraceroute):  (*IPv4Traceroute)(nil),
		uint64(IPv4OptionCIPSO):       (*IPv4CIPSO)(nil),
		uint64(IPv4OptionStreamID):    (*IPv4StreamID)(nil),
		uint64(IPv4OptionRouterAlert): (*IPv4RouterAlert)(nil),
		uint64(IPv4OptionMTUProbe):    (*IPv4MTU)(nil),
		uint64(IPv4OptionMTUReply):    (*IPv4MTU)(nil),
		uint64(IPv4OptionQuickStart):  (*QuickStart)(nil),
	}}
}

// View decodes Data as what the type asks for, such as [*IPv4Route]. It returns nil
// where Data has no structure that is known here.
func (o *IPv4Option) View() (any, error) { return codec.View(o, "Data") }

// NewIPv4Option returns an option of a type with the contents of v, a struct that
// View returns for that type, or a []byte.
func NewIPv4Option(t IPv4OptionType, v any) (IPv4Option, error) {
	b, err := contents(v, math.MaxUint8-2)
	return IPv4Option{Type: t, Length: uint8(len(b) + 2), Data: b}, err
}

// finalHop returns the last address of a source route that is not at its end, and whose pointer is at one of its
// addresses. Length is not asked: it is derived, and so may not be set yet.
func (o *IPv4Option) finalHop() (netip.Addr, bool) {
	n := len(o.Data)
	if (o.Type != IPv4OptionLooseRoute && o.Type != IPv4OptionStrictRoute) || n < 5 || o.Data[0] < 4 || o.Data[0]%4 != 0 || int(o.Data[0]) > n+2 {
		return netip.Addr{}, false
	}
	last := 1 + (n-1)/4*4
	return netip.AddrFrom4([4]byte(o.Data[last-4 : last])), true
}

// IPv4Route is the contents of the record route and source route options, RFC 791.
type IPv4Route struct {
	// Pointer is the place of the next address to visit or record, in bytes
	// from the start of the option, counted from 1: the first is at 4.
	Pointer uint8        `bits:"8"`
	Addrs   []netip.Addr `bits:"*,each=32,fit"`
	Rest    []byte       `bits:"*"`
}

// IPv4Timestamp is the contents of the timestamp option, RFC 791.
type IPv4Timestamp struct {
	Pointer  uint8       `bits:"8"` // as in IPv4Route; the first is at 5
	Overflow uint8       `bits:"4"` // hosts that found no room
	Flag     uint8       `bits:"4"` // 0 times only, 1 with addresses, 3 addresses given by the sender
	Stamps   []IPv4Stamp `bits:"*"`
	Rest     []byte      `bits:"*"`
}

// IPv4Stamp is what one host left in a timestamp option.
type IPv4Stamp struct {
	Addr netip.Addr `bits:"32,if=^Flag!=0"`
	// Time is in milliseconds since midnight UT, unless the top bit is set.
	Time uint32 `bits:"32"`
}

// IPv4Traceroute is the contents of the traceroute option, RFC 1393.
type IPv4Traceroute struct {
	ID           uint16     `bits:"16"`
	OutboundHops uint16     `bits:"16"`
	ReturnHops   uint16     `bits:"16"` // 0xffff on the way out
	Originator   netip.Addr `bits:"32"`
}

// IPv4CIPSO is the contents of the commercial IP security option, FIPS 188.
type IPv4CIPSO struct {
	DOI  uint32         `bits:"32"` // domain of interpretation
	Tags []IPv4CIPSOTag `bits:"*"`
	Rest []byte         `bits:"*"`
}

// Err tells whether there is no tag, FIPS 188 section 4.
func (c *IPv4CIPSO) Err() error {
	if len(c.Tags) == 0 || len(c.Rest) > 0 {
		return codec.ErrLength
	}
	return nil
}

// IPv4CIPSOTag is one tag of a security label.
type IPv4CIPSOTag struct {
	Type   uint8  `bits:"8"`
	Length uint8  `bits:"8,len=self"`
	Data   []byte `bits:"*"`
}

// Err tells whether the tag has not the form of its type, FIPS 188 section 5: a level behind a byte for alignment, and bits, categories or ranges of them; types from 128 on are those of the domain.
func (t *IPv4CIPSOTag) Err() error {
	n := len(t.Data) - 2
	switch t.Type {
	case 1, 6: // bits of categories that are allowed, or release
	case 2, 5: // the last range may have no end, which then is 0
		if n%2 != 0 {
			return codec.ErrLength
		}
	case 7: // as the domain says
		return nil
	default:
		if t.Type < 128 {
			return codec.ErrRange
		}
		return nil
	}
	if n < 0 {
		return codec.ErrLength
	}
	return nil
}

// IPv4StreamID is the contents of the SATNET stream identifier option, RFC 791.
type IPv4StreamID struct {
	ID uint16 `bits:"16"`
}

// IPv4RouterAlert is the contents of the router alert option, RFC 2113: 0 asks
// every router to examine the packet.
type IPv4RouterAlert struct {
	Value uint16 `bits:"16"`
}

// IPv4MTU is the contents of the MTU probe and reply options, RFC 1063.
type IPv4MTU struct {
	MTU uint16 `bits:"16"` // bytes
}

// QuickStart is the contents of the quick-start option in IPv4 and IPv6, RFC 4782
// section 3.1.
type QuickStart struct {
	Function uint8  `bits:"4"` // 0 rate request, 8 report of an approved rate
	Rate     uint8  `bits:"4"` // 0, else 40 kbit/s shifted left by it
	TTL      uint8  `bits:"8"`
	Nonce    uint32 `bits:"30"`
	Reserved uint8  `bits:"2"`
}
