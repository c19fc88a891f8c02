package reassembly

import (
	"errors"
	"fmt"
	"io"
	"sync"

	"github.com/wiretag/wiretag/flow"
)

// The defaults of a [ReaderConfig].
const (
	DefaultReaderBuffer = 256 << 10
	DefaultReaderMemory = 32 << 20
)

// SlowRule says what becomes of data that a reader has no room for. The assembler never waits for a reader.
type SlowRule uint8

// Rules for slow readers.
const (
	SlowDrop  SlowRule = iota // they are dropped, and the reader gets a *[GapError]
	SlowClose                 // the conversation ends with [ErrSlow]
)

// ErrSlow is what a reader gets at the end of what it had room for, if the rule is [SlowClose].
var ErrSlow = errors.New("reassembly: the reader was too slow")

// GapError is what a reader gets in the place of missing bytes. Reading goes on after it. Gaps behind each other that there is no room for one by one are
// one, with the reason of the first.
type GapError struct {
	Direction Direction
	Offset    int64
	Length    int64
	Why       GapReason
}

// Error gives the number of bytes and the reason.
func (e *GapError) Error() string {
	return fmt.Sprintf("reassembly: %d bytes from the %v are missing at %d: %v", e.Length, e.Direction, e.Offset, e.Why)
}

// ReaderConfig says how [Readers] work. Only Accept is needed.
type ReaderConfig struct {
	// Accept is called with each new conversation, by the assembler: it should start a goroutine, or hand it over, and return. A
	// conversation that it does not want is closed.
	Accept func(*Conversation)
	// Buffer bounds the bytes of a direction that have not been read, 64 for each packet included; Memory those of all
	// conversations. 0 stands for the default.
	Buffer int
	Memory int64
	// Slow says what becomes of data that find no room.
	Slow SlowRule
}

// Readers makes streams that other goroutines read. Its method Open goes into [Config.Open].
type Readers struct {
	conf   ReaderConfig
	budget budget
}

// NewReaders returns them, or what is wrong with the configuration.
func NewReaders(c ReaderConfig) (*Readers, error) {
	if c.Buffer == 0 {
		c.Buffer = DefaultReaderBuffer
	}
	if c.Memory == 0 {
		c.Memory = DefaultReaderMemory
	}
	if c.Accept == nil || c.Buffer < firstRing || c.Memory < int64(c.Buffer) {
		return nil, fmt.Errorf("reassembly: Accept is nil, or Buffer, %d, is not from %d to Memory, %d: %w", c.Buffer, firstRing, c.Memory, ErrConfig)
	}
	return &Readers{conf: c, budget: budget{limit: c.Memory}}, nil
}

// Open makes the stream of a connection.
func (r *Readers) Open(c *Conn) Stream {
	v := &Conversation{r: r, key: c.Key(), index: c.Index(), start: c.Start()}
	v.more.L = &v.mu
	for d := range v.sides {
		v.sides[d].v, v.sides[d].d = v, Direction(d)
	}
	r.conf.Accept(v)
	return v
}

// Conversation is a connection that can be read, by other goroutines than the assembler's: each direction for itself ([Conversation.Reader]), or
// both in the order in which they came ([Conversation.Next]).
type Conversation struct {
	r      *Readers
	key    flow.Key
	index  uint64
	start  int64
	mu     sync.Mutex
	more   sync.Cond
	sides  [2]DirectionReader
	order  uint64
	ended  bool
	closed bool // by the reader
	slow   bool
	reason Reason
}

// DirectionReader reads a direction of a [Conversation]: an [io.Reader]. It must not be used by two goroutines at once.
type DirectionReader struct {
	v     *Conversation
	d     Direction
	ring  []byte
	head  int // of the bytes that were not read
	used  int
	parts []readPart
	paid  int  // parts that the budget has memory for
	done  bool // nothing more comes
	at    Part
}

// readPart is bytes of one packet, or a gap.
type readPart struct {
	order  uint64
	offset int64
	time   int64
	number uint64
	n      int
	gap    int64
	why    GapReason
}

const (
	firstRing  = 4 << 10
	firstParts = 16
	partCost   = 64
)

// Part says what was read: N bytes of a direction, from Offset on, which came in one packet.
type Part struct {
	Direction Direction
	N         int
	Offset    int64
	Time      int64  // of capture, ns since 1970
	Number    uint64 // of the packet
}

// Key is the ends of the connection; its source is the client.
func (v *Conversation) Key() flow.Key { return v.key }

// Index is the place of the connection in the order in which connections have begun.
func (v *Conversation) Index() uint64 { return v.index }

// Start is the time of its first packet, ns since 1970.
func (v *Conversation) Start() int64 { return v.start }

// Reader is the reader of a direction. Whoever reads only one direction should not use Next, and what comes from the other side is
// dropped when its buffer is full.
func (v *Conversation) Reader(d Direction) *DirectionReader { return &v.sides[d] }

// Reason is why the conversation has ended; ReasonNone if it has not.
func (v *Conversation) Reason() Reason {
	v.mu.Lock()
	defer v.mu.Unlock()
	return v.reason
}

// CloseRead says that nothing more will be read. Reads that wait return [io.EOF].
func (v *Conversation) CloseRead() {
	v.mu.Lock()
	defer v.mu.Unlock()
	v.closed = true
	for d := range v.sides {
		v.sides[d].clear()
	}
	v.more.Broadcast()
}

// Data takes data from the assembler.
func (v *Conversation) Data(d Direction, c *Chunk) int {
	v.mu.Lock()
	defer v.mu.Unlock()
	if v.closed || v.slow {
		return -1
	}
	time, number := c.At(0)
	s := &v.sides[d]
	if s.room(len(c.Bytes)) {
		s.push(readPart{offset: c.Offset, time: time, number: number, n: len(c.Bytes)}, c.Bytes)
	} else if v.r.conf.Slow == SlowClose {
		v.slow = true
		v.more.Broadcast()
		return -1
	} else {
		s.miss(readPart{offset: c.Offset, time: time, number: number, gap: int64(len(c.Bytes)), why: GapSlow})
	}
	return len(c.Bytes)
}

// Event takes gaps and ends from the assembler.
func (v *Conversation) Event(e *Event) {
	v.mu.Lock()
	defer v.mu.Unlock()
	switch s := &v.sides[e.Direction]; {
	case v.closed || v.slow:
	case e.Kind == EventGap:
		s.miss(readPart{offset: e.Offset, time: e.Time, number: e.Number, gap: e.Length, why: e.Why})
	case e.Kind == EventEnd:
		s.done = true
		v.more.Broadcast()
	}
}

// Close ends the conversation, by the assembler.
func (v *Conversation) Close(why Reason) {
	v.mu.Lock()
	defer v.mu.Unlock()
	v.ended, v.reason = true, why
	v.more.Broadcast()
}

// room makes room for a part with n bytes and a gap behind it, if there may be any.
func (s *DirectionReader) room(n int) bool {
	if !s.more(n, 2) {
		return false
	}
	if s.used+n <= len(s.ring) {
		return true
	}
	size := max(2*len(s.ring), firstRing)
	for size < s.used+n {
		size *= 2
	}
	if !s.v.r.budget.take(int64(size - len(s.ring))) {
		return false
	}
	ring := make([]byte, size)
	s.copyOut(ring[:s.used])
	s.ring, s.head = ring, 0
	return true
}

// more reports whether there may be n more bytes in k more parts, and takes the memory of the parts.
func (s *DirectionReader) more(n, k int) bool {
	if k += len(s.parts); s.used+n+k*partCost > s.v.r.conf.Buffer {
		return false
	}
	if k <= s.paid {
		return true
	}
	parts := max(s.paid, firstParts)
	if !s.v.r.budget.take(int64(parts) * partCost) {
		return false
	}
	s.paid += parts
	return true
}

// push adds a part.
func (s *DirectionReader) push(p readPart, data []byte) {
	if len(s.ring) > 0 {
		at := (s.head + s.used) % len(s.ring)
		n := copy(s.ring[at:], data)
		copy(s.ring, data[n:])
	}
	s.used += len(data)
	s.v.order++
	p.order = s.v.order
	s.parts = append(s.parts, p)
	s.v.more.Broadcast()
}

// miss adds a gap, to the last one if it can, or if there is no room for another.
func (s *DirectionReader) miss(p readPart) {
	if k := len(s.parts); k > 0 && s.parts[k-1].gap > 0 && (s.parts[k-1].why == p.why || !s.more(0, 2)) {
		s.parts[k-1].gap += p.gap
		return
	}
	s.push(p, nil)
}

// copyOut copies the first bytes.
func (s *DirectionReader) copyOut(b []byte) {
	if n := copy(b, s.ring[s.head:min(s.head+len(b), len(s.ring))]); n < len(b) {
		copy(b[n:], s.ring)
	}
}

// clear forgets what was not read.
func (s *DirectionReader) clear() {
	s.v.r.budget.give(int64(len(s.ring) + s.paid*partCost))
	s.ring, s.head, s.used, s.parts, s.paid = nil, 0, 0, nil, 0
}

// over is the error at the end, nil before it.
func (s *DirectionReader) over() error {
	switch {
	case s.v.closed:
		return io.EOF
	case len(s.parts) > 0:
		return nil
	case s.v.slow:
		s.clear()
		return ErrSlow
	case s.done || s.v.ended:
		s.clear()
		return io.EOF
	}
	return nil
}

// take reads from the first part, which must be there.
func (s *DirectionReader) take(b []byte) (Part, error) {
	p := &s.parts[0]
	at := Part{Direction: s.d, Offset: p.offset, Time: p.time, Number: p.number}
	if p.gap > 0 {
		err := &GapError{s.d, p.offset, p.gap, p.why}
		s.drop()
		return at, err
	}
	at.N = min(len(b), p.n)
	s.copyOut(b[:at.N])
	s.head = (s.head + at.N) % len(s.ring)
	s.used -= at.N
	p.n -= at.N
	p.offset += int64(at.N)
	if p.n == 0 {
		s.drop()
	}
	return at, nil
}

// drop takes the first part away. Where it was the last of many, their memory goes back.
func (s *DirectionReader) drop() {
	s.parts = s.parts[1:]
	if len(s.parts) == 0 && s.paid > firstParts {
		s.v.r.budget.give(int64(s.paid-firstParts) * partCost)
		s.parts, s.paid = nil, firstParts
	}
}

// Read reads what the direction carries. Missing bytes are a *[GapError], once; the end is [io.EOF].
func (s *DirectionReader) Read(b []byte) (n int, err error) {
	if len(b) == 0 {
		return 0, nil
	}
	s.v.mu.Lock()
	defer s.v.mu.Unlock()
	for len(s.parts) == 0 || s.v.closed {
		if err := s.over(); err != nil {
			return 0, err
		}
		s.v.more.Wait()
	}
	if s.at, err = s.take(b); err != nil {
		return 0, err
	}
	n = s.at.N
	for n < len(b) && len(s.parts) > 0 && s.parts[0].gap == 0 {
		p, _ := s.take(b[n:])
		n += p.N
	}
	return n, nil
}

// At says where the first byte of the last Read came from.
func (s *DirectionReader) At() Part { return s.at }

// Next reads bytes of one packet, of the direction that came first. Missing bytes are a *[GapError]; the end of both directions is [io.EOF].
func (v *Conversation) Next(b []byte) (Part, error) {
	v.mu.Lock()
	defer v.mu.Unlock()
	for {
		s := &v.sides[0]
		if o := &v.sides[1]; len(s.parts) == 0 || len(o.parts) > 0 && o.parts[0].order < s.parts[0].order {
			s = o
		}
		if len(s.parts) > 0 && !v.closed {
			return s.take(b)
		}
		if err := v.sides[0].over(); err != nil && v.sides[1].over() != nil {
			return Part{}, err
		}
		v.more.Wait()
	}
}
