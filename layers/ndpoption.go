package layers

import (
	"math"
	"net/netip"

	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/layers/iana"
	"github.com/wiretag/wiretag/tags"
)

// NDPOption is one option of a neighbor discovery message, RFC 4861 section 4.6. Its length is in
// units of 8 bytes. Data is what depends on Type, with padding: View decodes it.
type NDPOption struct {
	Type   NDPOptionType `bits:"8"`
	Length uint8         `bits:"8,len=self/8"`
	Data   []byte        `bits:"*,union=Type"`
}

// NDPOptionType is the type of an option, from IANA's registry.
type NDPOptionType uint8

// Types of neighbor discovery options.
const (
	NDPOptionSourceLink     NDPOptionType = 1
	NDPOptionTargetLink     NDPOptionType = 2
	NDPOptionPrefix         NDPOptionType = 3
	NDPOptionRedirected     NDPOptionType = 4
	NDPOptionMTU            NDPOptionType = 5
	NDPOptionAdvInterval    NDPOptionType = 7  // RFC 6275
	NDPOptionHomeAgent      NDPOptionType = 8  // RFC 6275
	NDPOptionSourceList     NDPOptionType = 9  // RFC 3122
	NDPOptionTargetList     NDPOptionType = 10 // RFC 3122
	NDPOptionCGA            NDPOptionType = 11 // RFC 3971
	NDPOptionSignature      NDPOptionType = 12 // RFC 3971
	NDPOptionTimestamp      NDPOptionType = 13 // RFC 3971
	NDPOptionNonce          NDPOptionType = 14 // RFC 3971
	NDPOptionRoute          NDPOptionType = 24 // RFC 4191
	NDPOptionRDNSS          NDPOptionType = 25 // RFC 8106
	NDPOptionRAFlags        NDPOptionType = 26 // RFC 5175
	NDPOptionDNSSL          NDPOptionType = 31 // RFC 8106
	NDPOptionARO            NDPOptionType = 33 // RFC 8505
	NDPOption6CO            NDPOptionType = 34 // RFC 6775
	NDPOptionABRO           NDPOptionType = 35 // RFC 6775
	NDPOptionCaptivePortal  NDPOptionType = 37 // RFC 8910
	NDPOptionPREF64         NDPOptionType = 38 // RFC 8781
	NDPOptionEncryptedDNS   NDPOptionType = 144
	NDPOptionExperimentOne  NDPOptionType = 253
	NDPOptionExperimentTwo  NDPOptionType = 254
	NDPOptionHandoverKeyReq NDPOptionType = 27 // RFC 5269
)

var ndpOptionNames = [...]string{
	1: "SourceLinkLayerAddress", 2: "TargetLinkLayerAddress", 3: "PrefixInformation", 4: "RedirectedHeader", 5: "MTU",
	7: "AdvertisementInterval", 8: "HomeAgentInformation", 9: "SourceAddressList", 10: "TargetAddressList", 11: "CGA", 12: "RSASignature",
	13: "Timestamp", 14: "Nonce", 24: "RouteInformation", 25: "RDNSS", 26: "RAFlagsExtension", 27: "HandoverKeyRequest", 31: "DNSSL",
	33: "ExtendedAddressRegistration", 34: "6LoWPANContext", 35: "AuthoritativeBorderRouter", 37: "CaptivePortal", 38: "PREF64",
	144: "EncryptedDNS",
}

// String gives the name, or the number.
func (t NDPOptionType) String() string { return iana.NameAt(ndpOptionNames[:], t) }

// Members gives the types of View.
func (NDPOption) Members(string) tags.Members {
	return tags.Members{Types: map[uint64]any{
		uint64(NDPOptionSourceLink):    (*NDPLinkAddress)(nil),
		uint64(NDPOptionTargetLink):    (*NDPLinkAddress)(nil),
		uint64(NDPOptionPrefix):        (*NDPPrefix)(nil),
		uint64(NDPOptionRedirected):    (*NDPRedirected)(nil),
		uint64(NDPOptionMTU):           (*NDPMTU)(nil),
		uint64(NDPOptionAdvInterval):   (*NDPAdvInterval)(nil),
		uint64(NDPOptionHomeAgent):     (*NDPHomeAgent)(nil),
		uint64(NDPOptionTimestamp):     (*NDPTimestamp)(nil),
		uint64(NDPOptionNonce):         (*NDPNonce)(nil),
		uint64(NDPOptionRoute):         (*NDPRoute)(nil),
		uint64(NDPOptionRDNSS):         (*NDPRDNSS)(nil),
		uint64(NDPOptionRAFlags):       (*NDPRAFlags)(nil),
		uint64(NDPOptionDNSSL):         (*NDPDNSSL)(nil),
		uint64(NDPOptionCaptivePortal): (*NDPCaptivePortal)(nil),
		uint64(NDPOptionPREF64):        (*NDPPREF64)(nil),
	}}
}

// View decodes Data as what the type asks for, such as [*NDPPrefix]. It returns nil
// where Data has no structure that is known here.
func (o *NDPOption) View() (any, error) { return codec.View(o, "Data") }

// NewNDPOption returns an option of a type with the contents of v, a struct that View returns for
// that type, or a []byte, with zeros behind it up to a multiple of 8 bytes.
func NewNDPOption(t NDPOptionType, v any) (NDPOption, error) {
	b, err := contents(v, 8*math.MaxUint8-2)
	for len(b)%8 != 6 {
		b = append(b, 0)
	}
	return NDPOption{Type: t, Length: uint8((len(b) + 2) / 8), Data: b}, err
}

// NDPLinkAddress is the contents of the link-layer address options, RFC 4861 section 4.6.1.
type NDPLinkAddress struct {
	Addr []byte `bits:"*"` // six bytes on Ethernet; padding otherwise
}

// NDPPrefix is the contents of the prefix information option, RFC 4861 section
// 4.6.2. Lifetimes are in seconds, all ones for ever.
type NDPPrefix struct {
	PrefixLen     uint8      `bits:"8"` // bits
	OnLink        bool       `bits:"1"`
	Autonomous    bool       `bits:"1"` // for stateless address configuration
	RouterAddress bool       `bits:"1"` // RFC 6275: Prefix is the router's address
	Reserved      uint8      `bits:"5"`
	ValidTime     uint32     `bits:"32"`
	PreferredTime uint32     `bits:"32"`
	Reserved2     uint32     `bits:"32"`
	Prefix        netip.Addr `bits:"128"`
}

// NDPRedirected is the contents of the redirected header option, RFC 4861 section 4.6.3.
type NDPRedirected struct {
	Reserved uint64 `bits:"48"`
	Packet   []byte `bits:"*"` // as much of it as fits, perhaps with padding
}

// Err tells whether there is not even the header of the packet, RFC 4861 section 4.6.3.
func (r *NDPRedirected) Err() error {
	if len(r.Packet) < 40 {
		return codec.ErrLength
	}
	return nil
}

// NDPMTU is the contents of the MTU option, RFC 4861 section 4.6.4.
type NDPMTU struct {
	Reserved uint16 `bits:"16"`
	MTU      uint32 `bits:"32"` // bytes
}

// NDPAdvInterval is the contents of the advertisement interval option, RFC 6275 section 7.3.
type NDPAdvInterval struct {
	Reserved uint16 `bits:"16"`
	Interval uint32 `bits:"32"` // milliseconds
}

// NDPHomeAgent is the contents of the home agent information option, RFC 6275 section 7.4.
type NDPHomeAgent struct {
	Reserved   uint16 `bits:"16"`
	Preference uint16 `bits:"16"`
	Lifetime   uint16 `bits:"16"` // seconds
}

// NDPTimestamp is the contents of the timestamp option, RFC 3971 section 5.3.1.
type NDPTimestamp struct {
	Reserved uint64 `bits:"48"`
	Time     uint64 `bits:"64"` // seconds since 1970 in the upper 48 bits, a fraction in the rest
}

// NDPNonce is the contents of the nonce option, RFC 3971 section 5.3.2.
type NDPNonce struct {
	Nonce []byte `bits:"*"`
}

// NDPRoute is the contents of the route information option, RFC 4191 section 2.3.
type NDPRoute struct {
	PrefixLen  uint8         `bits:"8"` // bits
	Reserved   uint8         `bits:"3"`
	Preference NDPPreference `bits:"2"`
	Reserved2  uint8         `bits:"3"`
	Lifetime   uint32        `bits:"32"` // seconds
	Prefix     []byte        `bits:"*"`  // 0, 8 or 16 bytes
}

// Err tells whether the prefix has another size, or is cut by it, RFC 4191 section 2.3.
func (r *NDPRoute) Err() error {
	if n := len(r.Prefix); n != 0 && n != 8 && n != 16 || int(r.PrefixLen) > 8*n {
		return codec.ErrLength
	}
	return nil
}

// NDPRDNSS is the contents of the recursive DNS server option, RFC 8106 section 5.1.
type NDPRDNSS struct {
	Reserved uint16       `bits:"16"`
	Lifetime uint32       `bits:"32"` // seconds
	Servers  []netip.Addr `bits:"*,each=128"`
}

// NDPRAFlags is the contents of the flags extension option, RFC 5175 section 4.
type NDPRAFlags struct {
	Flags uint64 `bits:"48"`
}

// NDPDNSSL is the contents of the DNS search list option, RFC 8106 section 5.2.
type NDPDNSSL struct {
	Reserved uint16 `bits:"16"`
	Lifetime uint32 `bits:"32"` // seconds
	Names    []byte `bits:"*"`  // Domains decodes them
}

// Err tells whether there is no name, or something else than names and zeros: RFC 8106 section 5.2.
func (d *NDPDNSSL) Err() error {
	b := d.Names
	names := 0
	for len(b) > 0 && b[0] != 0 {
		for len(b) > 0 && b[0] != 0 {
			if b[0] > 63 || int(b[0]) >= len(b) {
				return codec.ErrTruncated
			}
			b = b[1+int(b[0]):]
		}
		if len(b) == 0 {
			return codec.ErrTruncated
		}
		b = b[1:]
		names++
	}
	for _, c := range b {
		if c != 0 {
			return codec.ErrConst
		}
	}
	if names == 0 {
		return codec.ErrLength
	}
	return nil
}

// Domains decodes the search list: names with lengths in front of their labels,
// without compression, and zeros as padding. A name that is cut short ends it.
func (d *NDPDNSSL) Domains() []string {
	var all []string
	name := ""
	for b := d.Names; len(b) > 0; {
		n := int(b[0])
		if n >= len(b) || n > 63 {
			break
		}
		if n == 0 && name != "" {
			all, name = append(all, name), ""
		} else if n > 0 {
			if name != "" {
				name += "."
			}
			name += string(b[1 : 1+n])
		}
		b = b[1+n:]
	}
	return all
}

// NDPCaptivePortal is the contents of the captive portal option, RFC 8910 section 2.3.
type NDPCaptivePortal struct {
	URI []byte `bits:"*"` // with zeros as padding
}

// NDPPREF64 is the contents of the PREF64 option, RFC 8781 section 4.
type NDPPREF64 struct {
	Lifetime uint16   `bits:"13"` // units of 8 seconds
	Code     uint8    `bits:"3"`  // prefix lengths 96, 64, 56, 48, 40, 32
	Prefix   [12]byte `bits:"96"`
}
