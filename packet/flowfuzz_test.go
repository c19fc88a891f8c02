package packet_test

import (
	"testing"

	"github.com/wiretag/wiretag/capture"
	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/flow"
	"github.com/wiretag/wiretag/layers"
	"github.com/wiretag/wiretag/packet"
)

// FuzzFlowReader reads the flows of packets of any bytes: a table takes what is read, and the fixed decoder gives the same
// wherever it goes as far.
func FuzzFlowReader(f *testing.F) {
	for _, p := range flowPackets {
		data, err := codec.Marshal(p.parts...)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data)
		f.Add(data[:len(data)*3/4])
	}
	table, err := flow.NewTable(flow.Config{Memory: flow.MinMemory})
	if err != nil {
		f.Fatal(err)
	}
	into := []any{&layers.Ethernet{}, &layers.Dot1Q{}, &layers.IPv4{}, &layers.TCP{}, &layers.UDP{}}
	s, err := packet.NewStack(into...)
	if err != nil {
		f.Fatal(err)
	}
	var v packet.View
	outer, inner, apart := packet.FlowReader{}, packet.FlowReader{Inner: true}, packet.FlowReader{Apart: true}
	f.Fuzz(func(t *testing.T, data []byte) {
		_ = v.Decode(data, capture.LinkTypeEthernet) // whatever is wrong with it
		for _, r := range []*packet.FlowReader{&outer, &inner, &apart} {
			ok := r.Read(&v, nil)
			if ok != (v.Len() > 0 && !v.Layer(0).Failed()) && r != &inner {
				t.Fatalf("read: %v of %v", ok, &v)
			}
			if !ok {
				continue
			}
			if err := table.Add(&r.Packet); err != nil {
				t.Fatal(err)
			}
			if k := r.Packet.Key; k.Reverse().FastHash(flow.Seed{}) != k.FastHash(flow.Seed{}) || int(r.Packet.Length) != len(data) {
				t.Fatalf("%+v", r.Packet)
			}
			if p := r.Packet; p.Payload > 1<<16 && int(p.Payload) > len(data) || p.TCP && p.Key.Protocol != 6 && p.Key.EtherType == 0 {
				t.Fatalf("%+v", p)
			}
		}
		want := apart.Packet
		if !apart.Read(&v, nil) || apart.Packet != want {
			return // the first read is not remembered
		}
		met := s.Decode(data)
		if last := into[met[len(met)-1]]; s.Err() == nil && v.Err() == nil && last == into[3] {
			if !apart.ReadStack(s, met, nil, len(data), into...) || apart.Packet != want {
				t.Fatalf("the fixed decoder gives %+v, the other one %+v", apart.Packet, want)
			}
		}
	})
}
