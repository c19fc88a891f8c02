package main

import (
	"bytes"
	"compress/gzip"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

func TestSplit(t *testing.T) {
	got := split([]byte("    1  00:00 IP a\n\tmore\n    2  IP b\n    2  text\n    3  c\n"))
	want := [][]string{{"00:00 IP a", "\tmore"}, {"IP b", "    2  text"}, {"c"}}
	if !slices.EqualFunc(got, want, slices.Equal) {
		t.Errorf("%q, want %q", got, want)
	}
}

func TestClass(t *testing.T) {
	for _, c := range [][3]string{
		{"a b 12 c", "a b 13.5 c", "a b {# c | #.# c}"},
		{"a", "b", "^ ^ {a $ | b $}"},
		{"IP 1.2.3.4 x", "IP 1.2.3.4", "IP #.#.#.# {x $ | $ $}"},
		{"x ff:0a:bb", "x dead", "^ x {ff:#:bb $ | dead $}"},
	} {
		if got := class(c[0], c[1]); got != c[2] {
			t.Errorf("class(%q, %q) = %q, want %q", c[0], c[1], got, c[2])
		}
	}
}

func TestWithin(t *testing.T) {
	for _, c := range []struct {
		truth truth
		flags string
		proto string
		in    bool
	}{
		{truth{Link: 1, Protocols: "eth:ethertype:arp"}, "-n", "arp", true},
		{truth{Link: 1, Protocols: "eth:llc:stp"}, "-n", "stp", true},
		{truth{Link: 105, Protocols: "wlan:data"}, "-n", "wlan", true},
		{truth{Link: 104, Protocols: "chdlc:data"}, "-n", "chdlc", true},
		{truth{Link: 1, Protocols: "eth:ethertype:ip:tcp:tls", Fields: truthPorts{
			TCPSrc: []int{443}, TCPDst: []int{5000}, TCPLen: []int{9},
		}}, "-n", "tcp", true},
		{truth{Link: 1, Protocols: "eth:ethertype:ip:tcp:http", Fields: truthPorts{
			TCPSrc: []int{80}, TCPDst: []int{5000}, TCPLen: []int{9},
		}}, "-n", "http", true},
		{truth{Link: 1, Protocols: "eth:ethertype:ip:tcp:telnet", Fields: truthPorts{
			TCPSrc: []int{23}, TCPDst: []int{5000}, TCPLen: []int{9},
		}}, "-n", "tcp", false},
		{truth{Link: 1, Protocols: "eth:ethertype:ip:tcp", Fields: truthPorts{
			TCPSrc: []int{80}, TCPDst: []int{5000}, TCPLen: []int{0},
		}}, "-n", "tcp", true},
		{truth{Link: 1, Protocols: "eth:ethertype:ip:udp:ntp", Fields: truthPorts{
			UDPSrc: []int{123}, UDPDst: []int{123},
		}}, "-n", "ntp", true},
		{truth{Link: 1, Protocols: "eth:ethertype:ip:icmp:ip:udp:ntp", Fields: truthPorts{
			UDPSrc: []int{123}, UDPDst: []int{123},
		}}, "-n", "icmp", true},
		{truth{Link: 1, Protocols: "eth:ethertype:ip:icmp:ip:udp:ntp", Fields: truthPorts{
			UDPSrc: []int{123}, UDPDst: []int{123},
		}}, "-nv", "ntp", true},
		{truth{Link: 101, Protocols: "raw:ip:udp:dns", Fields: truthPorts{
			UDPSrc: []int{53}, UDPDst: []int{4000},
		}}, "-n", "dns", true},
	} {
		proto, in := c.truth.within([]string{c.flags})
		if proto != c.proto || in != c.in {
			t.Errorf("%s %s: %s, %v, want %s, %v", c.flags, c.truth.Protocols, proto, in, c.proto, c.in)
		}
	}
}

// TestCompare runs two scripts over a corpus of one capture.
func TestCompare(t *testing.T) {
	dir := t.TempDir()
	write := func(name, text string, mode os.FileMode) string {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), mode); err != nil {
			t.Fatal(err)
		}
		return path
	}
	var z bytes.Buffer
	w := gzip.NewWriter(&z)
	w.Write([]byte(`{"lt":1,"p":"eth:ethertype:arp"}` + "\n" + `{"lt":1,"p":"eth:ethertype:arp"}` + "\n" + `{"lt":1,"p":"eth:cfm"}`))
	w.Close()
	write("captures/s/f", "", 0o644)
	write("truth/s/f.truth.jsonl.gz", z.String(), 0o644)
	write("manifest.jsonl", `{"file":"s/f","fuzz":true}`, 0o644)
	c := config{
		corpus: dir, cache: filepath.Join(dir, "cache"), jobs: 1, classes: 9, examples: 1, flags: []string{"-n"},
		judge: write("judge", "#!/bin/sh\nprintf '    1  one\\n\\tmore\\n    2  two\\n    3  three\\n'", 0o755),
		ours:  write("ours", "#!/bin/sh\nprintf '    1  one\\n\\tless\\n    2  two\\n'; echo oops >&2; exit 1", 0o755),
	}
	for range 2 { // the second time from the cache
		r, err := compareAll(&c)
		if err != nil {
			t.Fatal(err)
		}
		want := tally{packets: 2, equalPackets: 1, lines: 3, equalLines: 2}
		if r.all != want || r.fuzz != want || r.skipped != 1 || r.sameStatus != 0 || r.sameMessages != 0 {
			t.Errorf("%+v, fuzzed %+v, skipped %d", r.all, r.fuzz, r.skipped)
		}
		var out strings.Builder
		r.print(&out, &c)
		for _, s := range []string{"50.00 %", "66.67 %", "arp: ^ ^ {\tmore $ | \tless $}", "s/f#1"} {
			if !strings.Contains(out.String(), s) {
				t.Errorf("no %q in %s", s, out.String())
			}
		}
		os.Remove(c.judge)
	}
}

// TestCuts compares the project's own captures, cut at every byte, with the system's tcpdump.
func TestCuts(t *testing.T) {
	if _, err := exec.LookPath("tcpdump"); err != nil {
		t.Skipf("tcpdump: %v", err)
	}
	dir := t.TempDir()
	ours := filepath.Join(dir, "ours")
	build := exec.Command("go", "build", "-o", ours, "./cmd/tcpdump")
	build.Dir = "../.." // another module
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	files, err := filepath.Glob("../../testdata/*.pcap*")
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Mkdir(filepath.Join(dir, "captures"), 0o755); err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		path, err := filepath.Abs(f)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.Symlink(path, filepath.Join(dir, "captures", filepath.Base(f))); err != nil {
			t.Fatal(err)
		}
	}
	c := config{corpus: dir, judge: "tcpdump", ours: ours, flags: []string{"-n"}, cut: 96, classes: 20, examples: 1}
	r, err := compareCuts(&c)
	if err != nil {
		t.Fatal(err)
	}
	if r.all.packets < 10000 {
		t.Fatalf("only %d prefixes were compared", r.all.packets)
	}
	const most = 0.001 // of the lines
	if bad := r.all.lines - r.all.equalLines; float64(bad) > most*float64(r.all.lines) {
		var out strings.Builder
		r.print(&out, &c)
		t.Errorf("%d of %d lines differ:\n%s", bad, r.all.lines, out.String())
	}
}
