package layers_test

import (
	"bufio"
	"compress/gzip"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/layers"
)

// truthFields are what tshark 4.0.17 says of the packets of a capture.
func truthFields(t *testing.T, file string) map[int]map[string][]any {
	t.Helper()
	f, err := os.Open(filepath.Join(os.Getenv("WIRETAG_DATA"), "corpus", "truth", file+".truth.jsonl.gz"))
	if err != nil {
		return nil
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	out := map[int]map[string][]any{}
	lines := bufio.NewScanner(z)
	lines.Buffer(nil, 1<<24)
	for lines.Scan() {
		var p struct {
			I         int
			F         map[string][]any
			P         string
			Malformed any
		}
		if err := json.Unmarshal(lines.Bytes(), &p); err != nil {
			t.Fatal(err)
		}
		if p.Malformed == nil && p.F != nil {
			out[p.I] = p.F
		}
	}
	return out
}

// tsharkName writes a name as tshark does: without escapes, and no dot at the end.
func tsharkName(n layers.DNSName) string {
	if n.IsRoot() {
		return "<Root>"
	}
	var out []string
	for l := range n.Labels() {
		out = append(out, string(l))
	}
	return strings.Join(out, ".")
}

// tsharkDNS gives the fields of a message by tshark's names.
func tsharkDNS(d *layers.DNS, flags uint16) map[string][]string {
	f := map[string][]string{}
	add := func(name string, v any) { f[name] = append(f[name], fmt.Sprint(v)) }
	add("dns.id", d.ID)
	add("dns.flags", flags)
	add("dns.count.queries", d.QDCount)
	add("dns.count.answers", d.ANCount)
	add("dns.count.auth_rr", d.NSCount)
	add("dns.count.add_rr", d.ARCount)
	for _, q := range d.Questions {
		add("dns.qry.name", tsharkName(q.Name))
		add("dns.qry.type", uint16(q.Type))
	}
	for r := range d.Resources {
		if r.Type != layers.DNSTypeSRV { // dns.srv.name
			add("dns.resp.name", tsharkName(r.Name))
		}
		add("dns.resp.type", uint16(r.Type))
		add("dns.resp.len", r.Length)
		if r.Type != layers.DNSTypeOPT {
			add("dns.resp.ttl", r.TTL)
		}
		switch x := r.Data.(type) {
		case *layers.DNSA:
			add("dns.a", x.Addr)
		case *layers.DNSAAAA:
			add("dns.aaaa", x.Addr)
		case *layers.DNSCNAME:
			add("dns.cname", tsharkName(x.Target))
		case *layers.DNSNS:
			add("dns.ns", tsharkName(x.Host))
		case *layers.DNSPTR:
			add("dns.ptr.domain_name", tsharkName(x.Target))
		case *layers.DNSMX:
			add("dns.mx.preference", x.Preference)
			add("dns.mx.mail_exchange", tsharkName(x.Exchange))
		case *layers.DNSSRV:
			add("dns.srv.port", x.Port)
			add("dns.srv.target", tsharkName(x.Target.DNSName))
		case *layers.DNSNSEC: // the bits have the same name
			for typ := range x.Types.Types() {
				add("dns.resp.type", uint16(typ))
			}
		case *layers.DNSNSEC3:
			for typ := range x.Types.Types() {
				add("dns.resp.type", uint16(typ))
			}
		case *layers.DNSSOA:
			add("dns.soa.mname", tsharkName(x.MName))
		}
	}
	return f
}

// TestDNSTruth compares every message of the corpus with what tshark says.
func TestDNSTruth(t *testing.T) {
	ports := map[uint16]bool{53: true, 5353: true, 5355: true}
	file, truth := "", map[int]map[string][]any(nil)
	messages, compared, differ := 0, 0, map[string]int{}
	corpusPayloads(t, []string{"dns", "mdns", "llmnr"}, ports, func(where string, n int, tcp bool, b []byte) {
		if where != file {
			file, truth = where, truthFields(t, where)
		}
		want := truth[n]
		if tcp || len(want["dns.id"]) != 1 {
			return
		}
		var d layers.DNS
		if _, err := codec.Unmarshal(b, &d); err != nil {
			return
		}
		messages++
		for name, got := range tsharkDNS(&d, binary.BigEndian.Uint16(b[2:])) {
			w := make([]string, len(want[name]))
			for i, v := range want[name] {
				w[i] = fmt.Sprint(v)
				if x, ok := v.(float64); ok {
					w[i] = fmt.Sprintf("%.0f", x)
				}
			}
			if len(w) == 0 {
				continue
			}
			compared++
			if !slices.Equal(w, got) {
				if differ[name]++; differ[name] < 20 {
					t.Logf("%s %d %s:\n\twant %q\n\tgot  %q", where, n, name, w, got)
				}
			}
		}
	})
	t.Log(messages, "messages", compared, "lists compared, differing:", differ)
	// Three names with control characters, which tshark escapes, and a pointer
	// forwards, which it follows.
	if compared < 40000 || differ["dns.qry.name"] > 3 || differ["dns.resp.name"] > 1 || len(differ) > 2 {
		t.Errorf("more differences than are known, or too few comparisons")
	}
}
