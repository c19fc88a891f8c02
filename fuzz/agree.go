package fuzz

import (
	"fmt"
	"net/netip"
	"reflect"
	"slices"

	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/tags"
)

// agreement compares a struct that was encoded, with everything derived, to what that decodes to.
type agreement struct {
	derived map[string]bool // fields that code derives, by "Type.Field"
	layer   reflect.Type    // the layer: its next= fields are compared unless loose is set
	loose   bool
}

// structs tells where want, which was encoded, and got differ in a field that is not derived, and
// where a derived field is not what it should be; empty if nowhere.
func (a *agreement) structs(s *tags.Schema, want, got reflect.Value, up *frame) string {
	f := &frame{s, got, up}
	for _, x := range s.Fields {
		w, g := want.Field(x.Index), got.Field(x.Index)
		if x.Kind == tags.KindNone {
			continue
		}
		if !f.has(x.If) {
			if !g.IsZero() && !Same(g, reflect.Zero(g.Type())) {
				return fmt.Sprintf("%s is %v and not on the wire", x.Name, g)
			}
			continue
		}
		d := ""
		if a.fills(s, x, w) {
			d = a.filled(f, x, g)
		} else {
			d = a.field(x, w, g, f)
		}
		if d != "" {
			return x.Name + d
		}
	}
	return ""
}

// fills reports whether encoding sets the field, which holds w.
func (a *agreement) fills(s *tags.Schema, x *tags.Field, w reflect.Value) bool {
	u := s.Selects(x)
	switch {
	case x.Len != nil, x.Count != "", x.Sum != nil, x.Const != nil, x.Pad > 0, x.Default != nil && w.IsZero():
		return true
	case u != nil && u.Kind == tags.KindUnion:
		return true
	case a.derived[s.Type.Name()+"."+x.Name]:
		return true
	}
	return a.loose && s.Type == a.layer && (x.Next != "" || x.Name == "Length")
}

// filled checks a derived field as far as its own struct tells what it must be.
func (a *agreement) filled(f *frame, x *tags.Field, g reflect.Value) string {
	switch {
	case x.Const != nil && (number(g)^*x.Const)<<(64-x.Width) != 0:
		return fmt.Sprintf(": %d, not the constant", number(g))
	case x.Default != nil && x.Len == nil && g.IsZero():
		return ": not the default"
	case x.Count != "":
		if n := f.v.FieldByName(x.Count).Len(); f.has(f.s.Field(x.Count).If) && number(g) != uint64(n) {
			return fmt.Sprintf(": %d for %d elements", number(g), n)
		}
	case x.Len != nil && x.Target != nil && (x.Target.Kind == tags.KindBytes || x.Target.Kind == tags.KindString):
		if n := f.v.Field(x.Target.Index).Len(); f.has(x.Target.If) && int(number(g)) != n/x.Len.Unit+x.Len.Bias {
			return fmt.Sprintf(": %d for %d bytes", number(g), n)
		}
	case x.Pad > 0:
		for _, c := range g.Bytes() {
			if c != 0 {
				return ": padding that is not zero"
			}
		}
		if g.Len() >= x.Pad {
			return fmt.Sprintf(": %d bytes of padding", g.Len())
		}
	}
	return ""
}

func (a *agreement) field(x *tags.Field, w, g reflect.Value, f *frame) string {
	switch x.Kind {
	case tags.KindAddr:
		return differ(sameAddr(w, g), w, g)
	case tags.KindStruct:
		return dot(a.structs(x.Elem, w, g, f))
	case tags.KindPtr:
		if !w.IsNil() && !g.IsNil() {
			return dot(a.structs(x.Elem, w.Elem(), g.Elem(), f))
		}
	case tags.KindCustom:
		return differ(equal(w, g), w, g)
	case tags.KindList:
		return a.list(x, w, g, f)
	case tags.KindUnion:
		return a.union(x, w, g)
	}
	return differ(Same(w, g), w, g)
}

func dot(s string) string {
	if s == "" {
		return s
	}
	return "." + s
}

func differ(same bool, w, g reflect.Value) string {
	if same {
		return ""
	}
	return fmt.Sprintf(": %+v became %+v", w, g)
}

// sameAddr: the zero Addr is the address of zeros.
func sameAddr(w, g reflect.Value) bool {
	x, y := w.Interface().(netip.Addr), g.Interface().(netip.Addr)
	return x == y || !x.IsValid() && y.IsUnspecified()
}

// equal asks the method Equal of a type, if it has one.
func equal(w, g reflect.Value) bool {
	m := w.MethodByName("Equal")
	if m.IsValid() && m.Type().NumIn() == 1 && m.Type().In(0) == g.Type() && m.Type().NumOut() == 1 {
		return m.Call([]reflect.Value{g})[0].Bool()
	}
	switch {
	case w.Type() == reflect.TypeFor[netip.Addr]():
		return sameAddr(w, g)
	case w.Kind() == reflect.Slice && w.Len() == g.Len():
		for i := range w.Len() {
			if !equal(w.Index(i), g.Index(i)) {
				return false
			}
		}
		return true
	case w.Kind() == reflect.Struct:
		for i := range w.NumField() {
			if !w.Type().Field(i).IsExported() {
				return Same(w, g)
			}
			if !equal(w.Field(i), g.Field(i)) {
				return false
			}
		}
		return true
	}
	return Same(w, g)
}

func (a *agreement) list(x *tags.Field, w, g reflect.Value, f *frame) string {
	if w.Len() != g.Len() {
		return fmt.Sprintf(": %d elements became %d", w.Len(), g.Len())
	}
	for i := range w.Len() {
		d := ""
		switch x.Item {
		case tags.KindStruct:
			d = dot(a.structs(x.Elem, w.Index(i), g.Index(i), f))
		case tags.KindAddr:
			d = differ(sameAddr(w.Index(i), g.Index(i)), w.Index(i), g.Index(i))
		default:
			d = differ(equal(w.Index(i), g.Index(i)), w.Index(i), g.Index(i))
		}
		if d != "" {
			return fmt.Sprintf("[%d]%s", i, d)
		}
	}
	return ""
}

func (a *agreement) union(x *tags.Field, w, g reflect.Value) string {
	if w.IsNil() {
		return differ(g.IsNil() || g.Elem().Kind() == reflect.Slice && g.Elem().Len() == 0, w, g)
	}
	if g.IsNil() || w.Elem().Type() != g.Elem().Type() || w.Elem().Kind() != reflect.Pointer {
		return differ(Same(w, g), w, g)
	}
	for k, p := range x.Members.Types {
		if reflect.TypeOf(p) == w.Elem().Type() {
			return dot(a.structs(x.Elems[k], w.Elem().Elem(), g.Elem().Elem(), nil))
		}
	}
	return ": no such member"
}

// lengths checks the lengths of a layer against its extent.
func lengths(t *codec.Type, v reflect.Value, ext codec.Extent) string {
	f := &frame{t.Schema(), v, nil}
	for _, x := range t.Schema().Fields {
		if x.Len == nil || !f.has(x.If) {
			continue
		}
		n := 0
		switch x.Len.Of {
		case "header", "self":
			n = ext.Header
		case "packet":
			n = ext.Len()
			if padded(t.Schema()) {
				n -= ext.Trailer
			}
		case "payload":
			n = ext.Payload
		default:
			continue
		}
		want := uint64(n/x.Len.Unit + x.Len.Bias)
		if want > ^uint64(0)>>(64-x.Width) && x.Zero == "rest" {
			want = 0
		}
		if got := number(v.Field(x.Index)); got != want {
			return fmt.Sprintf("%s is %d, not %d", x.Name, got, want)
		}
	}
	return ""
}

// padded reports whether the trailer is padding, which no length counts.
func padded(s *tags.Schema) bool {
	return slices.ContainsFunc(s.Fields, func(x *tags.Field) bool { return x.Trailer && x.Pad > 0 })
}
