package afpacket

import (
	"os"
	"testing"
	"time"

	"github.com/wiretag/wiretag/capture"
)

// TestBlockSize: a ring of version 3 holds half a second of delays where it can, and its blocks are as large as that lets them be.
func TestBlockSize(t *testing.T) {
	for _, test := range []struct {
		buffer, size, count int
		delay               time.Duration
	}{
		{0, 512 << 10, 64, 0}, // the default
		{0, 512 << 10, 64, time.Millisecond},
		{0, 512 << 10, 64, 10 * time.Millisecond},
		{0, 1 << 20, 32, 20 * time.Millisecond},
		{0, 4 << 20, 8, 64 * time.Millisecond},
		{0, 4 << 20, 8, time.Hour},
		{1 << 30, 4 << 20, 256, time.Second},
		{1 << 30, 2 << 20, 512, time.Millisecond},
		{8 << 20, 512 << 10, 16, 10 * time.Millisecond},
		{1 << 20, 128 << 10, 8, time.Second},
		{1 << 10, 64 << 10, 2, time.Second},
	} {
		c, err := newConfig(capture.Live{Buffer: test.buffer, Delay: test.delay}, nil)
		if err != nil {
			t.Fatal(err)
		}
		size, count, _, err := c.geometry(os.Getpagesize())
		if err != nil || size != test.size || count != test.count {
			t.Errorf("%d bytes, %v: %d blocks of %d bytes, %v, want %d of %d", test.buffer, test.delay, count, size, err, test.count, test.size)
		}
	}
}
