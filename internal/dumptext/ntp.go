package dumptext

import (
	"encoding/binary"
	"time"

	"github.com/wiretag/wiretag/layers/infra"
)

var ntpModes = [...]string{"unspecified", "symmetric active", "symmetric passive", "Client", "Server", "Broadcast", "Control Message", "Reserved"}

// ntp prints a message of the network time protocol.
func (p *Printer) ntp(data []byte, length int) {
	if len(data) < 1 {
		p.short("ntp")
		return
	}
	mode := data[0] & 7
	p.text("NTPv", uint64(data[0]>>3&7))
	p.str(", ")
	p.str(ntpModes[mode])
	p.text(", length ", uint64(length))
	if p.opt.Verbose == 0 {
		return
	}
	p.str("\n\tLeap indicator: ")
	p.str(map[byte]string{0x40: "+1s", 0x80: "-1s", 0xc0: "clock unsynchronized"}[data[0]&0xc0])
	p.text(" (", uint64(data[0]&0xc0))
	p.str(")")
	switch {
	case mode == 6:
		p.ntpControl(data, length)
	case mode == 7:
		if length < 48 {
			p.invalid()
		}
	case length < 48:
		p.invalid()
	default:
		p.ntpTime(data, length)
	}
}

// stratum is what a distance from a reference clock is called.
func stratum(n uint8) string {
	switch {
	case n == 0:
		return "unspecified"
	case n == 1:
		return "primary reference"
	case n < 16:
		return "secondary reference"
	case n == 16:
		return "unsynchronized"
	}
	return "reserved"
}

func (p *Printer) ntpTime(data []byte, length int) {
	h := layerAt(p, data, &p.dec.ntp)
	have := len(data)
	for _, f := range []struct {
		end   int
		print func()
	}{
		{2, func() {
			p.text(", Stratum ", uint64(h.Stratum))
			p.str(" (" + stratum(h.Stratum) + ")")
		}},
		{3, func() { p.ntpPoll(int(h.Poll)) }},
		{4, func() {
			p.str(", precision ")
			p.int(int(h.Precision))
		}},
		{8, func() {
			p.str("\n\tRoot Delay: ")
			p.ntpShort(uint32(h.RootDelay))
		}},
		{12, func() {
			p.str(", Root dispersion: ")
			p.ntpShort(uint32(h.RootDispersion))
		}},
		{16, func() {
			p.str(", Reference-ID: ")
			p.ntpReference(h)
		}},
		{24, func() { p.ntpStamp("\n\t  Reference Timestamp:  ", h.Reference) }},
		{32, func() { p.ntpStamp("\n\t  Originator Timestamp: ", h.Origin) }},
		{40, func() { p.ntpStamp("\n\t  Receive Timestamp:    ", h.Receive) }},
		{48, func() {
			p.ntpStamp("\n\t  Transmit Timestamp:   ", h.Transmit)
			p.ntpDelta("\n\t    Originator - Receive Timestamp:  ", h.Origin, h.Receive)
			p.ntpDelta("\n\t    Originator - Transmit Timestamp: ", h.Origin, h.Transmit)
		}},
	} {
		if have < f.end {
			p.short("ntp")
			return
		}
		f.print()
	}
	p.ntpRest(data[48:], length-48)
}

func (p *Printer) ntpPoll(poll int) {
	p.str(", poll ")
	p.int(poll)
	switch {
	case poll >= 0 && poll < 32:
		p.text(" (", 1<<poll)
		p.str("s)")
	case poll < 0 && poll > -32:
		p.text(" (1/", 1<<-poll)
		p.str("s)")
	}
}

// ntpShort prints seconds with sixteen bits behind the point.
func (p *Printer) ntpShort(n uint32) {
	p.num(uint64(n >> 16))
	p.str(".")
	p.buf = appendPadded(p.buf, uint64(float64(n&0xffff)/65536*1e6), 6)
}

func (p *Printer) ntpReference(h *infra.NTP) {
	switch {
	case h.Stratum == 0:
		p.str("(unspec)")
	case h.Stratum == 1:
		p.printable(h.RefID[:])
	default:
		p.str("0x")
		p.bytesHex(h.RefID[:], 0)
	}
}

func (p *Printer) ntpSeconds(seconds, fraction uint32) {
	p.num(uint64(seconds))
	p.str(".")
	p.buf = appendPadded(p.buf, uint64(float64(fraction)/4294967296*1e9), 9)
}

func (p *Printer) ntpStamp(what string, t infra.NTPTimestamp) {
	p.str(what)
	p.ntpSeconds(uint32(t>>32), uint32(t))
	if t>>32 == 0 {
		return
	}
	p.str(" (")
	p.buf = time.Unix(int64(t>>32)-2208988800, 0).UTC().AppendFormat(p.buf, "2006-01-02T15:04:05Z")
	p.str(")")
}

func (p *Printer) ntpDelta(what string, from, to infra.NTPTimestamp) {
	if from>>32 == 0 {
		p.ntpStamp(what, to)
		return
	}
	p.str(what)
	d := uint64(to - from)
	sign := "+"
	switch {
	case to < from:
		d, sign = uint64(from-to), "-"
	case to == from:
		sign = " "
	}
	p.str(sign)
	p.ntpSeconds(uint32(d>>32), uint32(d))
}

// ntpRest prints what is behind the header: a key and a digest, if it has their size.
func (p *Printer) ntpRest(data []byte, length int) {
	switch length {
	case 0:
	case 4, 20, 24:
		if len(data) < 4 {
			p.short("ntp")
			return
		}
		p.text("\n\tKey id: ", uint64(binary.BigEndian.Uint32(data)))
		if length == 4 {
			return
		}
		if len(data) < length {
			p.short("ntp")
			return
		}
		p.str("\n\tAuthentication: ")
		p.bytesHex(data[4:length], 0)
	default:
		p.text("\n\t(", uint64(length))
		p.str(" more bytes after the header)")
	}
}

func (p *Printer) ntpControl(data []byte, length int) {
	if length < 12 {
		p.invalid()
		return
	}
	if len(data) < 12 {
		p.short("ntp")
		return
	}
	h := layerAt(p, data, &p.dec.ntpControl)
	p.str([]string{", Request", ", Response"}[number(h.Response)])
	p.str([]string{", OK", ", Error"}[number(h.Error)])
	p.str([]string{", Last", ", More"}[number(h.More)])
	p.text(", OpCode=", uint64(h.Opcode))
	p.text("\n\tSequence=", uint64(h.Sequence))
	p.str(", Status=")
	p.zeroOrHex(uint64(h.Status))
	p.text(", Assoc.=", uint64(binary.BigEndian.Uint16(data[6:])))
	p.text(", Offset=", uint64(binary.BigEndian.Uint16(data[8:])))
	count := int(binary.BigEndian.Uint16(data[10:]))
	p.text(", Count=", uint64(count))
	if 12+count > length {
		p.invalid()
		return
	}
	if count != 0 {
		p.str("\n\tTO-BE-DONE: data not interpreted")
	}
}

// zeroOrHex prints a number in hexadecimal, with a prefix unless it is 0.
func (p *Printer) zeroOrHex(n uint64) {
	if n != 0 {
		p.str("0x")
	}
	p.hex(n, 1)
}
