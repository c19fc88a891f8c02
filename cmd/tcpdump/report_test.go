package main

import (
	"bufio"
	"encoding/json"
	"encoding/xml"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/wiretag/wiretag/capture"
	"github.com/wiretag/wiretag/flow"
)

// TestStats: counts that capinfos and tshark's protocol hierarchy give for the same file.
func TestStats(t *testing.T) {
	needMixed(t)
	picture := filepath.Join(t.TempDir(), "rate.svg")
	status, out, msg := tcpdump(t, "-r", mixed, "--stats-svg", picture)
	if status != 0 {
		t.Fatal(msg)
	}
	for _, want := range []string{
		"84 packets, 15357 bytes, 0 with an error", "Ethernet                                         84          15357\n",
		"\nConversations", "\nEndpoints", "Bytes over time",
	} {
		if !strings.Contains(out, want) {
			t.Errorf("no %q in\n%s", want, out)
		}
	}
	file, err := os.Open(picture)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	for d := xml.NewDecoder(file); ; {
		if _, err := d.Token(); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			t.Fatal(err)
		}
	}
}

func TestFlowsFlag(t *testing.T) {
	needMixed(t)
	status, out, msg := tcpdump(t, "-r", mixed, "--flows", "tcp")
	if status != 0 {
		t.Fatal(msg)
	}
	packets := 0.0
	for line := range strings.Lines(out) {
		var one map[string]any
		if err := json.Unmarshal([]byte(line), &one); err != nil {
			t.Fatalf("%v: %s", err, line)
		}
		for _, side := range []string{"src_packets", "dst_packets"} {
			n, _ := one[side].(float64)
			packets += n
		}
	}
	_, count, _ := tcpdump(t, "-r", mixed, "--count", "tcp")
	if want := strings.TrimSuffix(count, " packets\n"); jsonNumber(packets) != want {
		t.Errorf("%v packets in flows, want %s\n%s", packets, want, out)
	}
}

func jsonNumber(f float64) string {
	b, _ := json.Marshal(f)
	return string(b)
}

func TestColor(t *testing.T) {
	needMixed(t)
	_, plainText, _ := tcpdump(t, "-nr", mixed)
	_, out, _ := tcpdump(t, "-nr", mixed, "--color")
	bare := out
	for _, c := range []string{red, green, yellow, blue, magenta, plain} {
		bare = strings.ReplaceAll(bare, c, "")
	}
	if bare != plainText || out == bare {
		t.Error("colours change the text, or there are none")
	}
}

// noRoom is a writer that takes nothing.
type noRoom struct{}

func (noRoom) Write([]byte) (int, error) { return 0, syscall.ENOSPC }

// TestFlowsUnwritten: a capture does not go on where its flows cannot be written.
func TestFlowsUnwritten(t *testing.T) {
	f, err := newFlows(bufio.NewWriterSize(noRoom{}, 16))
	if err != nil {
		t.Fatal(err)
	}
	v, info := newView(false), new(capture.Info)
	if err := f.add(v, info); err != nil {
		t.Error(err)
	}
	for range 2000 {
		f.out.Write(new(flow.Record))
	}
	if err := f.add(v, info); !errors.Is(err, syscall.ENOSPC) {
		t.Error(err)
	}
}
