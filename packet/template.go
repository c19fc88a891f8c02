package packet

import (
	"errors"
	"fmt"
	"slices"

	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/tags"
)

// Template is a packet that is encoded once and then stamped: fields are changed in its bytes, and what the
// edit derives follows, checksums without being computed anew. It must not be used by two goroutines at once.
type Template struct {
	tree    tree // its structs are only looked at while the template is made
	edit    *Edit
	sums    []*runningSum // those inside first
	lengths []runningLength
	inner   int // the innermost node, which is or has the payload
}

// NewTemplate is [Edit.Template] for layers that stand inside each other, with everything derived.
func NewTemplate(layers ...any) (*Template, error) { return NewEdit(layers...).Template() }

// Template encodes the layers as a template. The structs may be used for something else afterwards.
func (e *Edit) Template() (*Template, error) {
	data, err := e.Encode()
	if err != nil {
		return nil, err
	}
	t := &Template{edit: &Edit{Parts: slices.Clone(e.Parts), snap: e.snap}}
	if t.edit.snap == nil {
		t.edit.snap = Default().now()
	}
	t.tree.snap, t.tree.data = t.edit.snap, data
	if err := t.place(); err != nil {
		return nil, err
	}
	for i := len(t.tree.nodes) - 1; i >= 0; i-- {
		if err := t.derived(i); err != nil {
			return nil, err
		}
	}
	for _, s := range t.sums {
		s.total = t.total(s)
	}
	return t, nil
}

// Bytes is the packet as it is now. It is valid until the template is stamped again, and must not be changed.
func (t *Template) Bytes() []byte { return t.tree.data }

// place makes the nodes: the layers with the places of their bytes.
func (t *Template) place() error {
	parts := t.edit.Parts
	nodes := make([]node, len(parts))
	own := make([]int, len(parts)) // bytes of header and trailer
	var scratch []byte
	for i, inside := len(parts)-1, 0; i >= 0; i-- {
		var err error
		if scratch, err = t.edit.encode(scratch[:0], parts[i:]); err != nil {
			return err
		}
		own[i], inside = len(scratch)-inside, len(scratch)
	}
	t.tree.nodes = nodes
	for i, end := 0, 0; i < len(parts); {
		i, end = t.nest(i, -1, end, own)
	}
	for i := range nodes {
		if nodes[i].depth >= nodes[t.inner].depth && nodes[i].kind != paddingBytes {
			t.inner = i
		}
	}
	return nil
}

// nest places node i at a byte of the packet, and those inside it. It returns the node and the byte behind them.
func (t *Template) nest(i, parent, at int, own []int) (next, end int) {
	n, p := &t.tree.nodes[i], &t.edit.Parts[i]
	n.parent, n.depth, n.kind, n.off = int32(parent), int16(p.Depth), payloadBytes, int32(at)
	if typ, err := typeOfLayer(p.Layer); err == nil {
		n.entry, n.kind = t.tree.snap.entry(typ.GoType()), structured
		n.trailer = int32(trailerOf(p.Layer))
	}
	n.header = int32(own[i]) - n.trailer
	end = at + int(n.header)
	for next = i + 1; next < len(own) && t.edit.Parts[next].Depth > p.Depth; {
		next, end = t.nest(next, i, end, own)
	}
	n.payload = int32(end-at) - n.header
	if n.entry != nil {
		var state codec.State
		n.value = n.entry.typ.New()
		whole := slices.Concat(t.tree.data[at:end], t.tree.data[end:end+int(n.trailer)])
		_, ok := n.entry.typ.Decode(n.value, whole, &state)
		n.failed = !ok
	}
	return next, end + int(n.trailer)
}

// trailerOf is the length of a layer's trailer, in bytes.
func trailerOf(layer any) (n int) {
	fields, err := codec.Layout(layer)
	if err != nil {
		return 0
	}
	for i := range fields {
		if fields[i].Trailer {
			n += fields[i].Bits / 8
		}
	}
	return n
}

// derived notes the lengths and checksums of a layer that are kept right.
func (t *Template) derived(i int) error {
	n, part := &t.tree.nodes[i], &t.edit.Parts[i]
	if n.entry == nil {
		return nil
	}
	fields, err := codec.Layout(n.value)
	if err != nil {
		return err
	}
	for j := range fields {
		f := &fields[j]
		if slices.Contains(part.Keep, f.Name) {
			continue
		}
		if s := f.Tag.Sum; s != nil && part.Derive&codec.Checksums != 0 {
			sum, err := t.running(i, f)
			if err != nil {
				return err
			}
			if sum != nil {
				t.sums = append(t.sums, sum)
			}
		}
		if l := f.Tag.Len; l != nil && l.Relative() && l.Of != "header" && l.Of != "self" && part.Derive&codec.Lengths != 0 {
			t.lengths = append(t.lengths, runningLength{node: i, place: placeOf(n, f), tag: f.Tag})
		}
		if inner := nestedSum(f); inner != "" && part.Derive&codec.Checksums != 0 {
			return fmt.Errorf("packet: a template cannot keep %s.%s right: it is inside %s", n.entry.typ.Name(), inner, f.Name)
		}
	}
	return nil
}

// nestedSum is the name of a checksum inside a field, "" if there is none.
func nestedSum(f *codec.FieldValue) string {
	for i := range f.Sub {
		if x := &f.Sub[i]; x.Tag.Sum != nil && x.Name != "" {
			return x.Name
		} else if name := nestedSum(x); name != "" {
			return name
		}
	}
	return ""
}

// bitPlace is where a field stands in the packet.
type bitPlace struct {
	bit, width int
	le         bool
}

// placeOf is the place of a field of a layer.
func placeOf(n *node, f *codec.FieldValue) bitPlace {
	at := int(n.off)
	if f.Trailer {
		at += int(n.header + n.payload)
	}
	return bitPlace{at*8 + f.Bit, f.Bits, f.Tag.LE}
}

// runningLength is a length that follows the payload.
type runningLength struct {
	node  int
	place bitPlace
	tag   *tags.Field
}

// SetPayload replaces the bytes inside the innermost layer. Lengths and checksums follow, as far as they are derived;
// those that do not fit are an error, and then nothing has changed.
func (t *Template) SetPayload(b []byte) error {
	if len(t.tree.nodes) == 0 {
		return fmt.Errorf("packet: a template without layers carries no payload")
	}
	n := &t.tree.nodes[t.inner]
	from, to := int(n.off+n.header), t.payloadEnd()
	switch {
	case n.entry == nil:
		from = int(n.off)
	case n.entry.terminal:
		return fmt.Errorf("packet: %s carries no payload", n.entry.typ.Name())
	}
	by := len(b) - (to - from)
	for i := range t.tree.nodes {
		if by != 0 && t.holds(i) && t.padded(i) {
			return fmt.Errorf("packet: the padding of %s does not follow: the payload keeps its length", t.tree.nodes[i].entry.typ.Name())
		}
	}
	if by == 0 {
		copy(t.tree.data[from:], b)
	} else {
		for i := range t.lengths {
			if _, err := t.length(&t.lengths[i], by); err != nil {
				return err
			}
		}
		var old []byte
		if t.hooked() {
			old = slices.Clone(t.tree.data[from:to])
		}
		t.tree.data = slices.Replace(t.tree.data, from, to, b...)
		t.shift(from, by)
		if err := t.fix(); err != nil {
			t.tree.data = slices.Replace(t.tree.data, from, from+len(b), old...)
			t.shift(from, -by)
			return errors.Join(err, t.fix()) // the second is nil: it fitted before
		}
	}
	for _, s := range t.sums {
		s.total = t.total(s)
		t.store(s)
	}
	return nil
}

// payloadEnd is the byte behind the payload.
func (t *Template) payloadEnd() int {
	n := &t.tree.nodes[t.inner]
	return int(n.off + n.header + n.payload)
}

// holds reports whether the payload is inside layer i.
func (t *Template) holds(i int) bool {
	for j := t.inner; j >= 0; j = int(t.tree.nodes[j].parent) {
		if j == i {
			return true
		}
	}
	return false
}

// padded reports whether layer i has padding behind its payload, which lengths do not count.
func (t *Template) padded(i int) bool {
	e := t.tree.nodes[i].entry
	if e == nil {
		return false
	}
	fields := e.typ.Schema().Fields
	return len(fields) > 0 && fields[len(fields)-1].Trailer && fields[len(fields)-1].Pad > 0
}

// shift makes the payload, which starts at a byte, longer, and sets what depends on that.
func (t *Template) shift(from, by int) {
	for i := range t.tree.nodes {
		switch n := &t.tree.nodes[i]; {
		case i == t.inner && n.entry == nil:
			n.header += int32(by)
		case t.holds(i):
			n.payload += int32(by)
		case int(n.off) >= from:
			n.off += int32(by)
		}
	}
	for _, s := range t.sums {
		s.move(from, by, t.holds(s.node) && s.payload)
	}
	for i := range t.lengths {
		l := &t.lengths[i]
		l.place.bit += moved(l.place.bit/8, from, by) * 8
		v, _ := t.length(l, 0) // it was asked before
		l.place.write(t.tree.data, v)
	}
}

// hook is the method by which layer i sets a length that follows the payload, nil if it has none.
func (t *Template) hook(i int) codec.PayloadLength {
	if x, ok := t.tree.nodes[i].value.(codec.PayloadLength); ok && t.holds(i) && t.edit.Parts[i].Derive&codec.Lengths != 0 {
		return x
	}
	return nil
}

// hooked reports whether a layer has such a method.
func (t *Template) hooked() bool {
	for i := range t.tree.nodes {
		if t.hook(i) != nil {
			return true
		}
	}
	return false
}

// fix sets the lengths of layers that have such a method.
func (t *Template) fix() error {
	for i := len(t.tree.nodes) - 1; i >= 0; i-- {
		if x := t.hook(i); x != nil {
			n := &t.tree.nodes[i]
			end := n.off + n.header + n.payload
			if err := x.FixPayloadLength(t.tree.data[n.off:end:end], int(n.header)); err != nil {
				return &codec.Error{Layer: n.entry.typ.Name(), Bit: -1, Have: int(n.payload), Err: err}
			}
		}
	}
	return nil
}

// moved is how far a byte moves when those at from become more.
func moved(at, from, by int) int {
	if at >= from {
		return by
	}
	return 0
}

// length is what a length says when its payload gets longer.
func (t *Template) length(l *runningLength, by int) (uint64, error) {
	n := &t.tree.nodes[l.node]
	if !t.holds(l.node) {
		by = 0
	}
	size, trailer := int(n.payload), int(n.trailer)
	if t.padded(l.node) {
		trailer = 0
	}
	switch l.tag.Len.Of {
	case "packet":
		size += int(n.header) + trailer
	case "rest":
		size = int(n.off+n.header+n.payload) + trailer - (l.place.bit+l.place.width)/8
	}
	size += by
	v := size/l.tag.Len.Unit + l.tag.Len.Bias
	if size%l.tag.Len.Unit != 0 || v < 0 {
		return 0, &codec.Error{Layer: n.entry.typ.Name(), Field: l.tag.Name, Bit: -1, Need: l.tag.Len.Unit, Have: size, Err: codec.ErrLength}
	}
	if uint64(v) > l.place.top() {
		return 0, &codec.Error{Layer: n.entry.typ.Name(), Field: l.tag.Name, Bit: -1, Have: v, Err: codec.ErrRange}
	}
	return uint64(v), nil
}
