package reassembly

import (
	"encoding/binary"
	"iter"

	"github.com/wiretag/wiretag/capture"
	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/layers"
	"github.com/wiretag/wiretag/packet"
)

// Decoded is a decoded packet: a *[packet.View] or a *[packet.Packet].
type Decoded interface {
	packet.Decoded
	Len() int
	Layer(i int) packet.Layer
	Data() []byte
	Checksums() iter.Seq[packet.Checksum]
}

// SegmentReader makes of decoded packets what an [Assembler] takes:
//
//	if r.Read(&view, info) {
//		assembler.Add(&r.Segment)
//	}
//
// The zero SegmentReader is ready for use. It must not be used by two goroutines at once.
type SegmentReader struct {
	// Flow finds the ends. Its field Inner says whether connections inside tunnels count.
	Flow packet.FlowReader
	// Segment is what Read has found. Its payload is that of the packet. Segments are numbered from 1 on by the packets that
	// were read, unless Number is set by the user after Read.
	Segment Segment
	// Checksums verifies the checksum of each segment. What was left to a network card, or was not captured whole, is not wrong.
	Checksums bool

	number uint64
}

// Read reads a decoded packet. It reports whether it holds a TCP segment; fragments of one do not count: a [Defragmenter] goes before.
func (r *SegmentReader) Read(p Decoded, info *capture.Info) bool {
	r.number++
	if !r.Flow.Read(p, info) || !r.Flow.Packet.TCP {
		return false
	}
	for i := range p.Len() {
		l := p.Layer(i)
		switch v := l.Value().(type) {
		case *layers.IPv4:
			if v.IsFragment() {
				return false
			}
		case *layers.IPv6Fragment:
			if v.IsFragment() {
				return false
			}
		case *layers.TCP:
			if !l.Failed() {
				r.fill(v, l.Payload())
				r.Segment.BadChecksum = r.Checksums && badChecksum(p, i)
				return true
			}
		}
	}
	return false
}

// ReadStack reads what a [packet.Stack] has decoded: met is what its Decode returned, into the structs that it was made with, and
// length is the number of bytes of the packet. TCP must be the last layer that it knows, and checksums are not verified.
func (r *SegmentReader) ReadStack(s *packet.Stack, met []int, info *capture.Info, length int, into ...any) bool {
	r.number++
	if len(met) == 0 {
		return false
	}
	v, ok := into[met[len(met)-1]].(*layers.TCP)
	if !ok || s.Err() != nil || !r.Flow.ReadStack(s, met, info, length, into...) || !r.Flow.Packet.TCP {
		return false
	}
	for _, i := range met {
		if f, ok := into[i].(packet.Fragmenter); ok && f.IsFragment() {
			return false
		}
	}
	r.fill(v, s.Rest())
	return true
}

// fill sets the segment.
func (r *SegmentReader) fill(t *layers.TCP, payload []byte) {
	s, p := &r.Segment, &r.Flow.Packet
	s.Key, s.Time, s.Number = p.Key, p.Time, r.number
	s.Seq, s.Ack, s.Flags, s.Window, s.Urgent = t.Seq, t.Ack, uint16(t.Flags), t.Window, t.Urgent
	s.Payload, s.Missing = payload, 0
	if sent := int64(p.Payload) - int64(len(payload)); sent > 0 {
		s.Missing = uint32(sent)
	}
	s.HasStamp, s.Stamp, s.Scale, s.BadChecksum = false, 0, 0, false
	for i := range t.Options {
		o := &t.Options[i]
		switch {
		case o.Kind == layers.TCPOptionTimestamps && len(o.Data) == 8:
			s.Stamp, s.HasStamp = binary.BigEndian.Uint32(o.Data), true
		case o.Kind == layers.TCPOptionWindowScale && len(o.Data) == 1 && t.Flags&layers.TCPSyn != 0:
			s.Scale = min(o.Data[0], 14) + 1
		}
	}
}

// badChecksum reports whether the checksum of layer i is wrong.
func badChecksum(p Decoded, i int) bool {
	for c := range p.Checksums() {
		if c.Layer.Index() == i {
			return c.State == codec.SumBad
		}
	}
	return false
}
