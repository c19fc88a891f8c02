package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"regexp"
	"strings"
)

// event is a line of go test -json (go doc test2json).
type event struct {
	Action      string
	Package     string
	ImportPath  string // of build events
	Test        string
	Output      string
	FailedBuild string
}

type failure struct{ name, output string }

// summary adds up events.
type summary struct {
	allow                   *regexp.Regexp
	passed, failed, skipped int
	failures                []failure
	skips                   []string
	output                  map[string]*strings.Builder
	ended                   map[string]bool // packages with a verdict
	begun                   []string
	bad                     map[string]bool // packages with a failed test
}

func newSummary(allow *regexp.Regexp) *summary {
	return &summary{allow: allow}
}

// read adds one run of go test. Lines that are not JSON, such as errors of the go command itself, are a failure.
func (s *summary) read(r io.Reader) error {
	s.output, s.ended, s.bad, s.begun = map[string]*strings.Builder{}, map[string]bool{}, map[string]bool{}, nil
	lines := bufio.NewScanner(r)
	lines.Buffer(nil, 16<<20)
	for lines.Scan() {
		var e event
		if err := json.Unmarshal(lines.Bytes(), &e); err != nil {
			s.fail("go test", lines.Text()+"\n")
			continue
		}
		s.add(&e)
	}
	for _, p := range s.begun {
		if !s.ended[p] {
			s.fail(p, "the package's tests did not come to an end\n")
		}
	}
	return lines.Err()
}

func (s *summary) add(e *event) {
	name := strings.TrimSpace(e.Package + e.ImportPath + " " + e.Test)
	switch e.Action {
	case "start":
		s.begun = append(s.begun, e.Package)
	case "output", "build-output":
		b := s.output[name]
		if b == nil {
			b = &strings.Builder{}
			s.output[name] = b
		}
		b.WriteString(e.Output)
	case "build-fail":
		s.fail(name, s.text(name))
		s.bad[e.ImportPath] = true
	case "pass", "skip", "fail":
		s.verdict(e, name)
	}
}

func (s *summary) verdict(e *event, name string) {
	if e.Test == "" {
		s.ended[e.Package] = true
		// A failure of the package is one of its own only if no test or build has failed.
		if e.Action == "fail" && !s.bad[e.Package] && e.FailedBuild == "" {
			s.fail(name, s.text(name))
		}
		return
	}
	switch e.Action {
	case "pass":
		s.passed++
	case "skip":
		s.skip(name)
	case "fail":
		s.bad[e.Package] = true
		s.fail(name, s.text(name))
	}
	delete(s.output, name)
}

func (s *summary) skip(name string) {
	line := name + ": " + reason(s.text(name))
	if s.allow.MatchString(line) {
		s.skipped++
		s.skips = append(s.skips, "skipped: "+line)
		return
	}
	s.fail(name, "must not be skipped: "+line+"\n")
}

func (s *summary) fail(name, output string) {
	s.failed++
	s.failures = append(s.failures, failure{name, output})
}

func (s *summary) text(name string) string {
	if b := s.output[name]; b != nil {
		return b.String()
	}
	return ""
}

// place is where a line of a test's log comes from.
var place = regexp.MustCompile(`^\s+\S+\.go:\d+: `)

// reason finds why a test was skipped in its output.
func reason(output string) string {
	why := []string{}
	for line := range strings.Lines(output) {
		if at := place.FindStringIndex(line); at != nil {
			why = append(why, strings.TrimSpace(line[at[1]:]))
		}
	}
	if len(why) == 0 {
		return fmt.Sprintf("no reason in %q", strings.TrimSpace(output))
	}
	return strings.Join(why, "; ")
}
