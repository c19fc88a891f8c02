package dumptext

import "encoding/binary"

// Query types of node information (RFC 4620).
const (
	nodeNoop      = 0
	nodeSupported = 1
	nodeName      = 2
	nodeAddresses = 3
)

// nodeHeader is the length of a message without its data, in bytes.
const nodeHeader = 16

// nodeFlags are the flags of a query for addresses; the last one is of replies only.
var nodeFlags = []flagName{{0x40, "a"}, {0x20, "G"}, {0x10, "S"}, {0x08, "L"}, {0x04, "C"}, {0x02, "A"}, {0x01, "T"}}

// nodeQuery prints a node information query; false: a field was missing.
func (p *Printer) nodeQuery(data []byte, length int) bool {
	switch {
	case len(data) == 12: // the form of early drafts
		p.str(" who-are-you request")
		return true
	case len(data) < nodeHeader:
		p.str(" node information query [|icmp6]") // and the length
		return true
	}
	kind, flags := binary.BigEndian.Uint16(data[4:]), uint32(binary.BigEndian.Uint16(data[6:]))
	p.str(" node information query (")
	p.nodeType(kind, flags, nodeFlags[:6])
	switch {
	case kind == nodeNoop || kind == nodeSupported:
		if p.opt.Verbose > 0 && length != nodeHeader {
			p.str(", invalid len")
		}
	case len(data) == nodeHeader:
		p.str(", 03 draft")
	default:
		p.nodeSubject(data[1], data[nodeHeader:], length-nodeHeader)
	}
	p.str(")")
	return true
}

// nodeType prints a query type and its flags.
func (p *Printer) nodeType(kind uint16, flags uint32, names []flagName) {
	switch kind {
	case nodeNoop:
		p.str("noop")
	case nodeSupported:
		p.str("supported qtypes")
		if flags != 0 {
			p.str([]string{" []", " [C]"}[flags&1])
		}
	case nodeName:
		p.str("DNS name")
	case nodeAddresses:
		p.str("node addresses")
		if flags != 0 {
			p.nodeFlags(flags, names)
		}
	default:
		p.str("unknown")
	}
}

func (p *Printer) nodeFlags(flags uint32, names []flagName) {
	p.str(" [")
	p.flags(names, flags, "", "")
	p.str("]")
}

// nodeSubject prints whom a query is about.
func (p *Printer) nodeSubject(code byte, data []byte, length int) {
	switch {
	case code == 0 && length == 16 && len(data) == 16:
		p.str(", subject=")
		p.host6([16]byte(data))
	case code == 1:
		p.str(", subject=DNS name")
		p.nodeText(data)
	case code == 2 && length == 4 && len(data) == 4:
		p.str(", subject=")
		p.host4(data)
	case code > 2:
		p.str(", unknown subject")
	case p.opt.Verbose > 0:
		p.str(", invalid subject len")
	}
}

// nodeText prints a name: labels, or a text behind its length as in an old draft.
func (p *Printer) nodeText(data []byte) {
	if len(data) > 0 && int(data[0]) == len(data)-1 {
		if p.opt.Verbose > 0 {
			p.str(", 03 draft")
		}
		p.str(`, "`)
		p.printable(data[1:])
		p.str(`"`)
		return
	}
	p.str(`, "`)
	start := len(p.buf)
	for len(data) > 0 && data[0] != 0 && int(data[0]) < len(data) {
		n := int(data[0])
		if len(p.buf) > start {
			p.str(".")
		}
		p.printable(data[1 : 1+n])
		data = data[1+n:]
	}
	switch {
	case len(data) == 1 && data[0] == 0:
		p.str(".")
	case len(data) == 2 && data[0] == 0 && data[1] == 0:
	default:
		p.buf = append(p.buf[:start], "???"...)
	}
	p.str(`"`)
}

// nodeReply prints a node information reply; false: a field was missing.
func (p *Printer) nodeReply(data []byte, length int) bool {
	if len(data) < nodeHeader {
		return false
	}
	p.str(" node information reply (")
	switch data[1] {
	case 0:
		if p.opt.Verbose > 0 {
			p.str("success, ")
		}
		if !p.nodeAnswer(data, length) {
			return false
		}
	case 1, 2:
		p.str([]string{"refused", "unknown"}[data[1]-1])
		if p.opt.Verbose > 0 && length != nodeHeader {
			p.str(", invalid length")
		}
	}
	p.str(")")
	return true
}

// nodeAnswer prints what a successful reply says; false: a field was missing.
func (p *Printer) nodeAnswer(data []byte, length int) bool {
	kind, flags := binary.BigEndian.Uint16(data[4:]), uint32(binary.BigEndian.Uint16(data[6:]))
	switch kind {
	case nodeName:
		p.str("DNS name")
		if len(data) < nodeHeader+4 {
			return false
		}
		p.nodeText(data[nodeHeader+4:])
		if flags&1 != 0 {
			p.text(" [TTL=", uint64(binary.BigEndian.Uint32(data[nodeHeader:])))
			p.str("]")
		}
	case nodeAddresses:
		p.str("node addresses")
		for at := nodeHeader; at+20 <= len(data); at += 20 {
			p.str(" ")
			p.host6([16]byte(data[at+4:]))
			p.text("(", uint64(binary.BigEndian.Uint32(data[at:])))
			p.str(")")
		}
		if flags != 0 {
			p.nodeFlags(flags, nodeFlags)
		}
	default:
		p.nodeType(kind, flags, nil)
		if kind == nodeNoop && p.opt.Verbose > 0 && length != nodeHeader {
			p.str(", invalid length")
		}
	}
	return true
}
