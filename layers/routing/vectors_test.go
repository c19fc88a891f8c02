package routing_test

import (
	"net/netip"
	"os"
	"reflect"
	"strings"
	"testing"

	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/internal/vectors"
	"github.com/wiretag/wiretag/layers"
	"github.com/wiretag/wiretag/layers/routing"
	"github.com/wiretag/wiretag/packet"
)

var stack, equal = vectors.Packet, vectors.Equal

// viewer is a part that is typed on demand.
type viewer interface{ View() (any, error) }

// view is the typed value of a part, of type *T.
func view[T any](t *testing.T, v viewer) *T {
	t.Helper()
	x, err := v.View()
	if err != nil {
		t.Errorf("%+v: %v", v, err)
	}
	p, ok := x.(*T)
	if !ok {
		t.Fatalf("%+v is %T, want %v", v, x, reflect.TypeFor[*T]())
	}
	return p
}

func ip(s string) netip.Addr { return netip.MustParseAddr(s) }

// TestChecksums: every checksum in the packets of stacks.txt is right; tshark verified them when they were made. A bit
// that is changed is seen.
func TestChecksums(t *testing.T) {
	text, err := os.ReadFile("testdata/stacks.txt")
	if err != nil {
		t.Fatal(err)
	}
	good := map[string]int{}
	for line := range strings.Lines(string(text)) {
		f := strings.Fields(line)
		if f[0][0] == '#' {
			continue
		}
		for c := range stack(t, f[0]).Checksums() {
			if c.State == codec.SumBad {
				t.Errorf("%s: %s.%s is %#x, want %#x", f[0], c.Layer.Name(), c.Field, c.Got, c.Want)
			}
			if c.State == codec.SumGood {
				good[c.Layer.Name()]++
			}
		}
	}
	for _, name := range []string{"IGMP", "IGMPv3Query", "IGMPv3Report", "VRRPv2", "VRRPv3", "VRRPv3IPv6", "OSPFv2", "OSPFv3", "EIGRP", "PIM", "ISISLSP", "ESIS", "CLNP"} {
		if good[name] == 0 {
			t.Errorf("no checksum of %s is good", name)
		}
	}
}

// TestChecksumsSeeChanges: a bit that is changed makes a checksum bad, those of nested LSAs, of the part that is covered only, and
// not that of what a register message carries.
func TestChecksumsSeeChanges(t *testing.T) {
	for _, c := range []struct {
		name string
		at   int // from the end
		bad  string
	}{
		{"ospf-update", 1, "OSPFv2"},
		{"ospf3-update", 1, "OSPFv3"},
		{"pim-join", 1, "PIM"},
		{"pim6-join", 1, "PIM"},
		{"pim-register", 1, ""},
		{"eigrp-update", 1, "EIGRP"},
		{"isis-lsp", 1, "ISISLSP"},
		{"vrrp-v3", 1, "VRRPv3"},
		{"clnp-echo", 40, "CLNP"},
	} {
		data, link := vectors.Bytes(t, c.name)
		data[len(data)-c.at] ^= 4
		bad := ""
		for s := range packet.New(data, link).Checksums() {
			if s.State == codec.SumBad && s.Layer.Name() != "UDP" {
				bad = s.Layer.Name()
			}
		}
		equal(t, c.name, bad, c.bad)
	}
}

func TestIGMP(t *testing.T) {
	q := vectors.Layer[routing.IGMPv3Query](t, "igmp-v3-query")
	equal(t, "response time", q.MaxResp(), uint32(0x1b<<3))
	equal(t, "interval", q.Interval(), uint32(0x1c<<4))
	equal(t, "robustness", []any{q.Suppress, q.Robustness}, []any{true, uint8(2)})
	equal(t, "sources", q.Sources, []netip.Addr{ip("192.0.2.9"), ip("192.0.2.10")})
	r := vectors.Layer[routing.IGMPv3Report](t, "igmp-v3-report").Records
	equal(t, "types", []string{r[0].Type.String(), r[1].Type.String(), r[2].Type.String()}, []string{"TO_EXCLUDE", "IS_INCLUDE", "BLOCK_OLD_SOURCES"})
	equal(t, "auxiliary data", string(r[2].Aux), "four")
	equal(t, "additional data", string(vectors.Layer[routing.IGMPv3Report](t, "igmp-v3-additional").Additional), "more")
	for name, version := range map[string]int{"igmp-v1-query": 1, "igmp-v2-query": 2, "igmp-v1-report": 1, "igmp-v2-report": 2, "igmp-leave": 2} {
		equal(t, name, vectors.Layer[routing.IGMP](t, name).Version(), version)
	}
	equal(t, "DVMRP", vectors.Layer[routing.DVMRP](t, "dvmrp-probe").MajorVersion, uint8(3))
	equal(t, "discovery", *vectors.Layer[routing.MRDAdvertisement](t, "mrd-advertisement"), routing.MRDAdvertisement{QueryInterval: 125, Robustness: 2})
	equal(t, "solicitation", vectors.Layer[routing.IGMP](t, "mrd-solicitation").HasGroup(), false)
}

func TestRedundancy(t *testing.T) {
	v := vectors.Layer[routing.VRRPv2](t, "vrrp-v2-password")
	equal(t, "password", []any{v.AuthType.String(), string(v.AuthData)}, []any{"password", "secret\x00\x00"})
	equal(t, "version 3", vectors.Layer[routing.VRRPv3](t, "vrrp-v3").MaxAdverInt, uint16(100))
	equal(t, "IPv6", vectors.Layer[routing.VRRPv3IPv6](t, "vrrp-v3-ipv6").Addresses, []netip.Addr{ip("fe80::100"), ip("2001:db8::100")})
	h := vectors.Layer[routing.HSRP](t, "hsrp-md5")
	equal(t, "state", []any{h.State.String(), h.Virtual, string(h.AuthData[:5])}, []any{"active", ip("192.0.2.100"), "cisco"})
	equal(t, "key", view[routing.HSRPMD5Auth](t, &h.TLVs[0]).KeyID, uint32(1))
	equal(t, "advertisement", vectors.Layer[routing.HSRP](t, "hsrp-advertise").PassiveGroups, uint16(2))
	two := vectors.Layer[routing.HSRPv2](t, "hsrp2-hello")
	g := view[routing.HSRPGroupState](t, &two.TLVs[0])
	equal(t, "group", []any{g.Group, g.HelloTime, g.Addr()}, []any{uint16(300), uint32(3000), ip("192.0.2.100")})
	equal(t, "IPv6 address", view[routing.HSRPGroupState](t, &vectors.Layer[routing.HSRPv2](t, "hsrp2-ipv6").TLVs[0]).Addr(), ip("fe80::100"))
}

func TestBFD(t *testing.T) {
	b := vectors.Layer[routing.BFD](t, "bfd-sha1")
	equal(t, "header", []any{b.State, b.Final, b.AuthPresent, b.Length}, []any{routing.BFDUp, true, true, uint8(52)})
	equal(t, "authentication", []any{b.Auth.Type.String(), b.Auth.KeyID, b.Auth.Seq, len(b.Auth.Data)}, []any{"meticulous keyed SHA1", uint8(2), uint32(9), 20})
	equal(t, "password", string(vectors.Layer[routing.BFD](t, "bfd-password").Auth.Data), "secret")
	equal(t, "diagnostic", vectors.Layer[routing.BFD](t, "bfd-down").Diag.String(), "control detection time expired")
}

func TestRIP(t *testing.T) {
	r := vectors.Layer[routing.RIP](t, "rip-v2-md5")
	equal(t, "entries", len(r.Entries), 3)
	equal(t, "authentication", []any{r.Entries[0].PacketLen, r.Entries[0].AuthLen, r.Entries[0].Seq, len(r.Rest)}, []any{uint16(44), uint8(16), uint32(7), 16})
	equal(t, "route", []any{r.Entries[1].Addr, r.Entries[1].Mask, r.Entries[1].Metric}, []any{ip("192.0.2.0"), ip("255.255.255.0"), uint32(1)})
	equal(t, "password", strings.TrimRight(string(vectors.Layer[routing.RIP](t, "rip-v2-password").Entries[0].Password[:]), "\x00"), "secret")
	e := vectors.Layer[routing.RIPng](t, "ripng").Entries
	equal(t, "prefix", []any{e[0].Route(), e[0].Tag}, []any{netip.MustParsePrefix("2001:db8:5::/48"), uint16(7)})
	equal(t, "next hop", e[1].Metric, routing.RIPngNextHop)
}

func TestEIGRP(t *testing.T) {
	v := vectors.Layer[routing.EIGRP](t, "eigrp-update").TLVs
	i, e := view[routing.EIGRPIPv4Internal](t, &v[0]), view[routing.EIGRPIPv4External](t, &v[1])
	equal(t, "internal", []any{i.Metric.MTU, i.Metric.HopCount, i.Destinations[0].IPv4(), i.Destinations[1].IPv4()},
		[]any{uint32(1500), uint8(1), netip.MustParsePrefix("192.0.2.0/24"), netip.MustParsePrefix("203.0.113.1/32")})
	equal(t, "external", []any{e.External.AS, e.External.Protocol, e.Destinations[0].IPv4()}, []any{uint32(65000), uint8(6), netip.MustParsePrefix("10.0.0.0/8")})
	v = vectors.Layer[routing.EIGRP](t, "eigrp-multi").TLVs
	equal(t, "wide", view[routing.EIGRPMultiInternal](t, &v[0]).Metric.Delay, uint64(1000000))
	x := view[routing.EIGRPMultiExternal](t, &v[1])
	equal(t, "wide external", []any{x.External.Tag, x.Destinations[0].IPv6()}, []any{uint32(7), netip.MustParsePrefix("2001:db8:1::/64")})
	equal(t, "digest", len(view[routing.EIGRPAuth](t, &vectors.Layer[routing.EIGRP](t, "eigrp-hello-md5").TLVs[0]).Digest), 16)
}

func TestPIM(t *testing.T) {
	o := vectors.Layer[routing.PIMHello](t, "pim-hello").Options
	equal(t, "hold time", view[routing.PIMSeconds](t, &o[0]).Value, uint16(105))
	equal(t, "prune delay", *view[routing.PIMPruneDelay](t, &o[1]), routing.PIMPruneDelay{Suppress: true, Propagation: 500, Override: 2500})
	equal(t, "addresses", view[routing.PIMAddresses](t, &o[6]).Addrs[0].Addr, ip("192.0.2.9"))
	j := vectors.Layer[routing.PIMJoinPrune](t, "pim-join")
	g := &j.Groups[0]
	equal(t, "join", []any{j.Upstream.Addr, g.Group.Prefix(), g.Joined[1].Wildcard, g.Pruned[0].RPT, g.Pruned[0].Prefix()},
		[]any{ip("198.51.100.2"), netip.MustParsePrefix("232.1.1.1/32"), true, true, netip.MustParsePrefix("192.0.2.8/32")})
	equal(t, "registered", len(packet.Get[layers.UDP](stack(t, "pim-register")).String()) > 0, true)
	b := vectors.Layer[routing.PIMBootstrap](t, "pim-bootstrap")
	equal(t, "RP", []any{b.Groups[0].RPs[0].Addr.Addr, b.Groups[0].RPs[0].Priority}, []any{ip("198.51.100.2"), uint8(0xc0)})
	equal(t, "assert", vectors.Layer[routing.PIMAssert](t, "pim-assert").Preference, uint32(110))
	equal(t, "IPv6", vectors.Layer[routing.PIMJoinPrune](t, "pim6-join").Groups[0].Joined[0].Prefix(), netip.MustParsePrefix("2001:db8::9/128"))
	equal(t, "sources", view[routing.PIMGroupSources](t, &vectors.Layer[routing.PIMFlooding](t, "pim-flooding").TLVs[0]).HoldTime, uint16(210))
}

// decodeInto decodes all of b.
func decodeInto(t *testing.T, b []byte, v any) {
	t.Helper()
	if _, err := codec.Unmarshal(b, v); err != nil {
		t.Errorf("%T of %x: %v", v, b, err)
	}
}
