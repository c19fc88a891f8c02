package packet_test

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/packet"
	"github.com/wiretag/wiretag/pcapio"
)

// captures yields the capture files that tests read: those of the project, and, where
// WIRETAG_DATA names it, those of the data folder.
func captures(t testing.TB) []string {
	files, err := filepath.Glob("../testdata/*.pcap*")
	if err != nil || len(files) == 0 {
		t.Fatalf("no captures in testdata: %v", err)
	}
	data := os.Getenv("WIRETAG_DATA")
	if data == "" {
		t.Log("WIRETAG_DATA is not set: only the captures in testdata are read")
		return files
	}
	err = filepath.WalkDir(filepath.Join(data, "corpus", "captures"), func(path string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			files = append(files, path)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// eachPacket calls f for every packet that can be read from the captures.
func eachPacket(t testing.TB, f func(file string, n int, v *packet.View, data []byte)) (packets int) {
	var v packet.View
	for _, file := range captures(t) {
		r, err := pcapio.Open(file)
		if err != nil {
			continue // the tests of pcapio look at those
		}
		for n := 1; ; n++ {
			data, info, err := r.Next()
			if err != nil {
				break
			}
			v.Decode(data, info.LinkType) // errors are a part of the corpus
			f(file, n, &v, data)
			packets++
		}
		r.Close()
	}
	return packets
}

// TestLossless is law 1: what was decoded encodes to the bytes that it was, every
// layer on its own and the packet as a whole, damaged ones included.
func TestLossless(t *testing.T) {
	var out []byte
	whole, single, failed := 0, 0, 0
	packets := eachPacket(t, func(file string, n int, v *packet.View, data []byte) {
		var err error
		before := bytes.Clone(data)
		if out, err = v.Append(out[:0], codec.Encoder{}); err != nil || !bytes.Equal(out, data) {
			if whole++; whole <= 10 {
				t.Errorf("%s packet %d: %v: got %d bytes, want %d: %s", file, n, err, len(out), len(data), v)
			}
		}
		for l := range v.Layers() {
			if l.Value() == nil {
				continue
			}
			if l.Failed() {
				failed++
				continue
			}
			want := append(append(bytes.Clone(l.Header()), l.Payload()...), l.Trailer()...)
			if out, err = (codec.Encoder{}).Append(out[:0], l.Value(), l.Payload()); err != nil || !bytes.Equal(out, want) {
				if single++; single <= 10 {
					t.Errorf("%s packet %d, %s: %v: got %x, want %x", file, n, l.Name(), err, out, want)
				}
			}
		}
		if !bytes.Equal(before, data) {
			t.Fatalf("%s packet %d: the input was written to", file, n)
		}
	})
	t.Logf("%d packets, %d not the same, %d layers not the same, %d layers that could not be decoded", packets, whole, single, failed)
	if packets == 0 {
		t.Fatal("no packets")
	}
}

// TestReuse: a view that has decoded other packets gives what a new one gives.
func TestReuse(t *testing.T) {
	bad := 0
	eachPacket(t, func(file string, n int, v *packet.View, data []byte) {
		if n%7 != 0 || bad > 10 {
			return
		}
		p := v.Clone()
		if a, b := v.AppendJSON(nil, 0), p.AppendJSON(nil, 0); !bytes.Equal(a, b) {
			bad++
			t.Errorf("%s packet %d:\n%s\n%s", file, n, a, b)
		}
		if a, b := v.Err(), p.Err(); (a == nil) != (b == nil) || (a != nil && a.Error() != b.Error()) {
			t.Errorf("%s packet %d: %v, new: %v", file, n, a, b)
		}
	})
}

// TestEncodersAgree: the quick ways of encoding write what the reflective one writes.
func TestEncodersAgree(t *testing.T) {
	var fast, slow []byte
	chains := 0
	eachPacket(t, func(file string, n int, v *packet.View, data []byte) {
		var chain []any
		for l := range v.Layers() {
			switch {
			case l.Depth() != l.Index() || l.Failed():
				return
			case l.Value() != nil:
				chain = append(chain, l.Value())
			default:
				chain = append(chain, l.Header())
			}
		}
		chains++
		for _, d := range []codec.Derive{codec.All, codec.Nothing, codec.Lengths, codec.Checksums | codec.NextFields} {
			var err1, err2 error
			fast, err1 = codec.Encoder{Derive: d}.Append(fast[:0], chain...)
			slow, err2 = codec.Encoder{Derive: d, Reflective: true}.Append(slow[:0], chain...)
			if !bytes.Equal(fast, slow) || (err1 == nil) != (err2 == nil) {
				t.Errorf("%s packet %d, derived %b: %v, %v\n%x\n%x", file, n, d, err1, err2, fast, slow)
			}
		}
	})
	if chains == 0 {
		t.Fatal("no packets")
	}
}

// TestErrors: every error is one of the package's own, with a layer.
func TestErrors(t *testing.T) {
	eachPacket(t, func(file string, n int, v *packet.View, _ []byte) {
		for l := range v.Layers() {
			var e *codec.Error
			if err := l.Err(); err != nil && (!errors.As(err, &e) || e.Layer == "" || e.Bit < 0) {
				t.Errorf("%s packet %d: %#v", file, n, err)
			}
		}
	})
}
