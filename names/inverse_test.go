package names_test

import (
	"testing"

	"github.com/wiretag/wiretag/names"
)

// TestInverse: names that IANA and the IEEE have registered, and back.
func TestInverse(t *testing.T) {
	if n, ok := names.ProtocolNumber("sctp"); !ok || n != names.SCTP {
		t.Errorf("sctp is %d, %v", n, ok)
	}
	if n, ok := names.ProtocolNumber("dccp"); !ok || n != names.DCCP {
		t.Errorf("dccp is %d, %v", n, ok)
	}
	if n, ok := names.ProtocolNumber("nosuchprotocol"); ok {
		t.Errorf("nosuchprotocol is %d", n)
	}
	if n, ok := names.EtherTypeNumber("IPv4"); !ok || n != 0x0800 {
		t.Errorf("IPv4 is %#x, %v", n, ok)
	}
	for _, number := range []uint16{0x0806, 0x86dd, 0x8100} {
		if n, ok := names.EtherTypeNumber(names.EtherType(number)); !ok || n != number {
			t.Errorf("%q is %#x, %v; want %#x", names.EtherType(number), n, ok, number)
		}
	}
	if got := names.OUI(0x00000c); got != names.Vendor([6]byte{0, 0, 0x0c, 1, 2, 3}) || got == "" {
		t.Errorf("00:00:0c is %q", got)
	}
}
