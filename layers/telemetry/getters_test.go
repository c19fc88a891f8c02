package telemetry_test

import (
	"math"
	"net/netip"
	"testing"

	"github.com/wiretag/wiretag/layers/telemetry"
)

// TestElementNumbers: number and name of IANA's registry, both ways.
func TestElementNumbers(t *testing.T) {
	e, ok := telemetry.ElementByName("sourceIPv4Address")
	if !ok || e.ID != 8 || telemetry.ElementByID(8).Name != "sourceIPv4Address" {
		t.Errorf("%+v, %v", e, ok)
	}
}

// TestFlowRecord: values by place and by name, with the template that says what they are.
func TestFlowRecord(t *testing.T) {
	r := telemetry.FlowRecord{
		Template: &telemetry.Template{ID: 256, Fields: []telemetry.FlowField{{Element: 8, Length: 4}, {Element: 7, Length: 2}}},
		Values:   [][]byte{{192, 0, 2, 1}, {0x9c, 0x40}},
	}
	if r.Value(0) != any(netip.MustParseAddr("192.0.2.1")) || r.Value(1) != r.Get("sourceTransportPort") || r.Template.Scopes != 0 || r.Template.System {
		t.Errorf("%v, %v, %v", r.Value(0), r.Value(1), r.Get("sourceTransportPort"))
	}
}

// TestSFlowValues: an address by its type, and a number by IEEE 754.
func TestSFlowValues(t *testing.T) {
	a := telemetry.SFlowAddress{Type: 1, IPv4: netip.MustParseAddr("192.0.2.1"), IPv6: netip.MustParseAddr("2001:db8::1")}
	if got := a.IP(); got != a.IPv4 {
		t.Errorf("%v", got)
	}
	if a.Type = 2; a.IP() != a.IPv6 {
		t.Errorf("%v", a.IP())
	}
	if f := telemetry.XDRFloat(math.Float32bits(0.25)); f.Float() != 0.25 {
		t.Errorf("%v", f)
	}
}
