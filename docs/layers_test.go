package docs_test

import (
	"bytes"
	"encoding/hex"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/wiretag/wiretag/capture"
	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/layers"
	"github.com/wiretag/wiretag/packet"
	"github.com/wiretag/wiretag/pcapio"
)

// TestLayers compares layers.md with what the table of layers, their tags and their comments say. WIRETAG_UPDATE=1 writes it.
func TestLayers(t *testing.T) {
	text := new(bytes.Buffer)
	text.WriteString(layersHead)
	sources := sourcesOf(t)
	var family string
	for _, l := range layersOf(t) {
		if f := reflect.TypeOf(l.layer).Elem().PkgPath(); f != family {
			family = f
			fmt.Fprintf(text, "\n## %s\n\n| layer | standard | follows | decides what follows by | file |\n|---|---|---|---|---|\n", strings.TrimPrefix(f, module))
		}
		src, ok := sources[reflect.TypeOf(l.layer).Elem().String()]
		if !ok {
			t.Errorf("%T: its declaration is not found", l.layer)
		}
		fmt.Fprintf(text, "| %s | %s | %s | %s | [%s](../%s) |\n", l.name(), src.standard, l.follows(), l.next(), filepath.Base(src.file), src.file)
	}
	text.WriteString(gopacketHead)
	for _, r := range gopacketRows(t) {
		fmt.Fprintf(text, "| %s | `%s` |\n", r.name, strings.ReplaceAll(r.where, "|", "\\|"))
	}
	if os.Getenv("WIRETAG_UPDATE") != "" {
		if err := os.WriteFile("layers.md", text.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if old, err := os.ReadFile("layers.md"); err != nil || !bytes.Equal(old, text.Bytes()) {
		t.Errorf("layers.md is not up to date (%v): WIRETAG_UPDATE=1 go test ./docs", err)
	}
}

const module = "github.com/wiretag/wiretag/"

const layersHead = `# Layers

What this library decodes and encodes. The name is that of the layer in texts, paths and JSON; the file has its declaration, with all fields. A layer *follows* those that
give one of these numbers in one of these tables: ` + "`ip 6`" + ` is protocol number 6 of whatever carries IP's protocols. What stands behind *decides* are the tables that
its own number is looked for in; "method" means that the layer chooses by more than one field. Layers of a port are also found on other ports where
a guess is safe, see ` + "`layers.Guesses`" + `.

This page is generated from the table of layers, their tags and their comments.
`

const gopacketHead = `
## gopacket's layers

For each type of layer of gopacket v1.7.7, the condition (see ` + "`packet.ParseWhere`" + `) that finds it here.

| gopacket | here |
|---|---|
`

// layer is one row of the page.
type layer struct {
	layer any
	keys  []codec.Key
}

func layersOf(t *testing.T) (all []*layer) {
	t.Helper()
	by := map[reflect.Type]*layer{}
	for r := range layers.Links().Rows {
		typ := reflect.TypeOf(r.Layer)
		if by[typ] == nil {
			by[typ] = &layer{layer: r.Layer}
			all = append(all, by[typ])
		}
		by[typ].keys = append(by[typ].keys, codec.Key{Table: r.Table, Value: r.Key})
	}
	slices.SortFunc(all, func(a, b *layer) int {
		x, y := reflect.TypeOf(a.layer).Elem(), reflect.TypeOf(b.layer).Elem()
		return strings.Compare(x.PkgPath()+"."+x.Name(), y.PkgPath()+"."+y.Name())
	})
	return all
}

func (l *layer) name() string {
	if n, ok := reflect.New(reflect.TypeOf(l.layer).Elem()).Interface().(interface{ LayerName() string }); ok {
		return n.LayerName()
	}
	return reflect.TypeOf(l.layer).Elem().Name()
}

// follows are its numbers, by table; runs of numbers are joined, and of many the first are given.
func (l *layer) follows() string {
	const most = 6
	by := map[string][]uint64{}
	var tables []string
	for _, k := range l.keys {
		if by[k.Table] == nil {
			tables = append(tables, k.Table)
		}
		by[k.Table] = append(by[k.Table], k.Value)
	}
	var out []string
	for _, table := range tables {
		numbers := by[table]
		slices.Sort(numbers)
		numbers = slices.Compact(numbers)
		var runs []string
		for i := 0; i < len(numbers); {
			j := i
			for j+1 < len(numbers) && numbers[j+1] == numbers[j]+1 {
				j++
			}
			run := number(table, numbers[i])
			if j > i {
				run += "–" + number(table, numbers[j])
			}
			runs = append(runs, run)
			i = j + 1
		}
		if len(runs) > most {
			runs = append(runs[:most], fmt.Sprintf("and %d more", len(runs)-most))
		}
		out = append(out, table+" "+strings.Join(runs, ", "))
	}
	return strings.Join(out, "; ")
}

func number(table string, n uint64) string {
	if table == "ethertype" || table == "snap" || table == "llc" || n > 1<<16 {
		return fmt.Sprintf("0x%04x", n)
	}
	return strconv.FormatUint(n, 10)
}

// next are the tables that its fields name, and whether a method chooses.
func (l *layer) next() string {
	var out []string
	typ := reflect.TypeOf(l.layer)
	if s, err := codec.TypeFor(typ.Elem()); err == nil {
		for _, f := range s.Schema().Fields {
			if f.Next != "" {
				out = append(out, f.Next+" by "+f.Name)
			}
		}
	}
	if _, ok := typ.MethodByName("NextLayer"); ok {
		out = append(out, "method")
	}
	return strings.Join(out, ", ")
}

// source is where a type is declared.
type source struct{ file, standard string }

// standards are what comments name.
var standards = regexp.MustCompile(`LINKTYPE_[A-Z\d_]+|RFC \d+|IEEE (Std )?[\d.]+[\da-zA-Z]*|(ITU-T|ITU) [A-Z][.\d]+|3GPP TS \d\d\.\d+|ISO(/IEC)? [\d-]+|ECMA-\d+|draft-[a-z0-9-]+|DSP ?\d+|DMTF|PROFINET|ODVA|ANSI [\w.]+|IEC [\d-]+`)

// sourcesOf reads the declarations of all packages of layers.
func sourcesOf(t *testing.T) map[string]source {
	t.Helper()
	all := map[string]source{}
	err := filepath.WalkDir("../layers", func(path string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") || e.Name() == "zz_wire.go" {
			return err
		}
		f, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.ParseComments)
		if err != nil {
			return err
		}
		for _, d := range f.Decls {
			g, ok := d.(*ast.GenDecl)
			if !ok || g.Tok != token.TYPE {
				continue
			}
			for _, s := range g.Specs {
				s := s.(*ast.TypeSpec)
				doc := g.Doc.Text() + s.Doc.Text()
				found := standards.FindAllString(strings.ReplaceAll(doc, "\n", " "), -1)
				if len(found) == 0 && f.Doc != nil {
					found = standards.FindAllString(strings.ReplaceAll(f.Doc.Text(), "\n", " "), 2)
				}
				if found = slices.Compact(found); len(found) > 3 {
					found = found[:3]
				}
				all[f.Name.Name+"."+s.Name.Name] = source{file: filepath.ToSlash(strings.TrimPrefix(path, "../")), standard: strings.Join(found, ", ")}
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// gopacketRow is a line of gopacket.txt.
type gopacketRow struct{ name, where string }

func gopacketRows(t *testing.T) (rows []gopacketRow) {
	t.Helper()
	text, err := os.ReadFile("gopacket.txt")
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(text)) {
		if name, where, ok := strings.Cut(strings.TrimSpace(line), "\t"); ok && name[0] != '#' {
			rows = append(rows, gopacketRow{name, where})
		}
	}
	return rows
}

// TestGopacketLayers finds, for each layer that gopacket has, a packet of a program or one that tshark reads as it is meant, and decodes and encodes it.
func TestGopacketLayers(t *testing.T) {
	rows := gopacketRows(t)
	conditions := make([]*packet.Where, len(rows))
	for i, r := range rows {
		var err error
		if conditions[i], err = packet.ParseWhere(r.where); err != nil {
			t.Fatalf("%s: %v", r.name, err)
		}
	}
	found := make([]int, len(rows))
	try := func(what string, link capture.LinkType, data []byte) {
		p := packet.New(data, link)
		for i, c := range conditions {
			if !c.Match(p) {
				continue
			}
			out, err := p.Append(nil, codec.Encoder{})
			if err != nil || !bytes.Equal(out, data) {
				t.Errorf("%s, %s: %x is encoded as\n%x, %v", what, rows[i].name, data, out, err)
				continue
			}
			found[i]++
		}
	}
	captures, err := filepath.Glob("../testdata/*.pcap*")
	if err != nil || len(captures) < 20 {
		t.Fatal(len(captures), err)
	}
	for _, name := range captures {
		f, err := pcapio.Open(name)
		if err != nil {
			t.Fatal(err)
		}
		for {
			data, info, err := f.Next()
			if err != nil {
				break // TestCaptures of the commands looks at errors
			}
			try(name, info.LinkType, data)
		}
		f.Close()
	}
	real := slices.Clone(found)
	stacks, _ := filepath.Glob("../layers/*/testdata/stacks.txt")
	for _, name := range append(stacks, "../layers/testdata/stacks.txt") {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for line := range strings.Lines(string(text)) {
			f := strings.Fields(line)
			if len(f) < 4 || line[0] == '#' || strings.Contains(f[2], "malformed") {
				continue
			}
			link, err1 := strconv.Atoi(f[1])
			data, err2 := hex.DecodeString(f[3])
			if err1 != nil || err2 != nil {
				t.Fatalf("%s: %q", name, line)
			}
			try(name+" "+f[0], capture.LinkType(link), data)
		}
	}
	programs := 0
	for i, r := range rows {
		if found[i] == 0 {
			t.Errorf("%s: there is no packet for %s", r.name, r.where)
		}
		if real[i] > 0 {
			programs++
		}
	}
	t.Logf("%d rows, %d of them in captures of programs", len(rows), programs)
}
