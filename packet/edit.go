package packet

import (
	"fmt"
	"reflect"
	"slices"

	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/tags"
)

// Edit is the layers of a packet as a list that can be changed and encoded. It is made from a decoded packet
// ([View.Edit]) or from structs ([NewEdit]). Layers are replaced by assigning to Parts[i].Layer.
type Edit struct {
	Parts []Part
	snap  *snapshot
}

// Part is one layer of an [Edit].
type Part struct {
	Depth  int          // the number of layers around it
	Layer  any          // a pointer to its struct, or a []byte
	Derive codec.Derive // what encoding fills in
	// Keep names fields that are written as they stand, whatever is derived: Checksum, or Options.Length for
	// that field of every option.
	Keep []string
}

// Edit returns the packet's layers for editing, with everything derived when they are encoded, but for the padding of
// layers that were recovered, which holds what could not be decoded. The structs are those of
// the packet. A layer that could not be decoded to its end is the bytes that it was.
func (t *tree) Edit() *Edit {
	t.all()
	e := &Edit{Parts: make([]Part, len(t.nodes)), snap: t.snap}
	for i := range t.nodes {
		n := &t.nodes[i]
		p := &e.Parts[i]
		p.Depth, p.Layer, p.Derive = int(n.depth), any(t.part(int(n.off), int(n.header))), codec.All
		if n.value != nil && !n.failed {
			p.Layer = n.value
		}
		if n.recovered() {
			p.Derive &^= codec.Padding
		}
	}
	return e
}

// recovered reports whether a field of the layer took bytes that another one could not.
func (n *node) recovered() bool { return n.err != nil && n.err.Recovered }

// NewEdit returns layers that stand inside each other, the outermost first, as an [Edit] that derives everything. A
// layer is a pointer to its struct, or bytes.
func NewEdit(into ...any) *Edit {
	e := &Edit{snap: Default().now()}
	e.Insert(0, into...)
	return e
}

// Use sets the registry by which the numbers of layers are filled in, and packets are decoded; nil is the default one. An
// [Edit] that was made from a packet has the packet's.
func (e *Edit) Use(r *Registry) {
	if r == nil {
		r = Default()
	}
	e.snap = r.now()
}

// Derive says what encoding fills in, for all layers.
func (e *Edit) Derive(d codec.Derive) {
	for i := range e.Parts {
		e.Parts[i].Derive = d
	}
}

// Index is the place of the first layer of type T, -1 if there is none.
func Index[T any](e *Edit) int {
	return slices.IndexFunc(e.Parts, func(p Part) bool { _, ok := p.Layer.(*T); return ok })
}

// inside is the place behind the last layer inside layer i.
func (e *Edit) inside(i int) int {
	end := i + 1
	for end < len(e.Parts) && e.Parts[end].Depth > e.Parts[i].Depth {
		end++
	}
	return end
}

// Insert puts layers, which stand inside each other, around layer i, which must be at most len(Parts): with 0 they
// are around all of the packet, with len(Parts) they are inside its last layer.
func (e *Edit) Insert(i int, around ...any) {
	depth := 0
	switch {
	case i < len(e.Parts):
		depth = e.Parts[i].Depth
		for j, end := i, e.inside(i); j < end; j++ {
			e.Parts[j].Depth += len(around)
		}
	case i > 0:
		depth = e.Parts[i-1].Depth + 1
	}
	e.Parts = slices.Insert(e.Parts, i, chain(depth, around)...)
}

// Remove takes layer i out; what is inside it moves outwards.
func (e *Edit) Remove(i int) {
	for j, end := i+1, e.inside(i); j < end; j++ {
		e.Parts[j].Depth--
	}
	e.Parts = slices.Delete(e.Parts, i, i+1)
}

// SetPayload puts layers, which stand inside each other, into layer i in the place of all that is there.
func (e *Edit) SetPayload(i int, payload ...any) {
	e.Parts = slices.Replace(e.Parts, i+1, e.inside(i), chain(e.Parts[i].Depth+1, payload)...)
}

func chain(depth int, layers []any) []Part {
	parts := make([]Part, len(layers))
	for i, l := range layers {
		parts[i] = Part{Depth: depth + i, Layer: l, Derive: codec.All}
	}
	return parts
}

// Set sets a field: IPv4.TTL, IPv4[1].Dst for the second IPv4 layer, TCP.Options[0].Kind. Value is of the
// field's type or another integer type; addresses may be text, and bytes a string. A field that would be derived is
// written as it was set, and so are those of its name in the other elements of a list: it is added to [Part.Keep].
// The path of a layer alone, such as Payload, sets bytes. What is set in the layers of a [View] is subject to the
// same rule as what is put into the structs that [Get] returns.
func (e *Edit) Set(path string, value any) error {
	p, err := parsePath(path)
	if err != nil {
		return fmt.Errorf("packet: %w", err)
	}
	i, err := e.find(&p)
	if err != nil {
		return fmt.Errorf("packet: %s: %w", path, err)
	}
	part := &e.Parts[i]
	if len(p.steps) == 0 {
		return part.set(path, value)
	}
	v, f, in, err := walkPath(part.Layer, p.steps)
	if err == nil {
		err = assign(v, value)
	}
	if err != nil {
		return fmt.Errorf("packet: %s: %w", path, err)
	}
	_, fixes := part.Layer.(codec.PayloadLength)
	if name := p.fields(); (fixes || derivable(f, in)) && !slices.Contains(part.Keep, name) {
		part.Keep = append(slices.Clip(part.Keep), name)
	}
	return nil
}

// Field tells what the tags say of the field that a path names, as in [Edit.Set].
func (e *Edit) Field(path string) (*tags.Field, error) {
	p, err := parsePath(path)
	if err != nil {
		return nil, fmt.Errorf("packet: %w", err)
	}
	i, err := e.find(&p)
	if err == nil && len(p.steps) == 0 {
		err = fmt.Errorf("want a field of it")
	}
	if err != nil {
		return nil, fmt.Errorf("packet: %s: %w", path, err)
	}
	_, f, _, err := walkPath(e.Parts[i].Layer, p.steps)
	if err != nil {
		return nil, fmt.Errorf("packet: %s: %w", path, err)
	}
	return f, nil
}

// set replaces bytes.
func (p *Part) set(path string, value any) error {
	switch v := value.(type) {
	case []byte:
		p.Layer = v
	case string:
		p.Layer = []byte(v)
	default:
		return fmt.Errorf("packet: %s: want a field of it", path)
	}
	return nil
}

// find is the place of the layer that a path names.
func (e *Edit) find(p *path) (int, error) {
	n := max(p.index, 0)
	for i := range e.Parts {
		if nameOf(e.Parts[i].Layer) != p.layer {
			continue
		}
		if n == 0 {
			return i, nil
		}
		n--
	}
	return 0, fmt.Errorf("no such layer")
}

// nameOf is the name of a layer; bytes are Payload.
func nameOf(layer any) string {
	if typ, err := typeOfLayer(layer); err == nil {
		return typ.Name()
	}
	return "Payload"
}

func typeOfLayer(v any) (*codec.Type, error) {
	t := reflect.TypeOf(v)
	if t == nil || t.Kind() != reflect.Pointer || reflect.ValueOf(v).IsNil() {
		return nil, codec.ErrLayer
	}
	return codec.TypeFor(t.Elem())
}

// derivable reports whether encoding may write something else than what a field holds.
func derivable(f *tags.Field, in *tags.Schema) bool {
	selects := slices.ContainsFunc(in.Fields, func(x *tags.Field) bool { return x.Kind == tags.KindUnion && x.Target == f })
	return selects || f.Len != nil || f.Count != "" || f.Sum != nil || f.Const != nil || f.Default != nil || f.Next != "" || f.Pad > 0
}

// Append encodes the layers behind the contents of dst.
func (e *Edit) Append(dst []byte) ([]byte, error) { return e.encode(dst, e.Parts) }

func (e *Edit) encode(dst []byte, parts []Part) ([]byte, error) {
	enc := codec.Encoder{Derive: codec.All}
	if e.snap != nil {
		enc.Links = e.snap.links
	}
	if d, ok := uniform(parts); ok {
		enc.Derive = d
	}
	var few [16]any // usually
	in := few[:0]
	for i := range parts {
		p := &parts[i]
		except := enc.Derive &^ p.Derive
		if except == 0 && p.Keep == nil && p.Depth == i {
			in = append(in, p.Layer)
			continue
		}
		in = append(in, codec.Placed{Depth: p.Depth, Layer: p.Layer, Except: except, Keep: p.Keep})
	}
	return enc.Append(dst, in...)
}

// uniform is what is derived, if that is the same for all layers.
func uniform(parts []Part) (d codec.Derive, ok bool) {
	for i := range parts {
		if i > 0 && parts[i].Derive != d {
			return 0, false
		}
		d = parts[i].Derive
	}
	return d, true
}

// Encode is Append into a new slice.
func (e *Edit) Encode() ([]byte, error) { return e.Append(nil) }

// Packet encodes the layers and decodes the result, as a packet that begins with the first of them.
func (e *Edit) Packet() (*Packet, error) {
	data, err := e.Encode()
	if err != nil {
		return nil, err
	}
	snap := e.snap
	if snap == nil {
		snap = Default().now()
	}
	var first *entry
	if len(e.Parts) > 0 {
		if typ, err := typeOfLayer(e.Parts[0].Layer); err == nil {
			first = snap.entry(typ.GoType())
		}
	}
	p := &Packet{}
	p.start(snap, data, first)
	p.all()
	return p, nil
}
