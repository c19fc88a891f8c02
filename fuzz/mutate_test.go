package fuzz_test

import (
	"bytes"
	"encoding/hex"
	"errors"
	"fmt"
	"maps"
	"net/netip"
	"slices"
	"strings"
	"testing"

	"github.com/wiretag/wiretag/capture"
	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/fuzz"
	"github.com/wiretag/wiretag/layers"
	"github.com/wiretag/wiretag/packet"
)

func marshal(t *testing.T, parts ...any) *packet.Packet {
	t.Helper()
	data, err := codec.Marshal(parts...)
	if err != nil {
		t.Fatal(err)
	}
	p := packet.New(data, capture.LinkTypeEthernet)
	if p.Err() != nil {
		t.Fatal(p.Err())
	}
	return p
}

func tcpPacket(t *testing.T) *packet.Packet {
	t.Helper()
	return marshal(t, &layers.Ethernet{},
		&layers.IPv4{TTL: 64, Src: netip.MustParseAddr("192.0.2.1"), Dst: netip.MustParseAddr("192.0.2.2"), Options: []layers.IPv4Option{{Type: 1}, {Type: 1}, {Type: 1}, {}}},
		&layers.TCP{SrcPort: 1025, DstPort: 4000, Options: []layers.TCPOption{{Kind: 2, Data: []byte{5, 0xb4}}, {Kind: 1}, {Kind: 1}, {Kind: 1}, {}}}, []byte("hello"))
}

// TestMutations: which rules are broken in one packet, in words, and that nothing else is.
func TestMutations(t *testing.T) {
	p := tcpPacket(t)
	was := bytes.Clone(p.Data())
	var got []string
	for m := range fuzz.Mutations(p) {
		if m.Rule != fuzz.Truncated {
			got = append(got, m.String())
		} else if len(m.Data) != int(m.Is) || !bytes.HasPrefix(was, m.Data) {
			t.Errorf("%v: %x", m, m.Data)
		}
	}
	want := strings.Split(strings.TrimSpace(`
Ethernet.Type: next layer unknown: 65535, was 2048
Ethernet.Type: next layer another: 34525, was 2048
IPv4.Version: constant changed: 5, was 4
IPv4.IHL: length zero: 0, was 6
IPv4.IHL: length too small: 4, was 6
IPv4.IHL: length one less: 5, was 6
IPv4.IHL: length one more: 7, was 6
IPv4.IHL: length beyond what is around it: 15, was 6
IPv4.Length: length too small: 23, was 57
IPv4.Length: length one less: 56, was 57
IPv4.Length: length one more: 58, was 57
IPv4.Length: length largest: 65535, was 57
IPv4.Protocol: next layer unknown: 255, was 6
IPv4.Protocol: next layer another: 17, was 6
IPv4.Checksum: checksum wrong`), "\n")
	for i, w := range want {
		if i >= len(got) || !strings.HasPrefix(got[i], w) {
			t.Fatalf("mutation %d of\n%s\nis not %s", i, strings.Join(got, "\n"), w)
		}
	}
	for _, w := range []string{
		"IPv4.Options: list without end: 1, was 0", "TCP.DataOffset: length too small: 4, was 7", "TCP.Reserved: reserved bits set: 7, was 0",
		"TCP.Options[0].Length: length zero: 0, was 4", "TCP.Options[0].Length: length beyond what is around it: 9, was 4", "TCP.Options: list without end",
	} {
		if !slices.ContainsFunc(got, func(s string) bool { return strings.HasPrefix(s, w) }) {
			t.Errorf("no %s in\n%s", w, strings.Join(got, "\n"))
		}
	}
	if !bytes.Equal(p.Data(), was) {
		t.Error("the packet was changed")
	}
}

// TestNoticed: all kinds of mutations but those of values that the library does not judge show in what a packet
// decodes to: as an error, a bad checksum, a packet that is cut, or other layers.
func TestNoticed(t *testing.T) {
	s := fuzz.NewStacks()
	all, seen := map[fuzz.Rule]int{}, map[fuzz.Rule]int{}
	for i := range uint64(150) {
		b := s.Whole(nil, chosen(i, 250))
		p := b.Decode()
		if p.Err() != nil || len(b.Data) > 400 {
			continue
		}
		for m := range fuzz.Mutations(p) {
			all[m.Rule]++
			if fuzz.Noticed(packet.NewAt(m.Data, b.First), p) != "" {
				seen[m.Rule]++
			}
		}
	}
	for _, r := range fuzz.Rules() {
		t.Logf("%-40s %6d of %6d", r, seen[r], all[r])
	}
	for r, least := range map[fuzz.Rule]int{fuzz.Constant: 100, fuzz.Checksum: 80, fuzz.LengthSmall: 90, fuzz.LengthBeyond: 90, fuzz.Truncated: 95, fuzz.NextOther: 80} {
		if all[r] == 0 || seen[r]*100 < all[r]*least {
			t.Errorf("%s: %d of %d are noticed", r, seen[r], all[r])
		}
	}
	for _, r := range slices.Sorted(maps.Keys(all)) {
		if r != fuzz.Loop && all[r] < 5 {
			t.Errorf("%s: only %d mutations", r, all[r])
		}
	}
}

// TestLoop: a name that points to itself is an error, for us too.
func TestLoop(t *testing.T) {
	p := marshal(t, &layers.Ethernet{}, &layers.IPv4{Src: netip.MustParseAddr("192.0.2.1"), Dst: netip.MustParseAddr("192.0.2.2")},
		&layers.UDP{SrcPort: 1025, DstPort: 53}, &layers.DNS{Questions: []layers.DNSQuestion{{Name: layers.MustParseDNSName("www.example."), Type: 1, Class: 1}}})
	found := 0
	for m := range fuzz.Mutations(p) {
		if m.Rule != fuzz.Loop {
			continue
		}
		found++
		if q := packet.New(m.Data, capture.LinkTypeEthernet); fuzz.Noticed(q, p) != "odd" {
			t.Errorf("%v: %x: %s", m, m.Data, q)
		}
		if n := len(p.Data()) - len(m.Data); n != 11 {
			t.Errorf("%d bytes fewer", n)
		}
	}
	if found != 1 {
		t.Errorf("%d loops", found)
	}
}

// TestValues: a field takes all its values, and everything around it is right.
func TestValues(t *testing.T) {
	p := tcpPacket(t)
	was := hex.EncodeToString(p.Data())
	for path, want := range map[string]int{"TCP.Window": 1 << 16, "IPv4.TTL": 256, "IPv4.ECN": 4, "TCP.Options[0].Length": 256, "TCP.Seq": 124} {
		values, err := fuzz.Values(p, path)
		if err != nil {
			t.Fatal(err)
		}
		n := 0
		seen := map[string]bool{}
		for v, data := range values {
			n++
			seen[string(data)] = true
			if v%977 != 0 {
				continue
			}
			q := packet.New(data, capture.LinkTypeEthernet)
			for c := range q.Checksums() {
				if c.State == codec.SumBad {
					t.Errorf("%s=%d: %s.%s is %#x, want %#x", path, v, c.Layer.Name(), c.Field, c.Got, c.Want)
				}
			}
		}
		if n != want || len(seen) != n {
			t.Errorf("%s: %d values, %d different ones, want %d", path, n, len(seen), want)
		}
	}
	if hex.EncodeToString(p.Data()) != was {
		t.Error("the packet was changed")
	}
	for _, path := range []string{"TCP", "TCP.Nothing", "UDP.Length", "IPv4.Src", "TCP.Options[9].Kind"} {
		if _, err := fuzz.Values(p, path); err == nil {
			t.Errorf("%s: no error", path)
		}
	}
}

// failing is a sink that takes so many packets.
type failing int

func (f *failing) WritePacket([]byte, *capture.Info) error {
	if *f--; *f < 0 {
		return errors.New("full")
	}
	return nil
}

// Example_live sends a packet with all values of a field: here to nowhere, on a machine to a live interface.
func Example_live() {
	frame, _ := codec.Marshal(&layers.Ethernet{}, &layers.IPv4{TTL: 64}, &layers.TCP{DstPort: 80})
	var sink capture.Sink = new(failing(300))

	values, err := fuzz.Values(packet.New(frame, capture.LinkTypeEthernet), "TCP.Flags")
	for flags, data := range values {
		if err = sink.WritePacket(data, nil); err != nil {
			fmt.Println(flags, err)
			break
		}
	}
	// Output:
	// 300 full
}
