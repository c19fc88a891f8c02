package pfring

import (
	"sync/atomic"
	"unsafe"
)

// producer is the module's side of a ring: it does what the module is known to do, with offsets of its own instead of the package's structures.
type producer struct {
	mem     []byte
	slots   []byte
	header  int
	bucket  int
	slotLen uint64
	insert  uint64 // private copy of insert_off
}

// packet is what the module knows of one.
type packet struct {
	data        []byte
	wire        int // length; 0: that of data
	nanoseconds uint64
	stamp       uint64 // of the card; 0: nanoseconds
	flags       uint32
	received    byte
	port        byte
	device      uint16
	index       int32
	hash        uint32
}

const pageSize = 4096

func round(n, to uint64) uint64 { return (n + to - 1) / to * to }

// ringBytes is the size that the module gives a ring.
func ringBytes(header, bucket, minSlots int) (slotLen, total uint64) {
	slotLen = round(uint64(header+bucket+2), 8)
	sized, slots := slotLen, uint64(minSlots)
	if bucket > 1600 {
		sized = round(uint64(header+1600+2), 8)
	}
	need := max(sized*slots, slotLen*min(slots, 512))
	return slotLen, round(need+8192, pageSize) + pageSize
}

// newProducer writes the beginning of a ring to memory of the right size, which is zero.
func newProducer(mem []byte, slot uint16, header, bucket int) *producer {
	p := &producer{mem: mem, slots: mem[8192:], header: header, bucket: bucket, slotLen: round(uint64(header+bucket+2), 8)}
	order.PutUint16(mem, slot)
	order.PutUint16(mem[2:], 1)
	order.PutUint32(mem[4:], uint32(uint64(len(p.slots))/p.slotLen))
	order.PutUint32(mem[8:], uint32(p.slotLen))
	order.PutUint32(mem[12:], uint32(bucket))
	order.PutUint64(mem[16:], uint64(len(mem)))
	return p
}

// heap is memory for a ring which the race detector knows.
func heap(n uint64) []byte {
	words := make([]uint64, n/8)
	return unsafe.Slice((*byte)(unsafe.Pointer(&words[0])), n)
}

// heapRing is a ring in such memory.
func heapRing(slot uint16, header, bucket, minSlots int) *producer {
	_, total := ringBytes(header, bucket, minSlots)
	return newProducer(heap(total), slot, header, bucket)
}

func (p *producer) word(offset int) *uint64 { return (*uint64)(unsafe.Pointer(&p.mem[offset])) }

// Offsets of the words that both sides use while packets come.
const (
	offInsert  = 24
	offTotal   = 40
	offLost    = 48
	offPut     = 56
	offSent    = 88
	offRead    = 4096
	offRemove  = 4104
	offUnknown = 104
)

// room reports whether there is a place for a slot: the module keeps a distance of two slots of full size in front of the reader, three at the end of the memory. The offsets meet only where
// the ring is empty.
func (p *producer) room() bool {
	remove, size := atomic.LoadUint64(p.word(offRemove)), uint64(len(p.slots))
	switch {
	case p.insert == remove:
		return atomic.LoadUint64(p.word(offPut)) == atomic.LoadUint64(p.word(offRead))
	case p.insert < remove:
		return remove-p.insert > 2*p.slotLen
	case p.insert+2*p.slotLen > size:
		return remove > 3*p.slotLen
	}
	return true
}

// put writes a packet, or counts it as lost.
func (p *producer) put(k *packet) bool {
	atomic.AddUint64(p.word(offTotal), 1)
	if !p.room() {
		atomic.AddUint64(p.word(offLost), 1)
		return false
	}
	n := min(len(k.data), p.bucket)
	b := p.slots[p.insert:]
	b = b[:p.header+n+2]
	order.PutUint64(b, k.nanoseconds/1e9)
	order.PutUint64(b[8:], k.nanoseconds%1e9/1000)
	order.PutUint32(b[16:], uint32(n))
	order.PutUint32(b[20:], uint32(max(k.wire, len(k.data))))
	stamp := k.stamp
	if stamp == 0 {
		stamp = k.nanoseconds
	}
	order.PutUint64(b[24:], stamp)
	order.PutUint32(b[32:], k.flags)
	b[36], b[37] = k.received, k.port
	order.PutUint16(b[38:], k.device)
	order.PutUint32(b[40:], uint32(k.index))
	order.PutUint32(b[44:], k.hash)
	for i := 48; i < p.header; i++ { // what a long header has behind that
		b[i] = 0xee
	}
	copy(b[p.header:], k.data[:n])
	b[p.header+n], b[p.header+n+1] = 0x88, 0x88
	next := p.insert + round(uint64(p.header+n+2), 8)
	if next+p.slotLen > uint64(len(p.slots)) {
		next = 0
	}
	p.insert = next
	atomic.StoreUint64(p.word(offInsert), next)
	atomic.AddUint64(p.word(offPut), 1)
	return true
}

// counted is what the ring says of packets.
func (p *producer) counted() (put, lost uint64) {
	return atomic.LoadUint64(p.word(offPut)), atomic.LoadUint64(p.word(offLost))
}

// pattern fills a packet with what its number says.
func pattern(b []byte, n uint64) {
	x := n*0x9e3779b97f4a7c15 + 1
	for len(b) >= 8 {
		order.PutUint64(b, x)
		x += 0x1234567890abcdef
		b = b[8:]
	}
	for i := range b {
		b[i] = byte(x >> (8 * i))
	}
}

// matches compares without allocating.
func matches(b []byte, n uint64) bool {
	x := n*0x9e3779b97f4a7c15 + 1
	for len(b) >= 8 {
		if order.Uint64(b) != x {
			return false
		}
		x += 0x1234567890abcdef
		b = b[8:]
	}
	for i := range b {
		if b[i] != byte(x>>(8*i)) {
			return false
		}
	}
	return true
}

// length of packet n, between low and high.
func length(n uint64, low, high int) int {
	return low + int((n*0x9e3779b97f4a7c15)>>33)%(high-low+1)
}
