package dumptext

import (
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
