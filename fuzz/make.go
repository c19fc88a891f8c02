package fuzz

import (
	"maps"
	"math/rand/v2"
	"reflect"
	"slices"
	"sync"

	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/tags"
)

// Maker makes values that obey the tags of their types, so that they can be encoded and are found again.
type Maker struct {
	*Entropy
	Customs Customs
	Strict  bool // see the option Strict
	deep    int
	buf     []byte
	exact   bool // the end of a list depends on fields that encoding would fill
}

// Fill sets the fields of the struct in v, a struct of type t.
func (m *Maker) Fill(t *codec.Type, v reflect.Value) {
	m.fill(t.Schema(), v, nil)
	seal(t, v)
}

// ends are what the last field of a struct can end with, where it would otherwise take what follows: the line with a dot of mail, a line's end.
var ends = [...]string{".\r\n", "\r\n"}

// seal closes a struct whose last field is its own codec and would take bytes that follow it, as the lines behind a reply of POP3 do: by
// what is in front of it, which is made without regard to that. Such a struct could not be told from one with another value.
func seal(t *codec.Type, v reflect.Value) {
	fields := t.Schema().Fields
	if len(fields) == 0 || fields[len(fields)-1].Kind != tags.KindCustom || t.Schema().Open() {
		return
	}
	data, err := codec.Marshal(v.Addr().Interface())
	if err != nil || headerOf(t, data, "x") <= len(data) {
		return
	}
	for _, end := range ends {
		if n := len(data) + len(end); headerOf(t, append(data[:len(data):len(data)], end...), "x") == n {
			w := t.New()
			var st codec.State
			if _, ok := t.Decode(w, append(data, end...), &st); ok {
				v.Set(reflect.ValueOf(w).Elem())
			}
			return
		}
	}
}

// headerOf is how much of data and what follows it a layer takes, 0 if it does not decode.
func headerOf(t *codec.Type, data []byte, more string) int {
	var st codec.State
	ext, ok := t.Decode(t.New(), append(data[:len(data):len(data)], more...), &st)
	if !ok {
		return 0
	}
	return ext.Header
}

func (m *Maker) fill(s *tags.Schema, v reflect.Value, up *frame) {
	f := &frame{s, v, up}
	shared := map[*tags.Field]int{}
	m.deep++
	for i, x := range s.Fields {
		if x.Kind != tags.KindNone && f.has(x.If) {
			m.field(f, i, x, v.Field(x.Index), shared)
			standard(s, x, v.Field(x.Index))
		}
	}
	m.deep--
	m.align(f)
}

// sound fills a struct. A strict one is made of other choices as long as its method Err says that something is wrong with it.
func (m *Maker) sound(s *tags.Schema, v reflect.Value, up *frame) {
	m.fill(s, v, up)
	if v.CanAddr() {
		m.anew(func() bool { return !faulty(v.Addr()) }, func() {
			v.SetZero()
			m.fill(s, v, up)
		})
	}
}

// anew makes a strict value of other choices until it is right, if it becomes so soon.
func (m *Maker) anew(right func() bool, again func()) {
	if !m.Strict || right() {
		return
	}
	was := m.Entropy
	r := rand.New(rand.NewPCG(was.uint(4), 1))
	other := make([]byte, 60)
	for i := 0; i < 30 && !right(); i++ {
		for i := range other {
			other[i] = byte(r.Uint32())
		}
		m.Entropy = &Entropy{b: other, strict: was.strict}
		again()
	}
	m.Entropy = was
}

// standard sets a field that is zero to what encoding makes of that, where other fields are there or not by some field.
func standard(s *tags.Schema, x *tags.Field, v reflect.Value) {
	conditional := func(y *tags.Field) bool { return y.If != nil }
	if x.Default != nil && x.Len == nil && (v.CanInt() || v.CanUint()) && number(v) == 0 && slices.ContainsFunc(s.Fields, conditional) {
		setNumber(v, *x.Default)
	}
}

func (m *Maker) field(f *frame, i int, x *tags.Field, v reflect.Value, shared map[*tags.Field]int) {
	switch x.Kind {
	case tags.KindUint, tags.KindInt:
		m.integer(f, x, v)
	case tags.KindAddr:
		if !m.pooled(x, v) {
			v.Set(reflect.ValueOf(m.addr(x.Width)))
		}
	case tags.KindArray:
		if !m.pooled(x, v) {
			copy(v.Bytes(), m.Bytes(v.Len()))
		}
	case tags.KindBytes, tags.KindString:
		if b := m.content(f, i, x, shared); b != nil {
			if m.Strict && padding(x) {
				clear(b)
			}
			setBytes(v, b)
		}
	case tags.KindStruct:
		m.sound(x.Elem, v, f)
	case tags.KindPtr:
		v.Set(reflect.New(v.Type().Elem()))
		m.sound(x.Elem, v.Elem(), f)
	case tags.KindUnion:
		m.union(f, x, v)
	case tags.KindCustom:
		m.custom(v)
	case tags.KindList:
		m.list(f, x, v)
	}
}

func setBytes(v reflect.Value, b []byte) {
	if v.Kind() == reflect.String {
		v.SetString(string(b))
		return
	}
	v.SetBytes(b)
}

// integer chooses a value. One that will be derived is anything.
func (m *Maker) integer(f *frame, x *tags.Field, v reflect.Value) {
	u := f.s.Selects(x)
	switch {
	case x.Const != nil:
		setNumber(v, *x.Const)
	case u != nil && u.Kind == tags.KindUnion: // it is set with the member
	case x.Kind == tags.KindUint && m.Strict && reserved(x.Name):
		setNumber(v, 0)
	case u != nil && len(u.Members.Types) > 0 && (m.Strict || m.Intn(4) > 0):
		setNumber(v, m.key(u))
	case x.Len != nil || x.Count != "" || x.Sum != nil:
		if m.One(2) {
			setNumber(v, m.Bits(x.Width))
		}
	case m.pooled(x, v):
	default:
		if all := known(x); len(all) > 0 && (m.Strict || !m.One(6)) {
			setNumber(v, all[m.Intn(len(all))])
			return
		}
		setNumber(v, m.signed(x.Kind, x.Width))
	}
}

func (m *Maker) signed(k tags.Kind, width int) uint64 {
	n := m.Bits(width)
	if k == tags.KindInt {
		s := 64 - width
		n = uint64(int64(n<<s) >> s)
	}
	return n
}

// unions are the sorted values that select the members of unions, by field.
var unions sync.Map

// key chooses one of the members of a union.
func (m *Maker) key(u *tags.Field) uint64 {
	keys, ok := unions.Load(u)
	if !ok {
		keys = slices.Sorted(maps.Keys(u.Members.Types))
		unions.Store(u, keys)
	}
	all := keys.([]uint64)
	return all[m.Intn(len(all))]
}

// content makes the bytes of a []byte or string field.
func (m *Maker) content(f *frame, i int, x *tags.Field, shared map[*tags.Field]int) []byte {
	switch {
	case x.Pad > 0, m.Strict && remainder(x):
		return nil
	case x.Width > 0:
		return m.Bytes(x.Width / 8)
	case x.LenField != nil:
		if k, ok := shared[x.LenField]; ok {
			return m.Bytes(k)
		}
	}
	b, ok := m.member(f, x)
	if !ok {
		b = m.Bytes(min(m.Size(), m.left(f, i)))
	}
	if l := x.LenField; l != nil {
		n := len(b) - len(b)%l.Len.Unit
		n = max(n, -l.Len.Bias*l.Len.Unit)
		if top := largest(l.Width) - l.Len.Bias; n > top*l.Len.Unit && !m.One(8) {
			n = top * l.Len.Unit
		}
		if n != len(b) {
			b = m.Bytes(n)
		}
		shared[l] = n
	}
	return b
}

// largest is the largest number of a width that is the size of something that is made.
func largest(width int) int { return int(min(top64(width), 1<<20)) }

// remainder reports whether a field takes what the standard gives no meaning to: its name tells.
func remainder(x *tags.Field) bool {
	return (x.Name == "Rest" || x.Name == "More") && x.LenField == nil
}

// member encodes a member of the union that x is, if it is one.
func (m *Maker) member(f *frame, x *tags.Field) (b []byte, ok bool) {
	if x.Members == nil || !m.Strict && (m.deep > 4 || m.One(8)) {
		return nil, false
	}
	s := x.Elems[number(f.v.FieldByName(x.Union))]
	if s == nil {
		return nil, false
	}
	tries := 1
	if m.Strict {
		tries = 8
	}
	if m.deep > 4 {
		tries = 0
	}
	for i := range tries + 1 {
		v := reflect.New(s.Type)
		if i < tries {
			m.sound(s, v.Elem(), nil)
		} else if !m.Strict || faulty(v) {
			break // what is at its smallest is not right either
		}
		b, err := codec.Encoder{Derive: codec.All, Reflective: true}.Marshal(v.Interface())
		if err == nil && len(b) <= 240 {
			return b, true
		}
	}
	return nil, false
}

// left is how many bytes a field may have that follows a list which takes what it can.
func (m *Maker) left(f *frame, i int) int {
	x := f.s.Fields[i]
	if i == 0 || x.LenField != nil {
		return 1 << 16
	}
	l := f.s.Fields[i-1]
	if l.Kind != tags.KindList || !f.has(l.If) || l.LenField != nil || f.s.Counter(l) != nil {
		return 1 << 16
	}
	list := f.v.Field(l.Index)
	switch {
	case l.Fit && l.Each > 0:
		return l.Each/8 - 1
	case l.Last != nil && m.ended(f, l, list), l.Until != nil && list.Len() > 0:
		return 1 << 16
	}
	return 0
}

// ended reports whether a list ends with the element that last= asks for.
func (m *Maker) ended(f *frame, l *tags.Field, list reflect.Value) bool {
	n := list.Len()
	return n > 0 && (&frame{l.Elem, list.Index(n - 1), f}).has(l.Last)
}

func (m *Maker) custom(v reflect.Value) {
	if hook := m.Customs[v.Type()]; hook != nil {
		m.strict = m.Strict
		v.Set(reflect.ValueOf(hook(m.Entropy)))
		m.anew(func() bool { return !faulty(v) }, func() { v.Set(reflect.ValueOf(hook(m.Entropy))) })
		return
	}
	dec, ok := v.Addr().Interface().(codec.FieldDecoder)
	for i := range 5 {
		b := m.Bytes(m.Size())
		if i == 4 {
			b = make([]byte, 16) // zeros are what most forms have as their smallest value
		}
		if ok {
			if n, err := dec.DecodeField(b, 0); err == nil && n >= 0 && n <= len(b) {
				return
			}
			v.SetZero()
		}
	}
}

func (m *Maker) union(f *frame, x *tags.Field, v reflect.Value) {
	sel := f.v.FieldByName(x.Union)
	width := f.s.Field(x.Union).Width
	types := uint64(len(x.Members.Types))
	all := types > top64(width) // then there is no number for bytes that are none of them
	if types > 0 && (all && m.deep < 16 || m.deep < 4 && (m.Strict || m.Intn(8) < 7)) {
		k := m.key(x)
		p := reflect.New(x.Elems[k].Type)
		m.sound(x.Elems[k], p.Elem(), nil)
		v.Set(p)
		if m.exact || m.One(2) {
			setNumber(sel, k) // else it follows from the member
		}
		return
	}
	k := m.Bits(width)
	for !all && x.Members.Types[k] != nil {
		k = (k + 1) & top64(width)
	}
	setNumber(sel, k)
	if b := m.Bytes(m.Size()); b != nil {
		v.Set(reflect.ValueOf(b).Convert(reflect.TypeOf(x.Members.Raw)))
	}
}
