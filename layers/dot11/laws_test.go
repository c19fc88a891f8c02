package dot11

import (
	"math/rand/v2"
	"reflect"
	"testing"

	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/internal/lawtest"
)

// lawViews are the structs of radiotap fields, which no table leads to.
func lawViews() (all []any) {
	for b := range 32 {
		if v := radiotapView(RadioTapBit(b)); v != nil {
			all = append(all, v)
		}
	}
	return all
}

// lawPrototypes are all layers, contents of elements and radio fields of this package.
func lawPrototypes() (all []any) {
	for _, l := range Links() {
		all = append(all, l.Layer)
	}
	for _, m := range []map[uint64]any{elementTypes(), extendedTypes()} {
		for _, v := range m {
			all = append(all, v)
		}
	}
	return append(all, lawViews()...)
}

// TestLaws is a short form of the laws, over the types of this package alone.
func TestLaws(t *testing.T) {
	seen := map[reflect.Type]bool{}
	for _, v := range lawPrototypes() {
		typ := reflect.TypeOf(v).Elem()
		if seen[typ] {
			continue
		}
		seen[typ] = true
		ct, err := codec.TypeFor(typ)
		if err != nil {
			t.Error(err)
			continue
		}
		s := &lawtest.Subject{Type: ct, Customs: lawCustoms}
		r := rand.New(rand.NewPCG(1, 2))
		for range 40 {
			choices := make([]byte, r.IntN(200))
			for i := range choices {
				choices[i] = byte(r.Uint32())
			}
			wire := s.Wire(choices)
			for _, err := range []error{s.Lossless(wire), s.OneMeaning(wire), s.ReadOnly(wire), s.Built(choices), s.SameEncoding(choices)} {
				if err != nil {
					t.Errorf("%s: %v", typ.Name(), err)
				}
			}
		}
	}
}
