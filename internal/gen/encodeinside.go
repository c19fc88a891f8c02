package gen

import (
	"fmt"
	"strings"

	"github.com/wiretag/wiretag/tags"
)

// inside is how the code of a layer encodes what stands inside it, and sets what
// depends on that.
type inside struct {
	next   *Field   // the only one that names the next layer, nil if there is none
	ports  []*Field // several of them
	length *Field   // of packet or payload, nil if there is none
	sum    *Field   // the checksum, nil if there is none
}

// inside returns nil where package codec has to do it: for everything but one length and one
// Internet checksum of 16 bits, which are always there and at the same place.
func (s *Struct) inside() *inside {
	in := &inside{}
	if len(s.trailers()) > 0 {
		return nil
	}
	for _, f := range s.header() {
		late := f.Len != nil && (f.Len.Of == "packet" || f.Len.Of == "payload" || f.Len.Of == "rest")
		if f.Next == "" && f.Sum == nil && !late {
			continue
		}
		if f.If != nil || f.LE || f.Offset < 0 || f.Kind != tags.KindUint || !in.add(f) {
			return nil
		}
	}
	if len(in.ports) == 1 {
		in.next, in.ports = in.ports[0], nil
		if f := in.next; f.Width != f.Type.Bits || f.Width > 16 || f.Offset%8 != 0 {
			return nil
		}
	}
	if in.sum != nil && s.has("FixPayloadLength") { // it would change what is covered
		return nil
	}
	return in
}

func (in *inside) add(f *Field) bool {
	even := f.Offset%16 == 0 && f.Width == 16
	switch {
	case f.Next != "":
		in.ports = append(in.ports, f)
		return f.Default == nil
	case f.Sum != nil:
		ok := in.sum == nil && f.Sum.Alg == "inet" && even
		in.sum = f
		return ok
	}
	ok := in.length == nil && f.Len.Of != "rest" && f.Len.Unit == 1 && f.Len.Bias == 0 && even
	in.length = f
	return ok
}

// finish writes the code for what is inside the layer.
func (e *encoding) finish() {
	in := e.in
	e.p("if in == nil {\nreturn dst, true\n}")
	header, seed, known := "", "", ""
	packetSum := in.sum != nil && in.sum.Sum.Range != "header"
	if packetSum && in.sum.Sum.Range == "pseudo" {
		seed, known = e.local("seed"), e.local("known")
		e.p("%s, %s := in.Seed()", seed, known)
	}
	if e.s.has("PseudoHeader") {
		e.p("%s.PseudoHeader(in.Network())", e.x)
	}
	if in.next != nil && in.next.Width == 8 {
		e.p("in.Reach(%s)", e.next)
	}
	if in.ports != nil {
		var zero []string
		for _, f := range in.ports {
			zero = append(zero, fmt.Sprintf("%s.%s == 0", e.x, f.Name))
		}
		e.p("if in.Names() && (%s) {\n%s\n}", strings.Join(zero, " || "), e.giveUp)
	}
	hook := e.s.has("FixPayloadLength")
	if hook || (in.length != nil && in.length.Len.Of == "payload") || (in.sum != nil && !packetSum && (e.sum.more || !e.sum.adds)) {
		header = e.local("header")
		e.p("%s := len(dst)", header)
	}
	if in.length == nil && in.sum == nil && !hook {
		e.p("return in.Append(dst)")
		return
	}
	ok := e.local("ok")
	e.p("var %s bool\nif dst, %s = in.Append(dst); !%s {\n%s\n}", ok, ok, ok, e.giveUp)
	if in.length != nil || hook {
		e.p("if derive&%s.Lengths != 0 {", e.codec)
		e.finishLength(header, hook)
		e.p("}")
	}
	if in.sum != nil {
		e.finishSum(header, seed, known)
	}
	e.p("return dst, true")
}

// finishLength writes the code that sets the length of packet or payload.
func (e *encoding) finishLength(header string, hook bool) {
	if f := e.in.length; f != nil {
		n := e.local("n")
		if f.Len.Of == "payload" {
			e.p("%s := len(dst) - %s", n, header)
		} else {
			e.p("%s := len(dst) - %s", n, e.start)
		}
		e.p("if %s > 0xffff {\n%s\n}", n, e.giveUp)
		e.p("%s.BigEndian.PutUint16(dst[%s+%d:], uint16(%s))", e.use("encoding/binary", "binary"), e.start, f.Offset/8, n)
		if e.sum.adds {
			e.p("%s += uint64(%s)", e.sum.name, n)
		}
	}
	if hook {
		e.p("if %s.FixPayloadLength(dst[%s:len(dst):len(dst)], %s-%s) != nil {\n%s\n}", e.x, e.start, header, e.start, e.giveUp)
	}
}

// finishSum writes the code that sets the checksum.
func (e *encoding) finishSum(header, seed, known string) {
	f, sum := e.in.sum, e.sum.name
	cond := fmt.Sprintf("derive&%s.Checksums != 0", e.codec)
	if known != "" {
		cond = known + " && " + cond
	}
	e.p("if %s {", cond)
	from := fmt.Sprintf("%s+%d", e.start, e.sum.size)
	if !e.sum.adds {
		e.p("%s := %s.AddWords(0, dst[%s:%s+%d])", sum, e.codec, e.start, e.start, f.Offset/8)
		from = fmt.Sprintf("%s+%d", e.start, f.Offset/8+2)
	}
	if seed != "" {
		e.p("%s += %s + uint64(len(dst)-%s)", sum, seed, e.start)
	}
	v := fmt.Sprintf("%s.Fold(%s)", e.codec, sum)
	switch {
	case f.Sum.Range != "header":
		v = fmt.Sprintf("%s.Fold(%s.AddWords(%s, dst[%s:]))", e.codec, e.codec, sum, from)
	case e.sum.more || !e.sum.adds:
		e.p("if %s > %s {\n%s = %s.AddWords(%s, dst[%s:%s])\n}", header, from, sum, e.codec, sum, from, header)
	}
	if f.Zero == "absent" {
		w := e.local("v")
		e.p("%s := %s\nif %s == 0 {\n%s = 0xffff\n}", w, v, w, w)
		v = w
	}
	e.p("%s.BigEndian.PutUint16(dst[%s+%d:], %s)", e.use("encoding/binary", "binary"), e.start, f.Offset/8, v)
	e.p("}")
}
