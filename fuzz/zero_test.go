package fuzz_test

import (
	"encoding/binary"
	"net/netip"
	"testing"

	"github.com/wiretag/wiretag/capture"
	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/fuzz"
	"github.com/wiretag/wiretag/layers"
	"github.com/wiretag/wiretag/packet"
)

// TestMutationsOtherZero: a checksum of all ones is as right as zero, so that to make it zero breaks nothing.
func TestMutationsOtherZero(t *testing.T) {
	ip := &layers.IPv4{TTL: 64, Protocol: 253, Src: netip.MustParseAddr("192.0.2.1"), Dst: netip.MustParseAddr("192.0.2.2")}
	data, err := codec.Marshal(ip, []byte("x"))
	if err != nil {
		t.Fatal(err)
	}
	binary.BigEndian.PutUint16(data[4:], binary.BigEndian.Uint16(data[10:])) // what the checksum was, the ID says: it is zero
	binary.BigEndian.PutUint16(data[10:], 0xffff)
	zero := 0
	for _, sum := range []uint16{0xffff, 0} {
		binary.BigEndian.PutUint16(data[10:], sum)
		p := packet.New(data, capture.LinkTypeRaw)
		for c := range p.Checksums() {
			if c.State != codec.SumGood {
				t.Fatalf("%04x: %v", sum, c)
			}
		}
		for m := range fuzz.Mutations(p) {
			if m.Rule != fuzz.Checksum && m.Rule != fuzz.ChecksumZero {
				continue
			}
			zero++
			q := packet.New(m.Data, capture.LinkTypeRaw)
			for c := range q.Checksums() {
				if c.State == codec.SumGood {
					t.Errorf("%04x: %v from %x to %x is right", sum, m.Rule, m.Was, m.Is)
				}
			}
		}
	}
	if zero < 2 {
		t.Errorf("%d mutations", zero)
	}
}
