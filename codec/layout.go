package codec

import (
	"reflect"
	"unsafe"

	"github.com/wiretag/wiretag/tags"
)

// FieldValue is a field of a decoded layer with its place on the wire.
type FieldValue struct {
	Name string // of the field; empty for the elements of a list
	Tag  *tags.Field
	// Bit is counted from the layer's first bit. Fields of a little-endian container are
	// counted from its lowest bit up.
	Bit   int
	Bits  int
	Value reflect.Value // the field itself: it changes with the layer
	Sub   []FieldValue  // of structs, lists of structs, and unions
	// Trailer is set for fields behind the payload: Bit counts from the payload's end.
	Trailer bool
}

// Layout lists the fields of a layer that are on the wire, in order, with their
// places as encoding them with nothing derived would give. Layer is a pointer to a tagged struct.
func Layout(layer any) ([]FieldValue, error) {
	t, p, err := typeOf(layer)
	if err != nil {
		return nil, err
	}
	l := layouter{}
	out := l.fields(t.plan, t.headers, p, nil, 0)
	l.bit = 0
	for _, v := range l.fields(t.plan, t.trails, p, nil, 0) {
		v.Trailer = true
		out = append(out, v)
	}
	return out, nil
}

// layouter walks a layer and counts bits.
type layouter struct {
	bit     int
	scratch []byte
}

func (l *layouter) fields(p *plan, fields []*fieldPlan, base unsafe.Pointer, up *scope, depth int) []FieldValue {
	var out []FieldValue
	if depth > maxDepth {
		return nil
	}
	from := l.bit
	for _, f := range fields {
		if f.cond != nil && !f.cond.holds(base, up) {
			continue
		}
		ptr := unsafe.Add(base, f.GoOff)
		v := FieldValue{Name: f.Name, Tag: f.Field, Bit: l.bit, Value: reflect.NewAt(f.Type, ptr).Elem()}
		l.one(f, ptr, base, up, depth, &v)
		v.Bits = l.bit - v.Bit
		out = append(out, v)
	}
	if p.prefix != nil {
		l.prefix(p, base, out, from)
	}
	return out
}

// prefix makes room in front of the fields of a struct that begin at a bit.
func (l *layouter) prefix(p *plan, base unsafe.Pointer, fields []FieldValue, from int) {
	b, err := p.prefixed(base).AppendPrefix(l.scratch[:0], (l.bit-from)/8, Nothing)
	if err != nil {
		return
	}
	l.scratch = b[:0]
	l.bit += 8 * len(b)
	shift(fields, 8*len(b))
}

func shift(fields []FieldValue, bits int) {
	for i := range fields {
		fields[i].Bit += bits
		shift(fields[i].Sub, bits)
	}
}

// one adds the bits of a field, and what is inside it.
func (l *layouter) one(f *fieldPlan, ptr, base unsafe.Pointer, up *scope, depth int, v *FieldValue) {
	inner := &scope{base, up}
	switch {
	case f.Width > 0:
		l.bit += f.Width
	case f.Kind == tags.KindStruct:
		v.Sub = l.fields(f.elem, f.elem.headers, ptr, inner, depth+1)
	case f.Kind == tags.KindPtr:
		if p := *(*unsafe.Pointer)(ptr); p != nil {
			v.Sub = l.fields(f.elem, f.elem.headers, p, inner, depth+1)
		}
	case f.Kind == tags.KindUnion:
		l.union(f, depth, v)
	case f.Kind == tags.KindCustom:
		l.custom(v.Value)
	case f.Kind == tags.KindList:
		l.list(f, inner, depth, v)
	default: // bytes and strings
		l.bit += 8 * v.Value.Len()
	}
}

func (l *layouter) custom(v reflect.Value) {
	b, err := v.Addr().Interface().(FieldAppender).AppendField(l.scratch[:0], 0, Nothing)
	if err == nil {
		l.bit += 8 * len(b)
	}
	l.scratch = b[:0]
}

func (l *layouter) union(f *fieldPlan, depth int, v *FieldValue) {
	if v.Value.IsNil() {
		return
	}
	x := v.Value.Elem()
	if x.Type() == f.union.raw {
		l.bit += 8 * x.Len()
		return
	}
	p := f.union.byType[x.Type()]
	if p == nil || x.IsNil() {
		return
	}
	v.Sub = l.fields(p, p.headers, x.UnsafePointer(), nil, depth+1)
}

func (l *layouter) list(f *fieldPlan, up *scope, depth int, v *FieldValue) {
	for i := range v.Value.Len() {
		e := v.Value.Index(i)
		x := FieldValue{Tag: f.Field, Bit: l.bit, Value: e}
		switch {
		case f.elem != nil:
			x.Sub = l.fields(f.elem, f.elem.headers, e.Addr().UnsafePointer(), up, depth+1)
		case f.Item == tags.KindCustom:
			l.custom(e)
		default:
			l.bit += f.Each
		}
		x.Bits = l.bit - x.Bit
		v.Sub = append(v.Sub, x)
	}
}
