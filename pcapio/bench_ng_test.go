package pcapio_test

import (
	"bytes"
	"io"
	"testing"

	"github.com/wiretag/wiretag/capture"
	"github.com/wiretag/wiretag/pcapio"
)

// BenchmarkNgWriter writes packets to nowhere; one operation is one packet.
func BenchmarkNgWriter(b *testing.B) {
	for _, c := range []struct {
		name       string
		resolution pcapio.Resolution
		flags      capture.Flags
		size       int
	}{
		{"ns/60", pcapio.Nanoseconds, 0, 60},
		{"ns/1514", pcapio.Nanoseconds, 0, 1514},
		{"us/60", pcapio.Microseconds, 0, 60},
		{"2^-32/60", 0x80 | 32, 0, 60},
		{"flags/60", pcapio.Nanoseconds, 1, 60},
	} {
		b.Run(c.name, func(b *testing.B) {
			w := must(pcapio.NewNgWriter(io.Discard))(b)
			must(w.AddInterface(capture.LinkTypeEthernet, 0, &pcapio.InterfaceOptions{Resolution: &c.resolution}))(b)
			data, n := make([]byte, c.size), uint32(c.size)
			info := capture.Info{Time: at(1_700_000_000, 5), CaptureLength: n, Length: n, LinkType: capture.LinkTypeEthernet, Flags: c.flags}
			b.SetBytes(int64(c.size + 32))
			b.ReportAllocs()
			for b.Loop() {
				if err := w.WritePacket(data, &info); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// BenchmarkBlocks copies a file block by block; one operation is one block.
func BenchmarkBlocks(b *testing.B) {
	file := pcapngFile(20000, sizesMixed)
	r := must(pcapio.NewBlockReader(bytes.NewReader(file)))(b)
	w := pcapio.NewBlockWriter(io.Discard)
	b.SetBytes(int64(len(file) / 20000))
	b.ReportAllocs()
	b.ResetTimer()
	for range b.N {
		block, err := r.Next()
		if err == io.EOF {
			if err = r.Rewind(); err == nil {
				block, err = r.Next()
			}
		}
		if err == nil {
			err = w.WriteBlock(block)
		}
		if err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkReaderOptions reads packets that each have their flags as an option, as capturing programs write them on
// some systems; one operation is one packet.
func BenchmarkReaderOptions(b *testing.B) {
	var file bytes.Buffer
	w := must(pcapio.NewNgWriter(&file))(b)
	data := make([]byte, 60)
	for i := range 20000 {
		info := capture.Info{Time: at(1_700_000_000+int64(i)/1000, 5), CaptureLength: 60, Length: 60, LinkType: 1, Flags: 1}
		if err := w.WritePacket(data, &info); err != nil {
			b.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		b.Fatal(err)
	}
	benchmarkFile(b, file.Bytes(), 20000)
}
