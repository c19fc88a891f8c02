// Testsum reads what go test -json printed and says what came of it.
//
//	testsum [-allow regexp] [-min n] file …
//
// It prints the output of the tests that failed, and every skipped test with its reason. A skip is a failure
// unless "package test: reason" matches the regexp. The last line is "N passed, N failed", with the number of tests
// that were skipped if there are any; the exit status is 1 if anything failed or if fewer than n tests passed.
package main

import (
	"bufio"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"regexp"
)

func main() {
	allow := flag.String("allow", "^$", "skips that are expected match `regexp`")
	least := flag.Int("min", 1, "fail if fewer than `n` tests passed")
	flag.Parse()
	re, err := regexp.Compile(*allow)
	if err != nil {
		fmt.Fprintln(os.Stderr, "testsum:", err)
		os.Exit(2)
	}
	s := newSummary(re)
	for _, path := range flag.Args() {
		if err := readFile(s, path); err != nil {
			fmt.Fprintln(os.Stderr, "testsum:", err)
			os.Exit(2)
		}
	}
	w := bufio.NewWriter(os.Stdout)
	ok := s.report(w, *least)
	if err := w.Flush(); err != nil || !ok {
		os.Exit(1)
	}
}

func readFile(s *summary, path string) (err error) {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	return s.read(f)
}

// report prints the summary and says whether all is well.
func (s *summary) report(w io.Writer, least int) bool {
	for _, t := range s.failures {
		fmt.Fprintf(w, "FAIL %s\n%s", t.name, t.output)
	}
	for _, line := range s.skips {
		fmt.Fprintln(w, line)
	}
	if s.passed < least {
		fmt.Fprintf(w, "only %d tests passed, want at least %d\n", s.passed, least)
	}
	fmt.Fprintf(w, "%d passed, %d failed", s.passed, s.failed)
	if s.skipped > 0 {
		fmt.Fprintf(w, ", %d skipped", s.skipped)
	}
	fmt.Fprintln(w)
	return s.failed == 0 && s.passed >= least
}
