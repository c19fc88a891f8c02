package reassembly

import (
	"net/netip"
	"slices"
	"testing"
	"time"

	"github.com/wiretag/wiretag/capture"
	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/layers"
	"github.com/wiretag/wiretag/layers/tunnel"
	"github.com/wiretag/wiretag/packet"
)

var (
	fragSrc = netip.MustParseAddr("192.0.2.1")
	fragDst = netip.MustParseAddr("192.0.2.2")
)

// fragIP is the header of a fragment.
func fragIP(offset int, more bool) *layers.IPv4 {
	ip := &layers.IPv4{TTL: 64, ID: 7, FragOffset: uint16(offset / 8), Protocol: 253, Src: fragSrc, Dst: fragDst}
	if more {
		ip.Flags = layers.IPv4MoreFragments
	}
	return ip
}

// putTogether gives packets to a defragmenter and returns the datagrams and the events.
func putTogether(t *testing.T, conf FragmentConfig, packets ...[]any) (whole []*packet.Packet, kinds []FragmentEventKind) {
	t.Helper()
	conf.Event = func(e *FragmentEvent) { kinds = append(kinds, e.Kind) }
	d, err := NewDefragmenter(conf)
	if err != nil {
		t.Fatal(err)
	}
	var v packet.View
	for i, parts := range packets {
		info := capture.Info{LinkType: capture.LinkTypeEthernet, Time: capture.Unix(1000, 0)}
		if at, ok := parts[0].(time.Duration); ok {
			info.Time = info.Time.Add(at)
			parts = parts[1:]
		}
		data, err := codec.Marshal(parts...)
		if err != nil {
			t.Fatal(err)
		}
		if err := v.Decode(data, info.LinkType); err != nil {
			t.Fatalf("packet %d: %v", i, err)
		}
		if d.Add(&v, &info, uint64(i)) == Complete {
			g := d.Datagram()
			whole = append(whole, packet.New(g.Data, g.Info.LinkType))
			if int(g.Info.Length) != len(g.Data) {
				t.Errorf("info says %d bytes of %d", g.Info.Length, len(g.Data))
			}
		}
	}
	d.Flush()
	return whole, kinds
}

// intact checks that nothing is wrong with a packet, lengths and checksums included.
func intact(t *testing.T, p *packet.Packet) {
	t.Helper()
	if p.Err() != nil || p.Truncated() {
		t.Errorf("%v: %v", p, p.Err())
	}
	for c := range p.Checksums() {
		if c.State == codec.SumBad {
			t.Errorf("%v: the checksum of %s is wrong", p, c.Layer.Name())
		}
	}
	if b, err := p.Encode(); err != nil || !slices.Equal(b, p.Data()) { // what is derived is what is there
		t.Errorf("%v: %x, encoded anew %x, %v", p, p.Data(), b, err)
	}
}

// TestDefragTunnel: lengths and checksums around the datagram are put right.
func TestDefragTunnel(t *testing.T) {
	eth, outer := &layers.Ethernet{}, &layers.IPv4{TTL: 9, Src: fragDst, Dst: fragSrc}
	udp, vx := &layers.UDP{SrcPort: 50000, DstPort: 4789}, &tunnel.VXLAN{Instance: true, VNI: 42}
	first, last := make([]byte, 800), make([]byte, 300)
	first[0], last[299] = 1, 2
	whole, _ := putTogether(t, FragmentConfig{},
		[]any{eth, outer, udp, vx, eth, fragIP(0, true), first},
		[]any{eth, outer, udp, vx, eth, fragIP(800, false), last},
	)
	if len(whole) != 1 {
		t.Fatalf("%d datagrams", len(whole))
	}
	intact(t, whole[0])
	var lengths []int
	for ip := range packet.All[layers.IPv4](whole[0]) {
		lengths = append(lengths, int(ip.Length))
	}
	if !slices.Equal(lengths, []int{20 + 8 + 8 + 14 + 20 + 1100, 20 + 1100}) || int(packet.Get[layers.UDP](whole[0]).Length) != 8+8+14+20+1100 {
		t.Errorf("%v: lengths %v", whole[0], lengths)
	}
}

// TestDefragHeader: the header is that of the first fragment, with its options, and so are the extension headers of IPv6.
func TestDefragHeader(t *testing.T) {
	first, last := fragIP(0, true), fragIP(8, false)
	first.Options = []layers.IPv4Option{{Type: 7, Data: []byte{4, 0, 0, 0, 0}}, {Type: 0}}
	first.TTL, last.TTL = 50, 60
	eth := &layers.Ethernet{}
	whole, _ := putTogether(t, FragmentConfig{}, []any{eth, last, make([]byte, 5)}, []any{eth, first, make([]byte, 8)})
	if len(whole) != 1 {
		t.Fatalf("%d datagrams", len(whole))
	}
	intact(t, whole[0])
	if ip := packet.Get[layers.IPv4](whole[0]); ip.TTL != 50 || len(ip.Options) != 2 || ip.IsFragment() || ip.Length != 28+13 {
		t.Errorf("%+v", ip)
	}
	ip6 := &layers.IPv6{HopLimit: 3, Src: netip.MustParseAddr("2001:db8::1"), Dst: netip.MustParseAddr("2001:db8::2")}
	hop := &layers.IPv6HopByHop{Options: []layers.IPv6Option{{Type: 5, Data: []byte{0, 0}}}}
	whole, _ = putTogether(t, FragmentConfig{},
		[]any{eth, ip6, &layers.IPv6Fragment{NextHeader: 99, FragOffset: 1, ID: 1}, make([]byte, 5)}, // only the first one's number counts
		[]any{eth, ip6, hop, &layers.IPv6Fragment{NextHeader: 253, More: true, ID: 1}, make([]byte, 8)},
	)
	if len(whole) != 1 {
		t.Fatalf("%d datagrams", len(whole))
	}
	intact(t, whole[0])
	if h := packet.Get[layers.IPv6HopByHop](whole[0]); h == nil || h.NextHeader != 253 || packet.Get[layers.IPv6Fragment](whole[0]) != nil || packet.Get[layers.IPv6](whole[0]).Length != 8+13 {
		t.Errorf("%v", whole[0])
	}
}

// TestDefragKeys: what differs in VLAN, protocol, identification, address or the tunnel around it is not put together.
func TestDefragKeys(t *testing.T) {
	eth := &layers.Ethernet{}
	change := func(f func(*layers.IPv4)) *layers.IPv4 {
		ip := fragIP(8, false)
		f(ip)
		return ip
	}
	first, last := []any{eth, fragIP(0, true), make([]byte, 8)}, make([]byte, 8)
	for name, second := range map[string][]any{
		"VLAN":           {eth, &layers.Dot1Q{VLAN: 5}, fragIP(8, false), last},
		"protocol":       {eth, change(func(ip *layers.IPv4) { ip.Protocol = 254 }), last},
		"identification": {eth, change(func(ip *layers.IPv4) { ip.ID = 8 }), last},
		"direction":      {eth, change(func(ip *layers.IPv4) { ip.Src, ip.Dst = ip.Dst, ip.Src }), last},
		"tunnel":         {eth, &layers.IPv4{TTL: 1, Src: fragSrc, Dst: fragDst}, fragIP(8, false), last},
	} {
		if whole, _ := putTogether(t, FragmentConfig{}, first, second); len(whole) != 0 {
			t.Errorf("%s: %v", name, whole)
		}
	}
	if whole, _ := putTogether(t, FragmentConfig{}, first, []any{eth, fragIP(8, false), last}); len(whole) != 1 {
		t.Errorf("the same key: %d datagrams", len(whole))
	}
	// Networks over the same two hosts, in which the same addresses are other hosts.
	outer := func(protocol layers.IPProtocol) *layers.IPv4 {
		return &layers.IPv4{TTL: 1, Protocol: protocol, Src: fragDst, Dst: fragSrc}
	}
	for name, network := range map[string]func(id uint32) []any{
		"GRE": func(id uint32) []any {
			return []any{eth, outer(layers.IPProtocolGRE), &tunnel.GRE{KeyPresent: true, Key: id}}
		},
		"GRE with a checksum": func(id uint32) []any {
			return []any{eth, outer(layers.IPProtocolGRE), &tunnel.GRE{ChecksumPresent: true, KeyPresent: true, Key: id}}
		},
		"VXLAN": func(id uint32) []any {
			return []any{eth, outer(layers.IPProtocolUDP), &layers.UDP{DstPort: 4789}, &tunnel.VXLAN{Instance: true, VNI: id}, eth}
		},
		"Geneve": func(id uint32) []any {
			return []any{eth, outer(layers.IPProtocolUDP), &layers.UDP{DstPort: 6081}, &tunnel.Geneve{VNI: id}, eth}
		},
	} {
		for id, want := range []int{0, 1} {
			a := append(network(1), fragIP(0, true), make([]byte, 8))
			b := append(network(uint32(id)), fragIP(8, false), last)
			if whole, _ := putTogether(t, FragmentConfig{}, a, b); len(whole) != want {
				t.Errorf("%s: %d datagrams of networks 1 and %d", name, len(whole), id)
			}
		}
	}
}

// TestDefragEvents: what is odd is told.
func TestDefragEvents(t *testing.T) {
	eth := &layers.Ethernet{}
	frag := func(offset int, more bool, n int) []any { return []any{eth, fragIP(offset, more), make([]byte, n)} }
	at := func(d time.Duration, p []any) []any { return append([]any{d}, p...) }
	other := func(offset int, more bool, n int) []any {
		b := make([]byte, n)
		b[0] = 1
		return []any{eth, fragIP(offset, more), b}
	}
	for _, c := range []struct {
		name    string
		conf    FragmentConfig
		packets [][]any
		whole   int
		want    []FragmentEventKind
	}{
		{"not in time", FragmentConfig{}, [][]any{frag(0, true, 8), at(31*time.Second, frag(8, false, 8))}, 0, []FragmentEventKind{FragmentTimeout, FragmentFlushed}},
		{"in time", FragmentConfig{}, [][]any{frag(0, true, 8), at(29*time.Second, frag(8, false, 8))}, 1, nil},
		{"a conflict", FragmentConfig{Policy: FragmentsLast}, [][]any{frag(8, true, 8), other(8, true, 8), frag(0, true, 8), frag(16, false, 8)}, 1, []FragmentEventKind{FragmentOverlap, FragmentConflict}},
		{"an overlap", FragmentConfig{}, [][]any{frag(0, true, 16), frag(8, true, 16)}, 0, []FragmentEventKind{FragmentOverlap, FragmentDropped}},
		{"two ends", FragmentConfig{Policy: FragmentsFirst}, [][]any{frag(8, false, 8), frag(16, false, 8), frag(0, true, 8)}, 1, []FragmentEventKind{FragmentEnds}},
		{"too many datagrams", FragmentConfig{Datagrams: 1}, [][]any{frag(0, true, 8), {eth, &layers.Dot1Q{VLAN: 1}, fragIP(0, true), make([]byte, 8)}}, 0, []FragmentEventKind{FragmentEvicted, FragmentFlushed}},
		{"too many fragments", FragmentConfig{Fragments: 2}, [][]any{frag(0, true, 8), frag(16, true, 8), frag(32, true, 8)}, 0, []FragmentEventKind{FragmentOverlapLimit, FragmentFlushed}},
		{"empty", FragmentConfig{}, [][]any{frag(8, true, 0)}, 0, []FragmentEventKind{FragmentLength}},
		{"ping of death", FragmentConfig{}, [][]any{frag(65528, false, 100)}, 0, []FragmentEventKind{FragmentTooLong}},
	} {
		whole, kinds := putTogether(t, c.conf, c.packets...)
		if len(whole) != c.whole || !slices.Equal(kinds, c.want) {
			t.Errorf("%s: %d datagrams, events %v, want %d, %v", c.name, len(whole), kinds, c.whole, c.want)
		}
	}
}

// TestDefragQuoted: a fragment that an error quotes is not one.
func TestDefragQuoted(t *testing.T) {
	quoted, err := codec.Marshal(fragIP(8, false), make([]byte, 8))
	if err != nil {
		t.Fatal(err)
	}
	whole, _ := putTogether(t, FragmentConfig{},
		[]any{&layers.Ethernet{}, fragIP(0, true), make([]byte, 8)},
		[]any{&layers.Ethernet{}, &layers.IPv4{TTL: 1, Src: fragDst, Dst: fragSrc, Protocol: 1}, &layers.ICMPv4{Type: 3}, append(make([]byte, 4), quoted...)},
	)
	if len(whole) != 0 {
		t.Errorf("%v", whole)
	}
}

// TestDatagramOf: a datagram is that of the packet that made it whole, and of no other.
func TestDatagramOf(t *testing.T) {
	d, err := NewDefragmenter(FragmentConfig{})
	if err != nil {
		t.Fatal(err)
	}
	var v packet.View
	info := capture.Info{LinkType: capture.LinkTypeEthernet}
	first, last := fragPacket(t, 4, 0, 0, true, attackPayload[:16]), fragPacket(t, 4, 0, 16, false, attackPayload[:16])
	for i, x := range []struct {
		data          []byte
		shown, joined bool
	}{{first, false, false}, {last, true, true}, {first[:14], true, false}, {last, false, false}, {first, true, true}} {
		if shown := d.Decode(&v, x.data, &info); shown != x.shown || (d.Datagram() != nil) != x.joined {
			t.Errorf("packet %d: %v, %v", i, shown, d.Datagram())
		}
	}
}
