package pcapio_test

import (
	"bytes"
	"encoding/binary"
	"io"
	"os"
	"path/filepath"
	"testing"

	"github.com/wiretag/wiretag/pcapio"
)

// sizes60 and sizesMixed are packet lengths of the generated captures.
func sizes60(int) int { return 60 }

func sizesMixed(i int) int { return []int{60, 1514, 90, 576, 66, 1514, 130, 1514}[i&7] }

// pcapFile makes a little-endian microsecond pcap file.
func pcapFile(packets int, size func(int) int) []byte {
	le := binary.LittleEndian
	b := le.AppendUint32(nil, 0xa1b2c3d4)
	b = append(b, 2, 0, 4, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 4, 0, 1, 0, 0, 0)
	for i := range packets {
		n := size(i)
		b = le.AppendUint32(b, uint32(1_700_000_000+i/1000))
		b = le.AppendUint32(b, uint32(i%1000*1000))
		b = le.AppendUint32(b, uint32(n))
		b = le.AppendUint32(b, uint32(n))
		b = append(b, make([]byte, n)...)
	}
	return b
}

// pcapngFile makes a little-endian pcapng file with one interface and microseconds.
func pcapngFile(packets int, size func(int) int) []byte {
	le := binary.LittleEndian
	b := []byte{0x0a, 0x0d, 0x0d, 0x0a, 28, 0, 0, 0, 0x4d, 0x3c, 0x2b, 0x1a, 1, 0, 0, 0}
	b = le.AppendUint64(b, 1<<64-1)
	b = le.AppendUint32(b, 28)
	b = append(b, 1, 0, 0, 0, 20, 0, 0, 0, 1, 0, 0, 0, 0, 0, 4, 0, 20, 0, 0, 0)
	for i := range packets {
		n := size(i)
		padded := (n + 3) &^ 3
		ticks := 1_700_000_000_000_000 + uint64(i)*1000
		b = le.AppendUint32(b, 6)
		b = le.AppendUint32(b, uint32(32+padded))
		b = le.AppendUint32(b, 0)
		b = le.AppendUint32(b, uint32(ticks>>32))
		b = le.AppendUint32(b, uint32(ticks))
		b = le.AppendUint32(b, uint32(n))
		b = le.AppendUint32(b, uint32(n))
		b = append(b, make([]byte, padded)...)
		b = le.AppendUint32(b, uint32(32+padded))
	}
	return b
}

// benchmarkFile reads the whole capture again and again; one operation is one packet.
func benchmarkFile(b *testing.B, file []byte, packets int) {
	b.Helper()
	src := bytes.NewReader(file)
	r, err := pcapio.NewReader(src)
	if err != nil {
		b.Fatal(err)
	}
	b.SetBytes(int64(len(file) / packets))
	b.ReportAllocs()
	b.ResetTimer()
	for range b.N {
		_, _, err := r.Next()
		if err == io.EOF {
			if err = r.Rewind(); err == nil {
				_, _, err = r.Next()
			}
		}
		if err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkReader(b *testing.B) {
	const packets = 20000
	for _, c := range []struct {
		name string
		file []byte
	}{
		{"pcap/60", pcapFile(packets, sizes60)},
		{"pcap/mixed", pcapFile(packets, sizesMixed)},
		{"pcapng/60", pcapngFile(packets, sizes60)},
		{"pcapng/mixed", pcapngFile(packets, sizesMixed)},
	} {
		b.Run(c.name, func(b *testing.B) { benchmarkFile(b, c.file, packets) })
	}
}

// BenchmarkReaderFile compares reading a file from the page cache with a bare loop of read(2) over the same bytes.
func BenchmarkReaderFile(b *testing.B) {
	for _, c := range []struct {
		name string
		file []byte
	}{
		{"pcap/60", pcapFile(2_000_000, sizes60)},
		{"pcap/mixed", pcapFile(250_000, sizesMixed)},
		{"pcapng/60", pcapngFile(1_500_000, sizes60)},
		{"pcapng/mixed", pcapngFile(250_000, sizesMixed)},
	} {
		path := filepath.Join(b.TempDir(), "x")
		if err := os.WriteFile(path, c.file, 0o600); err != nil {
			b.Fatal(err)
		}
		b.Run(c.name+"/read", func(b *testing.B) { benchmarkRead(b, path, len(c.file)) })
		b.Run(c.name+"/packets", func(b *testing.B) { benchmarkPackets(b, path, len(c.file)) })
	}
}

func benchmarkRead(b *testing.B, path string, size int) {
	f, err := os.Open(path)
	if err != nil {
		b.Fatal(err)
	}
	defer f.Close()
	buf := make([]byte, pcapio.DefaultBuffer)
	b.SetBytes(int64(size))
	b.ReportAllocs()
	b.ResetTimer()
	for range b.N {
		if _, err := f.Seek(0, io.SeekStart); err != nil {
			b.Fatal(err)
		}
		for err = nil; err == nil; {
			_, err = f.Read(buf)
		}
		if err != io.EOF {
			b.Fatal(err)
		}
	}
}

func benchmarkPackets(b *testing.B, path string, size int) {
	r, err := pcapio.Open(path)
	if err != nil {
		b.Fatal(err)
	}
	defer r.Close()
	b.SetBytes(int64(size))
	b.ReportAllocs()
	b.ResetTimer()
	total := 0
	for range b.N {
		if err := r.Rewind(); err != nil {
			b.Fatal(err)
		}
		for err = nil; err == nil; {
			var data []byte
			data, _, err = r.Next()
			total += len(data)
		}
		if err != io.EOF {
			b.Fatal(err)
		}
	}
	if total == 0 {
		b.Fatal("no packets")
	}
}
