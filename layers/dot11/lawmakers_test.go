package dot11_test

import (
	"reflect"

	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/fuzz"
	"github.com/wiretag/wiretag/layers/dot11"
)

// lawCustoms are makers as those of package fuzz, but with radio fields of all kinds.
func lawCustoms() fuzz.Customs {
	all := fuzz.BuiltIn()
	all[reflect.TypeFor[dot11.RadioTapFields]()] = func(e *fuzz.Entropy) any { return radioFields(e) }
	return all
}

func radioFields(e *fuzz.Entropy) (g dot11.RadioTapFields) {
	var f dot11.RadioTapFields
	namespace, bit := 0, dot11.RadioTapBit(0)
	for range e.Intn(8) {
		if bit += dot11.RadioTapBit(e.Intn(9)); bit > dot11.RadioTapLSIG {
			namespace, bit = namespace+1, 0
		}
		f.List = append(f.List, dot11.RadioTapField{Bit: bit, Namespace: namespace, Data: e.Bytes(dot11.RadioTapSize(bit))})
		bit++
	}
	b, _ := f.AppendField(make([]byte, 4), 0, codec.All)
	if len(f.List) == 0 {
		b = make([]byte, 8)
	}
	_, _ = g.DecodeField(b, 4)
	return g
}
