package dot11

import (
	"reflect"
	"testing"

	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/internal/gen/gentest"
)

// TestWire compares generated code with the reflective codec.
func TestWire(t *testing.T) {
	seen := map[reflect.Type]bool{}
	for _, v := range LawPrototypes() {
		typ := reflect.TypeOf(v).Elem()
		if g, ok := reflect.New(typ).Interface().(codec.Generator); ok && !seen[typ] {
			seen[typ] = true
			t.Run(typ.Name(), func(t *testing.T) { gentest.Laws(t, g, 60) })
		}
	}
}
