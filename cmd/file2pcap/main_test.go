package main

import (
	"bytes"
	"math/rand/v2"
	"net/netip"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/wiretag/wiretag/pcapio"
)

// sample is a file with every byte, and lines that begin with dots.
func sample(size int) []byte {
	b := make([]byte, size)
	random := rand.New(rand.NewPCG(uint64(size), 3))
	for i := range b {
		b[i] = byte(random.Uint32())
		if i%701 > 600 {
			b[i] = "\r\n."[i%3]
		}
	}
	return b
}

// convert writes a sample file and its capture, and returns the capture's path.
func convert(t *testing.T, data []byte, args ...string) string {
	t.Helper()
	dir := t.TempDir()
	file, out := filepath.Join(dir, "sample.bin"), filepath.Join(dir, "out.pcap")
	if err := os.WriteFile(file, data, 0o600); err != nil {
		t.Fatal(err)
	}
	var stderr bytes.Buffer
	if status := run(append(args, "-w", out, file), nil, nil, &stderr); status != 0 {
		t.Fatalf("%q: status %d: %s", args, status, &stderr)
	}
	return out
}

func TestWrong(t *testing.T) {
	for args, want := range map[string]string{
		"":                                    "no file given",
		"-p gopher x":                         `protocol "gopher": want one of http-get`,
		"--loss 101 x":                        "want 0 to 100",
		"--bandwidth 0 x":                     "want 1 to 1000G",
		"--vlan 4096 x":                       "VLAN identifiers are from 0 to 4095",
		"--mpls 1048576 x":                    "MPLS labels have 20 bits",
		"--gre --vxlan 1 x":                   "one tunnel",
		"--vxlan 16777216 x":                  "a VNI has 24 bits",
		"--mtu 100 x":                         "the MTU is from 128",
		"--encoding rot13 x":                  `encoding "rot13"`,
		"--start yesterday x":                 "start: ",
		"--client 192.0.2.1 -6 x":             "two families",
		"--server nowhere x":                  "nowhere",
		"--size -1 x":                         "sizes are from",
		"-w " + os.DevNull + " /nonexistent/": "no such file",
		"-w " + os.DevNull + " .":             "not a regular file",
		"--loss 100 -w " + os.DevNull + " -":  "too much is lost",
		"-p tftp --loss 100 -w " + os.DevNull + " -":          "too much is lost",
		"-p tftp --upload --loss 100 -w " + os.DevNull + " -": "too much is lost",
	} {
		var stderr bytes.Buffer
		if status := run(strings.Fields(args), strings.NewReader("x"), nil, &stderr); status != 1 || !strings.Contains(stderr.String(), want) {
			t.Errorf("%q: status %d, %q, want %q", args, status, &stderr, want)
		}
	}
}

func TestHelp(t *testing.T) {
	var out, stderr bytes.Buffer
	if status := run([]string{"-h"}, nil, &out, &stderr); status != 0 || stderr.Len() > 0 || !strings.Contains(out.String(), "-p, --protocol") {
		t.Errorf("status %d, output %q, message %q", status, &out, &stderr)
	}
}

// TestUnread: what cannot be made leaves the files that are there, and no new one.
func TestUnread(t *testing.T) {
	dir := t.TempDir()
	there, missing := filepath.Join(dir, "a.pcap"), filepath.Join(dir, "b")
	if err := os.WriteFile(there, []byte("text"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, args := range [][]string{{filepath.Join(dir, "a")}, {missing}, {"-w", there, there, missing}, {"-w", there, there}} {
		var stderr bytes.Buffer
		if status := run(args, nil, nil, &stderr); status != 1 {
			t.Errorf("%q: status %d", args, status)
		}
		if text, err := os.ReadFile(there); err != nil || string(text) != "text" {
			t.Errorf("%q: the file has %q, %v", args, text, err)
		}
	}
	if _, err := os.Stat(missing + ".pcap"); !os.IsNotExist(err) {
		t.Errorf("a file without packets was made: %v", err)
	}
}

// TestStdin: input from standard input, capture to standard output, several files.
func TestStdin(t *testing.T) {
	file := filepath.Join(t.TempDir(), "b.bin")
	if err := os.WriteFile(file, []byte("second"), 0o600); err != nil {
		t.Fatal(err)
	}
	var out, stderr bytes.Buffer
	if status := run([]string{"-p", "udp", "-w", "-", "-", file}, strings.NewReader("first"), &out, &stderr); status != 0 {
		t.Fatal(&stderr)
	}
	r, err := pcapio.NewReaderBytes(out.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"first", "second"} {
		data, _, err := r.Next()
		if err != nil || !bytes.HasSuffix(data, []byte(want)) {
			t.Errorf("%q, %v, want %q at the end", data, err, want)
		}
	}
}

// TestSame: the same arguments give the same capture, another seed another one.
func TestSame(t *testing.T) {
	data := sample(20_000)
	read := func(seed string) []byte {
		b, err := os.ReadFile(convert(t, data, "-p", "smtp", "--loss", "5", "--jitter", "1ms", "--seed", seed))
		if err != nil {
			t.Fatal(err)
		}
		return b
	}
	a, b, c := read("1"), read("1"), read("2")
	if !bytes.Equal(a, b) || bytes.Equal(a, c) {
		t.Errorf("captures of %d, %d and %d bytes", len(a), len(b), len(c))
	}
}

// TestPorts: no two connections in a row have the same ports, also where there are no more.
func TestPorts(t *testing.T) {
	s := &session{options: &options{ends: [2]netip.AddrPort{client: netip.MustParseAddrPort("192.0.2.1:65000")}}}
	seen := map[uint16]bool{}
	for range 1<<16 - 1024 {
		p := s.client().Port()
		if p < 1024 || seen[p] {
			t.Fatalf("port %d after %d others", p, len(seen))
		}
		seen[p] = true
	}
	if p := s.client().Port(); p != 65000 {
		t.Errorf("port %d, when all have been used", p)
	}
}
