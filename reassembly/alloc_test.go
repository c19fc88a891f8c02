package reassembly

import (
	"math/rand/v2"
	"testing"
)

// TestAllocs: segments in order, out of order, and those of connections that come and go allocate nothing, once memory has been taken.
func TestAllocs(t *testing.T) {
	var sink counter
	a, err := NewAssembler(Config{Open: func(*Conn) Stream { return &sink }})
	if err != nil {
		t.Fatal(err)
	}
	s := Segment{Key: testKey, Flags: flagACK, Window: 1000, Payload: attackPayload[:1460]}
	var x Segment
	send := func(seq uint32) {
		s.Seq, s.Time = seq, s.Time+1000
		a.Add(&s)
	}
	seq := uint32(1)
	for name, f := range map[string]func(){
		"in order": func() {
			send(seq)
			seq += 1460
		},
		"out of order": func() {
			for _, k := range []uint32{3, 1, 2, 0} {
				send(seq + k*1460)
			}
			seq += 4 * 1460
		},
		"overlaps": func() {
			send(seq + 1000)
			send(seq + 500)
			send(seq)
			seq += 2460
		},
		"connections": func() {
			x = s
			x.Key.SrcPort++
			x.Flags, x.Payload = flagSYN, nil
			x.Seq = seq
			a.Add(&x)
			x.Flags, x.Seq, x.Payload = flagACK|flagFIN, seq+1, attackPayload[:10]
			a.Add(&x)
			x.Key = x.Key.Reverse()
			x.Seq, x.Ack, x.Payload = 5, seq+12, nil
			a.Add(&x)
			seq += 100_000
		},
	} {
		start := sink.bytes
		for range 50 {
			f()
		}
		if n := testing.AllocsPerRun(200, f); n > 0 {
			t.Errorf("%s: %v allocations", name, n)
		}
		if sink.bytes == start {
			t.Errorf("%s: nothing was handed over", name)
		}
		s.Key.DstPort++ // a new one for the next
		seq = 1
	}
}

// TestIndex: records are found again whatever comes and goes, also where all have one hash.
func TestIndex(t *testing.T) {
	rnd := rand.New(rand.NewPCG(1, 1))
	for _, hashes := range []uint32{1, 5, 1 << 31} {
		var x index
		x.init(&budget{limit: 1 << 20})
		of := map[uint32]uint32{}
		for i := range uint32(3000) {
			n := i + 1
			if hash := rnd.Uint32N(hashes); rnd.IntN(3) > 0 && x.add(hash, n) {
				of[n] = hash
			}
			if n := rnd.Uint32N(i+1) + 1; of[n] != 0 || hashes == 1 && len(of) > 500 {
				if hash, ok := of[n]; ok {
					x.remove(hash, n)
					delete(of, n)
				}
			}
		}
		for n, hash := range of {
			i, found := x.home(hash), false
			for ; x.slots[i].n != 0 && !found; i = x.next(i) {
				found = x.slots[i] == slot{hash, n}
			}
			if !found {
				t.Fatalf("%d hashes: record %d is not found", hashes, n)
			}
		}
		if x.count != len(of) || x.count < 100 {
			t.Errorf("%d records, want %d", x.count, len(of))
		}
	}
}
