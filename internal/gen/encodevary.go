package gen

import (
	"fmt"
	"strings"

	"github.com/wiretag/wiretag/tags"
)

// vary writes the code for a field whose length is not fixed.
func (e *encoding) vary(f *Field) {
	from := ""
	if f.slot != nil && !e.settled(f) {
		from = e.local("from")
		e.p("%s := len(dst)", from)
	}
	x := e.x + "." + f.Name
	switch f.Kind {
	case tags.KindBytes, tags.KindString:
		e.bytes(f, x)
	case tags.KindStruct:
		e.part(f.elem, "&"+x)
	case tags.KindPtr:
		e.p("if %s == nil {\n%s\n}", x, e.giveUp)
		e.part(f.elem, x)
	case tags.KindCustom:
		e.custom(x)
	case tags.KindUnion:
		e.union(f, x)
	case tags.KindList:
		e.list(f, x)
	}
	if from != "" {
		e.measured(f, "len(dst)-"+from)
	}
}

func (e *encoding) bytes(f *Field, x string) {
	if f.Width > 0 {
		e.p("if len(%s) != %d {\n%s\n}", x, f.Width/8, e.giveUp)
	}
	if f.Pad > 0 {
		n := e.local("n")
		e.p("if derive&%s.Padding != 0 {", e.codec)
		e.p("for %s := (len(dst) - %s) %s; %s != 0 && %s < %d; %s++ {\ndst = append(dst, 0)\n}", n, e.start, modulo(f.Pad), n, n, f.Pad, n)
		e.p("} else {")
		defer e.p("}")
	}
	e.plainBytes(f)
	e.p("dst = append(dst, %s...)", x)
}

func modulo(n int) string {
	if n&(n-1) == 0 {
		return fmt.Sprintf("& %d", n-1)
	}
	return fmt.Sprintf("%% %d", n)
}

func (e *encoding) custom(x string) {
	out, err := e.local("out"), e.local("err")
	e.p("%s, %s := %s.AppendField(dst, %s, derive)", out, err, x, e.layer)
	e.p("if %s != nil {\n%s\n}\ndst = %s", err, e.giveUp, out)
}

// part writes the call of the function for a struct inside.
func (e *encoding) part(s *Struct, ptr string) {
	h := e.put(s)
	if h.why != "" {
		e.cannot("%s", h.why)
	}
	args := []string{ptr, "dst", "derive"}
	if s.customs() {
		args = append(args, e.layer)
	}
	if s.outer != nil {
		args = append(args, e.x)
		n := 0
		for o := s.outer.outer; o != nil; o = o.outer {
			args = append(args, e.ups[n])
			n++
		}
	}
	ok := e.local("ok")
	e.p("var %s bool", ok)
	e.p("if dst, %s = %s(%s); !%s {\n%s\n}", ok, h.name, strings.Join(args, ", "), ok, e.giveUp)
}

// put returns the function that appends a struct inside others.
func (f *file) put(s *Struct) *helper {
	key := s.key()
	if h := f.puts[key]; h != nil {
		if h.busy {
			h.why = s.Type.Name + " contains itself"
		}
		return h
	}
	h := &helper{name: f.fresh("put", s, ""), busy: true}
	f.puts[key] = h
	w := f.fn()
	w.part(s)
	for _, x := range s.Fields {
		if x.Sum != nil {
			w.cannot("%s.%s is a checksum inside the layer", s.Type.Name, x.Name)
		}
	}
	for _, n := range []string{"x", "dst", "derive", "layer"} {
		w.locals[n] = true
	}
	e := &encoding{fn: w, names: names{s: s, x: "x"}, codec: w.use(codecPath, "codec"), nested: true, layer: "layer", giveUp: "return dst, false"}
	var params strings.Builder
	params.WriteString(fmt.Sprintf("x *%s, dst []byte, derive %s.Derive", w.typ(s.Type), e.codec))
	if s.customs() {
		params.WriteString(", layer int")
	}
	for o := s.outer; o != nil; o = o.outer {
		up := e.local("up")
		e.ups = append(e.ups, up)
		params.WriteString(", " + up + " *" + w.typ(o.Type))
	}
	w.p("\nfunc %s(%s) ([]byte, bool) {", h.name, params.String())
	e.body()
	w.p("return dst, true\n}")
	h.busy = false
	if h.why == "" {
		h.why = w.why
	}
	if h.why == "" {
		f.funcs = append(f.funcs, w.text.String())
	}
	return h
}

// union writes the type switch over the members of a union.
func (e *encoding) union(f *Field, x string) {
	m := e.local("m")
	e.p("switch %s := %s.(type) {\ncase nil:", m, x)
	e.p("case %s:\ndst = append(dst, %s...)", e.typ(f.Raw), m)
	for _, t := range f.members {
		e.p("case *%s:\nif %s == nil {\n%s\n}", e.typ(t.typ.Type), m, e.giveUp)
		e.part(t.typ, m)
	}
	e.p("default:\n%s\n}", e.giveUp)
}

// chooser returns a function that gives the value which selects a union's member.
func (e *encoding) chooser(f *Field) string {
	u := f.selects
	key := "choose " + u.in.key() + "." + u.Name
	if h := e.puts[key]; h != nil {
		return h.name
	}
	h := &helper{name: e.fresh("choose", u.in, u.Name)}
	e.puts[key] = h
	w := e.file.fn()
	w.p("\n// %s returns v if it selects the type of m, else the first value that does.", h.name)
	w.p("func %s(v uint64, m %s) uint64 {\nswitch m.(type) {", h.name, w.typ(u.Type))
	for _, m := range u.members {
		var conds []string
		for _, v := range m.values {
			conds = append(conds, fmt.Sprintf("v != %d", v))
		}
		w.p("case *%s:\nif %s {\nreturn %d\n}", w.typ(m.typ.Type), strings.Join(conds, " && "), m.values[0])
	}
	w.p("}\nreturn v\n}")
	e.funcs = append(e.funcs, w.text.String())
	return h.name
}

// list writes the loop over a list.
func (e *encoding) list(f *Field, x string) {
	i := e.local("i")
	e.p("for %s := range %s {", i, x)
	elem := x + "[" + i + "]"
	switch f.Item {
	case tags.KindStruct:
		e.structs(f, x, i)
	case tags.KindCustom:
		e.custom(elem)
	case tags.KindArray:
		e.plainBytes(f)
		e.p("dst = append(dst, %s[:]...)", elem)
	case tags.KindAddr:
		at := e.local("at")
		n := f.Each / 8
		e.p("%s := len(dst)\ndst = %s.Grow(dst, %d)[:%s+%d]", at, e.use("slices", "slices"), n, at, n)
		e.p("if !%s.PutAddr%d(dst[%s:], %s) {\n%s\n}", e.codec, n, at, elem, e.giveUp)
	default:
		e.item(f, elem)
	}
	e.p("}")
}

func (e *encoding) structs(f *Field, x, i string) {
	p := e.local("e")
	e.p("%s := &%s[%s]", p, x, i)
	inner := names{s: f.elem, x: p, ups: append([]string{e.x}, e.ups...)}
	if f.elem.simple() {
		sub := &encoding{fn: e.fn, names: names{s: f.elem, x: p}, codec: e.codec, nested: true, layer: e.layer, giveUp: e.giveUp}
		sub.body()
	} else {
		e.part(f.elem, p)
	}
	if f.Last != nil {
		e.p("if %s < len(%s)-1 && derive != %s.Nothing && (%s) {\n%s\n}", i, x, e.codec, e.boolean(&inner, f.Last), e.giveUp)
	}
}

// item writes the code for an integer of a list.
func (e *encoding) item(f *Field, elem string) {
	t := f.Type.Elem
	v := e.unsigned(t, elem, false)
	if f.Each < t.Bits {
		w := *f
		w.Kind, w.Width, w.Type = f.Item, f.Each, t
		e.p("if %s {\n%s\n}", e.outside(&w, elem), e.giveUp)
	}
	order := "BigEndian"
	if f.LE {
		order = "LittleEndian"
	}
	switch f.Each {
	case 8:
		e.p("dst = append(dst, byte(%s))", elem)
		return
	case 16, 32, 64:
		size := fmt.Sprintf("uint%d", f.Each)
		if t.Bits != f.Each || f.Item == tags.KindInt {
			v = size + "(" + v + ")"
		}
		e.p("dst = %s.%s.AppendUint%d(dst, %s)", e.use("encoding/binary", "binary"), order, f.Each, v)
		return
	}
	var parts []string
	for i := range f.Each / 8 {
		s := f.Each - 8 - 8*i
		if f.LE {
			s = 8 * i
		}
		parts = append(parts, fmt.Sprintf("byte(%s>>%d)", v, s))
	}
	e.p("dst = append(dst, %s)", strings.Join(parts, ", "))
}
