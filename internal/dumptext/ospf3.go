package dumptext

import (
	"encoding/binary"

	"github.com/wiretag/wiretag/layers/routing"
)

var ospf3Options = []flagName{
	{0x0001, "V6"},
	{0x0002, "External"},
	{0x0004, "Deprecated"},
	{0x0008, "NSSA"},
	{0x0010, "Router"},
	{0x0020, "Demand Circuit"},
	{0x0100, "AF-bit"},
	{0x0200, "L-bit"},
	{0x0400, "Authentication Trailer"},
}

// ospf3 prints a packet of version 3, without the link state advertisements.
func (p *Printer) ospf3(data []byte, length int) {
	if len(data) < 4 {
		if p.opt.Verbose > 0 {
			p.short("ospf3")
		}
		return
	}
	claim := int(binary.BigEndian.Uint16(data[2:]))
	if claim > length {
		p.text(" [len ", uint64(claim))
		p.str("]")
		return
	}
	if p.opt.Verbose == 0 {
		return
	}
	if !p.ospfOrigin(data, "ospf3") {
		return
	}
	if len(data) < 16 {
		p.short("ospf3")
		return
	}
	h := layerAt(p, data, &p.dec.ospf3)
	if h.InstanceID != 0 {
		p.text(", Instance ", uint64(h.InstanceID))
	}
	options := p.ospf3Body(h.Body)
	if len(data) < min(claim, length) {
		p.short("ospf3")
		return
	}
	if options&routing.OSPFv3OptionAT != 0 {
		p.ospf3Auth(h)
	}
}

func (p *Printer) ospf3Body(body routing.OSPFBody) routing.OSPFv3Options {
	switch b := body.(type) {
	case *routing.OSPFv3Hello:
		p.ospf3Options(b.Options)
		p.text("\n\t  Hello Timer ", uint64(b.HelloInterval))
		p.text("s, Dead Timer ", uint64(b.DeadInterval))
		p.str("s, Interface-ID ")
		p.addr4(binary.BigEndian.AppendUint32(nil, b.InterfaceID))
		p.text(", Priority ", uint64(b.Priority))
		p.ospfDesignated(b.Designated, b.Backup)
		if p.opt.Verbose > 1 {
			p.ospfNeighbors(b.Neighbors)
		}
		return b.Options
	case *routing.OSPFv3Description:
		p.ospf3Options(b.Options)
		p.str(", DD Flags [")
		p.flags(ospfDBFlags, uint32(b.Flags), ", ", "none")
		p.text("], MTU ", uint64(b.MTU))
		p.str(", DD-Sequence 0x")
		p.hex(uint64(b.Seq), 8)
		return b.Options
	}
	return 0
}

func (p *Printer) ospf3Options(o routing.OSPFv3Options) {
	p.str("\n\tOptions [")
	p.flags(ospf3Options, uint32(o), ", ", "none")
	p.str("]")
}

func (p *Printer) ospf3Auth(h *routing.OSPFv3) {
	t := h.Trailing
	if len(t) < 16 {
		return
	}
	p.str("\n\tAuthentication Type ")
	p.name(map[uint16]string{1: "HMAC"}, binary.BigEndian.Uint16(t), "unknown, ")
	p.text(", Length ", uint64(binary.BigEndian.Uint16(t[2:])))
	p.text(", SAID ", uint64(binary.BigEndian.Uint16(t[6:])))
	p.str(", CSN 0x")
	p.hex(uint64(binary.BigEndian.Uint32(t[8:])), 8)
	p.str(":")
	p.hex(uint64(binary.BigEndian.Uint32(t[12:])), 8)
}
