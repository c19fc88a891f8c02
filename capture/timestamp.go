package capture

import (
	"fmt"
	"math/big"
	"math/bits"
	"time"
)

// Timestamp is a point in time as capture files and kernels give it: seconds and nanoseconds since
// 1970-01-01T00:00:00Z, without leap seconds. It holds every time that a file can state, also those that neither
// an int64 of nanoseconds (years 1678 to 2262) nor an int64 of seconds holds, times finer than a nanosecond, and the
// lack of one. The zero value is "no time". Timestamps are comparable with ==.
type Timestamp struct {
	// Sec and Era are the whole seconds: Era·2⁶⁴ + Sec. Era is 0 unless the time is more than 292 billion years
	// away from 1970.
	Sec int64
	// Frac is what is finer than a nanosecond, in units of 2⁻⁶⁴ nanoseconds, and counts forward from Nsec. Binary
	// fractions of a second down to 2⁻⁷³ are exact; decimal ones are rounded to the nearest, so that all down to 10⁻²⁸
	// are told apart and come back as they were (pcapio.Resolution.Ticks). Most sources leave it 0.
	Frac uint64
	// Nsec is 0 to 999,999,999 and counts forward from Sec, also before 1970.
	Nsec uint32
	Era  int8
	// Set says that there is a time. The Simple Packet Block of pcapng has none.
	Set bool
}

// Unix returns the timestamp sec seconds and nsec nanoseconds after 1970-01-01T00:00:00Z. A value of nsec outside
// 0 to 999,999,999 is carried over into the seconds.
func Unix(sec, nsec int64) Timestamp {
	const e9 = 1_000_000_000
	if uint64(nsec) >= e9 {
		carry := nsec / e9
		if nsec %= e9; nsec < 0 {
			nsec += e9
			carry--
		}
		var t Timestamp
		t.Sec, t.Era = addSeconds(uint64(sec), sec < 0, carry)
		t.Nsec, t.Set = uint32(nsec), true
		return t
	}
	return Timestamp{Sec: sec, Nsec: uint32(nsec), Set: true}
}

// UnixUnsigned is Unix for seconds counted from 0 to 2⁶⁴-1, plus a signed offset in seconds. nsec must be below
// 1,000,000,000.
func UnixUnsigned(sec uint64, nsec uint32, offset int64) Timestamp {
	t := Timestamp{Sec: int64(sec), Nsec: nsec, Set: true}
	if offset != 0 || t.Sec < 0 {
		t.Sec, t.Era = addSeconds(sec, false, offset)
	}
	return t
}

// TimestampOf converts a time.Time. The zero time.Time gives no time.
func TimestampOf(t time.Time) Timestamp {
	if t.IsZero() {
		return Timestamp{}
	}
	return Timestamp{Sec: t.Unix(), Nsec: uint32(t.Nanosecond()), Set: true}
}

// addSeconds adds offset to the 65-bit number (neg ? a-2⁶⁴ : a) and splits the sum into Era·2⁶⁴ + Sec.
func addSeconds(a uint64, neg bool, offset int64) (sec int64, era int8) {
	if neg {
		era--
	}
	if offset < 0 {
		era--
	}
	sum, carry := bits.Add64(a, uint64(offset), 0)
	era += int8(carry)
	if sec = int64(sum); sec < 0 {
		era++ // Sec is signed: 2⁶³ is era 1, second -2⁶³
	}
	return sec, era
}

// Time returns the timestamp in UTC. No time gives the zero time.Time. A timestamp that time.Time cannot hold
// (its Era is not 0) gives the nearest that it can, to the second.
func (t Timestamp) Time() time.Time {
	const first, last = -1<<63 + 62135596800, 1<<63 - 1 - 62135596800 // time.Time counts from year 1
	switch {
	case !t.Set:
		return time.Time{}
	case t.Era < 0 || t.Era == 0 && t.Sec < first:
		return time.Unix(first, 0).UTC()
	case t.Era > 0 || t.Sec > last:
		return time.Unix(last, 0).UTC()
	}
	return time.Unix(t.Sec, int64(t.Nsec)).UTC()
}

// UnixNano returns nanoseconds since 1970, without what is finer; ok is false if there is no time or if it is out of the range of int64
// (1677-09-21T00:12:43.145224192Z to 2262-04-11T23:47:16.854775807Z).
func (t Timestamp) UnixNano() (ns int64, ok bool) {
	const e9, limit = 1_000_000_000, 1<<63/1_000_000_000 - 1
	if !t.Set || t.Era != 0 {
		return 0, false
	}
	if t.Sec >= -limit && t.Sec <= limit {
		return t.Sec*e9 + int64(t.Nsec), true
	}
	n := t.Nanoseconds()
	return n.Int64(), n.IsInt64()
}

// Nanoseconds returns the nanoseconds since 1970, whatever their size, without what is finer. No time gives nil.
func (t Timestamp) Nanoseconds() *big.Int {
	if !t.Set {
		return nil
	}
	n := big.NewInt(int64(t.Era))
	n.Lsh(n, 64).Add(n, big.NewInt(t.Sec))
	n.Mul(n, big.NewInt(1_000_000_000))
	return n.Add(n, big.NewInt(int64(t.Nsec)))
}

// Compare returns -1, 0 or +1. No time is before every time.
func (t Timestamp) Compare(u Timestamp) int {
	switch {
	case t.Set != u.Set:
		return order(u.Set)
	case t.Era != u.Era:
		return order(t.Era < u.Era)
	case t.Sec != u.Sec:
		return order(t.Sec < u.Sec)
	case t.Nsec != u.Nsec:
		return order(t.Nsec < u.Nsec)
	case t.Frac != u.Frac:
		return order(t.Frac < u.Frac)
	}
	return 0
}

func order(less bool) int {
	if less {
		return -1
	}
	return 1
}

// Sub returns t-u, in whole nanoseconds (the next lower number), saturated at the ends of time.Duration. It is 0 if
// one of them is not set.
func (t Timestamp) Sub(u Timestamp) time.Duration {
	const most = time.Duration(1<<63 - 1)
	if !t.Set || !u.Set {
		return 0
	}
	borrow := int64(0)
	if t.Frac < u.Frac {
		borrow = 1
	}
	sec := t.Sec - u.Sec
	if t.Era == u.Era && sec < 1<<33 && sec > -1<<33 && (sec < 0) == (t.Sec < u.Sec) {
		return time.Duration(sec)*time.Second + time.Duration(int64(t.Nsec)-int64(u.Nsec)-borrow)
	}
	n := t.Nanoseconds()
	n.Sub(n, u.Nanoseconds()).Sub(n, big.NewInt(borrow))
	switch {
	case n.IsInt64():
		return time.Duration(n.Int64())
	case n.Sign() < 0:
		return -most - 1
	}
	return most
}

// Add returns t+d. What is finer than a nanosecond stays. No time stays no time.
func (t Timestamp) Add(d time.Duration) Timestamp {
	const e9 = 1_000_000_000
	if !t.Set {
		return t
	}
	sec, nsec := int64(d/e9), int64(t.Nsec)+int64(d%e9)
	switch {
	case nsec < 0:
		nsec += e9
		sec--
	case nsec >= e9:
		nsec -= e9
		sec++
	}
	s, era := addSeconds(uint64(t.Sec), t.Sec < 0, sec)
	t.Sec, t.Era, t.Nsec = s, t.Era+era, uint32(nsec)
	return t
}

// String gives seconds since 1970 with nine decimals, as in "1120622255.938066000", with twelve, fifteen and so on if
// that is what it takes to tell the timestamp from its neighbours, or "no time".
func (t Timestamp) String() string {
	if !t.Set {
		return "no time"
	}
	if t.Era == 0 && t.Sec >= 0 {
		return fmt.Sprintf("%d.%09d%s", t.Sec, t.Nsec, fractionDigits(t.Frac))
	}
	n := t.Nanoseconds()
	sign := ""
	if n.Sign() < 0 {
		sign = "-"
		if n.Neg(n); t.Frac != 0 { // which counts forward
			n.Sub(n, big.NewInt(1))
			t.Frac = -t.Frac
		}
	}
	sec, nsec := n.DivMod(n, big.NewInt(1_000_000_000), new(big.Int))
	return fmt.Sprintf("%s%d.%09d%s", sign, sec, nsec, fractionDigits(t.Frac))
}

// fractionDigits gives as many groups of three digits as it takes to find frac, in units of 2⁻⁶⁴, again.
func fractionDigits(frac uint64) string {
	if frac == 0 {
		return ""
	}
	digits, power := 0, uint64(1)
	for digits < 18 {
		digits, power = digits+3, power*1000
		n, low := bits.Mul64(frac, power)
		if n += low >> 63; n == power {
			continue // not .1000
		}
		back, rest := bits.Div64(n, 0, power)
		if rest >= power-rest {
			back++
		}
		if back == frac {
			return fmt.Sprintf("%0*d", digits, n)
		}
	}
	n, _ := bits.Mul64(frac, 10*power) // 19 digits; one cut off is closer than any neighbour is
	return fmt.Sprintf("%019d", n)
}
