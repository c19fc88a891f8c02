package example

import (
	"net/netip"

	"github.com/wiretag/wiretag/codec"
)

// MAC is a hardware address.
type MAC [6]byte

// Frame is a fixed header that names what follows.
type Frame struct {
	Dst  MAC    `bits:"48"`
	Src  MAC    `bits:"48"`
	Type uint16 `bits:"16,next=ethertype"`
}

// Links is the table of what follows.
func (*Frame) Links() *codec.Links { return table() }

// IP has lengths of two kinds, options and padding.
type IP struct {
	Version    uint8      `bits:"4,const=4"`
	IHL        uint8      `bits:"4,len=header/4"`
	DSCP       uint8      `bits:"6"`
	ECN        uint8      `bits:"2"`
	Length     uint16     `bits:"16,len=packet,zero=rest"`
	ID         uint16     `bits:"16"`
	Flags      uint8      `bits:"3"`
	FragOffset uint16     `bits:"13"`
	TTL        uint8      `bits:"8,default=64"`
	Protocol   Proto      `bits:"8,next=ip"`
	Checksum   uint16     `bits:"16,sum=inet"`
	Src        netip.Addr `bits:"32,flow=src"`
	Dst        netip.Addr `bits:"32,flow=dst"`
	Options    []Option   `bits:"*,last=End"`
	Padding    []byte     `bits:"*,pad=4"`
}

// Links is the table of what follows.
func (*IP) Links() *codec.Links { return table() }

// PseudoHeader gives the addresses.
func (p *IP) PseudoHeader(ps *codec.Pseudo) { ps.Src, ps.Dst = p.Src, p.Dst }

// Proto is what an IP packet carries.
type Proto uint8

// OptionKind is the kind of an option.
type OptionKind uint8

// Option is an option of IP and TCP.
type Option struct {
	Kind   OptionKind `bits:"8"`
	Length uint8      `bits:"8,if=Kind>1,len=self"`
	Data   []byte     `bits:"*,if=Kind>1"`
}

// End reports whether it is the last one.
func (o Option) End() bool { return o.Kind == 0 }

// TCP has options in every packet.
type TCP struct {
	SrcPort    uint16   `bits:"16,flow=src"`
	DstPort    uint16   `bits:"16,flow=dst"`
	Seq        uint32   `bits:"32"`
	Ack        uint32   `bits:"32"`
	DataOffset uint8    `bits:"4,len=header/4"`
	Reserved   uint8    `bits:"3"`
	Flags      uint16   `bits:"9"`
	Window     uint16   `bits:"16"`
	Checksum   uint16   `bits:"16,sum=inet:pseudo"`
	Urgent     uint16   `bits:"16"`
	Options    []Option `bits:"*,last=Kind==0"`
	Padding    []byte   `bits:"*,pad=4"`
}

// UDP has a checksum that may be absent.
type UDP struct {
	SrcPort  uint16 `bits:"16,next=udp"`
	DstPort  uint16 `bits:"16,next=udp"`
	Length   uint16 `bits:"16,len=packet,zero=rest"`
	Checksum uint16 `bits:"16,sum=inet:pseudo,zero=absent"`
}

// Links is the table of what follows.
func (*UDP) Links() *codec.Links { return table() }

// ARP has two lengths for two fields each.
type ARP struct {
	HardwareType   uint16 `bits:"16"`
	ProtocolType   uint16 `bits:"16"`
	HardwareLen    uint8  `bits:"8,len=SenderHardware"`
	ProtocolLen    uint8  `bits:"8,len=SenderProtocol"`
	Operation      uint16 `bits:"16"`
	SenderHardware []byte `bits:"*,size=HardwareLen"`
	SenderProtocol []byte `bits:"*,size=ProtocolLen"`
	TargetHardware []byte `bits:"*,size=HardwareLen"`
	TargetProtocol []byte `bits:"*,size=ProtocolLen"`
}

// GRE has optional fields behind flags.
type GRE struct {
	ChecksumPresent bool    `bits:"1"`
	RoutingPresent  bool    `bits:"1"`
	KeyPresent      bool    `bits:"1"`
	SeqPresent      bool    `bits:"1"`
	StrictRoute     bool    `bits:"1"`
	Recursion       uint8   `bits:"3"`
	AckPresent      bool    `bits:"1"`
	Reserved        uint8   `bits:"4"`
	Version         uint8   `bits:"3"`
	Protocol        uint16  `bits:"16,next=ethertype"`
	Checksum        uint16  `bits:"16,if=ChecksumPresent||RoutingPresent,sum=inet:packet"`
	Offset          uint16  `bits:"16,if=ChecksumPresent||RoutingPresent"`
	Key             uint32  `bits:"32,if=KeyPresent"`
	Seq             uint32  `bits:"32,if=SeqPresent"`
	Ack             uint32  `bits:"32,if=AckPresent&&Version==1"`
	Routing         []Route `bits:"*,if=RoutingPresent,last=Null"`
}

// Links is the table of what follows.
func (*GRE) Links() *codec.Links { return table() }

// Route is a source route entry.
type Route struct {
	Family uint16 `bits:"16"`
	Offset uint8  `bits:"8"`
	Length uint8  `bits:"8,len=Path"`
	Path   []byte `bits:"*"`
}

// Null ends the list.
func (r *Route) Null() bool { return r.Family == 0 && r.Length == 0 }

// Jumbo is a layer whose payload length is not only in a field.
type Jumbo struct {
	Type   uint8  `bits:"8"`
	Length uint16 `bits:"16"`
}

// PayloadLength is the length, where there is one.
func (j *Jumbo) PayloadLength(int) (int, bool) {
	if j.Type == 1 {
		return int(j.Length) - 1, true
	}
	return int(j.Length), j.Type == 2
}

// FixPayloadLength sets the length.
func (j *Jumbo) FixPayloadLength(packet []byte, header int) error {
	if n := len(packet) - header; j.Type == 2 {
		if n > 0xffff {
			return codec.ErrRange
		}
		packet[1], packet[2] = byte(n>>8), byte(n)
	}
	return nil
}

func table() *codec.Links { return links }

// Net is what IP is too, with conditions that say which fields they look at: layers inside it are
// encoded by generated code alone.
type Net struct {
	Version uint8      `bits:"4,const=4"`
	Size    uint8      `bits:"4,len=header/4"`
	Proto   Proto      `bits:"8,next=ip"`
	Length  uint16     `bits:"16,len=packet,zero=rest"`
	Check   uint16     `bits:"16,sum=inet"`
	TTL     uint16     `bits:"16,default=64"`
	Src     netip.Addr `bits:"32,flow=src"`
	Dst     netip.Addr `bits:"32,flow=dst"`
	Options []Option   `bits:"*,last=Kind==0"`
	Padding []byte     `bits:"*,pad=4"`
}

// Links is the table of what follows.
func (*Net) Links() *codec.Links { return table() }

// PseudoHeader gives the addresses.
func (n *Net) PseudoHeader(ps *codec.Pseudo) { ps.Src, ps.Dst = n.Src, n.Dst }

// Sealed has its checksum behind an array, so that it is read to be summed, in a header
// of any number of bytes.
type Sealed struct {
	Mark   [3]byte `bits:"24"`
	Proto  Proto   `bits:"8,next=ip"`
	Length uint16  `bits:"16,len=payload"`
	Check  uint16  `bits:"16,sum=inet:pseudo"`
	Size   uint8   `bits:"8,len=Data"`
	Data   []byte  `bits:"*"`
}

// Links is the table of what follows.
func (*Sealed) Links() *codec.Links { return table() }

// Label has a checksum over a header with any number of bytes.
type Label struct {
	Seq   uint64 `bits:"64"`
	Small uint8  `bits:"8"`
	Wide  uint32 `bits:"24"`
	Check uint16 `bits:"16,sum=inet,zero=absent"`
	Proto uint16 `bits:"16,next=ethertype"`
	Name  []byte `bits:"*"`
}

// Links is the table of what follows.
func (*Label) Links() *codec.Links { return table() }

// Sized is as long as its length says, in units of its own.
type Sized struct {
	Quads uint16 `bits:"16"`
	Proto uint8  `bits:"8,next=ip"`
	Zero  uint8  `bits:"8"`
}

// Links is the table of what follows.
func (*Sized) Links() *codec.Links { return table() }

// PayloadLength is Quads.
func (s *Sized) PayloadLength(int) (n int, ok bool) { return int(s.Quads) * 4, s.Quads != 0 }

// FixPayloadLength sets Quads.
func (s *Sized) FixPayloadLength(packet []byte, header int) error {
	n := (len(packet) - header) / 4
	if n > 0xffff {
		return codec.ErrRange
	}
	packet[0], packet[1] = byte(n>>8), byte(n)
	return nil
}

// PseudoHeader keeps the source of the layer outside.
func (s *Sized) PseudoHeader(ps *codec.Pseudo) { ps.Dst = ps.Src }

var links = codec.NewLinks([]codec.Link{
	{Table: "ethertype", Key: 0x0800, Layer: (*IP)(nil)},
	{Table: "ethertype", Key: 0x0806, Layer: (*ARP)(nil)},
	{Table: "ip", Key: 6, Layer: (*TCP)(nil)},
	{Table: "ip", Key: 17, Layer: (*UDP)(nil)},
	{Table: "ip", Key: 47, Layer: (*GRE)(nil)},
	{Table: "ip", Key: 0, Layer: (*Sealed)(nil)},
	{Table: "ip", Key: 4, Layer: (*IP)(nil)},
	{Table: "ethertype", Key: 0x800a, Layer: (*Net)(nil)},
	{Table: "ip", Key: 5, Layer: (*Net)(nil)},
	{Table: "udp", Key: 4001, Layer: (*Net)(nil)},
	{Table: "ip", Key: 200, Layer: (*Sized)(nil)},
	{Table: "ethertype", Key: 0, Layer: (*Label)(nil)},
	{Table: "udp", Key: 4000, Layer: (*IP)(nil)},
	{Table: "udp", Key: 53, Layer: (*Message)(nil)},
})
