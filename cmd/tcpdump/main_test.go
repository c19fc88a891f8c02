package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/wiretag/wiretag/capture"
	"github.com/wiretag/wiretag/internal/dumptext"
)

// mixed is a capture of the project.
const mixed = "../../testdata/mixed.pcap"

// tcpdump runs the command.
func tcpdump(t *testing.T, args ...string) (status int, stdout, stderr string) {
	t.Helper()
	t.Setenv("TZ", "UTC")
	var out, msg bytes.Buffer
	status = run(args, strings.NewReader(""), &out, &msg)
	return status, out.String(), msg.String()
}

func needMixed(t *testing.T) {
	t.Helper()
	if _, err := os.Stat(mixed); err != nil {
		t.Fatal(err)
	}
}

func TestFlags(t *testing.T) {
	for _, c := range []struct {
		args []string
		want config
	}{
		{[]string{"-nr", "f"}, config{file: "f"}},
		{[]string{"-nnvvXSs0", "-r", "f"}, config{file: "f", text: dumptext.Options{
			Verbose: 2, Dump: dumptext.DumpHexASCII, Absolute: true,
		}}},
		{[]string{"-n", "-r", "f", "-XX", "-x", "-vvv", "-e"}, config{file: "f", text: dumptext.Options{
			Verbose: 3, Dump: dumptext.DumpHexASCII | dumptext.DumpHex | dumptext.WithLink, Link: true,
		}}},
		{[]string{"-tttt", "-AAr", "f", "-c", "5", "-q", "-K", "-#", "-l"}, config{
			file: "f", packets: 5, line: true, text: dumptext.Options{
				Stamp: dumptext.StampDate, Dump: dumptext.DumpASCII | dumptext.WithLink, Quiet: true, NoSums: true, Number: true,
			},
		}},
		{[]string{"-c5", "-t", "-t", "-s", "96", "--number", "--nano", "-r-"}, config{
			file: "-", packets: 5, live: live{settings: capture.Live{SnapLen: 96}}, text: dumptext.Options{Stamp: dumptext.StampSeconds, Number: true, Nano: true},
		}},
		{[]string{"-r", "f", "-s", "262144"}, config{file: "f", live: live{settings: capture.Live{SnapLen: 262144}}}},
		{[]string{"-r", "f", "--json", "--count"}, config{file: "f", form: formJSON, count: true}},
		{[]string{"-r", "f", "--tree", "--time-stamp-precision=nano", "-U"}, config{
			file: "f", form: formTree, line: true, text: dumptext.Options{Nano: true},
		}},
	} {
		got, err := parseFlags(c.args, io.Discard, io.Discard)
		if err != nil {
			t.Errorf("%v: %v", c.args, err)
			continue
		}
		got.text.Zone = nil
		if got.text.Interface != nil || got.file != c.want.file || got.packets != c.want.packets || got.count != c.want.count ||
			got.line != c.want.line || got.form != c.want.form || got.live.settings.SnapLen != c.want.live.settings.SnapLen {
			t.Errorf("%v: %+v, want %+v", c.args, *got, c.want)
		}
		a, b := got.text, c.want.text
		a.Interface, b.Interface = nil, nil
		if !sameOptions(a, b) {
			t.Errorf("%v: text %+v, want %+v", c.args, a, b)
		}
	}
}

func sameOptions(a, b dumptext.Options) bool {
	return a.Link == b.Link && a.Quiet == b.Quiet && a.Verbose == b.Verbose && a.Absolute == b.Absolute &&
		a.NoSums == b.NoSums && a.Number == b.Number && a.Nano == b.Nano && a.Stamp == b.Stamp && a.Dump == b.Dump
}

func TestWrongFlags(t *testing.T) {
	for _, c := range []struct {
		args []string
		want string
	}{
		{[]string{"-r", "f", "-i", "lo"}, "tcpdump: -i and -r exclude each other\n"},
		{[]string{"-i", "nonesuch"}, "tcpdump: nonesuch: No such device exists\n(No such device exists)\n"},
		{[]string{"-Q", "up"}, "tcpdump: unknown capture direction `up'\n"},
		{[]string{"-B", "0"}, "tcpdump: invalid packet buffer size 0\n"},
		{[]string{"-j", "sundial"}, "tcpdump: invalid time stamp type sundial\n"},
		{[]string{"-r", "f", "-c", "0"}, "tcpdump: invalid packet count 0\n"},
		{[]string{"-r", "f", "-c", "x"}, "tcpdump: invalid packet count x\n"},
		{[]string{"-r", "f", "-tttttt"}, "tcpdump: only -t, -tt, -ttt, -tttt and -ttttt are supported\n"},
		{[]string{"-r", "f", "-s", "262145"}, "tcpdump: invalid snaplen 262145 (must be >= 0 and <= 262144)\n"},
		{[]string{"-r", "f", "--json", "--tree"}, "tcpdump: --json and --tree exclude each other\n"},
		{[]string{"-r", "/nonexistent/file"}, "tcpdump: /nonexistent/file: No such file or directory\n"},
		{[]string{"-r", "main.go"}, "tcpdump: unknown file format\n"},
	} {
		status, out, msg := tcpdump(t, c.args...)
		if status != 1 || out != "" || msg != c.want {
			t.Errorf("%v: status %d, output %q, message %q, want %q", c.args, status, out, msg, c.want)
		}
	}
}

func TestHelp(t *testing.T) {
	status, out, msg := tcpdump(t, "--help")
	if status != 0 || msg != "" || !strings.Contains(out, "-r, --read file") || !strings.Contains(out, "-#, --number") {
		t.Errorf("status %d, output %q, message %q", status, out, msg)
	}
	if status, out, msg := tcpdump(t, "--version"); status != 0 || out != version+"\n" || msg != "" {
		t.Errorf("version: status %d, output %q, message %q", status, out, msg)
	}
}

func TestText(t *testing.T) {
	needMixed(t)
	want, err := os.ReadFile(strings.TrimSuffix(mixed, ".pcap") + ".tcpdump.txt")
	if err != nil {
		t.Fatal(err)
	}
	status, out, msg := tcpdump(t, "-nr", mixed, "-c", "10")
	lines := strings.SplitAfter(string(want), "\n")[:10]
	if out != strings.Join(lines, "") {
		t.Errorf("output %q, want %q", out, lines)
	}
	wantMsg := "reading from file " + mixed + ", link-type EN10MB (Ethernet), snapshot length 262144\n"
	if status != 0 || msg != wantMsg {
		t.Errorf("status %d, message %q, want %q", status, msg, wantMsg)
	}
}

func TestCount(t *testing.T) {
	needMixed(t)
	for want, args := range map[string][]string{
		"84 packets\n": {"-r", mixed, "--count"}, "1 packet\n": {"-r", mixed, "--count", "-c1"},
	} {
		if status, out, _ := tcpdump(t, args...); status != 0 || out != want {
			t.Errorf("%v: status %d, output %q, want %q", args, status, out, want)
		}
	}
}

func TestJSON(t *testing.T) {
	needMixed(t)
	_, out, _ := tcpdump(t, "-r", mixed, "--json")
	n := 0
	for line := range strings.Lines(out) {
		n++
		var p struct {
			N, Caplen, Len int
			Layers         []struct{ Type string }
		}
		if err := json.Unmarshal([]byte(line), &p); err != nil {
			t.Fatalf("line %d: %v: %s", n, err, line)
		}
		if p.N != n || p.Caplen == 0 || p.Len < p.Caplen || len(p.Layers) < 2 || p.Layers[0].Type != "Ethernet" {
			t.Errorf("line %d: %+v", n, p)
		}
	}
	if n != 84 {
		t.Errorf("%d lines, want 84", n)
	}
}

func TestTree(t *testing.T) {
	needMixed(t)
	_, out, _ := tcpdump(t, "-r", mixed, "--tree", "-c1")
	for _, want := range []string{"packet 1, time ", "Ethernet at byte 0, 14 bytes\n", "Type [96+16] "} {
		if !strings.Contains(out, want) {
			t.Errorf("no %q in %q", want, out)
		}
	}
}

// TestTruncated: what can be read is printed; the words are tcpdump's.
func TestTruncated(t *testing.T) {
	needMixed(t)
	whole, err := os.ReadFile(mixed)
	if err != nil {
		t.Fatal(err)
	}
	// The first record begins behind the file header of 24 bytes and has a header of 16.
	first := int(whole[32]) | int(whole[33])<<8
	for _, c := range []struct {
		size    int
		packets int
		want    string
	}{
		{24 + 16 + first, 1, ""},
		{24 + 16 + first + 5, 1, "tcpdump: pcap_loop: truncated dump file; tried to read 16 header bytes, only got 5\n"},
		{24 + 16 + 9, 0, "tcpdump: pcap_loop: truncated dump file; tried to read 170 captured bytes, only got 9\n"},
		{0, 0, "tcpdump: truncated dump file; tried to read 4 file header bytes, only got 0\n"},
	} {
		file := filepath.Join(t.TempDir(), "cut.pcap")
		if err := os.WriteFile(file, whole[:c.size], 0o600); err != nil {
			t.Fatal(err)
		}
		status, out, msg := tcpdump(t, "-nr", file)
		_, msg, _ = strings.Cut("\n"+msg, "snapshot length 262144\n")
		if c.size == 0 {
			_, _, msg = tcpdump(t, "-nr", file)
		}
		if n := strings.Count(out, "\n"); n != c.packets || msg != c.want || (status != 0) != (c.want != "") {
			t.Errorf("%d bytes: status %d, %d packets, message %q, want %q", c.size, status, n, msg, c.want)
		}
	}
}

// TestSnapLen: -s cuts packets as if they had been captured so.
// TestSnapLen: -s is for interfaces; tcpdump does not cut what it reads from a file either.
func TestSnapLen(t *testing.T) {
	needMixed(t)
	_, plain, _ := tcpdump(t, "-tnr", mixed, "-c1")
	if _, out, _ := tcpdump(t, "-tnr", mixed, "-c1", "-s", "13"); out != plain || out == "" {
		t.Errorf("output %q, want %q", out, plain)
	}
}

// closed is an output whose reader has gone.
type closed struct{}

func (closed) Write([]byte) (int, error) {
	return 0, &os.PathError{Op: "write", Path: "|1", Err: syscall.EPIPE}
}

type full struct{}

func (full) Write([]byte) (int, error) { return 0, errors.New("no space left on device") }

func TestOutput(t *testing.T) {
	needMixed(t)
	for _, c := range []struct {
		out    io.Writer
		status int
		want   string
	}{
		{closed{}, statusOutput, "tcpdump: Unable to write output: Broken pipe\n"}, {full{}, statusOutput, "tcpdump: Unable to write output: No space left on device\n"},
	} {
		var msg bytes.Buffer
		status := run([]string{"-nlr", mixed}, nil, c.out, &msg)
		_, rest, _ := strings.Cut(msg.String(), "262144\n")
		if status != c.status || rest != c.want {
			t.Errorf("status %d, message %q, want %d and %q", status, rest, c.status, c.want)
		}
	}
}

// TestStandardInput: "-" is standard input.
func TestStandardInput(t *testing.T) {
	needMixed(t)
	f, err := os.Open(mixed)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var out, msg bytes.Buffer
	if status := run([]string{"-nr", "-", "--count"}, f, &out, &msg); status != 0 || out.String() != "84 packets\n" {
		t.Errorf("status %d, output %q, message %q", status, &out, &msg)
	}
}
