package layers

import (
	"fmt"
	"net/netip"
	"strconv"
	"strings"
	"time"

	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/tags"
)

// Members gives the options with a struct of their own.
func (DHCPv4Option) Members(string) tags.Members {
	m := map[uint64]any{
		2: (*DHCPv4TimeOffset)(nil), 25: (*DHCPv4Uint16s)(nil), 52: (*DHCPv4Uint8)(nil), 53: (*DHCPv4MessageKind)(nil),
		55: (*DHCPv4Parameters)(nil), 61: (*DHCPv4ClientID)(nil), 77: (*DHCPv4UserClass)(nil), 81: (*DHCPv4FQDN)(nil),
		82: (*DHCPv4RelayAgent)(nil), 90: (*DHCPv4Authentication)(nil), 93: (*DHCPv4Uint16s)(nil), 94: (*DHCPv4ClientNDI)(nil),
		97: (*DHCPv4ClientID)(nil), 117: (*DHCPv4Uint16s)(nil), 119: (*DHCPv4DomainSearch)(nil), 120: (*DHCPv4SIPServers)(nil),
		121: (*DHCPv4Routes)(nil), 123: (*DHCPv4GeoConf)(nil), 124: (*DHCPv4VIClass)(nil), 125: (*DHCPv4VIInfo)(nil),
		137: (*DHCPv4DomainSearch)(nil), 151: (*DHCPv4Status)(nil), 212: (*DHCPv46RD)(nil), 249: (*DHCPv4Routes)(nil),
	}
	add := func(prototype any, types ...uint64) {
		for _, t := range types {
			m[t] = prototype
		}
	}
	add((*DHCPv4Address)(nil), 1, 16, 28, 32, 50, 54, 118)
	add((*DHCPv4Addresses)(nil), 3, 4, 5, 6, 7, 8, 9, 10, 11, 41, 42, 44, 45, 48, 49, 65, 68, 69, 70, 71, 72, 73, 74, 75, 76, 85, 89, 92, 112, 136, 138, 142, 150)
	add((*DHCPv4AddressPairs)(nil), 21, 33)
	add((*DHCPv4String)(nil), 12, 14, 15, 17, 18, 40, 47, 56, 60, 62, 64, 66, 67, 86, 87, 98, 100, 101, 113, 114, 161, 209, 210, 252)
	add((*DHCPv4Uint8)(nil), 19, 20, 23, 27, 29, 30, 31, 34, 36, 37, 39, 46, 116, 156, 157)
	add((*DHCPv4Uint16)(nil), 13, 22, 26, 57)
	add((*DHCPv4Seconds)(nil), 24, 35, 38, 51, 58, 59, 91, 108, 152, 153, 154, 155, 211)
	return tags.Members{Types: m}
}

// DHCPv4Address is the value of options that are one address.
type DHCPv4Address struct {
	Addr netip.Addr `bits:"32"`
}

// DHCPv4Addresses is the value of options that are a list of addresses.
type DHCPv4Addresses struct {
	Addrs []netip.Addr `bits:"*,each=32"`
}

// DHCPv4AddressPairs is the value of policy filter (address, mask) and static route (destination, router).
type DHCPv4AddressPairs struct {
	Pairs []DHCPv4AddressPair `bits:"*"`
}

// DHCPv4AddressPair is an item of these.
type DHCPv4AddressPair struct {
	First  netip.Addr `bits:"32"`
	Second netip.Addr `bits:"32"`
}

// DHCPv4String is the value of options that are text.
type DHCPv4String struct {
	Text string `bits:"*"`
}

// DHCPv4Uint8 is the value of options that are a byte: flags (0 or 1), times to live, ...
type DHCPv4Uint8 struct {
	Value uint8 `bits:"8"`
}

// DHCPv4Uint16 is the value of options that are a 16-bit size.
type DHCPv4Uint16 struct {
	Value uint16 `bits:"16"`
}

// DHCPv4Uint16s is the value of options that are a list of 16-bit numbers: MTU plateaus, client architectures (RFC 4578), name services.
type DHCPv4Uint16s struct {
	Values []uint16 `bits:"*,each=16"`
}

// DHCPv4Seconds is the value of options that are a time in seconds; 2^32-1 is forever.
type DHCPv4Seconds struct {
	Seconds uint32 `bits:"32"`
}

// DHCPv4TimeOffset is the seconds that the subnet is east of UTC.
type DHCPv4TimeOffset struct {
	Seconds int32 `bits:"32"`
}

// DHCPv4MessageKind is the value of option 53.
type DHCPv4MessageKind struct {
	Type DHCPv4MessageType `bits:"8"`
}

// DHCPv4Parameters is the list of options that a client asks for.
type DHCPv4Parameters struct {
	Types []DHCPv4OptionType `bits:"*"`
}

// DHCPv4ClientID identifies a client (RFC 2132 section 9.14, RFC 4361), or its machine in option 97 (RFC 4578).
type DHCPv4ClientID struct {
	Type uint8  `bits:"8"` // hardware type, 0 for others, 255 with an identity association and a DUID
	ID   []byte `bits:"*"`
}

// DHCPv4ClientNDI is the client's network interface (RFC 4578).
type DHCPv4ClientNDI struct {
	Type  uint8 `bits:"8"` // 1 UNDI
	Major uint8 `bits:"8"`
	Minor uint8 `bits:"8"`
}

// DHCPv4UserClass is the classes of a user (RFC 3004). Some clients send text instead.
type DHCPv4UserClass struct {
	Classes []DNSString `bits:"*"`
}

// DHCPv4FQDN is the client's name (RFC 4702). The two response codes are obsolete.
type DHCPv4FQDN struct {
	Reserved uint8  `bits:"4"`
	NoUpdate bool   `bits:"1"` // N: the server shall not update DNS
	Encoded  bool   `bits:"1"` // E: Name is in wire form, otherwise in ASCII
	Override bool   `bits:"1"` // O: the server overrode S
	Server   bool   `bits:"1"` // S: the server shall update the address record
	Rcode1   uint8  `bits:"8"`
	Rcode2   uint8  `bits:"8"`
	Name     []byte `bits:"*"`
}

// DHCPv4RelayAgent is what relay agents add (RFC 3046).
type DHCPv4RelayAgent struct {
	SubOptions []DHCPv4SubOption `bits:"*"`
}

// DHCPv4SubOption is an item of it.
type DHCPv4SubOption struct {
	Type   DHCPv4SubOptionType `bits:"8"`
	Length uint8               `bits:"8,len=Data"`
	Data   []byte              `bits:"*,union=Type"`
}

// Members gives the sub-options with a struct of their own. Those with identifiers, and attributes of RADIUS, are bytes.
func (DHCPv4SubOption) Members(string) tags.Members {
	return tags.Members{Types: map[uint64]any{
		uint64(DHCPv4DOCSISClass): (*DHCPv4Uint32)(nil), uint64(DHCPv4LinkSelection): (*DHCPv4Address)(nil), uint64(DHCPv4RelayAuth): (*DHCPv4RelayAuthentication)(nil),
		uint64(DHCPv4RelayVendor): (*DHCPv4RelayVendors)(nil), uint64(DHCPv4RelayFlags): (*DHCPv4Uint8)(nil), uint64(DHCPv4ServerIDOverride): (*DHCPv4Address)(nil),
		uint64(DHCPv4RelayPort): (*DHCPv4Empty)(nil), uint64(DHCPv4RelayVSS): (*DHCPv4VSS)(nil), uint64(DHCPv4RelayVSSControl): (*DHCPv4Empty)(nil),
	}}
}

// View decodes the sub-option's data: a pointer to a struct of this package, or nil for types that have none.
func (o *DHCPv4SubOption) View() (any, error) { return codec.View(o, "Data") }

// DHCPv4Uint32 is the value of sub-options that are one number: the class of a DOCSIS device (RFC 3256).
type DHCPv4Uint32 struct {
	Value uint32 `bits:"32"`
}

// DHCPv4Empty is the value of sub-options that have none: that a relay agent uses another port (RFC 8357), and that the server took its virtual network into account (RFC 6607).
type DHCPv4Empty struct{}

// DHCPv4RelayAuthentication is the signature of a relay agent over the message (RFC 4030 section 4).
type DHCPv4RelayAuthentication struct {
	Algorithm uint8  `bits:"8"` // 1 HMAC-SHA1
	Reserved  uint8  `bits:"8"`
	RDM       uint8  `bits:"8"` // replay detection method
	Replay    uint64 `bits:"64"`
	RelayID   uint32 `bits:"32"`
	Info      []byte `bits:"*"` // of the algorithm, with the MAC
}

// DHCPv4RelayVendors is what vendors have of their own in relay agent information (RFC 4243 section 3).
type DHCPv4RelayVendors struct {
	Vendors []DHCPv4RelayVendorInfo `bits:"*"`
}

// DHCPv4RelayVendorInfo is an item of it.
type DHCPv4RelayVendorInfo struct {
	Enterprise uint32 `bits:"32"`
	Length     uint8  `bits:"8,len=Data"`
	Data       []byte `bits:"*"`
}

// DHCPv4VSS is the virtual network that a request comes from (RFC 6607 section 3.5): type 0 a name, 1 a VPN identifier of RFC 2685, 255 the global one.
type DHCPv4VSS struct {
	Type uint8  `bits:"8"`
	ID   []byte `bits:"*"`
}

// Err tells whether an identifier has not its seven bytes, or the global network has one, RFC 6607 section 3.5.
func (v *DHCPv4VSS) Err() error {
	if v.Type == 1 && len(v.ID) != 7 || v.Type == 255 && len(v.ID) > 0 {
		return codec.ErrLength
	}
	return nil
}

// DHCPv4Authentication authenticates the message (RFC 3118).
type DHCPv4Authentication struct {
	Protocol  uint8  `bits:"8"`
	Algorithm uint8  `bits:"8"`
	RDM       uint8  `bits:"8"` // replay detection method
	Replay    uint64 `bits:"64"`
	Info      []byte `bits:"*"`
}

// DHCPv4DomainSearch is a list of domains (RFC 3397), whose pointers count from the first
// byte of the option put together: see [DHCPv4.View]. LoST Server has one.
type DHCPv4DomainSearch struct {
	Domains []DNSFullName `bits:"*"`
}

// DHCPv4SIPServers is a list of servers, by name or by address (RFC 3361).
type DHCPv4SIPServers struct {
	Encoding uint8  `bits:"8"` // 0 names, 1 addresses
	Data     []byte `bits:"*"`
}

// Names gives the servers of encoding 0, as far as the names are whole.
func (s *DHCPv4SIPServers) Names() []DNSName {
	var out []DNSName
	for at := 0; s.Encoding == 0 && at < len(s.Data); {
		end, err := dnsNameEnd(s.Data, at)
		if err != nil {
			break
		}
		out = append(out, DNSName{msg: s.Data[:end:end], at: at})
		at = end
	}
	return out
}

// Addrs gives the servers of encoding 1, as far as the addresses are whole.
func (s *DHCPv4SIPServers) Addrs() []netip.Addr {
	var out []netip.Addr
	for b := s.Data; s.Encoding == 1 && len(b) >= 4; b = b[4:] {
		out = append(out, netip.AddrFrom4([4]byte(b)))
	}
	return out
}

// DHCPv4Routes is a list of routes (RFC 3442).
type DHCPv4Routes struct {
	Routes []DHCPv4Route `bits:"*"`
}

// DHCPv4Route is a route to an IPv4 network. On the wire the network has as many
// bytes as its prefix needs; bits after the prefix are kept.
type DHCPv4Route struct {
	Network netip.Prefix
	Router  netip.Addr // 0.0.0.0: on the link
}

// DecodeField takes the prefix length, the network and the router.
func (r *DHCPv4Route) DecodeField(layer []byte, at int) (int, error) {
	b := layer[at:]
	if len(b) < 1 {
		return 1, codec.ErrTruncated
	}
	if b[0] > 32 {
		return 1, codec.ErrRange
	}
	n := 1 + (int(b[0])+7)/8
	if len(b) < n+4 {
		return n + 4, codec.ErrTruncated
	}
	var a [4]byte
	copy(a[:], b[1:n])
	r.Network = netip.PrefixFrom(netip.AddrFrom4(a), int(b[0]))
	r.Router = netip.AddrFrom4([4]byte(b[n:]))
	return n + 4, nil
}

// AppendField writes them.
func (r DHCPv4Route) AppendField(dst []byte, _ int, _ codec.Derive) ([]byte, error) {
	if !r.Network.IsValid() || !r.Network.Addr().Is4() || r.Router.IsValid() && !r.Router.Is4() {
		return dst, fmt.Errorf("a route to %v by %v: %w", r.Network, r.Router, codec.ErrRange)
	}
	a, to := r.Network.Addr().As4(), [4]byte{}
	if r.Router.IsValid() {
		to = r.Router.As4()
	}
	dst = append(dst, byte(r.Network.Bits()))
	dst = append(dst, a[:(r.Network.Bits()+7)/8]...)
	return append(dst, to[:]...), nil
}

// DHCPv4GeoConf is a position (RFC 6225, RFC 3825). Resolutions are the number of bits that count.
type DHCPv4GeoConf struct {
	LatResolution uint8 `bits:"6"`
	Latitude      int64 `bits:"34"` // 2^-25 degrees north
	LonResolution uint8 `bits:"6"`
	Longitude     int64 `bits:"34"` // 2^-25 degrees east
	AltType       uint8 `bits:"4"`  // 1 metres, 2 floors
	AltResolution uint8 `bits:"6"`
	Altitude      int32 `bits:"30"` // 2^-8
	Version       uint8 `bits:"2"`  // with Reserved and Datum, the datum of RFC 3825
	Reserved      uint8 `bits:"3"`
	Datum         uint8 `bits:"3"`
}

// DHCPv4VIClass is vendor classes, each with the enterprise number of its vendor (RFC 3925).
type DHCPv4VIClass struct {
	Vendors []DHCPv4VIVendorClass `bits:"*"`
}

// DHCPv4VIVendorClass is an item of it.
type DHCPv4VIVendorClass struct {
	Enterprise uint32      `bits:"32"`
	Length     uint8       `bits:"8,len=Classes"`
	Classes    []DNSString `bits:"*"`
}

// DHCPv4VIInfo is vendors' own options (RFC 3925).
type DHCPv4VIInfo struct {
	Vendors []DHCPv4VIVendorInfo `bits:"*"`
}

// DHCPv4VIVendorInfo is an item of it.
type DHCPv4VIVendorInfo struct {
	Enterprise uint32               `bits:"32"`
	Length     uint8                `bits:"8,len=Options"`
	Options    []DHCPv4VendorOption `bits:"*"`
}

// DHCPv4VendorOption is an option with a type of the vendor's.
type DHCPv4VendorOption struct {
	Type   uint8  `bits:"8"`
	Length uint8  `bits:"8,len=Data"`
	Data   []byte `bits:"*"`
}

// DHCPv4Status is the result of a lease query (RFC 6926).
type DHCPv4Status struct {
	Code uint8  `bits:"8"`
	Text string `bits:"*"`
}

// DHCPv46RD is IPv6 rapid deployment (RFC 5969).
type DHCPv46RD struct {
	IPv4MaskLen uint8        `bits:"8"`
	PrefixLen   uint8        `bits:"8"`
	Prefix      netip.Addr   `bits:"128"`
	Relays      []netip.Addr `bits:"*,each=32"`
}

// Text is the client's name. A name in wire form may be partial: then it has no dot at its end.
func (f *DHCPv4FQDN) Text() string {
	if !f.Encoded {
		return string(f.Name)
	}
	end, err := dnsNameEnd(f.Name, 0)
	if err == nil {
		return DNSName{msg: f.Name[:end]}.String()
	}
	whole := append(f.Name[:len(f.Name):len(f.Name)], 0)
	if end, err = dnsNameEnd(whole, 0); err != nil || end != len(whole) {
		return DNSString(f.Name).String()
	}
	return strings.TrimSuffix(DNSName{msg: whole}.String(), ".")
}

// Duration is the time; ok is false for forever.
func (s *DHCPv4Seconds) Duration() (d time.Duration, ok bool) {
	return time.Duration(s.Seconds) * time.Second, s.Seconds != 1<<32-1
}

// String gives the option's name and value.
func (o DHCPv4Option) String() string {
	v, err := o.View()
	if s, ok := v.(fmt.Stringer); ok && err == nil {
		return o.Type.String() + " " + s.String()
	}
	if len(o.Data) == 0 {
		return o.Type.String()
	}
	return fmt.Sprintf("%v %x", o.Type, o.Data)
}

func (a *DHCPv4Address) String() string   { return a.Addr.String() }
func (a *DHCPv4Addresses) String() string { return joinText(a.Addrs, netip.Addr.String) }
func (p *DHCPv4AddressPairs) String() string {
	return joinText(p.Pairs, func(x DHCPv4AddressPair) string { return x.First.String() + "/" + x.Second.String() })
}
func (s *DHCPv4String) String() string { return strconv.Quote(s.Text) }
func (v *DHCPv4Uint8) String() string  { return strconv.Itoa(int(v.Value)) }
func (v *DHCPv4Uint16) String() string { return strconv.Itoa(int(v.Value)) }
func (v *DHCPv4Uint16s) String() string {
	return joinText(v.Values, func(n uint16) string { return strconv.Itoa(int(n)) })
}

func (s *DHCPv4Seconds) String() string {
	if d, ok := s.Duration(); ok {
		return d.String()
	}
	return "forever"
}

func (t *DHCPv4TimeOffset) String() string  { return (time.Duration(t.Seconds) * time.Second).String() }
func (k *DHCPv4MessageKind) String() string { return k.Type.String() }
func (p *DHCPv4Parameters) String() string  { return joinText(p.Types, DHCPv4OptionType.String) }
func (c *DHCPv4ClientID) String() string    { return fmt.Sprintf("%d:%x", c.Type, c.ID) }
func (n *DHCPv4ClientNDI) String() string   { return fmt.Sprintf("%d %d.%d", n.Type, n.Major, n.Minor) }
func (u *DHCPv4UserClass) String() string   { return dnsStrings(u.Classes) }
func (f *DHCPv4FQDN) String() string        { return f.Text() }
func (r *DHCPv4RelayAgent) String() string  { return joinText(r.SubOptions, DHCPv4SubOption.String) }

// String gives the sub-option's name and its data in hexadecimal.
func (o DHCPv4SubOption) String() string     { return fmt.Sprintf("%v %x", o.Type, o.Data) }
func (d *DHCPv4DomainSearch) String() string { return joinText(d.Domains, DNSFullName.String) }
func (r *DHCPv4Routes) String() string       { return joinText(r.Routes, DHCPv4Route.String) }
func (r DHCPv4Route) String() string         { return fmt.Sprintf("%v by %v", r.Network, r.Router) }
func (s *DHCPv4Status) String() string       { return fmt.Sprintf("%d %q", s.Code, s.Text) }
func (s *DHCPv4SIPServers) String() string {
	switch s.Encoding {
	case 0:
		return joinText(s.Names(), DNSName.String)
	case 1:
		return joinText(s.Addrs(), netip.Addr.String)
	}
	return fmt.Sprintf("%d:%x", s.Encoding, s.Data)
}
