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
	next   codec.Key
	rest   []byte
}

type stackLayer struct {
	codec.Bound
	edges []stackEdge
	busy  bool
}

// stackEdge leads from a number in a dispatch table to a struct of the stack.
type stackEdge struct {
	key codec.Key
	to  int
}

// NewStack returns a decoder into the given structs, pointers to layers. Packets
// begin with the first one. Where a type is given twice, the second struct takes the
// inner layer of a tunnel, and so on. The error reports wrong tags.
func NewStack(into ...any) (*Stack, error) { return NewStackWith(Default(), into...) }

// NewStackWith is NewStack with another registry than the default one.
func NewStackWith(r *Registry, into ...any) (*Stack, error) {
	if len(into) == 0 {
		return nil, fmt.Errorf("packet: a stack needs a layer")
	}
	s := &Stack{met: make([]int, 0, 16)}
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
	s.met, s.err, s.next = s.met[:0], nil, codec.Key{}
	for i := range s.layers {
		s.layers[i].busy = false
	}
	for i := 0; i >= 0; {
		l := &s.layers[i]
		ext, ok := l.Decode(data, &s.state)
		s.met = append(s.met, i)
		l.busy = true
		if !ok {
			s.err, s.rest = s.state.Err(), data
			return s.met
		}
		if e := s.state.Err(); e != nil && s.err == nil {
			s.err = new(*e)
		}
		end := ext.Header + ext.Payload
		data = data[ext.Header:end:end]
		if len(data) == 0 {
			break
		}
		i = s.follow(l, data)
	}
	s.rest = data
	return s.met
}

// follow returns the struct for the layer after l, -1 if there is none.
func (s *Stack) follow(l *stackLayer, payload []byte) int {
	var keys [4]codec.Key
	n := l.Keys(payload, &keys)
	for _, k := range keys[:n] {
		for _, e := range l.edges {
			if e.key.Value == k.Value && e.key.Table == k.Table && !s.layers[e.to].busy {
				return e.to
			}
		}
	}
	s.next = keys[0]
	return -1
}

// Rest is what the last packet held behind the layers that were decoded: the payload of
// the last one. If its decoding failed, it is the bytes that it was given.
func (s *Stack) Rest() []byte { return s.rest }

// Next is the dispatch entry that the stack has no struct for, the zero Key if the
// last layer carries nothing, or nothing that it can name.
func (s *Stack) Next() codec.Key { return s.next }

// Err is what was wrong with the last packet's data. It is valid until the next
// packet is decoded.
func (s *Stack) Err() error { return s.err }
