package dumptext

import "encoding/binary"

// headerCompression prints how IPCP negotiates the compression of headers.
func (p *Printer) headerCompression(v []byte) {
	p.str(": IP Header Compression (0x61):")
	p.text("\n\t    TCP Space ", uint64(binary.BigEndian.Uint16(v[2:])))
	p.text(", non-TCP Space ", uint64(binary.BigEndian.Uint16(v[4:])))
	p.text(", maxPeriod ", uint64(binary.BigEndian.Uint16(v[6:])))
	p.text(", maxTime ", uint64(binary.BigEndian.Uint16(v[8:])))
	p.text(", maxHdr ", uint64(binary.BigEndian.Uint16(v[10:])))
	v = v[12:]
	p.text("\n\t      Suboptions, length ", uint64(len(v)))
	for len(v) >= 2 {
		kind, size := v[0], int(v[1])
		p.str("\n\t\t")
		p.nameOf(map[uint16]string{1: "RTP-Compression", 2: "Enhanced RTP-Compression", 3: "Suppress Data Checksum"}, uint16(kind), "Unknown")
		p.text(" Suboption #", uint64(kind))
		p.text(", length ", uint64(size))
		if size < 1 || size > len(v) {
			p.text(" [remaining suboptions length ", uint64(len(v)))
			p.text(" < ", uint64(size))
			p.str("] (invalid)")
			return
		}
		v = v[size:]
	}
}

// ccpOption prints the parameters of a kind of compression.
func (p *Printer) ccpOption(kind int, v []byte) {
	switch {
	case kind == 21 && len(v) >= 1:
		p.text(": Version: ", uint64(v[0]>>5))
		p.text(", Dictionary Bits: ", uint64(v[0]&31))
	case kind == 24 && len(v) >= 2:
		p.text(": Features: ", uint64(v[0]>>6))
		p.str(", PxP: ")
		p.str([]string{"Disabled", "Enabled"}[v[0]>>5&1])
		p.text(", History: ", uint64(v[0]&31))
		p.text(", #CTX-ID: ", uint64(v[1]))
	case kind == 26 && len(v) >= 2:
		p.text(": Window: ", uint64(v[0]>>4))
		p.str("K, Method: ")
		p.str([]string{"unknown", "zlib"}[number(v[0]&15 == 8)])
		p.str(" (0x")
		p.hex(uint64(v[0]&15), 1)
		p.text("), MBZ: ", uint64(v[1]>>2))
		p.text(", CHK: ", uint64(v[1]&3))
	}
}
