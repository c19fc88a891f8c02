package layers_test

import (
	"encoding/hex"
	"net/netip"
	"testing"
	"time"

	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/layers"
)

// decode decodes a layer that is without error.
func decode(t *testing.T, b []byte, into any) {
	t.Helper()
	if _, err := codec.Unmarshal(b, into); err != nil {
		t.Fatal(err)
	}
}

// TestGettersOfARP: the target of a request, and of a reply.
func TestGettersOfARP(t *testing.T) {
	a, b := layers.MAC{0, 0, 0x5e, 0, 0x53, 1}, layers.MAC{0, 0, 0x5e, 0, 0x53, 2}
	arp := layers.NewARP(layers.ARPReply, a, netip.MustParseAddr("192.0.2.1"), b, netip.MustParseAddr("192.0.2.2"))
	if mac, ok := arp.TargetMAC(); !ok || mac != b || arp.TargetIP() != netip.MustParseAddr("192.0.2.2") {
		t.Errorf("%v, %v, %v", mac, ok, arp.TargetIP())
	}
	if ip := (&layers.ARP{TargetProtocol: []byte{1, 2, 3}}).TargetIP(); ip.IsValid() {
		t.Errorf("three bytes: %v", ip)
	}
}

// TestGettersOfDHCP: names in ASCII and in wire form, servers by both, a time that has no end.
func TestGettersOfDHCP(t *testing.T) {
	for _, f := range []layers.DHCPv4FQDN{{Name: []byte("host.example")}, {Encoded: true, Name: []byte("\x04host\x07example\x00")}} {
		if got := f.Text(); got != "host.example" && got != "host.example." {
			t.Errorf("%q", got)
		}
	}
	s := layers.DHCPv4SIPServers{Encoding: 1, Data: []byte{192, 0, 2, 1, 192, 0, 2, 2}}
	if a := s.Addrs(); len(a) != 2 || a[1] != netip.MustParseAddr("192.0.2.2") || len(s.Names()) != 0 {
		t.Errorf("%v, %v", a, s.Names())
	}
	s = layers.DHCPv4SIPServers{Data: []byte("\x03sip\x07example\x00\x01b\x00")}
	if n := s.Names(); len(n) != 2 || n[0].String() != "sip.example." || len(s.Addrs()) != 0 {
		t.Errorf("%v, %v", n, s.Addrs())
	}
	if d, ok := (&layers.DHCPv4Seconds{Seconds: 3600}).Duration(); !ok || d != time.Hour {
		t.Errorf("%v, %v", d, ok)
	}
	if d, ok := (&layers.DHCPv4Seconds{Seconds: 1<<32 - 1}).Duration(); ok {
		t.Errorf("for ever is %v", d)
	}
}

// TestGettersOfSVCB: RFC 9460 appendix D, figure 4: a port.
func TestGettersOfSVCB(t *testing.T) {
	b, err := hex.DecodeString("0010" + "03666f6f076578616d706c6503636f6d00" + "0003" + "0002" + "0035")
	if err != nil {
		t.Fatal(err)
	}
	var s layers.DNSSVCB
	decode(t, b, &s)
	if p := s.Param(3); s.Priority != 16 || p == nil || hex.EncodeToString(p.Value) != "0035" || s.Param(1) != nil {
		t.Errorf("%v", &s)
	}
}

// TestCodeNames: codes mean something in one type of message only.
func TestCodeNames(t *testing.T) {
	port, ttl := layers.ICMPv4{Type: 3, Code: 3}, layers.ICMPv4{Type: 11, Code: 0}
	if a, b := port.CodeName(), ttl.CodeName(); a == b || a == "3" || b == "0" {
		t.Errorf("%q, %q", a, b)
	}
	if got := (&layers.ICMPv4{Type: 3, Code: 200}).CodeName(); got != "200" {
		t.Errorf("%q", got)
	}
	port6, hop6 := layers.ICMPv6{Type: 1, Code: 4}, layers.ICMPv6{Type: 3, Code: 0}
	if a, b := port6.CodeName(), hop6.CodeName(); a == b || a == "4" || b == "0" {
		t.Errorf("%q, %q", a, b)
	}
}

// TestGettersOfIPv6: the length of a jumbogram, RFC 2675 section 2, and addresses in neighbour discovery, RFC 4861 section 4.6.1.
func TestGettersOfIPv6(t *testing.T) {
	var h layers.IPv6HopByHop
	decode(t, []byte{59, 0, 0xc2, 4, 0, 1, 0, 0}, &h)
	if n, ok := h.JumboLength(); !ok || n != 65536 {
		t.Errorf("%d, %v", n, ok)
	}
	mac := layers.MAC{0, 0, 0x5e, 0, 0x53, 7}
	na := &layers.NDPNeighborAdvertisement{Options: []layers.NDPOption{{Type: 2, Length: 1, Data: mac[:]}}}
	if got, ok := na.TargetMAC(); !ok || got != mac {
		t.Errorf("%v, %v", got, ok)
	}
	ra := &layers.NDPRouterAdvertisement{Options: []layers.NDPOption{{Type: 1, Length: 1, Data: mac[:]}}}
	if got, ok := ra.SourceMAC(); !ok || got != mac {
		t.Errorf("%v, %v", got, ok)
	}
	if got, ok := (&layers.NDPRouterAdvertisement{Options: na.Options}).SourceMAC(); ok {
		t.Errorf("an option of another type: %v", got)
	}
}
