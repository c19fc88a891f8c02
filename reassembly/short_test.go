package reassembly

import (
	"math/rand/v2"
	"testing"
)

// sentBy is the byte at a place of a direction: another one in each connection.
func sentBy(port uint16, d Direction, at int64) byte {
	return byte((uint64(at)<<17 | uint64(port)<<1 | uint64(d)) * 0x9e3779b97f4a7c15 >> 56)
}

// idler is a stream that often uses only a part of what it gets, and checks that each byte stands where it belongs.
type idler struct {
	checker
	port uint16
	rnd  *rand.Rand
	lazy int // of 10
}

func (s *idler) Data(d Direction, x *Chunk) int {
	n := len(x.Bytes)
	if s.closed || x.Offset != s.next[d] {
		s.t.Fatalf("port %d, %v: data at %d, want %d", s.port, d, x.Offset, s.next[d])
	}
	for i, b := range x.Bytes {
		if want := sentBy(s.port, d, x.Offset+int64(i)); b != want {
			s.t.Fatalf("port %d, %v: %#x at %d, want %#x", s.port, d, b, x.Offset+int64(i), want)
		}
	}
	if s.rnd.IntN(10) < s.lazy {
		n = s.rnd.IntN(n + 1)
	}
	if s.next[d] += int64(n); x.Final {
		s.next[d] = x.Offset + int64(len(x.Bytes))
	}
	return n
}

func (s *idler) Event(e *Event) {
	if e.Kind == EventConflict {
		s.t.Fatalf("port %d, %v: %x and %x at %d", s.port, e.Direction, e.Old, e.New, e.Offset)
	}
	s.checker.Event(e)
}

// TestMemoryShort: where many connections of equal hosts hold more than there is memory for, each direction still gets its own bytes in their
// order, whatever it leaves unused.
func TestMemoryShort(t *testing.T) {
	for lazy := range 11 {
		rnd := rand.New(rand.NewPCG(uint64(lazy), 1))
		conf := Config{Memory: MinMemory, HoldUntilAcked: lazy%4 == 3, History: 500 * (lazy & 1)}
		conf.Open = func(c *Conn) Stream {
			return &idler{checker: checker{t: t}, port: c.Key().SrcPort, rnd: rnd, lazy: lazy}
		}
		a, err := NewAssembler(conf)
		if err != nil {
			t.Fatal(err)
		}
		conns, most := 100+rnd.IntN(100), []int{30, 300, 1400}[lazy%3]
		begin := func(k, d int) uint32 { return -uint32(k*50 + d*7) } // soon they wrap
		sent := make([][2]int64, conns)
		payload := make([]byte, most)
		for i := range 5000 {
			k, d := rnd.IntN(conns), rnd.IntN(2)
			if i < 2*conns {
				k, d = i/2, i%2
			}
			x := Segment{Key: testKey, Time: int64(i) * 1e6, Number: uint64(i), Flags: flagACK, Ack: begin(k, 1-d), Window: 65535}
			x.Key.SrcPort = uint16(1000 + k)
			if d == 1 {
				x.Key = x.Key.Reverse()
			}
			if i < 2*conns {
				x.Flags, x.Seq = flagSYN|flagACK*uint16(d), begin(k, d)-1
				a.Add(&x)
				continue
			}
			at, n := sent[k][d], 1+rnd.IntN(most)
			switch rnd.IntN(6) {
			case 0: // something is lost
				at += int64(rnd.IntN(3 * most))
			case 1: // it comes late, or again
				at = max(0, at-int64(rnd.IntN(4*most)))
			}
			for j := range n {
				payload[j] = sentBy(uint16(1000+k), Direction(d), at+int64(j))
			}
			sent[k][d] = max(sent[k][d], at+int64(n))
			if rnd.IntN(20) == 0 || conf.HoldUntilAcked {
				x.Ack += uint32(sent[k][1-d])
			}
			x.Seq, x.Payload = begin(k, d)+uint32(at), payload[:n:n]
			a.Add(&x)
		}
		s := a.Stats()
		if s.Held > MinMemory/4 || most > 300 && s.Events[EventGap] == 0 {
			t.Errorf("%+v", s)
		}
		a.Flush()
		if s := a.Stats(); s.Open != 0 || s.Held > 2*blockCost+pieceSlab {
			t.Errorf("%+v", s)
		}
	}
}

// TestMemoryShortAtEnd: the data of a connection that ends are told in their order also where there is no memory for what its stream leaves unused.
func TestMemoryShortAtEnd(t *testing.T) {
	for name, end := range map[string]func(a *Assembler){
		"flush":   (*Assembler).Flush,
		"evict":   func(a *Assembler) { a.evict() },
		"timeout": func(a *Assembler) { a.Advance(1e12) },
	} {
		a, err := NewAssembler(Config{Memory: MinMemory, Open: func(*Conn) Stream { return &checker{t: t, used: new(dice)} }})
		if err != nil {
			t.Fatal(err)
		}
		send := func(k int, flags uint16, seq uint32, n int) {
			a.Add(&Segment{Key: sourceOf(k), Flags: flags, Seq: seq, Payload: attackPayload[:n], Time: int64(k)})
		}
		full := func() bool { return a.Stats().Held+extraCost+512+4*markCost > MinMemory/4 }
		for k := 0; !full(); k++ {
			send(k, flagSYN, 99, 0)
			if k > 930 { // the last ones hold what was not used, up to the last byte of memory
				send(k, flagACK, 100, 5)
			}
			send(k, flagACK, 110, 5)
			if k <= 930 {
				send(k, flagACK, 120, 5)
			}
		}
		if s := a.Stats(); s.Events[EventGap] != 0 || s.Open < 930 {
			t.Fatalf("%s: %+v", name, s)
		}
		end(a)
	}
}

// TestPatienceWhenEvicting: who is passed over for eviction is not waited for any longer than others.
func TestPatienceWhenEvicting(t *testing.T) {
	var conns [3]recorder
	a, err := NewAssembler(Config{Open: func(c *Conn) Stream {
		r := &conns[c.Index()]
		r.t = t
		return r
	}})
	if err != nil {
		t.Fatal(err)
	}
	for _, at := range []uint32{10, 20} { // at 0 and 25 s, behind a hole
		for k := range conns {
			a.Add(&Segment{Key: sourceOf(k), Flags: flagSYN, Seq: 99})
			a.Add(&Segment{Key: sourceOf(k), Flags: flagACK, Seq: 100 + at, Payload: attackPayload[:5], Time: int64(at/20) * 25e9})
		}
	}
	a.evict()
	a.Advance(31e9)
	for k := range conns {
		if len(conns[k].data[FromClient]) == 0 {
			t.Errorf("connection %d waits longer than for %v", k, DefaultHole)
		}
	}
}
