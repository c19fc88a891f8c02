package pcapio_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"
	"testing/iotest"

	"github.com/wiretag/wiretag/capture"
	"github.com/wiretag/wiretag/pcapio"
)

// ordered makes files of n packets whose times are not in order, and which have sections and interfaces anywhere.
func indexFiles(n int) map[string][]byte {
	random := rand.New(rand.NewPCG(1, 2))
	second := func(i int) uint32 { return uint32(1000 + i + random.IntN(300)) }
	size := func() int { return random.IntN(200) }
	pcap := bothOrders["big-endian"]().pcap(0xa1b23c4d, 2, 4, 0, 0, 65535, 1)
	ng := bothOrders["little-endian"]().section().iface(1, 0)
	snoop := bothOrders["big-endian"]().bytes([]byte("snoop\x00\x00\x00")...).u32(2, 4)
	ifaces := uint32(1)
	for i := range n {
		data := string(make([]byte, size()))
		l := uint32(len(data))
		pcap.record(second(i), uint32(i), l, l, data)
		snoop.u32(l, l, 24+l, 7, second(i), uint32(i)).bytes([]byte(data)...)
		switch random.IntN(100) {
		case 0:
			order := []string{"little-endian", "big-endian"}[random.IntN(2)]
			ng.order = bothOrders[order]().order
			ng.section().iface(1, 0)
			ifaces = 1
		case 1, 2, 3:
			ng.iface(uint16(100+random.IntN(9)), 0, func() { ng.option(9, 9) })
			ifaces++
		case 4:
			ng.simple(4, "none")
			continue
		}
		ng.enhanced(random.Uint32N(ifaces), uint64(second(i))*1_000_000, l, l, data)
	}
	return map[string][]byte{"pcap": pcap.b, "pcapng": ng.b, "snoop": snoop.b}
}

// TestIndex goes to packets by number and by time, and compares with what reading all gives.
func TestIndex(t *testing.T) {
	for name, file := range indexFiles(5000) {
		all, _, err := readAll(bytes.NewReader(file))
		if err != io.EOF {
			t.Fatal(err)
		}
		for kind, open := range map[string]func() (*pcapio.Reader, error){
			"file": func() (*pcapio.Reader, error) {
				return pcapio.NewReader(bytes.NewReader(file), pcapio.WithBuffer(4096))
			},
			"memory": func() (*pcapio.Reader, error) { return pcapio.NewReaderBytes(file) },
			"gzip":   func() (*pcapio.Reader, error) { return pcapio.NewReader(bytes.NewReader(gzipped(t, file))) },
		} {
			r, err := open()
			if err != nil {
				t.Fatal(err)
			}
			x, err := pcapio.NewIndex(r)
			if err != nil || x.Packets() != uint64(len(all)) || x.End() != int64(len(file)) {
				t.Fatalf("%s, %s: %d packets, want %d, end %d of %d, %v", name, kind, x.Packets(), len(all), x.End(), len(file), err)
			}
			checkIndex(t, r, stored(t, x), all, map[string]int{"gzip": 6}[kind])
		}
	}
}

// stored stores an index and loads it again.
func stored(t *testing.T, x *pcapio.Index) *pcapio.Index {
	t.Helper()
	b, err := x.MarshalBinary()
	if err != nil {
		t.Fatal(err)
	}
	y := new(pcapio.Index)
	if err := y.UnmarshalBinary(b); err != nil {
		t.Fatal(err)
	}
	return y
}

func checkIndex(t *testing.T, r *pcapio.Reader, x *pcapio.Index, all []got, tries int) {
	t.Helper()
	random := rand.New(rand.NewPCG(3, 4))
	if tries == 0 {
		tries = 300
	}
	same := func(n int) {
		t.Helper()
		for i := n; i < min(n+3, len(all)); i++ {
			data, info, err := r.Next()
			if err != nil {
				t.Fatalf("packet %d: %v", i, err)
			}
			want := all[i].info
			want.Dropped = info.Dropped // of snoop, for which the packet before is needed
			if string(data) != all[i].data || !equalInfo(*info, want) {
				t.Fatalf("packet %d: %+v\nwant %+v", i, info, want)
			}
		}
	}
	for range tries {
		n := random.IntN(len(all))
		if err := r.SeekPacket(x, uint64(n)); err != nil {
			t.Fatal(err)
		}
		same(n)
		at := all[random.IntN(len(all))].info.Time
		at.Sec += int64(random.IntN(3) - 1)
		want := len(all)
		for i := range all {
			if p := all[i].info.Time; p.Set && p.Compare(at) >= 0 {
				want = i
				break
			}
		}
		found, err := r.SeekTime(x, at)
		if want == len(all) {
			if _, _, again := r.Next(); err != io.EOF || again != io.EOF {
				t.Fatalf("time %v: %v, %v, want none", at, err, again)
			}
			continue
		}
		if err != nil || found != uint64(want) {
			t.Fatalf("time %v: packet %d, want %d, %v", at, found, want, err)
		}
		same(want)
	}
	if err := r.SeekPacket(x, uint64(len(all))); err != nil {
		t.Fatal(err)
	}
	if _, _, err := r.Next(); err != io.EOF {
		t.Errorf("behind the last packet: %v", err)
	}
	if err := r.SeekPacket(x, uint64(len(all))+1); !errors.Is(err, io.EOF) {
		t.Errorf("packet %d: %v", len(all)+1, err)
	}
}

// TestIndexBounded: of a long file the index keeps fewer packets.
func TestIndexBounded(t *testing.T) {
	const packets = 5_000_000
	src := &endless{header: pcapFile(0, nil), record: make([]byte, 16), packets: packets}
	r, err := pcapio.NewReader(src)
	if err != nil {
		t.Fatal(err)
	}
	x, err := pcapio.NewIndex(r)
	if err != nil || x.Packets() != packets {
		t.Fatal(x.Packets(), err)
	}
	b, err := x.MarshalBinary()
	if err != nil || len(b) > 4<<20 {
		t.Errorf("%d bytes, %v", len(b), err)
	}
	for _, n := range []int64{0, 1, 4_999_999, 4_321_987} {
		if err := r.SeekPacket(x, uint64(n)); err != nil {
			t.Fatal(err)
		}
		if r.Offset() != 24+16*n && r.Offset() != 24+16*(n+1) { // the first of a stride has been read already
			t.Errorf("packet %d at %d", n, r.Offset())
		}
	}
}

// endless is a file of equal records that is not in memory.
type endless struct {
	header, record []byte
	packets, at    int64
}

func (e *endless) Seek(offset int64, whence int) (int64, error) {
	if whence == io.SeekCurrent {
		offset += e.at
	}
	e.at = offset
	return e.at, nil
}

func (e *endless) Read(p []byte) (int, error) {
	h, size := int64(len(e.header)), int64(len(e.record))
	n := 0
	for n < len(p) && e.at < h+size*e.packets {
		from := e.header
		at := e.at
		if e.at >= h {
			from, at = e.record, (e.at-h)%size
		}
		c := copy(p[n:], from[at:])
		n += c
		e.at += int64(c)
	}
	if n == 0 {
		return 0, io.EOF
	}
	return n, nil
}

// TestIndexUpdate extends the index of a file that has grown, also in the middle of a record.
func TestIndexUpdate(t *testing.T) {
	for name, file := range indexFiles(1500) {
		all, _, err := readAll(bytes.NewReader(file))
		if err != io.EOF {
			t.Fatal(err)
		}
		g := newGrowing(t, file)
		g.grow(100)
		r, err := pcapio.Open(g.file.Name())
		if err != nil {
			t.Fatal(err)
		}
		x := new(pcapio.Index)
		for i := 0; len(g.rest) > 0; i++ {
			g.grow(1000 + i*317)
			if err := x.Update(r); err != nil && !errors.Is(err, pcapio.ErrTruncated) {
				t.Fatalf("%s: %v", name, err)
			}
			x = stored(t, x)
		}
		if x.Packets() != uint64(len(all)) {
			t.Errorf("%s: %d packets, want %d", name, x.Packets(), len(all))
		}
		checkIndex(t, r, x, all, 100)
		if err := r.Close(); err != nil {
			t.Error(err)
		}
		if err := r.SeekPacket(x, 1); err != capture.ErrClosed {
			t.Errorf("%s, closed: %v", name, err)
		}
	}
}

// TestIndexOfAnother: an index of another file is refused, and so is a damaged one.
func TestIndexOfAnother(t *testing.T) {
	files := indexFiles(300)
	open := func(file []byte) (*pcapio.Reader, *pcapio.Index) {
		r, err := pcapio.NewReader(bytes.NewReader(file))
		if err != nil {
			t.Fatal(err)
		}
		x, err := pcapio.NewIndex(r)
		if err != nil {
			t.Fatal(err)
		}
		return r, x
	}
	r, x := open(files["pcap"])
	_, other := open(files["pcapng"])
	if err := r.SeekPacket(other, 3); !errors.Is(err, pcapio.ErrIndex) {
		t.Errorf("format: %v", err)
	}
	_, other = open(bothOrders["big-endian"]().pcap(0xa1b23c4d, 2, 4, 0, 0, 65535, 1).record(1, 2, 3, 3, "abc").b)
	if err := r.SeekPacket(other, 0); !errors.Is(err, pcapio.ErrIndex) {
		t.Errorf("content: %v", err)
	}
	b, err := x.MarshalBinary()
	if err != nil {
		t.Fatal(err)
	}
	for i := range b {
		y := new(pcapio.Index)
		if y.UnmarshalBinary(b[:i]) == nil {
			t.Errorf("%d of %d bytes are an index", i, len(b))
		}
		damaged := bytes.Clone(b)
		damaged[i] ^= 0x81
		if y.UnmarshalBinary(damaged) == nil {
			for _, n := range []uint64{0, 77, 299} { // an error or not: it ends
				if err := r.SeekPacket(y, n); err == nil {
					_, _, _ = r.Next()
				}
			}
		}
	}
	if err := r.SeekPacket(x, 299); err != nil {
		t.Error(err)
	}
	pipe, err := pcapio.NewReader(iotest.HalfReader(bytes.NewReader(files["pcap"])))
	if err != nil {
		t.Fatal(err)
	}
	if err := pipe.SeekPacket(x, 3); err == nil {
		t.Error("went to a packet in a source that cannot seek")
	}
	if _, n, err := pass(pipe); n != 300 || err != io.EOF {
		t.Errorf("then %d packets, %v", n, err)
	}
}

// TestIndexCorpus: the index of every file counts and finds its packets.
func TestIndexCorpus(t *testing.T) {
	dir := corpusDir(t)
	files := 0
	lines(t, filepath.Join(dir, "manifest.jsonl"), func(line []byte) {
		var m corpusFile
		if err := json.Unmarshal(line, &m); err != nil {
			t.Fatal(err)
		}
		file, err := os.ReadFile(filepath.Join(dir, "captures", m.File))
		if err != nil {
			t.Fatal(err)
		}
		all, r, end := readAll(bytes.NewReader(file))
		if r == nil || len(all) == 0 {
			return
		}
		x, err := pcapio.NewIndex(r)
		if end == io.EOF && err != nil || end != io.EOF && err.Error() != end.Error() || x.Packets() != uint64(len(all)) {
			t.Fatalf("%s: %d packets, want %d, %v", m.File, x.Packets(), len(all), err)
		}
		for _, n := range []int{0, len(all) / 3, len(all) / 2, len(all) - 1} {
			if err := r.SeekPacket(x, uint64(n)); err != nil {
				t.Fatalf("%s: %v", m.File, err)
			}
			data, info, err := r.Next()
			if err != nil || string(data) != all[n].data || !equalInfo(*info, all[n].info) {
				t.Fatalf("%s: packet %d: %v\n%+v, want\n%+v", m.File, n, err, info, all[n].info)
			}
		}
		files++
	})
	if files < 1000 {
		t.Errorf("%d files", files)
	}
}

// FuzzIndex: no bytes make a stored index that panics, and what is taken is stored again as it was.
func FuzzIndex(f *testing.F) {
	files := indexFiles(200)
	for _, name := range []string{"pcap", "pcapng"} {
		r, err := pcapio.NewReaderBytes(files[name])
		if err != nil {
			f.Fatal(err)
		}
		x, err := pcapio.NewIndex(r)
		if err != nil {
			f.Fatal(err)
		}
		b, err := x.MarshalBinary()
		if err != nil {
			f.Fatal(err)
		}
		f.Add(b, uint64(77))
	}
	f.Fuzz(func(t *testing.T, stored []byte, n uint64) {
		x := new(pcapio.Index)
		if x.UnmarshalBinary(stored) != nil {
			return
		}
		if b, err := x.MarshalBinary(); err != nil || len(b) != len(stored) {
			t.Fatalf("%d bytes, of %d, %v", len(b), len(stored), err)
		}
		for _, file := range files {
			r, err := pcapio.NewReaderBytes(file)
			if err != nil {
				t.Fatal(err)
			}
			if r.SeekPacket(x, n%200) == nil {
				_, _, _ = r.Next()
			}
			if _, err := r.SeekTime(x, capture.Unix(int64(n%2000), 0)); err == nil {
				if _, _, err := r.Next(); err != nil {
					t.Fatal(err)
				}
			}
			_ = x.Update(r)
		}
	})
}
