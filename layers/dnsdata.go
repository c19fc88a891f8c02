package layers

import (
	"fmt"
	"net/netip"
	"strings"

	"github.com/wiretag/wiretag/codec"
)

// The data of the record types of RFC 1035 and of others that are close to them.

// DNSString is a character-string (RFC 1035 section 3.3): up to 255 bytes, which
// need not be text, after a byte with their number.
type DNSString string

// DecodeField takes the length and the bytes.
func (s *DNSString) DecodeField(layer []byte, at int) (int, error) {
	if at >= len(layer) {
		return 1, codec.ErrTruncated
	}
	n := 1 + int(layer[at])
	if at+n > len(layer) {
		return n, codec.ErrTruncated
	}
	*s = DNSString(layer[at+1 : at+n])
	return n, nil
}

// AppendField writes the length and the bytes.
func (s DNSString) AppendField(dst []byte, _ int, _ codec.Derive) ([]byte, error) {
	if len(s) > 255 {
		return dst, fmt.Errorf("a character-string of %d bytes: %w", len(s), codec.ErrRange)
	}
	return append(append(dst, byte(len(s))), s...), nil
}

// String gives the string in double quotes, escaped as in a zone file (RFC 1035 section 5.1).
func (s DNSString) String() string {
	b := append(make([]byte, 0, len(s)+2), '"')
	for i := range len(s) {
		b = dnsEscape(b, s[i], `"\`)
	}
	return string(append(b, '"'))
}

func dnsStrings(list []DNSString) string {
	var b strings.Builder
	for i, s := range list {
		if i > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(s.String())
	}
	return b.String()
}

// DNSA is the data of A: an IPv4 address (RFC 1035 section 3.4.1).
type DNSA struct {
	Addr netip.Addr `bits:"32"`
}

// DNSAAAA is the data of AAAA: an IPv6 address (RFC 3596).
type DNSAAAA struct {
	Addr netip.Addr `bits:"128"`
}

// DNSNS is the data of NS: a name server of the zone (RFC 1035 section 3.3.11).
type DNSNS struct {
	Host DNSName `bits:"*"`
}

// DNSCNAME is the data of CNAME: the canonical name of an alias (RFC 1035 section 3.3.1).
type DNSCNAME struct {
	Target DNSName `bits:"*"`
}

// DNSPTR is the data of PTR: a name elsewhere (RFC 1035 section 3.3.12).
type DNSPTR struct {
	Target DNSName `bits:"*"`
}

// DNSDNAME is the data of DNAME: the name that replaces a suffix (RFC 6672).
type DNSDNAME struct {
	Target DNSFullName `bits:"*"`
}

// DNSMB is the data of MB, MG and MR: a mailbox or mail host (RFC 1035 section 3.3, experimental).
type DNSMB struct {
	Host DNSName `bits:"*"`
}

// DNSMD is the data of MD and MF, which MX replaced (RFC 973).
type DNSMD DNSMB

// DNSSOA is the data of SOA: the start of a zone (RFC 1035 section 3.3.13). Times are in seconds.
type DNSSOA struct {
	MName   DNSName `bits:"*"` // the primary name server
	RName   DNSName `bits:"*"` // the mailbox of the person responsible
	Serial  uint32  `bits:"32"`
	Refresh uint32  `bits:"32"`
	Retry   uint32  `bits:"32"`
	Expire  uint32  `bits:"32"`
	Minimum uint32  `bits:"32"` // time to live of negative answers (RFC 2308)
}

// DNSWKS is the data of WKS: the services of a host (RFC 1035 section 3.4.2).
type DNSWKS struct {
	Addr     netip.Addr `bits:"32"`
	Protocol uint8      `bits:"8"` // of IP
	Ports    []byte     `bits:"*"` // one bit a port, port 0 is the highest bit of the first byte
}

// DNSHINFO is the data of HINFO: a host's processor and system (RFC 1035 section 3.3.2),
// and the answer to queries for ANY (RFC 8482).
type DNSHINFO struct {
	CPU DNSString `bits:"*"`
	OS  DNSString `bits:"*"`
}

// DNSMINFO is the data of MINFO: mailboxes of a mailing list (RFC 1035 section 3.3.7).
type DNSMINFO struct {
	Responsible DNSName `bits:"*"`
	Errors      DNSName `bits:"*"`
}

// DNSMX is the data of MX: a mail exchange (RFC 1035 section 3.3.9). Lower preferences are tried first.
type DNSMX struct {
	Preference uint16  `bits:"16"`
	Exchange   DNSName `bits:"*"`
}

// DNSTXT is the data of TXT (RFC 1035 section 3.3.14) and of SPF, NINFO, AVC, RESINFO and WALLET.
type DNSTXT struct {
	Text []DNSString `bits:"*"`
}

// DNSRP is the data of RP: the person responsible (RFC 1183 section 2.2).
type DNSRP struct {
	Mailbox DNSFullName `bits:"*"`
	Text    DNSFullName `bits:"*"` // where TXT records are, or the root
}

// DNSAFSDB is the data of AFSDB: an AFS or DCE server (RFC 1183 section 1).
type DNSAFSDB struct {
	Subtype uint16      `bits:"16"` // 1 AFS, 2 DCE
	Host    DNSFullName `bits:"*"`
}

// DNSX25 is the data of X25: an address of the public switched data network (RFC 1183 section 3.1).
type DNSX25 struct {
	Address DNSString `bits:"*"`
}

// DNSISDN is the data of ISDN: an address and perhaps a subaddress (RFC 1183 section 3.2).
type DNSISDN struct {
	Address    DNSString   `bits:"*"`
	Subaddress []DNSString `bits:"*"` // none or one
}

// DNSRT is the data of RT: a route through a host (RFC 1183 section 3.3).
type DNSRT struct {
	Preference uint16      `bits:"16"`
	Host       DNSFullName `bits:"*"`
}

// DNSNSAP is the data of NSAP: an OSI address (RFC 1706).
type DNSNSAP struct {
	Address []byte `bits:"*"`
}

// DNSNSAPPTR is the data of NSAP-PTR: the name of an OSI address (RFC 1348).
type DNSNSAPPTR struct {
	Target DNSFullName `bits:"*"`
}

// DNSPX is the data of PX: X.400 mail mapping (RFC 2163).
type DNSPX struct {
	Preference uint16      `bits:"16"`
	Map822     DNSFullName `bits:"*"`
	MapX400    DNSFullName `bits:"*"`
}

func (d *DNSA) String() string     { return d.Addr.String() }
func (d *DNSAAAA) String() string  { return d.Addr.String() }
func (d *DNSNS) String() string    { return d.Host.String() }
func (d *DNSCNAME) String() string { return d.Target.String() }
func (d *DNSPTR) String() string   { return d.Target.String() }
func (d *DNSDNAME) String() string { return d.Target.String() }
func (d *DNSMB) String() string    { return d.Host.String() }
func (d *DNSMD) String() string    { return d.Host.String() }
func (d *DNSSOA) String() string {
	return fmt.Sprintf("%v %v %d %d %d %d %d", d.MName, d.RName, d.Serial, d.Refresh, d.Retry, d.Expire, d.Minimum)
}

func (d *DNSWKS) String() string {
	b := fmt.Appendf(nil, "%v %d", d.Addr, d.Protocol)
	for i := range min(8*len(d.Ports), 1<<16) {
		if d.Ports[i/8]&(0x80>>(i%8)) != 0 {
			b = fmt.Appendf(b, " %d", i)
		}
	}
	return string(b)
}
func (d *DNSHINFO) String() string   { return d.CPU.String() + " " + d.OS.String() }
func (d *DNSMINFO) String() string   { return d.Responsible.String() + " " + d.Errors.String() }
func (d *DNSMX) String() string      { return fmt.Sprintf("%d %v", d.Preference, d.Exchange) }
func (d *DNSTXT) String() string     { return dnsStrings(d.Text) }
func (d *DNSRP) String() string      { return d.Mailbox.String() + " " + d.Text.String() }
func (d *DNSAFSDB) String() string   { return fmt.Sprintf("%d %v", d.Subtype, d.Host) }
func (d *DNSX25) String() string     { return d.Address.String() }
func (d *DNSISDN) String() string    { return dnsStrings(append([]DNSString{d.Address}, d.Subaddress...)) }
func (d *DNSRT) String() string      { return fmt.Sprintf("%d %v", d.Preference, d.Host) }
func (d *DNSNSAP) String() string    { return fmt.Sprintf("0x%x", d.Address) }
func (d *DNSNSAPPTR) String() string { return d.Target.String() }
func (d *DNSPX) String() string      { return fmt.Sprintf("%d %v %v", d.Preference, d.Map822, d.MapX400) }
