package gen

import (
	"fmt"
	"slices"
	"strings"

	"github.com/wiretag/wiretag/tags"
)

// encoding is the state of writing the code that encodes one struct.
type encoding struct {
	*fn
	names
	codec  string
	start  string // variable: length of dst where the struct starts
	layer  string // the same of the layer
	nested bool
	runs   map[*Field]string // where the run of a length field starts, as an index of dst
	lens   map[*Field]string // variables with what was measured, where several fields share a length
	conds  map[*Field]string // of the fields in runs that are not always there
}

const giveUp = "return dst, false"

// appendRoot writes the append function of a layer.
func (f *file) appendRoot(s *Struct) (name, why string) {
	for _, t := range s.header() {
		if t.Offset < 0 && (t.Next != "" || t.Sum != nil || (t.Len != nil && t.Len.Relative() && t.Len.Of != "header" && t.Len.Of != "self")) {
			return "", t.Name + " is set when the payload is known, and has no fixed place"
		}
	}
	w := f.fn()
	for _, n := range []string{"x", "dst", "derive"} {
		w.locals[n] = true
	}
	e := &encoding{fn: w, names: names{s: s, x: "x"}, codec: w.use(codecPath, "codec")}
	name = f.fresh("append", s, "")
	w.p("\nfunc %s(x *%s, dst []byte, derive %s.Derive) ([]byte, bool) {", name, s.Type.Name, e.codec)
	e.body()
	w.p("return dst, true\n}")
	if w.why != "" {
		return "", w.why
	}
	f.funcs = append(f.funcs, w.text.String())
	return name, ""
}

// body writes the code for the fields of a struct.
func (e *encoding) body() {
	e.runs, e.lens, e.conds = map[*Field]string{}, map[*Field]string{}, map[*Field]string{}
	if e.start == "" && e.needsStart() {
		e.start = e.local("start")
		e.p("%s := len(dst)", e.start)
	}
	if e.layer == "" {
		e.layer = e.start
	}
	for _, f := range e.s.header() {
		if f.Size != "" && e.lens[f.slot] == "" {
			e.lens[f.slot] = e.fieldLocal(f.slot, "n")
			e.p("%s := -1", e.lens[f.slot])
		}
	}
	e.early()
	for _, g := range groups(e.s.header()) {
		if g[0].If == nil {
			e.straight(g)
			continue
		}
		for _, f := range g {
			if e.patched(f) {
				e.runs[f] = e.fieldLocal(f, "at")
				e.conds[f] = e.boolean(&e.names, f.If)
				e.p("var %s int", e.runs[f])
			}
		}
		e.p("if %s {", e.boolean(&e.names, g[0].If))
		e.straight(g)
		e.p("}")
	}
	e.selfLengths()
}

// needsStart reports whether the code has to know where the struct starts.
func (e *encoding) needsStart() bool {
	for _, f := range e.s.header() {
		if f.Pad > 0 || (e.patched(f) && (f.Len.Of == "header" || f.Len.Of == "self")) {
			return true
		}
	}
	return !e.nested && e.s.customs()
}

// straight writes the code for fields without looking at their conditions.
func (e *encoding) straight(fields []*Field) {
	for i := 0; i < len(fields); {
		j := i
		for j < len(fields) && fields[j].fixed() {
			j++
		}
		if j > i {
			e.block(fields[i:j])
			i = j
			continue
		}
		e.vary(fields[i])
		i++
	}
}

// block writes the code for fields of fixed width that follow each other: one
// growth of dst, then the stores.
func (e *encoding) block(fields []*Field) {
	size := 0
	for _, f := range fields {
		size += f.Width
	}
	size /= 8
	if size == 1 && !slices.ContainsFunc(fields, e.patched) {
		e.octet(fields)
		return
	}
	at, h := e.local("at"), e.local("h")
	e.p("%s := len(dst)", at)
	e.p("dst = %s.Grow(dst, %d)[:%s+%d]", e.use("slices", "slices"), size, at, size)
	e.p("%s := dst[%s:][:%d]", h, at, size)
	bit := 0
	for i := 0; i < len(fields); {
		f := fields[i]
		if !f.integer() {
			e.whole(f, h, bit/8)
			bit += f.Width
			i++
			continue
		}
		n, bits := 1, f.Width
		for bits%8 != 0 {
			bits += fields[i+n].Width
			n++
		}
		e.run(fields[i:i+n], h, at, bit/8, bits)
		bit += bits
		i += n
	}
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
func (e *encoding) whole(f *Field, h string, at int) {
	from, to := e.x+"."+f.Name, fmt.Sprintf("%s[%d:%d]", h, at, at+f.Width/8)
	if f.Kind == tags.KindArray {
		e.plainBytes(f)
		e.p("copy(%s, %s[:])", to, from)
		return
	}
	e.p("if !%s.PutAddr%d(%s, %s) {\n%s\n}", e.codec, f.Width/8, to, from, giveUp)
}

// run writes the code for the integers that share bytes: bits of them at h[at:].
func (e *encoding) run(fields []*Field, h, base string, at, bits int) {
	typ := "uint64"
	for _, t := range []int{8, 16, 32} {
		if bits <= t {
			typ = fmt.Sprintf("uint%d", t)
			break
		}
	}
	for _, f := range fields {
		if e.patched(f) {
			place := fmt.Sprintf("%s+%d", base, at)
			if v := e.runs[f]; v != "" {
				e.p("%s = %s", v, place)
			} else {
				v := e.fieldLocal(f, "at")
				e.p("%s := %s", v, place)
				e.runs[f] = v
			}
		}
	}
	e.store(h, at, bits, fields[0].LE, strings.Join(e.parts(fields, typ, bits), " | "))
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

// value writes what integer() of package codec does for a field, and returns the
// expression for the field's bits, of the given type.
func (e *encoding) value(f *Field, typ string) string {
	x := e.x + "." + f.Name
	if f.Type.Kind == "bool" {
		if f.Len == nil && f.Const == nil && f.Default == nil && f.Count == "" && f.Sum == nil && f.selects == nil {
			return fmt.Sprintf("%s(%s.Bit(bool(%s)))", typ, e.codec, x)
		}
		e.cannot("%s is a bool with a value to derive", f.Name)
		return "0"
	}
	full := f.Width == f.Type.Bits
	derived := f.derived(e.codec)
	plain := e.unsigned(f.Type, x, false)
	if derived == "" {
		e.inRange(f, x, full)
		return e.bits(f, plain, typ, full)
	}
	v := e.fieldLocal(f, "")
	e.p("%s := %s", v, plain)
	size := fmt.Sprintf("uint%d", f.Type.Bits)
	switch {
	case f.Const != nil:
		e.check(f, v, derived, fmt.Sprint(*f.Const), full)
	case f.Default != nil:
		e.check(f, v, v+" == 0 && "+derived, fmt.Sprint(*f.Default), full)
	case f.Count != "":
		e.count(f, v, derived, size)
		e.inRange(f, v, full)
	case f.Len != nil && e.foreseen(f) != "":
		e.p("if %s {", derived)
		n := e.local("n")
		e.p("%s := %s", n, e.foreseen(f))
		e.p("%s = %s(%s)", v, size, e.inUnits(f, n))
		if full {
			e.p("}")
		} else {
			e.p("} else if %s {\n%s\n}", e.outside(f, v), giveUp)
		}
	case f.Len != nil:
		e.check(f, v, derived, fmt.Sprint(f.initial()), full)
		if !fits(f.initial(), f.Width) {
			e.cannot("%s cannot hold its least value", f.Name)
		}
	default:
		e.p("if %s {\n%s = %s(%s(uint64(%s), %s.%s))\n}", derived, v, size, e.chooser(f), v, e.x, f.selects.Name)
		e.inRange(f, v, full)
	}
	return e.bits(f, v, typ, full)
}

// initial is the value of a length while what it measures may be absent.
func (f *Field) initial() uint64 {
	if f.target != nil && f.Len.Bias > 0 {
		return uint64(f.Len.Bias)
	}
	return 0
}

// count writes the number of elements to v.
func (e *encoding) count(f *Field, v, derived, size string) {
	n := e.x + "." + f.target.Name
	e.p("if %s {", derived)
	if f.target.If != nil {
		e.p("%s = 0\nif %s {", v, e.boolean(&e.names, f.target.If))
	}
	if f.Width < 63 {
		e.p("if uint64(len(%s)) > %#x {\n%s\n}", n, mask(f.Width), giveUp)
	}
	e.p("%s = %s(len(%s))\n}", v, size, n)
	if f.target.If != nil {
		e.p("}")
	}
}

// derived returns the condition under which the value of a field is derived.
func (f *Field) derived(codec string) string {
	kind := ""
	switch {
	case f.Const != nil:
		kind = "Constants"
	case f.Default != nil:
		kind = "Defaults"
	case f.Count != "":
		kind = "Counts"
	case f.Len != nil:
		kind = "Lengths"
	case f.selects != nil:
		kind = "NextFields"
	default:
		return ""
	}
	return fmt.Sprintf("derive&%s.%s != 0", codec, kind)
}

// check writes: the value is to if it is derived, else it must be in range.
func (e *encoding) check(f *Field, v, cond, to string, full bool) {
	if full {
		e.p("if %s {\n%s = %s\n}", cond, v, to)
		return
	}
	e.p("if %s {\n%s = %s\n} else if %s {\n%s\n}", cond, v, to, e.outside(f, v), giveUp)
}

// inRange writes the check that a value fits into its field.
func (e *encoding) inRange(f *Field, v string, full bool) {
	if !full {
		e.p("if %s {\n%s\n}", e.outside(f, v), giveUp)
	}
}

func (e *encoding) outside(f *Field, v string) string {
	if f.Kind == tags.KindInt {
		lim := int64(1) << (f.Width - 1)
		if !strings.Contains(v, ".") { // a variable of the unsigned type
			v = fmt.Sprintf("int%d(%s)", f.Type.Bits, v)
		}
		return fmt.Sprintf("%s < %d || %s > %d", v, -lim, v, lim-1)
	}
	return fmt.Sprintf("%s > %#x", v, mask(f.Width))
}

// bits writes the bits of a field as the type of its run.
func (e *encoding) bits(f *Field, v, typ string, full bool) string {
	if f.Kind == tags.KindInt && !full {
		v = fmt.Sprintf("%s&%#x", v, mask(f.Width))
	}
	size := fmt.Sprintf("uint%d", f.Type.Bits)
	if size == typ {
		if strings.Contains(v, "&") {
			return "(" + v + ")"
		}
		return v
	}
	if strings.HasPrefix(v, size+"(") && !strings.Contains(v, "&") && f.Kind == tags.KindUint {
		return typ + strings.TrimPrefix(v, size)
	}
	return typ + "(" + v + ")"
}
