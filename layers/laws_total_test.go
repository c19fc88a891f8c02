package layers_test

import (
	"bytes"
	"runtime"
	"slices"
	"testing"
	"time"

	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/fuzz"
	"github.com/wiretag/wiretag/tags"
)

// Bounds of law 3: decoding into a new struct allocates at most lawFactor times the size of the input beside
// lawFixed, and takes at most lawTime. The factor is that of lists whose elements have one byte on the wire and forty in
// memory: a list that grows has been copied several times by its end.
const (
	lawFactor = 100
	lawFixed  = 8 << 10
	lawTime   = 2 * time.Second
)

// hostile are inputs of a size that make the most of it: nothing but zeros, ones, and so on, and the
// encoding of a value or a seed again and again.
func hostile(s *fuzz.Subject, size int) [][]byte {
	var out [][]byte
	for _, c := range []byte{0, 1, 2, 0x0b, 0x7f, 0xff} {
		out = append(out, bytes.Repeat([]byte{c}, size))
	}
	parts := slices.Clone(s.Seeds)
	for i := range byte(4) {
		parts = append(parts, s.Wire(bytes.Repeat([]byte{i * 2, 77 - i, 13 * i, 5}, 30)))
	}
	for _, b := range parts {
		if len(b) == 0 {
			continue
		}
		whole := bytes.Repeat(b, size/len(b)+1)[:size]
		out = append(out, whole)
		loud := slices.Clone(whole) // whatever counts and lengths there are in front say the most
		for i := range min(len(loud), 12) {
			loud[i] |= 0x7f
		}
		out = append(out, loud)
	}
	return out
}

// TestLaw3Total: no input makes decoding, or encoding what was decoded, allocate more than a small multiple of
// its size, or take long. That nothing panics is a part of every law here.
func TestLaw3Total(t *testing.T) {
	var before, after runtime.MemStats
	worst, name, slowest, slow := 0.0, "", time.Duration(0), ""
	for _, s := range subjects(t) {
		factor := uint64(lawFactor)
		if calls(s.Type.Schema(), map[*tags.Schema]bool{}) {
			factor *= lawMethods
		}
		for _, size := range []int{0, 20, 600, 1 << 16} {
			for _, data := range hostile(s, size) {
				used, d := uint64(0), time.Duration(1<<62)
				for try := 0; try < 3 && d > lawTime; try++ { // on a machine that is busy, one time says nothing
					v := s.Type.New()
					var st codec.State
					start := time.Now()
					runtime.ReadMemStats(&before)
					ext, ok := s.Type.Decode(v, data, &st)
					runtime.ReadMemStats(&after)
					used = after.TotalAlloc - before.TotalAlloc
					if ok {
						_, _ = codec.Encoder{}.Marshal(v, data[ext.Header:ext.Header+ext.Payload])
						_, _ = codec.Marshal(v)
					}
					d = time.Since(start)
				}
				if used > lawFixed+factor*uint64(size) {
					t.Errorf("%s: %d bytes allocated for an input of %d: %.40x", s.Type.Name(), used, size, data)
				}
				if x := float64(used) / float64(size+64); x > worst {
					worst, name = x, s.Type.Name()
				}
				if d > lawTime {
					t.Errorf("%s: %v for an input of %d bytes: %.40x", s.Type.Name(), d, size, data)
				}
				if d > slowest {
					slowest, slow = d, s.Type.Name()
				}
			}
		}
	}
	t.Logf("at most %.0f bytes for a byte of input (%s), and %v (%s)", worst, name, slowest, slow)
}

// TestLaw3Allocs: a struct that is decoded into again allocates nothing for the same input, but what
// interfaces and strings need, and conditions that are methods where there is no generated code.
func TestLaw3Allocs(t *testing.T) {
	tried := 0
	for _, s := range subjects(t) {
		if owns(s.Type.Schema()) {
			continue
		}
		for i := range byte(8) {
			data := s.Wire(bytes.Repeat([]byte{8 * i, 200 - 7*i, 3, i}, 40))
			v := s.Type.New()
			var st codec.State
			if _, ok := s.Type.Decode(v, data, &st); !ok || st.Err() != nil {
				continue
			}
			tried++
			if n := testing.AllocsPerRun(5, func() { s.Type.Decode(v, data, &st) }); n > 0 {
				t.Errorf("%s: %v allocations for %x", s.Type.Name(), n, data)
			}
		}
	}
	if tried < 500 {
		t.Errorf("only %d inputs decode", tried)
	}
}
