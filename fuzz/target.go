package fuzz

import (
	"bytes"
	"errors"
	"reflect"
	"regexp"
	"testing"

	"github.com/wiretag/wiretag/codec"
)

// NewSubject returns the type T as one that is held to the laws.
func NewSubject[T any](opts ...Option) *Subject {
	return &Subject{Type: typeOf[T](), Customs: newSettings(opts).customs}
}

// Both holds the laws for an input as it is, for what changes of its fields make of it, and for the value that
// the choices make: everything that a fuzzing engine can try with two sequences of bytes.
func (s *Subject) Both(data, choices []byte) error {
	err := s.Input(data)
	if changed := s.Tampered(data, choices); changed != nil {
		err = errors.Join(err, s.Input(changed))
	}
	return errors.Join(err, s.Value(choices))
}

// Target makes a native fuzz target of the laws for a struct type: bytes are decoded as they come, and decoded, changed
// in some fields and encoded again, and values are made and built. Seeds are inputs to start from, beside those that
// are made from the tags.
//
//	func FuzzMessage(f *testing.F) { fuzz.Target[Message](f, nil) }
func Target[T any](f *testing.F, seeds [][]byte, opts ...Option) {
	f.Helper()
	mustBeLayer[T](f)
	s := NewSubject[T](opts...)
	s.Seeds = seeds
	for i := range byte(16) {
		choices := bytes.Repeat([]byte{2 * i, 200 - 7*i, 3, i}, 20)
		f.Add(s.Wire(choices), choices)
	}
	for _, data := range seeds {
		f.Add(data, []byte{1, 2, 3})
	}
	f.Fuzz(func(t *testing.T, data, choices []byte) {
		if err := s.Both(data, choices); err != nil {
			t.Fatal(err)
		}
	})
}

// Laws holds a struct type to the laws, as properties of n random inputs and values. What fails is shrunk.
func Laws[T any](t testing.TB, n int, opts ...Option) {
	t.Helper()
	mustBeLayer[T](t)
	NewSubject[T](opts...).Laws(t, n, regexp.MustCompile(``))
}

// mustBeLayer ends a test of a type whose tags are wrong.
func mustBeLayer[T any](t testing.TB) {
	t.Helper()
	if _, err := codec.TypeFor(reflect.TypeFor[T]()); err != nil {
		t.Fatal(err)
	}
}
