package dumptext

import "encoding/binary"

var chdlcAddresses = map[uint16]string{0x0f: "unicast", 0x8f: "bcast"}

// chdlc prints a packet of Cisco's HDLC.
func (p *Printer) chdlc(data []byte, length int) {
	if length < 4 || len(data) < 4 {
		p.short("chdlc")
		return
	}
	h := layerAt(p, data, &p.dec.chdlc)
	protocol := uint16(h.Protocol)
	if p.opt.Link {
		if s, ok := chdlcAddresses[uint16(h.Address)]; ok {
			p.str(s)
		} else {
			p.str("0x")
			p.hex(uint64(h.Address), 2)
		}
		p.str(", ethertype ")
		p.etherTypeNumber(protocol)
		p.text(", length ", uint64(length))
		p.str(": ")
	}
	data, length = data[4:], length-4
	switch protocol {
	case 0x0800:
		p.ipv4(data, length)
	case 0x86dd:
		p.ipv6(data, length)
	case 0x8035:
		p.slarp(data, length)
	case 0xfefe, 0x00fe:
		if length < 2 || len(data) < 2 {
			p.short("chdlc")
			return
		}
		// A byte of padding may stand before the network layer's protocol.
		if data[1] == 0x81 || data[1] == 0x82 || data[1] == 0x83 {
			data, length = data[1:], length-1
		}
		p.osi(data, length)
	case 0x8847, 0x8848:
		p.mpls(data, length)
	default:
		if !p.opt.Link {
			p.str("unknown CHDLC protocol (0x")
			p.hex(uint64(protocol), 4)
			p.str(")")
		}
	}
}

// slarp prints a message of serial line address resolution.
func (p *Printer) slarp(data []byte, length int) {
	if length < 14 || len(data) < 14 {
		p.short("slarp")
		return
	}
	h := layerAt(p, data, &p.dec.slarp)
	p.text("SLARP (length: ", uint64(length))
	p.str("), ")
	n := 14
	switch h.Code {
	case 0:
		p.str("request")
	case 1:
		p.str("reply ")
		p.host(h.Addr)
		p.str("/")
		p.host(h.Mask)
	case 2:
		p.str("keepalive: mineseen=0x")
		p.hex(uint64(h.MySeq), 8)
		p.str(", yourseen=0x")
		p.hex(uint64(h.YourSeq), 8)
		p.str(", reliability=0x")
		p.hex(uint64(h.Reliability), 4)
		if length >= 18 {
			if len(data) < 18 {
				p.short("slarp")
				return
			}
			n = 18
			s := uint64(binary.BigEndian.Uint32(data[14:])) / 1000
			p.text(", link uptime=", s/86400)
			p.text("d", s/3600%24)
			p.text("h", s/60%60)
			p.text("m", s%60)
			p.str("s")
		}
	default:
		p.str("0x")
		p.hex(uint64(h.Code), 2)
		p.str(" unknown")
	}
	if length > 18 && p.opt.Verbose > 0 {
		p.text(", (trailing junk: ", uint64(max(length-18, length-max(n, 18))))
		p.str(" bytes)")
	}
}
