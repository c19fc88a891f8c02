package tags

import (
	"net/netip"
	"reflect"
)

var addrType = reflect.TypeFor[netip.Addr]()

// isCustom reports whether t is its own field codec: it has the methods
// DecodeField and AppendField, whose signatures package codec checks.
func isCustom(t reflect.Type) bool {
	p := reflect.PointerTo(t)
	_, dec := p.MethodByName("DecodeField")
	_, app := p.MethodByName("AppendField")
	return dec && app
}

func isBytes(t reflect.Type) bool {
	return t.Kind() == reflect.Slice && t.Elem().Kind() == reflect.Uint8
}

// goBits is the width of an integer type, 1 for bool, 0 for others.
func goBits(t reflect.Type) int {
	switch t.Kind() {
	case reflect.Bool:
		return 1
	case reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		return t.Bits()
	}
	return 0
}

// unsigned reports whether t is a bool or an unsigned integer.
func unsigned(t reflect.Type) bool {
	return goBits(t) > 0 && (t.Kind() < reflect.Int || t.Kind() > reflect.Int64)
}

// basicKind gives the kind of a Go type alone, KindNone if tags cannot describe it.
func basicKind(t reflect.Type) Kind {
	switch {
	case isCustom(t):
		return KindCustom
	case t == addrType:
		return KindAddr
	case isBytes(t):
		return KindBytes
	}
	switch t.Kind() {
	case reflect.Bool, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64:
		return KindUint
	case reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		return KindInt
	case reflect.Array:
		if t.Elem().Kind() == reflect.Uint8 {
			return KindArray
		}
	case reflect.String:
		return KindString
	case reflect.Struct:
		return KindStruct
	case reflect.Slice:
		return KindList
	case reflect.Pointer:
		if t.Elem().Kind() == reflect.Struct {
			return KindPtr
		}
	case reflect.Interface:
		return KindUnion
	}
	return KindNone
}

// kind finds what a field is and checks its width.
func (b *builder) kind(s *Schema, f *Field) {
	if f.Skip {
		f.Kind, f.Bits = KindNone, 0
		return
	}
	f.Kind = basicKind(f.Type)
	if f.Kind == KindNone {
		b.fail(s, f.Name, "type %s cannot be tagged: use a fixed-size integer, bool, [N]byte, netip.Addr, []byte, string, struct, slice or a type with DecodeField and AppendField", f.Type)
		return
	}
	switch f.Kind {
	case KindUint, KindInt:
		b.intWidth(s, f)
	case KindAddr:
		if f.Width != 32 && f.Width != 128 {
			b.fail(s, f.Name, "a netip.Addr is 32 or 128 bits wide")
		}
	case KindArray:
		if f.Width != 8*f.Type.Len() {
			b.fail(s, f.Name, "a %s is %d bits wide", f.Type, 8*f.Type.Len())
		}
	case KindBytes, KindString:
		if f.Width%8 != 0 {
			b.fail(s, f.Name, "bytes take a multiple of 8 bits")
		}
	case KindList:
		b.list(s, f)
	case KindStruct, KindPtr:
		b.star(s, f)
		f.Elem = b.build(structOf(f.Type), s, f.LE)
		if f.Kind == KindPtr && f.If == nil {
			b.fail(s, f.Name, "a pointer needs if=: it is nil where the condition does not hold")
		}
	case KindUnion, KindCustom:
		b.star(s, f)
	}
	if f.Width > 0 {
		f.Bits = f.Width
	}
}

func (b *builder) intWidth(s *Schema, f *Field) {
	max := goBits(f.Type)
	switch {
	case f.Rest:
		b.fail(s, f.Name, "an integer has a fixed width, not *")
	case f.Width > max:
		b.fail(s, f.Name, "%d bits do not fit into a %s", f.Width, f.Type)
	}
}

func (b *builder) star(s *Schema, f *Field) {
	if !f.Rest {
		b.fail(s, f.Name, "the width of a %s is *", f.Kind)
	}
}

func (b *builder) list(s *Schema, f *Field) {
	b.star(s, f)
	e := f.Type.Elem()
	f.Item = basicKind(e)
	if f.Item == KindBytes {
		f.Item = KindNone
	}
	switch f.Item {
	case KindUint, KindInt, KindAddr, KindArray:
		b.each(s, f, e)
	case KindStruct:
		f.Elem = b.build(e, s, f.LE)
		fallthrough
	case KindCustom:
		if f.Each != 0 {
			b.fail(s, f.Name, "each= is for lists of integers, addresses and arrays")
		}
	default:
		b.fail(s, f.Name, "a list of %s cannot be tagged", e)
	}
}

func (b *builder) each(s *Schema, f *Field, e reflect.Type) {
	want := 0
	switch f.Item {
	case KindArray:
		want = 8 * e.Len()
		if want == 0 || want > maxWidth {
			b.fail(s, f.Name, "a list of %s cannot be tagged: elements have 1 to %d bytes", e, maxWidth/8)
			return
		}
		if f.Each == 0 {
			f.Each = want
		}
	case KindAddr:
		if f.Each != 32 && f.Each != 128 {
			b.fail(s, f.Name, "a list of addresses needs each=32 or each=128")
			return
		}
		return
	default:
		if f.Each == 0 {
			b.fail(s, f.Name, "a list of %s needs each=, the width of an element", e)
			return
		}
		if f.Each > goBits(e) || e.Kind() == reflect.Bool {
			b.fail(s, f.Name, "each=%d does not fit into a %s", f.Each, e)
		}
		return
	}
	if f.Each != want {
		b.fail(s, f.Name, "each=%d: a %s is %d bits wide", f.Each, e, want)
	}
}
