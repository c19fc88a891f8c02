package flow

// index finds entries by their hash: open addressing with linear probing. The place of a hash is in
// proportion to it, so a larger index has the same order, and growing goes through both in one pass.
type index struct {
	slots []indexSlot
	count int
	limit int // of len(slots)
}

type indexSlot struct {
	hash  uint32
	entry uint32 // 0: empty
}

const firstIndex = 1 << 10

func (x *index) home(hash uint32) int {
	return int(uint64(hash) * uint64(len(x.slots)) >> 32)
}

// find returns the entry with the key and its number, 0 if there is none.
func (x *index) find(p *pool, hash uint32, k *packed) (uint32, *entry) {
	for i := x.home(hash); ; i++ {
		if i == len(x.slots) {
			i = 0
		}
		s := &x.slots[i]
		if s.entry == 0 {
			return 0, nil
		}
		if s.hash == hash {
			if e := p.at(s.entry); e.equals(k) {
				return s.entry, e
			}
		}
	}
}

// touch reads the first place for a hash.
func (x *index) touch(hash uint32) int64 { return int64(x.slots[x.home(hash)].hash) }

// peek returns the first entry that has the hash, 0 if there is none.
func (x *index) peek(hash uint32) uint32 {
	for i := x.home(hash); ; i++ {
		if i == len(x.slots) {
			i = 0
		}
		if s := x.slots[i]; s.hash == hash || s.entry == 0 {
			return s.entry
		}
	}
}

// add enters an entry that is not in it.
func (x *index) add(hash, entry uint32) {
	if 4*(x.count+1) > 3*len(x.slots) && len(x.slots) < x.limit {
		x.grow()
	}
	x.put(indexSlot{hash, entry})
	x.count++
}

func (x *index) put(s indexSlot) {
	i := x.home(s.hash)
	for x.slots[i].entry != 0 {
		if i++; i == len(x.slots) {
			i = 0
		}
	}
	x.slots[i] = s
}

func (x *index) grow() {
	old := x.slots
	x.slots = make([]indexSlot, min(2*len(old), x.limit))
	for _, s := range old {
		if s.entry != 0 {
			x.put(s)
		}
	}
}

// steps is how far it is from one slot to another, forward.
func (x *index) steps(from, to int) int {
	if to -= from; to < 0 {
		to += len(x.slots)
	}
	return to
}

// remove takes an entry out and moves those behind it up where they may be nearer to their place.
func (x *index) remove(hash, entry uint32) {
	i := x.home(hash)
	for x.slots[i].entry != entry {
		if i++; i == len(x.slots) {
			i = 0
		}
	}
	n := len(x.slots)
	for j := i; ; {
		if j++; j == n {
			j = 0
		}
		s := x.slots[j]
		if s.entry == 0 {
			break
		}
		if x.steps(x.home(s.hash), j) >= x.steps(i, j) { // its home is not between i and j
			x.slots[i] = s
			i = j
		}
	}
	x.slots[i] = indexSlot{}
	x.count--
}
