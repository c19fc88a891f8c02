package fuzz_test

import (
	"bytes"
	"math/rand/v2"
	"reflect"
	"strings"
	"testing"

	"github.com/leanovate/gopter"
	"github.com/leanovate/gopter/prop"

	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/flow"
	"github.com/wiretag/wiretag/fuzz"
	"github.com/wiretag/wiretag/layers"
	"github.com/wiretag/wiretag/packet"
	"github.com/wiretag/wiretag/tags"
)

// chosen are choices by number.
func chosen(seed uint64, n int) []byte {
	b := make([]byte, n)
	rand.NewChaCha8([32]byte{byte(seed), byte(seed >> 8), byte(seed >> 16)}).Read(b)
	return b
}

// smallest runs a property that fails and returns its last argument, shrunk.
func smallest[T any](t *testing.T, g gopter.Gen, holds func(T) bool) T {
	t.Helper()
	p := gopter.DefaultTestParametersWithSeed(7)
	p.MinSuccessfulTests = 5000
	r := prop.ForAll(func(v T) bool { return holds(v) }, g).Check(p)
	if r.Passed() {
		t.Fatal("nothing failed")
	}
	return r.Args[0].Arg.(T)
}

// TestShrinks: what fails ends as the smallest value that does, and is valid.
func TestShrinks(t *testing.T) {
	v := smallest(t, fuzz.Gen[layers.IPv4](), func(ip *layers.IPv4) bool { return ip.TTL < 100 })
	want := layers.IPv4{Version: 4, IHL: 5, Length: 20, TTL: v.TTL, Protocol: v.Protocol, Checksum: v.Checksum, Src: v.Src, Dst: v.Dst}
	if !fuzz.Same(reflect.ValueOf(*v), reflect.ValueOf(want)) || v.TTL < 100 {
		t.Errorf("%s", fuzz.Text(v))
	}
	b := smallest(t, fuzz.Packet(&layers.Ethernet{}, &layers.IPv4{}, &layers.TCP{}), func(b *fuzz.Built) bool {
		return len(b.Layers[2].(*layers.TCP).Options) < 2
	})
	tcp := b.Layers[2].(*layers.TCP)
	if len(tcp.Options) > 3 || len(b.Payload) > 0 || len(b.Layers[1].(*layers.IPv4).Options) > 0 || b.Decode().Err() != nil {
		t.Errorf("%s", b)
	}
	if s := b.String(); len(s) > 500 || !strings.HasPrefix(s, "Ethernet{") {
		t.Errorf("%d bytes of text: %s", len(s), s)
	}
}

// TestSeeded: the same parameters give the same packets, other ones others.
func TestSeeded(t *testing.T) {
	some := func(seed int64) (out []byte) {
		p := gopter.DefaultGenParameters().WithSize(50)
		p.Rng.Seed(seed)
		g := fuzz.Stack()
		for range 50 {
			v, _ := g(p).Retrieve()
			out = append(out, v.(*fuzz.Built).Data...)
		}
		return out
	}
	a, b, c := some(1), some(1), some(2)
	if !bytes.Equal(a, b) || bytes.Equal(a, c) || len(a) < 2000 {
		t.Errorf("%d bytes, %d and %d", len(a), len(b), len(c))
	}
}

// wide has fields of many widths.
type wide struct {
	A uint8  `bits:"1"`
	B uint8  `bits:"3"`
	C uint16 `bits:"12"`
	D uint32 `bits:"24"`
	E int32  `bits:"32"`
	F uint64 `bits:"48"`
	G uint64 `bits:"64"`
}

// TestBoundaries: the ends of the range of every field come up, and what lies between.
func TestBoundaries(t *testing.T) {
	seen := map[string]map[uint64]bool{}
	for i := range uint64(3000) {
		v := reflect.ValueOf(fuzz.Value[wide](chosen(i, 80))).Elem()
		for j := range v.NumField() {
			name := v.Type().Field(j).Name
			if seen[name] == nil {
				seen[name] = map[uint64]bool{}
			}
			if v.Field(j).CanInt() {
				seen[name][uint64(uint32(v.Field(j).Int()))] = true
			} else {
				seen[name][v.Field(j).Uint()] = true
			}
		}
	}
	for name, width := range map[string]int{"A": 1, "B": 3, "C": 12, "D": 24, "E": 32, "F": 48, "G": 64} {
		top := ^uint64(0) >> (64 - width)
		for _, n := range []uint64{0, top, top - 1, 1 << (width - 1), 1<<(width-1) - 1} {
			if !seen[name][n] {
				t.Errorf("%s: %#x does not come up", name, n)
			}
		}
		if least := min(top, 300); uint64(len(seen[name])) < least {
			t.Errorf("%s: %d values", name, len(seen[name]))
		}
	}
}

// TestNamed: fields of named numbers mostly have values with a name.
func TestNamed(t *testing.T) {
	named := 0
	for i := range uint64(1000) {
		if v := fuzz.Value[layers.ARP](chosen(i, 80)); !strings.ContainsAny(v.Operation.String(), "0123456789") {
			named++
		}
	}
	if named < 600 || named == 1000 {
		t.Errorf("%d of 1000 operations have a name", named)
	}
}

// TestFlows: packets belong to few flows, and to both directions of them.
func TestFlows(t *testing.T) {
	s := fuzz.NewStacks()
	path := s.Path(&layers.Ethernet{}, &layers.IPv4{}, &layers.TCP{})
	type pair struct{ net, ports flow.Flow }
	all := map[pair]int{}
	both, packets := 0, 2000
	for i := range packets {
		p := s.Whole(path, chosen(uint64(i), 400)).Decode()
		k := pair{p.NetworkFlow(), p.TransportFlow()}
		if all[k]++; all[pair{k.net.Reverse(), k.ports.Reverse()}] > 0 {
			both++
		}
	}
	again := packets - len(all)
	if again < packets/4 || both < packets/4 || len(all) < 50 {
		t.Errorf("%d flows in %d packets, %d of them in the other direction", len(all), packets, both)
	}
}

// TestConsistent: the derived fields of what is made are those that encoding gives, for single layers and packets.
func TestConsistent(t *testing.T) {
	stacks := fuzz.NewStacks()
	for i := range uint64(2000) {
		v := fuzz.Value[layers.DNS](chosen(i, 300))
		verbatim, err1 := codec.Encoder{}.Marshal(v)
		derived, err2 := codec.Marshal(v)
		if err1 != nil || err2 != nil || !bytes.Equal(verbatim, derived) {
			t.Fatalf("%x %v, derived %x %v", verbatim, err1, derived, err2)
		}
		b := stacks.Whole(nil, chosen(i, 400))
		var view packet.View
		_ = view.DecodeAt(b.Data, b.First) // there may be errors in what the payload is taken for
		for c := range view.Checksums() {
			if i := c.Layer.Index(); c.State == codec.SumBad && i < len(b.Layers) && reflect.TypeOf(c.Layer.Value()) == reflect.TypeOf(b.Layers[i]) {
				t.Errorf("%s: %s is %#x, want %#x", b.Names(), c.Field, c.Got, c.Want)
			}
		}
		if b.Data == nil {
			t.Errorf("%s has no bytes", b.Names())
		}
	}
	loose := 0
	for i := range uint64(100) {
		if v := fuzz.Value[layers.IPv4](chosen(i, 100), fuzz.Loose()); v.Length != 20 && v.Length != 0 {
			loose++
		}
	}
	if loose < 20 {
		t.Errorf("only %d of 100 lengths are anything", loose)
	}
}

// BenchmarkPacket makes packets of Ethernet, IPv4 and TCP, with options and payload.
func BenchmarkPacket(b *testing.B) {
	s := fuzz.NewStacks()
	path := s.Path(&layers.Ethernet{}, &layers.IPv4{}, &layers.TCP{})
	var all [][]byte
	for i := range uint64(256) {
		all = append(all, chosen(i, 400))
	}
	size := 0
	for i := 0; b.Loop(); i++ {
		size += len(s.Whole(path, all[i&255]).Data)
	}
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "packets/s")
	b.ReportMetric(float64(size)/float64(b.N), "bytes/packet")
}

// Whole is a struct whose union has a type for every number of its selector; Bare has no type for any.
type Whole struct {
	Kind  uint8    `bits:"1"`
	Spare uint8    `bits:"7"`
	Part  WholeOne `bits:"*,union=Kind"`
}

type Bare struct {
	Kind uint8  `bits:"8"`
	Data []byte `bits:"*,union=Kind"`
}

type (
	WholeOne  interface{ one() }
	WholeByte struct {
		N uint8 `bits:"8"`
	}
	WholeWord struct {
		N uint16 `bits:"16"`
	}
	WholeRaw []byte
)

func (*WholeByte) one() {}
func (*WholeWord) one() {}
func (WholeRaw) one()   {}

func (*Whole) Members(string) tags.Members {
	return tags.Members{Types: map[uint64]any{0: (*WholeByte)(nil), 1: (*WholeWord)(nil)}, Raw: WholeRaw(nil)}
}

func (*Bare) Members(string) tags.Members { return tags.Members{} }

// TestWholeUnion: values are made of unions that have a type for every number, and for none.
func TestWholeUnion(t *testing.T) {
	for _, proto := range []any{(*Whole)(nil), (*Bare)(nil)} {
		typ, err := codec.TypeFor(reflect.TypeOf(proto).Elem())
		if err != nil {
			t.Fatal(err)
		}
		r := rand.New(rand.NewPCG(1, 1))
		for range 300 {
			b := make([]byte, 20)
			for i := range b {
				b[i] = byte(r.Uint32())
			}
			m := fuzz.Maker{Entropy: fuzz.NewEntropy(b)}
			v := reflect.New(typ.GoType())
			m.Fill(typ, v.Elem())
			if w, ok := v.Interface().(*Whole); ok {
				if _, raw := w.Part.(WholeRaw); raw || w.Part == nil {
					t.Fatalf("%T for %d", w.Part, w.Kind)
				}
			}
			if _, err := codec.Marshal(v.Interface()); err != nil {
				t.Fatal(err)
			}
		}
	}
}

// Colours has bytes of a type of their own, in an array and in a list of arrays.
type Colours struct {
	One [3]Colour   `bits:"24"`
	All [][3]Colour `bits:"*,each=24"`
}

// Colour is one of them.
type Colour uint8

// TestNamedBytes: values with bytes of a type of their own are made, and have a text.
func TestNamedBytes(t *testing.T) {
	typ, err := codec.TypeFor(reflect.TypeFor[Colours]())
	if err != nil {
		t.Fatal(err)
	}
	var c Colours
	m := fuzz.Maker{Entropy: fuzz.NewEntropy([]byte{7, 8, 9, 0, 1, 10, 11, 12})}
	m.Fill(typ, reflect.ValueOf(&c).Elem())
	if c.One != [3]Colour{7, 8, 9} || len(c.All) != 1 || c.All[0] != [3]Colour{10, 11, 12} {
		t.Errorf("%+v", c)
	}
	if text := fuzz.Text(&c); !strings.Contains(text, "070809") || !strings.Contains(text, "0a0b0c") {
		t.Error(text)
	}
}
