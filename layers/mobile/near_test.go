package mobile_test

import (
	"net/netip"
	"testing"

	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/layers/mobile"
)

// A cause of RANAP is one byte, 3GPP TS 29.060 section 7.7.18: what follows it is found.
func TestRANAPCause(t *testing.T) {
	b := []byte{0x32, 18, 0, 8, 0, 0, 0, 1, 0, 1, 0, 0, 21, 36, 14, 0x55}
	var g mobile.GTPv1
	if _, err := codec.Unmarshal(b, &g); err != nil {
		t.Fatal(err)
	}
	if len(g.IEs) != 2 || g.IEs[0].Uint() != 36 || g.IEs[1].Type != mobile.GTPv1Recovery || g.IEs[1].Uint() != 0x55 {
		t.Errorf("%+v", g.IEs)
	}
}

// Names of elements are those of 3GPP TS 29.060 table 37.
func TestGTPElementNames(t *testing.T) {
	for n, want := range map[mobile.GTPv1IEType]string{
		147: "SGSN Number", 181: "MS Info Change Reporting Action", 182: "Direct Tunnel Flags", 184: "Bearer Control Mode", 189: "RFSP Index", 190: "FQDN", 247: "247", 251: "Charging Gateway Address",
	} {
		if got := n.String(); got != want {
			t.Errorf("%d: %s, want %s", n, got, want)
		}
	}
}

// An end user may have addresses of both versions of IP, 3GPP TS 29.060 section 7.7.27.
func TestBothAddresses(t *testing.T) {
	v4, v6 := netip.MustParseAddr("192.0.2.1"), netip.MustParseAddr("2001:db8::1")
	for _, x := range []struct {
		value []byte
		want  netip.Addr
	}{
		{append([]byte{0xf1, 0x21}, v4.AsSlice()...), v4},
		{append([]byte{0xf1, 0x57}, v6.AsSlice()...), v6},
		{append(append([]byte{0xf1, 0x8d}, v4.AsSlice()...), v6.AsSlice()...), v4},
		{append([]byte{0xf1, 0x8d}, v4.AsSlice()...), v4},
		{append([]byte{0xf1, 0x8d}, v6.AsSlice()...), v6},
		{[]byte{0xf1, 0x8d}, netip.Addr{}},
		{[]byte{0xf1, 0x21}, netip.Addr{}},
	} {
		if got := (mobile.GTPv1IE{Type: mobile.GTPv1EndUserAddress, Value: x.value}).Addr(); got != x.want {
			t.Errorf("%x: %v, want %v", x.value, got, x.want)
		}
	}
}
