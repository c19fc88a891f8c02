package main

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// library writes a module that has the name of the library.
func library(t *testing.T, files map[string]string) string {
	t.Helper()
	root := t.TempDir()
	files["go.mod"] = "module " + module + "\n\ngo 1.26\n"
	for name, text := range files {
		file := filepath.Join(root, name)
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return root
}

const before = `package a
type T struct { F int; g int }
func (t *T) M(x int) error { return nil }
type I interface { M(int) error }
const C = 3
func Get[V any](v V) (*V, bool) { return &v, true }
`

// TestChanges: what breaks a user is a line that has gone, what is new is not.
func TestChanges(t *testing.T) {
	old, err := list(library(t, map[string]string{"a/a.go": before}))
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ name, from, to, gone, added string }{
		{"same", "", "", "", ""},
		{"names of parameters", "M(x int)", "M(number int)", "", ""},
		{"field", "F int;", "F int; H string;", "", "type T struct, H string"},
		{"type of a field", "F int;", "F uint;", "type T struct, F int", "type T struct, F uint"},
		{"not comparable", "g int", "g []int", "type T struct, comparable", "type T struct"},
		{"method", "M(x int) error {", "N(x int) error {", "method (*T) M(int) error", "method (*T) N(int) error"},
		{"receiver", "(t *T)", "(t T)", "method (*T) M(int) error", "method (T) M(int) error"},
		{"interface", "I interface { M", "I interface { N(); M", "type I interface { M(int) error }", "type I interface { M(int) error; N() }"},
		{"constant", "C = 3", "C = 4", "const C untyped int = 3", "const C untyped int = 4"},
		{"generic", "Get[V any]", "Get[V comparable]", "func Get[V any](V) (*V, bool)", "func Get[V comparable](V) (*V, bool)"},
	} {
		now, err := list(library(t, map[string]string{"a/a.go": strings.Replace(before, c.from, c.to, 1)}))
		if err != nil {
			t.Fatal(err)
		}
		gone, added := strings.Join(missing(old, now), "|"), strings.Join(missing(now, old), "|")
		if gone != prefixed(c.gone) || added != prefixed(c.added) {
			t.Errorf("%s: gone %q, new %q", c.name, gone, added)
		}
	}
}

func prefixed(s string) string {
	if s == "" {
		return ""
	}
	return "a: " + s
}

// TestBaseline: what was written is read again, and replaces what was there.
func TestBaseline(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "api")
	want := listing{"a/b": {"const C untyped int = 3", "func F()"}}
	for _, l := range []listing{{"c": {"func G()"}}, want} {
		if err := save(dir, l); err != nil {
			t.Fatal(err)
		}
	}
	got, err := read(dir)
	if err != nil || len(got) != 1 || !slices.Equal(got["a/b"], want["a/b"]) {
		t.Errorf("%v, %v", got, err)
	}
}

// TestUnused: what counts is use by another package, by an external test, or by an interface.
func TestUnused(t *testing.T) {
	root := library(t, map[string]string{
		"a/a.go": `package a
func Inside() { inside() }
func inside() { Nobody() }
func Nobody() {}
func Elsewhere() Result { return Result{} }
func Tested() {}
func ByTool() {}
type Result struct { Set int; Unset int; part }
type part struct{}
func (part) Promoted() {}
func (part) Asked() Result { return Result{} }
func (Result) String() string { return "" }
func (Result) Quiet() {}
type Lost struct{}
type Layer struct { F int ` + "`bits:\"8,if=Odd\"`" + ` }
func (Layer) Odd() bool { return true }
type Number uint8
const One Number = 1
const Loose = 1
`,
		"a/in_test.go":    "package a\nfunc init() { Inside() }\n",
		"a/out_test.go":   "package a_test\nimport \"" + module + "/a\"\ntype asker interface { Asked() a.Result }\nfunc init() { a.Tested() }\n",
		"tools/go.mod":    "module " + module + "/tools\n\ngo 1.26\n\nrequire " + module + " v0.0.0\n\nreplace " + module + " => ../\n",
		"tools/d/d.go":    "package main\nimport \"" + module + "/a\"\nfunc main() { a.ByTool() }\n",
		"cmd/b/b.go":      "package main\nimport (\"fmt\"; \"" + module + "/a\")\nfunc main() { r := a.Elsewhere(); r.Set = 1; fmt.Println(r) }\n",
		"internal/c/c.go": "package c\nfunc Own() {}\n",
	})
	got, checked, err := findUnused(root)
	if want := []string{"a.Inside", "a.Loose", "a.Lost", "a.Nobody", "a.Result.Promoted", "a.Result.Quiet", "a.Result.Unset"}; err != nil || checked != 15 || !slices.Equal(got, want) {
		t.Errorf("%q of %d, %v; want %q", got, checked, err, want)
	}
	if err := checkUnused(root); err == nil {
		t.Error("no error")
	}
}
