package packet

import (
	"encoding"
	"fmt"
	"net/netip"
	"reflect"
	"strconv"
	"unicode/utf8"

	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/tags"
)

const hexDigits = "0123456789abcdef"

func appendHex(b, data []byte) []byte {
	for _, c := range data {
		b = append(b, hexDigits[c>>4], hexDigits[c&15])
	}
	return b
}

// rawBytes returns the bytes of a []byte or [N]byte value.
func rawBytes(v reflect.Value) ([]byte, bool) {
	switch v.Kind() {
	case reflect.Slice, reflect.Array:
		if v.Type().Elem().Kind() == reflect.Uint8 && (v.Kind() == reflect.Slice || v.CanAddr()) {
			return v.Bytes(), true
		}
	}
	return nil, false
}

// asText gives the text of values that have one: addresses, names, enumerations.
func asText(v reflect.Value) (string, bool) {
	if v.Kind() == reflect.Interface {
		v = v.Elem()
	}
	if !v.IsValid() || (v.Kind() == reflect.Pointer && v.IsNil()) {
		return "", false // a layer that ended before it
	}
	switch x := v.Interface().(type) {
	case netip.Addr:
		if !x.IsValid() {
			return "", true
		}
		return x.String(), true
	case fmt.Stringer:
		return x.String(), true
	case encoding.TextMarshaler:
		if t, err := x.MarshalText(); err == nil {
			return string(t), true
		}
	}
	if v.CanAddr() {
		if x, ok := v.Addr().Interface().(fmt.Stringer); ok {
			return x.String(), true
		}
	}
	return "", false
}

// appendText appends a field's value as people read it.
func appendText(b []byte, f *codec.FieldValue) []byte {
	v := f.Value
	if s, ok := asText(v); ok {
		b = append(b, s...)
		if n := number(v); n != "" && n != s {
			b = append(append(append(b, " ("...), n...), ')')
		}
		return b
	}
	if v.Kind() == reflect.Interface && !v.IsNil() {
		v = v.Elem()
	}
	if data, ok := rawBytes(v); ok {
		const most = 64
		if len(data) > most {
			b = appendHex(b, data[:most])
			return fmt.Appendf(b, "... (%d bytes)", len(data))
		}
		return appendHex(b, data)
	}
	switch k := v.Kind(); {
	case k == reflect.Bool:
		return strconv.AppendBool(b, v.Bool())
	case v.CanInt():
		return strconv.AppendInt(b, v.Int(), 10)
	case v.CanUint():
		return strconv.AppendUint(b, v.Uint(), 10)
	case k == reflect.String:
		return strconv.AppendQuote(b, v.String())
	case k == reflect.Slice:
		if f.Tag.Item == tags.KindStruct || f.Tag.Item == tags.KindCustom {
			return strconv.AppendInt(b, int64(v.Len()), 10)
		}
		return fmt.Append(b, v.Interface())
	}
	return b
}

// number is the decimal form of an integer, "" for other values.
func number(v reflect.Value) string {
	switch {
	case v.CanInt():
		return strconv.FormatInt(v.Int(), 10)
	case v.CanUint():
		return strconv.FormatUint(v.Uint(), 10)
	}
	return ""
}

// appendJSONString appends s as a JSON string. Bytes that are not UTF-8 become U+FFFD.
func appendJSONString(b []byte, s string) []byte {
	b = append(b, '"')
	for _, r := range s {
		switch {
		case r == '"' || r == '\\':
			b = append(b, '\\', byte(r))
		case r < ' ' || r == 0x7f:
			b = append(b, '\\', 'u', '0', '0', hexDigits[r>>4], hexDigits[r&15])
		default:
			b = utf8.AppendRune(b, r)
		}
	}
	return append(b, '"')
}
