package packet

import (
	"reflect"
	"strconv"

	"github.com/wiretag/wiretag/codec"
)

// MarshalJSON gives the packet as [View.AppendJSON] does, with the number 0.
func (t *tree) MarshalJSON() ([]byte, error) { return t.AppendJSON(nil, 0), nil }

// AppendJSON appends the packet as one JSON object on one line: its number, if that is not 0, time
// and lengths, if [View.SetInfo] gave them, and its layers with offset and length of the
// header in bytes and the fields that are on the wire. Integers are numbers,
// bytes are hexadecimal strings, addresses and names are text. A layer whose fields do not say all, because they have
// types that are their own codec or because it could not be decoded to its end, has its bytes as "data" and "trailer" too. [ParseJSON] reads it.
func (t *tree) AppendJSON(b []byte, n int) []byte {
	t.all()
	b = append(b, '{')
	if n > 0 {
		b = append(strconv.AppendInt(append(b, `"n":`...), int64(n), 10), ',')
	}
	b = t.appendInfo(b)
	b = append(b, `"layers":[`...)
	for i := range t.nodes {
		if i > 0 {
			b = append(b, ',')
		}
		b = t.appendLayer(b, Layer{t, i})
	}
	b = append(b, ']')
	if err := t.firstError(); err != nil {
		b = appendJSONString(append(b, `,"error":`...), err.Error())
	}
	return append(b, '}')
}

func (t *tree) appendInfo(b []byte) []byte {
	if ts := t.info.Time; ts.Set {
		b = append(b, `"time":"`...)
		b = ts.Time().UTC().AppendFormat(b, "2006-01-02T15:04:05.000000000Z07:00")
		b = append(b, `",`...)
	}
	if t.info.Length > 0 || t.info.CaptureLength > 0 {
		b = strconv.AppendInt(append(b, `"caplen":`...), int64(t.info.CaptureLength), 10)
		b = append(strconv.AppendInt(append(b, `,"len":`...), int64(t.info.Length), 10), ',')
	}
	return b
}

func (t *tree) appendLayer(b []byte, l Layer) []byte {
	b = appendJSONString(append(b, `{"type":`...), l.Name())
	b = strconv.AppendInt(append(b, `,"offset":`...), int64(l.Offset()), 10)
	b = strconv.AppendInt(append(b, `,"length":`...), int64(len(l.Header())), 10)
	if p, ok := l.Parent(); p.Index() != l.Index()-1 {
		if !ok {
			p.i = -1
		}
		b = strconv.AppendInt(append(b, `,"parent":`...), int64(p.Index()), 10)
	}
	if v := l.Value(); v != nil {
		b = append(b, `,"fields":`...)
		fields, err := codec.Layout(v)
		if err != nil {
			fields = nil
		}
		b = appendJSONFields(b, fields)
	} else {
		b = append(b, `,"fields":{"Data":"`...)
		b = append(appendHex(b, l.Header()), `"}`...)
	}
	if n := l.node(); l.Failed() || (n.entry != nil && n.entry.opaque) { // the fields may lack what is behind the error
		b = append(appendHex(append(b, `,"data":"`...), l.Header()), '"')
		if tr := l.Trailer(); len(tr) > 0 {
			b = append(appendHex(append(b, `,"trailer":"`...), tr), '"')
		}
	}
	if err := l.Err(); err != nil {
		b = appendJSONString(append(b, `,"error":`...), err.Error())
	}
	return append(b, '}')
}

func appendJSONFields(b []byte, fields []codec.FieldValue) []byte {
	b = append(b, '{')
	for i := range fields {
		if i > 0 {
			b = append(b, ',')
		}
		b = append(appendJSONString(b, fields[i].Name), ':')
		b = appendJSONValue(b, &fields[i])
	}
	return append(b, '}')
}

func appendJSONValue(b []byte, f *codec.FieldValue) []byte {
	v := f.Value
	switch k := v.Kind(); {
	case k == reflect.Bool:
		return strconv.AppendBool(b, v.Bool())
	case v.CanInt():
		return strconv.AppendInt(b, v.Int(), 10)
	case v.CanUint():
		return strconv.AppendUint(b, v.Uint(), 10)
	case k == reflect.String:
		return appendJSONString(b, v.String())
	}
	if s, ok := asText(v); ok && (f.Sub == nil || v.Kind() == reflect.Array) {
		return appendJSONString(b, s)
	}
	if v.Kind() == reflect.Interface && !v.IsNil() {
		v = v.Elem()
	}
	if data, ok := rawBytes(v); ok {
		return append(appendHex(append(b, '"'), data), '"')
	}
	if v.Kind() == reflect.Slice {
		b = append(b, '[')
		for i := range f.Sub {
			if i > 0 {
				b = append(b, ',')
			}
			b = appendJSONValue(b, &f.Sub[i])
		}
		return append(b, ']')
	}
	if f.Sub != nil || v.Kind() == reflect.Struct || v.Kind() == reflect.Pointer {
		return appendJSONFields(b, f.Sub)
	}
	return append(b, "null"...)
}
