package flow

import (
	"errors"
	"slices"
	"sync"
	"testing"
	"time"
)

// Shards give the records that one table gives.
func TestShardsAgree(t *testing.T) {
	packets := traffic(99, 20_000, second/10)
	conf := Config{Idle: 60 * time.Second, Unanswered: 25 * time.Second, Seed: Seed{1, 2}}
	var want []Record
	one := collect(t, conf, &want)
	for i := range packets {
		add2(t, one, packets[i])
	}
	one.Advance(packets[len(packets)-1].Time + 100*second)
	sortRecords(want)
	for _, n := range []int{1, 3, 8} {
		var mu sync.Mutex
		var got []Record
		conf.End = func(r *Record) {
			mu.Lock()
			got = append(got, *r)
			mu.Unlock()
		}
		s, err := NewShards(n, conf)
		if err != nil {
			t.Fatal(err)
		}
		f := s.Feeder()
		for i := range packets {
			if err := f.Add(&packets[i]); err != nil {
				t.Fatal(err)
			}
		}
		f.Flush()
		if x := s.Stats(); x.Packets != uint64(len(packets)) {
			t.Errorf("%d shards: %+v", n, x)
		}
		s.Advance(packets[len(packets)-1].Time + 100*second)
		s.Close()
		if x := s.Stats(); x.Flows != 0 || x.Begun != uint64(len(want)) {
			t.Errorf("%d shards, closed: %+v", n, x)
		}
		sortRecords(got)
		same := slices.EqualFunc(got, want, func(a, b Record) bool { a.Slot, b.Slot = 0, 0; return a == b })
		if !same || len(want) < 100 {
			t.Errorf("%d shards: %d records, one table has %d", n, len(got), len(want))
		}
		if err := f.Add(&packets[0]); !errors.Is(err, ErrClosed) || s.Feeder().Add(&packets[0]) == nil {
			t.Errorf("after Close: %v", err)
		}
		s.Close()
	}
}

// Several feeders, snapshots and counters at once: this is for the race detector.
func TestShardsTogether(t *testing.T) {
	var mu sync.Mutex
	var ended, updates uint64
	s, err := NewShards(3, Config{
		End:    func(r *Record) { mu.Lock(); ended += r.Src.Packets + r.Dst.Packets; mu.Unlock() },
		Update: func(*Record) { mu.Lock(); updates++; mu.Unlock() }, UpdateEvery: time.Millisecond,
		Idle: time.Second,
	})
	if err != nil {
		t.Fatal(err)
	}
	const feeders, each = 3, 5000
	var wg sync.WaitGroup
	for i := range feeders {
		wg.Go(func() {
			f := s.Feeder()
			for _, p := range traffic(uint64(i), each, second/50) {
				if err := f.Add(&p); err != nil {
					t.Error(err)
				}
			}
		})
	}
	snapshots := 0
	for range 20 {
		for r := range s.Open() {
			if r.Src.Packets+r.Dst.Packets == 0 {
				t.Error("an empty record")
			}
			snapshots++
		}
		s.Advance(0)
		_ = s.Stats()
	}
	wg.Wait()
	bad := Packet{Key: Key{Flow: New(client, MAC([6]byte{1}))}}
	if s.Feeder().Add(&bad) == nil {
		t.Error("addresses of two kinds")
	}
	s.Close()
	if x := s.Stats(); x.Packets != feeders*each || ended != x.Packets || updates == 0 || x.Refused != 1 {
		t.Errorf("%+v, %d packets in records, %d updates, %d in snapshots", x, ended, updates, snapshots)
	}
}

// A snapshot has every flow that is open all the time, although packets go on.
func TestShardsSnapshot(t *testing.T) {
	s, err := NewShards(2, Config{})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	f := s.Feeder()
	feed := func(from, to int) {
		for i := from; i < to; i++ {
			if err := f.Add(&Packet{Key: tcpKey(uint16(i)), Time: int64(i)}); err != nil {
				t.Fatal(err)
			}
		}
		f.Flush()
	}
	feed(0, 2000)
	seen := map[uint16]int{}
	for r := range s.Open() {
		seen[r.Key.SrcPort]++
		if len(seen)%100 == 0 {
			feed(3000+len(seen), 3010+len(seen))
		}
	}
	for i := range uint16(2000) {
		if seen[i] != 1 {
			t.Fatalf("flow %d came %d times", i, seen[i])
		}
	}
	for range s.Open() {
		break
	}
}

func TestShardsRefused(t *testing.T) {
	for _, n := range []int{0, -1, 1<<10 + 1} {
		if _, err := NewShards(n, Config{}); !errors.Is(err, ErrConfig) {
			t.Errorf("%d shards: %v", n, err)
		}
	}
	if _, err := NewShards(4, Config{Memory: 4*MinMemory - 1}); !errors.Is(err, ErrConfig) {
		t.Errorf("little memory: %v", err)
	}
}

func TestFeederDoesNotAllocate(t *testing.T) {
	s, err := NewShards(2, Config{})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	f := s.Feeder()
	now := int64(0)
	work := func() {
		for i := range 1000 {
			now += ms
			if err := f.Add(&Packet{Key: udpKey(uint16(i % 100)), Time: now}); err != nil {
				t.Fatal(err)
			}
		}
	}
	for range 100 {
		work()
	}
	// New batches are made while all others are on their way, so a few may still come.
	if n := testing.AllocsPerRun(100, work); n > 10 {
		t.Errorf("%v allocations for 1000 packets", n)
	}
}
