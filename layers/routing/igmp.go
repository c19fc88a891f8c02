package routing

import (
	"fmt"
	"net/netip"

	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/layers/iana"
)

// IGMP is a message of the Internet Group Management Protocol, of version 1, RFC 1112 appendix I, or 2, RFC 2236 section 2, or one that another
// protocol sends as IGMP. Queries and reports of version 3 are [IGMPv3Query] and [IGMPv3Report].
type IGMP struct {
	Type     IGMPType   `bits:"8"`
	MaxResp  uint8      `bits:"8"` // tenths of a second, in queries; 0 in version 1
	Checksum uint16     `bits:"16,sum=inet:packet"`
	Group    netip.Addr `bits:"32,if=HasGroup"` // unspecified in general queries
	Data     []byte     `bits:"*,if=HasGroup"`  // of other protocols
}

// Err tells whether a request or response of mtrace has less than its header of 24 bytes, or blocks of responses that are not whole: draft-ietf-idmr-traceroute-ipm section 5.
func (i *IGMP) Err() error {
	if n := len(i.Data) - 16; (i.Type == IGMPTracerouteReply || i.Type == IGMPTraceroute) && (n < 0 || n%32 != 0) {
		return codec.ErrLength
	}
	return nil
}

// IGMPv3Query is a query of version 3, RFC 9776 section 4.1. It is told from older queries by its length.
type IGMPv3Query struct {
	Type        IGMPType     `bits:"8,const=0x11"`
	MaxRespCode uint8        `bits:"8"` // MaxResp decodes it
	Checksum    uint16       `bits:"16,sum=inet"`
	Group       netip.Addr   `bits:"32"` // unspecified in general queries
	Flags       uint8        `bits:"4"`  // 8 is E: there are extensions, RFC 9279
	Suppress    bool         `bits:"1"`  // S: routers shall not update their timers
	Robustness  uint8        `bits:"3"`  // QRV
	IntervalQC  uint8        `bits:"8"`  // QQIC; Interval decodes it
	NumSources  uint16       `bits:"16,count=Sources"`
	Sources     []netip.Addr `bits:"*,each=32"`
	Additional  []byte       `bits:"*"` // covered by the checksum
}

// IGMPv3Report is a report of version 3, RFC 9776 section 4.2.
type IGMPv3Report struct {
	Type       IGMPType       `bits:"8,const=0x22"`
	Reserved   uint8          `bits:"8"`
	Checksum   uint16         `bits:"16,sum=inet"`
	Flags      uint16         `bits:"16"` // 0x8000 is E: there are extensions, RFC 9279
	NumRecords uint16         `bits:"16,count=Records"`
	Records    []IGMPv3Record `bits:"*"`
	Additional []byte         `bits:"*"` // covered by the checksum
}

// IGMPv3Record is what a host says about one group, RFC 9776 section 4.2.4.
type IGMPv3Record struct {
	Type       IGMPv3RecordType `bits:"8"`
	AuxLen     uint8            `bits:"8,len=Aux/4"`
	NumSources uint16           `bits:"16,count=Sources"`
	Group      netip.Addr       `bits:"32"`
	Sources    []netip.Addr     `bits:"*,each=32"`
	Aux        []byte           `bits:"*"`
}

// DVMRP is a message of the Distance Vector Multicast Routing Protocol, RFC 1075 and its version 3, behind a header of IGMP, whose second byte is the kind of the message:
// 1 probe, 2 report, 3 and 4 ask for neighbors and tell them in an older form, 5 and 6 in a newer one, 7 prune, 8 graft, 9 acknowledges it.
type DVMRP struct {
	Reserved     uint8  `bits:"8"`
	Capabilities uint8  `bits:"8"` // 1 leaf, 2 prune, 4 generation ID, 8 mtrace, 16 SNMP, 32 netmasks
	MinorVersion uint8  `bits:"8"`
	MajorVersion uint8  `bits:"8"`
	Data         []byte `bits:"*"` // by the kind; routes are not decoded
}

// MRDAdvertisement is a multicast router advertisement behind a header of IGMP, whose second byte is the interval in seconds, RFC 4286 section 5.
type MRDAdvertisement struct {
	QueryInterval uint16 `bits:"16"` // seconds
	Robustness    uint16 `bits:"16"`
}

// IGMPType is the type of a message, from IANA's registry.
type IGMPType uint8

// Types of messages.
const (
	IGMPQuery           IGMPType = 0x11
	IGMPv1MemberReport  IGMPType = 0x12
	IGMPDVMRP           IGMPType = 0x13
	IGMPPIMv1           IGMPType = 0x14
	IGMPCiscoTrace      IGMPType = 0x15
	IGMPv2MemberReport  IGMPType = 0x16
	IGMPv2Leave         IGMPType = 0x17
	IGMPTracerouteReply IGMPType = 0x1e
	IGMPTraceroute      IGMPType = 0x1f
	IGMPv3MemberReport  IGMPType = 0x22
	IGMPMRDAdvert       IGMPType = 0x30 // multicast router discovery, RFC 4286
	IGMPMRDSolicit      IGMPType = 0x31
	IGMPMRDTerminate    IGMPType = 0x32
)

func (t IGMPType) String() string {
	switch t {
	case IGMPMRDAdvert:
		return "multicast router advertisement"
	case IGMPMRDSolicit:
		return "multicast router solicitation"
	case IGMPMRDTerminate:
		return "multicast router termination"
	}
	return iana.NameAt([]string{
		IGMPQuery: "query", IGMPv1MemberReport: "v1 report", IGMPDVMRP: "DVMRP", IGMPPIMv1: "PIMv1", IGMPCiscoTrace: "Cisco trace", IGMPv2MemberReport: "v2 report",
		IGMPv2Leave: "leave", IGMPTracerouteReply: "traceroute reply", IGMPTraceroute: "traceroute", IGMPv3MemberReport: "v3 report",
	}, t)
}

// IGMPv3RecordType is the type of an IGMPv3Record.
type IGMPv3RecordType uint8

// Types of records.
const (
	IGMPv3IsInclude IGMPv3RecordType = 1
	IGMPv3IsExclude IGMPv3RecordType = 2
	IGMPv3ToInclude IGMPv3RecordType = 3
	IGMPv3ToExclude IGMPv3RecordType = 4
	IGMPv3Allow     IGMPv3RecordType = 5
	IGMPv3Block     IGMPv3RecordType = 6
)

func (t IGMPv3RecordType) String() string {
	return iana.NameAt([]string{1: "IS_INCLUDE", "IS_EXCLUDE", "TO_INCLUDE", "TO_EXCLUDE", "ALLOW_NEW_SOURCES", "BLOCK_OLD_SOURCES"}, t)
}

// Recognizes asks for the type, and for more than an older query has.
func (*IGMPv3Query) Recognizes(data []byte) bool {
	return len(data) >= 12 && IGMPType(data[0]) == IGMPQuery
}

// Recognizes asks for the type.
func (*IGMPv3Report) Recognizes(data []byte) bool {
	return len(data) > 0 && IGMPType(data[0]) == IGMPv3MemberReport
}

// HasGroup reports whether there is a group: in all but the messages of DVMRP and of multicast router discovery.
func (i *IGMP) HasGroup() bool { return i.Type != IGMPDVMRP && i.Type&^3 != IGMPMRDAdvert }

// NextLayer is by type, of protocols that use IGMP as their header.
func (i *IGMP) NextLayer([]byte) codec.Key {
	if i.HasGroup() {
		return codec.Key{}
	}
	return codec.Key{Table: "igmp", Value: uint64(i.Type)}
}

// Version is the version of IGMP that the message is of, 0 if it is of another protocol.
func (i *IGMP) Version() int {
	switch i.Type {
	case IGMPQuery:
		if i.MaxResp == 0 {
			return 1
		}
		return 2
	case IGMPv1MemberReport:
		return 1
	case IGMPv2MemberReport, IGMPv2Leave:
		return 2
	}
	return 0
}

// MaxResp is the longest time to an answer in tenths of a second: a code from 128 on is a number of 4 bits with an exponent,
// RFC 9776 section 4.1.1.
func (q *IGMPv3Query) MaxResp() uint32 { return igmpFloat(q.MaxRespCode) }

// Interval is the querier's interval in seconds, coded in the same way, RFC 9776 section 4.1.7.
func (q *IGMPv3Query) Interval() uint32 { return igmpFloat(q.IntervalQC) }

func igmpFloat(code uint8) uint32 {
	if code < 0x80 {
		return uint32(code)
	}
	return uint32(code&0x0f|0x10) << (code>>4&7 + 3)
}

func (i *IGMP) String() string { return fmt.Sprintf("IGMP %s, group %v", i.Type, i.Group) }

func (d *DVMRP) String() string {
	return fmt.Sprintf("DVMRP version %d.%d, %d bytes", d.MajorVersion, d.MinorVersion, len(d.Data))
}

func (m *MRDAdvertisement) String() string {
	return fmt.Sprintf("MRDAdvertisement interval %d, robustness %d", m.QueryInterval, m.Robustness)
}

func (q *IGMPv3Query) String() string {
	return fmt.Sprintf("IGMPv3Query group %v, %d sources", q.Group, len(q.Sources))
}

func (r *IGMPv3Report) String() string { return fmt.Sprintf("IGMPv3Report %d records", len(r.Records)) }
