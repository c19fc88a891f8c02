package packet_test

import (
	"bytes"
	"encoding/hex"
	"fmt"
	"net/netip"

	"github.com/wiretag/wiretag/capture"
	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/flow"
	"github.com/wiretag/wiretag/layers"
	"github.com/wiretag/wiretag/packet"
)

// Data is the packet of these examples: Ethernet, IPv4, TCP and five bytes.
var data, _ = hex.DecodeString("00005e00530200005e0053010800" +
	"4500002d0001000040068e93c0000201c6336402" + "138800090000000100000000501820004c2c000068656c6c6f")

// Decode a packet and walk through its layers.
func ExampleNew() {
	p := packet.New(data, capture.LinkTypeEthernet)
	if tcp := packet.Get[layers.TCP](p); tcp != nil {
		fmt.Println("from port", tcp.SrcPort, "to port", tcp.DstPort)
	}
	for layer := range p.Layers() {
		fmt.Println(layer.Name(), len(layer.Header()))
	}
	// Output:
	// from port 5000 to port 9
	// Ethernet 14
	// IPv4 20
	// TCP 20
	// Payload 5
}

// Decode known layers as fast as possible, without allocating.
func ExampleNewStack() {
	var eth layers.Ethernet
	var ip4 layers.IPv4
	var ip6 layers.IPv6
	var tcp layers.TCP
	stack, _ := packet.NewStack(&eth, &ip4, &ip6, &tcp)
	for _, layer := range stack.Decode(data) {
		switch layer {
		case 1:
			fmt.Println("IPv4:", ip4.Src, ip4.Dst)
		case 3:
			fmt.Println("TCP:", tcp.SrcPort, tcp.DstPort)
		}
	}
	// Output:
	// IPv4: 192.0.2.1 198.51.100.2
	// TCP: 5000 9
}

// A stack stops before layers for which it has no struct. A view goes on from there.
func ExampleStack_Resume() {
	var eth layers.Ethernet
	var ip layers.IPv4
	stack, _ := packet.NewStack(&eth, &ip)
	stack.Decode(data)
	var v packet.View
	err := stack.Resume(&v)
	fmt.Println(v.String(), err)
	// Output:
	// TCP 5000 > 9, PSH|ACK, seq 1, ack 0, window 8192 / Payload 5 bytes <nil>
}

// Flows and endpoints are comparable: they are keys of maps.
func ExampleView_NetworkFlow() {
	p := packet.New(data, capture.LinkTypeEthernet)
	seen := map[flow.Flow]int{}
	seen[p.NetworkFlow()] += len(p.Data())
	src, dst := p.TransportFlow().Endpoints()
	fmt.Println(seen, src, dst, p.TransportFlow() == flow.New(flow.TCPPort(5000), flow.TCPPort(9)))
	// Output:
	// map[192.0.2.1->198.51.100.2:59] 5000/tcp 9/tcp true
}

// Create a packet: lengths, checksums and the numbers of protocols follow.
func ExampleNewEdit() {
	out, err := packet.NewEdit(
		&layers.Ethernet{},
		&layers.IPv4{TTL: 64, Src: netip.MustParseAddr("192.0.2.1"), Dst: netip.MustParseAddr("192.0.2.2")},
		&layers.TCP{SrcPort: 4321, DstPort: 9, Flags: layers.TCPSyn},
		[]byte{1, 2, 3, 4},
	).Encode()
	fmt.Println(packet.New(out, capture.LinkTypeEthernet), err)
	// Output:
	// Ethernet 00:00:00:00:00:00 > 00:00:00:00:00:00, IPv4 / IPv4 192.0.2.1 > 192.0.2.2, TCP, ttl 64, id 0, length 44 / TCP 4321 > 9, SYN, seq 0, ack 0, window 0 / Payload 4 bytes <nil>
}

// Edit a packet: put a VLAN tag in, change fields, and keep a checksum that is wrong.
func ExampleView_Edit() {
	p := packet.New(data, capture.LinkTypeEthernet)
	e := p.Edit()
	e.Insert(packet.Index[layers.IPv4](e), &layers.Dot1Q{VLAN: 7})
	packet.Get[layers.IPv4](p).TTL--
	e.Set("TCP.Checksum", 0xbad)
	q, err := e.Packet()
	for sum := range q.Checksums() {
		fmt.Println(sum.Layer.Name(), sum.State)
	}
	fmt.Println(packet.Get[layers.Dot1Q](q).VLAN, packet.Get[layers.IPv4](q).TTL, err)
	// Output:
	// IPv4 good
	// TCP bad
	// 7 63 <nil>
}

// What is derived can be chosen: here nothing but the checksums.
func ExampleEdit_Derive() {
	e := packet.New(data, capture.LinkTypeEthernet).Edit()
	e.Derive(codec.Checksums)
	e.SetPayload(packet.Index[layers.TCP](e), []byte("longer than its lengths say"))
	q, err := e.Packet()
	fmt.Println(packet.Get[layers.IPv4](q).Length, len(q.Data()), err)
	// Output:
	// 45 81 <nil>
}

// Select packets by decoded fields.
func ExampleParseWhere() {
	w, err := packet.ParseWhere(`IPv4.Src == 192.0.2.0/24 && TCP.PSH && TCP.DstPort in {9, 8000..8099} && Payload contains "ello"`)
	if err != nil {
		fmt.Println(err)
	}
	var v packet.View
	v.Decode(data, capture.LinkTypeEthernet)
	fmt.Println(w.Match(&v))
	_, err = packet.ParseWhere("IPv4.TTL < 5 && TCP.SYM")
	fmt.Println(err)
	// Output:
	// true
	// TCP has no field SYM, at 20 in "IPv4.TTL < 5 && TCP.SYM"
}

// Stamp many packets from one: checksums and lengths follow.
func ExampleTemplate() {
	t, err := packet.New(data, capture.LinkTypeEthernet).Edit().Template()
	if err != nil {
		fmt.Println(err)
	}
	src, _ := t.Field("IPv4.Src")
	port, _ := t.Field("TCP.SrcPort")
	for i := range 3 {
		src.Set(0x0a000001 + uint64(i))
		port.Set(1024 + uint64(i))
		t.SetPayload([]byte("hello"[:i]))
		fmt.Println(packet.New(t.Bytes(), capture.LinkTypeEthernet).TransportFlow(), len(t.Bytes()))
	}
	// Output:
	// 1024/tcp->9/tcp 54
	// 1025/tcp->9/tcp 55
	// 1026/tcp->9/tcp 56
}

// Name the fields in which two packets differ.
func ExampleDiff() {
	e := packet.New(data, capture.LinkTypeEthernet).Edit()
	e.Set("IPv4.TTL", 63)
	e.SetPayload(packet.Index[layers.TCP](e), []byte("jello"))
	q, _ := e.Packet()
	for _, d := range packet.Diff(packet.New(data, capture.LinkTypeEthernet), q) {
		fmt.Println(d)
	}
	// Output:
	// IPv4.TTL: 64 | 63
	// IPv4.Checksum: 36499 | 36755
	// TCP.Checksum: 19500 | 18988
	// Payload[0:1]: 68 | 6a
}

// Change a packet as text, and have the rest follow.
func ExampleParseJSON() {
	text, _ := packet.New(data, capture.LinkTypeEthernet).MarshalJSON()
	e, err := packet.ParseJSON(bytes.Replace(text, []byte(`"TTL":64`), []byte(`"TTL":9`), 1))
	e.Derive(codec.All)
	p, _ := e.Packet()
	for sum := range p.Checksums() {
		fmt.Println(sum.Layer.Name(), sum.State, err)
	}
	// Output:
	// IPv4 good <nil>
	// TCP good <nil>
}
