package codec

import (
	"reflect"
	"unsafe"

	"github.com/wiretag/wiretag/tags"
)

// scope is where the names in a condition are looked up: a struct and those around it.
type scope struct {
	base unsafe.Pointer
	up   *scope
}

// cond is a compiled condition. The common form, one field compared with a
// constant, is kept flat; others are a tree.
type cond struct {
	op    tags.Op
	up    int
	off   uintptr
	size  uint8 // of the Go integer
	value uint64
	mask  uint64
	flat  bool
	x, y  *cond
	// method is that of an OpField which is one, called with its receiver.
	method func(unsafe.Pointer) bool
}

func compileCond(s *tags.Schema, e *tags.Expr) *cond {
	if e == nil {
		return nil
	}
	c := &cond{op: e.Op, value: e.Value, up: e.Up, mask: ^uint64(0)}
	switch e.Op {
	case tags.OpConst:
		return c
	case tags.OpField:
		compileOperand(s, e, c)
		return c
	}
	c.x, c.y = compileCond(s, e.X), compileCond(s, e.Y)
	if c.y != nil && c.y.op == tags.OpConst && c.op >= tags.OpEq && c.op <= tags.OpGe {
		x := c.x
		if x.op == tags.OpMask && x.y.op == tags.OpConst {
			c.mask = x.y.value
			x = x.x
		}
		if x.op == tags.OpField && x.method == nil && x.up == 0 {
			c.flat, c.off, c.size, c.value = true, x.off, x.size, c.y.value
		}
	}
	return c
}

func compileOperand(s *tags.Schema, e *tags.Expr, c *cond) {
	if e.Field != nil {
		c.off, c.size = e.Field.GoOff, uint8(e.Field.Type.Size())
		return
	}
	for range e.Up {
		s = s.Outer
	}
	m, _ := reflect.PointerTo(s.Type).MethodByName(e.Name)
	c.method = predicate(m)
}

// predicate is a bool method of a pointer type as a function of the pointer. Calls by reflection allocate, and cost ten times as much.
func predicate(m reflect.Method) (f func(unsafe.Pointer) bool) {
	v := m.Func.Interface()
	*(*unsafe.Pointer)(unsafe.Pointer(&f)) = (*eface)(unsafe.Pointer(&v)).ptr
	return f
}

// loadInt reads an integer field of the given size in bytes from a struct.
func loadInt(p unsafe.Pointer, size uint8) uint64 {
	switch size {
	case 1:
		return uint64(*(*uint8)(p))
	case 2:
		return uint64(*(*uint16)(p))
	case 4:
		return uint64(*(*uint32)(p))
	}
	return *(*uint64)(p)
}

func (c *cond) holds(base unsafe.Pointer, up *scope) bool {
	if c.flat {
		return c.compare(loadInt(unsafe.Add(base, c.off), c.size)&c.mask, c.value) != 0
	}
	return c.eval(base, up) != 0
}

func truth(b bool) uint64 {
	if b {
		return 1
	}
	return 0
}

func (c *cond) compare(x, y uint64) uint64 {
	switch c.op {
	case tags.OpEq:
		return truth(x == y)
	case tags.OpNe:
		return truth(x != y)
	case tags.OpLt:
		return truth(x < y)
	case tags.OpGt:
		return truth(x > y)
	case tags.OpLe:
		return truth(x <= y)
	case tags.OpGe:
		return truth(x >= y)
	}
	return x & y
}

func (c *cond) eval(base unsafe.Pointer, up *scope) uint64 {
	switch c.op {
	case tags.OpConst:
		return c.value
	case tags.OpField:
		for n := c.up; n > 0; n-- {
			base, up = up.base, up.up
		}
		if c.method != nil {
			return truth(c.method(hide(base)))
		}
		return loadInt(unsafe.Add(base, c.off), c.size)
	case tags.OpNot:
		return truth(c.x.eval(base, up) == 0)
	case tags.OpOr:
		return truth(c.x.eval(base, up) != 0 || c.y.eval(base, up) != 0)
	case tags.OpAnd:
		return truth(c.x.eval(base, up) != 0 && c.y.eval(base, up) != 0)
	}
	return c.compare(c.x.eval(base, up), c.y.eval(base, up))
}
