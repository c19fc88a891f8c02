package fuzz_test

import (
	"crypto/sha256"
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/wiretag/wiretag/fuzz"
	"github.com/wiretag/wiretag/internal/vectors"
	"github.com/wiretag/wiretag/layers"
	"github.com/wiretag/wiretag/layers/industry"
)

// TestLike: with the vectors as examples, there are packets of every layer of the table, also of those that random values do not lead to,
// but for the one that is known by the packet before it, and a layer is not always the same.
func TestLike(t *testing.T) {
	like, err := vectors.All("../layers")
	if err != nil {
		t.Fatal(err)
	}
	s := fuzz.NewStacks(fuzz.Strict(), fuzz.Like(like...))
	found := map[reflect.Type]map[string]bool{} // texts of the layers, with what is inside the last one
	for key, ways := range s.Paths() {
		for i := range 6 * len(ways) {
			choices := make([]byte, 200)
			rand.NewChaCha8(sha256.Sum256(fmt.Appendf(nil, "%v %d", key, i))).Read(choices)
			b := s.Whole(ways[i/6], choices)
			if !b.Found() {
				continue
			}
			for i, l := range b.Layers {
				typ := b.Types[i].GoType()
				if found[typ] == nil {
					found[typ] = map[string]bool{}
				}
				found[typ][fuzz.Text(l)+string(b.Payload)] = true
			}
		}
	}
	var none, same []string
	for r := range layers.Links().Rows {
		switch typ := reflect.TypeOf(r.Layer).Elem(); {
		case typ == reflect.TypeFor[industry.CIPPassed]():
		case len(found[typ]) == 0 && !slices.Contains(none, typ.String()):
			none = append(none, typ.String())
		case len(found[typ]) == 1 && !slices.Contains(same, typ.String()):
			same = append(same, typ.String())
		}
	}
	if len(none) > 0 {
		t.Errorf("in no packet: %s", strings.Join(none, ", "))
	}
	if len(same) > len(found)/20 {
		t.Errorf("always the same: %s", strings.Join(same, ", "))
	}
	t.Logf("%d layers, always the same: %s", len(found), strings.Join(same, ", "))
}
