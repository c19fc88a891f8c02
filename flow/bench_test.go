package flow

import (
	"net/netip"
	"testing"
)

var (
	sinkFlow Flow
	sinkHash uint64
	sinkText []byte
)

func BenchmarkNewIPv4(b *testing.B) {
	src, dst := netip.MustParseAddr("198.51.100.10"), netip.MustParseAddr("203.0.113.80")
	b.ReportAllocs()
	for b.Loop() {
		sinkFlow = New(IP(src), IP(dst))
	}
}

func BenchmarkNewPorts(b *testing.B) {
	b.ReportAllocs()
	port := uint16(0)
	for b.Loop() {
		port++
		sinkFlow = New(TCPPort(port), TCPPort(443))
	}
}

func BenchmarkFastHash(b *testing.B) {
	seed := NewSeed()
	for name, f := range map[string]Flow{
		"IPv4":  New(IPv4([4]byte{198, 51, 100, 10}), IPv4([4]byte{203, 0, 113, 80})),
		"IPv6":  New(IPv6([16]byte{0x20, 1, 15: 1}), IPv6([16]byte{0x20, 1, 15: 2})),
		"ports": New(TCPPort(51000), TCPPort(443)),
	} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				sinkHash += f.FastHash(seed)
			}
		})
	}
}

func BenchmarkMap(b *testing.B) {
	counts := map[Flow]uint64{}
	for i := range 1000 {
		counts[New(TCPPort(uint16(i)), TCPPort(443))] = 0
	}
	b.ReportAllocs()
	i := 0
	for b.Loop() {
		i = (i + 1) % 1000
		counts[New(TCPPort(uint16(i)), TCPPort(443))]++
	}
}

func BenchmarkAppendText(b *testing.B) {
	f := New(IPv4([4]byte{198, 51, 100, 10}), IPv4([4]byte{203, 0, 113, 80}))
	b.ReportAllocs()
	for b.Loop() {
		sinkText, _ = f.AppendText(sinkText[:0])
	}
}
