package main

import (
	"fmt"
	"go/types"
	"slices"
	"strings"

	"golang.org/x/tools/go/types/typeutil"
)

// list lists what each package exports.
func list(root string) (listing, error) {
	pkgs, err := load(root, false, "./...")
	if err != nil {
		return nil, err
	}
	l := listing{}
	for _, p := range pkgs {
		in, ok := public(p.PkgPath)
		if !ok || p.Name == "main" {
			continue
		}
		w := writer{pkg: p.Types}
		for _, name := range p.Types.Scope().Names() {
			if o := p.Types.Scope().Lookup(name); o.Exported() {
				w.object(o)
			}
		}
		if len(w.lines) > 0 {
			l[in] = slices.Compact(slices.Sorted(slices.Values(w.lines)))
		}
	}
	return l, nil
}

// writer collects the lines of a package.
type writer struct {
	pkg   *types.Package
	lines []string
}

func (w *writer) add(format string, args ...any) {
	w.lines = append(w.lines, fmt.Sprintf(format, args...))
}

// text is a type, without the names of parameters.
func (w *writer) text(t types.Type) string {
	return types.TypeString(unnamed(t), func(p *types.Package) string {
		if p == w.pkg {
			return ""
		}
		if in, ok := public(p.Path()); ok {
			return in
		}
		return p.Path()
	})
}

// unnamed leaves out the names of a function's parameters, which are of no matter to its callers.
func unnamed(t types.Type) types.Type {
	s, ok := t.(*types.Signature)
	if !ok {
		return t
	}
	return types.NewSignatureType(nil, nil, nil, plain(s.Params()), plain(s.Results()), s.Variadic())
}

func plain(list *types.Tuple) *types.Tuple {
	var vars []*types.Var
	for v := range list.Variables() {
		vars = append(vars, types.NewParam(v.Pos(), v.Pkg(), "", unnamed(v.Type())))
	}
	return types.NewTuple(vars...)
}

// signature is a function behind its name.
func (w *writer) signature(s *types.Signature) string {
	return w.parameters(s.TypeParams()) + strings.TrimPrefix(w.text(s), "func")
}

// parameters are those of types.
func (w *writer) parameters(list *types.TypeParamList) string {
	var all []string
	for p := range list.TypeParams() {
		all = append(all, p.Obj().Name()+" "+w.text(p.Constraint()))
	}
	if len(all) == 0 {
		return ""
	}
	return "[" + strings.Join(all, ", ") + "]"
}

func (w *writer) object(o types.Object) {
	switch o := o.(type) {
	case *types.Const:
		w.add("const %s %s = %s", o.Name(), w.text(o.Type()), o.Val().ExactString())
	case *types.Var:
		w.add("var %s %s", o.Name(), w.text(o.Type()))
	case *types.Func:
		w.add("func %s%s", o.Name(), w.signature(o.Signature()))
	case *types.TypeName:
		if o.IsAlias() {
			w.add("type %s = %s", o.Name(), w.text(types.Unalias(o.Type())))
			return
		}
		w.named(o, o.Type().(*types.Named))
	}
}

// named writes a type, its fields and its methods.
func (w *writer) named(o *types.TypeName, t *types.Named) {
	name := o.Name() + w.parameters(t.TypeParams())
	comparable := ""
	if types.Comparable(t) {
		comparable = ", comparable"
	}
	switch u := t.Underlying().(type) {
	case *types.Interface:
		w.add("type %s interface { %s }", name, w.methods(u))
		return
	case *types.Struct:
		w.add("type %s struct%s", name, comparable)
		for f := range u.Fields() {
			if f.Exported() {
				embedded := ""
				if f.Embedded() {
					embedded = ", embedded"
				}
				w.add("type %s struct, %s %s%s", o.Name(), f.Name(), w.text(f.Type()), embedded)
			}
		}
	default:
		w.add("type %s %s%s", name, w.text(u), comparable)
	}
	for _, m := range typeutil.IntuitiveMethodSet(t, nil) {
		if f := m.Obj(); f.Exported() {
			receiver := o.Name()
			if _, ok := m.Recv().(*types.Pointer); ok {
				receiver = "*" + receiver
			}
			w.add("method (%s) %s%s", receiver, f.Name(), w.signature(f.(*types.Func).Signature()))
		}
	}
}

// methods are all of an interface, in one line. An interface with unexported ones cannot be implemented by others.
func (w *writer) methods(u *types.Interface) string {
	var all []string
	closed := false
	for f := range u.Methods() {
		if !f.Exported() {
			closed = true
			continue
		}
		all = append(all, f.Name()+w.signature(f.Signature()))
	}
	if closed {
		all = append(all, "unexported methods")
	}
	if !u.IsMethodSet() {
		all = append(all, w.text(u))
	}
	return strings.Join(all, "; ")
}
