package codec

import (
	"encoding/binary"
	"hash/crc32"
	"math/bits"
	"net/netip"
	"reflect"
	"unsafe"
)

// Sums is implemented by layers with a checksum that this package does not know.
type Sums interface {
	// Sum returns the function of an algorithm, the word behind sum=, nil if there is none. The function gets
	// what the checksum covers and where in it the field of n bytes stands, which counts as zero, and
	// returns the value for the field. It keeps and changes nothing.
	Sum(alg string) func(data []byte, at, n int) uint64
}

// Covers is implemented by layers with a checksum inetpart: the Internet checksum of a part of the packet, as long as a field says.
type Covers interface {
	// Covers returns how many bytes of packet, from its start, the checksum covers. It looks at data alone: the receiver is an empty struct.
	// More than there are stands for all.
	Covers(packet []byte) int
}

// sumBits are the widths of the checksums that this package knows.
var sumBits = map[string]int{"inet": 16, "inetpart": 16, "fletcher": 16, "crc32": 32, "crc32c": 32}

// sumFunc computes a checksum over data, in which the field of n bytes at data[at:]
// counts as zero. Seed is a sum of 16-bit words from outside, for the Internet checksum.
type sumFunc func(seed uint64, data []byte, at, n int) uint64

func sumOf(t reflect.Type, alg string) sumFunc {
	switch alg {
	case "inet":
		return inetSum
	case "inetpart":
		return partSum(t)
	case "crc32":
		return crcSum(crc32.IEEETable)
	case "crc32c":
		return crcSum(crc32.MakeTable(crc32.Castagnoli))
	case "fletcher":
		return fletcherSum
	}
	s, ok := reflect.New(t).Interface().(Sums)
	if !ok {
		return nil
	}
	f := s.Sum(alg)
	if f == nil {
		return nil
	}
	return func(_ uint64, data []byte, at, n int) uint64 { return f(data, at, n) }
}

// inetSum is the Internet checksum, RFC 1071.
func inetSum(seed uint64, data []byte, at, n int) uint64 {
	if at%2 != 0 { // the field lies across two words
		seed = uint16s(data[:at-1], seed)
		seed = uint16s([]byte{data[at-1], 0}, seed)
		if rest := data[at+n:]; len(rest) > 0 {
			seed = uint16s([]byte{0, rest[0]}, seed)
			seed = uint16s(rest[1:], seed)
		}
		v := fold(seed)
		if n > 0 {
			v = v>>8 | v&0xff<<8
		}
		return v
	}
	return fold(uint16s(data[at+n:], uint16s(data[:at], seed)))
}

// partSum is the Internet checksum of what a type's method Covers says; nil without one.
func partSum(t reflect.Type) sumFunc {
	c, ok := reflect.New(t).Interface().(Covers)
	if !ok {
		return nil
	}
	return func(seed uint64, data []byte, at, n int) uint64 {
		return inetSum(seed, data[:min(max(c.Covers(data), at+n), len(data))], at, n)
	}
}

// uint16s adds big-endian words of 16 bits to a sum that fold reduces. Words of 64
// bits are added with the carry going round, which gives the same in one's complement, and so
// do words in the other byte order, with the bytes of the result exchanged.
func uint16s(b []byte, sum uint64) uint64 {
	var s, c, last uint64
	p, i := unsafe.Pointer(unsafe.SliceData(b)), 0 // every load is checked to end in b
	for ; i+64 <= len(b); i += 64 {
		s, c = bits.Add64(s, little64(p, i), 0)
		s, c = bits.Add64(s, little64(p, i+8), c)
		s, c = bits.Add64(s, little64(p, i+16), c)
		s, c = bits.Add64(s, little64(p, i+24), c)
		s, c = bits.Add64(s, little64(p, i+32), c)
		s, c = bits.Add64(s, little64(p, i+40), c)
		s, c = bits.Add64(s, little64(p, i+48), c)
		s, c = bits.Add64(s, little64(p, i+56), c)
		s += c
	}
	for ; i+8 <= len(b); i += 8 {
		s, c = bits.Add64(s, little64(p, i), 0)
		s += c
	}
	if i+4 <= len(b) {
		last = uint64(binary.LittleEndian.Uint32((*[4]byte)(unsafe.Add(p, i))[:]))
		i += 4
	}
	if i+2 <= len(b) {
		last += uint64(binary.LittleEndian.Uint16((*[2]byte)(unsafe.Add(p, i))[:]))
		i += 2
	}
	if i < len(b) {
		last += uint64(b[i])
	}
	s, c = bits.Add64(s, last, 0)
	sum, c = bits.Add64(sum, bits.RotateLeft64(s+c, 8), 0)
	return sum + c
}

// half keeps a sum small enough to be added to.
func half(sum uint64) uint64 { return sum>>32 + sum&0xffffffff }

// little64 loads eight bytes at an offset, the first of which is the least.
func little64(p unsafe.Pointer, at int) uint64 {
	return binary.LittleEndian.Uint64((*[8]byte)(unsafe.Add(p, at))[:])
}

// fold reduces a sum of words to the one's complement of 16 bits. Adding the halves to each other,
// crosswise, leaves their sum in the upper one, with the carry gone round.
func fold(sum uint64) uint64 {
	sum += bits.RotateLeft64(sum, 32)
	v := uint32(sum >> 32)
	v += bits.RotateLeft32(v, 16)
	return uint64(^uint16(v >> 16))
}

// zeros stand for a checksum while it is computed. They are never written.
var zeros [8]byte

func crcSum(t *crc32.Table) sumFunc {
	return func(_ uint64, data []byte, at, n int) uint64 {
		c := crc32.Update(0, t, data[:at])
		c = crc32.Update(c, t, zeros[:n])
		return uint64(crc32.Update(c, t, data[at+n:]))
	}
}

// fletcherSum is the checksum of ISO 8473 annex C: the two bytes that make both
// running sums over data zero, modulo 255.
func fletcherSum(_ uint64, data []byte, at, n int) uint64 {
	var c0, c1 int
	for i, b := range data {
		if i < at || i >= at+n {
			c0 += int(b)
		}
		c0 %= 255
		c1 = (c1 + c0) % 255
	}
	x := ((len(data)-at-1)*c0 - c1) % 255
	if x <= 0 {
		x += 255
	}
	y := 510 - c0 - x
	if y > 255 {
		y -= 255
	}
	return uint64(x)<<8 | uint64(y)
}

// seed sums the words of the pseudo header of RFC 9293 and RFC 8200.
func (p *Pseudo) seed(length int) uint64 {
	return addrSum(p.Dst, addrSum(p.Src, uint64(p.Protocol)+uint64(length)))
}

// addrSum adds the words of an address. The zero Addr is encoded as zeros.
func addrSum(a netip.Addr, sum uint64) uint64 {
	if a.Is4() {
		return sum + uint64(Addr4(a))
	}
	high, low := Addr16(a)
	return sum + half(high) + half(low)
}

// Known reports whether a network layer has set the addresses. Those that encoding asked
// may have left the zero Addr, which is encoded as zeros.
func (p *Pseudo) Known() bool { return p.known || (p.Src.IsValid() && p.Dst.IsValid()) }
