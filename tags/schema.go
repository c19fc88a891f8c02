package tags

import (
	"fmt"
	"reflect"
	"strings"
)

// Kind is how a field lies on the wire.
type Kind uint8

// The kinds of fields.
const (
	KindUint   Kind = iota // unsigned integers and bools
	KindInt                // signed integers, two's complement
	KindAddr               // netip.Addr of 32 or 128 bits
	KindArray              // [N]byte
	KindBytes              // []byte
	KindString             // string: a copy of the bytes
	KindList               // a slice of integers, arrays, addresses, structs or custom fields
	KindStruct             // a tagged struct inside
	KindPtr                // a pointer to a tagged struct, nil when its condition does not hold
	KindUnion              // an interface whose concrete type follows another field
	KindCustom             // a type that is its own codec
	KindNone               // not on the wire
)

var kindText = [...]string{"uint", "int", "addr", "array", "bytes", "string", "list", "struct", "pointer", "union", "custom", "none"}

func (k Kind) String() string { return kindText[k] }

// Schema describes a tagged struct: its fields in wire order.
type Schema struct {
	Type   reflect.Type
	Fields []*Field
	// Bits is the width of the struct when it is always the same, -1 otherwise.
	Bits int
	// MinBits is the width of what is always there; trailers are not counted.
	MinBits int
	// LE is set when the struct stands inside a little-endian field.
	LE bool
	// Outer is set for a struct whose conditions look at an enclosing one: the
	// schema is then valid in that place only.
	Outer *Schema
}

// Field is one field of a [Schema].
type Field struct {
	Tag
	Name   string
	Index  int // in the Go struct
	Type   reflect.Type
	GoOff  uintptr // byte offset in the Go struct
	Kind   Kind
	Offset int // bit offset from the struct's start, -1 when it depends on the packet
	// Bits is the width, or -1 when it depends on the packet.
	Bits int
	// Elem is the schema of a nested struct, pointed-to struct or struct element.
	Elem *Schema
	// Item is the kind of a list's elements.
	Item Kind
	// Members is the table of a union.
	Members *Members
	// Elems are the schemas of a union's members.
	Elems map[uint64]*Schema
	// Target is the field that Len, Count, Size or Union names.
	Target *Field
	// LenField is the integer whose len= names this field (directly, or through size=).
	LenField *Field
}

// Name is the name of the Go type.
func (s *Schema) Name() string { return s.Type.Name() }

// Field returns the field of that name, nil if there is none.
func (s *Schema) Field(name string) *Field {
	for _, f := range s.Fields {
		if f.Name == name {
			return f
		}
	}
	return nil
}

// Error is a mistake in the tags of one field, or of a whole struct when Field is empty.
type Error struct {
	Type  reflect.Type
	Field string
	Err   error
}

func (e *Error) Error() string {
	if e.Field == "" {
		return fmt.Sprintf("%v: %v", e.Type, e.Err)
	}
	return fmt.Sprintf("%v.%s: %v", e.Type, e.Field, e.Err)
}

func (e *Error) Unwrap() error { return e.Err }

// Errors are all the mistakes in the tags of a type and of the types inside it.
type Errors []*Error

func (e Errors) Error() string {
	var b strings.Builder
	for i, x := range e {
		if i > 0 {
			b.WriteByte('\n')
		}
		b.WriteString(x.Error())
	}
	return b.String()
}

// Unwrap gives the single errors to errors.Is and errors.As.
func (e Errors) Unwrap() []error {
	out := make([]error, len(e))
	for i, x := range e {
		out[i] = x
	}
	return out
}

// SchemaOf compiles the tags of a struct type. The error is of type [Errors] and
// holds every mistake in the type and in those that it contains.
// It does not cache: package codec does.
func SchemaOf(t reflect.Type) (*Schema, error) {
	if t == nil || t.Kind() != reflect.Struct {
		return nil, Errors{{Type: t, Err: fmt.Errorf("want a struct type")}}
	}
	b := builder{done: map[place]*Schema{}}
	s := b.build(t, nil, false)
	b.queueMembers()
	if len(b.errs) > 0 {
		return nil, b.errs
	}
	return s, nil
}

// place is where a struct type stands: types that look outwards, or that
// inherit the byte order, have a schema for each place.
type place struct {
	typ   reflect.Type
	outer *Schema
	le    bool
}

type builder struct {
	done  map[place]*Schema
	queue []queued
	errs  Errors
}

// queued is a member of the union f whose schema is still to be built.
type queued struct {
	f     *Field
	value uint64
	typ   reflect.Type
}

func (b *builder) fail(s *Schema, field, format string, args ...any) {
	b.errs = append(b.errs, &Error{Type: s.Type, Field: field, Err: fmt.Errorf(format, args...)})
}

// queueMembers checks the member types of unions, which have schemas of their own.
func (b *builder) queueMembers() {
	for len(b.queue) > 0 {
		q := b.queue[0]
		b.queue = b.queue[1:]
		if q.f.Elems == nil {
			q.f.Elems = map[uint64]*Schema{}
		}
		// Members of a []byte union are encoded on their own: they inherit nothing.
		q.f.Elems[q.value] = b.build(q.typ, nil, q.f.LE && q.f.Kind == KindUnion)
	}
}

// build returns the schema of t in a place. A schema that is still being built is
// returned as it is: types may contain themselves.
func (b *builder) build(t reflect.Type, outer *Schema, le bool) *Schema {
	if !looksOut(t, map[reflect.Type]bool{}) {
		outer = nil
	}
	for o := outer; o != nil; o = o.Outer {
		if o.Type == t {
			b.fail(o, "", "a struct whose conditions look outwards (^) cannot contain itself")
			return o
		}
	}
	at := place{t, outer, le}
	if s, ok := b.done[at]; ok {
		return s
	}
	s := &Schema{Type: t, LE: le, Outer: outer}
	b.done[at] = s
	for i := range t.NumField() {
		b.field(s, i)
	}
	b.relate(s)
	b.layout(s)
	return s
}

// looksOut reports whether a condition in t, or in a struct inside t, has a ^.
func looksOut(t reflect.Type, seen map[reflect.Type]bool) bool {
	if seen[t] {
		return false
	}
	seen[t] = true
	for f := range t.Fields() {
		if strings.Contains(f.Tag.Get("bits"), "^") {
			return true
		}
		if e := structOf(f.Type); e != nil && !isCustom(e) && looksOut(e, seen) {
			return true
		}
	}
	return false
}

// structOf returns the struct type in t, *t, or []t, and nil if there is none.
func structOf(t reflect.Type) reflect.Type {
	if t.Kind() == reflect.Slice || t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	if t.Kind() == reflect.Struct && t != addrType {
		return t
	}
	return nil
}

func (b *builder) field(s *Schema, i int) {
	sf := s.Type.Field(i)
	text, tagged := sf.Tag.Lookup("bits")
	switch {
	case !sf.IsExported() && tagged:
		b.fail(s, sf.Name, "bits tag on an unexported field")
		return
	case !sf.IsExported():
		return
	case !tagged:
		b.fail(s, sf.Name, `no bits tag: every exported field needs one, "-" if it is not on the wire`)
		return
	case sf.Anonymous:
		b.fail(s, sf.Name, "embedded fields cannot be tagged: name the field")
		return
	}
	tag, errs := Parse(text)
	for _, err := range errs {
		b.fail(s, sf.Name, "%w", err)
	}
	f := &Field{Tag: tag, Name: sf.Name, Index: i, Type: sf.Type, GoOff: sf.Offset, Bits: -1, Offset: -1}
	f.LE = f.LE || s.LE
	s.Fields = append(s.Fields, f)
	if len(errs) > 0 {
		f.Kind = KindNone
		return
	}
	b.kind(s, f)
	b.options(s, f)
}
