package flow

import (
	"crypto/rand"
	"encoding/binary"
	"math/bits"
)

// A Seed is the secret key of the hashes. With a key from [NewSeed], whoever
// chooses addresses and ports cannot choose them to have equal hashes. The zero
// Seed works, but everybody knows it.
type Seed struct{ k0, k1 uint64 }

// NewSeed returns a random key.
func NewSeed() Seed {
	var key [16]byte
	_, _ = rand.Read(key[:]) // never fails: it ends the program instead
	return SeedFrom(key)
}

// SeedFrom returns the given key, for hashes that several processes or runs share.
func SeedFrom(key [16]byte) Seed {
	return Seed{k0: binary.LittleEndian.Uint64(key[:8]), k1: binary.LittleEndian.Uint64(key[8:])}
}

// FastHash returns a keyed hash that is the same for a flow and its reverse.
// It is SipHash-1-3 over the two endpoints in their order, and the same on
// every machine. It does not allocate.
func (f Flow) FastHash(seed Seed) uint64 {
	a, b := &f.src, &f.dst
	if a.after(b) {
		a, b = b, a
	}
	h := start(seed)
	h.word(a.meta)
	h.word(b.meta)
	h.word(a.hi)
	h.word(b.hi)
	if a.lo|b.lo == 0 { // short addresses; the length, which ends the hash, tells them apart
		return h.sum(32)
	}
	h.word(a.lo)
	h.word(b.lo)
	return h.sum(48)
}

// after is any total order, made for speed.
func (e *Endpoint) after(other *Endpoint) bool {
	if e.hi != other.hi {
		return e.hi > other.hi
	}
	if e.lo != other.lo {
		return e.lo > other.lo
	}
	return e.meta > other.meta
}

// FastHash returns a keyed hash of the endpoint. It is SipHash-1-3, and the
// same on every machine. It does not allocate.
func (e Endpoint) FastHash(seed Seed) uint64 {
	h := start(seed)
	h.word(e.meta)
	h.word(e.hi)
	h.word(e.lo)
	return h.sum(24)
}

// sip is the state of SipHash-1-3 (Aumasson and Bernstein, 2012, with one round
// per word and three at the end).
type sip struct{ v0, v1, v2, v3 uint64 }

func start(seed Seed) sip {
	return sip{
		v0: seed.k0 ^ 0x736f6d6570736575,
		v1: seed.k1 ^ 0x646f72616e646f6d,
		v2: seed.k0 ^ 0x6c7967656e657261,
		v3: seed.k1 ^ 0x7465646279746573,
	}
}

func (s *sip) round() {
	s.v0 += s.v1
	s.v1 = bits.RotateLeft64(s.v1, 13) ^ s.v0
	s.v0 = bits.RotateLeft64(s.v0, 32)
	s.v2 += s.v3
	s.v3 = bits.RotateLeft64(s.v3, 16) ^ s.v2
	s.v0 += s.v3
	s.v3 = bits.RotateLeft64(s.v3, 21) ^ s.v0
	s.v2 += s.v1
	s.v1 = bits.RotateLeft64(s.v1, 17) ^ s.v2
	s.v2 = bits.RotateLeft64(s.v2, 32)
}

// word takes in eight bytes of the message, given as a little-endian number.
func (s *sip) word(m uint64) {
	s.v3 ^= m
	s.round()
	s.v0 ^= m
}

// sum ends a message of n bytes, a multiple of eight.
func (s *sip) sum(n uint64) uint64 {
	s.word(n << 56)
	s.v2 ^= 0xff
	s.round()
	s.round()
	s.round()
	return s.v0 ^ s.v1 ^ s.v2 ^ s.v3
}
