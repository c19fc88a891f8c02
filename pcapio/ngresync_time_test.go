package pcapio_test

import (
	"bytes"
	"testing"
	"testing/iotest"
	"time"

	"github.com/wiretag/wiretag/pcapio"
)

// TestNgResyncLinear has a file in which every eighth byte begins a block that claims as much as it may, and is none.
func TestNgResyncLinear(t *testing.T) {
	for _, n := range []uint32{32, 1 << 10, 1 << 17, 1 << 20, 1 << 24} {
		w := bothOrders["little-endian"]().section().iface(1, 0)
		for range 1 << 18 {
			w.u32(6, n+4)
		}
		w.enhanced(0, 1, 4, 4, "last")
		start, reports := time.Now(), 0
		list, _, err := readAll(iotest.HalfReader(bytes.NewReader(w.b)), pcapio.WithResync(func(*pcapio.Error, int64) { reports++ }))
		if len(list) != 1 || list[0].data != "last" || reports != 1 {
			t.Errorf("%d: %d packets, %d reports, %v", n, len(list), reports, err)
		}
		if took := time.Since(start); took > 10*time.Second {
			t.Errorf("%d: took %v", n, took)
		}
	}
}
