package routing_test

import (
	"bytes"
	"net/netip"
	"testing"

	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/layers/routing"
)

// TestPrefixes: a prefix is as many bytes as its length needs: RFC 4271 section 4.3, RFC 5305 section 4, RFC 5340 appendix A.4.1 (whole words).
func TestPrefixes(t *testing.T) {
	p := netip.MustParsePrefix("198.51.96.0/20")
	if b := routing.PrefixOf(p).Bytes(); !bytes.Equal(b, []byte{198, 51, 96}) {
		t.Errorf("%x", b)
	}
	var isis routing.ISISPrefix
	if n, err := isis.DecodeField([]byte{20, 198, 51, 96}, 0); err != nil || n != 4 || !bytes.Equal(isis.Bytes, []byte{198, 51, 96}) || isis.Prefix() != p {
		t.Errorf("%d, %v, %+v", n, err, isis)
	}
	var ospf routing.OSPFv3Prefix
	if n, err := ospf.DecodeField([]byte{40, 0, 0, 0, 0x20, 1, 0x0d, 0xb8, 1, 0, 0, 0}, 0); err != nil || n != 12 || ospf.Length != 40 || len(ospf.Address) != 8 || ospf.Prefix() != netip.MustParsePrefix("2001:db8:100::/40") {
		t.Errorf("%d, %v, %+v", n, err, ospf)
	}
}

// TestNSAP: an address has one to twenty bytes.
func TestNSAP(t *testing.T) {
	for n := range 30 {
		a := routing.NSAP{Addr: make([]byte, n)}
		if good := n >= 1 && n <= 20; (a.Err() == nil) != good {
			t.Errorf("%d bytes: %v", n, a.Err())
		}
	}
}

// TestRIPVersion: there is no version 0.
func TestRIPVersion(t *testing.T) {
	for v := range uint8(4) {
		r := routing.RIP{Version: v}
		if (r.Err() == nil) != (v > 0) {
			t.Errorf("version %d: %v", v, r.Err())
		}
	}
}

// TestPIMAddress: family 1, encoding 0, address: RFC 7761 section 4.9.1.
func TestPIMAddress(t *testing.T) {
	var a routing.PIMAddress
	if n, err := a.DecodeField([]byte{1, 0, 192, 0, 2, 1}, 0); err != nil || n != 6 || a.Encoding != 0 || a.Addr != netip.MustParseAddr("192.0.2.1") {
		t.Errorf("%d, %v, %+v", n, err, a)
	}
	a.Encoding = 3
	if b, err := a.AppendField(nil, 0, codec.Nothing); err != nil || !bytes.Equal(b, []byte{1, 3, 192, 0, 2, 1}) {
		t.Errorf("%x, %v", b, err)
	}
}

// TestOpaqueType: RFC 5250 section 3: the upper byte of the link state ID of types 9 to 11.
func TestOpaqueType(t *testing.T) {
	id := netip.AddrFrom4([4]byte{4, 0, 0, 1})
	for kind, want := range map[routing.OSPFLSType]routing.OSPFOpaqueType{10: 4, 9: 4, 1: 0} {
		l := routing.OSPFLSA{Type: kind, LinkStateID: id}
		if got := l.OpaqueType(); got != want {
			t.Errorf("type %d: %d, want %d", kind, got, want)
		}
	}
}

// TestUnknownBodies: what is of an unknown type is its bytes.
func TestUnknownBodies(t *testing.T) {
	var l routing.OSPFLSA
	if _, err := codec.Unmarshal(append([]byte{0, 1, 2, 200, 1, 2, 3, 4, 5, 6, 7, 8, 0, 0, 0, 1, 0, 0, 0, 24}, "body"...), &l); err != nil {
		t.Fatal(err)
	}
	if raw, ok := l.Body.(routing.OSPFRawLSA); !ok || string(raw) != "body" {
		t.Errorf("%T %v", l.Body, l.Body)
	}
	packet := append([]byte{2, 9, 0, 28, 192, 0, 2, 1}, make([]byte, 16)...)
	var v2 routing.OSPFv2
	if _, err := codec.Unmarshal(append(packet, "body"...), &v2); err != nil {
		t.Fatal(err)
	}
	if raw, ok := v2.Body.(routing.OSPFRaw); !ok || string(raw) != "body" {
		t.Errorf("%T %v", v2.Body, v2.Body)
	}
}

// TestPrefixOfNone: a prefix that is none gets a value that is not encoded.
func TestPrefixOfNone(t *testing.T) {
	for _, p := range []netip.Prefix{{}, netip.PrefixFrom(netip.IPv4Unspecified(), 33)} {
		if got := routing.PrefixOf(p); got != "" {
			t.Errorf("%v of %v", got, p)
		}
	}
}
