package layers_test

import (
	"math/rand/v2"
	"reflect"
	"strings"
	"testing"

	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/fuzz"
	"github.com/wiretag/wiretag/layers"
)

// TestGuessFirst: what a layer that is guessed recognizes begins with one of the bytes that its row says.
func TestGuessFirst(t *testing.T) {
	bySubject := make(map[reflect.Type]*fuzz.Subject)
	for _, s := range subjects(t) {
		bySubject[s.Type.GoType()] = s
	}
	for _, g := range layers.Guesses() {
		typ := reflect.TypeOf(g.Layer).Elem()
		s, asker := bySubject[typ], g.Layer.(codec.Recognizer)
		if s == nil || g.First == "" {
			t.Errorf("%v: not among the layers with laws, or any byte will do", typ)
			continue
		}
		r, known := rand.New(rand.NewPCG(1, 2)), 0
		for i := 0; i < 10_000 && known < 10; i++ {
			choices := make([]byte, 200)
			for i := range choices {
				choices[i] = byte(r.Uint32())
			}
			data := s.Wire(choices)
			if len(data) == 0 || !asker.Recognizes(data) {
				continue
			}
			known++
			for b := range 256 {
				if data[0] = byte(b); asker.Recognizes(data) && !strings.Contains(g.First, string([]byte{byte(b)})) {
					t.Fatalf("%v recognizes % x", typ, data)
				}
			}
		}
		t.Logf("%v: %d recognized", typ, known)
		if known == 0 {
			t.Errorf("%v: none is recognized", typ)
		}
	}
}
