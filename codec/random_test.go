package codec_test

import (
	"math/rand"
	"net/netip"
	"reflect"
	"slices"

	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/tags"
)

// maker fills structs with random values that obey their tags.
type maker struct {
	r     *rand.Rand
	deep  int
	exact bool // the end of a list depends on fields that encoding would fill
}

// frameOf is a struct and those around it, to evaluate conditions in.
type frameOf struct {
	s  *tags.Schema
	v  reflect.Value
	up *frameOf
}

// eval evaluates a condition independently of the codec.
func (f *frameOf) eval(e *tags.Expr) uint64 {
	flag := func(b bool) uint64 {
		if b {
			return 1
		}
		return 0
	}
	switch e.Op {
	case tags.OpConst:
		return e.Value
	case tags.OpField:
		for range e.Up {
			f = f.up
		}
		if e.Field == nil {
			return flag(f.v.Addr().MethodByName(e.Name).Call(nil)[0].Bool())
		}
		return asUint(f.v.FieldByName(e.Name))
	case tags.OpNot:
		return flag(f.eval(e.X) == 0)
	}
	x, y := f.eval(e.X), f.eval(e.Y)
	switch e.Op {
	case tags.OpOr:
		return flag(x != 0 || y != 0)
	case tags.OpAnd:
		return flag(x != 0 && y != 0)
	case tags.OpEq:
		return flag(x == y)
	case tags.OpNe:
		return flag(x != y)
	case tags.OpLt:
		return flag(x < y)
	case tags.OpGt:
		return flag(x > y)
	case tags.OpLe:
		return flag(x <= y)
	case tags.OpGe:
		return flag(x >= y)
	}
	return x & y
}

func (f *frameOf) has(e *tags.Expr) bool { return e == nil || f.eval(e) != 0 }

func asUint(v reflect.Value) uint64 {
	switch {
	case v.Kind() == reflect.Bool && v.Bool():
		return 1
	case v.Kind() == reflect.Bool:
		return 0
	case v.CanInt():
		return uint64(v.Int())
	}
	return v.Uint()
}

// fill sets the fields of a struct. Fields that encoding derives stay zero,
// those that are not on the wire stay as they are.
func (m *maker) fill(s *tags.Schema, v reflect.Value, up *frameOf) {
	f := &frameOf{s, v, up}
	shared := map[*tags.Field]int{}
	for i, x := range s.Fields {
		if i > 0 && s.Fields[i-1].Fit {
			continue // more whole elements would belong to the list
		}
		if x.Kind == tags.KindNone || !f.has(x.If) || x.Pad > 0 || x.Len != nil || x.Count != "" || x.Sum != nil || x.Const != nil {
			continue
		}
		m.field(f, x, v.Field(x.Index), shared)
	}
}

func (m *maker) uint(bits int) uint64 {
	v := m.r.Uint64() >> (64 - bits)
	switch m.r.Intn(6) {
	case 0:
		return 0
	case 1:
		return ^uint64(0) >> (64 - bits)
	case 2:
		return v & 3
	}
	return v
}

// room is how many bytes a field may take because of the field that measures it.
func (m *maker) room(x *tags.Field, shared map[*tags.Field]int) int {
	n := m.r.Intn(9)
	l := x.LenField
	if l == nil {
		return n
	}
	if k, ok := shared[l]; ok {
		return k
	}
	n -= n % l.Len.Unit
	if l.Len.Bias < 0 {
		n += -l.Len.Bias * l.Len.Unit
	}
	shared[l] = n
	return n
}

func (m *maker) bytes(n int) []byte {
	if n == 0 {
		return nil
	}
	b := make([]byte, n)
	m.r.Read(b)
	return b
}

func (m *maker) addr(bits int) netip.Addr {
	a, _ := netip.AddrFromSlice(m.bytes(bits / 8))
	return a
}

func (m *maker) field(f *frameOf, x *tags.Field, v reflect.Value, shared map[*tags.Field]int) {
	switch x.Kind {
	case tags.KindUint:
		n := m.uint(x.Width)
		if v.Kind() == reflect.Bool {
			v.SetBool(n != 0)
		} else if x.Next == "" {
			v.SetUint(n)
		}
	case tags.KindInt:
		v.SetInt(int64(m.uint(x.Width)<<(64-x.Width)) >> (64 - x.Width))
	case tags.KindAddr:
		v.Set(reflect.ValueOf(m.addr(x.Width)))
	case tags.KindArray:
		reflect.Copy(v, reflect.ValueOf(m.bytes(v.Len())))
	case tags.KindBytes, tags.KindString:
		n := x.Width / 8
		if n == 0 {
			n = m.room(x, shared)
		}
		v.Set(reflect.ValueOf(m.bytes(n)).Convert(v.Type()))
	case tags.KindStruct:
		m.fill(x.Elem, v, f)
	case tags.KindPtr:
		v.Set(reflect.New(v.Type().Elem()))
		m.deeper(func() { m.fill(x.Elem, v.Elem(), f) })
	case tags.KindUnion:
		m.union(f, x, v)
	case tags.KindCustom:
		m.custom(v)
	case tags.KindList:
		m.list(f, x, v)
	}
}

func (m *maker) deeper(do func()) {
	m.deep++
	do()
	m.deep--
}

func (m *maker) custom(v reflect.Value) {
	if p, ok := v.Addr().Interface().(*bgpPrefix); ok {
		p.Bits = uint8(m.r.Intn(40))
		p.Bytes = string(m.bytes((int(p.Bits) + 7) / 8))
	}
}

func (m *maker) union(f *frameOf, x *tags.Field, v reflect.Value) {
	sel := f.v.FieldByName(x.Union)
	var keys []uint64
	for k := range x.Members.Types {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	if i := m.r.Intn(len(keys) + 1); i < len(keys) && m.deep < 3 {
		t := reflect.TypeOf(x.Members.Types[keys[i]]).Elem()
		p := reflect.New(t)
		m.deeper(func() { m.fill(x.Elems[keys[i]], p.Elem(), nil) })
		v.Set(p)
		sel.SetUint(0) // it follows from the member
		if m.exact || m.r.Intn(2) == 0 {
			sel.SetUint(keys[i])
		}
		return
	}
	k := uint64(100)
	for slices.Contains(keys, k) {
		k++
	}
	sel.SetUint(k)
	v.Set(reflect.ValueOf(m.bytes(m.r.Intn(3) * 4)).Convert(reflect.TypeOf(x.Members.Raw)))
}

func (m *maker) list(f *frameOf, x *tags.Field, v reflect.Value) {
	n := m.r.Intn(4)
	if m.deep > 2 {
		n = 0
	}
	for i := range n {
		e := reflect.New(v.Type().Elem()).Elem()
		switch x.Item {
		case tags.KindStruct:
			m.exact = x.Last != nil
			m.deeper(func() { m.fill(x.Elem, e, f) })
			m.exact = false
			if x.Last != nil && (&frameOf{x.Elem, e, f}).has(x.Last) {
				i = n
			}
		case tags.KindUint, tags.KindInt:
			m.field(f, &tags.Field{Tag: tags.Tag{Width: x.Each}, Kind: x.Item}, e, nil)
			if x.Until != nil && asUint(e) == *x.Until {
				i = n
			}
		case tags.KindAddr:
			e.Set(reflect.ValueOf(m.addr(x.Each)))
		case tags.KindArray:
			reflect.Copy(e, reflect.ValueOf(m.bytes(e.Len())))
		case tags.KindCustom:
			m.custom(e)
		}
		v.Set(reflect.Append(v, e))
		if i == n {
			return
		}
	}
	if x.Until != nil {
		e := reflect.New(v.Type().Elem()).Elem()
		e.SetUint(*x.Until)
		v.Set(reflect.Append(v, e))
	}
	if x.Last != nil { // all the lists here end with an element of zeros
		v.Set(reflect.Append(v, reflect.Zero(v.Type().Elem())))
	}
}

// random returns a struct like proto with random values.
func random(proto any, seed int64) any {
	t, err := codec.TypeFor(reflect.TypeOf(proto).Elem())
	if err != nil {
		panic(err)
	}
	m := &maker{r: rand.New(rand.NewSource(seed))}
	if z, ok := proto.(*zText); ok {
		z.Line = "some text"
	}
	m.fill(t.Schema(), reflect.ValueOf(proto).Elem(), nil)
	return proto
}

// same compares two values deeply; empty and nil slices are the same.
func same(a, b reflect.Value) bool {
	if a.IsValid() != b.IsValid() || (a.IsValid() && a.Type() != b.Type()) {
		return false
	}
	if !a.IsValid() {
		return true
	}
	switch a.Kind() {
	case reflect.Struct:
		if a.Type() == reflect.TypeFor[netip.Addr]() {
			return a.Equal(b)
		}
		for i := range a.NumField() {
			if !same(a.Field(i), b.Field(i)) {
				return false
			}
		}
		return true
	case reflect.Slice:
		if a.Len() != b.Len() {
			return false
		}
		for i := range a.Len() {
			if !same(a.Index(i), b.Index(i)) {
				return false
			}
		}
		return true
	case reflect.Pointer, reflect.Interface:
		if a.IsNil() || b.IsNil() {
			return a.IsNil() == b.IsNil()
		}
		return same(a.Elem(), b.Elem())
	}
	return a.Equal(b)
}

// agrees reports where want, which was encoded, and got, which was decoded from
// that, differ in a field that is not derived; empty if nowhere.
func agrees(s *tags.Schema, want, got reflect.Value, up *frameOf) string {
	f := &frameOf{s, got, up}
	for _, x := range s.Fields {
		a, b := want.Field(x.Index), got.Field(x.Index)
		switch {
		case x.Kind == tags.KindNone:
			continue
		case !f.has(x.If):
			if !same(b, reflect.Zero(b.Type())) {
				return x.Name + " is not there and not zero"
			}
			continue
		case x.Len != nil || x.Count != "" || x.Sum != nil || x.Const != nil || x.Pad > 0 || x.Next != "":
			continue
		case x.Default != nil && a.IsZero():
			a = reflect.ValueOf(*x.Default).Convert(a.Type())
		case selects(s, x):
			continue
		}
		if d := differs(x, a, b, f); d != "" {
			return x.Name + d
		}
	}
	return ""
}

func selects(s *tags.Schema, x *tags.Field) bool {
	return slices.ContainsFunc(s.Fields, func(u *tags.Field) bool { return u.Kind == tags.KindUnion && u.Union == x.Name })
}

func differs(x *tags.Field, a, b reflect.Value, f *frameOf) string {
	dot := func(s string) string {
		if s == "" {
			return s
		}
		return "." + s
	}
	switch {
	case x.Kind == tags.KindStruct:
		return dot(agrees(x.Elem, a, b, f))
	case x.Kind == tags.KindPtr && !a.IsNil() && !b.IsNil():
		return dot(agrees(x.Elem, a.Elem(), b.Elem(), f))
	case x.Kind == tags.KindList && x.Item == tags.KindStruct && a.Len() == b.Len():
		for i := range a.Len() {
			if d := agrees(x.Elem, a.Index(i), b.Index(i), f); d != "" {
				return "[]." + d
			}
		}
		return ""
	case x.Kind == tags.KindUnion && !a.IsNil() && !b.IsNil() && a.Elem().Type() == b.Elem().Type() && a.Elem().Kind() == reflect.Pointer:
		for k, p := range x.Members.Types {
			if reflect.TypeOf(p) == a.Elem().Type() {
				return dot(agrees(x.Elems[k], a.Elem().Elem(), b.Elem().Elem(), nil))
			}
		}
	}
	if x.Kind == tags.KindUnion && a.IsNil() && !b.IsNil() && b.Elem().Kind() == reflect.Slice && b.Elem().Len() == 0 {
		return "" // both are no bytes
	}
	if !same(a, b) {
		return ": values differ"
	}
	return ""
}
