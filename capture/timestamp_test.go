package capture_test

import (
	"math"
	"slices"
	"testing"
	"time"

	"github.com/wiretag/wiretag/capture"
)

func TestTimestamp(t *testing.T) {
	for _, c := range []struct {
		ts     capture.Timestamp
		text   string
		nanos  int64
		fits   bool
		utc    string
		string string
	}{
		{capture.Unix(0, 0), "0", 0, true, "1970-01-01T00:00:00Z", "0.000000000"},
		{capture.Unix(1_700_000_000, 5), "1700000000000000005", 1_700_000_000_000_000_005, true, "2023-11-14T22:13:20.000000005Z", "1700000000.000000005"},
		{capture.Unix(-1, 999_999_999), "-1", -1, true, "1969-12-31T23:59:59.999999999Z", "-0.000000001"},
		{capture.Unix(-2, 250_000_000), "-1750000000", -1_750_000_000, true, "1969-12-31T23:59:58.25Z", "-1.750000000"},
		{capture.Unix(9_223_372_036, 854_775_807), "9223372036854775807", math.MaxInt64, true, "2262-04-11T23:47:16.854775807Z", "9223372036.854775807"},
		{capture.Unix(9_223_372_036, 854_775_808), "9223372036854775808", 0, false, "2262-04-11T23:47:16.854775808Z", "9223372036.854775808"},
		{capture.Unix(-9_223_372_037, 145_224_192), "-9223372036854775808", math.MinInt64, true, "1677-09-21T00:12:43.145224192Z", "-9223372036.854775808"},
		{capture.Unix(-9_223_372_037, 145_224_191), "-9223372036854775809", 0, false, "1677-09-21T00:12:43.145224191Z", "-9223372036.854775809"},
		{capture.Unix(1, 1_999_999_999), "2999999999", 2_999_999_999, true, "1970-01-01T00:00:02.999999999Z", "2.999999999"},
		{capture.Unix(1, -1), "999999999", 999_999_999, true, "1970-01-01T00:00:00.999999999Z", "0.999999999"},
		{capture.Unix(0, -2_000_000_001), "-2000000001", -2_000_000_001, true, "1969-12-31T23:59:57.999999999Z", "-2.000000001"},
		{capture.UnixUnsigned(1<<32, 7, -5), "4294967291000000007", 4_294_967_291_000_000_007, true, "2106-02-07T06:28:11.000000007Z", "4294967291.000000007"},
		{capture.UnixUnsigned(10, 7, -20), "-9999999993", -9_999_999_993, true, "1969-12-31T23:59:50.000000007Z", "-9.999999993"},
		{capture.UnixUnsigned(math.MaxUint64, 1, math.MaxInt64), "27670116110564327422000000001", 0, false, "", "27670116110564327422.000000001"},
		{capture.UnixUnsigned(1<<63, 0, -1), "9223372036854775807000000000", 0, false, "", "9223372036854775807.000000000"},
		{capture.Unix(math.MaxInt64, 1_000_000_000), "9223372036854775808000000000", 0, false, "", "9223372036854775808.000000000"},
		{capture.Unix(math.MinInt64, -1), "-9223372036854775808000000001", 0, false, "", "-9223372036854775808.000000001"},
		{capture.UnixUnsigned(0, 0, math.MinInt64), "-9223372036854775808000000000", 0, false, "", "-9223372036854775808.000000000"},
	} {
		if got := c.ts.Nanoseconds().String(); got != c.text || !c.ts.Set || c.ts.Nsec > 999_999_999 {
			t.Errorf("%+v: %s ns, want %s", c.ts, got, c.text)
		}
		if ns, ok := c.ts.UnixNano(); ok != c.fits || ok && ns != c.nanos {
			t.Errorf("%+v: UnixNano %d, %v, want %d, %v", c.ts, ns, ok, c.nanos, c.fits)
		}
		if got := c.ts.String(); got != c.string {
			t.Errorf("%+v: %q, want %q", c.ts, got, c.string)
		}
		if c.utc == "" {
			if c.ts.Era == 0 && c.ts.Sec > -1<<62 && c.ts.Sec < 1<<62 {
				t.Errorf("%+v is no far time", c.ts)
			}
			continue
		}
		if got := c.ts.Time().Format(time.RFC3339Nano); got != c.utc {
			t.Errorf("%+v: %s, want %s", c.ts, got, c.utc)
		}
		if back := capture.TimestampOf(c.ts.Time()); back != c.ts {
			t.Errorf("%+v: there and back %+v", c.ts, back)
		}
	}
}

func TestNoTime(t *testing.T) {
	var none capture.Timestamp
	if ns, ok := none.UnixNano(); ns != 0 || ok || !none.Time().IsZero() || none.Nanoseconds() != nil || none.String() != "no time" {
		t.Errorf("%d, %v, %v, %v, %q", ns, ok, none.Time(), none.Nanoseconds(), none.String())
	}
	if ts := capture.TimestampOf(time.Time{}); ts != none {
		t.Errorf("zero time.Time gives %+v", ts)
	}
	if none == capture.Unix(0, 0) {
		t.Error("no time is 1970")
	}
}

func TestTimestampOrder(t *testing.T) {
	sorted := []capture.Timestamp{
		{},
		capture.UnixUnsigned(0, 0, math.MinInt64),
		capture.Unix(-1, 0),
		capture.Unix(0, 0),
		capture.Unix(0, 1),
		capture.Unix(math.MaxInt64, 0),
		capture.UnixUnsigned(math.MaxUint64, 0, 0),
		capture.UnixUnsigned(math.MaxUint64, 0, 5),
	}
	for i, a := range sorted {
		for j, b := range sorted {
			want := 0
			if i < j {
				want = -1
			} else if i > j {
				want = 1
			}
			if got := a.Compare(b); got != want {
				t.Errorf("%v compared with %v: %d, want %d", a, b, got, want)
			}
		}
	}
	if !slices.IsSortedFunc(sorted, capture.Timestamp.Compare) {
		t.Error("not sorted")
	}
}

func TestTimestampSub(t *testing.T) {
	far := capture.Unix(math.MaxInt64, 0)
	for _, c := range []struct {
		a, b capture.Timestamp
		want time.Duration
	}{
		{capture.Unix(5, 1), capture.Unix(3, 2), 2*time.Second - 1},
		{capture.Unix(3, 2), capture.Unix(5, 1), -2*time.Second + 1},
		{capture.Unix(1<<33, 0), capture.Unix(0, 1), 1<<33*time.Second - 1},
		{far, capture.Unix(0, 0), math.MaxInt64},
		{capture.Unix(0, 0), far, math.MinInt64},
		{far, capture.UnixUnsigned(0, 0, math.MinInt64), math.MaxInt64},
		{capture.UnixUnsigned(1<<63, 5, 0), far, time.Second + 5},
		{capture.Unix(1, 0), capture.Timestamp{}, 0},
	} {
		if got := c.a.Sub(c.b); got != c.want {
			t.Errorf("%v - %v: %v, want %v", c.a, c.b, got, c.want)
		}
	}
}

// TestTimestampFrac has times finer than a nanosecond.
func TestTimestampFrac(t *testing.T) {
	const half = 1 << 63
	at := func(sec, nsec int64, frac uint64) capture.Timestamp {
		ts := capture.Unix(sec, nsec)
		ts.Frac = frac
		return ts
	}
	for _, c := range []struct {
		ts   capture.Timestamp
		want string
	}{
		{at(1, 2, half), "1.000000002500"},
		{at(-1, 999_999_998, half), "-0.000000001500"},
		{at(-3, 999_999_999, half), "-2.000000000500"},
		{at(0, 0, 1<<32), "0.0000000000000000002328306436"},          // 2⁻³² ns
		{at(0, 0, math.MaxUint64), "0.0000000009999999999999999999"}, // cut off, not carried
		{at(0, 0, 1), "0.0000000000000000000000000000"},
		{at(0, 0, 18446744073709552), "0.000000000001"}, // 10⁻³ ns, rounded
	} {
		if got := c.ts.String(); got != c.want {
			t.Errorf("%+v: %s, want %s", c.ts, got, c.want)
		}
	}
	a, b := at(5, 10, 3), at(5, 10, 4)
	if a.Compare(b) != -1 || b.Compare(a) != 1 || a == b {
		t.Error("order")
	}
	for _, c := range []struct {
		a, b capture.Timestamp
		want time.Duration
	}{
		{a, b, -1},
		{b, a, 0},
		{at(5, 11, 0), a, 0},
		{at(6, 0, 0), at(5, 0, 1), time.Second - 1},
		{at(1<<40, 0, 0), at(0, 0, 1), math.MaxInt64},
	} {
		if got := c.a.Sub(c.b); got != c.want {
			t.Errorf("%v - %v: %v, want %v", c.a, c.b, got, c.want)
		}
	}
}

func TestTimestampAdd(t *testing.T) {
	for _, c := range []struct {
		ts   capture.Timestamp
		d    time.Duration
		want capture.Timestamp
	}{
		{capture.Unix(5, 999_999_999), 1, capture.Unix(6, 0)},
		{capture.Unix(5, 0), -1, capture.Unix(4, 999_999_999)},
		{capture.Unix(5, 0), -6*time.Second - time.Millisecond, capture.Unix(-2, 999_000_000)},
		{capture.Unix(math.MaxInt64, 0), time.Second, capture.UnixUnsigned(1<<63, 0, 0)},
		{capture.UnixUnsigned(1<<63, 0, 0), -time.Second, capture.Unix(math.MaxInt64, 0)},
		{capture.Unix(math.MinInt64, 0), -time.Second, capture.Unix(math.MinInt64, -1_000_000_000)},
		{capture.Timestamp{Sec: 1, Frac: 7, Set: true}, time.Hour, capture.Timestamp{Sec: 3601, Frac: 7, Set: true}},
		{capture.Timestamp{}, time.Hour, capture.Timestamp{}},
	} {
		if got := c.ts.Add(c.d); got != c.want {
			t.Errorf("%v + %v: %v, want %v", c.ts, c.d, got, c.want)
		}
	}
}
