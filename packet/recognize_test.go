package packet_test

import (
	"testing"

	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/layers"
	"github.com/wiretag/wiretag/packet"
)

type loud struct {
	Mark uint8 `bits:"8"`
}

func (*loud) Recognizes(data []byte) bool { return len(data) > 0 && data[0] == '!' }

type quiet struct {
	Mark uint8 `bits:"8"`
}

func (*quiet) Recognizes(data []byte) bool { return len(data) > 1 && data[0] == '.' }

// TestRecognize: layers that share a port are told apart by what they recognize, in the order of the table, and what
// nobody recognizes is a payload. The port of the sender is asked first.
func TestRecognize(t *testing.T) {
	reg := packet.NewRegistry()
	port := codec.Key{Table: "udp", Value: 7777}
	for _, err := range []error{
		packet.Register[quiet](reg, layers.RoleApplication, port),
		packet.Register[loud](reg, layers.RoleApplication, port, codec.Key{Table: "udp", Value: 8888}),
	} {
		if err != nil {
			t.Fatal(err)
		}
	}
	for _, c := range []struct {
		src, dst uint16
		payload  string
		want     string
	}{
		{1, 7777, "!x", "loud"},
		{1, 7777, ".x", "quiet"},
		{1, 7777, ".", "Payload"},
		{1, 7777, "?x", "Payload"},
		{8888, 7777, ".x", "quiet"},
		{8888, 7777, "!x", "loud"},
		{8888, 53, "?x", "DNS"},
	} {
		data, err := codec.Marshal(&layers.UDP{SrcPort: layers.UDPPort(c.src), DstPort: layers.UDPPort(c.dst)}, []byte(c.payload))
		if err != nil {
			t.Fatal(err)
		}
		p := packet.NewAt(data, codec.Key{Table: "ip", Value: 17}, packet.WithRegistry(reg))
		if got := p.Layer(1).Name(); got != c.want {
			t.Errorf("%d to %d, %q: %s, want %s", c.src, c.dst, c.payload, got, c.want)
		}
	}
}

// TestRecognizeFirst: a packet that begins with a key's layer is what recognizes it; where nobody does, it is what the table has first.
func TestRecognizeFirst(t *testing.T) {
	reg := packet.NewRegistry()
	port := codec.Key{Table: "udp", Value: 7777}
	for _, err := range []error{
		packet.Register[quiet](reg, layers.RoleApplication, port),
		packet.Register[loud](reg, layers.RoleApplication, port),
	} {
		if err != nil {
			t.Fatal(err)
		}
	}
	var v packet.View
	v.Init(packet.WithRegistry(reg))
	for _, c := range []struct{ data, want string }{{"!x", "loud"}, {".x", "quiet"}, {"!x", "loud"}, {"?x", "loud"}, {".x", "quiet"}} {
		_ = v.DecodeAt([]byte(c.data), port)
		for _, got := range []string{v.Layer(0).Name(), v.Clone().Layer(0).Name(), packet.NewAt([]byte(c.data), port, packet.WithRegistry(reg)).Layer(0).Name()} {
			if got != c.want {
				t.Errorf("%q: %s, want %s", c.data, got, c.want)
			}
		}
	}
}
