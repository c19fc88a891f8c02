package main

import (
	"bytes"
	"errors"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/wiretag/wiretag/internal/netlab"
)

// invocation is a command line: what stands behind "tcpdump", in a directory that has the captures of testdata in T.
type invocation struct {
	args  string
	stdin string // a file
	own   string // what is not compared, as docs/tcpdump.md says: "messages" or "output"
}

// invocations are compared with tcpdump: what is printed, the messages, the exit status, and the files that are written.
var invocations = []invocation{
	// Forms of the text.
	{args: "-n -r T/mixed.pcap"},
	{args: "-n -e -r T/mixed.pcap"},
	{args: "-n -v -r T/mixed.pcap"},
	{args: "-n -vv -r T/tcp.pcap"},
	{args: "-n -vvv -e -r T/dhcpv6.pcap"},
	{args: "-n -q -r T/mixed.pcap"},
	{args: "-n -A -r T/http.pcap"},
	{args: "-n -AA -r T/http.pcap -c 9"},
	{args: "-n -x -r T/icmp.pcap"},
	{args: "-n -xx -r T/icmp.pcap"},
	{args: "-n -X -r T/dns.pcap"},
	{args: "-n -XX -r T/dns.pcap"},
	{args: "-n -S -r T/tcp.pcap"},
	{args: "-n -K -v -r T/tcp.pcap"},
	{args: "-n -# -r T/arp.pcap"},
	{args: "-n -t -r T/arp.pcap"},
	{args: "-n -tt -r T/arp.pcap"},
	{args: "-n -ttt -r T/arp.pcap"},
	{args: "-n -tttt -r T/arp.pcap"},
	{args: "-n -ttttt -r T/arp.pcap"},
	{args: "-n -tttttt -r T/arp.pcap"},
	{args: "-n --nano -r T/nanoseconds.pcap"},
	{args: "-n --time-stamp-precision=micro -r T/nanoseconds.pcap"},
	{args: "-n -l -U -r T/snmp.pcap"},
	{args: "-n -nn -r T/sll2.pcap -e"},
	{args: "-n -r -", stdin: "T/ospf.pcap"},
	// How many, and which.
	{args: "-n -c 3 -r T/dns.pcap"},
	{args: "-n -c 0 -r T/dns.pcap"},
	{args: "-n -c x -r T/dns.pcap"},
	{args: "--count -r T/mixed.pcap"},
	{args: "--count -r T/arp.pcap -c 1"},
	{args: "--count -r T/mixed.pcap udp port 53 or arp"},
	{args: "-n -r T/mixed.pcap tcp[tcpflags] & tcp-syn != 0"},
	{args: "-n -r T/mixed.pcap -F filter"},
	{args: "-n -r T/mixed.pcap -F missing"},
	{args: "-n -r T/mixed.pcap foo bar", own: "messages"},
	{args: "-n -r T/mixed.pcap port 99999", own: "messages"},
	{args: "-V list -n -c 2"},
	{args: "-V list --count"},
	{args: "-V - --count", stdin: "list"},
	{args: "-V missing -n"},
	{args: "-V empty -n"},
	{args: "-V broken --count"},
	{args: "-V links --count"},
	{args: "-V links -w out.pcap"},
	{args: "-V list -r T/arp.pcap"},
	// Filters as programs.
	{args: "-d -r T/arp.pcap arp"},
	{args: "-dd -r T/arp.pcap arp"},
	{args: "-ddd -r T/arp.pcap arp"},
	{args: "-d -y RAW ip"},
	{args: "-O -d -r T/arp.pcap ip", own: "output"},
	// Writing.
	{args: "-r T/mixed.pcap -w out.pcap"},
	{args: "-r T/mixed.pcap -w - arp"},
	{args: "-r T/nanoseconds.pcap -w out.pcap --nano"},
	{args: "-Z root -V many -w out.pcap -C 1"},
	{args: "-Z root -V many -w out.pcap -C 1 -W 2"},
	{args: "-r T/dns.pcap -w out-%s.pcap -G 1 -W 2"},
	{args: "-r T/dns.pcap -w out.pcap --print -n -c 2"},
	{args: "-r T/dns.pcap -w missing/out.pcap"},
	{args: "-r T/dns.pcap -W x"},
	// What cannot be read.
	{args: "-n -r missing"},
	{args: "-n -r T/README.md"},
	{args: "-n -r empty"},
	{args: "-n -r cut.pcap"},
	{args: "-n -r damaged.pcap"},
	{args: "-n -r T/tls.pcapng"},
	{args: "--nonsense", own: "messages"},
	{args: "-r", own: "messages"},
	{args: "-n -y NONSENSE -r T/arp.pcap"},
	{args: "-s -1 -r T/arp.pcap"},
	{args: "-s 40 -n -r T/arp.pcap"},
	{args: "-Q sideways -r T/arp.pcap"},
	{args: "-j nonsense -r T/arp.pcap"},
	{args: "-i nonsense"},
	{args: "-i lo -J"},
	{args: "-D", own: "output"},
}

func TestInvocations(t *testing.T) {
	netlab.Need(t, "tcpdump")
	needMixed(t)
	captures, err := filepath.Abs(filepath.Dir(mixed))
	if err != nil {
		t.Fatal(err)
	}
	for _, v := range invocations {
		t.Run(strings.NewReplacer(" ", "_", "/", ".").Replace(v.args), func(t *testing.T) { compareInvocation(t, &v, captures) })
	}
}

// outcome is what a command leaves.
type outcome struct {
	out, messages string
	status        int
	files         map[string]string
}

func compareInvocation(t *testing.T, v *invocation, captures string) {
	want, got := invoke(t, "tcpdump", v, captures), invoke(t, os.Args[0], v, captures)
	for range 5 {
		if sameNames(want.files, got.files) {
			break
		}
		want, got = invoke(t, "tcpdump", v, captures), invoke(t, os.Args[0], v, captures) // a second began between the two, and is in the names
	}
	if got.status != want.status {
		t.Errorf("status %d, want %d", got.status, want.status)
	}
	if got.out != want.out && v.own != "output" {
		t.Errorf("output differs:\n%s", firstDifference(got.out, want.out))
	}
	if v.own == "" && got.messages != want.messages {
		t.Errorf("messages:\n%swant:\n%s", got.messages, want.messages)
	}
	if v.own == "messages" && !strings.Contains(got.messages, "tcpdump: ") {
		t.Errorf("messages: %q", got.messages)
	}
	if v.own == "output" && (got.out == "" || want.out == "") {
		t.Errorf("output %q and %q", got.out, want.out)
	}
	for name, data := range want.files {
		if got.files[name] != data {
			t.Errorf("file %s has %d bytes, want %d", name, len(got.files[name]), len(data))
		}
	}
	if len(got.files) != len(want.files) {
		t.Errorf("%d files, want %d", len(got.files), len(want.files))
	}
}

// sameNames reports whether both have the same files, whatever is in them.
func sameNames(a, b map[string]string) bool {
	return slices.Equal(slices.Sorted(maps.Keys(a)), slices.Sorted(maps.Keys(b)))
}

// invoke runs a command in a directory of its own.
func invoke(t *testing.T, program string, v *invocation, captures string) outcome {
	t.Helper()
	dir := t.TempDir()
	arp, err := os.ReadFile(filepath.Join(captures, "arp.pcap"))
	if err != nil {
		t.Fatal(err)
	}
	damaged := bytes.Clone(arp)
	copy(damaged[24+8:], "\xff\xff\xff\x7f") // a captured length that cannot be
	before := map[string][]byte{
		"filter": []byte("udp port 53 # names\nor arp\n"), "empty": nil, "cut.pcap": arp[:len(arp)-7], "damaged.pcap": damaged,
		"list": []byte("T/arp.pcap\nT/dns.pcap\n"), "broken": []byte("T/arp.pcap\nmissing\nT/dns.pcap\n"), "links": []byte("T/arp.pcap\nT/rawip.pcap\n"),
		"many": bytes.Repeat([]byte("T/mixed.pcap\n"), 150),
	}
	for name, data := range before {
		if err := os.WriteFile(filepath.Join(dir, name), data, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Symlink(captures, filepath.Join(dir, "T")); err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(program, strings.Fields(v.args)...)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), asCommand+"=1", "TZ=UTC", "LC_ALL=C")
	if v.stdin != "" {
		f, err := os.Open(filepath.Join(dir, v.stdin))
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		cmd.Stdin = f
	}
	var out, messages bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &messages
	var exit *exec.ExitError
	if err := cmd.Run(); err != nil && !errors.As(err, &exit) {
		t.Fatal(err)
	}
	o := outcome{out.String(), messages.String(), cmd.ProcessState.ExitCode(), map[string]string{}}
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if _, old := before[e.Name()]; !old && e.Name() != "T" {
			data, err := os.ReadFile(filepath.Join(dir, e.Name()))
			if err != nil {
				t.Fatal(err)
			}
			o.files[e.Name()] = string(data)
		}
	}
	return o
}

// TestBrokenPipe has the reader of the output go away: both commands say so, or end quietly where they write packets.
func TestBrokenPipe(t *testing.T) {
	netlab.Need(t, "tcpdump")
	netlab.Need(t, "bash")
	needMixed(t)
	for _, flags := range []string{"-n -l", "-n -v -X", "-w -"} {
		var all []string
		for _, program := range []string{"tcpdump", os.Args[0]} {
			cmd := exec.Command("bash", "-c", `for i in {1..400}; do echo "`+mixed+`"; done >"$1"; env --default-signal=PIPE "$0" `+flags+` -V "$1" 2>/dev/null | head -c 100; echo " ${PIPESTATUS[0]}"`,
				program, filepath.Join(t.TempDir(), "list"))
			cmd.Env = append(os.Environ(), asCommand+"=1", "TZ=UTC")
			out, err := cmd.Output()
			if err != nil {
				t.Fatal(err)
			}
			all = append(all, string(out))
		}
		if all[0] != all[1] {
			t.Errorf("%s: %q, want %q", flags, all[1], all[0])
		}
	}
}
