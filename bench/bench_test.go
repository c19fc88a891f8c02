package bench

import (
	"flag"
	"slices"
	"strings"
	"testing"
)

var captureSize = flag.Int("capture-size", 64, "size of the generated capture files in `MiB`")

func open(tb testing.TB, c Case) *Pair {
	tb.Helper()
	p, err := c.Open(&Env{Dir: tb.TempDir(), CaptureSize: *captureSize << 20})
	if err != nil {
		tb.Fatal(err)
	}
	if p.Close != nil {
		tb.Cleanup(func() { _ = p.Close() })
	}
	return p
}

// TestSame checks that both sides of every case do the same work.
func TestSame(t *testing.T) {
	for _, c := range slices.Concat(Cases(), GrowthCases()) {
		t.Run(c.Path(), func(t *testing.T) {
			if c.X > 1000 && testing.Short() {
				t.Skip("much memory")
			}
			p := open(t, c)
			if err := p.Check(); err != nil {
				t.Fatal(err)
			}
			for side, run := range map[string]func(int) error{c.Ours: p.Ours, c.Peer: p.Peer} {
				if err := run(2); err != nil {
					t.Errorf("%s: %v", side, err)
				}
			}
		})
	}
}

// TestNoAllocs checks that the cases that must not allocate don't.
func TestNoAllocs(t *testing.T) {
	for _, c := range Cases() {
		if !c.NoAllocs {
			continue
		}
		t.Run(c.Path(), func(t *testing.T) {
			p := open(t, c)
			var err error
			allocs := testing.AllocsPerRun(3, func() { err = p.Ours(1) })
			if err != nil {
				t.Fatal(err)
			}
			// A pass over a file may allocate to begin it, not for each packet.
			if limit := float64(p.Units) / 1000; allocs > limit {
				t.Errorf("%s: %v allocations, want at most %v", c.Ours, allocs, limit)
			}
		})
	}
}

// TestPath checks that the names of cases differ and have no blanks, so that each can be selected.
func TestPath(t *testing.T) {
	seen := map[string]bool{}
	for _, c := range slices.Concat(Cases(), GrowthCases()) {
		id := c.Path() + c.Ours
		if seen[id] {
			t.Errorf("two cases are called %s", id)
		}
		seen[id] = true
	}
	if n := len(seen); n < 30 {
		t.Errorf("there are %d cases", n)
	}
}

// Benchmark runs both sides of every case; one operation is a packet, or a pass over a capture file.
func Benchmark(b *testing.B) {
	for _, c := range Cases() {
		name := strings.ReplaceAll(c.Path(), " ", "_")
		b.Run(name, func(b *testing.B) {
			p := open(b, c)
			if err := p.Check(); err != nil {
				b.Fatal(err)
			}
			b.Run("ours:"+c.Ours, func(b *testing.B) { side(b, p, p.Ours) })
			b.Run("peer:"+c.Peer, func(b *testing.B) { side(b, p, p.Peer) })
		})
	}
}

func side(b *testing.B, p *Pair, run func(int) error) {
	b.SetBytes(int64(p.Bytes))
	b.ReportAllocs()
	b.ResetTimer()
	if err := run(b.N); err != nil {
		b.Fatal(err)
	}
}
