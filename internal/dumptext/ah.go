package dumptext

import "encoding/binary"

// ah prints an authentication header (RFC 4302) and what follows it: length bytes
// with the header, of which data was captured.
func (p *Printer) ah(data []byte, length int) {
	if len(data) < 2 {
		p.str([...]string{"", "AH"}[len(data)])
		p.leap("ah")
		return
	}
	h := layerAt(p, data, &p.dec.ah)
	size := int(data[1])*4 + 8
	p.str("AH(")
	if p.opt.Verbose > 0 {
		p.text("length=", uint64(data[1]))
		p.text("(", uint64(size))
		p.str("-bytes),")
	}
	if len(data) < 4 {
		p.leap("ah")
		return
	}
	if reserved := binary.BigEndian.Uint16(data[2:]); reserved != 0 {
		p.str("reserved=0x")
		p.hex(uint64(reserved), 1)
		p.str("[MustBeZero],")
	}
	if len(data) < 8 {
		p.leap("ah")
		return
	}
	p.str("spi=0x")
	p.hex(uint64(binary.BigEndian.Uint32(data[4:])), 8)
	p.str(",")
	if len(data) < 12 {
		p.leap("ah")
		return
	}
	p.str("seq=0x")
	p.hex(uint64(binary.BigEndian.Uint32(data[8:])), 1)
	p.str(",icv=0x")
	if size > 12 {
		p.bytesHex(data[12:min(size, len(data))], 0)
	}
	if len(data) < size {
		p.leap("ah")
		return
	}
	p.str("): ")
	p.ipPayload(uint8(h.NextHeader), data[min(size, len(data)):], length-size)
}
