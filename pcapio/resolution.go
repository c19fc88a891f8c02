package pcapio

import (
	"fmt"
	"math/big"
	"math/bits"

	"github.com/wiretag/wiretag/capture"
)

// Resolution is the unit of the time stamps of a pcapng interface, as the option if_tsresol states it: 10 to the
// minus that many seconds, or with the top bit set, 2 to the minus (value without that bit).
type Resolution uint8

// Resolutions in common use. Microseconds are the default.
const (
	Microseconds Resolution = 6
	Nanoseconds  Resolution = 9
)

// String is as in "10^-6 s".
func (r Resolution) String() string {
	if r&0x80 != 0 {
		return fmt.Sprintf("2^-%d s", r&0x7f)
	}
	return fmt.Sprintf("10^-%d s", uint8(r))
}

// Timestamp converts ticks since 1970 and an offset in seconds (if_tsoffset). What is finer than a nanosecond is in
// the timestamp's Frac, see there for how fine that is.
func (r Resolution) Timestamp(ticks uint64, offset int64) capture.Timestamp {
	switch r {
	case Microseconds:
		const unit = 1_000_000
		sec := ticks / unit
		return capture.UnixUnsigned(sec, uint32(ticks-sec*unit)*1000, offset)
	case Nanoseconds:
		const unit = 1_000_000_000
		sec := ticks / unit
		return capture.UnixUnsigned(sec, uint32(ticks-sec*unit), offset)
	}
	if r&0x80 != 0 {
		return binaryTimestamp(ticks, uint(r&0x7f), offset)
	}
	return decimalTimestamp(ticks, uint(r), offset)
}

const (
	nanosPerSecond = 1_000_000_000
	nanoDigits     = 9
	mostDigits     = 19 // 10¹⁹ is the highest power of ten below 2⁶⁴
)

// binaryTimestamp is for 2^exp ticks per second, exp 0 to 127.
func binaryTimestamp(ticks uint64, exp uint, offset int64) capture.Timestamp {
	var sec, nsec, frac uint64
	if exp < 64 {
		sec = ticks >> exp
		ticks &= 1<<exp - 1
	}
	hi, lo := bits.Mul64(ticks, nanosPerSecond)
	if exp < 64 {
		nsec = lo>>exp | hi<<(64-exp) // hi>>exp is 0: the fraction is below 1
		frac = lo << (64 - exp)
	} else {
		exp -= 64
		nsec = hi >> exp
		frac = lo>>exp | hi<<(64-exp)
	}
	t := capture.UnixUnsigned(sec, uint32(nsec), offset)
	t.Frac = frac
	return t
}

// decimalTimestamp is for 10^exp ticks per second, exp 0 to 127.
func decimalTimestamp(ticks uint64, exp uint, offset int64) capture.Timestamp {
	switch {
	case exp <= mostDigits:
		unit := pow10(exp)
		sec := ticks / unit
		hi, lo := bits.Mul64(ticks-sec*unit, nanosPerSecond)
		nsec, rest := bits.Div64(hi, lo, unit) // hi < unit: the fraction is below 1
		t := capture.UnixUnsigned(sec, uint32(nsec), offset)
		t.Frac = scaled(rest, unit)
		return t
	case exp <= mostDigits+nanoDigits:
		unit := pow10(exp - nanoDigits)
		nsec := ticks / unit
		t := capture.UnixUnsigned(0, uint32(nsec), offset)
		t.Frac = scaled(ticks-nsec*unit, unit)
		return t
	}
	t := capture.UnixUnsigned(0, 0, offset)
	n := new(big.Int).SetUint64(ticks)
	n.Lsh(n, 64).Quo(n, bigPow10(exp-nanoDigits))
	t.Frac = n.Uint64()
	return t
}

// scaled is part/whole, below 1, in units of 2⁻⁶⁴, rounded.
func scaled(part, whole uint64) uint64 {
	if part == 0 {
		return 0
	}
	n, rest := bits.Div64(part, 0, whole)
	if rest >= whole-rest {
		n++ // never to 2⁶⁴: part is at most whole-1, and whole below 2⁶⁴
	}
	return n
}

// Ticks converts a timestamp into ticks since 1970 after an offset in seconds (if_tsoffset) was taken off it; what is
// finer than a tick is cut off. ok is false if there is no time, or none that ticks can state: before 1970, or
// beyond 2⁶⁴-1 ticks. Ticks of what Timestamp returned gives its ticks again, for resolutions down to 10⁻²⁸ and 2⁻⁷³.
func (r Resolution) Ticks(t capture.Timestamp, offset int64) (ticks uint64, ok bool) {
	sec, borrow := bits.Sub64(uint64(t.Sec), uint64(offset), 0)
	// The high word of the 128-bit difference must be 0.
	high := int64(t.Era) + t.Sec>>63 - offset>>63 - int64(borrow)
	if !t.Set || high != 0 || t.Nsec >= nanosPerSecond {
		return 0, false
	}
	unit, part, ok := r.fraction(uint64(t.Nsec), t.Frac)
	if !ok {
		return r.bigTicks(sec, uint64(t.Nsec), t.Frac)
	}
	hi, lo := bits.Mul64(sec, unit)
	ticks, carry := bits.Add64(lo, part, 0)
	return ticks, hi == 0 && carry == 0
}

// fraction gives the ticks of a second and those of a part of a second; ok is false for resolutions where one of
// them may not fit 64 bits.
func (r Resolution) fraction(nsec, frac uint64) (unit, part uint64, ok bool) {
	exp := uint(r & 0x7f)
	switch binary := r&0x80 != 0; {
	case binary && exp == 0:
		return 1, 0, true
	case binary && exp < 64:
		part, _ = bits.Div64(nsec>>(64-exp), nsec<<exp|frac>>(64-exp), nanosPerSecond)
		return 1 << exp, part, true
	case !binary && exp <= nanoDigits:
		return pow10(exp), nsec / pow10(nanoDigits-exp), true
	case !binary && exp <= mostDigits:
		scale := pow10(exp - nanoDigits)
		hi, lo := bits.Mul64(frac, scale)
		_, carry := bits.Add64(lo, scale/2, 0) // frac is rounded: half of its last place more
		return pow10(exp), nsec*scale + hi + carry, true
	}
	return 0, 0, false
}

// bigTicks is Ticks for units so small that 2⁶⁴ of them are less than a second or two.
func (r Resolution) bigTicks(sec, nsec, frac uint64) (uint64, bool) {
	n, exp := new(big.Int).SetUint64(sec), uint(r&0x7f)
	n.Mul(n, big.NewInt(nanosPerSecond)).Add(n, new(big.Int).SetUint64(nsec))
	n.Lsh(n, 64).Add(n, new(big.Int).SetUint64(frac)) // 2⁻⁶⁴ ns
	switch {
	case r&0x80 != 0:
		n.Lsh(n, exp)
	case exp <= mostDigits+nanoDigits:
		n.Lsh(n, 1).Add(n, big.NewInt(1)).Mul(n, bigPow10(exp)).Rsh(n, 1) // half of the last place more
	default:
		n.Mul(n, bigPow10(exp))
	}
	n.Rsh(n, 64).Quo(n, big.NewInt(nanosPerSecond))
	return n.Uint64(), n.IsUint64()
}

func pow10(exp uint) uint64 {
	p := uint64(1)
	for range exp {
		p *= 10
	}
	return p
}

func bigPow10(exp uint) *big.Int {
	return new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(exp)), nil)
}
