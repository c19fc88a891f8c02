package pcapio_test

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"errors"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"testing"
	"testing/iotest"
	"time"

	"github.com/klauspost/compress/zstd"
	"github.com/pierrec/lz4/v4"

	"github.com/wiretag/wiretag/capture"
	"github.com/wiretag/wiretag/pcapio"
)

func gzipped(t testing.TB, parts ...[]byte) []byte {
	var b bytes.Buffer
	for _, p := range parts { // one member each
		z := gzip.NewWriter(&b)
		if _, err := z.Write(p); err != nil {
			t.Fatal(err)
		}
		if err := z.Close(); err != nil {
			t.Fatal(err)
		}
	}
	return b.Bytes()
}

func zstandard(t testing.TB, parts ...[]byte) []byte {
	z, err := zstd.NewWriter(nil)
	if err != nil {
		t.Fatal(err)
	}
	defer z.Close()
	var b []byte
	for _, p := range parts { // one frame each
		b = z.EncodeAll(p, b)
	}
	return b
}

func lz4Frames(t testing.TB, parts ...[]byte) []byte {
	var b bytes.Buffer
	for _, p := range parts { // one frame each
		z := lz4.NewWriter(&b)
		if _, err := z.Write(p); err != nil {
			t.Fatal(err)
		}
		if err := z.Close(); err != nil {
			t.Fatal(err)
		}
	}
	return b.Bytes()
}

// skippable puts a frame without data in front.
func skippable(b []byte) []byte {
	return append([]byte{0x5a, 0x2a, 0x4d, 0x18, 3, 0, 0, 0, 'x', 'y', 'z'}, b...)
}

// TestCompressors reads what the usual programs write.
func TestCompressors(t *testing.T) {
	dir := t.TempDir()
	plain := filepath.Join(dir, "plain")
	if err := os.WriteFile(plain, pcapFile(5000, sizesMixed), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		kind pcapio.Compression
		args []string
	}{
		{pcapio.Gzip, []string{"gzip", "-9"}},
		{pcapio.Zstd, []string{"zstd", "-q"}},
		{pcapio.LZ4, []string{"lz4", "-q"}},
		{pcapio.LZ4, []string{"lz4", "-q", "-9", "-BD", "-B4", "--content-size"}}, // blocks that refer to those before
		{pcapio.LZ4, []string{"lz4", "-q", "-B7", "--no-frame-crc", "-BX"}},
		{pcapio.LZ4, []string{"lz4", "-q", "-l"}}, // the legacy form
	} {
		data := output(t, c.args[0], append(c.args[1:], "-c", plain)...)
		list, r, err := readAll(strings.NewReader(data))
		if err != io.EOF || len(list) != 5000 || r.Compression() != c.kind {
			t.Errorf("%q: %d packets, %v, %v", c.args, len(list), r.Compression(), err)
			continue
		}
		if err := r.Rewind(); err != nil {
			t.Error(err)
		}
		if data, _, err := r.Next(); err != nil || string(data) != list[0].data {
			t.Errorf("%q: after rewinding: %v", c.args, err)
		}
	}
}

func TestCompressed(t *testing.T) {
	for name, file := range map[string][]byte{"pcap": pcapFile(500, sizesMixed), "pcapng": pcapngFile(500, sizesMixed)} {
		half := len(file) / 2
		for _, c := range []struct {
			kind pcapio.Compression
			data []byte
		}{
			{pcapio.Plain, file},
			{pcapio.Gzip, gzipped(t, file)},
			{pcapio.Gzip, gzipped(t, file[:half], file[half:])},
			{pcapio.Zstd, zstandard(t, file)},
			{pcapio.Zstd, zstandard(t, file[:half], file[half:])},
			{pcapio.Zstd, skippable(zstandard(t, file))},
			{pcapio.LZ4, lz4Frames(t, file)},
			{pcapio.LZ4, lz4Frames(t, file[:half], nil, file[half:])},
			{pcapio.LZ4, skippable(skippable(lz4Frames(t, file)))},
		} {
			list, r, err := readAll(bytes.NewReader(c.data))
			if err != io.EOF || len(list) != 500 || r.Compression() != c.kind || r.Offset() != int64(len(file)) {
				t.Errorf("%s, %v: %d packets, %v, end at %d of %d: %v", name, c.kind, len(list), r.Compression(), r.Offset(), len(file), err)
			}
			if c.kind == pcapio.Plain {
				continue
			}
			cut := c.data[:len(c.data)-5]
			list, r, err = readAll(bytes.NewReader(cut))
			if !errors.Is(err, pcapio.ErrTruncated) || errors.Is(err, pcapio.ErrFormat) || r.Offset() == 0 {
				t.Errorf("%s, %v, cut: %d packets, %v", name, c.kind, len(list), err)
			}
			failing := errors.New("disk on fire")
			_, _, err = readAll(io.MultiReader(bytes.NewReader(cut), iotest.ErrReader(failing)))
			if !errors.Is(err, failing) || errors.Is(err, pcapio.ErrTruncated) {
				t.Errorf("%s, %v, failing source: %v", name, c.kind, err)
			}
		}
		bad := gzipped(t, file)
		bad[len(bad)-6] ^= 1 // in the checksum
		list, _, err := readAll(bytes.NewReader(bad))
		if !errors.Is(err, pcapio.ErrFormat) || !errors.Is(err, gzip.ErrChecksum) && len(list) != 500 {
			t.Errorf("%s: bad checksum: %d packets, %v", name, len(list), err)
		}
	}
	for _, b := range [][]byte{
		{0x1f, 0x8b, 8, 0}, {0x28, 0xb5, 0x2f, 0xfd}, {0x28, 0xb5, 0x2f, 0xfd, 0}, {4, 0x22, 0x4d, 0x18}, {4, 0x22, 0x4d, 0x18, 0x64},
	} {
		_, _, err := readAll(bytes.NewReader(b))
		if !errors.Is(err, pcapio.ErrTruncated) {
			t.Errorf("% x: %v", b, err)
		}
	}
}

// TestNoGoroutines: reading a compressed file leaves no goroutine behind.
func TestNoGoroutines(t *testing.T) {
	file := pcapFile(500, sizesMixed)
	before := runtime.NumGoroutine()
	for _, data := range [][]byte{gzipped(t, file), zstandard(t, file), lz4Frames(t, file)} {
		r, err := pcapio.NewReader(bytes.NewReader(data))
		if err != nil {
			t.Fatal(err)
		}
		if _, _, err := r.Next(); err != nil {
			t.Fatal(err)
		}
		if n := runtime.NumGoroutine(); n > before {
			t.Errorf("%v: %d goroutines, %d before", r.Compression(), n, before)
		}
	}
}

func TestZeroReader(t *testing.T) {
	var r pcapio.Reader
	if _, _, err := r.Next(); err == nil || err == io.EOF {
		t.Errorf("zero reader: %v", err)
	}
	if err := r.Rewind(); err == nil {
		t.Error("rewound the zero reader")
	}
}

// TestChunks reads the same bytes through readers that give them in different pieces.
func TestChunks(t *testing.T) {
	w := section2(bothOrders["big-endian"]())
	big := bothOrders["little-endian"]().pcap(0xa1b2c3d4, 2, 4, 0, 0, 100, 1)
	for i := range 40 {
		n := uint32(i * i * 9)
		big.record(1, 2, n, n, string(bytes.Repeat([]byte{byte(i)}, int(n))))
	}
	for _, file := range [][]byte{w.b, big.b} {
		want, _, err := readAll(bytes.NewReader(file))
		if err != io.EOF || len(want) == 0 {
			t.Fatal(err)
		}
		for name, src := range map[string]io.Reader{
			"one byte":     iotest.OneByteReader(bytes.NewReader(file)),
			"half":         iotest.HalfReader(bytes.NewReader(file)),
			"data and EOF": iotest.DataErrReader(bytes.NewReader(file)),
			"all":          bytes.NewReader(file),
		} {
			list, _, err := readAll(src, pcapio.WithBuffer(4096))
			if err != io.EOF {
				t.Errorf("%s: %v", name, err)
			}
			if len(list) != len(want) {
				t.Fatalf("%s: %d packets, want %d", name, len(list), len(want))
			}
			for i := range want {
				if list[i].data != want[i].data || !equalInfo(list[i].info, want[i].info) {
					t.Fatalf("%s: packet %d differs", name, i+1)
				}
			}
		}
	}
}

type readerFunc func([]byte) (int, error)

func (f readerFunc) Read(p []byte) (int, error) { return f(p) }

func TestBadSources(t *testing.T) {
	file := pcapFile(3, sizes60)
	failing := errors.New("disk on fire")
	list, _, err := readAll(io.MultiReader(bytes.NewReader(file[:len(file)-1]), iotest.ErrReader(failing)))
	if len(list) != 2 || !errors.Is(err, failing) || errors.Is(err, pcapio.ErrTruncated) {
		t.Errorf("%d packets, %v", len(list), err)
	}
	if _, err := pcapio.NewReader(iotest.ErrReader(failing)); !errors.Is(err, failing) {
		t.Errorf("error at once: %v", err)
	}
	if _, err := pcapio.NewReader(readerFunc(func([]byte) (int, error) { return 0, nil })); !errors.Is(err, io.ErrNoProgress) {
		t.Errorf("no progress: %v", err)
	}
	for _, n := range []int{-1, 1 << 30} {
		if _, err := pcapio.NewReader(readerFunc(func([]byte) (int, error) { return n, nil })); err == nil {
			t.Errorf("count %d: no error", n)
		}
	}
}

// TestNoAllocation: reading a packet allocates nothing, whatever it has.
func TestNoAllocation(t *testing.T) {
	ng := bothOrders["big-endian"]().section().iface(1, 0)
	ng.iface(1, 0, func() { ng.option(9, 9).option(14, 0, 0, 0, 0, 0, 0, 0, 5) }) // nanoseconds, offset
	for i := range 3000 {
		ng.enhanced(uint32(i&1), uint64(i), 4, 4, "abcd")
		ng.enhanced(0, 7, 4, 4, "abcd", func() { ng.option(1, 'c').option(2, 0, 0, 0, 1) })
		ng.simple(4, "abcd")
		ng.block(0x123, func() { ng.u32(1, 2) })
	}
	for name, file := range map[string][]byte{
		"pcap": pcapFile(9000, sizesMixed), "pcapng": pcapngFile(9000, sizesMixed), "pcapng, options": ng.b,
	} {
		r, err := pcapio.NewReader(bytes.NewReader(file), pcapio.WithBuffer(8192))
		if err != nil {
			t.Fatal(err)
		}
		comments := 0
		n := testing.AllocsPerRun(8000, func() {
			data, info, err := r.Next()
			if err != nil || len(data) == 0 {
				t.Fatal(err)
			}
			comments += info.CommentCount()
		})
		if n != 0 {
			t.Errorf("%s: %v allocations a packet", name, n)
		}
		if (comments == 0) != (name != "pcapng, options") {
			t.Errorf("%s: %d comments", name, comments)
		}
	}
}

// TestClaimedLength: a length costs no memory before as many bytes have arrived.
func TestClaimedLength(t *testing.T) {
	const claim = 15 << 20
	pcap := bothOrders["little-endian"]().pcap(0xa1b2c3d4, 2, 4, 0, 0, 100, 1).record(1, 2, claim, claim, "short")
	ng := bothOrders["little-endian"]().section().u32(6, claim, 0, 0)
	for name, file := range map[string][]byte{"pcap": pcap.b, "pcapng": ng.b} {
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		_, _, err := readAll(bytes.NewReader(file), pcapio.WithBuffer(4096))
		runtime.ReadMemStats(&after)
		if used := after.TotalAlloc - before.TotalAlloc; used > 100_000 {
			t.Errorf("%s: %d bytes allocated", name, used)
		}
		if !errors.Is(err, pcapio.ErrTruncated) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestRewind(t *testing.T) {
	for name, file := range map[string][]byte{
		"pcap": pcapFile(9, sizes60), "pcapng": section2(bothOrders["big-endian"]()).b, "gzip": gzipped(t, pcapFile(9, sizes60)),
	} {
		src := bytes.NewReader(append([]byte("before"), file...))
		if _, err := src.Seek(6, io.SeekStart); err != nil {
			t.Fatal(err)
		}
		r, err := pcapio.NewReader(src)
		if err != nil {
			t.Fatal(err)
		}
		count := func() (n int) {
			for {
				if _, _, err := r.Next(); err == io.EOF {
					return n
				} else if err != nil {
					t.Fatal(name, err)
				}
				n++
			}
		}
		first := count()
		before, _ := r.Stats()
		if err := r.Rewind(); err != nil {
			t.Fatal(name, err)
		}
		second := count()
		if after, _ := r.Stats(); first == 0 || first != second || before != after {
			t.Errorf("%s: %d packets, then %d; stats %+v, then %+v", name, first, second, before, after)
		}
	}
	r, err := pcapio.NewReader(iotest.DataErrReader(bytes.NewReader(pcapFile(1, sizes60))))
	if err != nil {
		t.Fatal(err)
	}
	if err := r.Rewind(); err == nil {
		t.Error("rewound a source that cannot seek")
	}
}

func TestOpenAndClose(t *testing.T) {
	path := filepath.Join(t.TempDir(), "x.pcap")
	if _, err := pcapio.Open(path); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("no file: %v", err)
	}
	if err := os.WriteFile(path, pcapFile(3, sizes60), 0o600); err != nil {
		t.Fatal(err)
	}
	r, err := pcapio.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	if _, _, err := r.Next(); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if err := r.Close(); err != nil {
			t.Error(err)
		}
	}
	for range 2 {
		if data, info, err := r.Next(); !errors.Is(err, capture.ErrClosed) || data != nil || info != nil {
			t.Errorf("after Close: %v, %v, %v", data, info, err)
		}
	}
	if err := r.Rewind(); !errors.Is(err, capture.ErrClosed) {
		t.Errorf("rewind after Close: %v", err)
	}
}

// TestCloseWakes closes a reader that waits for a packet from a named pipe.
func TestCloseWakes(t *testing.T) {
	pr, pw, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer pr.Close()
	defer pw.Close()
	path := "/dev/fd/" + strconv.Itoa(int(pr.Fd()))
	if _, err := os.Stat(path); err != nil {
		t.Skipf("no descriptors as files: %v", err)
	}
	if _, err := pw.Write(pcapFile(1, sizes60)); err != nil {
		t.Fatal(err)
	}
	r, err := pcapio.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	if _, _, err := r.Next(); err != nil {
		t.Fatal(err)
	}
	time.AfterFunc(20*time.Millisecond, func() { _ = r.Close() })
	if _, _, err := r.Next(); !errors.Is(err, capture.ErrClosed) {
		t.Errorf("woken with %v", err)
	}
}

// TestSkippableAllocations: what is skippable in front of a compressed file is not kept, and its memory does not grow in small steps.
func TestSkippableAllocations(t *testing.T) {
	file := zstandard(t, pcapFile(10, sizesMixed))
	long := append([]byte{0x50, 0x2a, 0x4d, 0x18, 0, 0, 8, 0}, make([]byte, 1<<19)...)
	short := []byte{0x50, 0x2a, 0x4d, 0x18, 0, 0, 0, 0}
	const limit = 1 << 20
	for name, frames := range map[string][]byte{"long": bytes.Repeat(long, 100), "short": bytes.Repeat(short, 500_000)} {
		data := append(frames, file...)
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		r, err := pcapio.NewReader(bufio.NewReader(bytes.NewReader(data)), pcapio.WithLimit(limit))
		runtime.ReadMemStats(&after)
		if err != nil || r.Compression() != pcapio.Zstd {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if n := after.TotalAlloc - before.TotalAlloc; n > 24*limit {
			t.Errorf("%s: %d bytes were allocated, with a limit of %d", name, n, limit)
		}
	}
}
