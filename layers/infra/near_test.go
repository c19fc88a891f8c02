package infra_test

import (
	"math"
	"testing"

	"github.com/wiretag/wiretag/layers/infra"
)

// Counters of 64 bits that would be small negative numbers are still those counters.
func TestSNMPLargeCounters(t *testing.T) {
	for _, n := range []uint64{0, 0x7f, 0x80, 0xff, math.MaxUint32, math.MaxInt64, 1 << 63, math.MaxUint64 - 128, math.MaxUint64 - 127, math.MaxUint64 - 1<<20, math.MaxUint64} {
		var v infra.SNMPVarBind
		v.SetUnsigned(infra.SNMPCounter64, n)
		if got, ok := v.Unsigned(); !ok || got != n {
			t.Errorf("%#x is read as %#x, %t, from %x", n, got, ok, v.Value.Data)
		}
	}
}

// An address of OSI is not a number, whatever its length.
func TestSNMPNsapAddress(t *testing.T) {
	v := infra.SNMPVarBind{Type: 0x45, Value: infra.SNMPContent{Data: []byte{0x47, 0, 5}}}
	if n, ok := v.Unsigned(); ok {
		t.Error("it is the number", n)
	}
	if s := v.Text(); s != "470005" {
		t.Error(s)
	}
}
