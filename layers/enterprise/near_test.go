package enterprise_test

import (
	"testing"

	"github.com/wiretag/wiretag/layers/enterprise"
)

// The byte order of a length does not depend on the characters' code.
func TestDCERPCOrder(t *testing.T) {
	for representation, length := range map[byte][2]byte{0x00: {0, 24}, 0x01: {0, 24}, 0x10: {24, 0}, 0x11: {24, 0}} {
		b := append([]byte{5, 0, 11, 3, representation, 0, 0, 0, length[0], length[1]}, make([]byte, 14)...)
		if !(*enterprise.DCERPC)(nil).Recognizes(b) {
			t.Errorf("representation %#x: not recognized", representation)
		}
		b[8], b[9] = 15, 0 // in the right order too short, in the other long
		if representation < 0x10 {
			b[8], b[9] = 0, 15
		}
		if (*enterprise.DCERPC)(nil).Recognizes(b) {
			t.Errorf("representation %#x: recognized with a length of 15", representation)
		}
	}
}
