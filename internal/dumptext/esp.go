package dumptext

// esp prints an encrypted packet: nothing of its contents is readable.
func (p *Printer) esp(data []byte, length int) {
	if len(data) <= 8 {
		p.short("esp")
		return
	}
	h := layerAt(p, data, &p.dec.esp)
	p.str("ESP(spi=0x")
	p.hex(uint64(h.SPI), 8)
	p.str(",seq=0x")
	p.hex(uint64(h.Seq), 1)
	p.text("), length ", uint64(length))
}

// natTraversal prints what is on the port of IPsec through address translation.
func (p *Printer) natTraversal(data []byte, length int) {
	switch {
	case length == 1 && len(data) == 1 && data[0] == 0xff:
		p.str("isakmp-nat-keep-alive")
	case length < 4, len(data) < 4:
		p.short("isakmp_rfc3948")
	case [4]byte(data) != [4]byte{}:
		p.str("UDP-encap: ")
		p.esp(data, length)
	default:
		p.str("NONESP-encap: ")
		p.isakmp(data[4:], length-4)
	}
}
