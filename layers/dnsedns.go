package layers

import (
	"encoding/binary"
	"fmt"
	"math"
	"net/netip"
	"strconv"
	"time"

	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/tags"
)

// DNSOPT is the data of OPT, the pseudo-record of EDNS (RFC 6891). The rest of EDNS
// is in the record's class and TTL.
type DNSOPT struct {
	Options []DNSOption `bits:"*"`
}

// DNSOption is an option of EDNS. Data is what counts; [DNSOption.View] decodes it.
type DNSOption struct {
	Code   DNSOptionCode `bits:"16"`
	Length uint16        `bits:"16,len=Data"`
	Data   []byte        `bits:"*,union=Code"`
}

// DNSOptionCode is the code of an option (IANA "DNS EDNS0 Option Codes").
type DNSOptionCode uint16

// Option codes.
const (
	DNSOptionLLQ           DNSOptionCode = 1
	DNSOptionUpdateLease   DNSOptionCode = 2
	DNSOptionNSID          DNSOptionCode = 3
	DNSOptionDAU           DNSOptionCode = 5
	DNSOptionDHU           DNSOptionCode = 6
	DNSOptionN3U           DNSOptionCode = 7
	DNSOptionClientSubnet  DNSOptionCode = 8
	DNSOptionExpire        DNSOptionCode = 9
	DNSOptionCookie        DNSOptionCode = 10
	DNSOptionKeepalive     DNSOptionCode = 11
	DNSOptionPadding       DNSOptionCode = 12
	DNSOptionChain         DNSOptionCode = 13
	DNSOptionKeyTag        DNSOptionCode = 14
	DNSOptionExtendedError DNSOptionCode = 15
	DNSOptionClientTag     DNSOptionCode = 16
	DNSOptionServerTag     DNSOptionCode = 17
	DNSOptionReportChannel DNSOptionCode = 18
	DNSOptionZoneVersion   DNSOptionCode = 19
	DNSOptionUmbrella      DNSOptionCode = 20292
	DNSOptionDeviceID      DNSOptionCode = 26946
	dnsOptionFirstUnnamed                = DNSOptionZoneVersion + 1
	dnsFlagDO              uint32        = 0x8000
)

var dnsOptions = [dnsOptionFirstUnnamed]string{
	1: "LLQ", 2: "UL", 3: "NSID", 5: "DAU", "DHU", "N3U", "ECS", "EXPIRE", "COOKIE", "KEEPALIVE", "PADDING", "CHAIN", "KEYTAG", "EDE",
	"CLIENTTAG", "SERVERTAG", "REPORTCHANNEL", "ZONEVERSION",
}

// String gives the mnemonic, or OPT and the number.
func (c DNSOptionCode) String() string {
	switch c {
	case DNSOptionUmbrella:
		return "UMBRELLA"
	case DNSOptionDeviceID:
		return "DEVICEID"
	}
	return dnsName(dnsOptions[:], "OPT", uint64(c))
}

// Members gives the options with a struct of their own.
func (DNSOption) Members(string) tags.Members {
	return tags.Members{Types: map[uint64]any{
		uint64(DNSOptionLLQ):           (*DNSLLQ)(nil),
		uint64(DNSOptionUpdateLease):   (*DNSUpdateLease)(nil),
		uint64(DNSOptionDAU):           (*DNSAlgorithms)(nil),
		uint64(DNSOptionDHU):           (*DNSAlgorithms)(nil),
		uint64(DNSOptionN3U):           (*DNSAlgorithms)(nil),
		uint64(DNSOptionClientSubnet):  (*DNSClientSubnet)(nil),
		uint64(DNSOptionExpire):        (*DNSExpire)(nil),
		uint64(DNSOptionCookie):        (*DNSCookie)(nil),
		uint64(DNSOptionKeepalive):     (*DNSKeepalive)(nil),
		uint64(DNSOptionChain):         (*DNSChain)(nil),
		uint64(DNSOptionKeyTag):        (*DNSKeyTags)(nil),
		uint64(DNSOptionExtendedError): (*DNSExtendedError)(nil),
		uint64(DNSOptionReportChannel): (*DNSReportChannel)(nil),
		uint64(DNSOptionZoneVersion):   (*DNSZoneVersion)(nil),
	}}
}

// View decodes the data: a pointer to a struct, such as *[DNSCookie] or
// *[DNSClientSubnet], or nil for codes that have none.
func (o *DNSOption) View() (any, error) { return codec.View(o, "Data") }

// NewDNSOption returns an option with the encoding of one of the structs that [DNSOption.View] gives.
func NewDNSOption(code DNSOptionCode, value any) (DNSOption, error) {
	data, err := contents(value, math.MaxUint16)
	return DNSOption{Code: code, Length: uint16(len(data)), Data: data}, err
}

// DNSLLQ is long-lived queries (RFC 8764).
type DNSLLQ struct {
	Version uint16 `bits:"16"`
	Opcode  uint16 `bits:"16"` // 1 setup, 2 refresh, 3 event
	Error   uint16 `bits:"16"`
	ID      uint64 `bits:"64"`
	Lease   uint32 `bits:"32"` // seconds
}

// DNSUpdateLease is the lifetime of what an update adds, in seconds (RFC 9664).
type DNSUpdateLease struct {
	Lease    uint32   `bits:"32"`
	KeyLease []uint32 `bits:"*,each=32"` // none or one
}

// DNSAlgorithms is a list of DNSSEC algorithm or hash numbers (RFC 6975).
type DNSAlgorithms struct {
	Numbers []uint8 `bits:"*"`
}

// DNSClientSubnet is a part of the client's address (RFC 7871).
type DNSClientSubnet struct {
	Family  uint16 `bits:"16"` // address family number: 1 IPv4, 2 IPv6
	Source  uint8  `bits:"8"`  // prefix length in bits
	Scope   uint8  `bits:"8"`  // prefix length in bits that the answer is for
	Address []byte `bits:"*"`  // as many bytes as Source needs
}

// DNSExpire is the seconds until a secondary's zone expires, absent in queries (RFC 7314).
type DNSExpire struct {
	Seconds []uint32 `bits:"*,each=32"`
}

// DNSCookie is a cookie (RFC 7873): 8 bytes of the client's, 8 to 32 of the server's or none.
type DNSCookie struct {
	Client [8]byte `bits:"64"`
	Server []byte  `bits:"*"`
}

// DNSKeepalive is how long a TCP connection may be idle, in units of 100 ms, absent in queries (RFC 7828).
type DNSKeepalive struct {
	Timeout []uint16 `bits:"*,each=16"`
}

// DNSChain is the closest trust point that a validator knows (RFC 7901).
type DNSChain struct {
	TrustPoint DNSFullName `bits:"*"`
}

// DNSKeyTags are the trust anchors of a resolver (RFC 8145).
type DNSKeyTags struct {
	Tags []uint16 `bits:"*,each=16"`
}

// DNSExtendedError says more about an error (RFC 8914).
type DNSExtendedError struct {
	Info DNSErrorInfo `bits:"16"`
	Text string       `bits:"*"` // UTF-8
}

// DNSReportChannel is where resolvers report errors of a zone (RFC 9567).
type DNSReportChannel struct {
	Agent DNSFullName `bits:"*"`
}

// DNSZoneVersion is the version of the zone that an answer is from (RFC 9660); it is empty in queries.
type DNSZoneVersion struct {
	Labels  uint8  `bits:"8"`
	Type    uint8  `bits:"8"` // 0 SOA serial
	Version []byte `bits:"*"`
}

// DNSErrorInfo is a code of the extended error option (IANA "Extended DNS Error Codes").
type DNSErrorInfo uint16

var dnsErrorInfos = [...]string{
	"Other Error", "Unsupported DNSKEY Algorithm", "Unsupported DS Digest Type", "Stale Answer", "Forged Answer", "DNSSEC Indeterminate",
	"DNSSEC Bogus", "Signature Expired", "Signature Not Yet Valid", "DNSKEY Missing", "RRSIGs Missing", "No Zone Key Bit Set",
	"NSEC Missing", "Cached Error", "Not Ready", "Blocked", "Censored", "Filtered", "Prohibited", "Stale NXDOMAIN Answer",
	"Not Authoritative", "Not Supported", "No Reachable Authority", "Network Error", "Invalid Data", "Signature Expired before Valid",
	"Too Early", "Unsupported NSEC3 Iterations Value", "Unable to conform to policy", "Synthesized", "Invalid Query Type",
}

// String gives the registered name, or EDE and the number.
func (i DNSErrorInfo) String() string { return dnsName(dnsErrorInfos[:], "EDE", uint64(i)) }

// Prefix is the client's network; ok is false where family, length and address do not agree.
func (s *DNSClientSubnet) Prefix() (p netip.Prefix, ok bool) {
	var full [16]byte
	size := map[uint16]int{1: 4, 2: 16}[s.Family]
	if len(s.Address) != (int(s.Source)+7)/8 || int(s.Source) > 8*size || size == 0 {
		return netip.Prefix{}, false
	}
	copy(full[:], s.Address)
	a, _ := netip.AddrFromSlice(full[:size])
	return netip.PrefixFrom(a, int(s.Source)), true
}

// Err tells whether there are more or fewer bytes than the prefix takes, or it is longer than an address of the family: RFC 7871 section 6.
func (s *DNSClientSubnet) Err() error {
	most := map[uint16]uint8{1: 32, 2: 128}[s.Family]
	if len(s.Address) != (int(s.Source)+7)/8 || most > 0 && s.Source > most {
		return codec.ErrLength
	}
	return nil
}

// NewDNSClientSubnet returns the option for a network, with the bits after the prefix cut off.
func NewDNSClientSubnet(p netip.Prefix) *DNSClientSubnet {
	s := &DNSClientSubnet{Family: 2, Source: uint8(p.Bits())}
	if p.Addr().Is4() {
		s.Family = 1
	}
	s.Address = p.Masked().Addr().AsSlice()[:(p.Bits()+7)/8]
	return s
}

// Duration is the time that the connection may be idle; ok is false in queries.
func (k *DNSKeepalive) Duration() (d time.Duration, ok bool) {
	if len(k.Timeout) == 0 {
		return 0, false
	}
	return time.Duration(k.Timeout[0]) * 100 * time.Millisecond, true
}

// NewDNSOPT returns the pseudo-record of EDNS version 0: the size of UDP messages
// that the sender takes, whether it wants DNSSEC records, and options.
func NewDNSOPT(udpSize uint16, do bool, options ...DNSOption) DNSResource {
	r := DNSResource{Type: DNSTypeOPT, Class: DNSClass(udpSize), Data: &DNSOPT{Options: options}}
	if do {
		r.TTL = dnsFlagDO
	}
	return r
}

// UDPSize is, in an OPT record, the size in bytes of UDP messages that the sender takes.
func (r *DNSResource) UDPSize() uint16 { return uint16(r.Class) }

// Version is, in an OPT record, the version of EDNS.
func (r *DNSResource) Version() uint8 { return uint8(r.TTL >> 16) }

// DO reports, in an OPT record, whether DNSSEC records are wanted (RFC 3225).
func (r *DNSResource) DO() bool { return r.TTL&dnsFlagDO != 0 }

// String gives the options in brackets.
func (d *DNSOPT) String() string {
	b := []byte{'['}
	for i := range d.Options {
		if i > 0 {
			b = append(b, ' ')
		}
		b = append(b, d.Options[i].String()...)
	}
	return string(append(b, ']'))
}

// String gives the code and the data: in its own form where the struct has one, otherwise in hexadecimal.
func (o *DNSOption) String() string {
	if v, err := o.View(); err == nil {
		if s, ok := v.(fmt.Stringer); ok {
			return o.Code.String() + ":" + s.String()
		}
	}
	switch o.Code {
	case DNSOptionPadding:
		return fmt.Sprintf("PADDING:%d", len(o.Data))
	case DNSOptionNSID:
		return "NSID:" + DNSString(o.Data).String()
	}
	return fmt.Sprintf("%v:%x", o.Code, o.Data)
}

func (s *DNSClientSubnet) String() string {
	if p, ok := s.Prefix(); ok {
		return p.String() + "/" + strconv.Itoa(int(s.Scope))
	}
	return fmt.Sprintf("%d:%x/%d/%d", s.Family, s.Address, s.Source, s.Scope)
}
func (c *DNSCookie) String() string { return fmt.Sprintf("%x%x", c.Client, c.Server) }
func (k *DNSKeepalive) String() string {
	d, _ := k.Duration()
	return d.String()
}

func (e *DNSExtendedError) String() string {
	return fmt.Sprintf("%d (%v) %q", uint16(e.Info), e.Info, e.Text)
}
func (c *DNSChain) String() string         { return c.TrustPoint.String() }
func (c *DNSReportChannel) String() string { return c.Agent.String() }
func (z *DNSZoneVersion) String() string {
	if z.Type == 0 && len(z.Version) == 4 {
		return fmt.Sprintf("%d:%d", z.Labels, binary.BigEndian.Uint32(z.Version))
	}
	return fmt.Sprintf("%d:%d:%x", z.Labels, z.Type, z.Version)
}
