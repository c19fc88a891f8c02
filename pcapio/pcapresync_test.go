package pcapio_test

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"errors"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"

	"github.com/wiretag/wiretag/pcapio"
)

// TestPcapResync damages records in all ways, and wants all others.
func TestPcapResync(t *testing.T) {
	random := rand.New(rand.NewPCG(5, 6))
	for name, build := range bothOrders {
		const packets = 60
		w := build().pcap(0xa1b2c3d4, 2, 4, 0, 0, 65535, 1)
		for i := range uint32(packets) {
			data := make([]byte, 20+random.IntN(300))
			for j := range data {
				data[j] = byte(random.Uint32())
			}
			w.record(1_700_000_000+i, i, uint32(len(data)), uint32(len(data)), string(data))
		}
		whole, _, err := readAll(bytes.NewReader(w.b))
		if err != io.EOF {
			t.Fatal(err)
		}
		start := append([]int{24}, w.ends...)
		put := func(b []byte, at int, v uint32) { w.order.PutUint32(b[at:], v) }
		for kind, damage := range map[string]func(b []byte, at int) []byte{
			"huge length":     func(b []byte, at int) []byte { put(b, at+8, 1<<31); return b },
			"long length":     func(b []byte, at int) []byte { put(b, at+8, 3000); put(b, at+12, 3000); return b },
			"longer by one":   func(b []byte, at int) []byte { put(b, at+8, w.order.Uint32(b[at+8:])+1); return b },
			"shorter by five": func(b []byte, at int) []byte { put(b, at+8, w.order.Uint32(b[at+8:])-5); return b },
			"zero length":     func(b []byte, at int) []byte { put(b, at+8, 0); return b },
			"missing bytes":   func(b []byte, at int) []byte { return append(b[:at+7], b[at+16:]...) },
			"zeros":           func(b []byte, at int) []byte { clear(b[at : at+100]); return b },
			"noise": func(b []byte, at int) []byte {
				for i := range 100 {
					b[at+i] = byte(random.Uint32())
				}
				return b
			},
			"inserted": func(b []byte, at int) []byte { return append(append(bytes.Clone(b[:at]), "garbage!?"...), b[at:]...) },
		} {
			for i := 1; i < packets-5; i++ {
				file := damage(bytes.Clone(w.b), start[i])
				var skipped, reports int64
				list, _, err := readAll(bytes.NewReader(file), pcapio.WithBuffer(4096), pcapio.WithResync(func(e *pcapio.Error, n int64) {
					if !errors.Is(e, pcapio.ErrFormat) || n <= 0 {
						t.Errorf("%v, %d bytes", e, n)
					}
					reports++
					skipped += n
				}))
				if err != io.EOF && reports == 0 {
					t.Fatalf("%s, %s at packet %d: %v", name, kind, i, err)
				}
				found := map[string]bool{}
				for _, p := range list {
					found[p.data] = true
				}
				lost := 0
				for _, p := range whole {
					if !found[p.data] {
						lost++
					}
				}
				// Noise and zeros run over a hundred bytes, so over up to five short packets.
				if most := map[string]int{"zeros": 5, "noise": 5, "long length": 1}[kind]; lost > max(most, 1) {
					t.Errorf("%s, %s at packet %d: %d packets lost, %d bytes in %d places: %v", name, kind, i, lost, skipped, reports, err)
				}
			}
		}
	}
}

// TestResyncSound: files without damage are read as without the option, those with odd records included, and files with
// damage give no fewer packets.
func TestResyncSound(t *testing.T) {
	dir := corpusDir(t)
	files, more := 0, 0
	lines(t, filepath.Join(dir, "manifest.jsonl"), func(line []byte) {
		var m corpusFile
		if err := json.Unmarshal(line, &m); err != nil {
			t.Fatal(err)
		}
		file, err := os.ReadFile(filepath.Join(dir, "captures", m.File))
		if err != nil {
			t.Fatal(err)
		}
		want, r, end := readAll(bytes.NewReader(file))
		if r == nil || r.Header().Format == pcapio.Pcapng {
			return
		}
		files++
		got, _, err := readAll(bytes.NewReader(file), pcapio.WithResync(nil))
		if len(got) > len(want) {
			more++
		}
		if end == io.EOF && (err != io.EOF || len(got) != len(want)) {
			t.Errorf("%s: %d packets, want %d, %v", m.File, len(got), len(want), err)
		}
		for i := range min(len(want), len(got)) {
			if got[i].data != want[i].data || !equalInfo(got[i].info, want[i].info) {
				if end == io.EOF {
					t.Errorf("%s: packet %d differs", m.File, i+1)
				}
				break
			}
		}
	})
	if files < 1000 {
		t.Errorf("%d files", files)
	}
	t.Logf("%d files; in %d damaged ones there is more", files, more)
}

// TestResyncTime: looking for records takes linear time, and no more memory than the limit.
func TestResyncTime(t *testing.T) {
	file := pcapFile(3, sizesMixed)
	binary.LittleEndian.PutUint32(file[24+8:], 1<<30) // the first record cannot be read
	file = append(file, bytes.Repeat([]byte{0, 0, 0, 1, 1}, 4<<20)...)
	list, _, err := readAll(bytes.NewReader(file), pcapio.WithResync(nil), pcapio.WithLimit(1<<16))
	if len(list) > 3 || err == nil {
		t.Errorf("%d packets, %v", len(list), err)
	}
}

// FuzzPcapResync: going on behind damage always makes progress, and gives every byte to at most one packet.
func FuzzPcapResync(f *testing.F) {
	for _, build := range bothOrders {
		w := build().pcap(0xa1b2c3d4, 2, 4, 0, 0, 9, 1)
		for i := range uint32(6) {
			w.record(i, i, 4, 4, "data")
		}
		f.Add(w.b)
		damaged := bytes.Clone(w.b)
		w.order.PutUint32(damaged[24+20+8:], 5)
		f.Add(damaged)
	}
	f.Fuzz(func(t *testing.T, file []byte) {
		skipped, last := int64(0), int64(-1)
		list, r, err := readAll(bytes.NewReader(file), pcapio.WithLimit(1<<12), pcapio.WithBuffer(4096), pcapio.WithResync(func(e *pcapio.Error, n int64) {
			if e.Offset <= last || n <= 0 {
				t.Fatalf("%d bytes at %d, after %d", n, e.Offset, last)
			}
			skipped, last = skipped+n, e.Offset
		}))
		if r == nil || r.Compression() != pcapio.Plain {
			return
		}
		total := skipped
		for _, p := range list {
			total += int64(len(p.data))
		}
		if err == nil || total > int64(len(file)) || 12*len(list) > len(file) {
			t.Fatalf("%d packets and %d bytes in %d, %v", len(list), total, len(file), err)
		}
	})
}
