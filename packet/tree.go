package packet

import (
	"math"
	"net/netip"
	"slices"

	"github.com/wiretag/wiretag/capture"
	"github.com/wiretag/wiretag/codec"
)

// node is a layer of a packet. Layers stand in wire order; a node's children have
// its index as their parent.
type node struct {
	value   any    // a pointer to the struct, nil for raw bytes
	entry   *entry // nil for raw bytes
	err     *codec.Error
	off     int32 // of the header in the packet
	header  int32
	payload int32
	trailer int32
	parent  int32
	depth   int16
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
	from, to int
	parent   int32
	depth    int16
	kind     rawKind
}

// tree is a decoded packet: what [Packet] and [View] have in common.
type tree struct {
	data  []byte
	info  capture.Info
	nodes []node
	tasks []task // the one to do next is the last
	cur   task   // the one being done
	more  bool   // cur is to be done
	lazy  bool
	known bool // info was set for this packet
	snap  *snapshot
	slots [][]slot     // the structs that the layer of an index has been decoded into
	err   *codec.Error // the first one
	keys  [4]codec.Key
	state codec.State

	talks *Conversations // nil unless conversations are remembered
	talk  talk           // the innermost conversation so far
	src   netip.AddrPort // its sender
}

// slot is a struct of one type that a reused packet has decoded a layer into.
type slot struct {
	entry *entry
	value any
}

// maxLayers bounds the layers of one packet: what is inside the last one stays a payload.
const maxLayers = 256

// maxBytes bounds the bytes of one packet, so that offsets fit into an int32.
const maxBytes = math.MaxInt32

// start prepares the tree for a packet that begins with a layer.
func (t *tree) start(snap *snapshot, data []byte, first *entry) {
	if t.snap != snap {
		t.snap, t.slots = snap, nil
	}
	t.err = nil
	if t.talks != nil {
		t.talk, t.src = talk{}, netip.AddrPort{}
	}
	if t.known || len(data) > maxBytes {
		data, first = t.unusual(data, first)
	}
	t.data, t.nodes, t.tasks = data[:len(data):len(data)], t.nodes[:0], t.tasks[:0]
	t.cur = task{entry: first, parent: -1, to: len(data)}
	t.more = len(data) > 0 || first != nil
}

// unusual forgets what was said about the packet before, and refuses packets that are too long.
func (t *tree) unusual(data []byte, first *entry) ([]byte, *entry) {
	t.info, t.known = capture.Info{}, false
	if len(data) > maxBytes {
		t.err = &codec.Error{Layer: "packet", Bit: -1, Need: maxBytes, Have: len(data), Err: codec.ErrLength}
		return nil, nil
	}
	return data, first
}

// pending reports whether something is still to be decoded.
func (t *tree) pending() bool { return t.more || len(t.tasks) > 0 }

// all decodes what is left.
func (t *tree) all() {
	for t.pending() {
		t.walk(false)
	}
}

// step decodes one layer.
func (t *tree) step() { t.walk(true) }

// walk decodes a layer, and those inside it unless only one is wanted.
func (t *tree) walk(one bool) {
	if !t.more {
		last := len(t.tasks) - 1
		t.cur = t.tasks[last]
		t.tasks = t.tasks[:last]
	}
	// One by one, not as a task: parts that were just written are not loaded as a whole.
	entry, from, to, parent, depth, kind := t.cur.entry, t.cur.from, t.cur.to, t.cur.parent, t.cur.depth, t.cur.kind
	for t.more = true; t.more; {
		if entry == nil || len(t.nodes) >= maxLayers {
			t.raw(from, to, parent, depth, kind)
			t.more = false
			return
		}
		i := len(t.nodes)
		value := t.take(i, entry)
		n := t.add()
		ext, ok := entry.typ.Quick(value, t.data[from:to:to])
		n.value, n.entry, n.err = value, entry, nil // one by one: a composite would be built aside and copied
		n.off, n.header, n.payload, n.trailer = int32(from), int32(ext.Header), int32(ext.Payload), int32(ext.Trailer)
		n.parent, n.depth, n.kind, n.failed, n.cut = parent, depth, structured, false, ext.Cut
		if !ok && !t.slow(task{entry: entry, from: from, to: to, parent: parent}, n, &ext) {
			t.more = false
			return
		}
		if entry.terminal {
			n.payload, n.trailer, ext.Payload, ext.Trailer = 0, 0, 0, 0
		}
		if rest := from + ext.Len(); rest < to {
			t.behind(task{entry: entry, from: from, to: to, parent: parent, depth: depth}, n, rest)
		}
		if t.talks != nil {
			t.heard(value, t.data[from+ext.Header:from+ext.Header+ext.Payload:from+ext.Header+ext.Payload])
		}
		if ext.Payload == 0 {
			t.more = false
			return
		}
		from += ext.Header
		to = from + ext.Payload
		entry = t.next(entry, value, t.data[from:to:to])
		parent, kind = int32(i), payloadBytes
		depth++
		if one {
			t.cur = task{entry: entry, from: from, to: to, parent: parent, depth: depth, kind: kind}
			return
		}
	}
}

// slow decodes a layer that is not in order, or has no quick way.
func (t *tree) slow(k task, n *node, ext *codec.Extent) (ok bool) {
	*ext, ok = k.entry.typ.Decode(n.value, t.data[k.from:k.to:k.to], &t.state)
	if x := t.state.Err(); x != nil {
		t.failure(n, x, k)
	}
	n.header, n.payload, n.trailer, n.cut = int32(ext.Header), int32(ext.Payload), int32(ext.Trailer), ext.Cut
	if !ok {
		n.header, n.failed = int32(k.to-k.from), true
	}
	return ok
}

// add adds a node, which holds what it held for an earlier packet.
func (t *tree) add() *node {
	if len(t.nodes) == cap(t.nodes) {
		t.nodes = slices.Grow(t.nodes, 8)
	}
	t.nodes = t.nodes[:len(t.nodes)+1]
	return &t.nodes[len(t.nodes)-1]
}

// next finds out which layer a payload is, nil if none claims it.
func (t *tree) next(e *entry, value any, payload []byte) *entry {
	var numbers [4]uint64
	if n, ok := e.typ.Numbers(value, &numbers); ok {
		if t.talks != nil && n == 2 {
			return t.converse(e, &numbers, payload)
		}
		return t.numbered(e, numbers[:n], payload)
	}
	to := t.snap.choose(t.keys[:e.typ.Keys(value, payload, &t.keys)], payload)
	if to == nil && t.talks != nil {
		to = t.answers(value, payload)
	}
	return to
}

// numbered returns the layer that the numbers lead to, in the layer's own table, or that is guessed. What has no
// header says least: it waits for the other number.
func (t *tree) numbered(e *entry, numbers []uint64, payload []byte) *entry {
	if e.table == nil {
		return nil
	}
	var bare *entry
	for _, number := range numbers {
		to := e.table.follow(t.snap, number, payload)
		switch {
		case to == nil:
		case !to.bare:
			return to
		case bare == nil:
			bare = to
		}
	}
	if bare != nil {
		return bare
	}
	return e.table.guess(t.snap, payload)
}

// raw adds a node for bytes without a struct.
func (t *tree) raw(from, to int, parent int32, depth int16, kind rawKind) {
	n := t.add()
	n.value, n.entry, n.err = nil, nil, nil
	n.off, n.header, n.payload, n.trailer = int32(from), int32(to-from), 0, 0
	n.parent, n.depth, n.kind, n.failed, n.cut = parent, depth, max(kind, payloadBytes), false, false
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
	if t.err == nil {
		t.err = &c
	}
}

// limiter names the layer whose length ended the data.
func (t *tree) limiter(k task) string {
	for i := k.parent; i >= 0; i = t.nodes[i].parent {
		n := &t.nodes[i]
		if n.entry == nil || int(n.off+n.header+n.payload) != k.to {
			break
		}
		if f := n.entry.limit; f != "" {
			return f
		}
	}
	return ""
}

// behind plans the bytes behind a layer: one more of its kind, or padding.
func (t *tree) behind(k task, n *node, from int) {
	rest := task{kind: paddingBytes, parent: k.parent, depth: k.depth, from: from, to: k.to}
	if k.entry.repeats && from > k.from {
		if b := t.data[from:k.to:k.to]; n.value.(Repeater).Repeats(b) {
			gap := rest
			if g, ok := n.value.(Gapped); ok {
				rest.from += min(max(g.Gap(b), 0), len(b))
			}
			rest.entry, rest.kind = k.entry, structured
			if gap.to = rest.from; gap.to > gap.from { // comes first: the last task is the next one
				t.tasks = append(t.tasks, rest, gap)
				return
			}
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

// Gapped is implemented by repeated layers that have padding between them, which is a node of its own.
type Gapped interface {
	Repeater
	// Gap is the number of bytes at the start of rest that are padding, if Repeats says that one more follows.
	Gap(rest []byte) int
}

// take returns a struct to decode layer i into.
func (t *tree) take(i int, e *entry) any {
	if i < len(t.slots) {
		for j := range t.slots[i] {
			if s := &t.slots[i][j]; s.entry == e {
				return s.value
			}
		}
	} else {
		t.slots = append(t.slots, make([][]slot, i+1-len(t.slots))...)
	}
	v := e.typ.New()
	t.slots[i] = append(t.slots[i], slot{e, v})
	return v
}
