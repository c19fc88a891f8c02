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
		{&routing.BGPReach{AFI: routing.AFIIPv6, SAFI: routing.SAFILabeled, NextHop: make([]byte, 16)}, true},
		{&routing.BGPReach{AFI: routing.AFIIPv6, SAFI: routing.SAFILabeled, NextHop: make([]byte, 4)}, false},
		{&routing.BGPReach{AFI: routing.AFIIPv4, SAFI: routing.SAFIFlowSpec}, true},
		{&routing.BGPReach{AFI: routing.AFIIPv4, SAFI: routing.SAFIUnicast}, false},
		{&routing.BGPReach{AFI: routing.AFILinkState, SAFI: routing.SAFILinkState, NextHop: make([]byte, 4)}, true},
		{&routing.BGPReach{AFI: routing.AFILinkState, SAFI: routing.SAFILinkState, NextHop: make([]byte, 7)}, false},
		{&routing.BGPReach{AFI: routing.AFIIPv4, SAFI: routing.SAFILinkState, NextHop: make([]byte, 4)}, false},
		{&routing.BGPUnreach{AFI: routing.AFIIPv4, SAFI: routing.SAFILinkStateVPN}, false},
		{&routing.CLNP{}, true},
		{&routing.CLNP{Segmentation: true, Length: 30, Offset: 8, TotalLength: 38}, true},
		{&routing.CLNP{Segmentation: true, Length: 30, Offset: 8, TotalLength: 37}, false},
		{routing.OSPFv3Prefix{Length: 128}, true},
		{routing.OSPFv3Prefix{Length: 129}, false},
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
		{&routing.EIGRPMultiInternal{AFI: 1, Destinations: prefix("2001:db8::/48")}, false},
		{&routing.EIGRPMultiExternal{AFI: 2, Destinations: prefix("2001:db8::/48")}, true},
		{&routing.OSIOption{Type: routing.OSISourceRouting, Value: []byte{0, 255}}, false},
		{&routing.OSIOption{Type: routing.OSIRecordRoute, Value: []byte{0, 255}}, true},
		{&routing.OSIRoute{Next: 3}, true},
		{&routing.OSIRoute{Next: 6, Titles: []routing.NSAP{{Addr: []byte{1, 2}}}}, true},
		{&routing.OSIRoute{Next: 5, Titles: []routing.NSAP{{Addr: []byte{1, 2}}}}, false},
		{&routing.OSIRoute{Next: 3, Complete: 2}, false},
		{routing.PIMAddress{}, true},
		{routing.PIMAddress{Encoding: 1}, false},
		{&routing.PIMGroup{Family: routing.PIMIPv4, MaskLen: 32}, true},
		{&routing.PIMGroup{Family: routing.PIMIPv4, MaskLen: 33}, false},
		{&routing.PIMGroup{Family: routing.PIMIPv6, Encoding: 1}, false},
		{&routing.IGMP{Type: routing.IGMPTraceroute, Data: make([]byte, 48)}, true},
		{&routing.IGMP{Type: routing.IGMPTraceroute, Data: make([]byte, 15)}, false},
		{&routing.IGMP{Type: routing.IGMPTracerouteReply, Data: make([]byte, 17)}, false},
		{&routing.ISISOriginators{Count: 1, Systems: make([]routing.SystemID, 1)}, true},
		{&routing.ISISOriginators{Count: 254, Systems: make([]routing.SystemID, 1)}, false},
		{&routing.ISISLinkTLV{Type: routing.ISISLinkIPv6}, false},
		{&routing.ISISLinkTLV{Type: routing.ISISLinkAdjacencySID, Value: []byte{0x30, 0, 0, 0, 16}}, true},
		{&routing.ISISLinkTLV{Type: routing.ISISLinkAdjacencySID, Value: []byte{0x30, 0, 0, 0, 0, 16}}, false},
		{&routing.ISISLinkTLV{Type: routing.ISISLinkLANSID, Value: []byte{0x20, 0, 1, 2, 3, 4, 5, 6, 0, 0, 0, 16}}, false},
		{&routing.ISISPrefixTLV{Type: 3, Value: make([]byte, 6)}, true},
		{&routing.ISISPrefixTLV{Type: 3, Value: []byte{0x08, 0, 0, 0, 0, 1}}, false},
		{&routing.ISISSIDRange{SID: make([]byte, 3)}, true},
		{&routing.ISISSIDRange{SID: make([]byte, 2)}, false},
		{&routing.BGPReach{AFI: routing.AFIIPv4, SAFI: routing.SAFIUnicast, NextHop: make([]byte, 4), Routes: []byte{8, 10}}, true},
		{&routing.BGPReach{AFI: routing.AFIIPv4, SAFI: routing.SAFIUnicast, NextHop: make([]byte, 5)}, false},
		{&routing.BGPReach{AFI: routing.AFIL2VPN, SAFI: routing.SAFIMcastVPN, NextHop: make([]byte, 4)}, false},
		{&routing.BGPUnreach{AFI: routing.AFIIPv6, SAFI: routing.SAFIUnicast, Routes: []byte{16, 0x20, 1}}, true},
		{&routing.BGPUnreach{AFI: routing.AFIIPv4, SAFI: routing.SAFIUnicast, Routes: []byte{213, 0x20, 1}}, false},
		{&routing.BGPUnreach{AFI: routing.AFILinkState, SAFI: routing.SAFIConstraint}, false},
		{&routing.BGPCapability{Code: 0}, false},
		{&routing.BGPCapability{Code: 64, Value: make([]byte, 6)}, true},
		{&routing.BGPCapability{Code: 64, Value: make([]byte, 4)}, false},
		{&routing.OSPFv2{Body: &routing.OSPFHello{}}, true},
		{&routing.OSPFv2{Body: &routing.OSPFHello{Options: routing.OSPFOptionL}}, false},
		{&routing.OSPFv2{Body: &routing.OSPFDescription{Options: routing.OSPFOptionL}, Signaling: []byte{0, 0, 0, 1}}, true},
		{&routing.OSPFv3{Body: &routing.OSPFv3Hello{Options: routing.OSPFv3OptionL}}, false},
		{&routing.OSPFv3{Body: &routing.OSPFv3Hello{Options: routing.OSPFv3OptionL}, Trailing: []byte{0, 0, 0, 1}}, true},
	} {
		if err := c.v.Err(); (err == nil) != c.good {
			t.Errorf("%d: %+v: %v", i, c.v, err)
		}
	}
}
