package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"net/netip"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/wiretag/wiretag/capture"
	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/layers"
	"github.com/wiretag/wiretag/pcapio"
	"github.com/wiretag/wiretag/reassembly"
)

// TestFollow: what tshark follows, byte for byte.
func TestFollow(t *testing.T) {
	tshark, err := exec.LookPath("tshark")
	if err != nil {
		t.Skip("tshark is not installed")
	}
	all := 0
	for n := range 4 {
		status, raw, msg := tcpdump(t, "-r", testFile, "--follow", "tcp,"+strconv.Itoa(n)+",raw")
		if status != 0 {
			t.Errorf("stream %d: %s", n, msg)
			continue
		}
		cmd := exec.Command(tshark, "-r", testFile, "-q", "-z", "follow,tcp,raw,"+strconv.Itoa(n))
		text, err := cmd.Output()
		if err != nil {
			t.Fatal(err)
		}
		var want strings.Builder
		for line := range strings.SplitSeq(string(text), "\n") {
			line = strings.TrimSpace(line)
			if b := unhex(line); b != nil {
				want.WriteString(string(b))
			}
		}
		if raw != want.String() {
			t.Errorf("stream %d: %d bytes, tshark has %d", n, len(raw), len(want.String()))
		}
		all += len(want.String())
	}
	if all == 0 {
		t.Error("there are no data")
	}
}

// unhex is a line of hex, nil if it is something else.
func unhex(line string) []byte {
	if len(line)%2 != 0 || len(line) == 0 {
		return nil
	}
	out := make([]byte, len(line)/2)
	for i := range out {
		v, err := strconv.ParseUint(line[2*i:2*i+2], 16, 8)
		if err != nil {
			return nil
		}
		out[i] = byte(v)
	}
	return out
}

// TestFollowForms: texts say who speaks.
func TestFollowForms(t *testing.T) {
	_, text, _ := tcpdump(t, "-r", testFile, "--follow", "tcp,0")
	if !strings.HasPrefix(text, "tcp stream 0: client ") || !strings.Contains(text, "\n--- client\n") || !strings.Contains(text, "\n--- the end: ") {
		t.Errorf("%.300s", text)
	}
	_, hex, _ := tcpdump(t, "-r", testFile, "--follow", "tcp,0,hex")
	if !strings.Contains(hex, "\n00000000  ") || !strings.Contains(hex, "\n00000010  ") {
		t.Errorf("%.300s", hex)
	}
	for _, args := range [][]string{
		{"-r", testFile, "--follow", "udp,0"},
		{"-r", testFile, "--follow", "tcp,x"},
		{"-r", testFile, "--follow", "tcp,0,octal"},
		{"-r", testFile, "--follow", "tcp,0", "--json"},
		{"-r", testFile, "--follow", "tcp,9999"},
	} {
		if status, _, msg := tcpdump(t, args...); status != 1 || !strings.Contains(msg, "tcpdump: ") {
			t.Errorf("%v: status %d, %s", args, status, msg)
		}
	}
}

// TestFollowLetters: each byte has a letter or a dot, also those that are one letter together.
func TestFollowLetters(t *testing.T) {
	var text bytes.Buffer
	out := bufio.NewWriter(&text)
	p := &printed{s: &streams{out: out}}
	err := p.hex(&reassembly.Chunk{Bytes: []byte("na\u00efve \u20ac\xff\x00~ and more")})
	if err = errors.Join(err, out.Flush()); err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(text.String(), "  na..ve .....~ an\n") || !strings.Contains(text.String(), "  d more\n") {
		t.Error(text.String())
	}
}

// TestStreams: every direction is a file, and the table says how long each is.
func TestStreams(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "out")
	if status, out, msg := tcpdump(t, "-r", testFile, "--streams", dir); status != 0 || out != "" {
		t.Fatalf("%d: %s%s", status, out, msg)
	}
	table, err := os.ReadFile(filepath.Join(dir, "streams.jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for line := range bytes.Lines(table) {
		var row streamRow
		if err := json.Unmarshal(line, &row); err != nil {
			t.Fatal(err)
		}
		n++
		var whole []byte
		for i, name := range row.Files {
			if name == "" {
				continue
			}
			b, err := os.ReadFile(filepath.Join(dir, name))
			if err != nil || int64(len(b)) != row.Bytes[i] || len(row.Gaps) > 0 {
				t.Errorf("%s: %d bytes, want %d, %v", name, len(b), row.Bytes[i], err)
			}
			whole = append(whole, b...)
		}
		_, raw, _ := tcpdump(t, "-r", testFile, "--follow", "tcp,"+strconv.FormatUint(row.Stream, 10)+",raw")
		if len(raw) != len(whole) {
			t.Errorf("stream %d: %d bytes are printed, %d written", row.Stream, len(raw), len(whole))
		}
	}
	if n < 5 {
		t.Errorf("%d streams", n)
	}
}

// TestProgress: what is told on a terminal.
func TestProgress(t *testing.T) {
	var p *progress
	p.end() // there is no terminal
	p = &progress{size: 1 << 20, bytes: 1 << 19}
	if got := p.text(10); got != "10 packets, 0 MiB, 50 %" {
		t.Error(got)
	}
	p.bytes = 3 << 20 // it is compressed
	if got := p.text(10); got != "10 packets, 3 MiB" {
		t.Error(got)
	}
	file, err := os.Create(filepath.Join(t.TempDir(), "f"))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	if newProgress("f", file, nil) != nil || newProgress("f", &bytes.Buffer{}, nil) != nil {
		t.Error("a file is no terminal")
	}
}

// TestDefrag: a datagram takes the place of its fragments, and filters see it.
func TestDefrag(t *testing.T) {
	file := fragments(t)
	for _, c := range []struct {
		args []string
		want string
	}{
		{[]string{"--count"}, "3 packets\n"},
		{[]string{"--count", "--defrag"}, "1 packet\n"},
		{[]string{"--count", "--defrag", "udp port 6000 and greater 3000"}, "1 packet\n"},
	} {
		if _, out, msg := tcpdump(t, append([]string{"-r", file}, c.args...)...); out != c.want {
			t.Errorf("%v: %s%s", c.args, out, msg)
		}
	}
	whole := filepath.Join(t.TempDir(), "whole.pcap")
	if status, _, msg := tcpdump(t, "-r", file, "--defrag", "-w", whole); status != 0 {
		t.Fatal(msg)
	}
	if _, out, _ := tcpdump(t, "-r", whole, "-n", "-t"); out != "IP 192.0.2.1.5000 > 192.0.2.2.6000: UDP, length 4000\n" {
		t.Error(out)
	}
}

// fragments is a file with a datagram in three fragments.
func fragments(t *testing.T) string {
	whole, err := codec.Marshal(&layers.UDP{SrcPort: 5000, DstPort: 6000}, make([]byte, 4000))
	if err != nil {
		t.Fatal(err)
	}
	name := filepath.Join(t.TempDir(), "fragments.pcap")
	file, err := os.Create(name)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	w, err := pcapio.NewWriter(file, pcapio.Header{LinkType: capture.LinkTypeEthernet, SnapLen: 65535})
	if err != nil {
		t.Fatal(err)
	}
	for at := 0; at < len(whole); at += 1480 {
		ip := &layers.IPv4{TTL: 64, ID: 1, FragOffset: uint16(at / 8), Protocol: 17, Src: netip.MustParseAddr("192.0.2.1"), Dst: netip.MustParseAddr("192.0.2.2")}
		end := min(at+1480, len(whole))
		if end < len(whole) {
			ip.Flags = layers.IPv4MoreFragments
		}
		data, err := codec.Marshal(&layers.Ethernet{}, ip, whole[at:end])
		if err != nil {
			t.Fatal(err)
		}
		info := capture.Info{Time: capture.Unix(1, 0), CaptureLength: uint32(len(data)), Length: uint32(len(data)), LinkType: capture.LinkTypeEthernet}
		if err := w.WritePacket(data, &info); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return name
}

// TestStreamRows: what is kept of a stream until its row is written is bounded, whatever the number and the length of its gaps and conflicts.
func TestStreamRows(t *testing.T) {
	var w writtenStream
	long := reassembly.Event{Kind: reassembly.EventConflict, Old: make([]byte, 1000), New: make([]byte, 1000)}
	short := reassembly.Event{Kind: reassembly.EventConflict, Old: []byte{1}, New: []byte{2}}
	for range 2 * mostRows {
		w.Event(&long)
		w.Event(&reassembly.Event{Kind: reassembly.EventGap, Length: 1})
	}
	if n := len(w.row.Conflicts); n != mostBytes/2000 || len(w.row.Gaps) != mostRows {
		t.Errorf("%d long conflicts, %d gaps", n, len(w.row.Gaps))
	}
	w = writtenStream{}
	for range 2 * mostRows {
		w.Event(&short)
	}
	if n := len(w.row.Conflicts); n != mostRows {
		t.Errorf("%d short conflicts", n)
	}
}

// TestReturns: a carriage return that ends no line does not come to the terminal, also where data ends with it.
func TestReturns(t *testing.T) {
	var b bytes.Buffer
	p := &printed{s: &streams{out: bufio.NewWriter(&b)}, any: true}
	for _, part := range []string{"a\rb\r\nc\r", "\nd\r", "e\r\r\n\x1b[2J\tf\r"} {
		p.Data(p.last, &reassembly.Chunk{Bytes: []byte(part)})
	}
	p.rest()
	p.s.out.Flush()
	if want := "a.b\r\nc\r\nd.e.\r\n.[2J\tf."; b.String() != want {
		t.Errorf("%q, want %q", b.String(), want)
	}
}
