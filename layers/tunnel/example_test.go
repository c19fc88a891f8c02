package tunnel_test

import (
	"fmt"
	"net/netip"

	"github.com/wiretag/wiretag/capture"
	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/layers"
	"github.com/wiretag/wiretag/layers/tunnel"
	"github.com/wiretag/wiretag/packet"
)

// A frame in VXLAN: ports, types and lengths of both packets follow from what is inside.
func Example() {
	mac := layers.MAC{2, 0, 0, 0, 0, 1}
	host := netip.MustParseAddr
	data, err := codec.Marshal(
		&layers.IPv4{TTL: 64, Src: host("192.0.2.1"), Dst: host("192.0.2.2")}, &layers.UDP{SrcPort: 50000},
		&tunnel.VXLAN{Instance: true, VNI: 77},
		&layers.Ethernet{Src: mac, Dst: mac}, &layers.IPv6{HopLimit: 64, Src: host("2001:db8::1"), Dst: host("2001:db8::2")}, &layers.UDP{SrcPort: 1, DstPort: 9}, []byte("hello"))
	if err != nil {
		fmt.Println(err)
		return
	}
	for l := range packet.New(data, capture.LinkTypeIPv4).Layers() {
		fmt.Println(l)
	}
	// Output:
	// IPv4 192.0.2.1 > 192.0.2.2, UDP, ttl 64, id 0, length 103
	// UDP 50000 > 4789, length 83
	// VXLAN vni 77
	// Ethernet 02:00:00:00:00:01 > 02:00:00:00:00:01, IPv6
	// IPv6 2001:db8::1 > 2001:db8::2, UDP, hop limit 64, length 13
	// UDP 1 > 9, length 13
	// Payload 5 bytes
}
