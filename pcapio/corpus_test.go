package pcapio_test

import (
	"bufio"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/wiretag/wiretag/capture"
	"github.com/wiretag/wiretag/pcapio"
)

// corpusDir is where the conformance corpus is; the test is skipped without it.
func corpusDir(t *testing.T) string {
	t.Helper()
	dir := os.Getenv("WIRETAG_DATA")
	if dir == "" {
		t.Skip("WIRETAG_DATA is not set: no conformance corpus")
	}
	dir = filepath.Join(dir, "corpus")
	if _, err := os.Stat(filepath.Join(dir, "manifest.jsonl")); err != nil {
		t.Fatalf("no conformance corpus: %v", err)
	}
	return dir
}

type corpusFile struct {
	File        string  `json:"file"`
	Format      string  `json:"format"`
	Endian      string  `json:"endian"`
	Version     string  `json:"version"`
	SnapLen     uint32  `json:"snaplen"`
	Network     uint32  `json:"network_raw"`
	Packets     int     `json:"packets"`
	ParserError *string `json:"parser_error"`
	Cut         int     `json:"packets_truncated_by_snaplen"`
	Sections    int     `json:"sections"`
}

type corpusPacket struct {
	I    int             `json:"i"`
	Time json.RawMessage `json:"t"`
	Cap  uint32          `json:"cap"`
	Len  uint32          `json:"len"`
	Link uint16          `json:"lt"`
	If   int             `json:"if"`
	SHA  string          `json:"sha"`
}

// lines calls f for each line of a file, decompressed if it ends in .gz.
func lines(t *testing.T, path string, f func([]byte)) {
	t.Helper()
	file, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	var r io.Reader = file
	if strings.HasSuffix(path, ".gz") {
		if r, err = gzip.NewReader(file); err != nil {
			t.Fatal(err)
		}
	}
	s := bufio.NewReader(r)
	for {
		line, err := s.ReadBytes('\n')
		if len(line) > 0 {
			f(line)
		}
		if err == io.EOF {
			return
		}
		if err != nil {
			t.Fatal(err)
		}
	}
}

// exceptions are files where the reference parser stops before the first packet since it does not know that files
// before version 2.4 have their lengths the other way round. libpcap 1.10.3 (tcpdump -r) delivers one packet.
var exceptions = map[string]string{
	"pcapplusplus/Fuzzers__RegressionTests__regression_samples__clusterfuzz-testcase-minimized-FuzzTarget-5766899836387328": "2.3",
	"pcapplusplus/Fuzzers__RegressionTests__regression_samples__clusterfuzz-testcase-minimized-FuzzTarget-6604968558198784": "2.2",
}

func TestCorpus(t *testing.T) {
	dir := corpusDir(t)
	files, packets, damaged := 0, 0, 0
	lines(t, filepath.Join(dir, "manifest.jsonl"), func(line []byte) {
		var m corpusFile
		if err := json.Unmarshal(line, &m); err != nil {
			t.Fatal(err)
		}
		files++
		if m.ParserError != nil {
			damaged++
		}
		packets += checkCorpusFile(t, dir, m)
	})
	if files == 0 || packets == 0 {
		t.Fatalf("%d files, %d packets", files, packets)
	}
	t.Logf("%d files (%d damaged), %d packets", files, damaged, packets)
}

func checkCorpusFile(t *testing.T, dir string, m corpusFile) int {
	var truth []corpusPacket
	lines(t, filepath.Join(dir, "truth", m.File+".truth.jsonl.gz"), func(line []byte) {
		var p corpusPacket
		if err := json.Unmarshal(line, &p); err != nil {
			t.Fatal(err)
		}
		truth = append(truth, p)
	})
	r, err := pcapio.Open(filepath.Join(dir, "captures", m.File))
	_, oldVersion := exceptions[m.File]
	if oldVersion {
		truth = nil // by tshark
	}
	n, cut := 0, 0
	if err == nil {
		defer r.Close()
		checkHeader(t, m, r.Header())
		for {
			data, info, e := r.Next()
			if err = e; err != nil {
				break
			}
			if n < len(truth) {
				comparePacket(t, m.File, truth[n], data, info)
			}
			if info.Truncated() {
				cut++
			}
			n++
		}
	}
	want := m.Packets
	if oldVersion {
		want, m.ParserError = 1, nil
	} else if cut != m.Cut {
		t.Errorf("%s: %d packets cut, want %d", m.File, cut, m.Cut)
	}
	if n != want {
		t.Errorf("%s: %d packets, want %d (%v)", m.File, n, want, err)
	}
	checkEnd(t, m, err)
	return n
}

// checkEnd wants a clean end, or where the reference parser stopped, an error at the same offset.
func checkEnd(t *testing.T, m corpusFile, err error) {
	if m.ParserError == nil {
		if err != io.EOF {
			t.Errorf("%s: %v", m.File, err)
		}
		return
	}
	var e *pcapio.Error
	if !errors.As(err, &e) {
		t.Errorf("%s: %v, want an error: %s", m.File, err, *m.ParserError)
		return
	}
	if text := *m.ParserError; !strings.HasPrefix(text, "option ") {
		for _, before := range []string{" at offset ", " at "} {
			if _, at, ok := strings.Cut(text, before); ok {
				at, _, _ = strings.Cut(at, ":")
				if at != strconv.FormatInt(e.Offset, 10) {
					t.Errorf("%s: %v, want %s", m.File, err, text)
				}
				break
			}
		}
	}
	if truncated := strings.HasPrefix(*m.ParserError, "truncated"); truncated && !errors.Is(err, pcapio.ErrTruncated) {
		if !errors.Is(err, pcapio.ErrLimit) {
			t.Errorf("%s: %v, want truncated: %s", m.File, err, *m.ParserError)
		}
	}
}

func checkHeader(t *testing.T, m corpusFile, h pcapio.Header) {
	if h.Format.String() != m.Format {
		t.Errorf("%s: format %v, want %s", m.File, h.Format, m.Format)
	}
	if h.Format == pcapio.Pcapng {
		return
	}
	version := strconv.Itoa(int(h.VersionMajor)) + "." + strconv.Itoa(int(h.VersionMinor))
	if h.BigEndian != (m.Endian == "BE") || version != m.Version || h.SnapLen != m.SnapLen || h.Network != m.Network {
		t.Errorf("%s: header %+v, want %+v", m.File, h, m)
	}
}

func comparePacket(t *testing.T, file string, p corpusPacket, data []byte, info *capture.Info) {
	sum := sha256.Sum256(data)
	at := "null"
	if ns := info.Time.Nanoseconds(); ns != nil {
		at = ns.String()
	}
	if want := strings.Trim(string(p.Time), `"`); at != want {
		t.Errorf("%s packet %d: time %s, want %s", file, p.I, at, want)
	}
	if ns, ok := info.Time.UnixNano(); ok && strconv.FormatInt(ns, 10) != at {
		t.Errorf("%s packet %d: UnixNano %d, want %s", file, p.I, ns, at)
	}
	if int(info.CaptureLength) != len(data) || cap(data) != len(data) {
		t.Errorf("%s packet %d: length %d, capacity %d, captured %d", file, p.I, len(data), cap(data), info.CaptureLength)
	}
	got := corpusPacket{
		I: p.I, Time: p.Time, Cap: info.CaptureLength, Len: info.Length, Link: uint16(info.LinkType), If: info.Interface,
		SHA: hex.EncodeToString(sum[:8]),
	}
	if got.Cap != p.Cap || got.Len != p.Len || got.Link != p.Link || got.SHA != p.SHA || got.If != p.If {
		t.Errorf("%s packet %d: %+v, want %+v", file, p.I, got, p)
	}
}

// TestCorpusBig reads the larger captures and compares counts and times with their manifest.
func TestCorpusBig(t *testing.T) {
	dir := filepath.Join(filepath.Dir(corpusDir(t)), "big")
	files := 0
	lines(t, filepath.Join(dir, "manifest.jsonl"), func(line []byte) {
		var m struct {
			File    string `json:"file"`
			Packets int    `json:"packets"`
			Bytes   int    `json:"bytes_captured"`
			First   int64  `json:"first_ns"`
			Last    int64  `json:"last_ns"`
		}
		if err := json.Unmarshal(line, &m); err != nil {
			t.Fatal(err)
		}
		files++
		r, err := pcapio.Open(filepath.Join(dir, m.File))
		if err != nil {
			t.Fatal(err)
		}
		defer r.Close()
		packets, size, first, last := 0, 0, int64(0), int64(0)
		for {
			data, info, err := r.Next()
			if err == io.EOF {
				break
			}
			if err != nil {
				t.Fatal(m.File, err)
			}
			ns, _ := info.Time.UnixNano()
			if last = max(last, ns); packets == 0 || ns < first {
				first = ns
			}
			packets++
			size += len(data)
		}
		if packets != m.Packets || size != m.Bytes || first != m.First || last != m.Last {
			t.Errorf("%s: %d packets, %d bytes, %d to %d; want %+v", m.File, packets, size, first, last, m)
		}
	})
	if files == 0 {
		t.Fatal("no files")
	}
}
