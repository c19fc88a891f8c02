package bench

import (
	"net"
	"net/netip"

	"github.com/wiretag/wiretag/codec"
)

// The types of a user's own package: there is no generated code for them, the codec reads their tags.

type userFrame struct {
	Dst, Src [6]byte `bits:"48"`
	Type     uint16  `bits:"16,next=ethertype"`
}

type userTag struct {
	Priority uint8  `bits:"3"`
	DEI      bool   `bits:"1"`
	VLAN     uint16 `bits:"12"`
	Type     uint16 `bits:"16,next=ethertype"`
}

type userIP4 struct {
	Version    uint8        `bits:"4,const=4"`
	IHL        uint8        `bits:"4,len=header/4"`
	TOS        uint8        `bits:"8"`
	Length     uint16       `bits:"16,len=packet,zero=rest"`
	ID         uint16       `bits:"16"`
	Flags      uint8        `bits:"3"`
	FragOffset uint16       `bits:"13"`
	TTL        uint8        `bits:"8"`
	Protocol   uint8        `bits:"8,next=ip"`
	Checksum   uint16       `bits:"16,sum=inet"`
	Src        netip.Addr   `bits:"32,flow=src"`
	Dst        netip.Addr   `bits:"32,flow=dst"`
	Options    []userOption `bits:"*,last=Kind==0"`
	Padding    []byte       `bits:"*,pad=4"`
}

func (p *userIP4) PseudoHeader(ps *codec.Pseudo) { ps.Src, ps.Dst = p.Src, p.Dst }

type userIP6 struct {
	Version      uint8      `bits:"4,const=6"`
	TrafficClass uint8      `bits:"8"`
	FlowLabel    uint32     `bits:"20"`
	Length       uint16     `bits:"16,len=payload,zero=rest"`
	NextHeader   uint8      `bits:"8,next=ip"`
	HopLimit     uint8      `bits:"8"`
	Src          netip.Addr `bits:"128,flow=src"`
	Dst          netip.Addr `bits:"128,flow=dst"`
}

func (p *userIP6) PseudoHeader(ps *codec.Pseudo) { ps.Src, ps.Dst = p.Src, p.Dst }

type userOption struct {
	Kind   uint8  `bits:"8"`
	Length uint8  `bits:"8,if=Kind>1,len=self"`
	Data   []byte `bits:"*,if=Kind>1"`
}

type userTCP struct {
	SrcPort, DstPort uint16       `bits:"16"`
	Seq, Ack         uint32       `bits:"32"`
	DataOffset       uint8        `bits:"4,len=header/4"`
	Reserved         uint8        `bits:"3"`
	Flags            uint16       `bits:"9"`
	Window           uint16       `bits:"16"`
	Checksum         uint16       `bits:"16,sum=inet:pseudo"`
	Urgent           uint16       `bits:"16"`
	Options          []userOption `bits:"*,last=Kind==0"`
	Padding          []byte       `bits:"*,pad=4"`
}

type userUDP struct {
	SrcPort  uint16 `bits:"16"`
	DstPort  uint16 `bits:"16"`
	Length   uint16 `bits:"16,len=packet,zero=rest"`
	Checksum uint16 `bits:"16,sum=inet:pseudo,zero=absent"`
}

func (*userFrame) Links() *codec.Links { return userLinks }
func (*userTag) Links() *codec.Links   { return userLinks }
func (*userIP4) Links() *codec.Links   { return userLinks }
func (*userIP6) Links() *codec.Links   { return userLinks }

var userLinks = codec.NewLinks([]codec.Link{
	{Table: "ethertype", Key: 0x8100, Layer: (*userTag)(nil)},
	{Table: "ethertype", Key: 0x0800, Layer: (*userIP4)(nil)},
	{Table: "ethertype", Key: 0x86dd, Layer: (*userIP6)(nil)},
	{Table: "ip", Key: 6, Layer: (*userTCP)(nil)},
	{Table: "ip", Key: 17, Layer: (*userUDP)(nil)},
})

// userLayers are the structs that are decoded into.
type userLayers struct {
	eth  userFrame
	vlan userTag
	ip4  userIP4
	ip6  userIP6
	tcp  userTCP
	udp  userUDP
}

func (u *userLayers) all() []any { return []any{&u.eth, &u.vlan, &u.ip4, &u.ip6, &u.tcp, &u.udp} }

// describeUser adds a layer to the results.
func (l *lines) describeUser(layer any) {
	switch v := layer.(type) {
	case *userFrame:
		l.add("ethernet", net.HardwareAddr(v.Dst[:]), net.HardwareAddr(v.Src[:]), v.Type)
	case *userTag:
		l.add("vlan", v.Priority, v.DEI, v.VLAN, v.Type)
	case *userIP4:
		l.add("ipv4", v.Version, v.IHL, v.TOS, v.Length, v.ID, v.Flags, v.FragOffset, v.TTL, v.Protocol, v.Checksum, v.Src, v.Dst, len(v.Options))
	case *userIP6:
		l.add("ipv6", v.Version, v.TrafficClass, v.FlowLabel, v.Length, v.NextHeader, v.HopLimit, v.Src, v.Dst)
	case *userTCP:
		l.add("tcp", v.SrcPort, v.DstPort, v.Seq, v.Ack, v.DataOffset, v.Flags, v.Window, v.Checksum, v.Urgent, v.Padding)
		for _, o := range v.Options {
			l.add("option", o.Kind, o.Data)
		}
	case *userUDP:
		l.add("udp", v.SrcPort, v.DstPort, v.Length, v.Checksum)
	}
}
