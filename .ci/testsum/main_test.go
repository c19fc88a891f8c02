package main

import (
	"regexp"
	"strings"
	"testing"
)

const good = `{"Action":"start","Package":"a"}
{"Action":"run","Package":"a","Test":"TestX"}
{"Action":"pass","Package":"a","Test":"TestX"}
{"Action":"run","Package":"a","Test":"TestX/sub"}
{"Action":"pass","Package":"a","Test":"TestX/sub"}
{"Action":"run","Package":"a","Test":"TestData"}
{"Action":"output","Package":"a","Test":"TestData","Output":"=== RUN   TestData\n"}
{"Action":"output","Package":"a","Test":"TestData","Output":"    a_test.go:7: DATA is not set\n"}
{"Action":"skip","Package":"a","Test":"TestData"}
{"Action":"pass","Package":"a"}
{"Action":"start","Package":"none"}
{"Action":"skip","Package":"none"}
`

func TestReport(t *testing.T) {
	for _, c := range []struct {
		name, in, allow string
		ok              bool
		want            []string
	}{
		{"good", good, "DATA is not set", true, []string{"skipped: a TestData: DATA is not set\n2 passed, 0 failed, 1 skipped\n"}},
		{"unexpected skip", good, "^$", false, []string{"must not be skipped: a TestData: DATA is not set", "2 passed, 1 failed\n"}},
		{
			"failed test", `{"Action":"start","Package":"a"}
{"Action":"output","Package":"a","Test":"TestX","Output":"    a_test.go:3: got 1\n"}
{"Action":"fail","Package":"a","Test":"TestX"}
{"Action":"output","Package":"a","Output":"FAIL\n"}
{"Action":"fail","Package":"a"}`, "^$", false, []string{"FAIL a TestX\n    a_test.go:3: got 1\n", "0 passed, 1 failed\n"},
		},
		{
			"build", `{"ImportPath":"a [a.test]","Action":"build-output","Output":"a.go:1:1: no\n"}
{"ImportPath":"a [a.test]","Action":"build-fail"}
{"Action":"start","Package":"a"}
{"Action":"fail","Package":"a","FailedBuild":"a [a.test]"}`, "^$", false, []string{"a.go:1:1: no", "0 passed, 1 failed\n"},
		},
		{
			"killed", `{"Action":"start","Package":"a"}
{"Action":"pass","Package":"a","Test":"TestX"}`, "^$", false, []string{"did not come to an end", "1 passed, 1 failed\n"},
		},
		{
			"package only", `{"Action":"start","Package":"a"}
{"Action":"pass","Package":"a","Test":"TestX"}
{"Action":"output","Package":"a","Output":"exit status 3\n"}
{"Action":"fail","Package":"a"}`, "^$", false, []string{"FAIL a\nexit status 3\n", "1 passed, 1 failed\n"},
		},
		{"nothing", "", "^$", false, []string{"only 0 tests passed", "0 passed, 0 failed\n"}},
		{"no JSON", "go: no such module\n", "^$", false, []string{"go: no such module\n", "0 passed, 1 failed\n"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := newSummary(regexp.MustCompile(c.allow))
			if err := s.read(strings.NewReader(c.in)); err != nil {
				t.Fatal(err)
			}
			var out strings.Builder
			if ok := s.report(&out, 1); ok != c.ok {
				t.Errorf("ok is %v, want %v", ok, c.ok)
			}
			for _, w := range c.want {
				if !strings.Contains(out.String(), w) {
					t.Errorf("missing %q in:\n%s", w, &out)
				}
			}
		})
	}
}
