package flow

import (
	"bytes"
	"cmp"
	"math/rand"
	"reflect"
	"strings"
	"testing"
	"testing/quick"
)

// Generate makes an endpoint for testing/quick: of a built-in kind or of one
// that varies in length, often with bytes at the ends of their range.
func (Endpoint) Generate(rnd *rand.Rand, _ int) reflect.Value {
	kinds := []Kind{KindMAC, KindEUI64, KindIPv4, KindIPv6, KindTCP, KindUDP, KindUDPLite, KindSCTP, KindDCCP, KindRaw}
	k := kinds[rnd.Intn(len(kinds))]
	n := k.Size()
	if k == KindRaw {
		n = rnd.Intn(MaxSize + 1)
	}
	b := make([]byte, n)
	for i := range b {
		b[i] = []byte{0, 1, 0x7f, 0x80, 0xff, byte(rnd.Int())}[rnd.Intn(6)]
	}
	e, err := k.New(b)
	if err != nil {
		panic(err)
	}
	return reflect.ValueOf(e)
}

func TestProperties(t *testing.T) {
	seed := NewSeed()
	config := &quick.Config{MaxCount: 5000}
	for name, law := range map[string]any{
		"text of an endpoint gives it back": func(e Endpoint) bool {
			again, err := Parse(e.String())
			text, _ := e.AppendText([]byte("x"))
			return err == nil && again == e && string(text) == "x"+e.String()
		},
		"text of a flow gives it back": func(a, b Endpoint) bool {
			again, err := ParseFlow(New(a, b).String())
			var unmarshaled Flow
			text, _ := New(a, b).MarshalText()
			return err == nil && again == New(a, b) && unmarshaled.UnmarshalText(text) == nil && unmarshaled == again
		},
		"bytes and kind make the endpoint": func(e Endpoint) bool {
			again, err := e.Kind().New(e.Bytes())
			return err == nil && again == e && len(e.Bytes()) == e.Len()
		},
		"order is that of kinds, then bytes": func(a, b Endpoint) bool {
			want := cmp.Or(strings.Compare(a.Kind().String(), b.Kind().String()), bytes.Compare(a.Bytes(), b.Bytes()))
			return a.Compare(b) == want && b.Compare(a) == -want && (a == b) == (want == 0)
		},
		"order of flows": func(a, b, c, d Endpoint) bool {
			f, g := New(a, b), New(c, d)
			return f.Compare(g) == cmp.Or(a.Compare(c), b.Compare(d)) && f.Compare(f) == 0
		},
		"hash is symmetric, and not constant": func(a, b Endpoint) bool {
			f := New(a, b)
			return f.FastHash(seed) == f.Reverse().FastHash(seed) && f.FastHash(seed) != New(a, TCPPort(1)).FastHash(seed) ||
				b == TCPPort(1) || a == b
		},
		"both directions have one canonical flow": func(a, b Endpoint) bool {
			f, _ := New(a, b).Canonical()
			g, _ := New(b, a).Canonical()
			return f == g && f.Src().Compare(f.Dst()) <= 0
		},
		"reversing twice changes nothing": func(a, b Endpoint) bool {
			return New(a, b).Reverse().Reverse() == New(a, b) && New(a, b).Reverse() == New(b, a)
		},
		"any word is a kind that can be asked": func(word uint64) bool {
			k := Kind(word)
			e, err := k.New(make([]byte, k.Size()))
			return (err == nil) == k.IsValid() && (err == nil) == e.IsValid() && k.String() != ""
		},
	} {
		if err := quick.Check(law, config); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}
