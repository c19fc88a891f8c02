package packet_test

import (
	"bytes"
	"errors"
	"net/netip"
	"strings"
	"testing"

	"github.com/wiretag/wiretag/capture"
	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/layers"
	"github.com/wiretag/wiretag/packet"
)

// udpFrame is a small packet, padded as Ethernet does.
func udpFrame(t testing.TB) []byte {
	t.Helper()
	data, err := codec.Marshal(&layers.Ethernet{Src: layers.MAC{2}},
		&layers.IPv4{TTL: 64, Src: netip.MustParseAddr("192.0.2.1"), Dst: netip.MustParseAddr("192.0.2.2")},
		&layers.UDP{SrcPort: 1000, DstPort: 2000}, []byte("hello"), codec.At(1, make([]byte, 13)))
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func smallPacket(t testing.TB) *packet.Packet {
	return packet.New(udpFrame(t), capture.LinkTypeEthernet)
}

// badSums counts the checksums that are not good.
func badSums(p *packet.Packet) (n int) {
	for c := range p.Checksums() {
		if c.State != codec.SumGood {
			n++
		}
	}
	return n
}

func TestEditLayers(t *testing.T) {
	gre4 := func() *layers.IPv4 {
		return &layers.IPv4{TTL: 9, Protocol: 253, Src: netip.MustParseAddr("198.51.100.1"), Dst: netip.MustParseAddr("198.51.100.2")}
	}
	for _, c := range []struct {
		name string
		edit func(e *packet.Edit)
		want string
	}{
		{"nothing", func(*packet.Edit) {}, "Ethernet .IPv4 ..UDP ...Payload .Padding"},
		{
			"insert a tag", func(e *packet.Edit) { e.Insert(packet.Index[layers.IPv4](e), &layers.Dot1Q{VLAN: 5}) },
			"Ethernet .Dot1Q ..IPv4 ...UDP ....Payload ..Padding",
		},
		{"insert a tunnel", func(e *packet.Edit) { e.Insert(1, gre4()) }, "Ethernet .IPv4 ..IPv4 ...UDP ....Payload .Padding"},
		{
			"push", func(e *packet.Edit) {
				e.Remove(0)
				e.Insert(0, &layers.Ethernet{}, &layers.Dot1Q{}, &layers.Dot1Q{VLAN: 3})
			},
			"Ethernet .Dot1Q ..Dot1Q ...IPv4 ....UDP .....Payload ...Padding",
		},
		{"remove", func(e *packet.Edit) { e.Remove(4) }, "Ethernet .IPv4 ..UDP ...Payload"},
		{"remove in the middle", func(e *packet.Edit) { e.Insert(1, gre4()); e.Remove(1) }, "Ethernet .IPv4 ..UDP ...Payload .Padding"},
		{"payload", func(e *packet.Edit) { e.SetPayload(2, []byte("other")) }, "Ethernet .IPv4 ..UDP ...Payload .Padding"},
		{"no payload", func(e *packet.Edit) { e.SetPayload(2) }, "Ethernet .IPv4 ..UDP .Padding"},
		{"payload of layers", func(e *packet.Edit) {
			e.Parts[2].Layer.(*layers.UDP).DstPort = 0
			e.SetPayload(2, &layers.DNS{ID: 1})
		}, "Ethernet .IPv4 ..UDP ...DNS .Padding"},
		{"replace", func(e *packet.Edit) { e.Parts[2].Layer = &layers.TCP{SrcPort: 7} }, "Ethernet .IPv4 ..TCP ...Payload .Padding"},
		{"at the end", func(e *packet.Edit) { e.Remove(4); e.Remove(3); e.Insert(len(e.Parts), []byte("x")) }, "Ethernet .IPv4 ..UDP ...Payload"},
		{"of nothing", func(e *packet.Edit) {
			e.Parts = nil
			e.Insert(0, &layers.Ethernet{}, gre4(), []byte("x"))
		}, "Ethernet .IPv4 ..Payload"},
	} {
		e := smallPacket(t).Edit()
		c.edit(e)
		p, err := e.Packet()
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		if got := names(p); got != c.want || badSums(p) > 0 || p.Err() != nil {
			t.Errorf("%s: got %s, want %s; %d bad checksums, %v", c.name, got, c.want, badSums(p), p.Err())
		}
	}
}

// TestEditDerive: what is derived is chosen by kind, by layer and by field.
func TestEditDerive(t *testing.T) {
	data := udpFrame(t)
	p := packet.New(data, capture.LinkTypeEthernet)
	e := p.Edit()
	e.Derive(codec.Nothing)
	if out, err := e.Encode(); err != nil || !bytes.Equal(out, data) {
		t.Errorf("not edited: %x, %v", out, err)
	}

	set := func(path string, v any) func(*packet.Edit) error {
		return func(e *packet.Edit) error { return e.Set(path, v) }
	}
	for _, c := range []struct {
		path string
		v    any
		sums string // the states of the checksums that follow
		also func(*packet.Edit) error
	}{
		{"IPv4.Checksum", 0xbeef, "bad good", nil},
		{"UDP.Checksum", uint16(0xbeef), "good bad", nil},
		{"IPv4.TTL", uint8(0), "good good", nil},
		{"IPv4.Version", 4, "good good", nil},
		{"IPv4.Src", "203.0.113.9", "good good", nil},
		{"Ethernet.Dst", "01:02:03:04:05:06", "good good", nil},
		{"Ethernet.Type", layers.EtherTypeIPv4, "good good", nil},
		{"UDP.Length", 0, "good good", nil},
		{"IPv4.ID", 77, "bad good", set("IPv4.Checksum", 1)},
	} {
		e := smallPacket(t).Edit()
		if err := e.Set(c.path, c.v); err != nil {
			t.Errorf("%v", err)
			continue
		}
		if c.also != nil {
			if err := c.also(e); err != nil {
				t.Error(err)
			}
		}
		p, err := e.Packet()
		if err != nil {
			t.Errorf("%s: %v", c.path, err)
			continue
		}
		var sums []string
		for s := range p.Checksums() {
			sums = append(sums, s.State.String())
		}
		if got := strings.Join(sums, " "); got != c.sums {
			t.Errorf("%s: %s, want %s", c.path, got, c.sums)
		}
	}

	// By layer: the checksum of IPv4 follows, that of UDP stays wrong.
	e = p.Edit()
	packet.Get[layers.IPv4](p).TTL = 3
	packet.Get[layers.UDP](p).SrcPort = 4
	e.Parts[2].Derive &^= codec.Checksums
	q, err := e.Packet()
	if err != nil || badSums(q) != 1 {
		t.Errorf("%d bad checksums, %v", badSums(q), err)
	}
}

func TestEditErrors(t *testing.T) {
	e := smallPacket(t).Edit()
	for _, c := range []struct {
		path string
		v    any
		want string
	}{
		{"IPv4.TTL", 256, "packet: IPv4.TTL: value out of range: 256 in a uint8"},
		{"IPv4.TTL", -1, "packet: IPv4.TTL: value out of range: -1 in a uint8"},
		{"IPv4.TTL", "x", `packet: IPv4.TTL: value out of range: "x" in a uint8`},
		{"IPv4.Hops", 1, "packet: IPv4.Hops: IPv4 has no field Hops"},
		{"IPv4.Options[0].Type", 1, "packet: IPv4.Options[0].Type: Options has 0 elements"},
		{"IPv4.TTL[0]", 1, "packet: IPv4.TTL[0]: TTL is not a list"},
		{"IPv4.TTL.X", 1, "packet: IPv4.TTL.X: TTL has no fields"},
		{"IPv4[1].TTL", 1, "packet: IPv4[1].TTL: no such layer"},
		{"IPv4", 1, "packet: IPv4: want a field of it"},
		{"IPv4..TTL", 1, `packet: want the name of a field, at 5 in "IPv4..TTL"`},
		{"IPv4.TTL+", 1, `packet: unexpected "+", at 8 in "IPv4.TTL+"`},
		{"IPv4[x].TTL", 1, `packet: want a number from 0, at 5 in "IPv4[x].TTL"`},
		{"Ethernet.Dst", "01:02", `packet: Ethernet.Dst: address 01:02: invalid MAC address`},
	} {
		if err := e.Set(c.path, c.v); err == nil || err.Error() != c.want {
			t.Errorf("%s: %v, want %s", c.path, err, c.want)
		}
	}
	e.Parts[1].Keep = []string{"Sum"}
	if _, err := e.Encode(); err == nil || !strings.Contains(err.Error(), `no field "Sum"`) {
		t.Errorf("%v", err)
	}
	e = smallPacket(t).Edit()
	packet.Get[layers.IPv4](smallPacket(t)).Version = 4
	e.Parts[1].Layer.(*layers.IPv4).Flags = 8
	if _, err := e.Encode(); !errors.Is(err, codec.ErrRange) {
		t.Errorf("%v", err)
	}
}

// TestRecoveredPadding: bytes that the padding keeps because options could not be decoded survive derived encoding.
func TestRecoveredPadding(t *testing.T) {
	data, err := codec.Marshal(&layers.IPv4{Src: netip.MustParseAddr("192.0.2.1"), Dst: netip.MustParseAddr("192.0.2.2")},
		&layers.TCP{SrcPort: 1, Options: []layers.TCPOption{{Kind: layers.TCPOptionMSS, Data: []byte{1, 2}}}})
	if err != nil {
		t.Fatal(err)
	}
	data[41] = 77 // the length of the option
	p := packet.New(data, capture.LinkTypeRaw)
	tcp := packet.Get[layers.TCP](p)
	if len(tcp.Padding) != 4 || p.Err() == nil {
		t.Fatalf("padding %x, %v", tcp.Padding, p.Err())
	}
	for _, encode := range []func() ([]byte, error){p.Encode, p.Edit().Encode} {
		out, err := encode()
		if err != nil || len(out) != len(data) || !bytes.Equal(out[40:], data[40:]) {
			t.Errorf("%x, %v, want the options of %x", out, err, data)
		}
	}
}

// coded has bytes of a type of their own.
type coded uint8

// Codes is a layer with an array of them.
type Codes struct {
	List [4]coded `bits:"32"`
}

// TestNamedBytes: an array of bytes that have a type of their own is set as any other, and read from JSON.
func TestNamedBytes(t *testing.T) {
	want := Codes{[4]coded{1, 2, 3, 4}}
	for _, value := range []any{[]byte{1, 2, 3, 4}, "01:02:03:04"} {
		var got Codes
		e := packet.Edit{Parts: []packet.Part{{Layer: &got}}}
		if err := e.Set("Codes.List", value); err != nil || got != want {
			t.Errorf("%v, %v", got, err)
		}
	}
	r := packet.Default().Clone()
	if err := packet.Register[Codes](r, layers.RoleNone, codec.Key{Table: "udp", Value: 4000}); err != nil {
		t.Fatal(err)
	}
	e, err := packet.ParseJSON([]byte(`{"layers":[{"type":"Codes","fields":{"List":"01020304"}}]}`), packet.WithRegistry(r))
	if err != nil || *e.Parts[0].Layer.(*Codes) != want {
		t.Errorf("%v, %v", e, err)
	}
}
