package dumptext

import (
	"encoding/binary"
	"fmt"
)

// cdpField is what a field of Cisco's discovery protocol is called, and how it is printed. A field whose length is not within limits is
// malformed.
type cdpField struct {
	name     string
	min, max int
	print    func(p *Printer, v cdpValue) bool
}

// cdpValue is a value of a length, of which data was captured.
type cdpValue struct {
	data   []byte
	length int
}

const anyLength = 1 << 16

// cdpFields are the fields by type. Those without a name are known to be unknown: their values are not even dumped.
var cdpFields = [...]cdpField{
	0:  {max: anyLength},
	1:  {"Device-ID", 0, anyLength, (*Printer).cdpText},
	2:  {"Address", 0, anyLength, (*Printer).cdpAddresses},
	3:  {"Port-ID", 0, anyLength, (*Printer).cdpText},
	4:  {"Capability", 4, 4, (*Printer).cdpCapabilities},
	5:  {"Version String", 0, anyLength, (*Printer).cdpVersion},
	6:  {"Platform", 0, anyLength, (*Printer).cdpText},
	7:  {"Prefixes", 0, anyLength, (*Printer).cdpPrefixes},
	8:  {"Protocol-Hello option", 0, anyLength, nil},
	9:  {"VTP Management Domain", 0, anyLength, (*Printer).cdpText},
	10: {"Native VLAN ID", 2, 2, (*Printer).cdpNumber},
	11: {"Duplex", 1, 1, (*Printer).cdpDuplex},
	12: {max: anyLength},
	13: {max: anyLength},
	14: {"ATA-186 VoIP VLAN assignment", 3, 3, (*Printer).cdpVoice},
	15: {"ATA-186 VoIP VLAN request", 3, 3, (*Printer).cdpVoice},
	16: {"power consumption", 1, 3, (*Printer).cdpPower},
	17: {"MTU", 4, 4, func(p *Printer, v cdpValue) bool { return p.cdpNumber(v) && p.also(" bytes") }},
	18: {"AVVID trust bitmap", 1, 1, (*Printer).cdpByte},
	19: {"AVVID untrusted ports CoS", 1, 1, (*Printer).cdpByte},
	20: {"System Name", 0, anyLength, (*Printer).cdpText},
	21: {"System Object ID (not decoded)", 0, anyLength, nil},
	22: {"Management Addresses", 0, anyLength, (*Printer).cdpAddresses},
	23: {"Physical Location", 1, anyLength, (*Printer).cdpLocation},
}

// cdp prints an announcement of Cisco's discovery protocol.
func (p *Printer) cdp(data []byte, length int) {
	if length < 4 {
		p.text(" (packet length ", uint64(length))
		p.str(" < 4)")
		p.invalid()
		return
	}
	if len(data) < 2 {
		p.leap("cdp")
		return
	}
	p.text("CDPv", uint64(data[0]))
	p.text(", ttl: ", uint64(data[1]))
	p.str("s")
	if len(data) < 4 {
		p.leap("cdp")
		return
	}
	if p.opt.Verbose > 0 {
		p.str(", checksum: 0x")
		p.bytesHex(data[2:4], 0)
		p.text(" (unverified), length ", uint64(length))
	}
	for at := 4; at < length; {
		left := length - at
		if left < 4 {
			p.text(" (remaining packet length ", uint64(left))
			p.str(" < 4)")
			p.invalid()
			return
		}
		if len(data) < at+4 {
			p.leap("cdp")
			return
		}
		kind, size := binary.BigEndian.Uint16(data[at:]), int(binary.BigEndian.Uint16(data[at+2:]))
		if !p.cdpTLV(kind, size, left, data[at+4:]) {
			return
		}
		at += size
	}
	if p.opt.Verbose == 0 {
		p.text(", length ", uint64(length))
	}
}

// cdpTLV prints a field of a size with its header, of which so much is left and data was captured behind the header.
func (p *Printer) cdpTLV(kind uint16, size, left int, data []byte) bool {
	f := cdpField{max: anyLength, print: (*Printer).cdpUnknown}
	if int(kind) < len(cdpFields) {
		f = cdpFields[kind]
	}
	if f.name == "" {
		f.name = "unknown field type"
	}
	switch {
	case size < 4 && p.opt.Verbose > 0:
		p.buf = fmt.Appendf(p.buf, "\n\t%s (0x%02x), TLV length: %d byte%s (too short)", f.name, kind, size, plural(size))
		p.invalid()
		return false
	case size < 4:
		p.buf = fmt.Appendf(p.buf, ", %s TLV length %d too short", f.name, size)
		p.invalid()
		return false
	case size > left:
		p.text(" (TLV length ", uint64(size))
		p.text(" > ", uint64(left))
		p.str(")")
		p.invalid()
		return false
	}
	v := cdpValue{data[:min(size-4, len(data))], size - 4}
	if p.opt.Verbose > 0 {
		p.buf = fmt.Appendf(p.buf, "\n\t%s (0x%02x), value length: %d byte%s: ", f.name, kind, v.length, plural(v.length))
	}
	print := f.print
	switch {
	case v.length < f.min || v.length > f.max:
		p.str(" (malformed TLV)")
		print = (*Printer).cdpUnknown
	case p.opt.Verbose == 0 && kind == 1:
		p.str(", Device-ID ")
	case p.opt.Verbose == 0:
		print = (*Printer).cdpUnknown
	}
	if print != nil && !print(p, v) || len(v.data) < v.length {
		p.leap("cdp")
		return false
	}
	return true
}

func plural(n int) string {
	if n == 1 {
		return ""
	}
	return "s"
}

// also appends a text behind another.
func (p *Printer) also(s string) bool {
	p.str(s)
	return true
}
