//go:build amd64 || arm64

package pfring

import (
	"sync/atomic"
	"testing"

	"github.com/wiretag/wiretag/capture"
)

// BenchmarkSimulated is reading packets that are in a ring already, without a module; the benchmark of the same name in package afpacket reads as many bytes. Once
// around the ring the same packets are put there again.
func BenchmarkSimulated(b *testing.B) {
	for _, size := range []int{60, 1500} {
		for _, batches := range []bool{false, true} {
			name := map[int]string{60: "60", 1500: "1500"}[size] + map[bool]string{false: "/one", true: "/batch"}[batches]
			b.Run(name, func(b *testing.B) { benchmark(b, size, batches) })
		}
	}
}

func benchmark(b *testing.B, size int, batches bool) {
	m := newModule()
	m.minSlots = 8 << 20 / 1600
	r, s := m.opened(b, "eth0", settings(b, capture.Live{SnapLen: 1536, Immediate: true}))
	k := packet{data: make([]byte, size), nanoseconds: 17e17, received: 1, index: 7}
	lap := uint64(0)
	for p := s.ring; lap == 0 || p.insert != 0; lap++ {
		atomic.StoreUint64(p.word(offRemove), p.insert) // there is always room
		atomic.StoreUint64(p.word(offRead), lap)
		p.put(&k)
	}
	for _, off := range []int{offRead, offRemove, offPut} {
		atomic.StoreUint64(s.ring.word(off), 0)
	}
	recs := make([]capture.Record, 64)
	b.SetBytes(int64(size))
	b.ReportAllocs()
	b.ResetTimer()
	for n, ready := 0, 0; n < b.N; {
		if n >= ready {
			atomic.AddUint64(s.ring.word(offPut), lap)
			ready += int(lap)
		}
		if !batches {
			if _, _, err := r.Next(); err != nil {
				b.Fatal(err)
			}
			n++
			continue
		}
		got, err := r.NextBatch(recs)
		if err != nil {
			b.Fatal(err)
		}
		n += got
	}
}
