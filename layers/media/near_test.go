package media_test

import (
	"testing"

	"github.com/wiretag/wiretag/layers/media"
)

// An attribute that says it is almost 64 KiB long does not count as one without a value.
func TestClassicSTUNLength(t *testing.T) {
	msg := []byte{0, 1, 0, 4, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0}
	for length, want := range map[uint16]bool{0: true, 1: false, 4: false, 0xfffc: false, 0xfffd: false, 0xfffe: false, 0xffff: false} {
		msg[22], msg[23] = byte(length>>8), byte(length)
		if got := (*media.ClassicSTUN)(nil).Recognizes(msg); got != want {
			t.Errorf("length %#x: %t", length, got)
		}
	}
}
