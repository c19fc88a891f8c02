package codec

import (
	"unsafe"
)

// Keys tells which layer follows the one in v, a pointer to a struct of type t that has been
// decoded: the numbers in dispatch tables to try, in that order. It returns how many there are.
func (t *Type) Keys(v any, payload []byte, keys *[4]Key) int {
	p := (*eface)(unsafe.Pointer(&v)).ptr
	if f := t.only; f != nil && f.leads(p) {
		keys[0] = Key{f.Next, loadInt(unsafe.Add(p, f.GoOff), f.size)}
		return 1
	}
	if t.hasNext {
		keys[0] = v.(NextLayer).NextLayer(payload)
		return 1
	}
	n := 0
	for _, f := range t.nexts {
		if n < len(keys) && f.leads(p) {
			keys[n] = Key{f.Next, loadInt(unsafe.Add(p, f.GoOff), f.size)}
			n++
		}
	}
	return n
}

// leads reports whether a next= field of the struct at p names the next layer.
func (f *fieldPlan) leads(p unsafe.Pointer) bool {
	return (f.nextIf == nil || f.nextIf.holds(p, nil)) && (f.cond == nil || f.cond.holds(p, nil))
}

// onlyNext returns the field that alone names the next layer, as long as its
// nextif= holds.
func (t *Type) onlyNext() *fieldPlan {
	if len(t.nexts) != 1 || (t.hasNext && t.nexts[0].nextIf == nil) {
		return nil
	}
	return t.nexts[0]
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
