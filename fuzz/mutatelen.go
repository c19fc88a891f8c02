package fuzz

import (
	"github.com/wiretag/wiretag/codec"
)

// length breaks what a length says.
func (b *breaker) length(s *scope, f *codec.FieldValue, name string, top bool) {
	n, l := number(f.Value), f.Tag.Len
	if n == 0 && f.Tag.Zero == "rest" {
		return
	}
	if f.Tag.Zero != "rest" {
		b.set(LengthZero, f, name, 0)
	}
	if least := b.least(s, f); least > 1 {
		b.set(LengthSmall, f, name, uint64(least-1))
	}
	if n > 0 {
		b.set(LengthShort, f, name, n-1)
	}
	b.set(LengthLong, f, name, n+1)
	if room := b.room(s, f, top); room >= 0 {
		b.set(LengthBeyond, f, name, uint64(room/l.Unit+l.Bias+1))
	}
	b.set(LengthLargest, f, name, top64(f.Tag.Width))
}

// least is the smallest value of a length that has room for what is always there.
func (b *breaker) least(s *scope, f *codec.FieldValue) int {
	l, fixed := f.Tag.Len, 0
	switch l.Of {
	case "header", "self":
		fixed = s.schema.MinBits / 8
	case "packet":
		fixed = len(b.at.Header())
	}
	return (fixed+l.Unit-1)/l.Unit + l.Bias
}

// room is how many bytes what is measured could have at most, up to the end of what is around it; -1 if that
// is not known.
func (b *breaker) room(s *scope, f *codec.FieldValue, top bool) int {
	end := s.to / 8
	switch of := f.Tag.Len.Of; {
	case top && of != "header" && of != "self" && f.Tag.Len.Relative():
		return b.outside(of, f)
	case of == "header" || of == "self":
		if top {
			return b.outside("packet", f)
		}
		return end - s.from/8
	case of == "rest":
		return end - (f.Bit+f.Bits)/8
	default:
		for i := range s.fields {
			if s.fields[i].Name == of {
				return end - s.fields[i].Bit/8
			}
		}
	}
	return -1
}

// outside is the room in the layer around this one.
func (b *breaker) outside(of string, f *codec.FieldValue) int {
	room := len(b.data) - b.at.Offset()
	if p, ok := b.at.Parent(); ok {
		room = len(p.Payload())
	}
	switch of {
	case "payload":
		return room - len(b.at.Header())
	case "rest":
		return room - (f.Bit+f.Bits)/8
	}
	return room
}
