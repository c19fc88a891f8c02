package main

import (
	"context"
	"encoding/binary"
	"net/netip"
	"testing"
)

// TestManyNames: what name servers said is remembered, but not of all the addresses that a file has.
func TestManyNames(t *testing.T) {
	asked := 0
	r := &resolver{asked: answers[netip.Addr]{}, lookup: func(context.Context, string) ([]string, error) {
		asked++
		return []string{"host.example."}, nil
	}}
	for i := range mostAnswers + 100 {
		a := netip.AddrFrom4([4]byte(binary.BigEndian.AppendUint32(nil, uint32(i))))
		for range 2 {
			if name := r.Host(a); name != "host.example" {
				t.Fatalf("%v is %q", a, name)
			}
		}
	}
	if len(r.asked) > mostAnswers || asked != mostAnswers+100 {
		t.Errorf("%d names are kept, %d were asked for", len(r.asked), asked)
	}
}
