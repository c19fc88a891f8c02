package netif_test

import (
	"context"
	"encoding/json"
	"errors"
	"net/netip"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/wiretag/wiretag/capture"
	"github.com/wiretag/wiretag/capture/netif"
	"github.com/wiretag/wiretag/internal/netlab"
	"github.com/wiretag/wiretag/layers/ieee"
)

// lab is a namespace with va, which has addresses, connected to vb, whose addresses are of a namespace of its own, and a few routes.
func lab(t *testing.T) {
	netlab.Isolate(t)
	netlab.Need(t, "tcpdump")
	for _, line := range []string{
		"ip link add va type veth peer name vb",
		"ip link set dev va address 02:00:00:00:00:01 alias outside",
		"ip link property add dev va altname the-other-name-of-va",
		"ip addr add 192.0.2.1/24 dev va",
		"ip addr add 198.51.100.1 peer 198.51.100.2/32 dev va",
		"ip addr add 2001:db8::1/64 dev va nodad",
		"ip link set dev va mtu 1400 up",
		"ip link set dev vb up",
		"ip route add default via 192.0.2.254 metric 7",
		"ip route add 203.0.113.0/24 via 192.0.2.253 src 198.51.100.1 mtu 1300",
		"ip route add blackhole 203.0.114.0/24",
		"ip route add 203.0.115.0/24 nexthop via 192.0.2.250 nexthop via 192.0.2.251",
		"ip -6 route add 2001:db8:1::/48 via 2001:db8::fe",
		"ip neigh add 192.0.2.254 lladdr 02:00:00:00:00:fe dev va",
		"ip neigh add 192.0.2.253 lladdr 02:00:00:00:00:fd dev va nud stale",
		"ip neigh add 2001:db8::fe lladdr 02:00:00:00:00:f6 dev va",
	} {
		netlab.Run(t, strings.Fields(line)...)
	}
}

// TestList compares with ip -json.
func TestList(t *testing.T) {
	lab(t)
	list, err := netif.List()
	if err != nil {
		t.Fatal(err)
	}
	var theirs []struct {
		IfIndex     int
		IfName      string
		MTU         int
		Address     string
		Promiscuity int
		Flags       []string
		AltNames    []string
		AddrInfo    []struct {
			Local     string
			PrefixLen int
		} `json:"addr_info"`
	}
	if err := json.Unmarshal([]byte(netlab.Run(t, "ip", "-json", "-d", "addr")), &theirs); err != nil {
		t.Fatal(err)
	}
	if len(list) != len(theirs) || len(list) < 3 {
		t.Fatalf("%d interfaces, ip has %d", len(list), len(theirs))
	}
	for k, w := range theirs {
		g := list[k]
		if g.Index != w.IfIndex || g.Name != w.IfName || g.MTU != w.MTU || strings.Join(g.Alternatives, " ") != strings.Join(w.AltNames, " ") || g.MAC.String() != w.Address && w.IfName[0] == 'v' {
			t.Errorf("%+v; ip says %+v", g, w)
		}
		for _, name := range []string{"UP", "BROADCAST", "LOOPBACK", "MULTICAST", "NOARP"} {
			if theirs := strings.Contains(strings.Join(w.Flags, " ")+" ", name+" "); theirs && !strings.Contains(g.Flags.String(), strings.ToLower(name)) {
				t.Errorf("%s: flags %v; ip says %v", g.Name, g.Flags, w.Flags)
			}
		}
		var prefixes []string
		for _, a := range w.AddrInfo {
			prefixes = append(prefixes, netip.PrefixFrom(netip.MustParseAddr(a.Local), a.PrefixLen).String())
		}
		var ours []string
		for i, p := range g.Prefixes {
			ours = append(ours, p.String())
			if p.Addr() != g.Addresses[i] {
				t.Errorf("%s: %v", g.Name, g.Addresses)
			}
		}
		if strings.Join(ours, " ") != strings.Join(prefixes, " ") {
			t.Errorf("%s: %v; ip says %v", g.Name, ours, prefixes)
		}
	}
	va, err := netif.ByName("the-other-name-of-va")
	if err != nil || va.Name != "va" || va.Speed != 10_000_000_000 || va.LinkType != capture.LinkTypeEthernet || va.HardwareType != 1 {
		t.Errorf("%+v, %v", va, err)
	}
	if again, err := netif.ByIndex(va.Index); err != nil || again.Name != "va" || len(again.Addresses) != len(va.Addresses) {
		t.Errorf("%+v, %v", again, err)
	}
	for _, index := range []int{-1, 0, 99999} {
		if _, err := netif.ByIndex(index); !errors.Is(err, netif.ErrNoInterface) {
			t.Errorf("index %d: %v", index, err)
		}
	}
	if _, err := netif.ByName("nosuch"); !errors.Is(err, netif.ErrNoInterface) {
		t.Error(err)
	}
}

// TestRoutes compares each answer with that of ip route get.
func TestRoutes(t *testing.T) {
	lab(t)
	va, err := netif.ByName("va")
	if err != nil {
		t.Fatal(err)
	}
	for _, dst := range []string{"192.0.2.77", "8.8.8.8", "203.0.113.9", "203.0.115.9", "198.51.100.2", "127.0.0.1", "192.0.2.1", "192.0.2.255", "224.0.0.251", "2001:db8::77", "2001:db8:1::1", "::1", "ff02::1"} {
		var theirs []struct {
			Gateway, PrefSrc, Dev, Type string
			Metrics                     []struct{ MTU int }
		}
		if err := json.Unmarshal([]byte(netlab.Run(t, "ip", "-json", "-d", "route", "get", dst)), &theirs); err != nil {
			t.Fatal(err)
		}
		w := theirs[0]
		r, err := netif.Lookup(netip.MustParseAddr(dst), netif.Query{})
		if err != nil {
			t.Errorf("%s: %v", dst, err)
			continue
		}
		dev, err := netif.ByName(w.Dev)
		if err != nil {
			t.Fatal(err)
		}
		source := ""
		if r.Source.IsValid() {
			source = r.Source.String()
		}
		gateway := ""
		if r.Gateway.IsValid() {
			gateway = r.Gateway.String()
		}
		kinds := map[string]netif.RouteKind{"unicast": netif.RouteUnicast, "local": netif.RouteLocal, "broadcast": netif.RouteBroadcast, "multicast": netif.RouteMulticast}
		if gateway != w.Gateway || source != w.PrefSrc || r.Interface != dev.Index || r.Kind != kinds[w.Type] || len(w.Metrics) > 0 && w.Metrics[0].MTU != r.MTU {
			t.Errorf("%s: %+v; ip says %+v", dst, r, w)
		}
	}
	for _, line := range []string{
		"ip route add prohibit 203.0.116.0/24", "ip route add throw 203.0.117.0/24",
		"ip -6 route add blackhole 2001:db8:4::/48", "ip -6 route add prohibit 2001:db8:6::/48", "ip -6 route add unreachable 2001:db8:7::/48",
	} {
		netlab.Run(t, strings.Fields(line)...)
	}
	for _, dst := range []string{"203.0.114.1", "203.0.116.1", "203.0.117.1", "2001:db9::1", "2001:db8:4::1", "2001:db8:6::1", "2001:db8:7::1"} {
		if r, err := netif.Lookup(netip.MustParseAddr(dst), netif.Query{}); !errors.Is(err, netif.ErrNoRoute) {
			t.Errorf("%s: %+v, %v", dst, r, err)
		}
	}
	mapped := netif.Query{Source: netip.MustParseAddr("::ffff:198.51.100.1")}
	if r, err := netif.Lookup(netip.MustParseAddr("::ffff:8.8.8.8"), mapped); err != nil || r.Source.String() != "198.51.100.1" || r.Gateway.String() != "192.0.2.254" {
		t.Errorf("IPv4 addresses in the form of IPv6: %+v, %v", r, err)
	}
	if r, err := netif.Lookup(netip.MustParseAddr("8.8.8.8"), netif.Query{Source: netip.MustParseAddr("198.51.100.1"), Interface: va.Index}); err != nil || r.Source.String() != "198.51.100.1" {
		t.Errorf("%+v, %v", r, err)
	}
	all, err := netif.Routes()
	if err != nil {
		t.Fatal(err)
	}
	found := map[string]netif.Route{}
	for _, r := range all {
		if r.Table == 254 {
			found[r.Destination.String()+" "+r.Gateway.String()] = r
		}
	}
	if d := found["0.0.0.0/0 192.0.2.254"]; d.Metric != 7 || d.Interface != va.Index {
		t.Errorf("default route: %+v", d)
	}
	for _, key := range []string{"203.0.115.0/24 192.0.2.250", "203.0.115.0/24 192.0.2.251", "203.0.114.0/24 invalid IP", "2001:db8:1::/48 2001:db8::fe", "192.0.2.0/24 invalid IP"} {
		if _, ok := found[key]; !ok {
			t.Errorf("no route %s in %v", key, found)
		}
	}
}

// TestPath: the next hop's address from the table, by asking, by computing, and not at all.
func TestPath(t *testing.T) {
	lab(t)
	ctx := context.Background()
	for dst, want := range map[string]struct{ hop, mac, src string }{
		"8.8.8.8":       {"192.0.2.254", "02:00:00:00:00:fe", "192.0.2.1"},
		"203.0.113.9":   {"192.0.2.253", "02:00:00:00:00:fd", "198.51.100.1"},
		"192.0.2.255":   {"192.0.2.255", "ff:ff:ff:ff:ff:ff", "192.0.2.1"},
		"224.1.130.3":   {"", "01:00:5e:01:82:03", "192.0.2.1"},
		"2001:db8:1::1": {"2001:db8::fe", "02:00:00:00:00:f6", "2001:db8::1"},
		"127.0.0.1":     {"127.0.0.1", "00:00:00:00:00:00", "127.0.0.1"},

		"::ffff:8.8.8.8":     {"192.0.2.254", "02:00:00:00:00:fe", "192.0.2.1"},
		"::ffff:192.0.2.254": {"192.0.2.254", "02:00:00:00:00:fe", "192.0.2.1"},
		"::ffff:224.1.130.3": {"224.1.130.3", "01:00:5e:01:82:03", "192.0.2.1"},
	} {
		p, err := netif.PathTo(ctx, netip.MustParseAddr(dst))
		if err != nil {
			t.Errorf("%s: %v", dst, err)
			continue
		}
		if p.Destination != netip.MustParseAddr(dst).Unmap() || want.hop != "" && p.NextHop.String() != want.hop || p.DestinationMAC.String() != want.mac || p.Source.String() != want.src {
			t.Errorf("%s: %+v", dst, p)
		}
		if dst == "203.0.113.9" && p.MTU != 1300 || dst == "8.8.8.8" && (p.MTU != 1400 || p.SourceMAC != ieee.MAC{2, 0, 0, 0, 0, 1}) {
			t.Errorf("%s: %+v", dst, p)
		}
	}
	// vb gets a namespace of its own, and answers from there.
	netlab.Run(t, "ip", "netns", "add", "wiretag-netif")
	defer netlab.Run(t, "ip", "netns", "del", "wiretag-netif")
	netlab.Run(t, "ip", "link", "set", "dev", "vb", "netns", "wiretag-netif")
	netlab.Run(t, "ip", "-n", "wiretag-netif", "link", "set", "dev", "vb", "address", "02:00:00:00:00:0b", "up")
	netlab.Run(t, "ip", "-n", "wiretag-netif", "addr", "add", "192.0.2.9/24", "dev", "vb")
	netlab.Run(t, "ip", "-n", "wiretag-netif", "addr", "add", "2001:db8::9/64", "dev", "vb", "nodad")
	for _, dst := range []string{"192.0.2.9", "2001:db8::9"} {
		if p, err := netif.PathTo(ctx, netip.MustParseAddr(dst)); err != nil || p.DestinationMAC.String() != "02:00:00:00:00:0b" {
			t.Errorf("%s: %+v, %v", dst, p, err)
		}
	}
	list, err := netif.Neighbors()
	found := false
	for _, n := range list {
		found = found || n.Address.String() == "192.0.2.9" && n.State.Valid() && n.MAC.String() == "02:00:00:00:00:0b"
	}
	if err != nil || !found {
		t.Errorf("%+v, %v", list, err)
	}
	short, cancel := context.WithTimeout(ctx, 50*time.Millisecond)
	defer cancel()
	if _, err := netif.PathTo(short, netip.MustParseAddr("192.0.2.99")); !errors.Is(err, netif.ErrNoNeighbor) || !errors.Is(err, context.DeadlineExceeded) {
		t.Error(err)
	}
	if testing.Short() {
		return
	}
	if _, err := netif.PathTo(ctx, netip.MustParseAddr("192.0.2.98")); !errors.Is(err, netif.ErrNoNeighbor) {
		t.Error(err)
	}
}

// TestZone: a packet to an address that every link has leaves by the one that its zone names.
func TestZone(t *testing.T) {
	lab(t)
	netlab.Run(t, "ip", "link", "add", "vc", "type", "veth", "peer", "name", "vd")
	for _, name := range []string{"va", "vb", "vc"} {
		netlab.Run(t, "ip", "link", "set", "dev", name, "up")
		netlab.Run(t, "ip", "addr", "add", "fe80::77/64", "dev", name, "nodad")
		netlab.Run(t, "ip", "neigh", "add", "fe80::d", "lladdr", "02:00:00:00:00:0d", "dev", name)
	}
	for _, name := range []string{"va", "vb", "vc"} {
		ifc, err := netif.ByName(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, zone := range []string{name, strconv.Itoa(ifc.Index)} {
			p, err := netif.PathTo(t.Context(), netip.MustParseAddr("fe80::d%"+zone))
			if err != nil || p.Interface.Name != name || p.DestinationMAC != (ieee.MAC{2, 0, 0, 0, 0, 0x0d}) {
				t.Errorf("zone %s: %+v, %v", zone, p, err)
			}
			p, err = netif.PathTo(t.Context(), netip.MustParseAddr("ff02::1%"+zone))
			if err != nil || p.Interface.Name != name {
				t.Errorf("group in zone %s: %+v, %v", zone, p, err)
			}
		}
	}
	if p, err := netif.PathTo(t.Context(), netip.MustParseAddr("fe80::d%nosuch")); !errors.Is(err, netif.ErrNoInterface) {
		t.Errorf("%+v, %v", p, err)
	}
}

// TestNamespace: counters of another namespace are not mixed up with those of this one.
func TestNamespace(t *testing.T) {
	lab(t)
	va, err := netif.ByName("va")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := netif.Counters(va.Index, 0); err != nil {
		t.Error(err)
	}
	if _, err := netif.Counters(va.Index, 1<<60); !errors.Is(err, netif.ErrNamespace) {
		t.Error(err)
	}
}
