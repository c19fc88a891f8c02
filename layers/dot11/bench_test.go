//go:build !wiretag_reflect

// Conditions that are methods are called by reflection where there is no generated code, which allocates.

package dot11_test

import (
	"testing"

	"github.com/wiretag/wiretag/capture"
	"github.com/wiretag/wiretag/internal/vectors"
	"github.com/wiretag/wiretag/packet"
)

// TestAllocs: a view that has met a kind of frame decodes the next one of it without allocating.
func TestAllocs(t *testing.T) {
	for name, lt := range map[string]capture.LinkType{
		"radiotap": 127, "radiotap-antennas": 127, "data-qos": 105, "beacon": 105, "ack": 105, "ba": 105, "data-ccmp": 105, "amsdu": 105, "action-addba": 105,
	} {
		data := vectors.Packet(t, name).Data()
		var v packet.View
		decode := func() {
			if err := v.Decode(data, lt); err != nil {
				t.Fatal(err)
			}
		}
		decode()
		if n := testing.AllocsPerRun(100, decode); n != 0 {
			t.Errorf("%s: %v allocations", name, n)
		}
	}
}

func BenchmarkDecode(b *testing.B) {
	for name, lt := range map[string]capture.LinkType{"radiotap": 127, "beacon": 105, "data-qos": 105} {
		data := vectors.Packet(b, name).Data()
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			b.SetBytes(int64(len(data)))
			var v packet.View
			for b.Loop() {
				if err := v.Decode(data, lt); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
