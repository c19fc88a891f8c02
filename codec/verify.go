package codec

import (
	"unsafe"
)

// SumState is the result of verifying a checksum.
type SumState uint8

// The states of a checksum.
const (
	SumGood    SumState = iota
	SumBad              // the bytes give another value
	SumAbsent           // the sender computed none
	SumUnknown          // it cannot be verified
)

func (s SumState) String() string { return [...]string{"good", "bad", "absent", "unknown"}[s&3] }

// Checksum is one checksum of a layer.
type Checksum struct {
	Field   string
	Got     uint64 // what the field holds
	Want    uint64 // what it should hold, if State is SumGood or SumBad
	State   SumState
	Reason  string // why it cannot be verified
	Payload bool   // it covers the payload too
}

// Verify checks the checksums of the layer in v, a pointer to a struct of type t as it was decoded,
// against its bytes: packet holds header, payload and trailer, header is the length of the first of them in
// bytes. Ps is the pseudo header, nil if it is not known. Verify writes nothing; the result is nil
// if v is of another type, or the packet shorter than header.
func (t *Type) Verify(v any, packet []byte, header int, ps *Pseudo) []Checksum {
	if !t.is(v) || header < 0 || header > len(packet) {
		return nil
	}
	if ps == nil {
		ps = &Pseudo{}
	}
	p := (*eface)(unsafe.Pointer(&v)).ptr
	var out []Checksum
	for _, f := range t.fixes {
		if f.sum == nil || (f.cond != nil && !f.cond.holds(p, nil)) {
			continue
		}
		out = append(out, t.verify(f, p, v, packet, header, ps))
	}
	return out
}

func (t *Type) verify(f *fieldPlan, p unsafe.Pointer, v any, packet []byte, header int, ps *Pseudo) Checksum {
	c := Checksum{Field: f.Name, Got: loadInt(unsafe.Add(p, f.GoOff), f.size), Payload: f.Sum.Range != "header" || f.Trailer}
	if f.Zero == "absent" && c.Got == 0 {
		c.State = SumAbsent
		return c
	}
	at := f.Offset / 8
	if f.Offset < 0 || f.Trailer {
		at = t.find(f, v, len(packet))
	}
	end := len(packet)
	if !f.Trailer {
		end = header // where the field stands; it may cover more
	}
	if at < 0 || at+f.Width/8 > end {
		c.State, c.Reason = SumUnknown, "the field is not in the packet"
		return c
	}
	if !f.Trailer { // it does not cover trailers
		packet = packet[:max(len(packet)-t.trailer(p), header)]
	}
	want, ok := f.compute(packet, header, at, ps)
	switch {
	case !ok:
		c.State, c.Reason = SumUnknown, "the pseudo header is not known"
	case want == c.Got || otherZero(f, want, c.Got):
		c.Want = want
	default:
		c.Want, c.State = want, SumBad
	}
	return c
}

// trailer is the length of the trailers of the layer at p, in bytes.
func (t *Type) trailer(p unsafe.Pointer) (n int) {
	for _, f := range t.trails {
		switch {
		case !f.present(p):
		case f.Pad > 0:
			n += (*sliceHeader)(unsafe.Add(p, f.GoOff)).len
		default:
			n += f.Width / 8
		}
	}
	return n
}

// otherZero reports whether a checksum of all ones stands where zero is expected: in one's complement both are zero, and the sum with either is
// all ones. Zero in the place of all ones is none: the sum of nothing but zeros stays zero.
func otherZero(f *fieldPlan, want, got uint64) bool {
	return (f.Sum.Alg == "inet" || f.Sum.Alg == "inetpart") && want == 0 && got == 0xffff && f.Zero != "absent"
}

// find returns the byte offset of a field whose place depends on the packet.
func (t *Type) find(f *fieldPlan, v any, size int) int {
	fields, err := Layout(v)
	if err != nil {
		return -1
	}
	trailer := 0
	for _, x := range fields {
		if x.Trailer {
			trailer += x.Bits / 8
		}
	}
	for _, x := range fields {
		if x.Tag != f.Field {
			continue
		}
		if x.Trailer {
			return size - trailer + x.Bit/8
		}
		return x.Bit / 8
	}
	return -1
}
