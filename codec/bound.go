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

// Bound is a struct that layers are decoded into again and again.
type Bound struct {
	t      *Type
	p      unsafe.Pointer
	decode func(unsafe.Pointer, []byte) (Extent, bool) // generated
	// The only next= field and the condition of its nextif=, if there is one of flat form.
	next, cond     unsafe.Pointer
	size, condSize uint8
	when           *cond
}

// Bind ties v, a pointer to a struct, to its type. The struct stays alive as long
// as the Bound does.
func Bind(v any) (Bound, error) {
	t, p, err := typeOf(v)
	if err != nil {
		return Bound{}, err
	}
	b := Bound{t: t, p: p, decode: t.gen.decode}
	if f := t.only; f != nil && f.cond == nil && (f.nextIf == nil || f.nextIf.flat) {
		b.next, b.size = unsafe.Add(p, f.GoOff), f.size
		if b.when = f.nextIf; b.when != nil {
			b.cond, b.condSize = unsafe.Add(p, b.when.off), b.when.size
		}
	}
	return b, nil
}

// Type is the type of the struct.
func (b *Bound) Type() *Type { return b.t }

// Value is the pointer that was bound.
func (b *Bound) Value() any { return b.t.value(b.p) }

// Quick decodes a layer that is in order. Where it returns false, Decode has to
// find out why.
func (b *Bound) Quick(data []byte) (Extent, bool) {
	if b.decode != nil {
		return b.decode(b.p, data)
	}
	return b.t.quick(b.p, data)
}

// Decode decodes a layer into the struct, as [Type.Decode] does.
func (b *Bound) Decode(data []byte, s *State) (Extent, bool) {
	return b.t.decode(b.p, data, s)
}

// Keys tells which layer follows, as [Type.Keys] does.
func (b *Bound) Keys(payload []byte, keys *[4]Key) int {
	return b.t.Keys(b.Value(), payload, keys)
}

// Table is the dispatch table of [Bound.Next], "" if there is no single one.
func (b *Bound) Table() string {
	if b.t.only == nil {
		return ""
	}
	return b.t.only.Next
}

// Next is the number by which the only next= field of the layer names the layer that
// follows; ok is false where it does not, and Keys has to be asked.
func (b *Bound) Next() (value uint64, ok bool) {
	if b.next == nil || (b.when != nil && !b.when.flatly(loadInt(b.cond, b.condSize))) {
		return 0, false
	}
	return loadInt(b.next, b.size), true
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
