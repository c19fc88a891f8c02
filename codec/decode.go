package codec

import (
	"encoding/binary"
	"unsafe"

	"github.com/wiretag/wiretag/tags"
)

// maxLen is what larger lengths and counts are taken as: more than any packet has.
const maxLen = 1 << 30

// decoder is the state of decoding one layer.
type decoder struct {
	data  []byte // the layer from its first byte, and what is after it
	end   int    // where the layer ends, as far as its lengths said
	endBy *fieldPlan
	load  int        // what len=payload said, -1 if nothing
	cut   bool       // a length claims more than there is
	short *fieldPlan // the length that claims a longer header than there is
	late  Error      // what will be said about that
	first Error      // the first error that was recovered from, while another one is looked at
	by    *fieldPlan // what limited the last error
	depth int
	outer []scope // the structs around the one that is being decoded, where conditions look at them
	err   Error
}

// scope notes the struct around one that looks outwards.
func (d *decoder) scope(p *plan, base unsafe.Pointer, up *scope) *scope {
	if p == nil || !p.outer {
		return nil
	}
	if d.outer == nil {
		d.outer = make([]scope, maxDepth+1)
	}
	d.outer[d.depth] = scope{base, up}
	return &d.outer[d.depth]
}

func (d *decoder) reset(data []byte) {
	d.data, d.end, d.load, d.cut, d.short, d.depth = data, len(data), -1, false, nil, 0
	d.endBy = nil
	d.err.Err, d.first.Err = nil, nil
}

// fail records an error; the first one that cannot be recovered from stays.
func (d *decoder) fail(f *fieldPlan, pos int, err error, need, have int, by *fieldPlan) bool {
	return d.failBit(f, pos*8, err, need, have, by)
}

// failBit is fail for a field that may start inside a byte.
func (d *decoder) failBit(f *fieldPlan, bit int, err error, need, have int, by *fieldPlan) bool {
	if d.err.Err != nil {
		if !d.err.Recovered {
			return false
		}
		if d.first.Err == nil {
			d.first = d.err
		}
	}
	d.by = by
	d.err = Error{Layer: f.in.name, Field: f.Name, Bit: bit, Need: need, Have: have, Err: err}
	if by != nil {
		d.err.LimitedBy = by.in.name + "." + by.Name
	}
	return false
}

// forget takes back the error that was recorded last.
func (d *decoder) forget() { d.err, d.first = d.first, Error{} }

// recovered says that decoding goes on after the error that was recorded last. The
// first such error stays; had is false if there was none before what failed.
func (d *decoder) recovered(had bool) {
	if !had {
		d.first = Error{}
	}
	if d.first.Err != nil {
		d.forget()
	}
	d.err.Recovered = true
}

// inside puts the field that holds what failed in front of the error's path.
func (d *decoder) inside(f *fieldPlan, index int) {
	name := f.Name
	if index >= 0 {
		name += "[" + itoa(index) + "]"
	}
	if d.err.Field != "" {
		name += "." + d.err.Field
	}
	d.err.Layer, d.err.Field = f.in.name, name
}

func itoa(n int) string {
	var b [20]byte
	i := len(b)
	for {
		i--
		b[i] = byte('0' + n%10)
		if n /= 10; n == 0 {
			return string(b[i:])
		}
	}
}

// area is the part of the data that a struct may take.
type area struct {
	start, limit int
	by           *fieldPlan // what set limit, nil if the data ends there
	bounded      bool       // the struct has a length of its own: it must fill it
}

// run executes the program of p on the struct at base, from a.start on. It
// returns where it stopped.
func (d *decoder) run(p *plan, ops []op, base unsafe.Pointer, a area, up *scope) (int, bool) {
	var slots [maxSlots]int
	pos, blk := a.start, a.start
	for i := 0; i < len(ops); i++ {
		o := &ops[i]
		ptr := unsafe.Add(base, o.goOff)
		ok := true
		switch o.code {
		case opBlock:
			blk = pos
			pos += int(o.len)
			if pos > a.limit {
				clearRest(ops[i+1:], base)
				return blk, d.partial(o.x.blk, base, blk, a)
			}
			o.x.blk.load(unsafe.Add(unsafe.Pointer(unsafe.SliceData(d.data)), blk), base)
		case opConst:
			if v := loadInt(ptr, o.size); v != o.mask {
				ok = d.failBit(o.f, o.bit(blk), ErrConst, number(o.f, o.mask), number(o.f, v), nil)
			}
		case opLenHeader:
			n := int(loadInt(ptr, o.size)) * o.f.Len.Unit
			if end := a.start + n; n >= o.f.in.min && end >= pos && (end == a.limit || (end < a.limit && !a.bounded)) {
				a.limit, a.by, a.bounded = end, o.f, true
			} else {
				ok = d.length(o, loadInt(ptr, o.size), blk+int(o.off), &a, &slots)
			}
		case opLenSlot:
			slots[o.f.sets] = int(loadInt(ptr, o.size)) * o.f.Len.Unit
		case opLen:
			ok = d.length(o, loadInt(ptr, o.size), blk+int(o.off), &a, &slots)
		case opCount:
			slots[o.f.sets] = int(min(loadInt(ptr, o.size), maxLen))
		case opIf:
			if !o.x.cond.holds(base, up) {
				for _, f := range o.x.zero {
					f.clear(unsafe.Add(base, f.GoOff))
				}
				i += int(o.len)
			}
		case opBytes:
			if o.f.slot < 0 && o.f.Kind == tags.KindBytes && o.f.Width == 0 && (o.f.Pad == 0 || a.bounded) {
				b := d.data[pos:a.limit:a.limit]
				if pos == a.limit {
					b = nil
				}
				*(*[]byte)(ptr) = b
				pos = a.limit
			} else {
				pos, ok = d.variable(o, ptr, pos, &a, &slots, base, up)
			}
		default:
			pos, ok = d.variable(o, ptr, pos, &a, &slots, base, up)
		}
		if !ok {
			clearRest(ops[i+1:], base)
			return pos, false
		}
	}
	if a.bounded && pos != a.limit && d.short == nil {
		return pos, d.fail(p.final, pos, ErrLength, pos-a.start, a.limit-a.start, a.by)
	}
	return pos, true
}

// clearRest sets the fields of steps that were not reached to zero, so that a
// struct that is used again keeps nothing of an earlier packet.
func clearRest(ops []op, base unsafe.Pointer) {
	for i := range ops {
		switch o := &ops[i]; {
		case o.code == opBlock:
			for _, f := range o.x.blk.fields {
				f.clear(unsafe.Add(base, f.GoOff))
			}
		case o.code >= opBytes:
			o.f.clear(unsafe.Add(base, o.goOff))
		}
	}
}

// variable executes the steps for fields whose length is not fixed.
func (d *decoder) variable(o *op, ptr unsafe.Pointer, pos int, a *area, slots *[maxSlots]int, base unsafe.Pointer, up *scope) (int, bool) {
	f := o.f
	end, by := a.limit, a.by
	if f.slot >= 0 {
		end = pos + slots[f.slot]
		by = f.in.measuring(f, base, up)
		if end > a.limit {
			d.fail(f, pos, ErrTruncated, end-pos, a.limit-pos, a.by)
			if o.code != opBytes {
				f.clear(ptr)
				return pos, false
			}
			d.bytes(f, ptr, d.data[pos:a.limit:a.limit])
			return pos, false
		}
	}
	switch o.code {
	case opBytes:
		switch {
		case f.Width > 0:
			if end = pos + f.Width/8; end > a.limit {
				d.bytes(f, ptr, d.data[pos:a.limit:a.limit])
				return pos, d.fail(f, pos, ErrTruncated, end-pos, a.limit-pos, a.by)
			}
		case f.Pad > 0 && !a.bounded:
			end = min(a.limit, a.start+roundUp(pos-a.start, f.Pad))
		}
		d.bytes(f, ptr, d.data[pos:end:end])
		return end, true
	case opList:
		return d.list(f, ptr, area{start: pos, limit: end, by: by}, slots, d.scope(f.elem, base, up))
	case opItems:
		return d.items(f, ptr, area{start: pos, limit: end, by: by}, slots)
	case opUnion:
		return d.union(f, ptr, base, area{start: pos, limit: end, by: by})
	case opCustom:
		n, ok := d.custom(f, f.Type, ptr, pos, end, by)
		if ok && f.slot >= 0 && n != end {
			return n, d.fail(f, pos, ErrLength, n-pos, end-pos, by)
		}
		return n, ok
	}
	had := d.err.Err != nil
	elem := ptr
	if o.code == opPtr {
		elem = d.pointer(f, ptr)
	}
	sub := area{start: pos, limit: end, by: by, bounded: f.slot >= 0}
	n, ok := d.nested(f.elem, elem, sub, d.scope(f.elem, base, up))
	if !ok || (!had && d.err.Err != nil) {
		d.inside(f, -1)
	}
	return n, ok
}

// nested runs a struct that stands inside another one.
func (d *decoder) nested(p *plan, base unsafe.Pointer, a area, up *scope) (int, bool) {
	if d.depth++; d.depth > maxDepth {
		d.depth--
		return a.start, d.fail(p.final, a.start, ErrDepth, 0, 0, nil)
	}
	pos, ok := a.start, false
	if a, ok = d.behindPrefix(p, base, a); ok {
		pos, ok = d.run(p, p.ops, base, a, up)
	}
	d.depth--
	return pos, ok
}

// measuring returns the length field that measures f in the struct at base.
func (p *plan) measuring(f *fieldPlan, base unsafe.Pointer, up *scope) *fieldPlan {
	for _, g := range p.fields {
		if g.sets == f.slot && g.Len != nil && (g.cond == nil || g.cond.holds(base, up)) {
			return g
		}
	}
	return nil
}

func roundUp(n, unit int) int { return (n + unit - 1) / unit * unit }

// length makes a length field's value v take effect; after is the position behind the field.
func (d *decoder) length(o *op, v uint64, after int, a *area, slots *[maxSlots]int) bool {
	f := o.f
	if v == 0 && f.Zero == "rest" {
		return true
	}
	bit, unit, bias := o.bit(after-int(o.off)), f.Len.Unit, f.Len.Bias
	if bias > 0 && v < uint64(bias) {
		return d.failBit(f, bit, ErrLength, bias*unit, int(v)*unit, nil)
	}
	n := maxLen
	if v < maxLen {
		n = int(min((int64(v)-int64(bias))*int64(unit), maxLen))
	}
	if f.sets >= 0 {
		slots[f.sets] = n
		return true
	}
	block := after + int(o.len) // the end of what has been read already
	from, least := a.start, max(f.in.min, block-a.start)
	switch f.Len.Of {
	case "payload":
		d.load = n
		return true
	case "rest":
		from, least = after, block-after
	}
	if n < least {
		return d.failBit(f, bit, ErrLength, least, n, nil)
	}
	return d.bound(f, from+n, bit, a)
}

// bound narrows the area, or the whole layer, to what a length says.
func (d *decoder) bound(f *fieldPlan, end, bit int, a *area) bool {
	if f.Len.Of == "packet" || (f.Len.Of == "rest" && !f.in.nested) {
		if end > d.end {
			d.cut = true
			return true
		}
		if a.bounded && end < a.limit { // the header is longer than the packet
			return d.failBit(f, bit, ErrLength, a.limit-a.start, end-a.start, a.by)
		}
		d.end, d.endBy = end, f
		if end <= a.limit && !a.bounded {
			a.limit, a.by = end, f
		}
		return true
	}
	if end > a.limit {
		if f.in.nested {
			return d.failBit(f, bit, ErrTruncated, end-a.start, a.limit-a.start, a.by)
		}
		d.failBit(f, bit, ErrTruncated, end-a.start, a.limit-a.start, a.by)
		d.short, d.late = f, d.err
		d.forget()
		a.bounded = true
		return true
	}
	if a.bounded && end < a.limit && d.short == nil { // two lengths of one struct differ
		return d.failBit(f, bit, ErrLength, a.limit-a.start, end-a.start, a.by)
	}
	a.limit, a.by, a.bounded = end, f, true
	return true
}

func loadBE(b []byte, n uint8) uint64 {
	switch n {
	case 1:
		return uint64(b[0])
	case 2:
		return uint64(binary.BigEndian.Uint16(b))
	case 4:
		return uint64(binary.BigEndian.Uint32(b))
	case 8:
		return binary.BigEndian.Uint64(b)
	}
	var v uint64
	for _, c := range b[:n] {
		v = v<<8 | uint64(c)
	}
	return v
}

func loadLE(b []byte, n uint8) uint64 {
	switch n {
	case 1:
		return uint64(b[0])
	case 2:
		return uint64(binary.LittleEndian.Uint16(b))
	case 4:
		return uint64(binary.LittleEndian.Uint32(b))
	case 8:
		return binary.LittleEndian.Uint64(b)
	}
	var v uint64
	for i, c := range b[:n] {
		v |= uint64(c) << (8 * i)
	}
	return v
}

// storeInt stores v, whose sign bit is that of the field, into a Go integer.
func storeInt(p unsafe.Pointer, o *op, v uint64) {
	if o.f.Kind == tags.KindInt {
		s := 64 - o.f.Width
		v = uint64(int64(v<<s) >> s)
	}
	putInt(p, o.size, v)
}

// putInt stores the low bytes of v into an integer of the given size.
func putInt(p unsafe.Pointer, size uint8, v uint64) {
	switch size {
	case 1:
		*(*uint8)(p) = uint8(v)
	case 2:
		*(*uint16)(p) = uint16(v)
	case 4:
		*(*uint32)(p) = uint32(v)
	default:
		*(*uint64)(p) = v
	}
}
