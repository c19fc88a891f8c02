package main

import (
	"errors"
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"golang.org/x/tools/go/packages"
)

// checkUnused prints what is exported and used by nobody outside of its package, and returns an error if there is anything.
func checkUnused(root string) error {
	found, checked, err := findUnused(root)
	if err != nil {
		return err
	}
	for _, f := range found {
		fmt.Println("used by nobody:", f)
	}
	fmt.Printf("%d exported names outside of the classes that are left out, %d of them unused\n", checked, len(found))
	if len(found) > 0 {
		return errors.New("what nobody uses is not exported, or has an external test that checks what it does")
	}
	return nil
}

// findUnused finds what is exported and used by nobody outside of its package: no other package, no command, no example, no external test, no development tool.
//
// Some classes are left out. Structs with tags, field types that are their own codec, and the fields of both are those of a protocol, a named number with constants is one of its enumerations, and so
// are the constants below layers and in pcapio: they are there because the standard has them. A type is used where something that is used, or left out, is
// declared with it, and an interface where a type of another package implements it. A method is used where its type has to have it to implement an
// interface that others can name.
func findUnused(root string) (found []string, checked int, err error) {
	pkgs, err := load(root, true, "./...")
	if err != nil {
		return nil, 0, err
	}
	u := usage{uses: map[token.Position]bool{}, seen: map[string]bool{}, having: map[string][]int{}}
	for _, p := range pkgs {
		u.collect(p)
	}
	if err := u.tools(filepath.Join(root, "tools")); err != nil {
		return nil, 0, err
	}
	for _, p := range pkgs {
		in, ok := public(p.PkgPath)
		if !ok || p.Name == "main" || p.ForTest != "" || strings.HasSuffix(p.ID, ".test") {
			continue
		}
		names := exported(p.Types)
		checked += len(names)
		for _, n := range u.unused(p, names) {
			found = append(found, in+"."+n.name)
		}
	}
	slices.Sort(found)
	return found, checked, nil
}

// tools notes what the development tools use, which are a module of their own, if there are any.
func (u *usage) tools(dir string) error {
	if _, err := os.Stat(filepath.Join(dir, "go.mod")); err != nil {
		return nil
	}
	listed, err := packages.Load(&packages.Config{Mode: packages.NeedName | packages.NeedImports, Dir: dir}, "./...")
	if err != nil {
		return err
	}
	patterns := []string{"./..."}
	for _, p := range listed { // what they import is read again, for its positions
		for path := range p.Imports {
			if _, ok := public(path); ok && !slices.Contains(patterns, path) {
				patterns = append(patterns, path)
			}
		}
	}
	pkgs, err := load(dir, false, patterns...)
	for _, p := range pkgs {
		if strings.HasPrefix(p.PkgPath, module+"/tools/") {
			u.collect(p)
		}
	}
	return err
}

// usage is what is used by others.
type usage struct {
	uses       map[token.Position]bool // of declarations
	seen       map[string]bool         // packages whose interfaces are known
	types      []*types.Named          // of all packages
	interfaces []*types.Interface      // the same
	owners     []*types.Package        // of these
	private    []bool                  // they have no exported name
	having     map[string][]int        // by the names of their methods
}

// collect notes what a package uses of others. Positions tell declarations apart: a package and the variant of it that its tests see have the same.
func (u *usage) collect(p *packages.Package) {
	for _, o := range p.TypesInfo.Uses {
		if o.Pkg() != nil && path(o.Pkg()) != path(p.Types) {
			u.uses[p.Fset.Position(origin(o).Pos())] = true
		}
	}
	for _, s := range p.TypesInfo.Selections { // the fields on the way to a promoted one
		u.embedded(p, s)
	}
	var walk func(*types.Package)
	walk = func(q *types.Package) {
		if u.seen[q.Path()] && q != p.Types {
			return
		}
		u.seen[q.Path()] = true
		for _, name := range q.Scope().Names() {
			if t, ok := q.Scope().Lookup(name).(*types.TypeName); ok {
				if i, ok := t.Type().Underlying().(*types.Interface); ok && i.NumMethods() > 0 {
					u.add(i, q, !t.Exported())
				} else if named, ok := t.Type().(*types.Named); ok {
					u.types = append(u.types, named)
				}
			}
		}
		for _, r := range q.Imports() {
			walk(r)
		}
	}
	walk(p.Types)
	for _, f := range p.Syntax { // interfaces without a name
		ast.Inspect(f, func(n ast.Node) bool {
			if e, ok := n.(*ast.InterfaceType); ok {
				if i, ok := p.TypesInfo.TypeOf(e).(*types.Interface); ok && i.NumMethods() > 0 {
					u.add(i, p.Types, true)
				}
			}
			return true
		})
	}
}

func (u *usage) add(i *types.Interface, owner *types.Package, private bool) {
	for m := range i.Methods() {
		u.having[m.Name()] = append(u.having[m.Name()], len(u.interfaces))
	}
	u.interfaces, u.owners, u.private = append(u.interfaces, i), append(u.owners, owner), append(u.private, private)
}

// embedded notes the embedded fields through which a selection goes.
func (u *usage) embedded(p *packages.Package, s *types.Selection) {
	t := s.Recv()
	for _, i := range s.Index()[:len(s.Index())-1] {
		if ptr, ok := t.Underlying().(*types.Pointer); ok {
			t = ptr.Elem()
		}
		st, ok := t.Underlying().(*types.Struct)
		if !ok {
			return
		}
		f := st.Field(i)
		if f.Pkg() != nil && path(f.Pkg()) != path(p.Types) {
			u.uses[p.Fset.Position(f.Origin().Pos())] = true
		}
		t = f.Type()
	}
}

// path is that of a package without the mark of a test's variant. An external test is another package.
func path(p *types.Package) string { return p.Path() }

// origin is the declaration of what may belong to an instance of a generic type.
func origin(o types.Object) types.Object {
	switch o := o.(type) {
	case *types.Func:
		return o.Origin()
	case *types.Var:
		return o.Origin()
	}
	return o
}

func (u *usage) used(p *packages.Package, o types.Object) bool {
	return u.uses[p.Fset.Position(o.Pos())]
}

// unused are those of the names that nobody uses.
func (u *usage) unused(p *packages.Package, names []name) (list []name) {
	refers := map[*types.TypeName]bool{} // by what is used, or left out
	for _, n := range p.Types.Scope().Names() {
		if t, ok := p.Types.Scope().Lookup(n).(*types.TypeName); ok && t.Exported() {
			if named, ok := t.Type().(*types.Named); ok && tagged(named) {
				mention(named.Underlying(), refers)
			}
		}
	}
	var kinds []name
	for _, n := range names {
		switch t, isType := n.object.(*types.TypeName); {
		case isType && !u.used(p, t):
			kinds = append(kinds, n)
		case isType:
		case u.used(p, n.object) || u.implements(p, n):
			mention(n.object.Type(), refers)
		default:
			list = append(list, n)
		}
	}
	for _, n := range kinds {
		if t := n.object.(*types.TypeName); !refers[t] && !u.implemented(t) {
			list = append(list, n)
		}
	}
	return list
}

// mention notes the types that a declaration names.
func mention(t types.Type, in map[*types.TypeName]bool) {
	switch t := types.Unalias(t).(type) {
	case *types.Named:
		in[t.Obj()] = true
		for a := range t.TypeArgs().Types() {
			mention(a, in)
		}
	case *types.Pointer:
		mention(t.Elem(), in)
	case *types.Slice:
		mention(t.Elem(), in)
	case *types.Array:
		mention(t.Elem(), in)
	case *types.Map:
		mention(t.Key(), in)
		mention(t.Elem(), in)
	case *types.Chan:
		mention(t.Elem(), in)
	case *types.Struct:
		for f := range t.Fields() {
			mention(f.Type(), in)
		}
	case *types.Signature:
		if t.Recv() != nil {
			mention(t.Recv().Type(), in)
		}
		for _, list := range []*types.Tuple{t.Params(), t.Results()} {
			for v := range list.Variables() {
				mention(v.Type(), in)
			}
		}
	}
}
