package packet_test

import (
	"encoding/hex"
	"testing"

	"github.com/wiretag/wiretag/capture"
	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/layers"
	"github.com/wiretag/wiretag/packet"
)

// An HTTP segment with the timestamps option, on documentation addresses.
const tcpFrame = "00005e00530100005e00530208004500003712340000400" + "67c57c0000201c633640104d20009000000010000000280180200bf380000" + "0101080a0000000100000002616263"

func frame(t testing.TB, s string) []byte {
	b, err := hex.DecodeString(s)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func BenchmarkView(b *testing.B) {
	data := frame(b, tcpFrame)
	var v packet.View
	b.ReportAllocs()
	for b.Loop() {
		if v.Decode(data, capture.LinkTypeEthernet) != nil {
			b.Fatal(v.Err())
		}
	}
}

func BenchmarkStack(b *testing.B) {
	data := frame(b, tcpFrame)
	var eth layers.Ethernet
	var ip layers.IPv4
	var tcp layers.TCP
	s, err := packet.NewStack(&eth, &ip, &tcp)
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		if len(s.Decode(data)) != 3 {
			b.Fatal(s.Err())
		}
	}
}

func BenchmarkAppend(b *testing.B) {
	data := frame(b, tcpFrame)
	var eth layers.Ethernet
	var ip layers.IPv4
	var tcp layers.TCP
	s, err := packet.NewStack(&eth, &ip, &tcp)
	if err != nil {
		b.Fatal(err)
	}
	s.Decode(data)
	body := s.Rest()
	var buf []byte
	b.ReportAllocs()
	for b.Loop() {
		if buf, err = codec.Append(buf[:0], &eth, &ip, &tcp, body); err != nil {
			b.Fatal(err)
		}
	}
}
