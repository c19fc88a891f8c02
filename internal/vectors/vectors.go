// Package vectors gives tests of the packages below layers the packets of their testdata/stacks.txt. CONTRIBUTING.md says what stands in its columns.
package vectors

import (
	"encoding/hex"
	"errors"
	"os"
	"reflect"
	"strconv"
	"strings"
	"testing"

	"github.com/wiretag/wiretag/capture"
	"github.com/wiretag/wiretag/packet"
)

// Bytes are those of a packet, with its link type. A packet that is not there ends the test.
func Bytes(t testing.TB, name string) ([]byte, capture.LinkType) {
	t.Helper()
	text, err := os.ReadFile("testdata/stacks.txt")
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(text)) {
		f := strings.Fields(line)
		if len(f) < 4 || f[0] != name {
			continue
		}
		link, err := strconv.ParseUint(f[1], 10, 16)
		data, err2 := hex.DecodeString(f[3])
		if err := errors.Join(err, err2); err != nil {
			t.Fatal(err)
		}
		return data, capture.LinkType(link)
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
