package layers

import (
	"net/netip"

	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/tags"
)

// DHCPv6Prefix is a prefix of as many bytes as its length needs, as it stands in several options.
type DHCPv6Prefix struct {
	Length uint8  // in bits, at most 128
	Addr   []byte // (Length+7)/8 bytes; bits behind the prefix are kept
}

// NewDHCPv6Prefix converts a prefix of IPv6.
func NewDHCPv6Prefix(p netip.Prefix) DHCPv6Prefix {
	a := p.Masked().Addr().As16()
	return DHCPv6Prefix{uint8(p.Bits()), a[: (p.Bits()+7)/8 : (p.Bits()+7)/8]}
}

// DecodeField reads length and bytes.
func (p *DHCPv6Prefix) DecodeField(layer []byte, at int) (int, error) {
	*p = DHCPv6Prefix{}
	b := layer[at:]
	if len(b) < 1 {
		return 1, codec.ErrTruncated
	}
	n := 1 + (int(b[0])+7)/8
	switch {
	case b[0] > 128:
		return n, codec.ErrRange
	case n > len(b):
		return n, codec.ErrTruncated
	}
	p.Length = b[0]
	if n > 1 {
		p.Addr = b[1:n:n]
	}
	return n, nil
}

// AppendField writes length and bytes.
func (p DHCPv6Prefix) AppendField(dst []byte, _ int, _ codec.Derive) ([]byte, error) {
	if p.Length > 128 || len(p.Addr) != (int(p.Length)+7)/8 {
		return dst, codec.ErrRange
	}
	return append(append(dst, p.Length), p.Addr...), nil
}

// Prefix is the prefix, without the bits behind it.
func (p DHCPv6Prefix) Prefix() netip.Prefix {
	var a [16]byte
	copy(a[:], p.Addr)
	return netip.PrefixFrom(netip.AddrFrom16(a), int(p.Length)).Masked()
}

// String gives the prefix.
func (p DHCPv6Prefix) String() string { return p.Prefix().String() }

// DHCPv6Prefixes is the value of options that are one prefix or several: a default mapping rule, the softwire's source (RFC 8539), the prefixes of
// translation for multicast of any source, of one source, and for unicast (RFC 8115).
type DHCPv6Prefixes struct {
	Prefixes []DHCPv6Prefix `bits:"*"`
}

// DHCPv6Civic is where the client is, as a postal address, RFC 4776.
type DHCPv6Civic struct {
	What     uint8                `bits:"8"` // 0 the server, 1 the network element, 2 the client
	Country  [2]byte              `bits:"16"`
	Elements []DHCPv6CivicElement `bits:"*"`
}

// DHCPv6CivicElement is a part of it: 1 a state, 3 a city, 6 a street, 19 a number, ...
type DHCPv6CivicElement struct {
	Type   uint8  `bits:"8"`
	Length uint8  `bits:"8,len=Value"`
	Value  []byte `bits:"*"`
}

// DHCPv6LeaseQuery asks for leases, RFC 5007 section 4.1.2.1.
type DHCPv6LeaseQuery struct {
	Type     uint8          `bits:"8"` // 1 by address, 2 by client identifier, 3 by relay identifier, 4 by link address, 5 by remote identifier
	LinkAddr netip.Addr     `bits:"128"`
	Options  []DHCPv6Option `bits:"*"`
}

// DHCPv6RelayData is what a relay agent last sent for a client, RFC 5007 section 4.1.2.4.
type DHCPv6RelayData struct {
	PeerAddr netip.Addr `bits:"128"`
	Message  []byte     `bits:"*"` // a relay message
}

// DHCPv6Mobility has the addresses or names of servers for moving clients, RFC 5678: 1 information, 2 commands, 3 events.
type DHCPv6Mobility struct {
	Options []DHCPv6SubOption `bits:"*"`
}

// DHCPv6NTP is a time server, RFC 5908.
type DHCPv6NTP struct {
	Servers []DHCPv6NTPServer `bits:"*"`
}

// Err tells whether there is none.
func (n *DHCPv6NTP) Err() error {
	if len(n.Servers) == 0 {
		return codec.ErrLength
	}
	return nil
}

// DHCPv6NTPServer is the address (1), multicast address (2) or name (3) of one. Data is typed by codec.View.
type DHCPv6NTPServer struct {
	Type   uint16 `bits:"16"`
	Length uint16 `bits:"16,len=Data"`
	Data   []byte `bits:"*,union=Type"`
}

// Members gives the types of views.
func (DHCPv6NTPServer) Members(string) tags.Members {
	return tags.Members{Types: map[uint64]any{1: (*DHCPv6Address)(nil), 2: (*DHCPv6Address)(nil), 3: (*DHCPv6Domains)(nil)}}
}

// DHCPv6Exclude is a prefix inside a delegated one that is not delegated, RFC 6603: Subnet has the bits between the two prefixes, from the highest on.
type DHCPv6Exclude struct {
	Length uint8  `bits:"8"`
	Subnet []byte `bits:"*"`
}

// DHCPv6VSS names a virtual network, RFC 6607.
type DHCPv6VSS struct {
	Type uint8  `bits:"8"` // 0 a name, 1 a VPN identifier of RFC 2685, 255 the global one
	Info []byte `bits:"*"`
}

// DHCPv6HomePrefix is the home network of a mobile node, RFC 6610.
type DHCPv6HomePrefix struct {
	Length uint8      `bits:"8"`
	Prefix netip.Addr `bits:"128"`
}

// DHCPv6RDNSS is a name server for some domains, RFC 6731.
type DHCPv6RDNSS struct {
	Server     netip.Addr    `bits:"128"`
	Reserved   uint8         `bits:"6"`
	Preference uint8         `bits:"2"` // 0 medium, 1 high, 3 low
	Domains    []DNSFullName `bits:"*"`
}

// DHCPv6KDC is a key distribution centre of Kerberos, RFC 6784.
type DHCPv6KDC struct {
	Priority  uint16     `bits:"16"`
	Weight    uint16     `bits:"16"`
	Transport uint8      `bits:"8"` // 0 UDP, 1 TCP, 2 TLS
	Port      uint16     `bits:"16"`
	Addr      netip.Addr `bits:"128"`
	Realm     string     `bits:"*"`
}

// DHCPv6LinkLayerID is the address of the client in its frames, which a relay agent adds, RFC 6939.
type DHCPv6LinkLayerID struct {
	HardwareType uint16 `bits:"16"`
	Addr         []byte `bits:"*"`
}

// DHCPv6AddrSelection are rules for choosing addresses, RFC 7078.
type DHCPv6AddrSelection struct {
	Reserved  uint8          `bits:"6"`
	Automatic bool           `bits:"1"` // A: rows may be added
	Privacy   bool           `bits:"1"` // P: temporary addresses are preferred
	Options   []DHCPv6Option `bits:"*"`
}

// DHCPv6AddrPolicy is a row of the policy table of RFC 6724.
type DHCPv6AddrPolicy struct {
	Label      uint8        `bits:"8"`
	Precedence uint8        `bits:"8"`
	Prefix     DHCPv6Prefix `bits:"*"`
}

// DHCPv6MapRule maps IPv4 to IPv6 addresses, RFC 7598 section 4.1.
type DHCPv6MapRule struct {
	Reserved   uint8          `bits:"7"`
	Forwarding bool           `bits:"1"` // F
	EALength   uint8          `bits:"8"` // bits of the embedded address
	Length4    uint8          `bits:"8"`
	Prefix4    netip.Addr     `bits:"32"`
	Prefix6    DHCPv6Prefix   `bits:"*"`
	Options    []DHCPv6Option `bits:"*"`
}

// Err tells whether the prefix is longer than an address of IPv4, RFC 7598 section 4.1.
func (r *DHCPv6MapRule) Err() error {
	if r.Length4 > 32 {
		return codec.ErrRange
	}
	return nil
}

// DHCPv6Binding binds an IPv4 to an IPv6 address, RFC 7598 section 4.4.
type DHCPv6Binding struct {
	Addr4   netip.Addr     `bits:"32"`
	Prefix6 DHCPv6Prefix   `bits:"*"`
	Options []DHCPv6Option `bits:"*"`
}

// DHCPv6PortParams is the set of ports that a client may use, RFC 7598 section 4.5.
type DHCPv6PortParams struct {
	Offset     uint8  `bits:"8"`
	PSIDLength uint8  `bits:"8"`
	PSID       uint16 `bits:"16"`
}

// Err tells whether there are more bits in front of the identifier of a set of ports, or in it, than a port and a set of them have: RFC 7598 section 4.5.
func (p *DHCPv6PortParams) Err() error {
	if p.Offset > 15 || p.PSIDLength > 16 {
		return codec.ErrRange
	}
	return nil
}

// DHCPv6MPL are the parameters of multicast in low-power networks, RFC 7774. An address of the domain may follow.
type DHCPv6MPL struct {
	Proactive      bool         `bits:"1"`
	Reserved       uint8        `bits:"7"`
	Unit           uint8        `bits:"8"` // of times, in milliseconds
	SeedLifetime   uint16       `bits:"16"`
	DataK          uint8        `bits:"8"`
	DataMin        uint16       `bits:"16"`
	DataMax        uint16       `bits:"16"`
	DataExpires    uint16       `bits:"16"`
	ControlK       uint8        `bits:"8"`
	ControlMin     uint16       `bits:"16"`
	ControlMax     uint16       `bits:"16"`
	ControlExpires uint16       `bits:"16"`
	Domain         []netip.Addr `bits:"*,each=128"`
}

// DHCPv6Access is the kind of access network, RFC 7839.
type DHCPv6Access struct {
	Reserved uint8 `bits:"8"`
	Type     uint8 `bits:"8"` // as in RFC 5213: 3 Ethernet, 4 802.11, ...
}

// DHCPv6BSSID is the access point.
type DHCPv6BSSID struct {
	BSSID MAC `bits:"48"`
}

// DHCPv6Version is the version of failover, RFC 8156.
type DHCPv6Version struct {
	Major uint16 `bits:"16"`
	Minor uint16 `bits:"16"`
}

// DHCPv6LinkLayer is a block of link-layer addresses, RFC 8947 section 11.2.
type DHCPv6LinkLayer struct {
	HardwareType uint16         `bits:"16"`
	AddrLength   uint16         `bits:"16,len=Addr"`
	Addr         []byte         `bits:"*"`
	Extra        uint32         `bits:"32"` // addresses behind the first
	Valid        uint32         `bits:"32"` // seconds
	Options      []DHCPv6Option `bits:"*"`
}

// DHCPv6Quadrants are the kinds of local addresses that the client likes, RFC 8948.
type DHCPv6Quadrants struct {
	List []DHCPv6Quadrant `bits:"*"`
}

// DHCPv6Quadrant is one.
type DHCPv6Quadrant struct {
	Quadrant   uint8 `bits:"8"`
	Preference uint8 `bits:"8"`
}

// DHCPv6DNR is a resolver that encrypts, RFC 9463 section 4.1. What follows the name is not there in the form that is an alias.
type DHCPv6DNR struct {
	Priority   uint16 `bits:"16"`
	NameLength uint16 `bits:"16,len=Name"`
	Name       []byte `bits:"*"` // for authentication, labels
	Service    []byte `bits:"*"` // length in bytes and addresses, then parameters as in SVCB
}

// DHCPv6Manager is a server for the names of home networks, RFC 9527.
type DHCPv6Manager struct {
	Transports uint16      `bits:"16"`
	Name       DNSFullName `bits:"*"`
}
