package packet

import (
	"encoding"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"net/netip"
	"reflect"
	"slices"
	"strconv"
	"time"

	"github.com/wiretag/wiretag/capture"
	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/tags"
)

// ParseJSON reads what [View.AppendJSON] writes. The layers, encoded as they are, which is with nothing derived, give the bytes
// of the packet exactly. Fields may have been changed in the text: they count, and not "data", where both
// differ. A layer that could not be decoded to its end is the bytes in its "data" alone.
func ParseJSON(text []byte, opts ...Option) (*Edit, error) {
	e, _, err := parseJSON(text, opts)
	return e, err
}

// UnmarshalJSON sets the packet to what [View.AppendJSON] wrote, as [ParseJSON] reads it with the default registry.
func (p *Packet) UnmarshalJSON(text []byte) error {
	e, info, err := parseJSON(text, nil)
	if err != nil {
		return err
	}
	q, err := e.Packet()
	if err != nil {
		return err
	}
	*p = *q
	if info != nil {
		p.SetInfo(info)
	}
	return nil
}

// jsonPacket and jsonLayer are the form of the text.
type jsonPacket struct {
	Time   *time.Time  `json:"time"`
	Cap    uint32      `json:"caplen"`
	Len    uint32      `json:"len"`
	Layers []jsonLayer `json:"layers"`
}

type jsonLayer struct {
	Type   string                     `json:"type"`
	Parent *int                       `json:"parent"`
	Fields map[string]json.RawMessage `json:"fields"`
	Data   *string                    `json:"data"`
	After  string                     `json:"trailer"`
}

func parseJSON(text []byte, opts []Option) (*Edit, *capture.Info, error) {
	var in jsonPacket
	if err := json.Unmarshal(text, &in); err != nil {
		return nil, nil, fmt.Errorf("packet: %w", err)
	}
	var o options
	e := &Edit{snap: o.apply(opts)}
	if len(in.Layers) > maxLayers*2 {
		return nil, nil, fmt.Errorf("packet: %d layers are too many", len(in.Layers))
	}
	for i := range in.Layers {
		l := &in.Layers[i]
		part, err := e.snap.fromJSON(l)
		if err != nil {
			return nil, nil, fmt.Errorf("packet: layer %d, %s: %w", i, l.Type, err)
		}
		parent := i - 1
		if l.Parent != nil {
			parent = *l.Parent
		}
		if parent < -1 || parent >= i {
			return nil, nil, fmt.Errorf("packet: layer %d, %s: it cannot be inside layer %d", i, l.Type, parent)
		}
		if parent >= 0 {
			part.Depth = e.Parts[parent].Depth + 1
		}
		e.Parts = append(e.Parts, part)
	}
	var info *capture.Info
	if in.Time != nil || in.Cap > 0 || in.Len > 0 {
		info = &capture.Info{CaptureLength: in.Cap, Length: in.Len}
		if in.Time != nil {
			info.Time = capture.TimestampOf(*in.Time)
		}
	}
	return e, info, nil
}

// fromJSON makes a layer.
func (s *snapshot) fromJSON(l *jsonLayer) (part Part, err error) {
	var data, trailer []byte
	if l.Data != nil {
		data, err = hex.DecodeString(*l.Data)
	}
	if err == nil {
		trailer, err = hex.DecodeString(l.After)
	}
	if err != nil {
		return part, fmt.Errorf("data: %w", err)
	}
	typ := s.byName(l.Type)
	switch {
	case typ == nil && l.Data != nil:
		part.Layer = data
		return part, nil
	case typ == nil && (l.Type == "Payload" || l.Type == "Padding"):
		part.Layer, err = hexString(l.Fields["Data"])
		return part, err
	case typ == nil:
		return part, fmt.Errorf("there is no such layer")
	}
	v := typ.New()
	if l.Data != nil {
		var state codec.State
		if _, ok := typ.Decode(v, slices.Concat(data, trailer), &state); !ok {
			part.Layer = data
			return part, nil
		}
	}
	part.Layer = v
	return part, structFromJSON(reflect.ValueOf(v).Elem(), typ.Schema(), l.Fields)
}

func hexString(text json.RawMessage) ([]byte, error) {
	var s string
	if err := json.Unmarshal(text, &s); err != nil {
		return nil, err
	}
	return hex.DecodeString(s)
}

// structFromJSON sets the fields of a struct that are given.
func structFromJSON(v reflect.Value, s *tags.Schema, fields map[string]json.RawMessage) error {
	known := 0
	for _, f := range s.Fields {
		text, ok := fields[f.Name]
		if !ok {
			continue
		}
		known++
		if err := fieldFromJSON(v.Field(f.Index), f, v, text); err != nil {
			return fmt.Errorf("%s: %w", f.Name, err)
		}
	}
	if known < len(fields) {
		for name := range fields {
			if f := s.Field(name); f == nil || f.Kind == tags.KindNone {
				return fmt.Errorf("%s has no field %s", s.Name(), name)
			}
		}
	}
	return nil
}

// fieldFromJSON sets the field f of the struct in.
func fieldFromJSON(v reflect.Value, f *tags.Field, in reflect.Value, text json.RawMessage) error {
	switch f.Kind {
	case tags.KindStruct:
		return objectFromJSON(v, f.Elem, text)
	case tags.KindPtr:
		if string(text) == "null" {
			v.SetZero()
			return nil
		}
		if v.IsNil() {
			v.Set(reflect.New(v.Type().Elem()))
		}
		return objectFromJSON(v.Elem(), f.Elem, text)
	case tags.KindUnion:
		return unionFromJSON(v, f, in, text)
	case tags.KindList:
		return listFromJSON(v, f, text)
	}
	return valueFromJSON(v, f.Kind, text)
}

func objectFromJSON(v reflect.Value, s *tags.Schema, text json.RawMessage) error {
	var fields map[string]json.RawMessage
	if err := json.Unmarshal(text, &fields); err != nil {
		return err
	}
	return structFromJSON(v, s, fields)
}

func unionFromJSON(v reflect.Value, f *tags.Field, in reflect.Value, text json.RawMessage) error {
	switch text[0] {
	case 'n':
		v.SetZero()
		return nil
	case '"':
		if was, ok := asText(v); ok && string(appendJSONString(nil, was)) == string(text) {
			return nil
		}
		b, err := hexString(text)
		if err == nil && f.Members.Raw == nil {
			err = codec.ErrUnion
		}
		if err == nil {
			v.Set(reflect.ValueOf(b).Convert(reflect.TypeOf(f.Members.Raw)))
		}
		return err
	}
	key := in.Field(f.Target.Index).Uint()
	proto, ok := f.Members.Types[key]
	if !ok {
		return fmt.Errorf("%w: %s %d has no fields", codec.ErrUnion, f.Target.Name, key)
	}
	if t := reflect.TypeOf(proto); v.IsNil() || v.Elem().Type() != t {
		v.Set(reflect.New(t.Elem()))
	}
	return objectFromJSON(v.Elem().Elem(), f.Elems[key], text)
}

func listFromJSON(v reflect.Value, f *tags.Field, text json.RawMessage) error {
	var items []json.RawMessage
	if err := json.Unmarshal(text, &items); err != nil {
		return err
	}
	if len(items) != v.Len() { // otherwise what the elements hold beside the text stays
		v.Set(reflect.MakeSlice(v.Type(), len(items), len(items)))
	}
	for i, text := range items {
		var err error
		if f.Elem != nil {
			err = objectFromJSON(v.Index(i), f.Elem, text)
		} else {
			err = valueFromJSON(v.Index(i), f.Item, text)
		}
		if err != nil {
			return fmt.Errorf("[%d]: %w", i, err)
		}
	}
	return nil
}

// valueFromJSON sets a value that has no fields.
func valueFromJSON(v reflect.Value, kind tags.Kind, text json.RawMessage) error {
	switch {
	case v.Kind() == reflect.Bool:
		b, err := strconv.ParseBool(string(text))
		v.SetBool(b)
		return err
	case v.CanUint():
		n, err := strconv.ParseUint(string(text), 10, v.Type().Bits())
		v.SetUint(n)
		return err
	case v.CanInt():
		n, err := strconv.ParseInt(string(text), 10, v.Type().Bits())
		v.SetInt(n)
		return err
	}
	var s string
	if err := json.Unmarshal(text, &s); err != nil {
		if kind == tags.KindCustom {
			return nil // it prints as something without a text: data counts
		}
		return err
	}
	if was, ok := asText(v); ok && string(appendJSONString(nil, was)) == string(appendJSONString(nil, s)) {
		return nil // data may say more
	}
	switch u, ok := v.Addr().Interface().(encoding.TextUnmarshaler); {
	case v.Kind() == reflect.String:
		if string(appendJSONString(nil, v.String())) != string(appendJSONString(nil, s)) {
			v.SetString(s)
		}
		return nil
	case kind == tags.KindAddr && s == "":
		v.Set(reflect.ValueOf(netip.Addr{}))
		return nil
	case ok:
		return u.UnmarshalText([]byte(s))
	}
	b, err := hex.DecodeString(s)
	switch {
	case err != nil:
		return err
	case kind == tags.KindArray && v.Len() == len(b):
		copy(v.Bytes(), b)
	case kind == tags.KindBytes || (kind == tags.KindCustom && v.Kind() == reflect.Slice && v.Type().Elem().Kind() == reflect.Uint8):
		v.SetBytes(b)
	default:
		return fmt.Errorf("%w: %q in a %s", codec.ErrRange, s, v.Type())
	}
	return nil
}

// isOpaque reports whether the JSON form of a layer's fields does not say all.
func isOpaque(t *codec.Type) bool {
	_, own := t.New().(codec.LayerDecoder)
	return own || opaqueIn(t.Schema(), map[*tags.Schema]bool{})
}

func opaqueIn(s *tags.Schema, seen map[*tags.Schema]bool) bool {
	if s == nil || seen[s] {
		return false
	}
	seen[s] = true
	for _, f := range s.Fields {
		kind, typ := f.Kind, f.Type
		if kind == tags.KindList {
			kind, typ = f.Item, typ.Elem()
		}
		if kind == tags.KindCustom || kind == tags.KindString || opaqueIn(f.Elem, seen) || opaqueText(kind, typ) {
			return true
		}
		if f.Kind != tags.KindUnion {
			continue
		}
		if raw := f.Members.Raw; raw != nil && opaqueText(kind, reflect.TypeOf(raw)) {
			return true
		}
		for _, m := range f.Elems {
			if opaqueIn(m, seen) {
				return true
			}
		}
	}
	return false
}

// opaqueText reports whether a value is printed as a text that cannot be read.
func opaqueText(kind tags.Kind, t reflect.Type) bool {
	if kind == tags.KindUint || kind == tags.KindInt || kind == tags.KindNone {
		return false
	}
	p := reflect.PointerTo(t)
	prints := p.Implements(reflect.TypeFor[fmt.Stringer]()) || p.Implements(reflect.TypeFor[encoding.TextMarshaler]())
	return prints && kind != tags.KindStruct && !p.Implements(reflect.TypeFor[encoding.TextUnmarshaler]())
}
