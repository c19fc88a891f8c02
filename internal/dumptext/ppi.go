package dumptext

import (
	"encoding/binary"

	"github.com/wiretag/wiretag/capture"
)

// ppi prints a packet behind a header with per-packet information, by the link type that this names.
func (p *Printer) ppi(data []byte, length int) {
	const header, most = 8, 65532
	if len(data) < header {
		p.short("ppi")
		p.hdrLen = len(data)
		return
	}
	size := int(binary.LittleEndian.Uint16(data[2:]))
	if size < header || size > most {
		p.text(" [length ", uint64(size))
		p.str(" < 8 or > 65532]")
		p.invalid()
		p.hdrLen = len(data)
		return
	}
	if len(data) < size {
		p.short("ppi")
		p.hdrLen = len(data)
		return
	}
	number := binary.LittleEndian.Uint32(data[4:])
	link := capture.LinkType(number)
	known := number <= 0xffff && link != capture.LinkTypeRaw && Supported(link) // numbers are those of DLTs: that of raw IP is another one
	if p.opt.Link || !known {
		p.text("V.", uint64(data[0]))
		p.str(" DLT ")
		if known {
			p.str(link.DLTName())
		} else {
			p.str("UNKNOWN")
		}
		p.text(" (", uint64(number))
		p.text(") len ", uint64(size))
		p.text(", length ", uint64(length))
		p.str(": ")
	}
	p.hdrLen = 0
	if !known {
		p.unknown(data[size:])
	} else {
		p.link(link.Canonical(), data[size:], length-size)
	}
	p.hdrLen = min(size+2*p.hdrLen, len(data)) // tcpdump counts what is inside twice
}
