package gen

import (
	"fmt"
	"strings"
)

// extent writes the end of a layer's function: where payload and trailer are.
func (d *decoding) extent(codec string) {
	trailers := d.s.trailers()
	header := d.here()
	if d.end == "" && d.cut == "" {
		if header == "len(b)" {
			d.p("return %s.Extent{Header: len(b)}, true", codec)
			return
		}
		d.p("return %s.Extent{Header: %s, Payload: len(b) - %s}, true", codec, header, paren(header))
		return
	}
	if strings.Contains(header, "len(") {
		header = d.variable()
	}
	end := d.end
	if end == "" {
		end = "len(b)"
	}
	if d.s.narrowsPacket() {
		d.p("if %s < %s {\n%s\n}", end, header, d.fail)
	}
	trailer := d.trailerWidth(trailers)
	if d.claim != "" {
		want := header + " + " + d.claim
		if trailer != "0" {
			want += " + " + trailer
		}
		v := d.local("want")
		d.p("if %s >= 0 {\nif %s := %s; %s > %s {\n%s = true\n} else {\n%s = %s\n}\n}", d.claim, v, want, v, end, d.cut, end, v)
	}
	if trailer != "0" {
		d.p("if %s-%s < %s {\n%s\n}", end, paren(header), trailer, d.fail)
	}
	payload := fmt.Sprintf("%s - %s", end, paren(header))
	if trailer != "0" {
		payload += " - " + trailer
	}
	if d.s.hasPayloadLength() {
		n, v, ok := d.local("payload"), d.local("n"), d.local("ok")
		d.p("%s := %s", n, payload)
		d.p("if %s, %s := x.PayloadLength(%s); %s {", v, ok, n, ok)
		d.p("if %s < 0 || %s > %s {\n%s = true\n%s = %s\n}\n%s = %s\n}", v, v, n, d.cut, v, n, n, v)
		payload = n
	}
	if trailer != "0" {
		payload = d.trailerFields(trailers, header, payload, trailer)
	}
	ext := fmt.Sprintf("Header: %s, Payload: %s", header, payload)
	if trailer != "0" {
		ext += ", Trailer: " + trailer
	}
	if d.cut != "" {
		ext += ", Cut: " + d.cut
	}
	d.p("return %s.Extent{%s}, true", codec, ext)
}

// trailerWidth returns an expression for the bytes of the trailers.
func (d *decoding) trailerWidth(trailers []*Field) string {
	sum, v := 0, ""
	for _, f := range trailers {
		if f.If == nil {
			sum += f.Width / 8
		}
	}
	for _, f := range trailers {
		if f.If == nil {
			continue
		}
		if v == "" {
			v = d.local("trailer")
			d.p("%s := %d", v, sum)
		}
		d.p("if %s {\n%s += %d\n}", d.boolean(&d.names, f.If), v, f.Width/8)
	}
	if v == "" {
		return fmt.Sprint(sum)
	}
	return v
}

// trailerFields decodes the fields behind the payload, and returns the variable for its length.
func (d *decoding) trailerFields(trailers []*Field, header, payload, width string) string {
	n := payload
	if strings.Contains(n, " ") {
		n = d.local("payload")
		d.p("%s := %s", n, payload)
	}
	t := *d
	t.buf = d.local("t")
	t.at, t.late, t.pos = 0, "", ""
	d.p("%s := b[%s:][:%s]", t.buf, plus(header, n), width)
	t.groups(trailers)
	if t.pos != "" {
		d.p("_ = %s", t.pos)
	}
	return n
}
