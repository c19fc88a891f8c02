package pcapio

import (
	"fmt"
	"io"

	"github.com/wiretag/wiretag/capture"
)

// Solaris snoop, RFC 1761: all numbers are big-endian. Shomiti (later Finisar) Surveyor writes the same records,
// with 16 bytes or more behind the data, and gives other meanings to the data link types from 10 on.
const (
	snoopMagic     = "snoop\x00\x00\x00"
	snoopHeaderLen = 16
	snoopRecordLen = 24
	shomitiTrailer = 16
)

func (r *Reader) openSnoop() error {
	const what = "snoop file header"
	if err := r.in.need(snoopHeaderLen); err != nil {
		return r.short(what, "", 0, snoopHeaderLen, err)
	}
	r.swap = true
	b := r.in.buf[r.in.pos:]
	version, link := r.u32(b[8:]), r.u32(b[12:])
	if version < 2 || version > 5 {
		return r.malformed(what, fmt.Sprintf("unsupported version %d", version), 0, 0)
	}
	r.header = Header{Format: Snoop, BigEndian: true, VersionMajor: uint16(version), Network: link}
	r.fraction = micros()
	r.in.pos += snoopHeaderLen
	r.header.LinkType = linkTypeSnoop(link, version > 2 || link > 9 && r.shomiti())
	r.info = capture.Info{LinkType: r.header.LinkType}
	return nil
}

// shomiti reports whether the first record has something behind its data that is as long as a Shomiti trailer.
func (r *Reader) shomiti() bool {
	if r.in.need(snoopRecordLen) != nil {
		return false
	}
	b := r.in.buf[r.in.pos:]
	return uint64(r.u32(b[8:])) >= uint64(r.u32(b[4:]))+snoopRecordLen+shomitiTrailer
}

// linkTypeSnoop translates a data link type (RFC 1761 and IANA's registry, or Shomiti's).
func linkTypeSnoop(link uint32, shomiti bool) capture.LinkType {
	switch link {
	case 0, 4:
		return capture.LinkTypeEthernet
	case 2:
		return capture.LinkTypeTokenRing
	case 8:
		return capture.LinkTypeFDDI
	}
	if shomiti {
		switch link {
		case 10, 12, 19:
			return capture.LinkTypeEthernet // 100, 1000, 10,000 Mbit/s
		case 11, 13, 14:
			return capture.LinkTypeTokenRing
		}
		return capture.LinkTypeNone
	}
	switch link {
	case 9, 14:
		return capture.LinkTypeNull
	case 16:
		return capture.LinkTypeIPOverFC
	case 18:
		return capture.LinkTypeSunATM
	case 1<<31 | 5:
		return 226 // IPNET
	}
	return capture.LinkTypeNone
}

// nextSnoop returns the next packet of a snoop file. What is behind the data of a record is left out.
func (r *Reader) nextSnoop() ([]byte, *capture.Info, error) {
	const what = "record"
	if r.closed.Load() {
		return nil, nil, r.fail(capture.ErrClosed)
	}
	if r.err != nil {
		return nil, nil, r.err
	}
	if err := r.in.need(snoopRecordLen); err != nil {
		if err == io.EOF && r.in.have() == 0 {
			return nil, nil, r.fail(io.EOF)
		}
		return nil, nil, r.fail(r.short(what, "header", 0, snoopRecordLen, err))
	}
	b := r.in.buf[r.in.pos:]
	length, captured, size, drops := r.u32(b), r.u32(b[4:]), r.u32(b[8:]), r.u32(b[12:])
	switch {
	case size > r.limit:
		return nil, nil, r.fail(r.overLimit(what, "", int64(size)))
	case size < snoopRecordLen || captured > size-snoopRecordLen:
		return nil, nil, r.fail(r.malformed(what, "packet data", int64(captured), int64(size)-snoopRecordLen))
	}
	if err := r.in.need(int(size)); err != nil {
		return nil, nil, r.fail(r.short(what, "packet data", snoopRecordLen, int64(size-snoopRecordLen), err))
	}
	b = r.in.buf[r.in.pos:]
	sub := r.u32(b[20:])
	info := &r.info
	info.Time = capture.Unix(int64(r.u32(b[16:]))+int64(sub/r.perSecond), int64(sub%r.perSecond*r.nanos))
	info.CaptureLength, info.Length = captured, length
	if info.Dropped = 0; uint64(drops) >= r.lost.Dropped && !r.unknown { // cumulative
		info.Dropped = uint64(drops) - r.lost.Dropped
	}
	r.lost.Dropped, r.unknown = uint64(drops), false
	r.in.pos += int(size)
	r.count++
	end := snoopRecordLen + int(captured)
	return b[snoopRecordLen:end:end], info, nil
}
