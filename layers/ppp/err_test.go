package ppp_test

import (
	"testing"

	"github.com/wiretag/wiretag/layers/ppp"
)

// TestErr: an address of Frame Relay that ends in its first byte, or not behind its fourth, and the reliability of keepalives.
func TestErr(t *testing.T) {
	for _, c := range []struct {
		fr   ppp.FrameRelay
		good bool
	}{
		{ppp.FrameRelay{EA2: true}, true},
		{ppp.FrameRelay{EA3: true}, true},
		{ppp.FrameRelay{EA4: true}, true},
		{ppp.FrameRelay{}, false},
		{ppp.FrameRelay{EA1: true, EA2: true}, false},
	} {
		if err := c.fr.Err(); (err == nil) != c.good {
			t.Errorf("%+v: %v", c.fr, err)
		}
	}
	for _, c := range []struct {
		s    ppp.SLARP
		good bool
	}{
		{ppp.SLARP{Code: ppp.SLARPRequest}, true},
		{ppp.SLARP{Code: ppp.SLARPKeepalive, Reliability: 0xffff}, true},
		{ppp.SLARP{Code: ppp.SLARPKeepalive}, false},
	} {
		if err := c.s.Err(); (err == nil) != c.good {
			t.Errorf("%+v: %v", c.s, err)
		}
	}
}
