package fuzz

import (
	"bytes"
	"errors"
	"fmt"
	"reflect"

	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/tags"
)

// Subject is a layer type that is held to the laws. It must not be used by two goroutines at once.
type Subject struct {
	Type    *codec.Type
	Customs Customs
	Derived map[string]bool // fields that code derives, not tags, by "Type.Field"
	Seeds   [][]byte        // inputs that are good to start from

	// What has been seen so far.
	Inputs, Decoded, Recovered, Values, Encoded int

	fast, slow any // structs that are decoded into again and again
	s, q       codec.State
	dirty      []byte
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

// Lossless is law 1 for one input: if it decodes, what it decodes to is encoded verbatim to
// the same bytes; so are the views of what is in it.
func (s *Subject) Lossless(data []byte) error {
	s.Inputs++
	v, ext, ok, err := s.Decode(data)
	switch {
	case !ok && err == nil:
		return fmt.Errorf("%x: no extent and no error", data)
	case err != nil && ok != err.Recovered:
		return fmt.Errorf("%x: ok %v with %v, recovered %v", data, ok, err, err.Recovered)
	case !ok:
		return nil
	case ext.Header < 0 || ext.Payload < 0 || ext.Trailer < 0 || ext.Len() > len(data):
		return fmt.Errorf("%x: an extent of %+v", data, ext)
	}
	s.Decoded++
	if err != nil {
		s.Recovered++
	}
	payload := data[ext.Header : ext.Header+ext.Payload]
	for _, reflective := range []bool{false, true} {
		out, err := codec.Encoder{Reflective: reflective}.Append(s.stained(len(data)), v, payload)
		if err != nil || !bytes.Equal(out[3:], data[:ext.Len()]) {
			return fmt.Errorf("%x decodes to %+v, %+v, encodes (reflective %v) to\n%x: %v", data, v, ext, reflective, out[min(3, len(out)):], err)
		}
	}
	return views(s.Type.Schema(), reflect.ValueOf(v).Elem(), viewLossless)
}

// stain is memory that is not zero.
var stain = bytes.Repeat([]byte{0xff}, 1<<12)

// stained returns three bytes with room for n more and some, which is not zero.
func (s *Subject) stained(n int) []byte {
	if n += 64; len(s.dirty) < n {
		s.dirty = make([]byte, n)
	}
	for rest := s.dirty[:n]; len(rest) > 0; {
		rest = rest[copy(rest, stain):]
	}
	return s.dirty[:3:n]
}

func viewLossless(data []byte, view any, err error) error {
	var e *codec.Error
	if err != nil && (!errors.As(err, &e) || !e.Recovered) {
		return nil
	}
	out, err := codec.Encoder{}.Marshal(view)
	if err != nil || !bytes.Equal(out, data) {
		return fmt.Errorf("%x is viewed as %T%+v, which encodes to\n%x: %v", data, view, view, out, err)
	}
	return nil
}

// views asks for the typed view of every []byte union in a struct, and calls yield with
// its bytes and what codec.View returned.
func views(s *tags.Schema, v reflect.Value, yield func(data []byte, view any, err error) error) error {
	for _, x := range s.Fields {
		f := v.Field(x.Index)
		var err error
		switch {
		case x.Kind == tags.KindBytes && x.Members != nil:
			view, bad := codec.View(v.Addr().Interface(), x.Name)
			if view == nil && bad == nil {
				continue
			}
			if view == nil {
				return fmt.Errorf("%v.%s: %w", s.Type, x.Name, bad)
			}
			if err = yield(f.Bytes(), view, bad); err == nil {
				m := x.Elems[number(v.FieldByName(x.Union))]
				err = views(m, reflect.ValueOf(view).Elem(), yield)
			}
		case x.Kind == tags.KindStruct:
			err = views(x.Elem, f, yield)
		case x.Kind == tags.KindPtr && !f.IsNil():
			err = views(x.Elem, f.Elem(), yield)
		case x.Kind == tags.KindUnion && !f.IsNil() && f.Elem().Kind() == reflect.Pointer:
			for k, p := range x.Members.Types {
				if reflect.TypeOf(p) == f.Elem().Type() {
					err = views(x.Elems[k], f.Elem().Elem(), yield)
					break
				}
			}
		case x.Kind == tags.KindList && x.Item == tags.KindStruct:
			for i := 0; i < f.Len() && err == nil; i++ {
				err = views(x.Elem, f.Index(i), yield)
			}
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// OneMeaning is law 4 for one input: generated code and the reflective codec find the same value, the same
// extent and the same error, in structs that were used before and in new ones.
func (s *Subject) OneMeaning(data []byte) error {
	if s.fast == nil {
		s.fast, s.slow = s.Type.New(), s.Type.New()
	}
	v, ext, ok, err := s.Decode(data)
	for i, x := range []any{s.fast, s.slow, s.Type.New()} {
		way, state := "in a used struct", &s.s
		decode := s.Type.Decode
		if i > 0 {
			way, state, decode = "by reflection", &s.q, s.Type.DecodeReflective
		}
		e, k := decode(x, data, state)
		if e != ext || k != ok || !reflect.DeepEqual(copyError(state), err) {
			return fmt.Errorf("%x: %+v %v %v; %s %+v %v %v", data, ext, ok, err, way, e, k, state.Err())
		}
		if !Same(reflect.ValueOf(v), reflect.ValueOf(x)) {
			return fmt.Errorf("%x: %+v; %s %+v", data, v, way, x)
		}
	}
	return nil
}

// ReadOnly is law 5 for one input: it is not written to, and what is returned of it has no spare capacity.
func (s *Subject) ReadOnly(data []byte) error {
	input := append(make([]byte, 0, len(data)+8), data...)
	v, _, _, _ := s.Decode(input)
	if err := Spare(reflect.ValueOf(v), input); err != nil {
		return fmt.Errorf("%x: %T.%w", data, v, err)
	}
	err := views(s.Type.Schema(), reflect.ValueOf(v).Elem(), func(_ []byte, view any, _ error) error {
		return Spare(reflect.ValueOf(view), input)
	})
	if err == nil && !bytes.Equal(input[:cap(input)], append(append([]byte(nil), data...), make([]byte, cap(input)-len(data))...)) {
		err = errors.New("the input was written to")
	}
	if err != nil {
		return fmt.Errorf("%x: %T %w", data, v, err)
	}
	return nil
}

// Spare finds slices in a value that are a part of data and can be extended beyond their end.
func Spare(v reflect.Value, data []byte) error {
	switch v.Kind() {
	case reflect.Pointer, reflect.Interface:
		if !v.IsNil() && v.Type().PkgPath() != "unique" && v.Elem().IsValid() {
			return Spare(v.Elem(), data)
		}
	case reflect.Struct:
		for i := range v.NumField() {
			if err := Spare(v.Field(i), data); err != nil {
				return fmt.Errorf("%s: %w", v.Type().Field(i).Name, err)
			}
		}
	case reflect.Slice:
		if v.Type().Elem().Kind() == reflect.Uint8 {
			from := reflect.ValueOf(data[:0]).Pointer()
			if p := v.Pointer(); v.Cap() != v.Len() && p >= from && p < from+uintptr(cap(data)) {
				return fmt.Errorf("%d bytes with a capacity of %d", v.Len(), v.Cap())
			}
			return nil
		}
		for i := range v.Len() {
			if err := Spare(v.Index(i), data); err != nil {
				return fmt.Errorf("[%d]: %w", i, err)
			}
		}
	}
	return nil
}

// Input holds one input to laws 1, 4 and 5, and so to law 3: it must not panic.
func (s *Subject) Input(data []byte) error {
	return errors.Join(s.Lossless(data), s.OneMeaning(data), s.ReadOnly(data))
}
