package packet

import (
	"math/bits"
	"strconv"

	"github.com/wiretag/wiretag/codec"
)

// String gives one line: the names of the layers with their most telling text.
func (t *tree) String() string {
	t.all()
	var b []byte
	for i := range t.nodes {
		if i > 0 {
			b = append(b, " / "...)
		}
		l := Layer{t, i}
		b = append(b, l.String()...)
	}
	if t.Truncated() {
		b = append(b, " (cut short)"...)
	}
	return string(b)
}

// String is the layer's own text, if its struct has one, or its name and size.
func (l Layer) String() string {
	if s, ok := l.Value().(interface{ String() string }); ok && !l.Failed() {
		return s.String()
	}
	b := append([]byte(l.Name()), " "...)
	b = strconv.AppendInt(b, int64(len(l.Header())), 10)
	b = append(b, " bytes"...)
	if l.Failed() {
		b = append(b, " not decoded"...)
	}
	return string(b)
}

// AppendTree appends every field of every layer on a line of its own, with its first
// bit, counted from the start of the packet, and its width in bits.
func (t *tree) AppendTree(b []byte) []byte {
	t.all()
	for i := range t.nodes {
		l := Layer{t, i}
		b = indent(b, l.Depth())
		b = append(b, l.Name()...)
		b = strconv.AppendInt(append(b, " at byte "...), int64(l.Offset()), 10)
		b = strconv.AppendInt(append(b, ", "...), int64(len(l.Header())), 10)
		b = append(b, " bytes\n"...)
		if v := l.Value(); v != nil {
			n := l.node()
			fields, err := codec.Layout(v)
			if err == nil {
				b = appendFields(b, fields, l.Depth()+1, int(n.off)*8, int(n.off+n.header+n.payload)*8)
			}
		}
		if err := l.Err(); err != nil {
			b = append(append(append(indent(b, l.Depth()+1), "! "...), err.Error()...), '\n')
		}
	}
	return b
}

func indent(b []byte, depth int) []byte {
	for range depth {
		b = append(b, "  "...)
	}
	return b
}

func appendFields(b []byte, fields []codec.FieldValue, depth, base, end int) []byte {
	for i := range fields {
		f := &fields[i]
		at := base + f.Bit
		if f.Trailer {
			at = end + f.Bit
		}
		b = indent(b, depth)
		if f.Name == "" {
			b = append(strconv.AppendInt(append(b, '['), int64(i), 10), ']')
		} else {
			b = append(b, f.Name...)
		}
		b = strconv.AppendInt(append(b, " ["...), int64(at), 10)
		b = strconv.AppendInt(append(b, '+'), int64(f.Bits), 10)
		b = append(b, "] "...)
		b = append(appendText(b, f), '\n')
		b = appendFields(b, f.Sub, depth+1, base, end)
	}
	return b
}

// AppendDump appends the text of every layer, followed by its own bytes in hexadecimal, with their
// place in the packet.
func (t *tree) AppendDump(b []byte) []byte {
	t.all()
	for i := range t.nodes {
		l := Layer{t, i}
		b = append(indent(b, l.Depth()), l.String()...)
		b = append(b, '\n')
		b = appendHexLines(b, l.Header(), l.Offset(), l.Depth())
		if tr := l.Trailer(); len(tr) > 0 {
			b = appendHexLines(b, tr, l.Offset()+len(l.Header())+len(l.Payload()), l.Depth())
		}
	}
	return b
}

func appendHexLines(b, data []byte, off, depth int) []byte {
	for len(data) > 0 {
		n := min(16, len(data))
		b = append(indent(b, depth), "  "...)
		for shift := max(12, (bits.Len(uint(off))-1)&^3); shift >= 0; shift -= 4 {
			b = append(b, hexDigits[off>>shift&15])
		}
		for i := range 16 {
			if b = append(b, ' '); i < n {
				b = appendHex(b, data[i:i+1])
			} else {
				b = append(b, "  "...)
			}
		}
		b = append(b, "  "...)
		for _, c := range data[:n] {
			if c < ' ' || c > '~' {
				c = '.'
			}
			b = append(b, c)
		}
		b = append(b, '\n')
		data, off = data[n:], off+n
	}
	return b
}
