package bpf

import (
	"errors"
	"fmt"
	"strconv"
)

// Why an expression is refused, for errors.Is.
var (
	ErrSyntax     = errors.New("syntax error")
	ErrLiteral    = errors.New("malformed number or address")
	ErrRange      = errors.New("value out of range")
	ErrQualifier  = errors.New("qualifier does not apply")
	ErrLinkType   = errors.New("not supported for this link type")
	ErrName       = errors.New("unknown name")
	ErrArithmetic = errors.New("impossible arithmetic")
	ErrLiveOnly   = errors.New("only for live captures")
	ErrLimit      = errors.New("expression too large")
)

// Error says why an expression cannot be compiled, and where in it.
type Error struct {
	Expr   string // the whole expression
	Offset int    // byte in Expr that the error is about; len(Expr) at its end
	Token  string // what stands there, as it is written; empty at the end
	Want   string // what is expected there; empty where nothing in particular is
	Detail string // what is wrong, when that is not the token as such
	Err    error  // one of the errors of this package
}

// Error gives the place, the error and what was expected, as in
// `filter, byte 4: syntax error at "prot": expected an address, a name or a number`.
func (e *Error) Error() string {
	s := fmt.Sprintf("filter, byte %d: %v", e.Offset, e.Err)
	if e.Detail != "" {
		s += ": " + e.Detail
	} else if e.Token != "" {
		s += " at " + strconv.Quote(e.Token)
	} else {
		s += " at the end"
	}
	if e.Want != "" {
		s += ": expected " + e.Want
	}
	return s
}

// Unwrap gives the reason.
func (e *Error) Unwrap() error { return e.Err }
