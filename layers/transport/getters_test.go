package transport_test

import (
	"bytes"
	"errors"
	"testing"

	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/layers/transport"
)

// TestQUICFrames: CRYPTO frames (RFC 9000 section 19.6) between padding and a PING, in any order; what is no frame of an Initial packet is an error.
func TestQUICFrames(t *testing.T) {
	i := transport.QUICInitial{Frames: []byte("\x00\x01\x06\x03\x02lo\x06\x00\x03hel\x00")}
	list, err := i.Crypto()
	if err != nil || len(list) != 2 || list[1].Offset != 3 || string(list[1].Data) != "lo" || list[0].Offset != 0 || string(i.Handshake()) != "hello" {
		t.Errorf("%+v, %v, %q", list, err, i.Handshake())
	}
	for _, frames := range []string{
		"\x06\x00\x09hel",
		"\x06", "\x06\x00", "\x06\x40", // no offset, no length, half of an offset
		"\x02\x00\x00\x01\x00\x00",                                 // one of the two numbers of a range
		"\x1c\x00\x00\x07\x06\x00\x03hel",                          // a reason that is longer than what is there, whose bytes are no frame
		"\x02\x00\x00\xff\xff\xff\xff\xff\xff\xff\xff\x00\x00\x00", // more ranges than there are
		"\x08",
	} {
		bad := transport.QUICInitial{Frames: []byte(frames)}
		if list, err := bad.Crypto(); !errors.Is(err, transport.ErrQUICFrame) || len(list) > 0 {
			t.Errorf("%x: %+v, %v", frames, list, err)
		}
	}
}

// TestQUICToken: a length that is written longer than needed stays so.
func TestQUICToken(t *testing.T) {
	var k transport.QUICToken
	in := []byte{0x40, 0x02, 'a', 'b'}
	n, err := k.DecodeField(in, 0)
	if err != nil || n != 4 || k.Width != 2 || string(k.Data) != "ab" {
		t.Fatalf("%d, %v, %+v", n, err, k)
	}
	if b, err := k.AppendField(nil, 0, codec.Nothing); err != nil || !bytes.Equal(b, in) {
		t.Errorf("%x, %v", b, err)
	}
}

// TestShortDCID: the receiver knows how long its identifier is.
func TestShortDCID(t *testing.T) {
	var q transport.QUIC
	packet := []byte("\x40abcdefgh")
	rest, err := codec.Unmarshal(packet, &q)
	if err != nil {
		t.Fatal(err)
	}
	if got := q.ShortDCID(rest, 4); string(got) != "abcd" {
		t.Errorf("%q", got)
	}
	if got := q.ShortDCID(rest, 100); got != nil {
		t.Errorf("longer than the packet: %q", got)
	}
}

// TestSCTPIsData: DATA is chunk type 0, I-DATA 64 (RFC 8260).
func TestSCTPIsData(t *testing.T) {
	for kind := range 256 {
		c := transport.SCTPChunk{Type: transport.SCTPChunkType(kind)}
		if got := c.IsData(); got != (kind == 0 || kind == 64) {
			t.Errorf("%d: %v", kind, got)
		}
	}
}

// TestCovers: a packet that ends before the coverage is covered whole.
func TestCovers(t *testing.T) {
	for n := range 6 {
		if got := new(transport.UDPLite).Covers(make([]byte, n)); got != n {
			t.Errorf("UDPLite: %d of %d bytes", got, n)
		}
		if got := new(transport.DCCP).Covers(make([]byte, n)); got != n {
			t.Errorf("DCCP: %d of %d bytes", got, n)
		}
	}
}

// TestDCCPListen: a listen packet has a service code and no acknowledgement number, RFC 5596 section 2.2.1.
func TestDCCPListen(t *testing.T) {
	b := []byte("\x00\x01\x00\x02\x05\x00\x00\x00\x15\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x2a")
	var d transport.DCCP
	if _, err := codec.Unmarshal(b, &d); err != nil || d.Type != transport.DCCPListen || d.HasAck() || d.ServiceCode != 42 || len(d.Options) != 0 {
		t.Errorf("%+v, %v", d, err)
	}
}
