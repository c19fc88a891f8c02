package dumptext

import (
	"encoding/binary"
	"net/netip"

	"github.com/wiretag/wiretag/layers/routing"
)

var bgpAttributes = map[uint16]string{
	1: "Origin", 2: "AS Path", 3: "Next Hop", 4: "Multi Exit Discriminator", 5: "Local Preference", 6: "Atomic Aggregate", 7: "Aggregator", 8: "Community", 9: "Originator ID",
	10: "Cluster List", 11: "DPA", 12: "Advertisers", 13: "RCID_PATH / CLUSTER_ID", 14: "Multi-Protocol Reach NLRI", 15: "Multi-Protocol Unreach NLRI", 16: "Extended Community",
	17: "AS4 Path", 18: "AS4 Aggregator", 22: "PMSI Tunnel", 23: "Tunnel Encapsulation", 26: "Accumulated IGP Metric", 32: "Large Community", 33: "BGPsec Path",
	35: "Only to Customer", 128: "Attribute Set",
}

func (p *Printer) bgpUpdate(u *routing.BGPUpdate, body []byte) {
	if len(body) < 4 || len(body) < 4+int(u.WithdrawnLen) {
		p.short("bgp")
		return
	}
	if u.WithdrawnLen > 0 {
		p.str("\n\t  Withdrawn routes:")
		p.bgpPrefixes(u.Withdrawn, false, "\n\t    ")
	}
	at := 4 + int(u.WithdrawnLen)
	if u.WithdrawnLen == 0 && len(body) == 4 {
		p.str("\n\t  End-of-Rib Marker (empty NLRI)")
		return
	}
	for i := range u.Attributes {
		p.bgpAttribute(&u.Attributes[i])
	}
	if len(body) < at+int(u.AttributesLen) {
		p.short("bgp")
		return
	}
	if len(u.Routes) > 0 {
		p.str("\n\t  Updated routes:")
		p.bgpPrefixes(u.Routes, false, "\n\t    ")
	}
}

// bgpLabeled prints a list of routes with a label each.
func (p *Printer) bgpLabeled(b []byte, v6, vpn bool) {
	fixed := 24 + 64*number(vpn)
	for len(b) > 0 {
		bits, n := int(b[0]), (int(b[0])+7)/8
		if bits < fixed || bits-fixed > 32+96*number(v6) {
			p.str("\n\t      (illegal prefix length)")
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

// bgpPrefixes prints a list of routes.
func (p *Printer) bgpPrefixes(b []byte, v6 bool, margin string) {
	for len(b) > 0 {
		bits, n := int(b[0]), (int(b[0])+7)/8
		if limit := 32 + 96*number(v6); bits > limit {
			p.str("\n\t    (illegal prefix length)")
			return
		}
		if len(b) < 1+n {
			p.short("bgp")
			return
		}
		p.str(margin)
		var a [16]byte
		copy(a[:], b[1:1+n])
		if r := bits % 8; r != 0 {
			a[n-1] &= 0xff << (8 - r)
		}
		if v6 {
			p.addr6(a)
		} else {
			p.addr4(a[:4])
		}
		p.text("/", uint64(bits))
		b = b[1+n:]
	}
}

func (p *Printer) bgpAttribute(a *routing.BGPAttribute) {
	p.str("\n\t  ")
	p.nameOf(bgpAttributes, uint16(a.Type), "Unknown Attribute")
	length := int(a.Length)
	if a.Extended {
		length = int(a.ExtendedLength)
	}
	p.text(" (", uint64(a.Type))
	p.text("), length: ", uint64(length))
	if a.Optional || a.Transitive || a.Partial || a.Extended || a.Unused != 0 {
		p.str(", Flags [")
		for _, f := range []struct {
			set  bool
			name string
		}{{a.Optional, "O"}, {a.Transitive, "T"}, {a.Partial, "P"}, {a.Extended, "E"}} {
			if f.set {
				p.str(f.name)
			}
		}
		if a.Unused != 0 {
			p.str("+")
			p.hex(uint64(a.Unused), 1)
		}
		p.str("]: ")
	}
	p.bgpValue(a)
}

func (p *Printer) bgpValue(a *routing.BGPAttribute) {
	v := a.Value
	word := func(at int) uint64 { return uint64(binary.BigEndian.Uint32(v[at:])) }
	switch t := a.Type; {
	case t == 1:
		if len(v) != 1 {
			p.str("invalid len")
			return
		}
		p.nameOf(map[uint16]string{0: "IGP", 1: "EGP", 2: "Incomplete"}, uint16(v[0]), "Unknown Origin Typecode")
	case t == 2, t == 17:
		p.bgpPath(v, t == 17)
	case t == 3, t == 9:
		if len(v) != 4 {
			p.str("invalid len")
			return
		}
		p.addr4(v)
	case t == 4, t == 5, t == 35:
		if len(v) != 4 {
			p.str("invalid len")
			return
		}
		p.num(word(0))
	case t == 6:
		if len(v) != 0 {
			p.str("invalid len")
		}
	case t == 7, t == 18:
		switch len(v) {
		case 6:
			p.text(" AS #", uint64(binary.BigEndian.Uint16(v)))
			p.str(", origin ")
			p.addr4(v[2:])
		case 8:
			p.text(" AS #", word(0))
			p.str(", origin ")
			p.addr4(v[4:])
		default:
			p.str("invalid len")
		}
	case t == 8:
		p.bgpCommunities(v)
	case t == 10:
		for at := 0; at+4 <= len(v); at += 4 {
			if at > 0 {
				p.str(", ")
			}
			p.addr4(v[at : at+4])
		}
	case t == 14, t == 15:
		p.bgpMultiprotocol(a)
	case t == 16:
		p.bgpExtended(a)
	case t == 26:
		p.bgpAccumulated(v)
	case t == 32:
		p.str("\n\t    ")
		for at := 0; at+12 <= len(v); at += 12 {
			if at > 0 {
				p.str(", ")
			}
			p.num(word(at))
			p.text(":", word(at+4))
			p.text(":", word(at+8))
		}
	default:
		p.text("\n\t    no Attribute ", uint64(a.Type))
		p.str(" decoder")
		if p.opt.Verbose < 2 {
			p.hexLines(v, "\n\t    ")
		}
	}
	if p.opt.Verbose > 1 && len(v) > 0 {
		p.hexLines(v, "\n\t    ")
	}
}

// bgpPath prints a path of autonomous systems, whose numbers have two bytes if that fits.
func (p *Printer) bgpPath(v []byte, four bool) {
	if len(v) == 0 {
		p.str("empty")
		return
	}
	size := 2
	if four || !pathFits(v, 2) {
		size = 4
	}
	for len(v) >= 2 {
		kind, n := v[0], int(v[1])
		p.str(map[byte]string{1: "{", 3: "(", 4: "({"}[kind])
		v = v[2:]
		for i := 0; i < n && len(v) >= size; i++ {
			if size == 2 {
				p.num(uint64(binary.BigEndian.Uint16(v)))
			} else {
				p.num(uint64(binary.BigEndian.Uint32(v)))
			}
			p.str(" ")
			v = v[size:]
		}
		if s := map[byte]string{1: "} ", 3: ") ", 4: "}) "}[kind]; s != "" {
			p.str(s)
		}
	}
}

// pathFits reports whether segments with numbers of size bytes fill a path.
func pathFits(v []byte, size int) bool {
	for len(v) > 0 {
		if len(v) < 2 || v[0] < 1 || v[0] > 4 || v[1] == 0 {
			return false
		}
		n := 2 + int(v[1])*size
		if n > len(v) {
			return false
		}
		v = v[n:]
	}
	return true
}

func (p *Printer) bgpCommunities(v []byte) {
	for at := 0; at+4 <= len(v); at += 4 {
		c := binary.BigEndian.Uint32(v[at:])
		if at > 0 {
			p.str(", ")
		}
		switch c {
		case 0xffffff01:
			p.str(" NO_EXPORT")
		case 0xffffff02:
			p.str(" NO_ADVERTISE")
		case 0xffffff03:
			p.str(" NO_EXPORT_SUBCONFED")
		case 0xffff0000:
			p.str(" gshut")
		default:
			p.num(uint64(c >> 16))
			p.text(":", uint64(c&0xffff))
		}
	}
}

func (p *Printer) bgpAccumulated(v []byte) {
	for len(v) >= 3 {
		n := int(binary.BigEndian.Uint16(v[1:]))
		p.str("\n\t    ")
		p.nameOf(map[uint16]string{1: "AIGP"}, uint16(v[0]), "Unknown")
		p.text(" TLV (", uint64(v[0]))
		p.text("), length ", uint64(n))
		if n < 3 || n > len(v) {
			return
		}
		if v[0] == 1 && n == 11 {
			p.text(", metric ", binary.BigEndian.Uint64(v[3:]))
		}
		v = v[n:]
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
	if !plain {
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
	0x8001: "ospf-router-id", 0x4000: "", 0x030c: "encapsulation", 0x0301: "cost", 0x0107: "ospf-router-id", 0x0306: "ospf-route-type", 0x0305: "ospf-domain", 0x0105: "ospf-domain",
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
	case 0x0005, 0x8001, 0x0105, 0x0107, 0x0305:
		p.addr4(v)
	default:
		p.bytesHex(v, 0)
	}
}
