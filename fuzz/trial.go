package fuzz

import (
	"bytes"
	"fmt"
	"regexp"
	"slices"
	"testing"

	"github.com/leanovate/gopter"
	"github.com/leanovate/gopter/prop"
)

// trial is one case of the laws: choices, and what is made of them for all laws together.
type trial struct {
	*Subject
	choices []byte
	wire    *input
	v, was  any // the same value twice
}

// law is a law for one case.
type law struct {
	name  string
	holds func(t *trial) error
}

// laws are what a case is held to, one after the other. Law 3, that no input does harm, is a part of all.
var laws = []law{
	{"law 1, lossless", func(t *trial) error { return t.lossless(t.input()) }},
	{"law 4, one meaning", func(t *trial) error { return t.oneMeaning(t.input()) }},
	{"law 5, read-only", func(t *trial) error { return t.readOnly(t.input()) }},
	{"laws 1, 4 and 5, changed in a field", (*trial).tampered},
	{"law 2, derived", func(t *trial) error { v, was := t.value(); return t.built(v, was, t.choices) }},
	{"law 4, same encoding", (*trial).encoded},
}

// input is the encoding of a value, a seed or noise, as it is or damaged.
func (t *trial) input() *input {
	if t.wire == nil {
		t.wire = t.count(t.Wire(t.choices))
	}
	return t.wire
}

func (t *trial) value() (v, was any) {
	if t.v == nil {
		t.v, t.was = t.New(t.choices), t.New(t.choices)
	}
	return t.v, t.was
}

// tampered changes the input in some fields, with all others right.
func (t *trial) tampered() error {
	data := t.Tampered(t.input().was, t.choices)
	if data == nil {
		return nil
	}
	t.Changed++
	return t.Subject.input(t.read(data))
}

// encoded is the last one that asks for the value: that is spoiled then.
func (t *trial) encoded() error {
	v, was := t.value()
	t.v = nil
	return t.sameEncoding(v, was, t.choices)
}

// Laws holds the type to the laws whose names match, as properties of n random cases. A law that does not hold is reported by its
// name with the smallest case that is found, and the others are tried without it.
func (s *Subject) Laws(t testing.TB, n int, names *regexp.Regexp) {
	t.Helper()
	left := slices.DeleteFunc(slices.Clone(laws), func(l law) bool { return !names.MatchString(l.name) })
	if len(left) == 0 {
		t.Fatalf("no law has a name like %v", names)
	}
	for len(left) > 0 {
		at, report := s.property(n, left)
		if at < 0 {
			return
		}
		t.Errorf("%s: %s", left[at].name, report)
		left = slices.Delete(left, at, at+1)
	}
}

// property tries laws on n random cases. It returns the number of the first one that does not hold, which alone decides
// whether a case is smaller; -1 if all hold.
func (s *Subject) property(n int, laws []law) (at int, report string) {
	p := gopter.DefaultTestParametersWithSeed(1)
	p.MinSuccessfulTests = n
	p.MaxShrinkCount = 300
	props := gopter.NewProperties(p)
	broken := false
	var last Choices
	props.Property(s.Type.Name(), prop.ForAll(func(c Choices) (bool, error) {
		last = c
		one := &trial{Subject: s, choices: c}
		if broken {
			err := laws[at].holds(one)
			return err == nil, err
		}
		for i, l := range laws {
			at = i // also if it panics
			if err := l.holds(one); err != nil {
				broken = true
				return false, fmt.Errorf("%s: %w", l.name, err)
			}
		}
		return true, nil
	}, Chosen(200)))
	out := new(bytes.Buffer)
	if props.Run(gopter.NewFormatedReporter(false, 200, out)) {
		return -1, ""
	}
	if !broken {
		fmt.Fprintf(out, "a panic, at %x\n", []byte(last)) // which is not shrunk
	}
	return at, out.String()
}
