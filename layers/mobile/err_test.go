package mobile_test

import (
	"testing"

	"github.com/wiretag/wiretag/layers/mobile"
)

// TestErr: lengths and contents of elements, extension headers and configuration options of GTP.
func TestErr(t *testing.T) {
	for i, c := range []struct {
		v    interface{ Err() error }
		good bool
	}{
		{mobile.GTPv1IE{Type: mobile.GTPv1PrivateExtension, Value: make([]byte, 2)}, true},
		{mobile.GTPv1IE{Type: mobile.GTPv1PrivateExtension, Value: make([]byte, 1)}, false},
		{mobile.GTPv1IE{Type: 251, Value: make([]byte, 16)}, true},
		{mobile.GTPv1IE{Type: 251, Value: make([]byte, 5)}, false},
		{mobile.GTPv1IE{Type: mobile.GTPv1ProtocolConfig, Value: []byte{0x80, 0x80, 0x21, 4, 1, 0, 0, 4}}, true},
		{mobile.GTPv1IE{Type: mobile.GTPv1ProtocolConfig, Value: []byte{0x80, 0x80, 0x21, 4, 1, 0, 0, 5}}, false},
		{mobile.GTPv1IE{Type: mobile.GTPv1ProtocolConfig, Value: []byte{0x80, 0, 1}}, false},
		{mobile.GTPv1IE{Type: mobile.GTPv1ProtocolConfig}, false},
		{&mobile.GTPExtension{Type: mobile.GTPExtensionUDPPort, Data: make([]byte, 2)}, true},
		{&mobile.GTPExtension{Type: mobile.GTPExtensionUDPPort, Data: make([]byte, 6)}, false},
		{&mobile.GTPPrime{IEs: []mobile.GTPv1IE{{Type: mobile.GTPv1Recovery}}}, true},
		{&mobile.GTPPrime{IEs: []mobile.GTPv1IE{{Type: mobile.GTPv1TEIDData}}}, false},
		{&mobile.GTPv2CauseValue{Offender: make([]byte, 4)}, true},
		{&mobile.GTPv2CauseValue{Offender: make([]byte, 1)}, false},
		{&mobile.GTPv2Network{MNC3: 15}, true},
		{&mobile.GTPv2Network{MNC3: 14}, false},
		{&mobile.GTPv2Network{MCC1: 10}, false},
	} {
		if err := c.v.Err(); (err == nil) != c.good {
			t.Errorf("%d: %+v: %v", i, c.v, err)
		}
	}
}
