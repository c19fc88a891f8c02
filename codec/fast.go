package codec

import (
	"unsafe"

	"github.com/wiretag/wiretag/tags"
)

// fastPlan decodes layers of the most common form in one go: a block of fields at
// fixed places, whose length fields may bound header and packet, then perhaps a list
// of options, then perhaps bytes. It handles data that is in order; for everything else it
// returns false, and the program, which knows all forms and errors, starts anew.
type fastPlan struct {
	blk     *block
	consts  []op
	header  lengthAt // measures the header
	packet  lengthAt // measures header and payload
	payload lengthAt // measures the payload
	options *optionShape
	list    *fieldPlan
	rest    *fieldPlan
}

// lengthAt is a length field of the struct. Its size is 0 where there is none.
type lengthAt struct {
	off  uintptr
	unit int
	size uint8
	zero bool // zero means all there is
}

func (l *lengthAt) set(o *op) bool {
	was := l.size
	*l = lengthAt{off: o.goOff, unit: o.f.Len.Unit, size: o.size, zero: o.f.Zero == "rest"}
	return was == 0
}

func (l *lengthAt) bytes(base unsafe.Pointer) int {
	return int(loadInt(unsafe.Add(base, l.off), l.size)) * l.unit
}

// fastOf recognises the form, nil if the type has another one.
func fastOf(t *Type) *fastPlan {
	if len(t.ops) == 0 || t.ops[0].code != opBlock || len(t.trails) > 0 || t.hasDecode || t.hasPayloadLength {
		return nil
	}
	p := &fastPlan{blk: t.ops[0].x.blk}
	for i := range t.ops[1:] {
		if !p.add(&t.ops[1+i]) {
			return nil
		}
	}
	if (p.list != nil || p.rest != nil) && p.header.size == 0 {
		return nil
	}
	return p
}

// add takes one more step into the form.
func (p *fastPlan) add(o *op) bool {
	f := o.f
	tail := p.list != nil || p.rest != nil
	switch o.code {
	case opConst:
		p.consts = append(p.consts, *o)
		return !tail
	case opLenHeader:
		return p.header.set(o) && !tail
	case opLen:
		if tail || f.Len.Unit != 1 || f.Len.Bias != 0 || f.Width > 30 || p.packet.size != 0 || p.payload.size != 0 {
			return false
		}
		switch f.Len.Of {
		case "packet":
			return p.packet.set(o)
		case "payload":
			return p.payload.set(o)
		}
	case opList:
		p.options, p.list = optionsOf(f), f
		return !tail && p.options != nil && f.slot < 0
	case opBytes:
		ok := p.rest == nil && f.Kind == tags.KindBytes && f.Width == 0 && f.slot < 0
		p.rest = f
		return ok
	}
	return false
}

func (p *fastPlan) decode(base unsafe.Pointer, data []byte) (Extent, bool) {
	n := p.blk.bytes
	if len(data) < n {
		return Extent{}, false
	}
	if cur := unsafe.Pointer(unsafe.SliceData(data)); p.blk.loadFrom(0, cur, base) < len(p.blk.loads) {
		p.blk.load(cur, base)
	}
	for i := range p.consts {
		if o := &p.consts[i]; loadInt(unsafe.Add(base, o.goOff), o.size) != o.mask {
			return Extent{}, false
		}
	}
	end, cut := len(data), false
	if p.packet.size != 0 {
		v := p.packet.bytes(base)
		if v > end {
			cut = true
		} else if v >= n {
			end = v
		} else if v != 0 || !p.packet.zero {
			return Extent{}, false
		}
	}
	if p.header.size != 0 {
		h := p.header.bytes(base)
		if h < n || h > end {
			return Extent{}, false
		}
		if pos := p.variable(base, data[:h:h], n); pos != h {
			return Extent{}, false
		}
		n = h
	}
	if p.payload.size != 0 {
		v := p.payload.bytes(base)
		if v > end-n {
			cut = true
		} else if v != 0 || !p.payload.zero {
			end = n + v
		}
	}
	return Extent{Header: n, Payload: end - n, Cut: cut}, true
}

// variable decodes what is between the block and the end of the header, and
// returns where it stopped, -1 if something was not in order.
func (p *fastPlan) variable(base unsafe.Pointer, header []byte, pos int) int {
	if p.list != nil {
		h := (*sliceHeader)(unsafe.Add(base, p.list.GoOff))
		h.len = 0
		if pos < len(header) {
			if pos = p.options.decode(p.list, h, header, pos); pos < 0 {
				return -1
			}
		}
	}
	if p.rest != nil {
		var b []byte
		if pos < len(header) {
			b = header[pos:]
		}
		*(*[]byte)(unsafe.Add(base, p.rest.GoOff)) = b
		pos = len(header)
	}
	return pos
}

// optionShape is the form that most option lists have: a type of one byte, then, for
// types that carry data, a length of one byte and the data.
type optionShape struct {
	kind, length, data uintptr // where the fields are in the element
	bias               int     // bytes of an option that its length does not count
	unit               int
	class              [256]uint8 // by type
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

// decode sets the list at h to the options in data[pos:], and returns the end
// of the last one, -1 if one is not in order.
func (s *optionShape) decode(f *fieldPlan, h *sliceHeader, data []byte, pos int) int {
	list, n, room := h.data, 0, h.cap
	for pos < len(data) {
		if n == room {
			h.len = n
			f.grow(unsafe.Pointer(h))
			list, room = h.data, h.cap
		}
		e := unsafe.Add(list, uintptr(n)*f.elemSize)
		kind := data[pos]
		class := s.class[kind]
		size, length := 1, byte(0)
		var b []byte
		if class&optionCarries != 0 {
			if pos+2 > len(data) {
				return -1
			}
			length = data[pos+1]
			size = int(length)*s.unit + s.bias
			if size < 2 || size > len(data)-pos {
				return -1
			}
			if size > 2 {
				b = data[pos+2 : pos+size : pos+size]
			}
		}
		*(*uint8)(unsafe.Add(e, s.kind)) = kind
		*(*uint8)(unsafe.Add(e, s.length)) = length
		*(*[]byte)(unsafe.Add(e, s.data)) = b
		n++
		pos += size
		if class&optionLast != 0 {
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
