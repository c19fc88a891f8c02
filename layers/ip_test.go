package layers_test

import (
	"bytes"
	"encoding/hex"
	"errors"
	"net/netip"
	"reflect"
	"slices"
	"testing"

	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/layers"
)

func typeOf[T any]() reflect.Type { return reflect.TypeFor[T]() }

// view fails the test unless an option has a view of type T.
func view[T any](tb testing.TB, o interface{ View() (any, error) }) *T {
	tb.Helper()
	v, err := o.View()
	if err != nil {
		tb.Fatal(err)
	}
	t, ok := v.(*T)
	if !ok {
		tb.Fatalf("got %T, want %v", v, typeOf[*T]())
	}
	return t
}

var (
	a4 = netip.MustParseAddr("192.0.2.1")
	b4 = netip.MustParseAddr("198.51.100.2")
	a6 = netip.MustParseAddr("2001:db8::1")
	b6 = netip.MustParseAddr("2001:db8:1::2")
)

func TestIPv4(t *testing.T) {
	d := dissect(t, 228, stackOf(t, "ipv4").data)
	p := get[layers.IPv4](t, d, 0)
	want(t, "String", p.String(), "IPv4 192.0.2.1 > 198.51.100.2, UDP, ttl 64, id 4660, length 36")
	want(t, "Flags", p.Flags.String(), "DF")
	want(t, "Src", p.Src, a4)
	p.SetTOS(0xb9)
	want(t, "SetTOS", p.DSCP, 46)
	want(t, "SetTOS", p.ECN, layers.ECNCapable1)
	want(t, "TOS", p.TOS(), 0xb9)
	want(t, "fragment", p.IsFragment(), false)

	d = dissect(t, 228, stackOf(t, "ip-last-fragment").data)
	p = get[layers.IPv4](t, d, 0)
	want(t, "layers of a fragment", len(d.layers), 1)
	want(t, "FragBytes", p.FragBytes(), 16)
	d = dissect(t, 228, stackOf(t, "ip-first-fragment").data)
	want(t, "cut datagram", d.exts[1].Cut, true)
	want(t, "port", get[layers.UDP](t, d, 0).DstPort, 9)
}

func TestIPv4Options(t *testing.T) {
	option := func(name string) *layers.IPv4Option {
		return &get[layers.IPv4](t, dissect(t, 228, stackOf(t, name).data), 0).Options[0]
	}
	rr := view[layers.IPv4Route](t, option("ip-record-route"))
	want(t, "pointer", rr.Pointer, 8)
	want(t, "route", slices.Equal(rr.Addrs, []netip.Addr{netip.MustParseAddr("192.0.2.9"), netip.IPv4Unspecified()}), true)
	ts := view[layers.IPv4Timestamp](t, option("ip-timestamp"))
	want(t, "overflow, flag", ts.Overflow<<4|ts.Flag, 0x11)
	want(t, "stamps", slices.Equal(ts.Stamps, []layers.IPv4Stamp{{netip.MustParseAddr("192.0.2.9"), 1000}, {netip.IPv4Unspecified(), 0}}), true)
	want(t, "alert", *view[layers.IPv4RouterAlert](t, option("ip-router-alert")), layers.IPv4RouterAlert{})
	sec := option("ip-security-end")
	v, err := sec.View()
	want(t, "security", v == nil && err == nil, true)
	want(t, "security", hex.EncodeToString(sec.Data), "010203040506070809")

	// Without addresses the same option has only times.
	only := layers.IPv4Option{Type: layers.IPv4OptionTimestamp, Length: 12, Data: unhex(t, "0d00000003e8000007d0")}
	ts = view[layers.IPv4Timestamp](t, &only)
	want(t, "times", slices.Equal(ts.Stamps, []layers.IPv4Stamp{{Time: 1000}, {Time: 2000}}), true)

	again, err := layers.NewIPv4Option(layers.IPv4OptionRecordRoute, rr)
	want(t, "error", err, nil)
	want(t, "there and back", reflect.DeepEqual(&again, option("ip-record-route")), true)

	p := get[layers.IPv4](t, dissect(t, 228, stackOf(t, "ip-loose-route").data), 0)
	var ps codec.Pseudo
	p.PseudoHeader(&ps)
	want(t, "final destination", ps.Dst, netip.MustParseAddr("203.0.113.7"))
	p.Options[0].Data[0] = 8 // the route is at its end
	p.PseudoHeader(&ps)
	want(t, "destination at the end", ps.Dst, b4)
	want(t, "Option", p.Option(layers.IPv4OptionLooseRoute), &p.Options[0])
	want(t, "no option", p.Option(layers.IPv4OptionTimestamp), nil)
}

// TestIPv4Malformed decodes headers that are wrong in one way each.
func TestIPv4Malformed(t *testing.T) {
	const rest = "0000000040110000c0000201c6336402"
	for _, c := range []struct {
		name, data string
		err        error
		field      string
		recovered  bool
		payload    int
	}{
		{"version", "65000014" + rest, codec.ErrConst, "Version", false, 0},
		{"header length 4", "44000014" + rest, codec.ErrLength, "IHL", false, 0},
		{"header beyond the data", "46000018" + rest, codec.ErrTruncated, "IHL", false, 0},
		{"length below the header", "46000014" + rest + "01010101", codec.ErrLength, "Length", false, 0},
		{"length below 20", "45000013" + rest, codec.ErrLength, "Length", false, 0},
		{"length zero", "45000000" + rest + "abcd", nil, "", false, 2},
		{"length beyond the data", "45000040" + rest + "abcd", nil, "", false, 2},
		{"bytes behind the length", "45000015" + rest + "abcd", nil, "", false, 1},
		{"option length 0", "4600001a" + rest + "01070000" + "abcd", codec.ErrLength, "Options[1].Length", true, 2},
		{"option length 1", "4600001a" + rest + "01070100" + "abcd", codec.ErrLength, "Options[1].Length", true, 2},
		{"option beyond the header", "4600001a" + rest + "01070404" + "abcd", codec.ErrTruncated, "Options[1].Length", true, 2},
		{"option without a length", "4600001a" + rest + "01010107" + "abcd", codec.ErrTruncated, "Options[3].Length", true, 2},
	} {
		var p layers.IPv4
		data := unhex(t, c.data)
		payload, err := codec.Unmarshal(data, &p)
		checkError(t, c.name, err, c.err, c.field, c.recovered)
		want(t, c.name+": payload", len(payload), c.payload)
		if c.err == nil || c.recovered {
			out, err := codec.Encoder{}.Marshal(&p, payload)
			if err != nil || !bytes.Equal(out, data[:len(out)]) || len(out) < 20 {
				t.Errorf("%s: verbatim %v %x", c.name, err, out)
			}
		}
	}
}

func checkError(tb testing.TB, name string, err, is error, field string, recovered bool) {
	tb.Helper()
	if is == nil {
		want(tb, name, err, nil)
		return
	}
	var e *codec.Error
	if !errors.As(err, &e) || !errors.Is(err, is) || e.Field != field || e.Recovered != recovered {
		tb.Errorf("%s: got %v, want %v of %s, recovered %t", name, err, is, field, recovered)
	}
}

func TestIPv6(t *testing.T) {
	d := dissect(t, 229, stackOf(t, "ipv6").data)
	p := get[layers.IPv6](t, d, 0)
	want(t, "String", p.String(), "IPv6 2001:db8::1 > 2001:db8:1::2, UDP, hop limit 64, length 10")
	want(t, "FlowLabel", p.FlowLabel, 0x12345)
	p.SetTrafficClass(0xb9)
	want(t, "TrafficClass", p.TrafficClass(), 0xb9)
	want(t, "DSCP", p.DSCP, 46)
	var short layers.IPv6
	_, err := codec.Unmarshal(append([]byte{0x40}, make([]byte, 39)...), &short)
	checkError(t, "version 4", err, codec.ErrConst, "Version", false)
}

func TestIPv6Options(t *testing.T) {
	h := get[layers.IPv6HopByHop](t, dissect(t, 229, stackOf(t, "ip6-hopopts").data), 0)
	want(t, "options", len(h.Options), 2)
	want(t, "alert", *view[layers.IPv6RouterAlert](t, &h.Options[0]), layers.IPv6RouterAlert{})
	want(t, "PadN", h.Options[1].Type.String(), "PadN")
	dst := get[layers.IPv6Destination](t, dissect(t, 229, stackOf(t, "ip6-dstopts-home").data), 0)
	want(t, "home address", *view[layers.IPv6HomeAddress](t, &dst.Options[1]), layers.IPv6HomeAddress{netip.MustParseAddr("2001:db8::77")})

	for n := range 9 {
		o := layers.IPv6Option{Type: layers.IPv6OptionType(0x1e), Length: uint8(n), Data: make([]byte, n)}
		b, err := codec.Marshal(&layers.IPv6Destination{NextHeader: layers.IPProtocolNone, Options: layers.PadIPv6Options([]layers.IPv6Option{o})})
		var back layers.IPv6Destination
		if _, err2 := codec.Unmarshal(b, &back); err != nil || err2 != nil || len(back.Padding) != 0 || back.Options[0].Length != o.Length || len(back.Options) > 2 {
			t.Errorf("padding behind %d bytes: %v %v %x", n, err, err2, b)
		}
	}

	var bad layers.IPv6HopByHop
	data := unhex(t, "3b0005020000c204"+"abcd")
	payload, err := codec.Unmarshal(data, &bad)
	checkError(t, "option beyond the header", err, codec.ErrTruncated, "Options[1].Data", true)
	want(t, "rest", hex.EncodeToString(bad.Padding), "c204")
	want(t, "payload", hex.EncodeToString(payload), "abcd")
	_, err = codec.Unmarshal(data[:7], &bad)
	checkError(t, "cut", err, codec.ErrTruncated, "Length", false)
}

func TestJumbogram(t *testing.T) {
	jumbo, err := layers.NewIPv6Option(layers.IPv6OptionJumbo, &layers.IPv6Jumbo{})
	want(t, "error", err, nil)
	body := make([]byte, 70000)
	packet, err := codec.Marshal(&layers.IPv6{Src: a6, Dst: b6}, &layers.IPv6HopByHop{Options: []layers.IPv6Option{jumbo}}, &layers.UDP{SrcPort: 1, DstPort: 2}, body)
	want(t, "error", err, nil)
	want(t, "lengths", hex.EncodeToString(packet[4:6])+hex.EncodeToString(packet[44:48])+hex.EncodeToString(packet[52:54]), "0000"+"00011180"+"0000")
	d := dissect(t, 229, append(packet, 0xaa, 0xbb))
	want(t, "payload of UDP", d.exts[2].Payload, 70000)
	want(t, "behind the jumbogram", len(d.data[1])-d.exts[1].Len(), 2)
	d = dissect(t, 229, packet[:100])
	want(t, "cut", d.exts[1].Cut, true)
	// The option does not count in a packet that is not that long.
	short, err := codec.Marshal(&layers.IPv6{Src: a6, Dst: b6}, &layers.IPv6HopByHop{Options: []layers.IPv6Option{jumbo}}, &layers.UDP{SrcPort: 1, DstPort: 2})
	want(t, "error", err, nil)
	want(t, "short", hex.EncodeToString(short[4:6])+hex.EncodeToString(short[44:48]), "0010"+"00000000")
}

func TestIPv6Routing(t *testing.T) {
	routing := func(name string) (*layers.IPv6Routing, codec.Pseudo) {
		d := dissect(t, 229, stackOf(t, name).data)
		var ps codec.Pseudo
		get[layers.IPv6](t, d, 0).PseudoHeader(&ps)
		r := get[layers.IPv6Routing](t, d, 0)
		r.PseudoHeader(&ps)
		return r, ps
	}
	r, ps := routing("ip6-routing-2")
	want(t, "home address", view[layers.IPv6SourceRoute](t, r).Addrs[0], netip.MustParseAddr("2001:db8::99"))
	want(t, "destination", ps.Dst, netip.MustParseAddr("2001:db8::99"))

	r, ps = routing("ip6-routing-srh")
	srh := view[layers.IPv6SegmentRoute](t, r)
	want(t, "segments", slices.Equal(srh.Segments, layers.IPv6Segments{netip.MustParseAddr("2001:db8::a2"), netip.MustParseAddr("2001:db8::a1")}), true)
	want(t, "destination", ps.Dst, srh.Segments[0])
	srh.LastEntry, srh.TLVs = 0, []layers.SegmentTLV{{Type: 4, Data: make([]byte, 6)}}
	want(t, "SetView", r.SetView(srh), nil)
	want(t, "last entry", r.Data[0], 1)
	want(t, "padding", hex.EncodeToString(r.Data[36:]), "0406000000000000")
	r.Data[0] = 2 // one more segment than there are bytes
	_, err := r.View()
	want(t, "too many segments", errors.Is(err, codec.ErrTruncated), true)

	r, ps = routing("ip6-routing-rpl")
	rpl := view[layers.IPv6RPLRoute](t, r)
	dst := netip.MustParseAddr("2001:db8::4")
	want(t, "route", slices.Equal(rpl.Addrs(dst), []netip.Addr{netip.MustParseAddr("2001:db8::5"), netip.MustParseAddr("2001:db8::6")}), true)
	want(t, "destination", ps.Dst, netip.MustParseAddr("2001:db8::6"))
	rpl.Pad = 7
	want(t, "more padding than there is", len(rpl.Addrs(dst)), 0)
}

func TestIPv6Fragment(t *testing.T) {
	d := dissect(t, 229, stackOf(t, "ip6-last-fragment").data)
	f := get[layers.IPv6Fragment](t, d, 0)
	want(t, "String", f.String(), "IPv6Fragment id 0x0000abcd, at 8, more false, UDP")
	want(t, "layers", len(d.layers), 2)
	want(t, "atomic", get[layers.IPv6Fragment](t, dissect(t, 228, stackOf(t, "ip-fragment-header").data), 0).IsAtomic(), true)
}

func TestAH(t *testing.T) {
	a := get[layers.AH](t, dissect(t, 228, stackOf(t, "ip-ah").data), 0)
	want(t, "String", a.String(), "AH spi 0x00000100, seq 1, UDP")
	want(t, "ICV", hex.EncodeToString(a.ICV), "000102030405060708090a0b")
	_, err := codec.Unmarshal(unhex(t, "11000000"+"0000010000000001"), a)
	checkError(t, "length below the minimum", err, codec.ErrLength, "Length", false)
}

// TestRPLRouteOfNoSize: compressed addresses without bytes are none.
func TestRPLRouteOfNoSize(t *testing.T) {
	for _, r := range []layers.IPv6RPLRoute{{CompressedI: 16, Suffixes: make([]byte, 16)}, {CompressedE: 17, Suffixes: make([]byte, 16)}, {CompressedI: 255, Suffixes: make([]byte, 40)}} {
		if got := r.Addrs(netip.IPv6Loopback()); got != nil {
			t.Errorf("%v of %+v", got, r)
		}
	}
}
