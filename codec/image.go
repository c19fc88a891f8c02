package codec

import (
	"encoding/binary"
	"math/bits"
	"net/netip"
	"reflect"
	"slices"
	"unsafe"

	"github.com/wiretag/wiretag/tags"
)

// image is how the bytes of a block become the fields of a struct, where the fast plan does
// it. Its steps are sorted by kind, so that each kind is a loop with nothing to choose. Where the
// fields allow it a step makes eight bytes of the struct at once: what it writes beside the fields that
// it is for is padding, or a field of the block that a later step writes.
type image struct {
	steps []imageStep
	ends  [imageKinds]uint16 // in bytes, by kind
}

type imageStep struct {
	mask  uint64
	mul   uint32 // by which a byte, or two, are shifted: their product, without as many bits
	off   uint16 // in the data
	to    uint16 // in the struct
	shift uint8
	load  uint8 // bytes to load
	size  uint8 // bytes to store
}

const imageStepSize = unsafe.Sizeof(imageStep{})

// The kinds of steps, in the order in which they are executed.
const (
	imageWords  = iota // four integers of 16 bits, each with a mask
	imageLongs         // two of 32 bits
	imageMove8         // bytes
	imageMove2         // two, with a mask
	imagePair          // two parts of a byte as two bytes
	imageByte          // a part of a byte
	imageWord          // an integer of 16 bits, with a mask
	imageAddr4         //
	imagePart          // a part of two bytes, as a byte
	imageLong          // an integer of 32 bits, with a mask
	imageQuad          // of 64 bits
	imageMove4         // bytes
	imageFlags         // eight bools
	imageBits          // any other integer
	imageAddr16        //
	imageKinds
)

// load executes the steps for a block at src, whose bytes are all there, and the struct at dst. Offsets and
// sizes are those of the schema and of reflection: so all that is read is inside the block, and all
// that is written inside the struct.
func (m *image) load(src, dst unsafe.Pointer) {
	base, i := unsafe.Pointer(unsafe.SliceData(m.steps)), uintptr(0)
	for end := uintptr(m.ends[imageWords]); i < end; i += imageStepSize {
		s := (*imageStep)(unsafe.Add(base, i))
		v := binary.LittleEndian.Uint64((*[8]byte)(unsafe.Add(src, s.off))[:])
		v = (v>>8&0x00ff00ff00ff00ff | v&0x00ff00ff00ff00ff<<8) & s.mask
		binary.LittleEndian.PutUint64((*[8]byte)(unsafe.Add(dst, s.to))[:], v)
	}
	if i == uintptr(m.ends[imageKinds-1]) {
		return
	}
	for end := uintptr(m.ends[imageLongs]); i < end; i += imageStepSize {
		s := (*imageStep)(unsafe.Add(base, i))
		v := bits.RotateLeft64(load64(unsafe.Add(src, s.off)), 32)
		binary.LittleEndian.PutUint64((*[8]byte)(unsafe.Add(dst, s.to))[:], v)
	}
	for end := uintptr(m.ends[imageMove8]); i < end; i += imageStepSize {
		s := (*imageStep)(unsafe.Add(base, i))
		move8(unsafe.Add(dst, s.to), unsafe.Add(src, s.off))
	}
	for end := uintptr(m.ends[imageMove2]); i < end; i += imageStepSize {
		s := (*imageStep)(unsafe.Add(base, i))
		v := binary.LittleEndian.Uint16((*[2]byte)(unsafe.Add(src, s.off))[:]) & uint16(s.mask)
		binary.LittleEndian.PutUint16((*[2]byte)(unsafe.Add(dst, s.to))[:], v)
	}
	for end := uintptr(m.ends[imagePair]); i < end; i += imageStepSize {
		s := (*imageStep)(unsafe.Add(base, i))
		v := uint32(*(*uint8)(unsafe.Add(src, s.off))) * s.mul >> 8 & uint32(s.mask)
		binary.LittleEndian.PutUint16((*[2]byte)(unsafe.Add(dst, s.to))[:], uint16(v))
	}
	for end := uintptr(m.ends[imageByte]); i < end; i += imageStepSize {
		s := (*imageStep)(unsafe.Add(base, i))
		*(*uint8)(unsafe.Add(dst, s.to)) = uint8(uint32(*(*uint8)(unsafe.Add(src, s.off))) * s.mul >> 8 & uint32(s.mask))
	}
	for end := uintptr(m.ends[imageWord]); i < end; i += imageStepSize {
		s := (*imageStep)(unsafe.Add(base, i))
		*(*uint16)(unsafe.Add(dst, s.to)) = load16(unsafe.Add(src, s.off)) & uint16(s.mask)
	}
	for end := uintptr(m.ends[imageAddr4]); i < end; i += imageStepSize {
		s := (*imageStep)(unsafe.Add(base, i))
		*(*netip.Addr)(unsafe.Add(dst, s.to)) = netip.AddrFrom4(*(*[4]byte)(unsafe.Add(src, s.off)))
	}
	if i < uintptr(m.ends[imageKinds-1]) {
		m.loadMore(i, src, dst)
	}
}

// loadMore executes the steps that fewer layers have.
func (m *image) loadMore(i uintptr, src, dst unsafe.Pointer) {
	base := unsafe.Pointer(unsafe.SliceData(m.steps))
	for end := uintptr(m.ends[imagePart]); i < end; i += imageStepSize {
		s := (*imageStep)(unsafe.Add(base, i))
		*(*uint8)(unsafe.Add(dst, s.to)) = uint8(uint64(load16(unsafe.Add(src, s.off))) * uint64(s.mul) >> 16 & s.mask)
	}
	for end := uintptr(m.ends[imageLong]); i < end; i += imageStepSize {
		s := (*imageStep)(unsafe.Add(base, i))
		*(*uint32)(unsafe.Add(dst, s.to)) = load32(unsafe.Add(src, s.off)) & uint32(s.mask)
	}
	for end := uintptr(m.ends[imageQuad]); i < end; i += imageStepSize {
		s := (*imageStep)(unsafe.Add(base, i))
		*(*uint64)(unsafe.Add(dst, s.to)) = load64(unsafe.Add(src, s.off))
	}
	for end := uintptr(m.ends[imageMove4]); i < end; i += imageStepSize {
		s := (*imageStep)(unsafe.Add(base, i))
		move4(unsafe.Add(dst, s.to), unsafe.Add(src, s.off))
	}
	for end := uintptr(m.ends[imageFlags]); i < end; i += imageStepSize {
		s := (*imageStep)(unsafe.Add(base, i))
		spread8(unsafe.Add(dst, s.to), *(*byte)(unsafe.Add(src, s.off)))
	}
	for end := uintptr(m.ends[imageBits]); i < end; i += imageStepSize {
		s := (*imageStep)(unsafe.Add(base, i))
		v := loadBE(unsafe.Slice((*byte)(unsafe.Add(src, s.off)), s.load), s.load)
		putInt(unsafe.Add(dst, s.to), s.size, v>>(s.shift&63)&s.mask)
	}
	for end := uintptr(m.ends[imageAddr16]); i < end; i += imageStepSize {
		s := (*imageStep)(unsafe.Add(base, i))
		*(*netip.Addr)(unsafe.Add(dst, s.to)) = netip.AddrFrom16(*(*[16]byte)(unsafe.Add(src, s.off)))
	}
}

// littleEndian says that integers lie in memory with their least significant byte first.
var littleEndian = binary.NativeEndian.Uint16([]byte{1, 0}) == 1

// imager makes an image.
type imager struct {
	blk    *block
	size   int   // of the struct
	owner  []int // by the bytes of the struct: a field of the block, or one of the two below
	words  []imageStep
	isWord []int // by the fields of the block: the index in words, -1 if it is none
	done   []bool
	copies []imageCopy
	kinds  [imageKinds][]imageStep
}

const (
	ownerPadding = -1
	ownerOther   = -2 // a field that is not of the block
)

// imageOf returns the image of a block of a struct, nil if it cannot be one.
func imageOf(b *block, t reflect.Type) *image {
	if !littleEndian || t.Size() >= 1<<16 || b.bytes >= 1<<16 {
		return nil
	}
	m := &imager{blk: b, size: int(t.Size()), owner: slices.Repeat([]int{ownerPadding}, int(t.Size()))}
	for sf := range t.Fields() {
		m.own(sf.Offset, sf.Type.Size(), ownerOther)
	}
	for i, f := range b.fields {
		m.own(f.GoOff, f.Type.Size(), i)
		if f.Kind == tags.KindAddr { // only pointers may be written where pointers are
			m.own(f.GoOff+unsafe.Sizeof([2]uint64{}), f.Type.Size()-unsafe.Sizeof([2]uint64{}), ownerOther)
		}
	}
	flags := 0
	for i, f := range b.fields {
		m.isWord = append(m.isWord, -1)
		if flags > 0 {
			flags--
			continue
		}
		if m.flags(i) {
			flags = 7
			continue
		}
		if !m.field(i, f, b.starts[i]) {
			return nil
		}
	}
	m.moves()
	m.joinWords()
	m.joinBytes()
	m.joinLongs()
	out := &image{}
	for k, steps := range m.kinds {
		out.steps = append(out.steps, steps...)
		if len(out.steps) >= 1<<16/int(imageStepSize) {
			return nil
		}
		out.ends[k] = uint16(len(out.steps) * int(imageStepSize))
	}
	return out
}

func (m *imager) own(off, size uintptr, owner int) {
	for i := range size {
		m.owner[off+i] = owner
	}
}

// flags makes a step of eight bools that are a byte of the block and lie side by side.
func (m *imager) flags(i int) bool {
	f := m.blk.fields[i]
	if m.blk.starts[i]%8 != 0 || i+8 > len(m.blk.fields) {
		return false
	}
	for j, g := range m.blk.fields[i : i+8] {
		if g.Type.Kind() != reflect.Bool || g.Width != 1 || g.LE || g.GoOff != f.GoOff+uintptr(j) {
			return false
		}
	}
	m.add(imageFlags, imageStep{off: uint16(m.blk.starts[i] / 8), to: uint16(f.GoOff)})
	return true
}

func (m *imager) add(kind int, s imageStep) { m.kinds[kind] = append(m.kinds[kind], s) }

// field makes the step for a field that starts at a bit of the block; false if it has no form for that.
func (m *imager) field(i int, f *fieldPlan, start int) bool {
	s := imageStep{off: uint16(start / 8), to: uint16(f.GoOff), size: f.size}
	switch f.Kind {
	case tags.KindArray:
		m.move(int(s.off), int(s.to), f.Width/8)
		return true
	case tags.KindAddr:
		m.add(map[int]int{32: imageAddr4, 128: imageAddr16}[f.Width], s)
		return true
	}
	if f.LE && (f.Width != 8 || start%8 != 0) || f.Kind == tags.KindInt && f.Width != 8*int(f.size) || f.Type.Kind() == reflect.Bool && f.Width != 1 {
		return false
	}
	s.mask = ^uint64(0) >> (64 - f.Width)
	end := start + f.Width
	aligned := end%8 == 0 && end/8 >= int(f.size) && f.Width <= 8*int(f.size)
	switch {
	case f.size == 1 && start/8 == (end-1)/8:
		s.mul = 1 << (8 - (7 - (end-1)%8))
		m.add(imageByte, s)
	case f.size == 2 && aligned:
		s.off = uint16(end/8 - 2)
		m.isWord[i] = len(m.words)
		m.words = append(m.words, s)
	case f.size == 4 && aligned:
		s.off = uint16(end/8 - 4)
		m.add(imageLong, s)
	case f.size == 8 && f.Width == 64 && aligned:
		m.add(imageQuad, s)
	default:
		var o op
		m.blk.window(&o, start, end)
		s.off, s.load, s.shift = o.off, o.load, o.shift
		if o.load == 2 && f.size == 1 {
			s.mul = 1 << (16 - o.shift)
			m.add(imagePart, s)
			return true
		}
		m.add(imageBits, s)
	}
	return true
}

// move makes the steps that copy n bytes, those after them too if they come from behind them. The last
// two may overlap.
func (m *imager) move(off, to, n int) {
	if c := len(m.copies) - 1; c >= 0 && m.copies[c].off+m.copies[c].n == off && m.copies[c].to+m.copies[c].n == to {
		m.copies[c].n += n
		return
	}
	m.copies = append(m.copies, imageCopy{off, to, n})
}

// imageCopy is a number of bytes that are copied.
type imageCopy struct{ off, to, n int }

func (m *imager) moves() {
	for _, c := range m.copies {
		kind, size := imageByte, 1
		switch {
		case c.n >= 8:
			kind, size = imageMove8, 8
		case c.n >= 4:
			kind, size = imageMove4, 4
		}
		for at := 0; at < c.n; at += size {
			at = min(at, c.n-size)
			m.add(kind, imageStep{off: uint16(c.off + at), to: uint16(c.to + at), mul: 1 << 8, mask: 0xff})
		}
	}
}

// joinBytes makes steps of two bytes that lie side by side in the struct: from two bytes that do so in the
// data, or from one byte.
func (m *imager) joinBytes() {
	all := m.kinds[imageByte]
	m.kinds[imageByte] = nil
	slices.SortFunc(all, func(a, b imageStep) int { return int(a.to) - int(b.to) })
	for i := 0; i < len(all); i++ {
		s := all[i]
		if i+1 < len(all) && all[i+1].to == s.to+1 {
			t := all[i+1]
			pair := imageStep{off: s.off, to: s.to, mask: s.mask | t.mask<<8}
			switch {
			case t.off == s.off+1 && s.mul == 1<<8 && t.mul == 1<<8:
				m.add(imageMove2, pair)
				i++
				continue
			case t.off == s.off && t.mul >= s.mul: // their copies of the byte do not overlap
				pair.mul = s.mul + t.mul<<8
				m.add(imagePair, pair)
				i++
				continue
			}
		}
		m.add(imageByte, s)
	}
}

// joinWords makes steps of four words while there are places where that pays. A step may write over words
// of the steps that were found before, which are executed after it.
func (m *imager) joinWords() {
	m.done = make([]bool, len(m.words))
	var found []imageStep
	for {
		var best imageStep
		var take []int
		for _, w := range m.words {
			for lane := range 4 {
				s := imageStep{off: w.off - uint16(2*lane), to: w.to - uint16(2*lane)}
				if mask, in := m.window(int(w.off)-2*lane, int(w.to)-2*lane); len(in) > len(take) {
					s.mask = mask
					best, take = s, in
				}
			}
		}
		if len(take) < 2 {
			break
		}
		for _, i := range take {
			m.done[i] = true
		}
		found = append(found, best)
	}
	slices.Reverse(found)
	m.kinds[imageWords] = found
	for i, w := range m.words {
		if !m.done[i] {
			m.add(imageWord, w)
		}
	}
}

// window returns the words that a step from off to the place to would make, and their masks. There are none if
// it would write over something that is not written after it.
func (m *imager) window(off, to int) (mask uint64, in []int) {
	if off < 0 || to < 0 || off+8 > m.blk.bytes || to+8 > m.size {
		return 0, nil
	}
	for lane := range 4 {
		if i := m.wordAt(off+2*lane, to+2*lane); i >= 0 && !m.done[i] {
			mask |= m.words[i].mask << (16 * lane)
			in = append(in, i)
			continue
		}
		for _, o := range m.owner[to+2*lane : to+2*lane+2] {
			if o == ownerOther || o >= 0 && m.isWord[o] >= 0 && !m.done[m.isWord[o]] {
				return 0, nil
			}
		}
	}
	return mask, in
}

// wordAt returns the word with that place, -1 if there is none.
func (m *imager) wordAt(off, to int) int {
	return slices.IndexFunc(m.words, func(s imageStep) bool { return int(s.off) == off && int(s.to) == to })
}

// joinLongs makes steps of two integers of 32 bits that lie side by side.
func (m *imager) joinLongs() {
	all := m.kinds[imageLong]
	m.kinds[imageLong] = nil
	for i := 0; i < len(all); i++ {
		s := all[i]
		if i+1 < len(all) && s.mask&all[i+1].mask == 0xffffffff && all[i+1].off == s.off+4 && all[i+1].to == s.to+4 {
			m.add(imageLongs, s)
			i++
			continue
		}
		m.add(imageLong, s)
	}
}
