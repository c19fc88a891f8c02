package layers

import (
	"encoding/hex"
	"testing"

	"github.com/wiretag/wiretag/codec"
)

func wireData(b *testing.B) []byte {
	// the TCP header: ports, numbers, eight words with the options
	data, err := hex.DecodeString("00005e00530100005e0053020800" + "45000037123400004006146d0a0000010a000002" +
		"04d2005000000001000000028018020000000000" + "0101080a0000000100000002" + "616263")
	if err != nil {
		b.Fatal(err)
	}
	return data
}

// BenchmarkWireDecode calls the generated functions one after the other.
func BenchmarkWireDecode(b *testing.B) {
	data := wireData(b)
	var eth Ethernet
	var ip IPv4
	var tcp TCP
	b.ReportAllocs()
	for b.Loop() {
		e, ok := decodeEthernet(&eth, data)
		p := data[e.Header : e.Header+e.Payload]
		i, ok2 := decodeIPv4(&ip, p)
		p = p[i.Header : i.Header+i.Payload]
		c, ok3 := decodeTCP(&tcp, p)
		if !ok || !ok2 || !ok3 || c.Payload != 3 {
			b.Fatal("not decoded")
		}
	}
}

// BenchmarkWireUnmarshal goes through package codec.
func BenchmarkWireUnmarshal(b *testing.B) {
	data := wireData(b)
	var eth Ethernet
	var ip IPv4
	var tcp TCP
	b.ReportAllocs()
	for b.Loop() {
		p, err := codec.Unmarshal(data, &eth)
		p, err2 := codec.Unmarshal(p, &ip)
		p, err3 := codec.Unmarshal(p, &tcp)
		if err != nil || err2 != nil || err3 != nil || len(p) != 3 {
			b.Fatal(err, err2, err3)
		}
	}
}

// BenchmarkWireAppend encodes the headers with the generated functions alone.
func BenchmarkWireAppend(b *testing.B) {
	eth, ip, tcp := wireLayers3(b)
	buf := make([]byte, 0, 128)
	b.ReportAllocs()
	for b.Loop() {
		out, ok := appendEthernet(eth, buf[:0], codec.All, nil)
		out, ok2 := appendIPv4(ip, out, codec.All, nil)
		out, ok3 := appendTCP(tcp, out, codec.All, nil)
		if !ok || !ok2 || !ok3 || len(out) != 66 {
			b.Fatal("not encoded", len(out))
		}
	}
}

// BenchmarkWireMarshal encodes the packet with lengths and checksums.
func BenchmarkWireMarshal(b *testing.B) {
	eth, ip, tcp := wireLayers3(b)
	payload := []byte("abc")
	var buf []byte
	b.ReportAllocs()
	for b.Loop() {
		var err error
		if buf, err = codec.Append(buf[:0], eth, ip, tcp, payload); err != nil {
			b.Fatal(err)
		}
	}
}

func wireLayers3(b *testing.B) (*Ethernet, *IPv4, *TCP) {
	data := wireData(b)
	eth, ip, tcp := new(Ethernet), new(IPv4), new(TCP)
	p, err := codec.Unmarshal(data, eth)
	p, err2 := codec.Unmarshal(p, ip)
	_, err3 := codec.Unmarshal(p, tcp)
	if err != nil || err2 != nil || err3 != nil {
		b.Fatal(err, err2, err3)
	}
	return eth, ip, tcp
}
