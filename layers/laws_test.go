package layers_test

import (
	"bytes"
	"os"
	"strconv"
	"testing"

	"github.com/leanovate/gopter"
	"github.com/leanovate/gopter/prop"

	"github.com/wiretag/wiretag/fuzz"
)

// lawRuns is how many cases each law has for each type: 100,000 for a layer and 10,000 for the parts of layers with WIRETAG_LONG=1, which
// takes hours in all: go test needs -timeout=0 then. Larger numbers are numbers of cases.
func lawRuns(s *fuzz.Subject, quick int) int {
	switch n, _ := strconv.Atoi(os.Getenv("WIRETAG_LONG")); {
	case n == 1 && LawLayers()[s.Type.GoType()]:
		return 100_000
	case n == 1:
		return 10_000
	case n > 1:
		return n
	}
	if testing.Short() {
		return quick / 4
	}
	return quick
}

// holds checks a law for every type, in properties of random choices, which are
// shrunk where one fails.
func holds(t *testing.T, quick int, law func(s *fuzz.Subject, choices []byte) error) []*fuzz.Subject {
	t.Helper()
	all := subjects(t)
	for _, s := range all {
		p := gopter.DefaultTestParametersWithSeed(1)
		p.MinSuccessfulTests = lawRuns(s, quick)
		p.MaxShrinkCount = 300
		props := gopter.NewProperties(p)
		props.Property(LawTypeName(s.Type.GoType()), prop.ForAll(func(choices fuzz.Choices) (bool, error) {
			err := law(s, choices)
			return err == nil, err
		}, fuzz.Chosen(200)))
		if out := new(bytes.Buffer); !props.Run(gopter.NewFormatedReporter(false, 200, out)) {
			t.Errorf("%s", out)
		}
	}
	return all
}

// TestLaw1Lossless: what decodes is encoded verbatim to the same bytes.
func TestLaw1Lossless(t *testing.T) {
	inputs, decoded, recovered := 0, 0, 0
	for _, s := range holds(t, 200, func(s *fuzz.Subject, choices []byte) error { return s.Lossless(s.Wire(choices)) }) {
		if s.Decoded*8 < s.Inputs {
			t.Errorf("%s: only %d of %d inputs decode", s.Type.Name(), s.Decoded, s.Inputs)
		}
		inputs, decoded, recovered = inputs+s.Inputs, decoded+s.Decoded, recovered+s.Recovered
	}
	t.Logf("%d types, %d inputs: %d decoded, %d of them with errors", len(LawTypes()), inputs, decoded, recovered)
}

// TestLaw2Derived: what is built decodes to the same values, with the derived fields filled.
func TestLaw2Derived(t *testing.T) {
	values, encoded := 0, 0
	for _, s := range holds(t, 200, (*fuzz.Subject).Built) {
		if s.Encoded*2 < s.Values {
			t.Errorf("%s: only %d of %d values can be encoded", s.Type.Name(), s.Encoded, s.Values)
		}
		values, encoded = values+s.Values, encoded+s.Encoded
	}
	t.Logf("%d types, %d values: %d encoded, the others are too large for their fields", len(LawTypes()), values, encoded)
}

// TestLaw4OneMeaning: generated code and the reflective codec agree on every input.
func TestLaw4OneMeaning(t *testing.T) {
	holds(t, 200, func(s *fuzz.Subject, choices []byte) error { return s.OneMeaning(s.Wire(choices)) })
}

// TestLaw4SameEncoding: they write the same bytes, whatever is derived.
func TestLaw4SameEncoding(t *testing.T) {
	holds(t, 200, (*fuzz.Subject).SameEncoding)
}

// TestLaw5ReadOnly: the input is not written to, and parts of it cannot be extended.
func TestLaw5ReadOnly(t *testing.T) {
	holds(t, 200, func(s *fuzz.Subject, choices []byte) error { return s.ReadOnly(s.Wire(choices)) })
}

// TestTampered: inputs that are wrong in some fields, and right in all others, keep laws 1, 3, 4 and 5.
func TestTampered(t *testing.T) {
	changed := 0
	holds(t, 100, func(s *fuzz.Subject, choices []byte) error {
		data := s.Tampered(s.Wire(choices), choices)
		if data != nil {
			changed++
		}
		return s.Input(data)
	})
	if changed < 1000 {
		t.Errorf("only %d inputs could be changed", changed)
	}
}
