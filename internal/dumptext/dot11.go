package dumptext

import (
	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/layers"
	"github.com/wiretag/wiretag/layers/dot11"
)

// prism prints a packet with a Prism header, or an AVS header in its place.
func (p *Printer) prism(data []byte, length int) {
	if len(data) >= 4 && data[0] == 0x80 && data[1] == 0x21 && data[2]&0xf0 == 0x10 {
		p.avs(data, length)
		return
	}
	const size = 144
	if len(data) < size {
		p.short("802.11")
		return
	}
	p.hdrLen = size
	p.dot11(data[size:], length-size, false)
}

// avs prints a packet with an AVS header.
func (p *Printer) avs(data []byte, length int) {
	if len(data) < 8 {
		p.short("802.11")
		return
	}
	size := int(data[4])<<24 | int(data[5])<<16 | int(data[6])<<8 | int(data[7])
	if size < 8 || size > len(data) {
		p.short("802.11")
		return
	}
	p.hdrLen = size
	p.dot11(data[size:], length-size, false)
}

// dot11 prints a frame. What is read as its header is as long as tcpdump takes it to be: without
// an HT Control field, and of some control frames nothing at all.
func (p *Printer) dot11(data []byte, length int, padded bool) {
	data = data[:min(len(data), max(length, 0))]
	if len(data) < 2 {
		p.short("802.11")
		return
	}
	var frame [40]byte // the header, with zeros where it is cut
	copy(frame[:], data)
	frame[1] &^= 0x80 // no HT Control
	frame[0] &^= 3    // whatever the version
	h := &p.dec.dot11.layer
	if p.dec.dot11.codec == nil {
		p.dec.dot11.codec = codec.For[dot11.Header]()
	}
	if _, err := p.dec.dot11.codec.Decode(frame[:], h); err != nil {
		p.short("802.11")
		return
	}
	h.Order = data[1]&0x80 != 0
	size := dot11Size(h)
	if padded {
		size = (size + 3) &^ 3
	}
	if len(data) < size {
		p.short("802.11")
		return
	}
	if p.opt.Link && size > 0 {
		p.dot11Header(h, data)
	}
	p.hdrLen += size
	body, rest := data[size:], length-size
	switch h.Type {
	case dot11.TypeManagement:
		if !p.dot11Management(h, body) {
			p.short("802.11")
		}
	case dot11.TypeControl:
		p.dot11Control(h, data)
	case dot11.TypeData:
		p.dot11Data(h, body, rest)
	default:
		p.text("unknown 802.11 frame type (", uint64(h.Type))
		p.str(")")
	}
}

// dot11Size is the number of bytes that are taken for the header.
func dot11Size(h *dot11.Header) int {
	switch h.Type {
	case dot11.TypeManagement:
		return 24
	case dot11.TypeControl:
		switch h.Subtype {
		case dot11.SubtypeBlockAckReq:
			return 20
		case dot11.SubtypeBlockAck, dot11.SubtypePSPoll, dot11.SubtypeRTS, dot11.SubtypeCFEnd, dot11.SubtypeCFEndAck:
			return 16
		case dot11.SubtypeControlWrapper:
			return 12
		case dot11.SubtypeCTS, dot11.SubtypeAck:
			return 10
		}
	case dot11.TypeData:
		n := 24
		if h.ToDS && h.FromDS {
			n = 30
		}
		if h.Subtype&8 != 0 {
			n += 2
		}
		return n
	}
	return 0
}

// dot11Header prints the header, for -e.
func (p *Printer) dot11Header(h *dot11.Header, data []byte) {
	if p.opt.Verbose > 0 {
		for _, f := range []struct {
			set  bool
			text string
		}{
			{h.MoreData, "More Data "},
			{h.MoreFragments, "More Fragments "},
			{h.PowerMgmt, "Pwr Mgmt "},
			{h.Retry, "Retry "},
			{h.Order, "Strictly Ordered "},
			{h.Protected, "Protected "},
		} {
			if f.set {
				p.str(f.text)
			}
		}
		if (h.Type != dot11.TypeControl || h.Subtype != dot11.SubtypePSPoll) && len(data) >= 4 {
			p.num(uint64(h.Duration))
			p.str("us ")
		}
	}
	switch h.Type {
	case dot11.TypeManagement:
		p.addresses11("BSSID:", h.Addr3[:], "DA:", h.Addr1[:], "SA:", h.Addr2[:])
	case dot11.TypeControl:
		p.controlHeader(h, data)
	case dot11.TypeData:
		p.dataHeader(h)
	}
}

// addresses11 prints names and addresses by turns.
func (p *Printer) addresses11(first string, a []byte, rest ...any) {
	p.str(first)
	p.ether(a)
	p.str(" ")
	for i := 0; i+1 < len(rest); i += 2 {
		name, _ := rest[i].(string)
		b, _ := rest[i+1].([]byte)
		p.str(name)
		p.ether(b)
		p.str(" ")
	}
}

func (p *Printer) controlHeader(h *dot11.Header, data []byte) {
	switch h.Subtype {
	case dot11.SubtypeBlockAckReq:
		p.blockAckReq(h, data)
	case dot11.SubtypeBlockAck, dot11.SubtypeCTS, dot11.SubtypeAck:
		p.addresses11("RA:", h.Addr1[:])
	case dot11.SubtypePSPoll:
		p.addresses11("BSSID:", h.Addr1[:], "TA:", h.Addr2[:])
	case dot11.SubtypeRTS:
		p.addresses11("RA:", h.Addr1[:], "TA:", h.Addr2[:])
	case dot11.SubtypeCFEnd, dot11.SubtypeCFEndAck:
		p.addresses11("RA:", h.Addr1[:], "BSSID:", h.Addr2[:])
	}
}

// blockAckReq prints the addresses of a block ack request, and two numbers behind them.
func (p *Printer) blockAckReq(h *dot11.Header, data []byte) {
	p.str(" ")
	p.addresses11("RA:", h.Addr1[:], "TA:", h.Addr2[:])
	p.str("CTL(")
	p.hex(uint64(data[16])|uint64(data[17])<<8, 1)
	p.text(") SEQ(", uint64(data[18])|uint64(data[19])<<8)
	p.str(") ")
}

func (p *Printer) dataHeader(h *dot11.Header) {
	if s := h.Subtype; s&0xb != 0 {
		p.str("CF ")
		p.str([...]string{"", "Ack", "Poll", "Ack/Poll"}[s&3])
		if s&8 != 0 {
			p.str("+QoS")
		}
		p.str(" ")
	}
	switch {
	case h.ToDS && h.FromDS:
		p.addresses11("RA:", h.Addr1[:], "TA:", h.Addr2[:], "DA:", h.Addr3[:], "SA:", h.Addr4[:])
	case h.ToDS:
		p.addresses11("BSSID:", h.Addr1[:], "SA:", h.Addr2[:], "DA:", h.Addr3[:])
	case h.FromDS:
		p.addresses11("DA:", h.Addr1[:], "BSSID:", h.Addr2[:], "SA:", h.Addr3[:])
	default:
		p.addresses11("DA:", h.Addr1[:], "SA:", h.Addr2[:], "BSSID:", h.Addr3[:])
	}
}

var dot11Controls = map[uint8]string{
	7: "Control Wrapper", 8: "BAR", 9: "BA", 10: "Power Save-Poll", 11: "Request-To-Send", 12: "Clear-To-Send", 13: "Acknowledgment",
	14: "CF-End", 15: "CF-End+CF-Ack",
}

// dot11Control prints a control frame: its kind, and without -e some of what is in it.
func (p *Printer) dot11Control(h *dot11.Header, data []byte) {
	name, ok := dot11Controls[h.Subtype]
	if !ok {
		p.text("unknown 802.11 ctrl frame subtype (", uint64(h.Subtype))
		p.str(")")
		return
	}
	p.str(name)
	switch {
	case h.Subtype == dot11.SubtypePSPoll:
		p.str(" AID(")
		p.hex(uint64(h.Duration), 1)
		p.str(")")
	case p.opt.Link || h.Subtype == dot11.SubtypeControlWrapper:
	case h.Subtype == dot11.SubtypeBlockAckReq:
		p.blockAckReq(h, data)
	case h.Subtype == dot11.SubtypeRTS:
		p.addresses11(" TA:", h.Addr2[:])
	default:
		p.addresses11(" RA:", h.Addr1[:])
	}
}

// dot11Data prints what a data frame holds.
func (p *Printer) dot11Data(h *dot11.Header, body []byte, length int) {
	switch {
	case h.Subtype&4 != 0:
	case h.Protected:
		p.str("Data")
		if !p.wep(body) {
			p.short("802.11")
		}
	default:
		p.llc(body, length, &layers.Ethernet{Dst: h.Destination(), Src: h.Source()})
	}
}

// wep prints the header of an encrypted body, as that of WEP.
func (p *Printer) wep(body []byte) bool {
	if len(body) < 4 {
		return false
	}
	iv := uint64(body[0]) | uint64(body[1])<<8 | uint64(body[2])<<16
	p.str(" IV:")
	for n := uint64(0x100); n > max(iv, 1) && n > 1; n >>= 4 {
		p.str(" ")
	}
	p.hex(iv, 1)
	p.str(" Pad ")
	p.hex(uint64(body[3]&0x3f), 1)
	p.str(" KeyID ")
	p.hex(uint64(body[3]>>6), 1)
	return true
}
