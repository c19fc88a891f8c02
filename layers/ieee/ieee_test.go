package ieee_test

import (
	"net"
	"testing"

	"github.com/wiretag/wiretag/layers/ieee"
)

// TestMAC: an address is what package net makes of it too.
func TestMAC(t *testing.T) {
	for _, s := range []string{"00:00:5e:00:53:01", "01:00:5e:00:00:fb", "ff:ff:ff:ff:ff:ff"} {
		want, err := net.ParseMAC(s)
		if err != nil {
			t.Fatal(err)
		}
		m, err := ieee.ParseMAC(s)
		if err != nil || m.HardwareAddr().String() != want.String() || m.String() != s {
			t.Errorf("%s: %v, %v", s, m, err)
		}
		h := m.HardwareAddr()
		h[0] = 0x42 // it is a copy
		if m.String() != s {
			t.Errorf("%s has become %v", s, m)
		}
	}
	if m, err := ieee.ParseMAC("00:00:5e:00:53"); err == nil {
		t.Errorf("five bytes: %v", m)
	}
}
