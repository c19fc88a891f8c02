package dumptext

import (
	"encoding/binary"

	"github.com/wiretag/wiretag/layers/routing"
)

// subTLVs prints whether a neighbor or network has parts.
func (p *Printer) subTLVs(n uint8) {
	if n == 0 {
		p.str(", no sub-TLVs present")
		return
	}
	p.text(", sub-TLVs present (", uint64(n))
	p.str(")")
}

// isisNeighbor prints a neighbor with a wide metric.
func (p *Printer) isisNeighbor(n *routing.ISISWideNeighbor) {
	p.str("\n\t      IS Neighbor: ")
	p.systemID(n.ID[:])
	p.text(", Metric: ", uint64(n.Metric))
	p.subTLVs(n.TLVLength)
	for i := range n.TLVs {
		t := &n.TLVs[i]
		p.str("\n\t        ")
		p.nameOf(isisLinkTLVs, uint16(t.Type), "unknown")
		p.text(" subTLV #", uint64(t.Type))
		p.text(", length: ", uint64(t.Length))
		v := t.Value
		switch {
		case t.Type == 29 && len(v) >= 6:
			p.text(", LM: ", uint64(v[0])<<16|uint64(binary.BigEndian.Uint16(v[1:])))
			p.text(", P: ", uint64(v[3]))
			p.text(", P-ID: ", uint64(binary.BigEndian.Uint16(v[4:])))
		case (t.Type == routing.ISISLinkAddress || t.Type == routing.ISISLinkNeighbor) && len(v) >= 4:
			p.str(", ")
			p.addr4(v[:4])
		case t.Type == routing.ISISLinkTEMetric && len(v) >= 3:
			p.text(", ", uint64(v[0])<<16|uint64(binary.BigEndian.Uint16(v[1:])))
		}
	}
}

var isisLinkTLVs = map[uint16]string{
	3: "Administrative groups", 4: "Link Local/Remote Identifier", 6: "IPv4 interface address", 8: "IPv4 neighbor address", 9: "Maximum link bandwidth", 10: "Reservable link bandwidth",
	11: "Unreserved bandwidth", 18: "Traffic Engineering Metric", 20: "Link Protection Type", 21: "Interface Switching Capability", 29: "SPB Metric",
}

// isisNetwork prints a network with a wide metric.
func (p *Printer) isisNetwork(n *routing.ISISWideNetwork) {
	prefix := n.Prefix.Prefix()
	text := prefix.Addr().String()
	p.str("\n\t      IPv4 prefix: ")
	for i := len(text); i < 15; i++ {
		p.str(" ")
	}
	p.str(text)
	p.text("/", uint64(n.Prefix.Bits))
	p.str([]string{", Distribution: up", ", Distribution: down"}[number(n.Prefix.Down)])
	p.text(", Metric: ", uint64(n.Metric))
	if !n.Prefix.HasTLVs {
		return
	}
	p.subTLVs(n.TLVLength)
	for i := range n.TLVs {
		t := &n.TLVs[i]
		p.str("\n\t        ")
		p.nameOf(map[uint16]string{1: "32-Bit Administrative tag", 2: "64-Bit Administrative tag", 3: "Prefix SID"}, uint16(t.Type), "unknown")
		p.text(" subTLV #", uint64(t.Type))
		p.text(", length: ", uint64(t.Length))
		if v := t.Value; t.Type == 3 && len(v) >= 5 {
			p.str(", Flags [")
			p.flags([]flagName{{0x80, "Readvertise"}, {0x40, "Node"}, {0x20, "no-PHP"}, {0x10, "Explicit-Null"}, {0x08, "Value"}, {0x04, "Local"}}, uint32(v[0]), ", ", "None")
			p.str("], Algo ")
			p.nameOf(map[uint16]string{0: "SPF", 1: "strict-SPF"}, uint16(v[1]), "unknown")
			p.text(" (", uint64(v[1]))
			if v[0]&8 == 0 && len(v) >= 6 {
				p.text("), index ", uint64(binary.BigEndian.Uint32(v[2:])))
			} else {
				p.text("), label ", uint64(v[2])<<16|uint64(binary.BigEndian.Uint16(v[3:])))
			}
		}
	}
}

// isisTopology prints the capabilities of a router in shortest path bridging.
func (p *Printer) isisTopology(v []byte, length int) {
	if len(v) < 2 {
		return
	}
	id := binary.BigEndian.Uint16(v)
	p.text("\n\t      O: ", uint64(id>>15))
	p.text(", RES: ", uint64(id>>12&7))
	p.text(", MTID(s): ", uint64(id&0xfff))
	for v, length = v[2:], length-2; length > 2 && len(v) >= 2; {
		kind, size := v[0], int(v[1])
		p.str("\n\t      ")
		p.nameOf(map[uint16]string{1: "SPB Instance", 3: "SPBM Service Identifier and Unicast Address"}, uint16(kind), "unknown")
		p.text(" subTLV #", uint64(kind))
		p.text(", length: ", uint64(size))
		v, length = v[2:], length-2
		switch {
		case size > length:
			p.str(" (> containing TLV length)")
			p.short("isis")
			return
		case kind == 1 && size < 19:
			p.str(" (too short)")
			p.short("isis")
			return
		case size > len(v):
			p.short("isis")
			return
		case kind == 1:
			p.isisSPBInstance(v[:size])
		}
		v, length = v[size:], length-size
	}
}

// isisSPBInstance prints the spanning tree of an instance of shortest path bridging.
func (p *Printer) isisSPBInstance(b []byte) {
	p.str("\n\t        CIST Root-ID: ")
	p.bytesHex(b[:4], 0)
	p.str(" ")
	p.bytesHex(b[4:8], 0)
	p.str(", Path Cost: ")
	p.bytesHex(b[8:12], 0)
	p.text(", Prio: ", uint64(binary.BigEndian.Uint16(b[12:])))
	p.text("\n\t        RES: ", uint64(binary.BigEndian.Uint16(b[14:]))>>5)
	n := uint64(b[15])<<16 | uint64(binary.BigEndian.Uint16(b[16:]))
	p.text(", V: ", n>>20&1)
	p.text(", SPSource-ID: ", n&0xfffff)
	p.text(", No of Trees: ", uint64(b[18]))
}

// isisRouter prints the capabilities of a router: its address and those of segment routing.
func (p *Printer) isisRouter(v []byte) {
	if len(v) < 5 {
		p.short("isis")
		return
	}
	p.str("\n\t      Router-ID ")
	p.addr4(v[:4])
	p.str(", Flags [")
	p.flags([]flagName{{1, "S bit"}, {2, "D bit"}}, uint32(v[4]), ", ", "none")
	p.str("]")
	for v = v[5:]; len(v) >= 2; {
		kind, size := v[0], int(v[1])
		p.str("\n\t\t")
		p.nameOf(map[uint16]string{2: "SR-Capabilities"}, uint16(kind), "unknown")
		p.text(" subTLV #", uint64(kind))
		p.text(", length: ", uint64(size))
		v = v[2:]
		if size > len(v) {
			return
		}
		if body := v[:size]; kind == 2 && size >= 9 {
			p.str(", Flags [")
			p.flags([]flagName{{0x80, "ipv4"}, {0x40, "ipv6"}}, uint32(body[0]), ", ", "None")
			p.text("], Range ", uint64(body[1])<<16|uint64(binary.BigEndian.Uint16(body[2:])))
			if body[5] == 3 {
				p.text(", SID value ", uint64(body[6])<<16|uint64(binary.BigEndian.Uint16(body[7:])))
			}
		}
		v = v[size:]
	}
}
