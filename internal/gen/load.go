package gen

import (
	"bytes"
	_ "embed" // the probe
	"encoding/json"
	"errors"
	"fmt"
	"go/ast"
	"go/build"
	"go/parser"
	"go/token"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
)

// probe is a test that writes what package tags says of the types. It runs inside
// the package, so that it sees unexported types and the main package too.
//
//go:embed probe.go.txt
var probe string

const probeFile = "zz_taggen_probe_test.go"

// Load reads the package in dir. Types are the struct types to look at, all
// tagged ones if there are none. The file out, which is to be generated, counts
// as absent, so that it may be out of date.
func Load(dir, out string, types []string) (*Package, error) {
	dir, err := filepath.Abs(dir)
	if err != nil {
		return nil, err
	}
	found, err := scan(dir, out)
	if err != nil {
		return nil, err
	}
	for _, t := range types {
		if !slices.Contains(found.structs, t) {
			return nil, fmt.Errorf("%s: no struct type %s with bits tags", dir, t)
		}
	}
	if len(types) > 0 {
		found.structs = types
	}
	if len(found.structs) == 0 {
		return nil, fmt.Errorf("%s: no struct type with bits tags", dir)
	}
	text, err := found.run(dir)
	if err != nil {
		return nil, err
	}
	p := &Package{}
	if err := json.Unmarshal(text, p); err != nil {
		return nil, err
	}
	p.Name, p.Taken = found.name, found.names
	return p, p.Resolve()
}

// source is what the files of a package say.
type source struct {
	name    string
	structs []string // in the order of their names
	names   []string
	defined map[string]string // type names that are defined as another type of the package
	hide    []string          // files that the probe does without
}

func scan(dir, out string) (*source, error) {
	pkg, err := build.ImportDir(dir, 0)
	if err != nil {
		return nil, err
	}
	s := &source{name: pkg.Name, defined: map[string]string{}, hide: slices.Concat(pkg.TestGoFiles, pkg.XTestGoFiles)}
	files := token.NewFileSet()
	for _, name := range pkg.GoFiles {
		if name == filepath.Base(out) {
			s.hide = append(s.hide, name)
			continue
		}
		f, err := parser.ParseFile(files, filepath.Join(dir, name), nil, parser.SkipObjectResolution)
		if err != nil {
			return nil, err
		}
		for _, d := range f.Decls {
			s.decl(d)
		}
	}
	for changed := true; changed; {
		changed = false
		for name, of := range s.defined {
			if slices.Contains(s.structs, of) {
				s.structs = append(s.structs, name)
				delete(s.defined, name)
				changed = true
			}
		}
	}
	slices.Sort(s.structs)
	return s, nil
}

func (s *source) decl(d ast.Decl) {
	switch d := d.(type) {
	case *ast.FuncDecl:
		if d.Recv == nil {
			s.names = append(s.names, d.Name.Name)
		}
	case *ast.GenDecl:
		for _, spec := range d.Specs {
			switch spec := spec.(type) {
			case *ast.ValueSpec:
				for _, n := range spec.Names {
					s.names = append(s.names, n.Name)
				}
			case *ast.TypeSpec:
				s.names = append(s.names, spec.Name.Name)
				s.define(spec)
			}
		}
	}
}

func (s *source) define(spec *ast.TypeSpec) {
	if spec.TypeParams != nil || spec.Assign.IsValid() {
		return
	}
	if tagged(spec.Type) {
		s.structs = append(s.structs, spec.Name.Name)
	} else if of, ok := spec.Type.(*ast.Ident); ok {
		s.defined[spec.Name.Name] = of.Name
	}
}

// tagged reports whether a type is a struct with a bits tag.
func tagged(t ast.Expr) bool {
	x, ok := t.(*ast.StructType)
	return ok && slices.ContainsFunc(x.Fields.List, func(f *ast.Field) bool {
		return f.Tag != nil && strings.Contains(f.Tag.Value, `bits:"`)
	})
}

// run runs the probe in the package and returns what it wrote.
func (s *source) run(dir string) ([]byte, error) {
	tmp, err := os.MkdirTemp("", "taggen")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(tmp)
	var types strings.Builder
	for i, t := range s.structs {
		if i > 0 {
			types.WriteString(", ")
		}
		fmt.Fprintf(&types, "taggenReflect.TypeFor[%s]()", t)
	}
	text := strings.Replace(probe, "PACKAGE", s.name, 1)
	text = strings.Replace(text, "TYPES", types.String(), 1)
	file := filepath.Join(tmp, probeFile)
	replace := map[string]string{filepath.Join(dir, probeFile): file}
	for _, name := range s.hide {
		replace[filepath.Join(dir, name)] = ""
	}
	overlay, err := json.Marshal(map[string]any{"Replace": replace})
	if err != nil {
		return nil, err
	}
	list := filepath.Join(tmp, "overlay.json")
	result := filepath.Join(tmp, "result.json")
	if err := errors.Join(os.WriteFile(file, []byte(text), 0o600), os.WriteFile(list, overlay, 0o600)); err != nil {
		return nil, err
	}
	cmd := exec.Command("go", "test", "-overlay="+list, "-vet=off", "-count=1", "-run=^TestTaggenProbe$", ".")
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "TAGGEN_OUT="+result)
	if log, err := cmd.CombinedOutput(); err != nil {
		return nil, fmt.Errorf("%s: %w\n%s", dir, err, bytes.TrimSpace(log))
	}
	return os.ReadFile(result)
}
