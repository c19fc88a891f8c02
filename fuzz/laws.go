package fuzz

import (
	"bytes"
	"errors"
	"fmt"
	"reflect"

	"github.com/wiretag/wiretag/codec"
)

// Subject is a layer type that is held to the laws. It must not be used by two goroutines at once.
type Subject struct {
	Type    *codec.Type
	Customs Customs
	Derived map[string]bool // fields that code derives, not tags, by "Type.Field"
	Seeds   [][]byte        // inputs that are good to start from

	// What has been seen so far.
	Inputs, Decoded, Recovered, Values, Encoded, Changed int

	fast, slow any // structs that are decoded into again and again
	s, q       codec.State
	dirty      [2][]byte
}

// Decode decodes data into a new struct. The error is a copy.
func (s *Subject) Decode(data []byte) (v any, ext codec.Extent, ok bool, err *codec.Error) {
	v = s.Type.New()
	ext, ok = s.Type.Decode(v, data, &s.s)
	return v, ext, ok, copyError(&s.s)
}

func copyError(s *codec.State) *codec.Error {
	if e := s.Err(); e != nil {
		return new(*e)
	}
	return nil
}

// New makes a value. The same bytes make the same value.
func (s *Subject) New(choices []byte) any {
	v := s.Type.New()
	m := &Maker{Entropy: NewEntropy(choices), Customs: s.Customs}
	m.Fill(s.Type, reflect.ValueOf(v).Elem())
	return v
}

// Wire makes an input: the encoding of a value, one of the seeds or noise, as it is or damaged.
func (s *Subject) Wire(choices []byte) []byte {
	e := NewEntropy(choices)
	kind := e.Intn(8)
	var b []byte
	switch {
	case kind == 7:
		return e.Bytes(e.Size())
	case kind >= 4 && len(s.Seeds) > 0:
		b = s.Seeds[e.Intn(len(s.Seeds))]
	default:
		rest := e.b
		b, _ = codec.Encoder{Derive: codec.All, Reflective: true}.Marshal(s.New(rest), s.payload(e))
	}
	if kind&1 == 0 {
		return b
	}
	var other []byte
	if len(s.Seeds) > 0 {
		other = s.Seeds[e.Intn(len(s.Seeds))]
	}
	return Mutate(e, b, other)
}

// input is bytes, and what they decode to in a new struct.
type input struct {
	was  []byte
	data []byte // a copy with room behind it, which nothing may write to
	v    any
	ext  codec.Extent
	ok   bool
	err  *codec.Error
}

// spare is the room behind an input.
const spare = 8

func (s *Subject) read(data []byte) *input {
	in := &input{was: data, data: append(make([]byte, 0, len(data)+spare), data...)}
	in.v, in.ext, in.ok, in.err = s.Decode(in.data)
	return in
}

// count is read, for inputs that are made to be counted.
func (s *Subject) count(data []byte) *input {
	in := s.read(data)
	s.Inputs++
	if in.ok {
		s.Decoded++
	}
	if in.ok && in.err != nil {
		s.Recovered++
	}
	return in
}

// lossless is law 1 for one input: if it decodes, what it decodes to is encoded verbatim to
// the same bytes; so are the views of what is in it.
func (s *Subject) lossless(in *input) error {
	data, ext := in.data, in.ext
	switch {
	case !in.ok && in.err == nil:
		return fmt.Errorf("%x: no extent and no error", data)
	case in.err != nil && in.ok != in.err.Recovered:
		return fmt.Errorf("%x: ok %v with %v, recovered %v", data, in.ok, in.err, in.err.Recovered)
	case !in.ok:
		return nil
	case ext.Header < 0 || ext.Payload < 0 || ext.Trailer < 0 || ext.Len() > len(data):
		return fmt.Errorf("%x: an extent of %+v", data, ext)
	}
	payload := data[ext.Header : ext.Header+ext.Payload]
	for _, reflective := range []bool{false, true} {
		out, err := codec.Encoder{Reflective: reflective}.Append(s.stained(0, len(data)), in.v, payload)
		if err != nil || !bytes.Equal(out[3:], data[:ext.Len()]) {
			return fmt.Errorf("%x decodes to %+v, %+v, encodes (reflective %v) to\n%x: %v", data, in.v, ext, reflective, out[min(3, len(out)):], err)
		}
	}
	return views(s.Type.Schema(), reflect.ValueOf(in.v).Elem(), viewLossless)
}

// stain is memory that is not zero.
var stain = bytes.Repeat([]byte{0xff}, 1<<12)

// stained returns three bytes with room for n more and some, which is not zero: one of two places.
func (s *Subject) stained(at, n int) []byte {
	if n += 64; len(s.dirty[at]) < n {
		s.dirty[at] = make([]byte, n)
	}
	for rest := s.dirty[at][:n]; len(rest) > 0; {
		rest = rest[copy(rest, stain):]
	}
	return s.dirty[at][:3:n]
}

// oneMeaning is law 4 for one input: generated code and the reflective codec find the same value, the same
// extent and the same error, in structs that were used before and in new ones.
func (s *Subject) oneMeaning(in *input) error {
	if s.fast == nil {
		s.fast, s.slow = s.Type.New(), s.Type.New()
	}
	for i, x := range []any{s.fast, s.slow, s.Type.New()} {
		way, state := "in a used struct", &s.s
		decode := s.Type.Decode
		if i > 0 {
			way, state, decode = "by reflection", &s.q, s.Type.DecodeReflective
		}
		e, k := decode(x, in.data, state)
		if e != in.ext || k != in.ok || !sameError(state.Err(), in.err) {
			return fmt.Errorf("%x: %+v %v %v; %s %+v %v %v", in.was, in.ext, in.ok, in.err, way, e, k, state.Err())
		}
		if !Same(reflect.ValueOf(in.v), reflect.ValueOf(x)) {
			return fmt.Errorf("%x: %+v; %s %+v", in.was, in.v, way, x)
		}
	}
	return nil
}

func sameError(a, b *codec.Error) bool {
	return a == nil && b == nil || a != nil && b != nil && reflect.DeepEqual(a, b)
}

// readOnly is law 5 for one input: it is not written to, and what is returned of it has no spare capacity.
func (s *Subject) readOnly(in *input) error {
	if err := Spare(reflect.ValueOf(in.v), in.data); err != nil {
		return fmt.Errorf("%x: %T.%w", in.was, in.v, err)
	}
	err := views(s.Type.Schema(), reflect.ValueOf(in.v).Elem(), func(_ []byte, view any, _ error) error {
		return Spare(reflect.ValueOf(view), in.data)
	})
	if err == nil && (!bytes.Equal(in.data, in.was) || bytes.Count(in.data[len(in.data):cap(in.data)], []byte{0}) != spare) {
		err = errors.New("the input was written to")
	}
	if err != nil {
		return fmt.Errorf("%x: %T %w", in.was, in.v, err)
	}
	return nil
}

// Input holds one input to laws 1, 4 and 5, and so to law 3: it must not panic.
func (s *Subject) Input(data []byte) error { return s.input(s.count(data)) }

func (s *Subject) input(in *input) error {
	return errors.Join(s.lossless(in), s.oneMeaning(in), s.readOnly(in))
}
