package codec

import (
	"fmt"
	"reflect"
	"slices"
	"unsafe"
)

// Chain decodes packets into given structs, one after the other, as far as they go:
// it is what the fixed decoder of package packet is made of. All that can be known before
// the first packet is worked out by [NewChain] and [Chain.Connect]. A Chain must not be used by
// two goroutines at once.
type Chain struct {
	nodes []chainNode
	first *chainNode
	last  *chainNode // that rest is behind, nil if its decoding failed
	rest  []byte
	err   error
	state State
	met   [maxChain]int
}

// chainNode is a struct of a chain.
type chainNode struct {
	decode func(unsafe.Pointer, []byte) (Extent, bool) // generated, or the fast plan
	p      unsafe.Pointer
	form   chainForm
	index  int
	bit    uint64     // of the index
	value  uint64     // the number that was met last, if
	recent *chainNode // which it leads to first, is not the node itself: that is never free
	direct directNext
	asked  *chainEdge // the edge that was taken last, where its layer has to recognize the data
	known  uint64     // of chainPorts: the numbers that lead somewhere, by portBit
	second uintptr    // of chainPorts: the second field

	t       *Type
	numbers []chainEdge // of the only table of the next= fields
	edges   []chainEdge // of all tables
}

// chainEdge leads from a number in a dispatch table to a struct of the chain, or out of it.
type chainEdge struct {
	value uint64
	to    *chainNode // nil: out of the chain
	table string
	look  Recognizer // nil: whatever the data are
	bare  bool       // the layer has no header
}

// chainForm is how the number of the next layer is found.
type chainForm uint8

const (
	chainEnd    chainForm = iota // nothing follows
	chainByte                    // in the only next= field, of 8 bits, without a condition
	chainWord                    // the same with 16 bits
	chainByteIf                  // in the only next= field, of 8 bits, if another one of 16 bits says so
	chainWordIf                  // the same with 16 bits
	chainPorts                   // in one of two next= fields of 16 bits
	chainAsk                     // in another way
)

// maxChain is the number of structs that a chain can have.
const maxChain = 64

// NewChain returns a chain of structs, pointers to layers. Packets begin with the
// first one. Without connections nothing else is decoded.
func NewChain(into ...any) (*Chain, error) {
	if len(into) == 0 || len(into) > maxChain {
		return nil, fmt.Errorf("want 1 to %d structs, have %d", maxChain, len(into))
	}
	c := &Chain{nodes: make([]chainNode, len(into))}
	for i, v := range into {
		t, p, err := typeOf(v)
		if err != nil {
			return nil, err
		}
		n := &c.nodes[i]
		*n = chainNode{decode: t.run, p: p, index: i, bit: 1 << i, direct: t.direct, t: t}
		n.recent = n
	}
	c.first = &c.nodes[0]
	return c, nil
}

// Type is the type of struct i.
func (c *Chain) Type(i int) *Type { return c.nodes[i].t }

// Connect says that key leads to struct to, wherever it is asked for. Connections that were made earlier win, as far as their
// layers recognize the data (see [Recognizer]).
func (c *Chain) Connect(key Key, to int) {
	n := &c.nodes[to]
	c.connect(chainEdge{key.Value, n, key.Table, n.t.look, len(n.t.fields) == 0})
}

// Leave says that key leads to a layer of the struct type t, which is not in the chain: decoding stops before it. It is a connection like others.
func (c *Chain) Leave(key Key, t reflect.Type) {
	look, _ := reflect.New(t).Interface().(Recognizer)
	c.connect(chainEdge{key.Value, nil, key.Table, look, t.NumField() == 0})
}

func (c *Chain) connect(e chainEdge) {
	for i := range c.nodes {
		n := &c.nodes[i]
		asks := n.t.hasNext
		for _, f := range n.t.nexts {
			asks = asks || f.Next == e.table
		}
		if n.t.table == e.table {
			n.numbers = append(n.numbers, e)
			n.known |= portBit(e.value)
		}
		if asks {
			n.edges = append(n.edges, e)
			n.form = n.formOf()
		}
	}
}

// formOf returns how numbers are found. A condition on the field itself need not be looked at again: the
// number that was met last fulfils it.
func (n *chainNode) formOf() chainForm {
	d, nexts := &n.direct, n.t.nexts
	always := d.span == ^uint64(0) || d.look == d.next
	switch {
	case n.t.plain && len(nexts) == 2 && nexts[0].size == 2 && nexts[1].size == 2:
		d.next, n.second = nexts[0].GoOff, nexts[1].GoOff
		return chainPorts
	case d.table == "" || !always && d.lookSize != 2:
	case d.size == 1 && always:
		return chainByte
	case d.size == 2 && always:
		return chainWord
	case d.size == 1:
		return chainByteIf
	case d.size == 2:
		return chainWordIf
	}
	return chainAsk
}

// portBit is one of 64 bits for a number.
func portBit(v uint64) uint64 { return 1 << (uint32(v) * 0x9e3779b1 >> 26) }

// Decode decodes a packet and returns the indexes of the structs that it has
// filled, in packet order. The slice is valid until the next call.
func (c *Chain) Decode(data []byte) []int {
	if c.err != nil {
		c.err = nil
	}
	n, free := c.first, ^uint64(0)
	for met := 0; ; {
		c.met[met&(maxChain-1)] = n.index
		met++
		ext, ok := n.decode(n.p, data)
		if !ok {
			if ext, ok = c.slow(n, data); !ok {
				c.last, c.rest = nil, data[:len(data):len(data)]
				return c.met[:met]
			}
		}
		free &^= n.bit
		// The slice that follows is within data, and as data has more than that its start is too.
		if uint(ext.Header)+uint(ext.Payload) > uint(len(data)) || ext.Payload <= 0 || n.form == chainEnd {
			end := ext.Header + ext.Payload
			c.last, c.rest = n, data[ext.Header:end:end]
			return c.met[:met]
		}
		data = unsafe.Slice((*byte)(unsafe.Add(unsafe.Pointer(unsafe.SliceData(data)), ext.Header)), ext.Payload)
		v, ok, p := uint64(0), true, unsafe.Add(n.p, n.direct.next)
		switch n.form {
		case chainByte:
			v = uint64(*(*uint8)(p))
		case chainWord:
			v = uint64(*(*uint16)(p))
		case chainByteIf:
			v, ok = uint64(*(*uint8)(p)), n.direct.counts(n.p)
		default:
			v, ok = n.number(p)
		}
		to := n.recent
		if !ok || v != n.value || free&to.bit == 0 {
			if to = n.follow(data, free); to == nil {
				c.last, c.rest = n, data
				return c.met[:met]
			}
		}
		n = to
	}
}

// counts reports whether the field of 16 bits that the condition looks at, in the struct at p, fulfils it.
func (d *directNext) counts(p unsafe.Pointer) bool {
	return uint64(*(*uint16)(unsafe.Add(p, d.look)))&d.mask-d.low <= d.span
}

// number returns what the next= field at p has that counts, for the rarer forms: of two, that is the second
// one where the first leads nowhere.
func (n *chainNode) number(p unsafe.Pointer) (v uint64, ok bool) {
	switch n.form {
	case chainWordIf:
		return uint64(*(*uint16)(p)), n.direct.counts(n.p)
	case chainPorts:
		if v = uint64(*(*uint16)(p)); n.known&portBit(v) == 0 {
			v = uint64(*(*uint16)(unsafe.Add(n.p, n.second)))
		}
		return v, true
	}
	return 0, false
}

// slow decodes a layer that is not in order.
func (c *Chain) slow(n *chainNode, data []byte) (Extent, bool) {
	ext, ok := n.t.reflective(n.p, data, &c.state)
	if e := c.state.Err(); e != nil && c.err == nil {
		c.err = new(*e)
	}
	return ext, ok
}

// follow returns the struct for the layer after n that is still free, nil if there is none.
func (n *chainNode) follow(payload []byte, free uint64) *chainNode {
	if n.form == chainPorts {
		a, b := uint64(*(*uint16)(unsafe.Add(n.p, n.direct.next))), uint64(*(*uint16)(unsafe.Add(n.p, n.second)))
		if n.known&(portBit(a)|portBit(b)) == 0 {
			return nil
		}
		if n.again(a, payload, free) {
			return n.asked.to
		}
		i := lead(n.numbers, Key{n.t.table, a}, payload)
		if i < 0 || n.numbers[i].bare {
			if j := lead(n.numbers, Key{n.t.table, b}, payload); i < 0 || j >= 0 && !n.numbers[j].bare {
				i = j
			}
		}
		return n.numbered(i, free)
	}
	if v, ok := n.direct.number(n.p); ok {
		if n.again(v, payload, free) {
			return n.asked.to
		}
		return n.numbered(lead(n.numbers, Key{n.t.table, v}, payload), free)
	}
	var keys [4]Key
	bare := -1
	for _, k := range keys[:n.t.Keys(n.t.value(n.p), payload, &keys)] {
		i := lead(n.edges, k, payload)
		if i >= 0 && !n.edges[i].bare {
			return taken(n.edges, i, free)
		}
		if bare < 0 { // what has no header says least: it waits for the other numbers
			bare = i
		}
	}
	return taken(n.edges, bare, free)
}

// again reports whether a number leads where it led the last time, to a layer that recognizes the data.
func (n *chainNode) again(v uint64, payload []byte, free uint64) bool {
	e := n.asked
	return e != nil && e.value == v && free&e.to.bit != 0 && e.look.Recognizes(payload)
}

// numbered is taken for an edge of the layer's own table, which is remembered if it is the first one of its number.
func (n *chainNode) numbered(i int, free uint64) *chainNode {
	to := taken(n.numbers, i, free)
	if to == nil {
		return nil
	}
	e := &n.numbers[i]
	same := func(x chainEdge) bool { return x.value == e.value }
	switch {
	case to != e.to || e.bare || slices.ContainsFunc(n.numbers[:i], same):
	case e.look == nil:
		n.recent, n.value = to, e.value
	default:
		n.asked = e
	}
	return to
}

// lead returns the place of the first edge of a key whose layer recognizes the payload, -1 if there is none.
func lead(edges []chainEdge, k Key, payload []byte) int {
	for i := range edges {
		if e := &edges[i]; e.value == k.Value && e.table == k.Table && (e.look == nil || e.look.Recognizes(payload)) {
			return i
		}
	}
	return -1
}

// taken returns the first struct that is free of those of one type whose edges begin at i.
func taken(edges []chainEdge, i int, free uint64) *chainNode {
	if i < 0 || edges[i].to == nil {
		return nil
	}
	first := &edges[i]
	for ; i < len(edges); i++ {
		if e := &edges[i]; e.value == first.value && e.table == first.table && e.to != nil && e.to.t == first.to.t && free&e.to.bit != 0 {
			return e.to
		}
	}
	return nil
}

// Rest is what the last packet held behind the layers that were decoded: the payload of
// the last one. If its decoding failed, it is the bytes that it was given.
func (c *Chain) Rest() []byte { return c.rest }

// Next is the first dispatch entry by which the last layer names what it carries, the zero Key if
// it carries nothing, or nothing that it can name. It is valid until the structs change.
func (c *Chain) Next() Key {
	var keys [4]Key
	if n := c.last; n != nil && len(c.rest) > 0 && n.t.Keys(n.t.value(n.p), c.rest, &keys) > 0 {
		return keys[0]
	}
	return Key{}
}

// Err is what was wrong with the last packet's data. It is valid until the next
// packet is decoded.
func (c *Chain) Err() error { return c.err }
