package codec

import (
	"encoding/binary"
	"net/netip"
)

// What generated code calls.

// Bit is 1 for true and 0 for false.
func Bit(b bool) uint64 {
	if b {
		return 1
	}
	return 0
}

// Length returns the bytes that the value v of a field tagged len=X/unit+bias means: -1 if
// v is below the bias, and no more than 1<<30, which no packet has.
func Length(v uint64, unit, bias int) int {
	switch {
	case bias > 0 && v < uint64(bias):
		return -1
	case v >= maxLen:
		return maxLen
	}
	return int(min((int64(v)-int64(bias))*int64(unit), maxLen))
}

// Addr4 returns the 32 bits of an IPv4 address, and zero for every other one.
func Addr4(a netip.Addr) (v uint32) {
	if a.Is4() {
		b := a.As4()
		v = binary.BigEndian.Uint32(b[:])
	}
	return v
}

// Addr16 returns the bits of an IPv6 address, and zero for every other one. It reads them
// from a slice: an array would be copied, and wait for its halves to be written.
func Addr16(a netip.Addr) (high, low uint64) {
	if b := a.AsSlice(); len(b) == 16 {
		return binary.BigEndian.Uint64(b), binary.BigEndian.Uint64(b[8:])
	}
	return 0, 0
}

// PutAddr4 writes an IPv4 address into the first 4 bytes of b, zeros for the zero
// Addr. It reports false for other addresses.
func PutAddr4(b []byte, a netip.Addr) bool {
	binary.BigEndian.PutUint32(b, Addr4(a))
	return a.Is4() || !a.IsValid()
}

// PutAddr16 writes an IPv6 address into the first 16 bytes of b, zeros for the zero
// Addr. It reports false for other addresses.
func PutAddr16(b []byte, a netip.Addr) bool {
	high, low := Addr16(a)
	binary.BigEndian.PutUint64(b[:8], high)
	binary.BigEndian.PutUint64(b[8:16], low)
	return !a.Is4()
}

// AddWords adds the 16-bit big-endian words of b to a sum for the Internet checksum. The
// last byte of an odd number is the first of a word. The result leaves room for smaller sums.
func AddWords(sum uint64, b []byte) uint64 { return half(uint16s(b, sum)) }

// Fold returns the Internet checksum, RFC 1071, for a sum of words.
func Fold(sum uint64) uint16 { return uint16(fold(sum)) }
