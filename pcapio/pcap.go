package pcapio

import (
	"fmt"
	"io"

	"github.com/wiretag/wiretag/capture"
)

// Magic numbers of pcap files, as read in the byte order in which they were written.
const (
	magicMicro    = 0xa1b2c3d4
	magicNano     = 0xa1b23c4d
	magicModified = 0xa1b2cd34
)

const (
	pcapHeaderLen     = 24
	recordHeaderLen   = 16
	modifiedHeaderLen = 24
)

// fraction is the unit of the second number of a pcap time stamp.
type fraction struct {
	perSecond uint32
	nanos     uint32 // nanoseconds each
}

// recordForm is what differs between the records of pcap files.
type recordForm struct {
	headerLen uint32
	fcs       int // bytes of frame check sequence in the data
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

func (r *Reader) openPcap(magic uint32) error {
	r.swap = false
	h := Header{Format: formatOf(magic)}
	if h.Format == 0 {
		r.swap = true
		h.Format = formatOf(r.u32(r.in.buf[r.in.pos:r.in.end]))
	}
	if h.Format == 0 {
		return r.malformed("file header", fmt.Sprintf("no capture file begins with %#08x", r.u32(r.in.buf[r.in.pos:])), 0, 0)
	}
	if err := r.in.need(pcapHeaderLen); err != nil {
		return r.short("pcap file header", "", 0, pcapHeaderLen, err)
	}
	b := r.in.buf[r.in.pos : r.in.pos+pcapHeaderLen]
	h.BigEndian = r.swap
	h.VersionMajor, h.VersionMinor = r.u16(b[4:]), r.u16(b[6:])
	h.ThisZone, h.SigFigs = int32(r.u32(b[8:])), r.u32(b[12:])
	h.SnapLen, h.Network = r.u32(b[16:]), r.u32(b[20:])
	h.LinkType = capture.LinkType(h.Network)
	r.in.pos += pcapHeaderLen
	r.header = h
	r.fraction = fraction{perSecond: 1_000_000, nanos: 1000}
	r.record = recordForm{headerLen: recordHeaderLen, lengths: lengthOrderOf(h.VersionMajor, h.VersionMinor)}
	switch h.Format {
	case PcapNano:
		r.fraction = fraction{perSecond: 1_000_000_000, nanos: 1}
	case PcapModified:
		r.record.headerLen = modifiedHeaderLen
	}
	r.record.fcs, _ = h.FCSLength()
	r.info = capture.Info{LinkType: h.LinkType, Flags: capture.MakeFlags(0, 0, r.record.fcs)}
	return nil
}

func formatOf(magic uint32) Format {
	switch magic {
	case magicMicro:
		return Pcap
	case magicNano:
		return PcapNano
	case magicModified:
		return PcapModified
	}
	return 0
}

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

// nextRecord returns the next packet of a pcap file, of whatever form.
func (r *Reader) nextRecord() ([]byte, *capture.Info, error) {
	if err := r.fillRecord(); err != nil {
		return nil, nil, err
	}
	b := r.in.buf[r.in.pos:r.in.end]
	sec, sub := int64(r.u32(b)), r.u32(b[4:])
	captured, length := r.recordLengths(b)
	info := &r.info
	info.Time = capture.Unix(sec+int64(sub/r.perSecond), int64(sub%r.perSecond*r.nanos))
	info.CaptureLength, info.Length = captured, length
	head := int(r.record.headerLen)
	if head == modifiedHeaderLen {
		r.modifiedInfo(b)
	}
	end := head + int(captured)
	r.in.pos += end
	r.count++
	return b[head:end:end], info, nil
}

// recordLengths returns the lengths of the record that begins at b.
func (r *Reader) recordLengths(b []byte) (captured, length uint32) {
	first, second := r.u32(b[8:]), r.u32(b[12:])
	o := r.record.lengths
	if o == originalFirst || o == smallerFirst && first > second {
		return second, first
	}
	return first, second
}

// modifiedInfo reads the rest of a 24-byte record header: interface index, protocol, packet type, padding. The
// packet types are those of Linux packet sockets.
func (r *Reader) modifiedInfo(b []byte) {
	r.info.Interface = int(r.u32(b[16:]))
	d, rx := capture.Inbound, capture.ReceptionUnknown
	switch b[22] {
	case 0:
		rx = capture.ReceptionUnicast
	case 1:
		rx = capture.ReceptionBroadcast
	case 2:
		rx = capture.ReceptionMulticast
	case 3:
		rx = capture.ReceptionPromiscuous
	case 4:
		d = capture.Outbound
	default:
		d = capture.DirectionUnknown
	}
	r.info.Flags = capture.MakeFlags(d, rx, r.record.fcs)
}

// fillRecord makes the window hold the whole next record, or explains why it cannot.
func (r *Reader) fillRecord() error {
	if r.closed.Load() {
		return r.fail(capture.ErrClosed)
	}
	if r.err != nil {
		return r.err
	}
	const what = "record"
	head := int(r.record.headerLen)
	if err := r.in.need(head); err != nil {
		if err == io.EOF && r.in.have() == 0 {
			return r.fail(io.EOF)
		}
		return r.fail(r.short(what, "header", 0, int64(head), err))
	}
	captured, _ := r.recordLengths(r.in.buf[r.in.pos:])
	if captured > r.limit {
		return r.fail(r.overLimit(what, "packet data", int64(captured)))
	}
	if err := r.in.need(head + int(captured)); err != nil {
		return r.fail(r.short(what, "packet data", head, int64(captured), err))
	}
	return nil
}
