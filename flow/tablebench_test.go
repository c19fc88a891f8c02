package flow

import (
	"encoding/binary"
	"strconv"
	"testing"
)

// benchPackets are packets of n TCP flows in turn, by a step that leaves no order.
func benchPackets(n int) []Packet {
	list := make([]Packet, n)
	for i := range list {
		f := uint32(i * 7919 % n)
		k := Key{Flow: New(IPv4([4]byte(binary.BigEndian.AppendUint32(nil, 0x0a000000+f))), server), SrcPort: uint16(f), DstPort: 443, Protocol: protocolTCP}
		if i%2 == 1 {
			k = k.Reverse()
		}
		list[i] = Packet{Key: k, Length: 100, TCP: true, Flags: flagACK, Seq: uint32(i), Payload: 46}
	}
	return list
}

func BenchmarkTableAdd(b *testing.B) {
	for _, n := range []int{1000, 1_000_000} {
		b.Run(strconv.Itoa(n), func(b *testing.B) {
			table, err := NewTable(Config{Memory: 1 << 30, Idle: Never, Active: Never})
			if err != nil {
				b.Fatal(err)
			}
			list := benchPackets(n)
			for i := range list {
				if table.Add(&list[i]) != nil {
					b.Fatal("refused")
				}
			}
			b.ReportAllocs()
			now, i := int64(0), 0
			for b.Loop() {
				p := &list[i]
				if i++; i == n {
					i = 0
				}
				now += 1000
				p.Time = now
				_ = table.Add(p)
			}
		})
	}
}

func BenchmarkTableAddAll(b *testing.B) {
	for _, n := range []int{1000, 1_000_000} {
		b.Run(strconv.Itoa(n), func(b *testing.B) {
			table, err := NewTable(Config{Memory: 1 << 30, Idle: Never, Active: Never})
			if err != nil {
				b.Fatal(err)
			}
			list := benchPackets(n)
			if err := table.AddAll(list); err != nil {
				b.Fatal(err)
			}
			b.ReportAllocs()
			for i := 0; b.Loop(); i++ { // a loop is 100 packets
				at := i * 100 % n
				_ = table.AddAll(list[at : at+100])
			}
			b.ReportMetric(float64(b.Elapsed())/float64(b.N)/100, "ns/packet")
		})
	}
}

// BenchmarkTableFlood is packets that all begin a flow, in a table that is full.
func BenchmarkTableFlood(b *testing.B) {
	table, err := NewTable(Config{Memory: 64 << 20})
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	p := Packet{TCP: true, Flags: flagSYN, Length: 60}
	for i := uint32(0); b.Loop(); i++ {
		p.Key = Key{Flow: New(IPv4([4]byte(binary.BigEndian.AppendUint32(nil, i))), server), SrcPort: uint16(i), DstPort: 443, Protocol: protocolTCP}
		p.Time += 1000
		_ = table.Add(&p)
	}
}

func BenchmarkKeyFastHash(b *testing.B) {
	k, seed := tcpKey(1), NewSeed()
	b.ReportAllocs()
	for b.Loop() {
		sinkHash += k.FastHash(seed)
	}
}

// BenchmarkShards hands packets of 100,000 flows to two goroutines.
func BenchmarkShards(b *testing.B) {
	s, err := NewShards(2, Config{Idle: Never, Active: Never})
	if err != nil {
		b.Fatal(err)
	}
	defer s.Close()
	f := s.Feeder()
	list := benchPackets(100_000)
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		if err := f.Add(&list[i%len(list)]); err != nil {
			b.Fatal(err)
		}
	}
	f.Flush()
	if n := s.Stats().Packets; n == 0 {
		b.Error("nothing was counted")
	}
}
