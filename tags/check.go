package tags

import (
	"fmt"
	"reflect"
	"slices"
)

// text says what a field is, in messages.
func (f *Field) text() string {
	if f.Rest {
		return f.Type.String() + " of width *"
	}
	return fmt.Sprintf("%s of %d bits", f.Type, f.Width)
}

// options checks that each option stands on a field that can have it.
func (b *builder) options(s *Schema, f *Field) {
	if f.Kind == KindNone {
		b.excludes(s, f)
		return
	}
	isInt := f.Kind == KindUint || f.Kind == KindInt
	isUint := f.Kind == KindUint && f.Type.Kind() != reflect.Bool
	only := func(used, fits bool, opt, where string) {
		if used && !fits {
			b.fail(s, f.Name, "%s is for %s, not for %s", opt, where, f.text())
		}
	}
	only(f.Len != nil, isUint, "len=", "unsigned integers")
	only(f.Count != "", isUint, "count=", "unsigned integers")
	only(f.Const != nil, isInt, "const=", "integers")
	only(f.Default != nil, isInt, "default=", "integers")
	only(f.NextIf != nil, f.Next != "", "nextif=", "fields with next=")
	only(f.Next != "", isUint, "next=", "unsigned integers")
	only(f.Sum != nil, f.Kind == KindUint && f.Width%8 == 0, "sum=", "unsigned integers of whole bytes")
	only(f.Until != nil, f.Kind == KindList && f.Item == KindUint, "until=", "lists of unsigned integers")
	only(f.Last != nil, f.Kind == KindList && f.Item == KindStruct, "last=", "lists of structs")
	only(f.Fit, f.Kind == KindList, "fit", "lists")
	only(f.Each != 0, f.Kind == KindList, "each=", "lists")
	only(f.Pad != 0, f.Kind == KindBytes && f.Rest, "pad=", "[]byte fields of width *")
	only(f.Union != "", f.Kind == KindUnion || f.Kind == KindBytes, "union=", "interfaces and []byte")
	only(f.Size != "", f.Rest, "size=", "fields of width *")
	only(f.Flow != "", isInt || f.Kind == KindAddr || f.Kind == KindArray || f.Kind == KindBytes, "flow=", "integers, addresses and bytes")
	only(f.LE && !s.LE, f.Kind != KindAddr && f.Kind != KindArray && f.Kind != KindBytes && f.Kind != KindString && f.Kind != KindCustom, "le", "integers and what holds them")
	only(f.Trailer, f.Width > 0 && f.Width%8 == 0 || f.Pad > 0, "trailer", "fields of a fixed number of bytes and padding")
	if f.Kind == KindUnion && f.Union == "" {
		b.fail(s, f.Name, "an interface needs union=, the field that selects its type")
	}
	b.excludes(s, f)
	b.values(s, f)
}

// excludes checks options that contradict, or need, each other.
func (b *builder) excludes(s *Schema, f *Field) {
	derived := 0
	for _, is := range []bool{f.Len != nil, f.Count != "", f.Sum != nil, f.Const != nil, f.Next != "" && f.Default == nil} {
		if is {
			derived++
		}
	}
	if derived > 1 {
		b.fail(s, f.Name, "at most one of len=, count=, sum=, const= and next= can fill a field")
	}
	if f.Const != nil && f.Default != nil {
		b.fail(s, f.Name, "const= and default= contradict each other")
	}
	if f.Zero == "rest" && (f.Len == nil || !f.Len.Relative()) {
		b.fail(s, f.Name, "zero=rest needs len= of header, packet, payload or rest")
	}
	if f.Zero == "absent" && f.Sum == nil {
		b.fail(s, f.Name, "zero=absent needs sum=")
	}
	if f.Skip && !reflect.DeepEqual(f.Tag, Tag{Skip: true}) && !(s.LE && reflect.DeepEqual(f.Tag, Tag{Skip: true, LE: true})) {
		b.fail(s, f.Name, `a field that is not on the wire ("-") takes no options`)
	}
	if f.Until != nil && f.Last != nil {
		b.fail(s, f.Name, "until= and last= contradict each other")
	}
	if f.Pad != 0 && f.Size != "" {
		b.fail(s, f.Name, "pad= and size= contradict each other")
	}
	if f.Trailer && f.Len != nil && f.Len.Relative() {
		b.fail(s, f.Name, "len=%s: a trailer is found by the lengths before it, it cannot give one", f.Len.Of)
	}
}

func (b *builder) values(s *Schema, f *Field) {
	fits := func(opt string, v *uint64) {
		if v != nil && f.Width > 0 && f.Width < 64 && *v>>f.Width != 0 {
			b.fail(s, f.Name, "%s=%d does not fit into %d bits", opt, *v, f.Width)
		}
	}
	fits("const", f.Const)
	fits("default", f.Default)
	if f.Until != nil && f.Each > 0 && f.Each < 64 && *f.Until>>f.Each != 0 {
		b.fail(s, f.Name, "until=%d does not fit into %d bits", *f.Until, f.Each)
	}
}

// relate resolves the names in options, now that all fields are known.
func (b *builder) relate(s *Schema) {
	for i, f := range s.Fields {
		switch {
		case f.Len != nil && !f.Len.Relative():
			f.Target = b.later(s, i, "len", f.Len.Of)
			if t := f.Target; t != nil && t.Pad != 0 {
				b.fail(s, f.Name, "len=%s: the length of padding follows from its position", t.Name)
			}
			if f.Target != nil {
				f.Target.LenField = f
				if f.Target.Fit {
					b.fail(s, f.Target.Name, "fit contradicts len=: %s bounds the list, and what does not fit would be left inside the bound", f.Name)
				}
			}
		case f.Count != "":
			f.Target = b.later(s, i, "count", f.Count)
			if f.Target != nil && f.Target.Kind != KindList {
				b.fail(s, f.Name, "count=%s: it is not a list", f.Count)
			}
		}
		b.sized(s, i, f)
		b.unionOf(s, i, f)
		f.If.Fields(func(e *Expr) { b.resolve(s, s, s.Fields[:i], f, "if", e) })
		f.NextIf.Fields(func(e *Expr) { b.resolve(s, s, s.Fields, f, "nextif", e) })
		if f.Last != nil && f.Elem != nil {
			f.Last.Fields(func(e *Expr) { b.resolve(s, f.Elem, f.Elem.Fields, f, "last", e) })
		}
	}
}

// later finds the variable-length field after field i that an option names.
func (b *builder) later(s *Schema, i int, opt, name string) *Field {
	at := slices.IndexFunc(s.Fields, func(f *Field) bool { return f.Name == name })
	switch {
	case at < 0:
		b.fail(s, s.Fields[i].Name, "%s=%s: no such field", opt, name)
	case at <= i:
		b.fail(s, s.Fields[i].Name, "%s=%s: it must come after the field that measures it", opt, name)
	case !s.Fields[at].Rest:
		b.fail(s, s.Fields[i].Name, "%s=%s: its width is fixed", opt, name)
	default:
		return s.Fields[at]
	}
	return nil
}

func (b *builder) earlierInt(s *Schema, i int, opt, name string) *Field {
	for _, f := range s.Fields[:i] {
		if f.Name == name && f.Kind == KindUint {
			return f
		}
	}
	b.fail(s, s.Fields[i].Name, "%s=%s: no unsigned integer field of that name before it", opt, name)
	return nil
}

func (b *builder) sized(s *Schema, i int, f *Field) {
	if f.Size == "" {
		return
	}
	t := b.earlierInt(s, i, "size", f.Size)
	if t == nil {
		return
	}
	if t.Len == nil || t.Len.Relative() {
		b.fail(s, f.Name, "size=%s: that field has no len= of another field", f.Size)
		return
	}
	f.LenField = t
}

func (b *builder) unionOf(s *Schema, i int, f *Field) {
	if f.Union == "" {
		return
	}
	f.Target = b.earlierInt(s, i, "union", f.Union)
	u, ok := reflect.New(s.Type).Interface().(Unions)
	if !ok {
		b.fail(s, f.Name, "union=%s: %s has no method Members(field string) tags.Members", f.Union, s.Type)
		return
	}
	m := u.Members(f.Name)
	f.Members = &m
	if f.Kind == KindUnion {
		raw := reflect.TypeOf(m.Raw)
		if raw == nil || !isBytes(raw) || !reflect.TypeFor[[]byte]().ConvertibleTo(raw) || !raw.Implements(f.Type) {
			b.fail(s, f.Name, "union=%s: Members gives no raw member: want a []byte type that implements %s", f.Union, f.Type)
		}
	}
	for _, v := range slices.Sorted(mapKeys(m.Types)) {
		t := reflect.TypeOf(m.Types[v])
		if t == nil || t.Kind() != reflect.Pointer || t.Elem().Kind() != reflect.Struct {
			b.fail(s, f.Name, "union=%s: the member for %d is not a pointer to a struct", f.Union, v)
			continue
		}
		if f.Kind == KindUnion && !t.Implements(f.Type) {
			b.fail(s, f.Name, "union=%s: %s does not implement %s", f.Union, t, f.Type)
			continue
		}
		b.queue = append(b.queue, queued{f, v, t.Elem()})
	}
}

func mapKeys(m map[uint64]any) func(func(uint64) bool) {
	return func(yield func(uint64) bool) {
		for k := range m {
			if !yield(k) {
				return
			}
		}
	}
}

// resolve finds the field of s that a condition on field f of here names, among those that are known by then.
func (b *builder) resolve(here, s *Schema, known []*Field, f *Field, opt string, e *Expr) {
	for range e.Up {
		if s.Outer == nil {
			b.fail(here, f.Name, "%s=: %s: no struct encloses this one", opt, e)
			return
		}
		s = s.Outer
		known = s.Fields
	}
	for _, k := range known {
		if k.Name != e.Name {
			continue
		}
		if k.Kind != KindUint && (k.Kind != KindNone || !unsigned(k.Type)) {
			b.fail(here, f.Name, "%s=: %s is not an unsigned integer or bool", opt, e)
			return
		}
		e.Field = k
		return
	}
	m, ok := reflect.PointerTo(s.Type).MethodByName(e.Name)
	if ok && m.Type.NumIn() == 1 && m.Type.NumOut() == 1 && m.Type.Out(0).Kind() == reflect.Bool {
		return
	}
	b.fail(here, f.Name, "%s=: %s is neither a field before this one nor a bool method without arguments", opt, e)
}
