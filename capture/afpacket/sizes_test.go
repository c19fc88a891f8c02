package afpacket_test

import (
	"errors"
	"runtime"
	"testing"

	"github.com/wiretag/wiretag/capture"
	"github.com/wiretag/wiretag/capture/afpacket"
)

// TestStatusBits: the bits of linux/if_packet.h: TP_STATUS_LOSING 4, TP_STATUS_CSUM_VALID 128, TP_STATUS_GSO_TCP 256.
func TestStatusBits(t *testing.T) {
	for bit := range 32 {
		s := afpacket.Status(1 << bit)
		if s.Losing() != (bit == 2) || s.ChecksumValid() != (bit == 7) || s.Segments() != (bit == 8) {
			t.Errorf("bit %d: %v, %v, %v", bit, s.Losing(), s.ChecksumValid(), s.Segments())
		}
	}
}

// TestSnapLenLimit: one byte more than the limit is refused before anything is opened.
func TestSnapLenLimit(t *testing.T) {
	_, err := afpacket.Open("nosuchinterface", capture.Live{SnapLen: afpacket.MaxSnapLen + 1})
	_, fits := afpacket.Open("nosuchinterface", capture.Live{SnapLen: afpacket.MaxSnapLen, Buffer: afpacket.DefaultBuffer}, afpacket.WithBlocks(afpacket.DefaultBlock, 8))
	if runtime.GOOS == "linux" && (err == nil || fits == nil || err.Error() == fits.Error()) || runtime.GOOS != "linux" && !errors.Is(err, errors.ErrUnsupported) {
		t.Errorf("%v; %v", err, fits)
	}
}
