package codec

import (
	"unsafe"

	"github.com/wiretag/wiretag/tags"
)

// Keys tells which layer follows the one in v, a pointer to a struct of type t that has been
// decoded: the numbers in dispatch tables to try, in that order. It returns how many there are,
// none if v is of another type.
func (t *Type) Keys(v any, payload []byte, keys *[4]Key) int {
	if !t.is(v) {
		return 0
	}
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

// directNext reads the only next= field of a layer. It counts where the field that its
// nextif= looks at, less low, is not above span.
type directNext struct {
	table           string // "" where it takes more than that
	next, look      uintptr
	size, lookSize  uint8
	mask, low, span uint64
}

func directOf(f *fieldPlan) (d directNext) {
	if f == nil || f.cond != nil {
		return d
	}
	d.next, d.size = f.GoOff, f.size
	d.look, d.lookSize, d.span = f.GoOff, f.size, ^uint64(0)
	if w := f.nextIf; w != nil {
		switch {
		case w.flat && w.op == tags.OpEq:
			d.low, d.span = w.value, 0
		case w.flat && w.op == tags.OpGt && w.value != ^uint64(0):
			d.low, d.span = w.value+1, ^uint64(0)-w.value-1
		default:
			return d
		}
		d.look, d.lookSize, d.mask = w.off, w.size, w.mask
	}
	d.table = f.Next
	return d
}

// number returns the field's value for the struct at p, if it names the next layer.
func (d *directNext) number(p unsafe.Pointer) (uint64, bool) {
	if d.table == "" || loadInt(unsafe.Add(p, d.look), d.lookSize)&d.mask-d.low > d.span {
		return 0, false
	}
	return loadInt(unsafe.Add(p, d.next), d.size), true
}

// Looks reports whether [Type.Recognizes] looks at the data.
func (t *Type) Looks() bool { return t.look != nil }

// Recognizes reports whether data can be a layer of this type: always, unless it is a [Recognizer].
func (t *Type) Recognizes(data []byte) bool { return t.look == nil || t.look.Recognizes(data) }

// Table is the dispatch table of the numbers that [Type.Numbers] gives, "" if it gives none.
func (t *Type) Table() string { return t.table }

// numbersForm is how Numbers reads a struct.
type numbersForm uint8

const (
	formOther  numbersForm = iota
	formByte               // one field of 8 bits
	formWord               // of 16 bits
	formByteIf             // the same, with a condition on a field of 16 bits
	formWordIf
	formPorts // two fields of 16 bits: direct says where
)

// Numbers is Keys for layers whose next= fields all refer to one table, which is
// the usual case: it gives the values alone. Ok is false where Keys has to be asked.
func (t *Type) Numbers(v any, numbers *[4]uint64) (n int, ok bool) {
	e := (*eface)(unsafe.Pointer(&v))
	if e.typ != t.descriptor() {
		return 0, false
	}
	p, d := e.ptr, &t.direct
	switch t.form {
	case formPorts:
		numbers[0], numbers[1] = uint64(*(*uint16)(unsafe.Add(p, d.next))), uint64(*(*uint16)(unsafe.Add(p, d.look)))
		return 2, true
	case formByte:
		numbers[0] = uint64(*(*uint8)(unsafe.Add(p, d.next)))
		return 1, true
	case formWord:
		numbers[0] = uint64(*(*uint16)(unsafe.Add(p, d.next)))
		return 1, true
	case formByteIf:
		numbers[0] = uint64(*(*uint8)(unsafe.Add(p, d.next)))
		return 1, d.counts(p)
	case formWordIf:
		numbers[0] = uint64(*(*uint16)(unsafe.Add(p, d.next)))
		return 1, d.counts(p)
	}
	return t.numbers(p, numbers)
}

// numbers does it for the rarer forms.
func (t *Type) numbers(p unsafe.Pointer, numbers *[4]uint64) (n int, ok bool) {
	if x, ok := t.direct.number(p); ok {
		numbers[0] = x
		return 1, true
	}
	if !t.plain {
		return 0, false
	}
	for i, f := range t.nexts {
		numbers[i] = loadInt(unsafe.Add(p, f.GoOff), f.size)
	}
	return len(t.nexts), true
}

// dispatch works out what Numbers and Keys need, after the generated code has got its guard.
func (t *Type) dispatch() {
	t.only = t.onlyNext()
	t.direct = directOf(t.only)
	t.table = t.direct.table
	t.plain = !t.hasNext && len(t.nexts) > 1 && len(t.nexts) <= 4
	for _, f := range t.nexts {
		t.plain = t.plain && f.nextIf == nil && f.cond == nil && f.Next == t.nexts[0].Next
	}
	if t.plain {
		t.table = t.nexts[0].Next
	}
	t.form = t.formOf()
}

func (t *Type) formOf() numbersForm {
	d := &t.direct
	switch {
	case t.plain && len(t.nexts) == 2 && t.nexts[0].size == 2 && t.nexts[1].size == 2:
		d.next, d.look = t.nexts[0].GoOff, t.nexts[1].GoOff
		return formPorts
	case d.table == "":
	case d.span == ^uint64(0) && d.size == 1:
		return formByte
	case d.span == ^uint64(0) && d.size == 2:
		return formWord
	case d.lookSize == 2 && d.size == 1:
		return formByteIf
	case d.lookSize == 2 && d.size == 2:
		return formWordIf
	}
	return formOther
}

// Codec is a typed handle of a layer type, made by [For]: it saves looking the type up.
type Codec[T any] struct {
	run func(unsafe.Pointer, []byte) (Extent, bool) // the quick way, as in the type
	t   *Type
	s   State
}

// For returns a handle for the struct type T. A handle must not be used by two goroutines at
// once. Mistakes in the tags of T are reported by its methods.
func For[T any]() *Codec[T] {
	var v *T
	t, err := TypeFor(typeOfPointer(v))
	if err != nil {
		t = &Type{broken: err, run: notQuick}
	}
	return &Codec[T]{run: t.run, t: t}
}

// Decode decodes one layer from the start of data into layer, which must not be nil. The error
// belongs to the handle and is valid until it is used again.
func (c *Codec[T]) Decode(data []byte, layer *T) (Extent, error) {
	if ext, ok := c.run(unsafe.Pointer(layer), data); ok {
		return ext, nil
	}
	return c.slow(unsafe.Pointer(layer), data)
}

func (c *Codec[T]) slow(p unsafe.Pointer, data []byte) (Extent, error) {
	if c.t.broken != nil {
		return Extent{}, c.t.broken
	}
	ext, ok := c.t.reflective(p, data, &c.s)
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
