package gen

import (
	"fmt"
	"strings"
)

// sumOf is how the code of a layer with an Internet checksum finds the sum of what
// it appends: the values of the fields at fixed places are added while they are
// written, because what was just written is slow to read; the rest is read.
type sumOf struct {
	name  string // variable: the sum so far
	adds  bool   // the first block is added while it is written
	begun bool   // the variable is declared
	at    string // variable: where the first block starts
	size  int    // its bytes
	more  bool   // other fields follow it
}

// beginSum decides how the sum is found.
func (e *encoding) beginSum() {
	s := &e.sum
	if e.in == nil || e.in.sum == nil {
		return
	}
	s.name = e.local("sum")
	n, bits, seen := 0, 0, false
	for _, f := range groups(e.s.header())[0] {
		if f.If != nil || !f.fixed() {
			break
		}
		if f.LE || (!f.integer() && f.Width != 32 && f.Width != 128) || f.Type.Kind == "array" || (e.patched(f) && f.initial() != 0) {
			return
		}
		n++
		bits += f.Width
		seen = seen || f == e.in.sum
	}
	s.adds, s.more = seen && bits%16 == 0, n < len(e.s.header())
}

// addParts adds the parts of a word that ends before byte end of the header. The checksum
// itself counts as zero. It returns the parts that are to be written.
func (e *encoding) addParts(fields []*Field, parts []string, bits, end int) []string {
	var added, out []string
	for i, f := range fields {
		if f == e.in.sum {
			out = append(out, parts[i])
		} else {
			added = append(added, parts[i])
		}
	}
	if added == nil {
		return parts
	}
	v := strings.Join(added, " | ")
	if strings.ContainsAny(v, "|<(&") {
		w := e.local("w")
		e.p("%s := %s", w, v)
		v = w
	}
	e.add(v, bits, end)
	return append([]string{v}, out...)
}

// add adds a value of some bits that ends before byte end of the header.
func (e *encoding) add(v string, bits, end int) {
	switch {
	case bits > 32 && end%2 != 0:
		v = fmt.Sprintf("(%s>>32 + %s&0xffffffff)", v, v)
	case bits > 32:
		v = fmt.Sprintf("%s>>32 + %s&0xffffffff", v, v)
	case !strings.HasPrefix(v, "uint64("):
		v = "uint64(" + v + ")"
	}
	if end%2 != 0 { // the low byte is the first of a word
		v += "<<8"
	}
	op := "+="
	if !e.sum.begun {
		e.sum.begun, op = true, ":="
	}
	e.p("%s %s %s", e.sum.name, op, v)
}
