package flow

import (
	"encoding/binary"
	"math/rand/v2"
	"testing"
	"time"
)

// A flood of packets from addresses that nobody has pushes out itself: what was answered stays.
func TestFlood(t *testing.T) {
	var evicted, lost int
	table, err := NewTable(Config{Memory: 1 << 20, End: func(r *Record) {
		if r.Reason == ReasonEvicted {
			evicted++
		}
		if r.Key.Flow == New(client, server) {
			lost++
		}
	}})
	if err != nil {
		t.Fatal(err)
	}
	const good = 1000
	for i := range good {
		add2(t, table, Packet{Key: tcpKey(uint16(i))})
		add2(t, table, Packet{Key: tcpKey(uint16(i)).Reverse(), Time: ms})
	}
	for i := range 100_000 {
		spoofed := IPv4([4]byte(binary.BigEndian.AppendUint32(nil, uint32(i))))
		add2(t, table, Packet{Key: Key{Flow: New(spoofed, server), SrcPort: uint16(i), DstPort: 443, Protocol: protocolTCP}, TCP: true, Flags: flagSYN, Time: ms + int64(i)*1000})
		if i%5000 == 0 {
			check(t, table)
		}
	}
	s := table.Stats()
	if s.Memory > 1<<20 || s.Memory < 900<<10 || evicted != good+100_000-s.Flows || lost != 0 {
		t.Errorf("%+v: %d evicted, %d of the flows that were there", s, evicted, lost)
	}
}

// Without anything better, the flow without packets for longest is evicted, also if timeouts are off and
// whatever the speed of packets.
func TestEvictionOrder(t *testing.T) {
	for name, conf := range map[string]Config{"defaults": {}, "never": {Idle: Never, Active: Never}, "short": {Active: 3 * time.Second}} {
		for _, step := range []int64{0, 1, ms, 100 * ms, 20 * second} {
			conf.Memory = MinMemory
			order := 0 // how many of those evicted had had a packet lately
			recent := map[Key]int{}
			n := 0
			conf.End = func(r *Record) {
				if r.Reason == ReasonEvicted && n-recent[r.Key] < 100 {
					order++
				}
			}
			table, err := NewTable(conf)
			if err != nil {
				t.Fatal(err)
			}
			now := int64(0)
			for i := range 20_000 {
				for _, k := range []Key{udpKey(uint16(i)), udpKey(uint16(i - i%50))} { // one in fifty has many packets
					n++
					recent[k] = n
					add2(t, table, Packet{Key: k, Time: now})
				}
				now += step
				if i%1000 == 0 {
					check(t, table)
				}
			}
			if s := table.Stats(); s.Memory > MinMemory || step < second && s.Ended[ReasonEvicted] < 10_000 {
				t.Errorf("%s, %d ns: %+v", name, step, s)
			}
			if order != 0 {
				t.Errorf("%s, %d ns: %d flows were evicted soon after a packet", name, step, order)
			}
		}
	}
}

// The memory that is stated is what is allocated.
func TestMemoryIsTold(t *testing.T) {
	for _, memory := range []int64{MinMemory, 200 << 10, 1 << 20, 3_333_333, 16 << 20} {
		table, err := NewTable(Config{Memory: memory})
		if err != nil {
			t.Fatal(err)
		}
		for i := range uint32(memory / entrySize) {
			add2(t, table, Packet{Key: Key{Flow: New(IPv4([4]byte(binary.BigEndian.AppendUint32(nil, i))), server)}, Time: int64(i)})
			if s := table.Stats(); s.Memory > memory {
				t.Fatalf("%d flows take %d bytes of %d", s.Flows, s.Memory, memory)
			}
		}
		s := table.Stats()
		if s.Memory < memory-slab*entrySize-tableSize || float64(s.Memory-tableSize)/float64(s.Flows) > 204 {
			t.Errorf("%d bytes: %d flows take %d", memory, s.Flows, s.Memory)
		}
	}
}

// fnv is FNV-1a: a hash without a key, as others have it. Who knows it can choose flows that collide.
func fnv(h uint64, bytes ...byte) uint64 {
	for _, b := range bytes {
		h = (h ^ uint64(b)) * 0x100000001b3
	}
	return h
}

// Flows that fall into one bucket of 4,096 under a symmetric hash without a key, the sum of those of the
// two ends, are spread in a table: no search is longer than among random flows.
func TestHashFlood(t *testing.T) {
	const flows, buckets, start = 4000, 1 << 12, 0xcbf29ce484222325
	var flood []Key
	fixed := fnv(start, 203, 0, 113, 80, 443>>8, 443&0xff)
	for i := uint32(0); len(flood) < flows; i++ {
		addr := [4]byte(binary.BigEndian.AppendUint32(nil, i*2654435761))
		prefix := fnv(start, addr[:]...)
		for port := range 1 << 16 {
			if (fnv(prefix, byte(port>>8), byte(port))+fixed)%buckets == 0 {
				flood = append(flood, Key{Flow: New(IPv4(addr), server), SrcPort: uint16(port), DstPort: 443, Protocol: protocolTCP})
				break
			}
		}
	}
	longest := func(keys []Key) (most int) {
		table := collect(t, Config{}, new([]Record))
		for i := range keys {
			add2(t, table, Packet{Key: keys[i]})
		}
		for i, s := range table.index.slots {
			if s.entry != 0 {
				most = max(most, table.index.steps(table.index.home(s.hash), i))
			}
		}
		return most
	}
	rnd := rand.New(rand.NewPCG(1, 2))
	random := make([]Key, flows)
	for i := range random {
		random[i] = Key{Flow: New(IPv6(random16(rnd)), IPv6(random16(rnd)))}
	}
	attacked, usual := longest(flood), longest(random)
	if attacked > 100 || usual > 100 {
		t.Errorf("the longest search has %d steps under attack, %d among random flows", attacked, usual)
	}
	var distinct [64]int // the same for shards
	s, err := NewShards(64, Config{Memory: 64 * MinMemory})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	for _, k := range flood {
		distinct[(k.FastHash(s.conf.Seed)&(1<<32-1))*64>>32]++
	}
	for i, n := range distinct {
		if n > 3*flows/64 {
			t.Errorf("%d of %d crafted flows are in shard %d of 64", n, flows, i)
		}
	}
}

func TestTableDoesNotAllocate(t *testing.T) {
	table, err := NewTable(Config{Memory: MinMemory, End: func(*Record) {}, Update: func(*Record) {}, UpdateEvery: time.Millisecond})
	if err != nil {
		t.Fatal(err)
	}
	port, now := uint16(0), int64(0)
	packet := func(k Key) {
		now += ms
		p := Packet{Key: k, Time: now, TCP: true, Flags: flagACK, Seq: uint32(now), Payload: 10}
		if table.Add(&p) != nil {
			t.Fatal("refused")
		}
	}
	for range 2000 { // the table is full
		port++
		packet(tcpKey(port))
	}
	known := tcpKey(1)
	many := []Packet{{Key: known, Time: now}, {Key: udpKey(1), Time: now}, {Key: known, Time: now}}
	for name, work := range map[string]func(){
		"known flow":  func() { packet(known); packet(known.Reverse()) },
		"other flows": func() { port++; packet(tcpKey(port)) },
		"several":     func() { _ = table.AddAll(many) },
		"look-up":     func() { var r Record; table.Lookup(known, &r) },
	} {
		if n := testing.AllocsPerRun(1000, work); n != 0 {
			t.Errorf("%s: %v allocations", name, n)
		}
	}
}
