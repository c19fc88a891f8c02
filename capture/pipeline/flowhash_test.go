package pipeline_test

import (
	"net/netip"
	"testing"

	"github.com/wiretag/wiretag/capture"
	"github.com/wiretag/wiretag/capture/pipeline"
	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/layers"
)

// TestFlowHash: both directions of a connection have one number, other connections others.
func TestFlowHash(t *testing.T) {
	hash := pipeline.NewFlowHash()
	number := func(src, dst string, from, to layers.UDPPort) uint64 {
		data, err := codec.Marshal(&layers.IPv4{Src: netip.MustParseAddr(src), Dst: netip.MustParseAddr(dst)}, &layers.UDP{SrcPort: from, DstPort: to})
		if err != nil {
			t.Fatal(err)
		}
		return hash(capture.Record{Data: data, Info: &capture.Info{LinkType: capture.LinkTypeRaw, CaptureLength: uint32(len(data)), Length: uint32(len(data))}})
	}
	seen := map[uint64]layers.UDPPort{}
	for port := layers.UDPPort(1000); port < 1100; port++ {
		there, back := number("192.0.2.1", "192.0.2.2", port, 53), number("192.0.2.2", "192.0.2.1", 53, port)
		if there != back {
			t.Errorf("port %d: %x and %x", port, there, back)
		}
		if other, ok := seen[there]; ok {
			t.Errorf("ports %d and %d are both %x", port, other, there)
		}
		seen[there] = port
	}
}
