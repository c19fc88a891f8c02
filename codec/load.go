package codec

import (
	"encoding/binary"
	"net/netip"
	"unsafe"
)

// load executes the loads of a block whose first byte is at cur. The check that all
// its bytes are there has been made, and the steps stay inside it by construction:
// that is what makes reading through pointers sound. The stores go to fields of the
// struct at base, at the offsets and with the sizes that reflection gave.
func (b *block) load(cur, base unsafe.Pointer) {
	for i := b.loadFrom(0, cur, base); i < len(b.loads); i = b.loadFrom(i+1, cur, base) {
		b.loads[i].rare(cur, base)
	}
}

// loadFrom executes loads from the given one on, and returns the index of the first
// that it leaves to rare. It calls nothing, so that all it needs stays in registers.
func (b *block) loadFrom(i int, cur, base unsafe.Pointer) int {
	loads := b.loads
	for ; i < len(loads); i++ {
		o := &loads[i]
		ptr, src := unsafe.Add(base, o.goOff), unsafe.Add(cur, o.off)
		switch o.code {
		case opByte:
			*(*uint8)(ptr) = *(*uint8)(src)
		case op16:
			*(*uint16)(ptr) = load16(src)
		case op32:
			*(*uint32)(ptr) = load32(src)
		case op64:
			*(*uint64)(ptr) = load64(src)
		case op16x2:
			v := load32(src)
			*(*uint16)(ptr) = uint16(v >> 16)
			*(*uint16)(unsafe.Add(ptr, 2)) = uint16(v)
		case op16x4:
			v := load64(src)
			*(*uint16)(ptr) = uint16(v >> 48)
			*(*uint16)(unsafe.Add(ptr, 2)) = uint16(v >> 32)
			*(*uint16)(unsafe.Add(ptr, 4)) = uint16(v >> 16)
			*(*uint16)(unsafe.Add(ptr, 6)) = uint16(v)
		case op32x2:
			v := load64(src)
			*(*uint32)(ptr) = uint32(v >> 32)
			*(*uint32)(unsafe.Add(ptr, 4)) = uint32(v)
		case opFlags8:
			spread8(ptr, *(*byte)(src))
		case opCopy2:
			move2(ptr, src)
		case opCopy6:
			move4(ptr, src)
			move2(unsafe.Add(ptr, 4), unsafe.Add(src, 4))
		case opCopy12:
			move8(ptr, src)
			move4(unsafe.Add(ptr, 8), unsafe.Add(src, 8))
		case opAddr4:
			*(*netip.Addr)(ptr) = netip.AddrFrom4(*(*[4]byte)(src))
		case opAddr16:
			*(*netip.Addr)(ptr) = netip.AddrFrom16(*(*[16]byte)(src))
		case opWord16:
			o.spread(uint64(load16(src)), base)
		case opWord32:
			o.spread(uint64(load32(src)), base)
		case opWord64:
			o.spread(load64(src), base)
		default:
			return i
		}
	}
	return i
}

// spread stores the bit fields of a word, those of one byte first.
func (o *op) spread(v uint64, base unsafe.Pointer) {
	parts, n := o.x.parts, o.x.bytes8
	for j := range parts {
		p := &parts[j]
		x := v >> (p.shift & 63) & p.mask
		if j < n {
			*(*uint8)(unsafe.Add(base, p.goOff)) = uint8(x)
		} else {
			putInt(unsafe.Add(base, p.goOff), p.size, x)
		}
	}
}

// rare executes the loads that few layers have.
func (o *op) rare(cur, base unsafe.Pointer) {
	ptr, src := unsafe.Add(base, o.goOff), unsafe.Add(cur, o.off)
	switch o.code {
	case opCopy:
		copy(unsafe.Slice((*byte)(ptr), int(o.len)), unsafe.Slice((*byte)(src), int(o.len)))
	case opWord:
		o.spread(loadBE(unsafe.Slice((*byte)(src), o.load), o.load), base)
	case opBits:
		storeInt(ptr, o, loadBE(unsafe.Slice((*byte)(src), o.load), o.load)>>(o.shift&63)&o.mask)
	case opBitsLE:
		storeInt(ptr, o, loadLE(unsafe.Slice((*byte)(src), o.load), o.load)>>(o.shift&63)&o.mask)
	}
}

// The loads below read bytes that the block's check has found to be there.

func load16(p unsafe.Pointer) uint16 { return binary.BigEndian.Uint16((*[2]byte)(p)[:]) }
func load32(p unsafe.Pointer) uint32 { return binary.BigEndian.Uint32((*[4]byte)(p)[:]) }
func load64(p unsafe.Pointer) uint64 { return binary.BigEndian.Uint64((*[8]byte)(p)[:]) }

// move2, move4 and move8 copy bytes in one step where the machine can.

func move2(dst, src unsafe.Pointer) {
	binary.NativeEndian.PutUint16((*[2]byte)(dst)[:], binary.NativeEndian.Uint16((*[2]byte)(src)[:]))
}

func move4(dst, src unsafe.Pointer) {
	binary.NativeEndian.PutUint32((*[4]byte)(dst)[:], binary.NativeEndian.Uint32((*[4]byte)(src)[:]))
}

func move8(dst, src unsafe.Pointer) {
	binary.NativeEndian.PutUint64((*[8]byte)(dst)[:], binary.NativeEndian.Uint64((*[8]byte)(src)[:]))
}

// spread8 stores the bits of b as eight bytes, the most significant first.
func spread8(p unsafe.Pointer, b byte) {
	v := uint64(b) * 0x8040201008040201 >> 7 & 0x0101010101010101
	binary.LittleEndian.PutUint64((*[8]byte)(p)[:], v)
}
