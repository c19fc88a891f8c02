package codec

import (
	"unsafe"

	"github.com/wiretag/wiretag/tags"
)

// optionShape is the form that most option lists have: a type of one byte, then, for
// types that carry data, a length of one byte and the data.
type optionShape struct {
	kind, length, data uintptr // where the fields are in the element
	bias               int     // bytes of an option that its length does not count
	unit               int
	decode             func(f *fieldPlan, h unsafe.Pointer, data []byte, pos int) int // as chooseDecoder says
	class              [256]uint8                                                     // by type
}

// What the type of an option says.
const (
	optionCarries = 1 << iota // it has a length and data
	optionLast                // it ends the list
)

// optionsOf recognises the shape, nil if the list has another one.
func optionsOf(f *fieldPlan) *optionShape {
	if f.elem == nil || f.countIn >= 0 || len(f.elem.fields) != 3 || f.elem.outer || f.elem.hidden != nil {
		return nil
	}
	k, l, d := f.elem.fields[0], f.elem.fields[1], f.elem.fields[2]
	wholeByte := func(x *fieldPlan) bool {
		return x.Kind == tags.KindUint && x.Width == 8 && x.size == 1 && x.Const == nil
	}
	onKind := func(c *cond) bool { return c == nil || (c.flat && c.off == k.GoOff) }
	if !wholeByte(k) || !wholeByte(l) || d.Kind != tags.KindBytes || !d.Rest || d.Pad > 0 || k.Len != nil || k.cond != nil {
		return nil
	}
	if l.Len == nil || l.Len.Bias != 0 || !l.If.Equal(d.If) || !onKind(l.cond) || !onKind(f.last) {
		return nil
	}
	s := &optionShape{kind: k.GoOff, length: l.GoOff, data: d.GoOff, unit: l.Len.Unit}
	for kind := range s.class {
		if l.cond == nil || l.cond.flatly(uint64(kind)) {
			s.class[kind] |= optionCarries
		}
		if f.last != nil && f.last.flatly(uint64(kind)) {
			s.class[kind] |= optionLast
		}
	}
	switch {
	case l.Len.Of == "self" || l.Len.Of == "header":
	case l.sets >= 0 && l.sets == d.slot:
		s.bias = 2
	default:
		return nil
	}
	return s
}

// usualOption is how the elements of most such lists are laid out.
type usualOption struct {
	kind, length uint8
	data         []byte
}

// chooseDecoder sets the function that sets the list at h to the options in data[pos:], and returns the end
// of the last one, -1 if one is not in order.
func (s *optionShape) chooseDecoder(f *fieldPlan) {
	var u usualOption
	s.decode = s.decodeAny
	if s.kind == 0 && s.length == 1 && s.data == unsafe.Offsetof(u.data) && f.elemSize == unsafe.Sizeof(u) {
		s.decode = s.usualDecoder()
	}
}

// usualDecoder is for elements of the usual layout.
//
//go:noinline
func (s *optionShape) usualDecoder() func(f *fieldPlan, h unsafe.Pointer, data []byte, pos int) int {
	unit, bias, classes := s.unit, s.bias, &s.class
	return func(f *fieldPlan, h unsafe.Pointer, data []byte, pos int) int {
		list, n := *(*[]usualOption)(h), 0
		for list = list[:cap(list)]; pos < len(data); n++ {
			if n >= len(list) {
				*(*[]usualOption)(h) = list
				f.grow(h)
				list = *(*[]usualOption)(h)
				list = list[:cap(list)]
			}
			e, kind := &list[n], data[pos]
			class := classes[kind]
			e.kind = kind
			if class&optionCarries == 0 {
				e.length, e.data = 0, nil
				pos++
			} else {
				if len(data)-pos < 2 {
					return -1
				}
				length := data[pos+1]
				e.length = length
				size := int(length)*unit + bias
				if size < 2 || size > len(data)-pos {
					return -1
				}
				e.data = nil
				if size > 2 {
					e.data = data[pos+2 : pos+size : pos+size]
				}
				pos += size
			}
			if class&optionLast != 0 {
				n++
				break
			}
		}
		(*sliceHeader)(h).len = n
		return pos
	}
}

// decodeAny is for elements of any layout.
func (s *optionShape) decodeAny(f *fieldPlan, ptr unsafe.Pointer, data []byte, pos int) int {
	h, n := (*sliceHeader)(ptr), 0
	for ; pos < len(data); n++ {
		if n == h.cap {
			h.len = n
			f.grow(ptr)
		}
		e, kind := unsafe.Add(h.data, uintptr(n)*f.elemSize), data[pos]
		size, length := 1, byte(0)
		if s.class[kind]&optionCarries != 0 {
			if len(data)-pos < 2 {
				return -1
			}
			length = data[pos+1]
			size = int(length)*s.unit + s.bias
			if size < 2 || size > len(data)-pos {
				return -1
			}
		}
		*(*uint8)(unsafe.Add(e, s.kind)) = kind
		*(*uint8)(unsafe.Add(e, s.length)) = length
		*(*[]byte)(unsafe.Add(e, s.data)) = restOf(data, pos+min(size, 2), pos+size)
		pos += size
		if s.class[kind]&optionLast != 0 {
			n++
			break
		}
	}
	h.len = n
	return pos
}

// flatly evaluates a flat condition on the value of its field.
func (c *cond) flatly(v uint64) bool {
	switch v &= c.mask; c.op {
	case tags.OpEq:
		return v == c.value
	case tags.OpGt:
		return v > c.value
	case tags.OpNe:
		return v != c.value
	}
	return c.compare(v, c.value) != 0
}
