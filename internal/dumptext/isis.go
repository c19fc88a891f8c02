package dumptext

import "github.com/wiretag/wiretag/layers/routing"

var isisKinds = map[uint16]string{
	15: "L1 Lan IIH", 16: "L2 Lan IIH", 17: "p2p IIH", 18: "L1 LSP", 20: "L2 LSP", 24: "L1 CSNP", 25: "L2 CSNP", 26: "L1 PSNP", 27: "L2 PSNP",
}

// isisLengths are the sizes of the fixed parts of the packets.
var isisLengths = map[routing.ISISType]int{15: 27, 16: 27, 17: 20, 18: 27, 20: 27, 24: 33, 25: 33, 26: 17, 27: 17}

// isis prints a packet of the routing protocol of intermediate systems.
func (p *Printer) isis(data []byte, length int) {
	if len(data) < 8 {
		p.short("isis")
		return
	}
	if !p.opt.Link {
		p.str("IS-IS")
	}
	h := layerAt(p, data[1:], &p.dec.isis)
	if int(h.HeaderLength) > length {
		p.text("fixed header length ", uint64(h.HeaderLength))
		p.text(" > packet length ", uint64(length))
		p.buf = AppendHex(p.buf, data, false)
		return
	}
	if !p.opt.Link {
		p.str(", ")
	}
	if p.opt.Verbose > 0 {
		p.isisLong(h, data, length)
		return
	}
	fixed, known := isisLengths[h.Type]
	if !known {
		p.text("unknown PDU-Type ", uint64(h.Type))
		p.text(", length ", uint64(length))
		return
	}
	p.name(isisKinds, uint16(h.Type), "unknown, type ")
	if p.isisBogus(h, data, fixed) {
		return
	}
	if len(data) < fixed {
		p.short("isis")
		return
	}
	switch h.Type {
	case 15, 16:
		p.str(", src-id ")
		p.systemID(data[9:15])
		p.str(", lan-id ")
		p.systemID(data[20:27])
		p.text(", prio ", uint64(data[19]&0x7f))
	case 17:
		p.str(", src-id ")
		p.systemID(data[9:15])
	case 18, 20:
		p.str(", lsp-id ")
		p.systemID(data[12:20])
		p.str(", seq 0x")
		p.bytesHex(data[20:24], 0)
		p.lifetimeSeconds(", lifetime ", uint16(data[10])<<8|uint16(data[11]))
	default:
		p.str(", src-id ")
		p.systemID(data[10:17])
	}
	p.text(", length ", uint64(length))
}

// isisBogus says so if a packet's fixed part has another length than those of its type.
func (p *Printer) isisBogus(h *routing.ISIS, data []byte, fixed int) bool {
	if int(h.HeaderLength) == fixed {
		return false
	}
	p.text(", bogus fixed header length ", uint64(h.HeaderLength))
	p.text(" should be ", uint64(fixed))
	p.buf = AppendHex(p.buf, data, false)
	return true
}

// systemID prints a system's identifier, with those of a circuit and a fragment.
func (p *Printer) systemID(id []byte) {
	for i, c := range id {
		if i > 0 && i%2 == 0 && i < 7 {
			p.str(".")
		}
		if i == 7 {
			p.str("-")
		}
		p.bytesHex([]byte{c}, 0)
	}
}

// isisLong prints the common header as -v has it, and the fixed part.
func (p *Printer) isisLong(h *routing.ISIS, data []byte, length int) {
	p.text("length ", uint64(length))
	ids := h.IDLength
	if ids == 0 {
		ids = 6
	}
	areas := h.MaxAreas
	if areas == 0 {
		areas = 3
	}
	p.str("\n\t")
	p.name(isisKinds, uint16(h.Type), "unknown, type ")
	p.text(", hlen: ", uint64(h.HeaderLength))
	p.text(", v: ", uint64(h.Version))
	p.text(", pdu-v: ", uint64(h.Version2))
	p.text(", sys-id-len: ", uint64(ids))
	p.text(" (", uint64(h.IDLength))
	p.text("), max-area: ", uint64(areas))
	p.text(" (", uint64(h.MaxAreas))
	p.str(")")
	fixed := isisLengths[h.Type]
	if fixed == 0 || p.isisBogus(h, data, fixed) {
		return
	}
	if len(data) < fixed {
		p.short("isis")
		return
	}
	p.isisFixed(data, h.Type)
	// The packet's own length leaves out what fills the frame up.
	at := map[routing.ISISType]int{15: 17, 16: 17, 17: 17}[h.Type]
	if at == 0 {
		at = 8
	}
	end := max(int(data[at])<<8|int(data[at+1]), fixed)
	p.isisTLVs(data[fixed:min(end, len(data))], min(end, length)-fixed)
}

var isisLevels = map[byte]string{1: "Level 1 only", 2: "Level 2 only", 3: "Level 1, Level 2"}

// isisFixed prints the fixed part of a packet.
func (p *Printer) isisFixed(data []byte, t routing.ISISType) {
	switch t {
	case 15, 16, 17:
		p.isisHello(data, t == 17)
	case 18, 20:
		p.isisLinkState(data)
	case 24, 25:
		p.str("\n\t  source-id:    ")
		p.systemID(data[10:17])
		p.text(", PDU length: ", isisNumber(data, 8))
		p.str("\n\t  start lsp-id: ")
		p.systemID(data[17:25])
		p.str("\n\t  end lsp-id:   ")
		p.systemID(data[25:33])
	case 26, 27:
		p.str("\n\t  source-id:    ")
		p.systemID(data[10:17])
		p.text(", PDU length: ", isisNumber(data, 8))
	}
}

// isisNumber is a number of two bytes.
func isisNumber(data []byte, at int) uint64 { return uint64(data[at])<<8 | uint64(data[at+1]) }

// isisHello prints the fixed part of a hello packet, of a point-to-point circuit or of a broadcast network.
func (p *Printer) isisHello(data []byte, pointToPoint bool) {
	p.str("\n\t  source-id: ")
	p.systemID(data[9:15])
	if pointToPoint {
		p.text(", holding time: ", isisNumber(data, 15))
	} else {
		p.text(",  holding time: ", isisNumber(data, 15))
	}
	p.str("s, Flags: [")
	if s, ok := isisLevels[data[8]]; ok {
		p.str(s)
	} else {
		p.str("unknown circuit type 0x")
		p.hex(uint64(data[8]), 2)
	}
	p.str("]")
	if pointToPoint {
		p.str("\n\t  circuit-id: 0x")
		p.bytesHex(data[19:20], 0)
	} else {
		p.str("\n\t  lan-id:    ")
		p.systemID(data[20:27])
		p.text(", Priority: ", uint64(data[19]&0x7f))
	}
	p.text(", PDU length: ", isisNumber(data, 17))
}

// isisLinkState prints the fixed part of a link state packet.
func (p *Printer) isisLinkState(data []byte) {
	p.str("\n\t  lsp-id: ")
	p.systemID(data[12:20])
	p.str(", seq: 0x")
	p.bytesHex(data[20:24], 0)
	p.lifetimeSeconds(", lifetime: ", uint16(isisNumber(data, 10)))
	p.str("\n\t  chksum: 0x")
	p.bytesHex(data[24:26], 0)
	if end := int(isisNumber(data, 8)); isisNumber(data, 24) == 0 || end < 27 || end > len(data) {
		p.str(" (unverified)")
	} else if fletcher(data[12:end]) {
		p.str(" (correct)")
	} else {
		p.str(" (incorrect should be 0x")
		p.hex(uint64(fletcherAt(data[12:end], 12)), 4)
		p.str(")")
	}
	p.text(", PDU length: ", isisNumber(data, 8))
	p.str(", Flags: [")
	if data[26]&0x04 != 0 {
		p.str(" Overload bit set,")
	}
	for _, f := range []flagName{{0x40, " error"}, {0x20, " expense"}, {0x10, " delay"}, {0x08, " default"}} {
		if uint32(data[26])&f.bit != 0 {
			p.str(f.name)
		}
	}
	if data[26]&0x78 != 0 {
		p.str(" ATT bit set,")
	}
	if data[26]&0x80 != 0 {
		p.str(" P bit set,")
	}
	p.str(" ")
	p.nameOf(map[uint16]string{0: "Unknown IS Type 0x0", 1: "L1 IS", 2: "Unknown IS Type 0x2", 3: "L2 IS"}, uint16(data[26]&3), "")
	p.str(" ]")
}
