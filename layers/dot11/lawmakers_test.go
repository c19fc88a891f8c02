package dot11

import (
	"reflect"

	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/internal/lawtest"
)

var lawCustoms = lawtest.Customs{
	reflect.TypeFor[RadioTapFields](): func(e *lawtest.Entropy) any {
		var f RadioTapFields
		namespace, bit := 0, 0
		for range e.Intn(8) {
			if bit += e.Intn(9); bit > int(RadioTapLSIG) {
				namespace, bit = namespace+1, 0
			}
			f.List = append(f.List, RadioTapField{Bit: RadioTapBit(bit), Namespace: namespace, Data: e.Bytes(int(radiotapSizes[bit][1]))})
			bit++
		}
		b, _ := f.AppendField(make([]byte, 4), 0, codec.All)
		if len(f.List) == 0 {
			b = make([]byte, 8)
		}
		var g RadioTapFields
		_, _ = g.DecodeField(b, 4)
		return g
	},
	// Elements may end behind any field; what follows one that is there must not be missing.
	reflect.TypeFor[OneSuite]():   func(e *lawtest.Entropy) any { return OneSuite{true, Suite(e.Bits(32))} },
	reflect.TypeFor[Optional16](): func(e *lawtest.Entropy) any { return Optional16{true, uint16(e.Bits(16))} },
	reflect.TypeFor[Suites]():     func(e *lawtest.Entropy) any { return make(Suites, e.Intn(4)) },
	reflect.TypeFor[PMKIDs]():     func(e *lawtest.Entropy) any { return make(PMKIDs, e.Intn(3)) },
}
