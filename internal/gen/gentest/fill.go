package gentest

import (
	"math/rand/v2"
	"net/netip"
	"reflect"

	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/tags"
)

// fill gives a struct random values, most of which can be encoded.
func fill(r *rand.Rand, ty *codec.Type, v reflect.Value, depth int) {
	fillStruct(r, ty.Schema(), v, depth)
}

func fillStruct(r *rand.Rand, s *tags.Schema, v reflect.Value, depth int) {
	if depth > 4 {
		return
	}
	for _, f := range s.Fields {
		fillField(r, f, v.Field(f.Index), depth)
	}
}

func fillField(r *rand.Rand, f *tags.Field, v reflect.Value, depth int) {
	switch f.Kind {
	case tags.KindUint, tags.KindInt:
		fillInt(r, f, v, f.Width)
	case tags.KindAddr:
		v.Set(reflect.ValueOf(addr(r, f.Width)))
	case tags.KindArray:
		reflect.Copy(v, reflect.ValueOf(random(r, v.Len())))
	case tags.KindBytes:
		b := random(r, length(r))
		if f.Width > 0 && r.IntN(8) > 0 {
			b = random(r, f.Width/8)
		}
		v.SetBytes(b)
	case tags.KindString:
		v.SetString(string(random(r, length(r))))
	case tags.KindStruct:
		fillStruct(r, f.Elem, v, depth+1)
	case tags.KindPtr:
		if r.IntN(8) > 0 {
			v.Set(reflect.New(f.Type.Elem()))
			fillStruct(r, f.Elem, v.Elem(), depth+1)
		}
	case tags.KindList:
		fillList(r, f, v, depth)
	case tags.KindUnion:
		fillUnion(r, f, v, depth)
	case tags.KindCustom:
		plain(r, v)
	}
}

func length(r *rand.Rand) int {
	if r.IntN(40) == 0 {
		return r.IntN(400)
	}
	return r.IntN(9)
}

// fillInt chooses a value that fits most of the time, and small ones more often.
func fillInt(r *rand.Rand, f *tags.Field, v reflect.Value, width int) {
	x := r.Uint64()
	switch r.IntN(4) {
	case 0:
		x %= 4
	case 1:
		x %= 20
	}
	if r.IntN(60) > 0 && width < 64 {
		x &= 1<<width - 1
	}
	if f.Const != nil && r.IntN(8) > 0 {
		x = *f.Const
	}
	switch {
	case v.Kind() == reflect.Bool:
		v.SetBool(x&1 != 0)
	case v.CanUint():
		v.SetUint(x & (1<<v.Type().Bits() - 1))
	case v.CanInt():
		s := 64 - width
		y := int64(x<<s) >> s
		if r.IntN(40) == 0 {
			y = int64(x)
		}
		s = 64 - v.Type().Bits()
		v.SetInt(y << s >> s)
	}
}

func addr(r *rand.Rand, width int) netip.Addr {
	switch n := r.IntN(40); {
	case n == 0:
		return netip.Addr{}
	case n == 1:
		width = 160 - width
	}
	if width == 32 {
		return netip.AddrFrom4([4]byte(random(r, 4)))
	}
	return netip.AddrFrom16([16]byte(random(r, 16)))
}

func fillList(r *rand.Rand, f *tags.Field, v reflect.Value, depth int) {
	n := r.IntN(4)
	list := reflect.MakeSlice(v.Type(), n, n)
	for i := range n {
		e := list.Index(i)
		switch f.Item {
		case tags.KindStruct:
			fillStruct(r, f.Elem, e, depth+1)
		case tags.KindCustom:
			plain(r, e)
		case tags.KindAddr:
			e.Set(reflect.ValueOf(addr(r, f.Each)))
		case tags.KindArray:
			reflect.Copy(e, reflect.ValueOf(random(r, e.Len())))
		default:
			fillInt(r, &tags.Field{}, e, f.Each)
		}
	}
	v.Set(list)
}

func fillUnion(r *rand.Rand, f *tags.Field, v reflect.Value, depth int) {
	n := r.IntN(len(f.Members.Types) + 2)
	for key, proto := range f.Members.Types {
		if n--; n == 0 {
			m := reflect.New(reflect.TypeOf(proto).Elem())
			fillStruct(r, f.Elems[key], m.Elem(), depth+1)
			v.Set(m)
			return
		}
	}
	if n == 1 {
		v.Set(reflect.ValueOf(random(r, length(r))).Convert(reflect.TypeOf(f.Members.Raw)))
	}
}

// plain fills a custom field as far as its Go type says what it holds.
func plain(r *rand.Rand, v reflect.Value) {
	switch v.Kind() {
	case reflect.String:
		v.SetString(string(random(r, length(r))))
	case reflect.Slice:
		if v.Type().Elem().Kind() == reflect.Uint8 {
			v.SetBytes(random(r, length(r)))
		}
	default:
		fillInt(r, &tags.Field{}, v, 64)
	}
}
