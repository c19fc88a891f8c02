package flow

import (
	"encoding/binary"
	"encoding/hex"
	"math"
	"math/bits"
	"math/rand/v2"
	"testing"
)

// The sums are those of CPython 3.11, whose hash of bytes is SipHash-1-3:
// hash(bytes(range(1, n+1))) with PYTHONHASHSEED=0 (key of zeros) and =1 (the
// key that its generator makes of 1).
func TestSipVectors(t *testing.T) {
	for _, test := range []struct {
		key  string
		n    int
		want uint64
	}{
		{"00000000000000000000000000000000", 8, 0x884ccc87cb0e5fb0},
		{"00000000000000000000000000000000", 16, 0xe05d12a0a4b2d063},
		{"00000000000000000000000000000000", 24, 0x7b5ea8edf9b7c0b3},
		{"00000000000000000000000000000000", 32, 0x225145c032cf0d8b},
		{"00000000000000000000000000000000", 48, 0x206402727f4eccef},
		{"2923be84e16cd6ae529049f1f1bbe9eb", 8, 0xc56dd94b0e1f6589},
		{"2923be84e16cd6ae529049f1f1bbe9eb", 24, 0x87190c7258f27d2b},
		{"2923be84e16cd6ae529049f1f1bbe9eb", 32, 0xbd832d554fb8e1e2},
		{"2923be84e16cd6ae529049f1f1bbe9eb", 48, 0xe83bff8c35f43ca},
	} {
		var key [16]byte
		if _, err := hex.Decode(key[:], []byte(test.key)); err != nil {
			t.Fatal(err)
		}
		message := make([]byte, test.n)
		for i := range message {
			message[i] = byte(i + 1)
		}
		var words []uint64
		for at := 0; at < test.n; at += 8 {
			words = append(words, binary.LittleEndian.Uint64(message[at:]))
		}
		if got := sip13(SeedFrom(key), words); got != test.want {
			t.Errorf("key %s, %d bytes: %#x, want %#x", test.key, test.n, got, test.want)
		}
	}
}

func TestSipOfTwoWords(t *testing.T) {
	rnd := rand.New(rand.NewPCG(11, 12))
	for range 1000 {
		seed, a, b := Seed{rnd.Uint64(), rnd.Uint64()}, rnd.Uint64(), rnd.Uint64()
		if got, want := sip13of2(seed, a, b), sip13(seed, []uint64{a, b}); got != want {
			t.Fatalf("%#x, want %#x", got, want)
		}
	}
}

// conversations makes n different flows of a shape.
var conversations = map[string]func(i int) Flow{
	"ports in a row": func(i int) Flow { return New(TCPPort(uint16(i)), TCPPort(443)) },
	"hosts of a network": func(i int) Flow {
		return New(IPv4([4]byte{198, 51, byte(i >> 8), byte(i)}), IPv4([4]byte{203, 0, 113, 1}))
	},
	"pairs of hosts": func(i int) Flow {
		return New(IPv4([4]byte{198, 51, 100, byte(i)}), IPv4([4]byte{203, 0, 113, byte(i >> 8)}))
	},
	"interface identifiers": func(i int) Flow {
		return New(IPv6([16]byte{0x20, 0x01, 0x0d, 0xb8, 14: byte(i >> 8), 15: byte(i)}), IPv6([16]byte{0x20, 0x01, 0x0d, 0xb8, 15: 1}))
	},
	"hardware addresses": func(i int) Flow {
		return New(MAC([6]byte{0, 0, 0x5e, 0, byte(i >> 8), byte(i)}), MAC([6]byte{0xff, 0xff, 0xff, 0xff, 0xff, 0xff}))
	},
}

// A hash that is as good as random puts flows into buckets so that the
// chi-square statistic has a mean of buckets-1 and a variance of twice that.
func TestFastHashIsEven(t *testing.T) {
	const flows, buckets = 1 << 16, 1 << 10
	seed := SeedFrom([16]byte{1, 2, 3})
	for name, make := range conversations {
		for shift := 0; shift <= 64-10; shift += 27 { // the lowest, middle and highest bits
			var count [buckets]int
			for i := range flows {
				count[make(i).FastHash(seed)>>shift%buckets]++
			}
			chi := 0.0
			for _, c := range count {
				d := float64(c) - flows/buckets
				chi += d * d / (flows / buckets)
			}
			if z := (chi - (buckets - 1)) / math.Sqrt(2*(buckets-1)); math.Abs(z) > 5 {
				t.Errorf("%s, bits from %d: chi-square %.0f is %.1f deviations from %d", name, shift, chi, z, buckets-1)
			}
		}
	}
}

// No two of some 300,000 flows have the same 64-bit hash, but those of the two
// directions: a random collision has a chance of one in 10^8.
func TestFastHashCollisions(t *testing.T) {
	seed := SeedFrom([16]byte{4, 5, 6})
	seen := map[uint64]Flow{}
	for _, make := range conversations {
		for i := range 1 << 16 {
			f := make(i)
			if g, ok := seen[f.FastHash(seed)]; ok && g != f && g != f.Reverse() {
				t.Errorf("%v and %v have the same hash", f, g)
			}
			seen[f.FastHash(seed)] = f
		}
	}
	if len(seen) < 300_000 {
		t.Errorf("%d hashes of %d flows", len(seen), 5<<16)
	}
}

// Every bit of either endpoint changes about half of the bits of the hash.
func TestFastHashAvalanche(t *testing.T) {
	seed := SeedFrom([16]byte{7})
	rnd := rand.New(rand.NewPCG(1, 2))
	const rounds = 200
	for bit := range 256 {
		changed := 0
		for range rounds {
			a, b := random16(rnd), random16(rnd)
			before := New(IPv6(a), IPv6(b)).FastHash(seed)
			if bit < 128 {
				a[bit/8] ^= 1 << (bit % 8)
			} else {
				b[bit/8-16] ^= 1 << (bit % 8)
			}
			changed += bits.OnesCount64(before ^ New(IPv6(a), IPv6(b)).FastHash(seed))
		}
		if mean := float64(changed) / rounds; math.Abs(mean-32) > 2 {
			t.Errorf("bit %d changes %.1f bits of 64", bit, mean)
		}
	}
}

func random16(rnd *rand.Rand) (a [16]byte) {
	binary.LittleEndian.PutUint64(a[:8], rnd.Uint64())
	binary.LittleEndian.PutUint64(a[8:], rnd.Uint64())
	return a
}

// Flows picked so that they fall into one bucket under one key fall apart under another.
func TestFastHashIsKeyed(t *testing.T) {
	known, secret := SeedFrom([16]byte{8}), SeedFrom([16]byte{9})
	const buckets = 64
	var flood []Flow
	for i := range 1 << 16 {
		if f := conversations["pairs of hosts"](i); f.FastHash(known)%buckets == 0 {
			flood = append(flood, f)
		}
	}
	if len(flood) < 900 {
		t.Fatalf("only %d flows in the bucket", len(flood))
	}
	var count [buckets]int
	for _, f := range flood {
		count[f.FastHash(secret)%buckets]++
	}
	for b, c := range count {
		if c > 50 { // 16 are expected
			t.Errorf("%d of %d picked flows are in bucket %d", c, len(flood), b)
		}
	}
	if a, b := NewSeed(), NewSeed(); a == b {
		t.Error("NewSeed gave the same key twice")
	}
}

func TestHashTellsKindsAndLengthsApart(t *testing.T) {
	seed := SeedFrom([16]byte{10})
	endpointOf, flowOf := map[uint64]Endpoint{}, map[uint64]Flow{}
	endpoints := []Endpoint{{}, TCPPort(80), UDPPort(80), SCTPPort(80), mustRaw(t, nil), mustRaw(t, []byte{0, 80}), mustRaw(t, []byte{0, 80, 0})}
	for i, a := range endpoints {
		if other, ok := endpointOf[a.FastHash(seed)]; ok {
			t.Errorf("%v has the hash of %v", a, other)
		}
		endpointOf[a.FastHash(seed)] = a
		for _, b := range endpoints[i:] {
			f := New(a, b)
			if other, ok := flowOf[f.FastHash(seed)]; ok {
				t.Errorf("%v has the hash of %v", f, other)
			}
			flowOf[f.FastHash(seed)] = f
		}
	}
	if len(endpointOf) != 7 || len(flowOf) != 28 {
		t.Errorf("%d endpoints, %d flows", len(endpointOf), len(flowOf))
	}
}

// Keys of few bits, of which one's are often part of the other's: a comparison that mixes words up takes some of them as
// equal. In a table it would merge two flows only if their hashes are equal too, which a test does not see.
func TestEqualsIsExact(t *testing.T) {
	rnd := rand.New(rand.NewPCG(13, 14))
	word := func() uint64 { return rnd.Uint64N(4) }
	key := func() packed { return packed{word(), word(), word(), word(), word(), word(), word()} }
	equal := 0
	for range 100_000 {
		p := key()
		q := p
		for _, w := range []*uint64{&q.aHi, &q.aLo, &q.bHi, &q.bLo, &q.kind, &q.ports, &q.tunnel} {
			if rnd.IntN(4) == 0 {
				*w = word()
			}
		}
		if p == q {
			equal++
		}
		if got, want := p.equals(&q), p == q; got != want {
			t.Fatalf("%+v and %+v: equals is %v", p, q, got)
		}
	}
	if equal < 10_000 || equal > 90_000 {
		t.Errorf("%d keys of 100,000 were equal", equal)
	}
}
