package packet_test

import (
	"bufio"
	"compress/gzip"
	"encoding/json"
	"hash/crc32"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/wiretag/wiretag/packet"
)

// truthRow is what tshark read from a packet.
type truthRow struct {
	Malformed, Short []string
	Fields           map[string][]any `json:"f"`
}

// has reports whether a field has a value for which ok holds.
func (r *truthRow) has(field string, ok func(n int) bool) bool {
	return slices.ContainsFunc(r.Fields[field], func(v any) bool {
		n, number := v.(float64)
		return number && ok(int(n))
	})
}

// TestWhereTruth: conditions select the packets of which tshark says the same.
func TestWhereTruth(t *testing.T) {
	if os.Getenv("WIRETAG_DATA") == "" {
		t.Skip("WIRETAG_DATA is not set: no truth from tshark")
	}
	is := func(want int) func(int) bool { return func(n int) bool { return n == want } }
	bit := func(mask int) func(int) bool { return func(n int) bool { return n&mask != 0 } }
	rows := []struct {
		where *packet.Where
		truth func(r *truthRow) bool
		hits  int
	}{
		{where: where(t, "IPv4.TTL < 65 && TCP.SYN"), truth: func(r *truthRow) bool {
			return r.has("ip.ttl", func(n int) bool { return n < 65 }) && r.has("tcp.flags", bit(2))
		}},
		{where: where(t, "TCP.DstPort == 443 && TCP.RST"), truth: func(r *truthRow) bool {
			return r.has("tcp.dstport", is(443)) && r.has("tcp.flags", bit(4))
		}},
		{where: where(t, "TCP.Window in {0..100, 512, 60000..65535}"), truth: func(r *truthRow) bool {
			return r.has("tcp.window_size_value", func(n int) bool { return n <= 100 || n == 512 || n >= 60000 })
		}},
		{where: where(t, "IPv4.Src == 10.0.0.0/8"), truth: func(r *truthRow) bool {
			return slices.ContainsFunc(r.Fields["ip.src"], func(v any) bool { return strings.HasPrefix(v.(string), "10.") })
		}},
		{where: where(t, "Dot1Q.VLAN & 1"), truth: func(r *truthRow) bool { return r.has("vlan.id", bit(1)) }},
		{where: where(t, "ARP.Operation == 2"), truth: func(r *truthRow) bool { return r.has("arp.opcode", is(2)) }},
	}
	var truth []truthRow
	file, missed, packets := "", 0, 0
	eachPacket(t, func(f string, n int, v *packet.View, _ []byte) {
		if f != file {
			file, truth = f, readTruth(t, f)
		}
		if n > len(truth) || truth[n-1].Malformed != nil || truth[n-1].Short != nil || v.Err() != nil || truth[n-1].Fields == nil {
			return // both sides have their own way with those
		}
		packets++
		for i := range rows {
			got, want := rows[i].where.Match(v), rows[i].truth(&truth[n-1])
			if got {
				rows[i].hits++
			}
			if got && !want {
				t.Errorf("%s packet %d: %s holds", f, n, rows[i].where)
			}
			if want && !got {
				missed++ // of layers inside others that are not decoded
			}
		}
	})
	for _, r := range rows {
		if t.Logf("%s: %d packets", r.where, r.hits); r.hits == 0 {
			t.Errorf("%s selected nothing", r.where)
		}
	}
	if t.Logf("%d packets, %d were not found", packets, missed); missed*200 > packets {
		t.Errorf("%d of %d packets were not found", missed, packets)
	}
}

// readTruth reads what tshark said about the packets of a capture; nothing for most of them, unless WIRETAG_LONG=1.
func readTruth(t *testing.T, file string) (rows []truthRow) {
	if os.Getenv("WIRETAG_LONG") != "1" && crc32.ChecksumIEEE([]byte(file[strings.LastIndexByte(file, '/'):]))%8 != 0 {
		return nil
	}
	f, err := os.Open(strings.Replace(file, "/captures/", "/truth/", 1) + ".truth.jsonl.gz")
	if err != nil {
		return nil
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	s := bufio.NewScanner(z)
	s.Buffer(nil, 1<<26)
	for s.Scan() {
		var r truthRow
		if err := json.Unmarshal(s.Bytes(), &r); err != nil {
			r = truthRow{}
		}
		rows = append(rows, r)
	}
	return rows
}
