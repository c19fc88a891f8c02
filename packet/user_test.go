package packet_test

import (
	"fmt"
	"net/netip"
	"reflect"
	"strings"
	"testing"

	"github.com/wiretag/wiretag/capture"
	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/layers"
	"github.com/wiretag/wiretag/packet"
)

// Layers as users write them: a network layer with a table of its own, one that looks at
// its payload, and a layer between network and transport.
type (
	overlay struct {
		Src, Dst netip.Addr `bits:"32"`
		Carries  uint8      `bits:"8,next=overlay"`
	}
	peeker struct {
		Src, Dst netip.Addr `bits:"32"`
	}
	shim struct {
		Kind uint8 `bits:"8,next=shim"`
	}
)

func (o *overlay) PseudoHeader(p *codec.Pseudo) { p.Src, p.Dst = o.Src, o.Dst }
func (o *peeker) PseudoHeader(p *codec.Pseudo)  { p.Src, p.Dst, p.Protocol = o.Src, o.Dst, 17 }

func (o *peeker) NextLayer(payload []byte) codec.Key {
	if payload[0] == 0 { // there is always a payload
		return codec.Key{Table: "ip", Value: 17}
	}
	return codec.Key{}
}

// TestUserChecksums: checksums that encoding computes are those that Checksums verifies.
func TestUserChecksums(t *testing.T) {
	reg := packet.NewRegistry()
	for _, err := range []error{
		packet.Register[overlay](reg, layers.RoleNetwork, packet.LinkKey(capture.LinkTypeUser0)),
		packet.Register[peeker](reg, layers.RoleNetwork, packet.LinkKey(capture.LinkTypeUser0+1)),
		packet.Register[shim](reg, layers.RoleNone, codec.Key{Table: "ip", Value: 200}),
		packet.Register[layers.UDP](reg, layers.RoleTransport, codec.Key{Table: "overlay", Value: 99}, codec.Key{Table: "shim", Value: 3}),
	} {
		if err != nil {
			t.Fatal(err)
		}
	}
	a, b := netip.MustParseAddr("192.0.2.1"), netip.MustParseAddr("192.0.2.2")
	for _, c := range []struct {
		link  capture.LinkType
		outer []any
		want  string
	}{
		{capture.LinkTypeUser0, []any{&overlay{Src: a, Dst: b}}, "overlay .UDP ..Payload"},
		{capture.LinkTypeUser0 + 1, []any{&peeker{Src: a, Dst: b}}, "peeker .UDP ..Payload"},
		{capture.LinkTypeIPv4, []any{&layers.IPv4{Src: a, Dst: b}, &shim{}}, "IPv4 .shim ..UDP ...Payload"},
	} {
		data, err := codec.Encoder{Derive: codec.All, Links: reg.Links()}.Marshal(append(c.outer, &layers.UDP{SrcPort: 1}, []byte("x"))...)
		if err != nil {
			t.Fatal(err)
		}
		p := packet.New(data, c.link, packet.WithRegistry(reg))
		if got := names(p); got != c.want {
			t.Errorf("layers %s, want %s", got, c.want)
		}
		n := 0
		for sum := range p.Checksums() {
			n++
			if sum.State != codec.SumGood {
				t.Errorf("%s: %s is %v, %#x and not %#x", c.want, sum.Layer.Name(), sum.State, sum.Got, sum.Want)
			}
		}
		if n != len(c.outer) {
			t.Errorf("%s: %d checksums", c.want, n)
		}
	}
}

type (
	level  int16
	inside struct {
		A uint8 `bits:"8"`
	}
	texts struct {
		Has  uint8   `bits:"8"`
		L    level   `bits:"16"`
		More *inside `bits:"*,if=Has==1"`
	}
)

func (l level) String() string   { return "deep" }
func (i *inside) String() string { return fmt.Sprint("inside ", i.A) }

// TestTexts: the text of a layer that is cut anywhere.
func TestTexts(t *testing.T) {
	reg := packet.NewRegistry()
	if err := packet.Register[texts](reg, layers.RoleNone, packet.LinkKey(capture.LinkTypeUser0)); err != nil {
		t.Fatal(err)
	}
	data := []byte{1, 0xff, 0xfe, 9}
	for n, want := range []string{"Has [0+8] 0", "More [24+0]", "L [8+16] deep (0)", "inside 0", "L [8+16] deep (-2)\n  More [24+8] inside 9"} {
		p := packet.New(data[:n], capture.LinkTypeUser0, packet.WithRegistry(reg))
		if got := string(p.AppendTree(nil)); !strings.Contains(got, want) {
			t.Errorf("no %q in\n%s", want, got)
		}
		if got := string(p.AppendJSON(nil, 0)); !strings.Contains(got, `"fields":{"Has":`) {
			t.Error(got)
		}
	}
}

// TestDumpOffsets: places behind the first 64 KiB have more digits.
func TestDumpOffsets(t *testing.T) {
	dump := string(packet.New(make([]byte, 70000), capture.LinkTypeUser0).AppendDump(nil))
	lines := strings.Split(dump, "\n")
	for i, want := range map[int]string{1: "  0000 00", 2: "  0010 00", 4096: "  fff0 00", 4097: "  10000 00", 4375: "  11160 00"} {
		if !strings.HasPrefix(lines[i], want) {
			t.Errorf("line %d: %s, want %s", i, lines[i], want)
		}
	}
}

// TestWrongVerify: values that have nothing to do with the type are refused, not read.
func TestWrongVerify(t *testing.T) {
	ty, err := codec.TypeFor(reflect.TypeFor[layers.IPv4]())
	if err != nil {
		t.Fatal(err)
	}
	header := append([]byte{0x45}, make([]byte, 19)...)
	for _, v := range []any{nil, new(uint8), &layers.UDP{}, layers.IPv4{}, (*layers.IPv4)(nil)} {
		if got := ty.Verify(v, header, 20, nil); got != nil {
			t.Errorf("%T: %v", v, got)
		}
		var keys [4]codec.Key
		if n := ty.Keys(v, nil, &keys); n != 0 {
			t.Errorf("%T: %v", v, keys)
		}
	}
	for n, want := range map[int]string{-1: "[]", 0: "unknown", 11: "unknown", 20: "bad", 21: "[]"} {
		got := ty.Verify(&layers.IPv4{}, header, n, nil)
		if text := fmt.Sprint(got); len(got) > 0 && got[0].State.String() != want || len(got) == 0 && text != want {
			t.Errorf("header of %d bytes: %v, want %s", n, got, want)
		}
	}
}

// TestNilRegistry: nil stands for the default registry.
func TestNilRegistry(t *testing.T) {
	var eth layers.Ethernet
	var ip layers.IPv4
	s, err := packet.NewStackWith(nil, &eth, &ip)
	if err != nil {
		t.Fatal(err)
	}
	if met := s.Decode(frame(t, tcpFrame)); len(met) != 2 || ip.TTL != 64 {
		t.Errorf("met %v", met)
	}
}
