package gen

import (
	"fmt"
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
	giveUp string            // the statement that leaves the rest to the reflective codec
	sum    sumOf
	in     *inside // of a layer, nil if package codec does it
	next   string  // variable: the number of the next layer
	begun  bool    // something has been written
}

// appendRoot writes the append function of a layer. Whole: it encodes what is inside too.
func (f *file) appendRoot(s *Struct) (name string, whole bool, why string) {
	for _, t := range s.header() {
		if t.Offset < 0 && (t.Next != "" || t.Sum != nil || (t.Len != nil && t.Len.Relative() && t.Len.Of != "header" && t.Len.Of != "self")) {
			return "", false, t.Name + " is set when the payload is known, and has no fixed place"
		}
	}
	w := f.fn()
	for _, n := range []string{"x", "dst", "derive", "in"} {
		w.locals[n] = true
	}
	e := &encoding{fn: w, names: names{s: s, x: "x"}, codec: w.use(codecPath, "codec"), giveUp: "return dst, false", in: s.inside()}
	name = f.fresh("append", s, "")
	param := "in"
	if e.in == nil {
		param = "_"
	}
	w.p("\nfunc %s(x *%s, dst []byte, derive %s.Derive, %s *%s.Inside) ([]byte, bool) {", name, s.Type.Name, e.codec, param, e.codec)
	e.beginSum()
	e.body()
	if e.in != nil {
		e.finish()
	} else {
		e.p("return dst, true")
	}
	w.p("}")
	if w.why != "" {
		return "", false, w.why
	}
	f.funcs = append(f.funcs, w.text.String())
	return name, e.in != nil, ""
}

// body writes the code for the fields of a struct.
func (e *encoding) body() {
	e.runs, e.lens, e.conds = map[*Field]string{}, map[*Field]string{}, map[*Field]string{}
	if e.start == "" && (e.needsStart() || e.inside()) {
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
		e.begun = true
		e.p("if %s {", e.boolean(&e.names, g[0].If))
		e.straight(g)
		e.p("}")
	}
	e.selfLengths()
}

// inside reports whether what is inside the layer needs to know that.
func (e *encoding) inside() bool {
	return e.in != nil && (e.in.length != nil || e.in.sum != nil || e.s.has("FixPayloadLength"))
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
		e.begun = true
		e.vary(fields[i])
		i++
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
	if e.in != nil && e.in.next == f {
		e.next = e.fieldLocal(f, "")
		e.p("%s := uint%d(in.Next(uint64(%s)))", e.next, f.Width, x)
		return e.bits(f, e.next, typ, full)
	}
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
			e.p("} else if %s {\n%s\n}", e.outside(f, v), e.giveUp)
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
		e.p("if uint64(len(%s)) > %#x {\n%s\n}", n, mask(f.Width), e.giveUp)
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
	e.p("if %s {\n%s = %s\n} else if %s {\n%s\n}", cond, v, to, e.outside(f, v), e.giveUp)
}

// inRange writes the check that a value fits into its field.
func (e *encoding) inRange(f *Field, v string, full bool) {
	if !full {
		e.p("if %s {\n%s\n}", e.outside(f, v), e.giveUp)
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
