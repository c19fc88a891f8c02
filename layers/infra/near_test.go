package infra_test

import (
	"math"
	"strings"
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

// What is written with dots is read again: numbers have up to 64 bits.
func TestObjectIDText(t *testing.T) {
	for _, s := range []string{
		"0.0", "0.39", "1.0", "1.39", "2.0", "2.39", "2.40", "2.47", "2.48", "2.175", "2.176", "1.3.127.128.16383.16384", "1.3.9223372036854775807",
		"1.3.9223372036854775808", "1.3.18446744073709551615", "2.18446744073709551535",
	} {
		id, err := infra.ParseBERObjectID(s)
		if got := id.String(); err != nil || got != s {
			t.Errorf("%s: %s, %v", s, got, err)
		}
	}
	for _, s := range []string{"", "1", "3.1", "0.40", "1.40", "1..3", "1.3.18446744073709551616", "2.18446744073709551536", "2.18446744073709551615"} {
		if id, err := infra.ParseBERObjectID(s); err == nil {
			t.Errorf("%q is %v", s, id)
		}
	}
}

// The reference of a secondary server is an address, even one of bytes that are letters.
func TestNTPReference(t *testing.T) {
	n := infra.NTP{Version: 4, Mode: infra.NTPServer, Stratum: 2, RefID: infra.NTPRefID{66, 96, 98, 41}}
	if s := n.String(); !strings.Contains(s, "reference 66.96.98.41") {
		t.Error(s)
	}
	n.Stratum, n.RefID = 1, infra.NTPRefID{'G', 'P', 'S'}
	if s := n.String(); !strings.Contains(s, "reference GPS") {
		t.Error(s)
	}
	n.Stratum, n.RefID = 0, infra.NTPRefID{'R', 'A', 'T', 'E'}
	if s := n.KissCode(); s != "RATE" {
		t.Error(s)
	}
	n.RefID = infra.NTPRefID{0, 0, 0, 1}
	if s := n.KissCode(); s != "" {
		t.Errorf("the reason is %q", s)
	}
}
