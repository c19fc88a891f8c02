package packet_test

import (
	"encoding/binary"
	"fmt"
	"net/netip"
	"strings"
	"sync"
	"testing"

	"github.com/wiretag/wiretag/capture"
	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/layers"
	"github.com/wiretag/wiretag/packet"
)

// Layers that know themselves by their first two bytes.
type (
	magicA struct {
		Magic uint16 `bits:"16"`
		Value uint8  `bits:"8"`
	}
	magicB struct {
		Magic uint16 `bits:"16"`
	}
	plainC struct {
		Data []byte `bits:"*"`
	}
)

func (*magicA) Recognizes(data []byte) bool {
	return len(data) >= 3 && binary.BigEndian.Uint16(data) == 0xa11a
}
func (*magicB) Recognizes(data []byte) bool { return len(data) >= 2 && data[0] == 0xa1 }

func datagram(t testing.TB, src, dst layers.UDPPort, payload string) []byte {
	t.Helper()
	data, err := codec.Marshal(&layers.IPv4{Protocol: 17, Src: netip.MustParseAddr("192.0.2.1"), Dst: netip.MustParseAddr("192.0.2.2")},
		&layers.UDP{SrcPort: src, DstPort: dst}, []byte(payload))
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// TestGuess: guesses are asked by priority, and only where no number leads to a layer.
func TestGuess(t *testing.T) {
	reg := packet.NewRegistry()
	for _, err := range []error{
		packet.RegisterGuess[magicB](reg, layers.RoleApplication, 5, "udp"),
		packet.RegisterGuess[magicA](reg, layers.RoleApplication, 9, "udp", "tcp"),
		packet.Register[plainC](reg, layers.RoleApplication, codec.Key{Table: "udp", Value: 7777}),
		packet.Register[magicB](reg, layers.RoleApplication, codec.Key{Table: "udp", Value: 8888}),
	} {
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := packet.RegisterGuess[plainC](reg, layers.RoleApplication, 1, "udp"); err == nil || !strings.Contains(err.Error(), "no method Recognizes") {
		t.Errorf("%v", err)
	}
	for _, c := range []struct {
		src, dst layers.UDPPort
		payload  string
		want     string
	}{
		{1000, 2000, "\xa1\x1ax", "IPv4 .UDP ..magicA"},
		{1000, 2000, "\xa1\x1a", "IPv4 .UDP ..magicB"},
		{1000, 2000, "\xa1", "IPv4 .UDP ..Payload"},
		{1000, 7777, "\xa1\x1ax", "IPv4 .UDP ..plainC"},
		{7777, 2000, "\xa1\x1ax", "IPv4 .UDP ..plainC"},
		{1000, 8888, "\xa1\x1ax", "IPv4 .UDP ..magicB ..Padding"}, // by its number, though another has a higher priority
		{1000, 8888, "none", "IPv4 .UDP ..Payload"},
	} {
		p := packet.New(datagram(t, c.src, c.dst, c.payload), capture.LinkTypeIPv4, packet.WithRegistry(reg))
		if got := names(p); got != c.want {
			t.Errorf("%d > %d %x: %s, want %s", c.src, c.dst, c.payload, got, c.want)
		}
	}
	// Other registries do not know them.
	for _, r := range []*packet.Registry{packet.NewRegistry(), packet.Default()} {
		p := packet.New(datagram(t, 1000, 7777, "\xa1\x1ax"), capture.LinkTypeIPv4, packet.WithRegistry(r))
		if got := names(p); got != "IPv4 .UDP ..Payload" {
			t.Errorf("%s", got)
		}
	}
	// A clone has what its origin had, and goes its own way.
	c := reg.Clone()
	if err := packet.Register[plainC](c, layers.RoleApplication, codec.Key{Table: "udp", Value: 2000}); err != nil {
		t.Fatal(err)
	}
	data := datagram(t, 1000, 2000, "\xa1\x1ax")
	a, b := packet.New(data, capture.LinkTypeIPv4, packet.WithRegistry(reg)), packet.New(data, capture.LinkTypeIPv4, packet.WithRegistry(c))
	if names(a) != "IPv4 .UDP ..magicA" || names(b) != "IPv4 .UDP ..plainC" {
		t.Errorf("%s; %s", names(a), names(b))
	}
	// Fragments are not guessed at.
	data[6] = 0x20
	data[7] = 1
	if p := packet.New(data, capture.LinkTypeIPv4, packet.WithRegistry(reg)); names(p) != "IPv4 .Payload" {
		t.Errorf("%s", names(p))
	}
	if w, err := packet.ParseWhere("magicA.Value == 0x78", packet.WithRegistry(reg)); err != nil || !w.Match(a) {
		t.Errorf("%v", err)
	}
}

// TestOverride: what is registered last wins, and the table of numbers that building writes follows.
func TestOverride(t *testing.T) {
	reg := packet.NewRegistry()
	if err := packet.Register[plainC](reg, layers.RoleApplication, codec.Key{Table: "udp", Value: 53}); err != nil {
		t.Fatal(err)
	}
	p := packet.New(datagram(t, 1000, 53, "x"), capture.LinkTypeIPv4, packet.WithRegistry(reg))
	if l, ok := p.Application(); !ok || l.Name() != "plainC" {
		t.Errorf("%s", names(p))
	}
	built := packet.NewEdit(&layers.IPv4{}, &layers.UDP{}, &plainC{Data: []byte("y")})
	built.Use(reg)
	if q, err := built.Packet(); err != nil || names(q) != "IPv4 .UDP ..plainC" {
		t.Errorf("%s, %v", names(q), err)
	}
	e := p.Edit()
	e.Parts[1].Layer.(*layers.UDP).DstPort = 0
	if out, err := e.Packet(); err != nil || packet.Get[layers.UDP](out).DstPort != 53 {
		t.Errorf("%v", err)
	}
}

// TestRegistryConcurrent registers layers while packets are decoded, matched and encoded.
func TestRegistryConcurrent(t *testing.T) {
	reg := packet.NewRegistry()
	data := datagram(t, 1000, 4242, "\xa1\x1ax")
	var wg sync.WaitGroup
	done := make(chan struct{})
	for range 4 {
		wg.Go(func() {
			var v packet.View
			v.Init(packet.WithRegistry(reg))
			for {
				select {
				case <-done:
					return
				default:
				}
				if err := v.Decode(data, capture.LinkTypeIPv4); err != nil {
					t.Error(err)
					return
				}
				if n := v.Len(); n != 3 {
					t.Errorf("%d layers", n)
				}
				if _, err := v.Encode(); err != nil {
					t.Error(err)
				}
			}
		})
	}
	for i := range 200 {
		key := codec.Key{Table: "udp", Value: uint64(20000 + i)}
		for _, err := range []error{
			packet.Register[plainC](reg, layers.RoleApplication, key), packet.RegisterGuess[magicA](reg, layers.RoleApplication, i, fmt.Sprintf("t%d", i%7), "udp"),
		} {
			if err != nil {
				t.Error(err)
			}
		}
	}
	close(done)
	wg.Wait()
	p := packet.New(data, capture.LinkTypeIPv4, packet.WithRegistry(reg))
	if names(p) != "IPv4 .UDP ..magicA" {
		t.Errorf("%s", names(p))
	}
}
