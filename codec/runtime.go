package codec

import "net/netip"

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

// PutAddr4 writes an IPv4 address into the first 4 bytes of b, zeros for the zero
// Addr. It reports false for other addresses.
func PutAddr4(b []byte, a netip.Addr) bool {
	if a.Is4() {
		*(*[4]byte)(b) = a.As4()
		return true
	}
	clear(b[:4])
	return !a.IsValid()
}

// PutAddr16 writes an IPv6 address into the first 16 bytes of b, zeros for the zero
// Addr. It reports false for other addresses.
func PutAddr16(b []byte, a netip.Addr) bool {
	if a.Is6() {
		*(*[16]byte)(b) = a.As16()
		return true
	}
	clear(b[:16])
	return !a.IsValid()
}
