package codec

import (
	"reflect"
	"sync"
	"sync/atomic"
	"unsafe"

	"github.com/wiretag/wiretag/tags"
)

// Encoder encodes layers. The zero Encoder writes every field exactly as it stands;
// Derive says what is filled in instead.
type Encoder struct {
	Derive Derive
	// Links is the table of who follows whom that fills next= fields. Where it is nil, or
	// has no row, the table of the layer itself counts; a layer without one uses that of the nearest
	// layer outside it in the list, or else inside it, that has one.
	Links *Links
	// Reflective leaves generated code aside, for tests that compare the two.
	Reflective bool
}

// Placed is a layer with its depth in the tree that a packet is. See [At].
type Placed struct {
	Depth int
	Layer any
	// Except is what is not derived for this layer, though the encoder derives it.
	Except Derive
	// Keep names fields of this layer that are written as they stand, whatever is derived: Checksum, or
	// Options.Length for that field of every element of a list.
	Keep []string
}

// At places a layer at a depth: its payload is what follows with a greater depth.
// A layer without a depth stands inside the one before it. Bytes after an IPv4 packet
// in an Ethernet frame, for example, are At(1, padding).
func At(depth int, layer any) Placed { return Placed{Depth: depth, Layer: layer} }

// Marshal encodes layers, the outermost first, into a new slice, with everything derived that
// follows from something else: lengths, counts, checksums, next-protocol numbers, padding.
// A layer is a pointer to a tagged struct, or bytes. The structs are not changed.
func Marshal(layers ...any) ([]byte, error) { return Encoder{Derive: All}.Append(nil, layers...) }

// Append is Marshal behind the contents of dst. It allocates only to grow dst; the
// layers themselves are on the heap, so that structs that are used again cost nothing.
func Append(dst []byte, layers ...any) ([]byte, error) {
	if out, ok := whole(dst, layers, All, nil); ok {
		return out, nil
	}
	return Encoder{Derive: All}.tree(dst, layers)
}

// Marshal encodes layers into a new slice.
func (e Encoder) Marshal(layers ...any) ([]byte, error) { return e.Append(nil, layers...) }

// Append encodes layers behind the contents of dst. With an error, what is behind
// them is undefined and dst is returned as it was.
//
// Methods of the layers that are called meanwhile must not keep their receiver: so
// that encoding needs no memory of its own, layers may stand on the caller's stack.
func (e Encoder) Append(dst []byte, layers ...any) ([]byte, error) {
	if !e.Reflective {
		if out, ok := whole(dst, layers, e.Derive, e.Links); ok {
			return out, nil
		}
	}
	return e.tree(dst, layers)
}

// tree is Append for packets that are not of the usual form.
func (e Encoder) tree(dst []byte, layers []any) ([]byte, error) {
	s := encoding{Encoder: e, derive: e.Derive}
	out := dst
	var err error
	depth := -1
	for _, v := range layers {
		s.long = s.long || isLong(v)
	}
	for i := 0; i < len(layers) && err == nil; {
		s.pseudo = Pseudo{}
		out, i, depth, err = s.node(out, layers, i, depthOf(layers[i], depth+1))
	}
	if s.pooled != nil {
		*s.pooled = s.marks[:0]
		markLists.Put(s.pooled)
	}
	if err != nil {
		return dst, err
	}
	return out, nil
}

// isLong reports whether a layer is a [LongPayload] that says so.
func isLong(v any) bool {
	if p, ok := v.(Placed); ok {
		v = p.Layer
	}
	if _, ok := v.([]byte); ok {
		return false
	}
	t, p, err := typeOf(v)
	if err != nil || !t.hasPayloadLength {
		return false
	}
	x, ok := t.value(hide(p)).(LongPayload)
	return ok && x.LongPayload()
}

// markLists keeps memory for marks, which generated code does not need.
var markLists = sync.Pool{New: func() any { return new([]mark) }}

// encoding is the state of encoding one packet. It stays on the stack: what is
// encoded may stand there too, and pointers to that must not be kept elsewhere.
type encoding struct {
	Encoder
	marks  []mark
	pooled *[]mark // where marks came from
	pseudo Pseudo
	start  int // of the layer that is being encoded
	depth  int
	derive Derive        // for layers of which nothing else is said
	long   bool          // a layer says that lengths may not fit
	kept   []*tags.Field // fields of the layer that is being encoded, written as they stand
}

// mark is where a field that is set later stands: its first bit.
type mark struct {
	f   *fieldPlan
	bit int
}

// mark notes where a field stands.
func (e *encoding) mark(f *fieldPlan, bit int) {
	if e.pooled == nil {
		e.pooled = markLists.Get().(*[]mark)
		e.marks = (*e.pooled)[:0]
	}
	e.marks = append(e.marks, mark{f, bit})
}

// hide keeps the compiler from moving to the heap what p points to, when p is
// handed to a function that it cannot look into. That is sound as long as the function
// does not keep p: then p is only ever in stack frames, where a stack that moves finds it.
func hide(p unsafe.Pointer) unsafe.Pointer {
	x := uintptr(p)
	return *(*unsafe.Pointer)(unsafe.Pointer(&x))
}

// depthOf returns the depth at which a layer is placed, or else the usual one.
func depthOf(v any, usual int) int {
	if p, ok := v.(Placed); ok {
		return p.Depth
	}
	return usual
}

// node encodes layers[i], which is at the given depth, and what is inside it. It returns the
// index of the layer behind them and the depth of the last one.
func (e *encoding) node(dst []byte, layers []any, i, depth int) (_ []byte, next, last int, err error) {
	v, derive := layers[i], e.derive
	var keep []string
	if p, ok := v.(Placed); ok {
		v, keep = p.Layer, p.Keep
		derive &^= p.Except
	}
	if b, ok := v.([]byte); ok {
		return e.inside(append(dst, b...), layers, i, depth)
	}
	t, p, err := typeOf(v)
	if err != nil {
		if rt := reflect.TypeOf(v); rt != nil && isByteSlice(rt) {
			dst = append(dst, *(*[]byte)(hide((*eface)(unsafe.Pointer(&v)).ptr))...)
			return e.inside(dst, layers, i, depth)
		}
		return dst, i, depth, err
	}
	kept, err := keptFields(t, keep)
	if err != nil {
		return dst, i, depth, err
	}
	start, marks, outer := len(dst), len(e.marks), e.pseudo
	e.start, e.Derive, e.kept = start, derive, kept
	if len(t.early) > 0 && !t.hasAppend {
		p = e.early(t.plan, p, nil)
	}
	if dst, err = e.header(t, p, dst); err != nil {
		return dst, i, depth, err
	}
	header, number := len(dst), -1
	if len(t.nexts) > 0 {
		var child *Type
		if i+1 < len(layers) && depthOf(layers[i+1], depth+1) > depth {
			child = typeOnly(layers[i+1])
		}
		if number, err = e.nextKeys(t, p, child, t.tableIn(layers, i), dst, start, marks); err != nil {
			return dst, i, depth, err
		}
	}
	if t.hasPseudo {
		e.pseudo.known = true
		t.pseudoHeader(p).PseudoHeader((*Pseudo)(hide(unsafe.Pointer(&e.pseudo))))
	}
	if number >= 0 {
		e.pseudo.Protocol = uint8(number)
	}
	if dst, next, last, err = e.inside(dst, layers, i, depth); err != nil {
		return dst, i, depth, err
	}
	e.pseudo = outer
	e.start, e.Derive, e.kept = start, derive, kept
	payload := len(dst)
	if len(t.trails) > 0 {
		if dst, err = e.fields(t.plan, t.trails, p, dst, nil); err != nil {
			return dst, i, depth, err
		}
	}
	if len(t.fixes) > 0 || t.hasPayloadLength {
		err = e.fix(t, p, dst, start, header, payload, marks)
	}
	e.marks = e.marks[:marks]
	return dst, next, last, err
}

// inside encodes the layers inside layers[i].
func (e *encoding) inside(dst []byte, layers []any, i, depth int) (_ []byte, next, last int, err error) {
	next, last = i+1, depth
	for next < len(layers) && err == nil {
		d := depthOf(layers[next], last+1)
		if d <= depth {
			break
		}
		dst, next, last, err = e.node(dst, layers, next, d)
	}
	return dst, next, last, err
}

// typeOnly returns the type of a layer, nil if it is bytes.
func typeOnly(v any) *Type {
	if p, ok := v.(Placed); ok {
		v = p.Layer
	}
	if _, ok := v.([]byte); ok {
		return nil
	}
	t, _, err := typeOf(v)
	if err != nil {
		return nil
	}
	return t
}

// header appends the header of a layer.
func (e *encoding) header(t *Type, p unsafe.Pointer, dst []byte) ([]byte, error) {
	if t.gen.append != nil && !e.Reflective && e.kept == nil {
		if out, ok := t.gen.append(hide(p), dst, e.Derive, nil); ok {
			return out, nil
		}
		dst = dst[:e.start]
	}
	if t.hasAppend {
		return t.value(hide(p)).(LayerAppender).AppendLayer(dst, e.Derive)
	}
	return e.fields(t.plan, t.headers, p, dst, nil)
}

// nextKeys fills the next= fields of a header that has been encoded, and returns
// the number that the layer after it is reached by, -1 if there is none.
func (e *encoding) nextKeys(t *Type, p unsafe.Pointer, child *Type, own *Links, dst []byte, start, marks int) (int, error) {
	if e.Derive&NextFields == 0 {
		child = nil
	}
	if len(t.nexts) > 1 {
		return -1, e.hints(t, p, child, own, dst, start, marks)
	}
	f := t.nexts[0]
	if !f.present(p) {
		return -1, nil
	}
	if e.keeps(f) {
		child = nil
	}
	cur := loadInt(unsafe.Add(p, f.GoOff), f.size)
	if child != nil {
		v, ok := t.nextValue(f, e.Links, own, child, cur)
		if ok && v > f.max() {
			return -1, e.fail(f, ErrRange, v)
		}
		if ok {
			cur = v
			e.patch(dst, f, e.place(f, start, marks), v)
		}
	}
	if f.Width != 8 {
		return -1, nil
	}
	return int(cur), nil
}

// present reports whether the field of the layer at p is on the wire.
func (f *fieldPlan) present(p unsafe.Pointer) bool { return f.cond == nil || f.cond.holds(p, nil) }

// hints fills the last port that is zero and can lead to child, unless one of the others does.
func (e *encoding) hints(t *Type, p unsafe.Pointer, child *Type, own *Links, dst []byte, start, marks int) error {
	if child == nil {
		return nil
	}
	var free *fieldPlan
	var value uint64
	for _, f := range t.nexts {
		cur := loadInt(unsafe.Add(p, f.GoOff), f.size)
		switch {
		case !f.present(p) || (cur == 0 && e.keeps(f)):
		case cur == 0:
			if v, ok := t.nextValue(f, e.Links, own, child, 0); ok {
				free, value = f, v
			}
		default:
			if v, ok := t.nextValue(f, e.Links, own, child, cur); ok && v == cur {
				return nil
			}
		}
	}
	if free == nil {
		return nil
	}
	if value > free.max() {
		return e.fail(free, ErrRange, value)
	}
	e.patch(dst, free, e.place(free, start, marks), value)
	return nil
}

// tableIn returns the table that layers[i], which is of type t, refers to: its own, or else that of
// the nearest layer before or else behind it, nil if no layer has one.
func (t *Type) tableIn(layers []any, i int) *Links {
	if t.links != nil || len(t.nexts) == 0 {
		return t.links
	}
	for j := i - 1; j >= 0; j-- {
		if o := typeOnly(layers[j]); o != nil && o.links != nil {
			return o.links
		}
	}
	for _, v := range layers[i+1:] {
		if o := typeOnly(v); o != nil && o.links != nil {
			return o.links
		}
	}
	return nil
}

// nextMemo remembers an answer of nextValue.
type nextMemo struct {
	f          *fieldPlan
	child      *Type
	links, own *Links
	cur        uint64
	value      uint64
	ok         bool
}

// nextValue returns the number that means child in the dispatch table of f: cur if it
// does, else the first one. Own is the table of the layer itself. Ok is false if there is none.
func (t *Type) nextValue(f *fieldPlan, links, own *Links, child *Type, cur uint64) (value uint64, ok bool) {
	slot := &t.memo[(uintptr(unsafe.Pointer(child))>>4^uintptr(cur))%uintptr(len(t.memo))]
	if m := slot.Load(); m != nil && m.f == f && m.child == child && m.links == links && m.own == own && m.cur == cur {
		return m.value, m.ok
	}
	value = cur
	for _, l := range [...]*Links{links, own} {
		if ok = l.Layer(Key{f.Next, cur}) == child.typ; ok {
			break
		}
		var k uint64
		if k, ok = l.KeyOf(f.Next, child.typ); ok {
			value = k
			break
		}
	}
	slot.Store(&nextMemo{f, child, links, own, cur, value, ok})
	return value, ok
}

type nextMemos [8]atomic.Pointer[nextMemo]
