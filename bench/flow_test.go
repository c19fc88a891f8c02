package bench

import (
	"runtime"
	"testing"
)

// BenchmarkFlowMemory tells the memory that a million flows take, in bytes a flow, and what it costs to begin one.
func BenchmarkFlowMemory(b *testing.B) {
	const flows = 1_000_000
	list := headers(flows)
	heap := func() uint64 {
		var m runtime.MemStats
		runtime.GC()
		runtime.ReadMemStats(&m)
		return m.HeapAlloc
	}
	b.Run("ours", func(b *testing.B) {
		for b.Loop() {
			before := heap()
			t, err := newOurTable(false)
			if err != nil {
				b.Fatal(err)
			}
			if err := t.add(list); err != nil {
				b.Fatal(err)
			}
			b.ReportMetric(float64(heap()-before)/flows, "B/flow")
			if s := t.table.Stats(); s.Flows != flows || s.Memory > 300<<20 {
				b.Errorf("%+v", s)
			}
		}
		b.ReportMetric(float64(b.Elapsed())/float64(b.N)/float64(len(list)), "ns/packet")
	})
	b.Run("map", func(b *testing.B) {
		for b.Loop() {
			before := heap()
			t := peerTable{}
			t.add(list)
			b.ReportMetric(float64(heap()-before)/flows, "B/flow")
			if len(t) != flows {
				b.Errorf("%d flows", len(t))
			}
		}
		b.ReportMetric(float64(b.Elapsed())/float64(b.N)/float64(len(list)), "ns/packet")
	})
}
