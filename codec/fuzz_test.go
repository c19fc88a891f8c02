package codec_test

import (
	"bytes"
	"fmt"
	"runtime"
	"testing"

	"github.com/wiretag/wiretag/codec"
)

// FuzzDecode: the selector chooses one of the structs, which together use every option.
func FuzzDecode(f *testing.F) {
	for i, z := range zoo {
		for seed := range int64(3) {
			if b, err := codec.Marshal(random(z(), seed), payloadFor(z())); err == nil {
				f.Add(uint8(i), b)
			}
		}
	}
	f.Fuzz(fuzzOne)
}

func fuzzOne(t *testing.T, sel uint8, data []byte) {
	z := zoo[int(sel)%len(zoo)]
	if err := lossless(z, data); err != nil {
		t.Fatal(err)
	}
	if err := oneMeaning(z, data); err != nil {
		t.Fatal(err)
	}
	if err := prefixes(z, data); err != nil {
		t.Fatal(err)
	}
	v := z()
	if _, ok, _ := decode(v, data); ok {
		// What is derived is a fixed point.
		out, err := codec.Marshal(v, payloadFor(v))
		if err != nil {
			return
		}
		w := z()
		if _, ok, err := decode(w, out); !ok {
			t.Fatalf("%+v derives to %x: %v", v, out, err)
		}
	}
}

// prefixes decodes what is left when data is cut, and checks what errors say.
func prefixes(z func() any, data []byte) error {
	for n := range min(len(data), 64) {
		v := z()
		ext, ok, err := decode(v, data[:n:n])
		switch {
		case !ok && err == nil:
			return fmt.Errorf("%x: no extent and no error", data[:n])
		case ok && ext.Len() > n:
			return fmt.Errorf("%x: an extent of %+v", data[:n], ext)
		case err != nil && ok != err.Recovered:
			return fmt.Errorf("%x: ok %v with %v, recovered %v", data[:n], ok, err, err.Recovered)
		case err != nil && (err.Bit < 0 || err.Bit > 8*n):
			return fmt.Errorf("%x: %v is outside", data[:n], err)
		case err != nil && err.Err == codec.ErrTruncated && err.Need <= err.Have:
			return fmt.Errorf("%x: %v", data[:n], err)
		}
	}
	return nil
}

// TestErrors: errors of any data are inside it and say what is missing.
func TestErrors(t *testing.T) {
	check(t, 60, func(z func() any, seed int64) error { return prefixes(z, wire(z, seed)) })
}

// TestBombs: lengths and counts that claim the most cost nothing.
func TestBombs(t *testing.T) {
	huge := bytes.Repeat([]byte{0xff}, 64)
	for _, z := range zoo {
		for _, data := range [][]byte{huge, huge[:40], append(bytes.Repeat([]byte{0xff}, 24), make([]byte, 40)...), append([]byte{0x46, 0xff, 0xff}, huge...)} {
			name := fmt.Sprintf("%T", z())
			var m, n runtime.MemStats
			v := z()
			decode(v, data) // compiles the type
			v = z()
			runtime.ReadMemStats(&m)
			decode(v, data)
			runtime.ReadMemStats(&n)
			if used := n.TotalAlloc - m.TotalAlloc; used > 64*uint64(len(data))+4096 {
				t.Errorf("%s: %d bytes of data take %d bytes", name, len(data), used)
			}
		}
	}
}

// TestDepth: structs that hold themselves end at some depth, as an error or as raw bytes.
func TestDepth(t *testing.T) {
	deep := bytes.Repeat([]byte{0, 0, 1, 0}, 2000) // one child each
	var tree zTree
	if _, ok, err := decode(&tree, deep); ok || err == nil || err.Err != codec.ErrDepth {
		t.Errorf("list: %v %v", ok, err)
	}
	chain := bytes.Repeat([]byte{0, 0, 0, 0x80}, 2000)
	if _, ok, err := decode(&tree, chain); ok || err == nil || err.Err != codec.ErrDepth || err.Need != 0 {
		t.Errorf("pointer: %v %v", ok, err)
	}
	nest := []byte{7, 2}
	for range 200 {
		nest = append([]byte{7, byte(len(nest) + 2)}, nest...)
		if len(nest) > 250 {
			break
		}
	}
	var g zGroup
	_, ok, err := decode(&g, nest)
	if !ok || err == nil || err.Err != codec.ErrDepth || !err.Recovered {
		t.Errorf("union: %v %v", ok, err)
	}
	out, _ := codec.Encoder{}.Marshal(&g)
	if !bytes.Equal(out, nest) {
		t.Errorf("union: %x is encoded as %x", nest, out)
	}
	loop := &zTree{Deeper: true}
	loop.Next = loop
	if _, err := codec.Marshal(loop); err == nil || err.(*codec.Error).Err != codec.ErrDepth {
		t.Errorf("encoding a loop: %v", err)
	}
}
