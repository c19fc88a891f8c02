// Package vectors reads the packets of files testdata/stacks.txt, for the tests of the packages below layers above all. CONTRIBUTING.md says what stands in its columns.
package vectors

import (
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"strconv"
	"strings"
	"testing"

	"github.com/wiretag/wiretag/capture"
	"github.com/wiretag/wiretag/packet"
)

// Vector is a packet of a file.
type Vector struct {
	Name string
	Data []byte
	Link capture.LinkType
}

// Read reads the packets of a file.
func Read(file string) (all []Vector, err error) {
	text, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	for line := range strings.Lines(string(text)) {
		f := strings.Fields(line)
		if len(f) < 4 || strings.HasPrefix(f[0], "#") {
			continue
		}
		link, err := strconv.ParseUint(f[1], 10, 16)
		data, err2 := hex.DecodeString(f[3])
		if err := errors.Join(err, err2); err != nil {
			return nil, fmt.Errorf("%s: %s: %w", file, f[0], err)
		}
		all = append(all, Vector{f[0], data, capture.LinkType(link)})
	}
	return all, nil
}

// All decodes the packets of all layers; dir is the directory of package layers.
func All(dir string) (all []*packet.Packet, err error) {
	files, err := filepath.Glob(filepath.Join(dir, "*", "testdata", "stacks.txt"))
	if err != nil {
		return nil, err
	}
	for _, file := range append(files, filepath.Join(dir, "testdata", "stacks.txt")) {
		vectors, err := Read(file)
		if err != nil {
			return nil, err
		}
		for _, v := range vectors {
			all = append(all, packet.New(v.Data, v.Link))
		}
	}
	return all, nil
}

// Bytes are those of a packet, with its link type. A packet that is not there ends the test.
func Bytes(t testing.TB, name string) ([]byte, capture.LinkType) {
	t.Helper()
	all, err := Read("testdata/stacks.txt")
	if err != nil {
		t.Fatal(err)
	}
	for _, v := range all {
		if v.Name == name {
			return v.Data, v.Link
		}
	}
	t.Fatalf("no packet %s", name)
	return nil, 0
}

// Packet decodes a packet.
func Packet(t testing.TB, name string) *packet.Packet {
	t.Helper()
	return packet.New(Bytes(t, name))
}

// Layer is the first layer of type T in a packet. A packet without one ends the test.
func Layer[T any](t testing.TB, name string) *T {
	t.Helper()
	p := Packet(t, name)
	l := packet.Get[T](p)
	if l == nil {
		t.Fatalf("%s: no %v in %v", name, reflect.TypeFor[T](), p)
	}
	return l
}

// Equal compares a value with what it should be, deeply.
func Equal(t testing.TB, what string, got, want any) {
	t.Helper()
	if !reflect.DeepEqual(got, want) {
		t.Errorf("%s: got %+v, want %+v", what, got, want)
	}
}
