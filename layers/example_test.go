package layers_test

import (
	"fmt"
	"net/netip"

	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/layers"
)

// A packet is its layers: what follows from something else is filled in.
func Example() {
	src, dst := netip.MustParseAddr("192.0.2.1"), netip.MustParseAddr("198.51.100.2")
	mss, err := layers.NewTCPOption(layers.TCPOptionMSS, &layers.TCPMSS{MSS: 1460})
	if err != nil {
		fmt.Println(err)
		return
	}
	packet, err := codec.Marshal(
		&layers.IPv4{TTL: 64, Src: src, Dst: dst},
		&layers.TCP{SrcPort: 49152, DstPort: 80, Seq: 1, Flags: layers.TCPSyn, Window: 4096, Options: []layers.TCPOption{mss}},
	)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Printf("%x\n", packet)

	var ip layers.IPv4
	var tcp layers.TCP
	payload, err := codec.Unmarshal(packet, &ip)
	if err == nil {
		_, err = codec.Unmarshal(payload, &tcp)
	}
	fmt.Println(&ip, err)
	fmt.Println(&tcp)
	// Output:
	// 4500002c0000000040068e95c0000201c6336402c0000050000000010000000060021000db9d0000020405b4
	// IPv4 192.0.2.1 > 198.51.100.2, TCP, ttl 64, id 0, length 44 <nil>
	// TCP 49152 > 80, SYN, seq 1, ack 0, window 4096
}

// The contents of an option are bytes until they are asked for.
func ExampleTCPOption_View() {
	o := layers.TCPOption{Kind: layers.TCPOptionTimestamps, Length: 10, Data: []byte{0, 0, 0, 1, 0, 0, 0, 2}}
	v, err := o.View()
	if ts, ok := v.(*layers.TCPTimestamps); ok {
		fmt.Println(ts.Value, ts.Echo, err)
	}
	// Output: 1 2 <nil>
}
