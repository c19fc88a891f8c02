package dumptext

import (
	"bytes"
	"encoding/binary"
	"fmt"
)

func (p *Printer) cdpUnknown(v cdpValue) bool {
	if len(v.data) < v.length {
		return false
	}
	p.hexLines(v.data, "\n\t  ")
	return true
}

func (p *Printer) cdpText(v cdpValue) bool {
	p.str("'")
	p.printable(v.data)
	return len(v.data) == v.length && p.also("'")
}

func (p *Printer) cdpVersion(v cdpValue) bool {
	for line := range bytes.SplitSeq(v.data, []byte("\n")) {
		p.str("\n\t  ")
		p.printable(line)
	}
	return true
}

// cdpNumber prints all bytes as a number.
func (p *Printer) cdpNumber(v cdpValue) bool {
	if len(v.data) < v.length {
		return false
	}
	p.num(v.number())
	return true
}

func (v cdpValue) number() (n uint64) {
	for _, c := range v.data {
		n = n<<8 | uint64(c)
	}
	return n
}

func (p *Printer) cdpByte(v cdpValue) bool {
	if len(v.data) < 1 {
		return false
	}
	p.str("0x")
	p.hex(uint64(v.data[0]), 2)
	return true
}

func (p *Printer) cdpDuplex(v cdpValue) bool {
	if len(v.data) < 1 {
		return false
	}
	p.str([]string{"half", "full"}[number(v.data[0] != 0)])
	return true
}

func (p *Printer) cdpVoice(v cdpValue) bool {
	if len(v.data) < 3 {
		return false
	}
	p.text("app ", uint64(v.data[0]))
	p.text(", vlan ", uint64(binary.BigEndian.Uint16(v.data[1:])))
	return true
}

// cdpPower prints milliwatts as watts.
func (p *Printer) cdpPower(v cdpValue) bool {
	if len(v.data) < v.length {
		return false
	}
	p.buf = fmt.Appendf(p.buf, "%.2fW", float32(v.number())/1000)
	return true
}

func (p *Printer) cdpLocation(v cdpValue) bool {
	if !p.cdpByte(v) {
		return false
	}
	if v.length > 1 {
		p.str("/")
		p.printable(v.data[1:])
	}
	return true
}

var cdpCapabilityNames = []flagName{
	{0x01, "Router"}, {0x02, "Transparent Bridge"}, {0x04, "Source Route Bridge"}, {0x08, "L2 Switch"}, {0x10, "L3 capable"}, {0x20, "IGMP snooping"}, {0x40, "L1 capable"},
}

func (p *Printer) cdpCapabilities(v cdpValue) bool {
	if len(v.data) < v.length {
		return false
	}
	p.str("(0x")
	p.hex(v.number(), 8)
	p.str("): ")
	p.flags(cdpCapabilityNames, uint32(v.number()), ", ", "none")
	return true
}

func (p *Printer) cdpPrefixes(v cdpValue) bool {
	if v.length%5 != 0 {
		p.text(" [length ", uint64(v.length))
		p.str(" is not a multiple of 5]")
		return true
	}
	p.text(" IPv4 Prefixes (", uint64(v.length/5))
	p.str("):")
	for b := v.data; len(b) >= 5; b = b[5:] {
		p.str(" ")
		p.addr4(b[:4])
		p.text("/", uint64(b[4]))
	}
	return true
}

// cdpAddresses prints addresses of any protocol, behind their number.
func (p *Printer) cdpAddresses(v cdpValue) bool {
	if v.length < 4 {
		return p.also(" (not enough space for num)")
	}
	if len(v.data) < 4 {
		return false
	}
	n := binary.BigEndian.Uint32(v.data)
	v = v.from(4)
	for ; n > 0; n-- {
		good, whole := p.cdpAddress(&v, n)
		if !good || !whole {
			return whole
		}
		if n > 1 {
			p.str(" ")
		}
	}
	if v.length > 0 {
		p.text(" (", uint64(v.length))
		p.str(" bytes of stray data)")
	}
	return true
}

// from is what is behind n bytes.
func (v cdpValue) from(n int) cdpValue { return cdpValue{v.data[min(n, len(v.data)):], v.length - n} }

// cdpAddress prints the next address; left are those with it. It is not good if there is no space for it, and not whole if it was not captured.
func (p *Printer) cdpAddress(v *cdpValue, left uint32) (good, whole bool) {
	if v.length < 2 {
		return false, p.also(" (not enough space for PT+PL)")
	}
	if len(v.data) < 2 {
		return false, false
	}
	kind, n := v.data[0], int(v.data[1])
	if v.length < 2+n+2 {
		return false, p.also(" (not enough space for P+AL)")
	}
	if len(v.data) < 2+n+2 {
		return false, false
	}
	protocol, size := v.data[2:2+n], int(binary.BigEndian.Uint16(v.data[2+n:]))
	*v = v.from(2 + n + 2)
	name := ""
	switch {
	case kind == 1 && size == 4 && string(protocol) == "\xcc":
		name = "IPv4"
	case kind == 2 && size == 16 && string(protocol) == "\xaa\xaa\x03\x00\x00\x00\x86\xdd":
		name = "IPv6"
	default:
		p.buf = fmt.Appendf(p.buf, "pt=0x%02x, pl=%d, pb=", kind, n)
		p.spaced(protocol)
		p.text(", al=", uint64(size))
		p.str(", a=")
	}
	if size > v.length {
		return false, p.also(" (not enough space for A)")
	}
	if len(v.data) < size {
		return false, false
	}
	addr := v.data[:size]
	*v = v.from(size)
	if name == "" {
		p.spaced(addr)
		return true, true
	}
	p.text(name+" (", uint64(left))
	p.str(") ")
	if name == "IPv4" {
		p.addr4(addr)
	} else {
		p.addr6([16]byte(addr))
	}
	return true, true
}

// spaced appends bytes in hexadecimal, each behind a space.
func (p *Printer) spaced(b []byte) {
	if len(b) > 0 {
		p.str(" ")
		p.bytesHex(b, ' ')
	}
}
