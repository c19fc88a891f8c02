package netif_test

import (
	"context"
	"net"
	"net/netip"
	"os"
	"slices"
	"testing"

	"github.com/wiretag/wiretag/capture/netif"
	"github.com/wiretag/wiretag/internal/netlab"
	"github.com/wiretag/wiretag/layers/ieee"
)

// TestReach: the counters of an interface are those of a datagram that was sent, its bridge is its master, and a neighbour is found by a mark and without.
func TestReach(t *testing.T) {
	netlab.Isolate(t)
	ns := netlab.Namespace(t)
	for _, line := range [][]string{
		{"ip", "link", "add", "br0", "type", "bridge"},
		{"ip", "link", "add", "va", "type", "veth", "peer", "name", "vb", "netns", ns},
		{"ip", "link", "set", "dev", "va", "master", "br0", "up"},
		{"ip", "addr", "add", "192.0.2.1/24", "dev", "br0"},
		{"ip", "link", "set", "dev", "br0", "up"},
		{"ip", "-n", ns, "link", "set", "dev", "vb", "address", "02:00:00:00:00:09", "up"},
		{"ip", "-n", ns, "addr", "add", "192.0.2.9/24", "dev", "vb"},
		{"ip", "route", "add", "203.0.113.0/24", "via", "192.0.2.9"},
		{"ip", "route", "add", "unreachable", "203.0.113.0/24", "table", "7"},
		{"ip", "rule", "add", "fwmark", "7", "table", "7"},
	} {
		netlab.Run(t, line...)
	}
	bridge, err := netif.ByName("br0")
	if err != nil {
		t.Fatal(err)
	}
	want := ieee.MAC{2, 0, 0, 0, 0, 9}
	mac, err := netif.Resolve(t.Context(), bridge.Index, netip.MustParseAddr("192.0.2.9"))
	if err != nil || mac != want {
		t.Fatalf("%v, %v", mac, err)
	}
	list, err := netif.Neighbors()
	if err != nil || !slices.ContainsFunc(list, func(n netif.Neighbor) bool { return n.Interface == bridge.Index && n.MAC == want }) {
		t.Errorf("%v, %v", list, err)
	}
	path, err := netif.PathWith(context.Background(), netip.MustParseAddr("203.0.113.5"), netif.Query{Interface: bridge.Index})
	if err != nil || path.DestinationMAC != want || path.Source != netip.MustParseAddr("192.0.2.1") {
		t.Errorf("%+v, %v", path, err)
	}
	if path, err := netif.PathWith(context.Background(), netip.MustParseAddr("203.0.113.5"), netif.Query{Mark: 7}); err == nil {
		t.Errorf("with a mark whose table says that it is unreachable: %+v", path)
	}
	counters(t, bridge.Index)
}

// counters compares the counters of va with one datagram of 1000 bytes.
func counters(t *testing.T, bridge int) {
	// What IPv6 sends of its own, reports of groups, would be counted too.
	if err := os.WriteFile("/proc/sys/net/ipv6/conf/va/disable_ipv6", []byte("1"), 0o644); err != nil {
		t.Fatal(err)
	}
	before, err := netif.ByName("va")
	if err != nil {
		t.Fatal(err)
	}
	if before.Master != bridge {
		t.Errorf("master %d, want %d", before.Master, bridge)
	}
	c, err := net.Dial("udp4", "192.0.2.9:9")
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	if _, err := c.Write(make([]byte, 1000)); err != nil {
		t.Fatal(err)
	}
	after, err := netif.ByName("va")
	if err != nil {
		t.Fatal(err)
	}
	a, b := before.Stats, after.Stats
	if b.TxBytes-a.TxBytes < 1042 || b.TxBytes-a.TxBytes > 1042+200 { // and perhaps an ARP request
		t.Errorf("%d bytes sent", b.TxBytes-a.TxBytes)
	}
	if b.RxBytes < a.RxBytes || b.RxErrors+b.TxErrors+b.TxDropped+b.RxMissed+b.RxFIFO != 0 {
		t.Errorf("%+v", b)
	}
}

// TestMulticastMAC: the example of RFC 1112 section 6.4, and one by RFC 2464 section 7.
func TestMulticastMAC(t *testing.T) {
	for _, c := range []struct {
		addr string
		want ieee.MAC
	}{
		{"224.0.0.251", ieee.MAC{0x01, 0x00, 0x5e, 0x00, 0x00, 0xfb}},
		{"239.255.1.2", ieee.MAC{0x01, 0x00, 0x5e, 0x7f, 0x01, 0x02}},
		{"::ffff:224.0.0.251", ieee.MAC{0x01, 0x00, 0x5e, 0x00, 0x00, 0xfb}},
		{"ff02::1:ff00:1234", ieee.MAC{0x33, 0x33, 0xff, 0x00, 0x12, 0x34}},
	} {
		if got := netif.MulticastMAC(netip.MustParseAddr(c.addr)); got != c.want {
			t.Errorf("%s: %v, want %v", c.addr, got, c.want)
		}
	}
}
