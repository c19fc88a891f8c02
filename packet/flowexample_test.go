package packet_test

import (
	"fmt"
	"log"

	"github.com/wiretag/wiretag/capture"
	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/flow"
	"github.com/wiretag/wiretag/layers"
	"github.com/wiretag/wiretag/layers/tunnel"
	"github.com/wiretag/wiretag/packet"
)

// Count the flows inside of tunnels.
func ExampleFlowReader() {
	data, err := codec.Marshal(
		&layers.Ethernet{Src: macA, Dst: macB}, &layers.IPv4{Src: flowA, Dst: flowB}, &layers.UDP{SrcPort: 40000, DstPort: 4789}, &tunnel.VXLAN{Instance: true, VNI: 42},
		&layers.Ethernet{Src: macB, Dst: macA}, &layers.IPv6{Src: flowC, Dst: flowD}, &layers.UDP{SrcPort: 5000, DstPort: 53},
	)
	if err != nil {
		log.Fatal(err)
	}
	table, err := flow.NewTable(flow.Config{End: func(r *flow.Record) {
		fmt.Println(r.Key.Flow, r.Key.Ports(), "in", r.Key.Tunnel, r.Src.Packets)
	}})
	if err != nil {
		log.Fatal(err)
	}
	var v packet.View
	r := packet.FlowReader{Inner: true}
	for range 3 {
		v.Decode(data, capture.LinkTypeEthernet)
		if r.Read(&v, nil) {
			table.Add(&r.Packet)
		}
	}
	table.Flush()
	// Output: 2001:db8::1->2001:db8::2 5000/udp->53/udp in vxlan:42 3
}
