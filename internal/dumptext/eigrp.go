package dumptext

import (
	"net/netip"

	"github.com/wiretag/wiretag/layers/routing"
)

var eigrpOpcodes = map[uint16]string{1: "Update", 3: "Query", 4: "Reply", 5: "Hello", 6: "IPX SAP", 7: "Probe", 8: "Ack", 10: "Stub"}

var eigrpFlags = []flagName{{1, "Init"}, {2, "Conditionally Received"}, {4, "Restart Flag"}, {8, "End-of-Table"}}

var eigrpTLVs = map[uint16]string{
	1: "General Parameters", 2: "Authentication", 3: "Sequence", 4: "Software Version", 5: "Next Multicast Sequence",
	0x102: "IP Internal routes", 0x103: "IP External routes", 0x104: "IP Community", 0x202: "AppleTalk Internal routes", 0x203: "AppleTalk External routes",
	0x204: "AppleTalk Cable setup", 0x302: "IPX Internal routes", 0x303: "IPX External routes",
}

// eigrp prints a packet of Cisco's enhanced gateway routing.
func (p *Printer) eigrp(data []byte, length int) {
	if len(data) < 20 {
		p.short("eigrp")
		return
	}
	h := layerAt(p, data, &p.dec.eigrp)
	if h.Version != 2 {
		p.text("EIGRP version ", uint64(h.Version))
		p.str(" packet not supported")
		return
	}
	if p.opt.Verbose == 0 {
		p.str("EIGRP ")
		p.name(eigrpOpcodes, uint16(h.Opcode), "unknown, type ")
		p.text(", length: ", uint64(length))
		return
	}
	p.text("\n\tEIGRP v", uint64(h.Version))
	p.str(", opcode: ")
	if s, ok := eigrpOpcodes[uint16(h.Opcode)]; ok {
		p.str(s)
	} else {
		p.str("unknown")
	}
	p.text(" (", uint64(h.Opcode))
	p.str("), chksum: 0x")
	p.hex(uint64(h.Checksum), 4)
	p.str(", Flags: [")
	p.flags(eigrpFlags, uint32(h.Flags), "", "none")
	p.str("]\n\tseq: 0x")
	p.hex(uint64(h.Seq), 8)
	p.str(", ack: 0x")
	p.hex(uint64(h.Ack), 8)
	p.text(", VRID: ", uint64(h.VRID))
	p.text(", AS: ", uint64(h.AS))
	p.text(", length: ", uint64(length-20))
	for i := range h.TLVs {
		p.eigrpTLV(&h.TLVs[i])
	}
	if len(data) < length {
		p.short("eigrp")
	}
}

func (p *Printer) eigrpTLV(t *routing.EIGRPTLV) {
	p.str("\n\t  ")
	if s, ok := eigrpTLVs[uint16(t.Type)]; ok {
		p.str(s)
	} else {
		p.str("Unknown")
	}
	p.str(" TLV (0x")
	p.hex(uint64(t.Type), 4)
	p.text("), length: ", uint64(t.Length))
	v, _ := t.View()
	switch v := v.(type) {
	case *routing.EIGRPParameters:
		p.text("\n\t    holdtime: ", uint64(v.HoldTime))
		for i, k := range []uint8{v.K1, v.K2, v.K3, v.K4, v.K5} {
			p.text([]string{"s, k", ", k"}[min(i, 1)], uint64(i+1))
			p.text(" ", uint64(k))
		}
	case *routing.EIGRPVersion:
		p.text("\n\t    IOS version: ", uint64(v.OSMajor))
		p.text(".", uint64(v.OSMinor))
		p.text(", EIGRP version ", uint64(v.TLVMajor))
		p.text(".", uint64(v.TLVMinor))
	case *routing.EIGRPIPv4Internal:
		for _, d := range v.Destinations {
			p.eigrpRoute(d, v.NextHop)
			p.eigrpMetric(&v.Metric)
		}
	case *routing.EIGRPIPv4External:
		for _, d := range v.Destinations {
			p.eigrpRoute(d, v.NextHop)
			p.str("\n\t      origin-router ")
			p.host(v.External.Router)
			p.text(", origin-as ", uint64(v.External.AS))
			p.str(", origin-proto ")
			p.name(map[uint16]string{1: "IGRP", 2: "EIGRP", 3: "Static", 4: "RIP", 5: "Hello", 6: "OSPF", 7: "IS-IS", 8: "EGP", 9: "BGP", 10: "IDRP", 11: "Connected"}, uint16(v.External.Protocol), "unknown")
			p.str(", flags [0x")
			p.hex(uint64(v.External.Flags), 2)
			p.str("], tag: 0x")
			p.hex(uint64(v.External.Tag), 8)
			p.text(", metric: ", uint64(v.External.Metric))
			p.eigrpMetric(&v.Metric)
		}
	default:
		p.hexLines(t.Value, "\n\t    ")
	}
}

// eigrpRoute prints a destination in a column of fifteen, and the next hop.
func (p *Printer) eigrpRoute(d routing.Prefix, next netip.Addr) {
	text := d.IPv4().Addr().String()
	p.str("\n\t    IPv4 prefix: ")
	for n := len(text); n < 15; n++ {
		p.str(" ")
	}
	p.str(text)
	p.text("/", uint64(d.Bits()))
	p.str(", nexthop: ")
	if next.IsUnspecified() {
		p.str("self")
	} else {
		p.host(next)
	}
}

func (p *Printer) eigrpMetric(m *routing.EIGRPMetric) {
	p.text("\n\t      delay ", uint64(m.Delay)/100)
	bandwidth := uint64(0)
	if m.Bandwidth != 0 {
		bandwidth = uint64(m.Bandwidth)
	}
	p.text(" ms, bandwidth ", bandwidth)
	p.text(" Kbps, mtu ", uint64(m.MTU))
	p.text(", hop ", uint64(m.HopCount))
	p.text(", reliability ", uint64(m.Reliability))
	p.text(", load ", uint64(m.Load))
}
