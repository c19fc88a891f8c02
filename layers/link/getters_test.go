package link_test

import (
	"encoding/binary"
	"net/netip"
	"testing"

	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/internal/vectors"
	"github.com/wiretag/wiretag/layers/link"
)

// TestGettersOfDiscovery: TLVs by their types, and addresses in them: an IPv4 address of CDP, and one of LLDP by the number of its family.
func TestGettersOfDiscovery(t *testing.T) {
	c := link.CDP{TLVs: []link.CDPTLV{{Type: 1, Value: []byte("switch.example")}, {Type: 5, Value: []byte("12.2")}}}
	if v := c.TLV(1); v == nil || v.Text() != "switch.example" || c.TLV(6) != nil {
		t.Errorf("%v", v)
	}
	if ip := (&link.CDPAddress{Kind: 1, Protocol: []byte{0xcc}, Address: []byte{192, 0, 2, 1}}).IP(); ip != netip.MustParseAddr("192.0.2.1") {
		t.Errorf("%v", ip)
	}
	l := link.LLDP{TLVs: []link.LLDPTLV{{Type: 5, Value: []byte("host.example")}}}
	if v := l.TLV(5); v == nil || v.Text() != "host.example" || l.TLV(6) != nil {
		t.Errorf("%v", v)
	}
	if ip := (&link.LLDPAddress{Family: 2, Addr: netip.MustParseAddr("2001:db8::1").AsSlice()}).IP(); ip != netip.MustParseAddr("2001:db8::1") {
		t.Errorf("%v", ip)
	}
}

// TestCANErr: lengths of classical frames and of CAN FD, and the raw code of a classical one: linux/can.h, struct can_frame and canfd_frame.
func TestCANErr(t *testing.T) {
	for _, c := range []struct {
		fd   bool
		n    int
		dlc  uint8
		good bool
	}{
		{false, 0, 0, true},
		{false, 8, 0, true},
		{false, 9, 0, false},
		{false, 12, 0, true}, // the flag is missing
		{false, 13, 0, false},
		{false, 8, 9, true},
		{false, 8, 15, true},
		{false, 8, 8, false},
		{false, 8, 16, false},
		{false, 7, 9, false},
		{true, 12, 0, true},
		{true, 64, 0, true},
		{true, 13, 0, false},
		{true, 8, 9, false},
	} {
		b, h := link.CAN{FD: c.fd, RawDLC: c.dlc, Data: make([]byte, c.n)}, link.CANHost{FD: c.fd, RawDLC: c.dlc, Data: make([]byte, c.n)}
		if (b.Err() == nil) != c.good || (h.Err() == nil) != c.good {
			t.Errorf("%+v: %v, %v", c, b.Err(), h.Err())
		}
	}
}

// TestMDPErr: text has no zeros, other values may have them.
func TestMDPErr(t *testing.T) {
	for _, c := range []struct {
		kind  uint8
		value string
		good  bool
	}{{6, "MR33", true}, {6, "M\x00", false}, {7, "\x00", false}, {5, "\x00", true}, {11, "\xc0\x00\x02\x01", true}, {255, "\x00", true}, {0, "", true}} {
		if v := (link.MDPTLV{Type: c.kind, Value: []byte(c.value)}); (v.Err() == nil) != c.good {
			t.Errorf("%+v: %v", c, v.Err())
		}
	}
}

// TestGettersOfJuniper: the index of the logical interface is little-endian.
func TestGettersOfJuniper(t *testing.T) {
	j := vectors.Layer[link.JuniperEthernet](t, "juniper-ethernet")
	x := j.Extension(4)
	if x == nil || x.Type.String() != "logical interface index" || binary.LittleEndian.Uint32(x.Value) != 332 || j.Extension(2) != nil || !j.Incoming {
		t.Errorf("%+v", j)
	}
}

// TestGettersOfNames: names are padded with zeros, which are no part of them.
func TestGettersOfNames(t *testing.T) {
	var p link.PKTAP
	copy(p.Interface[:], "en0")
	copy(p.Command[:], "mDNSResponder")
	if p.InterfaceName() != "en0" || p.CommandName() != "mDNSResponder" {
		t.Errorf("%q, %q", p.InterfaceName(), p.CommandName())
	}
	header := make([]byte, 64) // struct pfloghdr: 61 bytes and padding
	header[0], header[1] = 61, 2
	copy(header[4:], "em0")
	copy(header[20:], "ftp-proxy")
	var f link.PFLog
	if _, err := codec.Unmarshal(header, &f); err != nil {
		t.Fatal(err)
	}
	if f.InterfaceName() != "em0" || f.RulesetName() != "ftp-proxy" {
		t.Errorf("%q, %q", f.InterfaceName(), f.RulesetName())
	}
}

// TestUSBSetup: a control transfer has a setup where the flag is 0, as Documentation/usb/usbmon of Linux has it.
func TestUSBSetup(t *testing.T) {
	for _, c := range []struct {
		r    link.USBRequest
		want bool
	}{{link.USBRequest{Transfer: 2}, true}, {link.USBRequest{Transfer: 2, SetupFlag: '-'}, false}, {link.USBRequest{Transfer: 3}, false}} {
		if got := c.r.HasSetup(); got != c.want {
			t.Errorf("%v: %v", &c.r, got)
		}
	}
}

// TestNFLOGGetters: the prefix of a rule ends at its zero; the order of bytes is that of the machine.
func TestNFLOGGetters(t *testing.T) {
	var n link.NFLOG
	if _, err := codec.Unmarshal([]byte("\x02\x00\x00\x00\x08\x00\x0a\x00drop\x00\x00\x00\x00"[:12]), &n); err != nil {
		t.Fatal(err)
	}
	if n.Prefix() != "drop" || n.Attributes.BigEndian {
		t.Errorf("%q, %v", n.Prefix(), n.Attributes.BigEndian)
	}
}

// TestLLDPSetView: a TLV that was set from its view decodes to it.
func TestLLDPSetView(t *testing.T) {
	var x link.LLDPTLV
	in := link.LLDPTLV{Type: 3, Value: []byte{0, 120}} // time to live: IEEE 802.1AB section 8.5.4
	v, err := in.View()
	if err != nil {
		t.Fatal(err)
	}
	x.Type = 3
	if err := x.SetView(v); err != nil || string(x.Value) != string(in.Value) {
		t.Errorf("%x, %v", x.Value, err)
	}
}
