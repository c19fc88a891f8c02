package pcapio_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"testing"
	"testing/iotest"
	"time"

	"github.com/wiretag/wiretag/capture"
	"github.com/wiretag/wiretag/pcapio"
)

// pass reads to the end and gives a digest of all packets, their number, and the error.
func pass(r *pcapio.Reader) (digest string, packets int, err error) {
	h := fmt.Sprintf("%v", r.Header().Format)
	sum := uint64(14695981039346656037)
	for {
		data, info, err := r.Next()
		if err != nil {
			return fmt.Sprintf("%s %x %d", h, sum, r.Offset()), packets, err
		}
		packets++
		for _, b := range data {
			sum = (sum ^ uint64(b)) * 1099511628211
		}
		sum = sum*31 + uint64(info.Time.Sec) + uint64(info.Time.Nsec)<<32 + info.Time.Frac
		sum = sum*31 + uint64(info.Length) + uint64(info.LinkType)<<32
		sum = sum*31 + uint64(info.Flags) + uint64(info.Interface)<<32 + info.Dropped<<48 + uint64(len(info.Options.Raw))
	}
}

// TestRewindCorpus: a second pass over every file gives the same packets and the same error, also after an error, after
// a few packets, in memory, and through compression.
func TestRewindCorpus(t *testing.T) {
	dir := corpusDir(t)
	files, failed := 0, 0
	lines(t, filepath.Join(dir, "manifest.jsonl"), func(line []byte) {
		var m corpusFile
		if err := json.Unmarshal(line, &m); err != nil {
			t.Fatal(err)
		}
		path := filepath.Join(dir, "captures", m.File)
		file, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		r, err := pcapio.Open(path)
		if err != nil {
			return
		}
		defer r.Close()
		files++
		first, packets, end := pass(r)
		if end != io.EOF {
			failed++
		}
		again := func(name string, r *pcapio.Reader) {
			if err := r.Rewind(); err != nil {
				t.Fatal(m.File, name, err)
			}
			second, n, err := pass(r)
			if second != first || n != packets || err.Error() != end.Error() {
				t.Errorf("%s, %s: %s, %d packets, %v; before %s, %d, %v", m.File, name, second, n, err, first, packets, end)
			}
			if s, err := r.Stats(); s.Received != uint64(n) || err != nil {
				t.Errorf("%s, %s: %d packets received, %v", m.File, name, s.Received, err)
			}
		}
		again("after the end", r)
		if err := r.Rewind(); err != nil {
			t.Fatal(err)
		}
		for range packets / 2 {
			if _, _, err := r.Next(); err != nil {
				t.Fatal(err)
			}
		}
		again("in the middle", r)
		original := bytes.Clone(file)
		for name, make := range map[string]func() (*pcapio.Reader, error){
			"in memory": func() (*pcapio.Reader, error) { return pcapio.NewReaderBytes(file) },
			"ReaderAt": func() (*pcapio.Reader, error) {
				return pcapio.NewReader(io.NewSectionReader(bytes.NewReader(file), 0, int64(len(file))))
			},
			"compressed": func() (*pcapio.Reader, error) { return pcapio.NewReaderBytes(gzipped(t, file)) },
		} {
			if name == "compressed" && files%20 != 0 {
				continue
			}
			r, err := make()
			if err != nil {
				t.Fatal(m.File, name, err)
			}
			again(name+", at the beginning", r)
			again(name, r)
		}
		if !bytes.Equal(file, original) {
			t.Fatalf("%s: written to", m.File)
		}
	})
	if files < 2000 || failed < 50 {
		t.Errorf("%d files, %d with errors", files, failed)
	}
	t.Logf("%d files, %d of them with errors", files, failed)
}

func TestNoRewind(t *testing.T) {
	r, err := pcapio.NewReader(iotest.HalfReader(bytes.NewReader(pcapFile(3, sizes60))))
	if err != nil {
		t.Fatal(err)
	}
	var e *pcapio.Error
	if err := r.Rewind(); !errors.As(err, &e) {
		t.Errorf("rewound a source that cannot seek: %v", err)
	}
	if _, n, err := pass(r); n != 3 || err != io.EOF {
		t.Errorf("%d packets, %v", n, err)
	}
}

// TestBytes: packets of a file in memory are parts of it.
func TestBytes(t *testing.T) {
	file := pcapFile(3, sizes60)
	r, err := pcapio.NewReaderBytes(file)
	if err != nil {
		t.Fatal(err)
	}
	data, _, err := r.Next()
	if err != nil || &data[0] != &file[24+16] || cap(data) != 60 {
		t.Errorf("a copy, or with room behind it: %d, %v", cap(data), err)
	}
	if n := testing.AllocsPerRun(10, func() {
		if err := r.Rewind(); err != nil {
			t.Fatal(err)
		}
		for err = nil; err == nil; {
			_, _, err = r.Next()
		}
	}); n != 0 || err != io.EOF {
		t.Errorf("%v allocations, %v", n, err)
	}
	for cut := range len(file) {
		if _, n, err := readAllBytes(file[:cut]); n > 3 || err == nil {
			t.Errorf("cut at %d: %d packets, %v", cut, n, err)
		}
	}
}

func readAllBytes(file []byte) (string, int, error) {
	r, err := pcapio.NewReaderBytes(file)
	if err != nil {
		return "", 0, err
	}
	return pass(r)
}

// growing is a file and the bytes that are still to be written to it.
type growing struct {
	t    *testing.T
	file *os.File
	rest []byte
}

func newGrowing(t *testing.T, content []byte) *growing {
	f, err := os.Create(filepath.Join(t.TempDir(), "x"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = f.Close() })
	return &growing{t, f, content}
}

func (g *growing) grow(n int) {
	n = min(n, len(g.rest))
	if _, err := g.file.Write(g.rest[:n]); err != nil {
		g.t.Error(err)
	}
	g.rest = g.rest[n:]
}

// TestFollow reads files while they are written, in pieces that end anywhere.
func TestFollow(t *testing.T) {
	var flushed bytes.Buffer
	z := gzip.NewWriter(&flushed)
	plain := pcapFile(50, sizesMixed)
	for at := 0; at < len(plain); at += 999 {
		_, err := z.Write(plain[at:min(at+999, len(plain))])
		if err := errors.Join(err, z.Flush()); err != nil {
			t.Fatal(err)
		}
	}
	for name, content := range map[string][]byte{
		"pcap": plain, "pcapng": pcapngFile(50, sizesMixed), "gzip": flushed.Bytes(), "snoop": variants()[len(variants())-1].file,
	} {
		whole, _, err := readAll(bytes.NewReader(content))
		if err != nil && err != io.EOF && name != "gzip" {
			t.Fatal(err)
		}
		g := newGrowing(t, content)
		stop := make(chan struct{})
		go func() {
			defer close(stop)
			for len(g.rest) > 0 {
				g.grow(777)
				time.Sleep(time.Millisecond)
			}
		}()
		ctx, cancel := context.WithCancelCause(t.Context())
		r, err := pcapio.Open(g.file.Name(), pcapio.WithFollow(ctx, time.Millisecond), pcapio.WithBuffer(4096))
		if err != nil {
			t.Fatal(name, err)
		}
		for range 2 {
			for i := range whole {
				data, info, err := r.Next()
				if err != nil || string(data) != whole[i].data || !equalInfo(*info, whole[i].info) {
					t.Fatalf("%s: packet %d: %v", name, i+1, err)
				}
			}
			if err := r.Rewind(); err != nil {
				t.Fatal(err)
			}
		}
		<-stop
		enough := errors.New("enough")
		time.AfterFunc(10*time.Millisecond, func() { cancel(enough) })
		_, n, err := pass(r)
		var e *pcapio.Error
		if n != len(whole) || !errors.Is(err, enough) || !errors.As(err, &e) || errors.Is(err, pcapio.ErrTruncated) {
			t.Errorf("%s: %d packets, %v", name, n, err)
		}
		if err := r.Close(); err != nil {
			t.Error(err)
		}
	}
}

// TestFollowEnd: waiting ends when the reader is closed, and when the file becomes shorter.
func TestFollowEnd(t *testing.T) {
	g := newGrowing(t, pcapFile(2, sizes60))
	g.grow(24 + 76 + 20) // in the middle of the second record
	r, err := pcapio.Open(g.file.Name(), pcapio.WithFollow(t.Context(), time.Millisecond))
	if err != nil {
		t.Fatal(err)
	}
	if _, _, err := r.Next(); err != nil {
		t.Fatal(err)
	}
	time.AfterFunc(20*time.Millisecond, func() { _ = r.Close() })
	if _, _, err := r.Next(); !errors.Is(err, capture.ErrClosed) {
		t.Error(err)
	}
	if r, err = pcapio.Open(g.file.Name(), pcapio.WithFollow(t.Context(), time.Millisecond)); err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	if _, _, err := r.Next(); err != nil {
		t.Fatal(err)
	}
	if err := g.file.Truncate(30); err != nil {
		t.Fatal(err)
	}
	if _, _, err := r.Next(); !errors.Is(err, pcapio.ErrTruncated) {
		t.Error(err)
	}
	// A file that has nothing in it yet.
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Millisecond)
	defer cancel()
	if _, err := pcapio.Open(newGrowing(t, nil).file.Name(), pcapio.WithFollow(ctx, 0)); !errors.Is(err, context.DeadlineExceeded) {
		t.Error(err)
	}
}

// TestFollowLast: what was written before the end of the context is read, also where the reader has not looked since.
func TestFollowLast(t *testing.T) {
	g := newGrowing(t, pcapFile(3, sizes60))
	g.grow(24 + 76)
	enough := errors.New("enough")
	ctx, cancel := context.WithCancelCause(t.Context())
	r, err := pcapio.Open(g.file.Name(), pcapio.WithFollow(ctx, time.Hour))
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	time.AfterFunc(20*time.Millisecond, func() {
		g.grow(76 + 10)
		cancel(enough)
	})
	if _, n, err := pass(r); n != 2 || !errors.Is(err, enough) {
		t.Errorf("%d packets, %v", n, err)
	}
}
