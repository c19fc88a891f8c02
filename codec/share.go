package codec

import (
	"reflect"
	"sync"
	"unsafe"

	"github.com/wiretag/wiretag/tags"
)

// Decoding uses the memory of lists, pointers and members of unions again. Whoever has edited a
// struct may have left the same memory in two places of it: m.Answers = append(m.Answers[:1],
// m.Answers[2:]...) leaves one member in two elements, of which the second is behind the end
// of the list, where the next packet is decoded into. So structs that can hold that are looked
// through after decoding. What is found twice is taken away, and decoding starts anew.

// ref is a field that has such memory, itself or inside.
type ref struct {
	kind  tags.Kind
	goOff uintptr
	elem  *plan // of lists of structs, pointers, and structs
	size  uintptr
	union *unionPlan
}

// refsOf lists the fields of p that have such memory.
func refsOf(p *plan) (refs []ref) {
	for _, f := range p.fields {
		r := ref{kind: f.Kind, goOff: f.GoOff, elem: f.elem, size: f.elemSize, union: f.union}
		switch f.Kind {
		case tags.KindUnion:
		case tags.KindList:
			if r.size == 0 {
				continue
			}
		case tags.KindPtr:
			if f.elemType.Size() == 0 {
				continue // all such structs are at one address
			}
		case tags.KindStruct:
			if len(f.elem.refs) == 0 {
				continue
			}
		default:
			continue
		}
		refs = append(refs, r)
	}
	return refs
}

// guard makes the generated code of types that can hold the same memory twice look for that.
func (t *Type) guard() {
	if t.careful = t.shares(); !t.careful || t.gen.decode == nil {
		return
	}
	t.lists = listsOf(t.refs)
	decode := t.gen.decode
	t.gen.decode = func(p unsafe.Pointer, data []byte) (Extent, bool) {
		ext, ok := decode(p, data)
		if ok && t.unshare(p) {
			return decode(p, data)
		}
		return ext, ok
	}
}

// shares reports whether a struct of the type can hold the same memory twice.
func (p *plan) shares() bool {
	if len(p.refs) != 1 {
		return len(p.refs) > 1
	}
	f := p.refs[0]
	return (f.elem != nil && len(f.elem.refs) > 0) || (f.union != nil && len(f.union.deep) > 0)
}

// words finds out how interfaces hold the members of a union.
func (u *unionPlan) words() {
	word := func(t reflect.Type) unsafe.Pointer {
		v := reflect.New(u.iface)
		if t.AssignableTo(u.iface) {
			v.Elem().Set(reflect.Zero(t))
		}
		return (*eface)(v.UnsafePointer()).typ
	}
	if u.raw != nil {
		u.bytes = word(u.raw)
	}
	u.empty, u.deep = reflect.New(reflect.TypeFor[struct{}]()).UnsafePointer(), map[unsafe.Pointer]*plan{}
	for t, p := range u.byType {
		if len(p.refs) > 0 || p.final == nil { // or it holds this union, and is not complete yet
			u.deep[word(t)] = p
			u.deepBits |= typeBit(word(t))
		}
	}
}

// unshare takes memory that the struct at base holds twice away from all but one place, and
// reports whether there was any. A first walk only looks whether that can be.
func (t *Type) unshare(base unsafe.Pointer) bool {
	if t.lists != nil && unshared(t.lists, base) {
		return false
	}
	var s refSet
	s.again(base)
	s.walk(t.refs, base)
	if !s.found {
		return false
	}
	exact := refSets.Get().(*refSet)
	exact.again(base)
	exact.walk(t.refs, base)
	found := exact.found
	clear(exact.all)
	exact.found = false
	refSets.Put(exact)
	return found
}

// refList is a list whose elements have at most one union, and nothing else that holds memory.
type refList struct {
	goOff, size, at uintptr    // at: of the union in an element
	union           *unionPlan // nil if there is none
}

// listsOf returns the lists of a type that has nothing but such lists, nil if it has something else.
func listsOf(refs []ref) (lists []refList) {
	for _, r := range refs {
		l := refList{goOff: r.goOff, size: r.size}
		switch {
		case r.kind != tags.KindList || r.elem != nil && len(r.elem.refs) > 1:
			return nil
		case r.elem != nil && len(r.elem.refs) == 1:
			if l.at, l.union = r.elem.refs[0].goOff, r.elem.refs[0].union; l.union == nil {
				return nil
			}
		}
		lists = append(lists, l)
	}
	return lists
}

// unshared is the first walk for types of lists alone: it reports that there is surely no memory
// in two places.
func unshared(lists []refList, base unsafe.Pointer) bool {
	used, unions := 0, false
	for i := range lists {
		if l := &lists[i]; (*sliceHeader)(unsafe.Add(base, l.goOff)).len > 0 {
			used++
			unions = unions || l.union != nil
		}
	}
	if used > 1 && overlap(lists, base) {
		return false
	}
	if !unions {
		return true
	}
	var bits [16]uint64
	again := false
	for i := range lists {
		l := &lists[i]
		h := (*sliceHeader)(unsafe.Add(base, l.goOff))
		if h.len == 0 || l.union == nil {
			continue
		}
		for off, end := l.at, l.at+uintptr(h.len)*l.size; off < end; off += l.size {
			x := (*eface)(unsafe.Add(h.data, off))
			if x.typ == nil || x.typ == l.union.bytes || x.ptr == nil || x.ptr == l.union.empty {
				continue
			}
			if l.union.deepBits != 0 && l.union.deepBits&typeBit(x.typ) != 0 {
				return false // there is more inside
			}
			word, bit := memoryBit(x.ptr)
			again = again || bits[word]&bit != 0
			bits[word] |= bit
		}
	}
	return !again
}

// overlap reports whether lists have memory in common, or there are too many to tell.
func overlap(lists []refList, base unsafe.Pointer) bool {
	var taken [8][2]uintptr // the memory of lists, from and to
	used := 0
	for i := range lists {
		l := &lists[i]
		h := (*sliceHeader)(unsafe.Add(base, l.goOff))
		if h.len == 0 {
			continue
		}
		if used == len(taken) {
			return true
		}
		from := uintptr(h.data)
		to := from + uintptr(h.cap)*l.size
		for _, x := range taken[:used] {
			if from < x[1] && x[0] < to {
				return true
			}
		}
		taken[used] = [2]uintptr{from, to}
		used++
	}
	return false
}

// memoryBit is one of 1024 bits, by a hash of an address.
func memoryBit(p unsafe.Pointer) (word uint32, bit uint64) {
	h := uint32(memoryWord(p)) * 0x9e3779b1 >> 22
	return h >> 6, 1 << (h & 63)
}

// memoryWord is the number of the eight bytes that an address is in.
func memoryWord(p unsafe.Pointer) uintptr { return uintptr(p) >> 3 }

// last is the last byte of the memory of a list. Parts of one array that begin in different places, as s[:1] and s[1:], end in the same.
func (h *sliceHeader) last(size uintptr) unsafe.Pointer {
	return unsafe.Add(h.data, uintptr(h.cap)*size-1)
}

// refSets keeps the memory of exact sets.
var refSets = sync.Pool{New: func() any { return &refSet{all: map[unsafe.Pointer]struct{}{}} }}

// refSet is the memory that has been met. Without a map it is a bit for each place, by a
// hash of its address: found then means that two have the same bit.
type refSet struct {
	bits  [16]uint64
	all   map[unsafe.Pointer]struct{}
	found bool
}

// again adds memory and reports whether it was there already. A set without a map never says so.
func (s *refSet) again(p unsafe.Pointer) bool {
	if s.all != nil {
		if _, ok := s.all[p]; ok {
			s.found = true
			return true
		}
		s.all[p] = struct{}{}
		return false
	}
	word, bit := memoryBit(p)
	s.found = s.found || s.bits[word]&bit != 0
	s.bits[word] |= bit
	return false
}

// walk goes through the memory that the struct at base, which has been decoded, refers to.
// Without a map it stops where something is found: what is in many places could take for ever.
func (s *refSet) walk(refs []ref, base unsafe.Pointer) {
	if s.found && s.all == nil {
		return
	}
	for i := range refs {
		r := &refs[i]
		ptr := unsafe.Add(base, r.goOff)
		switch r.kind {
		case tags.KindList:
			if h := (*sliceHeader)(ptr); h.len > 0 {
				s.list(r, h)
			}
		case tags.KindUnion:
			s.member(r.union, (*eface)(ptr))
		case tags.KindStruct:
			s.walk(r.elem.refs, ptr)
		case tags.KindPtr:
			x := (*unsafe.Pointer)(ptr)
			if *x == nil {
				continue
			}
			if s.again(*x) {
				*x = nil
				continue
			}
			s.walk(r.elem.refs, *x)
		}
	}
}

func (s *refSet) list(r *ref, h *sliceHeader) {
	found := s.again(h.data)
	last := h.last(r.size)
	if s.all != nil && last != h.data || memoryWord(last) != memoryWord(h.data) {
		found = s.again(last) || found
	}
	if found {
		*h = sliceHeader{}
		return
	}
	if r.elem == nil || len(r.elem.refs) == 0 {
		return
	}
	for i := range h.len {
		s.walk(r.elem.refs, unsafe.Add(h.data, uintptr(i)*r.size))
	}
}

// member looks at the interface x. Both kinds of interfaces are laid out alike: a word for
// the type, then the pointer. Bytes are never used again, and structs without fields are all at
// one address.
func (s *refSet) member(u *unionPlan, x *eface) {
	if x.typ == nil || x.typ == u.bytes || x.ptr == nil || x.ptr == u.empty {
		return
	}
	if s.again(x.ptr) {
		*x = eface{}
		return
	}
	if u.deepBits&typeBit(x.typ) != 0 {
		if p := u.deep[x.typ]; p != nil {
			s.walk(p.refs, x.ptr)
		}
	}
}

// typeBit is one of 64 bits, by the address of a type's descriptor.
func typeBit(typ unsafe.Pointer) uint64 {
	return 1 << (uint32(uintptr(typ)>>3) * 0x9e3779b1 >> 26)
}
