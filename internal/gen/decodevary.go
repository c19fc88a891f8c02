package gen

import (
	"fmt"
	"go/token"
	"slices"
	"strings"

	"github.com/wiretag/wiretag/tags"
)

// vary writes the code for a field whose length is not fixed.
func (d *decoding) vary(f *Field) {
	if (f.Kind == tags.KindBytes || f.Kind == tags.KindString) && f.Width > 0 {
		d.bytes(f, d.sum(d.here(), f.Width/8), true)
		return
	}
	end := "len(" + d.buf + ")"
	if f.slot != nil {
		end = d.measured(f)
	}
	switch f.Kind {
	case tags.KindBytes, tags.KindString:
		if f.Pad > 0 {
			end = d.padded(f)
		}
		d.bytes(f, end, false)
	case tags.KindList:
		short := d.short
		if f.keeps() || f.slot != nil {
			d.short = d.fail
		}
		if f.Item == tags.KindStruct || f.Item == tags.KindCustom {
			d.list(f, end)
		} else {
			d.items(f, end)
		}
		d.short = short
	case tags.KindStruct:
		d.inside(f, "&"+d.x+"."+f.Name, end)
	case tags.KindPtr:
		p := d.x + "." + f.Name
		d.p("if %s == nil {\n%s = new(%s)\n}", p, p, d.typ(f.Type.Elem))
		d.forget(f.elem, p)
		d.inside(f, p, end)
	case tags.KindUnion:
		d.union(f, end)
	case tags.KindCustom:
		d.custom(f, "&"+d.x+"."+f.Name, end)
	}
}

// keeps reports whether a field follows that takes what the list cannot.
func (f *Field) keeps() bool {
	i := slices.Index(f.in.Fields, f) + 1
	if i == len(f.in.Fields) {
		return false
	}
	n := f.in.Fields[i]
	return n.Kind == tags.KindBytes && n.Rest && n.slot == nil && n.Size == "" && f.If.Equal(n.If)
}

// sum adds a number to an expression for a position.
func (d *decoding) sum(pos string, n int) string {
	if d.at >= 0 {
		return fmt.Sprint(d.at + n)
	}
	return fmt.Sprintf("%s + %d", pos, n)
}

// measured writes the check of a length that has been read, and returns the end of what it measures.
func (d *decoding) measured(f *Field) string {
	n := d.slots[f.slot]
	if n == "" { // nothing set it
		return d.here()
	}
	here := d.here()
	if here == "0" {
		d.p("if %s > len(%s) {\n%s\n}", n, d.buf, d.short)
		return n
	}
	d.p("if %s > len(%s)-%s {\n%s\n}", n, d.buf, paren(here), d.short)
	end := d.local("to")
	d.p("%s := %s + %s", end, here, n)
	return end
}

// padded returns the end of padding.
func (d *decoding) padded(f *Field) string {
	end := "len(" + d.buf + ")"
	if d.bounded.value && d.bounded.name == "" {
		return end
	}
	v := d.local("to")
	d.p("%s := len(%s)", v, d.buf)
	cond := ""
	if d.bounded.name != "" {
		cond = "if !" + d.bounded.name + " {\n"
	}
	d.p("%s%s = min(%s, (%s+%d)/%d*%d)", cond, v, v, d.here(), f.Pad-1, f.Pad, f.Pad)
	if cond != "" {
		d.p("}")
	}
	return v
}

// bytes writes the code for a []byte or string up to end.
func (d *decoding) bytes(f *Field, end string, check bool) {
	if check {
		d.p("if len(%s) < %s {\n%s\n}", d.buf, end, d.short)
	}
	to, from := d.x+"."+f.Name, d.here()
	part := fmt.Sprintf("%s[%s:%s]", d.buf, from, end)
	if f.Kind == tags.KindString {
		d.p("%s = %s(%s)", to, d.typ(f.Type), part)
		d.moveTo(end)
		return
	}
	d.plainBytes(f)
	part = fmt.Sprintf("%s[%s:%s:%s]", d.buf, from, end, end)
	if f.Type.Name != "" {
		part = d.typ(f.Type) + "(" + part + ")"
	}
	switch {
	case f.Width > 0:
		d.p("%s = %s", to, part)
	case end == from:
		d.p("%s = nil", to)
	default:
		d.p("if %s < %s {\n%s = %s\n} else {\n%s = nil\n}", from, end, to, part, to)
	}
	d.moveTo(end)
}

// custom writes the call of a field's own codec.
func (d *decoding) custom(f *Field, ptr, end string) {
	n, err := d.local("n"), d.local("err")
	d.p("%s, %s := %s", n, err, d.decodeField(ptr, d.here(), end))
	check := fmt.Sprintf("%s != nil || %s < 0 || %s > %s-%s", err, n, n, end, paren(d.here()))
	if d.here() == "0" {
		check = fmt.Sprintf("%s != nil || %s < 0 || %s > %s", err, n, n, end)
	}
	if f.slot != nil {
		check = fmt.Sprintf("%s != nil || %s != %s-%s", err, n, end, paren(d.here()))
	}
	d.p("if %s {\n%s\n}", check, d.fail)
	d.moveTo(strings.TrimPrefix(d.here()+" + "+n, "0 + "))
	d.variable()
}

// decodeField calls DecodeField for the field at a position of buf, bounded by end.
func (d *decoding) decodeField(ptr, at, end string) string {
	ptr = strings.TrimPrefix(ptr, "&")
	if d.start == "0" {
		return fmt.Sprintf("%s.DecodeField(%s[:%s:%s], %s)", ptr, d.buf, end, end, at)
	}
	e := d.start + "+" + end
	return fmt.Sprintf("%s.DecodeField(%s[:%s:%s], %s)", ptr, d.layer, e, e, strings.TrimSuffix(d.start+"+"+at, "+0"))
}

// inside writes the code for a struct inside the struct.
func (d *decoding) inside(f *Field, ptr, end string) {
	n := d.local("n")
	d.p("%s := %s", n, d.call(f.elem, ptr, end, f.slot != nil))
	short := d.short
	if f.slot != nil {
		d.short = d.fail
	}
	d.failed(n, "< 0")
	d.short = short
	d.moveTo(strings.TrimPrefix(d.here()+" + "+n, "0 + "))
	d.variable()
}

// forget zeroes what is not on the wire in a struct whose memory may have been used before.
func (d *decoding) forget(s *Struct, x string) {
	for _, h := range s.Hidden {
		if s.Type.Path != d.pkg.Path && !token.IsExported(h.Name) {
			d.cannot("%s.%s has fields that are not exported", s.Type.Pkg, s.Type.Name)
		}
		d.p("%s.%s = %s", x, h.Name, d.zero(h.Type))
	}
	for _, f := range s.Fields {
		if f.Kind == tags.KindStruct {
			d.forget(f.elem, x+"."+f.Name)
		}
	}
}

// failed writes what follows from a helper's answer.
func (d *decoding) failed(n, bad string) {
	if d.short != d.fail {
		d.p("if %s == -2 {\n%s\n}", n, d.short)
	}
	d.p("if %s %s {\n%s\n}", n, bad, d.fail)
}

// call writes the call of the function for a struct that stands at the position.
func (d *decoding) call(s *Struct, ptr, end string, bounded bool) string {
	h := d.take(s, bounded)
	if h.why != "" {
		d.cannot("%s", h.why)
	}
	args := []string{ptr}
	from := d.here()
	if s.customs() {
		from, to := plus(d.start, from), plus(d.start, end)
		args = append(args, d.layer, from, to)
	} else {
		part := d.buf
		if from != "0" || end != "len("+d.buf+")" {
			part = fmt.Sprintf("%s[%s:%s]", d.buf, strings.TrimPrefix(from, "0"), strings.TrimPrefix(end, "len("+d.buf+")"))
		}
		args = append(args, part)
	}
	if s.outer != nil {
		args = append(args, d.x)
		n := 0
		for o := s.outer.outer; o != nil; o = o.outer {
			args = append(args, d.ups[n])
			n++
		}
	}
	if s.opens() && !bounded {
		args = append(args, d.openness())
	}
	return h.name + "(" + strings.Join(args, ", ") + ")"
}

func (d *decoding) openness() string {
	if d.open.name != "" {
		d.openUsed = true
		return d.open.name
	}
	return fmt.Sprint(d.open.value)
}

func plus(a, b string) string {
	switch {
	case a == "0":
		return b
	case b == "0":
		return a
	}
	return a + "+" + b
}

// take returns the function that decodes a struct inside others: it takes the
// bytes from the struct's start to its limit, and returns how many the struct takes, -1
// if something is wrong, -2 if it is that there are too few.
func (f *file) take(s *Struct, bounded bool) *helper {
	key := s.key()
	if bounded {
		key += " bounded"
	}
	if h := f.takes[key]; h != nil {
		if h.busy {
			h.why = s.Type.Name + " contains itself"
		}
		return h
	}
	suffix := ""
	if bounded {
		suffix = "All"
	}
	h := &helper{name: f.fresh("take", s, suffix), busy: true}
	f.takes[key] = h
	w := f.fn()
	w.part(s)
	for _, n := range []string{"x", "b", "s", "start", "limit", "open"} {
		w.locals[n] = true
	}
	d := &decoding{fn: w, names: names{s: s, x: "x"}, buf: "b", fail: "return -1", short: "return -2", nested: true}
	d.bounded.value = bounded
	params := d.params(s)
	d.begin()
	w.p("\nfunc %s(%s) int {", h.name, params)
	if s.customs() {
		w.p("s := b[start:limit]")
	}
	d.groups(s.header())
	d.filled()
	w.p("return %s\n}", d.here())
	h.busy = false
	if h.why == "" {
		h.why = w.why
	}
	if h.why == "" {
		f.funcs = append(f.funcs, w.text.String())
	}
	return h
}

// params are the parameters of the function that decodes s, whose names decoding then uses.
func (d *decoding) params(s *Struct) string {
	params := []string{"x *" + d.typ(s.Type), "b []byte"}
	if s.customs() {
		d.layer, d.start, d.buf = "b", "start", "s"
		params = append(params, "start, limit int")
	}
	for o := s.outer; o != nil; o = o.outer {
		up := d.local("up")
		d.ups = append(d.ups, up)
		params = append(params, up+" *"+d.typ(o.Type))
	}
	d.open = fact{value: !d.bounded.value}
	if s.opens() && !d.bounded.value {
		d.open.name, d.openUsed = "open", true
		params = append(params, "open bool")
	}
	return strings.Join(params, ", ")
}

// union writes the code for an interface: the members that are decoded, and the bytes.
func (d *decoding) union(f *Field, end string) {
	to := d.x + "." + f.Name
	open := d.open
	if f.slot != nil {
		d.open = fact{}
	}
	d.p("switch %s {", d.selector(f))
	for _, m := range f.members {
		var cases []string
		for _, v := range m.values {
			if fits(v, f.target.Type.Bits) {
				cases = append(cases, fmt.Sprint(v))
			}
		}
		if cases == nil {
			continue
		}
		typ, v := d.typ(m.typ.Type), d.local("m")
		d.p("case %s:\n%s, _ := %s.(*%s)\nif %s == nil {\n%s = new(%s)\n%s = %s\n}", strings.Join(cases, ", "), v, to, typ, v, v, typ, to, v)
		d.forget(m.typ, v)
		d.p("if %s != %s {\n%s\n}", d.call(m.typ, v, end, true), diff(end, d.here()), d.fail)
	}
	d.p("default:\n%s = %s(%s[%s:%s:%s])\n}", to, d.typ(f.Raw), d.buf, d.here(), end, end)
	d.open = open
	d.moveTo(end)
}

func diff(end, from string) string {
	if from == "0" {
		return end
	}
	return end + "-" + paren(from)
}

// selector writes the value that selects a union's member.
func (d *decoding) selector(f *Field) string {
	v := d.vals[f.target]
	if v == "" {
		v = d.x + "." + f.target.Name
	}
	if f.target.Type.Kind == "bool" {
		return d.use(codecPath, "codec") + ".Bit(bool(" + v + "))"
	}
	return d.unsigned(f.target.Type, v, false)
}

// simple reports whether a struct is written into the loop over a list of it.
func (s *Struct) simple() bool {
	return len(s.Fields) <= 8 && s.outer == nil && !slices.ContainsFunc(s.Fields, func(f *Field) bool {
		return !f.fixed() && f.Kind != tags.KindBytes && f.Kind != tags.KindNone
	})
}
