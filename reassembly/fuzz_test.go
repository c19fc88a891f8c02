package reassembly

import (
	"bytes"
	"slices"
	"testing"

	"github.com/wiretag/wiretag/capture"
	"github.com/wiretag/wiretag/packet"
)

// dice takes numbers from bytes.
type dice struct{ b []byte }

func (d *dice) more() bool { return len(d.b) > 0 }

func (d *dice) n(most int) int {
	if len(d.b) == 0 {
		return 0
	}
	v := int(d.b[0])
	d.b = d.b[1:]
	if most > 256 && len(d.b) > 0 {
		v = v<<8 | int(d.b[0])
		d.b = d.b[1:]
	}
	return v % most
}

// checker is a stream that checks that what it is told makes sense.
type checker struct {
	t      *testing.T
	next   [2]int64
	ended  [2]bool
	closed bool
	used   *dice
}

func (c *checker) Data(d Direction, x *Chunk) int {
	if c.closed || c.ended[d] || x.Offset != c.next[d] || len(x.Bytes) == 0 || cap(x.Bytes) != len(x.Bytes) {
		c.t.Fatalf("%v: data at %d, %d bytes of %d, want %d; ended %v, closed %v", d, x.Offset, len(x.Bytes), cap(x.Bytes), c.next[d], c.ended, c.closed)
	}
	n := len(x.Bytes)
	if c.used != nil {
		n = c.used.n(len(x.Bytes) + 2)
		n = min(n, len(x.Bytes))
	}
	c.next[d] += int64(n)
	if x.Final {
		c.next[d] = x.Offset + int64(len(x.Bytes))
	}
	return n
}

func (c *checker) Event(e *Event) {
	if c.closed {
		c.t.Fatalf("%v after the end", e.Kind)
	}
	switch e.Kind {
	case EventGap, EventKeepLimit:
		if e.Offset != c.next[e.Direction] || e.Length <= 0 || c.ended[e.Direction] {
			c.t.Fatalf("%v: %v at %d+%d, want %d", e.Direction, e.Kind, e.Offset, e.Length, c.next[e.Direction])
		}
		c.next[e.Direction] += e.Length
	case EventUrgent:
		if e.Offset != c.next[e.Direction] {
			c.t.Fatalf("the urgent byte is at %d, want %d", e.Offset, c.next[e.Direction])
		}
		c.next[e.Direction]++
	case EventConflict:
		if len(e.Old) != len(e.New) || e.Old[0] == e.New[0] || bytes.Equal(e.Old, e.New) {
			c.t.Fatalf("%q and %q", e.Old, e.New)
		}
	case EventEnd:
		if e.Offset != c.next[e.Direction] || c.ended[e.Direction] {
			c.t.Fatalf("%v: the end is at %d, want %d", e.Direction, e.Offset, c.next[e.Direction])
		}
		c.ended[e.Direction] = true
	}
}

func (c *checker) Close(Reason) {
	if c.closed {
		c.t.Fatal("closed twice")
	}
	c.closed = true
}

// FuzzAssembler makes segments of bytes.
func FuzzAssembler(f *testing.F) {
	f.Add([]byte("\x00\x00\x02\x63\x00\x00\x10\x64\x05\x01\x12\xc7\x00\x10\x69\x08"))
	f.Add(bytes.Repeat([]byte{1, 0x10, 7, 200, 30, 2}, 40))
	f.Add(bytes.Repeat([]byte{0x41, 0x11, 3, 9, 1, 0x30}, 40))
	f.Fuzz(fuzzAssembler)
}

// fuzzAssembler feeds what data say, in a configuration that they say.
func fuzzAssembler(t *testing.T, data []byte) {
	d := &dice{data}
	bits := d.n(256)
	conf := Config{
		Policy: Policies()[d.n(len(Policies()))], Memory: MinMemory, HoldUntilAcked: bits&1 != 0, CheckWindow: bits&2 != 0, CheckStamps: bits&4 != 0,
		PerConnection: int64(1000 * (bits >> 5 & 3)), History: 100 * (bits >> 7),
	}
	policy := *conf.Policy
	policy.Urgent = UrgentRule(bits >> 3 & 3)
	if policy.Urgent == UrgentDrop {
		policy.Urgent = UrgentApart // every byte is told then
	}
	conf.Policy = &policy
	var streams []*checker
	conf.Open = func(*Conn) Stream {
		c := &checker{t: t}
		if bits&64 != 0 {
			c.used = d
		}
		streams = append(streams, c)
		return c
	}
	a, err := NewAssembler(conf)
	if err != nil {
		t.Fatal(err)
	}
	for i := 0; d.more() && i < 4000; i++ {
		a.Add(segmentOf(d, i))
	}
	if s := a.Stats(); s.Held+s.Connected > MinMemory {
		t.Fatalf("%+v", s)
	}
	a.Flush()
	s := a.Stats()
	if s.Open != 0 || s.Held > 2*blockCost+pieceSlab || int(s.Opened) != len(streams) {
		t.Fatalf("%+v, %d streams", s, len(streams))
	}
	for _, c := range streams {
		if !c.closed {
			t.Fatal("a stream was not closed")
		}
	}
}

// segmentOf makes a segment.
func segmentOf(d *dice, i int) *Segment {
	what := d.n(256)
	s := &Segment{Key: testKey, Number: uint64(i), Time: int64(i) * 1e6}
	s.Key.SrcPort += uint16(what >> 1 & 3)
	side := what & 1
	s.Flags = uint16(d.n(64))
	if what&8 != 0 { // most segments are plain
		s.Flags = flagACK
	}
	s.Seq = uint32(100*side+100) + uint32(d.n(256)) - 4294967290*uint32(what>>1&1)
	s.Ack = uint32(100*(1-side)+100) + uint32(d.n(256)) - 4294967290*uint32(what>>1&1)
	s.Window, s.Urgent = uint16(d.n(64)), uint16(d.n(8))
	if what&16 != 0 {
		s.Payload = bytes.Repeat([]byte{byte(i) | 1}, 1+d.n(30))
	}
	if what&0xe0 == 0xe0 {
		s.Missing, s.Stamp, s.HasStamp, s.Scale = uint32(d.n(20)), uint32(d.n(4)), true, uint8(d.n(20))
		s.Time += int64(d.n(60)) * 1e9
	}
	if side == 1 {
		s.Key = s.Key.Reverse()
	}
	return s
}

// FuzzDefragmenter decodes any bytes, and makes fragments of bytes.
func FuzzDefragmenter(f *testing.F) {
	f.Add(fragPacket(f, 4, 1, 0, true, make([]byte, 16)), []byte{0, 1, 2, 3, 0x40, 1, 1, 1})
	f.Add(fragPacket(f, 6, 1, 8, false, make([]byte, 16)), bytes.Repeat([]byte{0x80, 0, 1, 5}, 9))
	f.Fuzz(func(t *testing.T, raw, data []byte) {
		d := &dice{data}
		p := FragmentPolicies()[d.n(len(FragmentPolicies()))]
		g, err := NewDefragmenter(FragmentConfig{Policy: p, Policy6: p, Memory: MinFragmentMemory, Datagrams: 4, Fragments: 20})
		if err != nil {
			t.Fatal(err)
		}
		var v packet.View
		info := capture.Info{LinkType: capture.LinkTypeEthernet}
		before := bytes.Clone(raw)
		for i := 0; d.more() && i < 300; i++ {
			info.Time = capture.Unix(int64(i), 0)
			what := d.n(256)
			packet := raw
			if what&3 != 0 {
				packet = fragPacket(t, 4+2*(what>>2&1), uint32(what>>3&3), 8*d.n(8), what&64 != 0, bytes.Repeat([]byte{byte(i)}, 8*d.n(5)+what>>7))
			}
			if !g.Decode(&v, packet, &info) {
				continue
			}
			if len(v.Data()) == 0 || len(packet) > 0 && &v.Data()[0] == &packet[0] {
				continue // it was whole
			}
			if x := g.Datagram(); len(x.Numbers) == 0 || len(x.Payload) == 0 || !bytes.HasSuffix(x.Data, x.Payload) {
				t.Fatalf("%+v", x)
			}
		}
		if !bytes.Equal(raw, before) {
			t.Fatal("the packet was changed")
		}
		if s := g.Stats(); s.Memory > MinFragmentMemory || s.Open > 4 {
			t.Fatalf("%+v", s)
		}
		g.Flush()
		if s := g.Stats(); s.Open != 0 || s.Memory > 3*blockCost {
			t.Fatalf("%+v", s)
		}
	})
}

// FuzzFramers: messages do not depend on how data are cut into segments.
func FuzzFramers(f *testing.F) {
	f.Add(uint8(0), uint8(3), []byte("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\nHTTP/1.0 200 OK\r\n\r\nrest"))
	f.Add(uint8(1), uint8(1), []byte("one\ntwo\n\nthree"))
	f.Add(uint8(2), uint8(1), []byte("\x00\x01a\x00\x00\x00\x05abcde\x00"))
	f.Add(uint8(3), uint8(2), []byte("\x16\x03\x01\x00\x02ab\x17\x03\x03\x00\x01c"))
	f.Fuzz(func(t *testing.T, kind, size uint8, data []byte) {
		whole, wholeLost := framed(t, kind, 1<<20, data)
		parts, partsLost := framed(t, kind, int(size)+1, data)
		if !slices.EqualFunc(whole, parts, bytes.Equal) || wholeLost != partsLost {
			t.Fatalf("whole: %q, %v; in parts of %d: %q, %v", whole, wholeLost, int(size)+1, parts, partsLost)
		}
	})
}

// framed gives the messages of data in segments of a size.
func framed(t *testing.T, kind uint8, size int, data []byte) (got [][]byte, lost bool) {
	framer := []Framer{&HTTP{}, &Delimited{}, LengthPrefixed{Size: 2, Add: 2}, TLSRecords{}}[kind%4]
	m := &Messages{Framer: framer, Max: 1 << 20, Message: func(m *Message) { got = append(got, bytes.Clone(m.Bytes)) }, Lost: func(Direction, error) { lost = true }}
	var kept []byte
	at := int64(0)
	for len(data) > 0 && !lost {
		n := min(size, len(data))
		kept, data = append(kept, data[:n]...), data[n:]
		used := m.Data(FromServer, &Chunk{Bytes: kept, Offset: at})
		if used > len(kept) {
			t.Fatalf("%d of %d bytes", used, len(kept))
		}
		if used >= 0 {
			kept, at = kept[used:], at+int64(used)
		}
	}
	if !lost && len(kept) > 0 {
		m.Data(FromServer, &Chunk{Bytes: kept, Offset: at, Final: true})
	}
	return got, lost
}
