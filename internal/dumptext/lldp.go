package dumptext

import (
	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/layers/link"
)

var lldpTLVs = map[uint16]string{
	0: "End", 1: "Chassis ID", 2: "Port ID", 3: "Time to Live", 4: "Port Description", 5: "System Name", 6: "System Description", 7: "System Capabilities", 8: "Management Address",
	127: "Organization specific",
}

var lldpChassis = map[uint16]string{
	1: "Chassis component", 2: "Interface alias", 3: "Port component", 4: "MAC address", 5: "Network address", 6: "Interface name", 7: "Local",
}

var lldpPorts = map[uint16]string{
	1: "Interface alias", 2: "Port component", 3: "MAC address", 4: "Network Address", 5: "Interface Name", 6: "Agent circuit ID", 7: "Local",
}

var lldpCapabilities = []flagName{
	{1, "Other"}, {2, "Repeater"}, {4, "Bridge"}, {8, "WLAN AP"}, {16, "Router"}, {32, "Telephone"}, {64, "Docsis"}, {128, "Station Only"},
}

// lldp prints what a neighbor says of itself.
func (p *Printer) lldp(data []byte, length int) {
	p.text("LLDP, length ", uint64(length))
	h := layerAt(p, data, &p.dec.lldp)
	at, ended := 0, false
	for i := range h.TLVs {
		t := &h.TLVs[i]
		at += 2 + int(t.Length)
		if p.opt.Verbose > 0 {
			p.str("\n\t")
			p.nameOf(lldpTLVs, uint16(t.Type), "Unknown")
			p.text(" TLV (", uint64(t.Type))
			p.text("), length ", uint64(t.Length))
			p.lldpValue(t)
		} else if t.Type == link.LLDPSystemName {
			p.str(": ")
			p.printable(t.Value)
		}
		if t.Type == link.LLDPEnd && t.Length == 0 {
			ended = true
			break
		}
	}
	if !ended && (at+1 < len(data) || len(data) < length) {
		p.short("lldp")
	}
}

func (p *Printer) lldpValue(t *link.LLDPTLV) {
	v, _ := codec.View(t, "Value")
	switch v := v.(type) {
	case *link.LLDPID:
		p.lldpID(v, t.Type == link.LLDPPort)
	case *link.LLDPTimeToLive:
		p.text(": TTL ", uint64(v.Seconds))
		p.str("s")
	case *link.LLDPCapabilities:
		p.str("\n\t  System  Capabilities [")
		p.flags(lldpCapabilities, uint32(v.System), ", ", "none")
		p.str("] (0x")
		p.hex(uint64(v.System), 4)
		p.str(")\n\t  Enabled Capabilities [")
		p.flags(lldpCapabilities, uint32(v.Enabled), ", ", "none")
		p.str("] (0x")
		p.hex(uint64(v.Enabled), 4)
		p.str(")")
	case *link.LLDPManagementAddress:
		p.lldpManagement(v)
	case *link.LLDPOrg:
		p.lldpOrganization(v, t.Value)
	default:
		switch t.Type {
		case link.LLDPPortDescription, link.LLDPSystemName:
			p.str(": ")
			p.printable(t.Value)
		case link.LLDPSystemDescription:
			p.str("\n\t  ")
			p.printable(t.Value)
		}
	}
}

func (p *Printer) lldpID(v *link.LLDPID, port bool) {
	names, mac, network := lldpChassis, uint8(4), uint8(5)
	if port {
		names, mac, network = lldpPorts, 3, 4
	}
	p.str("\n\t  Subtype ")
	p.nameOf(names, uint16(v.Subtype), "Unknown")
	p.text(" (", uint64(v.Subtype))
	p.str("): ")
	switch {
	case v.Subtype == mac && len(v.ID) >= 6:
		p.ether(v.ID[:6])
	case v.Subtype == network && len(v.ID) > 0:
		p.lldpAddress(v.ID[0], v.ID[1:])
	case v.Subtype >= 1 && v.Subtype <= 7:
		p.printable(v.ID)
	default:
		p.hexLines(v.ID, "\n\t  ")
	}
}

func (p *Printer) lldpAddress(family uint8, a []byte) {
	p.str("AFI ")
	p.nameOf(map[uint16]string{0: "Reserved", 1: "IPv4", 2: "IPv6", 6: "802"}, uint16(family), "Unknown")
	p.text(" (", uint64(family))
	p.str(")")
	switch {
	case family == 1 && len(a) >= 4:
		p.str(": ")
		p.addr4(a[:4])
	case family == 2 && len(a) >= 16:
		p.str(": ")
		p.addr6([16]byte(a))
	case family == 6 && len(a) >= 6:
		p.str(": ")
		p.ether(a[:6])
	default:
		p.str(", no AF printer !")
	}
}

func (p *Printer) lldpManagement(v *link.LLDPManagementAddress) {
	p.text("\n\t  Management Address length ", uint64(v.Length))
	p.str(", ")
	p.lldpAddress(v.Address.Family, v.Address.Addr)
	p.str("\n\t  ")
	p.nameOf(map[uint16]string{1: "Unknown", 2: "Interface Index", 3: "System Port Number"}, uint16(v.InterfaceKind), "Unknown")
	p.text(" Interface Numbering (", uint64(v.InterfaceKind))
	p.text("): ", uint64(v.InterfaceNumber))
	if v.OIDLength > 0 {
		p.text("\n\t  OID length ", uint64(v.OIDLength))
		p.str(": ")
		p.printable(v.OID)
	}
}
