package reassembly

import (
	"bytes"
	"errors"
	"io"
	"math/rand/v2"
	"strings"
	"sync"
	"testing"
	"time"
)

// talk opens a connection and returns its conversation, and a function that sends.
func talk(t *testing.T, conf ReaderConfig) (a *Assembler, v *Conversation, send func(d Direction, text string, skip int)) {
	conf.Accept = func(x *Conversation) { v = x }
	r, err := NewReaders(conf)
	if err != nil {
		t.Fatal(err)
	}
	a, err = NewAssembler(Config{Open: r.Open})
	if err != nil {
		t.Fatal(err)
	}
	seq, number := [2]uint32{100, 200}, uint64(0)
	a.Add(&Segment{Key: testKey, Flags: flagSYN, Seq: 99})
	a.Add(&Segment{Key: testKey.Reverse(), Flags: flagSYN | flagACK, Seq: 199, Ack: 100})
	a.Add(&Segment{Key: testKey, Flags: flagACK, Seq: 100, Ack: 200})
	return a, v, func(d Direction, text string, skip int) {
		key := testKey
		if d == FromServer {
			key = key.Reverse()
		}
		seq[d] += uint32(skip)
		number++
		a.Add(&Segment{Key: key, Flags: flagACK, Seq: seq[d], Ack: seq[1-d], Payload: []byte(text), Number: number})
		seq[d] += uint32(len(text))
	}
}

// TestConversation: both directions in their order, one by one, and with a gap.
func TestConversation(t *testing.T) {
	a, v, send := talk(t, ReaderConfig{})
	send(FromClient, "hello", 0)
	send(FromServer, "good day", 0)
	send(FromClient, "bye", 0)
	var b [6]byte
	for _, want := range []struct {
		d    Direction
		text string
		at   int64
		n    uint64
	}{{FromClient, "hello", 0, 1}, {FromServer, "good d", 0, 2}, {FromServer, "ay", 6, 2}, {FromClient, "bye", 0, 3}} {
		p, err := v.Next(b[:])
		if err != nil || p.Direction != want.d || string(b[:p.N]) != want.text || p.Number != want.n {
			t.Errorf("%+v, %q, %v; want %+v", p, b[:p.N], err, want)
		}
	}
	send(FromServer, "more", 10)
	a.Flush()
	text, err := io.ReadAll(v.Reader(FromServer))
	var gap *GapError
	if !errors.As(err, &gap) || gap.Length != 10 || gap.Offset != 8 || gap.Why != GapEnd || len(text) != 0 {
		t.Fatalf("%q, %v", text, err)
	}
	if text, err = io.ReadAll(v.Reader(FromServer)); err != nil || string(text) != "more" {
		t.Errorf("%q, %v", text, err)
	}
	if p := v.Reader(FromServer).At(); p.Offset != 18 || p.Number != 4 {
		t.Errorf("it came from %+v", p)
	}
	if _, err := v.Next(b[:]); err != io.EOF || v.Reason() != ReasonFlush {
		t.Errorf("%v, %v", err, v.Reason())
	}
}

// TestConversationSlow: a reader that does not read costs no more than its buffer, and the assembler does not wait.
func TestConversationSlow(t *testing.T) {
	for _, rule := range []SlowRule{SlowDrop, SlowClose} {
		a, v, send := talk(t, ReaderConfig{Buffer: 1 << 14, Memory: 1 << 15, Slow: rule})
		part := strings.Repeat("x", 1000)
		start := time.Now()
		for range 1000 {
			send(FromClient, part, 0)
		}
		if d := time.Since(start); d > 5*time.Second {
			t.Errorf("it took %v", d)
		}
		a.Flush()
		text, err := io.ReadAll(v.Reader(FromClient))
		if len(text) < 1<<13 || len(text) > 1<<14 {
			t.Errorf("%d bytes were kept", len(text))
		}
		var gap *GapError
		switch {
		case rule == SlowClose && err != ErrSlow:
			t.Errorf("%v", err)
		case rule == SlowDrop && (!errors.As(err, &gap) || gap.Why != GapSlow || gap.Length+int64(len(text)) != 1_000_000):
			t.Errorf("%v after %d bytes", err, len(text))
		}
	}
}

// TestConversationParts: single bytes and gaps that nobody reads count too, of one conversation and of all, and what is told of gaps adds up.
func TestConversationParts(t *testing.T) {
	const conversations, each = 300, 3000
	conf := ReaderConfig{Buffer: 1 << 14, Memory: 1 << 20, Accept: func(*Conversation) {}}
	r, err := NewReaders(conf)
	if err != nil {
		t.Fatal(err)
	}
	open := make([]*Conversation, conversations)
	for i := range open {
		v := &Conversation{r: r}
		v.more.L = &v.mu
		for d := range v.sides {
			v.sides[d].v, v.sides[d].d = v, Direction(d)
		}
		open[i] = v
	}
	offset := int64(0)
	for range each {
		for _, v := range open {
			v.Data(FromClient, &Chunk{Bytes: []byte{1}, Offset: offset})
			v.Event(&Event{Kind: EventGap, Why: GapAcked, Offset: offset + 1, Length: 2})
		}
		offset += 3
	}
	held := 0
	for _, v := range open {
		s := &v.sides[FromClient]
		if n := s.used + len(s.parts)*partCost; n > conf.Buffer {
			t.Fatalf("%d bytes wait in one direction", n)
		}
		held += len(s.ring) + max(0, len(s.parts)-1)*partCost // one gap is told whatever there is
	}
	if int64(held) > conf.Memory || int64(held) < conf.Memory/4 || r.budget.used.Load() > conf.Memory {
		t.Errorf("%d bytes wait, %d are counted, of %d", held, r.budget.used.Load(), conf.Memory)
	}
	for _, v := range open {
		v.Close(ReasonFlush)
		got := int64(0)
		for {
			text, err := io.ReadAll(v.Reader(FromClient))
			var gap *GapError
			got += int64(len(text))
			if !errors.As(err, &gap) {
				break
			}
			got += gap.Length
		}
		if got != offset {
			t.Fatalf("%d bytes were read or told as missing, want %d", got, offset)
		}
	}
	if left := r.budget.used.Load(); left != 0 {
		t.Errorf("%d bytes are counted at the end", left)
	}
}

// TestConversationGoroutines: readers in goroutines of their own get all, and closing wakes them.
func TestConversationGoroutines(t *testing.T) {
	var wait sync.WaitGroup
	var got, want bytes.Buffer
	a, v, send := talk(t, ReaderConfig{Buffer: 1 << 20})
	rnd := rand.New(rand.NewPCG(3, 4))
	wait.Go(func() {
		b := make([]byte, 999)
		for {
			p, err := v.Next(b)
			if err != nil {
				return
			}
			got.WriteByte(byte(p.Direction))
			got.Write(b[:p.N])
		}
	})
	for range 300 {
		d := Direction(rnd.IntN(2))
		text := strings.Repeat("abc", 1+rnd.IntN(200))
		want.WriteByte(byte(d))
		want.WriteString(text)
		send(d, text, 0)
	}
	a.Flush()
	wait.Wait()
	if !bytes.Equal(got.Bytes(), want.Bytes()) {
		t.Errorf("%d bytes, want %d", got.Len(), want.Len())
	}
	_, v, _ = talk(t, ReaderConfig{})
	wait.Go(func() {
		if n, err := v.Reader(FromServer).Read(make([]byte, 1)); n != 0 || err != io.EOF {
			t.Errorf("%d, %v", n, err)
		}
	})
	v.CloseRead()
	wait.Wait()
}

// TestShards: all shards together give what one assembler gives, within the memory of one.
func TestShards(t *testing.T) {
	const flows, rounds = 200, 30
	var mu sync.Mutex
	got := map[uint16]int{}
	s, err := NewShards(3, Config{Memory: 8 << 20, Open: func(c *Conn) Stream {
		return &shardStream{port: c.Key().SrcPort, done: func(port uint16, n int) {
			mu.Lock()
			got[port] += n
			mu.Unlock()
		}}
	}})
	if err != nil {
		t.Fatal(err)
	}
	f := s.Feeder(false)
	part := bytes.Repeat([]byte{'x'}, 700)
	for i := range rounds {
		for k := range flows {
			key := testKey
			key.SrcPort = uint16(1000 + k)
			seq := uint32(100 + i*len(part))
			if i%5 == 1 { // two in the other order
				seq += uint32(len(part))
			} else if i%5 == 2 {
				seq -= uint32(len(part))
			}
			f.Add(&Segment{Key: key, Flags: flagACK, Seq: seq, Payload: part})
		}
	}
	f.Flush()
	if st := s.Stats(); st.Segments != flows*rounds || st.Open != flows {
		t.Errorf("%+v", st)
	}
	s.Close()
	st := s.Stats()
	if st.Closed[ReasonFlush] != flows || st.Bytes != flows*rounds*700 || st.Open != 0 {
		t.Errorf("%+v", st)
	}
	for port, n := range got {
		if n != rounds*700 {
			t.Errorf("port %d: %d bytes", port, n)
		}
	}
	if len(got) != flows {
		t.Errorf("%d streams", len(got))
	}
}

// shardStream counts the bytes of a connection without a lock: they come from one goroutine.
type shardStream struct {
	port uint16
	n    int
	done func(port uint16, n int)
}

func (s *shardStream) Data(_ Direction, c *Chunk) int {
	s.n += len(c.Bytes)
	return len(c.Bytes)
}
func (s *shardStream) Event(*Event) {}
func (s *shardStream) Close(Reason) { s.done(s.port, s.n) }
