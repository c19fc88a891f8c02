package flow

// entry is an open flow. It has 192 bytes: the first two cache lines are touched by every packet, the
// third one by those of TCP. It holds no pointers, so the garbage collector does not look at it.
type entry struct {
	packed
	first, last int64 // times of packets, the least and the greatest
	seen        int64 // the table's clock at the last packet
	packets     [2]uint64
	bytes       [2]uint64
	next, prev  uint32 // in the list of a wheel's slot, or of what is free; numbers from 1
	flags       [2]uint16
	state       State
	class       class // and so the wheel that it is in
	slot        uint8 // of the wheel
	bits        uint8

	base    [2]uint32 // first sequence number
	high    [2]uint32 // the one after the last that was sent
	probe   [2]uint32 // the acknowledgment that is waited for
	probed  [2]int64  // since when
	connect [2]uint32 // time from SYN to SYN-ACK, and from there to ACK: by the side that answered, in units of rttUnit
	least   [2]uint32 // shortest round trip to the side
	smooth  [2]uint32 // smoothed round trip to the side
}

// Bits of entry.flags above the control bits.
const (
	sideKnown    = 1 << 12 // base and high are set
	sideProbe    = 1 << 13 // probe is waited for
	sideFin      = 1 << 14 // a FIN has been sent
	sideFinAcked = 1 << 15 // by the other side
)

// Bits of entry.bits.
const (
	bitInitiator = 1 << 0 // b is the initiator
	bitMidstream = 1 << 1 // the beginning of the TCP connection was not seen
	bitSent      = 1 << 3 // a has sent something; the next bit: b has
	bitContinued = 1 << 2 // there was a record before, ended by the active timeout
)

// class is where a flow stands when memory is short.
type class uint8

const (
	unanswered class = iota // packets in one direction only
	answered
	closed // by both sides of TCP, or by a reset
	free
	classes = 3
)

func (e *entry) initiator() int { return int(e.bits & bitInitiator) }

// dormant reports whether the flow has had no packet since its record was closed by the active timeout.
func (e *entry) dormant() bool { return e.packets[0]|e.packets[1] == 0 }

// slab is how many entries are allocated at once.
const slab = 256

// pool holds the entries. They are numbered from 1; an entry keeps its place as long as it is open.
type pool struct {
	slabs []*[slab]entry
	used  uint32 // entries that have been taken at least once
	free  uint32 // list through next
	limit uint32
}

func (p *pool) at(n uint32) *entry { return &p.slabs[(n-1)/slab][(n-1)%slab] }

// take returns a free entry, 0 if there is none left.
func (p *pool) take() uint32 {
	if n := p.free; n != 0 {
		p.free = p.at(n).next
		return n
	}
	if p.used == p.limit {
		return 0
	}
	if int(p.used) == len(p.slabs)*slab {
		s := new([slab]entry)
		for i := range s {
			s[i].class = free
		}
		p.slabs = append(p.slabs, s)
	}
	p.used++
	return p.used
}

func (p *pool) put(n uint32) {
	e := p.at(n)
	e.class, e.next = free, p.free
	p.free = n
}

// Sizes of what a table allocates, in bytes; a test compares them with what the compiler makes of it.
const (
	entrySize   = 192
	slotSize    = 8
	pointerSize = 8
	tableSize   = 16 << 10 // more than the rest
)
