// Package examples has programs of a page or a few. Its tests run them on captures, and in networks that they make.
package examples

import (
	"bytes"
	"compress/flate"
	"compress/gzip"
	"compress/zlib"
	"crypto/sha256"
	"fmt"
	"io"
	"net/http/httputil"
	"net/netip"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/wiretag/wiretag/capture"
	"github.com/wiretag/wiretag/conversation"
	"github.com/wiretag/wiretag/internal/netlab"
	"github.com/wiretag/wiretag/pcapio"
)

// build compiles an example. It is called before a test goes into a namespace of its own.
func build(t *testing.T, name string) string {
	t.Helper()
	netlab.Need(t, "go")
	file := filepath.Join(t.TempDir(), name)
	netlab.Run(t, "go", "build", "-o", file, "./"+name)
	return file
}

// TestReassemblydump: see the functions below.
func TestReassemblydump(t *testing.T) {
	program := build(t, "reassemblydump")
	t.Run("Capture", func(t *testing.T) { dumpCapture(t, program) })
	t.Run("Bodies", func(t *testing.T) { dumpBodies(t, program) })
	t.Run("Gap", func(t *testing.T) { dumpGap(t, program) })
}

// dumpCapture extracts what tshark 4.0.17 does: tshark -r http.pcap --export-objects http,folder; sha256sum folder/*. The POST and PUT bodies, which
// tshark extracts too, are none of responses.
func dumpCapture(t *testing.T, program string) {
	dir := t.TempDir()
	out := netlab.Run(t, program, "-r", "../testdata/http.pcap", "-output", dir)
	want := map[string]string{
		"%2F":      "e2128e30ea5f086cc658951f00d64740be2f47c25bcd9aa84c39d32361cbd34a",
		"%2F-0":    "dace2a571c147da773724738bb0b80d39c430cce12f770210d8f270e958db773",
		"%2F-1":    "dace2a571c147da773724738bb0b80d39c430cce12f770210d8f270e958db773",
		"new.json": "dace2a571c147da773724738bb0b80d39c430cce12f770210d8f270e958db773",
		"text":     "9a765d92e5edd29e218ad0284faf1da8c45e184df9ae55a6f4b83c139620b7c0",
		"text-0":   "291890e19fc8651d5b69214001bd424546bc4c7eef397372818aa4186183bba3",
	}
	got := sums(t, dir)
	if len(got) != len(want) {
		t.Errorf("%d files, want %d", len(got), len(want))
	}
	for name, sum := range want {
		if got[name] != sum {
			t.Errorf("%s: %s, want %s", name, got[name], sum)
		}
	}
	// tshark -r http.pcap -T fields -e tcp.len | paste -sd+ | bc
	for _, line := range []string{"total TCP bytes:        3195\n", "reassembled bytes:      3195\n", "missed bytes:           0\n"} {
		if !strings.Contains(out, line) {
			t.Errorf("no %q in:\n%s", line, out)
		}
	}
}

// sums are the SHA-256 sums of the files in a folder, in hexadecimal.
func sums(t *testing.T, dir string) map[string]string {
	t.Helper()
	list, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	all := map[string]string{}
	for _, e := range list {
		data, err := os.ReadFile(filepath.Join(dir, e.Name()))
		if err != nil {
			t.Fatal(err)
		}
		all[e.Name()] = fmt.Sprintf("%x", sha256.Sum256(data))
	}
	return all
}

// response is how a body is sent.
type response struct{ name, fields, coding string }

var responses = []response{
	{"length", "", ""},
	{"chunks", "Transfer-Encoding: chunked\r\n", ""},
	{"gzip", "Content-Encoding: gzip\r\n", "gzip"},
	{"gzip-chunks", "Content-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n", "gzip"},
	{"zlib", "Content-Encoding: deflate\r\n", "zlib"},
	{"deflate", "Content-Encoding: deflate\r\n", "deflate"},
	{"close", "Connection: close\r\n", ""},
}

// body is the body of a response, and how it is sent.
func (r response) body(t *testing.T) (plain, message string) {
	t.Helper()
	plain = strings.Repeat("this is "+r.name+"; ", 4000)
	var coded bytes.Buffer
	var w io.WriteCloser
	switch r.coding {
	case "gzip":
		w = gzip.NewWriter(&coded)
	case "zlib":
		w = zlib.NewWriter(&coded)
	case "deflate":
		w, _ = flate.NewWriter(&coded, 6)
	}
	if w == nil {
		coded.WriteString(plain)
	} else if _, err := io.WriteString(w, plain); err != nil || w.Close() != nil {
		t.Fatal(err)
	}
	head := "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\n" + r.fields
	switch {
	case strings.Contains(r.fields, "chunked"):
		var chunked strings.Builder
		c := httputil.NewChunkedWriter(&chunked)
		if _, err := c.Write(coded.Bytes()); err != nil || c.Close() != nil {
			t.Fatal(err)
		}
		return plain, head + "\r\n" + chunked.String() + "\r\n"
	case r.name == "close":
		return plain, head + "\r\n" + coded.String()
	}
	return plain, fmt.Sprintf("%sContent-Length: %d\r\n\r\n%s", head, coded.Len(), coded.String())
}

// dumpBodies: bodies that were sent in all ways over a bad network come out as they were. The response to a HEAD request is none.
func dumpBodies(t *testing.T, program string) {
	file := filepath.Join(t.TempDir(), "bodies.pcap")
	want := map[string]string{}
	record(t, file, conversation.Faults{Loss: 0.02, Reorder: 0.05, Duplicate: 0.02, Overlap: 0.02}, nil, func(c *conversation.TCP) {
		say(t, c, conversation.Client, "HEAD /head HTTP/1.1\r\n\r\n")
		say(t, c, conversation.Server, "HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n")
		for _, r := range responses {
			plain, message := r.body(t)
			want[r.name] = fmt.Sprintf("%x", sha256.Sum256([]byte(plain)))
			say(t, c, conversation.Client, "GET /folder/"+r.name+" HTTP/1.1\r\n\r\n")
			say(t, c, conversation.Server, message)
		}
	})
	dir := t.TempDir()
	out := netlab.Run(t, program, "-r", file, "-output", dir)
	got := sums(t, dir)
	for _, r := range responses {
		if got[r.name] != want[r.name] {
			t.Errorf("%s is not what was sent:\n%s", r.name, out)
		}
	}
	if len(got) != len(responses) || !strings.Contains(out, "\nerrors:                 0\n") {
		t.Errorf("%v\n%s", got, out)
	}
}

// dumpGap: a body of which bytes are missing is not written, or as one that is not complete, up to where they are missing.
func dumpGap(t *testing.T, program string) {
	file := filepath.Join(t.TempDir(), "gap.pcap")
	body := strings.Repeat("0123456789", 1000)
	lost := record(t, file, conversation.Faults{}, []int{9}, func(c *conversation.TCP) {
		say(t, c, conversation.Client, "GET /numbers HTTP/1.1\r\n\r\n")
		say(t, c, conversation.Server, "HTTP/1.1 200 OK\r\nContent-Length: 10000\r\n\r\n"+body)
	})
	for _, write := range []bool{false, true} {
		dir := t.TempDir()
		out := netlab.Run(t, program, "-r", file, "-output", dir, fmt.Sprintf("-writeincomplete=%v", write))
		if line := fmt.Sprintf("missed bytes:           %d\n", lost); !strings.Contains(out, line) {
			t.Errorf("no %q in:\n%s", line, out)
		}
		got, err := os.ReadFile(filepath.Join(dir, "incomplete-numbers"))
		if !write && !os.IsNotExist(err) || write && (len(got) == 0 || len(got) >= len(body) || !strings.HasPrefix(body, string(got))) {
			t.Errorf("%v: %d bytes, %v", write, len(got), err)
		}
	}
}

// TestStatsassembly: bytes of each direction, and what is missing, are what was sent and left out.
func TestStatsassembly(t *testing.T) {
	program := build(t, "statsassembly")
	file := filepath.Join(t.TempDir(), "stats.pcap")
	asked, answered := strings.Repeat("a", 5000), strings.Repeat("b", 20000)
	lost := record(t, file, conversation.Faults{}, []int{20}, func(c *conversation.TCP) {
		say(t, c, conversation.Client, asked)
		say(t, c, conversation.Server, answered)
	})
	out := netlab.Run(t, program, "-r", file)
	lines := strings.Split(out, "\n")
	for i, want := range [][]string{
		{"192.0.2.1->192.0.2.2 40000/tcp->80/tcp ", fmt.Sprintf(" %d bytes, ", len(asked)), " 0 bytes missing, 0 "},
		{"192.0.2.2->192.0.2.1 80/tcp->40000/tcp ", fmt.Sprintf(" %d bytes, ", len(answered)-lost), fmt.Sprintf(" %d bytes missing, 0 ", lost)},
		{fmt.Sprintf(" 1 connections, %d bytes in order, %d missing, 0 more than once", len(asked)+len(answered)-lost, lost)},
	} {
		for _, s := range want {
			if !strings.Contains(lines[i], s) {
				t.Errorf("no %q in %s", s, lines[i])
			}
		}
	}
}

// say has a side of a connection send.
func say(t *testing.T, c *conversation.TCP, side conversation.Side, text string) {
	t.Helper()
	if _, err := io.WriteString(c.From(side), text); err != nil {
		t.Fatal(err)
	}
}

// leaky is a sink that leaves some packets out.
type leaky struct {
	capture.Sink
	number int
	out    []int
	lost   int // bytes of TCP in them
}

func (l *leaky) WritePacket(data []byte, info *capture.Info) error {
	l.number++
	if slices.Contains(l.out, l.number) {
		l.lost += len(data) - 14 - 20 - int(data[46]>>4)*4 // Ethernet, IPv4, and what TCP says
		return nil
	}
	return l.Sink.WritePacket(data, info)
}

// record makes a capture of one connection, without the packets of some numbers. It returns how many bytes of TCP these had.
func record(t *testing.T, file string, faults conversation.Faults, out []int, talk func(*conversation.TCP)) int {
	t.Helper()
	w, err := pcapio.Create(file, pcapio.Header{LinkType: capture.LinkTypeEthernet, SnapLen: 65536})
	if err != nil {
		t.Fatal(err)
	}
	sink := &leaky{Sink: w, out: out}
	n := conversation.New(sink, conversation.Path{Faults: faults, Seed: 7})
	c, err := n.DialTCP(netip.MustParseAddrPort("192.0.2.1:40000"), netip.MustParseAddrPort("192.0.2.2:80"))
	if err != nil {
		t.Fatal(err)
	}
	talk(c)
	if err := c.Close(conversation.Server); err != nil {
		t.Fatal(err)
	}
	if err := n.Flush(); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return sink.lost
}
