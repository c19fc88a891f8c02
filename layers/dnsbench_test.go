package layers_test

import (
	"testing"

	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/layers"
)

// TestDNSNameAllocations: names are compared, expanded, printed into a buffer and written without allocating.
func TestDNSNameAllocations(t *testing.T) {
	msg := append(make([]byte, 12), "\x03www\x07example\x03com\x00\x00\x01\x00\x01\xc0\x0c"...)
	msg[5] = 1
	var n layers.DNSName
	zone := layers.MustParseDNSName("EXAMPLE.com")
	other := layers.MustParseDNSName("www.example.com")
	buf := make([]byte, 0, 512)
	out := append(make([]byte, 0, 512), msg[:33]...)
	for what, f := range map[string]func() bool{
		"decode":   func() bool { k, err := n.DecodeField(msg, 33); return k == 2 && err == nil },
		"equal":    func() bool { return n.Equal(other) },
		"in":       func() bool { return n.In(zone) },
		"text":     func() bool { b, _ := n.AppendText(buf); return string(b) == "www.example.com." },
		"wire":     func() bool { b, err := n.AppendWire(buf); return len(b) == 17 && err == nil },
		"verbatim": func() bool { b, _ := n.AppendField(out, 0, codec.Nothing); return len(b) == 35 },
		"stays":    func() bool { b, _ := n.AppendField(out, 0, codec.All); return len(b) == 35 },
		"compress": func() bool { b, _ := other.AppendField(out, 0, codec.All); return len(b) == 35 && b[33] == 0xc0 },
	} {
		if _, err := n.DecodeField(msg, 33); err != nil {
			t.Fatal(err)
		}
		ok := true
		if got := testing.AllocsPerRun(100, func() { ok = ok && f() }); got != 0 || !ok {
			t.Errorf("%s: %v allocations, right: %v", what, got, ok)
		}
	}
}

func benchmarkDNS(b *testing.B, f func(msg []byte, d *layers.DNS)) {
	var all [][]byte
	size := 0
	bindVectors(b, func(msg []byte, _ []string) { all = append(all, msg); size += len(msg) })
	b.SetBytes(int64(size / len(all)))
	b.ReportAllocs()
	var d layers.DNS
	for i := 0; b.Loop(); i++ {
		f(all[i%len(all)], &d)
	}
}

func BenchmarkDNSDecode(b *testing.B) {
	benchmarkDNS(b, func(msg []byte, d *layers.DNS) {
		if _, err := codec.Unmarshal(msg, d); err != nil {
			b.Fatal(err)
		}
	})
}

func BenchmarkDNSDecodeAppend(b *testing.B) {
	var out []byte
	benchmarkDNS(b, func(msg []byte, d *layers.DNS) {
		_, err := codec.Unmarshal(msg, d)
		if err != nil {
			b.Fatal(err)
		}
		if out, err = codec.Append(out[:0], d); err != nil || len(out) != len(msg) {
			b.Fatal(err)
		}
	})
}

func BenchmarkDHCPv4Decode(b *testing.B) {
	msg := dnsmasqVectors(b)[1]
	b.SetBytes(int64(len(msg)))
	b.ReportAllocs()
	var d layers.DHCPv4
	for b.Loop() {
		if _, err := codec.Unmarshal(msg, &d); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkDNSCompress builds a message of 500 records with names in common.
func BenchmarkDNSCompress(b *testing.B) {
	d := layers.DNS{}
	for i := range 500 {
		host := "h" + string(rune('a'+i%26)) + string(rune('a'+i/26)) + ".dept.example.org"
		d.Answers = append(d.Answers, layers.NewDNSResource(layers.MustParseDNSName(host), 1, &layers.DNSNS{Host: layers.MustParseDNSName("ns." + host)}))
	}
	b.ReportAllocs()
	var out []byte
	for b.Loop() {
		var err error
		if out, err = codec.Append(out[:0], &d); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(len(out))/500, "B/record")
}
