package differ

import "net/netip"

// The definitions are copies of those of package layers; names of faults say what is wrong with them. What follows
// them is left out: they are compared as single layers.

type option struct {
	Type   uint8  `bits:"8"`
	Length uint8  `bits:"8,if=Type>1,len=self"`
	Data   []byte `bits:"*,if=Type>1"`
}

type (
	ipv4 struct {
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
		Src        netip.Addr `bits:"32"`
		Dst        netip.Addr `bits:"32"`
		Options    []option   `bits:"*,last=Type==0"`
		Padding    []byte     `bits:"*,pad=4"`
	}
	ipv4WrongWidth struct {
		Version    uint8      `bits:"4,const=4"`
		IHL        uint8      `bits:"4,len=header/4"`
		DSCP       uint8      `bits:"5"`
		ECN        uint8      `bits:"3"`
		Length     uint16     `bits:"16,len=packet,zero=rest"`
		ID         uint16     `bits:"16"`
		Flags      uint8      `bits:"3"`
		FragOffset uint16     `bits:"13"`
		TTL        uint8      `bits:"8"`
		Protocol   uint8      `bits:"8,next=ip"`
		Checksum   uint16     `bits:"16,sum=inet"`
		Src        netip.Addr `bits:"32"`
		Dst        netip.Addr `bits:"32"`
		Options    []option   `bits:"*,last=Type==0"`
		Padding    []byte     `bits:"*,pad=4"`
	}
	ipv4Bias struct {
		Version    uint8      `bits:"4,const=4"`
		IHL        uint8      `bits:"4,len=header/4-1"`
		DSCP       uint8      `bits:"6"`
		ECN        uint8      `bits:"2"`
		Length     uint16     `bits:"16,len=packet,zero=rest"`
		ID         uint16     `bits:"16"`
		Flags      uint8      `bits:"3"`
		FragOffset uint16     `bits:"13"`
		TTL        uint8      `bits:"8"`
		Protocol   uint8      `bits:"8,next=ip"`
		Checksum   uint16     `bits:"16,sum=inet"`
		Src        netip.Addr `bits:"32"`
		Dst        netip.Addr `bits:"32"`
		Options    []option   `bits:"*,last=Type==0"`
		Padding    []byte     `bits:"*,pad=4"`
	}
	ipv4NoPadding struct {
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
		Src        netip.Addr `bits:"32"`
		Dst        netip.Addr `bits:"32"`
		Options    []option   `bits:"*,last=Type==0"`
	}
	ipv4Swapped struct {
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
		Dst        netip.Addr `bits:"32"`
		Src        netip.Addr `bits:"32"`
		Options    []option   `bits:"*,last=Type==0"`
		Padding    []byte     `bits:"*,pad=4"`
	}
	ipv4Flags struct {
		Version    uint8      `bits:"4,const=4"`
		IHL        uint8      `bits:"4,len=header/4"`
		DSCP       uint8      `bits:"6"`
		ECN        uint8      `bits:"2"`
		Length     uint16     `bits:"16,len=packet,zero=rest"`
		ID         uint16     `bits:"16"`
		Flags      uint8      `bits:"4"`
		FragOffset uint16     `bits:"12"`
		TTL        uint8      `bits:"8"`
		Protocol   uint8      `bits:"8,next=ip"`
		Checksum   uint16     `bits:"16,sum=inet"`
		Src        netip.Addr `bits:"32"`
		Dst        netip.Addr `bits:"32"`
		Options    []option   `bits:"*,last=Type==0"`
		Padding    []byte     `bits:"*,pad=4"`
	}
	ipv4SumRange struct {
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
		Checksum   uint16     `bits:"16,sum=inet:packet"`
		Src        netip.Addr `bits:"32"`
		Dst        netip.Addr `bits:"32"`
		Options    []option   `bits:"*,last=Type==0"`
		Padding    []byte     `bits:"*,pad=4"`
	}
	ipv4LengthOfPayload struct {
		Version    uint8      `bits:"4,const=4"`
		IHL        uint8      `bits:"4,len=header/4"`
		DSCP       uint8      `bits:"6"`
		ECN        uint8      `bits:"2"`
		Length     uint16     `bits:"16,len=payload,zero=rest"`
		ID         uint16     `bits:"16"`
		Flags      uint8      `bits:"3"`
		FragOffset uint16     `bits:"13"`
		TTL        uint8      `bits:"8"`
		Protocol   uint8      `bits:"8,next=ip"`
		Checksum   uint16     `bits:"16,sum=inet"`
		Src        netip.Addr `bits:"32"`
		Dst        netip.Addr `bits:"32"`
		Options    []option   `bits:"*,last=Type==0"`
		Padding    []byte     `bits:"*,pad=4"`
	}
)

type optionOfData struct {
	Type   uint8  `bits:"8"`
	Length uint8  `bits:"8,if=Type>1,len=Data"`
	Data   []byte `bits:"*,if=Type>1"`
}

type optionCondition struct {
	Type   uint8  `bits:"8"`
	Length uint8  `bits:"8,if=Type>0,len=self"`
	Data   []byte `bits:"*,if=Type>0"`
}

type (
	tcp struct {
		SrcPort, DstPort uint16   `bits:"16"`
		Seq, Ack         uint32   `bits:"32"`
		DataOffset       uint8    `bits:"4,len=header/4"`
		Reserved         uint8    `bits:"3"`
		Flags            uint16   `bits:"9"`
		Window           uint16   `bits:"16"`
		Checksum         uint16   `bits:"16,sum=inet:pseudo"`
		Urgent           uint16   `bits:"16"`
		Options          []option `bits:"*,last=Type==0"`
		Padding          []byte   `bits:"*,pad=4"`
	}
	tcpUnit struct {
		SrcPort, DstPort uint16   `bits:"16"`
		Seq, Ack         uint32   `bits:"32"`
		DataOffset       uint8    `bits:"4,len=header/8"`
		Reserved         uint8    `bits:"3"`
		Flags            uint16   `bits:"9"`
		Window           uint16   `bits:"16"`
		Checksum         uint16   `bits:"16,sum=inet:pseudo"`
		Urgent           uint16   `bits:"16"`
		Options          []option `bits:"*,last=Type==0"`
		Padding          []byte   `bits:"*,pad=4"`
	}
	tcpFlags struct {
		SrcPort, DstPort uint16   `bits:"16"`
		Seq, Ack         uint32   `bits:"32"`
		DataOffset       uint8    `bits:"4,len=header/4"`
		Reserved         uint8    `bits:"4"`
		Flags            uint16   `bits:"8"`
		Window           uint16   `bits:"16"`
		Checksum         uint16   `bits:"16,sum=inet:pseudo"`
		Urgent           uint16   `bits:"16"`
		Options          []option `bits:"*,last=Type==0"`
		Padding          []byte   `bits:"*,pad=4"`
	}
	tcpSwapped struct {
		SrcPort, DstPort uint16   `bits:"16"`
		Ack, Seq         uint32   `bits:"32"`
		DataOffset       uint8    `bits:"4,len=header/4"`
		Reserved         uint8    `bits:"3"`
		Flags            uint16   `bits:"9"`
		Window           uint16   `bits:"16"`
		Checksum         uint16   `bits:"16,sum=inet:pseudo"`
		Urgent           uint16   `bits:"16"`
		Options          []option `bits:"*,last=Type==0"`
		Padding          []byte   `bits:"*,pad=4"`
	}
	tcpNoPseudo struct {
		SrcPort, DstPort uint16   `bits:"16"`
		Seq, Ack         uint32   `bits:"32"`
		DataOffset       uint8    `bits:"4,len=header/4"`
		Reserved         uint8    `bits:"3"`
		Flags            uint16   `bits:"9"`
		Window           uint16   `bits:"16"`
		Checksum         uint16   `bits:"16,sum=inet:packet"`
		Urgent           uint16   `bits:"16"`
		Options          []option `bits:"*,last=Type==0"`
		Padding          []byte   `bits:"*,pad=4"`
	}
	tcpOptionLength struct {
		SrcPort, DstPort uint16         `bits:"16"`
		Seq, Ack         uint32         `bits:"32"`
		DataOffset       uint8          `bits:"4,len=header/4"`
		Reserved         uint8          `bits:"3"`
		Flags            uint16         `bits:"9"`
		Window           uint16         `bits:"16"`
		Checksum         uint16         `bits:"16,sum=inet:pseudo"`
		Urgent           uint16         `bits:"16"`
		Options          []optionOfData `bits:"*,last=Type==0"`
		Padding          []byte         `bits:"*,pad=4"`
	}
	tcpOptionCondition struct {
		SrcPort, DstPort uint16            `bits:"16"`
		Seq, Ack         uint32            `bits:"32"`
		DataOffset       uint8             `bits:"4,len=header/4"`
		Reserved         uint8             `bits:"3"`
		Flags            uint16            `bits:"9"`
		Window           uint16            `bits:"16"`
		Checksum         uint16            `bits:"16,sum=inet:pseudo"`
		Urgent           uint16            `bits:"16"`
		Options          []optionCondition `bits:"*,last=Type==0"`
		Padding          []byte            `bits:"*,pad=4"`
	}
)

type (
	udp struct {
		SrcPort, DstPort uint16 `bits:"16"`
		Length           uint16 `bits:"16,len=packet,zero=rest"`
		Checksum         uint16 `bits:"16,sum=inet:pseudo,zero=absent"`
	}
	udpLength struct {
		SrcPort, DstPort uint16 `bits:"16"`
		Length           uint16 `bits:"16,len=payload,zero=rest"`
		Checksum         uint16 `bits:"16,sum=inet:pseudo,zero=absent"`
	}
	udpSwapped struct {
		DstPort, SrcPort uint16 `bits:"16"`
		Length           uint16 `bits:"16,len=packet,zero=rest"`
		Checksum         uint16 `bits:"16,sum=inet:pseudo,zero=absent"`
	}
	udpLittle struct {
		SrcPort, DstPort uint16 `bits:"16,le"`
		Length           uint16 `bits:"16,len=packet,zero=rest"`
		Checksum         uint16 `bits:"16,sum=inet:pseudo,zero=absent"`
	}
)

type (
	arp struct {
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
	arpSizes struct {
		HardwareType   uint16 `bits:"16"`
		ProtocolType   uint16 `bits:"16"`
		ProtocolLen    uint8  `bits:"8,len=SenderProtocol"`
		HardwareLen    uint8  `bits:"8,len=SenderHardware"`
		Operation      uint16 `bits:"16"`
		SenderHardware []byte `bits:"*,size=HardwareLen"`
		SenderProtocol []byte `bits:"*,size=ProtocolLen"`
		TargetHardware []byte `bits:"*,size=HardwareLen"`
		TargetProtocol []byte `bits:"*,size=ProtocolLen"`
	}
	ipv6 struct {
		Version    uint8      `bits:"4,const=6"`
		DSCP       uint8      `bits:"6"`
		ECN        uint8      `bits:"2"`
		FlowLabel  uint32     `bits:"20"`
		Length     uint16     `bits:"16,len=payload,zero=rest"`
		NextHeader uint8      `bits:"8,next=ip"`
		HopLimit   uint8      `bits:"8"`
		Src        netip.Addr `bits:"128"`
		Dst        netip.Addr `bits:"128"`
	}
	ipv6LengthOfPacket struct {
		Version    uint8      `bits:"4,const=6"`
		DSCP       uint8      `bits:"6"`
		ECN        uint8      `bits:"2"`
		FlowLabel  uint32     `bits:"20"`
		Length     uint16     `bits:"16,len=packet,zero=rest"`
		NextHeader uint8      `bits:"8,next=ip"`
		HopLimit   uint8      `bits:"8"`
		Src        netip.Addr `bits:"128"`
		Dst        netip.Addr `bits:"128"`
	}
	ipv6FlowLabel struct {
		Version    uint8      `bits:"4,const=6"`
		DSCP       uint8      `bits:"4"`
		FlowLabel  uint32     `bits:"22"`
		ECN        uint8      `bits:"2"`
		Length     uint16     `bits:"16,len=payload,zero=rest"`
		NextHeader uint8      `bits:"8,next=ip"`
		HopLimit   uint8      `bits:"8"`
		Src        netip.Addr `bits:"128"`
		Dst        netip.Addr `bits:"128"`
	}
	dot1Q struct {
		Priority uint8  `bits:"3"`
		DEI      bool   `bits:"1"`
		VLAN     uint16 `bits:"12"`
		Type     uint16 `bits:"16,next=ethertype,nextif=Type>1500"`
	}
	dot1QPriority struct {
		DEI      bool   `bits:"1"`
		Priority uint8  `bits:"3"`
		VLAN     uint16 `bits:"12"`
		Type     uint16 `bits:"16,next=ethertype,nextif=Type>1500"`
	}
	mpls struct {
		Label        uint32 `bits:"20"`
		TrafficClass uint8  `bits:"3"`
		Bottom       uint8  `bits:"1,next=mpls"`
		TTL          uint8  `bits:"8"`
	}
	mplsLabel struct {
		Label        uint32 `bits:"19"`
		TrafficClass uint8  `bits:"4"`
		Bottom       uint8  `bits:"1,next=mpls"`
		TTL          uint8  `bits:"8"`
	}
	icmpv4 struct {
		Type     uint8  `bits:"8,next=icmpv4"`
		Code     uint8  `bits:"8"`
		Checksum uint16 `bits:"16,sum=inet:packet"`
	}
	icmpv4Header struct {
		Type     uint8  `bits:"8,next=icmpv4"`
		Code     uint8  `bits:"8"`
		Checksum uint16 `bits:"16,sum=inet:header"`
	}
)
