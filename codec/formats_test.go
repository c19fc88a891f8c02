package codec_test

import (
	"net/netip"

	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/tags"
)

// Hard formats of real protocols, as a user of the package would write them.

// arp has two lengths, each for two fields.
type arp struct {
	HardwareType   uint16 `bits:"16"`
	ProtocolType   uint16 `bits:"16"`
	HardwareLen    uint8  `bits:"8,len=SenderHardware"`
	ProtocolLen    uint8  `bits:"8,len=SenderProtocol"`
	Operation      uint16 `bits:"16"`
	SenderHardware []byte `bits:"*"`
	SenderProtocol []byte `bits:"*"`
	TargetHardware []byte `bits:"*,size=HardwareLen"`
	TargetProtocol []byte `bits:"*,size=ProtocolLen"`
}

// ip6 is the fixed header of IPv6, ip6Options an extension header behind it.
type ip6 struct {
	Version  uint8      `bits:"4,const=6"`
	Class    uint8      `bits:"8"`
	Flow     uint32     `bits:"20"`
	Length   uint16     `bits:"16,len=payload,zero=rest"`
	Next     uint8      `bits:"8,next=ip"`
	HopLimit uint8      `bits:"8"`
	Src, Dst netip.Addr `bits:"128"`
}

func (*ip6) Links() *codec.Links { return links }

func (p *ip6) PseudoHeader(ps *codec.Pseudo) { ps.Src, ps.Dst = p.Src, p.Dst }

type ip6Options struct {
	NextHeader uint8       `bits:"8,next=ip"`
	Length     uint8       `bits:"8,len=header/8-1"`
	Options    []ip6Option `bits:"*"`
}

func (*ip6Options) Links() *codec.Links { return links }

type ip6Option struct {
	Type   uint8  `bits:"8"`
	Length uint8  `bits:"8,if=Type!=0,len=Data"`
	Data   []byte `bits:"*,if=Type!=0"`
}

// gre has conditions on flags, and a list with an end of its own.
type gre struct {
	ChecksumPresent bool       `bits:"1"`
	RoutingPresent  bool       `bits:"1"`
	KeyPresent      bool       `bits:"1"`
	SeqPresent      bool       `bits:"1"`
	StrictRoute     bool       `bits:"1"`
	Recursion       uint8      `bits:"3"`
	AckPresent      bool       `bits:"1"`
	Reserved        uint8      `bits:"4"`
	Version         uint8      `bits:"3"`
	Protocol        uint16     `bits:"16,next=ethertype"`
	Checksum        uint16     `bits:"16,if=ChecksumPresent||RoutingPresent,sum=inet:packet"`
	Offset          uint16     `bits:"16,if=ChecksumPresent||RoutingPresent"`
	Key             uint32     `bits:"32,if=KeyPresent"`
	Seq             uint32     `bits:"32,if=SeqPresent"`
	Ack             uint32     `bits:"32,if=AckPresent"`
	Routing         []greRoute `bits:"*,if=RoutingPresent,last=Null"`
}

func (*gre) Links() *codec.Links { return links }

type greRoute struct {
	Family uint16 `bits:"16"`
	Offset uint8  `bits:"8"`
	Length uint8  `bits:"8,len=Data"`
	Data   []byte `bits:"*"`
}

func (r greRoute) Null() bool { return r.Family == 0 && len(r.Data) == 0 }

// sctp carries chunks: the length of one does not count its padding, which may be
// missing at the end of the packet.
type sctp struct {
	SrcPort, DstPort uint16      `bits:"16"`
	Tag              uint32      `bits:"32"`
	Checksum         uint32      `bits:"32,le,sum=crc32c:packet"`
	Chunks           []sctpChunk `bits:"*"`
}

type sctpChunk struct {
	Type    uint8     `bits:"8"`
	Flags   uint8     `bits:"8"`
	Length  uint16    `bits:"16,len=Value+4"`
	Value   sctpValue `bits:"*,union=Type"`
	Padding []byte    `bits:"*,pad=4"`
}

type (
	sctpValue interface{ sctp() }
	sctpRaw   []byte
	sctpData  struct {
		TSN         uint32 `bits:"32"`
		Stream, Seq uint16 `bits:"16"`
		Protocol    uint32 `bits:"32"`
		Data        []byte `bits:"*"`
	}
	sctpSack struct {
		TSN, Window uint32    `bits:"32"`
		Gaps        uint16    `bits:"16,count=Gap"`
		Dups        uint16    `bits:"16,count=Dup"`
		Gap         []sctpGap `bits:"*"`
		Dup         []uint32  `bits:"*,each=32"`
	}
	sctpGap struct {
		Start, End uint16 `bits:"16"`
	}
)

func (sctpRaw) sctp()   {}
func (*sctpData) sctp() {}
func (*sctpSack) sctp() {}

func (sctpChunk) Members(string) tags.Members {
	return tags.Members{Types: map[uint64]any{0: (*sctpData)(nil), 3: (*sctpSack)(nil)}, Raw: sctpRaw(nil)}
}

// geneve counts option bytes in units of four, in five bits.
type geneve struct {
	Version    uint8          `bits:"2"`
	OptionsLen uint8          `bits:"6,len=Options/4"`
	OAM        bool           `bits:"1"`
	Critical   bool           `bits:"1"`
	Reserved   uint8          `bits:"6"`
	Protocol   uint16         `bits:"16,next=ethertype"`
	VNI        uint32         `bits:"24"`
	Reserved2  uint8          `bits:"8"`
	Options    []geneveOption `bits:"*"`
}

func (*geneve) Links() *codec.Links { return links }

type geneveOption struct {
	Class    uint16 `bits:"16"`
	Type     uint8  `bits:"8"`
	Reserved uint8  `bits:"3"`
	Length   uint8  `bits:"5,len=Data/4"`
	Data     []byte `bits:"*"`
}

// lldp has 7-bit types and 9-bit lengths.
type lldp struct {
	TLVs []lldpTLV `bits:"*,last=Type==0"`
	Rest []byte    `bits:"*"`
}

type lldpTLV struct {
	Type   uint8     `bits:"7"`
	Length uint16    `bits:"9,len=Value"`
	Value  lldpValue `bits:"*,union=Type"`
}

type (
	lldpValue interface{ lldp() }
	lldpRaw   []byte
	lldpTTL   struct {
		Seconds uint16 `bits:"16"`
	}
)

func (lldpRaw) lldp()  {}
func (*lldpTTL) lldp() {}

func (lldpTLV) Members(string) tags.Members {
	return tags.Members{Types: map[uint64]any{3: (*lldpTTL)(nil)}, Raw: lldpRaw(nil)}
}

// bgpAttr has a length of one or two bytes, by a flag.
type bgpUpdate struct {
	Withdrawn uint16      `bits:"16,len=Routes"`
	Routes    []bgpPrefix `bits:"*"`
	Total     uint16      `bits:"16,len=Attrs"`
	Attrs     []bgpAttr   `bits:"*"`
	NLRI      []bgpPrefix `bits:"*"`
}

type bgpAttr struct {
	Optional   bool   `bits:"1"`
	Transitive bool   `bits:"1"`
	Partial    bool   `bits:"1"`
	Extended   bool   `bits:"1"`
	Unused     uint8  `bits:"4"`
	Type       uint8  `bits:"8"`
	Length8    uint8  `bits:"8,if=!Extended,len=Value"`
	Length16   uint16 `bits:"16,if=Extended,len=Value"`
	Value      []byte `bits:"*,union=Type"`
}

type bgpOrigin struct {
	Origin uint8 `bits:"8"`
}

func (bgpAttr) Members(string) tags.Members {
	return tags.Members{Types: map[uint64]any{1: (*bgpOrigin)(nil)}}
}

// bgpPrefix is its own codec: a number of bits, then as many bytes as they need.
type bgpPrefix struct {
	Bits  uint8
	Bytes string // of the wire, spare bits included
}

func (p *bgpPrefix) DecodeField(layer []byte, at int) (int, error) {
	n := 1 + (int(layer[at])+7)/8
	if n > len(layer)-at {
		return n, codec.ErrTruncated
	}
	p.Bits, p.Bytes = layer[at], string(layer[at+1:at+n])
	return n, nil
}

func (p bgpPrefix) AppendField(dst []byte, _ int, _ codec.Derive) ([]byte, error) {
	if len(p.Bytes) != (int(p.Bits)+7)/8 {
		return dst, codec.ErrLength
	}
	return append(append(dst, p.Bits), p.Bytes...), nil
}

// dot11 is little-endian, and its fields depend on each other.
type dot11 struct {
	Version   uint8   `bits:"2,le"`
	Type      uint8   `bits:"2,le"`
	Subtype   uint8   `bits:"4,le"`
	ToDS      bool    `bits:"1,le"`
	FromDS    bool    `bits:"1,le"`
	MoreFrag  bool    `bits:"1,le"`
	Retry     bool    `bits:"1,le"`
	PowerMgmt bool    `bits:"1,le"`
	MoreData  bool    `bits:"1,le"`
	Protected bool    `bits:"1,le"`
	Order     bool    `bits:"1,le"`
	Duration  uint16  `bits:"16,le"`
	Addr1     [6]byte `bits:"48"`
	Addr2     [6]byte `bits:"48,if=HasAddr2"`
	Addr3     [6]byte `bits:"48,if=Type!=1"`
	Fragment  uint8   `bits:"4,le,if=Type!=1"`
	Sequence  uint16  `bits:"12,le,if=Type!=1"`
	Addr4     [6]byte `bits:"48,if=Type==2&&ToDS&&FromDS"`
	QoS       uint16  `bits:"16,le,if=Type==2&&Subtype&8"`
	WithFCS   bool    `bits:"-"`
	FCS       uint32  `bits:"32,le,trailer,sum=crc32:packet,if=WithFCS"`
}

// HasAddr2: all frames but acknowledgements and clear-to-send.
func (d dot11) HasAddr2() bool { return d.Type != 1 || (d.Subtype != 12 && d.Subtype != 13) }

// tlsStream is a segment of records: whole ones, then what was cut.
type tlsStream struct {
	Records []tlsRecord `bits:"*,fit"`
	Rest    []byte      `bits:"*"`
}

type tlsRecord struct {
	Type    uint8   `bits:"8"`
	Version uint16  `bits:"16"`
	Length  uint16  `bits:"16,len=Body"`
	Body    tlsBody `bits:"*,union=Type"`
}

type (
	tlsBody  interface{ tls() }
	tlsRaw   []byte
	tlsAlert struct {
		Level, Description uint8 `bits:"8"`
	}
)

func (tlsRaw) tls()    {}
func (*tlsAlert) tls() {}

func (tlsRecord) Members(string) tags.Members {
	return tags.Members{Types: map[uint64]any{21: (*tlsAlert)(nil)}, Raw: tlsRaw(nil)}
}

// igmp3 counts records, which count sources and measure auxiliary data in words.
type igmp3 struct {
	Type       uint8         `bits:"8,default=0x22"`
	Reserved   uint8         `bits:"8"`
	Checksum   uint16        `bits:"16,sum=inet:packet"`
	Reserved2  uint16        `bits:"16"`
	NumRecords uint16        `bits:"16,count=Records"`
	Records    []igmp3Record `bits:"*"`
}

type igmp3Record struct {
	Type       uint8        `bits:"8"`
	AuxLen     uint8        `bits:"8,len=Aux/4"`
	NumSources uint16       `bits:"16,count=Sources"`
	Group      netip.Addr   `bits:"32"`
	Sources    []netip.Addr `bits:"*,each=32"`
	Aux        []byte       `bits:"*"`
}
