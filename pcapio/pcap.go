package pcapio

import (
	"io"

	"github.com/wiretag/wiretag/capture"
)

func (r *Reader) openPcap(magic uint32) error {
	r.swap = false
	f := formatOf(magic)
	if f == 0 {
		r.swap = true
		f = formatOf(r.u32(r.in.buf[r.in.pos:r.in.end]))
	}
	if f == 0 {
		return r.malformed("file header", unknown(r.in.buf[r.in.pos:r.in.end]), 0, 0)
	}
	size := pcapHeaderLen
	if f == PcapIxiaHardware || f == PcapIxiaSoftware {
		size = ixiaHeaderLen
	}
	if err := r.in.need(size); err != nil {
		return r.short("pcap file header", "", 0, int64(size), err)
	}
	b := r.in.buf[r.in.pos : r.in.pos+size]
	h := &r.header
	*h = Header{
		BigEndian: r.swap, VersionMajor: r.u16(b[4:]), VersionMinor: r.u16(b[6:]),
		ThisZone: int32(r.u32(b[8:])), SigFigs: r.u32(b[12:]), SnapLen: r.u32(b[16:]), Network: r.u32(b[20:]),
	}
	h.LinkType = capture.LinkType(h.Network)
	if size == ixiaHeaderLen {
		h.RecordBytes = r.u32(b[24:])
	}
	r.in.pos += size
	r.form(r.variant(f))
	return nil
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
	head, end := int(r.record.headerLen), int(r.record.headerLen+captured)
	if head == modifiedHeaderLen || head == suseHeaderLen {
		r.modifiedInfo(b)
	}
	if p := r.record.padding; p > 0 {
		head += int(p)
		captured -= p
		length -= min(length, p)
	}
	info.CaptureLength, info.Length = captured, length
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

// modifiedInfo reads the rest of a record header of the modified forms: interface index, protocol, packet type,
// padding. The packet types are those of Linux packet sockets.
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
	if captured < r.record.padding {
		return r.fail(r.malformed(what, "padding", int64(r.record.padding), int64(captured)))
	}
	if err := r.in.need(head + int(captured)); err != nil {
		return r.fail(r.short(what, "packet data", head, int64(captured), err))
	}
	return nil
}
