package fuzz

import (
	"net/netip"
	"reflect"

	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/tags"
)

// documentation are addresses that never are anybody's (RFC 5737, RFC 3849), of 32 and of 128 bits.
var documentation = [2][4]netip.Addr{
	{netip.AddrFrom4([4]byte{192, 0, 2, 1}), netip.AddrFrom4([4]byte{192, 0, 2, 2}), netip.AddrFrom4([4]byte{198, 51, 100, 1}), netip.AddrFrom4([4]byte{203, 0, 113, 9})},
	{documented(1), documented(2), documented(3), documented(4)},
}

func documented(n byte) netip.Addr {
	return netip.AddrFrom16([16]byte{0: 0x20, 1: 0x01, 2: 0x0d, 3: 0xb8, 15: n})
}

// addr chooses an address; the zero Addr, which stands for all zeros, is one.
func (m *Maker) addr(width int) netip.Addr {
	b := make([]byte, width/8)
	switch m.Intn(8) {
	case 0:
		return netip.Addr{}
	case 1:
	case 2:
		for i := range b {
			b[i] = 0xff
		}
	case 3: // in IPv6, an IPv4 address
		copy(b, m.Bytes(4))
		if width == 128 {
			b = append(append(make([]byte, 10), 0xff, 0xff), b[:4]...)
		}
	default:
		b = m.Bytes(width / 8)
	}
	a, _ := netip.AddrFromSlice(b)
	return a
}

// list fills a list. One that ends with a certain element does, where nothing else says where it ends.
func (m *Maker) list(f *frame, x *tags.Field, v reflect.Value) {
	n := m.Size()
	switch {
	case m.deep > 3 && m.deep < 6 && m.Strict:
		if n = min(n, 2); n == 0 && f.s.Counter(x) != nil {
			n = 1 // templates in sets of messages have fields
		}
	case m.deep > 3:
		n = 0
	case n > 40 && (x.Item == tags.KindStruct || x.Item == tags.KindCustom) && m.deep > 1:
		n = 3
	}
	if l := x.LenField; l != nil {
		n -= n % l.Len.Unit
	}
	for range n {
		if m.element(f, x, v) {
			return
		}
	}
	switch {
	case x.Until != nil:
		e := reflect.New(v.Type().Elem()).Elem()
		setNumber(e, *x.Until)
		v.Set(reflect.Append(v, e))
	case x.Last != nil && f.s.Measure() == nil:
		m.end(f, x, v)
	}
}

// element appends one more to a list and reports whether it is the last by what it says.
func (m *Maker) element(f *frame, x *tags.Field, v reflect.Value) bool {
	e := reflect.New(v.Type().Elem()).Elem()
	last := false
	switch x.Item {
	case tags.KindStruct:
		exact := m.exact
		m.exact = x.Last != nil
		m.sound(x.Elem, e, f)
		m.exact = exact
		last = x.Last != nil && (&frame{x.Elem, e, f}).has(x.Last)
	case tags.KindCustom:
		m.custom(e)
	case tags.KindAddr:
		e.Set(reflect.ValueOf(m.addr(x.Each)))
	case tags.KindArray:
		copy(e.Bytes(), m.Bytes(e.Len()))
	default:
		setNumber(e, m.signed(x.Item, x.Each))
		last = x.Until != nil && number(e) == *x.Until
	}
	v.Set(reflect.Append(v, e))
	return last
}

// end appends the element that ends a list.
func (m *Maker) end(f *frame, x *tags.Field, v reflect.Value) {
	e := reflect.New(v.Type().Elem()).Elem()
	force(x.Last, e)
	v.Set(reflect.Append(v, e))
}

// align makes the length of a struct one that its length field can tell, and leaves no padding behind a
// list that would be read as elements of it.
func (m *Maker) align(f *frame) {
	unit, limit := 1, 1<<16
	if x := f.s.Measure(); x != nil {
		unit = x.Len.Unit
		limit = min(limit, (largest(x.Width)-x.Len.Bias)*unit)
	}
	var list, pad, bytes *tags.Field
	for _, x := range f.s.Fields {
		switch {
		case x.LenField != nil || !f.has(x.If) || f.s.Counter(x) != nil:
		case x.Pad > 0:
			pad = x
			unit = max(unit, x.Pad)
		case x.Kind == tags.KindList && x.Item == tags.KindStruct:
			list = x
		case x.Kind == tags.KindBytes && x.Rest:
			bytes = x
		}
	}
	if unit == 1 && f.s.Measure() == nil {
		return // any length will do
	}
	size := m.size(f)
	if size < 0 || (unit == 1 && size <= limit) {
		return
	}
	if list != nil {
		l := f.v.Field(list.Index)
		for l.Len() > 0 && size > limit {
			l.SetLen(l.Len() - 1)
			size = m.size(f)
		}
		if pad != nil {
			m.fillUp(f, list, unit, limit)
		}
		return
	}
	if bytes != nil {
		b := f.v.Field(bytes.Index)
		keep := b.Len() - max(0, size-limit)
		if keep < 0 {
			return
		}
		b.SetLen(keep)
		if size = m.size(f); size%unit != 0 {
			b.SetBytes(append(b.Bytes(), m.Bytes(unit-size%unit)...))
		}
	}
}

// fillUp appends elements to a list with padding behind it until there is none, or ends it.
func (m *Maker) fillUp(f *frame, x *tags.Field, unit, limit int) {
	v := f.v.Field(x.Index)
	for range 64 {
		size := m.size(f)
		if size < 0 || size%unit == 0 || (x.Last != nil && m.ended(f, x, v)) {
			return
		}
		if x.Last != nil && (m.Strict || m.One(2)) { // contents that are stretched are not those of their type
			m.end(f, x, v)
			return
		}
		if m.element(f, x, v) {
			return
		}
		m.stretch(f, x, v, unit)
		if m.size(f) > limit {
			v.SetLen(v.Len() - 1)
		}
	}
	if x.Last != nil {
		m.end(f, x, v)
	}
}

// stretch makes the last element of a list longer, if it can be.
func (m *Maker) stretch(f *frame, x *tags.Field, v reflect.Value, unit int) {
	e := &frame{x.Elem, v.Index(v.Len() - 1), f}
	for _, y := range x.Elem.Fields {
		if y.Kind == tags.KindBytes && y.Rest && e.has(y.If) {
			b := e.v.Field(y.Index)
			b.SetBytes(append(b.Bytes(), m.Bytes(-m.size(f)&(unit-1))...))
			return
		}
	}
}

// size is the length of a struct as it stands, -1 if it cannot be encoded alone.
func (m *Maker) size(f *frame) int {
	out, err := codec.Encoder{}.Append(m.buf[:0], f.v.Addr().Interface())
	if err != nil {
		return -1
	}
	m.buf = out
	return len(out)
}
