package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestThresholds is the agreement with tshark: of the packets whose stack up to the
// transport layer is made of built layers, 99.8 % must have the same stack, and
// 99.8 % of the fields of each protocol the same values, explained differences aside.
func TestThresholds(t *testing.T) {
	data := os.Getenv("WIRETAG_DATA")
	if data == "" {
		t.Skip("WIRETAG_DATA is not set: no corpus")
	}
	s, err := scoreCorpus(filepath.Join(data, "corpus"), "", 1)
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	s.print(&b, false)
	t.Log(b.String())
	for _, name := range s.below() {
		t.Errorf("%s: less than %v %% as in the truth", name, threshold)
	}
	if s.built.of < 100_000 || s.fieldsTruth.of < 1_000_000 {
		t.Errorf("too few comparisons: %d packets, %d fields", s.built.of, s.fieldsTruth.of)
	}
	// What is explained is bounded too: an explanation must not hide a fault.
	for _, c := range []struct {
		why  string
		most int
	}{{habitTunnel, 18000}, {habitGuess, 6000}, {habitTwice, 60}, {habitSecs, 10}, {habitISL, 20}} {
		if d := s.habits[c.why]; d != nil && d.count > c.most {
			t.Errorf("%q explains %d differences, more than %d", c.why, d.count, c.most)
		}
	}
}

// TestComparison: the comparison sees a planted difference of each kind.
func TestComparison(t *testing.T) {
	p := "eth:ethertype:ip:tcp"
	right := func() (*record, *truth) {
		ours := &record{
			File: "x", I: 1, Layers: [][3]any{{"Ethernet", 0, 14}, {"IPv4", 14, 20}, {"TCP", 34, 20}, {"Payload", 54, 1}},
			F: map[string][]any{"ip.ttl": {uint8(64)}, "tcp.srcport": {uint16(80)}, "ip.src": {"192.0.2.1"}},
		}
		theirs := &truth{
			I: 1, P: &p,
			F: map[string][]any{"ip.ttl": {"64"}, "tcp.srcport": {80}, "ip.src": {"192.0.2.1"}, "tcp.stream": {7}},
		}
		return ours, theirs
	}
	for _, c := range []struct {
		name           string
		plant          func(*record, *truth)
		stack, ip, tcp bool
	}{
		{"nothing", func(*record, *truth) {}, true, true, true},
		{"a value", func(r *record, _ *truth) { r.F["ip.ttl"] = []any{63} }, true, false, true},
		{"a value too much", func(r *record, _ *truth) { r.F["ip.ttl"] = []any{64, 64} }, true, false, true},
		{"a field is missing", func(r *record, _ *truth) { delete(r.F, "tcp.srcport") }, true, true, false},
		{"a layer is missing", func(r *record, _ *truth) { r.Layers = r.Layers[:2] }, false, true, true},
		{"a layer too much", func(r *record, _ *truth) { r.Layers = append([][3]any{{"Dot1Q", 0, 4}}, r.Layers...) }, false, true, true},
	} {
		s, err := newScore(1)
		if err != nil {
			t.Fatal(err)
		}
		r, tr := right()
		c.plant(r, tr)
		s.packet(&capfile{File: "x"}, r, tr)
		whole := func(t tally) bool { return t.equal == t.of && t.of > 0 }
		if whole(s.built) != c.stack || whole(s.family("ip")) != c.ip || whole(s.family("tcp")) != c.tcp {
			t.Errorf("%s: stack %v, ip %v, tcp %v", c.name, s.built, s.family("ip"), s.family("tcp"))
		}
		if len(s.below()) == 0 != (c.stack && c.ip && c.tcp) {
			t.Errorf("%s: below the threshold: %v", c.name, s.below())
		}
	}
}

// TestExplain: an explanation holds only where the library has the value all the same, or the
// truth says that another layer is between.
func TestExplain(t *testing.T) {
	list := func(v ...any) []any { return v }
	tr := func(port string) *truth { return &truth{F: map[string][]any{"udp.srcport": {port}}} }
	for _, c := range []struct {
		field     string
		want, got []any
		stack     string
		port      string
		why       string
	}{
		{"ip.src", list("a", "b"), list("a"), "eth ip udp vxlan eth ip", "1", habitTunnel},
		{"ip.src", list("a", "b"), list("c"), "eth ip udp vxlan eth ip", "1", ""},
		{"ip.src", list("a", "b"), nil, "eth ip udp vxlan eth ip", "1", ""},
		{"arp.opcode", list(1), nil, "eth ip udp vxlan eth arp", "1", habitTunnel},
		{"ip.src", list("a", "b"), list("a"), "eth ip ip", "1", ""},
		{"dns.id", list(1), nil, "eth ip udp dns", "443", habitGuess},
		{"dns.id", list(1), nil, "eth ip udp dns", "53", ""},
		{"dns.id", list(1), list(2), "eth ip udp dns", "443", ""},
		{"dhcp.secs", list(4), list(1024), "eth ip udp dhcp", "68", habitSecs},
		{"dhcp.secs", list(4), list(1025), "eth ip udp dhcp", "68", ""},
		{"tcp.payload_sha", list("a", "a"), list("a"), "eth ip tcp socks http", "1", habitTwice},
		{"tcp.payload_sha", list("a", "b"), list("a"), "eth ip tcp socks http", "1", ""},
		{"tcp.payload_sha", list("a", "a"), list("a"), "eth ip tcp http", "1", ""},
	} {
		if got := explain(c.field, c.want, c.got, strings.Fields(c.stack), tr(c.port)); got != c.why {
			t.Errorf("%s, want %v, have %v in %s: %q, want %q", c.field, c.want, c.got, c.stack, got, c.why)
		}
	}
}
