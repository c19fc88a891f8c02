package flow_test

import (
	"fmt"
	"log"
	"net/netip"
	"os"
	"time"

	"github.com/wiretag/wiretag/flow"
	"github.com/wiretag/wiretag/packet"
	"github.com/wiretag/wiretag/pcapio"
)

// Follow the flows of a capture, and write them as lines of JSON when they end.
func ExampleTable() {
	src, err := pcapio.Open("../testdata/mixed.pcap")
	if err != nil {
		log.Fatal(err)
	}
	defer src.Close()
	var v packet.View
	var r packet.FlowReader
	packets := uint64(0)
	table, err := flow.NewTable(flow.Config{End: func(r *flow.Record) { packets += r.Src.Packets + r.Dst.Packets }})
	if err != nil {
		log.Fatal(err)
	}
	for {
		data, info, err := src.Next()
		if err != nil {
			break
		}
		v.Decode(data, info.LinkType)
		if r.Read(&v, info) {
			table.Add(&r.Packet)
		}
	}
	table.Flush()
	fmt.Println(packets == table.Stats().Packets, table.Stats().Begun > 0)
	// Output: true true
}

// dialog is a TCP handshake and its end, 10 ms a step.
func dialog() (packets []flow.Packet) {
	client, server := netip.MustParseAddr("198.51.100.10"), netip.MustParseAddr("203.0.113.80")
	k := flow.Key{Flow: flow.New(flow.IP(client), flow.IP(server)), SrcPort: 51000, DstPort: 443, Protocol: 6}
	for i, p := range []flow.Packet{
		{Key: k, Flags: 0x02, Seq: 1000},
		{Key: k.Reverse(), Flags: 0x12, Seq: 5000, Ack: 1001},
		{Key: k, Flags: 0x10, Seq: 1001, Ack: 5001},
		{Key: k, Flags: 0x11, Seq: 1001, Ack: 5001},
		{Key: k.Reverse(), Flags: 0x11, Seq: 5001, Ack: 1002},
		{Key: k, Flags: 0x10, Seq: 1002, Ack: 5002},
	} {
		p.Time, p.Length, p.TCP = int64(i)*int64(10*time.Millisecond), 66, true
		packets = append(packets, p)
	}
	return packets
}

func ExampleRecord_AppendJSON() {
	out := flow.NewJSONWriter(os.Stdout)
	table, err := flow.NewTable(flow.Config{End: out.Write})
	if err != nil {
		log.Fatal(err)
	}
	if err := table.AddAll(dialog()); err != nil {
		log.Fatal(err)
	}
	table.Flush()
	if err := out.Flush(); err != nil {
		log.Fatal(err)
	}
	// Output:
	// {"first":"1970-01-01T00:00:00Z","last":"1970-01-01T00:00:00.05Z","src":"198.51.100.10","dst":"203.0.113.80","src_port":51000,"dst_port":443,"protocol":6,"src_packets":4,"src_bytes":264,"dst_packets":2,"dst_bytes":132,"tcp_state":"closed","src_tcp_flags":19,"dst_tcp_flags":19,"rtt_ns":20000000,"src_handshake_ns":10000000,"src_rtt_min_ns":10000000,"src_rtt_ns":10000000,"dst_handshake_ns":10000000,"dst_rtt_min_ns":10000000,"dst_rtt_ns":10000000,"reason":"flush"}
}

func ExampleConfig() {
	table, err := flow.NewTable(flow.Config{
		Fields: flow.FieldAddresses, // pairs of hosts
		Idle:   10 * time.Second,
		Active: flow.Never,
		Memory: 16 << 20,
		Begin:  func(r *flow.Record) { fmt.Println("begins:", r.Key.Flow) },
		End: func(r *flow.Record) {
			fmt.Println("ends:", r.Key.Flow, r.Reason, r.Src.Packets, r.Dst.Packets, r.Duration())
		},
	})
	if err != nil {
		log.Fatal(err)
	}
	if err := table.AddAll(dialog()); err != nil {
		log.Fatal(err)
	}
	table.Advance(int64(time.Minute))
	// Output:
	// begins: 198.51.100.10->203.0.113.80
	// ends: 198.51.100.10->203.0.113.80 idle 4 2 50ms
}

func ExampleShards() {
	shards, err := flow.NewShards(2, flow.Config{}) // two goroutines
	if err != nil {
		log.Fatal(err)
	}
	feeder := shards.Feeder() // one for each goroutine that has packets
	for _, p := range dialog() {
		if err := feeder.Add(&p); err != nil {
			log.Fatal(err)
		}
	}
	feeder.Flush()
	for r := range shards.Open() { // while packets go on
		rtt, _ := r.RTT()
		fmt.Println(r.Key.Ports(), r.State, rtt)
	}
	shards.Close()
	fmt.Println(shards.Stats().Ended[flow.ReasonFlush])
	// Output:
	// 51000/tcp->443/tcp closed 20ms
	// 1
}
