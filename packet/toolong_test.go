//go:build !(386 || arm || mips || mipsle) && !race

package packet_test

import (
	"errors"
	"testing"

	"github.com/wiretag/wiretag/capture"
	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/packet"
)

// TestTooLong: offsets have 31 bits. There is no such packet on machines of 32 bits.
func TestTooLong(t *testing.T) {
	size := 1 << 30
	data := make([]byte, 2*size) // never touched, so no memory
	var v packet.View
	for _, link := range []capture.LinkType{capture.LinkTypeEthernet, capture.LinkTypeUser0} {
		if err := v.Decode(data, link); !errors.Is(err, codec.ErrLength) || v.Len() != 0 {
			t.Errorf("%d layers, %v", v.Len(), err)
		}
		if _, err := v.Encode(); !errors.Is(err, codec.ErrLength) {
			t.Errorf("encoded: %v", err)
		}
		if err := v.Decode(data[:2*size-1], link); err != nil || v.Len() == 0 {
			t.Errorf("%d layers, %v", v.Len(), err)
		}
	}
}
