package dot11_test

import (
	"math/rand/v2"
	"reflect"
	"testing"

	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/fuzz"
	"github.com/wiretag/wiretag/layers/dot11"
)

// TestLaws is a short form of the laws, over the types of this package alone.
func TestLaws(t *testing.T) {
	seen := map[reflect.Type]bool{}
	for _, v := range dot11.LawPrototypes() {
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
		s := &fuzz.Subject{Type: ct, Customs: lawCustoms()}
		r := rand.New(rand.NewPCG(1, 2))
		for range 40 {
			choices := make([]byte, r.IntN(200))
			for i := range choices {
				choices[i] = byte(r.Uint32())
			}
			if err := s.Both(s.Wire(choices), choices); err != nil {
				t.Errorf("%s: %v", typ.Name(), err)
			}
		}
	}
}
