package pcapio_test

import (
	"bytes"
	"io"
	"math/rand/v2"
	"testing"

	"github.com/wiretag/wiretag/pcapio"
)

// TestPcapngTimes: the times of packets are the same however they follow each other, on all interfaces and across the
// place where the upper half of the ticks changes.
func TestPcapngTimes(t *testing.T) {
	random := rand.New(rand.NewPCG(7, 8))
	resolutions := []pcapio.Resolution{0, 3, 6, 9, 10, 0x80 | 20}
	for name, build := range bothOrders {
		w := build().section()
		for _, r := range resolutions {
			w.iface(1, 0, func() { w.option(9, byte(r)) })
		}
		w.iface(1, 0, func() { w.option(14, w.order.AppendUint64(nil, 1<<63+5)...) }) // microseconds, with an offset
		type stamp struct {
			id    uint32
			ticks uint64
		}
		var stamps []stamp
		for i := range 20000 {
			s := stamp{uint32(random.IntN(len(resolutions) + 1)), 7<<32 - 2_000_000_000 + random.Uint64N(4_000_000_000)}
			if n := len(stamps); n > 0 && i%10 > 2 { // near the one before
				s = stamps[n-1]
				s.ticks += uint64(random.IntN(3_000_000)) - 1_500_000
			}
			stamps = append(stamps, s)
			w.enhanced(s.id, s.ticks, 4, 4, "data")
		}
		list, _, err := readAll(bytes.NewReader(w.b))
		if err != io.EOF || len(list) != len(stamps) {
			t.Fatal(len(list), err)
		}
		for i, s := range stamps {
			res, offset := pcapio.Microseconds, int64(-1<<63+5)
			if int(s.id) < len(resolutions) {
				res, offset = resolutions[s.id], 0
			}
			if want := res.Timestamp(s.ticks, offset); list[i].info.Time != want || list[i].info.Interface != int(s.id) {
				t.Fatalf("%s: packet %d on interface %d: %v, want %v", name, i, list[i].info.Interface, list[i].info.Time, want)
			}
		}
	}
}
