package codec

import (
	"encoding/binary"
	"slices"
	"unsafe"

	"github.com/wiretag/wiretag/tags"
)

// storeRun encodes neighbouring fields in one go: big-endian integers that are always there and of which nothing is derived, up to a byte boundary.
type storeRun struct {
	fields int // that it encodes
	bytes  int
	stores []store
}

// store is one of the fields.
type store struct {
	goOff uintptr
	max   uint64
	off   int   // of the bytes that end with it, in the run
	bytes uint8 // that end with it, 0 for a bit field before others of the same bytes
	size  uint8 // of the Go integer
	width uint8
}

// stores makes the runs of all structs, now that it is known what is derived.
func (c *compiler) stores() {
	for _, p := range c.done {
		findStores(p.headers)
		findStores(p.trails)
	}
}

// findStores makes the runs of a list of fields. The first field of each has it.
func findStores(fields []*fieldPlan) {
	var first *fieldPlan
	for i := 0; i < len(fields); {
		n := group(fields[i:])
		if n == 0 {
			first = nil
			i++
			continue
		}
		if first == nil {
			first = fields[i]
			first.stores = &storeRun{}
		}
		first.stores.add(fields[i : i+n])
		i += n
	}
}

// group returns how many of the fields, from the first on, fill whole bytes together and can be stored; 0 if they cannot.
func group(fields []*fieldPlan) int {
	for i, f := range fields {
		switch {
		case f.Kind != tags.KindUint || f.cond != nil || f.LE && f.Width != 8 || f.runStart != (i == 0) || f.marked:
			return 0
		case f.Const != nil || f.Default != nil || f.countOf != nil || f.Len != nil || f.sum != nil || f.selects != nil:
			return 0
		case f.runEnd:
			return i + 1
		}
	}
	return 0
}

// add appends a group of fields to the run.
func (r *storeRun) add(group []*fieldPlan) {
	bits := 0
	for i, f := range group {
		bits += f.Width
		s := store{goOff: f.GoOff, max: f.max(), size: f.size, width: uint8(f.Width), off: r.bytes}
		if i == len(group)-1 {
			s.bytes = uint8(bits / 8)
		}
		r.stores = append(r.stores, s)
	}
	r.fields += len(group)
	r.bytes += bits / 8
}

// append appends the fields of the struct at base; false if one does not fit.
func (r *storeRun) append(base unsafe.Pointer, dst []byte) ([]byte, bool) {
	n := len(dst)
	if cap(dst)-n < r.bytes {
		dst = slices.Grow(dst, r.bytes)
	}
	out, word := dst[n:n+r.bytes], uint64(0)
	for i := range r.stores {
		s := &r.stores[i]
		v := loadInt(unsafe.Add(base, s.goOff), s.size)
		if v > s.max {
			return dst, false
		}
		word = word<<(s.width&63) | v // one of 64 bits has its bytes to itself
		if s.bytes == 0 {
			continue
		}
		b := out[s.off:]
		switch s.bytes {
		case 1:
			b[0] = byte(word)
		case 2:
			binary.BigEndian.PutUint16(b, uint16(word))
		case 4:
			binary.BigEndian.PutUint32(b, uint32(word))
		case 8:
			binary.BigEndian.PutUint64(b, word)
		default:
			for k := int(s.bytes) - 1; k >= 0; k-- {
				b[k] = byte(word)
				word >>= 8
			}
		}
		word = 0
	}
	return dst[:n+r.bytes], true
}
