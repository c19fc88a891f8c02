package dumptext

import (
	"encoding/binary"

	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/layers/routing"
)

var isisTLVs = map[uint16]string{
	1: "Area address(es)", 2: "IS Reachability", 3: "ES Neighbor(s)", 4: "Partition DIS", 5: "Prefix Neighbors", 6: "IS Neighbor(s)", 7: "Instance Identifier", 8: "Padding", 9: "LSP entries", 10: "Authentication",
	12: "Checksum", 13: "Purge Originator Identification", 14: "LSP Buffersize", 22: "Extended IS Reachability", 23: "IS Neighbor Attribute", 24: "IS alias ID", 42: "DECnet Phase IV",
	128: "IPv4 Internal Reachability", 129: "Protocols supported", 130: "IPv4 External Reachability", 131: "Inter-Domain Information Type", 132: "IPv4 Interface address(es)",
	133: "Authentication (deprecated)", 134: "Traffic Engineering Router ID", 135: "Extended IPv4 Reachability", 136: "Extended IS Reachability (deprecated)", 137: "Hostname",
	138: "Shared Risk Link Group", 140: "IPv6 TE Router ID", 143: "Multi-Topology-Aware Port Capability", 144: "Multi-Topology Capability", 211: "Restart Signaling",
	222: "Multi Topology IS Reachability", 223: "Multi-Topology IS Neighbor Attribute", 229: "Multi Topology", 232: "IPv6 Interface address(es)", 235: "Multi-Topology IPv4 reachability",
	236: "IPv6 reachability", 237: "Multi-Topology IP6 reachability", 240: "Point-to-point Adjacency State", 242: "IS-IS Router Capability", 250: "Vendor Private",
}

// isisTLVs prints the variable part of a packet, which has length bytes, of which data was captured.
func (p *Printer) isisTLVs(data []byte, length int) {
	var t routing.ISISTLV
	for len(data) > 0 {
		if len(data) < 2 {
			p.short("isis")
			return
		}
		size := 2 + int(data[1])
		p.str("\n\t    ")
		p.nameOf(isisTLVs, uint16(data[0]), "unknown")
		p.text(" TLV #", uint64(data[0]))
		p.text(", length: ", uint64(data[1]))
		if size > len(data) {
			switch kind := data[0]; {
			case size > length:
			case kind == 7:
				p.isisInstance(data[2:], int(data[1]))
			case kind == 144:
				p.isisTopology(data[2:], int(data[1]))
			}
			if !p.cut {
				p.short("isis")
			}
			return
		}
		_, _ = p.dec.isisTLV.codecOf().Decode(data[:size], &t)
		if p.isisTLV(&t); p.cut {
			return
		}
		data, length = data[size:], length-size
	}
	if length > 0 {
		p.short("isis")
	}
}

func (p *Printer) isisTLV(t *routing.ISISTLV) {
	v, _ := codec.View(t, "Value")
	switch v := v.(type) {
	case *routing.ISISAreaList:
		for _, a := range v.Areas {
			p.text("\n\t      Area address (length: ", uint64(a.Length))
			p.str("): ")
			p.nsap(a.Addr)
		}
		return
	case *routing.ISISMACs:
		for _, m := range v.Addrs {
			p.str("\n\t      SNPA: ")
			p.systemID(m[:])
		}
		return
	case *routing.ISISNeighbors:
		p.isisNeighbors(v)
		return
	case *routing.ISISEntryList:
		for _, e := range v.Entries {
			p.str("\n\t      lsp-id: ")
			p.systemID(e.ID[:])
			p.str(", seq: 0x")
			p.hex(uint64(e.Seq), 8)
			p.lifetimeSeconds(", lifetime: ", e.Lifetime)
			p.str(", chksum: 0x")
			p.hex(uint64(e.Checksum), 4)
		}
		return
	case *routing.TEAddresses:
		for _, a := range v.Addrs {
			p.str("\n\t      IPv4 interface address: ")
			p.host(a)
		}
		return
	case *routing.ISISText:
		p.str("\n\t      Hostname: ")
		p.printable(t.Value)
		return
	case *routing.ISISOldIPReach:
		for i := range v.Networks {
			p.isisRoute(&v.Networks[i])
		}
		return
	case *routing.ISISReach:
		for i := range v.Neighbors {
			p.isisNeighbor(&v.Neighbors[i])
		}
		return
	case *routing.ISISIPReach:
		for i := range v.Networks {
			p.isisNetwork(&v.Networks[i])
		}
		return
	}
	p.isisPlain(t)
}

func (p *Printer) isisNeighbors(v *routing.ISISNeighbors) {
	p.str("\n\t      ")
	switch v.Virtual {
	case 0:
		p.str("IsNotVirtual")
	case 1:
		p.str("IsVirtual")
	default:
		p.str("bogus virtual flag 0x")
		p.hex(uint64(v.Virtual), 2)
	}
	for i := range v.Neighbors {
		n := &v.Neighbors[i]
		p.str("\n\t      IS Neighbor: ")
		p.systemID(n.ID[:])
		p.isisMetrics(&n.Metrics)
	}
}

// lifetimeSeconds prints the lifetime of a link state packet in a column.
func (p *Printer) lifetimeSeconds(what string, n uint16) {
	p.str(what)
	for w := uint16(10000); w > 1 && n < w; w /= 10 {
		p.str(" ")
	}
	p.num(uint64(n))
	p.str("s")
}

// nsap prints an address of OSI's network layer.
func (p *Printer) nsap(a []byte) {
	if len(a) == 0 || len(a) > 20 {
		p.str("isonsap_string: illegal length")
		return
	}
	for i, c := range a {
		p.bytesHex([]byte{c}, 0)
		if i%2 == 0 && i+1 != len(a) {
			p.str(".")
		}
	}
}

func (p *Printer) isisMetrics(m *routing.ISISMetrics) {
	p.text(", Default Metric: ", uint64(m.Default&0x3f))
	p.str([]string{", Internal", ", External"}[m.Default>>6&1])
	for _, x := range []struct {
		name  string
		value uint8
	}{{"Delay", m.Delay}, {"Expense", m.Expense}, {"Error", m.Error}} {
		if x.value&0x80 == 0 {
			p.text("\n\t\t  "+x.name+" Metric: ", uint64(x.value&0x3f))
		}
	}
}

func (p *Printer) isisRoute(r *routing.ISISNetwork) {
	m := r.Mask.As4()
	bits := maskBits(binary.BigEndian.Uint32(m[:]))
	text := r.Addr.String()
	p.str("\n\t      IPv4 prefix: ")
	for n := len(text); n < 15; n++ {
		p.str(" ")
	}
	p.str(text)
	p.text("/", uint64(bits))
	p.str([]string{", Distribution: up", ", Distribution: down"}[r.Metrics.Default>>7])
	p.text(", Metric: ", uint64(r.Metrics.Default&0x3f))
	p.str([]string{", Internal", ", External"}[r.Metrics.Default>>6&1])
	for _, x := range []struct {
		name  string
		value uint8
	}{{"Delay", r.Metrics.Delay}, {"Expense", r.Metrics.Expense}, {"Error", r.Metrics.Error}} {
		if x.value&0x80 == 0 {
			p.text(", "+x.name+" Metric:   ", uint64(x.value&0x3f))
		}
	}
}

// isisPlain prints what has a form of bytes.
func (p *Printer) isisPlain(t *routing.ISISTLV) {
	v := t.Value
	switch t.Type {
	case 8:
	case 129:
		p.str("\n\t      NLPID(s): ")
		for i, id := range v {
			if i > 0 {
				p.str(", ")
			}
			p.nameOf(osiNames, uint16(id), "unknown")
			p.str(" (0x")
			p.hex(uint64(id), 2)
			p.str(")")
		}
	case 211:
		if len(v) < 3 {
			p.short("isis")
			return
		}
		p.str("\n\t      Flags [")
		p.flags([]flagName{{1, "Restart Request"}, {2, "Restart Acknowledgement"}, {4, "Suppress adjacency advertisement"}}, uint32(v[0]), ", ", "none")
		p.text("], Remaining holding time ", uint64(v[1])<<8|uint64(v[2]))
		p.str("s")
		if len(v) >= 9 {
			p.str(", for System ID: ")
			p.systemID(v[3:9])
		}
	case 14:
		if len(v) >= 2 {
			p.text("\n\t      LSP Buffersize: ", uint64(binary.BigEndian.Uint16(v)))
		}
	case 242:
		p.isisRouter(v)
	case 144:
		p.isisTopology(v, len(v))
	case 143:
		p.isisPort(v)
	case 7:
		p.isisInstance(v, len(v))
	case 240:
		p.isisAdjacency(v)
	case 229:
		for at := 0; at+2 <= len(v); at += 2 {
			id := binary.BigEndian.Uint16(v[at:])
			p.str("\n\t      ")
			p.nameOf(map[uint16]string{0: "IPv4 unicast", 1: "In-Band Management", 2: "IPv6 unicast", 3: "Multicast"}, id&0x0fff, "Reserved for IETF Consensus")
			p.str(" Topology (0x")
			p.hex(uint64(id&0x0fff), 3)
			p.str("), Flags: [")
			p.flags([]flagName{{0x8000, "Overload"}, {0x4000, "Attached"}}, uint32(id), ", ", "none")
			p.str("]")
		}
	default:
		if p.opt.Verbose < 2 {
			p.hexLines(v, "\n\t\t")
		}
	}
}

func (p *Printer) isisAdjacency(v []byte) {
	if len(v) >= 1 {
		p.str("\n\t      Adjacency State: ")
		p.nameOf(map[uint16]string{0: "Up", 1: "Initializing", 2: "Down"}, uint16(v[0]), "Unknown")
		p.text(" (", uint64(v[0]))
		p.str(")")
	}
	if len(v) >= 5 {
		p.str("\n\t      Extended Local circuit-ID: 0x")
		p.bytesHex(v[1:5], 0)
	}
	if len(v) >= 11 {
		p.str("\n\t      Neighbor System-ID: ")
		p.systemID(v[5:11])
	}
	if len(v) >= 15 {
		p.str("\n\t      Neighbor Extended Local circuit-ID: 0x")
		p.bytesHex(v[11:15], 0)
	}
}

// isisInstance prints an instance and its topologies, as far as they are there of length bytes, RFC 8202.
func (p *Printer) isisInstance(v []byte, length int) {
	if length < 4 || len(v) < 2 {
		return
	}
	count := (length - 2) / 2
	p.text("\n\t      Instance ID: ", uint64(binary.BigEndian.Uint16(v)))
	p.text(", ITIDs(", uint64(count))
	p.str("): ")
	for i := 1; i <= count && 2*i+2 <= len(v); i++ {
		p.num(uint64(binary.BigEndian.Uint16(v[2*i:])))
		if i < count {
			p.str(", ")
		}
	}
}
