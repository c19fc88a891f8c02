package enterprise_test

import (
	"testing"

	"github.com/wiretag/wiretag/layers/enterprise"
)

// TestFIXFields: tags and values between bytes of 1.
func TestFIXFields(t *testing.T) {
	got := ""
	for tag, value := range enterprise.FIXMessage("8=FIX.4.2\x019=12\x0135=0\x01").Fields() {
		got += tag + ":" + string(value) + " "
	}
	if got != "8:FIX.4.2 9:12 35:0 " {
		t.Errorf("%q", got)
	}
}
