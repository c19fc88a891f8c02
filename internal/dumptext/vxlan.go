package dumptext

// Ports of tunnels over UDP.
const (
	vxlanPort    = 4789
	vxlanGPEPort = 4790
	otvPort      = 8472
	genevePort   = 6081
	natPort      = 4500
)

// vxlan prints a virtual LAN over UDP.
func (p *Printer) vxlan(data []byte, length int) {
	if length < 8 {
		p.short("vxlan")
		return
	}
	p.str("VXLAN")
	if len(data) < 1 {
		p.short("vxlan")
		return
	}
	p.str(", flags [")
	p.str([]string{".", "I"}[data[0]>>3&1])
	p.str("] (0x")
	p.hex(uint64(data[0]), 2)
	p.str("), ")
	if len(data) < 7 {
		p.short("vxlan")
		return
	}
	p.text("vni ", uint64(layerAt(p, data, &p.dec.vxlan).VNI))
	p.str("\n")
	if len(data) < 8 {
		p.short("vxlan")
		return
	}
	p.inner(data[8:], length-8)
}

// otv prints what has the port of overlay transport virtualization, though Linux uses it for VXLAN.
func (p *Printer) otv(data []byte, length int) {
	p.str("OTV, ")
	if len(data) < 8 {
		p.short("otv")
		return
	}
	h := layerAt(p, data, &p.dec.vxlan)
	p.str("flags [")
	p.str([]string{".", "I"}[number(h.Instance)])
	p.str("] (0x")
	p.hex(uint64(data[0]), 2)
	p.text("), overlay ", uint64(data[1])<<16|uint64(h.GroupID))
	p.text(", instance ", uint64(h.VNI))
	p.str("\n")
	p.inner(data[8:], length-8)
}

// gpeProtocols are what the generic protocol extension carries.
var gpeProtocols = map[uint16]string{1: "IPv4", 2: "IPv6", 3: "Ethernet", 4: "NSH", 5: "MPLS"}

// vxlanGPE prints a virtual LAN with the generic protocol extension.
func (p *Printer) vxlanGPE(data []byte, length int) {
	if len(data) < 8 {
		p.str("VXLAN-GPE")
		p.short("vxlan_gpe")
		return
	}
	h := layerAt(p, data, &p.dec.vxlanGPE)
	flags := data[0]
	p.str("VXLAN-GPE, flags [")
	for i, c := range "IPBO" {
		if flags&(8>>i) != 0 {
			p.str(string(c))
		} else {
			p.str(".")
		}
	}
	p.str("]")
	if h.Version != 0 {
		p.text(" unknown-version ", uint64(h.Version))
		return
	}
	p.str(", vni ")
	p.num(uint64(h.VNI))
	next := uint8(h.NextHeader)
	if h.HasNext {
		p.str(", next-protocol ")
		p.name(gpeProtocols, uint16(next), "unknown-")
	}
	p.str(", ")
	if p.opt.Verbose == 0 {
		p.text("length ", uint64(length))
		p.str(": ")
	} else {
		p.str("\n    ")
	}
	p.gpePayload(next, data[8:], length-8)
}

func (p *Printer) gpePayload(next uint8, data []byte, length int) {
	switch next {
	case 0, 3:
		p.inner(data, length)
	case 1:
		p.ipv4(data, length)
	case 2:
		p.ipv6(data, length)
	case 4:
		p.nsh(data, length)
	case 5:
		p.mpls(data, length)
	default:
		p.unknown(data)
	}
}
