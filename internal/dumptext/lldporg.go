package dumptext

import (
	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/layers/link"
)

var lldpOUIs = map[uint32]string{0x0080c2: "Ethernet bridged", 0x00120f: "IEEE 802.3 Private", 0x0012bb: "ANSI/TIA", 0x00005e: "IANA", 0x00000c: "Cisco"}

var lldpSubtypes = map[uint32]map[uint16]string{
	0x0080c2: {
		1: "Port VLAN Id", 2: "Port and Protocol VLAN ID", 3: "VLAN name", 4: "Protocol Identity", 7: "Link aggregation", 8: "Congestion Notification", 9: "ETS Configuration",
		10: "ETS Recommendation", 11: "Priority Flow Control Configuration", 12: "Application Priority", 13: "EVB", 14: "CDCP",
	},
	0x00120f: {1: "MAC/PHY configuration/status", 2: "Power via MDI", 3: "Link aggregation", 4: "Max frame size"},
	0x0012bb: {
		1: "LLDP-MED Capabilities", 2: "Network policy", 3: "Location identification", 4: "Extended power-via-MDI", 5: "Inventory - hardware revision",
		6: "Inventory - firmware revision", 7: "Inventory - software revision", 8: "Inventory - serial number", 9: "Inventory - manufacturer name", 10: "Inventory - model name",
		11: "Inventory - asset ID",
	},
	0x00005e: {1: "MUD-URL"},
}

// lldpOrganization prints a TLV of an organization; value is all of it.
func (p *Printer) lldpOrganization(v *link.LLDPOrg, value []byte) {
	oui, kind := v.Kind.OUI(), uint16(v.Kind.Subtype())
	p.str(": OUI ")
	if s, ok := lldpOUIs[oui]; ok {
		p.str(s)
	} else {
		p.str("Unknown")
	}
	p.str(" (0x")
	p.hex(uint64(oui), 6)
	p.str(")")
	names := lldpSubtypes[oui]
	if names != nil {
		p.str("\n\t  ")
		p.nameOf(names, kind, "unknown")
		p.text(" Subtype (", uint64(kind))
		p.str(")")
	}
	if names[kind] == "" {
		p.hexLines(value, "\n\t  ")
		return
	}
	body, err := codec.View(v, "Data")
	if err != nil && kind != 3 {
		body = nil // less than its fields
	}
	switch oui {
	case 0x00120f:
		p.lldpDot3(body)
	case 0x0012bb:
		p.lldpMED(kind, v.Data, body)
	case 0x00005e:
		p.str("\n\t  MUD-URL=")
		p.printable(v.Data)
	default:
		if kind == 14 {
			p.lldpCDCP(v.Data)
			return
		}
		p.lldpDot1(kind, len(v.Data), body)
	}
}

var lldpAutonegotiation = []flagName{{1, "supported"}, {2, "enabled"}}

// bitOf is bit if b is set.
func bitOf(b bool, bit uint32) uint32 { return uint32(number(b)) * bit }

// lldpAggregation prints the membership in an aggregation.
func (p *Printer) lldpAggregation(v *link.LLDPAggregation) {
	p.str("\n\t    aggregation status [")
	p.flags(lldpAutonegotiation, bitOf(v.Capable, 1)|bitOf(v.Enabled, 2), ", ", "none")
	p.text("], aggregation port ID ", uint64(v.PortID))
}

var lldpMAUCapabilities = []flagName{
	{0x4000, "10BASE-T hdx"},
	{0x2000, "10BASE-T fdx"},
	{0x1000, "100BASE-T4"},
	{0x0800, "100BASE-TX hdx"},
	{0x0400, "100BASE-TX fdx"},
	{0x0200, "100BASE-T2 hdx"},
	{0x0100, "100BASE-T2 fdx"},
	{0x0080, "Pause for fdx links"},
	{0x0040, "Asym PAUSE for fdx"},
	{0x0020, "Sym PAUSE for fdx"},
	{0x0010, "Asym and Sym PAUSE for fdx"},
	{0x0008, "1000BASE-{X LX SX CX} hdx"},
	{0x0004, "1000BASE-{X LX SX CX} fdx"},
	{0x0002, "1000BASE-T hdx"},
	{0x0001, "1000BASE-T fdx"},
}

var lldpMAUs = []string{
	"Unknown", "AUI", "10BASE_5", "FOIRL", "10BASE2", "10BASET duplex mode unknown", "10BASEFP", "10BASEFB", "10BASEFL duplex mode unknown", "10BROAD36", "10BASET hdx", "10BASET fdx",
	"10BASEFL hdx", "10BASEFL fdx", "100BASET4", "100BASETX hdx", "100BASETX fdx", "100BASEFX hdx", "100BASEFX fdx", "100BASET2 hdx", "100BASET2 fdx", "1000BASEX hdx", "1000BASEX fdx",
	"1000BASELX hdx", "1000BASELX fdx", "1000BASESX hdx", "1000BASESX fdx", "1000BASECX hdx", "1000BASECX fdx", "1000BASET hdx", "1000BASET fdx", "10GBASEX", "10GBASELX4", "10GBASER",
	"10GBASEER", "10GBASELR", "10GBASESR", "10GBASEW", "10GBASEEW", "10GBASELW", "10GBASESW",
}

// lldpDot3 prints what IEEE 802.3 defines.
func (p *Printer) lldpDot3(body any) {
	switch v := body.(type) {
	case *link.LLDPMACPHY:
		status := bitOf(v.Supported, 1) | bitOf(v.Enabled, 2) | uint32(v.Reserved)<<2
		p.str("\n\t    autonegotiation [")
		p.flags(lldpAutonegotiation, status, ", ", "none")
		p.str("] (0x")
		p.hex(uint64(status), 2)
		p.str(")\n\t    PMD autoneg capability [")
		p.flags(lldpMAUCapabilities, uint32(v.Advertised), ", ", "unknown")
		p.str("] (0x")
		p.hex(uint64(v.Advertised), 4)
		p.str(")\n\t    MAU type ")
		if int(v.Operational) < len(lldpMAUs) {
			p.str(lldpMAUs[v.Operational])
		} else {
			p.str("unknown")
		}
		p.str(" (0x")
		p.hex(uint64(v.Operational), 4)
		p.str(")")
	case *link.LLDPPower:
		p.str("\n\t    MDI power support [")
		p.flags([]flagName{{1, "PSE"}, {2, "supported"}, {4, "enabled"}, {8, "can be controlled"}},
			bitOf(v.PSE, 1)|bitOf(v.Supported, 2)|bitOf(v.Enabled, 4)|bitOf(v.PairControl, 8), ", ", "none")
		p.str("], power pair ")
		p.nameOf(map[uint16]string{1: "signal", 2: "spare"}, uint16(v.Pair), "unknown")
		p.str(", power class ")
		p.nameOf(map[uint16]string{1: "class0", 2: "class1", 3: "class2", 4: "class3", 5: "class4"}, uint16(v.Class), "unknown")
	case *link.LLDPAggregation:
		p.lldpAggregation(v)
	case *link.LLDPMaxFrame:
		p.text("\n\t    MTU size ", uint64(v.Size))
	}
}

var lldpMEDCapabilities = []flagName{
	{1, "LLDP-MED capabilities"}, {2, "network policy"}, {4, "location identification"}, {8, "extended power via MDI-PSE"}, {16, "extended power via MDI-PD"}, {32, "Inventory"},
}

var lldpMEDClasses = map[uint16]string{1: "endpoint class 1", 2: "endpoint class 2", 3: "endpoint class 3", 4: "network connectivity"}

var lldpMEDApplications = map[uint16]string{
	1: "voice", 2: "voice signaling", 3: "guest voice", 4: "guest voice signaling", 5: "softphone voice", 6: "video conferencing", 7: "streaming video", 8: "video signaling",
}

var lldpMEDInventory = []string{"Hardware revision", "Firmware revision", "Software revision", "Serial number", "Manufacturer name", "Model name", "Asset ID"}

// lldpMED prints what LLDP-MED defines.
func (p *Printer) lldpMED(kind uint16, data []byte, body any) {
	switch v := body.(type) {
	case *link.LLDPMEDCapabilities:
		p.str("\n\t    Media capabilities [")
		p.flags(lldpMEDCapabilities, uint32(v.Capabilities), ", ", "none")
		p.str("] (0x")
		p.hex(uint64(v.Capabilities), 4)
		p.str(")\n\t    Device type [")
		p.nameOf(lldpMEDClasses, uint16(v.Class), "unknown")
		p.str("] (0x")
		p.hex(uint64(v.Class), 2)
		p.str(")")
	case *link.LLDPMEDPolicy:
		p.str("\n\t    Application type [")
		p.nameOf(lldpMEDApplications, uint16(v.Application), "none")
		p.str("] (0x")
		p.hex(uint64(v.Application), 2)
		p.str("), Flags [")
		p.flags([]flagName{{1, "Unknown"}, {2, "Tagged"}, {4, "reserved"}}, bitOf(v.Unknown, 1)|bitOf(v.Tagged, 2)|uint32(v.Reserved)<<2, ", ", "none")
		p.text("]\n\t    Vlan id ", uint64(v.VLAN))
		p.text(", L2 priority ", uint64(v.Priority))
		p.text(", DSCP value ", uint64(v.DSCP))
	case *link.LLDPMEDLocation:
		p.lldpLocation(v)
	case *link.LLDPMEDPower:
		p.str("\n\t    Power type [")
		p.str([]string{"PSE device", "PD device"}[number(v.Priority&3 != 0)])
		p.str("], Power source [")
		p.str([]string{"none", "PSE - primary power source", "local - backup power source", "PSE+local - reserved"}[v.Source])
		p.str("]\n\t    Power priority [")
		p.nameOf(map[uint16]string{1: "critical", 2: "high", 3: "low"}, uint16(v.Priority), "none")
		p.str("] (0x")
		p.hex(uint64(v.Priority), 2)
		p.text("), Power ", uint64(v.Value/10))
		p.text(".", uint64(v.Value%10))
		p.str(" Watts")
	default:
		if kind >= 5 {
			p.str("\n\t  ")
			p.str(lldpMEDInventory[kind-5])
			p.str(" ")
			p.printable(data)
		}
	}
}

// lldpLocation prints where a device is.
func (p *Printer) lldpLocation(v *link.LLDPMEDLocation) {
	p.str("\n\t    Location data format ")
	p.nameOf(map[uint16]string{1: "coordinate-based LCI", 2: "civic address LCI", 3: "ECS ELIN"}, uint16(v.Format), "unknown")
	p.str(" (0x")
	p.hex(uint64(v.Format), 2)
	p.str(")")
	switch v.Format {
	case 1, 2:
	case 3:
		p.str("\n\t    ECS ELIN id ")
		p.printable(v.Data)
	default:
		p.str("\n\t    Location ID ")
		p.hexLines(v.Data, "\n\t      ")
	}
}
