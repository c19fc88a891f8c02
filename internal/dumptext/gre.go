package dumptext

import "github.com/wiretag/wiretag/layers/tunnel"

// greFlags are the flags of generic routing encapsulation that have a name.
var greFlags = []flagName{
	{0x8000, "checksum present"},
	{0x4000, "routing present"},
	{0x2000, "key present"},
	{0x1000, "sequence# present"},
	{0x0800, "source routing present"},
	{0x0080, "ack present"},
}

// gre prints a packet of generic routing encapsulation: length bytes, of which data was captured.
func (p *Printer) gre(data []byte, length int) {
	if len(data) < 2 {
		p.short("gre")
		return
	}
	version := data[1] & 7
	p.text("GREv", uint64(version))
	if version > 1 {
		p.str(" ERROR: unknown-version")
		return
	}
	if p.opt.Verbose > 0 {
		p.str(", Flags [")
		p.flags(greFlags, uint32(data[0])<<8|uint32(data[1]), ", ", "none")
		p.str("]")
	}
	if len(data) < 4 {
		p.short("gre")
		return
	}
	h := layerAt(p, data, &p.dec.gre)
	n, whole := p.greFields(h, len(data))
	if !whole {
		p.short("gre")
		return
	}
	if version == 1 && !h.SeqPresent {
		return // without a sequence number, nothing is inside
	}
	if p.opt.Link {
		p.str(", proto ")
		p.greProtocol(uint16(h.Protocol))
	}
	p.text(", length ", uint64(length))
	if p.opt.Verbose > 0 {
		p.str("\n\t")
	} else {
		p.str(": ")
	}
	p.grePayload(uint16(h.Protocol), version, data[n:], length-n)
}

// greFields prints the optional fields of a header of which have bytes are there, and gives its length.
func (p *Printer) greFields(h *tunnel.GRE, have int) (length int, whole bool) {
	n := 4
	field := func() bool { n += 4; return n <= have }
	if h.Version == 1 {
		if h.KeyPresent {
			if !field() {
				return n, false
			}
			p.text(", call ", uint64(h.CallID))
		}
	} else {
		if h.ChecksumPresent || h.RoutingPresent {
			if !field() {
				return n, false
			}
			if p.opt.Verbose > 0 && h.ChecksumPresent {
				p.str(", sum 0x")
				p.hex(uint64(h.Checksum), 1)
			}
			p.str(", off 0x")
			p.hex(uint64(h.Offset), 1)
		}
		if h.KeyPresent {
			if !field() {
				return n, false
			}
			p.str(", key=0x")
			p.hex(uint64(h.Key), 1)
		}
	}
	if h.SeqPresent {
		if !field() {
			return n, false
		}
		p.text(", seq ", uint64(h.Seq))
	}
	if h.Version == 1 && h.AckPresent {
		if !field() {
			return n, false
		}
		p.text(", ack ", uint64(h.Ack))
	}
	if h.RoutingPresent && h.Version == 0 {
		for _, r := range h.Routes {
			n += 4 + len(r.Data)
		}
		n += 4
	}
	return n, n <= have
}

// greProtocol prints the name of a protocol inside and its number.
func (p *Printer) greProtocol(protocol uint16) {
	name := map[uint16]string{0x00fe: "GRE-OSI"}[protocol]
	if name == "" {
		if name = etherTypeName(protocol); name == unknownType {
			name = "unknown"
		}
	}
	p.str(name)
	p.str(" (0x")
	p.hex(uint64(protocol), 4)
	p.str(")")
}

// grePayload prints what is inside.
func (p *Printer) grePayload(protocol uint16, version byte, data []byte, length int) {
	switch {
	case version == 1 && protocol == 0x880b:
		p.ppp(data, length)
	case version == 1:
		p.str("gre-proto-0x")
		p.hex(uint64(protocol), 4)
	case protocol == 0x0800:
		p.ipv4(data, length)
	case protocol == 0x86dd:
		p.ipv6(data, length)
	case protocol == 0x8847, protocol == 0x8848:
		p.mpls(data, length)
	case protocol == 0x00fe:
		p.osi(data, length)
	case protocol == 0x6558:
		p.inner(data, length)
	default:
		p.str("gre-proto-0x")
		p.hex(uint64(protocol), 1)
	}
}

// inner prints an Ethernet frame that a tunnel carries.
func (p *Printer) inner(data []byte, length int) {
	header := p.hdrLen
	p.ethernet(data, length)
	p.hdrLen = header
}
