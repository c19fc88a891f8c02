package pcapio

import (
	"errors"
	"io"
)

// WithResync has the reader go on behind damage.
//
// In a pcapng file a block with a sound frame and bad content is left out, a packet with bad options loses those from
// the bad one on, and where the frame is bad, the next place is looked for where a block of a standard type begins whose two
// lengths agree. Such a block is at most half as long as the buffer (WithBuffer): looking for it takes linear time and no
// memory. In a pcap file three records in a row are looked for, or as many as there are up to its end.
//
// Each time, report (which may be nil) is told what was wrong, and how many bytes were left out. What ends the
// reading is then the end of the file, the first damage behind which nothing was found, or an error of the source.
func WithResync(report func(damage *Error, skipped int64)) Option {
	if report == nil {
		report = func(*Error, int64) {}
	}
	return func(r *Reader) { r.resync = report }
}

// recover goes on behind damage if that is asked for and possible; b is the block at the window if its frame is sound.
// Otherwise it returns err.
func (r *Reader) recover(b []byte, err error) error {
	var e *Error
	if r.resync == nil || r.err != nil || err == nil || !errors.As(err, &e) ||
		!errors.Is(err, ErrFormat) && !errors.Is(err, ErrTruncated) {
		return err
	}
	if b == nil {
		return r.findBlock(e)
	}
	if r.u32(b) == blockSection {
		r.ifaces = r.ifaces[:0] // whatever follows, it is not described by the section before
	}
	r.in.pos += len(b)
	r.resync(e, int64(len(b)))
	return nil
}

// findBlock drops bytes up to the next plausible block.
func (r *Reader) findBlock(damage *Error) error {
	before := r.in.offset()
	r.swap = r.header.BigEndian
	for {
		if r.in.have() > 0 {
			r.in.pos++
		}
		switch err := r.in.need(12); {
		case r.closed.Load() || err == io.EOF:
			return damage
		case err != nil:
			return r.sourceError("block", err)
		}
		if r.plausible() {
			r.resync(damage, r.in.offset()-before)
			return nil
		}
	}
}

// plausible reports whether a whole block seems to begin at the window.
func (r *Reader) plausible() bool {
	swap := r.swap
	found := r.plausibleNow()
	if !found {
		r.swap = swap
	}
	return found
}

func (r *Reader) plausibleNow() bool {
	b := r.in.buf[r.in.pos:r.in.end]
	least := uint32(12)
	if uint32le(b) == blockSection {
		if r.sectionOrder() != nil {
			return false
		}
		least = 28
	}
	switch r.u32(b) {
	case blockSection, blockNames, blockJournal, blockCustom, blockCustomNoCopy:
	case blockEnhanced, blockPacket:
		least = enhancedFixed
	case blockSimple:
		least = 16
	case blockInterface, blockSecrets:
		least = 20
	case blockStatistics:
		least = 24
	default:
		return false
	}
	n := r.u32(b[4:])
	if n < least || n&3 != 0 || n > r.limit || uint64(n) > uint64(len(r.in.buf)/2) || r.in.need(int(n)) != nil {
		return false
	}
	return r.u32(r.in.buf[r.in.pos+int(n)-4:]) == n
}
