package pcapio

import (
	"encoding/binary"
	"math/bits"
)

// Fast paths of Next. Each takes a packet that is whole in the window and has nothing odd about it; for all others
// it returns nil and changes nothing.
const (
	fastRecords = iota + 1 // little-endian pcap with 16-byte record headers, captured length first: in Next
	fastSwapped            // the same, big-endian
	fastBlocks             // pcapng
)

// allowFast chooses the fast path for what has been opened.
func (r *Reader) allowFast() {
	switch {
	case r.ng:
		r.fast.Store(fastBlocks)
	case r.record.headerLen != recordHeaderLen || r.record.lengths != capturedFirst:
	case r.swap:
		r.fast.Store(fastSwapped)
	default:
		r.fast.Store(fastRecords)
	}
	if r.closed.Load() { // by another goroutine, meanwhile
		r.fast.Store(0)
	}
}

// pair loads two 32-bit numbers that follow each other: the first in the low half.
func (r *Reader) pair(b []byte) uint64 {
	v := binary.LittleEndian.Uint64(b)
	if r.swap {
		v = bits.RotateLeft64(bits.ReverseBytes64(v), 32)
	}
	return v
}

func (r *Reader) fastRecord() []byte {
	const head = recordHeaderLen
	at, window := r.in.pos, r.in.buf[:r.in.end]
	if len(window)-at < head {
		return nil
	}
	b := window[at:]
	stamp, lengths := r.pair(b), r.pair(b[8:])
	captured, sub := uint32(lengths), uint32(stamp>>32)
	end := head + uint64(captured)
	if end > uint64(len(b)) || captured > r.limit || sub >= r.perSecond {
		return nil
	}
	r.in.pos = at + int(end)
	r.count++
	info := &r.info
	info.Time.Sec, info.Time.Nsec = int64(uint32(stamp)), sub*r.nanos
	info.Time.Era, info.Time.Set = 0, true
	info.CaptureLength, info.Length = captured, uint32(lengths>>32)
	return b[head:end:end]
}

func (r *Reader) fastBlock() []byte {
	const head = 28
	b := r.in.buf[r.in.pos:r.in.end]
	if len(b) < head+4 {
		return nil
	}
	typeLen, interfaceHigh := r.pair(b), r.pair(b[8:])
	lowCaptured, length := r.pair(b[16:]), r.u32(b[24:])
	size, captured := typeLen>>32, lowCaptured>>32
	end := head + captured
	// The block ends right behind the padding: no options.
	if uint32(typeLen) != blockEnhanced || size != (end+3)&^3+4 || size > uint64(len(b)) || size > uint64(r.limit) {
		return nil
	}
	id := uint32(interfaceHigh)
	if uint64(r.u32(b[size-4:])) != size || uint64(id) >= uint64(len(r.ifaces)) || r.extra {
		return nil
	}
	i := &r.ifaces[id]
	r.in.pos += int(size)
	r.count++
	info := &r.info
	ticks := interfaceHigh&^(1<<32-1) | lowCaptured&(1<<32-1)
	if i.Resolution == Microseconds && i.TimeOffset == 0 {
		const unit = 1_000_000
		sec := ticks / unit
		info.Time.Sec, info.Time.Nsec = int64(sec), uint32(ticks-sec*unit)*1000
		info.Time.Era, info.Time.Set = 0, true
	} else {
		info.Time = i.Resolution.Timestamp(ticks, i.TimeOffset)
	}
	info.CaptureLength, info.Length = uint32(captured), length
	info.Interface, info.LinkType, info.Flags = int(id), i.LinkType, i.flags
	return b[head:end:end]
}
