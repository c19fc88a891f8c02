package layers_test

import (
	"encoding/hex"
	"net/netip"
	"reflect"
	"slices"
	"testing"

	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/layers"
)

func TestICMPv4Messages(t *testing.T) {
	for name, c := range map[string]struct {
		text string
		want any
	}{
		"icmp-echo":               {"ICMPv4 Echo Request, 0", &layers.ICMPv4Echo{ID: 7, Seq: 1}},
		"icmp-echo-reply":         {"ICMPv4 Echo Reply, 0", &layers.ICMPv4Echo{ID: 7, Seq: 1}},
		"icmp-unreachable":        {"ICMPv4 Destination Unreachable, Port Unreachable", &layers.ICMPv4Unreachable{}},
		"icmp-frag-needed":        {"ICMPv4 Destination Unreachable, Fragmentation Needed", &layers.ICMPv4Unreachable{MTU: 1400}},
		"icmp-redirect":           {"ICMPv4 Redirect, Host", &layers.ICMPv4Redirect{Gateway: netip.MustParseAddr("192.0.2.254")}},
		"icmp-time-exceeded-mpls": {"ICMPv4 Time Exceeded, TTL Exceeded", &layers.ICMPv4TimeExceeded{Length: 32}},
		"icmp-parameter-problem":  {"ICMPv4 Parameter Problem, Pointer Indicates Error", &layers.ICMPv4ParameterProblem{Pointer: 20}},
		"icmp-source-quench":      {"ICMPv4 Source Quench, 0", &layers.ICMPv4SourceQuench{}},
		"icmp-timestamp":          {"ICMPv4 Timestamp Request, 0", &layers.ICMPv4Timestamp{ID: 7, Seq: 1, Originate: 1000}},
		"icmp-mask":               {"ICMPv4 Address Mask Reply, 0", &layers.ICMPv4AddressMask{ID: 7, Seq: 1, Mask: netip.MustParseAddr("255.255.255.0")}},
		"icmp-router-sol":         {"ICMPv4 Router Solicitation, 0", &layers.ICMPv4RouterSolicitation{}},
		"icmp-router-adv": {"ICMPv4 Router Advertisement, 0", &layers.ICMPv4RouterAdvertisement{
			NumAddrs: 2, EntrySize: 2, Lifetime: 1800, Routers: []layers.ICMPv4RouterEntry{{Addr: a4}, {Addr: b4, Preference: -1 << 31}},
		}},
		"icmp-information":    {"ICMPv4 Information Reply, 0", &layers.ICMPv4Information{ID: 7, Seq: 1}},
		"icmp-traceroute":     {"ICMPv4 Traceroute, 0", &layers.ICMPv4Traceroute{ID: 7, OutboundHops: 3, ReturnHops: 0xffff, Speed: 125000, MTU: 1500}},
		"icmp-extended-echo":  {"ICMPv4 Extended Echo Request, 0", &layers.ICMPExtEchoRequest{ID: 7, Seq: 5, Local: true}},
		"icmp-extended-reply": {"ICMPv4 Extended Echo Reply, No Error", &layers.ICMPExtEchoReply{ID: 7, Seq: 5, State: 2, Active: true, IPv4: true}},
	} {
		d := dissect(t, 228, stackOf(t, name).data)
		want(t, name, get[layers.ICMPv4](t, d, 0).String(), c.text)
		if !reflect.DeepEqual(d.layers[2], c.want) {
			t.Errorf("%s: got %+v, want %+v", name, d.layers[2], c.want)
		}
		if get[layers.ICMPv4](t, d, 0).Type.IsError() {
			want(t, name+": quoted port", get[layers.UDP](t, d, 0).DstPort, 9)
		}
	}
	want(t, "unknown type", get[layers.ICMPv4](t, dissect(t, 228, stackOf(t, "icmp-unknown").data), 0).String(), "ICMPv4 99, 1")
}

func TestICMPExtension(t *testing.T) {
	d := dissect(t, 228, stackOf(t, "icmp-time-exceeded-mpls").data)
	want(t, "quoted", d.exts[2].Payload, 128)
	behind := d.data[2][d.exts[2].Len():]
	var e layers.ICMPExtension
	if _, err := codec.Unmarshal(behind, &e); err != nil {
		t.Fatal(err)
	}
	want(t, "class", e.Objects[0].Class, layers.ICMPExtMPLS)
	want(t, "label stack entry", hex.EncodeToString(e.Objects[0].Data), "00010101")
	e.Checksum, e.Objects[0].Length = 0, 0
	again, err := codec.Marshal(&e)
	want(t, "error", err, nil)
	want(t, "built", hex.EncodeToString(again), hex.EncodeToString(behind))

	// A length that cannot be is left alone: it was unused space once.
	_, ok := (&layers.ICMPv4Unreachable{Length: 33}).PayloadLength(128)
	want(t, "length beyond the data", ok, false)
	n, ok := (&layers.ICMPv6TimeExceeded{Length: 16}).PayloadLength(130)
	want(t, "length of ICMPv6", n, 128)
	want(t, "length of ICMPv6", ok, true)
	built, err := codec.Marshal(&layers.ICMPv4TimeExceeded{Length: 1}, make([]byte, 140))
	want(t, "length", built[1], 35)
	want(t, "error", err, nil)
}

func TestICMPv6Messages(t *testing.T) {
	group := netip.MustParseAddr("ff02::1:3")
	for name, c := range map[string]struct {
		text string
		want any
	}{
		"icmpv6-unreachable":       {"ICMPv6 Destination Unreachable, Port Unreachable", &layers.ICMPv6Unreachable{}},
		"icmpv6-too-big":           {"ICMPv6 Packet Too Big, 0", &layers.ICMPv6PacketTooBig{MTU: 1280}},
		"icmpv6-time-exceeded":     {"ICMPv6 Time Exceeded, Hop Limit Exceeded", &layers.ICMPv6TimeExceeded{}},
		"icmpv6-parameter-problem": {"ICMPv6 Parameter Problem, Unrecognized Next Header", &layers.ICMPv6ParameterProblem{Pointer: 6}},
		"icmpv6-echo":              {"ICMPv6 Echo Request, 0", &layers.ICMPv6Echo{ID: 7, Seq: 1}},
		"icmpv6-extended-reply":    {"ICMPv6 Extended Echo Reply, No Such Table Entry", &layers.ICMPExtEchoReply{ID: 7, Seq: 5, State: 2, Active: true, IPv4: true}},
		"mld-report":               {"ICMPv6 Multicast Listener Report, 0", &layers.MLD{Group: group}},
		"mld-query":                {"ICMPv6 Multicast Listener Query, 0", &layers.MLD{MaxDelay: 1000, Group: netip.IPv6Unspecified()}},
		"mldv2-query": {"ICMPv6 Multicast Listener Query, 0", &layers.MLDv2Query{
			MaxCode: 0x8123, Group: group, Suppress: true, Robustness: 2, IntervalQC: 0x8f, NumSources: 1, Sources: []netip.Addr{a6},
		}},
	} {
		d := dissect(t, 229, stackOf(t, name).data)
		want(t, name, get[layers.ICMPv6](t, d, 0).String(), c.text)
		if !reflect.DeepEqual(d.layers[2], c.want) {
			t.Errorf("%s: got %+v, want %+v", name, d.layers[2], c.want)
		}
		if get[layers.ICMPv6](t, d, 0).Type.IsError() {
			want(t, name+": quoted port", get[layers.UDP](t, d, 0).DstPort, 9)
		}
	}
}

func TestMLDv2(t *testing.T) {
	r := get[layers.MLDv2Report](t, dissect(t, 229, stackOf(t, "mldv2-report").data), 0)
	want(t, "records", len(r.Records), 2)
	want(t, "type", r.Records[0].Type.String(), "TO_EXCLUDE")
	want(t, "sources", slices.Equal(r.Records[1].Sources, []netip.Addr{a6, b6}), true)
	for code, ms := range map[uint16]uint32{0: 0, 0x7fff: 32767, 0x8000: 32768, 0x8123: 0x1123 << 3, 0xffff: 0x1fff << 10} {
		want(t, "MaxDelay", (&layers.MLDv2Query{MaxCode: code}).MaxDelay(), ms)
	}
	for code, s := range map[uint8]uint32{125: 125, 0x80: 128, 0x8f: 31 << 3, 0xff: 31 << 10} {
		want(t, "Interval", (&layers.MLDv2Query{IntervalQC: code}).Interval(), s)
	}
	// A count is checked against the bytes before anything is made.
	_, err := codec.Unmarshal(unhex(t, "00000002"+"0400ffff"+"ff0200000000000000000000000000fb"), r)
	checkError(t, "65535 sources", err, codec.ErrTruncated, "Records[0].Sources", false)
	want(t, "none of them", cap(r.Records), 2)
}

func TestNDP(t *testing.T) {
	amac, bmac := layers.MAC{0, 0, 0x5e, 0, 0x53, 1}, layers.MAC{0, 0, 0x5e, 0, 0x53, 2}
	mac := func(m layers.MAC, ok bool) layers.MAC {
		want(t, "address", ok, true)
		return m
	}
	want(t, "RS", mac(get[layers.NDPRouterSolicitation](t, dissect(t, 229, stackOf(t, "ndp-rs").data), 0).SourceMAC()), amac)
	ns := get[layers.NDPNeighborSolicitation](t, dissect(t, 229, stackOf(t, "ndp-ns").data), 0)
	want(t, "NS", mac(ns.SourceMAC()), amac)
	want(t, "NS", ns.Target, b6)
	na := get[layers.NDPNeighborAdvertisement](t, dissect(t, 229, stackOf(t, "ndp-na").data), 0)
	want(t, "NA", na.String(), "NDPNeighborAdvertisement 2001:db8:1::2 is at 00:00:5e:00:53:02")
	want(t, "flags", na.Solicited && na.Override && !na.Router, true)
	rd := get[layers.NDPRedirect](t, dissect(t, 229, stackOf(t, "ndp-redirect").data), 0)
	want(t, "redirect", mac(rd.TargetMAC()), bmac)
	var quoted layers.IPv6
	_, err := codec.Unmarshal(view[layers.NDPRedirected](t, &rd.Options[1]).Packet, &quoted)
	want(t, "error", err, nil)
	want(t, "quoted", quoted.Dst, b6)
	_, ok := (&layers.NDPRedirect{}).TargetMAC()
	want(t, "no option", ok, false)
}

func TestNDPRouterAdvertisement(t *testing.T) {
	ra := get[layers.NDPRouterAdvertisement](t, dissect(t, 229, stackOf(t, "ndp-ra").data), 0)
	want(t, "managed, other, lifetime", ra.Managed && ra.Other && ra.Lifetime == 1800, true)
	want(t, "preference", ra.Preference, layers.NDPHigh)
	o := ra.Options
	want(t, "options", len(o), 6)
	want(t, "MTU", view[layers.NDPMTU](t, &o[1]).MTU, 1480)
	want(t, "prefix", *view[layers.NDPPrefix](t, &o[2]), layers.NDPPrefix{
		PrefixLen: 64, OnLink: true, Autonomous: true, ValidTime: 86400, PreferredTime: 14400, Prefix: netip.MustParseAddr("2001:db8:5::"),
	})
	route := view[layers.NDPRoute](t, &o[3])
	want(t, "route", hex.EncodeToString(route.Prefix), "20010db800060000")
	want(t, "preference", route.Preference, layers.NDPHigh)
	want(t, "servers", view[layers.NDPRDNSS](t, &o[4]).Servers[0], netip.MustParseAddr("2001:db8::53"))
	want(t, "search list", slices.Equal(view[layers.NDPDNSSL](t, &o[5]).Domains(), []string{"example.org"}), true)
	want(t, "cut search list", len((&layers.NDPDNSSL{Names: []byte("\x07exam")}).Domains()), 0)

	mtu, err := layers.NewNDPOption(layers.NDPOptionMTU, &layers.NDPMTU{MTU: 1480})
	want(t, "error", err, nil)
	want(t, "there and back", reflect.DeepEqual(mtu, o[1]), true)
	uri, err := layers.NewNDPOption(layers.NDPOptionCaptivePortal, []byte("https://example.org/"))
	want(t, "error", err, nil)
	want(t, "padding", len(uri.Data), 22)
	want(t, "length", uri.Length, 3)
}

func TestNDPMalformed(t *testing.T) {
	for _, c := range []struct {
		name, options string
		err           error
		field, rest   string
	}{
		{"length 0", "0501000000000578" + "0100", codec.ErrLength, "Options[1].Length", "0100"},
		{"beyond the data", "0102" + "00005e005301", codec.ErrTruncated, "Options[0].Length", "010200005e005301"},
		{"one byte", "01", codec.ErrTruncated, "Options[0].Length", "01"},
	} {
		var rs layers.NDPRouterSolicitation
		_, err := codec.Unmarshal(unhex(t, "00000000"+c.options), &rs)
		checkError(t, c.name, err, c.err, c.field, true)
		want(t, c.name, hex.EncodeToString(rs.Rest), c.rest)
	}
}
