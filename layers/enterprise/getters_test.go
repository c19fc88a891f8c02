package enterprise_test

import (
	"strings"
	"testing"

	"github.com/wiretag/wiretag/layers/enterprise"
)

// TestFIXFields: tags and values between bytes of 1.
func TestFIXFields(t *testing.T) {
	var got strings.Builder
	for tag, value := range enterprise.FIXMessage("8=FIX.4.2\x019=12\x0135=0\x01").Fields() {
		got.WriteString(tag + ":" + string(value) + " ")
	}
	if got.String() != "8:FIX.4.2 9:12 35:0 " {
		t.Errorf("%q", got.String())
	}
}
