package mobile_test

import (
	"net/netip"
	"testing"

	"github.com/wiretag/wiretag/layers/mobile"
)

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
