package flow_test

import (
	"fmt"
	"net/netip"

	"github.com/wiretag/wiretag/flow"
)

func ExampleNew() {
	f := flow.New(flow.UDPPort(1000), flow.UDPPort(5000))
	fmt.Println(f)
	fmt.Println(f.Reverse())
	fmt.Println(f == flow.New(flow.UDPPort(1000), flow.UDPPort(5000)))
	// Output:
	// 1000/udp->5000/udp
	// 5000/udp->1000/udp
	// true
}

func ExampleFlow_Canonical() {
	client := flow.IP(netip.MustParseAddr("198.51.100.10"))
	server := flow.IP(netip.MustParseAddr("203.0.113.80"))
	packets := map[flow.Flow]int{}
	for _, f := range []flow.Flow{flow.New(client, server), flow.New(server, client), flow.New(client, server)} {
		key, _ := f.Canonical()
		packets[key]++
	}
	fmt.Println(packets)
	// Output: map[198.51.100.10->203.0.113.80:3]
}

func ExampleFlow_FastHash() {
	const workers = 4
	seed := flow.NewSeed()
	request := flow.New(flow.TCPPort(51000), flow.TCPPort(443))
	fmt.Println(request.FastHash(seed)%workers == request.Reverse().FastHash(seed)%workers)
	// Output: true
}

func ExampleNewKind() {
	teid, err := flow.NewKind("teid", 4, flow.FormDecimal)
	if err != nil {
		fmt.Println(err)
		return
	}
	tunnel, err := teid.New([]byte{0, 0, 0x10, 0x01})
	fmt.Println(tunnel, err)
	again, err := flow.Parse("4097/teid", teid)
	fmt.Println(again == tunnel, err)
	// Output:
	// 4097/teid <nil>
	// true <nil>
}

func ExampleParse() {
	for _, text := range []string{"2001:db8::1", "00:00:5e:00:53:01", "443/tcp", "dead/raw", "70000/udp"} {
		e, err := flow.Parse(text)
		fmt.Println(e.Kind(), e, err)
	}
	// Output:
	// ipv6 2001:db8::1 <nil>
	// mac 00:00:5e:00:53:01 <nil>
	// tcp 443/tcp <nil>
	// raw dead/raw <nil>
	// invalid invalid flow: "70000" as a udp address: malformed address text
}
