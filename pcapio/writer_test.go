package pcapio_test

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/wiretag/wiretag/capture"
	"github.com/wiretag/wiretag/pcapio"
)

// written writes the packets and returns the file.
func written(t *testing.T, h pcapio.Header, list []got, options ...pcapio.WriterOption) []byte {
	t.Helper()
	var b bytes.Buffer
	w, err := pcapio.NewWriter(&b, h, options...)
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range list {
		if err := w.WritePacket([]byte(p.data), &p.info); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	if w.Size() != int64(b.Len()) || w.Packets() != uint64(len(list)) {
		t.Fatalf("%d bytes and %d packets, want %d and %d", w.Size(), w.Packets(), b.Len(), len(list))
	}
	return b.Bytes()
}

// TestWriterSame: what is read and written again with its own header has the same bytes, odd values included.
func TestWriterSame(t *testing.T) {
	for name, build := range bothOrders {
		for _, magic := range []uint32{0xa1b2c3d4, 0xa1b23c4d} {
			w := build().pcap(magic, 2, 4, -3600, 6, 17, 228|1<<26|2<<28|5<<16)
			w.record(1_700_000_000, 999_999, 3, 60, "abc").record(0xffffffff, 1, 0, 0, "")
			w.record(5, 6, 4, 0, "efgh").record(7, 8, 30, 2, strings.Repeat("x", 30)).record(9, 9, 2, 0xffffffff, "zz")
			list, r, err := readAll(bytes.NewReader(w.b))
			if err != io.EOF {
				t.Fatal(err)
			}
			for _, size := range []int{0, 1, 50, 1 << 20} {
				if got := written(t, r.Header(), list, pcapio.WithWriteBuffer(size)); !bytes.Equal(got, w.b) {
					t.Errorf("%s, %#x, buffer %d:\n% x\nwant\n% x", name, magic, size, got, w.b)
				}
			}
		}
	}
}

func TestWriterHeader(t *testing.T) {
	for _, c := range []struct {
		in   pcapio.Header
		want string // zone, accuracy, snapshot length, network
		nano bool
	}{
		{pcapio.Header{LinkType: 1}, "0 0 262144 1", false},
		{pcapio.Header{LinkType: 1, Format: pcapio.PcapNano, SnapLen: 96}, "0 0 96 1", true},
		{pcapio.Header{LinkType: 1, Format: pcapio.Pcap, VersionMajor: 2}, "0 0 0 1", false},
		{pcapio.Header{LinkType: 1, Network: 101 | 1<<26 | 2<<28}, "0 0 262144 603979777", false},
		{pcapio.Header{LinkType: 1, Format: pcapio.PcapAIX, Network: 6, SnapLen: 80}, "0 0 80 1", true},
		{pcapio.Header{LinkType: 1, Format: pcapio.Snoop, Network: 4, VersionMajor: 2}, "0 0 262144 1", false},
		{pcapio.Header{LinkType: 113, Format: pcapio.Pcapng, VersionMajor: 1}, "0 0 262144 113", true},
		{
			pcapio.Header{LinkType: 1, Format: pcapio.PcapModified, ThisZone: math.MinInt32, SigFigs: math.MaxUint32, SnapLen: 68},
			"2147483648 4294967295 68 1", false,
		},
	} {
		b := written(t, c.in, nil)
		if len(b) != 24 {
			t.Fatalf("%d bytes", len(b))
		}
		magic := map[bool]uint32{false: 0xa1b2c3d4, true: 0xa1b23c4d}[c.nano]
		le := binary.LittleEndian
		got := fmt.Sprint(le.Uint32(b[8:]), le.Uint32(b[12:]), le.Uint32(b[16:]), le.Uint32(b[20:]))
		if got != c.want || le.Uint32(b) != magic || le.Uint32(b[4:]) != 2|4<<16 {
			t.Errorf("%+v: %#x %#x %s, want %#x %s", c.in, le.Uint32(b), le.Uint32(b[4:]), got, magic, c.want)
		}
	}
	if _, err := pcapio.NewWriter(io.Discard, pcapio.Header{LinkType: capture.LinkTypeNone}); !errors.Is(err, pcapio.ErrLinkType) {
		t.Errorf("no link type: %v", err)
	}
}

func TestWriterPackets(t *testing.T) {
	var b bytes.Buffer
	w, err := pcapio.NewWriter(&b, pcapio.Header{LinkType: 1})
	if err != nil {
		t.Fatal(err)
	}
	before := time.Now().Unix()
	for _, err := range []error{
		w.WritePacket([]byte("now"), nil),
		w.WritePacket([]byte("cut"), &capture.Info{Time: at(0xffffffff, 999_999_999), CaptureLength: 3, Length: 60, LinkType: 1}),
		w.WritePacket([]byte("no time"), &capture.Info{}),
	} {
		if err != nil {
			t.Error(err)
		}
	}
	for _, c := range []struct {
		info capture.Info
		want error
	}{
		{capture.Info{Time: at(-1, 0)}, pcapio.ErrTime},
		{capture.Info{Time: at(1<<32, 0)}, pcapio.ErrTime},
		{capture.Info{Time: capture.Timestamp{Set: true, Era: 1}}, pcapio.ErrTime},
		{capture.Info{CaptureLength: 1, LinkType: 0}, pcapio.ErrLinkType},
		{capture.Info{Length: 1, LinkType: 113}, pcapio.ErrLinkType},
		{capture.Info{LinkType: 113}, pcapio.ErrLinkType},
	} {
		if err := w.WritePacket([]byte("x"), &c.info); !errors.Is(err, c.want) {
			t.Errorf("%+v: %v, want %v", c.info, err, c.want)
		}
	}
	if err := w.Close(); err != nil {
		t.Error(err)
	}
	if err := w.WritePacket(nil, nil); err != capture.ErrClosed {
		t.Errorf("after Close: %v", err)
	}
	if err := w.Close(); err != nil {
		t.Errorf("closed twice: %v", err)
	}
	list, _, err := readAll(&b)
	if err != io.EOF || len(list) != 3 || list[0].info.Time.Sec < before {
		t.Fatalf("%+v, %v", list, err)
	}
	list[0].info.Time = at(1, 0)
	wantPackets(
		t, list,
		got{"now", capture.Info{Time: at(1, 0), Length: 3, LinkType: 1}},
		got{"cut", capture.Info{Time: at(0xffffffff, 999_999_000), Length: 60, LinkType: 1}},
		got{"no time", capture.Info{Time: at(0, 0), Length: 7, LinkType: 1}},
	)
}

// limitedWriter takes so many bytes and then fails.
type limitedWriter struct {
	bytes.Buffer
	left int
	err  error
}

func (l *limitedWriter) Write(p []byte) (int, error) {
	if len(p) > l.left {
		n, _ := l.Buffer.Write(p[:l.left])
		l.left = 0
		return n, l.err
	}
	l.left -= len(p)
	return l.Buffer.Write(p)
}

func TestWriterErrors(t *testing.T) {
	for _, want := range []error{errors.New("disk full"), nil} {
		dst := &limitedWriter{left: 50, err: want}
		w, err := pcapio.NewWriter(dst, pcapio.Header{LinkType: 1}, pcapio.WithWriteBuffer(64))
		if err != nil {
			t.Fatal(err)
		}
		if want == nil {
			want = io.ErrShortWrite
		}
		for i := range 10 {
			if err = w.WritePacket(make([]byte, 10), nil); err != nil && (i == 0 || !errors.Is(err, want)) {
				t.Fatalf("packet %d: %v", i, err)
			}
		}
		if !errors.Is(err, want) || !errors.Is(w.Flush(), want) || !errors.Is(w.Close(), want) {
			t.Errorf("%v, %v", err, want)
		}
	}
}

// TestWriterCrash: whenever it is looked at, the file has whole records, and all up to the last Flush.
func TestWriterCrash(t *testing.T) {
	path := filepath.Join(t.TempDir(), "x.pcap")
	w, err := pcapio.Create(path, pcapio.Header{LinkType: 1}, pcapio.WithWriteBuffer(1000))
	if err != nil {
		t.Fatal(err)
	}
	if err := w.Flush(); err != nil {
		t.Fatal(err)
	}
	flushed, buffered := 0, 0
	for i := range 300 {
		if err := w.WritePacket(make([]byte, i*7%1400), nil); err != nil {
			t.Fatal(err)
		}
		if i%17 == 0 {
			if err := w.Flush(); err != nil {
				t.Fatal(err)
			}
			flushed = i + 1
		}
		f, err := os.Open(path)
		if err != nil {
			t.Fatal(err)
		}
		list, _, err := readAll(f)
		_ = f.Close()
		if err != io.EOF || len(list) < flushed || len(list) > i+1 {
			t.Fatalf("after packet %d, %d flushed: %d in the file, %v", i+1, flushed, len(list), err)
		}
		if len(list) < i+1 {
			buffered++
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	if list := readFile(t, path); len(list) != 300 || buffered == 0 {
		t.Errorf("%d packets; packets waited in the buffer %d times", len(list), buffered)
	}
}

func TestAppend(t *testing.T) {
	path := filepath.Join(t.TempDir(), "x.pcap")
	for name, build := range bothOrders {
		first := build().pcap(0xa1b23c4d, 2, 4, 7, 8, 96, 113).record(1, 2, 3, 3, "abc")
		both := build().pcap(0xa1b23c4d, 2, 4, 7, 8, 96, 113).record(1, 2, 3, 3, "abc").record(4, 5, 2, 60, "de")
		content := func() []byte {
			b, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			return b
		}
		add := func(file []byte, options ...pcapio.WriterOption) error {
			if err := os.WriteFile(path, file, 0o600); err != nil {
				t.Fatal(err)
			}
			w, err := pcapio.Append(path, options...)
			if err != nil {
				return err
			}
			err = w.WritePacket([]byte("de"), &capture.Info{Time: at(4, 5), CaptureLength: 2, Length: 60, LinkType: 113})
			if w.Packets() != 2 || w.Size() != int64(len(both.b)) {
				t.Errorf("%s: %d packets, %d bytes", name, w.Packets(), w.Size())
			}
			return errors.Join(err, w.Close())
		}
		if err := add(first.b); err != nil || !bytes.Equal(content(), both.b) {
			t.Errorf("%s: %v\n% x\nwant\n% x", name, err, content(), both.b)
		}
		for n := 1; n < 18; n++ {
			damaged := append(bytes.Clone(first.b), both.b[len(first.b):][:n]...)
			if err := add(damaged); !errors.Is(err, pcapio.ErrTruncated) || !bytes.Equal(content(), damaged) {
				t.Errorf("%s: %d bytes of a record: %v", name, n, err)
			}
			if err := add(damaged, pcapio.WithRepair()); err != nil || !bytes.Equal(content(), both.b) {
				t.Errorf("%s: %d bytes of a record, repaired: %v", name, n, err)
			}
		}
		for _, file := range [][]byte{
			nil, first.b[:20], gzipped(t, first.b), section2(build()).b, build().pcap(0xa1b2cd34, 2, 4, 0, 0, 1, 1).b,
			build().pcap(0xa1b2c3d4, 2, 3, 0, 0, 1, 1).b,
		} {
			if err := add(file, pcapio.WithRepair()); err == nil || !bytes.Equal(content(), file) {
				t.Errorf("%s: % .20x: %v", name, file, err)
			}
		}
	}
	if _, err := pcapio.Append(filepath.Join(t.TempDir(), "none")); !errors.Is(err, os.ErrNotExist) {
		t.Error(err)
	}
	if _, err := pcapio.Create(filepath.Join(t.TempDir(), "none", "x"), pcapio.Header{LinkType: 1}); !errors.Is(err, os.ErrNotExist) {
		t.Error(err)
	}
}

// TestWriterNoAllocation: writing a packet allocates nothing.
func TestWriterNoAllocation(t *testing.T) {
	for _, h := range []pcapio.Header{{LinkType: 1}, {LinkType: 1, Format: pcapio.PcapNano, BigEndian: true}} {
		w, err := pcapio.NewWriter(io.Discard, h, pcapio.WithWriteBuffer(8192))
		if err != nil {
			t.Fatal(err)
		}
		data := make([]byte, 1514)
		info := capture.Info{Time: at(1, 2), CaptureLength: 1514, Length: 1514, LinkType: 1}
		if n := testing.AllocsPerRun(1000, func() {
			if err := w.WritePacket(data, &info); err != nil {
				t.Fatal(err)
			}
			if err := w.WritePacket(data, nil); err != nil {
				t.Fatal(err)
			}
		}); n != 0 {
			t.Errorf("%+v: %v allocations", h.Format, n)
		}
	}
}

// TestWriterCorpus writes every pcap file of the corpus again: the same bytes, up to where it is damaged.
func TestWriterCorpus(t *testing.T) {
	dir := corpusDir(t)
	files, carried := 0, 0
	lines(t, filepath.Join(dir, "manifest.jsonl"), func(line []byte) {
		var m corpusFile
		if err := json.Unmarshal(line, &m); err != nil {
			t.Fatal(err)
		}
		file, err := os.ReadFile(filepath.Join(dir, "captures", m.File))
		if err != nil {
			t.Fatal(err)
		}
		list, r, err := readAll(bytes.NewReader(file))
		if r == nil || r.Header().VersionMajor != 2 || r.Header().VersionMinor != 4 {
			return
		}
		if f := r.Header().Format; f != pcapio.Pcap && f != pcapio.PcapNano || r.LinkType() == capture.LinkTypeNone {
			return
		}
		want := file[:r.Offset()]
		var e *pcapio.Error
		if errors.As(err, &e) {
			want = file[:e.Offset]
		}
		if overflows(r.Header(), want) {
			carried++
			return
		}
		files++
		if got := written(t, r.Header(), list); !bytes.Equal(got, want) {
			t.Errorf("%s: %d bytes, want %d", m.File, len(got), len(want))
		}
	})
	if files < 1000 {
		t.Errorf("%d files", files)
	}
	t.Logf("%d files; in %d a fraction of a second is above one second, which is carried over", files, carried)
}

// overflows reports whether a record has a fraction of a second above one second.
func overflows(h pcapio.Header, file []byte) bool {
	var order binary.ByteOrder = binary.LittleEndian
	if h.BigEndian {
		order = binary.BigEndian
	}
	unit := uint32(1_000_000)
	if h.Format == pcapio.PcapNano {
		unit = 1_000_000_000
	}
	for at := 24; at+16 <= len(file); at += 16 + int(order.Uint32(file[at+8:])) {
		if order.Uint32(file[at+4:]) >= unit {
			return true
		}
	}
	return false
}
