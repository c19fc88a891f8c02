package fuzz

import (
	"bytes"
	"errors"
	"fmt"
	"iter"
	"reflect"

	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/layers"
	"github.com/wiretag/wiretag/packet"
	"github.com/wiretag/wiretag/tags"
)

// Mutations breaks the rules that the tags of a packet's layers declare, one at a time. Checksums around a
// change are made right again, if they were right before, so that a parser gets as far as the broken rule. The packet should be valid; it is not
// changed. Layers that could not be decoded are left as they are.
func Mutations(p *packet.Packet) iter.Seq[Mutation] {
	return func(yield func(Mutation) bool) {
		b := newBreaker(p, yield)
		if b == nil {
			return
		}
		for l := range b.p.Layers() {
			if l.Value() == nil || l.Failed() {
				continue
			}
			if b.layer(l); b.done {
				return
			}
		}
		for n := len(b.data) - 1; n >= 0; n-- {
			if !yield(Mutation{Rule: Truncated, Layer: -1, Was: uint64(len(b.data)), Is: uint64(n), Data: bytes.Clone(b.data[:n])}) {
				return
			}
		}
	}
}

// breaker changes fields of a packet of its own, encodes it, and puts them back.
type breaker struct {
	p     *packet.Packet
	data  []byte // as it was
	sums  []sums // by layer
	yield func(Mutation) bool
	done  bool

	at   packet.Layer
	seen map[uint64]bool // values that the field has been given
}

// sums says what is done about the checksums of a layer: those that were right are computed anew, the others stay.
type sums struct {
	derive codec.Derive
	keep   []string
}

func newBreaker(p *packet.Packet, yield func(Mutation) bool) *breaker {
	own := copied(p)
	if own == nil {
		return nil
	}
	b := &breaker{p: own, data: bytes.Clone(own.Data()), sums: make([]sums, own.Len()), yield: yield}
	for c := range own.Checksums() {
		if s := &b.sums[c.Layer.Index()]; c.State == codec.SumGood {
			s.derive = codec.Checksums
		} else {
			s.keep = append(s.keep, unindexed(c.Field))
		}
	}
	if out, err := b.encode(nil); err != nil || !bytes.Equal(out, b.data) {
		clear(b.sums)
	}
	return b
}

// encode encodes the packet as it is now, with what edit does to it before.
func (b *breaker) encode(edit func(parts []packet.Part)) ([]byte, error) {
	e := b.p.Edit()
	for i := range e.Parts {
		e.Parts[i].Derive, e.Parts[i].Keep = b.sums[i].derive, b.sums[i].keep
	}
	if edit != nil {
		edit(e.Parts)
	}
	return e.Encode()
}

// scope is a struct inside a layer: where it begins and ends, in bits from the layer's start, and its fields.
type scope struct {
	from, to int
	fields   []codec.FieldValue
	schema   *tags.Schema
}

func (b *breaker) layer(l packet.Layer) {
	fields, err := codec.Layout(l.Value())
	if err != nil {
		return
	}
	b.at = l
	b.walk(&scope{0, 8 * len(l.Header()), fields, l.Type().Schema()}, "", true)
}

// walk breaks the rules of all fields of a struct.
func (b *breaker) walk(s *scope, path string, top bool) {
	for i := range s.fields {
		f := &s.fields[i]
		name := path + f.Name
		if b.field(s, f, name, top); b.done {
			return
		}
		if f.Tag.Kind == tags.KindList && f.Tag.Item == tags.KindStruct {
			b.list(s, f, name)
		} else if len(f.Sub) > 0 && f.Tag.Elem != nil {
			b.walk(&scope{f.Bit, f.Bit + f.Bits, f.Sub, f.Tag.Elem}, name+".", false)
		}
		if b.done {
			return
		}
	}
}

// list breaks the rules of all elements. What they must not reach beyond is the end of the list, if it has a length, or
// that of what is around it.
func (b *breaker) list(s *scope, f *codec.FieldValue, name string) {
	end := s.to
	if f.Tag.LenField != nil {
		end = f.Bit + f.Bits
	}
	for i := range f.Sub {
		e := &f.Sub[i]
		if b.walk(&scope{e.Bit, end, e.Sub, f.Tag.Elem}, fmt.Sprintf("%s[%d].", name, i), false); b.done {
			return
		}
	}
}

// field breaks the rules of one field.
func (b *breaker) field(s *scope, f *codec.FieldValue, name string, top bool) {
	x := f.Tag
	b.seen = nil
	switch {
	case f.Trailer && x.Sum == nil, !f.Value.CanSet():
	case x.Len != nil:
		b.length(s, f, name, top)
	case x.Count != "":
		b.count(f, name)
	case x.Const != nil:
		b.set(Constant, f, name, number(f.Value)^1)
	case x.Sum != nil:
		b.sum(f, name)
	case x.Next != "":
		b.next(s, f, name)
	case x.Kind == tags.KindUint && reserved(x.Name):
		b.set(Reserved, f, name, top64(x.Width))
	case x.Pad > 0 && f.Value.Len() > 0:
		b.padding(f, name)
	case x.Kind == tags.KindList && (x.Last != nil || x.Until != nil):
		b.endless(f, name)
	case x.Kind == tags.KindUint && s.schema.Selects(x) != nil:
		b.member(f, name, s.schema.Selects(x))
	case x.Type == reflect.TypeFor[layers.DNSName]() || x.Type == reflect.TypeFor[layers.DNSFullName]():
		b.loop(f, name)
	}
}

func top64(width int) uint64 { return ^uint64(0) >> (64 - width) }

// set gives a field another value and yields the packet. Values that were tried, or do not fit, are left out.
func (b *breaker) set(r Rule, f *codec.FieldValue, name string, n uint64) {
	was := number(f.Value)
	if n == was || b.seen[n] || n > top64(f.Tag.Width) || b.done {
		return
	}
	if b.seen == nil {
		b.seen = map[uint64]bool{}
	}
	b.seen[n] = true
	setNumber(f.Value, n)
	b.emit(r, name, was, n, f)
	setNumber(f.Value, was)
}

// emit encodes the packet as it is now. Where other fields come or go with the value of f, it is changed in the bytes instead, so that nothing else is.
func (b *breaker) emit(r Rule, name string, was, is uint64, f *codec.FieldValue) {
	out, err := b.encode(nil)
	if err != nil {
		out, err = b.p.Append(nil, codec.Encoder{})
	}
	if err == nil && len(out) != len(b.data) {
		out, err = b.patched(f, is)
	}
	b.give(r, name, was, is, out, err)
}

// errPlace is the reason why a field cannot be changed in the bytes.
var errPlace = errors.New("fuzz: a field whose bits are not where its layer is encoded")

// patched encodes the packet with a field changed in the bytes of its layer. The checksums in that are made right if it still decodes.
func (b *breaker) patched(f *codec.FieldValue, n uint64) ([]byte, error) {
	header, payload := bytes.Clone(b.at.Header()), b.at.Payload()
	if f.Trailer || len(b.at.Trailer()) > 0 || f.Bit+f.Bits > 8*len(header) || f.Tag.LE && (f.Bit|f.Bits)%8 != 0 {
		return nil, errPlace
	}
	for i := range f.Bits { // the last bit is the lowest
		bit := f.Bit + f.Bits - 1 - i
		if f.Tag.LE {
			bit = f.Bit + i&^7 + 7 - i&7
		}
		mask := byte(0x80) >> (bit % 8)
		if header[bit/8] &^= mask; n>>i&1 != 0 {
			header[bit/8] |= mask
		}
	}
	var layer any = header
	v := b.at.Type().New()
	var st codec.State
	if ext, ok := b.at.Type().Decode(v, append(bytes.Clone(header), payload...), &st); ok && ext == (codec.Extent{Header: len(header), Payload: len(payload)}) {
		layer = v
	}
	return b.encode(func(parts []packet.Part) { parts[b.at.Index()].Layer = layer })
}

func (b *breaker) give(r Rule, name string, was, is uint64, out []byte, err error) {
	if err != nil || bytes.Equal(out, b.data) || b.done {
		return
	}
	b.done = !b.yield(Mutation{Rule: r, Layer: b.at.Index(), Name: b.at.Name(), Field: name, Was: was, Is: is, Data: out})
}

func (b *breaker) count(f *codec.FieldValue, name string) {
	n := number(f.Value)
	if n > 0 {
		b.set(CountShort, f, name, n-1)
	}
	b.set(CountLong, f, name, n+1)
	b.set(CountLargest, f, name, top64(f.Tag.Width))
}

// sum makes a checksum wrong, and leaves those around it right.
func (b *breaker) sum(f *codec.FieldValue, name string) {
	was := number(f.Value)
	for _, r := range [...]Rule{Checksum, ChecksumZero} {
		is := was ^ 1
		if r == ChecksumZero {
			is = 0
		}
		if is == was || is == 0 && f.Tag.Zero == "absent" || b.done || r == ChecksumZero && was == 1 {
			continue
		}
		if is == 0 && was == 1<<16-1 && f.Tag.Sum.Alg == "inet" {
			continue // both are zero
		}
		setNumber(f.Value, is)
		out, err := b.encode(func(parts []packet.Part) {
			p := &parts[b.at.Index()]
			p.Keep = append(p.Keep[:len(p.Keep):len(p.Keep)], unindexed(name))
		})
		b.give(r, name, was, is, out, err)
		setNumber(f.Value, was)
	}
}

func (b *breaker) padding(f *codec.FieldValue, name string) {
	pad := f.Value.Bytes()
	f.Value.SetBytes(bytes.Repeat([]byte{0xff}, len(pad)))
	b.emit(Reserved, name, 0, 0xff, f)
	f.Value.SetBytes(pad)
}

// next names another layer. Ports are hints, and no rule.
func (b *breaker) next(s *scope, f *codec.FieldValue, name string) {
	fr := &frame{s.schema, reflect.ValueOf(b.at.Value()).Elem(), nil}
	if f.Tag.Next == "tcp" || f.Tag.Next == "udp" || !fr.has(f.Tag.NextIf) {
		return
	}
	table, was := b.p.Links(), number(f.Value)
	known := table.Layer(codec.Key{Table: f.Tag.Next, Value: was})
	for n := top64(f.Tag.Width); n > 0; n-- {
		if table.Layer(codec.Key{Table: f.Tag.Next, Value: n}) == nil {
			b.set(NextUnknown, f, name, n)
			break
		}
	}
	for r := range table.Rows {
		if r.Table == f.Tag.Next && r.Key != was && r.Key <= top64(f.Tag.Width) && reflect.TypeOf(r.Layer).Elem() != known {
			b.set(NextOther, f, name, r.Key)
			return
		}
	}
}

// member selects a form that there is not.
func (b *breaker) member(f *codec.FieldValue, name string, u *tags.Field) {
	if u.Members == nil {
		return
	}
	for n := top64(f.Tag.Width); n > 0; n-- {
		if u.Members.Types[n] == nil {
			b.set(MemberUnknown, f, name, n)
			return
		}
	}
}

// endless takes what ends a list away, by another value of the last element.
func (b *breaker) endless(f *codec.FieldValue, name string) {
	n := f.Value.Len()
	if n == 0 {
		return
	}
	last := f.Value.Index(n - 1)
	if f.Tag.Until != nil {
		was := number(last)
		if was != *f.Tag.Until { // it ends where its bytes do
			return
		}
		setNumber(last, was^1)
		b.emit(Endless, name, was, was^1, f)
		setNumber(last, was)
		return
	}
	e := &frame{f.Tag.Elem, last, nil}
	if !e.has(f.Tag.Last) {
		return
	}
	old := reflect.New(last.Type()).Elem()
	old.Set(last)
	for i := range f.Sub[n-1].Sub {
		y := &f.Sub[n-1].Sub[i]
		if v := y.Value; y.Tag.Kind == tags.KindUint {
			was := number(v)
			if setNumber(v, was^1); !e.has(f.Tag.Last) {
				b.emit(Endless, name, was, was^1, y)
				last.Set(old)
				return
			}
			last.Set(old)
		}
	}
}

// loop replaces a compressed name by a pointer to itself (RFC 1035, section 4.1.4).
func (b *breaker) loop(f *codec.FieldValue, name string) {
	at, size := f.Bit/8, f.Bits/8
	if at >= 1<<14 || b.done {
		return
	}
	h := b.at.Header()
	msg := append(append(bytes.Clone(h[:at]), 0xc0|byte(at>>8), byte(at)), h[at+size:]...)
	out, err := b.encode(func(parts []packet.Part) {
		for i := range parts {
			parts[i].Derive |= codec.Lengths
		}
		parts[b.at.Index()].Layer = msg
	})
	b.give(Loop, name, uint64(size), uint64(at), out, err)
}
