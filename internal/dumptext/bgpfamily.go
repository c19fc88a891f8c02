package dumptext

import (
	"encoding/binary"
	"math"
	"net/netip"
	"strconv"

	"github.com/wiretag/wiretag/layers/routing"
)

// bgpLabeled prints a list of routes with a label each.
func (p *Printer) bgpLabeled(b []byte, v6, vpn bool) {
	fixed := 24 + 64*number(vpn)
	for len(b) > 0 {
		bits, n := int(b[0]), (int(b[0])+7)/8
		if bits < fixed || bits-fixed > 32+96*number(v6) {
			p.str("\n\t    (illegal prefix length)")
			return
		}
		if len(b) < 1+n {
			p.short("bgp")
			return
		}
		p.str("\n\t      ")
		if vpn {
			p.str("RD: ")
			p.routeDistinguisher(b[4:12])
			p.str(", ")
		}
		var a [16]byte
		copy(a[:], b[1+fixed/8:1+n])
		if v6 {
			p.addr6(a)
		} else {
			p.addr4(a[:4])
		}
		p.text("/", uint64(bits-fixed))
		p.text(", label:", uint64(b[1])<<12|uint64(b[2])<<4|uint64(b[3])>>4)
		p.str([]string{" (BOGUS: Bottom of Stack NOT set!)", " (bottom)"}[b[3]&1])
		b = b[1+n:]
	}
}

// routeDistinguisher prints what tells the addresses of private networks apart.
func (p *Printer) routeDistinguisher(b []byte) {
	word, half := binary.BigEndian.Uint32, binary.BigEndian.Uint16
	switch half(b) {
	case 0:
		p.num(uint64(half(b[2:])))
		p.text(":", uint64(word(b[4:])))
		p.str(" (= ")
		p.addr4(b[4:])
		p.str(")")
	case 1:
		p.addr4(b[2:6])
		p.text(":", uint64(half(b[6:])))
	case 2:
		p.num(uint64(word(b[2:])))
		p.text(":", uint64(half(b[6:])))
	default:
		p.str("unknown RD format")
	}
}

// bgpMultiprotocol prints routes of other families.
func (p *Printer) bgpMultiprotocol(a *routing.BGPAttribute) {
	v, _ := a.View()
	var afi uint16
	var safi uint8
	var routes []byte
	reach, isReach := v.(*routing.BGPReach)
	if isReach {
		afi, safi, routes = uint16(reach.AFI), uint8(reach.SAFI), reach.Routes
	} else if u, ok := v.(*routing.BGPUnreach); ok {
		afi, safi, routes = uint16(u.AFI), uint8(u.SAFI), u.Routes
	} else {
		p.short("bgp")
		return
	}
	p.str("\n\t    AFI: ")
	middle := ", SAFI: "
	if safi > 128 {
		middle = ", vendor specific SAFI: "
	}
	p.bgpFamily("", middle, afi, safi)
	plain := (safi == 1 || safi == 2 || safi == 4 || safi == 128) && (afi == 1 || afi == 2)
	targets := safi == 132 && afi == 1
	if !plain && !targets {
		p.text("\n\t    no AFI ", uint64(afi))
		p.text(" / SAFI ", uint64(safi))
		p.str(" decoder")
		if p.opt.Verbose < 2 {
			p.hexLines(a.Value, "\n\t    ")
		}
		return
	}
	if isReach {
		p.bgpNextHop(reach, afi)
	}
	if len(routes) == 0 && !isReach {
		p.str("\n\t      End-of-Rib Marker (empty NLRI)")
		return
	}
	if targets {
		p.bgpTargets(routes)
		return
	}
	if safi == 4 || safi == 128 {
		p.bgpLabeled(routes, afi == 2, safi == 128)
		return
	}
	p.bgpPrefixes(routes, afi == 2, "\n\t      ")
}

func (p *Printer) bgpNextHop(r *routing.BGPReach, afi uint16) {
	size := 4 + 12*number(afi == 2)
	p.str("\n\t    nexthop: ")
	vpn := r.SAFI == 128
	for at := 0; at+size+8*number(vpn) <= len(r.NextHop); at += size {
		if at > 0 {
			p.str(", ")
		}
		if vpn {
			p.str("RD: ")
			p.routeDistinguisher(r.NextHop[at : at+8])
			p.str(", ")
			at += 8
		}
		a, _ := netip.AddrFromSlice(r.NextHop[at : at+size])
		p.addr(a)
	}
	p.text(", nh-length: ", uint64(r.NextHopLen))
	if r.Reserved != 0 {
		p.text("\n\t    ", uint64(r.Reserved))
		p.str(" SNPA")
	} else {
		p.str(", no SNPA")
	}
}

var bgpExtendedKinds = map[uint16]string{
	0x0002: "target", 0x0003: "origin", 0x0102: "target", 0x0103: "origin", 0x0202: "target", 0x0203: "origin", 0x4004: "link-BW", 0x0005: "ospf-domain", 0x8000: "ospf-route-type",
	0x8001: "ospf-router-id", 0x4000: "", 0x030c: "encapsulation", 0x0107: "ospf-router-id", 0x0306: "ospf-route-type", 0x0305: "ospf-domain", 0x0105: "ospf-domain",
}

func (p *Printer) bgpExtended(a *routing.BGPAttribute) {
	view, _ := a.View()
	list, ok := view.(*routing.BGPExtendedList)
	if !ok {
		p.str("invalid len")
		return
	}
	for _, c := range list.Communities {
		kind := uint16(c.Type)<<8 | uint16(c.Subtype)
		if c.Authority {
			kind |= 0x8000
		}
		if c.NonTransitive {
			kind |= 0x4000
		}
		p.str("\n\t    ")
		name := bgpExtendedKinds[kind]
		if name == "" {
			name = "unknown extd community typecode"
		}
		p.str(name + " (0x")
		p.hex(uint64(kind), 4)
		p.str("), Flags [")
		p.flags([]flagName{{0x8000, "vendor-specific"}, {0x4000, "non-transitive"}}, uint32(kind)&0xc000, ", ", "none")
		p.str("]: ")
		p.bgpExtendedValue(kind, c.Value[:])
	}
}

func (p *Printer) bgpExtendedValue(kind uint16, v []byte) {
	word, half := binary.BigEndian.Uint32, binary.BigEndian.Uint16
	switch kind {
	case 0x0002, 0x0003:
		p.num(uint64(half(v)))
		p.text(":", uint64(word(v[2:])))
		p.str(" (= ")
		p.addr4(v[2:])
		p.str(")")
	case 0x0102, 0x0103:
		p.addr4(v)
		p.text(":", uint64(half(v[4:])))
	case 0x0202, 0x0203:
		p.num(uint64(word(v)))
		p.text(":", uint64(half(v[4:])))
	case 0x8000, 0x0306:
		p.bgpRouteType(v)
	case 0x030c:
		p.str("Tunnel type: ")
		p.nameOf(bgpTunnels, half(v[4:]), "unknown encaps")
	case 0x4004:
		p.bandwidth(math.Float32frombits(word(v[2:])))
	case 0x0005, 0x8001, 0x0105, 0x0107, 0x0305:
		p.addr4(v)
	default:
		p.bytesHex(v, 0)
	}
}

var bgpTunnels = map[uint16]string{
	1: "L2TPv3 over IP", 2: "GRE", 3: "Transmit Tunnel", 4: "IPsec", 5: "IP in IP with IPsec", 6: "MPLS in IP with IPsec", 7: "IP in IP", 8: "VXLAN", 9: "NVGRE", 10: "MPLS",
	11: "MPLS in GRE", 12: "VXLAN GPE", 13: "MPLS in UDP", 14: "IPv6", 15: "SR TE", 16: "Bare", 17: "SR",
}

// ospfRouteKinds are the kinds of routes of OSPF that BGP carries.
var ospfRouteKinds = map[uint16]string{1: "Router", 2: "Network", 3: "Summary", 5: "External", 7: "NSSA External", 129: "MPLS-VPN Sham"}

func (p *Printer) bgpRouteType(v []byte) {
	p.str("area:")
	p.addr4(v[:4])
	p.str(", router-type:")
	kind := uint16(v[4])
	if name, ok := ospfRouteKinds[kind]; ok {
		p.str(name)
	} else {
		p.str("unknown (0x")
		p.hex(uint64(kind), 2)
		p.str(")")
	}
	p.str(", metric-type:")
	if v[5]&1 != 0 {
		p.str("E2")
	}
	if kind == 5 || kind == 7 {
		p.str("E1")
	}
}

// bandwidth prints bytes a second, as C's library prints numbers.
func (p *Printer) bandwidth(v float32) {
	p.str("bandwidth: ")
	switch mega := float64(v) * 8 / 1e6; {
	case math.IsNaN(mega):
		p.str([]string{"nan", "-nan"}[math.Float32bits(v)>>31])
	case math.IsInf(mega, 0):
		p.str([]string{"inf", "-inf"}[math.Float32bits(v)>>31])
	default:
		p.buf = strconv.AppendFloat(p.buf, mega, 'f', 3, 64)
	}
	p.str(" Mbps")
}
