package routing_test

import (
	"errors"
	"io"
	"testing"

	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/packet"
	"github.com/wiretag/wiretag/pcapio"
)

// TestCaptures: what real routers sent has the layers that tshark counts in it ("tshark -T fields -e frame.protocols"), no
// errors, good checksums, and no TLV that its type does not fit.
func TestCaptures(t *testing.T) {
	for name, want := range map[string]map[string]int{
		"ospf":  {"OSPFv2": 39},
		"ospf6": {"OSPFv3": 38},
		"isis":  {"NLPID": 53, "ISIS": 53, "ISISLANHello": 38, "ISISLSP": 8, "ISISCSNP": 4, "ISISPSNP": 3},
		"pim":   {"PIM": 18, "IGMPv3Report": 6, "IGMPv3Query": 2},
		"eigrp": {"EIGRP": 15},
		"bfd":   {"BFD": 44},
		"rip":   {"RIP": 10},
		"ripng": {"RIPng": 9},
		"vrrp":  {"VRRPv3IPv6": 17},
		"bgp":   {"BGP": 24, "BGPOpen": 2, "BGPUpdate": 12},
	} {
		got, sums := count(t, "../../testdata/"+name+".pcap")
		for layer, n := range want {
			if got[layer] != n {
				t.Errorf("%s: %d %s, want %d", name, got[layer], layer, n)
			}
		}
		if sums == 0 && name != "isis" {
			t.Errorf("%s: no checksum was verified", name)
		}
	}
}

// count decodes a capture and counts its layers and its good checksums.
func count(t *testing.T, file string) (names map[string]int, good int) {
	t.Helper()
	r, err := pcapio.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	names = map[string]int{}
	var v packet.View
	for {
		data, info, err := r.Next()
		if errors.Is(err, io.EOF) {
			return names, good
		}
		if err != nil {
			t.Fatal(err)
		}
		if err := v.Decode(data, info.LinkType); err != nil {
			t.Errorf("%s: %v", file, err)
		}
		for l := range v.Layers() {
			names[l.Name()]++
		}
		for c := range v.Checksums() {
			switch c.State {
			case codec.SumGood:
				good++
			case codec.SumBad:
				t.Errorf("%s: %s.%s is %#x, want %#x", file, c.Layer.Name(), c.Field, c.Got, c.Want)
			}
		}
	}
}
