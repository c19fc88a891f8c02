package packet_test

import (
	"fmt"
	"net/netip"
	"reflect"
	"slices"
	"testing"
	"time"

	"github.com/wiretag/wiretag/capture"
	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/flow"
	"github.com/wiretag/wiretag/layers"
	"github.com/wiretag/wiretag/layers/tunnel"
	"github.com/wiretag/wiretag/packet"
)

var (
	flowA, flowB    = netip.MustParseAddr("192.0.2.1"), netip.MustParseAddr("192.0.2.2")
	flowC, flowD    = netip.MustParseAddr("2001:db8::1"), netip.MustParseAddr("2001:db8::2")
	flowIn, flowIn2 = netip.MustParseAddr("10.0.0.1"), netip.MustParseAddr("10.0.0.2")
	macA, macB      = layers.MAC{0, 0, 0x5e, 0, 0x53, 1}, layers.MAC{0, 0, 0x5e, 0, 0x53, 2}
)

func flowEth() *layers.Ethernet { return &layers.Ethernet{Src: macA, Dst: macB} }

// flowPackets are packets with the key that they have, outside and inside of tunnels.
var flowPackets = map[string]struct {
	parts        []any
	outer, inner string
}{
	"TCP": {
		[]any{flowEth(), &layers.IPv4{Src: flowA, Dst: flowB}, &layers.TCP{SrcPort: 5000, DstPort: 443, Flags: layers.TCPSyn}},
		"192.0.2.1->192.0.2.2 5000>443 [0 0] type 0 protocol 6 none", "",
	},
	"UDP over IPv6": {
		[]any{flowEth(), &layers.IPv6{Src: flowC, Dst: flowD}, &layers.IPv6HopByHop{}, &layers.UDP{SrcPort: 5000, DstPort: 7777}, []byte("x")},
		"2001:db8::1->2001:db8::2 5000>7777 [0 0] type 0 protocol 17 none", "",
	},
	"source route": {
		[]any{
			flowEth(), &layers.IPv4{Src: flowA, Dst: flowIn, Options: []layers.IPv4Option{{Type: 131, Data: []byte{4, 192, 0, 2, 2}}}, Padding: []byte{0}},
			&layers.UDP{SrcPort: 5, DstPort: 6},
		},
		"192.0.2.1->192.0.2.2 5>6 [0 0] type 0 protocol 17 none", "",
	},
	"routing header": {
		[]any{
			flowEth(), &layers.IPv6{Src: flowC, Dst: netip.MustParseAddr("2001:db8::99")},
			&layers.IPv6Routing{Type: layers.IPv6RoutingHome, SegmentsLeft: 1, Data: append(make([]byte, 4), flowD.AsSlice()...)}, &layers.UDP{SrcPort: 5, DstPort: 6},
		},
		"2001:db8::1->2001:db8::2 5>6 [0 0] type 0 protocol 17 none", "",
	},
	"routing header in IPv4": {
		[]any{flowEth(), &layers.IPv4{Src: flowA, Dst: flowB}, &layers.IPv6Routing{Type: layers.IPv6RoutingHome, SegmentsLeft: 1, Data: append(make([]byte, 4), flowD.AsSlice()...)}, &layers.UDP{SrcPort: 5, DstPort: 6}},
		"192.0.2.1->192.0.2.2 5>6 [0 0] type 0 protocol 17 none", "",
	},
	"VLANs": {
		[]any{flowEth(), &layers.Dot1Q{VLAN: 10}, &layers.Dot1Q{VLAN: 20}, &layers.Dot1Q{VLAN: 30}, &layers.IPv4{Src: flowA, Dst: flowB}, &layers.UDP{SrcPort: 1, DstPort: 2}},
		"192.0.2.1->192.0.2.2 1>2 [10 20] type 0 protocol 17 none", "",
	},
	"ARP": {
		[]any{flowEth(), &layers.ARP{SenderProtocol: []byte{192, 0, 2, 1}, TargetProtocol: []byte{192, 0, 2, 2}, SenderHardware: macA[:], TargetHardware: macB[:]}},
		"00:00:5e:00:53:01->00:00:5e:00:53:02 0>0 [0 0] type 2054 protocol 0 none", "",
	},
	"other protocol": {
		[]any{flowEth(), &layers.IPv4{Src: flowA, Dst: flowB, Protocol: 253}, []byte("opaque")},
		"192.0.2.1->192.0.2.2 0>0 [0 0] type 0 protocol 253 none", "",
	},
	"echo request": {
		[]any{flowEth(), &layers.IPv4{Src: flowA, Dst: flowB}, &layers.ICMPv4{Type: layers.ICMPv4TypeEchoRequest}, &layers.ICMPv4Echo{ID: 77, Seq: 1}},
		"192.0.2.1->192.0.2.2 77>2048 [0 0] type 0 protocol 1 none", "",
	},
	"echo reply": {
		[]any{flowEth(), &layers.IPv4{Src: flowB, Dst: flowA}, &layers.ICMPv4{Type: layers.ICMPv4TypeEchoReply}, &layers.ICMPv4Echo{ID: 77, Seq: 1}},
		"192.0.2.2->192.0.2.1 2048>77 [0 0] type 0 protocol 1 none answer", "",
	},
	"ICMPv6 echo reply": {
		[]any{flowEth(), &layers.IPv6{Src: flowC, Dst: flowD}, &layers.ICMPv6{Type: layers.ICMPv6TypeEchoReply}, &layers.ICMPv6Echo{ID: 7}},
		"2001:db8::1->2001:db8::2 32768>7 [0 0] type 0 protocol 58 none answer", "",
	},
	"error that quotes": {
		[]any{flowEth(), &layers.IPv4{Src: flowB, Dst: flowA}, &layers.ICMPv4{Type: layers.ICMPv4TypeUnreachable, Code: 3}, &layers.ICMPv4Unreachable{}, &layers.IPv4{Src: flowA, Dst: flowB}, &layers.UDP{SrcPort: 9, DstPort: 10}},
		"192.0.2.2->192.0.2.1 0>771 [0 0] type 0 protocol 1 none", "",
	},
	"IP in IP": {
		[]any{flowEth(), &layers.Dot1Q{VLAN: 10}, &layers.IPv4{Src: flowA, Dst: flowB}, &layers.IPv4{Src: flowIn, Dst: flowIn2}, &layers.UDP{SrcPort: 1, DstPort: 2}},
		"192.0.2.1->192.0.2.2 0>0 [10 0] type 0 protocol 4 none", "10.0.0.1->10.0.0.2 1>2 [0 0] type 0 protocol 17 ip",
	},
	"GRE with a key": {
		[]any{flowEth(), &layers.IPv4{Src: flowA, Dst: flowB}, &tunnel.GRE{KeyPresent: true, Key: 99}, &layers.IPv6{Src: flowC, Dst: flowD}, &layers.TCP{SrcPort: 1, DstPort: 2}},
		"192.0.2.1->192.0.2.2 0>0 [0 0] type 0 protocol 47 none", "2001:db8::1->2001:db8::2 1>2 [0 0] type 0 protocol 6 gre:99",
	},
	"VXLAN": {
		[]any{
			flowEth(), &layers.IPv4{Src: flowA, Dst: flowB}, &layers.UDP{SrcPort: 40000, DstPort: 4789}, &tunnel.VXLAN{VNI: 42, Instance: true},
			&layers.Ethernet{Src: macB, Dst: macA}, &layers.Dot1Q{VLAN: 5}, &layers.IPv4{Src: flowIn, Dst: flowIn2}, &layers.UDP{SrcPort: 1, DstPort: 2},
		},
		"192.0.2.1->192.0.2.2 40000>4789 [0 0] type 0 protocol 17 none", "10.0.0.1->10.0.0.2 1>2 [5 0] type 0 protocol 17 vxlan:42",
	},
	"frame without IP in VXLAN": {
		[]any{
			flowEth(), &layers.IPv4{Src: flowA, Dst: flowB}, &layers.UDP{SrcPort: 40000, DstPort: 4789}, &tunnel.VXLAN{VNI: 42, Instance: true},
			&layers.Ethernet{Src: macB, Dst: macA, Type: 0x88b5}, []byte("experiment"),
		},
		"192.0.2.1->192.0.2.2 40000>4789 [0 0] type 0 protocol 17 none", "00:00:5e:00:53:02->00:00:5e:00:53:01 0>0 [0 0] type 34997 protocol 0 vxlan:42",
	},
}

func flowText(p *flow.Packet) string {
	k := p.Key
	text := fmt.Sprintf("%v %d>%d %v type %d protocol %d %v", k.Flow, k.SrcPort, k.DstPort, k.VLAN, k.EtherType, k.Protocol, k.Tunnel)
	if p.Answer {
		text += " answer"
	}
	return text
}

func TestFlowReader(t *testing.T) {
	outer, inner := packet.FlowReader{}, packet.FlowReader{Inner: true}
	var v packet.View
	for name, test := range flowPackets {
		data, err := codec.Marshal(test.parts...)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if err := v.Decode(data, capture.LinkTypeEthernet); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		info := capture.Info{Time: capture.Unix(5, 7), Length: 1500}
		if !outer.Read(&v, &info) || flowText(&outer.Packet) != test.outer {
			t.Errorf("%s: %s, want %s", name, flowText(&outer.Packet), test.outer)
		}
		if p := outer.Packet; p.Time != 5e9+7 || p.Length != 1500 {
			t.Errorf("%s: time %d, length %d", name, p.Time, p.Length)
		}
		want := test.inner
		if want == "" {
			want = test.outer
		}
		if !inner.Read(&v, nil) || flowText(&inner.Packet) != want || inner.Packet.Length != uint32(len(data)) {
			t.Errorf("%s, inner: %s, %d bytes, want %s", name, flowText(&inner.Packet), inner.Packet.Length, want)
		}
	}
}

// The fixed decoder gives the same as the general one, for what it decodes.
func TestFlowReaderStack(t *testing.T) {
	into := []any{
		&layers.Ethernet{}, &layers.Dot1Q{}, &layers.Dot1Q{}, &layers.Dot1Q{}, &layers.IPv4{}, &layers.IPv6{}, &layers.IPv6HopByHop{}, &layers.IPv6Routing{}, &layers.TCP{}, &layers.UDP{},
		&layers.ICMPv4{}, &layers.ICMPv6{}, &layers.ICMPv4Echo{}, &layers.ICMPv6Echo{}, &layers.ARP{},
	}
	s, err := packet.NewStack(into...)
	if err != nil {
		t.Fatal(err)
	}
	var r packet.FlowReader
	for name, test := range flowPackets {
		data, err := codec.Marshal(test.parts...)
		if err != nil {
			t.Fatal(err)
		}
		if met := s.Decode(data); !r.ReadStack(s, met, nil, len(data), into...) || flowText(&r.Packet) != test.outer || r.Packet.Length != uint32(len(data)) {
			t.Errorf("%s: %s, want %s", name, flowText(&r.Packet), test.outer)
		}
	}
}

// TestFlowReaderStackLaw: packets that end at any byte, or have any bit another way, give what the other decoder gives. The structs
// have what packets before left there.
func TestFlowReaderStackLaw(t *testing.T) {
	into := []any{
		&layers.Ethernet{}, &layers.Dot1Q{}, &layers.Dot1Q{}, &layers.Dot1Q{}, &layers.IPv4{}, &layers.IPv4{}, &layers.IPv6{}, &layers.IPv6{}, &layers.IPv6HopByHop{},
		&layers.IPv6Routing{}, &layers.IPv6Destination{}, &layers.IPv6Fragment{}, &layers.AH{}, &layers.TCP{}, &layers.UDP{}, &layers.ICMPv4{}, &layers.ICMPv6{},
		&layers.ICMPv4Echo{}, &layers.ICMPv6Echo{},
	}
	s, err := packet.NewStack(into...)
	if err != nil {
		t.Fatal(err)
	}
	var v packet.View
	known := func() bool {
		for l := range v.Layers() {
			if x := l.Value(); x != nil && !slices.ContainsFunc(into, func(y any) bool { return reflect.TypeOf(x) == reflect.TypeOf(y) }) {
				return false
			}
		}
		return true
	}
	readers := [][2]packet.FlowReader{{{Apart: true}, {Apart: true}}, {{Apart: true, Inner: true}, {Apart: true, Inner: true}}}
	compared := 0
	same := func(name string, data []byte) {
		_ = v.Decode(data, capture.LinkTypeEthernet) // whatever is wrong with it
		if !known() {
			return
		}
		for i := range readers {
			r := &readers[i]
			ok1 := r[0].Read(&v, nil)
			if ok2 := r[1].ReadStack(s, s.Decode(data), nil, len(data), into...); ok1 != ok2 || ok1 && r[0].Packet != r[1].Packet {
				t.Errorf("%s, %x: %v, %+v, want %v, %+v", name, data, ok2, r[1].Packet, ok1, r[0].Packet)
			}
			compared++
		}
	}
	for name, test := range flowPackets {
		data, err := codec.Marshal(test.parts...)
		if err != nil {
			t.Fatal(err)
		}
		for n := len(data); n > 0 && !t.Failed(); n-- {
			same(name, data[:n])
			for bit := range 8 {
				data[n-1] ^= 1 << bit
				same(name, data)
				data[n-1] ^= 1 << bit
			}
		}
	}
	if compared < 10_000 {
		t.Errorf("%d packets compared", compared)
	}
}

// A TCP payload is as long as the IP header says, also if the packet was cut.
func TestFlowReaderTCP(t *testing.T) {
	data, err := codec.Marshal(flowEth(), &layers.IPv4{Src: flowA, Dst: flowB}, &layers.TCP{SrcPort: 1, DstPort: 2, Seq: 100, Ack: 200, Flags: layers.TCPAck | layers.TCPAE}, make([]byte, 500))
	if err != nil {
		t.Fatal(err)
	}
	var v packet.View
	var r packet.FlowReader
	into := []any{&layers.Ethernet{}, &layers.IPv4{}, &layers.TCP{}}
	s, err := packet.NewStack(into...)
	if err != nil {
		t.Fatal(err)
	}
	want := flow.Packet{
		Key: flow.Key{Flow: flow.New(flow.IP(flowA), flow.IP(flowB)), SrcPort: 1, DstPort: 2, Protocol: 6}, Length: 554,
		Seq: 100, Ack: 200, Payload: 500, Flags: 0x110, TCP: true,
	}
	for _, n := range []int{554, 100, 54} {
		_ = v.Decode(data[:n], capture.LinkTypeEthernet) // it is cut
		info := capture.Info{Length: 554}
		if !r.Read(&v, &info) || r.Packet != want {
			t.Errorf("%d bytes: %+v, want %+v", n, r.Packet, want)
		}
		if met := s.Decode(data[:n]); !r.ReadStack(s, met, &info, n, into...) || r.Packet != want {
			t.Errorf("%d bytes, stack: %+v, want %+v", n, r.Packet, want)
		}
	}
	// Of a header that is cut short, the ports count.
	want.Seq, want.Ack, want.Payload, want.Flags, want.TCP = 0, 0, 0, 0, false
	for n := 38; n < 54; n++ {
		_ = v.Decode(data[:n], capture.LinkTypeEthernet)
		if info := (capture.Info{Length: 554}); !r.Read(&v, &info) || r.Packet != want {
			t.Errorf("%d bytes: %+v, want %+v", n, r.Packet, want)
		}
	}
	if _ = v.Decode(data[:10], capture.LinkTypeEthernet); r.Read(&v, nil) {
		t.Errorf("10 bytes: %+v", r.Packet)
	}
}

func TestFlowReaderFragments(t *testing.T) {
	udp := make([]byte, 64)
	udp[0], udp[1], udp[2], udp[3], udp[5] = 0x13, 0x88, 0, 53, 64
	fragment := func(src, dst netip.Addr, id uint16, from, to int) []byte {
		ip := layers.IPv4{Src: src, Dst: dst, ID: id, Protocol: layers.IPProtocolUDP, FragOffset: uint16(from / 8)}
		if to < len(udp) {
			ip.Flags = layers.IPv4MoreFragments
		}
		data, err := codec.Marshal(flowEth(), &ip, udp[from:to])
		if err != nil {
			t.Fatal(err)
		}
		return data
	}
	var v packet.View
	ports := func(r *packet.FlowReader, data []byte) string {
		_ = v.Decode(data, capture.LinkTypeEthernet) // the first fragment ends before the datagram does
		if !r.Read(&v, nil) {
			t.Error("no flow")
		}
		return fmt.Sprint(r.Packet.Key.SrcPort, r.Packet.Key.DstPort)
	}
	var r packet.FlowReader
	apart := packet.FlowReader{Apart: true}
	for i, step := range []struct {
		data        []byte
		want, apart string
	}{
		{fragment(flowA, flowB, 1, 32, 64), "0 0", "0 0"}, // before the first
		{fragment(flowA, flowB, 1, 0, 32), "5000 53", "5000 53"},
		{fragment(flowA, flowB, 1, 32, 64), "5000 53", "0 0"},
		{fragment(flowA, flowB, 2, 32, 64), "0 0", "0 0"}, // another identification
		{fragment(flowB, flowA, 1, 32, 64), "0 0", "0 0"}, // the other direction
	} {
		if got := ports(&r, step.data); got != step.want {
			t.Errorf("fragment %d: %s, want %s", i, got, step.want)
		}
		if got := ports(&apart, step.data); got != step.apart {
			t.Errorf("fragment %d, apart: %s, want %s", i, got, step.apart)
		}
	}
	six := func(vlan uint16, src, dst netip.Addr, id uint32, offset uint16, more bool, part []byte) []byte {
		data, err := codec.Marshal(flowEth(), &layers.Dot1Q{VLAN: vlan}, &layers.IPv6{Src: src, Dst: dst}, &layers.IPv6Fragment{NextHeader: layers.IPProtocolUDP, FragOffset: offset, More: more, ID: id}, part)
		if err != nil {
			t.Fatal(err)
		}
		return data
	}
	first := func(vlan uint16, src, dst netip.Addr, id uint32) string {
		return ports(&r, six(vlan, src, dst, id, 0, true, udp[:32]))
	}
	later := func(vlan uint16, src, dst netip.Addr, id uint32) string {
		return ports(&r, six(vlan, src, dst, id, 4, false, udp[32:]))
	}
	if a, b := first(7, flowC, flowD, 1<<20), later(7, flowC, flowD, 1<<20); a != "5000 53" || b != a {
		t.Errorf("IPv6: %s, %s", a, b)
	}
	if got := later(8, flowC, flowD, 1<<20); got != "0 0" {
		t.Errorf("another VLAN: %s", got)
	}
	if got := later(7, flowC, flowD, 1<<4); got != "0 0" {
		t.Errorf("the halves of the identification exchanged: %s", got)
	}
	// To itself both directions are one.
	if a, b, c := first(7, flowC, flowC, 1<<16|2), later(7, flowC, flowC, 2<<16|1), later(7, flowC, flowC, 1<<16|2); a != "5000 53" || b != "0 0" || c != a {
		t.Errorf("to itself: %s, %s, %s", a, b, c)
	}
}

func TestFlowReaderVLANOfTheKernel(t *testing.T) {
	data, err := codec.Marshal(flowPackets["VLANs"].parts...)
	if err != nil {
		t.Fatal(err)
	}
	var v packet.View
	if err := v.Decode(data, capture.LinkTypeEthernet); err != nil {
		t.Fatal(err)
	}
	var r packet.FlowReader
	for _, test := range []struct {
		time capture.Timestamp
		want int64
	}{
		{capture.Unix(-1, 0), -1e9},
		{capture.Unix(1<<62, 0), 1<<63 - 1},
		{capture.Unix(-1<<62, 0), -1 << 63},
		{capture.Unix(9_223_372_036, 0), 9_223_372_036e9},
		{capture.Unix(9_223_372_036, 854_775_807), 1<<63 - 1},
		{capture.Unix(9_223_372_036, 854_775_808), 1<<63 - 1},
		{capture.Unix(-9_223_372_036, 1), -9_223_372_036e9 + 1},
		{capture.Unix(-9_223_372_037, 145_224_191), -1 << 63},
		{capture.UnixUnsigned(1<<64-1, 0, 0), 1<<63 - 1},
		{capture.TimestampOf(time.Unix(7, 1)), 7e9 + 1},
		{capture.Timestamp{}, 0},
	} {
		info := capture.Info{Time: test.time, Length: 1, VLAN: capture.VLAN{TCI: 3<<13 | 99, Present: true}}
		if !r.Read(&v, &info) || r.Packet.Key.VLAN != [2]uint16{99, 10} || r.Packet.Time != test.want {
			t.Errorf("%v: %+v", test.time, r.Packet)
		}
	}
}

func TestFlowReaderDoesNotAllocate(t *testing.T) {
	table, err := flow.NewTable(flow.Config{})
	if err != nil {
		t.Fatal(err)
	}
	var v packet.View
	r := packet.FlowReader{Inner: true}
	into := []any{&layers.Ethernet{}, &layers.IPv4{}, &layers.TCP{}}
	s, err := packet.NewStack(into...)
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"TCP", "VXLAN", "GRE with a key", "echo reply"} {
		data, err := codec.Marshal(flowPackets[name].parts...)
		if err != nil {
			t.Fatal(err)
		}
		info := capture.Info{Time: capture.Unix(1, 0), Length: uint32(len(data))}
		work := func() {
			_ = v.Decode(data, capture.LinkTypeEthernet)
			if r.Read(&v, &info) {
				_ = table.Add(&r.Packet)
			}
			if r.ReadStack(s, s.Decode(data), &info, len(data), into...) {
				_ = table.Add(&r.Packet)
			}
		}
		work()
		if n := testing.AllocsPerRun(100, work); n != 0 {
			t.Errorf("%s: %v allocations", name, n)
		}
	}
}

// TestFlowReaderStackBehind: what TCP carries is counted where something behind it is decoded, also where IP does not say how long it is, as with segmentation offload.
func TestFlowReaderStackBehind(t *testing.T) {
	a, b := netip.MustParseAddr("192.0.2.1"), netip.MustParseAddr("192.0.2.2")
	a6, b6 := netip.MustParseAddr("2001:db8::1"), netip.MustParseAddr("2001:db8::2")
	message := []byte{0, 12, 0x12, 0x34, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0}
	for _, ip := range []any{&layers.IPv4{Src: a, Dst: b}, &layers.IPv6{Src: a6, Dst: b6}} {
		into := []any{&layers.Ethernet{}, &layers.IPv4{}, &layers.IPv6{}, &layers.TCP{}, &layers.DNSTCP{}}
		s, err := packet.NewStack(into...)
		if err != nil {
			t.Fatal(err)
		}
		data, err := codec.Marshal(&layers.Ethernet{}, ip, &layers.TCP{SrcPort: 4000, DstPort: 53, Options: []layers.TCPOption{{Kind: layers.TCPOptionNOP}}}, message)
		if err != nil {
			t.Fatal(err)
		}
		length := 16 // of IPv4
		if data[14]>>4 == 6 {
			length = 18
		}
		for range 2 {
			var v packet.View
			var want, got packet.FlowReader
			if err := v.Decode(data, capture.LinkTypeEthernet); err != nil {
				t.Fatal(err)
			}
			met := s.Decode(data)
			if len(met) < 4 {
				t.Fatalf("nothing behind TCP: %v", met)
			}
			if !want.Read(&v, nil) || !got.ReadStack(s, met, nil, len(data), into...) || got.Packet != want.Packet || got.Packet.Payload != uint32(len(message)) {
				t.Errorf("%+v, want %+v", got.Packet, want.Packet)
			}
			data[length], data[length+1] = 0, 0
		}
	}
}
