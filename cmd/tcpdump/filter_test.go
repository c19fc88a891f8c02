package main

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

const testFile = "../../testdata/tcp.pcap"

// TestFilter: expressions select packets, wherever they stand on the command line, and -c counts those that were selected.
func TestFilter(t *testing.T) {
	expr := filepath.Join(t.TempDir(), "expr")
	if err := os.WriteFile(expr, []byte("tcp[tcpflags] & tcp-syn != 0 # the beginning\n and tcp[tcpflags] & tcp-ack = 0"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		args []string
		out  string
		err  string
	}{
		{[]string{"-r", testFile, "--count", "udp"}, "0 packets\n", ""},
		{[]string{"-r", testFile, "--count", "tcp[tcpflags]", "&", "tcp-syn", "!=", "0", "and", "tcp[13] & 16 = 0"}, "7 packets\n", ""},
		{[]string{"tcp", "-c", "1", "-r", testFile, "--count"}, "1 packet\n", ""},
		{[]string{"-r", testFile, "--count", "-F", expr, "udp"}, "7 packets\n", ""},
		{[]string{"-r", testFile, "--count", "-F", expr, "-O"}, "7 packets\n", ""},
		{[]string{"-d", "arp"}, "(000) ldh      [12]\n(001) jeq      #0x806           jt 2\tjf 3\n(002) ret      #262144\n(003) ret      #0\n", ""},
		{[]string{"-ddd", "-y", "raw", "less 9"}, "4\n128 0 0 0\n37 0 1 9\n6 0 0 0\n6 0 0 262144\n", ""},
		{[]string{"-dd", "-r", testFile, ""}, "{ 0x6, 0, 0, 0x00040000 },\n", ""},
		{[]string{"-d", "ip", "prot", "6"}, "", "tcpdump: filter, byte 3: syntax error at \"prot\": expected and, or, or the end\n"},
		{[]string{"-d", "-y", "NOSUCH"}, "", "tcpdump: invalid data link type NOSUCH\n"},
		{[]string{"-d", "-F", "no/such/file"}, "", "tcpdump: can't open no/such/file: No such file or directory\n"},
	} {
		var out, errs bytes.Buffer
		run(c.args, nil, &out, &errs)
		said := errs.String()
		if i := strings.Index(said, "length 262144\n"); i >= 0 {
			said = said[i+len("length 262144\n"):]
		}
		if out.String() != c.out || said != c.err {
			t.Errorf("%q:\n%s%s\nwant\n%s%s", c.args, &out, said, c.out, c.err)
		}
	}
}

// TestFilterAsTcpdump: as many packets as tcpdump selects.
func TestFilterAsTcpdump(t *testing.T) {
	tcpdump, err := exec.LookPath("tcpdump")
	if err != nil {
		t.Skip("tcpdump is not installed")
	}
	files, err := filepath.Glob("../../testdata/*.pcap")
	if err != nil || len(files) < 3 {
		t.Fatal(files, err)
	}
	for _, file := range files {
		for _, expr := range []string{"tcp", "ip6 or arp", "port 53", "tcp[13] & 2 != 0", "not ip", "greater 100", "host 10.0.0.1 or net 192.168.0.0/16", "ip[2:2] > 60"} {
			var out, errs bytes.Buffer
			run([]string{"-r", file, "--count", expr}, nil, &out, &errs)
			want, err := exec.Command(tcpdump, "-r", file, "--count", expr).Output()
			if err != nil { // no such test for the link type
				want = nil
			}
			if out.String() != string(want) && want != nil {
				t.Errorf("%s %q: %swant %s", file, expr, &out, want)
			}
		}
	}
}

// TestListWithInput: - in a list of files is standard input, wherever it stands.
func TestListWithInput(t *testing.T) {
	packets, err := os.ReadFile(testFile)
	if err != nil {
		t.Fatal(err)
	}
	for _, names := range []string{"-\n" + testFile + "\n", testFile + "\n-\n"} {
		list := filepath.Join(t.TempDir(), "list")
		if err := os.WriteFile(list, []byte(names), 0o600); err != nil {
			t.Fatal(err)
		}
		var out, msg bytes.Buffer
		if status := run([]string{"-V", list, "--count"}, bytes.NewReader(packets), &out, &msg); status != 0 || out.String() != "166 packets\n" {
			t.Errorf("%q: status %d, %s%s", names, status, out.String(), msg.String())
		}
	}
}
