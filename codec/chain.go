package codec

import (
	"errors"
	"unsafe"
)

// Chain decodes packets into given structs, one after the other, as far as they go:
// it is what the fixed decoder of package packet is made of. All that can be known before
// the first packet is worked out by [NewChain] and [Chain.Connect]. A Chain must not be used by
// two goroutines at once.
type Chain struct {
	nodes []chainNode
	met   []int
	last  *chainNode // that rest is behind, nil if its decoding failed
	rest  []byte
	err   error
	state State
}

// chainNode is a struct of a chain.
type chainNode struct {
	t      *Type
	p      unsafe.Pointer
	decode func(unsafe.Pointer, []byte) (Extent, bool) // generated, nil if there is none
	direct directNext
	plain  bool // as in Type

	numbers []chainEdge // of the only table of the next= fields
	edges   []chainEdge // of all tables
}

// chainEdge leads from a number in a dispatch table to a struct of the chain.
type chainEdge struct {
	value uint64
	to    int
	table string
}

// maxChain is the number of structs that a chain can have.
const maxChain = 64

var errChain = errors.New("a chain has 1 to 64 structs")

// NewChain returns a chain of structs, pointers to layers. Packets begin with the
// first one. Without connections nothing else is decoded.
func NewChain(into ...any) (*Chain, error) {
	if len(into) == 0 || len(into) > maxChain {
		return nil, errChain
	}
	c := &Chain{met: make([]int, len(into))}
	for _, v := range into {
		t, p, err := typeOf(v)
		if err != nil {
			return nil, err
		}
		n := chainNode{t: t, p: p, decode: t.gen.decode, direct: t.direct, plain: t.plain}
		c.nodes = append(c.nodes, n)
	}
	return c, nil
}

// Type is the type of struct i.
func (c *Chain) Type(i int) *Type { return c.nodes[i].t }

// Connect says that key leads to struct to, wherever it is asked for. Connections
// that were made earlier win.
func (c *Chain) Connect(key Key, to int) {
	for i := range c.nodes {
		n := &c.nodes[i]
		e := chainEdge{key.Value, to, key.Table}
		asks := n.t.hasNext
		for _, f := range n.t.nexts {
			asks = asks || f.Next == key.Table
		}
		if n.t.table == key.Table {
			n.numbers = append(n.numbers, e)
		}
		if asks {
			n.edges = append(n.edges, e)
		}
	}
}

// Decode decodes a packet and returns the indexes of the structs that it has
// filled, in packet order. The slice is valid until the next call.
func (c *Chain) Decode(data []byte) []int {
	c.err = nil
	met, free := 0, ^uint64(0)
	for i := 0; ; {
		n := &c.nodes[i]
		c.met[met] = i
		met++
		var ext Extent
		var ok bool
		if n.decode != nil {
			ext, ok = n.decode(n.p, data)
		} else {
			ext, ok = n.t.quick(n.p, data)
		}
		if !ok {
			if ext, ok = c.slow(n, data); !ok {
				c.last, c.rest = nil, data[:len(data):len(data)]
				return c.met[:met]
			}
		}
		end := ext.Header + ext.Payload
		data = data[ext.Header:end:end]
		if len(n.edges) == 0 || ext.Payload == 0 {
			c.last, c.rest = n, data
			return c.met[:met]
		}
		free &^= 1 << (i & 63)
		if i = n.follow(data, free); i < 0 {
			c.last, c.rest = n, data
			return c.met[:met]
		}
	}
}

// slow decodes a layer that is not in order.
func (c *Chain) slow(n *chainNode, data []byte) (Extent, bool) {
	ext, ok := n.t.reflective(n.p, data, &c.state)
	if e := c.state.Err(); e != nil && c.err == nil {
		c.err = new(*e)
	}
	return ext, ok
}

// follow returns the struct for the layer after n that is still free, -1 if there is none.
func (n *chainNode) follow(payload []byte, free uint64) int {
	if v, ok := n.direct.number(n.p); ok {
		return n.find(v, free)
	}
	if !n.plain {
		return n.ask(payload, free)
	}
	for _, f := range n.t.nexts {
		if to := n.find(loadInt(unsafe.Add(n.p, f.GoOff), f.size), free); to >= 0 {
			return to
		}
	}
	return -1
}

// find returns the struct for a number in the layer's own table, -1 if there is none.
func (n *chainNode) find(v uint64, free uint64) int {
	for i := range n.numbers {
		if e := &n.numbers[i]; e.value == v && free>>(e.to&63)&1 != 0 {
			return e.to
		}
	}
	return -1
}

// ask is follow for layers that have several fields or a method for what follows.
func (n *chainNode) ask(payload []byte, free uint64) int {
	var keys [4]Key
	for _, k := range keys[:n.t.Keys(n.t.value(n.p), payload, &keys)] {
		for i := range n.edges {
			if e := &n.edges[i]; e.value == k.Value && e.table == k.Table && free>>(e.to&63)&1 != 0 {
				return e.to
			}
		}
	}
	return -1
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
