package fuzz

import (
	"reflect"
	"slices"

	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/packet"
	"github.com/wiretag/wiretag/tags"
)

// Like gives packets as examples of what tags and tables do not say: which values make a method answer that a certain layer follows, and
// which data a layer recognizes. Where choices do not lead to such a layer, its values are those of an example with
// other fields changed. Layers of an example that are not decoded are passed over.
func Like(examples ...*packet.Packet) Option {
	return func(s *settings) { s.examples = append(s.examples, examples...) }
}

// example is a layer of a packet that is given as an example.
type example struct {
	packet  *packet.Packet
	index   int
	row     codec.Link // by which the layer inside it follows, one without a table if there is none
	payload []byte     // what is inside it then
	odd     int        // what it holds that its types do not allow
}

// learn notes the layers of the examples by their types.
func (s *Stacks) learn() {
	s.examples = map[*codec.Type][]example{}
	for _, p := range s.settings.examples {
		carries := map[int]bool{} // by what stands inside them
		for l := range p.Layers() {
			if l.Value() == nil || l.Failed() {
				continue
			}
			up, ok := l.Parent()
			if !ok || up.Value() == nil || carries[up.Index()] {
				continue
			}
			if row, ok := s.follows(up.Type(), up.Value(), up.Payload(), l.Type()); ok {
				carries[up.Index()] = true
				s.examples[up.Type()] = append(s.examples[up.Type()], example{packet: p, index: up.Index(), row: row, odd: s.odd(up.Type(), up.Value())})
			}
		}
		for l := range p.Layers() { // nor what carries one that could not be decoded
			if up, ok := l.Parent(); ok && l.Value() != nil && l.Failed() {
				carries[up.Index()] = true
			}
		}
		for l := range p.Layers() {
			if l.Value() != nil && !l.Failed() && !carries[l.Index()] {
				s.examples[l.Type()] = append(s.examples[l.Type()], example{packet: p, index: l.Index(), payload: l.Payload(), odd: s.odd(l.Type(), l.Value())})
			}
		}
	}
}

// follows finds the row by which a layer of type to follows one with this payload.
func (s *Stacks) follows(t *codec.Type, v any, payload []byte, to *codec.Type) (codec.Link, bool) {
	var keys [4]codec.Key
	for _, k := range keys[:t.Keys(v, payload, &keys)] {
		for _, r := range s.rows[k.Table] {
			if r.Key == k.Value && reflect.TypeOf(r.Layer).Elem() == to.GoType() {
				return r, true
			}
		}
	}
	return codec.Link{}, false
}

// continues reports whether a layer with this payload names another one, but by a port, which is a hint.
func (s *Stacks) continues(t *codec.Type, v any, payload []byte) bool {
	if len(payload) == 0 {
		payload = make([]byte, 8)
	}
	var keys [4]codec.Key
	return slices.ContainsFunc(keys[:t.Keys(v, payload, &keys)], func(k codec.Key) bool {
		return k.Table != "tcp" && k.Table != "udp" && s.links.Layer(k) != nil
	})
}

// learned are the rows by which layers follow one of a type in the examples.
func (s *Stacks) learned(t *codec.Type) (out []codec.Link) {
	for _, x := range s.examples[t] {
		if x.row.Table != "" && !slices.Contains(out, x.row) {
			out = append(out, x.row)
		}
	}
	return out
}

// like makes a layer from an example of its type that has the layer inside it that is to follow; from any if none is, but rather from one that
// has none either. It returns nil if there is no such example.
func (s *Stacks) like(t *codec.Type, e *Entropy, to *codec.Link) (v any, as *example) {
	fit := s.fitting(t, func(x *example) bool { return to != nil && x.row == *to || to == nil && x.row.Table == "" })
	if len(fit) == 0 && to == nil {
		fit = s.fitting(t, func(*example) bool { return true })
	}
	if len(fit) == 0 {
		return nil, nil
	}
	as = fit[e.Intn(len(fit))]
	own := copied(as.packet)
	if own == nil || own.Len() <= as.index || own.Layer(as.index).Type() != t {
		return nil, nil
	}
	l := own.Layer(as.index)
	y := &variation{Maker: &Maker{Entropy: e, Customs: s.settings.customs, Strict: s.settings.strict}, v: l.Value(), bare: s.settings.strict && opaque[reflect.PointerTo(t.GoType())]}
	was := s.odd(t, y.v)                     // it does not become worse
	leads := s.continues(t, y.v, as.payload) // and leads nowhere else
	y.holds = func() bool {
		return s.still(t, y.v, l.Payload(), as.row) && s.odd(t, y.v) <= was && (as.row.Table != "" || leads || !s.continues(t, y.v, as.payload))
	}
	if y.holds() {
		y.fields(t.Schema(), reflect.ValueOf(y.v).Elem(), nil)
	}
	return y.v, as
}

// fitting are the examples of a type that fit; without those that are odd, if others do.
func (s *Stacks) fitting(t *codec.Type, fits func(*example) bool) (out []*example) {
	for i := range s.examples[t] {
		if x := &s.examples[t][i]; fits(x) {
			out = append(out, x)
		}
	}
	odd := func(x *example) bool { return x.odd > 0 }
	if !slices.ContainsFunc(out, func(x *example) bool { return !odd(x) }) {
		return out
	}
	return slices.DeleteFunc(out, odd)
}

// still reports whether a layer is recognized, decodes, and leads to what follows it by a row, if that has a table.
func (s *Stacks) still(t *codec.Type, v any, payload []byte, row codec.Link) bool {
	data, err := codec.Marshal(v, payload)
	if err != nil || !t.Recognizes(data) {
		return false
	}
	w := t.New()
	var st codec.State
	if ext, ok := t.Decode(w, data, &st); !ok || st.Err() != nil || ext.Payload != len(payload) {
		return false
	}
	if row.Table == "" {
		return true
	}
	to, ok := s.follows(t, v, payload, compiled(reflect.TypeOf(row.Layer).Elem()))
	return ok && to == row
}

// variation is a layer of an example whose fields are given other values.
type variation struct {
	*Maker
	v     any
	holds func() bool // it is still recognized, and leads to the same layer
	bare  bool        // what says of which form bytes are stays, and so do these
}

// fields changes some of the fields that have no part in the form of a struct.
func (y *variation) fields(s *tags.Schema, v reflect.Value, up *frame) {
	f := &frame{s, v, up}
	for i, x := range s.Fields {
		if x.Kind == tags.KindNone || slices.Contains(bound[s.Type], x.Name) || !f.has(x.If) || x.Const != nil || x.Len != nil || x.Count != "" || x.Sum != nil || x.Next != "" || x.Pad > 0 || s.Selects(x) != nil {
			continue
		}
		at := v.Field(x.Index)
		switch {
		case x.Kind == tags.KindStruct:
			y.fields(x.Elem, at, f)
		case x.Kind == tags.KindList && x.Item == tags.KindStruct:
			for j := range at.Len() {
				y.fields(x.Elem, at.Index(j), f)
			}
		case y.bare && (x.Kind == tags.KindBytes || x.Kind == tags.KindString || x.Width == 1 || len(known(x)) > 0):
		case x.Kind == tags.KindPtr || x.Kind == tags.KindUnion || x.Kind == tags.KindList || x.Members != nil:
		case y.One(3):
			y.change(f, i, x, at)
		}
	}
}

// change gives a field another value, if the layer is still what it was with that.
func (y *variation) change(f *frame, i int, x *tags.Field, at reflect.Value) {
	old := reflect.New(at.Type()).Elem()
	old.Set(at)
	switch {
	case x.Kind == tags.KindBytes || x.Kind == tags.KindString:
		if at.Len() > 0 {
			setBytes(at, y.Bytes(at.Len()))
		}
	default:
		at.SetZero()
		y.field(f, i, x, at, map[*tags.Field]int{})
	}
	if !y.holds() {
		at.Set(old)
	}
}
