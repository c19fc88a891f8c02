package packet_test

import (
	"fmt"
	"log"
	"net/netip"

	"github.com/wiretag/wiretag/capture"
	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/flow"
	"github.com/wiretag/wiretag/layers"
	"github.com/wiretag/wiretag/packet"
	"github.com/wiretag/wiretag/pcapio"
)

// Read a capture, look at each packet, change one field, and encode it again.
func Example() {
	src, err := pcapio.Open("../testdata/mixed.pcap")
	if err != nil {
		log.Fatal(err)
	}
	defer src.Close()
	var v packet.View
	for {
		data, info, err := src.Next()
		if err != nil {
			break
		}
		v.Decode(data, info.LinkType)
		ip, tcp := packet.Get[layers.IPv4](&v), packet.Get[layers.TCP](&v)
		if ip == nil || tcp == nil || tcp.Flags != layers.TCPSyn {
			continue
		}
		ip.TTL--
		out, err := v.Encode() // lengths and checksums follow
		fmt.Println(tcp.SrcPort != 0, tcp.DstPort, len(out) == len(data), err)
		break
	}
	// Output:
	// true 80 true <nil>
}

// The fixed decoder fills given structs and allocates nothing.
func ExampleStack() {
	var eth layers.Ethernet
	var ip4 layers.IPv4
	var ip6 layers.IPv6
	var tcp layers.TCP
	var udp layers.UDP
	stack, err := packet.NewStack(&eth, &ip4, &ip6, &tcp, &udp)
	if err != nil {
		log.Fatal(err)
	}
	src, err := pcapio.Open("../testdata/mixed.pcap")
	if err != nil {
		log.Fatal(err)
	}
	defer src.Close()
	syns := 0
	for {
		data, _, err := src.Next()
		if err != nil {
			break
		}
		for _, i := range stack.Decode(data) {
			if i == 3 && tcp.Flags&layers.TCPSyn != 0 {
				syns++
			}
		}
	}
	fmt.Println(syns > 0)
	// Output:
	// true
}

// Flows are map keys.
func ExampleView_TransportFlow() {
	data, err := codec.Marshal(
		&layers.IPv4{TTL: 64, Src: netip.MustParseAddr("192.0.2.1"), Dst: netip.MustParseAddr("192.0.2.2")},
		&layers.UDP{SrcPort: 1000, DstPort: 5000},
		[]byte("hello"),
	)
	if err != nil {
		log.Fatal(err)
	}
	var v packet.View
	v.Decode(data, capture.LinkTypeRaw)
	seen := map[flow.Flow]int{v.TransportFlow(): 1}
	fmt.Println(seen[flow.New(flow.UDPPort(1000), flow.UDPPort(5000))], v.NetworkFlow())
	// Output:
	// 1 192.0.2.1->192.0.2.2
}
