package gen

import (
	"fmt"
	"strings"

	"github.com/wiretag/wiretag/tags"
)

// list writes the loop over structs or custom fields.
func (d *decoding) list(f *Field, end string) {
	if f.Item == tags.KindCustom && f.Fit {
		d.use(codecPath, "codec")
	}
	to, elem := d.x+"."+f.Name, d.typ(f.Type.Elem)
	list, i, e := d.local("list"), d.local("i"), d.local("e")
	open := d.open
	if f.slot != nil {
		d.open = fact{}
	}
	at := d.variable()
	d.p("%s, %s := %s[:cap(%s)], 0", list, i, to, to)
	switch {
	case f.counted != nil:
		d.p("for %s < %s {", i, d.slots[f])
	case f.Last != nil && !f.Fit && (d.open.name != "" || d.open.value):
		d.p("for {\nif %s == %s {", at, end)
		if d.open.name != "" {
			d.p("if %s {\n%s\n}\nbreak\n}", d.openness(), d.short)
		} else {
			d.p("%s\n}", d.short)
		}
	default:
		d.p("for %s < %s {", at, end)
	}
	d.p("if %s == len(%s) {\n%s = append(%s, %s)\n%s = %s[:cap(%s)]\n%s = %s\n}", i, list, list, list, d.zero(f.Type.Elem), list, list, list, to, list)
	d.p("%s := &%s[%s]", e, list, i)
	if f.elem != nil {
		d.forget(f.elem, e)
	}
	var last names
	if f.elem != nil && f.elem.simple() && !f.Fit {
		last = d.inline(f, e, at, end)
	} else {
		d.element(f, e, at, end)
		last = names{s: f.elem, x: e, ups: append([]string{d.x}, d.ups...)}
	}
	d.p("%s++", i)
	if f.Last != nil {
		d.p("if %s {\nbreak\n}", d.boolean(&last, f.Last))
	}
	d.p("}")
	d.p("%s = %s[:%s]", to, to, i)
	d.open = open
	if f.slot != nil {
		d.p("if %s != %s {\n%s\n}", at, end, d.fail)
	}
	_ = elem
}

// element writes the call that decodes an element.
func (d *decoding) element(f *Field, e, at, end string) {
	n := d.local("n")
	if f.Item == tags.KindCustom {
		err := d.local("err")
		d.p("%s, %s := %s", n, err, d.decodeField(e, at, end))
		if f.Fit {
			d.p("if %s == %s.ErrTruncated {\nbreak\n}", err, d.use(codecPath, "codec"))
		}
		d.p("if %s != nil || %s <= 0 || %s > %s-%s {\n%s\n}", err, n, n, end, at, d.fail)
	} else {
		d.p("%s := %s", n, d.call(f.elem, e, end, false))
		if f.Fit {
			d.p("if %s == -2 {\nbreak\n}\nif %s <= 0 {\n%s\n}", n, n, d.fail)
		} else {
			d.failed(n, "<= 0")
		}
	}
	d.p("%s += %s", at, n)
}

// inline writes the code that decodes an element into the loop.
func (d *decoding) inline(f *Field, e, at, end string) names {
	buf := d.local("s")
	limit := end
	if end == "len("+d.buf+")" {
		limit = ""
	}
	d.p("%s := %s[%s:%s]", buf, d.buf, at, limit)
	sub := &decoding{fn: d.fn, names: names{s: f.elem, x: e}, buf: buf, fail: d.fail, short: d.short, nested: true, open: fact{value: true}}
	sub.begin()
	sub.groups(f.elem.header())
	sub.filled()
	taken := sub.here()
	if f.elem.MinBits < 8 {
		d.p("if %s == 0 {\n%s\n}", taken, d.fail)
	}
	d.p("%s += %s", at, taken)
	return sub.names
}

// items writes the loop over elements of a fixed width.
func (d *decoding) items(f *Field, end string) {
	size := f.Each / 8
	to, here := d.x+"."+f.Name, d.here()
	n, list, i, r := d.local("n"), d.local("list"), d.local("i"), d.local("r")
	have := diff(end, here)
	d.p("%s := %s", r, part(d.buf, here, end))
	whole := "len(" + r + ")"
	_ = have
	if size > 1 {
		whole += fmt.Sprintf(" / %d", size)
	}
	d.p("%s := %s", n, whole)
	switch {
	case f.counted != nil && f.Fit:
		d.p("%s = min(%s, %s)", n, n, d.slots[f])
	case f.counted != nil:
		d.p("if %s > %s {\n%s\n}\n%s = %s", d.slots[f], n, d.short, n, d.slots[f])
	case f.Until != nil:
		d.until(f, n, r)
	case !f.Fit && size > 1:
		d.p("if len(%s)%%%d != 0 {\n%s\n}", r, size, d.fail)
	}
	d.p("%s := %s.Grow(%s[:0], %s)[:%s]", list, d.use("slices", "slices"), to, n, n)
	d.p("for %s := range %s {", i, list)
	d.p("%s[%s] = %s", list, i, d.item(f, r))
	d.p("%s = %s[%d:]\n}", r, r, size)
	d.p("%s = %s", to, list)
	next := fmt.Sprintf("%s + %s*%d", here, n, size)
	if size == 1 {
		next = fmt.Sprintf("%s + %s", here, n)
	}
	d.moveTo(strings.TrimPrefix(next, "0 + "))
	d.variable()
}

func part(buf, from, to string) string {
	if to == "len("+buf+")" {
		to = ""
	}
	if from == "0" {
		from = ""
	}
	return fmt.Sprintf("%s[%s:%s]", buf, from, to)
}

// until writes the search for the element that ends a list.
func (d *decoding) until(f *Field, n, r string) {
	size := f.Each / 8
	i := d.local("i")
	h, found := d.local("h"), d.local("found")
	d.p("%s := false", found)
	d.p("for %s, %s := 0, %s; %s < %s; %s++ {", i, h, r, i, n, i)
	expr, typ := d.load(h, 0, f.Each, f.LE)
	if !fits(*f.Until, map[string]int{"uint8": 8, "uint16": 16, "uint32": 32, "uint64": 64}[typ]) {
		d.cannot("until=%d does not fit into its element", *f.Until)
	}
	d.p("if %s == %d {\n%s, %s = %s+1, true\nbreak\n}\n%s = %s[%d:]\n}", expr, *f.Until, n, found, i, h, h, size)
	switch {
	case f.slot != nil:
		d.p("if %s && len(%s) != %s*%d {\n%s\n}", found, r, n, size, d.fail)
	case d.open.name != "":
		d.p("if !%s && %s {\n%s\n}", found, d.openness(), d.short)
	case d.open.value:
		d.p("if !%s {\n%s\n}", found, d.short)
	default:
		d.p("_ = %s", found)
	}
}

// item writes the expression for the element at the start of r.
func (d *decoding) item(f *Field, r string) string {
	t := f.Type.Elem
	switch f.Item {
	case tags.KindArray:
		d.plainBytes(f)
		return fmt.Sprintf("%s(%s[:%d])", d.typ(t), r, f.Each/8)
	case tags.KindAddr:
		netip := d.use("net/netip", "netip")
		if f.Each == 32 {
			return fmt.Sprintf("%s.AddrFrom4([4]byte(%s[:4]))", netip, r)
		}
		return fmt.Sprintf("%s.AddrFrom16([16]byte(%s[:16]))", netip, r)
	}
	expr, typ := d.load(r, 0, f.Each, f.LE)
	if f.Item == tags.KindInt && f.Each < t.Bits {
		s := 64 - f.Each
		if typ != "uint64" || strings.Contains(expr, " ") {
			expr = "uint64(" + expr + ")"
		}
		return d.conv(t, fmt.Sprintf("int64(%s << %d) >> %d", expr, s, s), "int64")
	}
	return d.conv(t, expr, typ)
}
