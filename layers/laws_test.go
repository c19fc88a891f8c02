package layers_test

import (
	"os"
	"regexp"
	"strconv"
	"testing"

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

// TestLaws holds every type to the laws, in properties of random choices, which are shrunk where one fails. With -v it tells what the
// cases were. WIRETAG_LAWS is an expression for the names of laws, to try one after the other.
func TestLaws(t *testing.T) {
	all := subjects(t)
	names := regexp.MustCompile(os.Getenv("WIRETAG_LAWS"))
	var sum fuzz.Subject
	for _, s := range all {
		t.Run(LawTypeName(s.Type.GoType()), func(t *testing.T) {
			s.Laws(t, lawRuns(s, 200), names)
			if s.Decoded*8 < s.Inputs {
				t.Errorf("only %d of %d inputs decode", s.Decoded, s.Inputs)
			}
			if s.Encoded*2 < s.Values {
				t.Errorf("only %d of %d values can be encoded", s.Encoded, s.Values)
			}
			t.Logf("%d inputs: %d decoded, %d of them with errors, %d changed in a field; %d values: %d encoded, the others are too large for their fields",
				s.Inputs, s.Decoded, s.Recovered, s.Changed, s.Values, s.Encoded)
		})
		sum.Inputs, sum.Changed = sum.Inputs+s.Inputs, sum.Changed+s.Changed
	}
	if names.MatchString("changed") && sum.Changed*8 < sum.Inputs {
		t.Errorf("only %d of %d inputs could be changed", sum.Changed, sum.Inputs)
	}
}
