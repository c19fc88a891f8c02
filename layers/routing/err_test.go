package routing_test

import (
	"net/netip"
	"testing"

	"github.com/wiretag/wiretag/layers/routing"
)

// TestErr: what is right by the standard that each type names, and beside it what is not.
func TestErr(t *testing.T) {
	prefix := func(s string) []routing.Prefix { return []routing.Prefix{routing.PrefixOf(netip.MustParsePrefix(s))} }
	for i, c := range []struct {
		v    interface{ Err() error }
		good bool
	}{
		{&routing.BGPUpdate{Withdrawn: []byte{8, 10, 0, 32, 192, 0, 2, 1}}, true},
		{&routing.BGPUpdate{Routes: []byte{0, 0, 0, 1, 8, 10}}, true}, // behind an identifier
		{&routing.BGPUpdate{Withdrawn: []byte{33, 1, 2, 3, 40, 5}}, false},
		{&routing.BGPUpdate{Routes: []byte{8, 10, 24, 1}}, false},
		{&routing.BGPRouteRefresh{}, true},
		{&routing.BGPRouteRefresh{Filters: []byte{1, 64, 0, 1, 0x80}}, true},
		{&routing.BGPRouteRefresh{Filters: []byte{3, 64, 0, 1, 0x80}}, false},
		{&routing.BGPRouteRefresh{Filters: []byte{1, 64, 0, 2, 0x80}}, false},
		{&routing.BGPCapability{Code: 2}, true},
		{&routing.BGPCapability{Code: 3, Value: []byte{0, 1, 0, 1, 1, 64, 3}}, true},
		{&routing.BGPCapability{Code: 3, Value: []byte{0, 1, 0, 1, 1, 64, 3, 0, 2, 0, 1, 1, 64, 3}}, true},
		{&routing.BGPCapability{Code: 3, Value: []byte{0, 1, 0, 1, 0}}, false},
		{&routing.BGPCapability{Code: 3, Value: []byte{0, 1, 0, 1, 2, 64, 3}}, false},
		{&routing.EIGRPAddress{Addr: make([]byte, 4)}, true},
		{&routing.EIGRPAddress{Addr: make([]byte, 5)}, false},
		{&routing.EIGRPIPv4Internal{Destinations: prefix("192.0.2.0/24")}, true},
		{&routing.EIGRPIPv4Internal{Destinations: prefix("2001:db8::/48")}, false},
		{&routing.EIGRPIPv6External{Destinations: prefix("2001:db8::/48")}, true},
		{&routing.EIGRPWideMetric{Extended: []byte{1, 1, 0, 7}}, true},
		{&routing.EIGRPWideMetric{Extended: []byte{6, 0}}, false},
		{&routing.EIGRPWideMetric{Extended: []byte{1, 2, 0, 7}}, false},
		{&routing.EIGRPMultiInternal{AFI: 2}, true},
		{&routing.EIGRPMultiExternal{AFI: 3}, false},
		{&routing.OSIOption{Type: routing.OSIDiscardReason, Value: make([]byte, 2)}, true},
		{&routing.OSIOption{Type: routing.OSIDiscardReason}, false},
		{&routing.OSIOption{Type: routing.OSIPriority, Value: make([]byte, 2)}, false},
		{&routing.OSIOption{Type: routing.OSISNPAMask}, false},
		{&routing.OSIOption{Type: routing.OSIPadding}, true},
		{routing.ISISPrefix{Bits: 32}, true},
		{routing.ISISPrefix{Bits: 33}, false},
		{&routing.ISISAdjacency{IDs: make([]byte, 10)}, true},
		{&routing.ISISAdjacency{IDs: make([]byte, 11)}, false},
		{&routing.ISISAuth{Data: []byte{1}}, true},
		{&routing.ISISAuth{}, false},
		{&routing.ISIS{HeaderLength: 27, Type: routing.ISISL2LSP}, true},
		{&routing.ISIS{HeaderLength: 27, Type: 19}, false},
		{&routing.OSPFLSAHeader{Length: 20}, true},
		{&routing.OSPFLSAHeader{Length: 19}, false},
		{&routing.VRRPv2{}, true},
		{&routing.VRRPv2{AuthType: routing.VRRPAuthPassword}, false},
		{&routing.VRRPv2{AuthData: make([]byte, 8)}, true},
		{&routing.VRRPv2{AuthData: make([]byte, 4)}, false},
	} {
		if err := c.v.Err(); (err == nil) != c.good {
			t.Errorf("%d: %+v: %v", i, c.v, err)
		}
	}
}
