package pcapio

import (
	"fmt"
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

// Timestamp converts ticks since 1970 and an offset in seconds (if_tsoffset). What is finer than a nanosecond is
// cut off.
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

const nanosPerSecond = 1_000_000_000

// binaryTimestamp is for 2^exp ticks per second, exp 0 to 127.
func binaryTimestamp(ticks uint64, exp uint, offset int64) capture.Timestamp {
	var sec uint64
	if exp < 64 {
		sec = ticks >> exp
		ticks &= 1<<exp - 1
	}
	hi, lo := bits.Mul64(ticks, nanosPerSecond)
	if exp < 64 {
		lo = lo>>exp | hi<<(64-exp) // hi>>exp is 0: the fraction is below 1
	} else {
		lo = hi >> (exp - 64)
	}
	return capture.UnixUnsigned(sec, uint32(lo), offset)
}

// decimalTimestamp is for 10^exp ticks per second, exp 0 to 127.
func decimalTimestamp(ticks uint64, exp uint, offset int64) capture.Timestamp {
	switch {
	case exp <= 19: // 10¹⁹ < 2⁶⁴
		unit := pow10(exp)
		sec := ticks / unit
		hi, lo := bits.Mul64(ticks-sec*unit, nanosPerSecond)
		nsec, _ := bits.Div64(hi, lo, unit) // hi < unit: the fraction is below 1
		return capture.UnixUnsigned(sec, uint32(nsec), offset)
	case exp-9 <= 19:
		return capture.UnixUnsigned(0, uint32(ticks/pow10(exp-9)), offset)
	}
	return capture.UnixUnsigned(0, 0, offset)
}

func pow10(exp uint) uint64 {
	p := uint64(1)
	for range exp {
		p *= 10
	}
	return p
}
