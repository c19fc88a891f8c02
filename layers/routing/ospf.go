package routing

import (
	"encoding/binary"
	"fmt"
	"net/netip"

	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/layers/iana"
	"github.com/wiretag/wiretag/tags"
)

// OSPFv2 is a packet of Open Shortest Path First, version 2, RFC 2328 appendix A.3. Its length counts neither the digest of cryptographic authentication, RFC 5709, nor the
// block of link-local signaling behind it, RFC 5613.
type OSPFv2 struct {
	Version   uint8        `bits:"8,const=2"`
	Type      OSPFType     `bits:"8"`
	Length    uint16       `bits:"16,len=Body+24"` // with the header
	RouterID  netip.Addr   `bits:"32"`
	AreaID    netip.Addr   `bits:"32"`
	Checksum  uint16       `bits:"16,sum=ospf"` // not of Password; 0 with cryptographic authentication
	AuType    OSPFAuthType `bits:"16"`
	Password  [8]byte      `bits:"64,if=AuType!=2"`
	Reserved  uint16       `bits:"16,if=AuType==2"`
	KeyID     uint8        `bits:"8,if=AuType==2"`
	DigestLen uint8        `bits:"8,if=AuType==2,len=Digest"`
	CryptoSeq uint32       `bits:"32,if=AuType==2"`
	Body      OSPFBody     `bits:"*,union=Type"`
	Digest    []byte       `bits:"*,if=AuType==2"`
	Signaling []byte       `bits:"*"` // LLS decodes it
}

// OSPFBody is what a packet carries: [*OSPFHello], [*OSPFDescription], [*OSPFRequests], [*OSPFUpdate] or [*OSPFAcks], in version 3
// [*OSPFv3Hello], [*OSPFv3Description], [*OSPFv3Requests], [*OSPFv3Update] or [*OSPFv3Acks], or [OSPFRaw].
type OSPFBody interface{ ospfBody() }

// OSPFRaw is the body of a packet of an unknown type, or one that cannot be decoded.
type OSPFRaw []byte

// OSPFHello is a hello packet, RFC 2328 appendix A.3.2. Intervals are in seconds.
type OSPFHello struct {
	Mask          netip.Addr   `bits:"32"`
	HelloInterval uint16       `bits:"16"`
	Options       OSPFOptions  `bits:"8"`
	Priority      uint8        `bits:"8"`
	DeadInterval  uint32       `bits:"32"`
	Designated    netip.Addr   `bits:"32"`
	Backup        netip.Addr   `bits:"32"`
	Neighbors     []netip.Addr `bits:"*,each=32"`
}

// OSPFDescription is a database description packet, RFC 2328 appendix A.3.3.
type OSPFDescription struct {
	MTU     uint16          `bits:"16"`
	Options OSPFOptions     `bits:"8"`
	Flags   OSPFDBFlags     `bits:"8"`
	Seq     uint32          `bits:"32"`
	Headers []OSPFLSAHeader `bits:"*"`
}

// OSPFRequests is a link state request packet, RFC 2328 appendix A.3.4.
type OSPFRequests struct {
	Requests []OSPFRequest `bits:"*"`
}

// OSPFRequest asks for an LSA.
type OSPFRequest struct {
	Type        uint32     `bits:"32"`
	LinkStateID netip.Addr `bits:"32"`
	AdvRouter   netip.Addr `bits:"32"`
}

// OSPFUpdate is a link state update packet, RFC 2328 appendix A.3.5.
type OSPFUpdate struct {
	NumLSAs uint32    `bits:"32,count=LSAs"`
	LSAs    []OSPFLSA `bits:"*"`
}

// OSPFAcks is a link state acknowledgement packet, RFC 2328 appendix A.3.6.
type OSPFAcks struct {
	Headers []OSPFLSAHeader `bits:"*"`
}

// OSPFLSAHeader is the header of an LSA that is not there itself, RFC 2328 appendix A.4.1.
type OSPFLSAHeader struct {
	DoNotAge    bool        `bits:"1"`
	Age         uint16      `bits:"15"` // seconds
	Options     OSPFOptions `bits:"8"`
	Type        OSPFLSType  `bits:"8"`
	LinkStateID netip.Addr  `bits:"32"`
	AdvRouter   netip.Addr  `bits:"32"`
	Seq         uint32      `bits:"32"`
	Checksum    uint16      `bits:"16"`
	Length      uint16      `bits:"16"`
}

// Err tells whether the advertisement is shorter than its header.
func (h *OSPFLSAHeader) Err() error {
	if h.Length < 20 {
		return codec.ErrLength
	}
	return nil
}

// OSPFType is the type of a packet.
type OSPFType uint8

// Types of packets.
const (
	OSPFTypeHello       OSPFType = 1
	OSPFTypeDescription OSPFType = 2
	OSPFTypeRequest     OSPFType = 3
	OSPFTypeUpdate      OSPFType = 4
	OSPFTypeAck         OSPFType = 5
)

func (t OSPFType) String() string {
	return iana.NameAt([]string{1: "hello", "database description", "link state request", "link state update", "link state acknowledgement"}, t)
}

// OSPFAuthType is a kind of authentication.
type OSPFAuthType uint16

// Kinds of authentication, from IANA's registry.
const (
	OSPFAuthNull           OSPFAuthType = 0
	OSPFAuthPassword       OSPFAuthType = 1
	OSPFAuthCryptographic  OSPFAuthType = 2
	OSPFAuthExtendedCrypto OSPFAuthType = 3 // with an extended sequence number, RFC 7474
)

func (t OSPFAuthType) String() string {
	return iana.NameAt([]string{"null", "password", "cryptographic", "cryptographic, extended sequence number"}, t)
}

// OSPFOptions are capabilities, RFC 2328 appendix A.2 and IANA's registry.
type OSPFOptions uint8

// Options.
const (
	OSPFOptionMT OSPFOptions = 0x01 // multi-topology; once T
	OSPFOptionE  OSPFOptions = 0x02 // external routing
	OSPFOptionMC OSPFOptions = 0x04 // multicast
	OSPFOptionNP OSPFOptions = 0x08 // N: type 7 LSAs, in hellos; P: to be translated, in LSAs
	OSPFOptionL  OSPFOptions = 0x10 // an LLS block follows
	OSPFOptionDC OSPFOptions = 0x20 // demand circuits
	OSPFOptionO  OSPFOptions = 0x40 // opaque LSAs
	OSPFOptionDN OSPFOptions = 0x80 // loop prevention in VPNs
)

// OSPFDBFlags are the flags of database description packets.
type OSPFDBFlags uint8

// Flags of database description packets.
const (
	OSPFMaster OSPFDBFlags = 1
	OSPFMore   OSPFDBFlags = 2
	OSPFInit   OSPFDBFlags = 4
	OSPFResync OSPFDBFlags = 8 // out of band, RFC 4811
)

func (OSPFRaw) ospfBody()          {}
func (*OSPFHello) ospfBody()       {}
func (*OSPFDescription) ospfBody() {}
func (*OSPFRequests) ospfBody()    {}
func (*OSPFUpdate) ospfBody()      {}
func (*OSPFAcks) ospfBody()        {}

// Members gives the types of Body.
func (*OSPFv2) Members(string) tags.Members {
	return tags.Members{Types: map[uint64]any{
		uint64(OSPFTypeHello): (*OSPFHello)(nil), uint64(OSPFTypeDescription): (*OSPFDescription)(nil), uint64(OSPFTypeRequest): (*OSPFRequests)(nil),
		uint64(OSPFTypeUpdate): (*OSPFUpdate)(nil), uint64(OSPFTypeAck): (*OSPFAcks)(nil),
	}, Raw: OSPFRaw(nil)}
}

// Recognizes asks for the version.
func (*OSPFv2) Recognizes(data []byte) bool { return len(data) > 0 && data[0] == 2 }

// Sum is the checksum: that of the Internet over what Length counts, without the password.
func (*OSPFv2) Sum(alg string) func(data []byte, at, n int) uint64 {
	if alg != "ospf" {
		return nil
	}
	return ospfSum
}

func ospfSum(data []byte, at, n int) uint64 {
	if len(data) < 24 {
		return 0
	}
	if t := OSPFAuthType(binary.BigEndian.Uint16(data[14:])); t == OSPFAuthCryptographic || t == OSPFAuthExtendedCrypto { // RFC 2328 appendix D.4.3
		return 0
	}
	data = data[:min(len(data), max(24, int(binary.BigEndian.Uint16(data[2:]))))]
	return codec.InternetSum(nil, append(data[:16:16], data[24:]...), at, n)
}

// Err tells whether a hello or a database description packet announces a block of link-local signaling, and there is none: RFC 5613 section 2.1.
func (o *OSPFv2) Err() error {
	var options OSPFOptions
	switch b := o.Body.(type) {
	case *OSPFHello:
		options = b.Options
	case *OSPFDescription:
		options = b.Options
	}
	if options&OSPFOptionL == 0 {
		return nil
	}
	return llsErr(o.Signaling)
}

// llsErr tells whether b does not begin with a block of link-local signaling.
func llsErr(b []byte) error {
	l, err := ospfLLS(b)
	if l == nil {
		return codec.ErrTruncated
	}
	return err
}

// LLS decodes the block of link-local signaling. It returns nil if there is none.
func (o *OSPFv2) LLS() (*OSPFLLS, error) { return ospfLLS(o.Signaling) }

func (o *OSPFv2) String() string {
	return fmt.Sprintf("OSPFv2 %s, router %v, area %v", o.Type, o.RouterID, o.AreaID)
}

// OSPFLLS is a block of link-local signaling, RFC 5613 section 2.2.
type OSPFLLS struct {
	Checksum uint16       `bits:"16,sum=inet"` // 0 with cryptographic authentication
	Length   uint16       `bits:"16,len=header/4"`
	TLVs     []OSPFLLSTLV `bits:"*"`
}

// OSPFLLSTLV is a part of a block of link-local signaling. Value is typed by View.
type OSPFLLSTLV struct {
	Type    uint16 `bits:"16"` // 1 extended options, 2 cryptographic authentication
	Length  uint16 `bits:"16,len=Value"`
	Value   []byte `bits:"*,union=Type"`
	Padding []byte `bits:"*,pad=4"`
}

// OSPFLLSOptions are the extended options, RFC 5613 section 2.4.
type OSPFLLSOptions struct {
	Options uint32 `bits:"32"` // 1 out of band resynchronization, 2 restart signal
}

// OSPFLLSAuth is a digest of the block, RFC 5613 section 2.5.
type OSPFLLSAuth struct {
	Seq    uint32 `bits:"32"`
	Digest []byte `bits:"*"`
}

// Members gives the types of View.
func (OSPFLLSTLV) Members(string) tags.Members {
	return tags.Members{Types: map[uint64]any{1: (*OSPFLLSOptions)(nil), 2: (*OSPFLLSAuth)(nil)}}
}

// View decodes Value. It returns nil for unknown types.
func (t *OSPFLLSTLV) View() (any, error) { return codec.View(t, "Value") }

func ospfLLS(b []byte) (*OSPFLLS, error) {
	if len(b) == 0 {
		return nil, nil
	}
	l := &OSPFLLS{}
	_, err := codec.Unmarshal(b, l)
	return l, err
}
