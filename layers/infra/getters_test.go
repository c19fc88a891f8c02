package infra_test

import (
	"errors"
	"testing"

	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/layers/infra"
)

// TestSNMPPrivate: RFC 3412 section 6.4: the second bit says that it is encrypted.
func TestSNMPPrivate(t *testing.T) {
	for flags, want := range map[byte]bool{0: false, 1: false, 2: true, 3: true, 4: false, 7: true} {
		var g infra.SNMPGlobal
		if _, err := codec.Unmarshal([]byte{0x30, 13, 2, 1, 7, 2, 3, 0, 0xff, 0xe3, 4, 1, flags, 2, 1}, &g); err == nil {
			t.Error("a header that is cut is no error")
		}
		if _, err := codec.Unmarshal([]byte{0x30, 14, 2, 1, 7, 2, 3, 0, 0xff, 0xe3, 4, 1, flags, 2, 1, 3}, &g); err != nil || g.Private() != want {
			t.Errorf("%d: %v, %v", flags, g.Private(), err)
		}
	}
	var g infra.SNMPGlobal
	if _, err := codec.Unmarshal([]byte{0x30, 3, 4, 1, 7}, &g); !errors.Is(err, infra.ErrBERTag) {
		t.Errorf("an octet string in the place of an integer: %v", err)
	}
}

// TestSNMPRaw: a PDU of an unknown type is its bytes.
func TestSNMPRaw(t *testing.T) {
	var s infra.SNMP
	if _, err := codec.Unmarshal([]byte("\x30\x0f\x02\x01\x01\x04\x06public\xaf\x02\x05\x00"), &s); err != nil {
		t.Fatal(err)
	}
	if raw, ok := s.PDU.(infra.SNMPRaw); !ok || s.Type != 0xaf || string(raw) != "\x02\x05\x00" {
		t.Errorf("%v: %T %x", s.Type, s.PDU, s.PDU)
	}
}
