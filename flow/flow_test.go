package flow

import (
	"bytes"
	"encoding/json"
	"errors"
	"math/rand/v2"
	"net"
	"net/netip"
	"reflect"
	"slices"
	"strings"
	"testing"
	"unsafe"
)

func mustRaw(t *testing.T, b []byte) Endpoint {
	t.Helper()
	e, err := Raw(b)
	if err != nil {
		t.Fatal(err)
	}
	return e
}

func mustKind(t *testing.T, name string, size int, form Form) Kind {
	t.Helper()
	k, err := NewKind(name, size, form)
	if err != nil {
		t.Fatal(err)
	}
	return k
}

func TestEndpoints(t *testing.T) {
	teid := mustKind(t, "teid", 4, FormDecimal)
	bdaddr := mustKind(t, "bd_addr", 6, FormColons)
	node := mustKind(t, "node", 4, FormAddr)
	of := func(k Kind, b ...byte) Endpoint {
		e, err := k.New(b)
		if err != nil {
			t.Fatal(err)
		}
		return e
	}
	for _, test := range []struct {
		e    Endpoint
		kind Kind
		wire []byte
		text string
	}{
		{MAC([6]byte{0, 0, 0x5e, 0, 0x53, 0xff}), KindMAC, []byte{0, 0, 0x5e, 0, 0x53, 0xff}, "00:00:5e:00:53:ff"},
		{of(KindEUI64, 0, 0, 0x5e, 0xef, 0x10, 0, 0, 1), KindEUI64, []byte{0, 0, 0x5e, 0xef, 0x10, 0, 0, 1}, "00:00:5e:ef:10:00:00:01/eui64"},
		{IP(netip.MustParseAddr("192.0.2.1")), KindIPv4, []byte{192, 0, 2, 1}, "192.0.2.1"},
		{IPv4([4]byte{192, 0, 2, 255}), KindIPv4, []byte{192, 0, 2, 255}, "192.0.2.255"},
		{IP(netip.MustParseAddr("2001:db8::1")), KindIPv6, []byte{0: 0x20, 1: 1, 2: 0xd, 3: 0xb8, 15: 1}, "2001:db8::1"},
		{IP(netip.MustParseAddr("fe80::1%eth0")), KindIPv6, []byte{0: 0xfe, 1: 0x80, 15: 1}, "fe80::1"},
		{IP(netip.MustParseAddr("::ffff:192.0.2.1")), KindIPv6, []byte{10: 0xff, 11: 0xff, 12: 192, 13: 0, 14: 2, 15: 1}, "::ffff:192.0.2.1"},
		{TCPPort(80), KindTCP, []byte{0, 80}, "80/tcp"},
		{TCPPort(65535), KindTCP, []byte{255, 255}, "65535/tcp"},
		{UDPPort(53), KindUDP, []byte{0, 53}, "53/udp"},
		{UDPLitePort(256), KindUDPLite, []byte{1, 0}, "256/udplite"},
		{SCTPPort(3868), KindSCTP, []byte{15, 28}, "3868/sctp"},
		{DCCPPort(0), KindDCCP, []byte{0, 0}, "0/dccp"},
		{mustRaw(t, nil), KindRaw, nil, "/raw"},
		{mustRaw(t, []byte{0xde, 0xad}), KindRaw, []byte{0xde, 0xad}, "dead/raw"},
		{mustRaw(t, bytes.Repeat([]byte{0xa5}, 16)), KindRaw, bytes.Repeat([]byte{0xa5}, 16), strings.Repeat("a5", 16) + "/raw"},
		{of(teid, 0, 1, 0, 2), teid, []byte{0, 1, 0, 2}, "65538/teid"},
		{of(bdaddr, 1, 2, 3, 4, 5, 6), bdaddr, []byte{1, 2, 3, 4, 5, 6}, "01:02:03:04:05:06/bd_addr"},
		{of(node, 10, 0, 0, 1), node, []byte{10, 0, 0, 1}, "10.0.0.1/node"},
	} {
		if got := test.e.String(); got != test.text {
			t.Errorf("String() = %q, want %q", got, test.text)
		}
		if test.e.Kind() != test.kind || test.e.Len() != len(test.wire) || !bytes.Equal(test.e.Bytes(), test.wire) || !test.e.IsValid() {
			t.Errorf("%v: kind %v, %d bytes %x, want %v and %x", test.e, test.e.Kind(), test.e.Len(), test.e.Bytes(), test.kind, test.wire)
		}
		if again, err := test.kind.New(test.wire); err != nil || again != test.e {
			t.Errorf("%v.New(%x) = %v, %v; want %v", test.kind, test.wire, again, err, test.e)
		}
		if again, err := Parse(test.text, teid, bdaddr, node); err != nil || again != test.e {
			t.Errorf("Parse(%q) = %v, %v", test.text, again, err)
		}
	}
}

func TestAccessors(t *testing.T) {
	addr := netip.MustParseAddr("2001:db8::1")
	if got, ok := IP(addr).Addr(); !ok || got != addr {
		t.Errorf("Addr() = %v, %v", got, ok)
	}
	if got, ok := IPv4([4]byte{192, 0, 2, 1}).Addr(); !ok || got != netip.MustParseAddr("192.0.2.1") {
		t.Errorf("Addr() = %v, %v", got, ok)
	}
	if got, ok := MAC([6]byte{1, 2, 3, 4, 5, 6}).MAC(); !ok || got != [6]byte{1, 2, 3, 4, 5, 6} {
		t.Errorf("MAC() = %v, %v", got, ok)
	}
	if got, ok := SCTPPort(0x1234).Port(); !ok || got != 0x1234 {
		t.Errorf("Port() = %v, %v", got, ok)
	}
	for _, e := range []Endpoint{{}, mustRaw(t, []byte{192, 0, 2, 1})} {
		_, isAddr := e.Addr()
		_, isMAC := e.MAC()
		_, isPort := e.Port()
		if isAddr || isMAC || isPort {
			t.Errorf("%v: address %v, MAC %v, port %v", e, isAddr, isMAC, isPort)
		}
	}
	if hw, err := HardwareAddr(net.HardwareAddr{1, 2, 3, 4, 5, 6}); err != nil || hw != MAC([6]byte{1, 2, 3, 4, 5, 6}) {
		t.Errorf("HardwareAddr of 6 bytes = %v, %v", hw, err)
	}
	if hw, err := HardwareAddr(net.HardwareAddr{1, 2, 3, 4, 5, 6, 7, 8}); err != nil || hw.String() != "01:02:03:04:05:06:07:08/eui64" {
		t.Errorf("HardwareAddr of 8 bytes = %v, %v", hw, err)
	}
}

func TestZero(t *testing.T) {
	var e Endpoint
	if e.IsValid() || e.Kind() != 0 || e.Len() != 0 || e.String() != "invalid" || e != IP(netip.Addr{}) {
		t.Errorf("zero Endpoint: %v, kind %v, %d bytes", e, e.Kind(), e.Len())
	}
	if text, err := e.MarshalText(); len(text) != 0 || err != nil {
		t.Errorf("MarshalText() = %q, %v", text, err)
	}
	if (Flow{}).IsValid() || New(TCPPort(1), e).IsValid() || !New(TCPPort(1), TCPPort(0)).IsValid() {
		t.Error("IsValid of flows")
	}
	if got := (Flow{}).String(); got != "invalid->invalid" {
		t.Errorf("zero Flow: %q", got)
	}
}

func TestFlow(t *testing.T) {
	a, b := UDPPort(1000), UDPPort(5000)
	f := New(a, b)
	if src, dst := f.Endpoints(); src != a || dst != b || f.Src() != a || f.Dst() != b {
		t.Errorf("endpoints %v, %v", src, dst)
	}
	if f.String() != "1000/udp->5000/udp" || f.Reverse().String() != "5000/udp->1000/udp" {
		t.Errorf("%v, reverse %v", f, f.Reverse())
	}
	if f != New(UDPPort(1000), UDPPort(5000)) || f == f.Reverse() || f == New(TCPPort(1000), TCPPort(5000)) {
		t.Error("comparison of flows")
	}
	key, reversed := f.Canonical()
	other, otherReversed := f.Reverse().Canonical()
	if key != f || reversed || other != f || !otherReversed {
		t.Errorf("canonical %v %v, of the reverse %v %v", key, reversed, other, otherReversed)
	}
	counts := map[Flow]int{}
	counts[f]++
	counts[New(UDPPort(1000), UDPPort(5000))]++
	counts[f.Reverse()]++
	if counts[f] != 2 || len(counts) != 2 {
		t.Errorf("counts %v", counts)
	}
	for _, text := range []string{"", "80/tcp", "80/tcp->", "->80/tcp", "80/tcp->81", "80->81/tcp"} {
		if f, err := ParseFlow(text); err == nil {
			t.Errorf("ParseFlow(%q) = %v", text, f)
		}
	}
}

func TestJSON(t *testing.T) {
	want := struct {
		Flow  Flow
		Peer  Endpoint
		None  Endpoint
		Empty Flow
		Count map[Flow]int
	}{
		Flow:  New(TCPPort(1), TCPPort(2)),
		Peer:  IP(netip.MustParseAddr("2001:db8::1")),
		Count: map[Flow]int{New(UDPPort(3), UDPPort(4)): 5},
	}
	data, err := json.Marshal(want)
	if err != nil {
		t.Fatal(err)
	}
	const text = `{"Flow":"1/tcp-\u003e2/tcp","Peer":"2001:db8::1","None":"","Empty":"-\u003e","Count":{"3/udp-\u003e4/udp":5}}`
	if string(data) != text {
		t.Errorf("%s, want %s", data, text)
	}
	got := want
	got.None, got.Empty = TCPPort(9), want.Flow
	if err := json.Unmarshal(data, &got); err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("%+v, %v; want %+v", got, err, want)
	}
	keep := TCPPort(9)
	if err := keep.UnmarshalText([]byte("x/tcp")); !errors.Is(err, ErrText) || keep != TCPPort(9) {
		t.Errorf("after an error: %v, %v", keep, err)
	}
}

func TestSort(t *testing.T) {
	want := []Endpoint{
		IPv4([4]byte{10, 0, 0, 1}), IPv4([4]byte{10, 0, 1, 0}), IPv6([16]byte{15: 1}), MAC([6]byte{1}),
		mustRaw(t, nil), mustRaw(t, []byte{0}), mustRaw(t, []byte{0, 0}), mustRaw(t, []byte{1}), TCPPort(80), TCPPort(443), UDPPort(1), UDPLitePort(0),
	}
	got := slices.Clone(want)
	rand.New(rand.NewPCG(1, 1)).Shuffle(len(got), func(i, j int) { got[i], got[j] = got[j], got[i] })
	slices.SortFunc(got, Endpoint.Compare)
	if !slices.Equal(got, want) {
		t.Errorf("sorted: %v", got)
	}
}

func TestSizesAndAllocations(t *testing.T) {
	if size := unsafe.Sizeof(Endpoint{}); size != 24 {
		t.Errorf("an Endpoint has %d bytes", size)
	}
	addr, wire, hw := netip.MustParseAddr("2001:db8::1"), []byte{1, 2, 3}, net.HardwareAddr{1, 2, 3, 4, 5, 6}
	seed, text := NewSeed(), make([]byte, 0, 128)
	counts := map[Flow]int{}
	var sum uint64
	for name, work := range map[string]func(){
		"endpoints and hash": func() {
			f := New(IP(addr), MAC([6]byte{1}))
			sum += f.FastHash(seed) + f.Reverse().Src().FastHash(seed)
		},
		"from bytes": func() {
			raw, _ := Raw(wire)
			mac, _ := HardwareAddr(hw)
			counts[New(raw, mac)]++
		},
		"text":    func() { text, _ = New(IP(addr), TCPPort(65535)).AppendText(text[:0]) },
		"compare": func() { sum += uint64(New(TCPPort(1), TCPPort(2)).Compare(New(TCPPort(1), TCPPort(3)))) },
	} {
		if n := testing.AllocsPerRun(100, work); n != 0 {
			t.Errorf("%s: %v allocations", name, n)
		}
	}
}

func FuzzParse(f *testing.F) {
	for _, text := range []string{
		"192.0.2.1->2001:db8::1", "00:00:5e:00:53:01->ff:ff:ff:ff:ff:ff", "80/tcp->1/udp", "/raw->dead/raw",
		"2001:db8:1::ab:cd->::", "00:11:22:33:44:55:66:77/eui64->00:11:22:33:44:55:66:77", "->", "1/a--->2/a-",
	} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		custom, err := NewKind("a-", 3, FormDecimal)
		if err != nil {
			t.Fatal(err)
		}
		one, err := ParseFlow(text, custom)
		if err != nil {
			return
		}
		again, err := ParseFlow(one.String(), custom)
		if err != nil || again != one {
			t.Fatalf("%q is %v, and that is %v, %v", text, one, again, err)
		}
	})
}
