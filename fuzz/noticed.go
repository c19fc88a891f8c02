package fuzz

import (
	"reflect"
	"slices"

	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/packet"
	"github.com/wiretag/wiretag/tags"
)

// Noticed says by what this library tells that something is wrong with a packet, which is was with a rule broken. It
// is empty if nothing tells. Otherwise it is one of these:
//
//   - error: a layer does not decode
//   - checksum: one is bad
//   - truncated: a length claims more than there is
//   - odd: a field holds what its type does not allow, more often than in was: a name that refers to itself, a form that
//     there is not, an option whose contents are not of its form, bytes that fit into no element of a list or field, reserved bits, or what
//     the value's method Err says
//   - empty: a layer names another one, which has no bytes
//   - layers: there are others than in was, or they have other sizes
func Noticed(p, was *packet.Packet) string {
	if p.Err() != nil {
		return "error"
	}
	for c := range p.Checksums() {
		if c.State == codec.SumBad {
			return "checksum"
		}
	}
	switch {
	case p.Truncated():
		return "truncated"
	case oddities(p) > oddities(was):
		return "odd"
	case hollow(p) > hollow(was):
		return "empty"
	case !sameShape(p, was):
		return "layers"
	}
	return ""
}

// sameShape reports whether two packets have the same layers with payloads of the same size.
func sameShape(p, q *packet.Packet) bool {
	if p.Len() != q.Len() {
		return false
	}
	for i := range p.Len() {
		if p.Layer(i).Name() != q.Layer(i).Name() || len(p.Layer(i).Payload()) != len(q.Layer(i).Payload()) {
			return false
		}
	}
	return true
}

// hollow counts the layers that name another one and have no payload.
func hollow(p *packet.Packet) (n int) {
	for l := range p.Layers() {
		if l.Value() == nil || len(l.Payload()) > 0 {
			continue
		}
		var keys [4]codec.Key
		for _, k := range keys[:l.Type().Keys(l.Value(), nil, &keys)] {
			if t := p.Links().Layer(k); t != nil && k.Table != "tcp" && k.Table != "udp" && compiled(t).Schema().MinBits > 0 {
				n++
			}
		}
	}
	return n
}

// oddities counts the fields that hold what their type does not allow.
func oddities(p *packet.Packet) (n int) {
	for l := range p.Layers() {
		if l.Value() != nil {
			n += oddStruct(reflect.ValueOf(l.Value()))
		}
	}
	return n
}

// Fault is what a value's method Err says.
type Fault struct {
	Layer string // that the value is or stands in
	Type  reflect.Type
	Err   error
}

// Faults are what the values of a packet say of themselves by a method Err: layers, structs inside them, options that are typed when they are asked for. The layers that
// failed to decode are left out.
func Faults(p *packet.Packet) (all []Fault) {
	for l := range p.Layers() {
		if l.Value() == nil || l.Failed() {
			continue
		}
		o := oddness{faults: func(t reflect.Type, err error) { all = append(all, Fault{l.Name(), t, err}) }}
		o.of(reflect.ValueOf(l.Value()))
	}
	return all
}

// oddness counts the fields that hold what their type does not allow.
type oddness struct {
	n      int
	faults func(reflect.Type, error) // is told what Err says, if it is not nil
}

// oddStruct counts them in the struct to which v points.
func oddStruct(v reflect.Value) int {
	var o oddness
	o.of(v)
	return o.n
}

// of counts them in the struct to which v points.
func (o *oddness) of(v reflect.Value) {
	if fields, err := codec.Layout(v.Interface()); err == nil {
		o.odd(fields, v)
	}
}

// faulty reports whether a value says itself that it is not as it should be.
func faulty(v reflect.Value) bool { return faultOf(v) != nil }

func faultOf(v reflect.Value) error {
	if !v.IsValid() || !v.CanInterface() {
		return nil
	}
	if x, ok := v.Interface().(interface{ Err() error }); ok {
		return x.Err()
	}
	return nil
}

// fault counts what a value says of itself.
func (o *oddness) fault(v reflect.Value) {
	err := faultOf(v)
	if err == nil {
		return
	}
	if o.n++; o.faults != nil {
		o.faults(reflect.Indirect(v).Type(), err)
	}
}

// odd counts them in a struct, to which owner points if it is known.
func (o *oddness) odd(fields []codec.FieldValue, owner reflect.Value) {
	o.fault(owner)
	for i := range fields {
		f := &fields[i]
		x := f.Tag
		switch {
		case x.Kind == tags.KindCustom && faulty(f.Value):
			o.fault(f.Value)
		case x.Fit && i+1 < len(fields) && fields[i+1].Tag.Kind == tags.KindBytes && fields[i+1].Value.Len() > 0:
			o.n++
		case x.Members != nil && owner.IsValid():
			o.member(f, owner)
		case x.Kind == tags.KindUint && reserved(f.Name) && number(f.Value) != 0, padding(x) && loud(f.Value.Bytes()), x.Kind == tags.KindBytes && remainder(x) && f.Value.Len() > 0, x.Pad > 0 && short(fields, f):
			o.n++
		}
		o.inside(f)
	}
}

// member counts them in the member of a union: a form that there is not, a []byte whose contents are not of their form,
// and what is in these.
func (o *oddness) member(f *codec.FieldValue, owner reflect.Value) {
	x := f.Tag
	key := number(owner.Elem().FieldByName(x.Union))
	if x.Members.Types[key] == nil && !named(x.Target, key) {
		o.n++
		return
	}
	if x.Kind != tags.KindBytes {
		return
	}
	view, err := codec.View(owner.Interface(), f.Name)
	if err != nil {
		o.n++
		return
	}
	if v := reflect.ValueOf(view); v.Kind() == reflect.Pointer && !v.IsNil() {
		o.of(v)
	}
}

// named reports whether the value of a field has a name.
func named(x *tags.Field, n uint64) bool {
	if x == nil {
		return false
	}
	_, ok := slices.BinarySearch(known(x), n)
	return ok
}

// padding reports whether a field is one that should be zeros: by its tag or its name.
func padding(x *tags.Field) bool {
	return x.Kind == tags.KindBytes && (x.Pad > 0 || x.Name == "Padding")
}

// short reports whether padding ends before the boundary that it is for. Behind the payload, its place is not known.
func short(fields []codec.FieldValue, f *codec.FieldValue) bool {
	return !f.Trailer && (f.Bit+f.Bits-fields[0].Bit)%(8*f.Tag.Pad) != 0
}

// inside counts them in what is inside a field.
func (o *oddness) inside(f *codec.FieldValue) {
	pointer := func(v reflect.Value) reflect.Value {
		if v.IsValid() && v.CanAddr() && v.Kind() == reflect.Struct {
			return v.Addr()
		}
		return reflect.Value{}
	}
	switch {
	case f.Tag.Kind == tags.KindList && f.Tag.Item == tags.KindCustom:
		for i := range f.Value.Len() {
			o.fault(f.Value.Index(i))
		}
	case f.Tag.Kind == tags.KindList:
		for i := range f.Sub {
			o.odd(f.Sub[i].Sub, pointer(f.Sub[i].Value))
		}
	case f.Tag.Kind == tags.KindStruct:
		o.odd(f.Sub, pointer(f.Value))
	case f.Tag.Kind == tags.KindPtr || f.Tag.Kind == tags.KindUnion:
		v := f.Value
		if v.Kind() == reflect.Interface {
			v = v.Elem()
		}
		if v.Kind() != reflect.Pointer || v.IsNil() {
			v = reflect.Value{}
		}
		o.odd(f.Sub, v)
	case f.Tag.Kind != tags.KindBytes:
		o.odd(f.Sub, reflect.Value{})
	}
}

// loud reports whether there is a byte that is not zero.
func loud(b []byte) bool {
	for _, c := range b {
		if c != 0 {
			return true
		}
	}
	return false
}
