// Package packet decodes whole packets into layers, lets them be walked, changed and encoded
// again, and holds the registry of layers.
//
// There are two forms of a decoded packet. A [Packet] owns its bytes: it can be kept, sent over a
// channel and used as long as needed. A [View] borrows the bytes that it is given and reuses
// its memory for the next packet: it decodes without allocating, and what it gives out is valid until it is
// used again. View.Clone makes a Packet. A View must not be copied, which go vet checks.
//
// What can be done with both:
//
//   - [Get], [All], [View.Layers] and roles give the layers; [Layer.Flow] their flows, [View.Checksums] whether they are intact.
//   - Structs may be changed, and [View.Append] encodes them. [View.Edit] gives the layers as a list, to be put in, taken out and
//     encoded with what is derived chosen by layer and by field; [Edit.Template] stamps many packets from one.
//   - [ParseWhere] compiles conditions over fields, [Diff] names the fields in which packets differ.
//   - [View.String], [View.AppendTree], [View.AppendDump] and [View.AppendJSON] print; [ParseJSON] reads.
//
// A [Stack] decodes layers that are known beforehand into structs, and hands over where it stops. A [Registry] knows which layer
// follows which, [Conversations] what earlier packets said of a port. A [FlowReader] makes of packets what flow.Table takes.
package packet

import (
	"slices"

	"github.com/wiretag/wiretag/capture"
	"github.com/wiretag/wiretag/codec"
)

// Option changes how packets are decoded.
type Option func(*options)

type options struct {
	registry *Registry
	lazy     bool
	talks    *Conversations
}

// WithRegistry decodes by another registry than the default one, which nil stands for.
func WithRegistry(r *Registry) Option { return func(o *options) { o.registry = r } }

// Lazy puts decoding off: layers are decoded when they are asked for, and no
// further than needed. A lazy packet must not be used by two goroutines at once.
func Lazy() Option { return func(o *options) { o.lazy = true } }

func (o *options) apply(opts []Option) *snapshot {
	for _, f := range opts {
		f(o)
	}
	if o.registry == nil {
		o.registry = Default()
	}
	return o.registry.now()
}

// Packet is a decoded packet that owns its bytes.
type Packet struct {
	tree
}

// New decodes a packet of a link type. The bytes are copied.
func New(data []byte, link capture.LinkType, opts ...Option) *Packet {
	return NewAt(data, LinkKey(link), opts...)
}

// NewAt decodes a packet that starts with the layer that a dispatch entry stands
// for, for example codec.Key{Table: "ip", Value: 6}. The bytes are copied.
func NewAt(data []byte, first codec.Key, opts ...Option) *Packet {
	var o options
	snap := o.apply(opts)
	p := &Packet{}
	p.lazy, p.talks = o.lazy, o.talks
	p.begin(snap, slices.Clip(slices.Clone(data)), first)
	return p
}

// SetInfo keeps a copy of what the source of the packet said about it.
func (p *Packet) SetInfo(info *capture.Info) { p.info, p.known = info.Clone(), true }

// LinkKey is the dispatch entry of a link type's first layer.
func LinkKey(link capture.LinkType) codec.Key {
	return codec.Key{Table: "linktype", Value: uint64(link)}
}

func (t *tree) begin(snap *snapshot, data []byte, first codec.Key) {
	t.start(snap, data, snap.first(first, data))
	if !t.lazy {
		t.all()
	}
}

// noCopy makes go vet complain about copies.
type noCopy struct{}

func (*noCopy) Lock()   {}
func (*noCopy) Unlock() {}

// View is a decoded packet that borrows its bytes and is used again and again.
// The zero View is ready for use.
//
// Whatever keeps packets should take a *[Packet], which a View is not: the compiler sees to that. Copies of a View itself are what
// go vet complains about. What neither of them sees are parts of a View that are kept: the pointers that [Get]
// and [All] return, a [Layer] or [Checksum], and the byte slices, also those in structs and from Data. They hold the next packet,
// or a part of it, once the View is used again; [View.Clone] and bytes.Clone are for that.
type View struct {
	_ noCopy
	tree
	reg   *Registry
	first memo
}

// memo remembers the layer that the last packet began with.
type memo struct {
	key  codec.Key
	snap *snapshot
	to   *entry
}

// Init sets how the view decodes. It need not be called.
func (v *View) Init(opts ...Option) {
	var o options
	o.apply(opts)
	v.reg, v.lazy, v.talks = o.registry, o.lazy, o.talks
}

// Decode decodes a packet of a link type. What the view gave out for the packet before is no
// longer valid. The view keeps data, without a copy, until it is used again. The error is
// that of [View.Err], nil for a lazy view. Packets of 2 GiB and more are an error and have no layers.
func (v *View) Decode(data []byte, link capture.LinkType) error {
	return v.DecodeAt(data, LinkKey(link))
}

// DecodeAt is Decode for a packet that starts with the layer that a dispatch entry stands for.
func (v *View) DecodeAt(data []byte, first codec.Key) error {
	if v.reg == nil {
		v.reg = Default()
	}
	snap := v.reg.now()
	if v.first.snap != snap || v.first.key != first || v.first.to != nil && v.first.to.looks {
		v.first = memo{first, snap, snap.first(first, data)}
	}
	return v.from(snap, data)
}

// from decodes a packet whose first layer is known.
func (v *View) from(snap *snapshot, data []byte) error {
	v.start(snap, data, v.first.to)
	if v.lazy {
		return nil
	}
	v.all()
	return v.firstError()
}

// Clone returns a packet of its own: the bytes are copied and decoded again, as far as they go.
// Changes of the view's structs are not in it; encode the view and decode the result for that.
func (v *View) Clone() *Packet {
	p := &Packet{}
	p.start(v.snap, slices.Clip(slices.Clone(v.data)), v.first.to)
	p.all()
	if v.known {
		p.SetInfo(&v.info)
	}
	return p
}
