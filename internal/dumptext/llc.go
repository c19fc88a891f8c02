package dumptext

import "github.com/wiretag/wiretag/layers"

// Service access points of LLC (IEEE 802.2) that are handled.
const (
	sapIP      = 0x06
	sapIPX     = 0xff // the checksum of IPX, where LLC would be
	sapNetWare = 0xe0
	sapSTP     = 0x42
	sapOSI     = 0xfe
	sapSNAP    = 0xaa
)

// Exchange identification: the control field, and the format of what it carries.
const (
	llcXID       = 0xaf
	llcXIDFormat = 0x81
)

// saps are the service access points that have a name.
var saps = map[uint16]string{
	0x00: "Null", 0x02: "802.1B I", 0x04: "SNA", 0x06: "IP", 0x0e: "ProWay NM", 0x42: "STP", 0x4e: "RS511",
	0x7e: "ISO8208", 0x8e: "ProWay", 0xaa: "SNAP", 0xe0: "IPX", 0xf0: "NetBeui", 0xfe: "OSI",
}

func sapName(sap uint8) string {
	if s, ok := saps[uint16(sap)]; ok {
		return s
	}
	return "Unknown"
}

// sapText appends the name of a service access point, with its number if it has none.
func (p *Printer) sapText(what string, sap uint8) {
	name := sapName(sap)
	p.str(name)
	if name == "Unknown" {
		p.str(" ")
		p.str(what)
		p.str(" 0x")
		p.hex(uint64(sap), 2)
	}
}

// llc prints an LLC frame; ether is the header before it, if it is of Ethernet.
func (p *Printer) llc(data []byte, length int, ether *layers.Ethernet) {
	if len(data) < 3 || len(data) < 4 && data[2]&3 != 3 {
		p.short("llc")
		p.broken(data)
		return
	}
	h := layerAt(p, data, &p.dec.llc)
	if h.DSAP == sapIPX && h.SSAP == sapIPX {
		if p.opt.Link {
			p.str("IPX 802.3: ")
		}
		p.ipx(data)
		return
	}
	control, unnumbered := uint64(h.ControlField()), h.IsUnnumbered()
	if p.opt.Link {
		p.llcHeader(h.DSAP, h.SSAP, control, unnumbered)
	}
	p.hdrLen += 4
	if unnumbered {
		p.hdrLen--
	}
	both := func(sap uint8) bool { return h.DSAP&^1 == sap && h.SSAP&^1 == sap && control == 3 }
	switch {
	case both(sapSNAP):
		p.snap(data[3:], length-3, ether, data)
		return
	case both(sapIP):
		p.ipv4(data[3:], length-3)
		return
	case both(sapSTP):
		p.stp(data[3:], length-3)
		return
	case both(sapOSI):
		p.osi(data[3:], length-3)
		return
	case both(sapNetWare):
		if p.opt.Link {
			p.str("IPX 802.2: ")
		}
		p.ipx(data[3:])
		return
	}
	p.llcFrame(h.DSAP, h.SSAP, control, unnumbered, ether)
	p.str(", length ")
	p.int(length)
	if unnumbered && control&^0x10 == llcXID && len(data) > 5 && data[3] == llcXIDFormat {
		p.str(": ")
		p.bytesHex(data[4:6], ' ')
		return
	}
	if control&3 != 1 {
		p.unknown(data)
	}
}

// llcHeader prints the addresses and the control field.
func (p *Printer) llcHeader(dsap, ssap uint8, control uint64, unnumbered bool) {
	p.str("LLC, dsap ")
	p.str(sapName(dsap &^ 1))
	p.str(" (0x")
	p.hex(uint64(dsap&^1), 2)
	p.str([]string{") Individual, ssap ", ") Group, ssap "}[dsap&1])
	p.str(sapName(ssap &^ 1))
	p.str(" (0x")
	p.hex(uint64(ssap&^1), 2)
	p.str([]string{") Command, ctrl 0x", ") Response, ctrl 0x"}[ssap&1])
	if unnumbered {
		p.hex(control, 2)
	} else {
		p.hex(control, 4)
	}
	p.str(": ")
}

// llcFrame prints what a frame does.
func (p *Printer) llcFrame(dsap, ssap uint8, control uint64, unnumbered bool, ether *layers.Ethernet) {
	if !p.opt.Link {
		p.llcAddresses(dsap, ssap, ether)
	}
	poll := control&0x100 != 0
	switch {
	case unnumbered:
		poll = control&0x10 != 0
		p.str("Unnumbered, ")
		p.unnumbered(uint16(control &^ 0x10))
	case control&1 == 0:
		p.text("Information, send seq ", control>>1&0x7f)
		p.text(", rcv seq ", control>>9&0x7f)
	default:
		p.str("Supervisory, ")
		p.str([]string{"Receiver Ready", "Receiver not Ready", "Reject", "?"}[control>>2&3])
		p.text(", rcv seq ", control>>9&0x7f)
	}
	p.str(", Flags [")
	switch {
	case poll && ssap&1 == 0:
		p.str("Poll]")
	case poll:
		p.str("Final]")
	case ssap&1 == 0:
		p.str("Command]")
	default:
		p.str("Response]")
	}
}

func (p *Printer) llcAddresses(dsap, ssap uint8, ether *layers.Ethernet) {
	if ether != nil {
		p.ether(ether.Src[:])
		p.str(" ")
	}
	if ssap&^1 != dsap&^1 {
		p.sapText("SSAP", ssap&^1)
		p.str(" > ")
	} else if ether != nil {
		p.str("> ")
	}
	if ether != nil {
		p.ether(ether.Dst[:])
		p.str(" ")
	}
	p.sapText("DSAP", dsap&^1)
	p.str(" ")
}

// unnumberedNames are the commands and responses without sequence numbers, the poll bit cleared.
var unnumberedNames = map[uint16]string{
	0x03: "ui", 0x0f: "dm", 0x43: "disc", 0x63: "ua", 0x6f: "sabme", 0x87: "frmr", 0xaf: "xid", 0xe3: "test",
}

func (p *Printer) unnumbered(control uint16) {
	if s, ok := unnumberedNames[control]; ok {
		p.str(s)
		return
	}
	p.hex(uint64(control), 2)
}

// What Cisco's organization identifier and its protocols have in a SNAP header.
const (
	ouiCisco = 0x00000c
	pidCDP   = 0x2000
)

// snap prints a packet behind a SNAP header; whole is the frame from LLC on.
func (p *Printer) snap(data []byte, length int, ether *layers.Ethernet, whole []byte) {
	if len(data) < 5 {
		p.short("snap")
		return
	}
	p.hdrLen += 5
	h := layerAt(p, data, &p.dec.snap)
	oui, kind := h.OUI, uint16(h.Type)
	if p.opt.Link {
		p.snapHeader(oui, kind, length-5)
	}
	ethernet := oui == 0 || oui == 0x0000f8 || oui == 0x080007 && kind == 0x809b
	if ethernet && p.etherPayload(kind, data[5:], length-5) {
		return
	}
	if oui == ouiCisco && kind == pidCDP {
		p.cdp(data[5:], length-5)
		return
	}
	if !p.opt.Link {
		if ether != nil {
			p.ether(ether.Src[:])
			p.str(" > ")
			p.ether(ether.Dst[:])
			p.str(" ")
		}
		p.str("SNAP, ")
		if oui == 0 {
			p.str("ethertype ")
			p.etherTypeNumber(kind)
			p.str(", length ")
			p.int(length - 5)
			p.str(": ")
		} else {
			p.snapHeader(oui, kind, length-5)
		}
	}
	p.unknown(whole)
}

func (p *Printer) snapHeader(oui uint32, kind uint16, length int) {
	name, ok := organisations[oui]
	if !ok {
		name = "Unknown"
	}
	p.str("oui ")
	p.str(name)
	p.str(" (0x")
	p.hex(uint64(oui), 6)
	p.str("), ")
	switch oui {
	case 0:
		p.str("ethertype ")
		p.etherTypeNumber(kind)
	case 0x0000f8, 0x080007:
		p.str("pid ")
		p.etherTypeNumber(kind)
	case ouiCisco:
		p.str("pid ")
		p.str([]string{"Unknown", "CDP"}[number(kind == pidCDP)])
		p.str(" (0x")
		p.hex(uint64(kind), 4)
		p.str(")")
	default:
		p.str("pid Unknown (0x")
		p.hex(uint64(kind), 4)
		p.str(")")
	}
	p.str(", length ")
	p.int(length)
	p.str(": ")
}
