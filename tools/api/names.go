package main

import (
	"go/ast"
	"go/types"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/tools/go/packages"
)

// name is something that is exported.
type name struct {
	name   string
	object types.Object
	owner  *types.Named // of a method or field
}

// exported are the names of a package outside of the classes that are left out, but for types, of which all are there. What a type has from an unexported one that is embedded in it is its own.
func exported(p *types.Package) (list []name) {
	for _, n := range p.Scope().Names() {
		o := p.Scope().Lookup(n)
		if _, constant := o.(*types.Const); !o.Exported() || enumerated(o.Type()) || constant && ofStandard(path(p), n) {
			continue
		}
		t, ok := o.(*types.TypeName)
		if !ok || t.IsAlias() {
			list = append(list, name{n, o, nil})
			continue
		}
		named := t.Type().(*types.Named)
		if !tagged(named) {
			list = append(list, name{n, o, nil})
		}
		list = members(list, n, named, named)
	}
	return list
}

// members adds the methods and fields of a type, or of one embedded in it, to those of the type that they are named by.
func members(list []name, of string, owner, t *types.Named) []name {
	for m := range t.Methods() {
		if m.Exported() {
			list = append(list, name{of + "." + m.Name(), m, owner})
		}
	}
	s, ok := t.Underlying().(*types.Struct)
	if !ok || tagged(t) {
		return list
	}
	for f := range s.Fields() {
		switch inner := embedded(f); {
		case f.Exported():
			list = append(list, name{of + "." + f.Name(), f, owner})
		case inner != nil:
			list = members(list, of, owner, inner)
		}
	}
	return list
}

// embedded is the type of an embedded field, nil of another one.
func embedded(f *types.Var) *types.Named {
	t := f.Type()
	if p, ok := t.(*types.Pointer); ok {
		t = p.Elem()
	}
	named, ok := types.Unalias(t).(*types.Named)
	if !ok || !f.Embedded() {
		return nil
	}
	return named
}

// ofStandard reports whether a constant is a number of a standard: those below layers and of pcapng are, but for limits and defaults.
func ofStandard(path, name string) bool {
	return (strings.HasPrefix(path, module+"/layers") || path == module+"/pcapio") && !strings.HasPrefix(name, "Default") && !strings.HasPrefix(name, "Max")
}

// enumerated reports whether a type is one of numbers that has constants in its package.
func enumerated(t types.Type) bool {
	named, ok := types.Unalias(t).(*types.Named)
	if !ok || named.Obj().Pkg() == nil {
		return false
	}
	if b, ok := named.Underlying().(*types.Basic); !ok || b.Info()&types.IsInteger == 0 {
		return false
	}
	scope := named.Obj().Pkg().Scope()
	for _, n := range scope.Names() {
		if c, ok := scope.Lookup(n).(*types.Const); ok && types.Identical(c.Type(), named) {
			return true
		}
	}
	return false
}

// tagged reports whether a type is a layer or a part of one: a struct with tags, or a field type that is its own codec.
func tagged(t *types.Named) bool {
	for m := range t.Methods() {
		if m.Name() == "DecodeField" {
			return true
		}
	}
	s, ok := t.Underlying().(*types.Struct)
	if !ok {
		return false
	}
	for i := range s.NumFields() {
		if strings.Contains(s.Tag(i), `bits:"`) {
			return true
		}
	}
	return false
}

// implemented reports whether a type is an interface that a type of another package implements.
func (u *usage) implemented(t *types.TypeName) bool {
	face, ok := t.Type().Underlying().(*types.Interface)
	if !ok {
		return false
	}
	for _, other := range u.types {
		if other.Obj().Pkg().Path() != t.Pkg().Path() && satisfies(other, face) {
			return true
		}
	}
	return false
}

// implements reports whether a method makes its type implement an interface that others can name, or one that package errors looks for.
func (u *usage) implements(p *packages.Package, n name) bool {
	f, ok := n.object.(*types.Func)
	if !ok || n.owner == nil {
		return false
	}
	switch f.Name() + strings.TrimPrefix(types.TypeString(unnamed(f.Type()), nil), "func") {
	case "Equal(" + types.TypeString(n.owner, nil) + ") bool": // package fuzz and go-cmp call it by its name
		return true
	case "Error() string", "Unwrap() error", "Unwrap() []error", "Is(error) bool":
		return true
	}
	if slices.Contains(words(p), f.Name()) { // a condition in a tag
		return true
	}
	for _, i := range u.having[f.Name()] {
		face := u.interfaces[i]
		if u.private[i] && u.owners[i].Path() == p.PkgPath {
			continue
		}
		if satisfies(n.owner, face) {
			return true
		}
	}
	return false
}

// satisfies reports whether a type, or a pointer to it, has the methods of an interface. They are compared as text: a package that is loaded with its tests has types of its own.
func satisfies(t *types.Named, face *types.Interface) bool {
	for m := range face.Methods() {
		o, _, _ := types.LookupFieldOrMethod(types.NewPointer(t), false, m.Pkg(), m.Name())
		f, ok := o.(*types.Func)
		if !ok || types.TypeString(unnamed(f.Type()), nil) != types.TypeString(unnamed(m.Type()), nil) {
			return false
		}
	}
	return true
}

// words are those of all tags of a package.
func words(p *packages.Package) (all []string) {
	for _, f := range p.Syntax {
		ast.Inspect(f, func(n ast.Node) bool {
			if field, ok := n.(*ast.Field); ok && field.Tag != nil && strings.Contains(field.Tag.Value, "bits:") {
				all = append(all, strings.FieldsFunc(field.Tag.Value, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })...)
			}
			return true
		})
	}
	return all
}
