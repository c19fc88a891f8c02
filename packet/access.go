package packet

import (
	"iter"

	"github.com/wiretag/wiretag/capture"
	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/layers"
)

// Layer is one layer of a packet. Its byte slices are parts of the packet's bytes
// and must not be changed; for a [View] they are valid until it is used again. The zero Layer, which
// what finds none returns, is a payload of no bytes.
type Layer struct {
	t *tree
	i int
}

// nowhere is what the zero Layer stands for.
var nowhere = node{parent: -1}

func (l Layer) node() *node {
	if l.t == nil {
		return &nowhere
	}
	return &l.t.nodes[l.i]
}

// Index is the layer's place in the packet, from 0.
func (l Layer) Index() int { return l.i }

// Name is the name of the layer's type, Payload for bytes that no layer claims, Padding for
// bytes behind a layer that belong to the one outside.
func (l Layer) Name() string {
	n := l.node()
	switch {
	case n.entry != nil:
		return n.entry.typ.Name()
	case n.kind == paddingBytes:
		return "Padding"
	}
	return "Payload"
}

// Value is a pointer to the layer's struct, nil for payload and padding.
func (l Layer) Value() any { return l.node().value }

// Type is the layer's type, nil for payload and padding.
func (l Layer) Type() *codec.Type {
	if e := l.node().entry; e != nil {
		return e.typ
	}
	return nil
}

// Role is the layer's role in the stack.
func (l Layer) Role() layers.Role {
	if e := l.node().entry; e != nil {
		return e.role
	}
	return layers.RoleNone
}

// Offset is where the layer starts in the packet, in bytes.
func (l Layer) Offset() int { return int(l.node().off) }

// Depth is the number of layers around this one.
func (l Layer) Depth() int { return int(l.node().depth) }

// Parent is the layer whose payload this one is in; ok is false for the first.
func (l Layer) Parent() (Layer, bool) {
	p := l.node().parent
	return Layer{l.t, int(p)}, p >= 0
}

// Header is the layer's own bytes. Where decoding failed, it is all there was.
func (l Layer) Header() []byte {
	n := l.node()
	return l.t.part(int(n.off), int(n.header))
}

// Payload is the bytes that the layer carries.
func (l Layer) Payload() []byte {
	n := l.node()
	return l.t.part(int(n.off+n.header), int(n.payload))
}

// Trailer is the layer's own bytes behind the payload.
func (l Layer) Trailer() []byte {
	n := l.node()
	return l.t.part(int(n.off+n.header+n.payload), int(n.trailer))
}

func (t *tree) part(off, n int) []byte {
	if t == nil {
		return nil
	}
	return t.data[off : off+n : off+n]
}

// Err is what is wrong with the layer, nil if nothing is.
func (l Layer) Err() error {
	if e := l.node().err; e != nil {
		return e
	}
	return nil
}

// Failed reports whether the layer could not be decoded to its end: its struct
// holds what was decoded before the error.
func (l Layer) Failed() bool { return l.node().failed }

// Cut reports whether a length of the layer claims more bytes than there are.
func (l Layer) Cut() bool { return l.node().cut }

// at returns layer i, decoding as far as needed.
func (t *tree) at(i int) bool {
	for i >= len(t.nodes) && t.pending() {
		t.step()
	}
	return i < len(t.nodes)
}

// Layers iterates over the layers in wire order.
func (t *tree) Layers() iter.Seq[Layer] {
	return func(yield func(Layer) bool) {
		for i := 0; t.at(i); i++ {
			if !yield(Layer{t, i}) {
				return
			}
		}
	}
}

// Len is the number of layers, payload and padding included.
func (t *tree) Len() int {
	t.all()
	return len(t.nodes)
}

// Layer returns layer i, which must be less than Len.
func (t *tree) Layer(i int) Layer {
	t.at(i)
	return Layer{t, i}
}

// Data is the packet's bytes.
func (t *tree) Data() []byte { return t.data }

// Links is the table of who follows whom by which the packet is decoded, that of its registry.
func (t *tree) Links() *codec.Links {
	if t.snap == nil {
		return nil
	}
	return t.snap.links
}

// Info is what the source of the packet said about it, if it was set.
func (t *tree) Info() *capture.Info { return &t.info }

// SetInfo keeps a copy of what the source of the packet said about it, until the view is used
// again. Options, which belong to the source, are as valid as the packet's bytes.
func (t *tree) SetInfo(info *capture.Info) { t.info, t.known = *info, true }

// Err is the first thing that is wrong with the packet, nil if nothing is.
func (t *tree) Err() error {
	t.all()
	return t.firstError()
}

func (t *tree) firstError() error {
	if t.err != nil {
		return t.err
	}
	return nil
}

// Truncated reports whether the packet was cut: a length in it claims more bytes
// than there are, or a layer ended in its midst.
func (t *tree) Truncated() bool {
	t.all()
	for i := range t.nodes {
		n := &t.nodes[i]
		if n.cut || (n.err != nil && n.err.Err == codec.ErrTruncated && n.err.LimitedBy == "") {
			return true
		}
	}
	return false
}

// role returns the first layer of a role.
func (t *tree) role(r layers.Role) (Layer, bool) {
	for l := range t.Layers() {
		if l.Role() == r {
			return l, true
		}
	}
	return Layer{}, false
}

// Link returns the first link layer.
func (t *tree) Link() (Layer, bool) { return t.role(layers.RoleLink) }

// Network returns the first network layer.
func (t *tree) Network() (Layer, bool) { return t.role(layers.RoleNetwork) }

// Transport returns the first transport layer.
func (t *tree) Transport() (Layer, bool) { return t.role(layers.RoleTransport) }

// Application returns the first application layer.
func (t *tree) Application() (Layer, bool) { return t.role(layers.RoleApplication) }

// Decoded is a decoded packet: a *[Packet] or a *[View].
type Decoded interface {
	decoded() *tree
}

func (t *tree) decoded() *tree { return t }

// Get returns the first layer of type T, nil if there is none. A layer that could not be
// decoded to its end ([Layer.Failed]) holds what was decoded before the error. The struct may
// be changed, and encoded by Append. For a [View] it is valid until the view is used
// again; slices and pointers that were put into it are overwritten then, so they
// should not be those of another struct.
func Get[T any](p Decoded) *T {
	t := p.decoded()
	for i := 0; t.at(i); i++ {
		if v, ok := t.nodes[i].value.(*T); ok {
			return v
		}
	}
	return nil
}

// All iterates over the layers of type T, the outermost first.
func All[T any](p Decoded) iter.Seq[*T] {
	return func(yield func(*T) bool) {
		t := p.decoded()
		for i := 0; t.at(i); i++ {
			if v, ok := t.nodes[i].value.(*T); ok && !yield(v) {
				return
			}
		}
	}
}
