package dumptext

import (
	"encoding/binary"
	"net/netip"

	"github.com/wiretag/wiretag/layers"
)

// network is the IP header that the layer being printed stands in.
type network struct {
	src, dst netip.Addr
	final    netip.Addr // where a source route ends; checksums cover it
	v6       bool
	length   int   // of the payload, as the header of IPv6 says
	next     uint8 // the protocol of the fixed header
	ttl      uint8
	fragment bool // more or earlier fragments: nothing is verified
}

// ipv4Flags are the names of the flags, as the 16 bits of flags and offset hold them.
var ipv4Flags = []flagName{{0x2000, "+"}, {0x4000, "DF"}, {0x8000, "rsvd"}}

// ipv4 prints an IPv4 packet of length bytes, of which data was captured.
func (p *Printer) ipv4(data []byte, length int) {
	if len(data) == 0 {
		p.short("ip")
		return
	}
	if version := data[0] >> 4; version != 4 {
		p.ipv4Version(version)
		return
	}
	if !p.opt.Link {
		p.str("IP ")
	}
	if len(data) < 20 {
		p.short("ip")
		return
	}
	header := int(data[0]&15) * 4
	if header < 20 {
		p.text("bad-hlen ", uint64(header))
		return
	}
	total := int(binary.BigEndian.Uint16(data[2:]))
	switch {
	case length < total:
		p.text("truncated-ip - ", uint64(total-length))
		p.str(" bytes missing! ")
	case total < header:
		p.text("bad-len ", uint64(total))
		return
	}
	data = data[:min(len(data), total)]
	h := layerAt(p, data, &p.dec.ipv4)
	if p.opt.Verbose == 0 || p.ipv4Verbose(data, header, total) {
		p.ipv4Body(h, data, header, total-header)
	}
}

// ipv4Body prints what a packet carries: length bytes behind the header.
func (p *Printer) ipv4Body(h *layers.IPv4, data []byte, header, length int) {
	src, dst := h.Src, h.Dst
	protocol := uint8(h.Protocol)
	if h.FragOffset != 0 {
		p.ends(src, dst)
		p.protocol(protocol)
		return
	}
	if len(data) < header && p.opt.Verbose > 0 {
		p.ends(src, dst)
		p.short("ip")
		return
	}
	if !hasPorts(protocol) {
		p.ends(src, dst)
	}
	if len(data) < header {
		p.text(" [remaining caplen(", uint64(len(data)))
		p.text(") < header length(", uint64(header))
		p.str(")]")
		p.short("ip")
		return
	}
	outer := p.network
	p.network = network{
		src: src, dst: dst, final: dst, next: protocol, ttl: h.TTL,
		fragment: h.Flags&layers.IPv4MoreFragments != 0,
	}
	p.ipPayload(protocol, data[header:], length)
	p.network = outer
}

func (p *Printer) ipv4Version(version byte) {
	p.text("IP", uint64(version))
	if version == 6 {
		p.str(", wrong link-layer encapsulation")
	}
	p.invalid()
}

// ends prints source and destination.
func (p *Printer) ends(src, dst netip.Addr) {
	p.host(src)
	p.str(" > ")
	p.host(dst)
	p.str(": ")
}

// ipv4Verbose prints the other fields of a header; false: a field was missing.
func (p *Printer) ipv4Verbose(data []byte, header, total int) bool {
	p.str("(tos 0x")
	p.hex(uint64(data[1]), 1)
	p.str([]string{"", ",ECT(1)", ",ECT(0)", ",CE"}[data[1]&3])
	if data[8] > 0 {
		p.text(", ttl ", uint64(data[8]))
	}
	fragment := binary.BigEndian.Uint16(data[6:])
	p.text(", id ", uint64(binary.BigEndian.Uint16(data[4:])))
	p.text(", offset ", uint64(fragment&0x1fff)*8)
	p.str(", flags [")
	p.flags(ipv4Flags, uint32(fragment), ", ", "none")
	p.str("], proto ")
	p.str(protocolName(data[9]))
	p.text(" (", uint64(data[9]))
	p.str("), length ")
	p.int(total)
	if header > 20 {
		p.str(", options (")
		if !p.ipv4Options(data, header) {
			return false
		}
		p.str(")")
	}
	if !p.opt.NoSums && len(data) >= header {
		if sum := internetSum(0, data[:header]); sum != 0 {
			have := binary.BigEndian.Uint16(data[10:])
			p.str(", bad cksum ")
			p.hex(uint64(have), 1)
			p.str(" (->")
			p.hex(uint64(correct(have, sum)), 1)
			p.str(")!")
		}
	}
	p.str(")\n    ")
	return true
}

// internetSum is the Internet checksum of data, begun with start: 0 where data
// holds the right checksum.
func internetSum(start uint64, data []byte) uint16 {
	sum := start
	for ; len(data) >= 2; data = data[2:] {
		sum += uint64(binary.BigEndian.Uint16(data))
	}
	if len(data) == 1 {
		sum += uint64(data[0]) << 8
	}
	for sum > 0xffff {
		sum = sum>>16 + sum&0xffff
	}
	return ^uint16(sum)
}

// correct gives the checksum that should stand where have stands, sum being what is left over with it.
func correct(have, sum uint16) uint16 {
	right := uint32(have) + uint32(sum)
	if right > 0xffff {
		right = right>>16 + right&0xffff
	}
	return uint16(right)
}

// protocolNames are the IP protocols that have a name.
var protocolNames = map[uint8]string{
	0: "Options", 1: "ICMP", 2: "IGMP", 4: "IPIP", 6: "TCP", 8: "EGP", 9: "IGRP", 17: "UDP", 33: "DCCP", 41: "IPv6",
	43: "Routing", 44: "Fragment", 46: "RSVP", 47: "GRE", 50: "ESP", 51: "AH", 55: "Mobile IP", 58: "ICMPv6",
	62: "Mobile IP (old)", 88: "EIGRP", 89: "OSPF", 103: "PIM", 108: "Compressed IP", 112: "VRRP", 113: "PGM",
	132: "SCTP", 135: "Mobility", 143: "Ethernet",
}

func protocolName(protocol uint8) string {
	if s, ok := protocolNames[protocol]; ok {
		return s
	}
	return "unknown"
}

// IP protocol numbers.
const (
	protoICMP     = 1
	protoIGMP     = 2
	protoIPIP     = 4
	protoTCP      = 6
	protoUDP      = 17
	protoDCCP     = 33
	protoIPv6     = 41
	protoRouting  = 43
	protoFragment = 44
	protoGRE      = 47
	protoESP      = 50
	protoAH       = 51
	protoICMPv6   = 58
	protoNone     = 59
	protoDestOpts = 60
	protoEIGRP    = 88
	protoOSPF     = 89
	protoPIM      = 103
	protoIPComp   = 108
	protoVRRP     = 112
	protoPGM      = 113
	protoSCTP     = 132
	protoMobility = 135
	protoEthernet = 143

	protoMobilityOld = 62 // in drafts
)

// hasPorts reports whether addresses are printed with ports.
func hasPorts(protocol uint8) bool {
	return protocol == protoTCP || protocol == protoUDP || protocol == protoSCTP || protocol == protoDCCP
}

// ipPayload prints what an IP header carries: length bytes, of which data was captured.
func (p *Printer) ipPayload(protocol uint8, data []byte, length int) {
	switch protocol {
	case protoTCP:
		p.tcp(data, length)
	case protoUDP:
		p.udp(data, length)
	case protoICMP:
		p.icmp4(data, length)
	case protoIPIP:
		p.ipv4(data, length)
	case protoIPv6:
		p.ipv6(data, length)
	case protoICMPv6:
		p.icmp6(data, length)
	case protoAH:
		p.ah(data, length)
	case protoIGMP:
		if p.network.v6 {
			p.str("[IGMP requires IPv4]")
			p.invalid()
			return
		}
		p.igmp(data, length)
	case protoGRE:
		p.gre(data, length)
	case protoESP:
		p.esp(data, length)
	case protoVRRP:
		p.vrrp(data, length)
	case protoEIGRP:
		p.eigrp(data, length)
	case protoOSPF:
		p.ospf(data, length)
	case protoPGM:
		p.pgm(data, length)
	case protoSCTP:
		p.sctp(data, length)
	case protoDCCP:
		p.dccp(data, length)
	case protoPIM:
		p.pim(data, length)
	case protoIPComp:
		p.ipcomp(data)
	case protoNone:
		p.str("no next header")
	case protoEthernet:
		p.inner(data, length)
	default:
		if hasPorts(protocol) {
			p.ends(p.network.src, p.network.dst)
		}
		p.str(" ")
		p.protocol(protocol)
		p.str(" ")
		p.int(length)
	}
}
