package packet_test

import (
	"errors"
	"testing"

	"github.com/wiretag/wiretag/capture"
	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/layers"
	"github.com/wiretag/wiretag/packet"
)

// TestDifferenceParts: a field that differs has a path, a place, and both values.
func TestDifferenceParts(t *testing.T) {
	var both [2]*packet.Packet
	for i, ttl := range []uint8{64, 63} {
		data, err := codec.Marshal(&layers.IPv4{TTL: ttl, Checksum: 1}, []byte("x"))
		if err != nil {
			t.Fatal(err)
		}
		both[i] = packet.New(data, capture.LinkTypeRaw)
	}
	for _, d := range packet.Diff(both[0], both[1]) {
		if d.Path == "IPv4.TTL" && d.A == (packet.Side{Bit: 64, Bits: 8, Text: "64"}) && d.B.Text == "63" {
			return
		}
	}
	t.Errorf("%v", packet.Diff(both[0], both[1]))
}

// TestSyntaxErrorParts: a mistake in a condition has its place in the text.
func TestSyntaxErrorParts(t *testing.T) {
	const text = "IPv4.TTL < 5 && TCP.NoSuchField"
	_, err := packet.ParseWhere(text)
	var e *packet.SyntaxError
	if !errors.As(err, &e) || e.Text != text || e.At != 20 || e.Msg == "" {
		t.Errorf("%#v", err)
	}
}
