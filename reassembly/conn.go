package reassembly

import (
	"github.com/wiretag/wiretag/flow"
)

// record is a connection as it is in the index, also one that is not established, or has ended. It holds no pointers.
type record struct {
	links
	pair  flow.Pair
	start int64  // time of the first packet
	index uint64 // in the order of beginning
	// first is the sequence number before the first byte of each side, the SYN's; once ended, the next one.
	first [2]uint32
	body  uint32 // of the Conn, 0: there is none
	flags uint16
	scale [2]uint8
}

// Flags of a record. Those of side 1 are one bit above those of side 0.
const (
	recKnown  = 1 << 0 // first is set
	recGuess  = 1 << 2 // but not from a SYN
	recSYN    = 1 << 4
	recSent   = 1 << 6 // the side has sent something
	recFIN    = 1 << 8 // of connections that have ended
	recClient = 1 << 10
	recEnded  = 1 << 11
)

func (r *record) has(flag uint16, side int) bool { return r.flags&(flag<<side) != 0 }
func (r *record) set(flag uint16, side int)      { r.flags |= flag << side }
func (r *record) client() int                    { return int(r.flags / recClient & 1) }

// Conn is a connection.
type Conn struct {
	a      *Assembler
	stream Stream
	n      uint32 // of its record
	syn    [2]uint32
	halves [2]half // by side
	sides  uint8   // connSYN, connReset
	client uint8   // the side that is the client
}

const (
	connSYN   = 1 << 0 // syn is the number after that of a SYN that may begin another connection; by side
	connReset = 1 << 2 // there was a reset
)

// half is one direction.
type half struct {
	next   int64 // all before it has been handed over; places are counted from the first byte
	acked  int64 // by the other side
	fin    int64 // the end, if hFIN
	urgent int64 // the urgent byte, if hUrgent
	hole   int64 // the clock when next was reached, or what comes behind it
	queue  queue
	extra  *extra
	base   uint32 // sequence number of place 0
	window uint32 // that this side has advertised, bytes
	stamp  uint32 // the last timestamp
	credit int16  // how many held segments may be looked at
	flags  uint16
	scale  uint8
	policy uint8
}

// Flags of a half.
const (
	hKnown   = 1 << iota // base is set
	hGuess               // not from a SYN
	hSent                // the side has sent something
	hFIN                 // fin is set
	hEnded               // next has reached fin
	hUrgent              // urgent is set
	hIgnored             // nothing is wanted
	hSYNData             // the data that are held came in a SYN and are not confirmed
	hScaled              // scale is known
	hWindow              // window is set
	hStamp               // stamp is set
	hMoved               // data have come
)

// extra is what few directions need.
type extra struct {
	kept    []byte // what was not used
	marks   []mark
	history []byte     // a ring of the last bytes
	upto    int64      // the place behind them
	holes   [][2]int64 // places between them that were not handed over
	cost    int64
}

// Key is the ends of the connection; its source is the client.
func (c *Conn) Key() flow.Key {
	r := c.a.records.at(c.n)
	return r.pair.Key(r.client())
}

// Index is the place of the connection in the order in which connections have begun, from 0.
func (c *Conn) Index() uint64 { return c.a.records.at(c.n).index }

// Start is the time of its first packet, ns since 1970.
func (c *Conn) Start() int64 { return c.a.records.at(c.n).start }

// side is the end that sends in a direction; the inverse is the same function.
func (c *Conn) side(d Direction) int { return int(d) ^ int(c.client) }

// Policy is the policy that counts for what comes from d: that of its receiver.
func (c *Conn) Policy(d Direction) *Policy { return c.a.policy(&c.halves[c.side(d)]) }

// Held is how many bytes of memory hold data of the connection.
func (c *Conn) Held() (n int64) {
	for i := range c.halves {
		h := &c.halves[i]
		if n += h.queue.cost; h.extra != nil {
			n += h.extra.cost
		}
	}
	return n
}

// place is where a sequence number is in the direction; it may be negative.
func (h *half) place(seq uint32) int64 {
	return h.next + int64(int32(seq-uint32(h.next)-h.base))
}

// seq is the sequence number of a place.
func (h *half) seq(place int64) uint32 { return h.base + uint32(place) }

// waiting is the clock when the oldest wait for missing bytes began.
func (c *Conn) waiting() int64 {
	a, b := &c.halves[0], &c.halves[1]
	switch {
	case b.queue.root == 0:
		return a.hole
	case a.queue.root == 0:
		return b.hole
	}
	return min(a.hole, b.hole)
}
