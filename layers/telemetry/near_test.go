package telemetry_test

import (
	"encoding/binary"
	"testing"
	"time"

	"github.com/wiretag/wiretag/layers/telemetry"
)

// Seconds of NTP begin anew in 2036, and those whose first bit is not set are after that.
func TestNTPEras(t *testing.T) {
	for _, typ := range []telemetry.DataType{telemetry.TypeMicroseconds, telemetry.TypeNanoseconds} {
		for seconds, want := range map[uint32]time.Time{
			1 << 31:   time.Date(1968, 1, 20, 3, 14, 8, 0, time.UTC),
			1<<32 - 1: time.Date(2036, 2, 7, 6, 28, 15, 0, time.UTC),
			0:         time.Date(2036, 2, 7, 6, 28, 16, 0, time.UTC),
			1<<31 - 1: time.Date(2104, 2, 26, 9, 42, 23, 0, time.UTC),
		} {
			if got := typ.Value(binary.BigEndian.AppendUint64(nil, uint64(seconds)<<32)); got != want {
				t.Errorf("%v %#x: %v, want %v", typ, seconds, got, want)
			}
		}
	}
}
