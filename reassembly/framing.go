package reassembly

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"

	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/packet"
)

// A Framer finds messages in the two directions of one connection.
type Framer interface {
	// Next looks at data, which begin with a message, and returns the length of the message in bytes. It may be longer than
	// data: then it is not asked again. 0 means that more data are needed to know. End says that the direction ends behind data. An error
	// means that data are no message.
	Next(d Direction, data []byte, end bool) (n int64, err error)
}

// A Resyncer is a [Framer] that can find a beginning after bytes are missing.
type Resyncer interface {
	Framer
	// Skip is the number of bytes up to the next beginning of a message, or -1 if there is none in data.
	Skip(d Direction, data []byte) int
}

// A Cutter is a [Framer] that can go on where a message is longer than what may be held, and its length is not known.
type Cutter interface {
	Framer
	// Cut says that the first n bytes of the message will not come again. It returns how many of them the framer can do without.
	Cut(d Direction, n int) int
}

// ErrFrame means data that are no message of their kind.
var ErrFrame = errors.New("reassembly: not a message")

// Message is a message that was found. It is valid until the function returns that it was given to.
type Message struct {
	Conn      *Conn
	Direction Direction
	// Bytes are the whole message, or its beginning: Missing bytes of it are behind them, as it is longer than what may be held, or ended by a gap or
	// the end of the direction. -1 means that their number is not known.
	Bytes   []byte
	Missing int64
	Offset  int64 // of the first byte in the direction
	// First and Last are the times, ns since 1970, and FirstNumber and LastNumber the numbers of the packets of the first and the last byte.
	First, Last             int64
	FirstNumber, LastNumber uint64
}

// Decode decodes the message into v as what the port of the server stands for. As what another port stands for, [packet.View.DecodeAt] decodes it:
//
//	v.DecodeAt(m.Bytes, codec.Key{Table: "tcp", Value: 80})
func (m *Message) Decode(v *packet.View) error {
	return v.DecodeAt(m.Bytes, codec.Key{Table: "tcp", Value: uint64(m.Conn.Key().DstPort)})
}

// Messages is a [Stream] that cuts what it gets into messages. Only Conn, Framer and Message are needed.
type Messages struct {
	Conn   *Conn
	Framer Framer
	// Message gets each message.
	Message func(*Message)
	// Lost is called when the messages of a direction cannot be told apart any more: with what the framer said, or nil after a gap or where memory ended. What
	// follows is left out.
	Lost func(d Direction, err error)
	// Other and Closed get what is not data.
	Other  func(*Event)
	Closed func(Reason)
	// Max bounds the bytes of a message that are held; what is longer is cut. 0 stands for 64 KiB.
	Max int

	sides [2]framing
}

// framing is where a direction is.
type framing struct {
	length int64 // of the message, 0: not known
	skip   int64 // bytes of a message that was told
	told   bool  // the beginning of the message was, and its length is not known
	resync bool
	broken bool // the end of a message whose length is not known was not kept: what follows is in its middle
	lost   bool
}

const defaultMessage = 64 << 10

// Data cuts messages off.
func (m *Messages) Data(d Direction, c *Chunk) (used int) {
	f := &m.sides[d]
	if f.broken {
		m.search(d)
	}
	if f.lost {
		return -1
	}
	limit := int64(m.Max)
	if limit == 0 {
		limit = defaultMessage
	}
	for used < len(c.Bytes) {
		data := c.Bytes[used:]
		if f.skip > 0 {
			n := min(f.skip, int64(len(data)))
			f.skip -= n
			used += int(n)
			continue
		}
		if n := m.begin(d, data, c.End); n != 0 {
			if n < 0 {
				return -1
			}
			used += n
			continue
		}
		if f.resync {
			if c.Final {
				used = len(c.Bytes)
			}
			return used
		}
		n, ok := 0, true
		if f.length == 0 {
			n, ok = m.open(d, c, used, limit)
		} else {
			n = m.whole(d, c, used, limit)
		}
		switch {
		case !ok:
			return -1
		case n == 0 && f.skip == 0:
			return used
		}
		used += n
	}
	return used
}

// open takes what there is of a message whose length is not known, and returns how much of it is done with. False: the direction is given up.
func (m *Messages) open(d Direction, c *Chunk, used int, limit int64) (n int, ok bool) {
	f := &m.sides[d]
	have := len(c.Bytes) - used
	switch {
	case c.Final:
		if !f.told {
			m.tell(d, c, used, have, -1)
		}
		f.told, f.broken = false, true
		return have, true
	case int64(have) < limit:
		return 0, true
	}
	if cut, can := m.Framer.(Cutter); can {
		if n = cut.Cut(d, have); n > 0 {
			if !f.told {
				m.tell(d, c, used, n, -1)
			}
			f.told = true
			return n, true
		}
	}
	m.lose(d, fmt.Errorf("%w: no end within %d bytes", ErrFrame, limit))
	return 0, false
}

// whole takes a message whose length is known, if as much of it is there as may be held.
func (m *Messages) whole(d Direction, c *Chunk, used int, limit int64) (n int) {
	f := &m.sides[d]
	have := min(int64(len(c.Bytes)-used), f.length)
	if !f.told && have < min(f.length, limit) && !c.Final {
		return 0
	}
	if !f.told {
		have = min(have, limit)
		m.tell(d, c, used, int(have), f.length-have)
	}
	f.skip, f.length, f.told = f.length, 0, false
	return 0
}

// begin finds out how long the next message is. It returns the bytes before it, or -1 if it has given up. With 0 it may still look for one: then data are what it
// may begin behind.
func (m *Messages) begin(d Direction, data []byte, end bool) int {
	f := &m.sides[d]
	if f.resync {
		n := m.Framer.(Resyncer).Skip(d, data)
		if n < 0 {
			n = len(data)
			if l, ok := m.Framer.(*Delimited); ok {
				n -= l.begun(data)
			}
			return n
		}
		f.resync = false
		if n > 0 {
			return n
		}
	}
	if f.length == 0 {
		n, err := m.Framer.Next(d, data, end)
		if err != nil || n < 0 {
			return m.lose(d, err)
		}
		f.length = n
	}
	return 0
}

// lose gives a direction up.
func (m *Messages) lose(d Direction, err error) int {
	m.sides[d].lost = true
	if m.Lost != nil {
		m.Lost(d, err)
	}
	return -1
}

// tell tells of a message.
func (m *Messages) tell(d Direction, c *Chunk, at, n int, missing int64) {
	x := Message{Conn: m.Conn, Direction: d, Bytes: c.Bytes[at : at+n : at+n], Missing: missing, Offset: c.Offset + int64(at)}
	x.First, x.FirstNumber = c.At(at)
	x.Last, x.LastNumber = c.At(at + n - 1)
	m.Message(&x)
}

// Event takes a gap: unless it is inside what is skipped, messages have to be found again. So it is with bytes that there was no memory for.
func (m *Messages) Event(e *Event) {
	f := &m.sides[e.Direction]
	if (e.Kind == EventGap || e.Kind == EventKeepLimit) && !f.lost {
		n := min(f.skip, e.Length)
		f.skip -= n
		if n < e.Length {
			m.search(e.Direction)
		}
	}
	if m.Other != nil {
		m.Other(e)
	}
}

// search has the next message looked for, or gives the direction up.
func (m *Messages) search(d Direction) {
	f := &m.sides[d]
	f.length, f.told, f.broken = 0, false, false
	if _, ok := m.Framer.(Resyncer); ok {
		f.resync = true
	} else {
		m.lose(d, nil)
	}
}

// Close tells of the end.
func (m *Messages) Close(why Reason) {
	if m.Closed != nil {
		m.Closed(why)
	}
}

// LengthPrefixed frames messages whose length stands at a fixed place in their header, as in DNS over TCP (Size 2, Add 2).
type LengthPrefixed struct {
	Offset int // bytes in front of the length
	Size   int // of the length, 1 to 8 bytes
	// Add is added to the length that is read: the bytes of the message that it does not count.
	Add          int
	LittleEndian bool
}

// Next reads the length.
func (l LengthPrefixed) Next(_ Direction, data []byte, _ bool) (int64, error) {
	if l.Size < 1 || l.Size > 8 || l.Offset < 0 {
		return 0, fmt.Errorf("%w: a length of %d bytes at %d", ErrConfig, l.Size, l.Offset)
	}
	if len(data) < l.Offset+l.Size {
		return 0, nil
	}
	var b [8]byte
	v := uint64(0)
	if field := data[l.Offset : l.Offset+l.Size]; l.LittleEndian {
		copy(b[:], field)
		v = binary.LittleEndian.Uint64(b[:])
	} else {
		copy(b[8-l.Size:], field)
		v = binary.BigEndian.Uint64(b[:])
	}
	if v > 1<<40 {
		return 0, fmt.Errorf("%w: a length of %d bytes", ErrFrame, v)
	}
	n := int64(v) + int64(l.Add)
	if n < int64(l.Offset+l.Size) {
		return 0, fmt.Errorf("%w: a length of %d bytes", ErrFrame, n)
	}
	return n, nil
}

// Delimited frames messages that end with a delimiter, which is a part of them, as lines do.
type Delimited struct {
	Delimiter []byte // "\n" if it is empty
	seen      [2]int // bytes that do not begin a delimiter
}

func (l *Delimited) delimiter() []byte {
	if len(l.Delimiter) == 0 {
		return []byte{'\n'}
	}
	return l.Delimiter
}

// Next looks for the delimiter.
func (l *Delimited) Next(d Direction, data []byte, _ bool) (int64, error) {
	from := min(l.seen[d], len(data))
	i := bytes.Index(data[from:], l.delimiter())
	if i < 0 {
		l.seen[d] = max(0, len(data)-len(l.delimiter())+1)
		return 0, nil
	}
	l.seen[d] = 0
	return int64(from + i + len(l.delimiter())), nil
}

// Skip looks for the end of what is there.
func (l *Delimited) Skip(d Direction, data []byte) int {
	l.seen[d] = 0
	i := bytes.Index(data, l.delimiter())
	if i < 0 {
		return -1
	}
	return i + len(l.delimiter())
}

// begun is how many bytes at the end of data are the beginning of a delimiter, whose other bytes may follow.
func (l *Delimited) begun(data []byte) int {
	want := l.delimiter()
	for n := min(len(want)-1, len(data)); n > 0; n-- {
		if bytes.HasSuffix(data, want[:n]) {
			return n
		}
	}
	return 0
}

// TLSRecords frames the records of TLS, RFC 8446 section 5.1.
type TLSRecords struct{}

// The header of a TLS record, and the greatest length of its contents with what protection adds.
const (
	tlsHeader = 5
	tlsMost   = 1<<14 + 2048
)

// Next reads the header of a record.
func (TLSRecords) Next(_ Direction, data []byte, _ bool) (int64, error) {
	switch {
	case data[0] < 20 || data[0] > 24 || len(data) > 1 && data[1] != 3:
		return 0, fmt.Errorf("%w: no TLS record begins with % x", ErrFrame, data[:min(2, len(data))])
	case len(data) < tlsHeader:
		return 0, nil
	}
	n := int64(binary.BigEndian.Uint16(data[3:]))
	if n > tlsMost {
		return 0, fmt.Errorf("%w: a TLS record of %d bytes", ErrFrame, n)
	}
	return tlsHeader + n, nil
}
