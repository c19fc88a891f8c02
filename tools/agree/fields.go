package main

import (
	"github.com/wiretag/wiretag/layers"
	"github.com/wiretag/wiretag/packet"
)

// quotes reports whether the layer is an ICMP error, whose payload is a packet that was sent before.
func quotes(v any) bool {
	switch i := v.(type) {
	case *layers.ICMPv4:
		return i.Type.IsError()
	case *layers.ICMPv6:
		return i.Type.IsError()
	}
	return false
}

// payloadRoom is how many bytes of payload the layer has on the wire: what is left of
// the layer outside, or what its own length says, whichever is less.
func (e *emitter) payloadRoom() int {
	n := e.room - len(e.at.Header())
	if e.at.Failed() {
		return max(n, 0)
	}
	declared := n
	switch v := e.at.Value().(type) {
	case *layers.Ethernet:
		if v.Type.IsLength() {
			declared = int(v.Type)
		}
	case *layers.Dot1Q:
		if v.Type.IsLength() {
			declared = int(v.Type)
		}
	case *layers.IPv4:
		if v.Length != 0 {
			declared = int(v.Length) - 4*int(v.IHL)
		}
	case *layers.IPv6:
		if v.Length != 0 {
			declared = int(v.Length)
		}
	case *layers.UDP:
		if v.Length != 0 {
			declared = int(v.Length) - 8
		}
	case *layers.DNSTCP:
		declared = int(v.Length)
	}
	return max(min(n, declared), 0)
}

// fields gives the fields of a layer's struct by tshark's names.
func (e *emitter) fields(v any) {
	switch l := v.(type) {
	case *layers.Ethernet:
		e.ethernet(l)
	case *layers.Dot1Q:
		e.dot1q(l)
	case *layers.LLC:
		e.llc(l)
	case *layers.SNAP:
		e.snap(l)
	case *layers.SLL:
		e.sll(l)
	case *layers.SLL2:
		e.sll2(l)
	case *layers.Null:
		e.null(l)
	case *layers.Loop:
		e.put(4, "null.family", uint32(l.Family))
	case *layers.ARP:
		e.arp(l)
	case *layers.IPv4:
		e.ipv4(l)
	case *layers.IPv6:
		e.ipv6(l)
	case *layers.IPv6HopByHop:
		e.optionsHeader("ipv6.hopopts", l.NextHeader, l.Length, l.Options, l.Padding)
	case *layers.IPv6Destination:
		e.optionsHeader("ipv6.dstopts", l.NextHeader, l.Length, l.Options, l.Padding)
	case *layers.IPv6Routing:
		e.put(1, "ipv6.routing.nxt", uint8(l.NextHeader))
		e.put(2, "ipv6.routing.len", l.Length)
		e.put(3, "ipv6.routing.type", uint8(l.Type))
		e.put(4, "ipv6.routing.segleft", l.SegmentsLeft)
	case *layers.IPv6Fragment:
		e.put(1, "ipv6.fraghdr.nxt", uint8(l.NextHeader))
		e.put(4, "ipv6.fraghdr.offset", l.FragOffset)
		e.put(4, "ipv6.fraghdr.more", number(l.More))
		e.put(8, "ipv6.fraghdr.ident", l.ID)
	case *layers.AH:
		e.put(1, "ah.next_header", uint8(l.NextHeader))
		e.put(2, "ah.length", l.Length)
		e.put(8, "ah.spi", l.SPI)
		e.put(12, "ah.sequence", l.Seq)
	case *layers.TCP:
		e.tcp(l)
	case *layers.UDP:
		e.udp(l)
	case *layers.DNS:
		e.dns(l)
	case *layers.DHCPv4:
		e.dhcp(l)
	default:
		e.icmp(v)
		e.tunnel(v)
		e.link(v)
		e.ppp(v)
		e.dot11(v)
		e.tls(v)
		e.infra(v)
		e.lines(v)
		e.routing(v)
		e.industry(v)
		e.enterprise(v)
		e.transport(v)
		e.mobile(v)
		e.media(v)
	}
}

func (e *emitter) ethernet(l *layers.Ethernet) {
	e.put(14, "eth.dst", l.Dst.String()) // tshark reads the type first
	e.put(14, "eth.src", l.Src.String())
	switch {
	case l.Type.IsLength():
		e.put(14, "eth.len", uint16(l.Type))
	case l.Type >= minEtherType:
		e.put(14, "eth.type", uint16(l.Type))
	}
}

// minEtherType is the first number that is an EtherType in an Ethernet header.
const minEtherType = 0x600

func (e *emitter) dot1q(l *layers.Dot1Q) {
	if outerType(e.at) == layers.EtherTypeDot1AD {
		return // another protocol to tshark, whose fields the truth has not
	}
	e.put(2, "vlan.priority", l.Priority)
	e.put(2, "vlan.dei", number(l.DEI))
	e.put(2, "vlan.id", l.VLAN)
	if l.Type.IsLength() {
		e.put(4, "vlan.len", uint16(l.Type))
	} else {
		e.put(4, "vlan.etype", uint16(l.Type))
	}
}

// outerType is the EtherType by which a layer was reached, 0 if it was by something else.
func outerType(l packet.Layer) layers.EtherType {
	p, ok := l.Parent()
	if !ok {
		return 0
	}
	switch o := p.Value().(type) {
	case *layers.Ethernet:
		return o.Type
	case *layers.Dot1Q:
		return o.Type
	case *layers.SNAP:
		return o.Type
	case *layers.SLL:
		return o.Protocol
	case *layers.SLL2:
		return o.Protocol
	}
	return 0
}

func (e *emitter) llc(l *layers.LLC) {
	e.put(1, "llc.dsap", l.DSAP)
	e.put(2, "llc.ssap", l.SSAP)
	n := 4
	if l.IsUnnumbered() {
		n = 3
	}
	e.put(n, "llc.control", l.ControlField())
}

func (e *emitter) snap(l *layers.SNAP) {
	e.put(3, "llc.oui", l.OUI)
	switch l.OUI {
	case layers.OUIEthernet, layers.OUIEthernetH, layers.OUIAppleTalk:
		e.put(5, "llc.type", uint16(l.Type))
	}
}

func (e *emitter) sll(l *layers.SLL) {
	e.put(2, "sll.pkttype", uint16(l.PacketType))
	e.put(4, "sll.hatype", uint16(l.ARPHRD))
	e.put(6, "sll.halen", l.AddrLen)
	if s, ok := mac(l.Address()); ok {
		e.put(14, "sll.src.eth", s)
	}
	e.sllType(16, l.ARPHRD, l.Protocol)
}

func (e *emitter) sll2(l *layers.SLL2) {
	e.sllType(2, l.ARPHRD, l.Protocol)
	e.put(8, "sll.ifindex", l.Interface)
	e.put(10, "sll.hatype", uint16(l.ARPHRD))
	e.put(11, "sll.pkttype", uint16(l.PacketType))
	e.put(12, "sll.halen", l.AddrLen)
	if s, ok := mac(l.Address()); ok {
		e.put(20, "sll.src.eth", s)
	}
}

// sllType tells EtherTypes from Linux's own numbers.
func (e *emitter) sllType(end int, hrd layers.ARPHardware, t layers.EtherType) {
	if t.IsLength() {
		e.put(end, "sll.ltype", uint16(t))
	} else {
		e.put(end, "sll.etype", uint16(t))
	}
}

func (e *emitter) null(l *layers.Null) {
	if k := l.NextLayer(nil); k.Table == "ethertype" {
		e.put(4, "null.type", k.Value)
	} else {
		e.put(4, "null.family", k.Value)
	}
}

func (e *emitter) arp(l *layers.ARP) {
	e.put(2, "arp.hw.type", uint16(l.HardwareType))
	e.put(4, "arp.proto.type", uint16(l.ProtocolType))
	e.put(5, "arp.hw.size", l.HardwareLen)
	e.put(6, "arp.proto.size", l.ProtocolLen)
	e.put(8, "arp.opcode", uint16(l.Operation))
	ether := l.HardwareType == layers.ARPHardwareEthernet || l.HardwareType == layers.ARPHardwareIEEE802
	at := 8
	hw := func(name string, b []byte) {
		at += int(l.HardwareLen)
		if s, ok := mac(b); ok && ether {
			e.put(at, name, s)
		}
	}
	proto := func(name string, b []byte) {
		at += int(l.ProtocolLen)
		if len(b) == 4 && l.ProtocolType == layers.EtherTypeIPv4 {
			e.put(at, name, ipText(b))
		}
	}
	hw("arp.src.hw_mac", l.SenderHardware)
	proto("arp.src.proto_ipv4", l.SenderProtocol)
	hw("arp.dst.hw_mac", l.TargetHardware)
	proto("arp.dst.proto_ipv4", l.TargetProtocol)
}
