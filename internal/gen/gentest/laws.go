// Package gentest compares generated code with the reflective codec: for every input
// both give the same value, the same extent and the same error.
package gentest

import (
	"bytes"
	"errors"
	"fmt"
	"math/rand/v2"
	"reflect"
	"testing"

	"github.com/wiretag/wiretag/codec"
)

// Laws compares the two for one layer type, in rounds of random values, what they
// encode to, that cut short and with bytes changed, and random bytes. Seeds are more
// inputs, which are changed in the same way.
func Laws(t *testing.T, layer any, rounds int, seeds ...[]byte) {
	t.Helper()
	c := New(t, reflect.TypeOf(layer).Elem())
	for i := range rounds {
		var data []byte
		switch {
		case i%8 == 7:
			data = random(c.r, c.r.IntN(80))
		case i%4 == 3 && len(seeds) > 0:
			data = seeds[c.r.IntN(len(seeds))]
		default:
			data = c.encode()
		}
		c.Inputs(data, i)
		if t.Failed() {
			return
		}
	}
	if c.good == 0 {
		t.Errorf("%s: none of %d inputs decodes", c.typ.Name(), c.all)
	}
}

// New returns a comparison for a struct type.
func New(t *testing.T, typ reflect.Type) *Comparison {
	t.Helper()
	ty, err := codec.TypeFor(typ)
	if err != nil {
		t.Fatal(err)
	}
	c := &Comparison{T: t, typ: ty, r: rand.New(rand.NewPCG(7, uint64(len(typ.Name()))))}
	c.fast, c.slow = reflect.New(typ), reflect.New(typ)
	return c
}

// Comparison compares the two ways for one layer type. It holds the structs that are
// decoded into, again and again.
type Comparison struct {
	*testing.T
	typ        *codec.Type
	r          *rand.Rand
	fast, slow reflect.Value
	s, q       codec.State
	good, all  int
}

func random(r *rand.Rand, n int) []byte {
	b := make([]byte, n)
	small := r.IntN(2) == 0
	for i := range b {
		if b[i] = byte(r.Uint32()); small && r.IntN(3) > 0 {
			b[i] %= 8
		}
	}
	return b
}

// Inputs decodes data, parts of it and changed copies of it.
func (c *Comparison) Inputs(data []byte, round int) {
	c.Decode(data)
	if round%16 == 0 {
		for n := range min(len(data), 200) {
			c.Decode(data[:n:n])
		}
	} else if len(data) > 0 {
		c.Decode(data[:c.r.IntN(len(data))])
	}
	for range 6 {
		m := bytes.Clone(data)
		for range 1 + c.r.IntN(3) {
			if len(m) > 0 {
				c.change(m)
			}
		}
		c.Decode(m)
		c.Decode(append(m, random(c.r, c.r.IntN(9))...))
	}
}

// change alters one byte, more often at the start, where the lengths are.
func (c *Comparison) change(m []byte) {
	at := c.r.IntN(len(m))
	if c.r.IntN(2) == 0 {
		at = c.r.IntN(min(len(m), 24))
	}
	switch c.r.IntN(4) {
	case 0:
		m[at] = byte(c.r.Uint32())
	case 1:
		m[at] ^= 1 << c.r.IntN(8)
	case 2:
		m[at] += byte(c.r.IntN(5)) - 2
	default:
		m[at] = byte(c.r.IntN(9))
	}
}

// Decoded is the struct that was decoded last.
func (c *Comparison) Decoded() reflect.Value { return c.fast }

// Decode decodes data in both ways into structs that are used again.
func (c *Comparison) Decode(data []byte) {
	was := bytes.Clone(data)
	ext, ok := c.typ.Decode(c.fast.Interface(), data, &c.s)
	want, good := c.typ.DecodeReflective(c.slow.Interface(), data, &c.q)
	c.all++
	if good && c.q.Err() == nil {
		c.good++
	}
	switch {
	case ext != want || ok != good:
		c.Errorf("%s: %x\ngenerated  %+v %v %v\nreflective %+v %v %v", c.typ.Name(), data, ext, ok, c.s.Err(), want, good, c.q.Err())
	case !reflect.DeepEqual(c.s.Err(), c.q.Err()):
		c.Errorf("%s: %x\ngenerated  %v\nreflective %v", c.typ.Name(), data, c.s.Err(), c.q.Err())
	case !reflect.DeepEqual(c.fast.Interface(), c.slow.Interface()):
		c.Errorf("%s: %x\ngenerated  %+v\nreflective %+v", c.typ.Name(), data, c.fast, c.slow)
	case !bytes.Equal(was, data):
		c.Errorf("%s: the input was written to", c.typ.Name())
	}
	if err := tight(c.fast); err != nil {
		c.Errorf("%s: %x: %v", c.typ.Name(), data, err)
	}
}

// errSpare is a byte slice with capacity beyond its length.
var errSpare = errors.New("spare capacity")

// tight reports byte slices with spare capacity.
func tight(v reflect.Value) error {
	switch v.Kind() {
	case reflect.Pointer, reflect.Interface:
		if v.IsNil() || v.Elem().Kind() == reflect.Interface {
			return nil
		}
		return tight(v.Elem())
	case reflect.Struct:
		for i := range v.NumField() {
			if f := v.Type().Field(i); f.IsExported() {
				if err := tight(v.Field(i)); err != nil {
					return fmt.Errorf("%s: %w", f.Name, err)
				}
			}
		}
	case reflect.Slice:
		if v.Type().Elem().Kind() == reflect.Uint8 {
			if v.Len() != v.Cap() {
				return errSpare
			}
			return nil
		}
		for i := range v.Len() {
			if err := tight(v.Index(i)); err != nil {
				return err
			}
		}
	}
	return nil
}

// encode encodes a random value in both ways, and returns what it gives.
func (c *Comparison) encode() []byte {
	v := reflect.New(c.typ.GoType())
	if c.r.IntN(6) > 0 {
		fill(c.r, c.typ, v.Elem(), 0)
	} else {
		c.typ.DecodeReflective(v.Interface(), random(c.r, c.r.IntN(100)), &c.q)
	}
	return c.Encode(v, random(c.r, c.r.IntN(12)))
}

// Encode encodes a struct in both ways, and returns what one of them gives.
func (c *Comparison) Encode(v reflect.Value, payload []byte) []byte {
	var out []byte
	for _, d := range []codec.Derive{codec.All, codec.Nothing, codec.Derive(c.r.Uint32()) & codec.All} {
		fast, err1 := codec.Encoder{Derive: d}.Append([]byte("head"), v.Interface(), payload)
		slow, err2 := codec.Encoder{Derive: d, Reflective: true}.Append([]byte("head"), v.Interface(), payload)
		if !bytes.Equal(fast, slow) || !reflect.DeepEqual(err1, err2) {
			c.Errorf("%s: derive %07b: %+v\ngenerated  %x %v\nreflective %x %v", c.typ.Name(), d, v.Elem(), fast, err1, slow, err2)
		}
		if err2 == nil && (out == nil || c.r.IntN(2) == 0) {
			out = slow[4:]
		}
	}
	return out
}
