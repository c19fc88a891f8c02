package bpf

import (
	"testing"

	"github.com/wiretag/wiretag/capture"
)

func BenchmarkCompile(b *testing.B) {
	for _, expr := range []string{"tcp port 80", "tcp port 80 and host 10.0.0.1", "port 80 or port 443 or port 53", "host 10.0.0.1 or host 10.0.0.2 or host 10.0.0.3"} {
		b.Run(expr, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := Compile(expr, capture.LinkTypeEthernet); err != nil {
					b.Fatal(err)
				}
			}
		})
		b.Run(expr+"/unoptimised", func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := Compile(expr, capture.LinkTypeEthernet, WithoutOptimizer()); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// BenchmarkFirstRun measures what the first packet costs: taking the program apart.
func BenchmarkFirstRun(b *testing.B) {
	p, err := Compile("tcp port 80 and host 10.0.0.1", capture.LinkTypeEthernet)
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		newPlan(p.code)
	}
}
