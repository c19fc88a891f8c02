package link_test

import (
	"testing"

	"github.com/wiretag/wiretag/layers/link"
)

// TestErr: repeated fields of ARCNET, addresses of CDP and FDP, and setup packets and descriptors of USB.
func TestErr(t *testing.T) {
	iso := link.USBRequest{Transfer: link.USBIsochronous, SetupFlag: 1, Setup: link.USBSetup{Index: 1}}
	for i, c := range []struct {
		v    interface{ Err() error }
		good bool
	}{
		{&link.ARCNET{Protocol: link.ARCNETIPv4, Split: 0xff, Protocol2: link.ARCNETIPv4}, true},
		{&link.ARCNET{Protocol: link.ARCNETIPv4, Split: 0xff, Protocol2: link.ARCNETARP}, false},
		{&link.ARCNET{Protocol: link.ARCNETIPv4, Protocol2: link.ARCNETARP}, true}, // it is not on the wire
		{&link.CDPAddress{Kind: 1, Protocol: []byte{0xcc}, Address: make([]byte, 4)}, true},
		{&link.CDPAddress{Kind: 1, Protocol: []byte{0xcc}, Address: make([]byte, 3)}, false},
		{&link.CDPAddress{Kind: 2, Protocol: make([]byte, 8), Address: make([]byte, 16)}, true},
		{&link.CDPAddress{Kind: 2, Protocol: make([]byte, 1)}, false},
		{&link.USBRequest{Transfer: link.USBControl}, true},
		{&link.USBRequest{Transfer: link.USBBulk}, false},
		{&link.USBMapped{Request: iso, Count: 1}, true},
		{&link.USBMapped{Request: iso}, false},
		{&link.USBMapped{Request: link.USBRequest{Transfer: link.USBBulk, SetupFlag: 1}, Count: 1}, false},
		{&link.STP{Version: link.STPVersionRSTP, Type: link.BPDURapid}, true},
		{&link.STP{Version: link.STPVersionSTP, Type: link.BPDURapid}, false},
		{&link.EthernetOAM{Info: []link.OAMTLV{{Type: 1, Value: make([]byte, 14)}, {}}, Data: []byte{0}}, true},
		{&link.EthernetOAM{Info: []link.OAMTLV{{Type: 1, Value: make([]byte, 13)}, {}}}, false},
		{&link.EthernetOAM{Info: []link.OAMTLV{{Type: 0xfe, Value: make([]byte, 2)}}}, false},
		{&link.EthernetOAM{Info: []link.OAMTLV{{Type: 2, Value: make([]byte, 14)}}, Data: []byte{0}}, false}, // it does not end
		{&link.EthernetOAM{Code: 1, Events: &link.OAMEvents{Events: []link.OAMTLV{{Type: 4, Value: make([]byte, 16)}}}}, true},
		{&link.EthernetOAM{Code: 1, Events: &link.OAMEvents{Events: []link.OAMTLV{{Type: 5, Value: make([]byte, 16)}}}}, false},
		{&link.NetBIOSIPXSession{Type: 6}, true},
		{&link.NetBIOSIPXSession{Type: 11}, false},
	} {
		if err := c.v.Err(); (err == nil) != c.good {
			t.Errorf("%d: %+v: %v", i, c.v, err)
		}
	}
}
