package gen

import (
	"fmt"
	"strings"

	"github.com/wiretag/wiretag/tags"
)

// names is where the fields in a condition are found.
type names struct {
	s    *Struct
	x    string            // the struct
	ups  []string          // those around it, the nearest first
	vals map[*Field]string // variables that hold what the fields do
}

// boolean writes a condition.
func (w *fn) boolean(n *names, e *tags.Expr) string {
	switch e.Op {
	case tags.OpConst:
		return fmt.Sprintf("%d != 0", e.Value)
	case tags.OpField:
		text, t := w.field(n, e)
		if t == nil || t.Kind == "bool" {
			return text
		}
		return text + " != 0"
	case tags.OpNot:
		text := w.boolean(n, e.X)
		if e.X.Op == tags.OpField && !strings.Contains(text, " ") {
			return "!" + text
		}
		return "!(" + text + ")"
	case tags.OpOr:
		return w.boolean(n, e.X) + " || " + w.boolean(n, e.Y)
	case tags.OpAnd:
		return w.factor(n, e.X) + " && " + w.factor(n, e.Y)
	case tags.OpMask:
		return w.number(n, e) + " != 0"
	}
	return w.comparison(n, e)
}

// factor writes an operand of &&.
func (w *fn) factor(n *names, e *tags.Expr) string {
	if e.Op == tags.OpOr {
		return "(" + w.boolean(n, e) + ")"
	}
	return w.boolean(n, e)
}

var comparisons = map[tags.Op]string{tags.OpEq: "==", tags.OpNe: "!=", tags.OpLt: "<", tags.OpGt: ">", tags.OpLe: "<=", tags.OpGe: ">="}

// comparison compares a field with a constant in the field's own type if it can, else as
// 64-bit numbers.
func (w *fn) comparison(n *names, e *tags.Expr) string {
	if e.Y.Op == tags.OpConst {
		x, mask, masked := e.X, uint64(0), false
		if x.Op == tags.OpMask && x.Y.Op == tags.OpConst {
			x, mask, masked = x.X, x.Y.Value, true
		}
		if x.Op == tags.OpField {
			text, t := w.field(n, x)
			switch {
			case t != nil && t.Kind == "bool" && !masked && e.Y.Value <= 1 && (e.Op == tags.OpEq || e.Op == tags.OpNe):
				if (e.Op == tags.OpEq) == (e.Y.Value == 1) {
					return text
				}
				return "!" + text
			case t != nil && strings.HasPrefix(t.Kind, "uint") && fits(e.Y.Value, t.Bits) && fits(mask, t.Bits):
				if masked {
					text = fmt.Sprintf("%s&%#x", text, mask)
				}
				return fmt.Sprintf("%s %s %d", text, comparisons[e.Op], e.Y.Value)
			}
		}
	}
	return w.number(n, e.X) + " " + comparisons[e.Op] + " " + w.number(n, e.Y)
}

func fits(v uint64, bits int) bool { return bits >= 64 || v>>bits == 0 }

// number writes an expression as an uint64.
func (w *fn) number(n *names, e *tags.Expr) string {
	switch e.Op {
	case tags.OpConst:
		return fmt.Sprint(e.Value)
	case tags.OpMask:
		return w.number(n, e.X) + "&" + w.number(n, e.Y)
	case tags.OpField:
		text, t := w.field(n, e)
		if t != nil && t.Kind != "bool" {
			return w.unsigned(t, text, true)
		}
		return w.use(codecPath, "codec") + ".Bit(" + text + ")"
	}
	return w.use(codecPath, "codec") + ".Bit(" + w.boolean(n, e) + ")"
}

// unsigned writes an integer as the unsigned number that has its bits: an
// uint64, or the type of its size.
func (w *fn) unsigned(t *Type, text string, wide bool) string {
	size := fmt.Sprintf("uint%d", t.Bits)
	if strings.HasPrefix(t.Kind, "int") || !wide {
		if !t.is(size) {
			text = size + "(" + text + ")"
		}
		if !wide || t.Bits == 64 {
			return text
		}
		return "uint64(" + text + ")"
	}
	if t.is("uint64") {
		return text
	}
	return "uint64(" + text + ")"
}

// field writes the field or method that a condition names; the type is nil for methods.
func (w *fn) field(n *names, e *tags.Expr) (string, *Type) {
	s, x := n.s, n.x
	for i := range e.Up {
		s, x = s.outer, n.ups[i]
	}
	f := s.field(e.Name)
	if f == nil {
		return x + "." + e.Name + "()", nil
	}
	if v := n.vals[f]; v != "" && e.Up == 0 {
		return v, f.Type
	}
	return x + "." + f.Name, f.Type
}
