package fuzz_test

import (
	"fmt"
	"runtime"
	"strings"
	"testing"

	"github.com/wiretag/wiretag/fuzz"
)

// ended is a test that notes why it was ended.
type ended struct {
	testing.TB
	why string
}

func (*ended) Helper() {}

func (e *ended) Fatal(args ...any) {
	e.why = fmt.Sprint(args...)
	runtime.Goexit()
}

// TestLawsOfNoLayer: tags that are wrong end the test that holds the struct to the laws, and are no panic.
func TestLawsOfNoLayer(t *testing.T) {
	type wrong struct {
		Length uint8 `bits:"8,len=Nothing"`
	}
	e, done := &ended{TB: t}, make(chan struct{})
	go func() {
		defer close(done)
		fuzz.Laws[wrong](e, 1)
	}()
	<-done
	if !strings.Contains(e.why, "Nothing") {
		t.Errorf("%q", e.why)
	}
}
