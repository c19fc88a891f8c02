package codec

import (
	"reflect"
	"sync"
	"sync/atomic"
	"unsafe"
)

// Encoder encodes layers. The zero Encoder writes every field exactly as it stands;
// Derive says what is filled in instead.
type Encoder struct {
	Derive Derive
	// Links is the table of who follows whom that fills next= fields. Where it is nil, or
	// has no row, the table of the layer itself counts.
	Links *Links
}

// Placed is a layer with its depth in the tree that a packet is. See [At].
type Placed struct {
	Depth int
	Layer any
}

// At places a layer at a depth: its payload is what follows with a greater depth.
// A layer without a depth stands inside the one before it. Bytes after an IPv4 packet
// in an Ethernet frame, for example, are At(1, padding).
func At(depth int, layer any) Placed { return Placed{depth, layer} }

// Marshal encodes layers, the outermost first, into a new slice, with everything derived that
// follows from something else: lengths, counts, checksums, next-protocol numbers, padding.
// A layer is a pointer to a tagged struct, or bytes. The structs are not changed.
func Marshal(layers ...any) ([]byte, error) { return Encoder{Derive: All}.Append(nil, layers...) }

// Append is Marshal behind the contents of dst. It allocates only to grow dst; the
// layers themselves are on the heap, so that structs that are used again cost nothing.
func Append(dst []byte, layers ...any) ([]byte, error) {
	return Encoder{Derive: All}.Append(dst, layers...)
}

// Marshal encodes layers into a new slice.
func (e Encoder) Marshal(layers ...any) ([]byte, error) { return e.Append(nil, layers...) }

// Append encodes layers behind the contents of dst. With an error, what is behind
// them is undefined and dst is returned as it was.
func (e Encoder) Append(dst []byte, layers ...any) ([]byte, error) {
	s := encoders.Get().(*encoding)
	s.Encoder, s.depth = e, 0
	err := s.nodes.set(layers)
	start := len(dst)
	out := dst
	for i := 0; i < len(s.nodes) && err == nil; {
		s.pseudo = Pseudo{}
		n := s.nodes.end(i)
		out, err = s.node(out, i, n)
		i = n
	}
	clear(s.nodes)
	clear(s.outer)
	s.nodes, s.marks = s.nodes[:0], s.marks[:0]
	s.pseudo = Pseudo{}
	encoders.Put(s)
	if err != nil {
		return dst[:start], err
	}
	return out, nil
}

var encoders = sync.Pool{New: func() any { return new(encoding) }}

// encoding is the state of encoding one packet.
type encoding struct {
	Encoder
	nodes  nodes
	marks  []mark
	pseudo Pseudo
	start  int // of the layer that is being encoded
	depth  int
	outer  []scope // as in decoder
}

// scope notes the struct around one that looks outwards.
func (e *encoding) scope(p *plan, base unsafe.Pointer, up *scope) *scope {
	if p == nil || !p.outer {
		return nil
	}
	if e.outer == nil {
		e.outer = make([]scope, maxDepth+1)
	}
	e.outer[e.depth] = scope{base, up}
	return &e.outer[e.depth]
}

// mark is where a field that is set later stands: its first bit.
type mark struct {
	f   *fieldPlan
	bit int
}

// node is a layer of the packet: a struct of type t, or bytes.
type node struct {
	t     *Type
	p     unsafe.Pointer
	raw   []byte
	depth int
}

type nodes []node

func (ns *nodes) set(layers []any) error {
	depth := -1
	for i := range layers {
		v := layers[i]
		depth++
		if pl, ok := v.(Placed); ok {
			v, depth = pl.Layer, pl.Depth
		}
		n := node{depth: depth}
		if b, ok := v.([]byte); ok {
			n.raw = b
		} else if err := n.set(v); err != nil {
			return err
		}
		*ns = append(*ns, n)
	}
	return nil
}

func (n *node) set(v any) error {
	t, p, err := typeOf(v)
	if err == nil {
		n.t, n.p = t, p
		return nil
	}
	if rt := reflect.TypeOf(v); rt != nil && isByteSlice(rt) {
		n.raw = *(*[]byte)((*eface)(unsafe.Pointer(&v)).ptr)
		return nil
	}
	return err
}

// end returns the index behind the layers inside node i.
func (ns nodes) end(i int) int {
	j := i + 1
	for j < len(ns) && ns[j].depth > ns[i].depth {
		j++
	}
	return j
}

// node encodes nodes[i] and what is inside it, up to nodes[end].
func (e *encoding) node(dst []byte, i, end int) ([]byte, error) {
	n := &e.nodes[i]
	if n.t == nil {
		dst = append(dst, n.raw...)
		return e.children(dst, i, end)
	}
	start, marks := len(dst), len(e.marks)
	e.start = start
	if len(n.t.early) > 0 && !n.t.hasAppend {
		n.p = e.early(n.t.plan, n.p, nil)
	}
	dst, err := e.header(n.t, n.p, dst)
	if err != nil {
		return dst, err
	}
	header := len(dst)
	next, err := e.nextKeys(n, i, end, dst, start, marks)
	if err != nil {
		return dst, err
	}
	outer := e.pseudo
	if n.t.hasPseudo {
		e.pseudo.known = true
		n.t.value(n.p).(PseudoHeader).PseudoHeader(&e.pseudo)
	}
	if next >= 0 {
		e.pseudo.Protocol = uint8(next)
	}
	if dst, err = e.children(dst, i, end); err != nil {
		return dst, err
	}
	e.pseudo = outer
	e.start = start
	payload := len(dst)
	if len(n.t.trails) > 0 {
		if dst, err = e.fields(n.t.plan, n.t.trails, n.p, dst, nil); err != nil {
			return dst, err
		}
	}
	err = e.fix(n, dst, start, header, payload, marks)
	e.marks = e.marks[:marks]
	return dst, err
}

func (e *encoding) children(dst []byte, i, end int) (_ []byte, err error) {
	for j := i + 1; j < end; {
		k := min(end, e.nodes.end(j))
		if dst, err = e.node(dst, j, k); err != nil {
			return dst, err
		}
		j = k
	}
	return dst, nil
}

// header appends the header of a layer.
func (e *encoding) header(t *Type, p unsafe.Pointer, dst []byte) ([]byte, error) {
	if t.gen.append != nil {
		if out, ok := t.gen.append(p, dst, e.Derive); ok {
			return out, nil
		}
		dst = dst[:e.start]
	}
	if t.hasAppend {
		return t.value(p).(LayerAppender).AppendLayer(dst, e.Derive)
	}
	return e.fields(t.plan, t.headers, p, dst, nil)
}

// nextKeys fills the next= fields of a header that has been encoded, and returns
// the number that the layer after it is reached by, -1 if there is none.
func (e *encoding) nextKeys(n *node, i, end int, dst []byte, start, marks int) (int, error) {
	if len(n.t.nexts) == 0 {
		return -1, nil
	}
	var child *Type
	if e.Derive&NextFields != 0 && i+1 < end {
		child = e.nodes[i+1].t
	}
	if len(n.t.nexts) > 1 {
		return -1, e.hints(n, child, dst, start, marks)
	}
	f := n.t.nexts[0]
	if !f.present(n.p) {
		return -1, nil
	}
	cur := loadInt(unsafe.Add(n.p, f.GoOff), f.size)
	if child != nil {
		v, ok := n.t.nextValue(f, e.Links, child, cur)
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

// hints fills the last port that is zero, unless one of the others leads to child.
func (e *encoding) hints(n *node, child *Type, dst []byte, start, marks int) error {
	if child == nil {
		return nil
	}
	var free *fieldPlan
	for _, f := range n.t.nexts {
		cur := loadInt(unsafe.Add(n.p, f.GoOff), f.size)
		switch {
		case !f.present(n.p):
		case cur == 0:
			free = f
		default:
			if v, ok := n.t.nextValue(f, e.Links, child, cur); ok && v == cur {
				return nil
			}
		}
	}
	if free == nil {
		return nil
	}
	v, ok := n.t.nextValue(free, e.Links, child, 0)
	if ok && v > free.max() {
		return e.fail(free, ErrRange, v)
	}
	if ok {
		e.patch(dst, free, e.place(free, start, marks), v)
	}
	return nil
}

// nextMemo remembers an answer of nextValue.
type nextMemo struct {
	f     *fieldPlan
	child *Type
	links *Links
	cur   uint64
	value uint64
	ok    bool
}

// nextValue returns the number that means child in the dispatch table of f: cur if it
// does, else the first one. Ok is false if there is none.
func (t *Type) nextValue(f *fieldPlan, links *Links, child *Type, cur uint64) (value uint64, ok bool) {
	slot := &t.memo[(uintptr(unsafe.Pointer(child))>>4^uintptr(cur))%uintptr(len(t.memo))]
	if m := slot.Load(); m != nil && m.f == f && m.child == child && m.links == links && m.cur == cur {
		return m.value, m.ok
	}
	value = cur
	for _, l := range [...]*Links{links, t.links} {
		if ok = l.Layer(Key{f.Next, cur}) == child.typ; ok {
			break
		}
		var k uint64
		if k, ok = l.KeyOf(f.Next, child.typ); ok {
			value = k
			break
		}
	}
	slot.Store(&nextMemo{f, child, links, cur, value, ok})
	return value, ok
}

type nextMemos [8]atomic.Pointer[nextMemo]
