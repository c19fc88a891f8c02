package dumptext

import (
	"bytes"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"net/netip"
	"strings"
	"testing"

	"github.com/wiretag/wiretag/capture"
	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/layers"
)

// TestEndless: payloads of ISAKMP that repeat others, or have parts without bytes, give no text without bounds.
func TestEndless(t *testing.T) {
	for name, payload := range map[string][]byte{
		"deletions of nothing": {12, 0, 0, 12, 0, 0, 0, 1, 1, 0, 0xff, 0xff},
		"notifications":        {11, 0, 0, 12, 0, 0, 0, 1, 1, 0, 0x27, 0x0f},
	} {
		const n = 5000
		m := append(make([]byte, 16), payload[0], 0x10, 5, 0, 0, 0, 0, 0)
		m = binary.BigEndian.AppendUint32(m, uint32(28+n*len(payload)))
		m = append(m, bytes.Repeat(payload, n)...)
		data, err := codec.Marshal(&layers.Ethernet{}, &layers.IPv4{TTL: 64, Src: netip.MustParseAddr("192.0.2.1"), Dst: netip.MustParseAddr("192.0.2.2")}, &layers.UDP{SrcPort: 500, DstPort: 500}, m)
		if err != nil {
			t.Fatal(err)
		}
		info := capture.Info{LinkType: capture.LinkTypeEthernet, CaptureLength: uint32(len(data)), Length: uint32(len(data))}
		out := New(Options{Verbose: 4}).Append(nil, data, &info)
		if len(out) < mostText || len(out) > mostText+3*len(m) || !bytes.HasSuffix(out, []byte("[|isakmp]\n")) {
			t.Errorf("%s: %d bytes of text, which end in %q", name, len(out), out[len(out)-30:])
		}
	}
}

// TestManyStreams: of the connections of a capture so many are remembered.
func TestManyStreams(t *testing.T) {
	p := New(Options{})
	data, err := codec.Marshal(&layers.Ethernet{}, &layers.IPv4{TTL: 64, Src: netip.MustParseAddr("192.0.2.1"), Dst: netip.MustParseAddr("192.0.2.2")}, &layers.TCP{Flags: layers.TCPAck})
	if err != nil {
		t.Fatal(err)
	}
	info := capture.Info{LinkType: capture.LinkTypeEthernet, CaptureLength: uint32(len(data)), Length: uint32(len(data))}
	var buf []byte
	for i := range uint32(mostStreams + 100) {
		binary.BigEndian.PutUint32(data[26:], i)
		buf = p.Append(buf[:0], data, &info)
	}
	if n := len(p.streams); n == 0 || n > mostStreams {
		t.Errorf("%d connections are remembered", n)
	}
}

// TestVRRPCut: a message of version 3 whose checksum is not there, with and without bytes behind the packet, is what tcpdump 4.99.3 -nn -v makes of it.
func TestVRRPCut(t *testing.T) {
	frame, err := hex.DecodeString("33330002001200005e00530a86dd6c050e0d000670fffe8000000000840002005efffe00530aff020000000000000000000000000012" + "313c96024f325b")
	if err != nil {
		t.Fatal(err)
	}
	for length := 6; length <= 7; length++ {
		for behind := range 3 {
			data := append(bytes.Clone(frame[:54+length]), make([]byte, behind)...)
			data[19] = byte(length)
			p := New(Options{Verbose: 1, Stamp: StampNone})
			got := string(p.Append(nil, data, &capture.Info{LinkType: capture.LinkTypeEthernet, Length: uint32(len(data)), CaptureLength: uint32(len(data))}))
			if want := fmt.Sprintf("intvl 3890cs, length %d [|vrrp]\n", length); !strings.HasSuffix(got, want) {
				t.Errorf("%q, want %q", got, want)
			}
		}
	}
}
