package packet_test

import (
	"slices"
	"testing"

	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/layers"
	"github.com/wiretag/wiretag/layers/tunnel"
	"github.com/wiretag/wiretag/packet"
)

// TestStackLabels: label stacks of any depth up to that of the structs given, and an IP packet in a GRE tunnel behind one.
func TestStackLabels(t *testing.T) {
	var (
		eth            layers.Ethernet
		outer, inner   layers.IPv4
		gre            tunnel.GRE
		udp            layers.UDP
		labels         [3]tunnel.MPLS
		stack, err     = packet.NewStack(&eth, &labels[0], &labels[1], &labels[2], &outer, &gre, &inner, &udp)
		body           = []byte("body")
		want           = [][]int{{0, 1, 4, 7}, {0, 1, 2, 4, 7}, {0, 1, 2, 3, 4, 7}, {0, 1, 2, 3}}
		ip             = &layers.IPv4{TTL: 64}
		tunnelled      = []any{&layers.Ethernet{}, &tunnel.MPLS{Label: 16}, &layers.IPv4{TTL: 9}, &tunnel.GRE{}, ip, &layers.UDP{DstPort: 9}, body}
		throughTunnels = []int{0, 1, 4, 5, 6, 7}
	)
	if err != nil {
		t.Fatal(err)
	}
	for n, w := range want {
		parts := []any{&layers.Ethernet{}}
		for i := range n + 1 {
			parts = append(parts, &tunnel.MPLS{Label: uint32(100 + i), TTL: 64})
		}
		data, err := codec.Marshal(append(parts, ip, &layers.UDP{DstPort: 9}, body)...)
		if err != nil {
			t.Fatal(err)
		}
		met := stack.Decode(data)
		if !slices.Equal(met, w) || labels[0].Label != 100 {
			t.Errorf("%d labels: met %v, want %v", n+1, met, w)
		}
		if n == 3 && len(stack.Rest()) != 4+20+8+len(body) {
			t.Errorf("a rest of %d bytes behind the third label", len(stack.Rest()))
		}
	}
	data, err := codec.Marshal(tunnelled...)
	if err != nil {
		t.Fatal(err)
	}
	if met := stack.Decode(data); !slices.Equal(met, throughTunnels) || outer.TTL != 9 || inner.TTL != 64 || labels[0].Bottom != 1 {
		t.Errorf("tunnel: met %v, want %v: %v %v", met, throughTunnels, &outer, &inner)
	}
}
