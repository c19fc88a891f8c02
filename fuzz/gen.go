package fuzz

import (
	"fmt"
	"reflect"

	"github.com/leanovate/gopter"

	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/packet"
)

// Option changes how values are made.
type Option func(*settings)

type settings struct {
	customs Customs
	loose   bool
	strict  bool
	size    int
	links   *codec.Links

	examples []*packet.Packet
	around   []codec.Key
}

// choices is how many bytes of choices a value has at most, where no option says otherwise: enough for a packet
// with options in every layer.
const choices = 400

func newSettings(opts []Option) *settings {
	s := &settings{customs: BuiltIn(), size: choices}
	for _, o := range opts {
		o(s)
	}
	return s
}

// WithCustoms adds makers of field types that are their own codec. They win over those of the built-in layers.
func WithCustoms(c Customs) Option {
	return func(s *settings) { s.customs = s.customs.with(c) }
}

// Loose leaves derived fields (lengths, counts, checksums, padding) as anything that fits into their width, as in
// structs that are still to be built. Without it they are what encoding gives them.
func Loose() Option { return func(s *settings) { s.loose = true } }

// Strict leaves out what is valid by the tags and yet odd: numbers without a name where others have one, options and
// members of unions with other contents than their type has, reserved bits that are set, fragments.
func Strict() Option { return func(s *settings) { s.strict = true } }

// Choosing sets how many bytes of choices a value is made of at most: more bytes, larger values.
func Choosing(bytes int) Option { return func(s *settings) { s.size = bytes } }

// Gen generates pointers to structs of type T, whose bits tags say what a valid one is: every field over its width and more often
// at the ends of its range, fields of named numbers mostly with values that have a name, lists and unions of every
// member, endpoints from few addresses and ports. Derived fields are consistent, unless Loose says otherwise.
//
// What fails is shrunk by making the value anew of fewer and smaller choices. So it stays valid, and most of its
// fields end as zeros. The same parameters give the same values. It panics if T has mistakes in its tags.
func Gen[T any](opts ...Option) gopter.Gen {
	s, t := newSettings(opts), typeOf[T]()
	return from(s.size, func(c Choices) *T { return s.value(t, c).(*T) })
}

// Value makes the struct that choices stand for, as Gen does. The same choices always make the same value; when they
// are used up, every further choice is the smallest.
func Value[T any](choices []byte, opts ...Option) *T {
	return newSettings(opts).value(typeOf[T](), choices).(*T)
}

func typeOf[T any]() *codec.Type {
	t, err := codec.TypeFor(reflect.TypeFor[T]())
	if err != nil {
		panic(fmt.Sprintf("fuzz: %v", err)) // a mistake of the program, not of data
	}
	return t
}

// value makes a struct of a type. A value that has no wire form because something in it is too long is
// made of half of the choices.
func (s *settings) value(t *codec.Type, c Choices) any {
	for {
		v := t.New()
		m := &Maker{Entropy: NewEntropy(c), Customs: s.customs, Strict: s.strict}
		m.Fill(t, reflect.ValueOf(v).Elem())
		if s.loose {
			return v
		}
		data, err := codec.Marshal(v)
		if err == nil {
			w := t.New()
			var st codec.State
			if _, ok := t.Decode(w, data, &st); ok {
				return w
			}
		}
		if len(c) == 0 {
			return v
		}
		c = c[:len(c)/2]
	}
}

// from generates what build makes of choices.
func from[V comparable](size int, build func(Choices) V) gopter.Gen {
	return func(p *gopter.GenParameters) *gopter.GenResult {
		c := make(Choices, p.Rng.Intn(size+1))
		p.Rng.Read(c)
		made := map[V]Choices{}
		v := build(c)
		made[v] = c
		return gopter.NewGenResult(v, func(x any) gopter.Shrink {
			next := shrink(made[x.(V)])
			return func() (any, bool) {
				c, ok := next()
				if !ok {
					return nil, false
				}
				v := build(c.(Choices))
				made[v] = c.(Choices)
				return v, true
			}
		})
	}
}
