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
	p.str("VXLAN")
	if length < 8 {
		p.invalid()
		return
	}
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
	if len(data) < 1 {
		p.short("otv")
		return
	}
	p.str("flags [")
	p.str([]string{".", "I"}[data[0]>>3&1])
	p.str("] (0x")
	p.hex(uint64(data[0]), 2)
	p.str("), ")
	r := taker{p, data[1:], "otv"}
	if r.num("overlay ", 3); r.ok() {
		p.str(", ")
	}
	if r.num("instance ", 3); r.ok() {
		p.str("\n")
	}
	if r.take(1); !r.ok() {
		return
	}
	p.inner(data[8:], length-8)
}

// gpeFlags are the flags of the generic protocol extension.
var gpeFlags = []flagName{{8, "I"}, {4, "P"}, {2, "B"}, {1, "O"}}

// vxlanGPE prints a virtual LAN with the generic protocol extension.
func (p *Printer) vxlanGPE(data []byte, length int) {
	p.str("VXLAN-GPE, ")
	if length < 8 {
		p.text(" (len ", uint64(length))
		p.str(" < 8)")
		p.invalid()
		return
	}
	if len(data) < 1 {
		p.short("vxlan_gpe")
		return
	}
	p.str("flags [")
	p.flags(gpeFlags, uint32(data[0]), "", "none")
	p.str("], ")
	if len(data) < 8 {
		p.short("vxlan_gpe")
		return
	}
	h := layerAt(p, data, &p.dec.vxlanGPE)
	p.text("vni ", uint64(h.VNI))
	p.str([]string{": ", "\n    "}[min(p.opt.Verbose, 1)])
	p.gpePayload(uint8(h.NextHeader), data[8:], length-8)
}

func (p *Printer) gpePayload(next uint8, data []byte, length int) {
	switch next {
	case 1:
		p.ipv4(data, length)
	case 2:
		p.ipv6(data, length)
	case 3:
		p.inner(data, length)
	case 4:
		p.nsh(data, length)
	case 5:
		p.mpls(data, length)
	default:
		p.str("ERROR: unknown-next-protocol")
		p.invalid()
	}
}
