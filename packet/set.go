package packet

import (
	"fmt"
	"reflect"

	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/tags"
)

// walkPath goes from a layer's struct to one of its fields, which can be set.
func walkPath(layer any, steps []step) (v reflect.Value, f *tags.Field, in *tags.Schema, err error) {
	typ, err := typeOfLayer(layer)
	switch {
	case err != nil:
		return v, nil, nil, err
	case len(steps) == 0:
		return v, nil, nil, fmt.Errorf("want a field")
	}
	v = reflect.ValueOf(layer).Elem()
	next := typ.Schema()
	for _, x := range steps {
		if in = next; in == nil {
			return v, f, nil, fmt.Errorf("%s has no fields", f.Name)
		}
		if f = in.Field(x.name); f == nil || f.Kind == tags.KindNone {
			return v, nil, in, fmt.Errorf("%s has no field %s", in.Name(), x.name)
		}
		v = v.Field(f.Index)
		if x.index >= 0 {
			if f.Kind != tags.KindList {
				return v, f, in, fmt.Errorf("%s is not a list", x.name)
			}
			if x.index >= v.Len() {
				return v, f, in, fmt.Errorf("%s has %d elements", x.name, v.Len())
			}
			v = v.Index(x.index)
		}
		if v, next, err = enter(v, f, x.index); err != nil {
			return v, f, in, err
		}
	}
	return v, f, in, nil
}

// enter goes through the pointer of a pointer or union to the struct behind it. The schema is nil where the value has no fields.
func enter(v reflect.Value, f *tags.Field, index int) (reflect.Value, *tags.Schema, error) {
	switch f.Kind {
	case tags.KindStruct:
		return v, f.Elem, nil
	case tags.KindPtr:
		if v.IsNil() {
			return v, nil, fmt.Errorf("%s is nil", f.Name)
		}
		return v.Elem(), f.Elem, nil
	case tags.KindList:
		if index >= 0 {
			return v, f.Elem, nil
		}
	case tags.KindUnion:
		if m := v.Elem(); m.Kind() == reflect.Pointer && !m.IsNil() {
			return m.Elem(), member(f, m.Type().Elem()), nil
		}
	}
	return v, nil, nil
}

// member is the schema of a union's member of a type.
func member(f *tags.Field, t reflect.Type) *tags.Schema {
	for _, s := range f.Elems {
		if s.Type == t {
			return s
		}
	}
	return nil
}

// assign sets v, if it can hold the value as it is.
func assign(v reflect.Value, value any) error {
	x := reflect.ValueOf(value)
	switch {
	case !x.IsValid():
		v.SetZero()
		return nil
	case x.Type().AssignableTo(v.Type()):
		v.Set(x)
		return nil
	case v.Kind() == reflect.Bool && x.Kind() == reflect.Bool:
		v.SetBool(x.Bool())
		return nil
	case isInteger(v.Kind()) && isInteger(x.Kind()):
		return assignInteger(v, x)
	case x.Kind() == reflect.String:
		return assignText(v, x.String())
	}
	if b, ok := value.([]byte); ok && v.Kind() == reflect.Array && v.Type().Elem().Kind() == reflect.Uint8 && v.Len() == len(b) {
		copy(v.Bytes(), b)
		return nil
	}
	if x.Type().ConvertibleTo(v.Type()) && x.Kind() == v.Kind() {
		v.Set(x.Convert(v.Type()))
		return nil
	}
	return fmt.Errorf("%w: a %s cannot hold a %s", codec.ErrRange, v.Type(), x.Type())
}

func isInteger(k reflect.Kind) bool { return k >= reflect.Int && k <= reflect.Uintptr }

// assignInteger sets an integer to another one that it can hold.
func assignInteger(v, x reflect.Value) error {
	fits := false
	switch {
	case v.CanUint() && x.CanUint():
		if fits = !v.OverflowUint(x.Uint()); fits {
			v.SetUint(x.Uint())
		}
	case v.CanUint():
		if fits = x.Int() >= 0 && !v.OverflowUint(uint64(x.Int())); fits {
			v.SetUint(uint64(x.Int()))
		}
	case x.CanInt():
		if fits = !v.OverflowInt(x.Int()); fits {
			v.SetInt(x.Int())
		}
	default:
		if fits = x.Uint() < 1<<63 && !v.OverflowInt(int64(x.Uint())); fits {
			v.SetInt(int64(x.Uint()))
		}
	}
	if !fits {
		return fmt.Errorf("%w: %v in a %s", codec.ErrRange, x, v.Type())
	}
	return nil
}

// assignText sets what text can stand for: addresses, bytes, strings, and types that read it.
func assignText(v reflect.Value, s string) error {
	if u, ok := v.Addr().Interface().(interface{ UnmarshalText([]byte) error }); ok {
		return u.UnmarshalText([]byte(s))
	}
	switch {
	case v.Kind() == reflect.String:
		v.SetString(s)
		return nil
	case v.Kind() == reflect.Slice && v.Type().Elem().Kind() == reflect.Uint8:
		v.SetBytes([]byte(s))
		return nil
	case v.Kind() == reflect.Array && v.Type().Elem().Kind() == reflect.Uint8:
		if b, ok := colonHex(s); ok && len(b) == v.Len() {
			copy(v.Bytes(), b)
			return nil
		}
	}
	return fmt.Errorf("%w: %q in a %s", codec.ErrRange, s, v.Type())
}

// colonHex reads bytes in hexadecimal with colons between them, as MAC addresses are written.
func colonHex(s string) ([]byte, bool) {
	if len(s)%3 != 2 {
		return nil, false
	}
	b := make([]byte, 0, len(s)/3+1)
	for i := 0; i < len(s); i += 3 {
		h, ok1 := unhexDigit(s[i])
		l, ok2 := unhexDigit(s[i+1])
		if !ok1 || !ok2 || (i > 0 && s[i-1] != ':') {
			return nil, false
		}
		b = append(b, h<<4|l)
	}
	return b, true
}

func unhexDigit(c byte) (byte, bool) {
	switch {
	case c >= '0' && c <= '9':
		return c - '0', true
	case c >= 'a' && c <= 'f':
		return c - 'a' + 10, true
	case c >= 'A' && c <= 'F':
		return c - 'A' + 10, true
	}
	return 0, false
}
