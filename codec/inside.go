package codec

import (
	"sync/atomic"
	"unsafe"
)

// Inside is what stands inside a layer that generated code encodes. The usual packets, layers
// inside each other with a length and a checksum at fixed places, are encoded by such
// functions alone: each appends its header, then what is inside, and then knows
// what depends on that. Where one gives up, the general way starts anew.
type Inside struct {
	layers []any
	next   int   // the index of what is inside the layer
	edge   *edge // leads to it, nil if there is nothing, or only bytes
	derive Derive
	fill   uint64 // the number of what is inside, where it is to be filled in
	bad    bool   // a number does not fit
	links  *Links
	pseudo Pseudo
}

// edge is what is known of a type of layer inside another one.
type edge struct {
	inner  *Type          // nil if it cannot be encoded in this way
	value  uint64         // of the next= field of the outer one
	named  bool           // there is such a value
	desc   unsafe.Pointer // the descriptor of a pointer to the inner type
	links  *Links
	table  *Links // that the outer type refers to
	append func(unsafe.Pointer, []byte, Derive, *Inside) ([]byte, bool)
	outer  *Type
	more   *edge // others in the same place of the table
	count  int   // how many there are with them

	recent atomic.Pointer[edge] // that was taken last from the inner type, if that has a table of its own
}

// noEdge is nowhere.
var noEdge = &edge{desc: unsafe.Pointer(new(byte))}

// maxEdges is how many edges stay in one place: a program may make any number of tables of links.
const maxEdges = 64

// edgeTable has all edges of a type that were needed so far, by the inner type.
type edgeTable [16]atomic.Pointer[edge]

// whole encodes layers, if it can; otherwise dst is to be encoded anew.
func whole(dst []byte, layers []any, derive Derive, links *Links) ([]byte, bool) {
	if len(layers) == 0 {
		return dst, true
	}
	e := (*eface)(unsafe.Pointer(&layers[0]))
	t := quick[quickSlot(e.typ)].Load()
	if t == nil || t.descriptor() != e.typ { // another type may have the same place in the cache
		if _, placed := layers[0].(Placed); placed {
			return dst, false
		}
		if t = typeOnly(layers[0]); t == nil {
			return dst, false
		}
	}
	if t.root == nil {
		return dst, false
	}
	var in Inside
	in.layers, in.edge, in.derive, in.links = layers, t.root, derive, links // a literal would be built elsewhere and copied
	return (*Inside)(hide(unsafe.Pointer(&in))).Append(dst)
}

// bytesType is the descriptor of []byte.
var bytesType = func(v any) unsafe.Pointer { return (*eface)(unsafe.Pointer(&v)).typ }([]byte(nil))

// Append appends all that is inside.
func (in *Inside) Append(dst []byte) ([]byte, bool) {
	i, e := in.next, in.edge
	if e == nil {
		if i < len(in.layers) {
			b, _ := in.layers[i].([]byte)
			dst = append(dst, b...)
		}
		return dst, !in.bad
	}
	p := (*eface)(unsafe.Pointer(&in.layers[i])).ptr
	if p == nil {
		return dst, false
	}
	i++
	in.next, in.fill = i, 0
	var next *edge
	if i < len(in.layers) {
		if d := (*eface)(unsafe.Pointer(&in.layers[i])).typ; d != bytesType {
			if next = e.recent.Load(); next.desc != d || next.links != in.links {
				if next = e.follow(in, i); next == nil {
					return dst, false
				}
			}
			if in.derive&NextFields != 0 {
				in.fill = next.value
			}
		} else if i < len(in.layers)-1 {
			return dst, false
		}
	}
	in.edge = next
	return e.append(hide(p), dst, in.derive, in)
}

// follow returns the edge from the inner type to layer i, nil if that cannot be encoded in this way.
func (e *edge) follow(in *Inside, i int) *edge {
	t := e.inner
	next := t.edges[edgeSlot((*eface)(unsafe.Pointer(&in.layers[i])).typ)].Load()
	if next == nil || next.desc != (*eface)(unsafe.Pointer(&in.layers[i])).typ || next.links != in.links || t.borrows && next.table != t.tableIn(in.layers, i-1) {
		next = t.edgeTo(in.layers, i, in.links)
	}
	if next.inner == nil {
		return nil
	}
	if !t.borrows {
		e.recent.Store(next)
	}
	return next
}

func edgeSlot(typ unsafe.Pointer) uintptr { return uintptr(typ) >> 5 % 16 }

// edgeTo returns the edge to layers[i], which stands in a layer of type t.
func (t *Type) edgeTo(layers []any, i int, links *Links) *edge {
	v, own := layers[i], t.tableIn(layers, i-1)
	d := hide((*eface)(unsafe.Pointer(&v)).typ) // a descriptor is not the caller's
	slot := &t.edges[edgeSlot(d)]
	for e := slot.Load(); e != nil; e = e.more {
		if e.desc == d && e.links == links && e.table == own {
			return e
		}
	}
	e := &edge{desc: d, links: links, table: own, outer: t}
	if (*eface)(unsafe.Pointer(&v)).ptr == nil { // this says nothing of others
		return e
	}
	e.recent.Store(noEdge)
	if inner, _, err := typeOf(v); err == nil && inner.root != nil {
		e.inner, e.append = inner, inner.gen.append
	}
	if e.inner != nil && len(t.nexts) == 1 {
		f := t.nexts[0]
		e.value, e.named = t.nextValue(f, links, own, e.inner, 0)
		if v, ok := t.nextValue(f, links, own, e.inner, e.value); e.named && (!ok || v != e.value || v > f.max()) {
			e.inner = nil
		}
	}
	for {
		old := slot.Load()
		if e.more, e.count = nil, 1; old != nil && old.count < maxEdges {
			e.more, e.count = old, old.count+1
		}
		if slot.CompareAndSwap(old, e) {
			return e
		}
	}
}

// Next returns the number of the layer inside; cur is what the field has.
func (in *Inside) Next(cur uint64) uint64 {
	switch {
	case in == nil || cur == in.fill:
		return cur
	case cur == 0:
		return in.fill
	}
	return in.choose(cur)
}

// choose is Next for a field that has another number than the usual one.
func (in *Inside) choose(cur uint64) uint64 {
	e := in.edge
	if e == nil || !e.named || in.derive&NextFields == 0 {
		return cur
	}
	f := e.outer.nexts[0]
	v, ok := e.outer.nextValue(f, in.links, e.table, e.inner, cur)
	if !ok {
		return cur
	}
	in.bad = in.bad || v > f.max()
	return v
}

// Names reports whether a field that names the layer inside is to be filled.
func (in *Inside) Names() bool { return in.edge != nil && in.derive&NextFields != 0 }

// Network returns the pseudo header for a layer to set.
func (in *Inside) Network() *Pseudo {
	in.pseudo.known = true
	return &in.pseudo
}

// Reach sets the number by which the layer inside is reached.
func (in *Inside) Reach(protocol uint8) { in.pseudo.Protocol = protocol }

// Seed returns the sum of the pseudo header without the length, false if no layer has set it.
func (in *Inside) Seed() (sum uint64, known bool) {
	p := &in.pseudo
	if p.Src.Is4() && p.Dst.Is4() {
		return uint64(Addr4(p.Src)) + uint64(Addr4(p.Dst)) + uint64(p.Protocol), p.known
	}
	return p.seed(0), p.known
}
