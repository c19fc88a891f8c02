package routing

import (
	"fmt"

	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/layers/iana"
	"github.com/wiretag/wiretag/tags"
)

// CLNP is a packet of the connectionless network protocol, ISO/IEC 8473-1 section 7 and RFC 994, behind the NLPID. What it carries, the transport
// protocol of OSI, is not decoded.
type CLNP struct {
	HeaderLength   uint8       `bits:"8,len=header+1"` // with the NLPID
	Version        uint8       `bits:"8,default=1"`
	Lifetime       uint8       `bits:"8"` // in units of 500 milliseconds
	Segmentation   bool        `bits:"1"` // permitted: the segmentation part is there
	MoreSegments   bool        `bits:"1"`
	ErrorReport    bool        `bits:"1"` // wanted
	Type           CLNPType    `bits:"5"`
	Length         uint16      `bits:"16,len=packet+1"`        // with the NLPID
	Checksum       uint16      `bits:"16,sum=osi,zero=absent"` // of the header; 0 is none
	DestinationLen uint8       `bits:"8,len=Destination"`
	Destination    []byte      `bits:"*,flow=dst"`
	SourceLen      uint8       `bits:"8,len=Source"`
	Source         []byte      `bits:"*,flow=src"`
	DataUnitID     uint16      `bits:"16,if=Segmentation"`
	Offset         uint16      `bits:"16,if=Segmentation"` // bytes
	TotalLength    uint16      `bits:"16,if=Segmentation"`
	Options        []OSIOption `bits:"*"`
	Rest           []byte      `bits:"*"` // what is no option
}

// Err tells whether the whole packet is shorter than a segment of it and what is before that, ISO/IEC 8473-1 section 7.4.
func (c *CLNP) Err() error {
	if c.Segmentation && int(c.TotalLength) < int(c.Offset)+int(c.Length) {
		return codec.ErrLength
	}
	return nil
}

// CLNPType is the type of a packet.
type CLNPType uint8

// Types of packets.
const (
	CLNPError       CLNPType = 1
	CLNPMulticast   CLNPType = 29
	CLNPEchoReply   CLNPType = 31
	CLNPEchoRequest CLNPType = 30
	CLNPData        CLNPType = 28
)

func (t CLNPType) String() string {
	return iana.NameAt([]string{1: "error report", 28: "data", 29: "multicast data", 30: "echo request", 31: "echo reply"}, t)
}

// OSIOption is an option of CLNP, ISO/IEC 8473-1 section 7.5, or ES-IS, ISO 9542 section 7.5.
type OSIOption struct {
	Type   OSIOptionType `bits:"8"`
	Length uint8         `bits:"8,len=Value"`
	Value  []byte        `bits:"*,union=Type"`
}

// Err tells whether the value has not the length that its type has, or is not there.
func (o *OSIOption) Err() error {
	n := len(o.Value)
	if o.Type == OSISourceRouting && n > 1 && o.Value[1] == 255 { // it ends behind its last title
		return codec.ErrRange
	}
	switch o.Type {
	case OSIDiscardReason, OSIConfiguration:
		n -= 2
	case OSIPriority:
		n--
	case OSIQoS, OSISecurity, OSISourceRouting, OSIRecordRoute, OSIAddressMask, OSISNPAMask:
		n = min(n, 1) - 1
	default:
		return nil
	}
	if n != 0 {
		return codec.ErrLength
	}
	return nil
}

// OSIReason says why a packet was discarded, ISO/IEC 8473-1 section 7.9.5.
type OSIReason struct {
	Reason uint8 `bits:"8"` // the class in the upper four bits: 0 general, 8 address, 9 source routing, 10 lifetime, 11 discarded, 12 reassembly
	Field  uint8 `bits:"8"` // where in the header, 0 if nowhere
}

// OSIService is the quality of service or the security that is asked for, ISO/IEC 8473-1 sections 7.5.3 and 7.5.6.
type OSIService struct {
	Format     uint8  `bits:"2"` // 1 of the source address, 2 of the destination address, 3 globally unique
	Reserved   uint8  `bits:"6"`
	Parameters []byte `bits:"*"` // quality: flags of the globally unique format; security: a level by the format
}

// OSIRoute is a source route, or the route that has been recorded: titles of network entities, ISO/IEC 8473-1 sections 7.5.4 and 7.5.5.
type OSIRoute struct {
	Complete uint8  `bits:"8"` // 0 partial, 1 complete
	Next     uint8  `bits:"8"` // of Complete as 1, the byte of the title to go to next or the first that is free; 255 where there was no place for more
	Titles   []NSAP `bits:"*,fit"`
	Free     []byte `bits:"*"` // place for titles to come
}

// Err tells whether the route is of neither kind, or Next is not where a title begins or all end: ISO/IEC 8473-1 sections 7.5.4 and 7.5.5.
func (r *OSIRoute) Err() error {
	if r.Complete > 1 {
		return codec.ErrRange
	}
	at := 3
	for i := range r.Titles {
		if at == int(r.Next) {
			return nil
		}
		at += 1 + len(r.Titles[i].Addr)
	}
	if r.Next != 255 && at != int(r.Next) {
		return codec.ErrLength
	}
	return nil
}

// OSISeconds is a number of seconds, ISO 9542 section 7.5.6.
type OSISeconds struct {
	Seconds uint16 `bits:"16"`
}

// OSIPriorityLevel is how urgent a packet is, ISO/IEC 8473-1 section 7.5.7.
type OSIPriorityLevel struct {
	Level uint8 `bits:"8"` // to 14, the highest
}

// OSIMask says which part of an address counts, ISO 9542 sections 7.5.4 and 7.5.5.
type OSIMask struct {
	Mask []byte `bits:"*"`
}

// OSIPad is there for alignment, ISO/IEC 8473-1 section 7.5.2.
type OSIPad struct {
	Bytes []byte `bits:"*"`
}

// Members gives the types of View.
func (OSIOption) Members(string) tags.Members {
	return tags.Members{Types: map[uint64]any{
		uint64(OSIDiscardReason): (*OSIReason)(nil), uint64(OSIQoS): (*OSIService)(nil), uint64(OSIConfiguration): (*OSISeconds)(nil), uint64(OSISecurity): (*OSIService)(nil),
		uint64(OSISourceRouting): (*OSIRoute)(nil), uint64(OSIRecordRoute): (*OSIRoute)(nil), uint64(OSIPadding): (*OSIPad)(nil), uint64(OSIPriority): (*OSIPriorityLevel)(nil),
		uint64(OSIAddressMask): (*OSIMask)(nil), uint64(OSISNPAMask): (*OSIMask)(nil),
	}}
}

// View decodes Value. It returns nil for unknown types.
func (o *OSIOption) View() (any, error) { return codec.View(o, "Value") }

// OSIOptionType is the type of an OSIOption.
type OSIOptionType uint8

// Types of options.
const (
	OSIDiscardReason OSIOptionType = 0xc1
	OSIQoS           OSIOptionType = 0xc3
	OSIConfiguration OSIOptionType = 0xc6 // the timer that end systems are asked to use, in seconds
	OSISecurity      OSIOptionType = 0xc5
	OSISourceRouting OSIOptionType = 0xc8
	OSIRecordRoute   OSIOptionType = 0xcb
	OSIPadding       OSIOptionType = 0xcc
	OSIPriority      OSIOptionType = 0xcd
	OSIAddressMask   OSIOptionType = 0xe1
	OSISNPAMask      OSIOptionType = 0xe2
)

func (t OSIOptionType) String() string {
	switch t {
	case OSIDiscardReason:
		return "reason for discard"
	case OSIQoS:
		return "quality of service"
	case OSIConfiguration:
		return "configuration timer"
	case OSISecurity:
		return "security"
	case OSISourceRouting:
		return "source routing"
	case OSIRecordRoute:
		return "record route"
	case OSIPadding:
		return "padding"
	case OSIPriority:
		return "priority"
	case OSIAddressMask:
		return "address mask"
	case OSISNPAMask:
		return "SNPA mask"
	}
	return fmt.Sprintf("%#02x", uint8(t))
}

// Sum is the checksum, which covers the NLPID too.
func (*CLNP) Sum(alg string) func(data []byte, at, n int) uint64 { return osiSum(alg, 0x81) }

// osiSum is a checksum that begins with the NLPID before the struct.
func osiSum(alg string, nlpid byte) func(data []byte, at, n int) uint64 {
	if alg != "osi" {
		return nil
	}
	return func(data []byte, at, _ int) uint64 { return codec.FletcherSum(append([]byte{nlpid}, data...), at+1) }
}

func (c *CLNP) String() string {
	return fmt.Sprintf("CLNP %s, %x > %x, length %d", c.Type, c.Source, c.Destination, c.Length)
}

// ESIS is a packet of the protocol between end systems and intermediate systems, ISO 9542 section 7 and RFC 995, behind the NLPID.
type ESIS struct {
	HeaderLength uint8       `bits:"8,len=header+1"` // with the NLPID
	Version      uint8       `bits:"8,default=1"`
	Reserved     uint8       `bits:"8"`
	Reserved2    uint8       `bits:"3"`
	Type         ESISType    `bits:"5"`
	HoldingTime  uint16      `bits:"16"`                     // seconds
	Checksum     uint16      `bits:"16,sum=osi,zero=absent"` // 0 is none
	NumSources   uint8       `bits:"8,if=Type==2,count=Sources"`
	Sources      []NSAP      `bits:"*,if=Type==2"`          // addresses of an end system
	Destination  *NSAP       `bits:"*,if=Type==6"`          // of a redirect
	SNPA         *NSAP       `bits:"*,if=Type==6"`          // address in the subnetwork
	Entity       *NSAP       `bits:"*,if=Type==4||Type==6"` // the title of an intermediate system
	Options      []OSIOption `bits:"*"`
	Rest         []byte      `bits:"*"` // what is no option
}

// ESISType is the type of a packet.
type ESISType uint8

// Types of packets.
const (
	ESISEndSystemHello          ESISType = 2
	ESISIntermediateSystemHello ESISType = 4
	ESISRedirect                ESISType = 6
)

func (t ESISType) String() string {
	return iana.NameAt([]string{2: "ES hello", 4: "IS hello", 6: "redirect"}, t)
}

// Sum is the checksum, which covers the NLPID too.
func (*ESIS) Sum(alg string) func(data []byte, at, n int) uint64 { return osiSum(alg, 0x82) }

func (e *ESIS) String() string { return "ESIS " + e.Type.String() }
