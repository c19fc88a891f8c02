package packet_test

import (
	"fmt"
	"net/netip"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/wiretag/wiretag/capture"
	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/layers"
	"github.com/wiretag/wiretag/layers/text"
	"github.com/wiretag/wiretag/layers/tls"
	"github.com/wiretag/wiretag/layers/tunnel"
	"github.com/wiretag/wiretag/packet"
	"github.com/wiretag/wiretag/pcapio"
)

// TestStackOrders: layers may be missing, repeated and in any order that packets have.
func TestStackOrders(t *testing.T) {
	a, b := netip.MustParseAddr("192.0.2.1"), netip.MustParseAddr("192.0.2.2")
	c, d := netip.MustParseAddr("2001:db8::1"), netip.MustParseAddr("2001:db8::2")
	eth := &layers.Ethernet{}
	v4 := func(ttl uint8) *layers.IPv4 { return &layers.IPv4{TTL: ttl, Src: a, Dst: b} }
	v6 := func() *layers.IPv6 { return &layers.IPv6{Src: c, Dst: d} }
	tag := func(id uint16) *layers.Dot1Q { return &layers.Dot1Q{VLAN: id} }
	udp := &layers.UDP{SrcPort: 1000, DstPort: 53}
	dns := &layers.DNS{ID: 9, QR: true}

	var (
		seth       layers.Ethernet
		tag1, tag2 layers.Dot1Q
		ip1, ip2   layers.IPv4
		ip6        layers.IPv6
		hop        layers.IPv6HopByHop
		dest       layers.IPv6Destination
		gre        tunnel.GRE
		mpls1      tunnel.MPLS
		sudp       layers.UDP
		stcp       layers.TCP
	)
	into := []any{&seth, &tag1, &tag2, &ip1, &ip2, &ip6, &hop, &dest, &gre, &mpls1, &sudp, &stcp}
	stack, err := packet.NewStack(into...)
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range []struct {
		layers []any
		want   string // indexes
		rest   string // what a view finds in the rest
	}{
		{[]any{eth, v4(1), &layers.TCP{SrcPort: 1}}, "[0 3 11]", ""},
		{[]any{eth, v4(1), udp, dns}, "[0 3 10]", "DNS"},
		{[]any{eth, tag(1), tag(2), v4(1), udp, []byte("x")}, "[0 1 2 3 10]", "DNS"},
		{[]any{eth, tag(1), tag(2), tag(3), v4(1), udp, dns}, "[0 1 2]", "Dot1Q .IPv4 ..UDP ...DNS"},
		{[]any{eth, v4(1), v4(2), udp, dns}, "[0 3 4 10]", "DNS"},
		{[]any{eth, v4(1), &tunnel.GRE{}, v4(2), udp, dns}, "[0 3 8 4 10]", "DNS"},
		{[]any{eth, v4(1), v6(), udp, dns}, "[0 3 5 10]", "DNS"},
		{[]any{eth, v6(), v4(1), udp, dns}, "[0 5 3 10]", "DNS"},
		{[]any{eth, v4(1), v4(2), v4(3), udp, dns}, "[0 3 4]", "IPv4 .UDP ..DNS"},
		{[]any{eth, v6(), &layers.IPv6HopByHop{}, &layers.IPv6Destination{}, udp, dns}, "[0 5 6 7 10]", "DNS"},
		{[]any{eth, v6(), &layers.IPv6Destination{}, &layers.IPv6Fragment{}, udp, dns}, "[0 5 7]", "IPv6Fragment .UDP ..DNS"},
		{[]any{eth, &layers.ARP{HardwareType: 1}}, "[0]", "ARP"},
		{[]any{eth, &layers.ARP{HardwareType: 1}, codec.At(1, make([]byte, 30))}, "[0]", "ARP Padding"},
	} {
		data, err := codec.Marshal(p.layers...)
		if err != nil {
			t.Fatal(err)
		}
		name := names(packet.New(data, capture.LinkTypeEthernet))
		met := stack.Decode(data)
		if got := fmt.Sprint(met); got != p.want {
			t.Errorf("%s: %s, want %s, rest %x", name, got, p.want, stack.Rest())
		}
		var v packet.View
		_ = stack.Resume(&v) // what the rest is may be wrong
		if got := names(&v); got != p.rest {
			t.Errorf("%s: the rest is %q, want %q", name, got, p.rest)
		}
		if len(met) > 4 && met[2] == 8 && (ip1.TTL != 1 || ip2.TTL != 2) {
			t.Errorf("%s: the outer TTL is %d, the inner one %d", name, ip1.TTL, ip2.TTL)
		}
		// All that a view of the whole packet finds behind these layers is found in the rest.
		var all packet.View
		_ = all.Decode(data, capture.LinkTypeEthernet)
		if !strings.HasSuffix(strings.ReplaceAll(names(&all), ".", ""), strings.ReplaceAll(names(&v), ".", "")) {
			t.Errorf("%s: the rest is %s", names(&all), names(&v))
		}
	}
}

// TestStackRecognizes: where layers share a number, as on ports, a stack takes those that a view takes, and no other.
func TestStackRecognizes(t *testing.T) {
	into := []any{
		new(layers.Ethernet), new(layers.IPv4), new(layers.IPv6), new(layers.TCP), new(layers.UDP), new(layers.DNS), new(tls.TLS),
		new(text.HTTPRequest), new(text.HTTPResponse), new(text.HTTPData), new(text.SMTPReply),
	}
	whole, err := packet.NewStack(into...)
	if err != nil {
		t.Fatal(err)
	}
	without, err := packet.NewStack(append(into[:6:6], into[8:]...)...) // TLS and HTTPRequest: they are no payload of others
	if err != nil {
		t.Fatal(err)
	}
	files, err := filepath.Glob("../testdata/*.pcap")
	if err != nil || len(files) == 0 {
		t.Fatal(files, err)
	}
	seen := map[string]int{}
	var v packet.View
	for _, name := range files {
		src, err := pcapio.Open(name)
		if err != nil {
			t.Fatal(err)
		}
		for rec, err := range capture.Packets(t.Context(), src) {
			if err != nil || rec.Info.LinkType != capture.LinkTypeEthernet {
				break
			}
			_ = v.Decode(rec.Data, rec.Info.LinkType) // some are wrong
			for i, s := range []*packet.Stack{whole, without} {
				types := into
				if i == 1 {
					types = append(into[:6:6], into[8:]...)
				}
				if got, want := fmt.Sprint(s.Decode(rec.Data)), fmt.Sprint(leading(&v, types)); got != want {
					t.Errorf("%s: %v: %s, want %s", name, &v, got, want)
				}
			}
			for l := range v.Layers() {
				seen[l.Name()]++
			}
		}
		if err := src.Close(); err != nil {
			t.Error(err)
		}
	}
	for _, name := range []string{"DNS", "HTTPRequest", "HTTPResponse", "HTTPData", "SMTPReply"} {
		if seen[name] == 0 {
			t.Errorf("no %s was seen", name)
		}
	}
}

// leading returns the places of the types of the layers in front, each once, as far as they are given.
func leading(v *packet.View, into []any) (places []int) {
	for l := range v.Layers() {
		i := slices.IndexFunc(into, func(x any) bool { return l.Value() != nil && reflect.TypeOf(x) == reflect.TypeOf(l.Value()) })
		if i < 0 || slices.Contains(places, i) || l.Depth() != len(places) {
			break
		}
		places = append(places, i)
	}
	return places
}

// TestStackResume: what a stack could not decode is what a view cannot decode, and the view is ready for other packets.
func TestStackResume(t *testing.T) {
	var eth layers.Ethernet
	var ip layers.IPv4
	stack, err := packet.NewStack(&eth, &ip)
	if err != nil {
		t.Fatal(err)
	}
	data := udpFrame(t)
	var v packet.View
	cut := data[:30]
	if met := stack.Decode(cut); len(met) != 2 || stack.Err() == nil {
		t.Fatalf("%v, %v", met, stack.Err())
	}
	if err := stack.Resume(&v); err == nil || names(&v) != "IPv4" || v.Err().Error() != "IPv4.Dst at bit 128: need 4 bytes, have 0: truncated" {
		t.Errorf("%v: %s", err, names(&v))
	}
	if len(stack.Decode(data)) != 2 || stack.Resume(&v) != nil || names(&v) != "UDP .Payload" {
		t.Errorf("%s, %v", names(&v), v.Err())
	}
	if c := v.Clone(); names(c) != "UDP .Payload" {
		t.Errorf("%s", names(c))
	}
	if err := v.Decode(data, capture.LinkTypeEthernet); err != nil || v.Len() != 5 {
		t.Errorf("%s, %v", names(&v), err)
	}
	if n := testing.AllocsPerRun(50, func() { stack.Decode(data); _ = stack.Resume(&v) }); n > 0 {
		t.Errorf("it allocates %v times", n)
	}
}
