package aaa_test

import (
	"testing"

	"github.com/wiretag/wiretag/layers/aaa"
)

// TestErr: attributes of RADIUS without a value, and of vendors, and packets of EAP.
func TestErr(t *testing.T) {
	for i, c := range []struct {
		v    interface{ Err() error }
		good bool
	}{
		{&aaa.RADIUSAttribute{Type: aaa.RADIUSUserName, Value: []byte("a")}, true},
		{&aaa.RADIUSAttribute{Type: aaa.RADIUSUserName}, false},
		{&aaa.RADIUSAttribute{Type: aaa.RADIUSVendorSpecific, Value: []byte{0, 0, 0, 9, 1, 3, 'a'}}, true},
		{&aaa.RADIUSAttribute{Type: aaa.RADIUSVendorSpecific, Value: []byte{0, 0, 0, 9, 1, 0, 'a'}}, false},
		{&aaa.RADIUS{Attributes: []aaa.RADIUSAttribute{{Type: aaa.RADIUSEAPMessage, Value: []byte{3, 1, 0, 4}}}}, true},
		{&aaa.RADIUS{Attributes: []aaa.RADIUSAttribute{{Type: aaa.RADIUSEAPMessage, Value: []byte{3, 1, 0, 5}}}}, false},
		{&aaa.DiameterAVP{Code: 6, Data: make([]byte, 4)}, true}, // Service-Type
		{&aaa.DiameterAVP{Code: 6, Data: make([]byte, 5)}, false},
	} {
		if err := c.v.Err(); (err == nil) != c.good {
			t.Errorf("%d: %+v: %v", i, c.v, err)
		}
	}
}
