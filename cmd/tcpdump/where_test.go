package main

import (
	"bytes"
	"os/exec"
	"strconv"
	"strings"
	"testing"
)

// TestWhere: --where selects packets, and -c counts those that were selected.
func TestWhere(t *testing.T) {
	for _, c := range []struct {
		args []string
		out  string
		err  string
	}{
		{[]string{"--count"}, "83 packets\n", ""},
		{[]string{"--count", "--where", "TCP.SYN && !TCP.ACK"}, "7 packets\n", ""},
		{[]string{"--count", "--where", "TCP.SYN", "-c", "1"}, "1 packet\n", ""},
		{[]string{"--count", "--where", "UDP"}, "0 packets\n", ""},
		{[]string{"--where", "TCP.SYM"}, "", "tcpdump: --where: TCP has no field SYM, at 4 in \"TCP.SYM\"\n"},
	} {
		var out, errs bytes.Buffer
		run(append([]string{"-r", "../../testdata/tcp.pcap"}, c.args...), nil, &out, &errs)
		_, said, _ := strings.Cut(errs.String(), "length 262144\n")
		if c.err != "" {
			said = errs.String()
		}
		if out.String() != c.out || said != c.err {
			t.Errorf("%v: %q, %q", c.args, out.String(), errs.String())
		}
	}
}

// TestRemember: with --remember, as many packets are TFTP as tshark finds, which remembers the ports of transfers.
func TestRemember(t *testing.T) {
	tshark, err := exec.LookPath("tshark")
	if err != nil {
		t.Skip("tshark is not installed")
	}
	const file = "../../testdata/tftp.pcap"
	out, err := exec.Command(tshark, "-n", "-r", file, "-Y", "tftp").Output()
	if err != nil {
		t.Fatal(err)
	}
	want := strings.Count(string(out), "\n")
	count := func(args ...string) int {
		_, out, msg := tcpdump(t, append([]string{"-r", file}, args...)...)
		if strings.Contains(msg, "tcpdump:") {
			t.Fatal(msg)
		}
		return strings.Count(out, `"type":"TFTP"`)
	}
	if alone := count("--json"); alone == 0 || alone >= want {
		t.Errorf("%d of %d packets are TFTP by their ports", alone, want)
	}
	if got := count("--json", "--remember"); got != want {
		t.Errorf("%d packets are TFTP, want %d", got, want)
	}
	if got := count("--json", "--remember", "--where", "TFTP"); got != want {
		t.Errorf("%d packets are selected as TFTP, want %d", got, want)
	}
	_, stats, _ := tcpdump(t, "-r", file, "--stats", "--remember")
	row := ""
	for line := range strings.Lines(stats) {
		if f := strings.Fields(line); len(f) == 3 && f[0] == "TFTP" {
			row = f[1]
		}
	}
	if row != strconv.Itoa(want) {
		t.Errorf("%s packets are counted as TFTP, want %d\n%s", row, want, stats)
	}
	_, text, _ := tcpdump(t, "-nr", file)
	if _, same, _ := tcpdump(t, "-nr", file, "--remember"); same != text || text == "" {
		t.Error("the text of tcpdump changes")
	}
}
