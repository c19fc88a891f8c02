package reassembly

// index finds records by a keyed hash: open addressing with linear probing, where the place of a hash is in proportion to it. A
// hash is never taken for what it is of: the caller compares.
type index struct {
	slots  []slot
	count  int
	budget *budget
}

type slot struct {
	hash uint32
	n    uint32 // of the record, 0: empty
}

const (
	slotCost   = 8
	firstSlots = 1 << 8
)

// init makes an empty index. It always has room for the first records.
func (x *index) init(b *budget) {
	x.budget = b
	x.slots = make([]slot, firstSlots)
	b.used.Add(firstSlots * slotCost)
}

func (x *index) home(hash uint32) int { return int(uint64(hash) * uint64(len(x.slots)) >> 32) }

// next is the place behind i.
func (x *index) next(i int) int {
	if i++; i == len(x.slots) {
		return 0
	}
	return i
}

// add enters a record; false if there is no memory for that.
func (x *index) add(hash, n uint32) bool {
	if 4*(x.count+1) > 3*len(x.slots) && !x.grow() && 8*(x.count+1) > 7*len(x.slots) {
		return false
	}
	x.put(slot{hash, n})
	x.count++
	return true
}

func (x *index) put(s slot) {
	i := x.home(s.hash)
	for x.slots[i].n != 0 {
		i = x.next(i)
	}
	x.slots[i] = s
}

// grow makes it longer by half. While that is done, both are there.
func (x *index) grow() bool {
	n := len(x.slots) + len(x.slots)/2
	if !x.budget.take(int64(n) * slotCost) {
		return false
	}
	old := x.slots
	x.slots = make([]slot, n)
	for _, s := range old {
		if s.n != 0 {
			x.put(s)
		}
	}
	x.budget.give(int64(len(old)) * slotCost)
	return true
}

// steps is how far it is from one place to another, forward.
func (x *index) steps(from, to int) int {
	if to -= from; to < 0 {
		to += len(x.slots)
	}
	return to
}

// remove takes a record out and moves those behind it up where they may be nearer to their place.
func (x *index) remove(hash, n uint32) {
	i := x.home(hash)
	for x.slots[i].n != n {
		i = x.next(i)
	}
	for j := x.next(i); x.slots[j].n != 0; j = x.next(j) {
		if s := x.slots[j]; x.steps(x.home(s.hash), j) >= x.steps(i, j) {
			x.slots[i] = s
			i = j
		}
	}
	x.slots[i] = slot{}
	x.count--
}
