package afpacket_test

import (
	"errors"
	"os"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"github.com/wiretag/wiretag/capture"
	"github.com/wiretag/wiretag/internal/netlab"
)

// threadTime is the processor time of this thread in nanoseconds.
func threadTime() int64 {
	var t unix.Timespec
	_ = unix.ClockGettime(unix.CLOCK_THREAD_CPUTIME_ID, &t) // every Linux has it
	return t.Nano()
}

// BenchmarkRead is reading packets that wait in the ring or the socket's buffer: one by one and in batches. Filling is not measured.
func BenchmarkRead(b *testing.B) {
	for _, k := range kinds {
		for _, batches := range []bool{false, true} {
			name := k.name + "/one"
			if batches {
				name = k.name + "/batch"
			}
			b.Run(name, func(b *testing.B) {
				netlab.Isolate(b)
				netlab.Veth(b, "va", "vb")
				src, err := k.open("vb", capture.Live{Delay: time.Millisecond})
				if err != nil {
					b.Fatal(err)
				}
				defer src.Close()
				s := openSender(b, "va")
				packets := make([][]byte, 64)
				for i := range packets {
					packets[i] = frame(i, 100)
				}
				recs := make([]capture.Record, 64)
				b.ReportAllocs()
				used := int64(0)
				b.ResetTimer()
				for n := 0; n < b.N; {
					b.StopTimer()
					for range 60 {
						if _, err := s.WriteBatch(packets); err != nil {
							b.Fatal(err)
						}
					}
					time.Sleep(3 * time.Millisecond)
					_ = src.SetReadDeadline(time.Now().Add(time.Millisecond))
					b.StartTimer()
					used -= threadTime()
					for {
						k := 1
						if batches {
							k, err = src.NextBatch(recs)
						} else {
							_, _, err = src.Next()
						}
						if errors.Is(err, os.ErrDeadlineExceeded) {
							break
						}
						if err != nil {
							b.Fatal(err)
						}
						n += k
						if n%3840 == 0 {
							break
						}
					}
					used += threadTime()
				}
				b.ReportMetric(float64(used)/float64(b.N), "cpu-ns/op")
			})
		}
	}
}
