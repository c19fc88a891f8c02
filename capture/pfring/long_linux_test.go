//go:build amd64 || arm64

package pfring

import (
	"os"
	"runtime"
	"sync"
	"testing"
	"time"

	"github.com/wiretag/wiretag/capture"
)

// longPackets is how many packets TestLong reads: 100 million with WIRETAG_LONG=1.
func longPackets() uint64 {
	if os.Getenv("WIRETAG_LONG") != "" {
		return 100_000_000
	}
	return 300_000
}

// TestLong has packets written and read at the same time: by order, content and count none may differ. Now and then the module does not wait for room; what is lost then is counted on all
// sides.
func TestLong(t *testing.T) {
	total := (longPackets() + uint64(len(forms)) - 1) / uint64(len(forms))
	for _, f := range forms {
		t.Run(f.name, func(t *testing.T) {
			m := newModule()
			m.slot, m.minSlots = f.slot, 512
			if f.slot == slotNames {
				m.version = 0x080000
			}
			cfg := settings(t, capture.Live{SnapLen: 128})
			cfg.longHeader = f.header != shortHeader
			r, s := m.opened(t, "eth0", cfg)
			start := time.Now()
			var side sync.WaitGroup
			side.Go(func() { flood(s, total) })
			n := check(t, r, total)
			side.Wait()
			put, lost := s.ring.counted()
			st, err := r.Stats()
			if err != nil || st.Received != put || st.Dropped != lost || n.packets != put || n.missed != lost || put+lost != total || n.dropped > lost {
				t.Errorf("%d packets: %d put, %d lost, %+v, read %+v, %v", total, put, lost, st, n, err)
			}
			d := time.Since(start)
			t.Logf("%d packets, %d of them lost on purpose, %d times around the ring, %.0f ns each", total, lost, n.wraps, float64(d)/float64(total))
		})
	}
}

// flood puts packets of 0 to 160 bytes, of which 128 are kept. It waits for room, except for 2000 of 20000; the last is never lost.
func flood(s *ringSocket, total uint64) {
	b := make([]byte, 160)
	k := packet{received: 1, index: 7}
	for n := range total {
		k.data = b[:length(n, 0, 160)]
		pattern(k.data, n)
		k.nanoseconds = n
		for (n%20000 < 18000 || n == total-1) && !s.ring.room() {
			runtime.Gosched()
		}
		s.put(&k)
	}
}

type tally struct{ packets, missed, dropped, wraps uint64 }

// check reads packets until the last one, one by one and in batches by turns.
func check(t *testing.T, r *Ring, total uint64) (n tally) {
	recs := make([]capture.Record, 50)
	next, last := uint64(0), uint64(0)
	_ = r.SetReadDeadline(time.Now().Add(30 * time.Minute))
	for next < total {
		got := 1
		var err error
		if n.packets&1023 < 512 {
			recs[0].Data, recs[0].Info, err = r.Next()
		} else {
			got, err = r.NextBatch(recs)
		}
		if err != nil {
			t.Fatal(err)
		}
		for _, rec := range recs[:got] {
			number := uint64(rec.Info.Time.Sec)*1e9 + uint64(rec.Info.Time.Nsec)
			size := length(number, 0, 160)
			if number < next || int(rec.Info.Length) != size || len(rec.Data) != min(size, 128) || int(rec.Info.CaptureLength) != len(rec.Data) || !matches(rec.Data, number) {
				t.Fatalf("packet %d, expected %d: %x %+v", number, next, rec.Data, rec.Info)
			}
			n.missed += number - next
			n.dropped += rec.Info.Dropped
			n.packets++
			next = number + 1
		}
		if r.rd.at < last {
			n.wraps++
		}
		last = r.rd.at
	}
	return n
}
