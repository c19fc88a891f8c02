package layers

import (
	"fmt"
	"math"
	"net/netip"
	"strconv"
)

// The data of record types defined later, for services and places.

// DNSGPOS is the data of GPOS: a position in decimal degrees and metres, as text (RFC 1712).
type DNSGPOS struct {
	Longitude DNSString `bits:"*"`
	Latitude  DNSString `bits:"*"`
	Altitude  DNSString `bits:"*"`
}

// DNSLOC is the data of LOC: a position (RFC 1876). Sizes are a decimal mantissa and
// exponent in centimetres, four bits each.
type DNSLOC struct {
	Version   uint8  `bits:"8"` // 0
	Size      uint8  `bits:"8"` // diameter of the place
	HorizPrec uint8  `bits:"8"`
	VertPrec  uint8  `bits:"8"`
	Latitude  uint32 `bits:"32"` // thousandths of an arc second, 2^31 is the equator, more is north
	Longitude uint32 `bits:"32"` // the same, 2^31 is the prime meridian, more is east
	Altitude  uint32 `bits:"32"` // centimetres above 100 km below the WGS 84 spheroid
}

// DNSSRV is the data of SRV: the host of a service (RFC 2782).
type DNSSRV struct {
	Priority uint16      `bits:"16"` // lower ones first
	Weight   uint16      `bits:"16"` // share among those of the same priority
	Port     uint16      `bits:"16"`
	Target   DNSFullName `bits:"*"`
}

// DNSATMA is the data of ATMA: an ATM address (ATM Forum af-dans-0152).
type DNSATMA struct {
	Format  uint8  `bits:"8"` // 0 ATM end system address, 1 E.164
	Address []byte `bits:"*"`
}

// DNSNAPTR is the data of NAPTR: a rule that rewrites names (RFC 3403).
type DNSNAPTR struct {
	Order       uint16      `bits:"16"`
	Preference  uint16      `bits:"16"`
	Flags       DNSString   `bits:"*"`
	Services    DNSString   `bits:"*"`
	Regexp      DNSString   `bits:"*"`
	Replacement DNSFullName `bits:"*"`
}

// DNSKX is the data of KX: a key exchanger (RFC 2230).
type DNSKX struct {
	Preference uint16      `bits:"16"`
	Exchanger  DNSFullName `bits:"*"`
}

// DNSAPL is the data of APL: lists of address prefixes (RFC 3123).
type DNSAPL struct {
	Items []DNSAPLItem `bits:"*"`
}

// DNSAPLItem is an address prefix; its trailing zero bytes are not on the wire.
type DNSAPLItem struct {
	Family  uint16 `bits:"16"` // address family number: 1 IPv4, 2 IPv6
	Prefix  uint8  `bits:"8"`  // length in bits
	Negate  bool   `bits:"1"`
	Length  uint8  `bits:"7,len=Address"`
	Address []byte `bits:"*"`
}

// DNSTALINK is the data of TALINK: a chain of trust anchors (draft-ietf-dnsop-dnssec-trust-history).
type DNSTALINK struct {
	Previous DNSFullName `bits:"*"`
	Next     DNSFullName `bits:"*"`
}

// DNSNID is the data of NID and L64: a 64-bit node identifier or locator (RFC 6742).
type DNSNID struct {
	Preference uint16 `bits:"16"`
	ID         uint64 `bits:"64"`
}

// DNSL32 is the data of L32: a 32-bit locator (RFC 6742).
type DNSL32 struct {
	Preference uint16     `bits:"16"`
	Locator    netip.Addr `bits:"32"`
}

// DNSLP is the data of LP: a name with locators (RFC 6742).
type DNSLP struct {
	Preference uint16      `bits:"16"`
	Name       DNSFullName `bits:"*"`
}

// DNSEUI48 is the data of EUI48: a link-layer address (RFC 7043).
type DNSEUI48 struct {
	Addr [6]byte `bits:"48"`
}

// DNSEUI64 is the data of EUI64: a link-layer address (RFC 7043).
type DNSEUI64 struct {
	Addr [8]byte `bits:"64"`
}

// DNSURI is the data of URI (RFC 7553).
type DNSURI struct {
	Priority uint16 `bits:"16"`
	Weight   uint16 `bits:"16"`
	Target   string `bits:"*"` // not a character-string: all the rest
}

// DNSCAA is the data of CAA: who may issue certificates (RFC 8659).
type DNSCAA struct {
	Flags     uint8  `bits:"8"` // 128: critical
	TagLength uint8  `bits:"8,len=Tag"`
	Tag       string `bits:"*"`
	Value     string `bits:"*"`
}

// DNSDSYNC is the data of DSYNC: where to send notifications (RFC 9859).
type DNSDSYNC struct {
	Type   DNSType     `bits:"16"`
	Scheme uint8       `bits:"8"` // 1 NOTIFY
	Port   uint16      `bits:"16"`
	Target DNSFullName `bits:"*"`
}

// DNSDOA is the data of DOA: an object for a digital object architecture (draft-durand-doa-over-dns).
type DNSDOA struct {
	Enterprise uint32    `bits:"32"`
	Type       uint32    `bits:"32"`
	Location   uint8     `bits:"8"`
	MediaType  DNSString `bits:"*"`
	Data       []byte    `bits:"*"`
}

// DNSSINK is the data of SINK: anything (draft-eastlake-kitchen-sink).
type DNSSINK struct {
	Meaning   uint8  `bits:"8"`
	Coding    uint8  `bits:"8"`
	Subcoding uint8  `bits:"8"`
	Data      []byte `bits:"*"`
}

// DNSAMTRELAY is the data of AMTRELAY: a multicast relay (RFC 8777). One of the
// three relays is there, by RelayType.
type DNSAMTRELAY struct {
	Precedence uint8       `bits:"8"`
	Discovery  bool        `bits:"1"` // discovery is optional
	RelayType  uint8       `bits:"7"` // 0 none, 1 IPv4, 2 IPv6, 3 name
	Relay4     netip.Addr  `bits:"32,if=RelayType==1"`
	Relay6     netip.Addr  `bits:"128,if=RelayType==2"`
	RelayName  DNSFullName `bits:"*,if=RelayType==3"`
}

// DNSWINS is the data of WINS: name servers for NetBIOS (MS-DNSP section 2.2.2.2.4.15). Times are in seconds.
type DNSWINS struct {
	Local         uint32       `bits:"32"`
	LookupTimeout uint32       `bits:"32"`
	CacheTimeout  uint32       `bits:"32"`
	Count         uint32       `bits:"32,count=Servers"`
	Servers       []netip.Addr `bits:"*,each=32"`
}

func (d *DNSGPOS) String() string {
	return dnsStrings([]DNSString{d.Longitude, d.Latitude, d.Altitude})
}

func (d *DNSSRV) String() string {
	return fmt.Sprintf("%d %d %d %v", d.Priority, d.Weight, d.Port, d.Target)
}

func (d *DNSATMA) String() string {
	switch d.Format {
	case 0:
		return fmt.Sprintf("%x", d.Address)
	case 1:
		return "+" + string(d.Address)
	}
	return fmt.Sprintf("%d:%x", d.Format, d.Address)
}

func (d *DNSNAPTR) String() string {
	return fmt.Sprintf("%d %d %v %v %v %v", d.Order, d.Preference, d.Flags, d.Services, d.Regexp, d.Replacement)
}
func (d *DNSKX) String() string { return fmt.Sprintf("%d %v", d.Preference, d.Exchanger) }
func (d *DNSAPL) String() string {
	var b []byte
	for i, x := range d.Items {
		if i > 0 {
			b = append(b, ' ')
		}
		b = append(b, x.String()...)
	}
	return string(b)
}

// String gives the prefix as family:address/length, after an exclamation mark where it is negated.
func (x DNSAPLItem) String() string {
	not := ""
	if x.Negate {
		not = "!"
	}
	var full [16]byte
	copy(full[:], x.Address)
	switch {
	case x.Family == 1 && len(x.Address) <= 4:
		return fmt.Sprintf("%s1:%v/%d", not, netip.AddrFrom4([4]byte(full[:])), x.Prefix)
	case x.Family == 2 && len(x.Address) <= 16:
		return fmt.Sprintf("%s2:%v/%d", not, netip.AddrFrom16(full), x.Prefix)
	}
	return fmt.Sprintf("%s%d:%x/%d", not, x.Family, x.Address, x.Prefix)
}
func (d *DNSTALINK) String() string { return fmt.Sprintf("%v %v", d.Previous, d.Next) }
func (d *DNSNID) String() string {
	return fmt.Sprintf("%d %x:%x:%x:%x", d.Preference, d.ID>>48, d.ID>>32&0xffff, d.ID>>16&0xffff, d.ID&0xffff)
}
func (d *DNSL32) String() string   { return fmt.Sprintf("%d %v", d.Preference, d.Locator) }
func (d *DNSLP) String() string    { return fmt.Sprintf("%d %v", d.Preference, d.Name) }
func (d *DNSEUI48) String() string { return dnsHyphens(d.Addr[:]) }
func (d *DNSEUI64) String() string { return dnsHyphens(d.Addr[:]) }
func (d *DNSURI) String() string {
	return fmt.Sprintf("%d %d %v", d.Priority, d.Weight, DNSString(d.Target))
}

func (d *DNSCAA) String() string { return fmt.Sprintf("%d %s %v", d.Flags, d.Tag, DNSString(d.Value)) }

func (d *DNSDSYNC) String() string {
	return fmt.Sprintf("%v %d %d %v", d.Type, d.Scheme, d.Port, d.Target)
}

func (d *DNSDOA) String() string {
	return fmt.Sprintf("%d %d %d %v %s", d.Enterprise, d.Type, d.Location, d.MediaType, dns64(d.Data))
}

func (d *DNSSINK) String() string {
	return fmt.Sprintf("%d %d %d %s", d.Meaning, d.Coding, d.Subcoding, dns64(d.Data))
}

func (d *DNSAMTRELAY) String() string {
	opt := 0
	if d.Discovery {
		opt = 1
	}
	return fmt.Sprintf("%d %d %d %s", d.Precedence, opt, d.RelayType, dnsGateway(d.RelayType, d.Relay4, d.Relay6, d.RelayName))
}

// dnsGateway is the text of what AMTRELAY and IPSECKEY have in common.
func dnsGateway(kind uint8, v4, v6 netip.Addr, name DNSFullName) string {
	switch kind {
	case 1:
		return v4.String()
	case 2:
		return v6.String()
	case 3:
		return name.String()
	}
	return "."
}

func (d *DNSWINS) String() string {
	b := fmt.Appendf(nil, "%#x %d %d", d.Local, d.LookupTimeout, d.CacheTimeout)
	for _, a := range d.Servers {
		b = fmt.Appendf(b, " %v", a)
	}
	return string(b)
}

func dnsHyphens(b []byte) string {
	s := fmt.Sprintf("% x", b)
	out := []byte(s)
	for i, c := range out {
		if c == ' ' {
			out[i] = '-'
		}
	}
	return string(out)
}

// String gives degrees, minutes, seconds and metres.
func (d *DNSLOC) String() string {
	if d.Version != 0 {
		return fmt.Sprintf("version %d", d.Version)
	}
	b := dnsAngle(nil, d.Latitude, 'N', 'S')
	b = dnsAngle(append(b, ' '), d.Longitude, 'E', 'W')
	b = fmt.Appendf(b, " %.2fm", float64(d.Altitude)/100-100000)
	for _, p := range [...]uint8{d.Size, d.HorizPrec, d.VertPrec} {
		b = strconv.AppendFloat(append(b, ' '), float64(p>>4)*math.Pow10(int(p&15))/100, 'f', -1, 64)
		b = append(b, 'm')
	}
	return string(b)
}

func dnsAngle(b []byte, v uint32, plus, minus byte) []byte {
	side, ms := plus, int64(v)-1<<31
	if ms < 0 {
		side, ms = minus, -ms
	}
	return fmt.Appendf(b, "%d %d %d.%03d %c", ms/3600000, ms/60000%60, ms/1000%60, ms%1000, side)
}
