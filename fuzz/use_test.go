package fuzz_test

import (
	"bytes"
	"math/rand/v2"
	"reflect"
	"testing"

	"github.com/leanovate/gopter"

	"github.com/wiretag/wiretag/capture"
	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/fuzz"
	"github.com/wiretag/wiretag/layers"
	"github.com/wiretag/wiretag/packet"
)

// TestEntropyEnds: choices are those of the bytes, and when they are used up the smallest ones.
func TestEntropyEnds(t *testing.T) {
	e := fuzz.NewEntropy([]byte{0xab})
	if b := e.Byte(); b != 0xab {
		t.Errorf("%#x", b)
	}
	if e.Byte() != 0 || e.Bits(16) != 0 || e.Size() != 0 || e.Intn(10) != 0 {
		t.Error("without bytes a choice is not the smallest")
	}
	one := 0
	e = fuzz.NewEntropy(bytes.Repeat([]byte{0, 1, 2, 3, 4, 5, 6, 7}, 100))
	for range 100 {
		if e.One(4) {
			one++
		}
		if v := e.Bits(3); v > 7 {
			t.Errorf("%d has more than three bits", v)
		}
	}
	if one == 0 || one == 100 {
		t.Errorf("one in four: %d of 100", one)
	}
}

// TestSequencesOfFrames: each generator gives Ethernet frames that decode, and what they say.
func TestSequencesOfFrames(t *testing.T) {
	for name, gen := range map[string]gopter.Gen{"conversation": fuzz.Conversation(0), "DHCP": fuzz.DHCP(0), "DNS": fuzz.DNS(0), "fragments": fuzz.Fragments(0)} {
		v, ok := gen(gopter.DefaultGenParameters()).Retrieve()
		s, is := v.(*fuzz.Sequence)
		if !ok || !is || len(s.Frames) == 0 || s.LinkType() != capture.LinkTypeEthernet {
			t.Errorf("%s: %T, %v", name, v, ok)
			continue
		}
		for _, f := range s.Frames {
			if p := packet.New(f.Data, s.LinkType()); packet.Get[layers.Ethernet](p) == nil {
				t.Errorf("%s: %v", name, p)
			}
		}
	}
}

// TestMutationParts: a mutation names a layer of the packet, and what was there before.
func TestMutationParts(t *testing.T) {
	data, err := codec.Marshal(&layers.IPv4{TTL: 64}, &layers.UDP{SrcPort: 1, DstPort: 9}, []byte("hello"))
	if err != nil {
		t.Fatal(err)
	}
	p := packet.New(data, capture.LinkTypeRaw)
	lengths := 0
	for m := range fuzz.Mutations(p) {
		if m.Layer >= 0 && m.Name != p.Layer(m.Layer).Name() {
			t.Errorf("%v: layer %d is %s", m, m.Layer, p.Layer(m.Layer).Name())
		}
		if m.Name == "UDP" && m.Field == "Length" {
			lengths++
			if m.Was != 13 || m.Is == 13 {
				t.Errorf("%v: was %d", m, m.Was)
			}
		}
	}
	if lengths == 0 {
		t.Error("no length of UDP was changed")
	}
}

// TestSubjectParts: a subject makes values of its type, which obey the laws together with bytes from elsewhere; options count.
func TestSubjectParts(t *testing.T) {
	s := fuzz.NewSubject[layers.UDP](fuzz.Strict(), fuzz.Choosing(64), fuzz.WithCustoms(fuzz.BuiltIn()))
	first, ok1 := s.New([]byte("some bytes")).(*layers.UDP)
	again, ok2 := s.New([]byte("some bytes")).(*layers.UDP)
	other, ok3 := s.New([]byte("other bytes")).(*layers.UDP)
	if !ok1 || !ok2 || !ok3 || *first != *again || *first == *other {
		t.Errorf("%v, %v, %v", first, again, other)
	}
	if err := s.Both([]byte{0, 1, 0, 9, 0, 13, 0, 0, 'h', 'e', 'l', 'l', 'o'}, []byte{1, 2, 3}); err != nil {
		t.Error(err)
	}
	c := fuzz.NewCoverage(s.Type)
	if c.Type != s.Type || c.Type.Name() != "UDP" {
		t.Errorf("%v", c.Type)
	}
	links := packet.NewRegistry().Links()
	v, ok := fuzz.Stack(fuzz.Following(links))(gopter.DefaultGenParameters()).Retrieve()
	if b, is := v.(*fuzz.Built); !ok || !is || b.Links != links || len(b.Layers) == 0 {
		t.Errorf("%T, %v", v, ok)
	}
}

// TestMakerStrict: reserved bits are set now and then, unless the maker is strict.
func TestMakerStrict(t *testing.T) {
	typ, err := codec.TypeFor(reflect.TypeFor[layers.TCP]())
	if err != nil {
		t.Fatal(err)
	}
	random := rand.NewChaCha8([32]byte{1})
	set := map[bool]int{}
	for range 100 {
		choices := make([]byte, 200)
		_, _ = random.Read(choices)
		for _, strict := range []bool{false, true} {
			var tcp layers.TCP
			m := &fuzz.Maker{Entropy: fuzz.NewEntropy(choices), Strict: strict}
			m.Fill(typ, reflect.ValueOf(&tcp).Elem())
			if tcp.Reserved != 0 {
				set[strict]++
			}
		}
	}
	if set[false] == 0 || set[true] != 0 {
		t.Errorf("reserved bits are set in %d of 100, in %d of 100 that are strict", set[false], set[true])
	}
}
