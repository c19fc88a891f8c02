package fuzz

import (
	"reflect"

	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/tags"
)

// Tampered decodes data, changes some of the fields as choices say, and encodes that, with some kinds of fields derived:
// inputs that are wrong in a field and right in all others, which bytes changed at random rarely are. Nil if data
// does not decode, or the changes cannot be encoded.
func (s *Subject) Tampered(data, choices []byte) []byte {
	v, ext, ok, _ := s.Decode(data)
	if !ok {
		return nil
	}
	m := &Maker{Entropy: NewEntropy(choices), Customs: s.Customs}
	derive := [...]codec.Derive{codec.Nothing, codec.All, codec.Checksums, codec.Lengths | codec.Counts, codec.All &^ codec.Lengths}[m.Intn(5)]
	for range 1 + m.Intn(3) {
		m.tamper(&frame{s.Type.Schema(), reflect.ValueOf(v).Elem(), nil})
	}
	out, err := codec.Encoder{Derive: derive}.Marshal(v, data[ext.Header:ext.Header+ext.Payload])
	if err != nil {
		return nil
	}
	return out
}

// tamper changes one field of a struct, or of one inside it.
func (m *Maker) tamper(f *frame) {
	if len(f.s.Fields) == 0 {
		return
	}
	i := m.Intn(len(f.s.Fields))
	x := f.s.Fields[i]
	v := f.v.Field(x.Index)
	switch {
	case x.Kind == tags.KindNone || !f.has(x.If):
	case x.Kind == tags.KindUint || x.Kind == tags.KindInt:
		m.nudge(x, v)
	case x.Kind == tags.KindStruct:
		m.tamper(&frame{x.Elem, v, f})
	case x.Kind == tags.KindPtr && !v.IsNil():
		m.tamper(&frame{x.Elem, v.Elem(), f})
	case x.Kind == tags.KindList:
		m.tamperList(f, x, v)
	case x.Kind == tags.KindBytes && x.Rest:
		v.SetBytes(Mutate(m.Entropy, v.Bytes(), nil))
	case x.Kind == tags.KindString && x.Rest:
		v.SetString(string(Mutate(m.Entropy, []byte(v.String()), nil)))
	case x.Kind == tags.KindUnion && !v.IsNil() && v.Elem().Kind() == reflect.Pointer:
		for k, p := range x.Members.Types {
			if reflect.TypeOf(p) == v.Elem().Type() {
				m.tamper(&frame{x.Elems[k], v.Elem().Elem(), nil})
				return
			}
		}
	default:
		v.SetZero()
		m.field(f, i, x, v, map[*tags.Field]int{})
	}
}

// nudge changes a number: by a little, or to any value.
func (m *Maker) nudge(x *tags.Field, v reflect.Value) {
	n := number(v)
	switch m.Intn(4) {
	case 0:
		n++
	case 1:
		n--
	case 2:
		n ^= 1 << m.Intn(x.Width)
	default:
		n = m.Bits(x.Width)
	}
	if n &= top64(x.Width); x.Kind == tags.KindInt {
		n = uint64(int64(n<<(64-x.Width)) >> (64 - x.Width))
	}
	setNumber(v, n)
}

// tamperList changes an element, takes one away, repeats one, or adds one.
func (m *Maker) tamperList(f *frame, x *tags.Field, v reflect.Value) {
	n := v.Len()
	kind := m.Intn(4)
	if n == 0 {
		kind = 3
	}
	at := m.Intn(n)
	switch {
	case kind == 0 && x.Item == tags.KindStruct:
		m.tamper(&frame{x.Elem, v.Index(at), f})
	case kind == 1:
		rest := reflect.AppendSlice(reflect.MakeSlice(v.Type(), 0, n), v.Slice(0, at))
		v.Set(reflect.AppendSlice(rest, v.Slice(at+1, n)))
	case kind == 2:
		v.Set(reflect.Append(v.Slice3(0, n, n), v.Index(at)))
	default:
		v.Set(v.Slice3(0, n, n))
		m.element(f, x, v)
	}
}

// spoil gives one field of a struct, or of one inside it, a value that has no wire form, or hardly one: wider than the
// field, an address of the other family, bytes of another length, a union or pointer without anything in it.
func (m *Maker) spoil(s *tags.Schema, v reflect.Value) {
	if len(s.Fields) == 0 {
		return
	}
	x := s.Fields[m.Intn(len(s.Fields))]
	f := v.Field(x.Index)
	switch x.Kind {
	case tags.KindUint, tags.KindInt:
		setNumber(f, m.Bits(64)>>m.Intn(8))
	case tags.KindAddr:
		f.Set(reflect.ValueOf(m.addr(160 - x.Width)))
	case tags.KindBytes:
		f.SetBytes(m.Bytes(m.Size()))
	case tags.KindString:
		f.SetString(string(m.Bytes(m.Size())))
	case tags.KindStruct:
		m.spoil(x.Elem, f)
	case tags.KindPtr, tags.KindUnion:
		f.SetZero()
	case tags.KindList:
		if n := f.Len(); n > 0 && x.Item == tags.KindStruct {
			m.spoil(x.Elem, f.Index(m.Intn(n)))
		}
	}
}
