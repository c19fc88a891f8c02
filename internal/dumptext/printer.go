// Package dumptext prints packets in the text of tcpdump 4.99.3.
//
// The form was learnt from what that program prints: for every field of the
// layers below, over captures and over packets cut at every byte. Addresses,
// ports and protocols are numbers (tcpdump -n) unless Options have Names.
//
// A layer is decoded into its struct in the package layers and printed from there. Where a packet
// is cut, text goes on to the first field that is missing and ends in a mark such as [|tcp].
package dumptext

import (
	"time"

	"github.com/wiretag/wiretag/capture"
	"github.com/wiretag/wiretag/packet"
)

// Options choose the form of the text. The zero value is tcpdump -n.
type Options struct {
	Link     bool  // -e: the link header too
	Quiet    bool  // -q: less
	Verbose  int   // how many -v
	Absolute bool  // -S: TCP sequence numbers as they stand
	NoSums   bool  // -K: checksums are not verified
	Number   bool  // -#: packets are counted from 1
	Nano     bool  // --nano: nine decimals
	Stamp    Stamp // -t
	Dump     Dump  // -x, -X, -A
	// Names are those of hosts and ports; nil prints numbers, -n.
	Names Names
	// Zone is the time zone of the times; nil is UTC.
	Zone *time.Location
	// Interface gives the name of a network interface by its index; "" is unknown.
	Interface func(index int) string
}

// Printer prints the packets of one capture in turn. It keeps what relative
// sequence numbers and time differences need, and what it decodes into. It is not for several goroutines at once.
type Printer struct {
	opt  Options
	zone *time.Location
	buf  []byte
	from int  // where in buf the text of this packet begins
	cut  bool // a field was missing: nothing more is printed of this packet

	number    uint64
	started   bool
	reference capture.Timestamp
	second    second
	streams   map[stream]streamStart
	cookies   cookieCache

	frame   []byte // the packet
	hdrLen  int    // length of the link header, for dumps
	view    packet.View
	next    int // index of the first layer of view that was not printed
	dec     decoders
	network network
}

// New returns a printer.
func New(opt Options) *Printer {
	p := &Printer{opt: opt, zone: opt.Zone, streams: map[stream]streamStart{}}
	if p.zone == nil {
		p.zone = time.UTC
	}
	p.view.Init(packet.Lazy())
	return p
}

// Append appends the text of one packet to dst: one or more lines, the last one ended.
// It only reads data and info, and keeps neither.
func (p *Printer) Append(dst, data []byte, info *capture.Info) []byte {
	data = data[:len(data):len(data)]
	p.buf, p.from, p.cut, p.frame, p.hdrLen, p.next = dst, len(dst), false, data, 0, 0
	p.number++
	if p.opt.Number {
		p.count()
	}
	if p.header(data, info) {
		p.stamp(info.Time)
		// What is wrong with the packet shows in the text.
		_ = p.view.Decode(data, info.LinkType)
		p.link(info.LinkType.Canonical(), data, int(info.Length))
		p.dump(data, p.hdrLen)
	}
	p.buf = append(p.buf, '\n')
	dst, p.buf, p.frame = p.buf, nil, nil
	return dst
}

// count appends the packet's number in five columns.
func (p *Printer) count() {
	for n := uint64(10000); n > max(p.number, 1) && n > 1; n /= 10 {
		p.buf = append(p.buf, ' ')
	}
	p.num(p.number)
	p.str("  ")
}

// maxLength is the longest packet that is believed, in bytes.
const maxLength = 262144

// header reports whether a record can hold a packet at all.
func (p *Printer) header(data []byte, info *capture.Info) bool {
	have, length := uint64(len(data)), uint64(info.Length)
	if have > 0 && length >= have && length <= maxLength {
		return true
	}
	p.str("[Invalid header:")
	if have == 0 {
		p.str(" caplen==0")
	}
	if length == 0 {
		if have == 0 {
			p.str(",")
		}
		p.str(" len==0")
	} else if length < have {
		p.text(" len(", length)
		p.text(") < caplen(", have)
		p.str(")")
	} else if length > maxLength {
		p.text(" len(", length)
		p.text(") > ", maxLength)
	}
	p.str("]")
	return false
}

// mostText is the length from which on text ends whose length may be the square of that of the packet, in bytes.
const mostText = 1 << 20

// endless reports whether the packet's text is that long.
func (p *Printer) endless() bool { return len(p.buf)-p.from > mostText }

// short marks the packet as cut in a protocol's header.
func (p *Printer) short(protocol string) {
	p.str(" [|")
	p.str(protocol)
	p.str("]")
	p.cut = true
}

// leap is short where tcpdump then forgets the link header, and dumps it too.
func (p *Printer) leap(protocol string) {
	p.short(protocol)
	p.hdrLen = 0
}

// invalid marks a header that contradicts itself.
func (p *Printer) invalid() { p.str(" (invalid)") }

// link prints a packet by its link type.
func (p *Printer) link(t capture.LinkType, data []byte, length int) {
	switch t {
	case capture.LinkTypeEthernet:
		p.ethernet(data, length)
	case capture.LinkTypeNull, capture.LinkTypeLoop:
		p.loopback(data, length)
	case capture.LinkTypeRaw, capture.LinkTypeIPv4, capture.LinkTypeIPv6:
		p.raw(data, length)
	case capture.LinkTypeLinuxSLL:
		p.cooked(data, length)
	case capture.LinkTypeLinuxSLL2:
		p.cooked2(data, length)
	case capture.LinkTypeIEEE80211:
		p.dot11(data, length, false)
	case capture.LinkTypePPP:
		p.pppLink(data, length)
	case capture.LinkTypePPPHDLC:
		p.pppSerial(data, length)
	case capture.LinkTypeCHDLC:
		p.hdrLen = 4
		p.chdlc(data, length)
	case capture.LinkTypeFrameRelay:
		p.frameRelay(data, length)
	case capture.LinkTypeNFLog:
		p.nflog(data, length)
	case capture.LinkTypeFDDI:
		p.fddi(data, length)
	case capture.LinkTypePrism:
		p.prism(data, length)
	case capture.LinkTypeIEEE80211Radiotap:
		p.radiotap(data, length)
	case capture.LinkTypeIEEE80211AVS:
		p.avs(data, length)
	case capture.LinkTypePPI:
		p.ppi(data, length)
	default:
		p.str("UNSUPPORTED")
		p.buf = AppendHex(p.buf, data, true)
		p.hdrLen = len(data)
	}
}

// Supported reports whether packets of a link type can be printed; others are dumped.
func Supported(t capture.LinkType) bool {
	switch t.Canonical() {
	case capture.LinkTypeEthernet, capture.LinkTypeNull, capture.LinkTypeLoop, capture.LinkTypeRaw,
		capture.LinkTypeIPv4, capture.LinkTypeIPv6, capture.LinkTypeLinuxSLL, capture.LinkTypeLinuxSLL2,
		capture.LinkTypePPP, capture.LinkTypePPPHDLC, capture.LinkTypeCHDLC, capture.LinkTypeFrameRelay, capture.LinkTypeFDDI, capture.LinkTypeNFLog,
		capture.LinkTypeIEEE80211, capture.LinkTypePrism, capture.LinkTypeIEEE80211Radiotap, capture.LinkTypeIEEE80211AVS,
		capture.LinkTypePPI:
		return true
	}
	return false
}
