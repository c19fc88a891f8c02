package layers

import (
	"fmt"
	"net/netip"
	"slices"
	"strings"
	"time"

	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/tags"
)

// Members gives the options with a struct of their own.
func (DHCPv6Option) Members(string) tags.Members {
	m := map[uint64]any{
		1: (*DHCPv6DUID)(nil), 2: (*DHCPv6DUID)(nil), 3: (*DHCPv6IA)(nil), 4: (*DHCPv6IATA)(nil), 5: (*DHCPv6IAAddr)(nil), 6: (*DHCPv6Codes)(nil), 7: (*DHCPv6Uint8)(nil),
		8: (*DHCPv6Elapsed)(nil), 11: (*DHCPv6Auth)(nil), 13: (*DHCPv6StatusText)(nil), 15: (*DHCPv6Items)(nil), 16: (*DHCPv6VendorClass)(nil),
		17: (*DHCPv6VendorOptions)(nil), 19: (*DHCPv6Kind)(nil), 25: (*DHCPv6IA)(nil), 26: (*DHCPv6IAPrefix)(nil), 36: (*DHCPv6Civic)(nil), 37: (*DHCPv6Remote)(nil),
		39: (*DHCPv6FQDN)(nil), 44: (*DHCPv6LeaseQuery)(nil), 47: (*DHCPv6RelayData)(nil), 53: (*DHCPv6DUID)(nil), 54: (*DHCPv6Mobility)(nil), 55: (*DHCPv6Mobility)(nil),
		56: (*DHCPv6NTP)(nil), 62: (*DHCPv4ClientNDI)(nil), 63: (*DHCPv4GeoConf)(nil), 67: (*DHCPv6Exclude)(nil), 68: (*DHCPv6VSS)(nil), 71: (*DHCPv6HomePrefix)(nil),
		74: (*DHCPv6RDNSS)(nil), 78: (*DHCPv6KDC)(nil), 79: (*DHCPv6LinkLayerID)(nil), 84: (*DHCPv6AddrSelection)(nil), 85: (*DHCPv6AddrPolicy)(nil),
		89: (*DHCPv6MapRule)(nil), 91: (*DHCPv6Prefixes)(nil), 92: (*DHCPv6Binding)(nil), 93: (*DHCPv6PortParams)(nil), 104: (*DHCPv6MPL)(nil), 105: (*DHCPv6Access)(nil),
		108: (*DHCPv6BSSID)(nil), 113: (*DHCPv6Prefixes)(nil), 127: (*DHCPv6Version)(nil), 136: (*DHCPv6Items)(nil), 137: (*DHCPv6Prefixes)(nil), 138: (*DHCPv6IA)(nil),
		139: (*DHCPv6LinkLayer)(nil), 140: (*DHCPv6Quadrants)(nil), 144: (*DHCPv6DNR)(nil), 146: (*DHCPv6Manager)(nil), 147: (*DHCPv6Manager)(nil),
	}
	add := func(prototype any, codes ...uint64) {
		for _, c := range codes {
			m[c] = prototype
		}
	}
	add((*DHCPv6Address)(nil), 12, 72, 80, 90)
	add((*DHCPv6Addresses)(nil), 22, 23, 27, 28, 31, 34, 40, 48, 52, 86, 88, 142, 143)
	add((*DHCPv6Domains)(nil), 21, 24, 29, 30, 33, 49, 50, 51, 57, 58, 64, 65, 73, 118, 141, 145)
	add((*DHCPv6Options)(nil), 45, 66, 69, 70, 94, 95, 96, 97, 116)
	add((*DHCPv6Codes)(nil), 43, 61, 111)
	add((*DHCPv6Text)(nil), 41, 42, 59, 76, 77, 103, 106, 107, 110, 112, 130)
	add((*DHCPv6Uint8)(nil), 114, 131, 132)
	add((*DHCPv6Uint16)(nil), 115, 119, 135)
	add((*DHCPv6Uint32)(nil), 109, 121)
	add((*DHCPv6Seconds)(nil), 32, 46, 82, 83, 100, 101, 102, 120, 122, 123, 124, 125, 126, 128, 133, 134)
	add((*DHCPv6Items)(nil), 60)
	return tags.Members{Types: m}
}

// DHCPv6DUID identifies a client, a server or a relay agent, RFC 8415 section 11. Data is typed by View.
type DHCPv6DUID struct {
	Type DHCPv6DUIDType `bits:"16"`
	Data []byte         `bits:"*,union=Type"`
}

// DHCPv6DUIDType is the way in which an identifier was made.
type DHCPv6DUIDType uint16

// Types of identifiers.
const (
	DHCPv6DUIDLLT  DHCPv6DUIDType = 1 // link-layer address and time
	DHCPv6DUIDEN   DHCPv6DUIDType = 2 // enterprise number
	DHCPv6DUIDLL   DHCPv6DUIDType = 3 // link-layer address
	DHCPv6DUIDUUID DHCPv6DUIDType = 4 // RFC 6355
)

// String gives the name, or type and the number.
func (t DHCPv6DUIDType) String() string {
	return dnsName([]string{1: "LLT", "EN", "LL", "UUID"}, "type", uint64(t))
}

// Members gives the types of View.
func (DHCPv6DUID) Members(string) tags.Members {
	return tags.Members{Types: map[uint64]any{1: (*DHCPv6LLT)(nil), 2: (*DHCPv6EN)(nil), 3: (*DHCPv6LL)(nil), 4: (*DHCPv6UUID)(nil)}}
}

// DHCPv6LLT is a link-layer address and the time when it was taken.
type DHCPv6LLT struct {
	HardwareType uint16 `bits:"16"`
	Time         uint32 `bits:"32"` // seconds since 2000-01-01 UTC, modulo 2^32
	Addr         []byte `bits:"*"`
}

// DHCPv6EN is an identifier that a vendor gave.
type DHCPv6EN struct {
	Enterprise uint32 `bits:"32"`
	ID         []byte `bits:"*"`
}

// DHCPv6LL is a link-layer address.
type DHCPv6LL struct {
	HardwareType uint16 `bits:"16"`
	Addr         []byte `bits:"*"`
}

// DHCPv6UUID is a UUID of the machine.
type DHCPv6UUID struct {
	UUID [16]byte `bits:"128"`
}

// DHCPv6IA is an identity association for non-temporary addresses, for prefixes, or for link-layer addresses (RFC 8947), RFC 8415 sections 21.4 and 21.21. Times are in
// seconds; 2^32-1 is forever.
type DHCPv6IA struct {
	IAID    uint32         `bits:"32"`
	T1      uint32         `bits:"32"` // until the client renews with its server
	T2      uint32         `bits:"32"` // until it asks any server
	Options []DHCPv6Option `bits:"*"`
}

// DHCPv6IATA is an identity association for temporary addresses.
type DHCPv6IATA struct {
	IAID    uint32         `bits:"32"`
	Options []DHCPv6Option `bits:"*"`
}

// DHCPv6IAAddr is an address with its lifetimes in seconds.
type DHCPv6IAAddr struct {
	Addr      netip.Addr     `bits:"128"`
	Preferred uint32         `bits:"32"`
	Valid     uint32         `bits:"32"`
	Options   []DHCPv6Option `bits:"*"`
}

// DHCPv6IAPrefix is a delegated prefix with its lifetimes in seconds.
type DHCPv6IAPrefix struct {
	Preferred uint32         `bits:"32"`
	Valid     uint32         `bits:"32"`
	Length    uint8          `bits:"8"` // of the prefix, in bits
	Prefix    netip.Addr     `bits:"128"`
	Options   []DHCPv6Option `bits:"*"`
}

// DHCPv6Options is the value of options that hold others alone.
type DHCPv6Options struct {
	Options []DHCPv6Option `bits:"*"`
}

// DHCPv6Codes is the value of options that are a list of 16-bit numbers: codes of options, or architectures of clients (RFC 5970).
type DHCPv6Codes struct {
	Codes []DHCPv6OptionCode `bits:"*,each=16"`
}

// DHCPv6Address is the value of options that are one address.
type DHCPv6Address struct {
	Addr netip.Addr `bits:"128"`
}

// DHCPv6Addresses is the value of options that are a list of addresses.
type DHCPv6Addresses struct {
	Addrs []netip.Addr `bits:"*,each=128"`
}

// DHCPv6Domains is the value of options that are one domain name or a list of them.
type DHCPv6Domains struct {
	Domains []DNSFullName `bits:"*"`
}

// DHCPv6Text is the value of options that are text.
type DHCPv6Text struct {
	Text string `bits:"*"`
}

// DHCPv6Uint8 is the value of options that are a byte.
type DHCPv6Uint8 struct {
	Value uint8 `bits:"8"`
}

// DHCPv6Uint16 is the value of options that are 16 bits.
type DHCPv6Uint16 struct {
	Value uint16 `bits:"16"`
}

// DHCPv6Uint32 is the value of options that are 32 bits.
type DHCPv6Uint32 struct {
	Value uint32 `bits:"32"`
}

// DHCPv6Seconds is the value of options that are a time in seconds, some of them a point in time: seconds since 1970.
type DHCPv6Seconds struct {
	Seconds uint32 `bits:"32"`
}

// DHCPv6Elapsed is how long the client has been trying.
type DHCPv6Elapsed struct {
	Hundredths uint16 `bits:"16"`
}

// DHCPv6Kind is the message that the client shall send when it is reconfigured.
type DHCPv6Kind struct {
	Type DHCPv6MessageType `bits:"8"`
}

// DHCPv6Auth authenticates the message, RFC 8415 section 21.11.
type DHCPv6Auth struct {
	Protocol  uint8  `bits:"8"` // 2 delayed, 3 reconfigure key
	Algorithm uint8  `bits:"8"`
	RDM       uint8  `bits:"8"` // replay detection method
	Replay    uint64 `bits:"64"`
	Info      []byte `bits:"*"`
}

// DHCPv6StatusText is the outcome of a request.
type DHCPv6StatusText struct {
	Code    DHCPv6Status `bits:"16"`
	Message string       `bits:"*"`
}

// DHCPv6Items is the value of options that are items with a length each: classes of users, parameters of boot files, addresses of bootstrap servers.
type DHCPv6Items struct {
	Items []DHCPv6Item `bits:"*"`
}

// DHCPv6Item is such an item.
type DHCPv6Item struct {
	Length uint16 `bits:"16,len=Data"`
	Data   []byte `bits:"*"`
}

// DHCPv6VendorClass says what kind of machine the client is.
type DHCPv6VendorClass struct {
	Enterprise uint32       `bits:"32"`
	Items      []DHCPv6Item `bits:"*"`
}

// DHCPv6VendorOptions are options that a vendor defines.
type DHCPv6VendorOptions struct {
	Enterprise uint32            `bits:"32"`
	Options    []DHCPv6SubOption `bits:"*"`
	Rest       []byte            `bits:"*"` // of vendors that have another form
}

// DHCPv6SubOption is an option with numbers of its own.
type DHCPv6SubOption struct {
	Code   uint16 `bits:"16"`
	Length uint16 `bits:"16,len=Data"`
	Data   []byte `bits:"*"`
}

// DHCPv6Remote identifies the remote end, RFC 4649.
type DHCPv6Remote struct {
	Enterprise uint32 `bits:"32"`
	ID         []byte `bits:"*"`
}

// DHCPv6FQDN is the client's name, RFC 4704. A name that is not full has no root at its end.
type DHCPv6FQDN struct {
	Reserved uint8  `bits:"5"`
	NoUpdate bool   `bits:"1"` // N: the server shall not update DNS
	Override bool   `bits:"1"` // O: the server overrode S
	Server   bool   `bits:"1"` // S: the server shall update the AAAA record
	Name     []byte `bits:"*"` // labels
}

// Err tells whether the server shall update DNS and shall not, RFC 4704 section 4.1.
func (f *DHCPv6FQDN) Err() error {
	if f.NoUpdate && f.Server {
		return codec.ErrRange
	}
	return nil
}

// Text is the name in presentation format, with a dot at the end if it is full.
func (f *DHCPv6FQDN) Text() string {
	wire := f.Name
	_, err := dnsNameEnd(wire, 0)
	full := err == nil
	if !full {
		wire = append(slices.Clone(wire), 0)
	}
	var n DNSName
	if end, err := n.DecodeField(wire, 0); err != nil || end != len(wire) || n.Err() != nil {
		return ""
	}
	if text := n.String(); full {
		return text
	} else {
		return strings.TrimSuffix(text, ".")
	}
}

// String gives type and content.
func (d *DHCPv6DUID) String() string { return fmt.Sprintf("%v %x", d.Type, d.Data) }

// String gives identifier, times and options.
func (i *DHCPv6IA) String() string { return string(i.appendText(nil, 0)) }

// appendText appends the options too, as deep as AllOptions goes. It ends with "..." after 16 KiB.
func (i *DHCPv6IA) appendText(b []byte, depth int) []byte {
	b = fmt.Appendf(b, "IAID %#x T1 %v T2 %v [", i.IAID, dhcpv6Time(i.T1), dhcpv6Time(i.T2))
	for n := range i.Options {
		if n > 0 {
			b = append(b, "; "...)
		}
		if len(b) > dnsMaxText {
			b = append(b, "..."...)
			break
		}
		b = i.Options[n].appendText(b, depth)
	}
	return append(b, ']')
}

// String gives address and lifetimes.
func (a *DHCPv6IAAddr) String() string {
	return fmt.Sprintf("%v preferred %v valid %v", a.Addr, dhcpv6Time(a.Preferred), dhcpv6Time(a.Valid))
}

// String gives prefix and lifetimes.
func (p *DHCPv6IAPrefix) String() string {
	return fmt.Sprintf("%v/%d preferred %v valid %v", p.Prefix, p.Length, dhcpv6Time(p.Preferred), dhcpv6Time(p.Valid))
}

// String gives the addresses.
func (a *DHCPv6Addresses) String() string { return fmt.Sprint(a.Addrs) }

// String gives the names.
func (d *DHCPv6Domains) String() string {
	return "[" + joinWith(" ", d.Domains, DNSFullName.String) + "]"
}

// String gives code and message.
func (s *DHCPv6StatusText) String() string { return fmt.Sprintf("%v %q", s.Code, s.Message) }

// String gives the names of the options.
func (c *DHCPv6Codes) String() string { return fmt.Sprint(c.Codes) }

// dhcpv6Time is a time in seconds.
func dhcpv6Time(s uint32) string {
	if s == 1<<32-1 {
		return "forever"
	}
	return (time.Duration(s) * time.Second).String()
}
