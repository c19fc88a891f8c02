package infra_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/wiretag/wiretag/layers/infra"
)

// TestStructuredData: what decodes as structured data is taken apart as far as it has the form of RFC 5424 section 6.3, whatever stands in it.
func TestStructuredData(t *testing.T) {
	for _, c := range []struct{ in, want string }{
		{`[a b="c" d="e\"\]\\\x"][f]`, `[{a [{b c} {d e"]\\x}]} {f []}]`},
		{`[a" b="]`, `[{a" []}]`}, // a quote in the name, and so none behind the value
		{`[a" b="\]`, `[{a" []}]`},
		{`[a" b="c" d="][f]`, `[{a" [{b c}]} {f []}]`},
		{`["]"][f g="h"]`, `[{"]" []} {f [{g h}]}]`},
		{`[a b="c"x d="e"][]`, `[{a [{b c}]} { []}]`},
		{`-`, `[]`},
	} {
		var d infra.SyslogStructuredData
		n, err := d.DecodeField([]byte(c.in), 0)
		if got := fmt.Sprint(d.Elements()); got != c.want || err != nil || n != len(c.in) {
			t.Errorf("%s: %s, %d bytes, %v; want %s", c.in, got, n, err, c.want)
		}
	}
}

// TestManyElements: elements are looked at once: eight times as many take about eight times as long, not 64 times.
func TestManyElements(t *testing.T) {
	const n = 20000
	took := func(n int) time.Duration {
		d := infra.SyslogStructuredData(strings.Repeat("[a]", n))
		start := time.Now()
		if got := len(d.Elements()); got != n {
			t.Fatalf("%d elements of %d", got, n)
		}
		return time.Since(start)
	}
	var short, long time.Duration
	for range 10 {
		if short, long = took(n/8), took(n); long < 25*short {
			return
		}
	}
	t.Errorf("%d elements take %v, %d take %v", n/8, short, n, long)
}
