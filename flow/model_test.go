package flow

import (
	"math/rand/v2"
	"slices"
	"testing"
	"time"
)

// model is a table as simple as it can be: it looks at all flows all the time.
type model struct {
	conf  Config
	flows map[Key]*Record
	seen  map[Key]int64
	sent  map[Key]int // 1: the source, 2: the destination
	ended []Record
}

func (m *model) end(k Key, why Reason) {
	r := *m.flows[k]
	r.Reason = why
	if r.Src.Packets+r.Dst.Packets > 0 {
		m.ended = append(m.ended, r)
	}
}

func (m *model) timeout(k Key) int64 {
	if m.sent[k] == 3 {
		return int64(m.conf.Idle)
	}
	return int64(m.conf.Unanswered)
}

// advance ends what is due, at times that never go back.
func (m *model) advance(now int64) {
	for k, r := range m.flows {
		idle := m.seen[k] + m.timeout(k)
		active := r.First.UnixNano() + int64(m.conf.Active)
		open := r.Src.Packets+r.Dst.Packets > 0
		if open && active <= now && active < idle {
			m.end(k, ReasonActive)
			r.Continued, r.Src, r.Dst = true, Side{}, Side{}
			open = false
		}
		if idle <= now {
			if open {
				m.end(k, ReasonIdle)
			}
			delete(m.flows, k)
			delete(m.sent, k)
		}
	}
}

func (m *model) add(p *Packet) {
	m.advance(p.Time)
	k := p.Key
	r, forward := m.flows[k], true
	if r == nil {
		if r = m.flows[k.Reverse()]; r != nil {
			k, forward = k.Reverse(), false
		}
	}
	if r == nil {
		r = &Record{Key: k}
		m.flows[k] = r
	}
	side, bit := &r.Src, 1
	if !forward {
		side, bit = &r.Dst, 2
	}
	m.sent[k] |= bit
	if r.Src.Packets+r.Dst.Packets == 0 {
		r.First = time.Unix(0, p.Time).UTC()
	}
	r.Last = time.Unix(0, p.Time).UTC()
	side.Packets++
	side.Bytes += uint64(p.Length)
	m.seen[k] = p.Time
}

// traffic makes random packets of a few hosts, with times that go forward.
func traffic(seed uint64, n int, longest int64) []Packet {
	rnd := rand.New(rand.NewPCG(seed, 7))
	packets, now := make([]Packet, n), int64(1e18)
	for i := range packets {
		step := rnd.Int64N(longest)
		if rnd.IntN(4) > 0 {
			step /= 1000
		}
		now += step
		k := Key{
			Flow: New(IPv4([4]byte{192, 0, 2, byte(rnd.IntN(8))}), IPv4([4]byte{198, 51, 100, byte(rnd.IntN(8))})), Protocol: protocolUDP,
			SrcPort: uint16(rnd.IntN(4)), DstPort: 53,
		}
		if rnd.IntN(3) == 0 {
			k = k.Reverse()
		}
		packets[i] = Packet{Key: k, Time: now, Length: rnd.Uint32N(1500)}
	}
	return packets
}

func TestModel(t *testing.T) {
	for seed := range uint64(12) {
		conf := Config{Idle: 60 * time.Second, Unanswered: 25 * time.Second, Active: 100 * time.Second}
		if seed%3 == 1 {
			conf.Unanswered, conf.Active = 80*time.Second, 400*time.Second
		}
		m := model{conf: conf, flows: map[Key]*Record{}, seen: map[Key]int64{}, sent: map[Key]int{}}
		var got []Record
		table := collect(t, conf, &got)
		packets := traffic(seed, 4000, 3*second)
		for i := range packets {
			add2(t, table, packets[i])
			m.add(&packets[i])
			if i%100 == 0 {
				check(t, table)
			}
		}
		end := packets[len(packets)-1].Time + 1000*second
		table.Advance(end)
		m.advance(end)
		for i := range got {
			got[i].Slot = 0
		}
		sortRecords(got)
		sortRecords(m.ended)
		if len(got) < 50 || !slices.Equal(got, m.ended) || table.Stats().Flows != 0 {
			t.Errorf("seed %d: %d records, the model has %d", seed, len(got), len(m.ended))
			for i := range min(len(got), len(m.ended)) {
				if got[i] != m.ended[i] {
					t.Fatalf("%+v, the model has %+v", got[i], m.ended[i])
				}
			}
		}
	}
}

// AddAll does what Add does.
func TestAddAll(t *testing.T) {
	packets := traffic(5, 5000, second/10)
	packets[77].Key.Flow = New(client, MAC([6]byte{1}))
	packets[177].Key.Flow = New(client, MAC([6]byte{1}))
	conf := Config{Idle: 60 * time.Second, Unanswered: 25 * time.Second, Memory: MinMemory}
	var want, got []Record
	one, all := collect(t, conf, &want), collect(t, conf, &got)
	for i := range packets {
		_ = one.Add(&packets[i])
	}
	for at, n := 0, 0; at < len(packets); at, n = at+n, n+1 {
		if at+n > len(packets) {
			n = len(packets) - at
		}
		if err := all.AddAll(packets[at : at+n]); (err != nil) != (at <= 77 && 77 < at+n || at <= 177 && 177 < at+n) {
			t.Errorf("packets %d to %d: %v", at, at+n, err)
		}
	}
	check(t, all)
	one.Flush()
	all.Flush()
	sortRecords(want)
	sortRecords(got)
	if !slices.Equal(got, want) || one.Stats() != all.Stats() || all.Stats().Refused != 2 {
		t.Errorf("%d records, one by one %d; %+v, %+v", len(got), len(want), all.Stats(), one.Stats())
	}
}

// FuzzTable adds packets that the bytes say, of few flows, and checks the table after each.
func FuzzTable(f *testing.F) {
	f.Add([]byte{0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15})
	f.Add(make([]byte, 100))
	f.Fuzz(func(t *testing.T, data []byte) {
		var packets, begun, ended uint64
		c := Config{
			Memory: MinMemory, Idle: 40 * time.Second, Unanswered: 15 * time.Second, Closed: 2 * time.Second, Active: 90 * time.Second,
			Begin: func(*Record) { begun++ },
			End: func(r *Record) {
				ended++
				packets += r.Src.Packets + r.Dst.Packets
				if r.Last.Before(r.First) || r.Src.Packets+r.Dst.Packets == 0 {
					t.Fatalf("%+v", r)
				}
			},
		}
		table, err := NewTable(c)
		if err != nil {
			t.Fatal(err)
		}
		data = data[:min(len(data), 4096)]
		now, added := int64(0), uint64(0)
		for ; len(data) >= 4; data = data[4:] {
			k := tcpKey(uint16(data[0] & 7))
			if data[0]&8 != 0 {
				k = k.Reverse()
			}
			now += int64(int8(data[1])) << (data[0] >> 4 * 3) // steps of up to 127<<45 ns, back and forth
			add(t, table, Packet{
				Key: k, Time: now, Length: 60, TCP: true, Flags: uint16(data[2]), Seq: uint32(data[3]>>4) << 28, Ack: uint32(data[3]&15) << 28, Payload: uint32(data[3]),
			})
			added++
		}
		open := 0
		for r := range table.Open() {
			open++
			packets += r.Src.Packets + r.Dst.Packets
		}
		if packets != added || begun != ended+uint64(open) {
			t.Fatalf("%d packets in records of %d; %d begun, %d ended, %d open", packets, added, begun, ended, open)
		}
		table.Flush()
		if s := table.Stats(); s.Flows != 0 || begun != ended || s.Begun != begun {
			t.Fatalf("%+v after Flush, %d begun, %d ended", s, begun, ended)
		}
	})
}
