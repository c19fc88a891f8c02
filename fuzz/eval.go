package fuzz

import (
	"reflect"

	"github.com/wiretag/wiretag/tags"
)

// frame is a struct and those around it: where the names in a condition are looked up.
type frame struct {
	s  *tags.Schema
	v  reflect.Value
	up *frame
}

// has reports whether a condition holds. It is worked out here from the tags alone, not by the codec.
func (f *frame) has(e *tags.Expr) bool { return e == nil || f.eval(e) != 0 }

func (f *frame) eval(e *tags.Expr) uint64 {
	switch e.Op {
	case tags.OpConst:
		return e.Value
	case tags.OpField:
		for range e.Up {
			f = f.up
		}
		if e.Field == nil {
			return flag(f.v.Addr().MethodByName(e.Name).Call(nil)[0].Bool())
		}
		return number(f.v.FieldByName(e.Name))
	case tags.OpNot:
		return flag(f.eval(e.X) == 0)
	}
	x, y := f.eval(e.X), f.eval(e.Y)
	switch e.Op {
	case tags.OpOr:
		return flag(x != 0 || y != 0)
	case tags.OpAnd:
		return flag(x != 0 && y != 0)
	case tags.OpEq:
		return flag(x == y)
	case tags.OpNe:
		return flag(x != y)
	case tags.OpLt:
		return flag(x < y)
	case tags.OpGt:
		return flag(x > y)
	case tags.OpLe:
		return flag(x <= y)
	case tags.OpGe:
		return flag(x >= y)
	}
	return x & y
}

func flag(b bool) uint64 {
	if b {
		return 1
	}
	return 0
}

func number(v reflect.Value) uint64 {
	switch {
	case v.Kind() == reflect.Bool:
		return flag(v.Bool())
	case v.CanInt():
		return uint64(v.Int())
	}
	return v.Uint()
}

// setNumber stores the low bits of n in an integer or bool.
func setNumber(v reflect.Value, n uint64) {
	switch {
	case v.Kind() == reflect.Bool:
		v.SetBool(n&1 != 0)
	case v.CanInt():
		s := 64 - v.Type().Bits()
		v.SetInt(int64(n<<s) >> s)
	default:
		v.SetUint(n & (^uint64(0) >> (64 - v.Type().Bits())))
	}
}

// force sets fields of the struct so that a condition holds, as far as that is plain to see.
func force(e *tags.Expr, v reflect.Value) {
	switch {
	case e == nil:
	case e.Op == tags.OpAnd:
		force(e.X, v)
		force(e.Y, v)
	case e.Op == tags.OpOr:
		force(e.X, v)
	case e.Op == tags.OpField && e.Up == 0 && e.Field != nil:
		setNumber(v.FieldByName(e.Name), 1)
	case e.Op == tags.OpNot && e.X.Op == tags.OpField && e.X.Up == 0 && e.X.Field != nil:
		setNumber(v.FieldByName(e.X.Name), 0)
	case e.Op == tags.OpEq && e.X.Op == tags.OpMask && e.X.X.Op == tags.OpField && e.X.X.Up == 0 && e.X.X.Field != nil && e.X.Y.Op == tags.OpConst && e.Y.Op == tags.OpConst:
		at := v.FieldByName(e.X.X.Name)
		setNumber(at, number(at)&^e.X.Y.Value|e.Y.Value)
	case e.X == nil || e.Y == nil || e.X.Op != tags.OpField || e.X.Up > 0 || e.X.Field == nil || e.Y.Op != tags.OpConst:
	default:
		at, n := v.FieldByName(e.X.Name), e.Y.Value
		switch e.Op {
		case tags.OpEq, tags.OpLe, tags.OpGe:
			setNumber(at, n)
		case tags.OpGt:
			setNumber(at, n+1)
		case tags.OpLt:
			setNumber(at, n-1)
		case tags.OpNe:
			if number(at) == n {
				setNumber(at, n+1)
			}
		}
	}
}
