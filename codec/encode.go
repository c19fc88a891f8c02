package codec

import (
	"encoding/binary"
	"net/netip"
	"reflect"
	"slices"
	"unsafe"

	"github.com/wiretag/wiretag/tags"
)

// fail builds an error of encoding.
func (e *encoding) fail(f *fieldPlan, err error, value uint64) error {
	return &Error{Layer: f.in.name, Field: f.Name, Bit: -1, Have: number(f, value), Err: err}
}

// fields appends fields of the struct at base: a header, or its trailers.
func (e *encoding) fields(p *plan, fields []*fieldPlan, base unsafe.Pointer, dst []byte, up *scope) ([]byte, error) {
	start, marks := len(dst), len(e.marks)
	if len(p.early) > 0 && p.nested {
		base = e.early(p, base, up)
	}
	var lens [maxSlots]int
	var word uint64
	var err error
	for i := 0; i < len(fields); i++ {
		f := fields[i]
		if r := f.stores; r != nil {
			if out, ok := r.append(base, dst); ok {
				dst = out
				i += r.fields - 1
				continue
			}
		}
		if f.cond != nil && !f.cond.holds(base, up) {
			continue
		}
		ptr := unsafe.Add(base, f.GoOff)
		if f.Kind == tags.KindUint || f.Kind == tags.KindInt {
			v, err := e.integer(f, ptr, base, up)
			if err != nil {
				return dst, err
			}
			if f.marked {
				e.mark(f, len(dst)*8+f.shift)
			}
			word = f.put(word, v)
			if f.runEnd {
				dst = f.flush(dst, word)
				word = 0
			}
			continue
		}
		from := len(dst)
		if dst, err = e.variable(f, ptr, base, dst, start, up); err != nil {
			return dst, err
		}
		if f.slot >= 0 {
			if err = e.measured(f, dst, len(dst)-from, &lens, marks); err != nil {
				return dst, err
			}
		}
	}
	if p.selfLen {
		err = e.selfLength(p, dst, len(dst)-start, marks)
	}
	if p.prefix != nil && err == nil {
		dst, err = e.addPrefix(p, base, dst, start, marks)
	}
	if p.nested {
		if len(p.sums) > 0 && err == nil && e.Derive&Checksums != 0 {
			e.nestedSums(p, base, dst, start, marks, up)
		}
		e.marks = e.marks[:marks]
	}
	return dst, err
}

// early returns the struct at base, or a copy of it where a field that conditions
// look at gets another value than it has.
func (e *encoding) early(p *plan, base unsafe.Pointer, up *scope) unsafe.Pointer {
	copied := false
	for _, f := range p.early {
		if f.cond != nil && !f.cond.holds(base, up) {
			continue
		}
		ptr := unsafe.Add(base, f.GoOff)
		v, err := e.integer(f, ptr, base, up)
		if err != nil || v == loadInt(ptr, f.size) {
			continue // the error comes again when the field is written
		}
		if !copied {
			c := reflect.New(p.typ)
			c.Elem().Set(reflect.NewAt(p.typ, hide(base)).Elem())
			base, copied = c.UnsafePointer(), true
		}
		putInt(unsafe.Add(base, f.GoOff), f.size, v)
	}
	return base
}

// integer returns the value to write for an integer, as far as it does not
// depend on what follows.
func (e *encoding) integer(f *fieldPlan, ptr, base unsafe.Pointer, up *scope) (uint64, error) {
	v, derive := loadInt(ptr, f.size), e.Derive
	if e.keeps(f) {
		derive = Nothing
	}
	switch {
	case f.Const != nil && derive&Constants != 0:
		return *f.Const, nil
	case f.Default != nil && v == 0 && derive&Defaults != 0:
		return *f.Default, nil
	case f.countOf != nil && derive&Counts != 0:
		v = 0
		if l := f.countOf; l.cond == nil || l.cond.holds(base, up) {
			v = uint64((*sliceHeader)(unsafe.Add(base, l.GoOff)).len)
		}
	case f.Len != nil && derive&Lengths != 0: // set when it is known
		if f.sets >= 0 && f.Len.Bias > 0 {
			return e.value(f, 0) // unless what it measures is not there
		}
		return 0, nil
	case f.sum != nil && derive&Checksums != 0 && (f.Sum.Range != "pseudo" || e.pseudo.Known()):
		return 0, nil // set when the bytes are there
	case f.selects != nil && derive&NextFields != 0:
		v = f.selects.selector(unsafe.Add(base, f.selects.at.GoOff), v)
	}
	if f.Kind == tags.KindInt {
		s := 64 - int(f.size)*8
		x := int64(v<<s) >> s
		if lim := int64(1) << (f.Width - 1); f.Width < 64 && (x >= lim || x < -lim) {
			return 0, e.fail(f, ErrRange, uint64(x))
		}
		return uint64(x) & f.max(), nil
	}
	if v > f.max() {
		return 0, e.fail(f, ErrRange, v)
	}
	return v, nil
}

// max is the largest value that fits into the field.
func (f *fieldPlan) max() uint64 { return ^uint64(0) >> (64 - f.Width) }

// put adds a field's value to the bits of its run.
func (f *fieldPlan) put(word, v uint64) uint64 {
	if f.LE {
		return word | v<<f.shift
	}
	if f.Width == 64 {
		return v
	}
	return word<<f.Width | v
}

// flush appends the bytes of a run that ends with f.
func (f *fieldPlan) flush(dst []byte, word uint64) []byte {
	n := (f.shift + f.Width) / 8
	if f.LE {
		for range n {
			dst = append(dst, byte(word))
			word >>= 8
		}
		return dst
	}
	switch n {
	case 1:
		return append(dst, byte(word))
	case 2:
		return binary.BigEndian.AppendUint16(dst, uint16(word))
	case 4:
		return binary.BigEndian.AppendUint32(dst, uint32(word))
	}
	for i := n - 1; i >= 0; i-- {
		dst = append(dst, byte(word>>(8*i)))
	}
	return dst
}

// selector returns the value that selects the member in the union at ptr: v if it
// does, else the smallest one.
func (u *unionPlan) selector(ptr unsafe.Pointer, v uint64) uint64 {
	x := reflect.NewAt(u.iface, hide(ptr)).Elem()
	if x.IsNil() {
		return v
	}
	t := x.Elem().Type()
	if m := u.members[v]; m != nil && m.ptr == t {
		return v
	}
	for i, k := range u.keys {
		if u.members[k].ptr == t {
			return u.keys[i]
		}
	}
	return v
}

// variable appends a field that is not an integer.
func (e *encoding) variable(f *fieldPlan, ptr, base unsafe.Pointer, dst []byte, start int, up *scope) ([]byte, error) {
	switch f.Kind {
	case tags.KindArray:
		return append(dst, unsafe.Slice((*byte)(ptr), f.Width/8)...), nil
	case tags.KindAddr:
		return e.addr(f, *(*netip.Addr)(ptr), f.Width, dst)
	case tags.KindString:
		return e.bytes(f, unsafe.Slice(unsafe.StringData(*(*string)(ptr)), len(*(*string)(ptr))), dst)
	case tags.KindBytes:
		if f.Pad > 0 && e.Derive&Padding != 0 && !e.keeps(f) {
			if f.Trailer {
				start = e.start
			}
			n := roundUp(len(dst)-start, f.Pad) - (len(dst) - start)
			return append(slices.Grow(dst, n), make([]byte, n)...), nil
		}
		return e.bytes(f, *(*[]byte)(ptr), dst)
	case tags.KindStruct:
		return e.nested(f, f.elem, ptr, dst, &scope{base, up}, -1)
	case tags.KindPtr:
		if *(*unsafe.Pointer)(ptr) == nil {
			return dst, e.fail(f, ErrUnion, 0)
		}
		return e.nested(f, f.elem, *(*unsafe.Pointer)(ptr), dst, &scope{base, up}, -1)
	case tags.KindCustom:
		return e.custom(f, f.Type, ptr, dst)
	case tags.KindUnion:
		return e.union(f, reflect.NewAt(f.Type, hide(ptr)).Elem(), dst)
	case tags.KindList:
		return e.list(f, ptr, dst, &scope{base, up})
	}
	return dst, nil
}

func (e *encoding) bytes(f *fieldPlan, b, dst []byte) ([]byte, error) {
	if f.Width > 0 && len(b) != f.Width/8 {
		return dst, failLength(f, f.Width/8, len(b))
	}
	return append(dst, b...), nil
}

// addr appends an address. The zero Addr stands for the all-zero address.
func (e *encoding) addr(f *fieldPlan, a netip.Addr, width int, dst []byte) ([]byte, error) {
	switch {
	case !a.IsValid():
		return append(dst, make([]byte, width/8)...), nil
	case width == 32 && a.Is4():
		b := a.As4()
		return append(dst, b[:]...), nil
	case width == 128 && a.Is6():
		b := a.As16()
		return append(dst, b[:]...), nil
	}
	return dst, failLength(f, width/8, a.BitLen()/8)
}

// nested appends a struct inside a layer.
func (e *encoding) nested(f *fieldPlan, p *plan, ptr unsafe.Pointer, dst []byte, up *scope, index int) ([]byte, error) {
	if e.depth++; e.depth > maxDepth {
		e.depth = 0
		return dst, e.fail(f, ErrDepth, 0)
	}
	dst, err := e.fields(p, p.headers, ptr, dst, up)
	if err != nil {
		return dst, within(f, index, err)
	}
	e.depth--
	return dst, nil
}

// within puts the field that holds what failed in front of the error's path.
func within(f *fieldPlan, index int, err error) error {
	x, ok := err.(*Error)
	if !ok {
		return err
	}
	d := decoder{err: *x}
	d.inside(f, index)
	return &d.err
}

func (e *encoding) custom(f *fieldPlan, t reflect.Type, ptr unsafe.Pointer, dst []byte) ([]byte, error) {
	out, err := reflect.NewAt(t, hide(ptr)).Interface().(FieldAppender).AppendField(dst, e.start, e.Derive)
	if err != nil {
		return dst, e.fail(f, err, 0)
	}
	return out, nil
}

// union appends the member that a union holds.
func (e *encoding) union(f *fieldPlan, v reflect.Value, dst []byte) ([]byte, error) {
	if v.IsNil() {
		return dst, nil
	}
	x := v.Elem()
	switch {
	case x.Type() == f.union.raw:
		return append(dst, x.Bytes()...), nil
	case f.union.byType[x.Type()] == nil || x.IsNil():
		return dst, e.fail(f, ErrUnion, 0)
	}
	return e.nested(f, f.union.byType[x.Type()], x.UnsafePointer(), dst, nil, -1)
}

func (e *encoding) list(f *fieldPlan, ptr unsafe.Pointer, dst []byte, up *scope) ([]byte, error) {
	h := (*sliceHeader)(ptr)
	var err error
	for i := range h.len {
		p := unsafe.Add(h.data, uintptr(i)*f.elemSize)
		switch {
		case f.elem != nil:
			if len(f.elem.early) > 0 {
				p = e.early(f.elem, p, up)
			}
			dst, err = e.nested(f, f.elem, p, dst, up, i)
			if err == nil && f.last != nil && i < h.len-1 && e.Derive != Nothing && f.last.holds(p, up) {
				// What follows would not be found again.
				err = &Error{Layer: f.in.name, Field: f.Name, Bit: -1, Need: i + 1, Have: h.len, Err: ErrCount}
			}
		case f.Item == tags.KindCustom:
			dst, err = e.custom(f, f.elemType, p, dst)
			err = indexed(err, i)
		case f.Item == tags.KindAddr:
			dst, err = e.addr(f, *(*netip.Addr)(p), f.Each, dst)
			err = indexed(err, i)
		case f.Item == tags.KindArray:
			dst = append(dst, unsafe.Slice((*byte)(p), f.Each/8)...)
		default:
			dst, err = e.item(f, p, dst)
			err = indexed(err, i)
		}
		if err != nil {
			return dst, err
		}
	}
	return dst, nil
}

// indexed says which element of a list an error is about.
func indexed(err error, i int) error {
	if x, ok := err.(*Error); ok {
		x.Field += "[" + itoa(i) + "]"
	}
	return err
}

// item appends an integer of a list.
func (e *encoding) item(f *fieldPlan, p unsafe.Pointer, dst []byte) ([]byte, error) {
	v := loadInt(p, f.size)
	max := ^uint64(0) >> (64 - f.Each)
	if f.Item == tags.KindInt {
		s := 64 - int(f.size)*8
		x, lim := int64(v<<s)>>s, int64(1)<<(f.Each-1)
		if f.Each < 64 && (x >= lim || x < -lim) {
			return dst, e.fail(f, ErrRange, uint64(x))
		}
		v &= max
	}
	if v > max {
		return dst, e.fail(f, ErrRange, v)
	}
	for i := range f.Each / 8 {
		s := f.Each - 8 - 8*i
		if f.LE {
			s = 8 * i
		}
		dst = append(dst, byte(v>>s))
	}
	return dst, nil
}
