package dumptext

import (
	"encoding/binary"

	"github.com/wiretag/wiretag/layers/ppp"
)

// controlCodes are the kinds of packets of the control protocols.
var controlCodes = map[uint16]string{
	0: "Vend-Ext", 1: "Conf-Request", 2: "Conf-Ack", 3: "Conf-Nack", 4: "Conf-Reject", 5: "Term-Request", 6: "Term-Ack", 7: "Code-Reject",
	8: "Prot-Reject", 9: "Echo-Request", 10: "Echo-Reply", 11: "Discard-Request", 12: "Identification", 13: "Time-Remaining", 14: "Reset-Req", 15: "Reset-Ack",
}

// lcpOptions are the options of the link control protocol.
var lcpOptions = [...]string{
	"Vend-Ext", "MRU", "ACCM", "Auth-Prot", "Qual-Prot", "Magic-Num", "deprecated(6)", "PFC", "ACFC", "FCS-Alternatives", "SDP", "Numbered-Mode",
	"deprecated(12)", "Call-Back", "deprecated(14)", "deprecated(15)", "deprecated(16)", "MRRU", "12-Bit seq #", "End-Disc", "Proprietary", "DCE-Id", "MP+",
	"Link-Disc", "LCP-Auth-Opt",
}

// lcp prints a packet of a control protocol.
func (p *Printer) lcp(protocol uint16, data []byte, length int) {
	p.str(pppProtocols[protocol])
	p.str(", ")
	if length < 4 || len(data) < 2 {
		p.str("[|")
		p.str(pppProtocols[protocol])
		p.str("]")
		p.cut = true
		return
	}
	h := layerAt(p, data, &p.dec.lcp)
	p.name(controlCodes, uint16(h.Code), "Unknown Opcode")
	p.str(" (0x")
	p.hex(uint64(h.Code), 2)
	p.text("), id ", uint64(h.ID))
	p.text(", length ", uint64(length+2))
	if p.opt.Verbose > 0 && len(data) < 4 {
		p.short("ppp")
		return
	}
	if p.opt.Verbose == 0 || h.Length < 4 || int(h.Length) > length {
		return
	}
	p.text("\n\tencoded length ", uint64(h.Length))
	p.text(" (=Option(s) length ", uint64(h.Length)-4)
	p.str(")")
	p.controlBody(protocol, data, h)
}

// controlBody prints what is behind the header of a control protocol.
func (p *Printer) controlBody(protocol uint16, data []byte, h *ppp.LCP) {
	body := data[4:min(int(h.Length), len(data))]
	switch code := h.Code; {
	case code >= 1 && code <= 4:
		left := int(h.Length) - 4
		for i := range h.Options {
			p.controlOption(protocol, &h.Options[i])
			left -= int(h.Options[i].Length)
		}
		if !p.longOption(protocol, data[:cap(data)], int(h.Length)-left, left) && len(body) < int(h.Length)-4 {
			p.short("ppp")
		}
	case code == 5, code == 6:
		if p.opt.Verbose > 1 {
			p.hexLines(body, "\n\t")
		}
	case code == 8:
		p.rejected(body)
	case code >= 9 && code <= 12:
		if len(body) < 4 {
			p.short("ppp")
			return
		}
		p.str("\n\t  Magic-Num 0x")
		p.hex(uint64(h.Magic), 8)
		if len(body) > 4 {
			p.str("\n\t  -----trailing data-----")
			p.hexLines(body[4:], "\n\t  ")
		}
	case code == 13:
		if len(body) < 8 {
			p.short("ppp")
			return
		}
		p.str("\n\t  Magic-Num 0x")
		p.hex(uint64(h.Magic), 8)
		p.text(", Seconds-Remaining ", uint64(h.Seconds))
		p.str("s")
	default:
		if p.opt.Verbose < 2 {
			p.hexLines(body, "\n\t")
		}
	}
}

// longOption prints an option at an offset that is longer than what is left for options, with what is behind the packet.
func (p *Printer) longOption(protocol uint16, data []byte, at, left int) bool {
	if left < 2 || len(data) < at+2 {
		return false
	}
	length := int(data[at+1])
	if length <= left || len(data) < at+length {
		return false
	}
	p.controlOption(protocol, &ppp.LCPOption{Type: ppp.LCPOptionType(data[at]), Length: data[at+1], Value: data[at+2 : at+length]})
	p.text(" [remaining options length ", uint64(left))
	p.text(" < ", uint64(length))
	p.str("]")
	p.invalid()
	return true
}

func (p *Printer) rejected(body []byte) {
	if len(body) < 2 {
		p.short("ppp")
		return
	}
	protocol := binary.BigEndian.Uint16(body)
	name, ok := pppProtocols[protocol]
	if !ok {
		name = "unknown"
	}
	p.str("\n\t  Rejected " + name + " Protocol (0x")
	p.hex(uint64(protocol), 4)
	p.str(")")
	if len(body) > 2 {
		p.str("\n\t  Rejected Packet")
		// tcpdump takes four bytes more than there are, if they were captured.
		p.hexLines(body[2:min(len(body)+4, cap(body))], "\n\t    ")
	}
}

// controlOption prints an option of a control protocol.
func (p *Printer) controlOption(protocol uint16, o *ppp.LCPOption) {
	kind := int(o.Type)
	head := func(name string) {
		p.str("\n\t  " + name + " Option (0x")
		p.hex(uint64(kind), 2)
		p.text("), length ", uint64(o.Length))
	}
	v := o.Value
	switch {
	case protocol == 0xc021 && kind < len(lcpOptions):
		head(lcpOptions[kind])
		p.lcpOption(kind, v)
	case protocol == 0x8021 && ipcpOptions[kind] != "":
		head(ipcpOptions[kind])
		if kind != 2 && len(v) >= 4 {
			p.str(": ")
			p.addr4(v[:4])
		} else if kind == 2 && len(v) >= 2 && binary.BigEndian.Uint16(v) == 0x2d {
			p.str(": VJ-Comp (0x2d):")
		} else if kind == 2 && len(v) >= 12 && binary.BigEndian.Uint16(v) == 0x61 {
			p.headerCompression(v)
		}
	case protocol == 0x8057 && kind == 1:
		head("Interface-ID")
		if len(v) >= 8 {
			p.str(": ")
			for i := 0; i < 8; i += 2 {
				if i > 0 {
					p.str(":")
				}
				p.bytesHex(v[i:i+2], 0)
			}
		}
	case protocol == 0x80fd && ccpOptions[kind] != "":
		head(ccpOptions[kind])
		p.ccpOption(kind, v)
		if p.opt.Verbose > 1 {
			p.hexLines(v, "\n\t    ")
		}
	default:
		head("unknown")
		p.hexLines(v, "\n\t    ")
	}
}

var ipcpOptions = map[int]string{1: "IP-Addrs", 2: "IP-Comp", 3: "IP-Addr", 129: "Pri-DNS", 130: "Pri-NBNS", 131: "Sec-DNS", 132: "Sec-NBNS"}

var ccpOptions = map[int]string{0: "OUI", 1: "Pred-1", 2: "Pred-2", 3: "Puddle", 16: "HP-PPC", 17: "Stac", 18: "MPPC", 19: "Gand-FZA", 20: "V.42bis", 21: "BSD-Comp", 23: "LZS-DCP", 24: "MVRCA", 26: "Deflate"}

func (p *Printer) lcpOption(kind int, v []byte) {
	switch kind {
	case 1, 17:
		if len(v) >= 2 {
			p.text(": ", uint64(binary.BigEndian.Uint16(v)))
		}
	case 2, 5:
		if len(v) >= 4 {
			p.str(": 0x")
			p.bytesHex(v[:4], 0)
		}
	case 3:
		p.authentication(v)
	case 4:
		if len(v) >= 2 {
			if binary.BigEndian.Uint16(v) == 0xc025 {
				p.str(": LQR")
			} else {
				p.str(": unknown")
			}
		}
	case 13:
		if len(v) >= 1 {
			names := [...]string{"UserAuth", "DialString", "LocalID", "E.164", "X.500", "CBCP nego"}
			p.str(": Callback Operation ")
			if int(v[0]) < len(names) {
				p.str(names[v[0]])
			} else {
				p.text("unknown", uint64(v[0]))
			}
			p.text(" (", uint64(v[0]))
			p.str(")")
		}
	case 7, 8, 18:
	default:
		if len(v) > 0 && p.opt.Verbose < 2 {
			p.hexLines(v, "\n\t    ")
		}
	}
}

func (p *Printer) authentication(v []byte) {
	if len(v) < 2 {
		return
	}
	protocol := binary.BigEndian.Uint16(v)
	if name, ok := pppProtocols[protocol]; ok {
		p.str(": " + name)
	} else {
		p.str(": unknown")
	}
	if protocol == 0xc223 && len(v) >= 3 {
		p.str(", ")
		switch v[2] {
		case 5:
			p.str("MD5")
		case 0x80:
			p.str("MS-CHAPv1")
		case 0x81:
			p.str("MS-CHAPv2")
		default:
			p.text("Unknown Auth Alg ", uint64(v[2]))
		}
	}
}
