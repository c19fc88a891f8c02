package codec

import (
	"slices"

	"github.com/wiretag/wiretag/tags"
)

// join merges neighbouring steps.
func join(ops []op) []op {
	out := ops[:0:0]
	for i := 0; i < len(ops); {
		n, o := joined(ops[i:])
		out = append(out, o)
		i += n
	}
	return out
}

// joined returns the first step, merged with as many of those after it as one step can do.
func joined(ops []op) (int, op) {
	first := ops[0]
	follows := func(n, size int) bool {
		return n < len(ops) && ops[n].code == first.code && ops[n].goOff == first.goOff+uintptr(n*size) && int(ops[n].off) == int(first.off)+n*size
	}
	switch first.code {
	case op16:
		if follows(1, 2) && follows(2, 2) && follows(3, 2) {
			first.code = op16x4
			return 4, first
		}
		if follows(1, 2) {
			first.code = op16x2
			return 2, first
		}
	case op32:
		if follows(1, 4) {
			first.code = op32x2
			return 2, first
		}
	case opByte, opCopy:
		return joinCopies(ops)
	case opBits:
		if n, o := joinFlags(ops); n > 0 {
			return n, o
		}
	}
	return 1, first
}

// joinCopies merges bytes and byte arrays that lie side by side in data and struct.
func joinCopies(ops []op) (int, op) {
	o := ops[0]
	if o.code == opByte {
		o.len = 1
	}
	n := 1
	for ; n < len(ops); n++ {
		x := ops[n]
		if (x.code != opByte && x.code != opCopy) || x.off != o.off+o.len || x.goOff != o.goOff+uintptr(o.len) {
			break
		}
		o.len += max(1, x.len)
	}
	if n > 1 {
		o.code = opCopy
	}
	return n, o
}

// joinFlags merges eight bools of one byte that lie side by side in the struct.
func joinFlags(ops []op) (int, op) {
	for i := range 8 {
		if i >= len(ops) {
			return 0, op{}
		}
		x := ops[i]
		if x.code != opBits || x.size != 1 || x.mask != 1 || x.f.Width != 1 || x.goOff != ops[0].goOff+uintptr(i) {
			return 0, op{}
		}
	}
	o := ops[0]
	top := int(o.off)*8 + int(o.load)*8 - int(o.shift) // the bit after the first flag
	if top%8 != 1 {
		return 0, op{}
	}
	o.code, o.off = opFlags8, uint16(top/8)
	return 8, o
}

// words merges bit fields that are near each other into steps with one load.
func (b *block) words(ops []op) []op {
	out := ops[:0:0]
	for i := range ops {
		if ops[i].code != opBits || ops[i].f.Kind == tags.KindInt {
			out = append(out, ops[i])
			continue
		}
		near := []op{ops[i]}
		from, to := int(ops[i].off), int(ops[i].off)+int(ops[i].load)
		for j := i + 1; j < len(ops); j++ {
			x := &ops[j]
			lo, hi := min(from, int(x.off)), max(to, int(x.off)+int(x.load))
			if x.code == opBits && x.f.Kind != tags.KindInt && hi-lo <= 8 {
				near = append(near, *x)
				from, to = lo, hi
				x.code = opNone
			}
		}
		out = append(out, b.word(near, from, to))
	}
	return slices.DeleteFunc(out, func(o op) bool { return o.code == opNone })
}

// word makes one step of bit fields between two bytes of the block.
func (b *block) word(near []op, from, to int) op {
	w := op{}
	b.window(&w, from*8, to*8)
	x := &extra{}
	for _, size := range []uint8{1, 2, 4, 8} {
		for _, o := range near {
			if o.size == size {
				end := (int(o.off)+int(o.load))*8 - int(o.shift)
				x.parts = append(x.parts, part{goOff: o.goOff, mask: o.mask, size: size, shift: uint8((int(w.off)+int(w.load))*8 - end)})
			}
		}
		if size == 1 {
			x.bytes8 = len(x.parts)
		}
	}
	return op{code: opWord, off: w.off, load: w.load, f: near[0].f, x: x}
}

// specialize gives the usual forms of a load a step of their own.
func (o *op) specialize() {
	switch {
	case o.code == opCopy && o.len == 2:
		o.code = opCopy2
	case o.code == opCopy && o.len == 6:
		o.code = opCopy6
	case o.code == opCopy && o.len == 12:
		o.code = opCopy12
	case o.code == opWord && o.load == 2:
		o.code = opWord16
	case o.code == opWord && o.load == 4:
		o.code = opWord32
	case o.code == opWord && o.load == 8:
		o.code = opWord64
	}
}
