package layers_test

import (
	"bytes"
	"testing"

	"github.com/wiretag/wiretag/layers"
)

// FuzzLayers takes any bytes as a layer of the type with that name: laws 1, 3, 4 and 5.
func FuzzLayers(f *testing.F) {
	all := subjects(f)
	for _, s := range all {
		name := layers.LawTypeName(s.Type.GoType())
		f.Add(name, s.Wire(bytes.Repeat([]byte{0, 200, 3}, 40)))
		for _, seed := range s.Seeds {
			f.Add(name, seed)
		}
	}
	f.Fuzz(func(t *testing.T, name string, data []byte) {
		if err := pick(all, name).Input(data); err != nil {
			t.Fatal(err)
		}
	})
}

// FuzzLayerValues builds values of the type with that name from choices: laws 2, 3 and 4.
func FuzzLayerValues(f *testing.F) {
	all := subjects(f)
	for i, s := range all {
		f.Add(layers.LawTypeName(s.Type.GoType()), bytes.Repeat([]byte{byte(i), 200, 3, 5}, 20))
	}
	f.Fuzz(func(t *testing.T, name string, choices []byte) {
		if err := pick(all, name).Value(choices); err != nil {
			t.Fatal(err)
		}
	})
}
