package layers

import (
	"encoding/binary"
	"fmt"
	"strconv"

	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/tags"
)

// DNS is a message of the Domain Name System (RFC 1035 section 4), of its dynamic
// update (RFC 2136, where the sections are called zone, prerequisite, update and
// additional), of multicast DNS (RFC 6762) and of LLMNR (RFC 4795). Over
// TCP a [DNSTCP] stands before it.
//
// A record that does not fit ends the list that it is in; what is left, and
// whatever follows the last record, is kept in Rest. The TLVs of stateful
// operations (RFC 8490) are there too.
type DNS struct {
	ID          uint16        `bits:"16"`
	QR          bool          `bits:"1"` // response
	Opcode      DNSOpcode     `bits:"4"`
	AA          bool          `bits:"1"` // authoritative answer; conflict in LLMNR
	TC          bool          `bits:"1"` // truncated
	RD          bool          `bits:"1"` // recursion desired; tentative in LLMNR
	RA          bool          `bits:"1"` // recursion available
	Z           bool          `bits:"1"` // reserved
	AD          bool          `bits:"1"` // authentic data (RFC 4035)
	CD          bool          `bits:"1"` // checking disabled (RFC 4035)
	Rcode       DNSRcode      `bits:"4"` // the lower bits, see ExtendedRcode
	QDCount     uint16        `bits:"16,count=Questions"`
	ANCount     uint16        `bits:"16,count=Answers"`
	NSCount     uint16        `bits:"16,count=Authorities"`
	ARCount     uint16        `bits:"16,count=Additionals"`
	Questions   []DNSQuestion `bits:"*"`
	Answers     []DNSResource `bits:"*"`
	Authorities []DNSResource `bits:"*"`
	Additionals []DNSResource `bits:"*"`
	Rest        []byte        `bits:"*"` // bytes after the last record
}

// DNSQuestion is an entry of the question section (RFC 1035 section 4.1.2).
type DNSQuestion struct {
	Name  DNSName  `bits:"*"`
	Type  DNSType  `bits:"16"`
	Class DNSClass `bits:"16"`
}

// DNSResource is a resource record (RFC 1035 section 4.1.3). In an OPT record Class
// and TTL mean something else: see [DNSResource.UDPSize].
type DNSResource struct {
	Name   DNSName  `bits:"*"`
	Type   DNSType  `bits:"16"`
	Class  DNSClass `bits:"16"`
	TTL    uint32   `bits:"32"` // in seconds
	Length uint16   `bits:"16,len=Data"`
	Data   DNSData  `bits:"*,union=Type"`
}

// DNSTCP stands before each message in a stream (RFC 1035 section 4.2.2). The
// next layer is a [DNS] of Length bytes, or what the segment holds of them: then
// the layer is cut short. Where a segment holds several messages, the next [DNSTCP] follows.
type DNSTCP struct {
	Length uint16 `bits:"16,len=payload"`
}

// Links is the table that NextLayer refers to.
func (*DNSTCP) Links() *codec.Links { return Links() }

// NextLayer is the message, where the segment holds at least its header and Length
// has room for the records that it counts: segments in the middle of a message have not.
func (t *DNSTCP) NextLayer(payload []byte) codec.Key {
	if len(payload) < dnsHeader || !dnsHasRoom(int(t.Length), payload) {
		return codec.Key{}
	}
	return codec.Key{Table: "dnstcp"}
}

// Repeats reports whether rest, what follows the message in its segment, begins
// another one, perhaps a part of it.
func (t *DNSTCP) Repeats(rest []byte) bool {
	if len(rest) < 2 {
		return false
	}
	length := int(binary.BigEndian.Uint16(rest))
	return length >= dnsHeader && (len(rest) < 2+dnsHeader || dnsHasRoom(length, rest[2:]))
}

// dnsHasRoom reports whether a message of length bytes can hold the records that its header counts.
func dnsHasRoom(length int, msg []byte) bool {
	const question, resource = 5, 11 // the least that they take
	count := func(at int) int { return int(binary.BigEndian.Uint16(msg[at:])) }
	return dnsHeader+question*count(4)+resource*(count(6)+count(8)+count(10)) <= length
}

// String gives the length.
func (t *DNSTCP) String() string { return fmt.Sprintf("DNSTCP length %d", t.Length) }

// DNSData is the data of a record: a pointer to the struct for its type (*[DNSA]
// for A, and so on), or [DNSRaw] for other types and for data that does not have
// the form of its type. String gives it in presentation format.
type DNSData interface{ String() string }

// DNSRaw is the data of a record as bytes, a part of the message where it was decoded.
type DNSRaw []byte

// Members gives the record types with a struct of their own.
func (DNSResource) Members(string) tags.Members {
	m := tags.Members{Types: make(map[uint64]any, len(dnsTypes)), Raw: DNSRaw(nil)}
	for _, t := range dnsTypes {
		if t.data != nil {
			m.Types[uint64(t.code)] = t.data
		}
	}
	return m
}

// Err tells whether a request of stateful operations has no TLV, RFC 8490 section 5.4.
func (d *DNS) Err() error {
	if d.Opcode == DNSOpcodeDSO && !d.QR && len(d.Rest) < 4 {
		return codec.ErrLength
	}
	return nil
}

// DNSOpcode is the kind of query (RFC 1035, IANA "DNS OpCodes").
type DNSOpcode uint8

// Operation codes.
const (
	DNSOpcodeQuery  DNSOpcode = 0
	DNSOpcodeIQuery DNSOpcode = 1 // RFC 3425 withdrew it
	DNSOpcodeStatus DNSOpcode = 2
	DNSOpcodeNotify DNSOpcode = 4 // RFC 1996
	DNSOpcodeUpdate DNSOpcode = 5 // RFC 2136
	DNSOpcodeDSO    DNSOpcode = 6 // RFC 8490
)

var dnsOpcodes = [...]string{"QUERY", "IQUERY", "STATUS", "", "NOTIFY", "UPDATE", "DSO"}

// String gives the mnemonic, or OPCODE and the number.
func (o DNSOpcode) String() string { return dnsName(dnsOpcodes[:], "OPCODE", uint64(o)) }

// DNSRcode is a response code (IANA "DNS RCODEs"). Codes over 15 are put together
// from the header and an OPT record, or stand in a TSIG or TKEY record.
type DNSRcode uint16

// Response codes. BADSIG of TSIG has the number of BADVERS.
const (
	DNSRcodeNoError   DNSRcode = 0
	DNSRcodeFormErr   DNSRcode = 1
	DNSRcodeServFail  DNSRcode = 2
	DNSRcodeNXDomain  DNSRcode = 3
	DNSRcodeNotImp    DNSRcode = 4
	DNSRcodeRefused   DNSRcode = 5
	DNSRcodeYXDomain  DNSRcode = 6
	DNSRcodeYXRRSet   DNSRcode = 7
	DNSRcodeNXRRSet   DNSRcode = 8
	DNSRcodeNotAuth   DNSRcode = 9
	DNSRcodeNotZone   DNSRcode = 10
	DNSRcodeDSOTypeNI DNSRcode = 11
	DNSRcodeBadVers   DNSRcode = 16
	DNSRcodeBadSig    DNSRcode = 16
	DNSRcodeBadKey    DNSRcode = 17
	DNSRcodeBadTime   DNSRcode = 18
	DNSRcodeBadMode   DNSRcode = 19
	DNSRcodeBadName   DNSRcode = 20
	DNSRcodeBadAlg    DNSRcode = 21
	DNSRcodeBadTrunc  DNSRcode = 22
	DNSRcodeBadCookie DNSRcode = 23
)

var dnsRcodes = [...]string{
	"NOERROR", "FORMERR", "SERVFAIL", "NXDOMAIN", "NOTIMP", "REFUSED", "YXDOMAIN", "YXRRSET", "NXRRSET", "NOTAUTH", "NOTZONE", "DSOTYPENI",
	16: "BADVERS", "BADKEY", "BADTIME", "BADMODE", "BADNAME", "BADALG", "BADTRUNC", "BADCOOKIE",
}

// String gives the mnemonic, or RCODE and the number.
func (r DNSRcode) String() string { return dnsName(dnsRcodes[:], "RCODE", uint64(r)) }

func dnsName(names []string, kind string, v uint64) string {
	if v < uint64(len(names)) && names[v] != "" {
		return names[v]
	}
	return kind + strconv.FormatUint(v, 10)
}

// DNSClass is the class of a record or question. Multicast DNS uses the highest bit
// for itself (RFC 6762 sections 5.4 and 10.2): [DNSClass.Base] is the class
// without it. In an OPT record the class is a size, hence no bit field.
type DNSClass uint16

// Classes.
const (
	DNSClassIN   DNSClass = 1
	DNSClassCH   DNSClass = 3
	DNSClassHS   DNSClass = 4
	DNSClassNone DNSClass = 254 // RFC 2136
	DNSClassAny  DNSClass = 255

	// DNSClassTop is the bit that means "unicast response wanted" in a question
	// and "flush the cache" in a record of multicast DNS.
	DNSClassTop DNSClass = 0x8000
)

// Base is the class without the bit of multicast DNS.
func (c DNSClass) Base() DNSClass { return c &^ DNSClassTop }

// Top reports whether the bit of multicast DNS is set.
func (c DNSClass) Top() bool { return c&DNSClassTop != 0 }

// String gives the mnemonic, or CLASS and the number (RFC 3597).
func (c DNSClass) String() string {
	switch c {
	case DNSClassIN:
		return "IN"
	case DNSClassCH:
		return "CH"
	case DNSClassHS:
		return "HS"
	case DNSClassNone:
		return "NONE"
	case DNSClassAny:
		return "ANY"
	}
	return "CLASS" + strconv.Itoa(int(c))
}

// Resources calls yield for each record of the answer, authority and additional sections, in order.
// The pointers are to the records in d.
func (d *DNS) Resources(yield func(*DNSResource) bool) {
	for _, list := range [...][]DNSResource{d.Answers, d.Authorities, d.Additionals} {
		for i := range list {
			if !yield(&list[i]) {
				return
			}
		}
	}
}

// OPT returns the pseudo-record of EDNS (RFC 6891), nil if there is none.
func (d *DNS) OPT() *DNSResource {
	for i := range d.Additionals {
		if d.Additionals[i].Type == DNSTypeOPT {
			return &d.Additionals[i]
		}
	}
	return nil
}

// ExtendedRcode is the response code with the upper bits of the OPT record, if there is one.
func (d *DNS) ExtendedRcode() DNSRcode {
	if o := d.OPT(); o != nil {
		return DNSRcode(o.TTL>>24)<<4 | d.Rcode
	}
	return d.Rcode
}

// NewDNSResource returns a record of class IN whose type is that of its data.
// Where several types share a struct, the first defined is meant: TXT, not SPF; DS, not CDS.
// For [DNSRaw] the type is 0, to be set by the caller.
func NewDNSResource(name DNSName, ttl uint32, data DNSData) DNSResource {
	return DNSResource{Name: name, Type: dnsTypeOf(data), Class: DNSClassIN, TTL: ttl, Data: data}
}

// dnsMaxText bounds the text of a message: names expand to many times their size.
const dnsMaxText = 16 << 10

// String gives the message on one line: kind, flags, and the records as a zone
// file has them. It ends with "..." after 16 KiB.
func (d *DNS) String() string {
	kind := "query"
	if d.QR {
		kind = "response " + d.ExtendedRcode().String()
	}
	if d.Opcode != DNSOpcodeQuery {
		kind = d.Opcode.String() + " " + kind
	}
	b := fmt.Appendf(nil, "DNS %s id %d", kind, d.ID)
	for _, f := range [...]struct {
		set  bool
		name string
	}{{d.AA, "aa"}, {d.TC, "tc"}, {d.RD, "rd"}, {d.RA, "ra"}, {d.Z, "z"}, {d.AD, "ad"}, {d.CD, "cd"}} {
		if f.set {
			b = append(append(b, ' '), f.name...)
		}
	}
	for i := range d.Questions {
		if len(b) > dnsMaxText {
			return string(append(b, "; ..."...))
		}
		b = append(append(b, "; "...), d.Questions[i].String()...)
	}
	for _, s := range [...]struct {
		name string
		list []DNSResource
	}{{"answer", d.Answers}, {"authority", d.Authorities}, {"additional", d.Additionals}} {
		for i := range s.list {
			if len(b) > dnsMaxText {
				return string(append(b, "; ..."...))
			}
			b = append(append(append(append(b, "; "...), s.name...), ' '), s.list[i].String()...)
		}
	}
	return string(b)
}

// String gives the question as it would stand in a zone file.
func (q *DNSQuestion) String() string {
	return fmt.Sprintf("%v %v %v", q.Name, q.Class, q.Type)
}

// String gives the record as it would stand in a zone file, on one line.
func (r *DNSResource) String() string {
	if r.Type == DNSTypeOPT {
		return fmt.Sprintf("%v OPT udp %d rcode %d version %d do %t %s", r.Name, r.UDPSize(), r.TTL>>24, r.Version(), r.DO(), dnsText(r.Data))
	}
	return fmt.Sprintf("%v %d %v %v %s", r.Name, r.TTL, r.Class, r.Type, dnsText(r.Data))
}

func dnsText(d DNSData) string {
	if d == nil {
		return DNSRaw(nil).String()
	}
	return d.String()
}

// String gives the bytes in the form of RFC 3597: \#, the length, and hexadecimal digits.
func (r DNSRaw) String() string { return fmt.Sprintf("\\# %d %X", len(r), []byte(r)) }
