package tunnel_test

import (
	"bytes"
	"net/netip"
	"testing"

	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/layers/tunnel"
)

// TestGettersOfGRE: the key of NVGRE is a subnet and a flow (RFC 7637 section 3.2); routes are those of RFC 1701.
func TestGettersOfGRE(t *testing.T) {
	g := tunnel.GRE{KeyPresent: true, Key: 0x123456ab}
	if g.VSID() != 0x123456 || g.FlowID() != 0xab {
		t.Errorf("%x, %x", g.VSID(), g.FlowID())
	}
	header := []byte{0x40, 0, 0x08, 0, 0, 0, 0, 0, 0x08, 0, 4, 8, 192, 0, 2, 1, 192, 0, 2, 2, 0, 0, 0, 0}
	var r tunnel.GRE
	if _, err := codec.Unmarshal(header, &r); err != nil {
		t.Fatal(err)
	}
	if len(r.Routes) != 1 || r.Routes[0].Family != 0x800 || r.Routes[0].Offset != 4 || len(r.Routes[0].Data) != 8 {
		t.Errorf("%+v", r.Routes)
	}
	want := tunnel.GRE{RoutingPresent: true, Protocol: 0x0800, Routes: tunnel.GRERoutes{{Family: 0x800, Offset: 4, Data: []byte{192, 0, 2, 1, 192, 0, 2, 2}}}}
	if got, err := codec.Marshal(&want); err != nil || !bytes.Equal(got, header) {
		t.Errorf("%x, %v", got, err)
	}
}

// TestTeredoOrigin: RFC 4380 section 5.1.1: all bits of port and address are inverted.
func TestTeredoOrigin(t *testing.T) {
	var o tunnel.TeredoOrigin
	o.SetAddr(netip.MustParseAddrPort("192.0.2.1:40000"))
	b, err := codec.Marshal(&o)
	if err != nil || !bytes.Equal(b, []byte{0, 0, 0x9c ^ 0xff, 0x40 ^ 0xff, 192 ^ 0xff, 0xff, 2 ^ 0xff, 1 ^ 0xff}) || o.Addr().String() != "192.0.2.1:40000" {
		t.Errorf("%x, %v, %v", b, err, o.Addr())
	}
}

// TestTeredoOriginOfOthers: addresses that are not of IPv4 become 0.0.0.0, those that stand in IPv6 themselves.
func TestTeredoOriginOfOthers(t *testing.T) {
	for text, want := range map[string]string{"[2001:db8::1]:7": "0.0.0.0:7", "[::ffff:192.0.2.1]:7": "192.0.2.1:7"} {
		var o tunnel.TeredoOrigin
		if o.SetAddr(netip.MustParseAddrPort(text)); o.Addr().String() != want {
			t.Errorf("%v of %s, want %s", o.Addr(), text, want)
		}
	}
	var o tunnel.TeredoOrigin
	if o.SetAddr(netip.AddrPort{}); o.Addr().String() != "0.0.0.0:0" {
		t.Error(o.Addr())
	}
}

// TestGREAck: the bit of an acknowledgement number stands for one in version 1 alone, RFC 2637 section 4.1.
func TestGREAck(t *testing.T) {
	for _, c := range []struct {
		packet string
		header int
		ack    uint32
	}{
		{"\x00\x80\x08\x00\x00\x00\x00\x07", 4, 0},
		{"\x20\x81\x88\x0b\x00\x00\x00\x01\x00\x00\x00\x07", 12, 7},
	} {
		var g tunnel.GRE
		payload, err := codec.Unmarshal([]byte(c.packet), &g)
		if n := len(c.packet) - len(payload); err != nil || n != c.header || g.Ack != c.ack {
			t.Errorf("%x: header of %d bytes, ack %d, %v", c.packet, n, g.Ack, err)
		}
	}
}
