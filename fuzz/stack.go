package fuzz

import (
	"bytes"
	"fmt"
	"reflect"
	"slices"
	"strings"

	"github.com/leanovate/gopter"

	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/layers"
	"github.com/wiretag/wiretag/layers/dot11"
	"github.com/wiretag/wiretag/layers/enterprise"
	"github.com/wiretag/wiretag/layers/ike"
	"github.com/wiretag/wiretag/layers/tunnel"
	"github.com/wiretag/wiretag/tags"
)

// Stacks makes packets from a table of who follows whom.
type Stacks struct {
	links    *codec.Links
	rows     map[string][]codec.Link
	settings *settings
	first    string       // the dispatch table that packets begin with
	starts   []codec.Link // rows of it that are not nothing but a choice of what follows
	examples map[*codec.Type][]example
}

// Following makes packets from a table instead of that of the built-in layers.
func Following(links *codec.Links) Option { return func(s *settings) { s.links = links } }

// NewStacks returns a maker of packets.
func NewStacks(opts ...Option) *Stacks {
	s := &Stacks{settings: newSettings(opts), rows: map[string][]codec.Link{}, first: "linktype"}
	if s.links = s.settings.links; s.links == nil {
		s.links = layers.Links()
	}
	for r := range s.links.Rows {
		s.rows[r.Table] = append(s.rows[r.Table], r)
	}
	s.learn()
	for _, r := range s.rows[s.first] {
		if t := compiled(reflect.TypeOf(r.Layer).Elem()); len(t.Schema().Fields) > 0 || len(s.children(t, t.New())) > 0 {
			s.starts = append(s.starts, r)
		}
	}
	return s
}

// Rows are the rows of the table by the names of its dispatch tables.
func (s *Stacks) Rows() map[string][]codec.Link { return s.rows }

// Stack generates whole packets, from a link layer on, of layers that follow each other in the table, at random. What encoding
// derives is filled in, and Data is the packet's bytes.
func Stack(opts ...Option) gopter.Gen {
	s := NewStacks(opts...)
	return from(s.settings.size, func(c Choices) *Built { return s.Whole(nil, c) })
}

// Packet generates packets of the layers given by pointers to structs of their types, whose values do not count, and a
// payload where one can stand behind them. Everything else is as for Stack.
func Packet(layers ...any) gopter.Gen {
	s := NewStacks()
	path := s.Path(layers...)
	return from(s.settings.size, func(c Choices) *Built { return s.Whole(path, c) })
}

// Path finds the rows by which the layers follow each other: the first that leads from one to the next, or a row without
// a table where none does.
func (s *Stacks) Path(prototypes ...any) (path []codec.Link) {
	for i, v := range prototypes {
		t := reflect.TypeOf(v)
		row := codec.Link{Layer: v}
		from := s.rows[s.first]
		if i > 0 {
			typ := compiled(reflect.TypeOf(prototypes[i-1]).Elem())
			from = s.children(typ, typ.New())
		}
		for _, r := range from {
			if reflect.TypeOf(r.Layer) == t {
				row = r
				break
			}
		}
		path = append(path, row)
	}
	return path
}

func compiled(t reflect.Type) *codec.Type {
	typ, err := codec.TypeFor(t)
	if err != nil {
		panic(fmt.Sprintf("fuzz: %v", err)) // a mistake of the program, not of data
	}
	return typ
}

// Whole makes a packet that can be encoded: of the layers of path, or of any if it is nil. Data and the derived
// fields are set. Where they look like other layers with the same numbers, those that are not found again are like examples, if there are any.
// Choices that make a packet too large, or still do not look as they should, are cut in half; where all choices
// look so, as with formats that random bytes rarely have, the packet is that of the first that can be encoded.
func (s *Stacks) Whole(path []codec.Link, c Choices) (b *Built) {
	var first *Built
	for {
		prefer := never
		for {
			b = s.raw(path, c, path != nil, prefer)
			if s.settings.strict {
				around(b.Layers)
			}
			data, err := b.Encode()
			if err != nil {
				break
			}
			b.Data = data
			n := b.settle()
			if n == len(b.Layers) {
				return b
			}
			if first == nil {
				first = b
			}
			if prefer != never || len(s.examples) == 0 {
				break
			}
			prefer = n
		}
		if len(c) == 0 {
			break
		}
		c = c[:len(c)/2]
	}
	if first != nil {
		return first
	}
	return b
}

// Along makes layers that follow each other by the rows of path, and then by choice. Derived fields are
// anything, as in Loose.
func (s *Stacks) Along(path []codec.Link, c Choices) *Built { return s.raw(path, c, false, never) }

// mostLayers is how many layers are put inside each other.
const mostLayers = 9

// never is behind all layers.
const never = 1 << 16

// raw makes a packet. From the layer prefer on, layers are like examples.
func (s *Stacks) raw(path []codec.Link, c Choices, exact bool, prefer int) *Built {
	e := NewEntropy(c)
	var row codec.Link
	if len(path) > 0 {
		row = path[0]
	} else {
		row = s.starts[e.Intn(len(s.starts))]
	}
	b := &Built{First: codec.Key{Table: row.Table, Value: row.Key}, Links: s.links}
	for {
		typ := compiled(reflect.TypeOf(row.Layer).Elem())
		var to *codec.Link
		if i := len(b.Layers) + 1; i < len(path) {
			to = &path[i]
		}
		v, as := s.layer(typ, e, to, exact && to == nil, len(b.Layers) >= prefer)
		b.Layers, b.Types = append(b.Layers, v), append(b.Types, typ)
		next := s.next(path, b, as, e, exact)
		if len(next) == 0 {
			if as != nil && as.row.Table == "" {
				b.Payload = as.payload
				if g, ok := v.(*tunnel.GRE); ok && g.Version == 1 && len(b.Payload) == 0 {
					g.SeqPresent = false // RFC 2637 section 4.1: a packet without a payload acknowledges only
				}
				return b
			}
			break
		}
		row = next[e.Intn(len(next))]
		b.Rows = append(b.Rows, row)
		if as == nil || as.row != row {
			lead(e, typ, v, row)
		}
		if s.settings.strict {
			dot11Announces(v, row)
		}
	}
	if last := b.Types[len(b.Types)-1]; !last.Terminal() && !last.Schema().Open() {
		v := b.Layers[len(b.Layers)-1]
		b.Payload = e.Bytes(e.Size() &^ 7)
		alone(v)
		s.leave(last, v)
		if s.settings.strict {
			b.Payload = inside(v, b.Payload, e)
		}
	} else if s.settings.strict {
		s.leave(last, b.Layers[len(b.Layers)-1])
	}
	return b
}

// nothing is a first byte that no protocol has which is told by it: RFC 7983 section 7 leaves it free. Numbers of messages and versions are smaller, those of text larger.
const nothing = 0x0f

// inside is what a layer carries that nothing else stands in: something, but for lists whose elements are layers, and the end of a chain.
func inside(v any, payload []byte, e *Entropy) []byte {
	if counts(v) || last(v) {
		return nil
	}
	if len(payload) == 0 {
		payload = e.Bytes(8)
	}
	payload[0] = nothing
	var front []any
	switch v.(type) {
	case *tunnel.MPLS: // what it is, is guessed from its first bits
		front = []any{&layers.IPv4{TTL: 64, Protocol: layers.IPProtocol(experimental["ip"]), Src: documentation[0][0], Dst: documentation[0][1]}}
	case *tunnel.PWControlWord: // it is taken for a frame
		front = []any{&layers.Ethernet{Dst: layers.MAC{2, 1}, Src: layers.MAC{2, 2}, Type: layers.EtherType(experimental["ethertype"])}}
	case *enterprise.OpenVPN: // it is encrypted: a number, a time and a digest are in front of it
		payload = append(payload, make([]byte, 40)...)
	case *dot11.Monitor: // it has a header, by its first bytes
		front = []any{&dot11.AVS{Magic: dot11.AVSMagic | 1}, &dot11.Header{Type: dot11.TypeData, Subtype: 4}} // without data
		payload = nil
	}
	if b, err := codec.Marshal(append(front, payload)...); err == nil {
		payload = b
	}
	if takes(v, payload) {
		return nil
	}
	return payload
}

// takes reports whether a layer takes what is behind it for its own.
func takes(v any, payload []byte) bool {
	data, err := codec.Marshal(v, payload)
	if err != nil {
		return false
	}
	t := compiled(reflect.TypeOf(v).Elem())
	var st codec.State
	ext, ok := t.Decode(t.New(), data, &st)
	return ok && ext.Payload == 0
}

// counts reports whether a layer counts the layers inside it.
func counts(v any) bool {
	if _, ok := v.(codec.PayloadLength); !ok {
		return false
	}
	name := reflect.TypeOf(v).Elem().Name() + "."
	for f := range ByMethods() {
		if strings.HasPrefix(f, name) {
			return true
		}
	}
	return false
}

// next are the rows that can follow the last layer, which is like an example if as is not nil.
func (s *Stacks) next(path []codec.Link, b *Built, as *example, e *Entropy, exact bool) []codec.Link {
	i := len(b.Layers)
	typ, v := b.Types[i-1], b.Layers[i-1]
	switch {
	case i < len(path):
		return path[i : i+1]
	case i >= mostLayers:
		return nil
	case as != nil && as.row.Table != "":
		return []codec.Link{as.row}
	case as != nil || exact && !carries(typ) && !s.needs(typ, v):
		return nil
	}
	next := s.children(typ, v)
	if i > 1 && !exact && len(next) > 0 && e.One(5) {
		return nil
	}
	return next
}

// carries reports whether a layer is nothing without one inside it: no field, but a method says which.
func carries(t *codec.Type) bool {
	_, hook := t.New().(codec.NextLayer)
	for _, f := range t.Schema().Fields {
		hook = hook && f.Next == ""
	}
	return hook && !t.Terminal()
}

// needs reports whether a strict layer is wrong by itself where the number that names the next layer stands for nothing.
func (s *Stacks) needs(t *codec.Type, v any) bool {
	if !s.settings.strict || faulty(reflect.ValueOf(v)) {
		return false
	}
	alone := reflect.New(t.GoType())
	alone.Elem().Set(reflect.ValueOf(v).Elem())
	s.leave(t, alone.Interface())
	return faulty(alone)
}

// leave sets the fields of the last layer that name the next one to numbers that name none, so that the payload is nothing
// but bytes. Ports are hints, and stay.
func (s *Stacks) leave(t *codec.Type, v any) {
	if m, ok := v.(*tunnel.MPLS); ok {
		m.Bottom = 1
		return
	}
	if s.settings.strict && last(v) {
		reflect.ValueOf(v).Elem().FieldByName("NextPayload").SetZero()
		return
	}
	for _, f := range t.Schema().Fields {
		if f.Next == "" || f.Next == "tcp" || f.Next == "udp" {
			continue
		}
		names, fr := known(f), &frame{t.Schema(), reflect.ValueOf(v).Elem(), nil}
		free := func(n uint64) bool {
			return s.links.Layer(codec.Key{Table: f.Next, Value: n}) == nil && fr.with(f, n)
		}
		nameless := func(n uint64) bool {
			_, named := slices.BinarySearch(names, n)
			return !named && free(n)
		}
		if x, ok := experimental[f.Next]; ok && s.settings.strict && top64(f.Width) >= x {
			if free(x) {
				continue
			}
			if !fr.has(f.NextIf) && f.Next == "sctp" { // in a part of a message too
				setNumber(fr.v.Field(f.Index), x)
			}
		}
		_ = fr.first(f, func(n uint64) bool { return nameless(n) && !s.leads(v) }) ||
			fr.first(f, func(n uint64) bool { return free(n) && !s.leads(v) }) || // it stands for nothing
			fr.first(f, nameless)
	}
}

// experimental are numbers that are set aside for experiments and private use, by the names of dispatch tables, so that they stand for nothing
// that anybody knows: RFC 3692, RFC 4727, RFC 5586, IEEE 802-2014 section 9.2.4, the link types USER0 and on, the service access points that are locally administered.
var experimental = map[string]uint64{"ip": 253, "icmpv4": 253, "icmpv6": 200, "ethertype": 0x88b5, "chdlc": 0x88b5, "linktype": 147, "sctp": 0xffffffff, "pwach": 0x7ff8, "llc": 0x70}

// last reports whether nothing can follow a layer but another one of its chain: the payloads of IKE.
func last(v any) bool {
	t := reflect.TypeOf(v).Elem()
	return t.PkgPath() == reflect.TypeFor[ike.IKE]().PkgPath() && reflect.ValueOf(v).Elem().FieldByName("NextPayload").IsValid()
}

// first looks for a value of a field, from that which it has on, that will do, and reports whether there is one.
func (f *frame) first(x *tags.Field, does func(uint64) bool) bool {
	const most = 1 << 16
	was := number(f.v.Field(x.Index))
	for i := range min(top64(x.Width), most) + 1 {
		if does((was + i) & top64(x.Width)) {
			return true
		}
	}
	setNumber(f.v.Field(x.Index), was)
	return false
}

// with stores n in a field and reports whether it still names the next layer: no length has taken its place.
func (f *frame) with(x *tags.Field, n uint64) bool {
	v := f.v.Field(x.Index)
	old := number(v)
	setNumber(v, n)
	if !f.has(x.NextIf) {
		setNumber(v, old)
		return false
	}
	return true
}

// some are values of a layer: the empty one, and others where its fields may decide what follows.
func (s *Stacks) some(t *codec.Type) []any {
	all := []any{t.New()}
	if _, hook := all[0].(codec.NextLayer); hook && s.settings.strict {
		for i := range byte(20) {
			all = append(all, s.one(t, NewEntropy(bytes.Repeat([]byte{i, 7 * i, 77 + i, 13 * i}, 20))))
		}
	}
	return all
}

// Around names rows that ways to others go by only where there is no other way: those that a parser under test does not have.
func Around(rows ...codec.Key) Option {
	return func(s *settings) { s.around = append(s.around, rows...) }
}

// Paths finds the shortest way to every row of the table that can be reached from a link type.
func (s *Stacks) Paths() map[codec.Key][][]codec.Link {
	all := map[codec.Key][][]codec.Link{}
	been := map[codec.Link]bool{}
	var queue, late [][]codec.Link
	for _, r := range s.rows[s.first] {
		queue = append(queue, []codec.Link{r})
	}
	for len(queue) > 0 || len(late) > 0 {
		last := len(queue) == 0
		if last {
			queue, late = late, nil
		}
		path := queue[0]
		queue = queue[1:]
		r := path[len(path)-1]
		if been[r] {
			continue
		}
		k := codec.Key{Table: r.Table, Value: r.Key}
		if !last && slices.Contains(s.settings.around, k) {
			late = append(late, path)
			continue
		}
		been[r] = true
		all[k] = append(all[k], path)
		typ := compiled(reflect.TypeOf(r.Layer).Elem())
		for _, v := range s.some(typ) {
			for _, next := range s.children(typ, v) {
				queue = append(queue, append(path[:len(path):len(path)], next))
			}
		}
		for _, next := range s.learned(typ) {
			queue = append(queue, append(path[:len(path):len(path)], next))
		}
	}
	return all
}
