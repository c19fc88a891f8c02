package layers_test

import (
	"encoding/binary"
	"errors"
	"net/netip"
	"testing"

	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/layers"
)

// sumOf gives the TCP checksum of a packet from an address to itself, and what it should be. The IP header
// may name another destination on the way.
func sumOf(t *testing.T, dst netip.Addr, parts ...any) (got, want uint16) {
	t.Helper()
	data, err := codec.Marshal(parts...)
	if err != nil {
		t.Fatal(err)
	}
	tcp := data[len(data)-20:]
	got = binary.BigEndian.Uint16(tcp[16:])
	var v layers.TCP
	if _, err := codec.Unmarshal(tcp, &v); err != nil {
		t.Fatal(err)
	}
	typ, _ := codec.TypeFor(typeOf[layers.TCP]())
	ps := codec.Pseudo{Src: dst, Dst: dst, Protocol: uint8(layers.IPProtocolTCP)}
	for _, c := range typ.Verify(&v, tcp, 20, &ps) {
		want = uint16(c.Want)
		if c.State == codec.SumGood {
			want = got
		}
	}
	return got, want
}

// TestSourceRouteLength: which address a source route makes the last one does not depend on
// a length that is still to be derived.
func TestSourceRouteLength(t *testing.T) {
	final := netip.MustParseAddr("192.0.2.9")
	for _, stale := range []uint8{0, 3, 7, 255} {
		o := layers.IPv4Option{Type: layers.IPv4OptionLooseRoute, Length: stale, Data: append([]byte{4}, final.AsSlice()...)}
		ip := &layers.IPv4{TTL: 1, Src: final, Dst: netip.MustParseAddr("198.51.100.1"), Options: []layers.IPv4Option{o, {Type: layers.IPv4OptionEnd}}}
		if got, sum := sumOf(t, final, ip, &layers.TCP{SrcPort: 1, DstPort: 2}); got != sum {
			t.Errorf("length %d: checksum %#x, want %#x", stale, got, sum)
		}
	}
}

// TestSourceRoutePointer: a source route whose pointer is not at an address leads nowhere, as tshark has it.
func TestSourceRoutePointer(t *testing.T) {
	last, dst := netip.MustParseAddr("192.0.2.9"), netip.MustParseAddr("198.51.100.1")
	for pointer := range uint8(9) {
		final := dst
		if pointer == 4 {
			final = last
		}
		o := layers.IPv4Option{Type: layers.IPv4OptionStrictRoute, Data: append([]byte{pointer}, last.AsSlice()...)}
		ip := &layers.IPv4{TTL: 1, Src: final, Dst: dst, Options: []layers.IPv4Option{o, {Type: layers.IPv4OptionEnd}}}
		if got, sum := sumOf(t, final, ip, &layers.TCP{SrcPort: 1, DstPort: 2}); got != sum {
			t.Errorf("pointer %d: checksum %#x, want %#x", pointer, got, sum)
		}
	}
}

// TestRPLRouteUnspecified: the zero Addr is the address of zeros that it is written as, also where a
// routing header completes it.
func TestRPLRouteUnspecified(t *testing.T) {
	route := &layers.IPv6Routing{Type: layers.IPv6RoutingRPL, SegmentsLeft: 1, Data: []byte{0xee, 0x60, 0, 0, 0x12, 0x34, 0, 0, 0, 0, 0, 0}}
	final := netip.MustParseAddr("::1234")
	for _, dst := range []netip.Addr{{}, netip.IPv6Unspecified()} {
		if got, sum := sumOf(t, final, &layers.IPv6{Src: final, Dst: dst}, route, &layers.TCP{SrcPort: 1, DstPort: 2}); got != sum {
			t.Errorf("%v: checksum %#x, want %#x", dst, got, sum)
		}
	}
}

// TestLongLLC: LLC in a frame that is too long for a length is found again.
func TestLongLLC(t *testing.T) {
	for n, typ := range map[int]layers.EtherType{10: 13, 1497: 1500, 1498: layers.EtherTypeLongLLC, 9000: layers.EtherTypeLongLLC} {
		for _, tagged := range []bool{false, true} {
			stack := []any{&layers.Ethernet{}, &layers.LLC{DSAP: layers.SAPNetBEUI, SSAP: layers.SAPNetBEUI, Control: layers.LLCUI}, make([]byte, n)}
			if tagged {
				stack = []any{stack[0], &layers.Dot1Q{}, stack[1], stack[2]}
			}
			data, err := codec.Marshal(stack...)
			if err != nil {
				t.Fatal(err)
			}
			d := dissect(t, 1, data)
			got := layers.EtherType(0)
			if last := len(d.layers) - 1; last > 0 {
				switch x := d.layers[last-1].(type) {
				case *layers.Ethernet:
					got = x.Type
				case *layers.Dot1Q:
					got = x.Type
				}
				want(t, "layer", d.names()[last], "LLC")
			}
			want(t, "type", got, typ)
			want(t, "payload", len(d.parts[len(d.parts)-1].(codec.Placed).Layer.([]byte)), n)
		}
	}
}

// TestSegmentsOfNothing: the list of segments asks for the first byte, which need not be there.
func TestSegmentsOfNothing(t *testing.T) {
	var s layers.IPv6Segments
	if n, err := s.DecodeField(nil, 0); n != 1 || !errors.Is(err, codec.ErrTruncated) {
		t.Errorf("%d, %v", n, err)
	}
}
