package gen

import (
	"fmt"
	"math/bits"
	"slices"
	"strings"

	"github.com/wiretag/wiretag/tags"
)

// patched reports whether the code itself sets a length, not package codec after it.
func (e *encoding) patched(f *Field) bool {
	return e.own(f) && e.foreseen(f) == ""
}

// own reports whether a length is set by the code, now or later.
func (e *encoding) own(f *Field) bool {
	return f.Len != nil && (f.target != nil || f.Len.Of == "header" || f.Len.Of == "self" || (f.Len.Of == "rest" && e.nested))
}

// foreseen returns an expression for the bytes that a length measures, if they are known
// when the length is written: where only bytes and fields of fixed width are measured.
func (e *encoding) foreseen(f *Field) string {
	if !e.own(f) {
		return ""
	}
	if f.target != nil {
		return e.sizeOf([]*Field{f.target}, f)
	}
	fields := e.s.header()
	if f.Len.Of == "rest" {
		fields = fields[slices.Index(fields, f)+1:]
		if (f.shift+f.Width)%8 != 0 {
			return ""
		}
	}
	return e.sizeOf(fields, f)
}

// sizeOf returns the size of fields that are there whenever f is, "" if it is not simple.
func (e *encoding) sizeOf(fields []*Field, f *Field) string {
	bits := 0
	var parts []string
	for _, g := range fields {
		switch {
		case g.If != nil && !g.If.Equal(f.If):
			return ""
		case g.Width > 0:
			bits += g.Width
		case (g.Kind == tags.KindBytes || g.Kind == tags.KindString) && g.Pad == 0:
			parts = append(parts, "len("+e.x+"."+g.Name+")")
		default:
			return ""
		}
	}
	if bits > 0 || parts == nil {
		parts = append(parts, fmt.Sprint(bits/8))
	}
	return strings.Join(parts, " + ")
}

// measured sets the lengths of a field that has taken n bytes.
func (e *encoding) measured(f *Field, n string) {
	if e.settled(f) {
		return
	}
	e.p("if derive&%s.Lengths != 0 {", e.codec)
	defer e.p("}")
	v := e.local("n")
	e.p("%s := %s", v, n)
	if l := e.lens[f.slot]; l != "" {
		e.p("if %s >= 0 && %s != %s {\n%s\n}\n%s = %s", l, l, v, e.giveUp, l, v)
	}
	var conds []string
	always := false
	for _, l := range e.s.header() {
		if l.Len == nil || l.target != f.slot {
			continue
		}
		if e.patched(l) {
			e.patch(l, v)
		}
		always = always || l.If == nil
		conds = append(conds, negated(e.boolean(&e.names, orTrue(l.If))))
	}
	if !always {
		e.p("if %s {\n%s\n}", strings.Join(append(conds, v+" > 0"), " && "), e.giveUp)
	}
}

// orTrue is a condition that holds where there is none.
func orTrue(x *tags.Expr) *tags.Expr {
	if x == nil {
		return &tags.Expr{Op: tags.OpConst, Value: 1}
	}
	return x
}

// settled reports whether nothing is left to do when f has been measured.
func (e *encoding) settled(f *Field) bool {
	always := false
	for _, l := range e.s.header() {
		if l.Len != nil && l.target == f.slot {
			if e.patched(l) {
				return false
			}
			always = always || l.If == nil || l.If.Equal(f.If)
		}
	}
	return always && e.lens[f.slot] == ""
}

// selfLengths sets the lengths of the struct, now that it is complete.
func (e *encoding) selfLengths() {
	first := true
	for _, f := range e.s.header() {
		if f.Len == nil || e.runs[f] == "" {
			continue
		}
		n := ""
		switch {
		case f.Len.Of == "header" || f.Len.Of == "self":
			n = "len(dst) - " + e.start
		case f.Len.Of == "rest" && e.nested:
			n = fmt.Sprintf("len(dst) - %s - %d", e.runs[f], (f.endInRun()+7)/8)
		default:
			continue
		}
		if first {
			e.p("if derive&%s.Lengths != 0 {", e.codec)
			defer e.p("}")
			first = false
		}
		v := e.local("n")
		e.p("%s := %s", v, n)
		e.patch(f, v)
	}
}

// endInRun is how many bits of its run end with f.
func (f *Field) endInRun() int { return f.shift + f.Width }

// patch writes the code that sets a length to what n bytes mean. The field was
// written as zero.
func (e *encoding) patch(f *Field, n string) {
	if c := e.conds[f]; c != "" {
		e.p("if %s {", c)
		defer e.p("}")
	}
	v := e.inUnits(f, n)
	e.set(f, v)
	if e.sum.adds && f.in == e.s {
		e.p("%s += uint64(%s) << %d", e.sum.name, v, -(f.Offset+f.Width)&15)
	}
}

// inUnits writes the checks that the length f can say n bytes, and returns its value.
func (e *encoding) inUnits(f *Field, n string) string {
	v := n
	switch u := f.Len.Unit; {
	case u == 1:
	case u&(u-1) == 0:
		e.p("if %s&%d != 0 {\n%s\n}", n, u-1, e.giveUp)
		v += fmt.Sprintf(">>%d", bits.TrailingZeros(uint(u)))
	default:
		e.p("if %s%%%d != 0 {\n%s\n}", n, u, e.giveUp)
		v += fmt.Sprintf("/%d", u)
	}
	if b := f.Len.Bias; b != 0 {
		v = paren2(v) + fmt.Sprintf("%+d", b)
	}
	if v != n {
		w := e.local("v")
		e.p("%s := %s", w, v)
		v = w
	}
	if f.Len.Bias < 0 {
		e.p("if %s < 0 {\n%s\n}", v, e.giveUp)
	}
	if f.Width < 63 {
		e.p("if uint64(%s) > %#x {\n%s\n}", v, mask(f.Width), e.giveUp)
	}
	return v
}

// paren2 puts a shift into parentheses.
func paren2(e string) string {
	if strings.Contains(e, ">>") {
		return "(" + e + ")"
	}
	return e
}

// set stores v in the bits of a field that are zero, or hold the initial value.
func (e *encoding) set(f *Field, v string) {
	if f.initial() != 0 && f.Width != f.runBits() {
		e.cannot("%s shares bytes with others and has a least value", f.Name)
	}
	size := f.runBits()
	shift := size - f.endInRun()
	if f.LE {
		shift = f.shift
	}
	at := e.runs[f]
	if size == 8 {
		switch {
		case f.Width == 8:
			e.p("dst[%s] = byte(%s)", at, v)
		case shift == 0:
			e.p("dst[%s] |= byte(%s)", at, v)
		default:
			e.p("dst[%s] |= byte(%s << %d)", at, v, shift)
		}
		return
	}
	order := "BigEndian"
	if f.LE {
		order = "LittleEndian"
	}
	if size == 16 || size == 32 || size == 64 {
		w := fmt.Sprintf("uint%d(%s)", size, v)
		if shift > 0 {
			w += fmt.Sprintf("<<%d", shift)
		}
		b := e.use("encoding/binary", "binary")
		if f.Width < size {
			w = fmt.Sprintf("%s.%s.Uint%d(dst[%s:]) | %s", b, order, size, at, w)
		}
		e.p("%s.%s.PutUint%d(dst[%s:], %s)", b, order, size, at, w)
		return
	}
	for i := range size / 8 {
		s := size - 8 - 8*i
		if f.LE {
			s = 8 * i
		}
		op := "|="
		if f.Width == size {
			op = "="
		}
		e.p("dst[%s+%d] %s byte(uint64(%s) << %d >> %d)", at, i, op, v, shift, s)
	}
}

// runBits is the width of the run that the field is in.
func (f *Field) runBits() int {
	run := 0
	for _, g := range f.in.Fields {
		if g.run > 0 {
			run = g.run
		}
		if g == f {
			break
		}
	}
	return run
}

// early writes the check that no field which conditions look at would get another value:
// then the reflective codec has to fill it first. Package codec has done it for a layer itself.
func (e *encoding) early() {
	if !e.nested || !e.s.anywhere(map[*Struct]bool{}, func(f *Field) bool { return f.If != nil || f.Last != nil }) {
		return
	}
	for _, f := range e.s.header() {
		derived := f.derived(e.codec)
		if f.Kind != tags.KindUint || derived == "" || f.Len != nil {
			continue
		}
		x, other := e.x+"."+f.Name, ""
		plain := e.unsigned(f.Type, x, true)
		switch {
		case f.Type.Kind == "bool":
			e.cannot("%s is a bool with a value to derive", f.Name)
			continue
		case f.Const != nil:
			other = fmt.Sprintf("%s != %d", plain, *f.Const)
		case f.Default != nil:
			other = fmt.Sprintf("%s == 0", plain)
		case f.Count != "" && f.target.If != nil:
			other = "true"
		case f.Count != "":
			other = fmt.Sprintf("%s != uint64(len(%s.%s))", plain, e.x, f.target.Name)
		default:
			other = fmt.Sprintf("%s(%s, %s.%s) != %s", e.chooser(f), plain, e.x, f.selects.Name, plain)
		}
		if f.If != nil {
			other += " && " + e.factor(&e.names, f.If)
		}
		e.p("if %s && %s {\n%s\n}", derived, other, e.giveUp)
	}
}

// negated is the opposite of a condition; that of !x is x.
func negated(cond string) string {
	if rest, ok := strings.CutPrefix(cond, "!"); ok && !strings.ContainsAny(rest, "&|=<> ") {
		return rest
	}
	return "!(" + cond + ")"
}
