package dumptext

import (
	"strconv"

	"github.com/wiretag/wiretag/layers/routing"
)

var ospfTETLVs = map[uint16]string{1: "Router Address", 2: "Link"}

var ospfTELinks = map[uint16]string{
	1: "Link Type", 2: "Link ID", 3: "Local Interface IP address", 4: "Remote Interface IP address", 5: "Traffic Engineering Metric", 6: "Maximum Bandwidth",
	7: "Maximum Reservable Bandwidth", 8: "Unreserved Bandwidth", 9: "Administrative Group", 11: "Link Local/Remote Identifier", 14: "Link Protection Type",
	15: "Interface Switching Capability", 16: "Shared Risk Link Group", 17: "Bandwidth Constraints",
}

// ospfTE prints an LSA of traffic engineering.
func (p *Printer) ospfTE(b *routing.OSPFTE) {
	for i := range b.TLVs {
		t := &b.TLVs[i]
		p.str("\n\t    ")
		p.nameOf(ospfTETLVs, t.Type, "unknown")
		p.text(" TLV (", uint64(t.Type))
		p.text("), length: ", uint64(t.Length))
		view, _ := t.View()
		switch v := view.(type) {
		case *routing.TEAddress:
			p.str(", ")
			p.host(v.Addr)
		case *routing.OSPFTELink:
			for j := range v.TLVs {
				p.ospfLink(&v.TLVs[j])
			}
		default:
			if p.opt.Verbose < 2 {
				p.hexLines(t.Value, "\n\t      ")
			}
		}
	}
}

// ospfLink prints a part of a link's description.
func (p *Printer) ospfLink(t *routing.OSPFTELinkTLV) {
	p.str("\n\t      ")
	p.nameOf(ospfTELinks, uint16(t.Type), "unknown")
	p.text(" subTLV (", uint64(t.Type))
	p.text("), length: ", uint64(t.Length))
	view, _ := t.View()
	switch v := view.(type) {
	case *routing.TEByte:
		p.str(", ")
		p.nameOf(map[uint16]string{1: "Point-to-point", 2: "Multi-Access"}, uint16(v.Value), "unknown")
		p.text(" (", uint64(v.Value))
		p.str(")")
	case *routing.TEAddress:
		p.str(", ")
		p.host(v.Addr)
		p.str(" (0x")
		p.bytesHex(v.Addr.AsSlice(), 0)
		p.str(")")
	case *routing.TEAddresses:
		if len(v.Addrs) > 0 {
			p.str(", ")
			p.host(v.Addrs[0])
		}
	case *routing.TEWords:
		p.ospfWords(t.Type, v.Values)
	case *routing.TEBandwidths:
		for i, b := range v.Values {
			if t.Type == routing.OSPFTEUnreserved {
				p.text("\n\t\tTE-Class ", uint64(i))
				p.str(": ")
			} else {
				p.str(", ")
			}
			p.megabits(b)
		}
	}
}

// ospfWords prints what is made of numbers.
func (p *Printer) ospfWords(kind routing.OSPFTELinkType, words []uint32) {
	switch {
	case kind == routing.OSPFTEMetric && len(words) > 0:
		p.text(", Metric ", uint64(words[0]))
	case kind == routing.OSPFTEGroup && len(words) > 0:
		p.str(", 0x")
		p.hex(uint64(words[0]), 8)
	case kind == routing.OSPFTELocalRemoteID && len(words) > 1:
		p.str(", 0x")
		p.hex(uint64(words[0]), 8)
		p.str(", 0x")
		p.hex(uint64(words[1]), 8)
	}
}

// megabits prints a bandwidth.
func (p *Printer) megabits(b routing.TEBandwidth) {
	p.buf = strconv.AppendFloat(p.buf, float64(b.BytesPerSecond()*8/1000000), 'f', 3, 64)
	p.str(" Mbps")
}

// ospfInfo prints a part of what a router can.
func (p *Printer) ospfInfo(kind, length uint16, value []byte) {
	p.str("\n\t    ")
	p.nameOf(map[uint16]string{1: "Router Capabilities"}, kind, "unknown")
	p.text(" TLV (", uint64(kind))
	p.text("), length: ", uint64(length))
	p.str(", value: ")
	if p.opt.Verbose < 2 {
		p.hexLines(value, "\n\t      ")
	}
}
