package dumptext

import (
	"bytes"
	"encoding/binary"
	"time"
)

// radiusCodes are the kinds of messages.
var radiusCodes = map[uint16]string{
	1: "Access-Request", 2: "Access-Accept", 3: "Access-Reject", 4: "Accounting-Request", 5: "Accounting-Response", 11: "Access-Challenge", 12: "Status-Server",
	13: "Status-Client", 40: "Disconnect-Request", 41: "Disconnect-ACK", 42: "Disconnect-NAK", 43: "CoA-Request", 44: "CoA-ACK", 45: "CoA-NAK", 255: "Reserved",
}

// radius prints a message of remote authentication in room bytes.
func (p *Printer) radius(data []byte, room int) {
	if len(data) < 20 {
		p.short("radius")
		return
	}
	length := int(binary.BigEndian.Uint16(data[2:]))
	if length < 20 {
		p.short("radius")
		return
	}
	if p.opt.Verbose == 0 {
		p.str("RADIUS, ")
	} else {
		p.text("RADIUS, length: ", uint64(min(length, room)))
		p.str("\n\t")
	}
	if s, ok := radiusCodes[uint16(data[0])]; ok {
		p.str(s)
	} else {
		p.str("Unknown Command")
	}
	p.text(" (", uint64(data[0]))
	p.str("), id: 0x")
	p.hex(uint64(data[1]), 2)
	length = min(length, room)
	if p.opt.Verbose == 0 {
		p.text(" length: ", uint64(length))
		return
	}
	h := layerAt(p, data, &p.dec.radius)
	p.str(", Authenticator: ")
	p.bytesHex(h.Authenticator[:], 0)
	p.radiusAttributes(data[20:min(length, len(data))], length-20)
}

// radiusAttributes prints attributes: length bytes, of which data was captured.
func (p *Printer) radiusAttributes(data []byte, length int) {
	for length > 0 {
		if len(data) < 2 {
			p.short("radius")
			return
		}
		kind, size := data[0], int(data[1])
		p.str("\n\t  ")
		if int(kind) < len(radiusNames) && radiusNames[kind].name != "" {
			p.str(radiusNames[kind].name)
		} else {
			p.str("Unknown")
		}
		p.text(" Attribute (", uint64(kind))
		p.text("), length: ", uint64(size))
		if size < 2 {
			p.str(" (bogus, must be >= 2)")
			return
		}
		if size > length {
			p.str(" (bogus, goes past end of packet)")
			return
		}
		p.str(", Value: ")
		v := data[2:min(size, len(data))]
		if size > 2 {
			p.radiusValue(kind, v, size-2)
		}
		if len(data) < size {
			if !p.cut {
				p.short("radius")
			}
			return
		}
		data, length = data[size:], length-size
	}
}

// radiusValue prints a value of length bytes.
func (p *Printer) radiusValue(kind byte, v []byte, length int) {
	if int(kind) >= len(radiusNames) {
		return
	}
	wrong := func(want int) bool {
		if length == want {
			return false
		}
		p.text("ERROR: length ", uint64(length))
		p.text(" != ", uint64(want))
		return true
	}
	if len(v) < length {
		p.short("radius")
		return
	}
	a := &radiusNames[kind]
	switch a.form {
	case radiusText:
		p.radiusText(kind, v)
	case radiusNumber:
		p.radiusNumber(kind, v, wrong)
	case radiusAddress:
		if wrong(4) {
			return
		}
		n := binary.BigEndian.Uint32(v)
		switch {
		case (kind == 8 || kind == 26) && n == 0xffffffff:
			p.str("User Selected")
		case kind == 8 && n == 0xfffffffe:
			p.str("NAS Select")
		default:
			p.addr4(v)
		}
	case radiusTime:
		if wrong(4) {
			return
		}
		p.buf = time.Unix(int64(binary.BigEndian.Uint32(v)), 0).In(p.zone).AppendFormat(p.buf, time.ANSIC)
	case radiusVendor:
		p.radiusVendor(v)
	case radiusEAP:
		if len(v) < 4 || int(binary.BigEndian.Uint16(v[2:])) != length {
			p.str("EAP fragment?")
			return
		}
		p.eap(v, length)
	case radiusIPv6:
		if wrong(16) {
			return
		}
		p.addr6([16]byte(v))
	case radiusPrefix:
		p.radiusPrefix(v)
	}
}

// radiusDots prints bytes, with dots for what is not printable.
func (p *Printer) radiusDots(v []byte) {
	for _, c := range v {
		if c < 0x20 || c > 0x7e {
			c = '.'
		}
		p.buf = append(p.buf, c)
	}
}

func (p *Printer) radiusText(kind byte, v []byte) {
	switch kind {
	case 69, 81, 82, 83, 90, 91, 66, 67:
		if len(v) > 0 && v[0] <= 0x1f {
			if v[0] != 0 {
				p.text("Tag[", uint64(v[0]))
				p.str("] ")
			} else if kind != 81 {
				p.str("Tag[Unused] ")
			}
			v = v[1:]
		}
	case 58:
		if len(v) < 1 {
			return
		}
		p.radiusTagged(v[0])
		v = v[1:]
	case 126:
		if len(v) < 1 {
			return
		}
		if s, ok := map[byte]string{'0': "TADIG", '1': "REALM", '2': "E212", '3': "ICC"}[v[0]]; ok {
			p.str("[" + s + "] ")
		} else {
			p.text("[unknown namespace ", uint64(v[0]))
			p.str("] ")
		}
		v = v[1:]
	}
	if end := bytes.IndexByte(v, 0); end >= 0 {
		v = v[:end]
	}
	p.radiusDots(v)
}

func (p *Printer) radiusTagged(c byte) {
	if s, ok := map[byte]string{'1': "Tagged", '2': "Untagged"}[c]; ok {
		p.str(s)
	} else {
		p.str("Unknown tag")
	}
	p.str(" (0x")
	p.hex(uint64(c), 2)
	p.str(") ")
}

func (p *Printer) radiusNumber(kind byte, v []byte, wrong func(int) bool) {
	if wrong(4) {
		return
	}
	n := binary.BigEndian.Uint32(v)
	values := radiusNames[kind].values
	switch kind {
	case 64, 65:
		if v[0] == 0 {
			p.str("Tag[Unused] ")
		} else {
			p.text("Tag[", uint64(v[0]))
			p.str("] ")
		}
		n &= 0xffffff
	case 56:
		p.radiusTagged(v[0])
		p.num(uint64(n & 0xffffff))
		return
	case 29, 27, 28, 46, 49:
		if kind == 27 || kind == 28 || kind == 46 || kind == 85 {
			p.radiusSeconds(n)
			return
		}
	case 85:
		p.radiusSeconds(n)
		return
	}
	if values == nil {
		p.num(uint64(n))
		return
	}
	if s, ok := values[uint16(n)]; ok && n < 0x10000 {
		p.str(s)
		return
	}
	if kind == 101 {
		p.text("Error-Cause ", uint64(n))
		p.str(" not known")
		return
	}
	p.text("#", uint64(n))
}

// radiusSeconds prints a duration of seconds.
func (p *Printer) radiusSeconds(n uint32) {
	switch {
	case n < 60:
		p.buf = appendPadded(p.buf, uint64(n), 2)
		p.str(" secs")
	case n < 3600:
		p.buf = appendPadded(p.buf, uint64(n/60), 2)
		p.str(":")
		p.buf = appendPadded(p.buf, uint64(n%60), 2)
		p.str(" min")
	default:
		p.buf = appendClock(p.buf, uint64(n))
		p.str(" hours")
	}
}

func (p *Printer) radiusPrefix(v []byte) {
	if len(v) < 2 || len(v) > 18 {
		p.text("ERROR: length ", uint64(len(v)))
		p.str(" not in range (2..18)")
		return
	}
	if v[1] > 128 {
		p.text("ERROR: netmask ", uint64(v[1]))
		p.str(" not in range (0..128)")
		return
	}
	var a [16]byte
	copy(a[:], v[2:])
	p.addr6(a)
	p.text("/", uint64(v[1]))
}

// radiusVendors are the organizations that have a name.
var radiusVendors = map[uint32]string{
	0: "Reserved", 9: "Cisco", 9048: "HiPath", 166: "Shiva", 307: "Livingston", 311: "Microsoft", 43: "3Com", 529: "Ascend", 1584: "Bay", 2636: "Juniper", 4874: "Juniper",
	12951: "Verizon Wireless", 8164: "Starent", 10415: "3GPP", 5535: "3GPP2", 14122: "WISPr", 25622: "UKERNA",
}

func (p *Printer) radiusVendor(v []byte) {
	if len(v) < 4 {
		return
	}
	id := binary.BigEndian.Uint32(v)
	p.str("Vendor: ")
	if s, ok := radiusVendors[id]; ok {
		p.str(s)
	} else {
		p.str("Unknown")
	}
	p.text(" (", uint64(id))
	p.str(")")
	for v = v[4:]; len(v) >= 2; {
		kind, size := v[0], int(v[1])
		p.text("\n\t    Vendor Attribute: ", uint64(kind))
		if size < 2 || size > len(v) {
			p.text(", Length: ", uint64(size))
			p.str([]string{" (bogus, goes past end of vendor-specific attribute)", " (bogus, < 2)"}[number(size < 2)])
			return
		}
		p.text(", Length: ", uint64(size-2))
		p.str(", Value: ")
		p.radiusDots(v[2:size])
		v = v[size:]
	}
}
