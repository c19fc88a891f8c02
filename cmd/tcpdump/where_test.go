package main

import (
	"bytes"
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
