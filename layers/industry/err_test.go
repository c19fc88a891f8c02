package industry_test

import (
	"testing"

	"github.com/wiretag/wiretag/layers/industry"
)

// TestErr: places of the messages in a CIPMultiple.
func TestErr(t *testing.T) {
	for i, c := range []struct {
		v    interface{ Err() error }
		good bool
	}{
		{&industry.CIPMultiple{Offsets: []uint16{6, 7}, Data: make([]byte, 2)}, true},
		{&industry.CIPMultiple{Offsets: []uint16{6, 8}, Data: make([]byte, 2)}, false},
		{&industry.CIPMultiple{Offsets: []uint16{7, 6}, Data: make([]byte, 2)}, false},
		{&industry.CIPMultiple{Offsets: []uint16{2}, Data: make([]byte, 2)}, false},
	} {
		if err := c.v.Err(); (err == nil) != c.good {
			t.Errorf("%d: %+v: %v", i, c.v, err)
		}
	}
}
