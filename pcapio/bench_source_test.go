package pcapio_test

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"testing"

	"github.com/wiretag/wiretag/capture"
	"github.com/wiretag/wiretag/pcapio"
)

// window is the least of a reader of pcap records, with the type of what it reads from as a parameter. With
// R = io.Reader it is one for all; with another one the compiler knows the type.
type window[R io.Reader] struct {
	src      R
	buf      []byte
	pos, end int
}

func (w *window[R]) next() ([]byte, error) {
	const head = 16
	for {
		if b := w.buf[w.pos:w.end]; len(b) >= head {
			if end := head + uint64(binary.LittleEndian.Uint32(b[8:])); end <= uint64(len(b)) {
				w.pos += int(end)
				return b[head:end], nil
			}
		}
		w.end = copy(w.buf, w.buf[w.pos:w.end])
		w.pos = 0
		n, err := w.src.Read(w.buf[w.end:])
		if w.end += n; n == 0 {
			return nil, err
		}
	}
}

// buffered is a source that is a struct, for which a parameter has code of its own.
type buffered struct{ *bytes.Reader }

// BenchmarkSourceType answers whether the type of the source should be a parameter of Reader. One operation is a packet.
func BenchmarkSourceType(b *testing.B) {
	file := pcapFile(20000, sizes60)[24:]
	for _, size := range []int{4 << 10, pcapio.DefaultBuffer} {
		b.Run(fmt.Sprintf("interface/%d", size), func(b *testing.B) {
			src := bytes.NewReader(file)
			readWindow(b, &window[io.Reader]{src: src, buf: make([]byte, size)}, src)
		})
		b.Run(fmt.Sprintf("pointer/%d", size), func(b *testing.B) {
			src := bytes.NewReader(file)
			readWindow(b, &window[*bytes.Reader]{src: src, buf: make([]byte, size)}, src)
		})
		b.Run(fmt.Sprintf("struct/%d", size), func(b *testing.B) {
			src := bytes.NewReader(file)
			readWindow(b, &window[buffered]{src: buffered{src}, buf: make([]byte, size)}, src)
		})
	}
}

func readWindow[R io.Reader](b *testing.B, w *window[R], src *bytes.Reader) {
	b.ReportAllocs()
	total := 0
	for range b.N {
		data, err := w.next()
		if err == io.EOF {
			_, _ = src.Seek(0, io.SeekStart)
		}
		total += len(data)
	}
	if b.N > 0 && total == 0 {
		b.Fatal("no packets")
	}
}

// BenchmarkBuffer reads a file of 64 MB from the page cache with buffers of several sizes. One operation is the file.
func BenchmarkBuffer(b *testing.B) {
	file := pcapFile(90_000, sizesMixed)
	path := filepath.Join(b.TempDir(), "x")
	if err := os.WriteFile(path, file, 0o600); err != nil {
		b.Fatal(err)
	}
	for size := 16 << 10; size <= 4<<20; size *= 4 {
		b.Run(fmt.Sprint(size), func(b *testing.B) {
			r, err := pcapio.Open(path, pcapio.WithBuffer(size))
			if err != nil {
				b.Fatal(err)
			}
			defer r.Close()
			b.SetBytes(int64(len(file)))
			b.ReportAllocs()
			for b.Loop() {
				for err = nil; err == nil; {
					_, _, err = r.Next()
				}
				if err != io.EOF {
					b.Fatal(err)
				}
				if err := r.Rewind(); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// BenchmarkWriter writes packets to nowhere. One operation is a packet.
func BenchmarkWriter(b *testing.B) {
	for _, size := range []int{60, 1514} {
		for _, h := range []pcapio.Header{{LinkType: 1, Format: pcapio.Pcap}, {LinkType: 1, Format: pcapio.PcapNano, BigEndian: true}} {
			b.Run(fmt.Sprintf("%v/big-endian=%v/%d", h.Format, h.BigEndian, size), func(b *testing.B) {
				w, err := pcapio.NewWriter(io.Discard, h)
				if err != nil {
					b.Fatal(err)
				}
				data := make([]byte, size)
				info := capture.Info{Time: at(1_700_000_000, 5000), CaptureLength: uint32(size), Length: uint32(size), LinkType: 1}
				b.SetBytes(int64(size + 16))
				b.ReportAllocs()
				for b.Loop() {
					if err := w.WritePacket(data, &info); err != nil {
						b.Fatal(err)
					}
				}
			})
		}
	}
}

// BenchmarkMerger merges files in memory. One operation is a packet.
func BenchmarkMerger(b *testing.B) {
	for _, n := range []int{2, 16} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			file := pcapFile(20000, sizes60)
			var readers []*pcapio.Reader
			var sources []capture.Source
			for range n {
				r, err := pcapio.NewReaderBytes(file)
				if err != nil {
					b.Fatal(err)
				}
				readers, sources = append(readers, r), append(sources, r)
			}
			m := pcapio.NewMerger(sources...)
			b.ReportAllocs()
			b.ResetTimer()
			for range b.N {
				if _, _, err := m.Next(); err != nil {
					for _, r := range readers {
						if err := r.Rewind(); err != nil {
							b.Fatal(err)
						}
					}
					m = pcapio.NewMerger(sources...)
				}
			}
		})
	}
}
