package codec_test

import (
	"encoding/hex"
	"fmt"
	"testing"

	"github.com/wiretag/wiretag/codec"
)

func TestQuick(t *testing.T) {
	b, err := hex.DecodeString(tcpFrame)
	if err != nil {
		t.Fatal(err)
	}
	var eth frame
	var ip ip4
	var tc tcp
	p, err := codec.Unmarshal(b, &eth)
	fmt.Println(eth, err)
	p, err = codec.Unmarshal(p, &ip)
	fmt.Printf("%+v %v\n", ip, err)
	p, err = codec.Unmarshal(p, &tc)
	fmt.Printf("%+v %v %q\n", tc, err, p)
	out, err := codec.Encoder{}.Marshal(&eth, &ip, &tc, p)
	fmt.Println(hex.EncodeToString(out) == tcpFrame, err)
	out, err = codec.Marshal(&eth, &ip, &tc, p)
	fmt.Println(hex.EncodeToString(out), err)
	fmt.Println(tcpFrame)
	for n := range 68 {
		_, e1 := codec.Unmarshal(b[14:14+min(n, len(b)-14)], &ip)
		if n == 67 || n < 24 {
			fmt.Println(n, e1)
		}
	}
}

func BenchmarkDecode(b *testing.B) {
	data, _ := hex.DecodeString(tcpFrame)
	var eth frame
	var ip ip4
	var tc tcp
	b.ReportAllocs()
	for b.Loop() {
		p, _ := codec.Unmarshal(data, &eth)
		p, _ = codec.Unmarshal(p, &ip)
		p, _ = codec.Unmarshal(p, &tc)
	}
}
func BenchmarkAppend(b *testing.B) {
	data, _ := hex.DecodeString(tcpFrame)
	var eth frame
	var ip ip4
	var tc tcp
	p, _ := codec.Unmarshal(data, &eth)
	p, _ = codec.Unmarshal(p, &ip)
	p, _ = codec.Unmarshal(p, &tc)
	var buf []byte
	b.ReportAllocs()
	for b.Loop() {
		buf, _ = codec.Append(buf[:0], &eth, &ip, &tc, p)
	}
}
