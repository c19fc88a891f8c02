package layers_test

import (
	"net/netip"
	"reflect"
	"testing"

	"github.com/wiretag/wiretag/layers"
)

// TestDHCPv4SubOptions: the sub-options of relay agents that have a form of their own, by the RFCs that define them.
func TestDHCPv4SubOptions(t *testing.T) {
	for _, c := range []struct {
		typ  layers.DHCPv4SubOptionType
		data string
		want any
	}{
		{layers.DHCPv4DOCSISClass, "\x00\x00\x00\x01", &layers.DHCPv4Uint32{Value: 1}},
		{layers.DHCPv4LinkSelection, "\xc0\x00\x02\x01", &layers.DHCPv4Address{Addr: netip.MustParseAddr("192.0.2.1")}},
		{layers.DHCPv4ServerIDOverride, "\xc0\x00\x02\x02", &layers.DHCPv4Address{Addr: netip.MustParseAddr("192.0.2.2")}},
		{layers.DHCPv4RelayVendor, "\x00\x00\x01\x2c\x02ab", &layers.DHCPv4RelayVendors{Vendors: []layers.DHCPv4RelayVendorInfo{{Enterprise: 300, Length: 2, Data: []byte("ab")}}}},
		{layers.DHCPv4RelayFlags, "\x80", &layers.DHCPv4Uint8{Value: 128}},
		{layers.DHCPv4RelayVSS, "\x00net", &layers.DHCPv4VSS{ID: []byte("net")}},
		{layers.DHCPv4RelayPort, "", &layers.DHCPv4Empty{}},
		{
			layers.DHCPv4RelayAuth, "\x01\x00\x00\x00\x00\x00\x00\x00\x00\x00\x07\x00\x00\x00\x05key",
			&layers.DHCPv4RelayAuthentication{Algorithm: 1, Replay: 7, RelayID: 5, Info: []byte("key")},
		},
	} {
		o := layers.DHCPv4SubOption{Type: c.typ, Data: []byte(c.data)}
		if got, err := o.View(); err != nil || !reflect.DeepEqual(got, c.want) {
			t.Errorf("%v: %+v, want %+v, %v", c.typ, got, c.want, err)
		}
	}
	for _, o := range []layers.DHCPv4SubOption{{Type: layers.DHCPv4LinkSelection, Data: make([]byte, 3)}, {Type: layers.DHCPv4RelayVendor, Data: []byte{0, 0, 0, 1, 9}}, {Type: layers.DHCPv4RelayPort, Data: []byte{1}}} {
		if got, err := o.View(); err == nil {
			t.Errorf("%v: %+v, want an error", o.Type, got)
		}
	}
}
