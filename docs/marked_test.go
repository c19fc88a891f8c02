package docs_test

import (
	"bytes"
	"fmt"
	"go/ast"
	"go/format"
	"go/parser"
	"go/token"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// TestMarked compares the code and the outputs in the documents with the examples of this package, and that in README with one of package packet: what stands behind a line such as
// <!-- Example_readFile --> is the body of that function and its output, behind <!-- Telemetry --> that declaration. WIRETAG_UPDATE=1 writes them.
func TestMarked(t *testing.T) {
	for doc, files := range map[string][]string{
		"tutorials.md": {"tutorials_test.go", "tutorials_live_test.go", "tutorials_write_test.go", "tutorials_streams_test.go"},
		"gopacket.md":  {"gopacket_test.go"},
		"../README.md": {"../packet/example_register_test.go"},
	} {
		old, err := os.ReadFile(doc)
		if err != nil {
			t.Fatal(err)
		}
		pieces := map[string]piece{}
		var examples []string
		for _, file := range files {
			for name, p := range piecesOf(t, file) {
				pieces[name] = p
				if strings.HasPrefix(name, "Example") {
					examples = append(examples, name)
				}
			}
		}
		text, used, err := marked(old, pieces)
		if err != nil {
			t.Fatalf("%s: %v", doc, err)
		}
		for _, name := range examples {
			if !slices.Contains(used, name) {
				t.Errorf("%s is not in %s", name, doc)
			}
		}
		if os.Getenv("WIRETAG_UPDATE") != "" {
			if err := os.WriteFile(doc, text, 0o644); err != nil {
				t.Fatal(err)
			}
		} else if !bytes.Equal(text, old) {
			t.Errorf("%s is not up to date: WIRETAG_UPDATE=1 go test ./docs", doc)
		}
	}
}

// piece is what a marker stands for.
type piece struct{ code, output string }

var (
	marker     = regexp.MustCompile(`^<!-- (\w+) -->$`)
	outputLine = regexp.MustCompile(`(?m)^// (Unordered o|O)utput:[ \t]*\n?`)
)

// marked puts the pieces behind their markers, in the place of the blocks of code that follow a marker without anything but empty lines between.
func marked(doc []byte, pieces map[string]piece) (text []byte, used []string, err error) {
	lines := strings.Split(string(doc), "\n")
	var out []string
	for i := 0; i < len(lines); i++ {
		out = append(out, lines[i])
		m := marker.FindStringSubmatch(lines[i])
		if m == nil {
			continue
		}
		p, ok := pieces[m[1]]
		if !ok {
			return nil, nil, fmt.Errorf("line %d: there is no %s", i+1, m[1])
		}
		used = append(used, m[1])
		for at := i + 1; ; {
			for at < len(lines) && lines[at] == "" {
				at++
			}
			if at == len(lines) || lines[at] != "```go" && lines[at] != "```text" {
				break
			}
			for at++; at < len(lines) && lines[at] != "```"; at++ {
			}
			if at == len(lines) {
				return nil, nil, fmt.Errorf("line %d: the block behind it has no end", i+1)
			}
			i, at = at, at+1
		}
		out = append(out, "", "```go", p.code, "```")
		if p.output != "" {
			out = append(out, "", "```text", p.output, "```")
		}
	}
	return []byte(strings.Join(out, "\n")), used, nil
}

// piecesOf returns the examples of a file, without the braces around them, and its other declarations as they are.
func piecesOf(t *testing.T, file string) map[string]piece {
	t.Helper()
	src, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	fset := token.NewFileSet()
	f, err := parser.ParseFile(fset, file, src, parser.ParseComments|parser.SkipObjectResolution)
	if err != nil {
		t.Fatal(err)
	}
	text := func(from, to token.Pos) string {
		return string(src[fset.Position(from).Offset:fset.Position(to).Offset])
	}
	all := map[string]piece{}
	for _, d := range f.Decls {
		switch d := d.(type) {
		case *ast.FuncDecl:
			if !strings.HasPrefix(d.Name.Name, "Example") {
				all[d.Name.Name] = piece{code: text(d.Pos(), d.End())}
				continue
			}
			body := dedent(text(d.Body.Lbrace+1, d.Body.Rbrace))
			code, output := body, ""
			if at := outputLine.FindStringIndex(body); at != nil {
				code, output = body[:at[0]], body[at[1]:]
			}
			all[d.Name.Name] = piece{code: strings.TrimSpace(code), output: uncomment(output)}
		case *ast.GenDecl:
			if s, ok := d.Specs[0].(*ast.TypeSpec); ok {
				all[s.Name.Name] = piece{code: text(d.Pos(), d.End())}
			}
		}
	}
	return all
}

// dedent takes one tab from each line that has one: lines of raw strings may have none.
func dedent(s string) string {
	var b strings.Builder
	for line := range strings.Lines(s) {
		b.WriteString(strings.TrimPrefix(line, "\t"))
	}
	return b.String()
}

// uncomment takes the comment marks from an output.
func uncomment(s string) string {
	var b strings.Builder
	for line := range strings.Lines(s) {
		line = strings.TrimPrefix(line, "//")
		b.WriteString(strings.TrimPrefix(line, " "))
	}
	return strings.TrimSpace(b.String())
}

// TestMarkedMechanism: a marker's block is replaced, written where there is none, and a marker of nothing is an error.
func TestMarkedMechanism(t *testing.T) {
	pieces := map[string]piece{"Example_a": {"a()", "1"}, "B": {code: "type B int"}}
	const want = "x\n<!-- Example_a -->\n\n```go\na()\n```\n\n```text\n1\n```\n\ny\n\n<!-- B -->\n\n```go\ntype B int\n```\n"
	for _, doc := range []string{
		"x\n<!-- Example_a -->\n\ny\n\n<!-- B -->\n",
		"x\n<!-- Example_a -->\n```go\nold\n```\n\n```text\nold\n```\n\ny\n\n<!-- B -->\n\n```go\nold\n```\n",
		want,
	} {
		got, used, err := marked([]byte(doc), pieces)
		if string(got) != want || len(used) != 2 || err != nil {
			t.Errorf("%q becomes\n%s, %v, %v", doc, got, used, err)
		}
	}
	for _, doc := range []string{"<!-- C -->\n", "<!-- B -->\n```go\nwithout an end\n"} {
		if _, _, err := marked([]byte(doc), pieces); err == nil {
			t.Errorf("%q passes", doc)
		}
	}
}

// TestMarkedFormat: what the documents show is formatted Go of lines that fit.
func TestMarkedFormat(t *testing.T) {
	for _, doc := range []string{"tutorials.md", "gopacket.md"} {
		text, err := os.ReadFile(doc)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range regexp.MustCompile("(?s)```go\n(.*?)\n```").FindAllSubmatch(text, -1) {
			if formatted, err := format.Source(m[1]); err != nil || !bytes.Equal(formatted, m[1]) {
				t.Errorf("%s: %v in\n%s", doc, err, m[1])
			}
			for line := range strings.Lines(string(m[1])) {
				if len(strings.ReplaceAll(line, "\t", "    ")) > 130 {
					t.Errorf("%s: a long line: %s", doc, line)
				}
			}
		}
	}
}
