package example

import (
	"errors"
	"math/rand/v2"
	"os"
	"path/filepath"
	"reflect"
	"testing"

	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/fuzz"
	"github.com/wiretag/wiretag/internal/gen"
)

// layers are all types with generated code, and one without.
var layers = []any{
	&Frame{}, &IP{}, &TCP{}, &UDP{}, &ARP{}, &GRE{}, &Jumbo{}, &Radio{}, &Signed{}, &Lists{}, &Counted{},
	&Outer{}, &Vary{}, &Records{}, &Shim{}, &Attributes{}, &Message{}, &Tree{}, &Option{},
	&Net{}, &Sealed{}, &Label{}, &Sized{}, &Named{}, &Plain{},
}

// TestLaws: the generated code and the reflective codec agree on every input and every value.
func TestLaws(t *testing.T) {
	rounds := 1000
	if testing.Short() {
		rounds = 100
	}
	for _, l := range layers {
		typ, err := codec.TypeFor(reflect.TypeOf(l).Elem())
		if err != nil {
			t.Fatal(err)
		}
		s := &fuzz.Subject{Type: typ}
		r := rand.NewChaCha8([32]byte{7})
		for i := range rounds {
			choices := make([]byte, 20+i%180)
			_, _ = r.Read(choices)
			data := s.Wire(choices)
			if err := errors.Join(s.Input(data), s.Input(s.Tampered(data, choices)), s.SameEncoding(choices)); err != nil {
				t.Fatalf("%s: %v", typ.Name(), err)
			}
		}
		if s.Decoded*8 < s.Inputs {
			t.Errorf("%s: only %d of %d inputs decode", typ.Name(), s.Decoded, s.Inputs)
		}
	}
}

// TestUpToDate: generating again gives the file that is there.
func TestUpToDate(t *testing.T) {
	p, err := gen.Load(".", "zz_wire.go", nil)
	if err != nil {
		t.Fatal(err)
	}
	for range 2 {
		text, err := gen.Generate(p, false)
		if err != nil {
			t.Fatal(err)
		}
		have, err := os.ReadFile(filepath.Join(".", "zz_wire.go"))
		if err != nil {
			t.Fatal(err)
		}
		if string(text) != string(have) {
			t.Error("zz_wire.go is not what taggen writes: run go generate")
		}
	}
}
