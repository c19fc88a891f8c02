package packet

import (
	"bytes"
	"cmp"
	"net/netip"
	"reflect"
	"slices"
	"strings"

	"github.com/wiretag/wiretag/tags"
)

// leaf reports whether a value passes the test.
func (m *matcher) leaf(v value) bool {
	if v.num &= m.o.mask; m.o.kind == leafBool {
		v.num = truth(v.num != 0) // whichever bit it is
	}
	m.seen = true
	if m.first {
		m.got = v
		return true
	}
	c := m.test
	switch c.op {
	case isThere:
		return true
	case isTrue:
		return v.num != 0
	}
	switch m.o.kind {
	case leafBool, leafNumber, leafSigned:
		return m.number(v.num)
	case leafAddr:
		if c.right != nil {
			return v.addr == m.right.addr
		}
		return slices.ContainsFunc(c.nets, func(p netip.Prefix) bool { return p.Contains(v.addr) })
	}
	return m.text(v)
}

func (m *matcher) number(x uint64) bool {
	c := m.test
	y := m.right.num
	if c.right == nil {
		y = c.nums[0].from
	}
	switch c.op {
	case isLess:
		return x < y
	case isLessEqual:
		return x <= y
	case isGreater:
		return x > y
	case isGreaterEqual:
		return x >= y
	}
	if c.right != nil {
		return x == y
	}
	i, found := slices.BinarySearchFunc(c.nums, x, func(s span, x uint64) int { return cmp.Compare(s.from, x) })
	return found || (i > 0 && x <= c.nums[i-1].to)
}

// text compares bytes and strings.
func (m *matcher) text(v value) bool {
	c := m.test
	if c.right != nil {
		return v.same(&m.right)
	}
	for _, s := range c.texts {
		if textPasses(c.op, &v, s) {
			return true
		}
	}
	return false
}

// same compares bytes and strings, one of which may be the one and the other the other.
func (v *value) same(w *value) bool {
	switch {
	case v.data == nil && w.data == nil:
		return v.text == w.text
	case v.data == nil:
		return v.text == string(w.data)
	case w.data == nil:
		return string(v.data) == w.text
	}
	return bytes.Equal(v.data, w.data)
}

func textPasses(op compare, v *value, s string) bool {
	if v.data == nil {
		switch op {
		case doesContain:
			return strings.Contains(v.text, s)
		case doesStart:
			return strings.HasPrefix(v.text, s)
		}
		return v.text == s
	}
	switch op {
	case doesContain:
		return contains(v.data, s)
	case doesStart:
		return len(v.data) >= len(s) && string(v.data[:len(s)]) == s
	}
	return string(v.data) == s
}

// contains is bytes.Contains with a string, which is not copied.
func contains(b []byte, s string) bool {
	if s == "" {
		return true
	}
	for {
		i := bytes.IndexByte(b, s[0])
		if i < 0 || len(b)-i < len(s) {
			return false
		}
		if string(b[i:i+len(s)]) == s {
			return true
		}
		b = b[i+1:]
	}
}

// merge sorts ranges and joins those that overlap.
func merge(s []span) []span {
	slices.SortFunc(s, func(a, b span) int { return cmp.Compare(a.from, b.from) })
	out := s[:0]
	for _, x := range s {
		if n := len(out); n > 0 && x.from <= out[n-1].to {
			out[n-1].to = max(out[n-1].to, x.to)
			continue
		}
		out = append(out, x)
	}
	return out
}

// member goes on in the member that a union holds.
func (m *matcher) member(x reflect.Value, h *hop) bool {
	if x.Kind() == reflect.Interface {
		p := x.Elem()
		if p.Kind() != reflect.Pointer || p.IsNil() {
			return false
		}
		for i := range h.alts {
			if a := &h.alts[i]; a.typ == p.Type() {
				m.in.deep++
				hit := m.field(p.Elem(), a.hops)
				m.in.deep--
				return hit
			}
		}
		return false
	}
	key := m.in.at[m.in.deep].Field(h.f.Target.Index).Uint()
	for i := range h.alts {
		if a := &h.alts[i]; a.key == key {
			n, ok := bitsAt(x.Bytes(), a.bit, a.width)
			return ok && m.leaf(value{num: n})
		}
	}
	return false
}

// bitsAt reads an integer from bytes, if it is there.
func bitsAt(b []byte, at, width int) (v uint64, ok bool) {
	if at+width > len(b)*8 {
		return 0, false
	}
	for i := at; i < at+width; {
		n := min(8-i%8, at+width-i) // bits of this byte
		v = v<<n | uint64(b[i/8]>>(8-i%8-n))&(1<<n-1)
		i += n
	}
	return v, true
}

// scope is a struct and those around it, in which conditions of tags are looked up.
type scope struct {
	at   [maxPath]reflect.Value
	deep int
}

// holds reports whether the condition of a tag holds.
func (s *scope) holds(e *tags.Expr) bool { return s.evaluate(e) != 0 }

func (s *scope) evaluate(e *tags.Expr) uint64 {
	switch e.Op {
	case tags.OpConst:
		return e.Value
	case tags.OpField:
		if e.Up > s.deep {
			return 0
		}
		v := s.at[s.deep-e.Up]
		if e.Field == nil {
			return truth(v.Addr().MethodByName(e.Name).Call(nil)[0].Bool())
		}
		return load(leafNumber, v.Field(e.Field.Index)).num
	case tags.OpNot:
		return truth(s.evaluate(e.X) == 0)
	case tags.OpOr:
		return truth(s.evaluate(e.X) != 0 || s.evaluate(e.Y) != 0)
	case tags.OpAnd:
		return truth(s.evaluate(e.X) != 0 && s.evaluate(e.Y) != 0)
	}
	x, y := s.evaluate(e.X), s.evaluate(e.Y)
	switch e.Op {
	case tags.OpEq:
		return truth(x == y)
	case tags.OpNe:
		return truth(x != y)
	case tags.OpLt:
		return truth(x < y)
	case tags.OpGt:
		return truth(x > y)
	case tags.OpLe:
		return truth(x <= y)
	case tags.OpGe:
		return truth(x >= y)
	}
	return x & y
}

func truth(b bool) uint64 {
	if b {
		return 1
	}
	return 0
}
