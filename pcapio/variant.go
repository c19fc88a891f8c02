package pcapio

import (
	"fmt"

	"github.com/wiretag/wiretag/capture"
)

// Magic numbers of pcap files, as read in the byte order in which they were written.
const (
	magicMicro        = 0xa1b2c3d4
	magicNano         = 0xa1b23c4d
	magicModified     = 0xa1b2cd34
	magicIxiaHardware = 0x1c0001ac
	magicIxiaSoftware = 0x1c0001ab
)

const (
	pcapHeaderLen     = 24
	ixiaHeaderLen     = 28
	recordHeaderLen   = 16
	nokiaHeaderLen    = 20
	modifiedHeaderLen = 24
	suseHeaderLen     = 28
)

// fraction is the unit of the second number of a pcap time stamp.
type fraction struct {
	perSecond uint32
	nanos     uint32 // nanoseconds each
}

func micros() fraction { return fraction{perSecond: 1_000_000, nanos: 1000} }
func nanos() fraction  { return fraction{perSecond: 1_000_000_000, nanos: 1} }

// recordForm is what differs between the records of pcap files.
type recordForm struct {
	headerLen uint32
	padding   uint32 // bytes before the data, counted in both lengths
	fcs       int    // bytes of frame check sequence in the data
	lengths   lengthOrder
}

// lengthOrder says which of the two lengths of a record comes first. Writers before version 2.3 had the original
// length first, and version 2.3 was written both ways (libpcap reads them so).
type lengthOrder uint8

const (
	capturedFirst lengthOrder = iota
	smallerFirst              // the smaller one is the captured length
	originalFirst
)

// lengthOrderOf gives the order of lengths by file version. 543.0 is DG/UX.
func lengthOrderOf(major, minor uint16) lengthOrder {
	switch {
	case major == 2 && minor < 3, major == 543 && minor == 0:
		return originalFirst
	case major == 2 && minor == 3:
		return smallerFirst
	}
	return capturedFirst
}

// formatOf gives the format that a magic number stands for; for those that share it with others the usual one.
func formatOf(magic uint32) Format {
	switch magic {
	case magicMicro:
		return Pcap
	case magicNano:
		return PcapNano
	case magicModified:
		return PcapModified
	case magicIxiaHardware:
		return PcapIxiaHardware
	case magicIxiaSoftware:
		return PcapIxiaSoftware
	}
	return 0
}

// magicOf is the inverse of formatOf for all formats of pcap; 0 for others.
func magicOf(f Format) uint32 {
	switch f {
	case Pcap, PcapAIX, PcapRedHat, PcapNokia:
		return magicMicro
	case PcapNano:
		return magicNano
	case PcapModified, PcapSUSE:
		return magicModified
	case PcapIxiaHardware:
		return magicIxiaHardware
	case PcapIxiaSoftware:
		return magicIxiaSoftware
	}
	return 0
}

// form sets how the records of the file are read, after its header has been.
func (r *Reader) form(f Format) {
	h := &r.header
	h.Format = f
	r.fraction = micros()
	r.record = recordForm{headerLen: recordHeaderLen, lengths: lengthOrderOf(h.VersionMajor, h.VersionMinor)}
	switch f {
	case PcapNano, PcapIxiaHardware:
		r.fraction = nanos()
	case PcapAIX:
		r.fraction = nanos()
		if link, ok := linkTypeAIX(h.Network); ok {
			h.LinkType = link
		}
		if h.LinkType == capture.LinkTypeFDDI {
			r.record.padding = 3
		}
	case PcapModified, PcapRedHat:
		r.record.headerLen = modifiedHeaderLen
	case PcapSUSE:
		r.record.headerLen = suseHeaderLen
	case PcapNokia:
		r.record.headerLen = nokiaHeaderLen
	}
	r.record.fcs, _ = h.FCSLength()
	r.info = capture.Info{LinkType: h.LinkType, Flags: capture.MakeFlags(0, 0, r.record.fcs)}
}

// linkTypeAIX translates the interface types (RFC 1573) that AIX writes in the place of link types.
func linkTypeAIX(ifType uint32) (capture.LinkType, bool) {
	switch ifType {
	case 6:
		return capture.LinkTypeEthernet, true
	case 9:
		return capture.LinkTypeTokenRing, true
	case 15:
		return capture.LinkTypeFDDI, true
	case 24:
		return capture.LinkTypeNull, true
	}
	return 0, false
}

// variant decides between the formats that share the magic number of f. AIX is known by its version and link type.
// The others are told by the records alone, which takes reading ahead: that is done where the source can seek, so
// that a reader at a pipe does not wait for the third packet before it gives the first. The standard form is given
// up only if it contradicts the records and another one does not.
func (r *Reader) variant(f Format) Format {
	h := &r.header
	if r.as != 0 && magicOf(r.as) == magicOf(f) {
		return r.as
	}
	if _, ok := linkTypeAIX(h.Network); ok && f == Pcap && h.VersionMajor == 2 && h.VersionMinor == 2 {
		return PcapAIX
	}
	if r.start < 0 || r.follow.ctx != nil || h.VersionMajor != 2 || h.VersionMinor != 4 {
		return f
	}
	var others []Format
	switch f {
	case Pcap:
		others = []Format{PcapNokia, PcapRedHat}
	case PcapModified:
		others = []Format{PcapSUSE}
	default:
		return f
	}
	n, end := r.sound(f)
	if end == noFault || n > 1 {
		return f
	}
	for _, other := range others {
		// A file that is cut short has no contradiction; Nokia's is told by its mark alone.
		if _, e := r.sound(other); e == noFault && (end == contradiction || other == PcapNokia) {
			return other
		}
	}
	return f
}

// fault is what is wrong with the first records of a file.
type fault uint8

const (
	noFault fault = iota
	cutShort
	contradiction
)

// sound looks at the first records, up to three, as if the file were in format f. It returns how many are without
// fault, and the fault of the one behind them.
func (r *Reader) sound(f Format) (n int, wrong fault) {
	const records = 3
	saved, info, unit, form := r.header, r.info, r.fraction, r.record
	defer func() { r.header, r.info, r.fraction, r.record = saved, info, unit, form }()
	r.form(f)
	head, at := int(r.record.headerLen), 0
	for ; n < records; n++ {
		if r.in.need(at+head) != nil {
			if n > 0 && r.in.have() == at {
				return n, noFault
			}
			return n, cutShort
		}
		b := r.in.buf[r.in.pos+at : r.in.end]
		captured, length := r.recordLengths(b)
		if r.u32(b[4:]) >= r.perSecond || captured > length || captured > min(r.limit, maxSnapLen) || !r.soundExtra(f, b) {
			return n, contradiction
		}
		at += head + int(captured)
		if r.in.need(at) != nil {
			return n, cutShort
		}
	}
	return n, noFault
}

// maxSnapLen is the longest packet that libpcap takes, in bytes.
const maxSnapLen = 262144

// soundExtra checks what the record header has beyond the usual 16 bytes.
func (r *Reader) soundExtra(f Format, b []byte) bool {
	switch f {
	case PcapNokia:
		// The only values known are 0x?fbf??0?, with these digits.
		v := r.u32(b[16:])
		return v&0x0fff00f0 == 0x0fbf0000 && oneOf(v>>28, 9, 0xb) && oneOf(v>>12&15, 0xb, 0xd) &&
			oneOf(v>>8&15, 6, 9) && oneOf(v&15, 1, 2)
	case PcapRedHat, PcapModified, PcapSUSE:
		const interfaces = 10_000 // more than a host of 1999 had
		protocol := r.u16(b[20:])
		known := protocol >= 0x600 || protocol <= 0x17 || protocol == 0x60 || protocol == 0x200 || protocol == 0x400
		return r.u32(b[16:]) <= interfaces && known && b[22] <= 4
	}
	return true
}

func oneOf(v, a, b uint32) bool { return v == a || v == b }

// unknown says what a file is that is not read, if that can be told.
func unknown(b []byte) string {
	for _, f := range [...]struct{ magic, name string }{
		{"\xa1\xb2\x34\xcd", "the pcap magic number reserved for F. Mesquita, of a form that was not published"},
		{"\xcd\x34\xb2\xa1", "the pcap magic number reserved for F. Mesquita, of a form that was not published"},
		{"\xa1\x2b\x3c\x4d", "the pcap magic number reserved for Navtel, of a form that was not published"},
		{"\x4d\x3c\x2b\xa1", "the pcap magic number reserved for Navtel, of a form that was not published"},
		{"\xfd7zXZ\x00", "a file compressed by xz, which is not supported"},
		{"BZh", "a file compressed by bzip2, which is not supported"},
		{"PK\x03\x04", "a ZIP archive, which is not supported"},
		{"btsnoop\x00", "a Bluetooth btsnoop file, which is not supported"},
		{"RTSS", "a Microsoft Network Monitor 1 file, which is not supported"},
		{"GMBU", "a Microsoft Network Monitor 2 file, which is not supported"},
		{"TRSNIFF data    \x1a", "a Network General Sniffer file, which is not supported"},
		{"XCP\x00", "a NetXRay file, which is not supported"},
		{"VL\x00\x00", "a NetXRay 1 file, which is not supported"},
		{"\x7fver", "an EtherPeek file, which is not supported"},
	} {
		if len(b) >= len(f.magic) && string(b[:len(f.magic)]) == f.magic {
			return f.name
		}
	}
	return fmt.Sprintf("no capture file begins with %#x", b[:min(len(b), 4)])
}
