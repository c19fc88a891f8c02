package codec_test

import (
	"net/netip"

	"github.com/wiretag/wiretag/codec"
)

// The types of a user's own package: the codec knows nothing about them.

type frame struct {
	Dst, Src [6]byte `bits:"48"`
	Type     uint16  `bits:"16,next=ethertype"`
}

func (*frame) Links() *codec.Links { return links }

type ip4 struct {
	Version    uint8      `bits:"4,const=4"`
	IHL        uint8      `bits:"4,len=header/4"`
	DSCP       uint8      `bits:"6"`
	ECN        uint8      `bits:"2"`
	Length     uint16     `bits:"16,len=packet,zero=rest"`
	ID         uint16     `bits:"16"`
	Flags      uint8      `bits:"3"`
	FragOffset uint16     `bits:"13"`
	TTL        uint8      `bits:"8"`
	Protocol   uint8      `bits:"8,next=ip"`
	Checksum   uint16     `bits:"16,sum=inet"`
	Src        netip.Addr `bits:"32,flow=src"`
	Dst        netip.Addr `bits:"32,flow=dst"`
	Options    []option   `bits:"*,last=Kind==0"`
	Padding    []byte     `bits:"*,pad=4"`
}

func (*ip4) Links() *codec.Links { return links }

func (p *ip4) PseudoHeader(ps *codec.Pseudo) { ps.Src, ps.Dst = p.Src, p.Dst }

type option struct {
	Kind   uint8  `bits:"8"`
	Length uint8  `bits:"8,if=Kind>1,len=self"`
	Data   []byte `bits:"*,if=Kind>1"`
}

type tcp struct {
	SrcPort, DstPort uint16   `bits:"16"`
	Seq, Ack         uint32   `bits:"32"`
	DataOffset       uint8    `bits:"4,len=header/4"`
	Reserved         uint8    `bits:"3"`
	Flags            uint16   `bits:"9"`
	Window           uint16   `bits:"16"`
	Checksum         uint16   `bits:"16,sum=inet:pseudo"`
	Urgent           uint16   `bits:"16"`
	Options          []option `bits:"*,last=Kind==0"`
	Padding          []byte   `bits:"*,pad=4"`
}

type udp struct {
	SrcPort  uint16 `bits:"16,next=udp"`
	DstPort  uint16 `bits:"16,next=udp"`
	Length   uint16 `bits:"16,len=packet,zero=rest"`
	Checksum uint16 `bits:"16,sum=inet:pseudo,zero=absent"`
}

func (*udp) Links() *codec.Links { return links }

var links = codec.NewLinks([]codec.Link{
	{Table: "ethertype", Key: 0x0800, Layer: (*ip4)(nil)},
	{Table: "ip", Key: 6, Layer: (*tcp)(nil)},
	{Table: "ip", Key: 17, Layer: (*udp)(nil)},
})

const tcpFrame = "00005e00530100005e00530208004500003712340000400" + "6d78bc0000201c633640104d20050000000010000000280180200fb2e0000" + "0101080a0000000100000002616263"
