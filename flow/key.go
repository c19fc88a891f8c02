package flow

import (
	"errors"
	"fmt"
	"strconv"
)

// A Key says which flow a packet belongs to: the addresses and ports between which it goes, in
// its direction, and what it goes through. [Table] takes a key and its reverse as one flow.
// Keys are comparable with ==.
type Key struct {
	// Flow is the addresses: IP addresses, MAC addresses of frames that hold no IP packet, or
	// any other endpoints. Both must be of one kind and length, or one of them the zero Endpoint.
	Flow Flow
	// SrcPort and DstPort are ports. Of an ICMP message that asks or answers, the port of who asks is
	// its identifier, the other one is type·256 + code of the question; of other messages the source's port
	// is 0 and the destination's type·256 + code.
	SrcPort, DstPort uint16
	// VLAN is the identifiers (1 to 4095) of the outer and the inner VLAN tag; 0: there is none. One tag is the outer one.
	VLAN [2]uint16
	// EtherType is that of frames that hold no IP packet, 0 of others.
	EtherType uint16
	// Protocol is the number of the protocol in IP: 6 is TCP.
	Protocol uint8
	// Tunnel is the tunnel that the packet was in, if flows inside tunnels are followed.
	Tunnel Tunnel
}

// A Tunnel tells flows with equal addresses in different tunnels apart. The zero Tunnel is none.
type Tunnel struct {
	Type TunnelType
	// ID is a network identifier, GRE key, label or the like; 0 if there is none, and where the two directions
	// have different ones: they would be two flows.
	ID uint32
}

// TunnelType is the kind of a tunnel.
type TunnelType uint8

// Types of tunnels.
const (
	TunnelIP     TunnelType = iota + 1 // IP in IP, in any combination of versions, RFC 2003 and 2473
	TunnelGRE                          // RFC 2784, with the key of RFC 2890
	TunnelVXLAN                        // RFC 7348, the VXLAN network identifier
	TunnelGeneve                       // RFC 8926, the virtual network identifier
	TunnelGTP                          // GTP-U, whose tunnel endpoint identifiers differ by direction
	TunnelMPLS                         // labels, which may differ by direction
	TunnelL2TP                         // session identifiers differ by direction
	TunnelOther                        // whatever else is around an Ethernet frame or an IP packet
)

var tunnelNames = [...]string{"none", "ip", "gre", "vxlan", "geneve", "gtp", "mpls", "l2tp", "other"}

// String gives the name in lower case, "none" for zero.
func (t TunnelType) String() string {
	if int(t) < len(tunnelNames) {
		return tunnelNames[t]
	}
	return strconv.Itoa(int(t))
}

// String gives the type and the identifier, such as "vxlan:100"; "none" for the zero Tunnel.
func (t Tunnel) String() string {
	if t.ID == 0 && (t.Type == 0 || t.Type == TunnelIP) {
		return t.Type.String()
	}
	return t.Type.String() + ":" + strconv.FormatUint(uint64(t.ID), 10)
}

// ParseTunnel reads the text of [Tunnel.String].
func ParseTunnel(text string) (Tunnel, error) {
	for i, name := range tunnelNames {
		if text == name {
			return Tunnel{Type: TunnelType(i)}, nil
		}
		if len(text) > len(name) && text[:len(name)] == name && text[len(name)] == ':' {
			id, err := strconv.ParseUint(text[len(name)+1:], 10, 32)
			if err == nil {
				return Tunnel{TunnelType(i), uint32(id)}, nil
			}
		}
	}
	return Tunnel{}, fmt.Errorf("flow: %q as a tunnel: %w", text, ErrText)
}

// Protocols whose flows have a state or ports of a kind of their own.
const (
	protocolTCP     = 6
	protocolUDP     = 17
	protocolDCCP    = 33
	protocolSCTP    = 132
	protocolUDPLite = 136
)

// Ports returns the flow between the ports, the zero Flow for a protocol that has none.
func (k Key) Ports() Flow {
	switch k.Protocol {
	case protocolTCP:
		return New(TCPPort(k.SrcPort), TCPPort(k.DstPort))
	case protocolUDP:
		return New(UDPPort(k.SrcPort), UDPPort(k.DstPort))
	case protocolDCCP:
		return New(DCCPPort(k.SrcPort), DCCPPort(k.DstPort))
	case protocolSCTP:
		return New(SCTPPort(k.SrcPort), SCTPPort(k.DstPort))
	case protocolUDPLite:
		return New(UDPLitePort(k.SrcPort), UDPLitePort(k.DstPort))
	}
	return Flow{}
}

// Reverse returns the key of packets in the other direction.
func (k Key) Reverse() Key {
	k.Flow = k.Flow.Reverse()
	k.SrcPort, k.DstPort = k.DstPort, k.SrcPort
	return k
}

// Fields are the parts of a [Key] that tell flows apart.
type Fields uint8

// The parts of a key.
const (
	FieldAddresses Fields = 1 << iota // Flow
	FieldPorts
	FieldProtocol // Protocol and EtherType
	FieldVLAN
	FieldTunnel
)

// AllFields is the whole key: the usual five, VLANs and the tunnel.
const AllFields = FieldAddresses | FieldPorts | FieldProtocol | FieldVLAN | FieldTunnel

// packed is a key in the form in which a table keeps it: a is the lesser end, b the other one.
// It has no padding, so that comparing is comparing memory.
type packed struct {
	aHi, aLo, bHi, bLo uint64
	kind               uint64 // Endpoint.meta of both; oneEnd
	ports              uint64 // of a, of b: 16 bits each; VLANs: 12 bits each; protocol: 8 bits
	tunnel             uint64 // identifier: 32 bits; type: 16; EtherType: 16
}

// oneEnd says that a is the zero Endpoint: Endpoint.meta leaves bits 61 to 63 free.
const oneEnd = 1 << 63

var errKinds = errors.New("flow: a key has addresses of two kinds or lengths")

// pack fills p with the key. The key's source is p's side.
func (k *Key) pack(fields Fields, p *packed) (side int, err error) {
	src, dst := &k.Flow.src, &k.Flow.dst
	sp, dp := uint64(k.SrcPort), uint64(k.DstPort)
	var none Endpoint
	if fields != AllFields {
		if fields&FieldAddresses == 0 {
			src, dst = &none, &none
		}
		if fields&FieldPorts == 0 {
			sp, dp = 0, 0
		}
	}
	kind := src.meta | dst.meta
	if src.meta != dst.meta {
		if src.meta != 0 && dst.meta != 0 {
			return 0, errKinds
		}
		kind |= oneEnd
		if dst.meta == 0 {
			side = 1
		}
	} else if before(dst, dp, src, sp) {
		side = 1
	}
	if side == 1 {
		src, dst, sp, dp = dst, src, dp, sp
	}
	p.aHi, p.aLo, p.bHi, p.bLo, p.kind = src.hi, src.lo, dst.hi, dst.lo, kind
	p.ports = sp<<48 | dp<<32
	p.tunnel = 0
	if fields&FieldProtocol != 0 {
		p.ports |= uint64(k.Protocol)
		p.tunnel |= uint64(k.EtherType)
	}
	if fields&FieldVLAN != 0 {
		p.ports |= uint64(k.VLAN[0]&0xfff)<<20 | uint64(k.VLAN[1]&0xfff)<<8
	}
	if fields&FieldTunnel != 0 {
		p.tunnel |= uint64(k.Tunnel.ID)<<32 | uint64(k.Tunnel.Type)<<16
	}
	return side, nil
}

// before is any order of ends, made for speed.
func before(a *Endpoint, aPort uint64, b *Endpoint, bPort uint64) bool {
	if a.hi != b.hi {
		return a.hi < b.hi
	}
	if a.lo != b.lo {
		return a.lo < b.lo
	}
	return aPort < bPort
}

// equals is ==, without a call.
func (p *packed) equals(q *packed) bool {
	return (p.aHi^q.aHi)|(p.aLo^q.aLo)|(p.bHi^q.bHi)|(p.bLo^q.bLo)|(p.kind^q.kind)|(p.ports^q.ports)|(p.tunnel^q.tunnel) == 0
}

// unpack is the inverse of pack: the key in the direction of packets from side.
func (p *packed) unpack(side int) Key {
	a, b := Endpoint{p.aHi, p.aLo, p.kind &^ oneEnd}, Endpoint{p.bHi, p.bLo, p.kind &^ oneEnd}
	if p.kind&oneEnd != 0 {
		a = Endpoint{}
	}
	k := Key{
		Flow:    Flow{a, b},
		SrcPort: uint16(p.ports >> 48), DstPort: uint16(p.ports >> 32),
		VLAN:      [2]uint16{uint16(p.ports >> 20 & 0xfff), uint16(p.ports >> 8 & 0xfff)},
		EtherType: uint16(p.tunnel),
		Protocol:  uint8(p.ports),
		Tunnel:    Tunnel{TunnelType(p.tunnel >> 16), uint32(p.tunnel >> 32)},
	}
	if side == 1 {
		return k.Reverse()
	}
	return k
}

// hash is SipHash-1-3 of the key. What can be left out for IP packets is: the number of words tells the cases apart.
func (p *packed) hash(seed Seed) uint64 {
	switch p.kind {
	case uint64(KindIPv4) | 4<<lenShift:
		if p.tunnel == 0 {
			return sip13of2(seed, p.ports, p.aHi|p.bHi>>32)
		}
		return sip13(seed, []uint64{p.ports, p.aHi | p.bHi>>32, p.tunnel})
	case uint64(KindIPv6) | 16<<lenShift:
		if p.tunnel == 0 {
			return sip13(seed, []uint64{p.ports, p.aHi, p.aLo, p.bHi, p.bLo})
		}
		return sip13(seed, []uint64{p.ports, p.aHi, p.aLo, p.bHi, p.bLo, p.tunnel})
	}
	return sip13(seed, []uint64{p.kind, p.ports, p.aHi, p.aLo, p.bHi, p.bLo, p.tunnel})
}

// FastHash returns a keyed hash that is the same for a key and its reverse. It is SipHash-1-3, and
// the same on every machine. It does not allocate.
func (k Key) FastHash(seed Seed) uint64 {
	var p packed
	if _, err := k.pack(AllFields, &p); err != nil {
		return k.Flow.FastHash(seed)
	}
	return p.hash(seed)
}
