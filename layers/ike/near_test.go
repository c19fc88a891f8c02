package ike_test

import (
	"testing"

	"github.com/wiretag/wiretag/layers/ike"
)

// The flag of encryption is one of version 1: in version 2 its bit is reserved, and ignored.
func TestReservedFlag(t *testing.T) {
	for version, want := range map[uint8]string{1: "", 2: "ikepayload"} {
		h := ike.IKE{MajorVersion: version, NextPayload: ike.PayloadSA, Encryption: true}
		if k := h.NextLayer(nil); k.Table != want {
			t.Errorf("version %d: %v", version, k)
		}
	}
}
