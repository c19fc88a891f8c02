// Package gen writes Go code that decodes and encodes the tagged structs of a
// package. What it knows of them comes from the package itself: see [Load].
package gen

import (
	"fmt"
	"slices"

	"github.com/wiretag/wiretag/tags"
)

// Package is what is known of a Go package with tagged structs.
type Package struct {
	Name    string    // as in its package clause
	Path    string    // import path
	Roots   []*Root   // the tagged structs that are declared there
	Schemas []*Struct // of the roots and of the structs in them
	Taken   []string  // names that the package declares
}

// Root is a tagged struct of the package.
type Root struct {
	Name   string
	Schema int    // index in Schemas, -1 if there is none
	Error  string // what is wrong with its tags
}

// Type is a Go type.
type Type struct {
	Path string // import path of a named type
	Pkg  string // name of that package
	Name string // empty for a type literal
	Kind string // reflect's name of the kind
	Bits int    // of an integer
	Len  int    // of an array
	Elem *Type
}

// Member is one row of a union's table.
type Member struct {
	Value  uint64
	Schema int
}

// Struct is a tags.Schema as data.
type Struct struct {
	Type    *Type
	LE      bool
	MinBits int
	OuterID int      // index of the enclosing schema, -1 if conditions do not look at it
	Methods []string // of the pointer type
	Fields  []*Field
	Hidden  []Hidden // what is not on the wire

	outer *Struct
}

// Hidden is a field of a Go struct that is not on the wire.
type Hidden struct {
	Name string
	Type *Type
}

// Field is a tags.Field as data.
type Field struct {
	Name     string
	Text     string // of the tag
	LE       bool
	Each     int
	Type     *Type
	Kind     tags.Kind
	Item     tags.Kind
	Offset   int
	ElemID   int
	Table    []Member
	Raw      *Type
	TargetID int // index in Fields of what len=, count= or union= names, -1
	LenID    int // index in Fields of the length that measures this field, -1

	tags.Tag `json:"-"`
	in       *Struct
	elem     *Struct
	target   *Field
	members  []member
	shift    int    // bits before it in its run of bit fields
	run      int    // bits of the run, in its first field
	slot     *Field // the field whose measured length bounds this one, nil if nothing measures it
	counted  *Field // the count of this list
	selects  *Field // the interface that this field selects the type of
}

// member is a type of a union with the values that stand for it.
type member struct {
	typ    *Struct
	values []uint64
}

// Resolve links what refers to each other. It is called once for a Package.
func (p *Package) Resolve() error {
	for _, s := range p.Schemas {
		if s.OuterID >= 0 {
			s.outer = p.Schemas[s.OuterID]
		}
		for _, f := range s.Fields {
			t, errs := tags.Parse(f.Text)
			if len(errs) > 0 {
				return fmt.Errorf("%s.%s: %w", s.Type.Name, f.Name, errs[0])
			}
			t.LE, t.Each = f.LE, f.Each
			f.Tag, f.in = t, s
			if f.ElemID >= 0 {
				f.elem = p.Schemas[f.ElemID]
			}
			if f.TargetID >= 0 {
				f.target = s.Fields[f.TargetID]
			}
			p.members(f)
		}
		s.relate()
		s.runs()
	}
	return nil
}

func (p *Package) members(f *Field) {
	if f.Kind != tags.KindUnion {
		return // bytes that are typed on demand
	}
	for _, m := range f.Table {
		i := slices.IndexFunc(f.members, func(x member) bool { return x.typ == p.Schemas[m.Schema] })
		if i < 0 {
			i = len(f.members)
			f.members = append(f.members, member{typ: p.Schemas[m.Schema]})
		}
		f.members[i].values = append(f.members[i].values, m.Value)
	}
}

// relate finds what measures, counts and selects the fields.
func (s *Struct) relate() {
	for _, f := range s.Fields {
		switch {
		case f.Len != nil && f.target != nil:
			f.target.slot = f.target
		case f.Count != "" && f.target != nil:
			f.target.counted = f
		case f.Size != "" && f.LenID >= 0:
			f.slot = s.Fields[f.LenID].target
		}
		if f.Kind == tags.KindUnion && f.target != nil {
			f.target.selects = f
		}
	}
}

// runs finds the byte boundaries among integers.
func (s *Struct) runs() {
	var first *Field
	bits := 0
	for _, f := range s.Fields {
		if !f.integer() {
			continue
		}
		if bits == 0 {
			first = f
		}
		f.shift = bits
		if bits += f.Width; bits%8 == 0 {
			first.run, bits = bits, 0
		}
	}
}

func (f *Field) integer() bool { return f.Kind == tags.KindUint || f.Kind == tags.KindInt }

// fixed reports whether the field has the same place in every run of such fields.
func (f *Field) fixed() bool {
	return f.integer() || f.Kind == tags.KindAddr || f.Kind == tags.KindArray
}

// header and trailers split the fields that are on the wire.
func (s *Struct) header() (out []*Field) {
	for _, f := range s.Fields {
		if f.Kind != tags.KindNone && !f.Trailer {
			out = append(out, f)
		}
	}
	return out
}

func (s *Struct) trailers() (out []*Field) {
	for _, f := range s.Fields {
		if f.Kind != tags.KindNone && f.Trailer {
			out = append(out, f)
		}
	}
	return out
}

func (s *Struct) field(name string) *Field {
	for _, f := range s.Fields {
		if f.Name == name {
			return f
		}
	}
	return nil
}

func (s *Struct) has(method string) bool { return slices.Contains(s.Methods, method) }

// key tells structs apart: a type has a form for each byte order and for each struct that its
// conditions look at.
func (s *Struct) key() string {
	k := s.Type.Path + "." + s.Type.Name
	if s.LE {
		k += " le"
	}
	if s.outer != nil {
		k += " in " + s.outer.key()
	}
	return k
}

// group is a sequence of fields with the same condition.
type group []*Field

// groups splits fields as the reflective codec does: a condition is looked at once for
// the fields that follow each other and have it, unless one of them changes it.
func groups(fields []*Field) (out []group) {
	for i := 0; i < len(fields); {
		j := i + 1
		for j < len(fields) && fields[j].If.Equal(fields[i].If) && !fields[j].uses(fields[i:j]) {
			j++
		}
		out = append(out, fields[i:j])
		i = j
	}
	return out
}

// uses reports whether the condition of f looks at one of the given fields.
func (f *Field) uses(among []*Field) (used bool) {
	inside := f.integer() && f.shift != 0
	f.If.Fields(func(e *tags.Expr) {
		target := f.in.operand(e)
		for _, g := range among {
			used = used || target == g || (target == nil && !inside)
		}
	})
	return used
}

// operand returns the field that a condition in s names, nil if it is a method.
func (s *Struct) operand(e *tags.Expr) *Field {
	for range e.Up {
		if s = s.outer; s == nil {
			return nil
		}
	}
	return s.field(e.Name)
}
