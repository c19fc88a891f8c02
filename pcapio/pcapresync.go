package pcapio

import (
	"fmt"
	"io"

	"github.com/wiretag/wiretag/capture"
)

// Records of pcap files have no mark by which they could be found. A reader that is to go on behind damage believes a
// record if its header and the one behind it are as headers usually are, or if it begins a chain: several such records in
// a row. Otherwise it looks for a chain nearby. If one begins in the record, its length is wrong; if one begins right
// behind it, it is only odd. A record whose length cannot be true is left out, up to the next chain.

const (
	// chainLength records in a row are a chain.
	chainLength = 3
	// nearbyBytes behind an odd record are searched for a chain.
	nearbyBytes = 64 << 10
)

// nextSound is nextRecord for readers that go on behind damage.
func (r *Reader) nextSound() ([]byte, *capture.Info, error) {
	for {
		head := int(r.record.headerLen)
		if r.err != nil || r.closed.Load() || r.in.need(head) != nil {
			return r.nextRecord()
		}
		b := r.in.buf[r.in.pos:r.in.end]
		captured, _ := r.recordLengths(b)
		end := head + int(captured)
		switch {
		case captured > r.mostCaptured():
			if err := r.findRecord(r.overLimit("record", "packet data", int64(captured)).(*Error)); err != nil {
				return nil, nil, r.fail(err)
			}
			continue
		case r.believed(end):
			r.believedAt = int64(r.u32(r.in.buf[r.in.pos:]))
			return r.nextRecord()
		}
		found := r.search(end + nearbyBytes)
		if found > end && r.usual(0, r.believedAt, r.count > 0) {
			r.believedAt = int64(r.u32(r.in.buf[r.in.pos:]))
			return r.nextRecord()
		}
		if found == 0 || found == end {
			return r.nextRecord()
		}
		detail := fmt.Sprintf("unusual, and the next ones begin %d bytes behind it", found)
		damage := r.malformed("record", detail, 0, 0).(*Error)
		r.in.pos += found
		r.resync(damage, int64(found))
	}
}

// mostCaptured is the longest packet that is not damage, in bytes.
func (r *Reader) mostCaptured() uint32 { return min(r.limit, max(maxSnapLen, r.header.SnapLen)) }

// believed reports whether the record at the window, which ends at end, and the header behind it are as usual, or whether it
// begins a chain.
func (r *Reader) believed(end int) bool {
	if r.usual(0, r.believedAt, r.count > 0) {
		if r.in.need(end+int(r.record.headerLen)) != nil {
			if r.in.have() >= end {
				return true
			}
		} else if r.usual(end, int64(r.u32(r.in.buf[r.in.pos:])), true) {
			return true
		}
	}
	return r.chain(0, 0, false)
}

// usual reports whether a record header as most are stands in the window, which has it; known: a time near it, in seconds.
func (r *Reader) usual(at int, near int64, known bool) bool {
	const day = 86400
	b := r.in.buf[r.in.pos+at : r.in.end]
	captured, length := r.recordLengths(b)
	apart := int64(r.u32(b)) - near
	return captured <= r.mostCaptured() && captured <= length && length <= maxLimit && r.u32(b[4:]) < r.perSecond &&
		captured >= r.record.padding && (!known || apart <= day && apart >= -day)
}

// chain reports whether records stand in a row from there on, chainLength of them or up to the exact end of the file.
// Where a time is known, in seconds, they must be near it.
func (r *Reader) chain(at int, near int64, known bool) bool {
	head := int(r.record.headerLen)
	for n := range chainLength {
		if r.in.need(at+head) != nil {
			return n > 0 && r.in.have() == at
		}
		if !r.usual(at, near, known) {
			return false
		}
		b := r.in.buf[r.in.pos+at:]
		captured, _ := r.recordLengths(b)
		if captured == 0 { // zeros are not records
			return false
		}
		near, known = int64(r.u32(b)), true
		if at += head + int(captured); r.in.need(at) != nil {
			return false
		}
	}
	return true
}

// search looks for a chain that begins behind the window's first byte and before end, near the time of the record there
// or of the last one that was believed. It returns where, or 0. What has been searched is not searched again.
func (r *Reader) search(end int) int {
	near, head := int64(r.u32(r.in.buf[r.in.pos:])), int(r.record.headerLen)
	at := int(max(1, r.searched-r.in.offset()))
	for ; at < end && r.in.need(at+head) == nil; at++ {
		if r.chain(at, near, true) || r.count > 0 && r.chain(at, r.believedAt, true) {
			r.searched = r.in.offset() + int64(at)
			return at
		}
	}
	r.searched = r.in.offset() + int64(at)
	return 0
}

// findRecord drops bytes up to the next chain. If there is none it returns the damage.
func (r *Reader) findRecord(damage *Error) error {
	before := r.in.offset()
	for {
		if r.in.have() > 0 {
			r.in.pos++
		}
		switch err := r.in.need(int(r.record.headerLen)); {
		case r.closed.Load() || err == io.EOF:
			return damage
		case err != nil:
			return r.sourceError("record", err)
		}
		if r.chain(0, 0, false) {
			r.resync(damage, r.in.offset()-before)
			return nil
		}
	}
}
