package gen

import (
	"testing"

	"github.com/wiretag/wiretag/tags"
)

// TestMasks: a mask is written whatever it is, also one that keeps nothing.
func TestMasks(t *testing.T) {
	s := &Struct{Fields: []*Field{{Name: "F", Type: &Type{Kind: "uint8", Bits: 8}}}}
	for text, want := range map[string]string{
		"F==5":      "l.F == 5",
		"F&0==0":    "l.F&0x0 == 0",
		"F&255>=2":  "l.F&0xff >= 2",
		"F&256==0":  "uint64(l.F)&256 == 0",
		"F&1==300":  "uint64(l.F)&1 == 300",
		"!(F&3==3)": "!(l.F&0x3 == 3)",
	} {
		e, err := tags.ParseExpr(text)
		if err != nil {
			t.Fatalf("%s: %v", text, err)
		}
		if got := (&file{}).fn().boolean(&names{s: s, x: "l"}, e); got != want {
			t.Errorf("%s: %s, want %s", text, got, want)
		}
	}
}
