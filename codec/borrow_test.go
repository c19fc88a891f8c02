package codec_test

import (
	"bytes"
	"testing"

	"github.com/wiretag/wiretag/codec"
)

// lender has the table that shim, which is made in another package, cannot name.
type lender struct {
	Type uint8 `bits:"8,next=kinds"`
}

type shim struct {
	Type uint8 `bits:"8,next=kinds"`
}

type leaf struct {
	A uint8 `bits:"8,default=9"`
}

// lender2 has another table.
type lender2 struct {
	Type uint8 `bits:"8,next=kinds"`
}

var (
	kinds = codec.NewLinks([]codec.Link{
		{Table: "kinds", Key: 3, Layer: (*shim)(nil)},
		{Table: "kinds", Key: 4, Layer: (*leaf)(nil)},
		{Table: "kinds", Key: 5, Layer: (*lender)(nil)},
	})
	kinds2 = kinds.With([]codec.Link{{Table: "kinds", Key: 8, Layer: (*leaf)(nil)}})
)

func (*lender) Links() *codec.Links  { return kinds }
func (*lender2) Links() *codec.Links { return kinds2 }

// TestBorrowedTable: a layer without a table uses that of the nearest one outside it, or else inside it.
func TestBorrowedTable(t *testing.T) {
	for _, c := range []struct {
		layers []any
		want   []byte
	}{
		{[]any{&lender{}, &shim{}, &leaf{}}, []byte{3, 4, 9}},
		{[]any{&shim{}, &leaf{}}, []byte{0, 9}},
		{[]any{&shim{}, &shim{}, &lender{}, &leaf{}}, []byte{3, 5, 4, 9}},
		{[]any{&lender2{}, &shim{}, &leaf{}}, []byte{3, 8, 9}},
		{[]any{&lender{}, &lender2{}, &shim{}, &leaf{}}, []byte{0, 3, 8, 9}},
		{[]any{&lender2{}, &lender{}, &shim{}, &shim{}, &leaf{}}, []byte{5, 3, 3, 4, 9}},
		{[]any{&shim{}, codec.At(1, &lender{}), codec.At(1, &leaf{})}, []byte{5, 0, 9}},
		{[]any{&lender{}, codec.At(1, &shim{}), codec.At(2, &leaf{}), codec.At(1, []byte{7})}, []byte{3, 4, 9, 7}},
	} {
		for range 2 { // what was found is remembered
			for _, links := range []*codec.Links{nil, codec.NewLinks(nil)} {
				got, err := codec.Encoder{Derive: codec.All, Links: links}.Marshal(c.layers...)
				if err != nil || !bytes.Equal(got, c.want) {
					t.Errorf("%T: % x, want % x (%v)", c.layers, got, c.want, err)
				}
				got, err = codec.Encoder{Derive: codec.All, Links: links, Reflective: true}.Marshal(c.layers...)
				if err != nil || !bytes.Equal(got, c.want) {
					t.Errorf("%T, reflective: % x, want % x (%v)", c.layers, got, c.want, err)
				}
			}
		}
	}
}
