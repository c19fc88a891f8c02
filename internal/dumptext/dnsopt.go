package dumptext

import (
	"encoding/binary"

	"github.com/wiretag/wiretag/layers"
)

// dnsOptions are the options of EDNS that have a name.
var dnsOptions = map[uint16]string{
	1: "LLQ", 2: "UL", 3: "NSID", 5: "DAU", 6: "DHU", 7: "N3U", 8: "ECS", 9: "EXPIRE", 10: "COOKIE", 11: "KEEPALIVE",
	12: "PADDING", 13: "CHAIN", 14: "KEY-TAG", 16: "CLIENT-TAG", 17: "SERVER-TAG",
}

// dnsAlgorithms are the algorithms of DNSSEC that have a name.
var dnsAlgorithms = map[uint16]string{
	0: "DELETE", 1: "RSAMD5", 2: "DH", 3: "DS", 5: "RSASHA1", 6: "DSA-NSEC3-SHA1", 7: "RSASHA1-NSEC3-SHA1",
	8: "RSASHA256", 10: "RSASHA512", 12: "ECC-GOST", 13: "ECDSAP256SHA256", 14: "ECDSAP384SHA384", 15: "ED25519", 16: "ED448",
	252: "INDIRECT", 253: "PRIVATEDNS", 254: "PRIVATEOID",
}

// dnsHashes are the hash algorithms of DNSSEC.
var dnsHashes = map[uint16]string{1: "SHA-1", 2: "SHA-256", 3: "GOST_R_34.11-94", 4: "SHA-384"}

// dnsOPT prints the pseudo-record of EDNS.
func (p *Printer) dnsOPT(r *layers.DNSResource, d *layers.DNSOPT) {
	p.text(" UDPsize=", uint64(r.UDPSize()))
	if r.DO() {
		p.str(" DO")
	}
	for i := range d.Options {
		if i == 0 {
			p.str(" [")
		} else {
			p.str(",")
		}
		p.dnsOption(uint16(d.Options[i].Code), d.Options[i].Data)
	}
	if len(d.Options) > 0 {
		p.str("]")
	}
}

func (p *Printer) dnsOption(code uint16, data []byte) {
	p.name(dnsOptions, code, "Opt")
	if code == 12 {
		p.text(" (", uint64(len(data)))
		p.str(")")
		return
	}
	if len(data) == 0 {
		return
	}
	p.str(" ")
	switch {
	case code >= 5 && code <= 7:
		names := dnsHashes
		if code == 5 {
			names = dnsAlgorithms
		}
		for i, n := range data {
			if i > 0 {
				p.str(" ")
			}
			if code == 5 {
				p.name(names, uint16(n), "Alg_")
			} else {
				p.name(names, uint16(n), "Hash_")
			}
		}
	case code == 8:
		p.dnsSubnet(data)
	case code == 10:
		p.dnsCookie(data)
	case code == 9 && len(data) == 4:
		p.num(uint64(binary.BigEndian.Uint32(data)))
		p.str(" sec")
	case code == 11 && len(data) == 2:
		n := uint64(binary.BigEndian.Uint16(data))
		p.num(n / 10)
		p.text(".", n%10)
		p.str(" sec")
	case code == 14 && len(data)%2 == 0:
		for i := 0; i < len(data); i += 2 {
			if i > 0 {
				p.str(" ")
			}
			p.num(uint64(binary.BigEndian.Uint16(data[i:])))
		}
	default:
		p.bytesHex(data, 0)
	}
}

// dnsCookie prints a cookie option (RFC 7873).
func (p *Printer) dnsCookie(data []byte) {
	if len(data) < 8 || len(data) > 40 {
		p.str(" (invalid)")
		return
	}
	p.bytesHex(data[:8], 0)
	if len(data) > 8 {
		p.str(" ")
		p.bytesHex(data[8:], 0)
	}
}

// dnsSubnet prints a client subnet option (RFC 7871).
func (p *Printer) dnsSubnet(data []byte) {
	var a [16]byte
	size := map[uint16]int{1: 4, 2: 16}
	if len(data) < 4 || len(data)-4 > size[binary.BigEndian.Uint16(data)] ||
		len(data)-4 != (int(data[2])+7)/8 {
		p.str(" (invalid)")
		return
	}
	copy(a[:], data[4:])
	if binary.BigEndian.Uint16(data) == 1 {
		p.addr4(a[:4])
	} else {
		p.addr6(a)
	}
	p.text("/", uint64(data[2]))
	p.text("/", uint64(data[3]))
}
