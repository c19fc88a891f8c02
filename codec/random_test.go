package codec_test

import (
	"math/rand"
	"reflect"

	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/fuzz"
)

// customs makes values of the field types here that are their own codec.
var customs = fuzz.Customs{
	reflect.TypeFor[bgpPrefix](): func(e *fuzz.Entropy) any {
		bits := uint8(e.Intn(40))
		return bgpPrefix{Bits: bits, Bytes: string(e.Bytes((int(bits) + 7) / 8))}
	},
}

// random returns proto, a pointer to a struct, with random values that obey its tags. Fields that are not on the wire stay
// as they are.
func random(proto any, seed int64) any {
	t, err := codec.TypeFor(reflect.TypeOf(proto).Elem())
	if err != nil {
		panic(err)
	}
	choices := make([]byte, 200)
	rand.New(rand.NewSource(seed)).Read(choices)
	if z, ok := proto.(*zText); ok {
		z.Line = "some text"
		return z
	}
	m := &fuzz.Maker{Entropy: fuzz.NewEntropy(choices), Customs: customs}
	m.Fill(t, reflect.ValueOf(proto).Elem())
	return proto
}

// same compares two values deeply; empty and nil slices are the same.
func same(a, b reflect.Value) bool { return fuzz.Same(a, b) }

// agrees reports where want, which was encoded, and got, which was decoded from that, differ in a field that is not
// derived; empty if nowhere.
func agrees(t *codec.Type, want, got any) string { return fuzz.Agree(t, nil, want, got, true) }
