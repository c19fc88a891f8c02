package pcapio_test

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/wiretag/wiretag/capture"
	"github.com/wiretag/wiretag/pcapio"
)

// rotated writes packets at the given seconds and tells the seconds in each file, and when each begins.
func rotated(t *testing.T, limits pcapio.Limits, seconds ...float64) string {
	t.Helper()
	var files []*bytes.Buffer
	var out []string
	r := pcapio.NewRotator(limits, func(file int, first *capture.Info) (pcapio.FileWriter, error) {
		if file != len(files) {
			t.Fatalf("file %d after %d", file, len(files))
		}
		files = append(files, new(bytes.Buffer))
		out = append(out, fmt.Sprintf("%d.%d:", first.Time.Sec, first.Time.Nsec/1e8))
		return pcapio.NewWriter(files[file], pcapio.Header{LinkType: 1, Format: pcapio.PcapNano})
	})
	for _, s := range seconds {
		info := capture.Info{}
		if s >= 0 {
			info.Time = capture.Unix(0, int64(s*1e9))
		}
		if err := r.WritePacket(make([]byte, 100), &info); err != nil {
			t.Fatal(err)
		}
	}
	if err := r.Close(); err != nil || r.Files() != len(files) {
		t.Fatal(r.Files(), err)
	}
	if err := r.WritePacket(nil, nil); err != capture.ErrClosed {
		t.Error(err)
	}
	for i, f := range files {
		list, _, err := readAll(f)
		if err != io.EOF {
			t.Fatal(err)
		}
		for _, p := range list {
			out[i] += fmt.Sprintf(" %d.%d", p.info.Time.Sec, p.info.Time.Nsec/1e8)
		}
	}
	return strings.Join(out, "; ")
}

func TestRotator(t *testing.T) {
	clock := int64(0)
	tick := func() time.Time { clock++; return time.Unix(clock, 0) }
	for _, c := range []struct {
		name    string
		limits  pcapio.Limits
		seconds []float64
		want    string
	}{
		{"nothing", pcapio.Limits{Packets: 1}, nil, ""},
		{"no limit", pcapio.Limits{}, []float64{1, 2, 300}, "1.0: 1.0 2.0 300.0"},
		{"packets", pcapio.Limits{Packets: 2}, []float64{1, 2, 3, 4, 5}, "1.0: 1.0 2.0; 3.0: 3.0 4.0; 5.0: 5.0"},
		// A file header of 24 bytes and records of 116.
		{"bytes", pcapio.Limits{Bytes: 140}, []float64{1, 2, 3}, "1.0: 1.0 2.0; 3.0: 3.0"},
		{"bytes, less", pcapio.Limits{Bytes: 139}, []float64{1, 2, 3}, "1.0: 1.0; 2.0: 2.0; 3.0: 3.0"},
		{
			"time",
			pcapio.Limits{Every: 10 * time.Second},
			[]float64{1.5, 11.5, 11.6, 2, 50, 52, 61.5, 61.6},
			"1.5: 1.5 11.5; 11.5: 11.6 2.0; 41.5: 50.0; 51.5: 52.0 61.5; 61.5: 61.6",
		},
		{"time, none", pcapio.Limits{Every: time.Second}, []float64{-1, 5, -1, 7}, "0.0: 0.0 5.0 0.0; 6.0: 7.0"},
		{"clock", pcapio.Limits{Every: time.Second, Clock: tick}, []float64{9, 8, 7}, "1.0: 9.0 8.0; 2.0: 7.0"},
		{
			"both",
			pcapio.Limits{Every: 10 * time.Second, Packets: 2},
			[]float64{1, 2, 3, 4, 5, 12},
			"1.0: 1.0 2.0; 1.0: 3.0 4.0; 1.0: 5.0; 11.0: 12.0",
		},
	} {
		if got := rotated(t, c.limits, c.seconds...); got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}

// TestRotatorErrors: a file that cannot be opened is tried again.
func TestRotatorErrors(t *testing.T) {
	full, tries := errors.New("no more inodes"), 0
	r := pcapio.NewRotator(pcapio.Limits{}, func(int, *capture.Info) (pcapio.FileWriter, error) {
		if tries++; tries == 1 {
			return nil, full
		}
		return pcapio.NewWriter(&limitedWriter{left: 24, err: full}, pcapio.Header{LinkType: 1})
	})
	if r.Size() != 0 || r.Flush() != nil || r.Rotate() != nil {
		t.Error("there is no file yet")
	}
	if err := r.WritePacket(nil, nil); err != full {
		t.Error(err)
	}
	if err := r.WritePacket(nil, nil); err != nil || r.Size() != 40 || r.Files() != 1 {
		t.Error(err, r.Size(), r.Files())
	}
	if err := r.Flush(); err != full {
		t.Error(err)
	}
	if err := r.Rotate(); err != full {
		t.Error(err)
	}
	if err := r.WritePacket(nil, nil); err != nil || r.Files() != 2 {
		t.Error(err)
	}
}

// failing refuses its first packet.
type failing struct {
	*pcapio.Writer
	err error
}

func (f *failing) WritePacket(data []byte, info *capture.Info) error {
	err := f.err
	if f.err = nil; err != nil {
		return err
	}
	return f.Writer.WritePacket(data, info)
}

// TestRotatorCounts: a packet that could not be written is not one of the file's.
func TestRotatorCounts(t *testing.T) {
	full := errors.New("no space left")
	r := pcapio.NewRotator(pcapio.Limits{Packets: 1}, func(int, *capture.Info) (pcapio.FileWriter, error) {
		w, err := pcapio.NewWriter(io.Discard, pcapio.Header{LinkType: 1})
		return &failing{w, full}, err
	})
	if err := r.WritePacket(nil, nil); err != full {
		t.Error(err)
	}
	if err := r.WritePacket(nil, nil); err != nil || r.Files() != 1 {
		t.Error(err, r.Files())
	}
}

// TestSplitAsEditcap compares with editcap -c and -i, byte for byte.
func TestSplitAsEditcap(t *testing.T) {
	const file = "../testdata/mixed.pcap"
	list := readFile(t, file)
	for _, c := range []struct {
		args   []string
		limits pcapio.Limits
	}{
		{[]string{"-c", "10"}, pcapio.Limits{Packets: 10}},
		{[]string{"-i", "0.05"}, pcapio.Limits{Every: 50 * time.Millisecond}},
		{[]string{"-i", "0.3"}, pcapio.Limits{Every: 300 * time.Millisecond}},
	} {
		dir := t.TempDir()
		output(t, "editcap", append(c.args, "-F", "pcap", file, filepath.Join(dir, "x.pcap"))...)
		var want [][]byte
		names, err := filepath.Glob(filepath.Join(dir, "*"))
		if err != nil {
			t.Fatal(err)
		}
		slices.Sort(names)
		for _, name := range names {
			b, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			if len(b) > 24 { // editcap writes files for intervals without packets too
				want = append(want, b)
			}
		}
		r0, err := pcapio.Open(file)
		if err != nil {
			t.Fatal(err)
		}
		var files []*bytes.Buffer
		r := pcapio.NewRotator(c.limits, func(int, *capture.Info) (pcapio.FileWriter, error) {
			files = append(files, new(bytes.Buffer))
			return pcapio.NewWriter(files[len(files)-1], r0.Header())
		})
		for _, p := range list {
			if err := r.WritePacket([]byte(p.data), &p.info); err != nil {
				t.Fatal(err)
			}
		}
		if err := errors.Join(r.Close(), r0.Close()); err != nil {
			t.Fatal(err)
		}
		if len(files) != len(want) || len(files) < 2 {
			t.Errorf("%q: %d files, want %d", c.args, len(files), len(want))
			continue
		}
		for i := range files {
			if !bytes.Equal(files[i].Bytes(), want[i]) {
				t.Errorf("%q: file %d has %d bytes, want %d", c.args, i, files[i].Len(), len(want[i]))
			}
		}
	}
}
