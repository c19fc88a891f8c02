package pcapio_test

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/wiretag/wiretag/capture"
	"github.com/wiretag/wiretag/pcapio"
)

// TestResolutionExact goes from ticks to a timestamp and back, for all resolutions that a timestamp can keep.
func TestResolutionExact(t *testing.T) {
	const most = math.MaxUint64
	random := rand.New(rand.NewPCG(1, 2))
	for n := range 256 {
		res := pcapio.Resolution(n)
		if exp := n & 0x7f; n < 0x80 && exp > 28 || exp > 73 {
			continue
		}
		ticks := []uint64{0, 1, 2, 999, 1 << 31, 1<<32 - 1, 1 << 63, most - 1, most}
		for range 200 {
			ticks = append(ticks, random.Uint64()>>(random.Uint32()&63))
		}
		for _, k := range ticks {
			for _, offset := range []int64{0, 1_700_000_000, -1, math.MaxInt64, math.MinInt64} {
				ts := res.Timestamp(k, offset)
				if back, ok := res.Ticks(ts, offset); !ok || back != k {
					t.Fatalf("%v: %d ticks %+d s is %+v, which is %d ticks, %v", res, k, offset, ts, back, ok)
				}
			}
		}
	}
}

func TestResolutionFiner(t *testing.T) {
	for _, c := range []struct {
		res   pcapio.Resolution
		ticks uint64
		text  string
	}{
		{12, 1_700_000_000_123_456_789, "1700000.000123456789"},
		{18, 1_234_567_890_123_456_789, "1.234567890123456789"},
		{0x80 | 32, 5<<32 | 1, "5.0000000002328306436538696289"}, // 2⁻³² s is 0.23283064365386962890625 ns
		{21, 7, "0.000000000000000000007"},
		{28, 1, "0.0000000000000000000000000001"},
	} {
		if got := c.res.Timestamp(c.ticks, 0).String(); got != c.text {
			t.Errorf("%v: %d ticks: %s, want %s", c.res, c.ticks, got, c.text)
		}
	}
	if ts := pcapio.Resolution(0x80|32).Timestamp(5<<32|1, 0); ts.Frac != 0x3b9aca00<<32 { // 10⁹/2³² of a nanosecond
		t.Errorf("2^-32 s: fraction %#x", ts.Frac)
	}
}

// TestTicksRange has times that ticks cannot state, and cuts off what is finer.
func TestTicksRange(t *testing.T) {
	far := capture.UnixUnsigned(math.MaxUint64, 999_999_999, 0)
	for _, c := range []struct {
		res    pcapio.Resolution
		ts     capture.Timestamp
		offset int64
		want   uint64
		ok     bool
	}{
		{6, capture.Timestamp{}, 0, 0, false},
		{6, capture.Unix(-1, 0), 0, 0, false},
		{6, capture.Unix(-1, 0), -1, 0, true},
		{6, capture.Unix(5, 0), 6, 0, false},
		{6, capture.Unix(5, 1_999), 4, 1_000_001, true},
		{6, capture.Timestamp{Sec: 5, Nsec: 999_999_999, Frac: math.MaxUint64, Set: true}, 0, 5_999_999, true},
		{0, far, 0, math.MaxUint64, true},
		{0, far, -1, 0, false},
		{1, far, 0, 0, false},
		{9, capture.Unix(18_446_744_073, 709_551_615), 0, math.MaxUint64, true},
		{9, capture.Unix(18_446_744_073, 709_551_616), 0, 0, false},
		{0x80, far, 0, math.MaxUint64, true},
		{0x81, capture.Unix(7, 500_000_000), 0, 15, true},
		{0x81, capture.Unix(7, 499_999_999), 0, 14, true},
		{40, capture.Unix(1, 0), 0, 0, false},
		{40, capture.Unix(1, 0), 1, 0, true},
		{0x80 | 80, capture.Unix(1, 0), 0, 0, false},
		{0x80 | 70, capture.Unix(0, 1), 0, 1_180_591_620_717, true}, // 2⁷⁰/10⁹
	} {
		got, ok := c.res.Ticks(c.ts, c.offset)
		if ok != c.ok || ok && got != c.want {
			t.Errorf("%v, %v less %d s: %d, %v, want %d, %v", c.res, c.ts, c.offset, got, ok, c.want, c.ok)
		}
	}
}
