package fuzz

import (
	"bytes"
	"errors"
	"fmt"
	"reflect"
	"slices"

	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/tags"
)

// payload makes what can stand behind a layer: nothing where it takes all there is. Where code measures the
// payload, it is a multiple of 8 bytes, the unit of quoted packets.
func (s *Subject) payload(e *Entropy) []byte {
	if s.Type.Schema().Open() {
		return nil
	}
	n := e.Size()
	if _, ok := s.Type.New().(codec.PayloadLength); ok {
		n &^= 7
	}
	return e.Bytes(n)
}

// Refused reports whether an error of encoding says that a value has no wire form: too large, too
// long, or not a whole number of units.
func Refused(err error) bool {
	return errors.Is(err, codec.ErrRange) || errors.Is(err, codec.ErrLength) || errors.Is(err, codec.ErrCount)
}

// built is law 2 for one value, which was made of choices twice: what it is encoded to, with everything derived, decodes
// to the same struct with the derived fields filled, and deriving again changes nothing. The value is not changed.
func (s *Subject) built(v, was any, choices []byte) error {
	payload := s.payload(NewEntropy(choices))
	s.Values++
	out, err := codec.Append(s.stained(0, 1024), v, payload)
	if !Same(reflect.ValueOf(v), reflect.ValueOf(was)) {
		return fmt.Errorf("encoding changed %+v to %+v", was, v)
	}
	if err != nil {
		if Refused(err) {
			return nil
		}
		return fmt.Errorf("%+v: %w", v, err)
	}
	s.Encoded++
	out = bytes.Clone(out[3:])
	w, ext, ok, bad := s.Decode(out)
	if !ok || bad != nil {
		return fmt.Errorf("%+v encodes to %x: %v %w", v, out, ok, bad)
	}
	if got := out[ext.Header : ext.Header+ext.Payload]; !bytes.Equal(got, payload) || ext.Len() != len(out) {
		return fmt.Errorf("%+v encodes to %x, whose extent is %+v: payload %x, want %x", v, out, ext, got, payload)
	}
	_, loose := v.(codec.PayloadLength)
	a := &agreement{derived: s.Derived, layer: s.Type.GoType(), loose: loose}
	d := a.structs(s.Type.Schema(), reflect.ValueOf(v).Elem(), reflect.ValueOf(w).Elem(), nil)
	if d == "" {
		d = lengths(s.Type, reflect.ValueOf(w).Elem(), ext)
	}
	if d != "" {
		return fmt.Errorf("%+v encodes to\n%x, decodes to %+v: %s", v, out, w, d)
	}
	for _, c := range s.Type.Verify(w, out, ext.Header, &codec.Pseudo{}) {
		if c.State == codec.SumBad {
			return fmt.Errorf("%+v encodes to %x: %s is %#x, want %#x", v, out, c.Field, c.Got, c.Want)
		}
	}
	again, err := codec.Marshal(w, payload)
	if err != nil || !bytes.Equal(again, out) {
		return fmt.Errorf("%x decodes to %+v, which derives to\n%x: %v", out, w, again, err)
	}
	return s.edited(w, choices, payload)
}

// edited puts the elements of another value in front of the counted lists of w, which was decoded, or in the
// place of some, or turns the lists round: what refers to other places in the bytes, such as a compressed name, must mean
// the same after that.
func (s *Subject) edited(w any, choices, payload []byte) error {
	schema := s.Type.Schema()
	counted := func(x *tags.Field) bool { return x.Kind == tags.KindList && schema.Counter(x) != nil }
	if !slices.ContainsFunc(schema.Fields, counted) {
		return nil
	}
	other := slices.Clone(choices)
	slices.Reverse(other)
	from, to, changed := reflect.ValueOf(s.New(other)).Elem(), reflect.ValueOf(w).Elem(), false
	for _, x := range schema.Fields {
		if !counted(x) {
			continue
		}
		a, b := from.Field(x.Index), to.Field(x.Index)
		list := reflect.MakeSlice(x.Type, 0, 0)
		switch len(choices) % 3 {
		case 0:
			list = reflect.AppendSlice(reflect.AppendSlice(list, a), b)
		case 1:
			list = reflect.AppendSlice(list, a)
			list = reflect.AppendSlice(list, b.Slice(min(a.Len(), b.Len()), b.Len()))
		default:
			for i := b.Len() - 1; i >= 0; i-- {
				list = reflect.Append(list, b.Index(i))
			}
		}
		b.Set(list)
		changed = changed || list.Len() > 0
	}
	if !changed {
		return nil
	}
	data, err := codec.Marshal(w, payload)
	if err != nil {
		if Refused(err) {
			return nil
		}
		return fmt.Errorf("edited: %+v: %w", w, err)
	}
	y, _, ok, bad := s.Decode(data)
	if !ok || bad != nil {
		return fmt.Errorf("edited: %+v encodes to %x: %v %w", w, data, ok, bad)
	}
	if d := Agree(s.Type, s.Derived, w, y, false); d != "" {
		return fmt.Errorf("edited: %+v encodes to\n%x, decodes to %+v: %s", w, data, y, d)
	}
	return nil
}

// sameEncoding is law 4 for one value, which was made of choices twice, and for what it becomes when fields hold what has
// no wire form: generated code and the reflective codec write the same bytes, or find the same error, whatever is
// derived. The first of the two is spoiled.
func (s *Subject) sameEncoding(v, was any, choices []byte) error {
	e := NewEntropy(choices)
	payload := e.Bytes(e.Size())
	if err := s.Alike(v, payload, choices); err != nil {
		return err
	}
	if !Same(reflect.ValueOf(v), reflect.ValueOf(was)) {
		return fmt.Errorf("encoding changed %+v to %+v", was, v)
	}
	m := &Maker{Entropy: e, Customs: s.Customs}
	for range 1 + e.Intn(3) {
		m.spoil(s.Type.Schema(), reflect.ValueOf(v).Elem())
	}
	return s.Alike(v, payload, choices)
}

// Alike reports where generated code and the reflective codec do not write the same bytes for a struct, or do not find the
// same error. What they write is held to law 1.
func (s *Subject) Alike(v any, payload, choices []byte) error {
	e := NewEntropy(choices)
	var held []byte
	for _, d := range []codec.Derive{codec.All, codec.Nothing, codec.Derive(e.Byte()) & codec.All, codec.All &^ (1 << e.Intn(7))} {
		fast, err1 := codec.Encoder{Derive: d}.Append(s.stained(0, 1024), v, payload)
		slow, err2 := codec.Encoder{Derive: d, Reflective: true}.Append(s.stained(1, 1024), v, payload)
		if !bytes.Equal(fast, slow) || !reflect.DeepEqual(err1, err2) {
			return fmt.Errorf("%+v with %07b derived\n%x %v; by reflection\n%x %v", v, d, fast, err1, slow, err2)
		}
		if err1 != nil || held != nil && bytes.Equal(slow[3:], held) {
			continue
		}
		in := s.read(slow[3:])
		held = in.data
		if err := s.lossless(in); err != nil {
			return fmt.Errorf("with %07b derived: %w", d, err)
		}
	}
	return nil
}

// SameEncoding holds the value that choices make to law 4.
func (s *Subject) SameEncoding(choices []byte) error {
	return s.sameEncoding(s.New(choices), s.New(choices), choices)
}

// Value holds the value that choices make to laws 2 and 4.
func (s *Subject) Value(choices []byte) error {
	v, was := s.New(choices), s.New(choices)
	return errors.Join(s.built(v, was, choices), s.sameEncoding(v, was, choices))
}

// Agree tells where want, which was built as a layer of a packet, and got, which was decoded from
// it, differ; empty if nowhere. Fields that name the next layer count as derived if next is set.
func Agree(t *codec.Type, derived map[string]bool, want, got any, next bool) string {
	_, loose := want.(codec.PayloadLength)
	a := &agreement{derived: derived, layer: t.GoType(), loose: loose || next}
	return a.structs(t.Schema(), reflect.ValueOf(want).Elem(), reflect.ValueOf(got).Elem(), nil)
}
