package packet

import (
	"net/netip"
	"reflect"

	"github.com/wiretag/wiretag/codec"
)

// Where is a condition over the fields of packets, made by [ParseWhere]. It may be used by several goroutines.
type Where struct {
	text string
	root *term
}

// ParseWhere compiles a condition. It selects packets by what they are decoded to:
//
//	IPv4.TTL < 5 && TCP.SYN
//	UDP.DstPort in {53, 5353, 10000..10999} || DNS
//	IPv4.Src == 10.0.0.0/8 && !(TCP.Flags & 0x12 == 0x02)
//	Ethernet.Src startswith 00:1b:21 && Payload contains "GET "
//	IPv4[1].Protocol == UDP && TCP.Options.Data.MSS < 1220
//
// The name of a layer holds if the packet has it, the path of a bool or of a flag if it is set, other paths if the
// field is there. A comparison holds if it holds for any of the layers of that name, and any of the elements of
// a list; != holds if the field is there and equal for none of them. A number in brackets chooses one,
// from 0. Comparisons are ==, !=, <, <=, > and >= for numbers; == and != with addresses, prefixes, bytes and strings;
// in {a, b, c..d}; contains and startswith for bytes and strings. Bytes are written as strings or in hexadecimal with
// colons, 47:45:54. Numbers may be masked with &, and compared with the names that their type
// prints. On the right a path stands for its first value. ! binds tightest, then &&, then ||.
//
// Layers that could not be decoded to their end have a name and no fields. The error is a [*SyntaxError] that
// says where in the text the mistake is. Texts are bounded to 64 KiB and 64 levels of parentheses.
func ParseWhere(text string, opts ...Option) (*Where, error) {
	var o options
	p := whereParser{scanner: scanner{text: text}, snap: o.apply(opts)}
	if len(text) > maxWhere {
		p.fail(maxWhere, "longer than %d bytes", maxWhere)
		p.err.Text = "..."
		return nil, p.err
	}
	root := p.or()
	if p.space(); p.at < len(text) {
		p.fail(p.at, "unexpected %q, want a comparison, &&, || or the end", text[p.at:])
	}
	if p.err != nil {
		return nil, p.err
	}
	return &Where{text, root}, nil
}

// String is the text that the condition was made from.
func (w *Where) String() string { return w.text }

// Match reports whether the condition holds for a packet. It allocates nothing, unless types of fields do
// that are compared by their text. A lazy packet is decoded as far as needed.
func (w *Where) Match(p Decoded) bool { return w.root.holds(p.decoded()) }

// term is a condition, or a test if it has neither x nor y.
type term struct {
	op   termOp
	x, y *term
	test *test
}

type termOp uint8

const (
	termTest termOp = iota
	termNot
	termAnd
	termOr
)

func (e *term) holds(t *tree) bool {
	switch e.op {
	case termNot:
		return !e.x.holds(t)
	case termAnd:
		return e.x.holds(t) && e.y.holds(t)
	case termOr:
		return e.x.holds(t) || e.y.holds(t)
	}
	return e.test.holds(t)
}

// compare is what a test does with the values of its operand.
type compare uint8

const (
	isThere compare = iota
	isTrue
	isEqual
	isNotEqual
	isLess
	isLessEqual
	isGreater
	isGreaterEqual
	isIn
	doesContain
	doesStart
)

// test compares the values of an operand with constants, or with another operand.
type test struct {
	left  operand
	op    compare
	right *operand
	nums  []span // sorted, not overlapping
	nets  []netip.Prefix
	texts []string // bytes, too
}

// span is a range of numbers. Signed ones are moved up by 1<<63, so that they are ordered as unsigned ones.
type span struct{ from, to uint64 }

// operand is a layer or a field in it.
type operand struct {
	typ   *codec.Type // nil for bytes
	raw   rawKind
	index int // of the layers of this name, -1: any
	hops  []hop
	kind  leaf
	mask  uint64 // of numbers
}

// leaf is what a path leads to.
type leaf uint8

const (
	leafNone leaf = iota // something that can only be there
	leafBool
	leafNumber
	leafSigned
	leafAddr
	leafBytes
	leafText // by a method String
)

// value is what a leaf holds.
type value struct {
	num  uint64
	addr netip.Addr
	data []byte
	text string
}

// matcher goes through the values of an operand.
type matcher struct {
	test  *test
	o     *operand
	first bool  // keep the first value only
	seen  bool  // there was one
	got   value // with first
	right value // what the test compares with, if it has a right operand
	in    scope
}

func (c *test) holds(t *tree) bool {
	m := matcher{test: c, o: &c.left}
	if c.right != nil {
		r := matcher{test: c, o: c.right, first: true}
		if r.packet(t); !r.seen {
			return false
		}
		m.right = r.got
	}
	hit := m.packet(t)
	if c.op == isNotEqual {
		return m.seen && !hit
	}
	return hit
}

// packet reports whether a value in a packet passes the test.
func (m *matcher) packet(t *tree) bool {
	n := 0
	for i := 0; t.at(i); i++ {
		x := &t.nodes[i]
		if !m.o.is(x) {
			continue
		}
		if n++; m.o.index >= 0 && n-1 != m.o.index {
			continue
		}
		if m.layer(t, x) {
			return true
		}
	}
	return false
}

// is reports whether the operand is of this layer.
func (o *operand) is(n *node) bool {
	if n.entry == nil {
		return o.typ == nil && o.raw == n.kind
	}
	return n.entry.typ == o.typ
}

func (m *matcher) layer(t *tree, n *node) bool {
	switch {
	case n.entry == nil && m.o.kind == leafBytes:
		return m.leaf(value{data: t.part(int(n.off), int(n.header))})
	case len(m.o.hops) == 0:
		m.seen = true
		return true
	case n.failed:
		return false
	}
	m.in.deep = 0
	return m.field(reflect.ValueOf(n.value).Elem(), m.o.hops)
}

// field goes on with a field of the struct v.
func (m *matcher) field(v reflect.Value, hops []hop) bool {
	h := &hops[0]
	m.in.at[m.in.deep] = v
	if h.f.If != nil && !m.in.holds(h.f.If) {
		return false
	}
	x := v.Field(h.f.Index)
	switch {
	case h.list && h.index >= 0:
		return h.index < x.Len() && m.value(x.Index(h.index), h, hops[1:])
	case h.list && h.whole:
		m.seen = x.Len() > 0
		return m.seen
	case h.list:
		for i := range x.Len() {
			if m.value(x.Index(i), h, hops[1:]) {
				return true
			}
		}
		return false
	}
	return m.value(x, h, hops[1:])
}

// value goes on with the value of a field, or of an element of a list.
func (m *matcher) value(x reflect.Value, h *hop, rest []hop) bool {
	if h.alts != nil {
		return m.member(x, h)
	}
	if h.pointer {
		if x.IsNil() {
			return false
		}
		x = x.Elem()
	}
	if len(rest) > 0 {
		m.in.deep++
		hit := m.field(x, rest)
		m.in.deep--
		return hit
	}
	switch m.o.kind {
	case leafNone:
		m.seen = !isEmpty(x)
		return m.seen
	case leafBytes:
		if m.test.op == isThere && x.Len() == 0 {
			return false
		}
	}
	return m.leaf(load(m.o.kind, x))
}

// isEmpty reports whether a field has no bytes.
func isEmpty(x reflect.Value) bool {
	switch x.Kind() {
	case reflect.Slice, reflect.String:
		return x.Len() == 0
	case reflect.Interface, reflect.Pointer:
		return x.IsNil()
	}
	return false
}

// load reads a leaf.
func load(k leaf, x reflect.Value) (v value) {
	switch k {
	case leafBool, leafNumber:
		if x.Kind() == reflect.Bool {
			v.num = truth(x.Bool())
		} else {
			v.num = x.Uint()
		}
	case leafSigned:
		v.num = uint64(x.Int()) + 1<<63
	case leafAddr:
		v.addr = *x.Addr().Interface().(*netip.Addr)
	case leafBytes:
		if x.Kind() == reflect.String {
			v.text = x.String()
		} else {
			v.data = x.Bytes()
		}
	case leafText:
		if s, ok := x.Addr().Interface().(interface{ String() string }); ok {
			v.text = s.String()
		}
	}
	return v
}
