package packet

import (
	"encoding/binary"
	"fmt"
	"math/bits"
	"net/netip"
	"slices"

	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/tags"
)

// TemplateField is a field of a [Template]. It is made by [Template.Field] and used again and again.
type TemplateField struct {
	t     *Template
	name  string
	kind  tags.Kind
	place bitPlace
	size  int         // of whole bytes that it is, in bits; 0: of none, or another number
	wide  bool        // not a number that fits into 64 bits wherever its words begin
	sums  []sumChange // inside first
}

// sumChange is how a sum depends on a field.
type sumChange struct {
	sum    *runningSum
	direct bool // it covers the field
	shift  int  // that brings the field into the sum's words
	// covered says that another sum of the field covers this one.
	covered bool
	pseudo  bool  // the field is in the pseudo header
	inner   []int // sums before it whose fields it covers
	anew    bool  // one of those is not the Internet checksum
}

// maxSumChanges bounds the checksums that depend on one field.
const maxSumChanges = 8

// Field finds a field by its path, such as IPv4.Src or TCP.Options[0].Data, that has a fixed number of bits. Fields that
// the template derives cannot be set. Setting a field in front of the payload leaves lengths and the
// layers as they are, whatever the field says.
func (t *Template) Field(path string) (*TemplateField, error) {
	p, err := parsePath(path)
	if err != nil {
		return nil, fmt.Errorf("packet: %w", err)
	}
	i, err := t.edit.find(&p)
	if err != nil {
		return nil, fmt.Errorf("packet: %s: %w", path, err)
	}
	f, err := t.find(i, p.steps)
	if err != nil {
		return nil, fmt.Errorf("packet: %s: %w", path, err)
	}
	n := &t.tree.nodes[i]
	out := &TemplateField{t: t, name: path, kind: f.Tag.Kind, place: placeOf(n, f)}
	if f.Name == "" {
		out.kind = f.Tag.Item
	}
	b := out.place
	switch {
	case b.width == 0 || (b.width > 64 && b.width%8 != 0):
		return nil, fmt.Errorf("packet: %s: it has no fixed number of bits", path)
	case b.bit/8 >= t.payloadEnd():
		return nil, fmt.Errorf("packet: %s: it is behind the payload", path)
	case b.le && (b.width%8 != 0 || b.bit%8 != 0):
		return nil, fmt.Errorf("packet: %s: it is a part of a little-endian number", path)
	}
	derived := slices.ContainsFunc(t.lengths, func(l runningLength) bool { return l.place.bit == b.bit })
	if derived || slices.ContainsFunc(t.sums, func(s *runningSum) bool { return s.at*8 == b.bit }) {
		return nil, fmt.Errorf("packet: %s: it is derived", path)
	}
	out.wide = b.width > 48 || b.le
	if w := b.width; b.bit%8 == 0 && (w == 8 || w == 16 || w == 32) {
		out.size = w
	}
	if err := out.depend(i); err != nil {
		return nil, fmt.Errorf("packet: %s: %w", path, err)
	}
	return out, nil
}

// find returns the field of layer i that steps lead to.
func (t *Template) find(i int, steps []step) (*codec.FieldValue, error) {
	n := &t.tree.nodes[i]
	if n.entry == nil || len(steps) == 0 {
		return nil, fmt.Errorf("want a field")
	}
	fields, err := codec.Layout(n.value)
	if err != nil {
		return nil, err
	}
	var f *codec.FieldValue
	for _, s := range steps {
		j := slices.IndexFunc(fields, func(x codec.FieldValue) bool { return x.Name == s.name })
		if j < 0 {
			return nil, fmt.Errorf("there is no field %s", s.name)
		}
		f, fields = &fields[j], fields[j].Sub
		if s.index >= 0 {
			if f.Tag.Kind != tags.KindList || s.index >= len(fields) {
				return nil, fmt.Errorf("%s has no element %d", s.name, s.index)
			}
			f, fields = &fields[s.index], fields[s.index].Sub
		}
	}
	return f, nil
}

// depend finds the sums that depend on the field, which is in layer i.
func (f *TemplateField) depend(i int) error {
	first, last := f.place.bit/8, (f.place.bit+f.place.width-1)/8
	for _, s := range f.t.sums {
		end := f.place.bit + f.place.width - s.from*8
		c := sumChange{sum: s, direct: first >= s.from && last < s.to, shift: (16 - end&15) & 15}
		for j := range f.sums {
			if in := f.sums[j].sum; in.at >= s.from && in.at < s.to {
				c.inner, c.anew = append(c.inner, j), c.anew || in.other
				f.sums[j].covered = true
			}
		}
		var err error
		if s.length && f.t.inside(s.node, i) {
			if c.pseudo, err = f.probe(i, s); err != nil {
				return err
			}
		}
		if c.direct || c.pseudo || c.inner != nil {
			f.sums = append(f.sums, c)
		}
	}
	if len(f.sums) > maxSumChanges {
		return fmt.Errorf("more than %d checksums depend on it", maxSumChanges)
	}
	return nil
}

// inside reports whether node i is inside node outer.
func (t *Template) inside(i, outer int) bool {
	for i = int(t.tree.nodes[i].parent); i >= 0; i = int(t.tree.nodes[i].parent) {
		if i == outer {
			return true
		}
	}
	return false
}

// probe finds out how the pseudo header of a sum depends on the field, which is in layer i, by trying
// other values: all bytes, where the layer sets the pseudo header, as a single one may be the type of a source route.
func (f *TemplateField) probe(i int, s *runningSum) (there bool, err error) {
	n := &f.t.tree.nodes[i]
	value := n.value
	defer func() { n.value = value }()
	from, to := int(n.off), int(n.off+n.header)
	at := bitPlace{f.place.bit - from*8, f.place.width, f.place.le}
	before := at.number(f.t.tree.data[from:to])
	step, tried := 0x35, false
	if _, ok := value.(codec.PseudoHeader); ok {
		step = 1
	}
	for fill := 0; fill < 256; fill += step {
		header := slices.Clone(f.t.tree.data[from:])
		at.fill(header, byte(fill))
		var state codec.State
		n.value = n.entry.typ.New()
		if _, ok := n.entry.typ.Decode(n.value, header, &state); !ok {
			continue // no pseudo header either
		}
		ps, _ := f.t.tree.pseudo(&f.t.tree.nodes[s.node])
		change, word := pseudoSum(&ps)-s.pseudo, at.number(header)-before
		if (change != 0 && change != word) || (tried && word != 0 && there != (change != 0)) {
			return false, fmt.Errorf("the pseudo header depends on it in its own way")
		}
		if word != 0 {
			there, tried = change != 0, true
		}
	}
	return there, nil
}

// number is what the bits of a place add to a sum if they begin a word, or end one where they are fewer than 16.
func (p bitPlace) number(b []byte) uint64 {
	if p.width <= 16 {
		v, _ := bitsAt(b, p.bit, p.width)
		return v
	}
	if p.bit%8 != 0 || p.width%16 != 0 {
		return 0
	}
	return words(b[p.bit/8 : (p.bit+p.width)/8])
}

// fill sets all bytes of a place to the same value.
func (p bitPlace) fill(b []byte, c byte) {
	if p.width <= 64 {
		p.write(b, 0x0101010101010101*uint64(c)&p.top())
		return
	}
	for i := range p.width / 8 {
		b[p.bit/8+i] = c
	}
}

// Set sets an integer.
func (f *TemplateField) Set(v uint64) error {
	if f.place.width > 64 || v > f.place.top() {
		return f.wrong()
	}
	d := f.t.tree.data
	first := f.place.bit / 8
	if f.wide {
		var old [9]byte
		b := d[first : (f.place.bit+f.place.width-1)/8+1]
		n := copy(old[:], b)
		f.place.write(d, v)
		f.update(old[:n], b, first)
		return nil
	}
	var old uint64
	switch b := d[first:]; f.size {
	case 8:
		old = uint64(b[0])
		b[0] = byte(v)
	case 16:
		old = uint64(binary.BigEndian.Uint16(b))
		binary.BigEndian.PutUint16(b, uint16(v))
	case 32:
		old = uint64(binary.BigEndian.Uint32(b))
		binary.BigEndian.PutUint32(b, uint32(v))
	default:
		old, _ = bitsAt(d, f.place.bit, f.place.width)
		f.place.write(d, v)
	}
	var was, is [maxSumChanges]uint16
	for i := range f.sums {
		c := &f.sums[i]
		var change uint64
		if c.direct {
			change = sum16(v<<c.shift) - sum16(old<<c.shift)
		}
		if c.pseudo {
			x := sum16(v) - sum16(old)
			change += x
			c.sum.pseudo += x
		}
		f.step(i, change, &was, &is)
	}
	return nil
}

// sum16 adds the words of a number.
func sum16(v uint64) uint64 { return v>>48 + v>>32&0xffff + v>>16&0xffff + v&0xffff }

// SetAddr sets an address, which must be of the field's family.
func (f *TemplateField) SetAddr(a netip.Addr) error {
	switch {
	case f.kind != tags.KindAddr || a.BitLen() != f.place.width:
		return f.wrong()
	case a.Is4():
		b := a.As4()
		return f.Set(uint64(binary.BigEndian.Uint32(b[:])))
	}
	b := a.As16()
	return f.SetBytes(b[:])
}

// SetBytes sets bytes, as many as there are.
func (f *TemplateField) SetBytes(b []byte) error {
	if f.place.bit%8 != 0 || f.place.width != len(b)*8 {
		return f.wrong()
	}
	var few [16]byte // usually
	first := f.place.bit / 8
	at := f.t.tree.data[first : first+len(b)]
	old := append(few[:0], at...)
	copy(at, b)
	f.update(old, at, first)
	return nil
}

func (f *TemplateField) wrong() error { return fmt.Errorf("packet: %s: %w", f.name, codec.ErrRange) }

// update changes the sums that depend on the field, whose bytes were old and are now others.
func (f *TemplateField) update(old, now []byte, at int) {
	var was, is [maxSumChanges]uint16
	for i := range f.sums {
		c := &f.sums[i]
		var change uint64
		if c.direct {
			change += c.sum.words(now, at) - c.sum.words(old, at)
		}
		if c.pseudo {
			in := bitPlace{f.place.bit % 8, f.place.width, false}
			x := in.number(now) - in.number(old)
			change += x
			c.sum.pseudo += x
		}
		f.step(i, change, &was, &is)
	}
}

// step adds a change to the sum i, with those of the sums that it covers: what they were and what they are.
func (f *TemplateField) step(i int, change uint64, was, is *[maxSumChanges]uint16) {
	c := &f.sums[i]
	s := c.sum
	if s.other {
		f.t.anew(s)
		return
	}
	for _, j := range c.inner {
		change += s.word(is[j], f.sums[j].sum.at) - s.word(was[j], f.sums[j].sum.at)
	}
	if s.total += change; c.anew {
		s.total = f.t.total(s)
	}
	if !c.covered {
		f.t.store(s)
		return
	}
	was[i] = binary.BigEndian.Uint16(f.t.tree.data[s.at:])
	f.t.store(s)
	is[i] = binary.BigEndian.Uint16(f.t.tree.data[s.at:])
}

// word is what a word at a place adds to a sum.
func (s *runningSum) word(v uint16, at int) uint64 {
	if (at-s.from)%2 != 0 {
		v = bits.ReverseBytes16(v)
	}
	return uint64(v)
}
