package packet_test

import (
	"bytes"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/netip"
	"strings"
	"testing"

	"github.com/wiretag/wiretag/capture"
	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/layers"
	"github.com/wiretag/wiretag/packet"
)

// templates are packets to stamp, with the fields that are changed. What follows from others comes back when the packet is
// decoded and encoded again, so that the fields here are such that no layer turns into another one.
func templates() map[string]struct {
	layers []any
	fields string
} {
	v4 := func(a, b string) *layers.IPv4 {
		return &layers.IPv4{TTL: 64, Src: netip.MustParseAddr(a), Dst: netip.MustParseAddr(b)}
	}
	v6 := func() *layers.IPv6 {
		return &layers.IPv6{Src: netip.MustParseAddr("2001:db8::1"), Dst: netip.MustParseAddr("2001:db8::2")}
	}
	const eth, ip4, ip6 = "Ethernet.Src Ethernet.Dst ", "IPv4.TTL IPv4.ID IPv4.Src IPv4.Dst IPv4.DSCP ", "IPv6.Src IPv6.Dst IPv6.FlowLabel IPv6.HopLimit "
	const tcp = "TCP.SrcPort TCP.DstPort TCP.Seq TCP.Ack TCP.Flags TCP.Window TCP.Urgent TCP.Reserved "
	return map[string]struct {
		layers []any
		fields string
	}{
		"UDP":  {[]any{&layers.Ethernet{}, v4("192.0.2.1", "192.0.2.2"), &layers.UDP{SrcPort: 4000, DstPort: 4001}, []byte("hello")}, eth + ip4 + "UDP.SrcPort UDP.DstPort"},
		"UDP6": {[]any{&layers.Ethernet{}, v6(), &layers.UDP{SrcPort: 4000, DstPort: 4001}, []byte("x")}, eth + ip6 + "UDP.SrcPort UDP.DstPort"},
		"TCP": {[]any{&layers.Ethernet{}, &layers.Dot1Q{VLAN: 1}, v4("192.0.2.1", "192.0.2.2"), &layers.TCP{
			SrcPort: 4000, DstPort: 4001,
			Options: []layers.TCPOption{{Kind: layers.TCPOptionTimestamps, Data: make([]byte, 8)}},
		}, []byte("hello")}, eth + ip4 + tcp + "Dot1Q.VLAN TCP.Options[0].Data"},
		"tunnel": {
			[]any{v4("192.0.2.1", "192.0.2.2"), v4("198.51.100.1", "198.51.100.2"), &layers.TCP{SrcPort: 4000, DstPort: 4001}},
			ip4 + tcp + "IPv4[1].Src IPv4[1].Dst IPv4[1].TTL IPv4[1].ID",
		},
		"six in four": {[]any{v4("192.0.2.1", "192.0.2.2"), v6(), &layers.UDP{SrcPort: 4000, DstPort: 4001}, []byte("abc")}, ip4 + ip6 + "UDP.SrcPort"},
		"echo":        {[]any{v4("192.0.2.1", "192.0.2.2"), &layers.ICMPv4{Type: layers.ICMPv4TypeEchoReply}, &layers.ICMPv4Echo{}, []byte{0}}, ip4 + "ICMPv4Echo.ID ICMPv4Echo.Seq ICMPv4.Code"},
		"quoted": {[]any{
			v4("192.0.2.1", "192.0.2.2"), &layers.ICMPv4{Type: layers.ICMPv4TypeTimeExceeded}, &layers.ICMPv4TimeExceeded{},
			v4("192.0.2.2", "192.0.2.9"), &layers.UDP{SrcPort: 4000, DstPort: 4001}, []byte("quo"),
		}, ip4 + "IPv4[1].Src IPv4[1].Dst IPv4[1].TTL IPv4[1].ID UDP.SrcPort UDP.DstPort ICMPv4.Code"},
	}
}

// TestTemplateLaw: stamped packets are those that encoding gives, after any number of edits of fields and payload.
func TestTemplateLaw(t *testing.T) {
	runs := lawRuns()
	for name, c := range templates() {
		r := rand.New(rand.NewPCG(1, uint64(len(name))))
		tpl, err := packet.NewTemplate(c.layers...)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		var fields []*packet.TemplateField
		for path := range strings.FieldsSeq(c.fields) {
			f, err := tpl.Field(path)
			if err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			fields = append(fields, f)
		}
		first := packet.LinkKey(capture.LinkTypeEthernet)
		if _, ok := c.layers[0].(*layers.IPv4); ok {
			first = packet.LinkKey(capture.LinkTypeIPv4)
		}
		var v packet.View
		var want []byte
		for n := range runs {
			f := fields[r.IntN(len(fields))]
			stampRandom(t, f, r)
			if payload, ok := c.layers[len(c.layers)-1].([]byte); ok && r.IntN(8) == 0 && len(payload) > 0 && name != "quoted" {
				b := make([]byte, 1+r.IntN(40))
				for i := range b {
					b[i] = byte(r.Uint32() >> (8 * r.IntN(4)))
				}
				if err := tpl.SetPayload(b); err != nil {
					t.Fatalf("%s: %v", name, err)
				}
			}
			if n%8 != 0 {
				continue
			}
			v.DecodeAt(tpl.Bytes(), first)
			want, err = v.Encode()
			if err != nil || !bytes.Equal(tpl.Bytes(), want) {
				t.Fatalf("%s, stamp %d: %v\n%x\n%x", name, n, err, tpl.Bytes(), want)
			}
			for s := range v.Checksums() {
				if s.State != codec.SumGood {
					t.Fatalf("%s, stamp %d: %s.%s is %s", name, n, s.Layer.Name(), s.Field, s.State)
				}
			}
		}
	}
}

// stampRandom sets a field to a random value, often to a boundary.
func stampRandom(t *testing.T, f *packet.TemplateField, r *rand.Rand) {
	v := r.Uint64()
	switch r.IntN(4) {
	case 0:
		v = 0
	case 1:
		v = ^uint64(0)
	}
	for bits := 64; bits > 0; bits-- { // the widest that fits
		if f.Set(v>>(64-bits)) == nil {
			return
		}
	}
	var b [16]byte
	for i := range b {
		b[i] = byte(v >> (i % 8 * 8))
	}
	for n := range b {
		if f.SetBytes(b[:n+1]) == nil {
			return
		}
	}
	t.Fatalf("a field that takes nothing")
}

func TestTemplateErrors(t *testing.T) {
	c := templates()["TCP"]
	tpl, err := packet.NewTemplate(c.layers...)
	if err != nil {
		t.Fatal(err)
	}
	for path, want := range map[string]string{
		"IPv4.Checksum":       "packet: IPv4.Checksum: it is derived",
		"IPv4.Length":         "packet: IPv4.Length: it is derived",
		"IPv4.Nope":           "packet: IPv4.Nope: there is no field Nope",
		"UDP.Length":          "packet: UDP.Length: no such layer",
		"TCP.Options[3].Kind": "packet: TCP.Options[3].Kind: Options has no element 3",
		"IPv4.Options":        "packet: IPv4.Options: it has no fixed number of bits",
		"TCP":                 "packet: TCP: want a field",
	} {
		if _, err := tpl.Field(path); err == nil || err.Error() != want {
			t.Errorf("%s: %v", path, err)
		}
	}
	src, err := tpl.Field("IPv4.Src")
	if err != nil {
		t.Fatal(err)
	}
	ttl, err := tpl.Field("IPv4.TTL")
	if err != nil {
		t.Fatal(err)
	}
	before := bytes.Clone(tpl.Bytes())
	for _, err := range []error{
		ttl.Set(256), src.SetAddr(netip.MustParseAddr("::1")), src.SetBytes([]byte{1}), src.Set(1 << 32), ttl.SetAddr(netip.MustParseAddr("1.2.3.4")),
		tpl.SetPayload(make([]byte, 70000)),
	} {
		if !errors.Is(err, codec.ErrRange) {
			t.Errorf("%v", err)
		}
	}
	if !bytes.Equal(before, tpl.Bytes()) {
		t.Error("an error changed the packet")
	}
}

// TestTemplatePseudo: a field that decides what the pseudo header is cannot be set, whatever value it takes for that.
func TestTemplatePseudo(t *testing.T) {
	a, b := netip.MustParseAddr("2001:db8::1"), netip.MustParseAddr("2001:db8::2")
	route := func(kind layers.IPv4OptionType, pointer byte) any {
		return &layers.IPv4{
			Src: netip.MustParseAddr("192.0.2.1"), Dst: netip.MustParseAddr("192.0.2.2"),
			Options: []layers.IPv4Option{{Type: kind, Data: []byte{pointer, 192, 0, 2, 3}}},
		}
	}
	for _, c := range []struct {
		path   string
		layers []any
	}{
		{"IPv4.Options[0].Type", []any{route(layers.IPv4OptionRecordRoute, 4)}},
		{"IPv4.Options[0].Data", []any{route(layers.IPv4OptionLooseRoute, 8)}},
		{"IPv6Destination.Options[0].Type", []any{&layers.IPv6{Src: a, Dst: b}, &layers.IPv6Destination{Options: []layers.IPv6Option{{Type: 0xc8, Data: make([]byte, 16)}}}}},
		{"IPv6Routing.SegmentsLeft", []any{&layers.IPv6{Src: a, Dst: b}, &layers.IPv6Routing{Type: layers.IPv6RoutingHome, Data: make([]byte, 20)}}},
	} {
		tpl, err := packet.NewTemplate(append(c.layers, &layers.UDP{SrcPort: 4000, DstPort: 4001}, []byte("x"))...)
		if err != nil {
			t.Fatal(err)
		}
		want := "packet: " + c.path + ": the pseudo header depends on it in its own way"
		if _, err := tpl.Field(c.path); err == nil || err.Error() != want {
			t.Errorf("%s: %v", c.path, err)
		}
	}
}

// TestTemplateKept: what the edit keeps, the template keeps.
func TestTemplateKept(t *testing.T) {
	e := packet.NewEdit(templates()["UDP"].layers...)
	if err := e.Set("UDP.Checksum", 0x1234); err != nil {
		t.Fatal(err)
	}
	if err := e.Set("IPv4.Length", 21); err != nil {
		t.Fatal(err)
	}
	tpl, err := e.Template()
	if err != nil {
		t.Fatal(err)
	}
	f, err := tpl.Field("IPv4.Src")
	if err != nil {
		t.Fatal(err)
	}
	if err := f.SetAddr(netip.MustParseAddr("203.0.113.7")); err != nil {
		t.Fatal(err)
	}
	if err := tpl.SetPayload([]byte("much longer")); err != nil {
		t.Fatal(err)
	}
	var ip layers.IPv4
	b := tpl.Bytes()[14:]
	if _, err := codec.Unmarshal(b, &ip); err != nil || ip.Length != 21 || ip.Src.String() != "203.0.113.7" || b[26] != 0x12 || b[27] != 0x34 {
		t.Errorf("%v, %x, %v", &ip, b, err)
	}
	sum, err := tpl.Field("UDP.Checksum")
	if err != nil || sum.Set(7) != nil || tpl.Bytes()[41] != 7 {
		t.Errorf("%v, %x", err, tpl.Bytes())
	}
}

func TestTemplateAllocs(t *testing.T) {
	tpl, err := packet.NewTemplate(templates()["TCP"].layers...)
	if err != nil {
		t.Fatal(err)
	}
	src, _ := tpl.Field("IPv4.Src")
	seq, _ := tpl.Field("TCP.Seq")
	ts, err := tpl.Field("TCP.Options[0].Data")
	if err != nil {
		t.Fatal(err)
	}
	a, payload := netip.MustParseAddr("192.0.2.9"), []byte("world")
	if n := testing.AllocsPerRun(100, func() {
		_, _, _, _ = src.SetAddr(a), seq.Set(5), ts.SetBytes([]byte{1, 2, 3, 4, 5, 6, 7, 8}), tpl.SetPayload(payload)
	}); n > 0 {
		t.Errorf("stamping allocates %v times", n)
	}
}

func BenchmarkTemplate(b *testing.B) {
	for name, fields := range map[string][]string{"1": {"IPv4.Src"}, "3": {"IPv4.Src", "TCP.SrcPort", "TCP.Seq"}} {
		tpl, err := packet.NewTemplate(templates()["TCP"].layers...)
		if err != nil {
			b.Fatal(err)
		}
		var f []*packet.TemplateField
		for _, path := range fields {
			x, err := tpl.Field(path)
			if err != nil {
				b.Fatal(err)
			}
			f = append(f, x)
		}
		b.Run(fmt.Sprintf("%s fields", name), func(b *testing.B) {
			b.ReportAllocs()
			for i := 0; b.Loop(); i++ {
				for _, x := range f {
					_ = x.Set(uint64(i) & 0xffff)
				}
			}
		})
	}
}

// sealed has checksums that are not the Internet checksum, one of them behind the payload.
type sealed struct {
	Length uint16 `bits:"16,len=packet"`
	Value  uint16 `bits:"16"`
	Check  uint32 `bits:"32,sum=crc32c:packet"`
	Kind   uint8  `bits:"8,next=sealed"`
	Seal   uint32 `bits:"32,sum=crc32,trailer"`
}

// TestTemplateSealed: other checksums follow too, and so does the Internet checksum around them.
func TestTemplateSealed(t *testing.T) {
	parts := func(value uint16, payload string) []any {
		return []any{
			&layers.IPv4{Protocol: 17, Src: netip.MustParseAddr("192.0.2.1"), Dst: netip.MustParseAddr("192.0.2.2")},
			&layers.UDP{SrcPort: 4000, DstPort: 4001}, &sealed{Value: value}, []byte(payload),
		}
	}
	tpl, err := packet.NewTemplate(parts(1, "a")...)
	if err != nil {
		t.Fatal(err)
	}
	f, err := tpl.Field("sealed.Value")
	if err != nil {
		t.Fatal(err)
	}
	for i, payload := range []string{"a", "b", "longer", "longer still", "s", ""} {
		if err := errors.Join(f.Set(uint64(i*7)), tpl.SetPayload([]byte(payload))); err != nil {
			t.Fatal(err)
		}
		for range 2 {
			want, err := codec.Marshal(parts(uint16(i*7), payload)...)
			if err != nil || !bytes.Equal(tpl.Bytes(), want) {
				t.Errorf("%q: %v\n%x\n%x", payload, err, tpl.Bytes(), want)
			}
			if err := errors.Join(f.Set(9), f.Set(uint64(i*7))); err != nil {
				t.Fatal(err)
			}
		}
	}
	if _, err := tpl.Field("sealed.Seal"); err == nil {
		t.Error("a derived field in the trailer was given")
	}
}

// TestTemplateOfNothing: a template without layers has neither payload nor fields.
func TestTemplateOfNothing(t *testing.T) {
	tm, err := (&packet.Edit{}).Template()
	if err != nil {
		t.Fatal(err)
	}
	if err := tm.SetPayload([]byte{1}); err == nil || len(tm.Bytes()) != 0 {
		t.Errorf("%x, %v", tm.Bytes(), err)
	}
	if _, err := tm.Field("IPv4.TTL"); err == nil {
		t.Error("a field of nothing")
	}
}
