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
//
// It is a function of its own, without calls, so that all it needs stays in registers.
func (b *block) load(cur, base unsafe.Pointer) {
	loads := b.loads
	for i := range loads {
		o := &loads[i]
		ptr := unsafe.Add(base, o.goOff)
		switch o.code {
		case opByte:
			*(*uint8)(ptr) = *(*uint8)(unsafe.Add(cur, o.off))
		case op16:
			*(*uint16)(ptr) = load16(unsafe.Add(cur, o.off))
		case op32:
			*(*uint32)(ptr) = load32(unsafe.Add(cur, o.off))
		case op64:
			*(*uint64)(ptr) = load64(unsafe.Add(cur, o.off))
		case op16x2:
			v := load32(unsafe.Add(cur, o.off))
			*(*uint16)(ptr) = uint16(v >> 16)
			*(*uint16)(unsafe.Add(ptr, 2)) = uint16(v)
		case op16x4:
			v := load64(unsafe.Add(cur, o.off))
			*(*uint16)(ptr) = uint16(v >> 48)
			*(*uint16)(unsafe.Add(ptr, 2)) = uint16(v >> 32)
			*(*uint16)(unsafe.Add(ptr, 4)) = uint16(v >> 16)
			*(*uint16)(unsafe.Add(ptr, 6)) = uint16(v)
		case op32x2:
			v := load64(unsafe.Add(cur, o.off))
			*(*uint32)(ptr) = uint32(v >> 32)
			*(*uint32)(unsafe.Add(ptr, 4)) = uint32(v)
		case opWord:
			v := loadWord(unsafe.Add(cur, o.off), o.load)
			parts := o.x.parts
			for j := range parts[:o.x.bytes8] {
				p := &parts[j]
				*(*uint8)(unsafe.Add(base, p.goOff)) = uint8(v >> (p.shift & 63) & p.mask)
			}
			for j := range parts[o.x.bytes8:] {
				p := &parts[o.x.bytes8+j]
				putInt(unsafe.Add(base, p.goOff), p.size, v>>(p.shift&63)&p.mask)
			}
		case opFlags8:
			spread8(ptr, *(*byte)(unsafe.Add(cur, o.off)))
		case opCopy:
			copyBytes(ptr, unsafe.Add(cur, o.off), int(o.len))
		case opBits:
			storeInt(ptr, o, loadWord(unsafe.Add(cur, o.off), o.load)>>(o.shift&63)&o.mask)
		case opBitsLE:
			storeInt(ptr, o, loadLE(unsafe.Slice((*byte)(unsafe.Add(cur, o.off)), o.load), o.load)>>(o.shift&63)&o.mask)
		case opAddr4:
			*(*netip.Addr)(ptr) = netip.AddrFrom4(*(*[4]byte)(unsafe.Add(cur, o.off)))
		case opAddr16:
			*(*netip.Addr)(ptr) = netip.AddrFrom16(*(*[16]byte)(unsafe.Add(cur, o.off)))
		}
	}
}

// The loads below read bytes that the block's check has found to be there.

func load16(p unsafe.Pointer) uint16 { return binary.BigEndian.Uint16((*[2]byte)(p)[:]) }
func load32(p unsafe.Pointer) uint32 { return binary.BigEndian.Uint32((*[4]byte)(p)[:]) }
func load64(p unsafe.Pointer) uint64 { return binary.BigEndian.Uint64((*[8]byte)(p)[:]) }

func loadWord(p unsafe.Pointer, n uint8) uint64 {
	switch n {
	case 1:
		return uint64(*(*uint8)(p))
	case 2:
		return uint64(load16(p))
	case 4:
		return uint64(load32(p))
	case 8:
		return load64(p)
	}
	return loadBE(unsafe.Slice((*byte)(p), n), n)
}

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

// copyBytes copies n bytes, the usual small numbers without a call.
func copyBytes(dst, src unsafe.Pointer, n int) {
	switch n {
	case 2:
		move2(dst, src)
	case 6:
		move4(dst, src)
		move2(unsafe.Add(dst, 4), unsafe.Add(src, 4))
	case 12:
		move8(dst, src)
		move4(unsafe.Add(dst, 8), unsafe.Add(src, 8))
	default:
		copy(unsafe.Slice((*byte)(dst), n), unsafe.Slice((*byte)(src), n))
	}
}

// spread8 stores the bits of b as eight bytes, the most significant first.
func spread8(p unsafe.Pointer, b byte) {
	v := uint64(b) * 0x8040201008040201 >> 7 & 0x0101010101010101
	binary.LittleEndian.PutUint64((*[8]byte)(p)[:], v)
}
