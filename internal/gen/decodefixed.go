package gen

import (
	"fmt"
	"strings"

	"github.com/wiretag/wiretag/tags"
)

// block writes the code for fields of fixed width that follow each other: one check
// that they are there, the loads and stores, then what their values say.
func (d *decoding) block(fields []*Field) {
	size := 0
	for _, f := range fields {
		size += f.Width
	}
	size /= 8
	buf, from := d.buf, 0
	if d.at >= 0 {
		from = d.at
		d.p("if len(%s) < %d {\n%s\n}", d.buf, d.at+size, d.short)
		d.at += size
	} else {
		v := d.variable()
		buf = d.local("h")
		d.p("%s := %s[%s:]", buf, d.buf, v)
		d.p("if len(%s) < %d {\n%s\n}", buf, size, d.short)
		d.p("%s += %d", v, size)
	}
	bit := from * 8
	for i := 0; i < len(fields); {
		f := fields[i]
		if !f.integer() {
			d.whole(f, buf, bit/8)
			bit += f.Width
			i++
			continue
		}
		n, bits := 1, f.Width
		for bits%8 != 0 {
			bits += fields[i+n].Width
			n++
		}
		d.run(fields[i:i+n], buf, bit/8, bits)
		bit += bits
		i += n
	}
	bit = 0
	for _, f := range fields {
		bit += f.Width
		d.check(f, size-(bit+7)/8)
	}
}

// whole writes the code for an address or array.
func (d *decoding) whole(f *Field, buf string, at int) {
	part := fmt.Sprintf("%s[%d:%d]", buf, at, at+f.Width/8)
	switch {
	case f.Kind == tags.KindArray:
		d.plainBytes(f)
		d.p("%s.%s = %s(%s)", d.x, f.Name, d.typ(f.Type), part)
	case f.Width == 32:
		d.p("%s.%s = %s.AddrFrom4([4]byte(%s))", d.x, f.Name, d.use("net/netip", "netip"), part)
	default:
		d.p("%s.%s = %s.AddrFrom16([16]byte(%s))", d.x, f.Name, d.use("net/netip", "netip"), part)
	}
}

// load writes an expression for the integer in the bits/8 bytes at buf[at:], and its type.
func (w *fn) load(buf string, at, bits int, le bool) (expr, typ string) {
	order := "BigEndian"
	if le {
		order = "LittleEndian"
	}
	switch bits {
	case 8:
		return fmt.Sprintf("%s[%d]", buf, at), "uint8"
	case 16, 32, 64:
		return fmt.Sprintf("%s.%s.Uint%d(%s[%d:%d])", w.use("encoding/binary", "binary"), order, bits, buf, at, at+bits/8), fmt.Sprintf("uint%d", bits)
	}
	typ = "uint64"
	if bits < 32 {
		typ = "uint32"
	}
	var parts []string
	n := bits / 8
	for i := 0; i < n; {
		size := 1
		for _, k := range []int{4, 2} {
			if i+k <= n {
				size = k
				break
			}
		}
		e, t := w.load(buf, at+i, size*8, le)
		if t != typ {
			e = typ + "(" + e + ")"
		}
		shift := (n - i - size) * 8
		if le {
			shift = i * 8
		}
		if shift > 0 {
			e += fmt.Sprintf("<<%d", shift)
		}
		parts = append(parts, e)
		i += size
	}
	return strings.Join(parts, " | "), typ
}

// run writes the code for the integers that share bytes.
func (d *decoding) run(fields []*Field, buf string, at, bits int) {
	expr, typ := d.load(buf, at, bits, fields[0].LE)
	if len(fields) == 1 {
		d.store(fields[0], expr, typ, bits)
		return
	}
	v := expr
	if bits > 8 {
		v = d.local("v")
		d.p("%s := %s", v, expr)
	}
	shift := bits
	for _, f := range fields {
		shift -= f.Width
		by := shift
		if f.LE {
			by = f.shift
		}
		e := v
		if by > 0 {
			e += fmt.Sprintf(">>%d", by)
		}
		if f.Type.Kind == "bool" {
			d.put(f, e+"&1 != 0")
			continue
		}
		if f.Kind == tags.KindInt {
			d.store(f, e, typ, 0)
			continue
		}
		if by+f.Width < bits {
			e += fmt.Sprintf("&%#x", mask(f.Width))
		}
		d.put(f, d.conv(f.Type, e, typ))
	}
}

func mask(width int) uint64 { return ^uint64(0) >> (64 - width) }

// store writes the assignment of an integer that has been loaded; bits is how
// many bits of the expression can be set, 0 if others than the field's can.
func (d *decoding) store(f *Field, expr, typ string, bits int) {
	switch {
	case f.Type.Kind == "bool":
		d.put(f, expr+"&1 != 0")
	case f.Kind == tags.KindInt && bits == f.Type.Bits:
		d.put(f, d.typ(f.Type)+"("+expr+")")
	case f.Kind == tags.KindInt:
		s := 64 - f.Width
		if typ != "uint64" || strings.Contains(expr, " ") {
			expr = "uint64(" + expr + ")"
		}
		e := fmt.Sprintf("%s << %d", expr, s)
		d.put(f, d.conv(f.Type, fmt.Sprintf("int64(%s) >> %d", e, s), "int64"))
	default:
		d.put(f, d.conv(f.Type, expr, typ))
	}
}

// put assigns a value to a field, by way of a variable if it is looked at later.
func (d *decoding) put(f *Field, expr string) {
	if !d.refs[f] {
		d.p("%s.%s = %s", d.x, f.Name, expr)
		return
	}
	v := d.fieldLocal(f, "")
	if !strings.HasPrefix(expr, d.typ(f.Type)+"(") && f.Type.Path != "" {
		expr = d.typ(f.Type) + "(" + expr + ")"
	}
	d.p("%s := %s", v, expr)
	d.p("%s.%s = %s", d.x, f.Name, v)
	d.vals[f] = v
	d.locals2 = append(d.locals2, f)
}

// check writes what the value of a field says; after is how many bytes of the block are behind the field.
func (d *decoding) check(f *Field, after int) {
	v := d.vals[f]
	switch {
	case f.Const != nil:
		e := d.unsigned(f.Type, v, false)
		if !fits(*f.Const, f.Type.Bits) {
			e = "uint64(" + e + ")"
		}
		d.p("if %s != %d {\n%s\n}", e, *f.Const, d.fail)
	case f.Len != nil:
		d.length(f, v, after)
	case f.Count != "":
		n := "int(" + v + ")"
		if f.Type.Bits > 24 {
			n = "int(min(" + v + ", 1<<30))"
		}
		d.slot(f, n)
	}
}

// slot sets the variable for the length or count of a field.
func (d *decoding) slot(f *Field, expr string) {
	if v := d.slots[f.target]; v != "" {
		d.p("%s = %s", v, expr)
		return
	}
	d.slots[f.target] = d.fieldLocal(f.target, "n")
	d.p("%s := %s", d.slots[f.target], expr)
}

// bytesOf returns an expression for the bytes that the value v of a length means.
func (d *decoding) bytesOf(f *Field, v string) string {
	unit, bias := f.Len.Unit, f.Len.Bias
	if f.Type.Bits > 16 && f.Width > 24 || unit > 64 || bias < -1<<16 || bias > 1<<16 {
		n := d.local("n")
		d.p("%s := %s.Length(%s, %d, %d)", n, d.use(codecPath, "codec"), d.unsigned(f.Type, v, true), unit, bias)
		d.p("if %s < 0 {\n%s\n}", n, d.fail)
		return n
	}
	if bias > 0 {
		d.p("if %s < %d {\n%s\n}", d.wideFor(f, v, bias), bias, d.fail)
	}
	e := "int(" + v + ")"
	if bias != 0 {
		e = fmt.Sprintf("%s %+d", e, -bias)
		if unit > 1 {
			e = "(" + e + ")"
		}
	}
	if unit > 1 {
		e += fmt.Sprintf("*%d", unit)
	}
	return e
}

// wideFor writes v so that it can be compared with n.
func (d *decoding) wideFor(f *Field, v string, n int) string {
	if fits(uint64(n), f.Type.Bits) {
		return v
	}
	return "uint64(" + v + ")"
}

// length writes what a length says.
func (d *decoding) length(f *Field, v string, after int) {
	if f.target != nil {
		d.slot(f, d.bytesOf(f, v))
		return
	}
	packet := f.Len.Of == "packet" || (f.Len.Of == "rest" && !d.nested)
	if packet && d.open.value {
		d.flag(&d.open, "open", d.opens)
	}
	if f.Zero == "rest" {
		if !packet && f.Len.Of != "payload" {
			d.flags()
		}
		d.p("if %s != 0 {", v)
		defer d.p("}")
	}
	n := d.bytesOf(f, v)
	if f.Len.Of == "payload" {
		d.p("%s = %s", d.claim, n)
		return
	}
	if strings.ContainsAny(n, "(*") {
		v := d.local("n")
		d.p("%s := %s", v, n)
		n = v
	}
	least := (f.in.MinBits + 7) / 8
	if f.Len.Of == "rest" {
		least = 0
		d.p("%s += %s", n, d.minus(after))
	}
	if d.at >= 0 {
		least = max(least, d.at)
	}
	low := fmt.Sprintf("%s < %d", n, least)
	if d.at < 0 {
		low = fmt.Sprintf("%s < %s", n, d.pos)
		if least > 0 && f.Len.Of != "rest" {
			low += fmt.Sprintf(" || %s < %d", n, least)
		}
	}
	if packet {
		d.packet(n, low, f)
		return
	}
	d.p("if %s {\n%s\n}", low, d.fail)
	d.p("if %s > len(%s) {\n%s\n}", n, d.buf, d.short)
	switch { // two lengths of one struct must agree
	case d.bounded.name != "":
		d.p("if %s && %s != len(%s) {\n%s\n}", d.bounded.name, n, d.buf, d.fail)
	case d.bounded.value:
		d.p("if %s != len(%s) {\n%s\n}", n, d.buf, d.fail)
	}
	d.p("%s = %s[:%s]", d.buf, d.buf, n)
	d.set(&d.bounded, true)
	d.set(&d.open, false)
	d.short = d.fail // what is missing from here on is missing from this struct's own length
}

// minus is the position some bytes before the current one.
func (d *decoding) minus(n int) string {
	if d.at >= 0 {
		return fmt.Sprint(d.at - n)
	}
	if n == 0 {
		return d.pos
	}
	return fmt.Sprintf("%s - %d", d.pos, n)
}

// packet narrows the layer to n bytes.
func (d *decoding) packet(n, low string, f *Field) {
	d.p("if %s {\n%s\n}", low, d.fail)
	d.p("if %s > %s {\n%s = true\n} else {", n, d.end, d.cut)
	switch {
	case d.bounded.name != "":
		d.p("if %s && %s < len(%s) {\n%s\n}", d.bounded.name, n, d.buf, d.fail)
	case d.bounded.value:
		d.p("if %s < len(%s) {\n%s\n}", n, d.buf, d.fail)
	}
	d.p("%s = %s", d.end, n)
	if fields := d.s.header(); d.bounded.name != "" || !d.bounded.value && (fields[len(fields)-1].Offset < 0 || !fields[len(fields)-1].fixed() || f.If != nil) {
		than := "<"
		if d.open.name != "" {
			than = "<="
		}
		d.p("if %s %s len(%s) {\n%s = %s[:%s]", n, than, d.buf, d.buf, d.buf, n)
		if d.open.name != "" {
			d.p("%s = false", d.open.name)
		}
		d.p("}")
	}
	d.p("}")
}
