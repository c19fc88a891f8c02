package codec

import (
	"unsafe"
)

// Keys tells which layer follows the one in v, a pointer to a struct of type t that has been
// decoded: the numbers in dispatch tables to try, in that order. It returns how many there are.
func (t *Type) Keys(v any, payload []byte, keys *[4]Key) int {
	if t.hasNext {
		keys[0] = v.(NextLayer).NextLayer(payload)
		return 1
	}
	p := (*eface)(unsafe.Pointer(&v)).ptr
	n := min(len(t.nexts), len(keys))
	for i, f := range t.nexts[:n] {
		keys[i] = Key{f.Next, loadInt(unsafe.Add(p, f.GoOff), f.size)}
	}
	return n
}

// Bound is a struct that layers are decoded into again and again.
type Bound struct {
	t    *Type
	p    unsafe.Pointer
	next NextLayer
	one  *fieldPlan // the only next= field, if it is the only one
}

// Bind ties v, a pointer to a struct, to its type. The struct stays alive as long
// as the Bound does.
func Bind(v any) (Bound, error) {
	t, p, err := typeOf(v)
	if err != nil {
		return Bound{}, err
	}
	b := Bound{t: t, p: p}
	if t.hasNext {
		b.next = v.(NextLayer)
	} else if len(t.nexts) == 1 {
		b.one = t.nexts[0]
	}
	return b, nil
}

// Type is the type of the struct.
func (b *Bound) Type() *Type { return b.t }

// Value is the pointer that was bound.
func (b *Bound) Value() any { return b.t.value(b.p) }

// Decode decodes a layer into the struct, as [Type.Decode] does.
func (b *Bound) Decode(data []byte, s *State) (Extent, bool) {
	return b.t.decode(b.p, data, s)
}

// Keys tells which layer follows, as [Type.Keys] does.
func (b *Bound) Keys(payload []byte, keys *[4]Key) int {
	switch {
	case b.next != nil:
		keys[0] = b.next.NextLayer(payload)
		return 1
	case b.one != nil:
		keys[0] = Key{b.one.Next, loadInt(unsafe.Add(b.p, b.one.GoOff), b.one.size)}
		return 1
	}
	return b.t.Keys(b.Value(), payload, keys)
}

// Codec is a typed handle of a layer type: it saves looking the type up.
type Codec[T any] struct {
	t *Type
	s State
}

// For returns a handle for the struct type T. A handle must not be used by two goroutines at
// once. Mistakes in the tags of T are reported by its methods.
func For[T any]() *Codec[T] {
	var v *T
	t, err := TypeFor(typeOfPointer(v))
	c := &Codec[T]{t: t}
	if err != nil {
		c.t = &Type{broken: err}
	}
	return c
}

// Decode decodes one layer from the start of data into layer. The error belongs to
// the handle and is valid until it is used again.
func (c *Codec[T]) Decode(data []byte, layer *T) (Extent, error) {
	if c.t.broken != nil {
		return Extent{}, c.t.broken
	}
	ext, ok := c.t.decode(unsafe.Pointer(layer), data, &c.s)
	if ok && c.s.d.err.Err == nil {
		return ext, nil
	}
	return ext, &c.s.d.err
}

// Append encodes layer, with everything derived that does not need the layers around it.
func (c *Codec[T]) Append(dst []byte, layer *T, payload []byte) ([]byte, error) {
	if c.t.broken != nil {
		return dst, c.t.broken
	}
	return Append(dst, layer, payload)
}
