package reassembly

import "math/bits"

// Data that is held lies in buffers of a few sizes, in blocks of blockSize bytes. A block has buffers of one size as long as any of them is
// in use; then it can become one of another size. So what is taken from the machine is counted in blocks, and a change in the
// sizes of segments makes no garbage.
const (
	blockSize  = 1 << 16
	blockSlots = 1024
	leastSlot  = blockSize / blockSlots
	// blockCost is what a block takes, in bytes.
	blockCost = blockSize + 512
)

// slotSizes are the sizes of buffers. Two of them are those of full Ethernet frames.
var slotSizes = [...]int32{64, 128, 256, 512, 1024, 1472, 2048, 4096, 8192, 9216, 16384, 32768, 65536}

// slotClass is the least size, by its number, that n bytes fit into; n is at most blockSize.
func slotClass(n int) int {
	for i, size := range slotSizes {
		if n <= int(size) {
			return i
		}
	}
	return len(slotSizes) - 1
}

// block is a part of an arena.
type block struct {
	data       []byte
	taken      [blockSlots / 64]uint64
	used       int32
	slots      int32
	class      int32
	next, prev uint32 // in the list of blocks of the class that have room, numbers from 1
}

// buffer is the place of a buffer: the number of its block, from 1, and its number there. 0 is none.
type buffer uint32

// arena holds data.
type arena struct {
	blocks []*block // nil: given back
	gaps   []uint32
	room   [len(slotSizes)]uint32
	spare  uint32 // a block that is empty, kept for any size
	budget *budget
}

// bytes are the first n bytes of a buffer.
func (a *arena) bytes(b buffer, n int) []byte {
	k := a.blocks[b/blockSlots-1]
	at := int(b%blockSlots) * int(slotSizes[k.class])
	return k.data[at : at+n : at+n]
}

// take returns a buffer for n bytes, at most blockSize, or 0 if the budget is used up.
func (a *arena) take(n int) buffer {
	class := slotClass(n)
	if a.room[class] == 0 && !a.grow(class) {
		return 0
	}
	at := a.room[class]
	k := a.blocks[at-1]
	i := k.vacant()
	k.taken[i/64] |= 1 << (i % 64)
	if k.used++; k.used == k.slots {
		a.unlink(k)
	}
	return buffer(at)*blockSlots + buffer(i)
}

// vacant is the number of a free buffer.
func (k *block) vacant() int {
	for w, word := range k.taken {
		if word != ^uint64(0) {
			return w*64 + bits.TrailingZeros64(^word)
		}
	}
	return 0
}

func (a *arena) grow(class int) bool {
	at := a.spare
	a.spare = 0
	if at == 0 {
		if !a.budget.take(blockCost) {
			return false
		}
		k := &block{data: make([]byte, blockSize)}
		if n := len(a.gaps); n > 0 {
			at = a.gaps[n-1]
			a.gaps = a.gaps[:n-1]
			a.blocks[at-1] = k
		} else {
			a.blocks = append(a.blocks, k)
			at = uint32(len(a.blocks))
		}
	}
	k := a.blocks[at-1]
	k.class, k.slots = int32(class), blockSize/slotSizes[class]
	a.link(k, at)
	return true
}

func (a *arena) link(k *block, at uint32) {
	head := &a.room[k.class]
	k.next, k.prev = *head, 0
	if *head != 0 {
		a.blocks[*head-1].prev = at
	}
	*head = at
}

func (a *arena) unlink(k *block) {
	if k.prev != 0 {
		a.blocks[k.prev-1].next = k.next
	} else {
		a.room[k.class] = k.next
	}
	if k.next != 0 {
		a.blocks[k.next-1].prev = k.prev
	}
}

// put gives a buffer back.
func (a *arena) put(b buffer) {
	at := uint32(b / blockSlots)
	k := a.blocks[at-1]
	i := b % blockSlots
	k.taken[i/64] &^= 1 << (i % 64)
	if k.used == k.slots {
		a.link(k, at)
	}
	if k.used--; k.used > 0 {
		return
	}
	a.unlink(k)
	if a.spare == 0 {
		a.spare = at
		return
	}
	a.blocks[at-1] = nil
	a.gaps = append(a.gaps, at)
	a.budget.give(blockCost)
}
