package dumptext

import "github.com/wiretag/wiretag/layers/tunnel"

// geneveFlags are the flags in the second byte.
var geneveFlags = []flagName{{0x80, "O"}, {0x40, "C"}}

func geneveClass(class uint16) string {
	switch {
	case class <= 0xff:
		return "Standard"
	case class == 0x0100:
		return "Linux"
	case class == 0x0101:
		return "Open vSwitch"
	case class == 0x0102:
		return "Open Virtual Networking (OVN)"
	case class == 0x0103:
		return "In-band Network Telemetry (INT)"
	case class == 0x0104:
		return "VMware"
	case class >= 0xfff0:
		return "Experimental"
	}
	return "Unknown"
}

// geneve prints a virtual network over UDP.
func (p *Printer) geneve(data []byte, length int) {
	if length < 8 {
		p.text("Geneve [length ", uint64(length))
		p.str(" < 8]")
		p.invalid()
		return
	}
	if len(data) < 8 {
		p.str("Geneve")
		p.short("geneve")
		return
	}
	h := layerAt(p, data, &p.dec.geneve)
	if !p.geneveHeader(data, h) {
		return
	}
	options := int(h.OptionsLen) * 4
	n := 8 + options
	if n > length {
		p.str(" [options length overflow]")
		return
	}
	if len(data) < n {
		p.short("geneve")
		return
	}
	if options > 0 {
		p.str(", options [")
		if p.opt.Verbose == 0 {
			p.text("", uint64(options))
			p.str(" bytes")
		} else {
			p.geneveOptions(h.Options)
		}
		p.str("]")
	}
	if p.opt.Verbose == 0 {
		p.str(": ")
	} else {
		p.str("\n\t")
	}
	p.genevePayload(uint16(h.Protocol), data[n:], length-n)
}

// geneveHeader prints the fixed part of the header, and reports whether its version is known.
func (p *Printer) geneveHeader(data []byte, h *tunnel.Geneve) bool {
	p.str("Geneve, Flags [")
	p.flags(geneveFlags, uint32(data[1]), "", "none")
	p.str("]")
	if reserved := data[1] & 0x3f; reserved != 0 {
		p.str(" [reserved flags 0x")
		p.hex(uint64(reserved), 1)
		p.str("]")
	}
	if h.Version != 0 {
		p.text(" [unknown version ", uint64(h.Version))
		p.str("]")
		p.invalid()
		return false
	}
	p.str(", vni 0x")
	p.hex(uint64(h.VNI), 1)
	if data[7] != 0 {
		p.str(" [reserved 0x")
		p.hex(uint64(data[7]), 1)
		p.str("]")
	}
	if p.opt.Link {
		name := etherTypeName(uint16(h.Protocol))
		if name == unknownType {
			name = "unknown"
		}
		p.str(", proto " + name + " (0x")
		p.hex(uint64(h.Protocol), 4)
		p.str(")")
	}
	return true
}

// geneveOptions prints options.
func (p *Printer) geneveOptions(options []tunnel.GeneveOption) {
	for i, o := range options {
		if i > 0 {
			p.str(", ")
		}
		p.str("class " + geneveClass(o.Class) + " (0x")
		p.hex(uint64(o.Class), 1)
		p.str(") type 0x")
		kind := uint64(o.Type)
		if o.Critical {
			kind |= 0x80
		}
		p.hex(kind, 1)
		if o.Critical {
			p.str("(C)")
		}
		p.text(" len ", uint64(o.Length)*4+4)
		if p.opt.Verbose > 1 && len(o.Data) > 0 {
			p.str(" data")
			for d := o.Data; len(d) >= 4; d = d[4:] {
				p.str(" ")
				p.bytesHex(d[:4], 0)
			}
		}
	}
}

func (p *Printer) genevePayload(kind uint16, data []byte, length int) {
	if kind == 0x6558 {
		p.inner(data, length)
		return
	}
	if p.etherPayload(kind, data, length) {
		return
	}
	p.str("geneve-proto-0x")
	p.hex(uint64(kind), 1)
}
