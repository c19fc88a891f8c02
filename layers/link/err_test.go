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
	} {
		if err := c.v.Err(); (err == nil) != c.good {
			t.Errorf("%d: %+v: %v", i, c.v, err)
		}
	}
}
