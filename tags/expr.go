package tags

import (
	"fmt"
	"strconv"
	"strings"
)

// Op is the operation of an [Expr].
type Op uint8

// The operations, those that bind more loosely first.
const (
	OpConst Op = iota
	OpField
	OpNot
	OpOr
	OpAnd
	OpEq
	OpNe
	OpLt
	OpGt
	OpLe
	OpGe
	OpMask
)

var opText = [...]string{OpOr: "||", OpAnd: "&&", OpEq: "==", OpNe: "!=", OpLt: "<", OpGt: ">", OpLe: "<=", OpGe: ">=", OpMask: "&"}

// Expr is a condition over fields: a closed form that is compiled once.
// A value is true when it is not zero.
type Expr struct {
	Op    Op
	Value uint64 // OpConst
	Up    int    // OpField: how many structs outwards the field stands (^Name is 1)
	Name  string // OpField: a field, or a bool method without arguments
	X, Y  *Expr

	// Field is the field that Name stands for, set when the struct is checked.
	// It is nil where Name is a method.
	Field *Field
}

// ParseExpr parses a condition.
func ParseExpr(s string) (*Expr, error) {
	p := exprParser{s: s}
	e := p.binary(0)
	p.space()
	if p.err == nil && p.at < len(s) {
		p.fail("unexpected %q", s[p.at:])
	}
	if p.err != nil {
		return nil, p.err
	}
	return e, nil
}

type exprParser struct {
	s    string
	at   int
	deep int
	err  error
}

func (p *exprParser) fail(format string, args ...any) {
	if p.err == nil {
		p.err = fmt.Errorf("condition at %d: "+format, append([]any{p.at}, args...)...)
	}
}

func (p *exprParser) space() {
	for p.at < len(p.s) && p.s[p.at] == ' ' {
		p.at++
	}
}

// levels holds the operators of each precedence, the loosest first; within a
// level longer ones come first.
var levels = [...][]Op{{OpOr}, {OpAnd}, {OpEq, OpNe, OpLe, OpGe, OpLt, OpGt}, {OpMask}}

func (p *exprParser) binary(level int) *Expr {
	if level == len(levels) {
		return p.unary()
	}
	x := p.binary(level + 1)
	for p.err == nil {
		op, ok := p.operator(levels[level])
		if !ok {
			break
		}
		x = &Expr{Op: op, X: x, Y: p.binary(level + 1)}
	}
	return x
}

func (p *exprParser) operator(ops []Op) (Op, bool) {
	p.space()
	for _, op := range ops {
		t := opText[op]
		if !strings.HasPrefix(p.s[p.at:], t) || (op == OpMask && strings.HasPrefix(p.s[p.at:], "&&")) {
			continue
		}
		p.at += len(t)
		return op, true
	}
	return 0, false
}

func (p *exprParser) unary() *Expr {
	p.space()
	if p.deep++; p.deep > 50 {
		p.fail("nested too deeply")
		return nil
	}
	defer func() { p.deep-- }()
	rest := p.s[p.at:]
	switch {
	case rest == "":
		p.fail("want a field or a number")
		return nil
	case rest[0] == '!':
		p.at++
		return &Expr{Op: OpNot, X: p.unary()}
	case rest[0] == '(':
		p.at++
		e := p.binary(0)
		p.space()
		if p.at >= len(p.s) || p.s[p.at] != ')' {
			p.fail("want )")
			return nil
		}
		p.at++
		return e
	case '0' <= rest[0] && rest[0] <= '9':
		n := len(rest) - len(strings.TrimLeft(rest, "0123456789abcdefABCDEFxX_"))
		v, err := strconv.ParseUint(rest[:n], 0, 64)
		if err != nil {
			p.fail("bad number %q", rest[:n])
		}
		p.at += n
		return &Expr{Op: OpConst, Value: v}
	}
	return p.field(rest)
}

func (p *exprParser) field(rest string) *Expr {
	up := len(rest) - len(strings.TrimLeft(rest, "^"))
	n := up
	for n < len(rest) && (isName(rest[n:n+1]) || (n > up && digits(rest[n:n+1]))) {
		n++
	}
	if n == up {
		p.fail("unexpected %q", rest)
		return nil
	}
	p.at += n
	return &Expr{Op: OpField, Up: up, Name: rest[up:n]}
}

// String gives the condition's text with the fewest parentheses.
func (e *Expr) String() string { return e.text(0) }

func (e *Expr) text(outer int) string {
	switch e.Op {
	case OpConst:
		return strconv.FormatUint(e.Value, 10)
	case OpField:
		return strings.Repeat("^", e.Up) + e.Name
	case OpNot:
		return "!" + e.X.text(len(levels))
	}
	level := map[Op]int{OpOr: 0, OpAnd: 1, OpMask: 3}
	l, ok := level[e.Op]
	if !ok {
		l = 2
	}
	s := e.X.text(l) + opText[e.Op] + e.Y.text(l+1)
	if l < outer {
		return "(" + s + ")"
	}
	return s
}

// Fields calls yield for every field reference in e.
func (e *Expr) Fields(yield func(*Expr)) {
	switch {
	case e == nil:
	case e.Op == OpField:
		yield(e)
	default:
		e.X.Fields(yield)
		e.Y.Fields(yield)
	}
}

// Equal reports whether two conditions have the same text.
func (e *Expr) Equal(f *Expr) bool {
	if e == nil || f == nil {
		return e == f
	}
	return e.String() == f.String()
}
