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
		p := packet.NewAt(data, codec.Key{Table: "ip", Value: 17}, packet.With(reg))
		if got := p.Layer(1).Name(); got != c.want {
			t.Errorf("%d to %d, %q: %s, want %s", c.src, c.dst, c.payload, got, c.want)
		}
	}
}
