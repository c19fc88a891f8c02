package codec

import (
	"github.com/wiretag/wiretag/tags"
)

// maxSlots bounds the named lengths and counts of one struct.
const maxSlots = 6

// opcode is one kind of decoding step.
type opcode uint8

const (
	opBlock     opcode = iota // the next len bytes are there: cur is set to them
	opByte                    // a whole byte
	op16                      // big-endian integers of 16, 32 and 64 bits
	op32                      //
	op64                      //
	op16x2                    // neighbours
	op16x4                    //
	op32x2                    //
	opFlags8                  // eight bools
	opCopy                    // len bytes
	opCopy2                   // the usual numbers of them
	opCopy6                   //
	opCopy12                  //
	opWord                    // bit fields that are taken from one load
	opWord16                  // the same, of the usual sizes
	opWord32                  //
	opWord64                  //
	opBits                    // a bit field on its own
	opBitsLE                  // the same in a little-endian container
	opAddr4                   // netip.Addr
	opAddr16                  //
	opConst                   // checks a constant
	opLenHeader               // lengths take effect: of the struct,
	opLenSlot                 // of a field,
	opLen                     // of anything
	opCount                   // a count takes effect
	opIf                      // where the condition does not hold, len steps are left out
	opBytes                   // []byte, string
	opOptions                 // a list of type, length and data
	opList                    // a list of structs or custom fields
	opItems                   // a list of elements of a fixed width
	opStruct                  // a struct inside
	opPtr                     // a pointer to a struct
	opUnion                   //
	opCustom                  //
	opNone                    // merged into another step
)

// maxBlock bounds the bits of one block, so that places in it fit into 16 bits as bytes.
const maxBlock = 1 << 17

// op is one step. Offsets in the data are relative to the block.
type op struct {
	code  opcode
	size  uint8 // bytes to store
	load  uint8 // bytes to load
	shift uint8
	off   uint16
	len   uint16
	goOff uintptr
	mask  uint64
	f     *fieldPlan
	x     *extra
}

// extra is what few steps need.
type extra struct {
	blk    *block
	cond   *cond
	zero   []*fieldPlan
	parts  []part // of opWord: the first bytes8 are stored as bytes
	bytes8 int
}

// part is one field of an opWord.
type part struct {
	goOff uintptr
	mask  uint64
	shift uint8
	size  uint8
}

// block is a run of fields whose place in the data is fixed.
type block struct {
	bytes  int
	fields []*fieldPlan
	starts []int // in bits
	loads  []op
}

// program compiles the fields of p into steps.
func (c *compiler) program(p *plan) {
	var head, trail []*fieldPlan
	for _, f := range p.fields {
		switch {
		case f.Kind == tags.KindNone:
		case f.Trailer:
			trail = append(trail, f)
		default:
			head = append(head, f)
		}
	}
	p.ops, p.trail, p.headers, p.trails = steps(head), steps(trail), head, trail
}

// steps compiles fields: those with the same condition are guarded together.
func steps(fields []*fieldPlan) []op {
	var ops []op
	for i := 0; i < len(fields); {
		j := i + 1
		for j < len(fields) && fields[j].If.Equal(fields[i].If) && !uses(fields[j], fields[i:j]) {
			j++
		}
		inner := straight(fields[i:j])
		if cond := fields[i].cond; cond != nil {
			ops = append(ops, op{code: opIf, len: uint16(len(inner)), f: fields[i], x: &extra{cond: cond, zero: fields[i:j]}})
		}
		ops = append(ops, inner...)
		i = j
	}
	return ops
}

// uses reports whether f's condition looks at one of the given fields.
func uses(f *fieldPlan, among []*fieldPlan) (used bool) {
	inside := (f.Kind == tags.KindUint || f.Kind == tags.KindInt) && !f.runStart // of a run of bit fields
	f.If.Fields(func(e *tags.Expr) {
		for _, g := range among {
			used = used || e.Field == g.Field || (e.Field == nil && !inside)
		}
	})
	return used
}

// straight compiles fields without conditions.
func straight(fields []*fieldPlan) []op {
	var ops []op
	for i := 0; i < len(fields); {
		b := &block{}
		j := i
		for ; j < len(fields) && fixed(fields[j]) && (b.bytes+fields[j].Width <= maxBlock || b.bytes%8 != 0); j++ {
			b.fields = append(b.fields, fields[j])
			b.starts = append(b.starts, b.bytes)
			b.bytes += fields[j].Width
		}
		if j > i {
			b.bytes /= 8
			ops = append(ops, b.ops()...)
			i = j
			continue
		}
		ops = append(ops, variable(fields[i]))
		i++
	}
	return ops
}

// fixed reports whether a field can be part of a block.
func fixed(f *fieldPlan) bool {
	switch f.Kind {
	case tags.KindUint, tags.KindInt, tags.KindAddr, tags.KindArray:
		return true
	}
	return false
}

func variable(f *fieldPlan) op {
	o := op{f: f, goOff: f.GoOff}
	switch f.Kind {
	case tags.KindBytes, tags.KindString:
		o.code = opBytes
	case tags.KindStruct:
		o.code = opStruct
	case tags.KindPtr:
		o.code = opPtr
	case tags.KindUnion:
		o.code = opUnion
	case tags.KindCustom:
		o.code = opCustom
	case tags.KindList:
		o.code = opItems
		if f.Item == tags.KindStruct || f.Item == tags.KindCustom {
			o.code = opList
		}
	}
	return o
}

// ops gives the steps of a block: the check that it is there, the loads, and what
// its constants, lengths and counts say.
func (b *block) ops() []op {
	loads := make([]op, len(b.fields))
	var checks []op
	for i, f := range b.fields {
		loads[i] = b.step(f, b.starts[i])
		end := uint16((b.starts[i] + f.Width + 7) / 8)
		o := op{f: f, goOff: f.GoOff, size: f.size, off: end, len: uint16(b.bytes) - end}
		o.shift = uint8(int(end)*8 - b.starts[i] - f.Width)
		switch {
		case f.Const != nil:
			o.code, o.mask = opConst, f.constant()
		case f.Len != nil:
			o.code = lengthCode(f)
		case f.Count != "":
			o.code = opCount
		default:
			continue
		}
		checks = append(checks, o)
	}
	b.loads = b.words(join(loads))
	for i := range b.loads {
		b.loads[i].specialize()
	}
	return append([]op{{code: opBlock, len: uint16(b.bytes), f: b.fields[0], x: &extra{blk: b}}}, checks...)
}

// bit returns where the field of a check stands whose block starts at byte blk.
func (o *op) bit(blk int) int {
	return (blk+int(o.off))*8 - int(o.shift) - o.f.Width
}

// constant is what a field that is a constant holds after it has been read.
func (f *fieldPlan) constant() uint64 {
	v := *f.Const
	if f.Kind == tags.KindInt {
		s := 64 - f.Width
		v = uint64(int64(v<<s) >> s)
	}
	if f.size < 8 {
		v &= 1<<(8*f.size) - 1
	}
	return v
}

// lengthCode chooses the step for a length: the common forms have their own.
func lengthCode(f *fieldPlan) opcode {
	small := f.Width < 32 && int64(f.Len.Unit)<<f.Width <= maxLen && f.Len.Bias == 0
	switch {
	case small && f.sets >= 0:
		return opLenSlot
	case small && (f.Len.Of == "header" || f.Len.Of == "self"):
		return opLenHeader
	}
	return opLen
}

// step gives the step that reads one field of a block.
func (b *block) step(f *fieldPlan, start int) op {
	o := op{f: f, goOff: f.GoOff, size: f.size, off: uint16(start / 8)}
	switch f.Kind {
	case tags.KindArray:
		o.code, o.len = opCopy, uint16(f.Width/8)
		return o
	case tags.KindAddr:
		o.code = opAddr4
		if f.Width == 128 {
			o.code = opAddr16
		}
		return o
	}
	whole := start%8 == 0 && f.Width == 8*int(f.size)
	if whole && (!f.LE || f.Width == 8) {
		o.code = map[int]opcode{8: opByte, 16: op16, 32: op32, 64: op64}[f.Width]
		return o
	}
	o.mask = ^uint64(0) >> (64 - f.Width)
	if f.LE {
		first := start - f.shift // the container's first bit
		o.code, o.off = opBitsLE, uint16(first/8)
		o.load, o.shift = uint8((f.shift+f.Width+7)/8), uint8(f.shift)
		return o
	}
	o.code = opBits
	b.window(&o, start, start+f.Width)
	return o
}

// window chooses the bytes to load for the bits from start to end: 1, 2, 4 or 8
// of them inside the block if possible, because those are loaded in one step.
func (b *block) window(o *op, start, end int) {
	first, last := start/8, (end-1)/8
	n := last - first + 1
	for _, w := range []int{1, 2, 4, 8} {
		if w < n || w > b.bytes {
			continue
		}
		first, n = min(first, b.bytes-w), w
		break
	}
	o.off, o.load, o.shift = uint16(first), uint8(n), uint8((first+n)*8-end)
}
