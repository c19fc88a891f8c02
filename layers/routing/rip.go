package routing

import (
	"fmt"
	"net/netip"

	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/layers/iana"
)

// RIP is a message of the Routing Information Protocol, version 1, RFC 1058 section 3.1, or 2, RFC 2453 section 4. Commands 10 and 11 have a
// header of their own before the entries, RFC 2091 section 3.
type RIP struct {
	Command   RIPCommand `bits:"8"`
	Version   uint8      `bits:"8"`
	Zero      uint16     `bits:"16"` // a routing domain in RFC 1723's predecessor
	UpdateVer uint8      `bits:"8,if=Command==10||Command==11"`
	Flush     uint8      `bits:"8,if=Command==10||Command==11"`
	UpdateSeq uint16     `bits:"16,if=Command==10||Command==11"`
	Entries   []RIPEntry `bits:"*,last=Family==0xffff&&Tag==1,fit"`
	Rest      []byte     `bits:"*"` // the digest, behind an entry that says so; or what is no entry
}

// Err tells whether the version is one that there is: messages of version 0 are to be discarded, RFC 1058 section 3.4. Behind the entry that announces a
// digest there must be one, RFC 4822 section 2.
func (r *RIP) Err() error {
	if r.Version == 0 {
		return codec.ErrRange
	}
	if n := len(r.Entries); n > 0 && r.Entries[n-1].Family == 0xffff && r.Entries[n-1].Tag == 1 && len(r.Rest) == 0 {
		return codec.ErrLength
	}
	return nil
}

// RIPEntry is a route, or authentication where Family is 0xffff: RFC 2453 sections 4.1 and 5.2, RFC 4822 section 2. A request for the whole table has one entry of
// family 0 and metric 16.
type RIPEntry struct {
	Family    RIPFamily  `bits:"16"`
	Tag       uint16     `bits:"16"` // the route tag, or the kind of authentication
	Addr      netip.Addr `bits:"32,if=Family!=0xffff"`
	Mask      netip.Addr `bits:"32,if=Family!=0xffff"` // zero in version 1
	NextHop   netip.Addr `bits:"32,if=Family!=0xffff"` // zero in version 1; unspecified is the sender
	Metric    uint32     `bits:"32,if=Family!=0xffff"` // 16 is unreachable
	Password  [16]byte   `bits:"128,if=Family==0xffff&&Tag!=1&&Tag!=3"`
	PacketLen uint16     `bits:"16,if=Family==0xffff&&Tag==3"` // of the message without the digest, in bytes
	KeyID     uint8      `bits:"8,if=Family==0xffff&&Tag==3"`
	AuthLen   uint8      `bits:"8,if=Family==0xffff&&Tag==3"` // of the digest, in bytes
	Seq       uint32     `bits:"32,if=Family==0xffff&&Tag==3"`
	Reserved  uint64     `bits:"64,if=Family==0xffff&&Tag==3"`
}

// RIPFamily is what the address of an entry is of.
type RIPFamily uint16

// Families of addresses, and what stands in their place before authentication.
const (
	RIPAny  RIPFamily = 0 // the whole table
	RIPIPv4 RIPFamily = 2
	RIPAuth RIPFamily = 0xffff
)

func (f RIPFamily) String() string {
	if f == RIPAuth {
		return "authentication"
	}
	return iana.NameAt([]string{0: "any", 2: "IPv4"}, f)
}

// Kinds of authentication.
const (
	RIPAuthDigest   uint16 = 1 // the digest itself
	RIPAuthPassword uint16 = 2
	RIPAuthKeyed    uint16 = 3 // what is said of the digest
)

// RIPCommand is the kind of a message.
type RIPCommand uint8

// Commands.
const (
	RIPRequest           RIPCommand = 1
	RIPResponse          RIPCommand = 2
	RIPTraceOn           RIPCommand = 3 // obsolete
	RIPTraceOff          RIPCommand = 4 // obsolete
	RIPSun               RIPCommand = 5
	RIPTriggeredRequest  RIPCommand = 9 // RFC 2091
	RIPTriggeredResponse RIPCommand = 10
	RIPTriggeredAck      RIPCommand = 11
)

func (c RIPCommand) String() string {
	return iana.NameAt([]string{
		1: "request", 2: "response", 3: "trace on", 4: "trace off", 5: "Sun", 9: "triggered request", 10: "triggered response", 11: "triggered acknowledgement",
	}, c)
}

// RIPng is a message of RIP for IPv6, RFC 2080 section 2.1.
type RIPng struct {
	Command  RIPCommand   `bits:"8"` // request or response
	Version  uint8        `bits:"8,default=1"`
	Reserved uint16       `bits:"16"`
	Entries  []RIPngEntry `bits:"*"`
	Rest     []byte       `bits:"*"` // what is no entry
}

// RIPngEntry is a route, or, where Metric is 255, the next hop of the routes behind it.
type RIPngEntry struct {
	Prefix    netip.Addr `bits:"128"`
	Tag       uint16     `bits:"16"`
	PrefixLen uint8      `bits:"8"`
	Metric    uint8      `bits:"8"` // 16 is unreachable
}

// RIPngNextHop is the metric of an entry that gives a next hop.
const RIPngNextHop uint8 = 0xff

// Route is the prefix of the entry, invalid if its length is more than 128 bits.
func (e RIPngEntry) Route() netip.Prefix { return netip.PrefixFrom(e.Prefix, int(e.PrefixLen)) }

func (r *RIP) String() string {
	return fmt.Sprintf("RIP version %d, %s, %d entries", r.Version, r.Command, len(r.Entries))
}

func (r *RIPng) String() string {
	return fmt.Sprintf("RIPng %s, %d entries", r.Command, len(r.Entries))
}
