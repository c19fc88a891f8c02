package docs_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// exported are the exported names of packages: "packet.View", and "View.Decode" for methods, fields and methods of interfaces.
type exported struct {
	names, members map[string]bool
	embeds         map[string][]string // types inside types, with their package
}

// read adds the packages below a folder.
func (x *exported) read(t *testing.T, root string) {
	t.Helper()
	err := filepath.WalkDir(root, func(path string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() && (e.Name() == "testdata" || e.Name() == "internal" || e.Name() == "examples") {
			return fs.SkipDir
		}
		if e.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return nil
		}
		f, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		for _, d := range f.Decls {
			x.decl(f.Name.Name, d)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func (x *exported) decl(pkg string, d ast.Decl) {
	switch d := d.(type) {
	case *ast.FuncDecl:
		if d.Recv == nil {
			x.names[pkg+"."+d.Name.Name] = true
			return
		}
		x.members[pkg+"."+base(d.Recv.List[0].Type)+"."+d.Name.Name] = true
	case *ast.GenDecl:
		for _, s := range d.Specs {
			switch s := s.(type) {
			case *ast.ValueSpec:
				for _, n := range s.Names {
					x.names[pkg+"."+n.Name] = true
				}
			case *ast.TypeSpec:
				name := pkg + "." + s.Name.Name
				x.names[name] = true
				var fields *ast.FieldList
				switch u := s.Type.(type) {
				case *ast.StructType:
					fields = u.Fields
				case *ast.InterfaceType:
					fields = u.Methods
				default:
					if s.Assign.IsValid() {
						x.embeds[name] = append(x.embeds[name], pkg+"."+base(s.Type))
					}
					continue
				}
				for _, f := range fields.List {
					for _, n := range f.Names {
						x.members[name+"."+n.Name] = true
					}
					if len(f.Names) == 0 {
						x.embeds[name] = append(x.embeds[name], pkg+"."+base(f.Type))
						x.members[name+"."+base(f.Type)] = true
					}
				}
			}
		}
	}
}

// base is the name of a type, without pointers, parameters and packages.
func base(e ast.Expr) string {
	switch e := e.(type) {
	case *ast.StarExpr:
		return base(e.X)
	case *ast.IndexExpr:
		return base(e.X)
	case *ast.SelectorExpr:
		return e.Sel.Name
	case *ast.Ident:
		return e.Name
	}
	return ""
}

// member reports whether a type of any package has a member, its own or that of a type inside.
func (x *exported) member(typ, name string) bool {
	for full := range x.names {
		if strings.HasSuffix(full, "."+typ) && x.has(full, name, 0) {
			return true
		}
	}
	return false
}

func (x *exported) has(full, name string, depth int) bool {
	if x.members[full+"."+name] {
		return true
	}
	for _, inside := range x.embeds[full] {
		if depth < 4 && x.has(inside, name, depth+1) {
			return true
		}
	}
	return false
}

var (
	span     = regexp.MustCompile("`[^`]+`")
	fences   = regexp.MustCompile("(?s)```.*?```")
	ofPkg    = regexp.MustCompile(`\b([a-z][a-z0-9]*)\.([A-Z]\w*)`)
	ofType   = regexp.MustCompile(`(?:^|[^\w.])([A-Z]\w*)\.([A-Z]\w*)`)
	freeName = regexp.MustCompile("^`([A-Z]\\w+)(?:\\(.*\\))?`$")
	quoted   = regexp.MustCompile(`"[^"]*"|'[^']*'`)
)

// missing are the names in the code spans of a text that are nowhere. pkgs are the packages whose names are looked up.
func (x *exported) missing(text string, free bool) (out []string) {
	pkgs := map[string]bool{}
	for n := range x.names {
		p, _, _ := strings.Cut(n, ".")
		pkgs[p] = true
	}
	for _, s := range span.FindAllString(text, -1) {
		s = quoted.ReplaceAllString(s, `""`)
		for _, m := range ofPkg.FindAllStringSubmatch(s, -1) {
			if pkgs[m[1]] && !x.names[m[1]+"."+m[2]] {
				out = append(out, m[0])
			}
		}
		for _, m := range ofType.FindAllStringSubmatch(s, -1) {
			if !x.member(m[1], m[2]) {
				out = append(out, m[1]+"."+m[2])
			}
		}
		if m := freeName.FindStringSubmatch(s); free && m != nil && !x.anywhere(m[1]) {
			out = append(out, m[1])
		}
	}
	return out
}

// anywhere reports whether a name is that of anything.
func (x *exported) anywhere(name string) bool {
	for _, set := range []map[string]bool{x.names, x.members} {
		for full := range set {
			if strings.HasSuffix(full, "."+name) {
				return true
			}
		}
	}
	return false
}

func newExported() *exported {
	return &exported{map[string]bool{}, map[string]bool{}, map[string][]string{}}
}

var ourPackages = []string{"bpf", "capture", "codec", "flow", "fuzz", "layers", "names", "packet", "pcapio", "reassembly", "tags"}

// TestNames: what the documents name is there.
func TestNames(t *testing.T) {
	x := newExported()
	for _, dir := range ourPackages {
		x.read(t, "../"+dir)
	}
	for _, doc := range []string{"tutorials.md", "../SECURITY.md", "../README.md"} {
		text, err := os.ReadFile(doc)
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range x.missing(fences.ReplaceAllString(string(text), ""), false) {
			t.Errorf("%s: there is no %s", doc, name)
		}
	}
	for _, row := range gopacketTable(t) {
		for _, name := range x.missing(row[1], true) {
			t.Errorf("gopacket.md, %s: there is no %s", row[0], name)
		}
	}
}

// gopacketTable are the two first cells of the rows of gopacket.md.
func gopacketTable(t *testing.T) (rows [][2]string) {
	t.Helper()
	text, err := os.ReadFile("gopacket.md")
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(fences.ReplaceAllString(string(text), "")) {
		if c := strings.Split(strings.ReplaceAll(line, `\|`, ""), "|"); len(c) > 3 && !strings.HasPrefix(c[1], "-") && c[1] != " gopacket " {
			rows = append(rows, [2]string{c[1], c[2]})
		}
	}
	if len(rows) < 80 {
		t.Fatalf("only %d rows", len(rows))
	}
	return rows
}

// TestGopacketNames looks gopacket's names up in its source, where that has been downloaded (bench/go.mod needs it).
func TestGopacketNames(t *testing.T) {
	cache, err := exec.Command("go", "env", "GOMODCACHE").Output()
	if err != nil {
		t.Fatalf("go env: %v", err)
	}
	root := filepath.Join(strings.TrimSpace(string(cache)), "github.com", "gopacket", "gopacket@v1.7.7")
	if _, err := os.Stat(root); err != nil {
		t.Skipf("gopacket v1.7.7 is not in the module cache: go -C bench mod download")
	}
	x := newExported()
	x.read(t, root)
	for _, row := range gopacketTable(t) {
		for _, name := range x.missing(row[0], true) {
			t.Errorf("gopacket has no %s (%s)", name, row[0])
		}
	}
	for _, dir := range ourPackages {
		x.read(t, "../"+dir)
	}
	text, err := os.ReadFile("gopacket.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range x.missing(fences.ReplaceAllString(string(text), ""), false) {
		t.Errorf("gopacket.md: there is no %s here, and none there", name)
	}
}
