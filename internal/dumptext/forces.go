package dumptext

import "encoding/binary"

var forcesTypes = map[uint16]string{
	0x01: "Association Setup", 0x02: "Association TearDown", 0x03: "Config", 0x04: "Query", 0x05: "Event Notification", 0x06: "Packet Redirect", 0x0f: "HeartBeat",
	0x11: "Association Response", 0x13: "Config Response", 0x14: "Query Response",
}

// forces prints the header of a message that separates forwarding and control (RFC 5810).
func (p *Printer) forces(data []byte) {
	const header = 24
	if len(data) < header {
		p.short("forces")
		return
	}
	p.str("\n\tForCES ")
	p.nameOf(forcesTypes, uint16(data[1]), "ForCES Unknown message")
	p.str(" ")
	if p.opt.Verbose == 0 {
		return
	}
	p.text("\n\tForCES Version ", uint64(data[0]>>4))
	p.text(" len ", 4*uint64(binary.BigEndian.Uint16(data[2:])))
	p.str("B flags 0x")
	p.hex(uint64(binary.BigEndian.Uint32(data[20:])), 8)
	p.str(" \n\tSrcID ")
	p.forcesID(data[4:])
	p.str(" DstID ")
	p.forcesID(data[8:])
	p.str(" Correlator 0x")
	p.hex(binary.BigEndian.Uint64(data[12:]), 1)
}

// forcesID prints the address of an element: its upper bits say of what kind it is.
func (p *Printer) forcesID(b []byte) {
	id := binary.BigEndian.Uint32(b)
	p.str("0x")
	p.hex(uint64(id), 1)
	p.str([]string{"(FE)", "(CE)", "(reserved)", "(multicast)"}[id>>30])
}
