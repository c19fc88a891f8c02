package packet

import (
	"fmt"

	"github.com/wiretag/wiretag/codec"
)

// Stack is the fixed decoder: it decodes packets into given structs, as far as they
// go, without allocating. It must not be used by two goroutines at once.
type Stack struct {
	layers []stackLayer
	met    []int
	state  codec.State
	err    error
	last   *stackLayer // the layer that Rest is behind, nil if its decoding failed
	rest   []byte
}

type stackLayer struct {
	codec.Bound
	numbers []stackNumber // of the table of the only next= field
	edges   []stackEdge   // of all tables
}

// stackNumber leads from a number to a struct of the stack.
type stackNumber struct {
	value uint64
	to    int
}

// stackEdge leads from a number in a dispatch table to a struct of the stack.
type stackEdge struct {
	key codec.Key
	to  int
}

// maxStack is the number of structs that a stack can have.
const maxStack = 64

// NewStack returns a decoder into the given structs, pointers to layers, up to 64. Packets
// begin with the first one. Where a type is given twice, the second struct takes the
// inner layer of a tunnel, and so on. The error reports wrong tags.
func NewStack(into ...any) (*Stack, error) { return NewStackWith(Default(), into...) }

// NewStackWith is NewStack with another registry than the default one.
func NewStackWith(r *Registry, into ...any) (*Stack, error) {
	if len(into) == 0 || len(into) > maxStack {
		return nil, fmt.Errorf("packet: a stack has 1 to %d layers, not %d", maxStack, len(into))
	}
	s := &Stack{met: make([]int, 0, len(into))}
	for _, v := range into {
		b, err := codec.Bind(v)
		if err != nil {
			return nil, fmt.Errorf("packet: %w", err)
		}
		s.layers = append(s.layers, stackLayer{Bound: b})
	}
	links := r.Links()
	for row := range links.Rows {
		key := codec.Key{Table: row.Table, Value: row.Key}
		for to := range s.layers {
			if s.layers[to].Type().GoType() != links.Layer(key) {
				continue
			}
			for from := range s.layers {
				s.layers[from].connect(key, to)
			}
		}
	}
	return s, nil
}

// connect adds an edge, if the layer can ask for that table at all.
func (l *stackLayer) connect(key codec.Key, to int) {
	if l.Table() == key.Table {
		l.numbers = append(l.numbers, stackNumber{key.Value, to})
	}
	_, asks := l.Value().(codec.NextLayer)
	for _, f := range l.Type().Schema().Fields {
		asks = asks || f.Next == key.Table
	}
	if asks {
		l.edges = append(l.edges, stackEdge{key, to})
	}
}

// Decode decodes a packet and returns the indexes of the structs that it has filled, in
// packet order. The slice is valid until the next call. Stopping early is a result: Rest and
// Next tell where and before what, Err tells what was wrong with the data, if anything was.
func (s *Stack) Decode(data []byte) []int {
	s.err = nil
	n, i := 0, 0
	met := s.met[:len(s.layers)]
	free := ^uint64(0)
	for {
		l := &s.layers[i]
		ext, ok := l.Quick(data)
		met[n] = i
		n++
		if !ok && !s.slow(l, data, &ext) {
			s.last = nil
			break
		}
		s.last = l
		free &^= 1 << (i & 63)
		end := ext.Header + ext.Payload
		data = data[ext.Header:end:end]
		if i = s.follow(l, data, free); i < 0 {
			break
		}
	}
	s.rest = data
	return met[:n]
}

// slow decodes a layer that is not in order.
func (s *Stack) slow(l *stackLayer, data []byte, ext *codec.Extent) (ok bool) {
	*ext, ok = l.Bound.Decode(data, &s.state)
	if e := s.state.Err(); e != nil && s.err == nil {
		s.err = new(*e)
	}
	return ok
}

// follow returns the struct for the layer after l, -1 if there is none.
func (s *Stack) follow(l *stackLayer, payload []byte, free uint64) int {
	if len(l.edges) == 0 || len(payload) == 0 {
		return -1
	}
	v, ok := l.Bound.Next()
	if !ok {
		return l.ask(payload, free)
	}
	for i := range l.numbers {
		if e := &l.numbers[i]; e.value == v && free>>(e.to&63)&1 != 0 {
			return e.to
		}
	}
	return -1
}

// ask is follow for layers that have several fields or a method for what follows.
func (l *stackLayer) ask(payload []byte, free uint64) int {
	var keys [4]codec.Key
	for _, k := range keys[:l.Keys(payload, &keys)] {
		for _, e := range l.edges {
			if e.key == k && free>>(e.to&63)&1 != 0 {
				return e.to
			}
		}
	}
	return -1
}

// Rest is what the last packet held behind the layers that were decoded: the payload of
// the last one. If its decoding failed, it is the bytes that it was given.
func (s *Stack) Rest() []byte { return s.rest }

// Next is the first dispatch entry by which the last layer names what it carries, the zero Key if
// it carries nothing, or nothing that it can name. It is valid until the structs change.
func (s *Stack) Next() codec.Key {
	var keys [4]codec.Key
	if s.last == nil || len(s.rest) == 0 || s.last.Keys(s.rest, &keys) == 0 {
		return codec.Key{}
	}
	return keys[0]
}

// Err is what was wrong with the last packet's data. It is valid until the next
// packet is decoded.
func (s *Stack) Err() error { return s.err }
