package main

import (
	"os/exec"
	"strings"
	"testing"
)

func needTshark(t *testing.T) {
	t.Helper()
	if _, err := exec.LookPath("tshark"); err != nil {
		t.Skipf("tshark: %v", err)
	}
}

// plainLayers are those whose every value has a meaning: nothing that is made from their tags may look malformed to
// tshark, but for what it takes the payload for.
var plainLayers = strings.Fields("AH Dot1Q ICMPExtEchoReply ICMPExtEchoRequest ICMPv4Echo ICMPv4Information ICMPv4Timestamp ICMPv6Echo IPv6Fragment MLDv2Query MLDv2Report TCP UDP")

// TestGenerated: tshark reads packets made from the tags as they were built.
func TestGenerated(t *testing.T) {
	needTshark(t)
	a, err := agreeGenerated(&made{packets: 3, vectors: "../../layers", examples: 1})
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	a.print(&b)
	t.Log(b.String())
	for _, name := range plainLayers {
		l := a.byLayer[name]
		if l == nil || l.stack.percent() < 90 || l.malformed.percent() < 97 {
			t.Errorf("%s: %+v", name, l)
		}
	}
	sum := a.all
	if sum.sums.percent() < 99.9 || sum.fields.percent() < 99.8 || sum.sums.of < 500 || sum.fields.of < 5000 {
		t.Errorf("checksums %+v, fields %+v", sum.sums, sum.fields)
	}
	if len(a.malformed) > sum.packets.of/1000 {
		t.Errorf("%d packets of %d are malformed, and not by a fault of tshark that is known", len(a.malformed), sum.packets.of)
	}
	if sum.stack.percent() < 93 || sum.malformed.percent() < 98 {
		t.Errorf("stacks %+v, not malformed %+v", sum.stack, sum.malformed)
	}
}

// TestMutated: what tshark notices of broken rules, the library does too.
func TestMutated(t *testing.T) {
	needTshark(t)
	v, err := judge(&made{packets: 1, vectors: "../../layers", examples: 2})
	if err != nil {
		t.Fatal(err)
	}
	var all noticed
	for rule, r := range v.rules {
		all.all, all.tshark, all.both, all.only = all.all+r.all, all.tshark+r.tshark, all.both+r.both, all.only+r.only
		t.Logf("%-40s %5d, tshark %5d, of them we %5d, we alone %5d", rule, r.all, r.tshark, r.both, r.only)
	}
	if all.tshark < 2000 || float64(all.both) < 0.999*float64(all.tshark) {
		t.Errorf("of %d mutations that tshark notices, %d are noticed: %v", all.tshark, all.both, v.missed)
	}
}
