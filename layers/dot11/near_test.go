package dot11_test

import (
	"fmt"
	"testing"

	"github.com/wiretag/wiretag/layers/dot11"
)

// Names of numbers that few frames have, next to each other in the tables of the standard: IEEE 802.11-2020 tables 9-49, 9-50 and 9-92, and IEEE 802.11be.
func TestRareNames(t *testing.T) {
	for _, x := range []struct {
		number fmt.Stringer
		want   string
	}{
		{dot11.ElementID(164), "Session Transition"},
		{dot11.ElementID(166), "Cluster Report"},
		{dot11.ElementID(167), "Relay Capabilities"},
		{dot11.ElementID(170), "Multiple MAC Sublayers"},
		{dot11.ElementID(174), "MCCAOP Advertisement Overview"},
		{dot11.ElementID(175), "Quiet Period Request"},
		{dot11.ElementID(176), "176"},
		{dot11.ElementID(177), "Quiet Period Response"},
		{dot11.ElementID(182), "ECAPC Policy"},
		{dot11.ElementID(185), "SCS Descriptor"},
		{dot11.ElementID(190), "Antenna Sector ID Pattern"},
		{dot11.ElementRelayCapabilities, "Relay Capabilities"},
		{dot11.ElementECAPC, "ECAPC Policy"},
		{dot11.Reason(68), "alternative channel occupied"},
		{dot11.Reason(69), "69"},
		{dot11.Reason(71), "poor RSSI conditions"},
		{dot11.Status(123), "unknown password identifier"},
		{dot11.Status(124), "no HE support"},
		{dot11.Status(130), "130"},
		{dot11.Status(133), "denied TID-to-link mapping"},
		{dot11.Status(134), "preferred TID-to-link mapping suggested"},
		{dot11.Status(135), "no EHT support"},
		{dot11.Status(137), "PASN base AKMP failed"},
	} {
		if got := x.number.String(); got != x.want {
			t.Errorf("%T %d: %q, want %q", x.number, x.number, got, x.want)
		}
	}
}
