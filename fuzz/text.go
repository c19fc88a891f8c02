package fuzz

import (
	"encoding/hex"
	"fmt"
	"reflect"
	"strings"
)

// Text writes a value with its fields that are not zero, as in {TTL:64 Options:[{Type:1}]}.
func Text(v any) string {
	var b strings.Builder
	text(&b, reflect.ValueOf(v))
	return b.String()
}

func text(b *strings.Builder, v reflect.Value) {
	switch {
	case !v.IsValid() || (v.Kind() == reflect.Pointer || v.Kind() == reflect.Interface) && v.IsNil():
		b.WriteString("nil")
	case v.Kind() == reflect.Interface:
		text(b, v.Elem())
	case v.CanInterface() && says(v):
		fmt.Fprint(b, v.Interface())
	case v.Kind() == reflect.Pointer:
		text(b, v.Elem())
	case v.Kind() == reflect.Struct:
		fields(b, v)
	case (v.Kind() == reflect.Slice || v.Kind() == reflect.Array) && v.Type().Elem().Kind() == reflect.Uint8:
		bytes := make([]byte, v.Len())
		for i := range bytes {
			bytes[i] = byte(v.Index(i).Uint())
		}
		b.WriteString(hex.EncodeToString(bytes))
	case v.Kind() == reflect.Slice:
		b.WriteByte('[')
		for i := range v.Len() {
			if i > 0 {
				b.WriteByte(' ')
			}
			text(b, v.Index(i))
		}
		b.WriteByte(']')
	case v.Kind() == reflect.String:
		fmt.Fprintf(b, "%q", v.String())
	default:
		fmt.Fprint(b, v)
	}
}

// says reports whether a value has a text of its own that says all: not a layer, whose text leaves fields out.
func says(v reflect.Value) bool {
	_, ok := v.Interface().(fmt.Stringer)
	return ok && (v.Kind() != reflect.Struct || v.NumField() == 0 || !v.Type().Field(0).IsExported()) && v.Kind() != reflect.Pointer
}

func fields(b *strings.Builder, v reflect.Value) {
	b.WriteByte('{')
	first := true
	for i := range v.NumField() {
		f := v.Field(i)
		if !v.Type().Field(i).IsExported() || f.IsZero() || f.Kind() == reflect.Slice && f.Len() == 0 {
			continue
		}
		if !first {
			b.WriteByte(' ')
		}
		first = false
		b.WriteString(v.Type().Field(i).Name + ":")
		text(b, f)
	}
	b.WriteByte('}')
}
