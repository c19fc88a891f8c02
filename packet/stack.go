package packet

import (
	"fmt"
	"reflect"

	"github.com/wiretag/wiretag/codec"
)

// Stack is the fixed decoder: it decodes packets into given structs, as far as they
// go, without allocating. [NewStack] makes one. It must not be used by two goroutines at once.
type Stack struct {
	chain *codec.Chain
	reg   *Registry
	met   []int
	data  []byte // of the last packet
}

// NewStack returns a decoder into the given structs, pointers to layers, up to 64. Packets
// begin with the first one. The others stand for layers that may be there or not, in whatever order packets have them:
// each struct is filled once, and where a type is given twice, the first struct takes the outer layer. So
// VLAN tags, MPLS labels and extension headers of one kind need as many structs as are to be decoded:
//
//	packet.NewStack(&eth, &tag1, &tag2, &ip1, &gre, &ip2, &hop, &tcp)
//
// Where layers share a number, as on ports, the one that recognizes the data is meant ([codec.Recognizer]), as in a [View]; if it is not
// given, the stack stops. Numbers that lead to none of the structs are passed over, and nothing is guessed.
//
// The error reports wrong tags.
func NewStack(into ...any) (*Stack, error) { return NewStackWith(Default(), into...) }

// NewStackWith is NewStack with another registry than the default one, which nil stands for.
func NewStackWith(r *Registry, into ...any) (*Stack, error) {
	if r == nil {
		r = Default()
	}
	c, err := codec.NewChain(into...)
	if err != nil {
		return nil, fmt.Errorf("packet: %w", err)
	}
	connect(c, len(into), r.Links())
	return &Stack{chain: c, reg: r}, nil
}

// connect makes the connections between the structs of a chain. Of a number that leads to one of them, all rows count, up to the
// first one whose layer takes whatever there is.
func connect(c *codec.Chain, n int, links *codec.Links) {
	places := map[reflect.Type][]int{}
	for i := range n {
		t := c.Type(i).GoType()
		places[t] = append(places[t], i)
	}
	ends := map[codec.Key]bool{} // numbers that lead to a struct: whether their rows have ended
	for row := range links.Rows {
		if _, ok := places[reflect.TypeOf(row.Layer).Elem()]; ok {
			ends[codec.Key{Table: row.Table, Value: row.Key}] = false
		}
	}
	for row := range links.Rows {
		key := codec.Key{Table: row.Table, Value: row.Key}
		if end, ok := ends[key]; end || !ok {
			continue
		}
		t := reflect.TypeOf(row.Layer).Elem()
		for _, i := range places[t] {
			c.Connect(key, i)
		}
		if places[t] == nil {
			c.Leave(key, t)
		}
		if _, looks := row.Layer.(codec.Recognizer); !looks {
			ends[key] = true
		}
	}
}

// Decode decodes a packet and returns the indexes of the structs that it has filled, in
// packet order. The slice is valid until the next call. Stopping early is a result: Rest and
// Next tell where and before what, Err tells what was wrong with the data, if anything was.
func (s *Stack) Decode(data []byte) []int {
	s.met, s.data = s.chain.Decode(data), data
	return s.met
}

// payload is the length of what the last packet held behind the layers up to number i of those that were decoded: they are decoded once more.
func (s *Stack) payload(i int) int {
	data := s.data
	var state codec.State
	for _, at := range s.met[:i+1] {
		t := s.chain.Type(at)
		ext, ok := t.Decode(t.New(), data, &state)
		if !ok {
			return 0
		}
		data = data[ext.Header : ext.Header+ext.Payload]
	}
	return len(data)
}

// Resume decodes what the stack has left of the last packet into v, which then begins with the layer before which the
// stack stopped, or with the one that it could not decode. The stack's registry counts. Checksums that
// cover addresses of layers that the stack has decoded cannot be verified in v.
func (s *Stack) Resume(v *View) error {
	v.reg = s.reg
	snap := s.reg.now()
	var keys [4]codec.Key
	n, ok := s.chain.Keys(&keys)
	var to *entry
	if ok {
		to = snap.choose(keys[:n], s.Rest())
	} else if n := len(s.met); n > 0 {
		to = snap.entry(s.chain.Type(s.met[n-1]).GoType())
	}
	v.first = memo{to: to} // of no snapshot: the next packet looks again
	return v.from(snap, s.Rest())
}

// Rest is what the last packet held behind the layers that were decoded: the payload of
// the last one. If its decoding failed, it is the bytes that it was given.
func (s *Stack) Rest() []byte { return s.chain.Rest() }

// Next is the first dispatch entry by which the last layer names what it carries, the zero Key if
// it carries nothing, or nothing that it can name. It is valid until the structs change.
func (s *Stack) Next() codec.Key { return s.chain.Next() }

// Err is what was wrong with the last packet's data. It is valid until the next
// packet is decoded.
func (s *Stack) Err() error { return s.chain.Err() }
