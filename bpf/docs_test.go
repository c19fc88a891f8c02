package bpf

import (
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/wiretag/wiretag/capture"
)

// TestFilterDocument: what the first column of the document's tables has as an expression compiles; for link types with words of their own, the second.
func TestFilterDocument(t *testing.T) {
	text, err := os.ReadFile("../docs/filters.md")
	if err != nil {
		t.Fatal(err)
	}
	special := map[string]capture.LinkType{
		"802.11": capture.LinkTypeIEEE80211Radiotap, "PFLOG": capture.LinkTypePFLog, "SunATM": capture.LinkTypeSunATM,
		"SS7 (MTP2)": capture.LinkTypeMTP2, "ARCNET": capture.LinkTypeARCNetBSD,
	}
	span := regexp.MustCompile("`([^`]+)`")
	compiled := 0
	for line := range strings.Lines(string(text)) {
		line = strings.ReplaceAll(line, `\|`, "\x00")
		columns := strings.Split(line, "|")
		if len(columns) < 4 || strings.HasPrefix(columns[1], "---") {
			continue
		}
		link, column := capture.LinkTypeEthernet, columns[1]
		if l, ok := special[strings.TrimSpace(columns[1])]; ok {
			link, column = l, columns[2]
		}
		for _, m := range span.FindAllStringSubmatch(column, -1) {
			expr := strings.ReplaceAll(m[1], "\x00", "|")
			if _, err := Compile(expr, link, ForSocket()); err != nil {
				t.Errorf("%s %q: %v", link, expr, err)
			}
			compiled++
		}
	}
	if compiled < 70 {
		t.Errorf("%d expressions found", compiled)
	}
	for _, same := range [][2]string{
		{"tcp or udp and port 53", "(tcp or udp) and port 53"},
		{"not tcp port 80 or 443", "(not tcp port 80) or tcp port 443"},
		{"host 10.0.0.1 and not 10.0.0.2", "host 10.0.0.1 and not host 10.0.0.2"},
		{"7 % 4 + 1 = 2", "1 = 1"},
		{"12 / 2 % 4 = 6", "1 = 1"},
	} {
		a, err := Compile(same[0], capture.LinkTypeEthernet, WithoutOptimizer())
		b, err2 := Compile(same[1], capture.LinkTypeEthernet, WithoutOptimizer())
		if err != nil || err2 != nil || a.List() != b.List() {
			t.Errorf("%q, %q: %v %v", same[0], same[1], err, err2)
		}
	}
}
