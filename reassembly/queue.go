package reassembly

import "math/bits"

// piece is a segment or fragment that is held, with its whole extent and all its bytes. Where pieces overlap, all of them hold the
// same bytes: those of the winner.
type piece struct {
	left, right uint32 // in the tree
	weight      uint32 // random: greater than those below
	data        buffer
	start, end  int64
	most        int64 // the greatest end of this piece and those below
	time        int64
	number      uint64
}

// pieceCost is what a piece takes beside its data, in bytes.
const pieceCost = pieceSlab / slabItems

// store is where the pieces of all queues are.
type store struct {
	pieces pool[piece]
	data   arena
	random uint64
	found  []uint32 // by overlapping
	patch  []byte   // a new segment with the bytes that it loses replaced
}

// pieceSlab is what a slab of pieces takes, in bytes.
const pieceSlab = 8192

func (s *store) init(b *budget, random uint64) {
	s.pieces.size, s.pieces.budget, s.data.budget = pieceSlab, b, b
	s.random = random | 1
}

// queue is a tree of pieces in the order of their starts: a treap, whose depth follows from random numbers that nobody
// outside can know.
type queue struct {
	root  uint32
	count uint32
	cost  int64 // bytes that the pieces take
}

// overlapping puts the pieces that share bytes with what lies from start to end into s.found, in order. If there are more
// than limit, it stops and returns false.
func (s *store) overlapping(q *queue, start, end int64, limit int) bool {
	s.found = s.found[:0]
	return s.search(q.root, start, end, limit)
}

func (s *store) search(n uint32, start, end int64, limit int) bool {
	for n != 0 {
		p := s.pieces.at(n)
		if p.most <= start {
			return true
		}
		if p.left != 0 && !s.search(p.left, start, end, limit) {
			return false
		}
		if p.start >= end {
			return true
		}
		if p.end > start {
			if len(s.found) == limit {
				return false
			}
			s.found = append(s.found, n)
		}
		n = p.right
	}
	return true
}

// room is memory for a piece.
type room struct {
	n    uint32
	data buffer
}

// room takes the memory for a piece with n bytes, if there is any.
func (s *store) room(n int) (r room, ok bool) {
	if r.n = s.pieces.take(); r.n == 0 {
		return r, false
	}
	if r.data = s.data.take(n); r.data == 0 {
		s.pieces.put(r.n)
		return r, false
	}
	return r, true
}

func (s *store) giveBack(r room) {
	s.data.put(r.data)
	s.pieces.put(r.n)
}

// fill adds a piece with a copy of the data.
func (s *store) fill(q *queue, r room, start int64, data []byte, time int64, number uint64) {
	copy(s.data.bytes(r.data, len(data)), data)
	p := s.pieces.at(r.n)
	*p = piece{data: r.data, start: start, end: start + int64(len(data)), time: time, number: number, weight: s.weight()}
	p.most = p.end
	q.root = s.insert(q.root, r.n, p)
	q.count++
	q.cost += holdCost(len(data))
}

// has reports whether a piece in s.found has this extent.
func (s *store) has(start, end int64) bool {
	for _, n := range s.found {
		if p := s.pieces.at(n); p.start == start && p.end == end {
			return true
		}
	}
	return false
}

// holdCost is what a piece with n bytes takes.
func holdCost(n int) int64 { return pieceCost + int64(slotSizes[slotClass(n)]) }

// weight is the next random number: xorshift with a multiplication (Vigna, 2014).
func (s *store) weight() uint32 {
	x := s.random
	x ^= x >> 12
	x ^= x << 25
	x ^= x >> 27
	s.random = x
	hi, _ := bits.Mul64(x, 0x2545f4914f6cdd1d)
	return uint32(hi ^ x*0x2545f4914f6cdd1d>>32)
}

// insert adds p, whose number is n, to the tree below root and returns its new root. Of pieces that start together, p is the last.
func (s *store) insert(root, n uint32, p *piece) uint32 {
	if root == 0 {
		return n
	}
	r := s.pieces.at(root)
	if p.weight > r.weight {
		p.left, p.right = s.split(root, p.start)
		s.measure(p)
		return n
	}
	if p.start < r.start {
		r.left = s.insert(r.left, n, p)
	} else {
		r.right = s.insert(r.right, n, p)
	}
	r.most = max(r.most, p.most)
	return root
}

// split divides a tree into what starts up to start and what starts behind it.
func (s *store) split(root uint32, start int64) (left, right uint32) {
	if root == 0 {
		return 0, 0
	}
	r := s.pieces.at(root)
	if r.start <= start {
		r.right, right = s.split(r.right, start)
		s.measure(r)
		return root, right
	}
	left, r.left = s.split(r.left, start)
	s.measure(r)
	return left, root
}

// measure sets the greatest end below p.
func (s *store) measure(p *piece) {
	p.most = p.end
	if p.left != 0 {
		p.most = max(p.most, s.pieces.at(p.left).most)
	}
	if p.right != 0 {
		p.most = max(p.most, s.pieces.at(p.right).most)
	}
}

// first is the first piece, nil if there is none.
func (s *store) first(q *queue) *piece {
	if q.root == 0 {
		return nil
	}
	p := s.pieces.at(q.root)
	for p.left != 0 {
		p = s.pieces.at(p.left)
	}
	return p
}

// drop takes the first piece out.
func (s *store) drop(q *queue) {
	n := q.root
	if p := s.pieces.at(n); p.left == 0 {
		q.root = p.right
	} else {
		n = s.unlinkFirst(n)
	}
	p := s.pieces.at(n)
	q.count--
	q.cost -= holdCost(int(p.end - p.start))
	s.data.put(p.data)
	s.pieces.put(n)
}

// unlinkFirst takes the first piece out of a tree whose root is not it, and returns its number.
func (s *store) unlinkFirst(root uint32) (n uint32) {
	r := s.pieces.at(root)
	if l := s.pieces.at(r.left); l.left == 0 {
		n, r.left = r.left, l.right
	} else {
		n = s.unlinkFirst(r.left)
	}
	s.measure(r)
	return n
}

// clear takes all pieces out.
func (s *store) clear(q *queue) {
	s.release(q.root)
	*q = queue{}
}

func (s *store) release(n uint32) {
	for n != 0 {
		p := s.pieces.at(n)
		s.release(p.left)
		right := p.right
		s.data.put(p.data)
		s.pieces.put(n)
		n = right
	}
}

// bytes are the data of a piece from one place to another.
func (s *store) bytes(p *piece, from, to int64) []byte {
	n := int(p.end - p.start)
	lo, hi := int(from-p.start), int(to-p.start)
	return s.data.bytes(p.data, n)[lo:hi:hi]
}

// a clash is a place where something new differs from what is held.
type clash struct {
	offset   int64
	old, new []byte // of one length
	newWins  bool   // at the first byte that differs
}

// resolve decides who keeps the bytes that data, which lies from start on, shares with the pieces in s.found. It returns data as it
// is to be taken, which is s.patch if it lost any. Where it wins and write is set, the pieces are changed. Each difference is
// told.
func (s *store) resolve(rule Rule, start int64, data []byte, write bool, tell func(*clash)) []byte {
	if len(s.found) == 0 {
		return data
	}
	end := start + int64(len(data))
	out := data
	for _, n := range s.found {
		if p := s.pieces.at(n); !rule.wins(start, end, p) {
			if &out[0] == &data[0] {
				s.patch = append(s.patch[:0], data...)
				out = s.patch
			}
			from, to := max(start, p.start), min(end, p.end)
			copy(out[from-start:], s.bytes(p, from, to))
		}
	}
	told := start
	for _, n := range s.found {
		p := s.pieces.at(n)
		from, to := max(start, p.start), min(end, p.end)
		if at := max(from, told); at < to {
			s.differ(start, at, data, out, s.bytes(p, at, to), tell)
			told = to
		}
	}
	if write {
		for _, n := range s.found {
			p := s.pieces.at(n)
			from, to := max(start, p.start), min(end, p.end)
			copy(s.bytes(p, from, to), out[from-start:to-start])
		}
	}
	return out
}

// differ tells of a difference between data and old, which lies at at.
func (s *store) differ(start, at int64, data, out, old []byte, tell func(*clash)) {
	lo := int(at - start)
	fresh := data[lo : lo+len(old)]
	i := 0
	for i < len(old) && old[i] == fresh[i] {
		i++
	}
	if i == len(old) {
		return
	}
	j := len(old)
	for old[j-1] == fresh[j-1] {
		j--
	}
	tell(&clash{at + int64(i), old[i:j:j], fresh[i:j:j], out[lo+i] == fresh[i]})
}
