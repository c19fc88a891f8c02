package fuzz

import (
	"reflect"

	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/layers"
	"github.com/wiretag/wiretag/packet"
	"github.com/wiretag/wiretag/tags"
)

// Noticed says by what this library tells that something is wrong with a packet, which is was with a rule broken. It
// is empty if nothing tells. Otherwise it is one of these:
//
//   - error: a layer does not decode
//   - checksum: one is bad
//   - truncated: a length claims more than there is
//   - odd: a field holds what its type does not allow, more often than in was: a name that refers to itself, an
//     option whose contents are not of its type, bytes that fit into no element of a list, reserved bits
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
			if t := layers.Links().Layer(k); t != nil && k.Table != "tcp" && k.Table != "udp" && compiled(t).Schema().MinBits > 0 {
				n++
			}
		}
	}
	return n
}

// oddities counts the fields that hold what their type does not allow.
func oddities(p *packet.Packet) (n int) {
	for l := range p.Layers() {
		if l.Value() == nil {
			continue
		}
		if fields, err := codec.Layout(l.Value()); err == nil {
			n += odd(fields, reflect.ValueOf(l.Value()))
		}
	}
	return n
}

// odd counts them in a struct, to which owner points if it is known.
func odd(fields []codec.FieldValue, owner reflect.Value) (n int) {
	for i := range fields {
		f := &fields[i]
		bytes := f.Tag.Kind == tags.KindBytes
		switch {
		case f.Tag.Kind == tags.KindCustom && f.Value.CanInterface():
			if x, ok := f.Value.Interface().(interface{ Err() error }); ok && x.Err() != nil {
				n++
			}
		case f.Tag.Fit && i+1 < len(fields) && fields[i+1].Tag.Kind == tags.KindBytes && fields[i+1].Value.Len() > 0:
			n++
		case bytes && f.Tag.Members != nil && owner.IsValid():
			if _, err := codec.View(owner.Interface(), f.Name); err != nil {
				n++
			}
		case f.Tag.Kind == tags.KindUint && reserved(f.Name) && number(f.Value) != 0, f.Tag.Pad > 0 && loud(f.Value.Bytes()):
			n++
		}
		inner := reflect.Value{}
		if f.Tag.Kind == tags.KindStruct && f.Value.CanAddr() {
			inner = f.Value.Addr()
		}
		if f.Tag.Kind == tags.KindList {
			for j := range f.Sub {
				e := reflect.Value{}
				if f.Sub[j].Value.IsValid() && f.Sub[j].Value.CanAddr() && f.Tag.Item == tags.KindStruct {
					e = f.Sub[j].Value.Addr()
				}
				n += odd(f.Sub[j].Sub, e)
			}
			continue
		}
		if !bytes {
			n += odd(f.Sub, inner)
		}
	}
	return n
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
