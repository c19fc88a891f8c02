package bpf

import "slices"

// sets are what values are looked for in.
type sets struct {
	a, b *bitmap
	x, y *hashSet

	bytes *[256]bool
}

// bitmap is a set of numbers of 16 bits.
type bitmap [1 << 16 / 64]uint64

func (b *bitmap) has(n uint16) bool { return b.bit(n) != 0 }

// bit is 1 for a number of the set.
func (b *bitmap) bit(n uint16) uint64 { return b[n>>6] >> (n & 63) & 1 }

func (b *bitmap) add(lo, hi uint16) {
	for n := int(lo); n <= int(hi); n++ {
		b[n>>6] |= 1 << (n & 63)
	}
}

// hashSet is a set of numbers of 32 bits, in a table where each number has a place of its own.
type hashSet struct {
	table []uint32
	mult  uint32
	shift uint8
}

func (h *hashSet) has(n uint32) bool {
	i := n * h.mult >> (h.shift & 31)
	return int(i) < len(h.table) && h.table[i] == n
}

// newHashSet finds a multiplier that gives each number a place of its own; nil if none is found in bounded time.
func newHashSet(numbers []uint32) *hashSet {
	numbers = slices.Clone(numbers)
	slices.Sort(numbers)
	numbers = slices.Compact(numbers)
	bits := uint8(2)
	for 1<<bits < 2*len(numbers) {
		bits++
	}
	for limit := bits + 4; bits <= limit && bits < 18; bits++ {
		h := &hashSet{table: make([]uint32, 1<<bits), shift: 32 - bits, mult: 0x9e3779b1}
		used := make([]bool, 1<<bits)
		for range 64 {
			if h.fill(numbers, used) {
				return h
			}
			h.mult = h.mult*0x85ebca6b + 0x27d4eb2e | 1
		}
	}
	return nil
}

// fill puts the numbers into the table; places that stay free hold a number that belongs elsewhere.
func (h *hashSet) fill(numbers []uint32, used []bool) bool {
	clear(used)
	for _, n := range numbers {
		i := n * h.mult >> h.shift
		if used[i] {
			return false
		}
		used[i], h.table[i] = true, n
	}
	// 0 belongs to place 0, any number of another place will do there.
	for i := range h.table {
		if !used[i] {
			h.table[i] = 0
		}
	}
	if !used[0] {
		n := uint32(1)
		for n*h.mult>>h.shift == 0 {
			n++
		}
		h.table[0] = n
	}
	return true
}
