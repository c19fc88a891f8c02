package afpacket

import (
	"math"
	"os"
	"testing"
	"time"

	"golang.org/x/net/bpf"

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

// TestTooLarge: sizes that no ring has are errors, and not other sizes.
func TestTooLarge(t *testing.T) {
	for what, opts := range map[string][]Option{
		"buffer": nil,
		"frame":  {WithVersion(V2), WithFrameSize(math.MaxInt &^ 15)},
		"blocks": {WithBlocks(1<<20, math.MaxInt)},
	} {
		c, err := newConfig(capture.Live{Buffer: math.MaxInt}, opts)
		if err != nil {
			t.Fatal(err)
		}
		if size, count, frame, err := c.geometry(os.Getpagesize()); err == nil {
			t.Errorf("%s: %d blocks of %d bytes, frames of %d", what, count, size, frame)
		}
	}
	long := Fanout{Mode: FanoutCBPF, Program: make([]bpf.RawInstruction, 1<<16+1)}
	if _, err := newConfig(capture.Live{}, []Option{WithFanout(long)}); err == nil {
		t.Error("a program whose length is 1 in the kernel's 16 bits was taken")
	}
}
