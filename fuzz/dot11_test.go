package fuzz_test

import (
	"testing"

	"github.com/wiretag/wiretag/fuzz"
	"github.com/wiretag/wiretag/internal/vectors"
	"github.com/wiretag/wiretag/layers/dot11"
	"github.com/wiretag/wiretag/packet"
)

// TestDot11Strict: what strict frames announce is there: behind a padded header the layer that it leads to, as behind any other, and no fields in front of the elements of
// an S1G beacon.
func TestDot11Strict(t *testing.T) {
	all, err := vectors.Read("../layers/dot11/testdata/stacks.txt")
	if err != nil {
		t.Fatal(err)
	}
	var like []*packet.Packet
	for _, v := range all {
		like = append(like, packet.New(v.Data, v.Link))
	}
	stacks := fuzz.NewStacks(fuzz.Strict(), fuzz.Like(like...))
	padded, beacons := 0, 0
	for key, paths := range stacks.Paths() {
		if key.Table != "dot11" || key.Value != 0x103 && key.Value != 0x102 && key.Value != 0x31 {
			continue
		}
		for _, path := range paths {
			for i := range uint64(200) {
				b := stacks.Whole(path, chosen(i, 200))
				for j, l := range b.Layers {
					switch h := l.(type) {
					case *dot11.PaddedHeader:
						padded++
						if j == len(b.Layers)-1 {
							t.Errorf("%s", b)
						}
					case *dot11.Header:
						if h.Type == dot11.TypeExtension && h.Subtype == 1 {
							beacons++
							if h.ToDS || h.FromDS || h.MoreFragments {
								t.Errorf("%s", b)
							}
						}
					}
				}
			}
		}
	}
	if padded < 100 || beacons < 100 {
		t.Errorf("%d padded headers, %d beacons", padded, beacons)
	}
}
