package docs_test

import (
	"context"
	"fmt"
	"io"
	"log"
	"maps"
	"slices"

	"github.com/wiretag/wiretag/bpf"
	"github.com/wiretag/wiretag/capture"
	"github.com/wiretag/wiretag/flow"
	"github.com/wiretag/wiretag/layers"
	"github.com/wiretag/wiretag/packet"
	"github.com/wiretag/wiretag/pcapio"
)

func Example_readFile() {
	src, err := pcapio.Open("../testdata/mixed.pcap")
	if err != nil {
		log.Fatal(err)
	}
	defer src.Close()
	var v packet.View // reused from packet to packet
	for number := 1; ; number++ {
		data, info, err := src.Next()
		if err == io.EOF {
			break
		}
		if err != nil {
			log.Fatal(err)
		}
		if err := v.Decode(data, info.LinkType); err != nil {
			fmt.Println(number, err) // what came before the error is decoded all the same
		}
		if number != 14 {
			continue
		}
		fmt.Println(info.Time.Time().Format("15:04:05.000000"), info.CaptureLength, "of", info.Length, "bytes")
		for l := range v.Layers() {
			fmt.Printf("%-8s at %2d, header %2d, payload %2d bytes\n", l.Name(), l.Offset(), len(l.Header()), len(l.Payload()))
		}
		if udp := packet.Get[layers.UDP](&v); udp != nil {
			fmt.Println("port", udp.DstPort)
		}
		if dns := packet.Get[layers.DNS](&v); dns != nil {
			fmt.Println("asks for", dns.Questions[0].Name, dns.Questions[0].Type)
		}
	}
	// Output:
	// 13:41:12.244038 75 of 75 bytes
	// Ethernet at  0, header 14, payload 61 bytes
	// IPv4     at 14, header 20, payload 41 bytes
	// UDP      at 34, header  8, payload 33 bytes
	// DNS      at 42, header 33, payload  0 bytes
	// port 53
	// asks for www.example.net. A
}

func Example_selectPackets() {
	src, err := pcapio.Open("../testdata/mixed.pcap")
	if err != nil {
		log.Fatal(err)
	}
	defer src.Close()
	filter, err := bpf.Compile("tcp port 80 or udp port 53", src.LinkType())
	if err != nil {
		log.Fatal(err)
	}
	where, err := packet.ParseWhere(`TCP.SYN && !TCP.ACK || DNS.Questions.Type == 28`)
	if err != nil {
		log.Fatal(err)
	}
	var v packet.View
	passed, packets := 0, 0
	for rec, err := range capture.Packets(context.Background(), src) {
		if err != nil {
			log.Fatal(err)
		}
		packets++
		if !filter.Match(rec.Data, rec.Info.Length) {
			continue // without decoding
		}
		passed++
		v.Decode(rec.Data, rec.Info.LinkType)
		if where.Match(&v) {
			fmt.Println(packets, v.NetworkFlow(), v.TransportFlow())
		}
	}
	fmt.Println(passed, "of", packets, "packets pass the filter")
	// Output:
	// 16 198.51.100.10->203.0.113.80 38304/tcp->80/tcp
	// 34 198.51.100.10->203.0.113.53 56223/udp->53/udp
	// 36 203.0.113.53->198.51.100.10 53/udp->56223/udp
	// 37 2001:db8:1::10->2001:db8:2::80 41178/tcp->80/tcp
	// 48 198.51.100.10->203.0.113.53 35957/udp->53/udp
	// 50 203.0.113.53->198.51.100.10 53/udp->35957/udp
	// 51 2001:db8:1::10->2001:db8:2::80 41186/tcp->80/tcp
	// 54 of 84 packets pass the filter
}

func Example_fixedStack() {
	src, err := pcapio.Open("../testdata/mixed.pcap")
	if err != nil {
		log.Fatal(err)
	}
	defer src.Close()
	var (
		eth layers.Ethernet
		ip4 layers.IPv4
		ip6 layers.IPv6
		tcp layers.TCP
		udp layers.UDP
	)
	const ethAt, ip4At, ip6At, tcpAt, udpAt = 0, 1, 2, 3, 4 // places in the call of NewStack
	stack, err := packet.NewStack(&eth, &ip4, &ip6, &tcp, &udp)
	if err != nil {
		log.Fatal(err)
	}
	var v packet.View
	met, payload, others := [5]int{}, 0, map[string]int{}
	for {
		data, _, err := src.Next()
		if err != nil {
			break // io.EOF
		}
		decoded := stack.Decode(data)
		for _, i := range decoded {
			met[i]++
			if i == tcpAt && (tcp.SrcPort == 80 || tcp.DstPort == 80) {
				payload += len(stack.Rest())
			}
		}
		// The stack stops before a layer that it has no struct for. That is no error, and a view can go on from there.
		if last := decoded[len(decoded)-1]; last != tcpAt && last != udpAt && stack.Resume(&v) == nil {
			others[v.Layer(0).Name()]++
		}
	}
	fmt.Println(met[ethAt], "Ethernet,", met[ip4At], "IPv4,", met[ip6At], "IPv6,", met[tcpAt], "TCP,", met[udpAt], "UDP")
	fmt.Println(payload, "bytes to and from port 80; before others it stopped:", others)
	// Output:
	// 84 Ethernet, 55 IPv4, 27 IPv6, 49 TCP, 19 UDP
	// 6561 bytes to and from port 80; before others it stopped: map[ARP:2 ICMPv4:7 ICMPv6:6 IPv6HopByHop:1]
}

func Example_flowsAsKeys() {
	src, err := pcapio.Open("../testdata/mixed.pcap")
	if err != nil {
		log.Fatal(err)
	}
	defer src.Close()
	type pair struct{ network, transport flow.Flow }
	packets := map[pair]int{}
	var v packet.View
	for {
		data, info, err := src.Next()
		if err != nil {
			break // io.EOF
		}
		v.Decode(data, info.LinkType)
		if t := v.TransportFlow(); t.IsValid() {
			packets[pair{v.NetworkFlow(), t}]++ // one direction
		}
	}
	request := flow.New(flow.TCPPort(38304), flow.TCPPort(80))
	for _, p := range slices.SortedFunc(maps.Keys(packets), func(a, b pair) int { return a.transport.Compare(b.transport) }) {
		if p.transport == request || p.transport == request.Reverse() {
			fmt.Println(p.network, p.transport, packets[p])
		}
	}
	// Output:
	// 203.0.113.80->198.51.100.10 80/tcp->38304/tcp 8
	// 198.51.100.10->203.0.113.80 38304/tcp->80/tcp 9
}

func Example_flowTable() {
	src, err := pcapio.Open("../testdata/mixed.pcap")
	if err != nil {
		log.Fatal(err)
	}
	defer src.Close()
	table, err := flow.NewTable(flow.Config{End: func(r *flow.Record) {
		if r.Key.Protocol == 6 && r.Key.DstPort == 80 {
			fmt.Println(r.Key.Flow, r.Key.Ports(), r.Src.Packets, r.Dst.Packets, r.Src.Bytes+r.Dst.Bytes, r.State, r.Reason)
		}
	}})
	if err != nil {
		log.Fatal(err)
	}
	var v packet.View
	var r packet.FlowReader
	for {
		data, info, err := src.Next()
		if err != nil {
			break // io.EOF
		}
		v.Decode(data, info.LinkType)
		if r.Read(&v, info) {
			table.Add(&r.Packet)
		}
	}
	table.Flush() // what is open ends
	// Output:
	// 198.51.100.10->203.0.113.80 38304/tcp->80/tcp 9 8 6633 closed flush
	// 2001:db8:1::10->2001:db8:2::80 41178/tcp->80/tcp 6 4 1562 closed flush
	// 2001:db8:1::10->2001:db8:2::80 41186/tcp->80/tcp 6 4 1256 closed flush
}
