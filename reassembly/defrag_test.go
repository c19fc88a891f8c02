package reassembly

import (
	"bufio"
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"net/netip"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/wiretag/wiretag/capture"
	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/layers"
	"github.com/wiretag/wiretag/packet"
	"github.com/wiretag/wiretag/pcapio"
)

type fragVector struct {
	ID        string
	Version   int `json:"ip_version"`
	Policy    string
	Kind      string
	Verified  bool
	Expect    json.RawMessage
	Accept    []*string
	Reject    *bool
	Fragments []struct {
		Offset   int
		MF       bool
		Payload  string
		Repeat   int
		Distinct bool `json:"distinct_ids"`
	}
}

// fragPacket builds a fragment. The protocol, 253, is one for experiments.
func fragPacket(t testing.TB, version int, id uint32, offset int, more bool, payload []byte) []byte {
	var parts []any
	if version == 4 {
		ip := &layers.IPv4{TTL: 64, ID: uint16(id), FragOffset: uint16(offset / 8), Protocol: 253, Src: netip.MustParseAddr("192.0.2.1"), Dst: netip.MustParseAddr("192.0.2.2")}
		if more {
			ip.Flags = layers.IPv4MoreFragments
		}
		parts = []any{ip, payload}
	} else {
		parts = []any{
			&layers.IPv6{HopLimit: 64, Src: netip.MustParseAddr("2001:db8::1"), Dst: netip.MustParseAddr("2001:db8::2")},
			&layers.IPv6Fragment{NextHeader: 253, FragOffset: uint16(offset / 8), More: more, ID: id}, payload,
		}
	}
	b, err := codec.Marshal(append([]any{&layers.Ethernet{}}, parts...)...)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// TestVectorsIP: published and derived overlaps of fragments, and what is malformed.
func TestVectorsIP(t *testing.T) {
	var file struct{ Cases []fragVector }
	if err := json.Unmarshal(dataFile(t, "reassembly/ipfrag-overlap.json"), &file); err != nil {
		t.Fatal(err)
	}
	verified := 0
	for _, v := range file.Cases {
		if v.Verified {
			verified++
		}
		for _, p := range FragmentPolicies() {
			if flood := v.Fragments[0].Repeat > 1; flood && p != FragmentsLast {
				continue // one is enough
			}
			if v.Policy == p.Name || v.Policy == "any" && p != FragmentsRFC5722 {
				v.run(t, p)
			}
		}
	}
	t.Logf("%d of %d cases are verified", verified, len(file.Cases))
	if verified < 70 {
		t.Errorf("only %d cases", verified)
	}
}

func (v *fragVector) run(t *testing.T, p *FragmentPolicy) {
	var events []FragmentEvent
	d, err := NewDefragmenter(FragmentConfig{Policy: p, Policy6: p, Event: func(e *FragmentEvent) { events = append(events, *e) }})
	if err != nil {
		t.Fatal(err)
	}
	info := capture.Info{LinkType: capture.LinkTypeEthernet}
	var got []string
	var view packet.View
	dropped := 0
	for _, f := range v.Fragments {
		for i := range max(f.Repeat, 1) {
			id := uint32(7)
			if f.Distinct {
				id = uint32(i)
			}
			data := fragPacket(t, v.Version, id, f.Offset, f.MF, []byte(f.Payload))
			if !d.Decode(&view, data, &info) {
				continue
			}
			if err := view.Err(); err != nil {
				t.Errorf("%s, %s: %v", v.ID, p.Name, err)
			}
			got = append(got, string(view.Layer(view.Len()-1).Payload())+string(view.Layer(view.Len()-1).Header()))
			for c := range view.Checksums() {
				if c.State == codec.SumBad {
					t.Errorf("%s, %s: the checksum of %s is wrong", v.ID, p.Name, c.Layer.Name())
				}
			}
		}
	}
	for _, e := range events {
		if e.Kind == FragmentTooLong || e.Kind == FragmentLength {
			dropped++
		}
	}
	if v.Reject != nil && *v.Reject != (dropped > 0) {
		t.Errorf("%s, %s: refused %d fragments, events %v", v.ID, p.Name, dropped, events)
	}
	if !v.accepts(got) {
		t.Errorf("%s, %s: %q, want %s; events %+v", v.ID, p.Name, got, v.Expect, events)
	}
	if m := d.Stats().Memory; m > DefaultFragmentMemory {
		t.Errorf("%s: %d bytes of memory", v.ID, m)
	}
}

func (v *fragVector) accepts(got []string) bool {
	if v.Accept != nil {
		return slices.ContainsFunc(v.Accept, func(s *string) bool {
			return s == nil && len(got) == 0 || s != nil && len(got) == 1 && got[0] == *s
		})
	}
	var want []string
	var one *string
	if json.Unmarshal(v.Expect, &want) != nil && json.Unmarshal(v.Expect, &one) == nil && one != nil {
		want = []string{*one}
	}
	return slices.Equal(got, want)
}

type datagramTruth struct {
	Frame     int
	Frames    []int `json:"fragment_frames"`
	Len       int
	SHA256    string
	Family    int
	Overlap   any
	Conflict  any `json:"overlap.conflict"`
	Tails     any `json:"multipletails"`
	TooLong   any `json:"toolongfragment"`
	Error     any
	OwnAgrees *bool `json:"own_agrees"`
}

func (g *datagramTruth) plain() bool {
	return g.Overlap == nil && g.Conflict == nil && g.Tails == nil && g.TooLong == nil && g.Error == nil
}

// TestCorpusDatagrams: every datagram without overlap or error as tshark has it.
func TestCorpusDatagrams(t *testing.T) {
	good, all, odd, tooLong := 0, 0, 0, 0
	for line := range bytes.Lines(dataFile(t, "corpus/ip_defrag.jsonl")) {
		var file struct {
			File      string
			Datagrams []datagramTruth
		}
		if err := json.Unmarshal(line, &file); err != nil {
			t.Fatal(err)
		}
		sums, long := datagramsOf(t, file.File, nil)
		for _, g := range file.Datagrams {
			if slices.ContainsFunc(g.Frames, func(n int) bool { return long[n] }) { // no header can say that length
				tooLong++
				continue
			}
			if !g.plain() {
				odd++
				if g.OwnAgrees != nil && *g.OwnAgrees { // of the fragments that tshark has taken, the first bytes win
					first, _ := datagramsOf(t, file.File, FragmentsFirst)
					bsd, _ := datagramsOf(t, file.File, FragmentsBSD)
					if first[g.SHA256]+bsd[g.SHA256] == 0 {
						t.Errorf("%s: the datagram of frames %v is not there by any policy", file.File, g.Frames)
					}
					if g.Family == 6 && sums[g.SHA256] != 0 {
						t.Errorf("%s: the datagram of frames %v has overlaps", file.File, g.Frames)
					}
				}
				continue
			}
			all++
			if sums[g.SHA256] > 0 {
				sums[g.SHA256]--
				good++
				continue
			}
			t.Errorf("%s: the datagram of frames %v, %d bytes, family %d, is not there", file.File, g.Frames, g.Len, g.Family)
		}
	}
	t.Logf("%d of %d datagrams; %d others have overlaps or errors, and %d are longer than RFC 8200 allows", good, all, odd, tooLong)
	if all < 400 || tooLong > all/100 {
		t.Errorf("only %d datagrams", all)
	}
}

// datagramsOf gives how many datagrams of a capture have which sum.
func datagramsOf(t *testing.T, name string, p *FragmentPolicy) (map[string]int, map[int]bool) {
	f, err := os.Open(filepath.Join(os.Getenv("WIRETAG_DATA"), "corpus", "captures", name))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	src, err := pcapio.NewReader(bufio.NewReader(f))
	if err != nil {
		t.Fatal(err)
	}
	long := map[int]bool{}
	conf := FragmentConfig{Timeout4: Never, Timeout6: Never} // tshark waits for ever
	if p != nil {
		conf.Policy, conf.Policy6 = p, p
	}
	conf.Event = func(e *FragmentEvent) {
		if e.Kind == FragmentTooLong {
			long[int(e.Number)] = true
		}
	}
	d, err := NewDefragmenter(conf)
	if err != nil {
		t.Fatal(err)
	}
	sums := map[string]int{}
	var v packet.View
	for n := uint64(1); ; n++ {
		data, info, err := src.Next()
		if err != nil {
			return sums, long
		}
		for range 5 {
			_ = v.Decode(data, info.LinkType)
			if d.Add(&v, info, n) != Complete {
				break
			}
			g := d.Datagram()
			sum := sha256.Sum256(g.Payload)
			sums[hex.EncodeToString(sum[:])]++
			data, info = g.Data, &g.Info
		}
	}
}
