package dumptext_test

import (
	"encoding/hex"
	"os"
	"strconv"
	"strings"
	"testing"

	"github.com/wiretag/wiretag/capture"
	"github.com/wiretag/wiretag/internal/dumptext"
)

// TestDot11 prints frames as tcpdump does.
func TestDot11(t *testing.T) {
	text, err := os.ReadFile("testdata/dot11.txt")
	if err != nil {
		t.Fatal(err)
	}
	frames := 0
	for line := range strings.Lines(string(text)) {
		f := strings.SplitN(strings.TrimSuffix(line, "|\n"), " ", 4)
		if f[0] == "#" {
			continue
		}
		lt, err1 := strconv.Atoi(f[0])
		data, err2 := hex.DecodeString(f[2])
		if err1 != nil || err2 != nil {
			t.Fatal(line)
		}
		opt := dumptext.Options{Stamp: dumptext.StampNone, Link: strings.Contains(f[1], "e"), Verbose: strings.Count(f[1], "v")}
		info := &capture.Info{LinkType: capture.LinkType(lt), Length: uint32(len(data))}
		got := string(dumptext.New(opt).Append(nil, data, info))
		if got != f[3]+"\n" {
			t.Errorf("%s %x\n got %q\nwant %q", f[1], data, got, f[3])
		}
		frames++
	}
	if frames < 100 {
		t.Errorf("only %d frames", frames)
	}
}
