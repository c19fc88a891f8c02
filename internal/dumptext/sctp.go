package dumptext

import "github.com/wiretag/wiretag/layers/transport"

var sctpChunks = map[uint16]string{
	0: "DATA", 1: "INIT", 2: "INIT ACK", 3: "SACK", 4: "HB REQ", 5: "HB ACK", 6: "ABORT", 7: "SHUTDOWN", 8: "SHUTDOWN ACK", 9: "OP ERR", 10: "COOKIE ECHO",
	11: "COOKIE ACK", 12: "ECN ECHO", 13: "ECN CWR", 14: "SHUTDOWN COMPLETE", 192: "FOR CUM TSN", 193: "REL CTRL", 194: "REL CTRL ACK",
}

var sctpPayloads = map[uint16]string{
	1: "ISDN Q.921", 2: "M2UA", 3: "M3UA", 4: "SUA", 5: "M2PA", 6: "V5.2", 7: "H.248", 8: "BICC", 9: "TALI", 10: "DUA", 11: "ASAP", 12: "ENRP", 13: "H.323",
	14: "Q.IPC", 15: "SIMCO", 16: "DDPSC", 17: "DDPSSC", 18: "S1AP", 19: "RUA", 20: "HNBAP", 21: "ForCES HP", 22: "ForCES MP", 23: "ForCES LP",
	24: "SBc-AP", 25: "NBAP", 27: "X2AP",
}

// sctpLeast is the length of chunks that have more than a header.
var sctpLeast = map[transport.SCTPChunkType]int{1: 20, 2: 20, 3: 16}

// sctp prints a packet of stream control transmission.
func (p *Printer) sctp(data []byte, length int) {
	if length < 12 {
		p.text("truncated-sctp - ", uint64(12-length))
		p.str(" bytes missing!")
		return
	}
	if len(data) < 12 {
		p.leap("sctp")
		return
	}
	h := layerAt(p, data, &p.dec.sctp)
	sport, dport := uint16(h.SrcPort), uint16(h.DstPort)
	p.ports(sport, dport, protoSCTP)
	p.str("sctp")
	forces := false
	for _, port := range [2]uint16{sport, dport} {
		if s, ok := map[uint16]string{6704: "[ForCES HP]", 6705: "[ForCES MP]", 6706: "[ForCES LP]"}[port]; ok {
			p.str(s)
			forces = true
			break
		}
	}
	data, length = data[12:], length-12
	for n := 1; length > 0; n++ {
		if length < 4 {
			p.sctpNumber(n)
			p.str("[chunk descriptor cut off at end of packet]")
			return
		}
		if len(data) < 4 {
			p.short("sctp")
			return
		}
		size := p.sctpChunk(data, n, forces)
		size = (size + 3) &^ 3
		if size == 0 || size > length {
			return
		}
		if size > len(data) {
			p.short("sctp")
			return
		}
		data, length = data[size:], length-size
	}
}

// sctpChunk prints the chunk that data begins with, and gives its length; 0 ends the packet.
func (p *Printer) sctpChunk(data []byte, n int, forces bool) int {
	size := int(data[2])<<8 | int(data[3])
	switch {
	case size < 4:
		p.sctpNumber(n)
		p.text("[Bad chunk length ", uint64(size))
		p.str(", < size of chunk descriptor]")
		return 0
	case size > len(data):
		p.short("sctp")
		return 0
	}
	c := layerAt(p, data, &p.dec.sctpChunk)
	p.sctpNumber(n)
	p.str("[")
	if s, ok := sctpChunks[uint16(c.Type)]; ok {
		p.str(s)
	} else {
		p.str("Unknown chunk type: 0x")
		p.hex(uint64(c.Type), 1)
	}
	p.str("]")
	if least := sctpLeast[c.Type]; size < least {
		p.str(" ")
		p.sctpBogus(data[:size])
		return 0
	}
	if !p.sctpBody(c, data[:size], forces) {
		return 0
	}
	return size
}

// sctpNumber prints the number of a chunk.
func (p *Printer) sctpNumber(n int) {
	if p.opt.Verbose > 1 {
		p.text("\n\t", uint64(n))
	} else {
		p.text([]string{" (", ", ("}[min(n-1, 1)], uint64(n))
	}
	p.str(") ")
}

// sctpBody prints the fields of a whole chunk, and reports whether the packet goes on behind it.
func (p *Printer) sctpBody(c *transport.SCTPChunk, data []byte, forces bool) bool {
	switch b := c.Body.(type) {
	case *transport.SCTPInit:
		p.text(" [init tag: ", uint64(b.InitiateTag))
		p.text("] [rwnd: ", uint64(b.Window))
		p.text("] [OS: ", uint64(b.OutboundStreams))
		p.text("] [MIS: ", uint64(b.InboundStreams))
		p.text("] [init TSN: ", uint64(b.InitialTSN))
		p.str("] ")
		return true
	case *transport.SCTPSack:
		p.text(" [cum ack ", uint64(b.CumulativeTSN))
		p.text("] [a_rwnd ", uint64(b.Window))
		p.text("] [#gap acks ", uint64(b.GapCount))
		p.text("] [#dup tsns ", uint64(b.DupCount))
		p.str("] ")
		for i, g := range b.Gaps {
			p.text("\n\t\t[gap ack block #", uint64(i+1))
			p.text(": start = ", uint64(b.CumulativeTSN+uint32(g.Start)))
			p.text(", end = ", uint64(b.CumulativeTSN+uint32(g.End)))
			p.str("] ")
		}
		for i, d := range b.Duplicates {
			p.text("\n\t\t[dup TSN #", uint64(i+1))
			p.text(": ", uint64(d))
			p.str("] ")
		}
		return true
	}
	if c.Type == 0 {
		if !p.sctpData(c, data) {
			return false
		}
		if forces {
			p.forces(data[16:])
		}
		return true
	}
	p.str(" ")
	return true
}

// sctpData prints a chunk of data, and reports whether it has any.
func (p *Printer) sctpData(c *transport.SCTPChunk, data []byte) bool {
	const head = 16
	p.str(" ")
	for _, f := range []flagName{{4, "(U)"}, {2, "(B)"}, {1, "(E)"}} {
		if c.Flags&uint8(f.bit) != 0 {
			p.str(f.name)
		}
	}
	if c.Flags&7 != 0 {
		p.str(" ")
	}
	if len(data) < head {
		p.sctpBogus(data)
		return false
	}
	p.text("[TSN: ", uint64(c.TSN))
	p.text("] [SID: ", uint64(c.StreamID))
	p.text("] [SSEQ ", uint64(c.StreamSeq))
	p.str("] [PPID ")
	if s, ok := sctpPayloads[uint16(c.PPID)]; ok && c.PPID < 0x10000 {
		p.str(s)
	} else {
		p.str("0x")
		p.hex(uint64(c.PPID), 1)
	}
	p.str("] ")
	if len(data) == head {
		p.sctpBogus(data)
		return false
	}
	if p.opt.Verbose > 1 {
		p.str("[Payload:")
		p.buf = AppendHex(p.buf, data[head:], true)
		p.str("]")
	}
	return true
}

func (p *Printer) sctpBogus(data []byte) {
	p.text("bogus chunk length ", uint64(len(data)))
	p.str("]")
}
