package layers_test

import (
	"testing"

	"github.com/wiretag/wiretag/layers"
)

// TestErr: search lists of domains, labels of IPv4, the routing header of mobility, and stateful operations of DNS.
func TestErr(t *testing.T) {
	for i, c := range []struct {
		v    interface{ Err() error }
		good bool
	}{
		{&layers.NDPDNSSL{Names: []byte("\x01a\x03net\x00\x00")}, true},
		{&layers.NDPDNSSL{Names: []byte("\x01a\x00\x01b\x00")}, true},
		{&layers.NDPDNSSL{Names: []byte("\x01a\x03net")}, false},
		{&layers.NDPDNSSL{Names: []byte("\x01a\x00\x00\x01b\x00")}, false},
		{&layers.NDPDNSSL{Names: make([]byte, 8)}, false},
		{&layers.IPv4CIPSO{Tags: make([]layers.IPv4CIPSOTag, 1)}, true},
		{&layers.IPv4CIPSO{}, false},
		{&layers.IPv4CIPSO{Tags: make([]layers.IPv4CIPSOTag, 1), Rest: []byte{1}}, false},
		{&layers.IPv6Routing{Type: layers.IPv6RoutingHome, Data: make([]byte, 20)}, true},
		{&layers.IPv6Routing{Type: layers.IPv6RoutingHome, Data: make([]byte, 36)}, false},
		{&layers.IPv6Routing{Type: layers.IPv6RoutingSource, Data: make([]byte, 36)}, true},
		{&layers.DNS{Opcode: layers.DNSOpcodeDSO}, false},
		{&layers.DNS{Opcode: layers.DNSOpcodeDSO, QR: true}, true},
		{&layers.DNS{Opcode: layers.DNSOpcodeDSO, Rest: make([]byte, 4)}, true},
	} {
		if err := c.v.Err(); (err == nil) != c.good {
			t.Errorf("%d: %+v: %v", i, c.v, err)
		}
	}
}
