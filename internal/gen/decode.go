package gen

import (
	"fmt"
	"strings"

	"github.com/wiretag/wiretag/tags"
)

// fact is something that is known when code is generated, or held in a variable.
type fact struct {
	value bool
	name  string // of the variable, "" if value is known
}

// decoding is the state of writing the code that decodes one struct.
type decoding struct {
	*fn
	names
	fail     string // statement that gives up
	short    string // the same where bytes are missing
	buf      string // variable with the bytes from the struct's start to its limit
	at       int    // position in buf, -1 if it is not known now
	late     string // expression for it then, where no variable holds it
	pos      string // the variable, "" if there is none yet
	layer    string // variable with the layer's bytes, for custom fields
	start    string // where buf starts in them
	bounded  fact   // the struct has a length of its own: it must fill it
	open     fact   // the limit is the end of the data
	opens    bool   // open matters
	openUsed bool
	nested   bool
	locals2  []*Field // fields whose value a variable holds inside the group being written
	refs     map[*Field]bool
	slots    map[*Field]string // variables with measured lengths and counts
	end      string            // variables for the extent, "" if it follows from the data
	cut      string
	claim    string
}

// decodeRoot writes the decode function of a layer.
func (f *file) decodeRoot(s *Struct) (name, why string) {
	for _, t := range s.trailers() {
		if t.Len != nil || t.Count != "" {
			return "", fmt.Sprintf("%s is a length in a trailer", t.Name)
		}
		if t.Pad > 0 {
			return "", fmt.Sprintf("%s is padding behind the payload", t.Name)
		}
	}
	name = f.fresh("decode", s, "")
	w := f.fn()
	for _, n := range []string{"x", "b", "s"} {
		w.locals[n] = true
	}
	codec := w.use(codecPath, "codec")
	d := &decoding{fn: w, names: names{s: s, x: "x"}, buf: "b", fail: "return " + codec + ".Extent{}, false", layer: "b", start: "0"}
	d.short = d.fail
	d.open = fact{value: true}
	d.begin()
	w.p("\nfunc %s(x *%s, b []byte) (%s.Extent, bool) {", name, s.Type.Name, codec)
	if s.narrows() {
		w.p("s := b")
		d.buf = "s"
	}
	d.extentVars()
	d.groups(s.header())
	d.filled()
	d.extent(codec)
	w.p("}")
	if w.why != "" {
		return "", w.why
	}
	f.funcs = append(f.funcs, w.text.String())
	return name, ""
}

// begin prepares the state for a struct's fields.
func (d *decoding) begin() {
	d.refs, d.vals, d.slots = map[*Field]bool{}, map[*Field]string{}, map[*Field]string{}
	d.opens = d.s.opens()
	for _, f := range d.s.Fields {
		f.If.Fields(func(e *tags.Expr) {
			if g := f.in.operand(e); g != nil && e.Up == 0 {
				d.refs[g] = true
			}
		})
		if f.Const != nil || f.Len != nil || f.Count != "" {
			d.refs[f] = true
		}
		if f.Kind == tags.KindUnion {
			d.refs[f.target] = true
		}
	}
}

// narrows reports whether a length of the struct narrows its own bytes.
func (s *Struct) narrows() bool {
	for _, f := range s.Fields {
		if f.Len != nil && f.Len.Relative() && f.Len.Of != "payload" {
			return true
		}
	}
	return false
}

// opens reports whether it matters for the struct if its limit is the end of the data.
func (s *Struct) opens() bool { return s.anywhere(map[*Struct]bool{}, (*Field).endless) }

// endless: a list that must come to its last element unless a length bounds it.
func (f *Field) endless() bool {
	return (f.Last != nil || f.Until != nil) && f.slot == nil && f.counted == nil
}

// customs reports whether the struct holds fields that decode themselves.
func (s *Struct) customs() bool {
	return s.anywhere(map[*Struct]bool{}, func(f *Field) bool {
		return f.Kind == tags.KindCustom || f.Item == tags.KindCustom && f.Kind == tags.KindList
	})
}

func (s *Struct) anywhere(seen map[*Struct]bool, is func(*Field) bool) bool {
	if seen[s] {
		return false
	}
	seen[s] = true
	for _, f := range s.Fields {
		if is(f) || (f.elem != nil && f.elem.anywhere(seen, is)) {
			return true
		}
		for _, m := range f.members {
			if m.typ.anywhere(seen, is) {
				return true
			}
		}
	}
	return false
}

// extentVars declares what the lengths of a layer's parts are kept in.
func (d *decoding) extentVars() {
	for _, f := range d.s.Fields {
		if f.Len == nil {
			continue
		}
		switch of := f.Len.Of; {
		case (of == "packet" || of == "rest") && d.end == "":
			d.end = d.local("end")
			d.p("%s := len(b)", d.end)
		case of == "payload" && d.claim == "":
			d.claim = d.local("claim")
			d.p("%s := -1", d.claim)
		}
	}
	if len(d.s.trailers()) > 0 && d.end == "" || d.claim != "" && d.end == "" {
		d.end = d.local("end")
		d.p("%s := len(b)", d.end)
	}
	if d.s.narrowsPacket() || d.claim != "" || d.s.hasPayloadLength() {
		d.cut = d.local("cut")
		d.p("%s := false", d.cut)
	}
}

func (s *Struct) narrowsPacket() bool {
	for _, f := range s.Fields {
		if f.Len != nil && (f.Len.Of == "packet" || f.Len.Of == "rest") {
			return true
		}
	}
	return false
}

func (s *Struct) hasPayloadLength() bool { return s.has("PayloadLength") && s.has("FixPayloadLength") }

// here is the position as an expression.
func (d *decoding) here() string {
	switch {
	case d.at >= 0:
		return fmt.Sprint(d.at)
	case d.late != "":
		return d.late
	}
	return d.pos
}

// variable makes sure that a variable holds the position.
func (d *decoding) variable() string {
	now := d.here()
	switch {
	case d.pos == "":
		d.pos = d.local("at")
		d.p("%s := %s", d.pos, now)
	case now != d.pos:
		d.p("%s = %s", d.pos, now)
	}
	d.at, d.late = -1, ""
	return d.pos
}

// moveTo sets the position to an expression.
func (d *decoding) moveTo(expr string) { d.at, d.late = -1, expr }

// groups writes the code for fields, those with the same condition together.
func (d *decoding) groups(fields []*Field) {
	all := groups(fields)
	for i, g := range all {
		if g[0].If == nil {
			d.straight(g)
			continue
		}
		d.conditional(g, i == len(all)-1)
	}
}

// conditional writes the code for fields that may not be there.
func (d *decoding) conditional(g group, last bool) {
	static := d.at
	d.variable()
	d.at = static
	bounded, open := d.bounded, d.open
	last = last && bounded.name == "" && open.name == ""
	d.declare(g, last)
	d.p("if %s {", d.boolean(&d.names, g[0].If))
	d.locals2 = nil
	d.straight(g)
	for _, f := range d.locals2 {
		delete(d.vals, f)
	}
	if last {
		d.filled()
		d.bounded, d.open = bounded, open
	}
	d.variable()
	d.p("} else {")
	for _, f := range g {
		d.clear(f)
	}
	d.p("}")
}

// declare declares in front of a condition what the fields behind it set.
func (d *decoding) declare(g group, last bool) {
	for _, f := range g {
		if (f.Len != nil || f.Count != "") && f.target != nil && d.slots[f.target] == "" {
			d.slots[f.target] = d.fieldLocal(f.target, "n")
			d.p("var %s int", d.slots[f.target])
		}
		switch {
		case f.Len == nil || !f.Len.Relative() || f.Len.Of == "payload" || last:
		case f.Len.Of == "packet" || (f.Len.Of == "rest" && !d.nested):
			d.flag(&d.open, "open", d.opens)
		default:
			d.flags()
		}
	}
}

// flags keeps in variables from now on what has been known.
func (d *decoding) flags() {
	d.flag(&d.bounded, "bounded", true)
	d.flag(&d.open, "open", d.opens)
}

func (d *decoding) flag(f *fact, name string, matters bool) {
	if f.name == "" && matters {
		f.name = d.local(name)
		d.p("%s := %t", f.name, f.value)
	}
}

func (d *decoding) set(f *fact, v bool) {
	if f.name != "" {
		d.p("%s = %t", f.name, v)
	}
	f.value = v
}

// straight writes the code for fields without looking at their conditions.
func (d *decoding) straight(fields []*Field) {
	for i := 0; i < len(fields); {
		j := i
		for j < len(fields) && fields[j].fixed() {
			j++
		}
		if j > i {
			d.block(fields[i:j])
			i = j
			continue
		}
		d.vary(fields[i])
		i++
	}
}

// clear sets a field that is not there to zero.
func (d *decoding) clear(f *Field) {
	to := d.x + "." + f.Name
	if f.Kind == tags.KindList {
		d.p("%s = %s[:0]", to, to)
		return
	}
	if f.Kind == tags.KindAddr {
		d.p("%s = %s.Addr{}", to, d.use("net/netip", "netip"))
		return
	}
	d.p("%s = %s", to, d.zero(f.Type))
}

// filled checks that a struct with a length has taken it all.
func (d *decoding) filled() {
	if d.open.name != "" && !d.openUsed {
		d.p("_ = %s", d.open.name)
	}
	here := d.here()
	switch {
	case d.bounded.name != "":
		d.p("if %s && %s != len(%s) {\n%s\n}", d.bounded.name, here, d.buf, d.fail)
	case d.bounded.value && here != "len("+d.buf+")":
		d.p("if %s != len(%s) {\n%s\n}", here, d.buf, d.fail)
	}
}

func paren(e string) string {
	if strings.ContainsAny(e, "+-") {
		return "(" + e + ")"
	}
	return e
}
