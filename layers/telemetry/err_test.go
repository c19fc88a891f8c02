package telemetry_test

import (
	"testing"

	"github.com/wiretag/wiretag/layers/telemetry"
)

// TestErr: types of addresses, messages without records, and options templates whose scope is none or more than all fields.
func TestErr(t *testing.T) {
	fields := make([]telemetry.FlowField, 2)
	for i, c := range []struct {
		v    interface{ Err() error }
		good bool
	}{
		{&telemetry.NetFlow1{}, false},
		{&telemetry.NetFlow1{Records: make([]telemetry.NetFlow1Record, 1)}, true},
		{&telemetry.NetFlow5{}, false},
		{&telemetry.NetFlow5{Records: make([]telemetry.NetFlow5Record, 1)}, true},
		{&telemetry.NetFlow7{}, false},
		{&telemetry.NetFlow7{Records: make([]telemetry.NetFlow7Record, 1)}, true},
		{&telemetry.NetFlow9{}, false},
		{&telemetry.NetFlow9{Count: 1}, true},
		{&telemetry.SFlowAddress{}, true},
		{&telemetry.SFlowAddress{Type: 2}, true},
		{&telemetry.SFlowAddress{Type: 3}, false},
		{&telemetry.FlowTemplate{ID: 255}, false},
		{&telemetry.FlowTemplate{ID: 256, Fields: fields}, true},
		{&telemetry.FlowTemplate{ID: 2}, true}, // all are withdrawn
		{&telemetry.FlowTemplate{ID: 2, Fields: fields}, false},
		{&telemetry.FlowOptions{ID: 2}, false},
		{&telemetry.FlowOptions{ID: 3}, true},
		{&telemetry.FlowOptions{ID: 256}, true},
		{&telemetry.FlowOptions{ID: 256, Fields: fields}, false},
		{&telemetry.FlowOptions{ID: 256, Fields: fields, ScopeCount: 2}, true},
		{&telemetry.FlowOptions{ID: 256, Fields: fields, ScopeCount: 3}, false},
	} {
		if err := c.v.Err(); (err == nil) != c.good {
			t.Errorf("%d: %+v: %v", i, c.v, err)
		}
	}
}
