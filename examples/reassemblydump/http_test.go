package main

import (
	"bytes"
	"compress/gzip"
	"errors"
	"os"
	"path/filepath"
	"testing"
)

// TestSave: bodies stay in the folder, whatever targets say, and each has a file of its own.
func TestSave(t *testing.T) {
	dir := t.TempDir()
	*output = filepath.Join(dir, "out")
	if err := os.Mkdir(*output, 0o755); err != nil {
		t.Fatal(err)
	}
	var d decoder
	targets := []string{"/..", "..", "/", "", "/a/../../b", "/%2e%2e", "/same", "/same", "/same"}
	for _, target := range targets {
		if err := d.save(target, "", []byte("body"), true); err != nil {
			t.Errorf("%q: %v", target, err)
		}
	}
	outside, err := os.ReadDir(dir)
	if err != nil || len(outside) != 1 {
		t.Errorf("%v beside the folder: %v", outside, err)
	}
	if inside, err := os.ReadDir(*output); err != nil || len(inside) != len(targets) {
		t.Errorf("%v: %v", inside, err)
	}
}

// TestLongBody: of a body that is far longer than what was sent a part is kept.
func TestLongBody(t *testing.T) {
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	for zeros := make([]byte, 1<<20); b.Len() < 80<<10; {
		if _, err := z.Write(zeros); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	var d decoder
	if body, err := d.decode("gzip", b.Bytes()); len(body) != mostPlain || !errors.Is(err, errTooLong) {
		t.Errorf("%d bytes: %v", len(body), err)
	}
}
