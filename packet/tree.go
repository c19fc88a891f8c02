package packet

import (
	"github.com/wiretag/wiretag/capture"
	"github.com/wiretag/wiretag/codec"
)

// node is a layer of a packet. Layers stand in wire order; a node's children have
// its index as their parent.
type node struct {
	value   any    // a pointer to the struct, nil for raw bytes
	entry   *entry // nil for raw bytes
	err     *codec.Error
	off     int // of the header in the packet
	header  int
	payload int
	trailer int
	parent  int32
	depth   int32
	kind    rawKind
	failed  bool // the extent is not known: header is all there was
	cut     bool
}

// rawKind tells the kinds of bytes without a struct apart.
type rawKind uint8

const (
	structured rawKind = iota
	payloadBytes
	paddingBytes
)

// task is a part of the packet that is still to be decoded.
type task struct {
	entry    *entry // nil: raw bytes
	kind     rawKind
	parent   int32
	depth    int32
	from, to int
}

// tree is a decoded packet: what [Packet] and [View] have in common.
type tree struct {
	data  []byte
	info  capture.Info
	nodes []node
	tasks []task // the one to do next is the last
	snap  *snapshot
	pools []pool // by entry number
	used  []int32
	state codec.State
	lazy  bool
}

// pool holds the structs of one type that a reused packet has decoded into.
type pool struct {
	values []any
	used   int
}

// maxLayers bounds the layers of one packet.
const maxLayers = 256

// start prepares the tree for a packet that begins with a layer.
func (t *tree) start(snap *snapshot, data []byte, first *entry) {
	if t.snap != snap { // the numbers of layer types are those of a snapshot
		t.snap, t.pools, t.used = snap, nil, nil
	}
	for _, i := range t.used {
		t.pools[i].used = 0
	}
	t.used = t.used[:0]
	t.data, t.nodes, t.tasks = data, t.nodes[:0], t.tasks[:0]
	kind := structured
	if first == nil {
		kind = payloadBytes
	}
	if len(data) > 0 || first != nil {
		t.tasks = append(t.tasks, task{entry: first, kind: kind, parent: -1, to: len(data)})
	}
}

// all decodes what is left.
func (t *tree) all() {
	for len(t.tasks) > 0 {
		t.step()
	}
}

// step decodes one layer.
func (t *tree) step() {
	k := t.tasks[len(t.tasks)-1]
	t.tasks = t.tasks[:len(t.tasks)-1]
	if k.entry == nil || len(t.nodes) >= maxLayers {
		t.raw(k)
		return
	}
	i := len(t.nodes)
	t.nodes = append(t.nodes, node{entry: k.entry, off: k.from, parent: k.parent, depth: k.depth})
	n := &t.nodes[i]
	n.value = t.take(k.entry)
	ext, ok := k.entry.typ.Decode(n.value, t.data[k.from:k.to:k.to], &t.state)
	if e := t.state.Err(); e != nil {
		t.failure(n, e, k)
	}
	if !ok {
		n.header, n.failed = k.to-k.from, true
		return
	}
	n.header, n.payload, n.trailer, n.cut = ext.Header, ext.Payload, ext.Trailer, ext.Cut
	if k.entry.terminal {
		n.payload, n.trailer = 0, 0
	}
	t.after(k, n, int32(i))
}

// raw adds a node for bytes without a struct.
func (t *tree) raw(k task) {
	kind := k.kind
	if kind == structured {
		kind = payloadBytes
	}
	t.nodes = append(t.nodes, node{kind: kind, off: k.from, header: k.to - k.from, parent: k.parent, depth: k.depth})
}

// failure keeps an error, with its place counted from the start of the packet.
func (t *tree) failure(n *node, e *codec.Error, k task) {
	c := *e
	if c.Bit >= 0 {
		c.Bit += k.from * 8
	}
	if c.LimitedBy == "" && k.to < len(t.data) {
		c.LimitedBy = t.limiter(k)
	}
	n.err = &c
}

// limiter names the layer whose length ended the data.
func (t *tree) limiter(k task) string {
	for i := k.parent; i >= 0; i = t.nodes[i].parent {
		n := &t.nodes[i]
		if n.entry == nil || n.off+n.header+n.payload != k.to {
			break
		}
		if f := n.entry.limit; f != "" {
			return f
		}
	}
	return ""
}

// after plans what follows a decoded layer: its payload, then what is left of the
// space that it was given.
func (t *tree) after(k task, n *node, i int32) {
	body := k.from + n.header
	end := body + n.payload
	if rest := end + n.trailer; rest < k.to {
		t.left(k, n, rest)
	}
	if n.payload == 0 {
		return
	}
	next := task{kind: payloadBytes, parent: i, depth: k.depth + 1, from: body, to: end}
	var keys [4]codec.Key
	for _, key := range keys[:k.entry.typ.Keys(n.value, t.data[body:end:end], &keys)] {
		if key == (codec.Key{}) {
			continue
		}
		if e := k.entry.follow(t.snap, key); e != nil {
			next.entry, next.kind = e, structured
			break
		}
	}
	t.tasks = append(t.tasks, next)
}

// left plans the bytes behind a layer: one more of its kind, or padding.
func (t *tree) left(k task, n *node, from int) {
	rest := task{kind: paddingBytes, parent: k.parent, depth: k.depth, from: from, to: k.to}
	if k.entry.repeats && from > k.from {
		if n.value.(Repeater).Repeats(t.data[from:k.to:k.to]) {
			rest.entry, rest.kind = k.entry, structured
		}
	}
	t.tasks = append(t.tasks, rest)
}

// Repeater is implemented by layers of which several can stand one after the
// other in the payload of the layer outside: bundled chunks, records, messages.
type Repeater interface {
	// Repeats reports whether rest, which follows this layer, is one more.
	Repeats(rest []byte) bool
}

// take returns a struct to decode into.
func (t *tree) take(e *entry) any {
	if t.pools == nil {
		t.pools = make([]pool, t.snap.size())
	}
	if e.id >= len(t.pools) { // a type that was met after the packet was made
		t.pools = append(t.pools, make([]pool, e.id+1-len(t.pools))...)
	}
	p := &t.pools[e.id]
	if p.used == 0 {
		t.used = append(t.used, int32(e.id))
	}
	if p.used == len(p.values) {
		p.values = append(p.values, e.typ.New())
	}
	p.used++
	return p.values[p.used-1]
}
