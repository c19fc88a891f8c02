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
	case r.resync != nil: // records are not believed so fast
	case r.record.headerLen != recordHeaderLen || r.record.lengths != capturedFirst || r.record.padding > 0:
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

// nearby is the second of one interface in which the latest packet was captured: nearly always that of the next
// packet too, which then needs no division. perSecond is 0 if there is none.
type nearby struct {
	base      uint64 // ticks at its beginning
	perSecond uint64 // ticks
	sec       int64  // of the time stamp
	nanos     uint32 // each tick
	id        uint32 // interface
}

// enhancedFixed is the length of an enhanced packet block without data and options, and of what is before the data.
const (
	enhancedFixed = 32
	enhancedHead  = 28
)

// fastBlock takes an enhanced packet block of either byte order and any interface.
func (r *Reader) fastBlock() []byte {
	const head = enhancedHead
	b := r.in.buf[r.in.pos:r.in.end]
	if len(b) < enhancedFixed {
		return nil
	}
	typeLen, interfaceHigh := r.pair(b), r.pair(b[8:])
	lowCaptured, length := r.pair(b[16:]), r.u32(b[24:])
	size, captured := typeLen>>32, lowCaptured>>32
	end := head + captured
	padded := (end + 3) &^ 3
	if uint32(typeLen) != blockEnhanced || size < padded+4 || size&3 != 0 || size > uint64(len(b)) || size > uint64(r.limit) {
		return nil
	}
	id := uint32(interfaceHigh)
	if uint64(r.u32(b[size-4:])) != size || uint64(id) >= uint64(len(r.ifaces)) {
		return nil
	}
	i := &r.ifaces[id]
	ticks := interfaceHigh&^(1<<32-1) | lowCaptured&(1<<32-1)
	r.info.Time = i.Resolution.Timestamp(ticks, i.TimeOffset)
	r.info.CaptureLength, r.info.Length = uint32(captured), length
	r.setInterface(id, i)
	if size == padded+4 {
		r.approach(id, ticks)
	} else if r.near = (nearby{}); r.packetOptions("enhanced packet block", b[:size], int(padded)) != nil {
		return nil
	}
	r.in.pos += int(size)
	r.count++
	return b[head:end:end]
}

// approach notes the second of the packet just read, for Next.
func (r *Reader) approach(id uint32, ticks uint64) {
	r.near = nearby{}
	resolution := r.ifaces[id].Resolution
	if resolution > Nanoseconds || r.swap || r.info.Time.Era != 0 {
		return
	}
	unit := pow10(uint(resolution))
	r.near = nearby{
		base: ticks / unit * unit, perSecond: unit, sec: r.info.Time.Sec, nanos: uint32(nanosPerSecond / unit), id: id,
	}
}
