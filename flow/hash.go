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
	if a.meta != b.meta { // the number of words, which ends the message, tells the cases apart
		return sip13(seed, []uint64{a.meta, a.hi, b.hi, a.lo, b.lo, b.meta})
	}
	switch lo := a.lo | b.lo; {
	case lo|(a.hi|b.hi)<<32 == 0: // IPv4 addresses and ports
		return sip13of2(seed, a.meta, a.hi|b.hi>>32)
	case lo == 0:
		return sip13(seed, []uint64{a.meta, a.hi, b.hi})
	}
	return sip13(seed, []uint64{a.meta, a.hi, b.hi, a.lo, b.lo})
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
	return sip13(seed, []uint64{e.meta, e.hi, e.lo})
}

// sip13 is SipHash (Aumasson and Bernstein, 2012) with one round for each word
// of the message and three at the end. The message is little-endian words.
func sip13(seed Seed, message []uint64) uint64 {
	v0 := seed.k0 ^ 0x736f6d6570736575
	v1 := seed.k1 ^ 0x646f72616e646f6d
	v2 := seed.k0 ^ 0x6c7967656e657261
	v3 := seed.k1 ^ 0x7465646279746573
	for _, m := range message {
		v3 ^= m
		v0, v1, v2, v3 = round(v0, v1, v2, v3)
		v0 ^= m
	}
	last := uint64(len(message)) * 8 << 56 // no bytes are left over
	v3 ^= last
	v0, v1, v2, v3 = round(v0, v1, v2, v3)
	v0 ^= last
	v2 ^= 0xff
	v0, v1, v2, v3 = round(v0, v1, v2, v3)
	v0, v1, v2, v3 = round(v0, v1, v2, v3)
	v0, v1, v2, v3 = round(v0, v1, v2, v3)
	return v0 ^ v1 ^ v2 ^ v3
}

// sip13of2 is sip13 for two words, the most common number.
func sip13of2(seed Seed, a, b uint64) uint64 {
	const last = 16 << 56
	v0 := seed.k0 ^ 0x736f6d6570736575
	v1 := seed.k1 ^ 0x646f72616e646f6d
	v2 := seed.k0 ^ 0x6c7967656e657261
	v3 := seed.k1 ^ 0x7465646279746573 ^ a
	v0, v1, v2, v3 = round(v0, v1, v2, v3)
	v0 ^= a
	v3 ^= b
	v0, v1, v2, v3 = round(v0, v1, v2, v3)
	v0 ^= b
	v3 ^= last
	v0, v1, v2, v3 = round(v0, v1, v2, v3)
	v0 ^= last
	v2 ^= 0xff
	v0, v1, v2, v3 = round(v0, v1, v2, v3)
	v0, v1, v2, v3 = round(v0, v1, v2, v3)
	v0, v1, v2, v3 = round(v0, v1, v2, v3)
	return v0 ^ v1 ^ v2 ^ v3
}

func round(v0, v1, v2, v3 uint64) (_, _, _, _ uint64) {
	v0 += v1
	v2 += v3
	v1 = bits.RotateLeft64(v1, 13) ^ v0
	v3 = bits.RotateLeft64(v3, 16) ^ v2
	v0 = bits.RotateLeft64(v0, 32) + v3
	v2 += v1
	v3 = bits.RotateLeft64(v3, 21) ^ v0
	v1 = bits.RotateLeft64(v1, 17) ^ v2
	return v0, v1, bits.RotateLeft64(v2, 32), v3
}
