package fuzz

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"

	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/packet"
)

// Built is a packet made of layers that can follow each other.
type Built struct {
	First   codec.Key     // the entry that stands for the first layer
	Rows    []codec.Link  // by which the layers after the first are reached
	Layers  []any         // pointers to their structs
	Types   []*codec.Type // of the layers
	Payload []byte        // behind the last one, nil if there is none
	Links   *codec.Links  // the table that they follow each other by
	Data    []byte        // what the packet is encoded to, nil if its layers are too large for their fields
}

// Parts are what codec.Marshal takes: the layers and the payload.
func (b *Built) Parts() []any {
	out := append([]any(nil), b.Layers...)
	if b.Payload != nil {
		out = append(out, b.Payload)
	}
	return out
}

// Encode encodes the layers, with everything derived.
func (b *Built) Encode() ([]byte, error) {
	return codec.Encoder{Derive: codec.All, Links: b.Links}.Marshal(b.Parts()...)
}

// Names are those of the layers, as in Ethernet/IPv4/TCP.
func (b *Built) Names() string {
	var s []string
	for _, t := range b.Types {
		s = append(s, t.Name())
	}
	return strings.Join(s, "/")
}

// String gives the layers with all their fields that are not zero, and the payload.
func (b *Built) String() string {
	var s []string
	for i, l := range b.Layers {
		s = append(s, b.Types[i].Name()+Text(l))
	}
	if len(b.Payload) > 0 {
		s = append(s, fmt.Sprintf("%x", b.Payload))
	}
	return strings.Join(s, " / ")
}

// Decode decodes the packet's bytes.
func (b *Built) Decode() *packet.Packet { return packet.NewAt(b.Data, b.First) }

// Found reports whether the packet's bytes are decoded to the layers that it was built of.
func (b *Built) Found() bool { return b.found(b.Decode()) == len(b.Layers) }

// found is how many of the layers are those of the packet that its bytes are decoded to.
func (b *Built) found(p *packet.Packet) int {
	for i, l := range b.Layers {
		if i >= p.Len() || reflect.TypeOf(p.Layer(i).Value()) != reflect.TypeOf(l) || p.Layer(i).Failed() {
			return i
		}
	}
	return len(b.Layers)
}

// settle replaces the layers by what they are decoded to, if all are found. It returns how many are.
func (b *Built) settle() int {
	p := b.Decode()
	n := b.found(p)
	if n == len(b.Layers) {
		for i := range b.Layers {
			b.Layers[i] = p.Layer(i).Value()
		}
	}
	return n
}

// layer makes a layer. Where its type is recognized by its contents, or a method tells which one follows, a strict one looks like what it is and
// can have the layer that is to follow: it is made anew until that is so. At the end, it
// is rather one that nothing has to follow. Where choices do not lead there, or an example is preferred, it is like one.
func (s *Stacks) layer(t *codec.Type, e *Entropy, to *codec.Link, end, prefer bool) (v any, as *example) {
	if prefer || s.settings.strict && opaque[reflect.PointerTo(t.GoType())] {
		if v, as := s.like(t, e, to); as != nil {
			return v, as
		}
	}
	v = s.one(t, e)
	tries := 0
	if s.settings.strict {
		tries = 100
	}
	if len(s.examples[t]) > 0 {
		tries = 20
	}
	if tries == 0 {
		return v, nil
	}
	r := rand.New(rand.NewPCG(e.uint(4), 0))
	again := make([]byte, 60)
	for i := range tries {
		if looks(t, v) && s.allows(t, v, to) && s.fine(t, v) && !(end && i < tries/2 && s.leads(v)) {
			return v, nil
		}
		for i := range again {
			again[i] = byte(r.Uint32())
		}
		v = s.one(t, NewEntropy(again))
	}
	if v, as := s.like(t, e, to); as != nil {
		return v, as
	}
	return v, nil
}

// leads reports whether a method of a layer says which one follows.
func (s *Stacks) leads(v any) bool {
	hook, ok := v.(codec.NextLayer)
	return ok && s.links.Layer(hook.NextLayer(make([]byte, 8))) != nil
}

// fine reports whether a layer holds, once it is encoded, nothing that its types do not allow, if that is asked for.
func (s *Stacks) fine(t *codec.Type, v any) bool { return s.odd(t, v) == 0 }

// odd counts what a layer holds, once it is encoded, that its types do not allow, if that is asked for.
func (s *Stacks) odd(t *codec.Type, v any) int {
	if !s.settings.strict {
		return 0
	}
	data, err := codec.Marshal(v)
	if err != nil {
		return 0 // what is around it may be missing
	}
	w := t.New()
	var st codec.State
	if _, ok := t.Decode(w, data, &st); !ok {
		return 0
	}
	return oddStruct(reflect.ValueOf(w))
}

// looks reports whether a layer is recognized, alone or with something behind it.
func looks(t *codec.Type, v any) bool {
	if !t.Looks() {
		return true
	}
	alone, err1 := codec.Marshal(v)
	more, err2 := codec.Marshal(v, make([]byte, 8))
	return err1 == nil && t.Recognizes(alone) || err2 == nil && t.Recognizes(more)
}

// allows reports whether a layer can have another one inside it.
func (s *Stacks) allows(t *codec.Type, v any, to *codec.Link) bool {
	if _, hook := v.(codec.NextLayer); !hook || to == nil {
		return true
	}
	return slices.Contains(s.children(t, v), *to)
}

func (s *Stacks) one(t *codec.Type, e *Entropy) any {
	v := t.New()
	m := &Maker{Entropy: e, Customs: s.settings.customs, Strict: s.settings.strict}
	m.Fill(t, reflect.ValueOf(v).Elem())
	plain(v)
	if s.settings.strict {
		whole(v)
	}
	return v
}
