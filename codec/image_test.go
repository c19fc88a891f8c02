package codec_test

import (
	"fmt"
	"math/rand"
	"net/netip"
	"reflect"
	"testing"

	"github.com/wiretag/wiretag/codec"
)

// randomStruct makes a struct type of fields with fixed places, between which are fields that are not on the wire. It
// returns its size on the wire too.
func randomStruct(r *rand.Rand) (reflect.Type, int) {
	var fields []reflect.StructField
	bits := 0
	add := func(t reflect.Type, tag string) {
		fields = append(fields, reflect.StructField{Name: fmt.Sprintf("F%d", len(fields)), Type: t, Tag: reflect.StructTag(`bits:"` + tag + `"`)})
	}
	ints := []reflect.Type{reflect.TypeFor[uint8](), reflect.TypeFor[uint16](), reflect.TypeFor[uint32](), reflect.TypeFor[uint64](), reflect.TypeFor[int16](), reflect.TypeFor[bool]()}
	run := func(left int) { // bit fields that end at a byte
		for left > 0 {
			t := ints[r.Intn(len(ints))]
			width := min(1+r.Intn(left), bitsOf(t))
			add(t, fmt.Sprint(width))
			left -= width
		}
	}
	for n := 1 + r.Intn(12); n > 0; n-- {
		switch r.Intn(10) {
		case 0:
			size := 1 + r.Intn(20)
			add(reflect.ArrayOf(size, reflect.TypeFor[byte]()), fmt.Sprint(8*size))
			bits += 8 * size
		case 1:
			width := []int{32, 128}[r.Intn(2)]
			add(reflect.TypeFor[netip.Addr](), fmt.Sprint(width))
			bits += width
		case 2:
			add(ints[r.Intn(3)], "-")
		case 3, 4:
			left := 8 * (1 + r.Intn(5))
			run(left)
			bits += left
		default:
			t := ints[r.Intn(4)]
			add(t, fmt.Sprint(t.Bits()))
			bits += t.Bits()
		}
	}
	return reflect.StructOf(fields), bits / 8
}

func bitsOf(t reflect.Type) int {
	if t.Kind() == reflect.Bool {
		return 1
	}
	return t.Bits()
}

// TestImages: structs of all kinds of fields decode by the fast plan as they do by the program, and what is not on the wire stays.
func TestImages(t *testing.T) {
	r := rand.New(rand.NewSource(1))
	quick := 0
	for range 3000 {
		typ, size := randomStruct(r)
		ty, err := codec.TypeFor(typ)
		if err != nil {
			t.Fatalf("%v: %v", typ, err)
		}
		got, want := ty.New(), ty.New()
		fill := func(v reflect.Value) {
			for i := range v.NumField() {
				if typ.Field(i).Tag.Get("bits") != "-" {
					continue
				}
				if f := v.Field(i); f.CanUint() {
					f.SetUint(uint64(0xa5a5a5a5) >> (32 - f.Type().Bits()))
				}
			}
		}
		fill(reflect.ValueOf(got).Elem())
		fill(reflect.ValueOf(want).Elem())
		for range 3 {
			data := make([]byte, size+r.Intn(3))
			r.Read(data)
			ext, ok := ty.Quick(got, data)
			if !ok {
				break
			}
			quick++
			var s codec.State
			wantExt, _ := ty.DecodeReflective(want, data, &s)
			if ext != wantExt || !reflect.DeepEqual(got, want) {
				t.Fatalf("%v: %x\n got %+v %v\nwant %+v %v", typ, data, got, ext, want, wantExt)
			}
			if _, ok := ty.Quick(got, data[:size-min(size, 1)]); ok && size > 0 {
				t.Fatalf("%v: decoded from %d bytes of %d", typ, size-1, size)
			}
		}
	}
	if quick < 5000 {
		t.Errorf("only %d of 9000 were decoded by the fast plan", quick)
	}
}
