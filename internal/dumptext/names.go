package dumptext

import (
	"net/netip"

	"github.com/wiretag/wiretag/names"
)

// Names gives hosts and ports names, as tcpdump does without -n.
type Names interface {
	// Host is the name of a host, "" if it has none.
	Host(netip.Addr) string
	// Service is the name of a port of TCP or UDP, "" if it has none.
	Service(udp bool, port uint16) string
}

// host appends the name of a host, or its address.
func (p *Printer) host(a netip.Addr) {
	if p.opt.Names != nil {
		if s := p.opt.Names.Host(a); s != "" {
			p.str(s)
			return
		}
	}
	p.addr(a)
}

func (p *Printer) host4(b []byte)   { p.host(netip.AddrFrom4([4]byte(b))) }
func (p *Printer) host6(a [16]byte) { p.host(netip.AddrFrom16(a)) }

// port appends the name of a port, or its number.
func (p *Printer) port(protocol uint8, port uint16) {
	if p.opt.Names != nil && (protocol == protoTCP || protocol == protoUDP) {
		if s := p.opt.Names.Service(protocol == protoUDP, port); s != "" {
			p.str(s)
			return
		}
	}
	p.num(uint64(port))
}

// protocol appends a protocol that is not decoded.
func (p *Printer) protocol(number uint8) {
	if p.opt.Names != nil {
		s := names.Protocol(number)
		if number >= 253 { // for experiments, RFC 3692
			s = [...]string{"exptest-253", "exptest-254", "reserved"}[number-253]
		}
		if s != "" {
			p.str(s)
			return
		}
	}
	p.text("ip-proto-", uint64(number))
}

// ether appends a hardware address of six bytes, with the organisation that assigned it where names are wanted.
func (p *Printer) ether(b []byte) {
	if p.opt.Names == nil || len(b) != 6 {
		p.bytesHex(b, ':')
		return
	}
	if string(b) == "\xff\xff\xff\xff\xff\xff" {
		p.str("Broadcast")
		return
	}
	p.bytesHex(b, ':')
	p.str(" (oui ")
	if s, ok := organisations[uint32(b[0])<<16|uint32(b[1])<<8|uint32(b[2])]; ok {
		p.str(s)
	} else {
		p.str("Unknown")
	}
	p.str(")")
}

// organisations are the few whose names tcpdump prints.
var organisations = map[uint32]string{
	0x000000: "Ethernet", 0x00000c: "Cisco", 0x00005e: "IANA", 0x000081: "Nortel Networks SONMP", 0x0000f8: "Cisco bridged",
	0x00049f: "Freescale", 0x0004ea: "HP-Labs", 0x001018: "Broadcom", 0x00120f: "IEEE 802.3 Private", 0x0012bb: "ANSI/TIA",
	0x0015ad: "Netronome", 0x001b21: "DCBX", 0x002320: "Nicira Networks", 0x002481: "HP", 0x0080c2: "Ethernet bridged",
	0x009069: "Juniper", 0x00a03e: "ATM Forum", 0x00e004: "PMC-Sierra", 0x00e02f: "DOCSIS Spanning Tree", 0x080007: "Appletalk",
	0x080009: "Hewlett-Packard", 0x5c16c7: "Big Switch Networks", 0xa42305: "Open Networking Lab", 0xb0d2f5: "Vello Systems",
	0xd0f0db: "Ericsson",
}
