package example

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/wiretag/wiretag/internal/gen"
	"github.com/wiretag/wiretag/internal/gen/gentest"
)

// layers are all types with generated code, and one without.
var layers = []any{
	&Frame{}, &IP{}, &TCP{}, &UDP{}, &ARP{}, &GRE{}, &Jumbo{}, &Radio{}, &Signed{}, &Lists{}, &Counted{},
	&Outer{}, &Vary{}, &Records{}, &Shim{}, &Attributes{}, &Message{}, &Tree{}, &Option{},
	&Net{}, &Sealed{}, &Label{}, &Sized{},
}

// TestLaws: the generated code and the reflective codec agree on every input.
func TestLaws(t *testing.T) {
	rounds := 2000
	if testing.Short() {
		rounds = 200
	}
	for _, l := range layers {
		gentest.Laws(t, l, rounds)
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
