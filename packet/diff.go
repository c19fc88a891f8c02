package packet

import (
	"bytes"
	"fmt"
	"slices"

	"github.com/wiretag/wiretag/codec"
)

// Difference is a field, or a part of the bytes of a layer, that two packets do not have in common.
type Difference struct {
	// Path names it: IPv4.TTL, TCP.Options[1].Data, Payload[4:9] for bytes 4 to 8, or a layer that only one
	// packet has. Where a packet has several layers of a name, it says which one: IPv4[1].TTL.
	Path string
	A, B Side
}

// Side is what one of two packets has.
type Side struct {
	Bit, Bits int    // first bit in the packet, and width; Bit is -1 where the packet has nothing
	Text      string // the value
}

// String gives the path with both values: IPv4.TTL: 64 | 63.
func (d Difference) String() string {
	text := func(s Side) string {
		if s.Bit < 0 {
			return "nothing"
		}
		return s.Text
	}
	return d.Path + ": " + text(d.A) + " | " + text(d.B)
}

// Diff compares two packets and names the fields that differ, in wire order. Layers that only one of them has are
// found, so that those behind them are compared with their counterparts. It is empty if the bytes and their layers are the same.
func Diff(a, b Decoded) []Difference {
	d := differ{a: a.decoded(), b: b.decoded()}
	d.a.all()
	d.b.all()
	for _, p := range d.align() {
		switch {
		case p.b < 0:
			d.only(d.a, p.a, true)
		case p.a < 0:
			d.only(d.b, p.b, false)
		default:
			d.layers(Layer{d.a, p.a}, Layer{d.b, p.b})
		}
	}
	return d.out
}

// differ compares two packets.
type differ struct {
	a, b *tree
	out  []Difference
}

// pair is two layers that stand for each other; -1: there is none.
type pair struct{ a, b int }

// align finds the sequence of layers that both packets have which is longest and has most in common.
func (d *differ) align() []pair {
	n, m := len(d.a.nodes), len(d.b.nodes)
	longest := make([]int16, (n+1)*(m+1)) // how much is in common from i and j on
	at := func(i, j int) *int16 { return &longest[i*(m+1)+j] }
	for i := n - 1; i >= 0; i-- {
		for j := m - 1; j >= 0; j-- {
			*at(i, j) = max(*at(i+1, j), *at(i, j+1), *at(i+1, j+1)+d.alike(i, j))
		}
	}
	var out []pair
	for i, j := 0, 0; i < n || j < m; {
		switch {
		case i < n && j < m && d.alike(i, j) > 0 && *at(i, j) == *at(i+1, j+1)+d.alike(i, j):
			out = append(out, pair{i, j})
			i, j = i+1, j+1
		case i < n && (j == m || *at(i+1, j) >= *at(i, j+1)):
			out = append(out, pair{i, -1})
			i++
		default:
			out = append(out, pair{-1, j})
			j++
		}
	}
	return out
}

// alike says how well two layers stand for each other: not at all, by their type, or as they are.
func (d *differ) alike(i, j int) int16 {
	x, y := &d.a.nodes[i], &d.b.nodes[j]
	switch {
	case x.kind != y.kind || (x.entry == nil) != (y.entry == nil) || (x.entry != nil && x.entry.typ != y.entry.typ):
		return 0
	case bytes.Equal(Layer{d.a, i}.Header(), Layer{d.b, j}.Header()):
		return 3
	}
	return 2
}

// only adds a layer that one packet has.
func (d *differ) only(t *tree, i int, isA bool) {
	l := Layer{t, i}
	s := Side{l.Offset() * 8, len(l.Header()) * 8, l.String()}
	x := Difference{Path: pathOf(l), A: s, B: Side{Bit: -1}}
	if !isA {
		x.A, x.B = x.B, x.A
	}
	d.out = append(d.out, x)
}

// pathOf is the name of a layer, with its number if it is not the only one.
func pathOf(l Layer) string {
	name, before, all := l.Name(), 0, 0
	for i := range l.t.nodes {
		if (Layer{l.t, i}).Name() == name {
			if all++; i < l.i {
				before++
			}
		}
	}
	if all > 1 {
		return fmt.Sprintf("%s[%d]", name, before)
	}
	return name
}

// layers compares two layers of the same type.
func (d *differ) layers(x, y Layer) {
	if bytes.Equal(x.Header(), y.Header()) && bytes.Equal(x.Trailer(), y.Trailer()) && x.Failed() == y.Failed() {
		return
	}
	path := pathOf(x)
	if x.Value() == nil || x.Failed() || y.Failed() {
		d.bytes(path, x.Header(), y.Header(), x.Offset()*8, y.Offset()*8)
		return
	}
	a, err1 := codec.Layout(x.Value())
	b, err2 := codec.Layout(y.Value())
	before := len(d.out)
	if err1 == nil && err2 == nil {
		d.fields(path+".", a, b, x, y)
	}
	if len(d.out) == before { // a layer that is its own codec, or structs that were changed
		d.bytes(path, x.Header(), y.Header(), x.Offset()*8, y.Offset()*8)
	}
}

// bytes compares bytes that have no fields.
func (d *differ) bytes(path string, a, b []byte, bitA, bitB int) {
	from := 0
	for from < len(a) && from < len(b) && a[from] == b[from] {
		from++
	}
	end := 0
	for end < len(a)-from && end < len(b)-from && a[len(a)-1-end] == b[len(b)-1-end] {
		end++
	}
	side := func(x []byte, bit int) Side {
		x = x[from : len(x)-end]
		return Side{bit + from*8, len(x) * 8, string(appendHex(nil, x))}
	}
	d.out = append(d.out, Difference{
		Path: fmt.Sprintf("%s[%d:%d]", path, from, max(len(a), len(b))-end), A: side(a, bitA), B: side(b, bitB),
	})
}

// fields compares the fields of two structs, or the elements of two lists.
func (d *differ) fields(path string, a, b []codec.FieldValue, x, y Layer) {
	for i, j := 0, 0; i < len(a) || j < len(b); {
		switch {
		case j == len(b) || (i < len(a) && a[i].Name != "" && a[i].Name != b[j].Name && !hasField(b[j:], a[i].Name)):
			d.field(path, i, &a[i], nil, x, y)
			i++
		case i == len(a) || a[i].Name != b[j].Name:
			d.field(path, j, nil, &b[j], x, y)
			j++
		default:
			d.field(path, i, &a[i], &b[j], x, y)
			i, j = i+1, j+1
		}
	}
}

func hasField(fields []codec.FieldValue, name string) bool {
	return slices.ContainsFunc(fields, func(f codec.FieldValue) bool { return f.Name == name })
}

// field compares two fields; one of them may be missing.
func (d *differ) field(path string, index int, a, b *codec.FieldValue, x, y Layer) {
	f := a
	if f == nil {
		f = b
	}
	if path += f.Name; f.Name == "" {
		path = fmt.Sprintf("%s[%d]", path[:len(path)-1], index)
	}
	if a != nil && b != nil {
		if len(a.Sub) > 0 && len(b.Sub) > 0 {
			d.fields(path+".", a.Sub, b.Sub, x, y)
			return
		}
		if sameField(a, b, x, y) {
			return
		}
	}
	d.out = append(d.out, Difference{path, sideOf(a, x), sideOf(b, y)})
}

// sideOf is a field of a layer.
func sideOf(f *codec.FieldValue, l Layer) Side {
	if f == nil {
		return Side{Bit: -1}
	}
	p := placeOf(l.node(), f)
	return Side{p.bit, p.width, string(appendText(nil, f))}
}

// sameField compares the bits of two fields on the wire.
func sameField(a, b *codec.FieldValue, x, y Layer) bool {
	p, q := placeOf(x.node(), a), placeOf(y.node(), b)
	if p.width != q.width {
		return false
	}
	if p.le && (p.width%8 != 0 || p.bit%8 != 0) { // its bits are not side by side
		return a.Value.Equal(b.Value)
	}
	for i := 0; i < p.width; i += 64 {
		n := min(64, p.width-i)
		v, ok1 := bitsAt(x.t.data, p.bit+i, n)
		w, ok2 := bitsAt(y.t.data, q.bit+i, n)
		if v != w || !ok1 || !ok2 {
			return false
		}
	}
	return true
}
