package tunnel_test

import (
	"testing"

	"github.com/wiretag/wiretag/layers/tunnel"
)

// TestErr: versions of GRE and the fields that they have.
func TestErr(t *testing.T) {
	for i, c := range []struct {
		v    interface{ Err() error }
		good bool
	}{
		{&tunnel.GRE{Protocol: 0x800}, true},
		{&tunnel.GRE{Protocol: 0x800, AckPresent: true}, false},
		{&tunnel.GRE{Version: 1, KeyPresent: true, AckPresent: true, Protocol: 0x880b}, true},
		{&tunnel.GRE{Version: 1, KeyPresent: true, Protocol: 0x800}, false},
		{&tunnel.GRE{Version: 1, Protocol: 0x880b}, false},
		{&tunnel.GRE{Version: 1, KeyPresent: true, RoutingPresent: true, Protocol: 0x880b}, false},
		{&tunnel.GRE{Version: 2}, false},
	} {
		if err := c.v.Err(); (err == nil) != c.good {
			t.Errorf("%d: %+v: %v", i, c.v, err)
		}
	}
}
