package dumptext

import (
	"encoding/binary"

	"github.com/wiretag/wiretag/layers/link"
)

// ctp prints a message of the Ethernet configuration testing protocol.
func (p *Printer) ctp(data []byte, length int) {
	p.str("Loopback")
	r := taker{p, data, "loopback"}
	if length < 2 {
		r.invalid(length)
		return
	}
	b := r.take(2)
	if b == nil {
		return
	}
	skip := int(binary.LittleEndian.Uint16(b))
	p.text(", skipCount ", uint64(skip))
	if skip%8 != 0 {
		p.str(" (bogus)")
	}
	if length -= 2; skip+2 > length {
		r.invalid(length)
		return
	}
	r.take(skip)
	if b = r.take(2); b == nil {
		return
	}
	p.str(", ")
	length -= skip + 2
	switch function := link.CTPFunction(binary.LittleEndian.Uint16(b)); function {
	case link.CTPReply:
		p.str("Reply")
		if length < 2 {
			r.invalid(length)
			return
		}
		if b = r.take(2); b == nil {
			return
		}
		p.text(", receipt number ", uint64(binary.LittleEndian.Uint16(b)))
		length -= 2
	case link.CTPForward:
		p.str("Forward Data")
		if length < 6 {
			r.invalid(length)
			return
		}
		r.mac(", forwarding address ")
		length -= 6
	default:
		p.text(" invalid (", uint64(function))
		p.str(")")
		r.take(length)
		return
	}
	if r.ok() {
		p.text(", data (", uint64(length))
		p.str(" octets)")
		r.take(length)
	}
}
