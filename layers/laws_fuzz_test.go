package layers_test

import (
	"bytes"
	"testing"
)

// FuzzLayers takes any bytes as a layer of the type with that name, and what changes of its fields make of them: laws 1, 3,
// 4 and 5.
func FuzzLayers(f *testing.F) {
	all := subjects(f)
	for i, s := range all {
		name := LawTypeName(s.Type.GoType())
		f.Add(name, s.Wire(bytes.Repeat([]byte{0, 200, 3}, 40)), []byte{byte(i), 3, 200})
		for _, seed := range s.Seeds {
			f.Add(name, seed, []byte{byte(i), 7, 100, 1})
		}
	}
	f.Fuzz(func(t *testing.T, name string, data, choices []byte) {
		s := pick(all, name)
		if err := s.Input(data); err != nil {
			t.Fatal(err)
		}
		if err := s.Input(s.Tampered(data, choices)); err != nil {
			t.Fatalf("changed: %v", err)
		}
	})
}

// FuzzLayerValues builds values of the type with that name from choices: laws 2, 3 and 4.
func FuzzLayerValues(f *testing.F) {
	all := subjects(f)
	for i, s := range all {
		f.Add(LawTypeName(s.Type.GoType()), bytes.Repeat([]byte{byte(i), 200, 3, 5}, 20))
	}
	f.Fuzz(func(t *testing.T, name string, choices []byte) {
		if err := pick(all, name).Value(choices); err != nil {
			t.Fatal(err)
		}
	})
}
