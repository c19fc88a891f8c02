package dumptext

import (
	"encoding/binary"

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
	if len(body) == at {
		p.str("\n\t  End-of-Rib Marker (empty NLRI)")
		return
	}
	for i := range u.Attributes {
		if p.bgpAttribute(&u.Attributes[i]); p.cut {
			return
		}
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

// bgpSizes are the sizes of values that have only one.
var bgpSizes = map[routing.BGPAttributeType]int{1: 1, 3: 4, 4: 4, 5: 4, 9: 4, 35: 4}

func (p *Printer) bgpValue(a *routing.BGPAttribute) {
	v := a.Value
	if n, fixed := bgpSizes[a.Type]; fixed && len(v) != n {
		p.str("invalid len")
		return
	}
	switch t := a.Type; t {
	case 1:
		p.nameOf(map[uint16]string{0: "IGP", 1: "EGP", 2: "Incomplete"}, uint16(v[0]), "Unknown Origin Typecode")
	case 2, 17:
		p.bgpPath(v, t == 17)
	case 3, 9:
		p.addr4(v)
	case 4, 5, 35:
		p.num(uint64(binary.BigEndian.Uint32(v)))
	case 6:
		if len(v) != 0 {
			p.str("invalid len")
		}
	case 7, 18:
		p.bgpAggregator(v)
	case 8:
		p.bgpCommunities(v)
	case 10:
		for at := 0; at+4 <= len(v); at += 4 {
			if at > 0 {
				p.str(", ")
			}
			p.addr4(v[at : at+4])
		}
	case 14, 15:
		p.bgpMultiprotocol(a)
	case 16:
		p.bgpExtended(a)
	case 26:
		p.bgpAccumulated(v)
	case 32:
		p.bgpLargeCommunities(v)
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

// bgpAggregator prints who joined routes: a system, whose number has two bytes or four, and a router.
func (p *Printer) bgpAggregator(v []byte) {
	switch len(v) {
	case 6:
		p.text(" AS #", uint64(binary.BigEndian.Uint16(v)))
	case 8:
		p.text(" AS #", uint64(binary.BigEndian.Uint32(v)))
	default:
		p.str("invalid len")
		return
	}
	p.str(", origin ")
	p.addr4(v[len(v)-4:])
}

func (p *Printer) bgpLargeCommunities(v []byte) {
	p.str("\n\t    ")
	for at := 0; at+12 <= len(v); at += 12 {
		if at > 0 {
			p.str(", ")
		}
		p.num(uint64(binary.BigEndian.Uint32(v[at:])))
		p.text(":", uint64(binary.BigEndian.Uint32(v[at+4:])))
		p.text(":", uint64(binary.BigEndian.Uint32(v[at+8:])))
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
		if n < 3 || n > len(v) || v[0] == 1 && n < 11 {
			p.short("bgp")
			return
		}
		if v[0] == 1 && n == 11 {
			p.text(", metric ", binary.BigEndian.Uint64(v[3:]))
		}
		v = v[n:]
	}
}
