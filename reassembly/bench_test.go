package reassembly

import (
	"net/netip"
	"testing"

	"github.com/wiretag/wiretag/flow"
)

// counter is a stream that counts.
type counter struct{ bytes int }

func (s *counter) Data(_ Direction, c *Chunk) int {
	s.bytes += len(c.Bytes)
	return len(c.Bytes)
}
func (s *counter) Event(*Event) {}
func (s *counter) Close(Reason) {}

// keyOf is the n-th connection.
func keyOf(n int) flow.Key {
	k := testKey
	k.Flow = flow.New(flow.IP(netip.AddrFrom4([4]byte{10, byte(n >> 16), byte(n >> 8), byte(n)})), flow.IP(netip.AddrFrom4([4]byte{192, 0, 2, 1})))
	return k
}

// BenchmarkInOrder is one connection with all in its order.
func BenchmarkInOrder(b *testing.B) {
	for _, flows := range []int{1, 16} {
		b.Run(map[int]string{1: "1", 16: "16"}[flows], func(b *testing.B) {
			var sink counter
			a, err := NewAssembler(Config{Open: func(*Conn) Stream { return &sink }})
			if err != nil {
				b.Fatal(err)
			}
			payload := make([]byte, 1460)
			segs := make([]Segment, flows)
			acks := make([]Segment, flows)
			for i := range segs {
				segs[i] = Segment{Key: keyOf(i), Flags: flagACK, Payload: payload, Seq: 1, Ack: 1, Window: 1000}
				acks[i] = Segment{Key: segs[i].Key.Reverse(), Flags: flagACK, Seq: 1, Window: 1000}
			}
			b.ReportAllocs()
			for i := range b.N {
				s := &segs[i/2%flows]
				if i%3 == 2 {
					k := &acks[i/2%flows]
					k.Ack, k.Time = s.Seq, int64(i)
					a.Add(k)
					continue
				}
				s.Time = int64(i)
				a.Add(s)
				s.Seq += 1460
			}
		})
	}
}
