package flow

// Pair is a [Key] without its direction, for tables of both directions between two ends: a key and its reverse give the
// same pair. Pairs are comparable with ==, and hold no pointers.
type Pair struct{ packed }

// Pair returns the pair of the key. Side, 0 or 1, is the end that is the key's source: the reverse key has the other side.
// The error says that the addresses are of two kinds.
func (k *Key) Pair() (p Pair, side int, err error) {
	side, err = k.pack(AllFields, &p.packed)
	return p, side, err
}

// FastHash returns the keyed hash that [Key.FastHash] gives for both keys.
func (p *Pair) FastHash(seed Seed) uint64 { return p.hash(seed) }

// Equal is ==, without a call.
func (p *Pair) Equal(q *Pair) bool { return p.equals(&q.packed) }

// Key returns the key whose source is the end side, 0 or 1.
func (p *Pair) Key(side int) Key { return p.unpack(side) }
