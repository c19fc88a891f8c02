package flow

import (
	"cmp"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"
	"unsafe"
)

const (
	ms     = int64(time.Millisecond)
	second = int64(time.Second)
)

// client and server are the ends of most flows here.
var client, server = IPv4([4]byte{198, 51, 100, 10}), IPv4([4]byte{203, 0, 113, 80})

func tcpKey(port uint16) Key {
	return Key{Flow: New(client, server), SrcPort: port, DstPort: 443, Protocol: protocolTCP}
}

func udpKey(port uint16) Key {
	return Key{Flow: New(client, server), SrcPort: port, DstPort: 53, Protocol: protocolUDP}
}

// collect returns a table whose ended records are added to a slice.
func collect(t testing.TB, c Config, ended *[]Record) *Table {
	t.Helper()
	c.End = func(r *Record) { *ended = append(*ended, *r) }
	table, err := NewTable(c)
	if err != nil {
		t.Fatal(err)
	}
	return table
}

func add(t testing.TB, table *Table, p Packet) {
	t.Helper()
	if err := table.Add(&p); err != nil {
		t.Fatal(err)
	}
	if t.Name() != "" {
		check(t, table)
	}
}

// check looks for what is out of place in a table.
func check(t testing.TB, x *Table) {
	t.Helper()
	if m := x.Stats().Memory; m > x.conf.Memory {
		t.Fatalf("%d bytes, %d are allowed", m, x.conf.Memory)
	}
	seen := map[uint32]bool{}
	for c := range x.wheels {
		w := &x.wheels[c]
		for i := range wheelSlots {
			prev := uint32(0)
			for n := w.head[i]; n != 0; n = x.pool.at(n).next {
				e := x.pool.at(n)
				if seen[n] || int(e.slot) != i || int(e.class) != c || e.prev != prev {
					t.Fatalf("entry %d in slot %d of wheel %d: class %d, slot %d", n, i, c, e.class, e.slot)
				}
				seen[n], prev = true, n
				if got, _ := x.index.find(&x.pool, uint32(e.hash(x.conf.Seed)>>32), &e.packed); got != n {
					t.Fatalf("entry %d is found as %d", n, got)
				}
			}
			if w.tail[i] != prev || w.head[i] != 0 != (w.full[i/64]>>(i%64)&1 == 1) {
				t.Fatalf("slot %d of wheel %d: head %d, tail %d, last %d", i, c, w.head[i], w.tail[i], prev)
			}
		}
	}
	unused := 0
	for n := x.pool.free; n != 0; n = x.pool.at(n).next {
		unused++
	}
	if len(seen) != x.index.count || len(seen)+unused != int(x.pool.used) {
		t.Fatalf("%d entries in wheels, %d in the index, %d free of %d", len(seen), x.index.count, unused, x.pool.used)
	}
}

func TestSizes(t *testing.T) {
	var x Table
	if a, b, c := unsafe.Sizeof(entry{}), unsafe.Sizeof(indexSlot{}), unsafe.Sizeof(x); a != entrySize || b != slotSize || c > tableSize {
		t.Errorf("sizes: entry %d, slot %d, table %d", a, b, c)
	}
	if got := unsafe.Offsetof(entry{}.base); got != 128 {
		t.Errorf("what only TCP needs begins at byte %d, not with the third cache line", got)
	}
}

func TestBothDirectionsAreOneFlow(t *testing.T) {
	var ended []Record
	table := collect(t, Config{}, &ended)
	k := udpKey(5000)
	add(t, table, Packet{Key: k, Time: 1 * second, Length: 100})
	add(t, table, Packet{Key: k.Reverse(), Time: 2 * second, Length: 1000})
	add(t, table, Packet{Key: k, Time: 3 * second, Length: 10})
	var r Record
	if !table.Lookup(k.Reverse(), &r) || r.Src.Packets != 2 {
		t.Errorf("Lookup: %+v", r)
	}
	table.Flush()
	want := Record{
		Key: k, First: time.Unix(1, 0).UTC(), Last: time.Unix(3, 0).UTC(), Reason: ReasonFlush,
		Src: Side{Packets: 2, Bytes: 110}, Dst: Side{Packets: 1, Bytes: 1000},
	}
	if len(ended) != 1 || ended[0] != want {
		t.Errorf("got %+v, want %+v", ended, want)
	}
	if table.Lookup(k, &r) || table.Stats().Flows != 0 {
		t.Error("there is still a flow")
	}
	check(t, table)
}

// The initiator is who asks, although the answer was captured first.
func TestInitiator(t *testing.T) {
	var ended []Record
	table := collect(t, Config{}, &ended)
	k := tcpKey(5000)
	add(t, table, Packet{Key: k.Reverse(), Flags: flagSYN | flagACK, TCP: true})
	echo := Key{Flow: New(server, client), SrcPort: 8 << 8, DstPort: 7, Protocol: 1}
	add(t, table, Packet{Key: echo, Answer: true})
	add(t, table, Packet{Key: Key{Flow: New(server, client), Protocol: 47}})
	table.Flush()
	if len(ended) != 3 || ended[0].Key != k || ended[1].Key != echo.Reverse() || ended[2].Key.Flow != New(server, client) {
		t.Errorf("got %+v", ended)
	}
}

func TestTimeouts(t *testing.T) {
	conf := Config{Idle: 60 * time.Second, Unanswered: 20 * time.Second, Closed: 5 * time.Second, Active: 100 * time.Second}
	k := tcpKey(1)
	syn := Packet{Key: k, Flags: flagSYN, TCP: true, Seq: 100}
	at := func(p Packet, time int64) Packet { p.Time = time; return p }
	back := Packet{Key: k.Reverse(), Flags: flagACK, TCP: true, Seq: 500, Ack: 101}
	rst := Packet{Key: k.Reverse(), Flags: flagRST, TCP: true, Seq: 500}
	for name, test := range map[string]struct {
		packets []Packet
		want    []string // reason and packets
	}{
		"unanswered, just in time": {[]Packet{at(syn, 0), at(syn, 20*second-1)}, []string{"flush 2"}},
		"unanswered":               {[]Packet{at(syn, 0), at(syn, 20*second)}, []string{"idle 1", "flush 1"}},
		"answered, just in time":   {[]Packet{at(syn, 0), at(back, ms), at(syn, 60*second+ms-1)}, []string{"flush 3"}},
		"answered":                 {[]Packet{at(syn, 0), at(back, ms), at(back, 60*second+ms)}, []string{"idle 2", "flush 1"}},
		"closed, late packet":      {[]Packet{at(syn, 0), at(rst, second), at(rst, 6*second-1)}, []string{"flush 3"}},
		"closed":                   {[]Packet{at(syn, 0), at(rst, second), at(back, 6*second)}, []string{"closed 2", "flush 1"}},
		"active": {
			[]Packet{at(syn, 0), at(back, 10*second), at(back, 50*second), at(back, 99*second), at(back, 100*second), at(back, 101*second)},
			[]string{"active 4", "flush 2"},
		},
		"active, then idle": {[]Packet{at(syn, 0), at(back, 10*second), at(back, 69*second), at(back, 200*second)}, []string{"active 3", "flush 1"}},
	} {
		var ended []Record
		table := collect(t, conf, &ended)
		for _, p := range test.packets {
			add(t, table, p)
		}
		table.Flush()
		var got []string
		for _, r := range ended {
			got = append(got, fmt.Sprint(r.Reason, " ", r.Src.Packets+r.Dst.Packets))
		}
		if !slices.Equal(got, test.want) {
			t.Errorf("%s: %v, want %v", name, got, test.want)
		}
	}
}

// Without packets of their own, flows end when others move the clock, a 254th of the timeout late at most.
func TestTimeoutsByOthers(t *testing.T) {
	var ended []Record
	table := collect(t, Config{Idle: 127 * time.Second}, &ended)
	for i := range 100 {
		add(t, table, Packet{Key: udpKey(uint16(i)), Time: int64(i) * second})
	}
	for now := int64(100); now < 300; now++ {
		before := len(ended)
		table.Advance(now * second)
		for i := before; i < len(ended); i++ {
			if late := now - int64(i) - 127; int(ended[i].Key.SrcPort) != i || late < 0 || late > 1 {
				t.Fatalf("at %d flow %d has ended: %+v", now, i, ended[i])
			}
		}
	}
	if len(ended) != 100 || table.Stats().Ended[ReasonIdle] != 100 {
		t.Errorf("%d have ended", len(ended))
	}
}

// Where captures were joined, or a clock was set, time jumps: flows go on, and end by the new time.
func TestTimeJumps(t *testing.T) {
	var ended []Record
	table := collect(t, Config{Idle: time.Minute, Active: Never}, &ended)
	day := 86400 * second
	for _, p := range []Packet{
		{Key: udpKey(1), Time: 10 * day},
		{Key: udpKey(1), Time: 10*day - 50*second}, // late by less than the slack
		{Key: udpKey(1), Time: 10*day + 59*second},
		{Key: udpKey(2), Time: 1 * day},
		{Key: udpKey(1), Time: 1*day + 59*second},
	} {
		add(t, table, p)
	}
	if len(ended) != 0 {
		t.Fatalf("ended: %+v", ended)
	}
	add(t, table, Packet{Key: udpKey(3), Time: 1*day + 61*second})
	if len(ended) != 1 || ended[0].Key.SrcPort != 2 {
		t.Errorf("ended: %+v", ended)
	}
	add(t, table, Packet{Key: udpKey(4), Time: 1<<63 - 1})
	add(t, table, Packet{Key: udpKey(5), Time: -1 << 63})
	add(t, table, Packet{Key: udpKey(4), Time: 1<<63 - 1})
	table.Flush()
	if s := table.Stats(); len(ended) != 5 || s.Ended[ReasonIdle] != 3 || s.Ended[ReasonFlush] != 2 || s.Packets != 9 {
		t.Errorf("%+v: %+v", s, ended)
	}
}

// The packets of two interfaces whose clocks do not agree come in turn: both go on, and nothing ends early or late.
func TestTwoClocks(t *testing.T) {
	for _, skew := range []int64{70 * second, 3600 * second, 1e9 * second, -3600 * second} {
		var ended []Record
		table := collect(t, Config{Idle: 30 * time.Second, Active: Never}, &ended)
		add2(t, table, Packet{Key: udpKey(9), Time: 1e18})
		for i := range int64(25) {
			add2(t, table, Packet{Key: udpKey(1), Time: 1e18 + i*second})
			add2(t, table, Packet{Key: udpKey(2), Time: 1e18 + i*second - skew})
		}
		early := 0
		if skew < 0 { // the first jump may have been a pause
			early = 1
		}
		if len(ended) != 2*early {
			t.Errorf("skew %d: ended early: %+v", skew, ended)
		}
		before := table.clock
		for i := int64(25); i < 45; i++ {
			add2(t, table, Packet{Key: udpKey(1), Time: 1e18 + i*second})
			add2(t, table, Packet{Key: udpKey(2), Time: 1e18 + i*second - skew})
		}
		if len(ended) != 1+early || ended[0].Key.SrcPort != 9 || table.clock-before != 20*second {
			t.Errorf("skew %d: the clock went %d on; %+v", skew, table.clock-before, ended)
		}
		check(t, table)
	}
}

func TestRefusedKeys(t *testing.T) {
	table := collect(t, Config{}, new([]Record))
	if err := table.Add(&Packet{Key: Key{Flow: New(client, MAC([6]byte{1}))}}); err == nil {
		t.Error("addresses of two kinds")
	}
	add(t, table, Packet{Key: Key{Flow: New(client, Endpoint{})}})
	add(t, table, Packet{Key: Key{Flow: New(Endpoint{}, client)}})
	if s := table.Stats(); s.Refused != 1 || s.Flows != 1 || s.Packets != 2 {
		t.Errorf("%+v", s)
	}
	for name, c := range map[string]Config{
		"idle": {Idle: -1}, "closed": {Closed: -1}, "unanswered": {Unanswered: -1}, "active": {Active: -1}, "update": {UpdateEvery: -1},
		"memory": {Memory: MinMemory - 1}, "fields": {Fields: 1 << 7},
	} {
		if _, err := NewTable(c); !errors.Is(err, ErrConfig) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestFields(t *testing.T) {
	packets := []Key{
		{Flow: New(client, server), SrcPort: 1, DstPort: 2, Protocol: 6, VLAN: [2]uint16{1}},
		{Flow: New(client, server), SrcPort: 1, DstPort: 2, Protocol: 6, VLAN: [2]uint16{2}},
		{Flow: New(client, server), SrcPort: 1, DstPort: 2, Protocol: 17, VLAN: [2]uint16{2}},
		{Flow: New(server, client), SrcPort: 1, DstPort: 2, Protocol: 17, VLAN: [2]uint16{2}},
		{Flow: New(server, client), SrcPort: 1, DstPort: 2, Protocol: 17, VLAN: [2]uint16{2, 1}},
		{Flow: New(server, client), SrcPort: 1, DstPort: 2, Protocol: 17, VLAN: [2]uint16{2, 1}, Tunnel: Tunnel{TunnelVXLAN, 7}},
		{Flow: New(server, client), EtherType: 0x806},
	}
	for _, test := range []struct {
		fields Fields
		want   int
	}{
		{AllFields, 7},
		{0, 7},
		{FieldAddresses, 1},
		{FieldAddresses | FieldPorts, 3},
		{FieldPorts, 2},
		{FieldProtocol, 3},
		{FieldVLAN, 4},
		{FieldTunnel, 2},
		{FieldAddresses | FieldPorts | FieldProtocol, 4},
	} {
		table := collect(t, Config{Fields: test.fields}, new([]Record))
		for _, k := range packets {
			add(t, table, Packet{Key: k})
		}
		if got := table.Stats().Flows; got != test.want {
			t.Errorf("fields %#x: %d flows, want %d", test.fields, got, test.want)
		}
	}
}

func TestEvents(t *testing.T) {
	var got []string
	note := func(what string) func(*Record) {
		return func(r *Record) {
			got = append(got, fmt.Sprintf("%s %d %d", what, r.Key.SrcPort, r.Src.Packets))
		}
	}
	table, err := NewTable(Config{Begin: note("begin"), Update: note("update"), End: note("end"), UpdateEvery: 10 * time.Second, Active: 60 * time.Second})
	if err != nil {
		t.Fatal(err)
	}
	for _, at := range []int64{0, 1, 9, 10, 11, 35, 36, 40, 61} {
		add(t, table, Packet{Key: udpKey(1), Time: at * second})
	}
	add(t, table, Packet{Key: udpKey(2), Time: 62 * second})
	table.Flush()
	want := []string{"begin 1 1", "update 1 4", "update 1 6", "update 1 8", "end 1 8", "begin 1 1", "begin 2 1", "end 1 1", "end 2 1"}
	if !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestOpen(t *testing.T) {
	table := collect(t, Config{}, new([]Record))
	for i := range 1000 {
		add2(t, table, Packet{Key: udpKey(uint16(i)), Time: int64(i)})
	}
	seen := map[int]uint16{}
	for r := range table.Open() {
		seen[r.Slot] = r.Key.SrcPort
		if len(seen) <= 500 { // while the table runs
			add2(t, table, Packet{Key: r.Key, Time: 2000})
		}
	}
	ports := slices.Sorted(func(yield func(uint16) bool) {
		for _, p := range seen {
			if !yield(p) {
				return
			}
		}
	})
	if len(ports) != 1000 || ports[999] != 999 {
		t.Errorf("%d flows", len(ports))
	}
	n := 0
	for range table.Open() {
		if n++; n == 3 {
			break
		}
	}
	if s := table.Stats(); s.Packets != 1500 || s.Begun != 1000 || n != 3 {
		t.Errorf("%+v", s)
	}
}

// add2 is add without the check, which takes long for many flows.
func add2(t testing.TB, table *Table, p Packet) {
	if err := table.Add(&p); err != nil {
		t.Fatal(err)
	}
}

func TestPackedKeys(t *testing.T) {
	rnd := rand.New(rand.NewPCG(1, 1))
	for range 20000 {
		k := randomKey(rnd)
		var p, q packed
		side, err := k.pack(AllFields, &p)
		back := k.Reverse()
		other, err2 := back.pack(AllFields, &q)
		if err != nil || err2 != nil || p != q {
			t.Fatalf("%+v: %+v and %+v, %v, %v", k, p, q, err, err2)
		}
		if p.unpack(side) != k || q.unpack(other) != back {
			t.Fatalf("%+v is %+v on its way back", k, p.unpack(side))
		}
		if k.FastHash(Seed{1, 2}) != back.FastHash(Seed{1, 2}) || k.FastHash(Seed{1, 2}) == k.FastHash(Seed{1, 3}) {
			t.Fatal("hash")
		}
	}
}

func randomKey(rnd *rand.Rand) Key {
	small := func() byte { return byte(rnd.IntN(3)) }
	k := Key{SrcPort: uint16(small()), DstPort: uint16(small()), Protocol: small(), VLAN: [2]uint16{uint16(rnd.IntN(4096)), uint16(rnd.IntN(4096))}}
	switch rnd.IntN(5) {
	case 0:
		k.Flow = New(IPv4([4]byte{3: small()}), IPv4([4]byte{3: small()}))
	case 1:
		k.Flow = New(IPv6([16]byte{15: small()}), IPv6([16]byte{0: small()}))
	case 2:
		k.Flow, k.EtherType = New(MAC([6]byte{small()}), MAC([6]byte{5: small()})), uint16(rnd.Uint32())
	case 3:
		k.Flow = New(MAC([6]byte{small()}), Endpoint{})
	}
	if rnd.IntN(2) == 0 {
		k.Tunnel = Tunnel{TunnelType(small()), rnd.Uint32()}
	}
	return k
}

func sortRecords(records []Record) {
	slices.SortFunc(records, func(a, b Record) int {
		return cmp.Or(a.First.Compare(b.First), a.Key.Flow.Compare(b.Key.Flow), cmp.Compare(a.Key.SrcPort, b.Key.SrcPort), cmp.Compare(a.Key.DstPort, b.Key.DstPort), cmp.Compare(a.Key.Protocol, b.Key.Protocol))
	})
}
