package transport_test

import (
	"testing"

	"github.com/wiretag/wiretag/layers/transport"
)

// TestErr: which packets of DCCP may have short sequence numbers.
func TestErr(t *testing.T) {
	for i, c := range []struct {
		v    interface{ Err() error }
		good bool
	}{
		{&transport.DCCP{Type: transport.DCCPDataAck}, true},
		{&transport.DCCP{Type: transport.DCCPSync}, false},
		{&transport.DCCP{Type: transport.DCCPSync, Extended: true}, true},
	} {
		if err := c.v.Err(); (err == nil) != c.good {
			t.Errorf("%d: %+v: %v", i, c.v, err)
		}
	}
}
