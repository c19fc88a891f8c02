package routing

import (
	"encoding/binary"
	"fmt"
	"net/netip"

	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/tags"
)

// OSPFv3 is a packet of Open Shortest Path First, version 3, RFC 5340 appendix A.3. Its length counts neither a block of link-local signaling nor an
// authentication trailer.
type OSPFv3 struct {
	Version    uint8      `bits:"8,const=3"`
	Type       OSPFType   `bits:"8"`
	Length     uint16     `bits:"16,len=Body+16"` // with the header
	RouterID   netip.Addr `bits:"32"`
	AreaID     netip.Addr `bits:"32"`
	Checksum   uint16     `bits:"16,sum=ospf:pseudo,zero=absent"` // 0 with an authentication trailer
	InstanceID uint8      `bits:"8"`
	Reserved   uint8      `bits:"8"`
	Body       OSPFBody   `bits:"*,union=Type"`
	Trailing   []byte     `bits:"*"` // LLS and Auth decode it
}

// OSPFv3Hello is a hello packet, RFC 5340 appendix A.3.2. Intervals are in seconds.
type OSPFv3Hello struct {
	InterfaceID   uint32        `bits:"32"`
	Priority      uint8         `bits:"8"`
	Options       OSPFv3Options `bits:"24"`
	HelloInterval uint16        `bits:"16"`
	DeadInterval  uint16        `bits:"16"`
	Designated    netip.Addr    `bits:"32"`
	Backup        netip.Addr    `bits:"32"`
	Neighbors     []netip.Addr  `bits:"*,each=32"`
}

// OSPFv3Description is a database description packet, RFC 5340 appendix A.3.3.
type OSPFv3Description struct {
	Reserved  uint8             `bits:"8"`
	Options   OSPFv3Options     `bits:"24"`
	MTU       uint16            `bits:"16"`
	Reserved2 uint8             `bits:"8"`
	Flags     OSPFDBFlags       `bits:"8"`
	Seq       uint32            `bits:"32"`
	Headers   []OSPFv3LSAHeader `bits:"*"`
}

// OSPFv3Requests is a link state request packet, RFC 5340 appendix A.3.4.
type OSPFv3Requests struct {
	Requests []OSPFv3Request `bits:"*"`
}

// OSPFv3Request asks for an LSA.
type OSPFv3Request struct {
	Reserved    uint16       `bits:"16"`
	Type        OSPFv3LSType `bits:"16"`
	LinkStateID uint32       `bits:"32"`
	AdvRouter   netip.Addr   `bits:"32"`
}

// OSPFv3Update is a link state update packet, RFC 5340 appendix A.3.5.
type OSPFv3Update struct {
	NumLSAs uint32      `bits:"32,count=LSAs"`
	LSAs    []OSPFv3LSA `bits:"*"`
}

// OSPFv3Acks is a link state acknowledgement packet, RFC 5340 appendix A.3.6.
type OSPFv3Acks struct {
	Headers []OSPFv3LSAHeader `bits:"*"`
}

// OSPFv3LSAHeader is the header of an LSA that is not there itself, RFC 5340 appendix A.4.2.
type OSPFv3LSAHeader struct {
	DoNotAge    bool         `bits:"1"`
	Age         uint16       `bits:"15"` // seconds
	Type        OSPFv3LSType `bits:"16"`
	LinkStateID uint32       `bits:"32"`
	AdvRouter   netip.Addr   `bits:"32"`
	Seq         uint32       `bits:"32"`
	Checksum    uint16       `bits:"16"`
	Length      uint16       `bits:"16"`
}

// OSPFv3Options are capabilities, RFC 5340 appendix A.2 and IANA's registry.
type OSPFv3Options uint32

// Options.
const (
	OSPFv3OptionV6 OSPFv3Options = 0x0001
	OSPFv3OptionE  OSPFv3Options = 0x0002 // external routing
	OSPFv3OptionMC OSPFv3Options = 0x0004 // multicast
	OSPFv3OptionN  OSPFv3Options = 0x0008 // NSSA
	OSPFv3OptionR  OSPFv3Options = 0x0010 // router
	OSPFv3OptionDC OSPFv3Options = 0x0020 // demand circuits
	OSPFv3OptionAF OSPFv3Options = 0x0100 // address families, RFC 5838
	OSPFv3OptionL  OSPFv3Options = 0x0200 // an LLS block follows
	OSPFv3OptionAT OSPFv3Options = 0x0400 // an authentication trailer follows
)

func (*OSPFv3Hello) ospfBody()       {}
func (*OSPFv3Description) ospfBody() {}
func (*OSPFv3Requests) ospfBody()    {}
func (*OSPFv3Update) ospfBody()      {}
func (*OSPFv3Acks) ospfBody()        {}

// Members gives the types of Body.
func (*OSPFv3) Members(string) tags.Members {
	return tags.Members{Types: map[uint64]any{
		uint64(OSPFTypeHello): (*OSPFv3Hello)(nil), uint64(OSPFTypeDescription): (*OSPFv3Description)(nil), uint64(OSPFTypeRequest): (*OSPFv3Requests)(nil),
		uint64(OSPFTypeUpdate): (*OSPFv3Update)(nil), uint64(OSPFTypeAck): (*OSPFv3Acks)(nil),
	}, Raw: OSPFRaw(nil)}
}

// Recognizes asks for the version.
func (*OSPFv3) Recognizes(data []byte) bool { return len(data) > 0 && data[0] == 3 }

// PseudoSum is the checksum, which covers what Length counts.
func (*OSPFv3) PseudoSum(alg string) func(p *codec.Pseudo, data []byte, at, n int) uint64 {
	if alg != "ospf" {
		return nil
	}
	return func(p *codec.Pseudo, data []byte, at, n int) uint64 {
		if len(data) >= 16 {
			data = data[:min(len(data), max(16, int(binary.BigEndian.Uint16(data[2:]))))]
		}
		return codec.InternetSum(p, data, at, n)
	}
}

// options are those of the packet; ok is false where its type has none.
func (o *OSPFv3) options() (v OSPFv3Options, ok bool) {
	switch b := o.Body.(type) {
	case *OSPFv3Hello:
		return b.Options, true
	case *OSPFv3Description:
		return b.Options, true
	}
	return 0, false
}

// Err tells whether a hello or a database description packet announces a block of link-local signaling, and there is none: RFC 5613 section 2.1.
func (o *OSPFv3) Err() error {
	if v, _ := o.options(); v&OSPFv3OptionL == 0 {
		return nil
	}
	return llsErr(o.Trailing)
}

// LLS decodes the block of link-local signaling of hello and database description packets. It returns nil if there is none.
func (o *OSPFv3) LLS() (*OSPFLLS, error) {
	if v, _ := o.options(); v&OSPFv3OptionL == 0 {
		return nil, nil
	}
	return ospfLLS(o.Trailing)
}

// Auth decodes the authentication trailer, RFC 7166. It returns nil if there is none.
func (o *OSPFv3) Auth() (*OSPFv3Auth, error) {
	b := o.Trailing
	v, ok := o.options()
	if v&OSPFv3OptionL != 0 && len(b) >= 4 {
		b = b[min(len(b), 4*int(binary.BigEndian.Uint16(b[2:]))):]
	}
	if len(b) == 0 || ok && v&OSPFv3OptionAT == 0 {
		return nil, nil
	}
	a := &OSPFv3Auth{}
	_, err := codec.Unmarshal(b, a)
	return a, err
}

// OSPFv3Auth is an authentication trailer, RFC 7166 section 4.1.
type OSPFv3Auth struct {
	Type     uint16 `bits:"16"` // 1 HMAC
	Length   uint16 `bits:"16,len=header"`
	Reserved uint16 `bits:"16"`
	SAID     uint16 `bits:"16"` // security association
	Seq      uint64 `bits:"64"`
	Data     []byte `bits:"*"`
}

func (o *OSPFv3) String() string {
	return fmt.Sprintf("OSPFv3 %s, router %v, area %v", o.Type, o.RouterID, o.AreaID)
}
