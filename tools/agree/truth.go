package main

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/netip"
	"os"
	"path/filepath"
	"strings"
)

// capfile is a row of the corpus's manifest.
type capfile struct {
	File        string  `json:"file"`
	Packets     int     `json:"packets"`
	ParserError *string `json:"parser_error"` // why reading it must fail
	Corrupt     bool    `json:"corrupt"`
	Fuzz        bool    `json:"fuzz"`
}

// truth is what tshark says of one packet.
type truth struct {
	I   int              `json:"i"`
	T   any              `json:"t"`
	Cap int              `json:"cap"`
	Len int              `json:"len"`
	LT  int              `json:"lt"`
	Sha string           `json:"sha"`
	P   *string          `json:"p"`
	F   map[string][]any `json:"f"`

	Malformed []string `json:"malformed"`
	Short     []string `json:"short"`
}

func readManifest(corpus string) ([]capfile, error) {
	b, err := os.ReadFile(filepath.Join(corpus, "manifest.jsonl"))
	if err != nil {
		return nil, err
	}
	var all []capfile
	for line := range bytes.Lines(b) {
		var m capfile
		if err := json.Unmarshal(line, &m); err != nil {
			return nil, fmt.Errorf("manifest: %w", err)
		}
		all = append(all, m)
	}
	return all, nil
}

// readTruth reads the truth of a capture; no truth is an empty one.
func readTruth(corpus, file string) ([]truth, error) {
	f, err := os.Open(filepath.Join(corpus, "truth", filepath.FromSlash(file)+".truth.jsonl.gz"))
	if errors.Is(err, os.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		return nil, err
	}
	d := json.NewDecoder(bufio.NewReaderSize(z, 1<<16))
	d.UseNumber()
	var all []truth
	for {
		var t truth
		if err := d.Decode(&t); errors.Is(err, io.EOF) {
			return all, nil
		} else if err != nil {
			return nil, fmt.Errorf("truth of %s: %w", file, err)
		}
		all = append(all, t)
	}
}

// text is the form in which values are compared: numbers and their text are equal.
func text(v any) string {
	if v == nil {
		return "null"
	}
	s := fmt.Sprint(v)
	if s == "<MISSING>" { // tshark's text for an empty byte string
		return ""
	}
	return s
}

func equalValue(a, b any) bool {
	x, y := text(a), text(b)
	if x == y {
		return true
	}
	if strings.Count(x, ":") < 2 || strings.Count(y, ":") < 2 {
		return false
	}
	p, err1 := netip.ParseAddr(x)
	q, err2 := netip.ParseAddr(y)
	return err1 == nil && err2 == nil && p == q
}

func equalList(a, b []any) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if !equalValue(a[i], b[i]) {
			return false
		}
	}
	return true
}

// isPrefix reports whether b begins with a.
func isPrefix(a, b []any) bool { return len(a) <= len(b) && equalList(a, b[:len(a)]) }
