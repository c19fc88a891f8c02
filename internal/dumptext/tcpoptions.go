package dumptext

import "encoding/binary"

// TCP option kinds.
const (
	optEOL       = 0
	optNOP       = 1
	optMSS       = 2
	optWScale    = 3
	optSACKOK    = 4
	optSACK      = 5
	optEcho      = 6
	optEchoReply = 7
	optTS        = 8
	optCC        = 11
	optCCNew     = 12
	optCCEcho    = 13
	optMD5       = 19
	optSCPS      = 20
	optUTO       = 28
	optAO        = 29
	optMPTCP     = 30
	optTFO       = 34
	optExp       = 254
)

// tcpOptionNames are the options that have a name, which is empty for optCCEcho.
var tcpOptionNames = [256]string{
	optEOL: "eol", optNOP: "nop", optMSS: "mss", optWScale: "wscale", optSACKOK: "sackOK", optSACK: "sack",
	optEcho: "echo", optEchoReply: "echoreply", optTS: "TS", optCC: "cc", optCCNew: "ccnew", optCCEcho: "",
	optMD5: "md5", optSCPS: "scps", optUTO: "uto", optAO: "tcp-ao", optMPTCP: "mptcp", optTFO: "tfo", optExp: "exp",
}

// tcpOption is one option while it is printed.
type tcpOption struct {
	data  []byte // what follows kind and length, as far as it was captured
	claim int    // length of the value by its length byte
	room  int    // bytes between kind and length and the end of the header
	used  int    // bytes of the value that were printed
	cut   bool   // not all of the segment was captured
	state optionState
}

type optionState uint8

const (
	optionGood    optionState = iota
	optionBad                 // the value does not fit the length
	optionMissing             // the value was not captured
)

// need reports whether the next bytes of the value up to n are there.
func (o *tcpOption) need(n int) bool {
	o.used = n
	switch {
	case n > o.room:
		o.state = optionBad
	case n > len(o.data):
		o.state = optionMissing
	default:
		return true
	}
	return false
}

// tcpOptions prints the options of a segment. It is false if they end in a
// mark: then nothing more is printed.
func (p *Printer) tcpOptions(data []byte, header, body int, flags, start uint32) bool {
	p.str(", options [")
	for at := 20; at < header; {
		if at > 20 {
			p.str(",")
		}
		if at >= len(data) {
			p.short("tcp")
			return false
		}
		kind := data[at]
		size := 1
		if kind > optNOP {
			if at+1 >= len(data) {
				p.short("tcp")
				return false
			}
			if at+1 >= header { // tcpdump has taken the first byte of the data for the length
				return p.tcpBadOption(at == 20)
			}
			size = int(data[at+1])
			if size < 2 || at+size > header {
				return p.tcpBadOption(at == 20)
			}
		}
		if name := tcpOptionNames[kind]; name != "" || kind == optCCEcho {
			p.str(name)
		} else {
			p.text("unknown-", uint64(kind))
		}
		if kind <= optNOP {
			at++
			if kind == optEOL {
				break
			}
			continue
		}
		o := tcpOption{data: data[min(at+2, len(data)):min(header, len(data))], claim: size - 2, room: header - at - 2, cut: header+body > len(data)}
		p.tcpOption(kind, &o, flags, start)
		switch o.state {
		case optionBad:
			return p.tcpBadOption(at == 20)
		case optionMissing:
			p.short("tcp")
			if at > 20 {
				p.str(">")
			}
			return false
		}
		if o.used != o.claim {
			p.text("[len ", uint64(size))
			p.str("]")
		}
		at += 2 + o.used
	}
	p.str("]")
	return true
}

func (p *Printer) tcpBadOption(first bool) bool {
	p.str("[bad opt]")
	if !first {
		p.str("]")
	}
	return false
}

// tcpOption prints the value of an option.
func (p *Printer) tcpOption(kind byte, o *tcpOption, flags, start uint32) {
	switch kind {
	case optMSS:
		if o.need(2) {
			p.text(" ", uint64(binary.BigEndian.Uint16(o.data)))
		}
	case optWScale:
		if o.need(1) {
			p.text(" ", uint64(o.data[0]))
		}
	case optSACK:
		p.tcpSACK(o, start)
	case optEcho, optEchoReply, optCC, optCCNew, optCCEcho:
		if o.need(4) {
			p.text(" ", uint64(binary.BigEndian.Uint32(o.data)))
		}
	case optTS:
		if o.need(8) {
			p.text(" val ", uint64(binary.BigEndian.Uint32(o.data)))
			p.text(" ecr ", uint64(binary.BigEndian.Uint32(o.data[4:])))
		}
	case optMD5:
		if o.need(16) {
			if o.cut {
				p.str(" snaplen too short, can't check - ")
			} else {
				p.str(" shared secret not supplied with -M, can't check - ")
			}
			p.bytesHex(o.data[:16], 0)
		}
	case optSCPS:
		if o.need(2) {
			p.str(" cap ")
			p.hex(uint64(o.data[0]), 2)
			p.text(" id ", uint64(o.data[1]))
		}
	case optUTO:
		p.tcpTimeout(o)
	case optSACKOK:
	default:
		p.tcpOptionLong(kind, o, flags)
	}
}

// tcpOptionLong prints the value of an option of variable length.
func (p *Printer) tcpOptionLong(kind byte, o *tcpOption, flags uint32) {
	if kind == optMPTCP {
		p.mptcp(o, flags)
		return
	}
	if kind == optExp && o.claim < 2 {
		o.state = optionBad
		return
	}
	if kind == optAO && o.claim < 2 {
		p.str(" (invalid)")
		o.used = o.claim
		return
	}
	if !o.need(o.claim) {
		return
	}
	value := o.data[:o.claim]
	switch {
	case kind == optTFO:
		p.str(" ")
		p.tcpFastOpen(value)
	case kind == optExp:
		magic := binary.BigEndian.Uint16(value)
		if magic == 0xf989 {
			p.str("-tfo")
			p.tcpFastOpen(value[2:])
		} else {
			p.str("-")
			p.hex(uint64(magic), 4)
		}
	case kind == optAO:
		p.text(" keyid ", uint64(value[0]))
		p.text(" rnextkeyid ", uint64(value[1]))
		if len(value) > 2 {
			p.str(" mac 0x")
			p.bytesHex(value[2:], 0)
		}
	case len(value) > 0:
		p.str(" 0x")
		p.bytesHex(value, 0)
	}
}

// tcpSACK prints the blocks of a selective acknowledgement.
func (p *Printer) tcpSACK(o *tcpOption, start uint32) {
	if o.claim%8 != 0 {
		p.str(" invalid sack")
		o.used = o.claim
		return
	}
	p.text(" ", uint64(o.claim/8))
	p.str(" ")
	for i := 0; i < o.claim; i += 8 {
		if !o.need(i + 8) {
			return
		}
		p.text("{", uint64(binary.BigEndian.Uint32(o.data[i:])-start))
		p.text(":", uint64(binary.BigEndian.Uint32(o.data[i+4:])-start))
		p.str("}")
	}
}

// tcpTimeout prints a user timeout (RFC 5482) in seconds.
func (p *Printer) tcpTimeout(o *tcpOption) {
	if !o.need(2) {
		return
	}
	v := binary.BigEndian.Uint16(o.data)
	p.str(" 0x")
	p.hex(uint64(v), 1)
	seconds := uint64(v >> 1)
	if v&1 != 0 {
		seconds *= 60
	}
	p.text(" ", seconds)
}

// tcpFastOpen prints a cookie or the request for one (RFC 7413).
func (p *Printer) tcpFastOpen(cookie []byte) {
	switch n := len(cookie); {
	case n == 0:
		p.str(" cookiereq")
	case n%2 != 0 || n < 4 || n > 16:
		p.str(" (invalid)")
	default:
		p.str(" cookie ")
		p.bytesHex(cookie, 0)
	}
}
