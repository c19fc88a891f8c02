package bpf

import (
	"bufio"
	"encoding/json"
	"errors"
	"io"
	"net/netip"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/wiretag/wiretag/capture"
	"github.com/wiretag/wiretag/pcapio"
)

// dataFolder is where the vectors are that libpcap made.
func dataFolder(t testing.TB) string {
	dir := os.Getenv("WIRETAG_DATA")
	if dir == "" {
		t.Skip("WIRETAG_DATA is not set: it names the folder with libpcap's verdicts")
	}
	return dir
}

// rows decodes a file of JSON lines.
func rows[T any](t testing.TB, name string) []T {
	f, err := os.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var list []T
	s := bufio.NewScanner(f)
	s.Buffer(nil, 64<<20)
	for s.Scan() {
		var row T
		if err := json.Unmarshal(s.Bytes(), &row); err != nil {
			t.Fatal(err)
		}
		list = append(list, row)
	}
	if s.Err() != nil || len(list) == 0 {
		t.Fatal(len(list), s.Err())
	}
	return list
}

type storedPacket struct {
	data []byte
	wire int
}

// packetCache reads captures once.
type packetCache map[string][]storedPacket

func (c packetCache) read(t testing.TB, name string) []storedPacket {
	if list, ok := c[name]; ok {
		return list
	}
	f, err := os.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	r, err := pcapio.NewReader(f)
	if err != nil {
		t.Fatal(name, err)
	}
	var list []storedPacket
	for {
		data, info, err := r.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil { // libpcap stopped there too
			break
		}
		list = append(list, storedPacket{slices.Clone(data), int(info.Length)})
	}
	c[name] = list
	return list
}

func linkOf(t testing.TB, dlt string) capture.LinkType {
	l, ok := capture.ParseLinkType(dlt)
	if !ok {
		t.Fatal("no link type", dlt)
	}
	return l
}

func TestMatch(t *testing.T) {
	dir := filepath.Join(dataFolder(t), "bpf")
	type row struct {
		File, DLT, Expr, Netmask, Tag string
		Match, Either                 []int
		N, Insns                      int
		Rejects                       bool `json:"rejects_all"`
	}
	list := rows[row](t, filepath.Join(dir, "match.jsonl"))
	cache, wrong := packetCache{}, 0
	for _, r := range list {
		packets := cache.read(t, filepath.Join(dir, "captures", r.File))
		if len(packets) != r.N {
			t.Fatalf("%s: %d packets, want %d", r.File, len(packets), r.N)
		}
		for _, opts := range [][]Option{nil, {WithoutOptimizer()}} {
			if r.Netmask != "" {
				opts = append(opts, WithNetmask(netip.MustParseAddr(r.Netmask)))
			}
			p, err := Compile(r.Expr, linkOf(t, r.DLT), opts...)
			if err != nil && !r.Rejects {
				wrong++
				t.Errorf("%s %q: %v", r.DLT, r.Expr, err)
				break
			}
			if bad := compareMatches(p, packets, r.Match, r.Either); len(bad) > 0 {
				wrong++
				t.Errorf("%s %s %q (%s, %d): packets %v", r.File, r.DLT, r.Expr, r.Tag, len(opts), bad)
				break
			}
		}
	}
	t.Logf("%d of %d rows right", len(list)-wrong, len(list))
}

// compareMatches lists the packets with another verdict: with a minus sign those that should match and do not (by index less 1).
func compareMatches(p *Program, packets []storedPacket, want, either []int) (bad []int) {
	for i, k := range packets {
		have, should := p.Match(k.data, k.wire), slices.Contains(want, i)
		if have != should && !slices.Contains(either, i) {
			if should {
				i = -i - 1
			}
			bad = append(bad, i)
		}
	}
	return bad
}

func TestRejects(t *testing.T) {
	type row struct {
		Expr, DLT, Error, Class, Netmask string
		Nothing                          bool `json:"match_nothing_ok"`
	}
	list := rows[row](t, filepath.Join(dataFolder(t), "bpf", "rejects.jsonl"))
	classes := map[string]error{
		"syntax": ErrSyntax, "dlt": ErrLinkType, "range": ErrRange, "literal": ErrLiteral, "qualifier": ErrQualifier,
		"unknown_name": ErrName, "wlan_only": ErrQualifier, "live_only": ErrLiveOnly, "other": ErrArithmetic,
	}
	wrong := 0
	for _, r := range list {
		var opts []Option
		if r.Netmask != "" {
			opts = append(opts, WithNetmask(netip.MustParseAddr(r.Netmask)))
		}
		p, err := Compile(r.Expr, linkOf(t, r.DLT), opts...)
		if r.Class == "rejects_all" {
			if err == nil && p.Len() != 1 {
				wrong++
				t.Errorf("%s %q: %d instructions, want none that accepts", r.DLT, r.Expr, p.Len())
			} else if err != nil {
				wrong++
				t.Errorf("%s %q: %v", r.DLT, r.Expr, err)
			}
			continue
		}
		if err == nil {
			wrong++
			t.Errorf("%s %q compiles, want %s (%s)", r.DLT, r.Expr, r.Class, r.Error)
		} else if !errors.Is(err, classes[r.Class]) {
			wrong++
			t.Errorf("%s %q: %v, want %s (%s)", r.DLT, r.Expr, err, r.Class, r.Error)
		}
	}
	t.Logf("%d of %d rows right", len(list)-wrong, len(list))
}

func TestSizes(t *testing.T) {
	type row struct {
		Expr, DLT           string
		Insns, Unopt, V1103 int
	}
	list := rows[row](t, filepath.Join(dataFolder(t), "bpf", "sizes.jsonl"))
	total, aim, above, failed := 0, 0, 0, 0
	for _, r := range list {
		p, err := Compile(r.Expr, linkOf(t, r.DLT), WithNetmask(netip.MustParseAddr("255.255.255.0")))
		if err != nil {
			failed++
			t.Errorf("%s %q: %v", r.DLT, r.Expr, err)
			continue
		}
		want := r.Insns
		if r.V1103 > 0 {
			want = min(want, r.V1103)
		}
		total += p.Len()
		aim += want
		if p.Len() > 2*want {
			above++
			t.Errorf("%s %q: %d instructions, libpcap has %d", r.DLT, r.Expr, p.Len(), want)
		}
	}
	t.Logf("%d instructions, libpcap's best %d; %d above twice, %d failed", total, aim, above, failed)
	if total > aim {
		t.Errorf("%d instructions, more than libpcap's %d", total, aim)
	}
}

func TestCorpus(t *testing.T) {
	dir := filepath.Join(dataFolder(t), "corpus")
	type row struct {
		File     string
		LinkType int
		Packets  int
		Results  []struct {
			F     string
			Count int
			Match []int
			Error string
		}
	}
	cache, wrong, all := packetCache{}, 0, 0
	for _, r := range rows[row](t, filepath.Join(dir, "bpf_match.jsonl")) {
		packets := cache.read(t, filepath.Join(dir, "captures", r.File))
		for _, f := range r.Results {
			all++
			p, err := Compile(f.F, capture.LinkType(r.LinkType))
			if err != nil {
				if f.Error == "" && f.Count > 0 {
					wrong++
					t.Errorf("%s %q: %v", r.File, f.F, err)
				}
				continue
			}
			var have []int
			for i, k := range packets {
				if p.Match(k.data, k.wire) {
					have = append(have, i+1)
				}
			}
			if !slices.Equal(have, f.Match) && (len(have) != f.Count || f.Match != nil) {
				wrong++
				t.Errorf("%s (%d) %q: %v, want %v", r.File, r.LinkType, f.F, have, f.Match)
			}
		}
	}
	t.Logf("%d of %d results right", all-wrong, all)
}
