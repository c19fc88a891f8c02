package packet_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"net/netip"
	"strings"
	"sync"
	"testing"

	"github.com/wiretag/wiretag/capture"
	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/flow"
	"github.com/wiretag/wiretag/layers"
	"github.com/wiretag/wiretag/packet"
)

func names(p interface {
	Len() int
	Layer(int) packet.Layer
},
) string {
	var s []string
	for i := range p.Len() {
		l := p.Layer(i)
		s = append(s, strings.Repeat(".", l.Depth())+l.Name())
	}
	return strings.Join(s, " ")
}

func TestLayers(t *testing.T) {
	data := frame(t, tcpFrame)
	padded := append(bytes.Clone(data), 0, 0, 0, 0)
	cut := data[:len(data)-2]
	inner, err := codec.Marshal(&layers.IPv4{TTL: 1, Src: netip.MustParseAddr("192.0.2.1"), Dst: netip.MustParseAddr("192.0.2.2")},
		&layers.UDP{SrcPort: 9, DstPort: 9}, []byte("x"))
	if err != nil {
		t.Fatal(err)
	}
	tunnel, err := codec.Marshal(&layers.IPv4{TTL: 2, Src: netip.MustParseAddr("198.51.100.1"), Dst: netip.MustParseAddr("198.51.100.2")}, &layers.IPv4{}, inner[20:])
	if err != nil {
		t.Fatal(err)
	}
	copy(tunnel[20:], inner)
	for _, c := range []struct {
		name string
		data []byte
		link capture.LinkType
		want string
		err  error
		cut  bool
	}{
		{"whole", data, capture.LinkTypeEthernet, "Ethernet .IPv4 ..TCP ...Payload", nil, false},
		{"padded", padded, capture.LinkTypeEthernet, "Ethernet .IPv4 ..TCP ...Payload .Padding", nil, false},
		{"cut payload", cut, capture.LinkTypeEthernet, "Ethernet .IPv4 ..TCP ...Payload", nil, true},
		{"cut header", data[:40], capture.LinkTypeEthernet, "Ethernet .IPv4 ..TCP", codec.ErrTruncated, true},
		{"cut at once", data[:3], capture.LinkTypeEthernet, "Ethernet", codec.ErrTruncated, true},
		{"nothing", nil, capture.LinkTypeEthernet, "Ethernet", codec.ErrTruncated, true},
		{"unknown link", data, capture.LinkType(65000), "Payload", nil, false},
		{"tunnel", tunnel, capture.LinkTypeRaw, "RawIP .IPv4 ..IPv4 ...UDP ....Payload", nil, false},
	} {
		for _, lazy := range []bool{false, true} {
			var opts []packet.Option
			if lazy {
				opts = append(opts, packet.Lazy())
			}
			p := packet.New(c.data, c.link, opts...)
			if got := names(p); got != c.want {
				t.Errorf("%s: layers %s, want %s", c.name, got, c.want)
			}
			if err := p.Err(); !errors.Is(err, c.err) {
				t.Errorf("%s: error %v, want %v", c.name, err, c.err)
			}
			if p.Truncated() != c.cut {
				t.Errorf("%s: truncated %v, want %v", c.name, p.Truncated(), c.cut)
			}
		}
	}
}

func TestAccessors(t *testing.T) {
	p := packet.New(frame(t, tcpFrame), capture.LinkTypeEthernet)
	link, ok1 := p.Link()
	network, ok2 := p.Network()
	transport, ok3 := p.Transport()
	_, ok4 := p.Application()
	if !ok1 || !ok2 || !ok3 || ok4 || link.Name() != "Ethernet" || network.Name() != "IPv4" || transport.Name() != "TCP" {
		t.Errorf("roles: %v %v %v %v", ok1, ok2, ok3, ok4)
	}
	if transport.Offset() != 34 || len(transport.Header()) != 32 || string(transport.Payload()) != "abc" {
		t.Errorf("TCP at %d, %d bytes, %q", transport.Offset(), len(transport.Header()), transport.Payload())
	}
	if parent, ok := transport.Parent(); !ok || parent.Name() != "IPv4" {
		t.Error("the parent of TCP is not IPv4")
	}
	if got, want := p.TransportFlow(), flow.New(flow.TCPPort(1234), flow.TCPPort(9)); got != want {
		t.Errorf("flow %v, want %v", got, want)
	}
	if got, want := p.NetworkFlow(), flow.New(flow.IPv4([4]byte{192, 0, 2, 1}), flow.IPv4([4]byte{198, 51, 100, 1})); got != want {
		t.Errorf("flow %v, want %v", got, want)
	}
	if got := p.LinkFlow().String(); got != "00:00:5e:00:53:02->00:00:5e:00:53:01" {
		t.Errorf("flow %s", got)
	}
	n := 0
	for range packet.All[layers.IPv4](p) {
		n++
	}
	if n != 1 || packet.Get[layers.UDP](p) != nil {
		t.Error("All or Get")
	}
}

// TestLazy: asking for the network layer decodes no further.
func TestLazy(t *testing.T) {
	data := frame(t, tcpFrame)
	copy(data[34:], make([]byte, 20)) // no TCP header at all
	p := packet.New(data, capture.LinkTypeEthernet, packet.Lazy())
	if ip := packet.Get[layers.IPv4](p); ip == nil || ip.TTL != 64 {
		t.Fatal("no IPv4")
	}
	var v packet.View
	v.Init(packet.Lazy())
	if err := v.Decode(data, capture.LinkTypeEthernet); err != nil {
		t.Errorf("a lazy view has decoded too much: %v", err)
	}
	if v.Err() == nil {
		t.Error("the broken header went unnoticed")
	}
}

func TestChecksums(t *testing.T) {
	states := func(data []byte) string {
		var s []string
		var v packet.View
		v.Decode(data, capture.LinkTypeEthernet)
		for c := range v.Checksums() {
			s = append(s, c.Layer.Name()+" "+c.State.String()+c.Reason)
		}
		return strings.Join(s, ", ")
	}
	data := frame(t, tcpFrame)
	if got := states(data); got != "IPv4 good, TCP good" {
		t.Error(got)
	}
	if got := states(data[:len(data)-1]); got != "IPv4 good, TCP unknownthe packet is cut short" {
		t.Error(got)
	}
	bad := bytes.Clone(data)
	bad[len(bad)-1]++
	bad[22]--
	if got := states(bad); got != "IPv4 bad, TCP bad" {
		t.Error(got)
	}
	fragment := bytes.Clone(data)
	fragment[20] = 0x20 // more fragments
	fragment[24], fragment[25] = 0x5c, 0x57
	if got := states(fragment); got != "IPv4 good, TCP unknownit is a fragment" {
		t.Error(got)
	}
}

func TestEdit(t *testing.T) {
	var v packet.View
	data := frame(t, tcpFrame)
	v.Decode(data, capture.LinkTypeEthernet)
	packet.Get[layers.IPv4](&v).TTL = 63
	tcp := packet.Get[layers.TCP](&v)
	tcp.Options = tcp.Options[:0]
	out, err := v.Encode()
	if err != nil {
		t.Fatal(err)
	}
	p := packet.New(out, capture.LinkTypeEthernet)
	if ip := packet.Get[layers.IPv4](p); ip.TTL != 63 || ip.Length != 43 {
		t.Errorf("got %v", ip)
	}
	for c := range p.Checksums() {
		if c.State != codec.SumGood {
			t.Errorf("%s: %v", c.Layer.Name(), c.State)
		}
	}
	if !bytes.Equal(data, frame(t, tcpFrame)) {
		t.Error("editing has changed the packet's bytes")
	}
	// nothing derived: exactly that byte is another one, and the options are gone
	v.Decode(data, capture.LinkTypeEthernet)
	packet.Get[layers.IPv4](&v).TTL = 63
	if out, err = v.Append(nil, codec.Encoder{}); err != nil || len(out) != len(data) {
		t.Fatal(len(out), err)
	}
	for i := range out {
		if (out[i] != data[i]) != (i == 22) {
			t.Errorf("byte %d: %#x, was %#x", i, out[i], data[i])
		}
	}
}

func TestClone(t *testing.T) {
	var v packet.View
	data := frame(t, tcpFrame)
	v.Decode(data, capture.LinkTypeEthernet)
	v.SetInfo(&capture.Info{Length: 99})
	p := v.Clone()
	clear(data)
	v.Decode(data[:20], capture.LinkTypeEthernet)
	if got := packet.Get[layers.TCP](p); got.SrcPort != 1234 || string(got.Options[2].Data) != "\x00\x00\x00\x01\x00\x00\x00\x02" || p.Info().Length != 99 {
		t.Errorf("the clone has changed: %v", got)
	}
}

func TestJSON(t *testing.T) {
	p := packet.New(frame(t, tcpFrame), capture.LinkTypeEthernet)
	var got struct {
		N      int
		Layers []struct {
			Type           string
			Offset, Length int
			Fields         map[string]any
		}
		Error string
	}
	if err := json.Unmarshal(p.AppendJSON(nil, 3), &got); err != nil {
		t.Fatal(err)
	}
	if got.N != 3 || len(got.Layers) != 4 || got.Layers[1].Fields["Src"] != "192.0.2.1" || got.Layers[2].Fields["SrcPort"] != 1234.0 ||
		got.Layers[2].Offset != 34 || got.Layers[3].Fields["Data"] != "616263" {
		t.Errorf("%+v", got)
	}
	opts, _ := got.Layers[2].Fields["Options"].([]any)
	if len(opts) != 3 || opts[2].(map[string]any)["Data"] != "0000000100000002" {
		t.Errorf("options %v", opts)
	}
}

func TestTree(t *testing.T) {
	tree := string(packet.New(frame(t, tcpFrame), capture.LinkTypeEthernet).AppendTree(nil))
	for _, want := range []string{"IPv4 at byte 14, 20 bytes", "IHL [116+4] 5", "Window [384+16] 512", "[2] [448+80]", "Payload at byte 66, 3 bytes"} {
		if !strings.Contains(tree, want) {
			t.Errorf("no %q in\n%s", want, tree)
		}
	}
}

type probe struct {
	Magic uint16 `bits:"16,const=0xbeef"`
	Next  uint8  `bits:"8,next=ip"`
}

// TestRegistry: registries are values, and may grow while packets are decoded.
func TestRegistry(t *testing.T) {
	data := frame(t, tcpFrame)
	copy(data[12:], []byte{0x88, 0xb5, 0xbe, 0xef, 6})
	const want = "Ethernet .probe ..TCP"
	key := codec.Key{Table: "ethertype", Value: 0x88b5}
	reg := packet.NewRegistry()
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			var v packet.View
			v.Init(packet.WithRegistry(reg))
			for range 200 {
				v.Decode(data, capture.LinkTypeEthernet)
				if got := names(&v); got != "Ethernet .Payload" && !strings.HasPrefix(got, want) {
					t.Error(got)
				}
			}
		})
	}
	wg.Go(func() {
		for range 20 {
			if err := packet.Register[probe](reg, layers.RoleNetwork, key); err != nil {
				t.Error(err)
			}
		}
	})
	wg.Wait()
	if got := names(packet.New(data, capture.LinkTypeEthernet, packet.WithRegistry(reg))); !strings.HasPrefix(got, want) {
		t.Error(got)
	}
	if got := names(packet.New(data, capture.LinkTypeEthernet)); got != "Ethernet .Payload" {
		t.Errorf("another registry has changed: %s", got)
	}
	if got := names(packet.New(data, capture.LinkTypeEthernet, packet.WithRegistry(reg.Clone()))); !strings.HasPrefix(got, want) {
		t.Errorf("the clone lacks the layer: %s", got)
	}
	type wrong struct{ A uint8 }
	if err := packet.Register[wrong](reg, layers.RoleNone); err == nil || !strings.Contains(err.Error(), "no bits tag") {
		t.Errorf("wrong tags: %v", err)
	}
}

func TestStack(t *testing.T) {
	var eth layers.Ethernet
	var ip, inner layers.IPv4
	var tcp layers.TCP
	s, err := packet.NewStack(&eth, &ip, &inner, &tcp)
	if err != nil {
		t.Fatal(err)
	}
	data := frame(t, tcpFrame)
	check := func(data []byte, met []int, rest string, next codec.Key, want error) {
		t.Helper()
		got := s.Decode(data)
		if len(got) != len(met) {
			t.Errorf("met %v, want %v", got, met)
			return
		}
		for i := range met {
			if got[i] != met[i] {
				t.Errorf("met %v, want %v", got, met)
			}
		}
		if string(s.Rest()) != rest || s.Next() != next || !errors.Is(s.Err(), want) {
			t.Errorf("rest %q, next %v, error %v", s.Rest(), s.Next(), s.Err())
		}
	}
	check(data, []int{0, 1, 3}, "abc", codec.Key{Table: "tcp", Value: 1234}, nil)
	udp := bytes.Clone(data)
	udp[23] = 17
	check(udp, []int{0, 1}, string(udp[34:]), codec.Key{Table: "ip", Value: 17}, nil)
	check(data[:44], []int{0, 1, 3}, string(data[34:44]), codec.Key{}, codec.ErrTruncated)
	check(data, []int{0, 1, 3}, "abc", codec.Key{Table: "tcp", Value: 1234}, nil)
	tunnel := append(bytes.Clone(data[:34]), data[14:]...)
	tunnel[23], tunnel[17] = 4, 75
	check(tunnel, []int{0, 1, 2, 3}, "abc", codec.Key{Table: "tcp", Value: 1234}, nil)
	if ip.Protocol != 4 || inner.Protocol != 6 {
		t.Error("the two IPv4 headers are not where they belong")
	}
	if _, err := packet.NewStack(&eth, &struct{ A int }{}); err == nil {
		t.Error("no error for a struct without tags")
	}
}

// TestNoAllocations: what is claimed to be free of allocation is.
func TestNoAllocations(t *testing.T) {
	data := frame(t, tcpFrame)
	var v packet.View
	var eth layers.Ethernet
	var ip layers.IPv4
	var tcp layers.TCP
	s, err := packet.NewStack(&eth, &ip, &tcp)
	if err != nil {
		t.Fatal(err)
	}
	s.Decode(data)
	v.Decode(data, capture.LinkTypeEthernet)
	body := s.Rest()
	buf := make([]byte, 0, 256)
	for name, f := range map[string]func(){
		"View.Decode":  func() { v.Decode(data, capture.LinkTypeEthernet) },
		"Stack.Decode": func() { s.Decode(data) },
		"Append":       func() { buf, _ = codec.Append(buf[:0], &eth, &ip, &tcp, body) },
		"Get":          func() { packet.Get[layers.TCP](&v).Seq++ },
	} {
		if n := testing.AllocsPerRun(100, f); n != 0 {
			t.Errorf("%s allocates %v times", name, n)
		}
	}
}

// TestReadOnly: several goroutines may decode and verify the same bytes, which the race
// detector watches.
func TestReadOnly(t *testing.T) {
	data := frame(t, tcpFrame)
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			var v packet.View
			for range 50 {
				if err := v.Decode(data, capture.LinkTypeEthernet); err != nil {
					t.Error(err)
				}
				for c := range v.Checksums() {
					if c.State != codec.SumGood {
						t.Error(c.State)
					}
				}
			}
		})
	}
	wg.Wait()
}

type telemetry1 struct {
	From uint16 `bits:"16,flow=src"`
	To   uint16 `bits:"16,flow=dst"`
}

type telemetry2 struct {
	From uint16 `bits:"16,flow=src"`
	To   uint16 `bits:"16,flow=dst"`
}

// TestFlowKinds: flows of layers whose long names begin alike are not the same.
func TestFlowKinds(t *testing.T) {
	flowOf := func(reg *packet.Registry) flow.Flow {
		p := packet.NewAt([]byte{0, 1, 0, 2}, codec.Key{Table: "test", Value: 1}, packet.WithRegistry(reg))
		return p.TransportFlow()
	}
	one, two := packet.NewRegistry(), packet.NewRegistry()
	key := codec.Key{Table: "test", Value: 1}
	if err := errors.Join(packet.Register[telemetry1](one, layers.RoleTransport, key), packet.Register[telemetry2](two, layers.RoleTransport, key)); err != nil {
		t.Fatal(err)
	}
	a, b := flowOf(one), flowOf(two)
	if !a.IsValid() || !b.IsValid() || a == b {
		t.Errorf("%v, %v", a, b)
	}
}

// TestJSONFailed: what a failed layer could not say in fields is there as bytes.
func TestJSONFailed(t *testing.T) {
	p := packet.New(frame(t, tcpFrame)[:40], capture.LinkTypeEthernet)
	if got := string(p.AppendJSON(nil, 0)); !strings.Contains(got, `"data":"04d200090000"`) {
		t.Error(got)
	}
}

// TestNoLayer: what a packet does not have can be asked for its name all the same.
func TestNoLayer(t *testing.T) {
	var v packet.View
	v.Decode(nil, capture.LinkTypeEthernet)
	l, ok := v.Application()
	_, inside := l.Parent()
	if ok || inside || l.Name() != "Payload" || l.Value() != nil || l.Type() != nil || l.Err() != nil || l.Failed() ||
		len(l.Header())+len(l.Payload())+len(l.Trailer())+l.Offset()+l.Depth() != 0 || l.Role() != layers.RoleNone {
		t.Errorf("%v, %v", ok, l.Name())
	}
}

// TestIPCompPayload: what is compressed is the payload, as it was sent.
func TestIPCompPayload(t *testing.T) {
	deflated := []byte{0x4b, 0x60, 0x00, 0x82, 0x04, 0x36, 0x7b, 0x05}
	b, err := codec.Marshal(&layers.IPComp{NextHeader: layers.IPProtocolIPv6, CPI: 2}, deflated)
	if err != nil {
		t.Fatal(err)
	}
	p := packet.NewAt(b, codec.Key{Table: "ip", Value: uint64(layers.IPProtocolIPComp)})
	if h := packet.Get[layers.IPComp](p); h == nil || h.CPI != 2 || p.Len() != 2 || p.Layer(1).Name() != "Payload" || !bytes.Equal(p.Layer(1).Header(), deflated) {
		t.Errorf("%v", p)
	}
}
