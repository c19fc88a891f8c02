package gen

import (
	"fmt"
	"slices"
	"strings"

	"github.com/wiretag/wiretag/tags"
)

// block writes the code for fields of fixed width that follow each other: one
// growth of dst, then the stores.
func (e *encoding) block(fields []*Field) {
	size := 0
	for _, f := range fields {
		size += f.Width
	}
	size /= 8
	if size == 1 && !slices.ContainsFunc(fields, e.patched) {
		e.begun = true
		e.octet(fields)
		return
	}
	h, at := e.local("h"), e.start
	if e.start == "" || e.begun || e.nested {
		at = e.local("at")
		e.p("%s := len(dst)", at)
	}
	e.begun = true
	e.p("dst = %s.Grow(dst, %d)[:%s+%d]", e.use("slices", "slices"), size, at, size)
	e.p("%s := dst[%s:][:%d]", h, at, size)
	adds := e.sum.adds && e.sum.at == ""
	if adds {
		e.sum.at, e.sum.size = at, size
	}
	bit := 0
	for i := 0; i < len(fields); {
		n, bits := 1, fields[i].Width
		if !fields[i].integer() {
			e.whole(fields[i], h, bit/8, adds)
		} else {
			n, bits = word(fields[i:])
			e.run(fields[i:i+n], h, at, bit, bits, adds)
		}
		bit += bits
		i += n
	}
}

// word returns how many of the integers that stand first are written at once, and
// their bits: those that share bytes, and with them others that fill up two or four bytes.
func word(fields []*Field) (n, bits int) {
	sum := 0
	for i, f := range fields {
		if !f.integer() || (i > 0 && f.LE != fields[0].LE) {
			break
		}
		sum += f.Width
		whole := n == 0 || (!f.LE && (sum == 16 || sum == 32))
		if sum%8 == 0 && whole {
			n, bits = i+1, sum
		}
		if n > 0 && sum >= 32 {
			break
		}
	}
	return n, bits
}

// octet writes the code for fields that are one byte together.
func (e *encoding) octet(fields []*Field) {
	if !fields[0].integer() {
		e.p("dst = append(dst, %s.%s[:]...)", e.x, fields[0].Name)
		return
	}
	e.p("dst = append(dst, %s)", strings.Join(e.parts(fields, "uint8", 8), " | "))
}

// whole writes the code for an address or array.
func (e *encoding) whole(f *Field, h string, at int, adds bool) {
	x := e.x + "." + f.Name
	if f.Kind == tags.KindArray {
		e.plainBytes(f)
		e.p("copy(%s[%d:%d], %s[:])", h, at, at+f.Width/8, x)
		return
	}
	put := e.use("encoding/binary", "binary") + ".BigEndian.PutUint"
	if f.Width == 32 {
		v := e.fieldLocal(f, "addr")
		e.p("if %s.IsValid() && !%s.Is4() {\n%s\n}", x, x, e.giveUp)
		e.p("%s := %s.Addr4(%s)", v, e.codec, x)
		e.p("%s32(%s[%d:%d], %s)", put, h, at, at+4, v)
		if adds {
			e.add(v, 32, at+4)
		}
		return
	}
	hi, lo := e.local("hi"), e.local("lo")
	e.p("if %s.Is4() {\n%s\n}", x, e.giveUp)
	e.p("%s, %s := %s.Addr16(%s)", hi, lo, e.codec, x)
	e.p("%s64(%s[%d:%d], %s)", put, h, at, at+8, hi)
	e.p("%s64(%s[%d:%d], %s)", put, h, at+8, at+16, lo)
	if adds {
		e.add(hi, 64, at+8)
		e.add(lo, 64, at+16)
	}
}

// run writes the code for integers that are written at once: bits of them, from the bit
// at of h on.
func (e *encoding) run(fields []*Field, h, base string, at, bits int, adds bool) {
	typ := "uint64"
	for _, t := range []int{8, 16, 32} {
		if bits <= t {
			typ = fmt.Sprintf("uint%d", t)
			break
		}
	}
	pos := at
	for _, f := range fields {
		if e.patched(f) {
			place := fmt.Sprintf("%s+%d", base, (pos-f.shift)/8)
			if v := e.runs[f]; v != "" {
				e.p("%s = %s", v, place)
			} else {
				v := e.fieldLocal(f, "at")
				e.p("%s := %s", v, place)
				e.runs[f] = v
			}
		}
		pos += f.Width
	}
	parts := e.parts(fields, typ, bits)
	if adds {
		parts = e.addParts(fields, parts, bits, (at+bits)/8)
	}
	e.store(h, at/8, bits, fields[0].LE, strings.Join(parts, " | "))
}

// parts returns the expressions for the bits of integers that share bytes.
func (e *encoding) parts(fields []*Field, typ string, bits int) (parts []string) {
	left := bits
	for _, f := range fields {
		left -= f.Width
		shift := left
		if f.LE {
			shift = f.shift
		}
		v := e.value(f, typ)
		if shift > 0 {
			v += fmt.Sprintf("<<%d", shift)
		}
		parts = append(parts, v)
	}
	return parts
}

// store writes bits/8 bytes at h[at:].
func (e *encoding) store(h string, at, bits int, le bool, v string) {
	order := "BigEndian"
	if le {
		order = "LittleEndian"
	}
	switch bits {
	case 8:
		e.p("%s[%d] = %s", h, at, v)
		return
	case 16, 32, 64:
		e.p("%s.%s.PutUint%d(%s[%d:%d], %s)", e.use("encoding/binary", "binary"), order, bits, h, at, at+bits/8, v)
		return
	}
	w := e.local("v")
	e.p("%s := %s", w, v)
	for i := range bits / 8 {
		shift := bits - 8 - 8*i
		if le {
			shift = 8 * i
		}
		if shift == 0 {
			e.p("%s[%d] = byte(%s)", h, at+i, w)
		} else {
			e.p("%s[%d] = byte(%s >> %d)", h, at+i, w, shift)
		}
	}
}
