package codec

import (
	"net/netip"
	"reflect"
	"unsafe"

	"github.com/wiretag/wiretag/tags"
)

// partial decodes what there is of a block that is cut short, and reports the
// first field that is not all there.
func (d *decoder) partial(b *block, base unsafe.Pointer, pos int, a area) bool {
	have := max(0, a.limit-pos)
	var missing *fieldPlan
	at := 0
	for i, f := range b.fields {
		start := b.starts[i]
		ptr := unsafe.Add(base, f.GoOff)
		if end := start + f.Width; end > have*8 {
			f.clear(ptr)
			if missing == nil {
				missing, at = f, start
			}
			continue
		}
		d.single(f, ptr, pos*8+start)
	}
	need := (at+missing.Width+7)/8 - at/8
	return d.failBit(missing, pos*8+at, ErrTruncated, need, have-at/8, a.by)
}

// single decodes one field of a block that starts at a bit.
func (d *decoder) single(f *fieldPlan, ptr unsafe.Pointer, start int) {
	data := d.data[start/8:]
	switch f.Kind {
	case tags.KindArray:
		copy(unsafe.Slice((*byte)(ptr), f.Width/8), data)
		return
	case tags.KindAddr:
		if f.Width == 32 {
			*(*netip.Addr)(ptr) = netip.AddrFrom4([4]byte(data))
		} else {
			*(*netip.Addr)(ptr) = netip.AddrFrom16([16]byte(data))
		}
		return
	}
	var v uint64
	if f.LE {
		from := start - f.shift
		v = loadLE(d.data[from/8:], uint8((f.shift+f.Width+7)/8)) >> f.shift
	} else {
		n := (start%8 + f.Width + 7) / 8
		v = loadBE(data, uint8(n)) >> (n*8 - start%8 - f.Width)
	}
	storeInt(ptr, &op{f: f, size: f.size}, v&(^uint64(0)>>(64-f.Width)))
}

// clear sets a field that is not on the wire to zero. Lists keep their memory.
func (f *fieldPlan) clear(ptr unsafe.Pointer) {
	switch f.Kind {
	case tags.KindUint, tags.KindInt:
		putInt(ptr, f.size, 0)
	case tags.KindBytes:
		*(*[]byte)(ptr) = nil
	case tags.KindAddr:
		*(*netip.Addr)(ptr) = netip.Addr{}
	case tags.KindList:
		(*sliceHeader)(ptr).len = 0
	default:
		reflect.NewAt(f.Type, ptr).Elem().SetZero()
	}
}

// sliceHeader is the memory of a slice. Reading len and cap, and setting len to
// no more than cap, through it is what a reslice does; data is only read.
type sliceHeader struct {
	data     unsafe.Pointer
	len, cap int
}

// bytes sets a []byte or string field, without spare capacity; empty ones are nil.
func (d *decoder) bytes(f *fieldPlan, ptr unsafe.Pointer, b []byte) {
	if f.Kind == tags.KindString {
		*(*string)(ptr) = string(b)
		return
	}
	if len(b) == 0 {
		b = nil
	}
	*(*[]byte)(ptr) = b
}

// grow makes room for one more element and returns it. Its memory may hold an
// element of an earlier packet, which decoding overwrites.
func (f *fieldPlan) grow(ptr unsafe.Pointer) unsafe.Pointer {
	h := (*sliceHeader)(ptr)
	if h.len == h.cap {
		reflect.NewAt(f.Type, ptr).Elem().Grow(max(1, h.len))
	}
	h.len++
	return unsafe.Add(h.data, uintptr(h.len-1)*f.elemSize)
}

// forgetHidden zeroes what is not on the wire in a struct of type p at base, because its
// memory may be that of another element, of an earlier packet.
func (p *plan) forgetHidden(base unsafe.Pointer) {
	if p == nil {
		return
	}
	for _, h := range p.hidden {
		reflect.NewAt(h.typ, unsafe.Add(base, h.off)).Elem().SetZero()
	}
}

// list decodes structs or custom fields one after the other.
func (d *decoder) list(f *fieldPlan, ptr unsafe.Pointer, a area, slots *[maxSlots]int, up *scope) (int, bool) {
	h := (*sliceHeader)(ptr)
	h.len = 0
	pos := a.start
	for n := 0; ; n++ {
		if f.countIn >= 0 && n == slots[f.countIn] {
			break
		}
		if pos == a.limit && f.countIn < 0 {
			if f.last != nil && !f.Fit && a.by == nil && f.slot < 0 && d.short == nil {
				d.fail(f, pos, ErrTruncated, 1, 0, nil)
				d.err.Field = ""
				return d.stopped(f, pos, n, d.first.Err != nil, slots)
			}
			break
		}
		e := f.grow(ptr)
		f.elem.forgetHidden(e)
		was := pos
		ok := true
		had := d.err.Err != nil
		if f.elem != nil {
			pos, ok = d.nested(f.elem, e, area{start: pos, limit: a.limit, by: a.by}, up)
		} else {
			pos, ok = d.custom(f, f.elemType, e, pos, a.limit, a.by)
		}
		if ok && pos == was {
			ok = d.fail(f, pos, ErrLength, 1, 0, a.by)
			d.err.Field = ""
		}
		if !ok {
			h.len--
			if f.Fit && d.err.Err == ErrTruncated && d.by == a.by {
				d.forget()
				return was, true
			}
			return d.stopped(f, was, n, had, slots)
		}
		if !had && d.err.Err != nil {
			d.inside(f, n)
		}
		if f.last != nil && f.last.holds(e, up) {
			break
		}
	}
	if f.slot >= 0 && pos != a.limit {
		return pos, d.fail(f, pos, ErrLength, pos-a.start, a.limit-a.start, a.by)
	}
	return pos, true
}

// stopped ends a list whose element n is bad. Where a field follows that keeps
// the bytes, that is no reason to stop.
func (d *decoder) stopped(f *fieldPlan, pos, n int, had bool, slots *[maxSlots]int) (int, bool) {
	d.inside(f, n)
	if f.keeps {
		f.skip(slots)
		d.recovered(had)
		return pos, true
	}
	return pos, false
}

// skip leaves the lists between f and the field that keeps the rest empty.
func (f *fieldPlan) skip(slots *[maxSlots]int) {
	for _, s := range f.skips {
		slots[s] = 0
	}
}

// items decodes a list of elements of a fixed width.
func (d *decoder) items(f *fieldPlan, ptr unsafe.Pointer, a area, slots *[maxSlots]int) (int, bool) {
	size, had := f.Each/8, d.err.Err != nil
	n := (a.limit - a.start) / size
	pos, ok := a.start, true
	switch {
	case f.countIn >= 0:
		if want := slots[f.countIn]; want > n {
			ok = f.Fit || d.fail(f, pos, ErrTruncated, int(min(int64(want)*int64(size), maxLen)), a.limit-pos, a.by)
		} else {
			n = want
		}
	case f.Until != nil:
		m, found := f.untilAt(d.data[pos:a.limit], n)
		if n = m; !found && a.by == nil && f.slot < 0 && d.short == nil {
			ok = d.fail(f, pos+n*size, ErrTruncated, size, a.limit-pos-n*size, nil)
		} else if found && f.slot >= 0 && pos+n*size != a.limit {
			ok = d.fail(f, pos, ErrLength, n*size, a.limit-pos, a.by)
		}
	case (a.limit-pos)%size != 0 && !f.Fit:
		ok = d.fail(f, pos, ErrLength, roundUp(a.limit-pos, size), a.limit-pos, a.by)
	}
	h := (*sliceHeader)(ptr)
	if h.cap < n {
		h.len = 0
		reflect.NewAt(f.Type, ptr).Elem().Grow(n)
	}
	h.len = n
	for i := range n {
		f.item(unsafe.Add(h.data, uintptr(i)*f.elemSize), d.data[pos:pos+size])
		pos += size
	}
	if !ok && f.keeps {
		f.skip(slots)
		d.recovered(had)
		return pos, true
	}
	return pos, ok
}

// untilAt counts the elements up to the one that ends the list, at most n, and
// reports whether it is there.
func (f *fieldPlan) untilAt(b []byte, n int) (int, bool) {
	size := f.Each / 8
	for i := range n {
		if v := loadBE(b[i*size:], uint8(size)); (!f.LE && v == *f.Until) || (f.LE && loadLE(b[i*size:], uint8(size)) == *f.Until) {
			return i + 1, true
		}
	}
	return n, false
}

func (f *fieldPlan) item(ptr unsafe.Pointer, b []byte) {
	switch f.Item {
	case tags.KindArray:
		copy(unsafe.Slice((*byte)(ptr), len(b)), b)
	case tags.KindAddr:
		a, _ := netip.AddrFromSlice(b)
		*(*netip.Addr)(ptr) = a
	default:
		v := loadBE(b, uint8(len(b)))
		if f.LE {
			v = loadLE(b, uint8(len(b)))
		}
		if s := 64 - f.Each; f.Item == tags.KindInt {
			v = uint64(int64(v<<s) >> s)
		}
		putInt(ptr, f.size, v)
	}
}

// custom lets a field type decode itself.
func (d *decoder) custom(f *fieldPlan, t reflect.Type, ptr unsafe.Pointer, pos, end int, by *fieldPlan) (int, bool) {
	v := reflect.NewAt(t, ptr)
	n, err := v.Interface().(FieldDecoder).DecodeField(d.data[:end:end], pos)
	if err == nil && (n < 0 || n > end-pos) {
		err = ErrLength
	}
	if err != nil {
		v.Elem().SetZero()
		d.fail(f, pos, err, n, end-pos, by)
		if t != f.Type {
			d.err.Field = "" // the element of a list, whose name the list adds
		}
		return pos, false
	}
	return pos + n, true
}

// pointer returns the struct that a pointer field points to, a new one where it is nil.
func (d *decoder) pointer(f *fieldPlan, ptr unsafe.Pointer) unsafe.Pointer {
	if *(*unsafe.Pointer)(ptr) == nil {
		reflect.NewAt(f.Type, ptr).Elem().Set(reflect.New(f.elemType))
	} else {
		f.elem.forgetHidden(*(*unsafe.Pointer)(ptr))
	}
	return *(*unsafe.Pointer)(ptr)
}

// union decodes the member that the selecting field asks for, and the raw one
// where there is none, or where the bytes do not fit it.
func (d *decoder) union(f *fieldPlan, ptr, base unsafe.Pointer, a area) (int, bool) {
	u := f.union
	v := reflect.NewAt(f.Type, ptr).Elem()
	data := d.data[a.start:a.limit:a.limit]
	m := u.members[loadInt(unsafe.Add(base, u.sel.GoOff), u.sel.size)]
	if m == nil {
		v.Set(reflect.ValueOf(data).Convert(u.raw))
		return a.limit, true
	}
	if v.IsNil() || v.Elem().Type() != m.ptr || v.Elem().IsNil() {
		v.Set(reflect.New(m.typ))
	} else {
		m.plan.forgetHidden(v.Elem().UnsafePointer())
	}
	had := d.err.Err != nil
	pos, ok := d.nested(m.plan, v.Elem().UnsafePointer(), area{start: a.start, limit: a.limit, by: a.by, bounded: true}, nil)
	if ok && pos != a.limit {
		ok = d.fail(f, pos, ErrLength, pos-a.start, a.limit-a.start, a.by)
		d.err.Field = ""
	}
	if ok && !had && d.err.Err != nil {
		d.inside(f, -1)
	}
	if !ok {
		d.inside(f, -1)
		d.recovered(had)
		v.Set(reflect.ValueOf(data).Convert(u.raw))
	}
	return a.limit, true
}
