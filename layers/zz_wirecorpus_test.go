package layers_test

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/fuzz"
	"github.com/wiretag/wiretag/packet"
	"github.com/wiretag/wiretag/pcapio"
)

// TestWireCorpus: generated code and the reflective codec agree on the layers of real packets,
// on those cut short and changed, and encode what was decoded alike.
func TestWireCorpus(t *testing.T) {
	root := os.Getenv("WIRETAG_DATA")
	if root == "" {
		t.Skip("WIRETAG_DATA is not set: no captures to read")
	}
	w := wireCorpus{T: t, by: map[reflect.Type]*fuzz.Subject{}, seen: map[reflect.Type]int{}, perFile: 40, perType: 4000}
	if testing.Short() {
		w.perFile, w.perType = 2, 100
	}
	err := filepath.WalkDir(filepath.Join(root, "corpus", "captures"), func(path string, e fs.DirEntry, err error) error {
		if err == nil && !e.IsDir() && !t.Failed() {
			w.file(path)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for typ := range w.by {
		names = append(names, typ.Name())
	}
	t.Logf("%d layers of %d types: %s", w.layers, len(names), strings.Join(names, " "))
	if len(names) < 10 {
		t.Error("the corpus has more types of layers than these")
	}
}

type wireCorpus struct {
	*testing.T
	by     map[reflect.Type]*fuzz.Subject
	seen   map[reflect.Type]int
	layers int
	// most layers of one type in a capture, and in all captures.
	perFile, perType int
}

func (w *wireCorpus) file(path string) {
	f, err := os.Open(path)
	if err != nil {
		w.Fatal(err)
	}
	defer f.Close()
	r, err := pcapio.NewReader(f)
	if err != nil {
		return // some are damaged on purpose
	}
	here := map[reflect.Type]int{}
	for {
		data, info, err := r.Next()
		if err != nil || err == io.EOF {
			return
		}
		for l := range packet.New(data, info.LinkType).Layers() {
			if l.Type() == nil {
				continue
			}
			typ := l.Type().GoType()
			if here[typ]++; here[typ] > w.perFile || w.seen[typ] > w.perType {
				continue
			}
			w.seen[typ]++
			w.layer(typ, data[l.Offset():])
		}
	}
}

func (w *wireCorpus) layer(typ reflect.Type, data []byte) {
	s := w.by[typ]
	if s == nil {
		t, err := codec.TypeFor(typ)
		if err != nil {
			w.Fatal(err)
		}
		s = &fuzz.Subject{Type: t, Customs: fuzz.BuiltIn()}
		w.by[typ] = s
	}
	w.layers++
	choices := []byte{byte(w.layers), byte(w.layers >> 8), 7, 100, 3, byte(w.layers * 5)}
	v, _, _, _ := s.Decode(data)
	err := errors.Join(s.Input(data), s.Alike(v, nil, choices), s.Input(s.Tampered(data, choices)))
	for range 6 {
		choices[0] += 41
		err = errors.Join(err, s.Input(fuzz.Mutate(fuzz.NewEntropy(choices), data, data)))
	}
	if w.layers%16 == 0 {
		for n := range min(len(data), 200) {
			err = errors.Join(err, s.Input(data[:n:n]))
		}
	}
	if err != nil {
		w.Errorf("%s: %v", typ.Name(), err)
	}
}
