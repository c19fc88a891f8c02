package fuzz

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"

	"github.com/leanovate/gopter"
)

// Entropy makes choices from bytes: from random ones in properties, from what the
// fuzzing engine tries in fuzz targets. When they are used up, every choice is the first one, which is the
// smallest, so that a shorter sequence of bytes means a smaller value.
type Entropy struct {
	b      []byte
	strict bool // see the option Strict
}

// NewEntropy returns choices from b.
func NewEntropy(b []byte) *Entropy { return &Entropy{b: b} }

// Byte returns the next byte.
func (e *Entropy) Byte() byte {
	if len(e.b) == 0 {
		return 0
	}
	c := e.b[0]
	e.b = e.b[1:]
	return c
}

// Intn returns a number below n, which is at most 2³².
func (e *Entropy) Intn(n int) int {
	switch {
	case n <= 1:
		return 0
	case n <= 256:
		return int(e.Byte()) % n
	}
	return int(e.uint(4) % uint64(n))
}

// One reports true once in n times; never when the bytes are used up.
func (e *Entropy) One(n int) bool { return e.Intn(n) == n-1 }

func (e *Entropy) uint(bytes int) (v uint64) {
	for range bytes {
		v = v<<8 | uint64(e.Byte())
	}
	return v
}

// Bits returns a number of a width in bits, 1 to 64, more often one at the ends of the range.
func (e *Entropy) Bits(width int) uint64 {
	top := ^uint64(0) >> (64 - width)
	switch e.Intn(8) {
	case 0:
		return 0
	case 1:
		return top
	case 2:
		return top - 1
	case 3:
		return 1 << (width - 1)
	case 4:
		return 1<<(width-1) - 1
	case 5:
		return e.uint(1) & 7 & top
	}
	return e.uint((width+7)/8) & top
}

// Bytes returns n bytes, nil if n is 0.
func (e *Entropy) Bytes(n int) []byte {
	if n <= 0 {
		return nil
	}
	b := make([]byte, n)
	if n <= 4 {
		for i := range b {
			b[i] = e.Byte()
		}
		return b
	}
	seed := e.Byte()
	r := rand.New(rand.NewPCG(uint64(seed), uint64(n)))
	for i := range b {
		switch {
		case seed == 0:
		case seed == 1:
			b[i] = 0xff
		default:
			if b[i] = byte(r.Uint32()); seed&1 != 0 {
				b[i] &= 7
			}
		}
	}
	return b
}

// Size returns a number of bytes or elements: few as a rule, now and then more than a byte can count.
func (e *Entropy) Size() int {
	switch e.Intn(64) {
	case 61:
		return 250 + e.Intn(16)
	case 62:
		return 20 + e.Intn(40)
	case 63:
		return 4 * e.Intn(16)
	}
	return e.Intn(9)
}

// Choices are the bytes for an Entropy, as properties print them.
type Choices []byte

// Format prints hexadecimal digits.
func (c Choices) Format(f fmt.State, _ rune) { fmt.Fprintf(f, "%x", []byte(c)) }

// Chosen generates the bytes for an Entropy, up to n of them, and shrinks them to fewer and smaller ones.
func Chosen(n int) gopter.Gen {
	return func(p *gopter.GenParameters) *gopter.GenResult {
		b := make(Choices, p.Rng.Intn(n+1))
		p.Rng.Read(b)
		return gopter.NewGenResult(b, shrink)
	}
}

// shrink tries the parts of a sequence without one half, one quarter and so on, then smaller bytes: zero, half, one
// less.
func shrink(v any) gopter.Shrink {
	b := v.(Choices)
	size, at, less := (len(b)+1)/2, 0, 0
	return func() (any, bool) {
		if at >= len(b) {
			if at = 0; size == 1 {
				size = 0
			}
			size = (size + 1) / 2
		}
		if size > 0 {
			end := min(at+size, len(b))
			out := append(append(make(Choices, 0, len(b)), b[:at]...), b[end:]...)
			at = end
			return out, true
		}
		for less < 3*len(b) {
			i, kind := less%len(b), less/len(b)
			less++
			c := [...]byte{0, b[i] / 2, b[i] - 1}[kind]
			if c >= b[i] || kind > 0 && c == 0 {
				continue
			}
			out := slices.Clone(b)
			out[i] = c
			return out, true
		}
		return nil, false
	}
}

// Mutate returns a damaged copy of data: bits and bytes changed, numbers at the ends of their range,
// parts cut, added, repeated, and exchanged with those of another input.
func Mutate(e *Entropy, data []byte, other []byte) []byte {
	b := append(make([]byte, 0, len(data)+16), data...)
	for range 1 + e.Intn(4) {
		at := 0
		if len(b) > 0 {
			if at = e.Intn(len(b)); e.Intn(2) == 0 { // lengths stand in front
				at = e.Intn(min(len(b), 24))
			}
		}
		b = mutate(e, b, at, other)
	}
	return b
}

func mutate(e *Entropy, b []byte, at int, other []byte) []byte {
	switch k := e.Intn(10); {
	case k == 6:
		return append(b, e.Bytes(1+e.Intn(12))...)
	case len(b) == 0:
		return b
	case k == 0:
		b[at] ^= 1 << e.Intn(8)
	case k == 1:
		b[at] = byte(e.Bits(8))
	case k == 2:
		b[at] += byte(e.Intn(5)) - 2
	case k == 3:
		v := e.Bits(16)
		for i := 0; i < 2 && at+i < len(b); i++ {
			b[at+i] = byte(v >> (8 - 8*i))
		}
	case k == 4:
		return b[:at]
	case k == 5:
		return append(b[:at:at], b[min(len(b), at+1+e.Intn(4)):]...)
	case k == 7:
		n := min(len(b), at+1+e.Intn(16))
		return append(b[:n:n], b[at:]...)
	case k == 8 && len(other) > 0:
		return append(b[:at:at], other[e.Intn(len(other)):]...)
	default:
		b[at] = e.Byte()
	}
	return b
}

// Same reports whether two values are the same in depth, unexported fields included. Slices that are nil and those
// that are empty are the same.
func Same(a, b reflect.Value) bool {
	if a.IsValid() != b.IsValid() || (a.IsValid() && a.Type() != b.Type()) {
		return false
	}
	if !a.IsValid() {
		return true
	}
	switch a.Kind() {
	case reflect.Bool:
		return a.Bool() == b.Bool()
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		return a.Int() == b.Int()
	case reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64, reflect.Uintptr:
		return a.Uint() == b.Uint()
	case reflect.String:
		return a.String() == b.String()
	case reflect.Array:
		for i := range a.Len() {
			if !Same(a.Index(i), b.Index(i)) {
				return false
			}
		}
		return true
	case reflect.Struct:
		for i := range a.NumField() {
			if !Same(a.Field(i), b.Field(i)) {
				return false
			}
		}
		return true
	case reflect.Slice:
		if a.Len() != b.Len() {
			return false
		}
		if a.Type().Elem().Kind() == reflect.Uint8 {
			return bytes.Equal(a.Bytes(), b.Bytes())
		}
		for i := range a.Len() {
			if !Same(a.Index(i), b.Index(i)) {
				return false
			}
		}
		return true
	case reflect.Pointer, reflect.Interface:
		if a.IsNil() || b.IsNil() {
			return a.IsNil() == b.IsNil()
		}
		if a.Type().PkgPath() == "unique" { // the zone of an address
			return a.Equal(b)
		}
		return Same(a.Elem(), b.Elem())
	}
	if !a.Comparable() || !b.Comparable() { // maps and functions, in fields that are not on the wire
		return a.IsNil() == b.IsNil() && (!a.CanInterface() || reflect.DeepEqual(a.Interface(), b.Interface()))
	}
	return a.Equal(b)
}
