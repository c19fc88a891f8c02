package codec_test

import (
	"bytes"
	"encoding/hex"
	"errors"
	"fmt"
	"math/rand"
	"reflect"
	"slices"
	"testing"

	"github.com/leanovate/gopter"
	"github.com/leanovate/gopter/gen"
	"github.com/leanovate/gopter/prop"

	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/tags"
)

// check runs a property of a kind of struct and a seed.
func check(t *testing.T, runs int, law func(z func() any, seed int64) error) {
	t.Helper()
	for _, z := range zoo {
		p := gopter.DefaultTestParametersWithSeed(1)
		p.MinSuccessfulTests = runs
		props := gopter.NewProperties(p)
		props.Property(fmt.Sprintf("%T", z()), prop.ForAll(func(seed int64) (bool, error) {
			err := law(z, seed)
			return err == nil, err
		}, gen.Int64()))
		if r := new(bytes.Buffer); !props.Run(gopter.NewFormatedReporter(false, 100, r)) {
			t.Errorf("%s", r)
		}
	}
}

// wire makes bytes for a struct: a right encoding, a damaged one, or noise.
func wire(z func() any, seed int64) []byte {
	r := rand.New(rand.NewSource(seed))
	b, err := codec.Marshal(random(z(), seed), payloadFor(z()))
	if err != nil || r.Intn(8) == 0 {
		b = make([]byte, r.Intn(80))
		r.Read(b)
		return b
	}
	for range r.Intn(4) {
		switch r.Intn(4) {
		case 0:
			b = b[:r.Intn(len(b)+1)]
		case 1:
			b = append(b, byte(r.Intn(256)))
		default:
			if len(b) > 0 {
				b[r.Intn(len(b))] = byte(r.Intn(256)) >> r.Intn(8)
			}
		}
	}
	return b
}

// payloadFor is what can stand behind a layer: nothing if it takes all there is.
func payloadFor(v any) []byte {
	typ, err := codec.TypeFor(reflect.TypeOf(v).Elem())
	if err != nil {
		panic(err)
	}
	for _, f := range typ.Schema().Fields {
		if f.Rest && f.LenField == nil && f.Pad == 0 && f.Last == nil && f.Until == nil && counted(typ.Schema(), f) && f.Kind != tags.KindCustom && f.Kind != tags.KindPtr {
			return nil
		}
	}
	return []byte("payload")
}

func counted(s *tags.Schema, f *tags.Field) bool {
	return !slices.ContainsFunc(s.Fields, func(x *tags.Field) bool { return x.Count == f.Name || (x.Len != nil && x.Len.Of == "header") })
}

func decode(v any, data []byte) (codec.Extent, bool, *codec.Error) {
	t, err := codec.TypeFor(reflect.TypeOf(v).Elem())
	if err != nil {
		panic(err)
	}
	var s codec.State
	ext, ok := t.Decode(v, data, &s)
	if e := s.Err(); e != nil {
		return ext, ok, new(*e)
	}
	return ext, ok, nil
}

func lossless(z func() any, data []byte) error {
	v := z()
	input := bytes.Clone(data)
	ext, ok, _ := decode(v, input)
	if !bytes.Equal(input, data) {
		return errors.New("decoding wrote to the input")
	}
	if !ok {
		return nil
	}
	out, err := codec.Encoder{}.Marshal(v, data[ext.Header:ext.Header+ext.Payload])
	if err != nil {
		return fmt.Errorf("%x decodes to %+v, and then: %w", data, v, err)
	}
	if !bytes.Equal(out, data[:ext.Len()]) {
		return fmt.Errorf("%x decodes to %+v, %+v, encodes to %x", data, v, ext, out)
	}
	dirty := bytes.Repeat([]byte{0xff}, len(out)+16)
	if again, _ := (codec.Encoder{}).Append(dirty[:3:cap(dirty)], v, data[ext.Header:ext.Header+ext.Payload]); !bytes.Equal(again[3:], out) {
		return fmt.Errorf("in a dirty buffer %x encodes to %x", data, again)
	}
	return nil
}

// TestLossless: what decodes is encoded again to the same bytes.
func TestLossless(t *testing.T) {
	check(t, 400, func(z func() any, seed int64) error { return lossless(z, wire(z, seed)) })
}

// TestDerived: what was built decodes to the same struct, with the derived fields filled.
func TestDerived(t *testing.T) {
	fine := map[string]int{}
	check(t, 300, func(z func() any, seed int64) error {
		v := random(z(), seed)
		before := random(z(), seed)
		out, err := codec.Marshal(v, payloadFor(v))
		if !same(reflect.ValueOf(v), reflect.ValueOf(before)) {
			return fmt.Errorf("encoding changed %+v to %+v", before, v)
		}
		if err != nil {
			if errors.Is(err, codec.ErrLength) || errors.Is(err, codec.ErrRange) {
				return nil // lengths that are not whole numbers of units, or too large
			}
			return fmt.Errorf("%+v: %w", v, err)
		}
		fine[fmt.Sprintf("%T", v)]++
		w := z()
		ext, ok, derr := decode(w, out)
		if !ok || derr != nil {
			return fmt.Errorf("%+v encodes to %x: %w", v, out, derr)
		}
		typ, _ := codec.TypeFor(reflect.TypeOf(v).Elem())
		if d := agrees(typ, v, w); d != "" {
			return fmt.Errorf("%+v encodes to %x, decodes to %+v: %s", v, out, w, d)
		}
		payload := out[ext.Header : ext.Header+ext.Payload]
		again, err := codec.Marshal(w, payload)
		if err != nil || !bytes.Equal(again, out[:ext.Len()]) {
			return fmt.Errorf("%x decodes to %+v, derives to %x: %w", out, w, again, err)
		}
		return nil
	})
	for _, z := range zoo {
		if n := fmt.Sprintf("%T", z()); fine[n] < 20 {
			t.Errorf("%s: only %d values were encoded", n, fine[n])
		}
	}
}

// TestReused: a struct that was used for another packet decodes as a new one does.
func TestReused(t *testing.T) {
	check(t, 300, func(z func() any, seed int64) error {
		a, b := wire(z, seed), wire(z, seed+1)
		used, fresh := z(), z()
		decode(used, a)
		ext, ok, err := decode(used, b)
		want, wantOK, wantErr := decode(fresh, b)
		if !same(reflect.ValueOf(used), reflect.ValueOf(fresh)) {
			return fmt.Errorf("%x, then %x: %+v, fresh %+v", a, b, used, fresh)
		}
		if ext != want || ok != wantOK || !reflect.DeepEqual(err, wantErr) {
			return fmt.Errorf("%x, then %x: %+v %v %v, fresh %+v %v %v", a, b, ext, ok, err, want, wantOK, wantErr)
		}
		return nil
	})
}

// TestOneMeaning: the quick ways to decode agree with the program.
func TestOneMeaning(t *testing.T) {
	check(t, 400, func(z func() any, seed int64) error { return oneMeaning(z, wire(z, seed)) })
}

func oneMeaning(z func() any, data []byte) error {
	a, b := z(), z()
	ext, ok, err := decode(a, data)
	typ, _ := codec.TypeFor(reflect.TypeOf(b).Elem())
	var s codec.State
	want, wantOK := typ.DecodeReflective(b, data, &s)
	if !same(reflect.ValueOf(a), reflect.ValueOf(b)) || ext != want || ok != wantOK || fmt.Sprint(err) != fmt.Sprint(s.Err()) {
		return fmt.Errorf("%x: %+v %+v %v %v, program %+v %+v %v %v", data, a, ext, ok, err, b, want, wantOK, s.Err())
	}
	return nil
}

// TestCapacity: what decoding returns has no spare capacity.
func TestCapacity(t *testing.T) {
	check(t, 100, func(z func() any, seed int64) error {
		data := wire(z, seed)
		v := z()
		decode(v, data)
		return spare(reflect.ValueOf(v), data)
	})
}

// spare finds a slice inside data that reaches beyond its end.
func spare(v reflect.Value, data []byte) error {
	switch v.Kind() {
	case reflect.Pointer, reflect.Interface:
		if !v.IsNil() {
			return spare(v.Elem(), data)
		}
	case reflect.Struct:
		for i := range v.NumField() {
			if v.Type().Field(i).IsExported() {
				if err := spare(v.Field(i), data); err != nil {
					return err
				}
			}
		}
	case reflect.Slice:
		if v.Type().Elem().Kind() == reflect.Uint8 && v.Cap() != v.Len() && !slices.Equal(v.Bytes(), nil) && aliases(v.Bytes(), data) {
			return fmt.Errorf("%s has capacity %d", hex.EncodeToString(v.Bytes()), v.Cap())
		}
		for i := range v.Len() {
			if err := spare(v.Index(i), data); err != nil {
				return err
			}
		}
	}
	return nil
}

func aliases(b, data []byte) bool {
	for i := range data {
		if &data[i] == &b[0] {
			return true
		}
	}
	return false
}
