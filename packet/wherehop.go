package packet

import (
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"

	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/tags"
)

// hop goes from a struct to a field, or through a union to the fields of its members.
type hop struct {
	f       *tags.Field
	index   int // of the element, -1: any
	list    bool
	whole   bool // the list itself is meant
	pointer bool
	alts    []alt
}

// alt is what a path means in one member of a union.
type alt struct {
	typ  reflect.Type // of a union in an interface: a pointer
	hops []hop
	key  uint64 // of a union in bytes: the value that selects it
	bit  int
	// width is that of the integer there, in bits.
	width int
}

// byName returns the type of the layer of a name, nil if there is none.
func (s *snapshot) byName(name string) *codec.Type {
	for t := range s.types {
		if typ, err := codec.TypeFor(t); err == nil && typ.Name() == name {
			return typ
		}
	}
	return nil
}

// similar says of a name that no layer has that one has it in other letters, as "TCP" for "tcp".
func (s *snapshot) similar(name string) string {
	for t := range s.types {
		if typ, err := codec.TypeFor(t); err == nil && strings.EqualFold(typ.Name(), name) {
			return ", but " + typ.Name()
		}
	}
	return ""
}

// operand finds out what a path means.
func (p *whereParser) operand(x *path) (o operand) {
	o.index, o.mask = x.index, ^uint64(0)
	if o.typ = p.snap.byName(x.layer); o.typ == nil {
		switch x.layer {
		case "Payload":
			o.raw, o.kind = payloadBytes, leafBytes
		case "Padding":
			o.raw, o.kind = paddingBytes, leafBytes
		default:
			p.fail(x.at, "there is no layer %s%s", x.layer, p.snap.similar(x.layer))
		}
		if len(x.steps) > 0 {
			p.fail(x.steps[0].at, "%s has no fields", x.layer)
		}
		return o
	}
	if len(x.steps) > 0 {
		p.hops(&o, o.typ.Schema(), x.steps, true)
	}
	return o
}

// hops appends the way from a struct along the steps, and finds out what is at its end.
func (p *whereParser) hops(o *operand, s *tags.Schema, steps []step, top bool) {
	x := &steps[0]
	f := s.Field(x.name)
	if f == nil && top && len(steps) == 1 && x.index < 0 {
		if f, o.mask = flagIn(s, x.name); f != nil {
			o.hops, o.kind = append(o.hops, hop{f: f, index: -1}), leafBool
			return
		}
	}
	if f == nil || f.Kind == tags.KindNone {
		p.fail(x.at, "%s has no field %s", s.Name(), x.name)
		return
	}
	h := hop{f: f, index: x.index, list: f.Kind == tags.KindList, pointer: f.Kind == tags.KindPtr}
	if x.index >= 0 && !h.list {
		p.fail(x.at, "%s is not a list", x.name)
		return
	}
	rest := steps[1:]
	if len(rest) == 0 {
		o.kind = leafOf(f, x.index)
		h.whole = h.list && x.index < 0 && o.kind == leafNone
		o.hops = append(o.hops, h)
		return
	}
	switch {
	case f.Members != nil:
		p.members(o, &h, rest)
		o.hops = append(o.hops, h)
	case f.Elem != nil:
		o.hops = append(o.hops, h)
		p.hops(o, f.Elem, rest, false)
	case f.Kind == tags.KindUint && len(rest) == 1 && rest[0].index < 0:
		bit, ok := flagBit(f, rest[0].name)
		if !ok {
			p.fail(rest[0].at, "%s has no flag %s", x.name, rest[0].name)
			return
		}
		o.hops, o.kind, o.mask = append(o.hops, h), leafBool, bit
	default:
		p.fail(rest[0].at, "%s has no fields", x.name)
	}
}

// members finds a field in the members of a union that have it. Where it is of several kinds, that of
// the member with the smallest number counts.
func (p *whereParser) members(o *operand, h *hop, steps []step) {
	h.alts = []alt{}
	for _, key := range slices.Sorted(maps.Keys(h.f.Elems)) {
		s := h.f.Elems[key]
		if s.Field(steps[0].name) == nil {
			continue
		}
		inner := operand{mask: ^uint64(0)}
		p.hops(&inner, s, steps, false)
		a := alt{typ: reflect.PointerTo(s.Type), hops: inner.hops, key: key}
		if h.f.Kind == tags.KindBytes {
			f := s.Field(steps[0].name)
			if f.Offset < 0 || f.Kind != tags.KindUint || f.LE || len(steps) > 1 || f.If != nil {
				p.fail(steps[0].at, "only integers at a fixed place can be looked at inside %s", h.f.Name)
				return
			}
			a.bit, a.width = f.Offset, f.Width
		}
		if len(h.alts) > 0 && (o.kind != inner.kind || o.mask != inner.mask) {
			continue
		}
		o.kind, o.mask = inner.kind, inner.mask
		h.alts = append(h.alts, a)
	}
	if len(h.alts) == 0 {
		p.fail(steps[0].at, "no member of %s has a field %s", h.f.Name, steps[0].name)
	}
}

// leafOf is the kind of values of a field.
func leafOf(f *tags.Field, index int) leaf {
	kind, typ := f.Kind, f.Type
	if kind == tags.KindList {
		kind, typ = f.Item, typ.Elem()
		if kind == tags.KindStruct {
			return leafNone
		}
	}
	switch kind {
	case tags.KindUint:
		if typ.Kind() == reflect.Bool {
			return leafBool
		}
		return leafNumber
	case tags.KindInt:
		return leafSigned
	case tags.KindAddr:
		return leafAddr
	case tags.KindArray, tags.KindBytes, tags.KindString:
		return leafBytes
	case tags.KindCustom:
		if reflect.PointerTo(typ).Implements(reflect.TypeFor[fmt.Stringer]()) {
			return leafText
		}
		if k := typ.Kind(); k >= reflect.Uint && k <= reflect.Uintptr {
			return leafNumber
		}
	}
	return leafNone
}

// flagIn finds a flag by its name alone.
func flagIn(s *tags.Schema, name string) (*tags.Field, uint64) {
	for _, f := range s.Fields {
		if f.Kind == tags.KindUint {
			if bit, ok := flagBit(f, name); ok {
				return f, bit
			}
		}
	}
	return nil, ^uint64(0)
}

// flagBit is the flag of a name. The types of flags print them with | between them.
func flagBit(f *tags.Field, name string) (uint64, bool) {
	if both, ok := textOf(f, 3); !ok || !strings.Contains(both, "|") {
		return 0, false
	}
	for bit := range f.Width {
		if s, _ := textOf(f, 1<<bit); strings.EqualFold(s, name) {
			return 1 << bit, true
		}
	}
	return 0, false
}

// textOf is what the field's type prints for a number.
func textOf(f *tags.Field, n uint64) (string, bool) {
	v := reflect.New(f.Type).Elem()
	if !v.CanUint() || v.OverflowUint(n) {
		return "", false
	}
	v.SetUint(n)
	if s, ok := v.Interface().(fmt.Stringer); ok {
		return s.String(), true
	}
	return "", false
}

// named is the number for which the field's type prints a name, in whatever letters.
func (p *whereParser) named(f *tags.Field, name string) (n uint64, ok bool) {
	const most = 16 // bits: all values are tried, once
	if f.Width > most {
		return 0, false
	}
	all, ok := p.names[f]
	if !ok {
		all = map[string]uint64{}
		for n := range uint64(1) << f.Width {
			s, ok := textOf(f, n)
			if !ok {
				break
			}
			if s = strings.ToLower(s); s != "" {
				if _, taken := all[s]; !taken {
					all[s] = n
				}
			}
		}
		if p.names == nil {
			p.names = map[*tags.Field]map[string]uint64{}
		}
		p.names[f] = all
	}
	n, ok = all[strings.ToLower(name)]
	return n, ok
}
