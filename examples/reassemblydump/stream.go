package main

import (
	"fmt"

	"github.com/wiretag/wiretag/reassembly"
)

// statistics are counters over all connections.
type statistics struct {
	packets, bytes uint64
	payload        uint64                   // bytes of TCP
	segments       reassembly.SegmentReader // its segment is the one that is being added

	delivered            uint64 // packets with data that came to a stream
	late, lateBytes      uint64 // of these, those that had to wait for others
	run                  run    // of the last segment
	runs                 uint64 // of more than one packet
	mostPackets, mostRun uint64
	errors               uint64
	decoder              decoder
}

// run is what a segment made ready: its own data, and those that waited for it.
type run struct{ number, packets, bytes uint64 }

// count takes data of a packet that have become ready.
func (s *statistics) count(number, bytes uint64) {
	s.delivered++
	now := s.segments.Segment.Number
	if number != now {
		s.late++
		s.lateBytes += bytes
	}
	if s.run.number != now {
		s.run = run{number: now}
	}
	s.run.packets++
	s.run.bytes += bytes
	if s.run.packets == 2 {
		s.runs++
	}
	s.mostPackets, s.mostRun = max(s.mostPackets, s.run.packets), max(s.mostRun, s.run.bytes)
}

// stream counts what a connection carries, and cuts it into messages if it is HTTP.
type stream struct {
	reassembly.Messages
	stats *statistics
	seen  [2]int64 // bytes of each direction that have come
}

func newStream(c *reassembly.Conn, s *statistics) reassembly.Stream {
	if k := c.Key(); k.DstPort != uint16(*port) && k.SrcPort != uint16(*port) {
		return &stream{stats: s}
	}
	x := exchange{decoder: &s.decoder}
	return &stream{stats: s, Messages: reassembly.Messages{
		Conn: c, Framer: new(reassembly.HTTP), Max: 64 << 20,
		Message: func(m *reassembly.Message) { s.fail(x.message(m)) },
		Lost:    func(_ reassembly.Direction, err error) { s.fail(err) },
	}}
}

// fail counts an error.
func (s *statistics) fail(err error) {
	if err == nil {
		return
	}
	s.errors++
	if *verbose {
		fmt.Println(err)
	}
}

// Data counts what is new, and hands it on.
func (s *stream) Data(d reassembly.Direction, c *reassembly.Chunk) int {
	if end := c.Offset + int64(len(c.Bytes)); end > s.seen[d] { // not only what comes again
		_, number := c.At(len(c.Bytes) - 1)
		s.stats.count(number, uint64(end-max(s.seen[d], c.Offset)))
		s.seen[d] = end
	}
	if s.Framer == nil {
		return len(c.Bytes)
	}
	return s.Messages.Data(d, c)
}

// print prints them all.
func (s *statistics) print(a reassembly.Stats, f reassembly.FragmentStats) {
	for _, l := range []struct {
		name  string
		value any
	}{
		{"IPdefrag", f.Complete},
		{"missed bytes", a.GapBytes},
		{"total packets", s.delivered},
		{"refused packets", a.Refused + a.Late},
		{"reassembled bytes", a.Bytes},
		{"total TCP bytes", s.payload},
		{"connections", a.Opened},
		{"reassembled chunks", s.runs},
		{"out-of-order packets", s.late},
		{"out-of-order bytes", s.lateBytes},
		{"biggest-chunk packets", s.mostPackets},
		{"biggest-chunk bytes", s.mostRun},
		{"overlap bytes", a.Overlap + a.Repeated},
		{"errors", s.errors},
	} {
		fmt.Printf("%-24s%d\n", l.name+":", l.value)
	}
	for kind, n := range a.Events {
		if n > 0 {
			fmt.Printf("%-24s%d\n", reassembly.EventKind(kind).String()+":", n)
		}
	}
}
