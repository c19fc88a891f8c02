package dumptext

import "github.com/wiretag/wiretag/layers/transport"

// pgm prints a packet of pragmatic general multicast.
func (p *Printer) pgm(data []byte, length int) {
	n := &p.network
	if len(data) < 4 {
		p.host(n.src)
		p.str(" > ")
		p.host(n.dst)
		p.str(":")
		p.short("pgm")
		return
	}
	h := layerAt(p, data, &p.dec.pgm)
	p.host(n.src)
	p.text(".", uint64(data[0])<<8|uint64(data[1]))
	p.str(" > ")
	p.host(n.dst)
	p.text(".", uint64(data[2])<<8|uint64(data[3]))
	p.str(": ")
	if len(data) < 16 {
		p.short("pgm")
		return
	}
	p.text("PGM, length ", uint64(h.TSDULength))
	if p.opt.Verbose > 0 {
		if p.opt.Verbose > 1 && len(data) >= length && h.Checksum != 0 {
			if internetSum(0, data[:length]) == 0 {
				p.str(" sum ok")
			} else {
				p.str(" bad sum")
			}
		}
		p.str(" 0x")
		p.bytesHex(h.GSI[:], 0)
		p.str(" ")
		p.pgmBody(h, length)
	}
}

func (p *Printer) pgmBody(h *transport.PGM, length int) {
	switch {
	case h.SPM != nil:
		p.text("SPM seq ", uint64(h.SPM.Seq))
		p.text(" trail ", uint64(h.SPM.Trail))
		p.text(" lead ", uint64(h.SPM.Lead))
		p.str(" nla ")
		p.host(h.SPM.Path.Addr())
	case h.Data != nil:
		p.str([]string{"ODATA", "RDATA"}[h.Type&1])
		p.text(" trail ", uint64(h.Data.Trail))
		p.text(" seq ", uint64(h.Data.Seq))
	case h.NAK != nil:
		p.str(map[transport.PGMType]string{8: "NAK", 9: "NNAK", 10: "NCF"}[h.Type])
		p.str(" (")
		p.host(h.NAK.Source.Addr())
		p.str(" -> ")
		p.host(h.NAK.Group.Addr())
		p.text("), seq [", uint64(h.NAK.Seq))
		p.str("]")
	case h.Ack != nil:
		p.text("ACK seq ", uint64(h.Ack.MaxSeq))
	case h.Type == 12:
		p.str("SPMR")
	default:
		p.str("UNKNOWN type 0x")
		p.hex(uint64(h.Type), 2)
	}
	if h.HasOptions {
		return
	}
	p.text(" [", uint64(length))
	p.str("]")
}
