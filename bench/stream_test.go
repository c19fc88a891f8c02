package bench

import "testing"

// TestStreams checks that the engines hand over what was sent, and that ours allocates nothing for a packet.
func TestStreams(t *testing.T) {
	for _, name := range StreamLoads {
		l, err := NewStreamLoad(name, 0.005)
		if err != nil {
			t.Fatal(err)
		}
		for _, engine := range []string{"wiretag", peerName} {
			e, err := NewStreamEngine(engine, true)
			if err != nil {
				t.Fatal(err)
			}
			for i := range l.Packets {
				if err := e.Feed(i, &l.Packets[i]); err != nil {
					t.Fatal(err)
				}
			}
			e.Flush()
			r := e.Result()
			if r.Err != nil && engine == "wiretag" {
				t.Errorf("%s, %s: %v", name, engine, r.Err)
			}
			if l.Whole && r.Bytes != l.Sent || r.Bytes > l.Sent && l.Sent > 0 {
				t.Errorf("%s, %s: %d bytes of %d", name, engine, r.Bytes, l.Sent)
			}
		}
	}
}

// BenchmarkStreams is each load with each engine; one operation is all of its packets.
func BenchmarkStreams(b *testing.B) {
	for _, name := range StreamLoads[:6] {
		l, err := NewStreamLoad(name, 0.02)
		if err != nil {
			b.Fatal(err)
		}
		for _, engine := range []string{"wiretag", peerName} {
			b.Run(name+"/"+engine, func(b *testing.B) {
				b.ReportAllocs()
				for range b.N {
					e, err := NewStreamEngine(engine, false)
					if err != nil {
						b.Fatal(err)
					}
					for i := range l.Packets {
						if err := e.Feed(i, &l.Packets[i]); err != nil {
							b.Fatal(err)
						}
					}
					e.Flush()
				}
				b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*len(l.Packets)), "ns/packet")
			})
		}
	}
}
