package packet_test

import (
	"slices"
	"testing"

	"github.com/wiretag/wiretag/capture"
	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/flow"
	"github.com/wiretag/wiretag/layers"
	"github.com/wiretag/wiretag/packet"
)

// Layers of a user, of which the flow reader knows only the tags and the role.
type (
	fieldbus struct {
		To   uint32 `bits:"32,flow=dst"`
		From uint32 `bits:"32,flow=src"`
		Kind uint8  `bits:"8,next=fieldbus"`
	}
	fieldport struct {
		SrcPort uint16 `bits:"16,flow=src"`
		DstPort uint16 `bits:"16,flow=dst"`
	}
)

// Both directions of a user's own protocol are one flow.
func TestFlowReaderOwnLayers(t *testing.T) {
	reg := packet.NewRegistry()
	for _, err := range []error{
		packet.Register[fieldbus](reg, layers.RoleNetwork, packet.LinkKey(capture.LinkTypeUser0)),
		packet.Register[fieldport](reg, layers.RoleTransport, codec.Key{Table: "fieldbus", Value: 1}, codec.Key{Table: "ip", Value: 200}),
	} {
		if err != nil {
			t.Fatal(err)
		}
	}
	var v packet.View
	v.Init(packet.WithRegistry(reg))
	var r packet.FlowReader
	var got []flow.Record
	table, err := flow.NewTable(flow.Config{End: func(r *flow.Record) { got = append(got, *r) }})
	if err != nil {
		t.Fatal(err)
	}
	add := func(link capture.LinkType, parts ...any) {
		t.Helper()
		e := codec.Encoder{Derive: codec.All, Links: reg.Links()}
		data, err := e.Marshal(parts...)
		if err != nil {
			t.Fatal(err)
		}
		if err := v.Decode(data, link); err != nil {
			t.Fatal(err)
		}
		if !r.Read(&v, nil) {
			t.Fatalf("no flow in %v", &v)
		}
		if err := table.Add(&r.Packet); err != nil {
			t.Fatal(err)
		}
	}
	add(capture.LinkTypeUser0, &fieldbus{From: 1, To: 2}, &fieldport{SrcPort: 10, DstPort: 20})
	add(capture.LinkTypeUser0, &fieldbus{From: 2, To: 1}, &fieldport{SrcPort: 20, DstPort: 10})
	add(capture.LinkTypeUser0, &fieldbus{From: 2, To: 1}, &fieldport{SrcPort: 20, DstPort: 11})
	add(capture.LinkTypeEthernet, flowEth(), &layers.IPv4{Src: flowA, Dst: flowB}, &fieldport{SrcPort: 10, DstPort: 20})
	table.Flush()
	slices.SortFunc(got, func(a, b flow.Record) int { return a.Slot - b.Slot })
	if len(got) != 3 || got[0].Src.Packets != 1 || got[0].Dst.Packets != 1 {
		t.Fatalf("%+v", got)
	}
	kind, err := flow.NewKind("fieldbus", 4, flow.FormDecimal)
	if err != nil {
		t.Fatal(err)
	}
	one, err := flow.ParseFlow("1/fieldbus->2/fieldbus", kind)
	if k := got[0].Key; err != nil || k.Flow != one || k.SrcPort != 10 || k.DstPort != 20 {
		t.Errorf("%+v, want %v", k, one)
	}
	if k := got[2].Key; k.Protocol != 200 || k.SrcPort != 10 || k.DstPort != 20 || k.Flow != flow.New(flow.IP(flowA), flow.IP(flowB)) {
		t.Errorf("%+v", k)
	}
}

// BenchmarkFlowReader is the cost of reading the flow of a packet that is decoded, and of counting it.
func BenchmarkFlowReader(b *testing.B) {
	data, err := codec.Marshal(flowPackets["TCP"].parts...)
	if err != nil {
		b.Fatal(err)
	}
	var v packet.View
	if err := v.Decode(data, capture.LinkTypeEthernet); err != nil {
		b.Fatal(err)
	}
	table, err := flow.NewTable(flow.Config{})
	if err != nil {
		b.Fatal(err)
	}
	var r packet.FlowReader
	info := capture.Info{Time: capture.Unix(1, 0), Length: uint32(len(data))}
	b.Run("read", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			r.Read(&v, &info)
		}
	})
	b.Run("decode,read,add", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			_ = v.Decode(data, capture.LinkTypeEthernet)
			r.Read(&v, &info)
			_ = table.Add(&r.Packet)
		}
	})
}
