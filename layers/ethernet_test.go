package layers_test

import (
	"bytes"
	"encoding/hex"
	"errors"
	"net/netip"
	"testing"

	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/layers"
)

// want fails the test unless got is what is wanted.
func want[T comparable](tb testing.TB, what string, got, want T) {
	tb.Helper()
	if got != want {
		tb.Errorf("%s: got %v, want %v", what, got, want)
	}
}

func TestEthernet(t *testing.T) {
	s := stackOf(t, "ethernet-udp")
	d := dissect(t, 1, s.data)
	e := get[layers.Ethernet](t, d, 0)
	want(t, "String", e.String(), "Ethernet 00:00:5e:00:53:01 > 00:00:5e:00:53:02, IPv4")
	want(t, "flags of Src", e.Src.IsMulticast() || e.Src.IsLocal() || e.Src.IsBroadcast(), false)
	want(t, "OUI", e.Src.OUI(), 0x00005e)
	// The frame is padded to 60 bytes: 10 of them are not IPv4's.
	want(t, "IPv4 length", d.exts[1].Len(), 36)
	want(t, "payload", d.exts[0].Payload, 46)

	d = dissect(t, 1, stackOf(t, "llc-xid").data)
	want(t, "802.3 payload", d.exts[0].Payload, 6)
	l := get[layers.LLC](t, d, 0)
	want(t, "LLC", l.String(), "LLC dsap 0x00, ssap 0x01, control 0xbf")
	want(t, "unnumbered response", l.IsUnnumbered() && l.IsResponse() && !l.IsGroup(), true)
	want(t, "header", d.exts[1].Header, 3)

	l = get[layers.LLC](t, dissect(t, 1, stackOf(t, "llc-i-frame").data), 0)
	want(t, "control of an I frame", l.ControlField(), 0x0402)

	sn := get[layers.SNAP](t, dissect(t, 1, stackOf(t, "snap-cisco").data), 0)
	want(t, "SNAP", sn.NextLayer(nil), codec.Key{Table: "snap", Value: 0x00000c_200a})
}

func TestEthernetLength(t *testing.T) {
	frame := func(typ layers.EtherType, payload []byte) []byte {
		b, err := codec.Marshal(&layers.Ethernet{Type: typ}, payload)
		if err != nil {
			t.Fatal(err)
		}
		return b
	}
	want(t, "length", hex.EncodeToString(frame(0, make([]byte, 5))[12:14]), "0005")
	want(t, "length that was wrong", hex.EncodeToString(frame(9, make([]byte, 5))[12:14]), "0005")
	want(t, "type", hex.EncodeToString(frame(0x88b5, make([]byte, 5))[12:14]), "88b5")
	want(t, "neither", hex.EncodeToString(frame(1501, make([]byte, 5))[12:14]), "05dd")
	want(t, "too long for a length", hex.EncodeToString(frame(0, make([]byte, 1501))[12:14]), "8870")

	var st codec.State
	ty, err := codec.TypeFor(typeOf[layers.Ethernet]())
	if err != nil {
		t.Fatal(err)
	}
	ext, ok := ty.Decode(new(layers.Ethernet), unhex(t, "00005e00530200005e0053010009"+"aaaa03"), &st)
	want(t, "extent of a short frame", ext, codec.Extent{Header: 14, Payload: 3, Cut: true})
	want(t, "short frame", ok && st.Err() == nil, true)
}

func TestDot1Q(t *testing.T) {
	d := dissect(t, 1, stackOf(t, "qinq").data)
	outer, inner := get[layers.Dot1Q](t, d, 0), get[layers.Dot1Q](t, d, 1)
	want(t, "outer", *outer, layers.Dot1Q{Priority: 3, DEI: true, VLAN: 1, Type: layers.EtherTypeDot1Q})
	want(t, "inner", *inner, layers.Dot1Q{VLAN: 2, Type: layers.EtherTypeIPv6})
	want(t, "TCI", outer.TCI(), 0x7001)
	var q layers.Dot1Q
	q.SetTCI(0xbfff)
	want(t, "SetTCI", q, layers.Dot1Q{Priority: 5, DEI: true, VLAN: 0xfff})
	want(t, "String", inner.String(), "Dot1Q vlan 2, priority 0, IPv6")
	_, err := codec.Marshal(&layers.Dot1Q{VLAN: 4096})
	want(t, "VLAN 4096", errors.Is(err, codec.ErrRange), true)
}

func TestMAC(t *testing.T) {
	m, err := layers.ParseMAC("01-00-5E-00-00-fb")
	want(t, "ParseMAC", m, layers.MAC{1, 0, 0x5e, 0, 0, 0xfb})
	want(t, "error", err, nil)
	want(t, "multicast", m.IsMulticast(), true)
	_, err = layers.ParseMAC("02:00:5e:10:00:00:00:01")
	want(t, "eight bytes", err != nil, true)
	text, err := m.MarshalText()
	want(t, "MarshalText", string(text), "01:00:5e:00:00:fb")
	want(t, "error", err, nil)
	var n layers.MAC
	want(t, "UnmarshalText", n.UnmarshalText(text), nil)
	want(t, "there and back", n, m)
}

func TestARP(t *testing.T) {
	d := dissect(t, 1, stackOf(t, "arp").data)
	a := get[layers.ARP](t, d, 0)
	want(t, "String", a.String(), "ARP Request, sender 192.0.2.1 (00005e005301), target 198.51.100.2 (000000000000)")
	mac, ok := a.SenderMAC()
	want(t, "SenderMAC", mac, layers.MAC{0, 0, 0x5e, 0, 0x53, 1})
	want(t, "SenderMAC", ok, true)
	want(t, "gratuitous", a.IsGratuitous(), false)
	want(t, "header", d.exts[1].Header, 28)
	built, err := codec.Marshal(layers.NewARP(layers.ARPRequest, mac, netip.MustParseAddr("192.0.2.1"), layers.MAC{}, netip.MustParseAddr("198.51.100.2")))
	if err != nil || !bytes.Equal(built, d.data[1][:28]) {
		t.Errorf("NewARP: %v %x", err, built)
	}
	want(t, "RARP", get[layers.ARP](t, dissect(t, 1, stackOf(t, "rarp").data), 0).Protocol(), "RARP")

	// Addresses of other lengths: InfiniBand's have 20 bytes.
	long := append(unhex(t, "00200800140400010000000000000000000000000000000000000001c0000201"), make([]byte, 24)...)
	var ib layers.ARP
	_, err = codec.Unmarshal(long, &ib)
	want(t, "error", err, nil)
	want(t, "hardware length", len(ib.SenderHardware), 20)
	want(t, "sender", ib.SenderIP(), netip.MustParseAddr("192.0.2.1"))
	_, ok = ib.SenderMAC()
	want(t, "no MAC", ok, false)

	// Two addresses that share a length must agree.
	ib.TargetHardware = ib.TargetHardware[:6]
	_, err = codec.Marshal(&ib)
	want(t, "unequal lengths", errors.Is(err, codec.ErrLength), true)
}

func TestCooked(t *testing.T) {
	d := dissect(t, 113, stackOf(t, "sll").data)
	s := get[layers.SLL](t, d, 0)
	want(t, "String", s.String(), "SLL Outgoing, Ethernet 00005e005301, IPv4")
	want(t, "slot", s.Addr, [8]byte{0, 0, 0x5e, 0, 0x53, 1, 0xab, 0xcd})
	s.AddrLen = 300
	want(t, "address longer than the slot", len(s.Address()), 8)
	s2 := get[layers.SLL2](t, dissect(t, 276, stackOf(t, "sll2").data), 0)
	want(t, "String", s2.String(), "SLL2 Outgoing, interface 2, Loopback 000000000000, IPv6")
	s2.ARPHRD = layers.ARPHardwareNetlink
	want(t, "netlink", s2.NextLayer(nil), codec.Key{Table: "netlink", Value: 0x86dd})
	s2.ARPHRD = layers.ARPHardwareRadiotap
	want(t, "radiotap", s2.NextLayer(nil), codec.Key{Table: "linktype", Value: 127})
	s2.ARPHRD = layers.ARPHardwareFRAD
	want(t, "frame relay", s2.NextLayer(nil), codec.Key{Table: "linktype", Value: 107})
}

func TestLoopback(t *testing.T) {
	for name, want := range map[string]layers.AddressFamily{"null-le": layers.FamilyIPv4, "null-be-30": layers.FamilyDarwinIPv6, "null-le-28": layers.FamilyFreeIPv6} {
		n := get[layers.Null](t, dissect(t, 0, stackOf(t, name).data), 0)
		if n.Family() != want || n.IsLittleEndian() != (name != "null-be-30") {
			t.Errorf("%s: family %d, little-endian %t", name, n.Family(), n.IsLittleEndian())
		}
	}
	b, err := codec.Marshal(&layers.Null{}, &layers.IPv6{})
	want(t, "Null before IPv6", hex.EncodeToString(b[:4]), "1e000000")
	want(t, "error", err, nil)
	b, err = codec.Marshal(&layers.Loop{}, &layers.IPv6{})
	want(t, "Loop before IPv6", hex.EncodeToString(b[:4]), "00000018")
	want(t, "error", err, nil)
}

func TestRawIP(t *testing.T) {
	want(t, "4", (&layers.RawIP{}).NextLayer([]byte{0x45}), codec.Key{Table: "ipversion", Value: 4})
	want(t, "nothing", (&layers.RawIP{}).NextLayer(nil), codec.Key{})
	b, err := codec.Marshal(&layers.RawIP{}, []byte{0x45})
	want(t, "bytes", hex.EncodeToString(b), "45")
	want(t, "error", err, nil)
}
