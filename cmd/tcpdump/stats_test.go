package main

import (
	"bytes"
	"strings"
	"testing"

	"github.com/wiretag/wiretag/capture"
	"github.com/wiretag/wiretag/packet"
)

// nodesIn counts the nodes of a tree, and the packets of its leaves.
func nodesIn(n *node) (nodes int, packets uint64) {
	if len(n.inside) == 0 {
		return 1, n.packets
	}
	nodes = 1
	for _, c := range n.inside {
		m, p := nodesIn(c)
		nodes, packets = nodes+m, packets+p
	}
	return nodes, packets
}

// TestStatsOfManyStacks: layers in ever new orders do not make the tree of protocols grow without end, and each packet is counted in it.
func TestStatsOfManyStacks(t *testing.T) {
	const packets, headers = 30000, 17
	s := newStats("")
	var v packet.View
	for i := range packets {
		next := func(k int) byte { // destination options or a routing header, by the bits of the number; the last has nothing behind it
			switch {
			case k == headers:
				return 59
			case i>>k&1 == 1:
				return 43
			}
			return 60
		}
		data := []byte{0x60, 0, 0, 0, 0, headers * 8, next(0), 64}
		data = append(data, make([]byte, 32)...)
		for k := range headers {
			data = append(data, next(k+1), 0, 1, 4, 0, 0, 0, 0)
		}
		info := capture.Info{LinkType: capture.LinkTypeRaw, CaptureLength: uint32(len(data)), Length: uint32(len(data))}
		if err := v.Decode(data, info.LinkType); err != nil {
			t.Fatal(i, err)
		}
		if err := s.add(&v, &info); err != nil {
			t.Fatal(err)
		}
	}
	if n, p := nodesIn(&s.protocols); n > 2*mostNodes || p != packets {
		t.Errorf("%d nodes with %d packets, want at most %d with %d", n, p, 2*mostNodes, packets)
	}
	var out bytes.Buffer
	if err := s.print(&out); err != nil || !strings.Contains(out.String(), " "+others+" ") {
		t.Errorf("%d nodes, %v, and no others", s.nodes, err)
	}
}
