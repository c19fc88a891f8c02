package layers_test

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/wiretag/wiretag/fuzz"
)

// What the generators have to reach of all layers together, in percent.
const (
	leastFields  = 99
	leastMembers = 98
	leastErrors  = 88
)

// TestCoverage is the report of what values and inputs made from the tags reach: fields, members of unions and typed
// options, errors. With -v it has a row for each type.
func TestCoverage(t *testing.T) {
	runs := 400
	if testing.Short() {
		runs = 200
	}
	var fields, members, errors fuzz.Part
	var rows bytes.Buffer
	for _, s := range subjects(t) {
		c := fuzz.NewCoverage(s.Type)
		choices := make([]byte, 300)
		r := rand.NewChaCha8([32]byte{1})
		for i := range runs + 20*c.Members().Of {
			r.Read(choices)
			data := s.Wire(choices[:20+i%280])
			c.Decode(data)
			if i%2 == 0 && len(data) > 0 {
				c.Decode(data[:i/2%len(data)])
			}
		}
		f, m, e := c.Fields(), c.Members(), c.Errors()
		fields.Add(f)
		members.Add(m)
		errors.Add(e)
		fmt.Fprintf(&rows, "%-32s fields %3d of %3d, members %3d of %3d, errors %3d of %3d\n", s.Type.Name(), f.Reached, f.Of, m.Reached, m.Of, e.Reached, e.Of)
	}
	t.Logf("\n%s", &rows)
	for _, p := range []struct {
		name  string
		part  fuzz.Part
		least float64
	}{{"fields", fields, leastFields}, {"members", members, leastMembers}, {"errors", errors, leastErrors}} {
		t.Logf("%s: %d of %d, %.1f %%; not %s", p.name, p.part.Reached, p.part.Of, p.part.Percent(), p.part.Missing[:min(len(p.part.Missing), 60)])
		if p.part.Percent() < p.least {
			t.Errorf("%s: %.1f %% are reached, less than %v", p.name, p.part.Percent(), p.least)
		}
	}
}
