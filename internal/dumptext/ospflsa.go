package dumptext

import (
	"net/netip"

	"github.com/wiretag/wiretag/layers/routing"
)

var ospfLSTypes = map[uint16]string{
	1: "Router", 2: "Network", 3: "Summary", 4: "ASBR Summary", 5: "External", 6: "Multicast", 7: "NSSA", 9: "Link Local Opaque", 10: "Area Local Opaque",
	11: "Domain Local Opaque",
}

var ospfOpaqueTypes = map[uint16]string{1: "Traffic Engineering", 3: "Graceful restart", 4: "Router Information"}

// ospfLSType prints what an advertisement is of.
func (p *Printer) ospfLSType(kind uint16, id netip.Addr) {
	switch {
	case kind >= 9 && kind <= 11:
		b := id.As4()
		p.str(ospfLSTypes[kind])
		p.text(" LSA (", uint64(kind))
		p.str("), Opaque-Type ")
		if s, ok := ospfOpaqueTypes[uint16(b[0])]; ok {
			p.str(s)
		} else {
			p.str("unknown")
		}
		p.text(" LSA (", uint64(b[0]))
		p.text("), Opaque-ID ", uint64(b[1])<<16|uint64(b[2])<<8|uint64(b[3]))
		return
	}
	if s, ok := ospfLSTypes[kind]; ok {
		p.str(s)
	} else {
		p.str("unknown")
	}
	p.text(" LSA (", uint64(kind))
	p.str("), LSA-ID: ")
	p.host(id)
}

// ospfHeader prints the header of an advertisement.
func (p *Printer) ospfHeader(h *routing.OSPFLSAHeader) {
	p.str("\n\t  Advertising Router ")
	p.host(h.AdvRouter)
	p.str(", seq 0x")
	p.hex(uint64(h.Seq), 8)
	age := uint64(h.Age)
	if h.DoNotAge {
		age |= 0x8000
	}
	p.text(", age ", age)
	p.str("s")
	if h.Length >= 20 {
		p.text(", length ", uint64(h.Length)-20)
	} else {
		p.text(", length ", uint64(h.Length))
	}
	p.str("\n\t    ")
	p.ospfLSType(uint16(h.Type), h.LinkStateID)
	p.str("\n\t    Options: [")
	p.flags(ospfOptions, uint32(h.Options), ", ", "none")
	p.str("]")
}

// ospfLSA prints an advertisement.
func (p *Printer) ospfLSA(l *routing.OSPFLSA) {
	p.ospfHeader(&routing.OSPFLSAHeader{
		DoNotAge: l.DoNotAge, Age: l.Age, Options: l.Options, Type: l.Type, LinkStateID: l.LinkStateID, AdvRouter: l.AdvRouter, Seq: l.Seq, Length: l.Length,
	})
	switch b := l.Body.(type) {
	case *routing.OSPFRouterLSA:
		p.ospfRouter(b)
	case *routing.OSPFNetworkLSA:
		p.str("\n\t    Mask ")
		p.host(b.Mask)
		p.str("\n\t    Connected Routers:")
		for _, r := range b.Routers {
			p.str("\n\t      ")
			p.host(r)
		}
	case *routing.OSPFSummaryLSA:
		if l.Type == 3 {
			p.str("\n\t    Mask ")
			p.host(b.Mask)
		}
		for _, m := range b.Metrics {
			p.ospfTopology(m.TOS)
			p.text(", metric ", uint64(m.Metric))
		}
	case *routing.OSPFExternalLSA:
		p.str("\n\t    Mask ")
		p.host(b.Mask)
		for _, r := range b.Routes {
			p.ospfTopology(r.TOS)
			p.text(", type ", uint64([]int{1, 2}[number(r.Type2)]))
			p.text(", metric ", uint64(r.Metric))
			if !r.Forwarding.IsUnspecified() {
				p.str(", forward ")
				p.host(r.Forwarding)
			}
			if r.Tag != 0 {
				p.str(", tag ")
				p.addr4([]byte{byte(r.Tag >> 24), byte(r.Tag >> 16), byte(r.Tag >> 8), byte(r.Tag)})
			}
		}
	default:
		v, _ := l.Opaque()
		switch v := v.(type) {
		case *routing.OSPFTE:
			p.ospfTE(v)
		case *routing.OSPFRouterInfo:
			for i := range v.TLVs {
				p.ospfInfo(uint16(v.TLVs[i].Type), v.TLVs[i].Length, v.TLVs[i].Value)
			}
		}
	}
}

// number is 1 for true.
func number(b bool) int {
	if b {
		return 1
	}
	return 0
}

func (p *Printer) ospfTopology(tos uint8) {
	p.str("\n\t\ttopology ")
	switch tos {
	case 0:
		p.str("default")
	default:
		p.str("Unknown")
	}
	p.text(" (", uint64(tos))
	p.str(")")
}

func (p *Printer) ospfRouter(b *routing.OSPFRouterLSA) {
	flags := uint32(number(b.Border)) | uint32(number(b.External))<<1 | uint32(number(b.Virtual))<<2 | uint32(number(b.Wildcard))<<3 | uint32(number(b.Translator))<<4
	p.str("\n\t    Router LSA Options: [")
	p.flags([]flagName{{1, "ABR"}, {2, "ASBR"}, {4, "Virtual"}, {8, "W"}, {16, "Nt"}}, flags, ", ", "none")
	p.str("]")
	for i := range b.Links {
		l := &b.Links[i]
		switch l.Type {
		case 1, 4:
			p.str([]string{"\n\t      Neighbor Router-ID: ", "\n\t      Virtual Link: Neighbor Router-ID: "}[l.Type/4])
			p.host(l.ID)
			p.str(", Interface Address: ")
			p.host(l.Data)
		case 2:
			p.str("\n\t      Neighbor Network-ID: ")
			p.host(l.ID)
			p.str(", Interface Address: ")
			p.host(l.Data)
		case 3:
			p.str("\n\t      Stub Network: ")
			p.host(l.ID)
			p.str(", Mask: ")
			p.host(l.Data)
		default:
			p.text("\n\t      Unknown Router Link Type (", uint64(l.Type))
			p.str(")")
			return
		}
		p.ospfTopology(0)
		p.text(", metric ", uint64(l.Metric))
		for _, t := range l.TOS {
			p.ospfTopology(t.TOS)
			p.text(", metric ", uint64(t.Metric))
		}
	}
}
