package packet_test

import (
	"bytes"
	"fmt"
	"hash/crc32"
	"net/netip"
	"os"
	"reflect"
	"testing"

	"github.com/wiretag/wiretag/capture"
	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/packet"
	"github.com/wiretag/wiretag/pcapio"
	"github.com/wiretag/wiretag/tags"
)

// TestEditLaw sets every field of every layer to the boundary values of its width. Encoded with
// nothing derived, exactly the bits of that field change; with everything derived, these and those of
// fields that follow from others, and the field is decoded with the value that was set.
//
// One packet of many is taken, by a hash of its bytes, which is the same every time; all of them with WIRETAG_LONG=1. Where a packet has more than a thousand fields (one has
// 57,000, in a list of 14,346 options), a thousand of them or some more, evenly spread, are set: each takes encoding and decoding all.
func TestEditLaw(t *testing.T) {
	share := uint32(101)
	switch {
	case os.Getenv("WIRETAG_LONG") == "1":
		share = 1
	case os.Getenv("WIRETAG_DATA") == "":
		share = 11
	case testing.Short():
		share = 1009
	}
	law := editLaw{T: t}
	for _, file := range captures(t) {
		r, err := pcapio.Open(file)
		if err != nil {
			continue
		}
		for n := 1; ; n++ {
			data, info, err := r.Next()
			if err != nil {
				break
			}
			if crc32.ChecksumIEEE(data)%share == 0 && law.bad < 20 {
				law.packet(fmt.Sprintf("%s packet %d", file, n), data, info.LinkType)
			}
		}
		r.Close()
	}
	t.Logf("%d packets, %d edits; %d of fields on which the form depends, %d refused; %d fields of large packets not set", law.packets, law.edits, law.forms, law.refused, law.spared)
	if law.edits == 0 {
		t.Fatal("nothing was edited")
	}
}

// editLaw is one run of the test.
type editLaw struct {
	*testing.T
	v, w                                packet.View
	base, out, mask                     []byte
	link                                capture.LinkType
	where                               string
	packets, edits, forms, refused, bad int
	last                                *tags.Expr // what says that an element is the last one of the list that is looked at
	stride, field, spared               int        // of the fields of a packet, which are set and which are not
}

// mostFields is how many fields of a packet are all set.
const mostFields = 1000

func (l *editLaw) errorf(format string, args ...any) {
	l.bad++
	l.Errorf(l.where+": "+format, args...)
}

// packet tries all fields of a packet, which is brought into its canonical form before.
func (l *editLaw) packet(where string, data []byte, link capture.LinkType) {
	l.where, l.link = where, link
	l.v.Decode(data, link)
	base, err := l.v.Encode()
	if err != nil {
		return // a packet that was wrong in itself
	}
	l.base = base
	l.v.Decode(l.base, link)
	if again, err := l.v.Encode(); err != nil || !bytes.Equal(again, l.base) {
		return // TestLawTwice looks at those
	}
	l.packets++
	l.derived()
	l.stride = 1 + l.count()/(mostFields+1)
	seen := map[string]int{}
	for layer := range l.v.Layers() {
		path := fmt.Sprintf("%s[%d]", layer.Name(), seen[layer.Name()])
		if layer.Value() == nil || layer.Failed() {
			continue
		}
		seen[layer.Name()]++
		fields, err := codec.Layout(layer.Value())
		if err != nil {
			l.Fatal(err)
		}
		l.fields(layer, layer.Type().Schema(), path, fields)
	}
}

// count counts the fields of the packet.
func (l *editLaw) count() (n int) {
	var add func(fields []codec.FieldValue)
	add = func(fields []codec.FieldValue) {
		for i := range fields {
			n++
			add(fields[i].Sub)
		}
	}
	for layer := range l.v.Layers() {
		if layer.Value() != nil && !layer.Failed() {
			fields, _ := codec.Layout(layer.Value())
			add(fields)
		}
	}
	return n
}

// derived marks the bits of all fields that follow from others.
func (l *editLaw) derived() {
	l.mask = append(l.mask[:0], make([]byte, len(l.base))...)
	for layer := range l.v.Layers() {
		if layer.Value() == nil || layer.Failed() {
			continue
		}
		fields, _ := codec.Layout(layer.Value())
		var mark func(fields []codec.FieldValue)
		mark = func(fields []codec.FieldValue) {
			for i := range fields {
				f := &fields[i]
				if byMethods[layer.Type().GoType().Name()+"."+f.Name] || f.Tag.Len != nil || f.Tag.Count != "" || f.Tag.Sum != nil || f.Tag.Next != "" || f.Tag.Pad > 0 {
					at := place(layer, f)
					for b := at; b < at+f.Bits && b < len(l.mask)*8; b++ {
						l.mask[b/8] |= 0x80 >> (b % 8)
					}
				}
				mark(f.Sub)
			}
		}
		mark(fields)
	}
}

// place is the first bit of a field in the packet.
func place(layer packet.Layer, f *codec.FieldValue) int {
	at := layer.Offset() * 8
	if f.Trailer {
		at += 8 * (len(layer.Header()) + len(layer.Payload()))
	}
	return at + f.Bit
}

func (l *editLaw) fields(layer packet.Layer, s *tags.Schema, path string, fields []codec.FieldValue) {
	for i := range fields {
		f := &fields[i]
		name := path + "." + f.Name
		if f.Name == "" {
			name = fmt.Sprintf("%s[%d]", path, i)
		}
		if f.Sub != nil {
			outer := l.last
			if f.Tag.Last != nil {
				l.last = f.Tag.Last
			}
			l.fields(layer, inner(f, s), name, f.Sub)
			l.last = outer
			continue
		}
		if f.Bits == 0 || f.Tag.Kind == tags.KindCustom || f.Tag.LE && f.Bits%8 != 0 { // nothing to set, or a form of its own
			continue
		}
		if l.field++; l.field%l.stride != 0 {
			l.spared++
			continue
		}
		old := reflect.New(f.Value.Type()).Elem()
		old.Set(f.Value)
		for _, x := range boundaries(f) {
			l.edit(layer, f, formed(s, f.Tag) || byMethods[layer.Type().GoType().Name()+"."+f.Name], name, x)
			f.Value.Set(old)
		}
	}
}

// inner is the schema of what is inside a field, nil for the elements of lists of integers.
func inner(f *codec.FieldValue, s *tags.Schema) *tags.Schema {
	if f.Tag.Elem != nil {
		return f.Tag.Elem
	}
	if f.Value.Kind() == reflect.Interface && f.Value.Elem().Kind() == reflect.Pointer {
		for _, e := range f.Tag.Elems {
			if e.Type == f.Value.Elem().Elem().Type() {
				return e
			}
		}
	}
	return s
}

// formed reports whether the form of what is encoded depends on the field: conditions, lists that it ends,
// unions, and fields of which two measure the same.
func formed(s *tags.Schema, f *tags.Field) bool {
	found := false
	look := func(e *tags.Expr) {
		e.Fields(func(x *tags.Expr) { found = found || x.Field == f || x.Field == nil || x.Up > 0 })
	}
	for o := s; o != nil; o = o.Outer {
		for _, x := range o.Fields {
			look(x.If)
			if x.Elem != nil {
				for _, y := range x.Elem.Fields {
					look(y.If)
				}
			}
		}
	}
	return found
}

// boundaries are the values that a field is set to.
func boundaries(f *codec.FieldValue) (out []reflect.Value) {
	v := f.Value
	add := func(x any) { out = append(out, reflect.ValueOf(x).Convert(v.Type())) }
	top := ^uint64(0) >> (64 - min(f.Bits, 64))
	switch {
	case v.Kind() == reflect.Bool:
		add(false)
		add(true)
	case v.CanUint():
		for _, x := range []uint64{0, 1, top >> 1, top>>1 + 1, top - 1, top} {
			add(x)
		}
	case v.CanInt():
		for _, x := range []int64{0, 1, -1, int64(top >> 1), -int64(top>>1) - 1} {
			add(x)
		}
	case v.Type() == reflect.TypeFor[netip.Addr]():
		for _, c := range []byte{0, 0xff} {
			a, _ := netip.AddrFromSlice(bytes.Repeat([]byte{c}, f.Bits/8))
			add(a)
		}
	case v.Kind() == reflect.Slice && v.Type().Elem().Kind() == reflect.Uint8 && f.Tag.Kind == tags.KindBytes:
		for _, c := range []byte{0, 0xff} {
			add(bytes.Repeat([]byte{c}, v.Len()))
		}
	case v.Kind() == reflect.Array && f.Tag.Kind == tags.KindArray:
		for _, c := range []byte{0, 0xff} {
			x := reflect.New(v.Type()).Elem()
			reflect.Copy(x, reflect.ValueOf(bytes.Repeat([]byte{c}, v.Len())))
			out = append(out, x)
		}
	}
	return out
}

// edit tries one value.
func (l *editLaw) edit(layer packet.Layer, f *codec.FieldValue, form bool, path string, x reflect.Value) {
	l.edits++
	f.Value.Set(x)
	var err error
	l.out, err = l.v.Append(l.out[:0], codec.Encoder{})
	if form {
		l.forms++
	} else if err != nil {
		l.errorf("%s = %v, nothing derived: %v", path, x, err)
		return
	} else {
		l.compare(layer, f, path+", nothing derived", x, nil)
	}
	e := l.v.Edit()
	if err := e.Set(path, x.Interface()); err != nil {
		l.errorf("%v", err)
		return
	}
	if l.out, err = e.Append(l.out[:0]); err != nil {
		if l.refused++; !form && f.Tag.Len == nil && f.Tag.Count == "" && !l.endsList(f) {
			l.errorf("%s = %v: %v", path, x, err)
		}
		return
	}
	if pad := f.Tag.Pad; pad > 0 && f.Trailer && len(l.out) > len(l.base) && len(l.out) < len(l.base)+pad {
		return // padding behind everything was set, and that of a parameter which no length counted is derived as well
	}
	if !form {
		l.compare(layer, f, path, x, l.mask)
	}
	l.w.Decode(l.out, l.link)
	if layer.Index() >= l.w.Len() || l.w.Layer(layer.Index()).Type() != layer.Type() {
		if !byContent(layer) {
			l.errorf("%s = %v: decoded as %s", path, x, l.w.String())
		}
		return
	}
	got := l.w.Layer(layer.Index())
	_, fixes := layer.Value().(codec.PayloadLength)
	if got.Failed() || form || got.Err() != nil || (layer.Err() != nil && f.Tag.Rest) || (fixes && !x.CanUint()) {
		return // what a list could not take may be elements again; a method may write lengths into an option
	}
	if !reflect.DeepEqual(find(got, f), x.Interface()) && f.Tag.Len == nil && f.Tag.Count == "" {
		l.errorf("%s = %v: decoded as %v", path, x, find(got, f))
	}
}

// byContent reports that a layer, or one around it, was chosen by bytes that an edit may have changed.
func byContent(layer packet.Layer) bool {
	for {
		if layer.Type().Looks() {
			return true
		}
		outer, ok := layer.Parent()
		if !ok {
			return false
		}
		if _, looks := outer.Value().(codec.NextLayer); looks {
			return true
		}
		layer = outer
	}
}

// endsList reports that a value may be refused because a list would end there.
func (l *editLaw) endsList(f *codec.FieldValue) (ends bool) {
	l.last.Fields(func(e *tags.Expr) { ends = ends || e.Field == f.Tag || e.Field == nil })
	return ends
}

// find returns the value of the field that stands where f stood.
func find(layer packet.Layer, f *codec.FieldValue) (out any) {
	fields, _ := codec.Layout(layer.Value())
	var look func(fields []codec.FieldValue)
	look = func(fields []codec.FieldValue) {
		for i := range fields {
			x := &fields[i]
			if x.Bit == f.Bit && x.Bits == f.Bits && x.Trailer == f.Trailer && x.Sub == nil && x.Name == f.Name {
				out = x.Value.Interface()
			}
			look(x.Sub)
		}
	}
	look(fields)
	return out
}

// compare checks that the bits of f are those of x, and that of the others only those of mask may have changed.
func (l *editLaw) compare(layer packet.Layer, f *codec.FieldValue, path string, x reflect.Value, mask []byte) {
	if len(l.out) != len(l.base) {
		l.errorf("%s = %v: %d bytes of %d", path, x, len(l.out), len(l.base))
		return
	}
	from := place(layer, f)
	for i := range l.out {
		diff := l.out[i] ^ l.base[i]
		if mask != nil {
			diff &^= mask[i]
		}
		for b := 0; diff != 0; b, diff = b+1, diff<<1 {
			if at := i*8 + b; diff&0x80 != 0 && (at < from || at >= from+f.Bits) {
				l.errorf("%s = %v: bit %d changed, the field is [%d+%d]\n%x\n%x", path, x, at, from, f.Bits, l.base, l.out)
				return
			}
		}
	}
	if f.Bits > 64 || f.Tag.LE || !x.CanUint() {
		return
	}
	var got uint64
	for b := from; b < from+f.Bits; b++ {
		got = got<<1 | uint64(l.out[b/8]>>(7-b%8)&1)
	}
	if got != x.Uint() {
		l.errorf("%s = %v: the bits are %d", path, x, got)
	}
}
