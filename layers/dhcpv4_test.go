package layers_test

import (
	"bytes"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"net/netip"
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/layers"
)

// dnsmasqVectors gives the messages of testdata/dhcp_dnsmasq.txt in order.
func dnsmasqVectors(t testing.TB) [][]byte {
	t.Helper()
	text, err := os.ReadFile("testdata/dhcp_dnsmasq.txt")
	if err != nil {
		t.Fatal(err)
	}
	var out [][]byte
	for l := range strings.Lines(string(text)) {
		if l = strings.TrimSpace(l); l != "" && l[0] != '#' {
			out = append(out, unhex(t, l))
		}
	}
	return out
}

// dhcpOf decodes a message that is without error and is written back as it was, both
// verbatim and derived.
func dhcpOf(t testing.TB, b []byte) *layers.DHCPv4 {
	t.Helper()
	d := new(layers.DHCPv4)
	if rest, err := codec.Unmarshal(b, d); err != nil || len(rest) > 0 {
		t.Fatalf("%v, %d bytes left", err, len(rest))
	}
	for _, e := range []codec.Encoder{{Derive: codec.Nothing}, {Derive: codec.All}} {
		if out, err := e.Marshal(d); err != nil || !bytes.Equal(out, b) {
			t.Fatalf("derive %b: %v\nwant %x\ngot  %x", e.Derive, err, b, out)
		}
	}
	return d
}

// TestDHCPv4Dnsmasq has what dnsmasq was told to serve.
func TestDHCPv4Dnsmasq(t *testing.T) {
	all := dnsmasqVectors(t)
	if len(all) != 6 {
		t.Fatal(len(all))
	}
	const head = "DHCPv4 Reply 02:00:00:00:c0:01 xid 0x12345678 yiaddr 10.9.0.100 siaddr 10.9.0.1; "
	const first = "DHCP Server Id 10.9.0.1; Address Time 2h0m0s; Server-Name \"bootserver\\x00\"; Bootfile-Name \"pxe/file.0\\x00\"; " +
		"Renewal Time 1h0m0s; Rebinding Time 1h45m0s; Subnet Mask 255.255.0.0; Broadcast Address 10.9.255.255; Domain Name \"example.test\"; "
	const middle = "Static Route 10.20.0.0/10.9.0.9; Vendor Specific 010203; SIP Servers 10.9.0.8,10.9.0.9; NETBIOS Name Srv 10.9.0.7; " +
		"Root Path \"/nfs/root\"; MTU Interface 1400; "
	const last = "Classless Static Route 0.0.0.0/0 by 10.9.0.1,192.0.2.128/25 by 10.9.0.2,10.0.0.0/8 by 10.9.0.6,198.51.100.7/32 by 0.0.0.0; " +
		"NTP Servers 10.9.0.5; Domain Server 10.9.0.3,10.9.0.4; Router 10.9.0.1,10.9.0.2"
	var search strings.Builder
	search.WriteString("Domain Search host00.department00.example00.test.")
	for i := 1; i < 6; i++ {
		search.WriteString(fmt.Sprintf(",host%02d.department%02d.example%02d.test.", i, i, i))
	}
	for i, want := range map[int]string{
		1: "DHCP Msg Type Offer; " + first + "Hostname \"test\"; Client FQDN test.example.test.; " + middle + search.String() + "; " + last,
		3: "DHCP Msg Type Offer; " + first + middle + "Overload 3; " + last + "; Relay Agent Information circuit id 000400010003,remote id 0a0b0c0d",
		5: "DHCP Msg Type ACK; " + first + middle + search.String() + "; " + last,
	} {
		got := dhcpOf(t, all[i]).String()
		want = head + want
		if i == 3 { // options stand in another order there
			a, b := strings.Split(want, "; "), strings.Split(got, "; ")
			slices.Sort(a)
			slices.Sort(b)
			want, got = strings.Join(a, "; "), strings.Join(b, "; ")
		}
		if got != want {
			t.Errorf("message %d:\nwant %s\ngot  %s", i, want, got)
		}
	}
	const client = "DHCPv4 Request 02:00:00:00:c0:01 xid 0x12345678; DHCP Msg Type Discover; Client Id 1:02000000c001; Hostname \"test\"; " +
		"Parameter List Subnet Mask,Router,Domain Server,"
	if got := dhcpOf(t, all[0]).String(); !strings.HasPrefix(got, client) || !strings.HasSuffix(got, "; Class Id \"PXEClient\"; Client System 7; "+
		"Client NDI 1 3.16; UUID/GUID 0:000102030405060708090a0b0c0d0e0f; Client FQDN test.lan.; DHCP Max Msg Size 1500") {
		t.Errorf("%s", got)
	}
	if got := dhcpOf(t, all[4]); got.Text(layers.DHCPv4OptionUserClass) != "\x03abc\x03def" || !strings.HasSuffix(got.String(), `User-Class "abc" "def"`) {
		t.Errorf("%s", got)
	}
}

func TestDHCPv4Getters(t *testing.T) {
	d := dhcpOf(t, dnsmasqVectors(t)[1])
	if d.MessageType() != layers.DHCPv4Offer || d.Op != layers.DHCPv4Reply || !d.Broadcast {
		t.Errorf("%v %v", d.MessageType(), d.Op)
	}
	if a, ok := d.Addr(layers.DHCPv4OptionServerID); !ok || a != netip.MustParseAddr("10.9.0.1") {
		t.Errorf("%v %v", a, ok)
	}
	if a, ok := d.Addr(layers.DHCPv4OptionDNSServers); ok {
		t.Errorf("two addresses are one: %v", a)
	}
	if s := d.Text(layers.DHCPv4OptionBootFileName); s != "pxe/file.0" {
		t.Errorf("%q", s)
	}
	if v, err := d.View(layers.DHCPv4OptionWPAD); v != nil || err != nil {
		t.Errorf("%v %v", v, err)
	}
	d.SetClientHardware([]byte{1, 2, 3, 4, 5, 6, 7, 8})
	if d.HardwareLen != 8 || d.ClientHardware().String() != "01:02:03:04:05:06:07:08" {
		t.Errorf("%v", d.ClientHardware())
	}
	if d.HardwareLen = 200; len(d.ClientHardware()) != 16 {
		t.Errorf("%v", d.ClientHardware())
	}
}

// bare is a message of nothing but zeros, with a cookie and options.
func bare(options string) []byte {
	b := make([]byte, 236, 300)
	b[0], b[1], b[2] = 1, 1, 6
	return append(append(b, 0x63, 0x82, 0x53, 0x63), options...)
}

func TestDHCPv4Overload(t *testing.T) {
	b := bare("\x0c\x03abc\x34\x01\x03\x77\x04\x01x\x00\x01\x0c\x00\xff\x00\x00")
	copy(b[108:], "\x77\x03y\x02z\x0c\x02de\xff junk")
	copy(b[44:], "\x00\x00\x77\x04z\x00\xc0\x00\x0c\x40too long")
	d := dhcpOf(t, b)
	if s := d.Text(layers.DHCPv4OptionHostName); s != "abcde" {
		t.Errorf("host name %q", s)
	}
	data, _ := d.Joined(layers.DHCPv4OptionDomainSearch)
	if hex.EncodeToString(data) != "01780001"+"79027a"+"7a00c000" {
		t.Errorf("%x", data)
	}
	v, err := d.View(layers.DHCPv4OptionDomainSearch)
	if s, ok := v.(*layers.DHCPv4DomainSearch); err != nil || !ok || s.String() != "x.,y.zz.,x." {
		t.Errorf("%v %v", v, err)
	}
	if d.ServerNameText() != "" || d.FileText() != "" || len(d.Padding) != 2 {
		t.Errorf("%q %q %x", d.ServerNameText(), d.FileText(), d.Padding)
	}
	var types []layers.DHCPv4OptionType
	for o := range d.AllOptions {
		types = append(types, o.Type)
	}
	if fmt.Sprint(types) != "[Hostname Overload Domain Search Hostname Domain Search Hostname Domain Search]" {
		t.Error(types)
	}
	b = bare("\xff")
	copy(b[108:], "boot.img\x00rest")
	copy(b[44:], strings.Repeat("s", 64))
	if d = dhcpOf(t, b); d.FileText() != "boot.img" || d.ServerNameText() != strings.Repeat("s", 64) {
		t.Errorf("%q %q", d.FileText(), d.ServerNameText())
	}
}

func TestDHCPv4SetOption(t *testing.T) {
	var d layers.DHCPv4
	d.SetOption(layers.DHCPv4OptionMessageType, []byte{1})
	d.SetOption(layers.DHCPv4OptionRapidCommit, nil)
	long := bytes.Repeat([]byte("0123456789"), 60)
	d.SetOption(layers.DHCPv4OptionVendorSpecific, long)
	d.SetOption(layers.DHCPv4OptionMessageType, []byte{3})
	b, err := codec.Marshal(&d)
	if err != nil {
		t.Fatal(err)
	}
	want := "\x35\x01\x03\x50\x00\x2b\xff" + string(long[:255]) + "\x2b\xff" + string(long[255:510]) + "\x2b\x5a" + string(long[510:]) + "\xff"
	if string(b[240:]) != want {
		t.Errorf("%x", b[240:])
	}
	if data, ok := dhcpOf(t, b).Joined(layers.DHCPv4OptionVendorSpecific); !ok || !bytes.Equal(data, long) {
		t.Errorf("%x", data)
	}
	if _, err := layers.NewDHCPv4Option(1, &layers.DHCPv4String{Text: string(long)}); !errors.Is(err, codec.ErrRange) {
		t.Error(err)
	}
}

// TestDHCPv4ManyParts: an option in many parts is put together in memory that grows a few times, not with each part, and the bytes of the message stay as they are.
func TestDHCPv4ManyParts(t *testing.T) {
	const parts = 10000
	var d layers.DHCPv4
	b := make([]byte, parts)
	for i := range b {
		b[i] = byte(i)
		d.Options = append(d.Options, layers.DHCPv4Option{Type: 43, Length: 1, Data: b[i : i+1]}) // with room behind each
	}
	was := bytes.Clone(b)
	if got, ok := d.Joined(43); !ok || !bytes.Equal(got, was) || !bytes.Equal(b, was) {
		t.Error("the parts are not put together")
	}
	if n := testing.AllocsPerRun(1, func() { d.Joined(43) }); n > 50 {
		t.Errorf("%v allocations", n)
	}
}

// TestDHCPv4BOOTP: without the cookie there are no options.
func TestDHCPv4BOOTP(t *testing.T) {
	for _, vendor := range []string{"", "\x63\x82\x53", strings.Repeat("\x00", 64), "\x63\x82\x53\x64\x35\x01\x01\xff", "CMU\x00\x01"} {
		d := dhcpOf(t, append(bare("")[:236], vendor...))
		if !d.NoCookie || string(d.Vendor) != vendor || d.Options != nil || d.MessageType() != 0 {
			t.Errorf("%q: %v %q %v", vendor, d.NoCookie, d.Vendor, d.Options)
		}
	}
	// A struct that is used again keeps nothing.
	d := dhcpOf(t, bare("\x35\x01\x01\xff\x00"))
	if _, err := codec.Unmarshal(bare("")[:236], d); err != nil || len(d.Options) != 0 || d.Padding != nil {
		t.Errorf("%v %+v", err, d)
	}
	if _, err := codec.Unmarshal(bare("\xff"), d); err != nil || d.NoCookie || d.Vendor != nil {
		t.Errorf("%v %+v", err, d)
	}
}

// TestDHCPv4BadOptions: from the option on that does not fit, bytes are kept as they are.
func TestDHCPv4BadOptions(t *testing.T) {
	for _, c := range []struct {
		options string
		good    int
		rest    string
	}{
		{"\x35\x01\x01", 1, ""}, // no end
		{"\x35\x01\x01\x0c\x05abc", 1, "\x0c\x05abc"},
		{"\x35\x01\x01\x0c", 1, "\x0c"},
		{"\x00\x00\x35\x02\x01", 2, "\x35\x02\x01"},
		{"", 0, ""},
	} {
		b := bare(c.options)
		var d layers.DHCPv4
		_, err := codec.Unmarshal(b, &d)
		var e *codec.Error
		if !errors.As(err, &e) || !e.Recovered || !errors.Is(err, codec.ErrTruncated) {
			t.Errorf("%q: %v", c.options, err)
			continue
		}
		if len(d.Options) != c.good || string(d.Padding) != c.rest {
			t.Errorf("%q: %v, %q", c.options, d.Options, d.Padding)
		}
		if out, err := raw.Marshal(&d); err != nil || !bytes.Equal(out, b) {
			t.Errorf("%q: %v %x", c.options, err, out)
		}
	}
}

// TestDHCPv4Prefixes: the fixed part is truncated, with the place told exactly.
func TestDHCPv4Prefixes(t *testing.T) {
	whole := dnsmasqVectors(t)[1]
	for n := range 236 {
		var d layers.DHCPv4
		_, err := codec.Unmarshal(whole[:n], &d)
		var e *codec.Error
		if !errors.As(err, &e) || !errors.Is(err, codec.ErrTruncated) || e.Recovered || e.Need <= e.Have || e.Bit/8+e.Have != n {
			t.Errorf("%d bytes: %v", n, err)
		}
	}
}

// TestDHCPv4Values has the data of options, their text, and that encoding the view gives the data again.
func TestDHCPv4Values(t *testing.T) {
	for _, c := range []struct {
		typ        layers.DHCPv4OptionType
		data, text string
	}{
		{1, "ffffff00", "Subnet Mask 255.255.255.0"},
		{2, "ffffc7c0", "Time Offset -4h0m0s"},
		{3, "0a0000010a000002", "Router 10.0.0.1,10.0.0.2"},
		{25, "00440128", "MTU Plateau 68,296"},
		{51, "ffffffff", "Address Time forever"},
		{53, "09", "DHCP Msg Type ForceRenew"},
		{53, "63", "DHCP Msg Type type99"},
		{61, "ff0102030400010001", "Client Id 255:0102030400010001"},
		{80, "", "Rapid Commit"},
		{81, "04ffff0474657374", "Client FQDN test"},    // RFC 4702 section 3.3: a partial name
		{81, "04ffff047465737400", "Client FQDN test."}, // and a whole one
		{81, "00000074657374", "Client FQDN test"},
		{81, "04ffff0974657374", `Client FQDN "\009test"`},
		{90, "0101000000000000000001aabb", "Authentication 0101000000000000000001aabb"},
		{119, "03656e67056170706c6503636f6d00096d61726b6574696e67c004", "Domain Search eng.apple.com.,marketing.apple.com."}, // RFC 3397 section 3
		{120, "00076578616d706c6503636f6d0007657861 6d706c65036e657400", "SIP Servers example.com.,example.net."},            // RFC 3361 section 3.1
		{120, "010a0000010a000002", "SIP Servers 10.0.0.1,10.0.0.2"},
		{120, "05aa", "SIP Servers 5:aa"},
		{121, "000a000001180a1b810a000002", "Classless Static Route 0.0.0.0/0 by 10.0.0.1,10.27.129.0/24 by 10.0.0.2"},
		{121, "12c0a8ff0a000001", "Classless Static Route 192.168.255.0/18 by 10.0.0.1"}, // bits after the prefix
		{124, "000000090403616263", ""},
		{125, "00000de9050103616263", ""},
		{151, "006f6b", `Status Code 0 "ok"`},
		{200, "0102", "Option 200 0102"},
		{212, "18202001db800000000000000000000000000a000001", ""},
		{123, "10d5a4b2c1109a7d3e51400190000041", ""},
	} {
		o := layers.DHCPv4Option{Type: c.typ, Data: unhex(t, c.data)}
		if c.text != "" && o.String() != c.text {
			t.Errorf("%s: %q, want %q", c.data, o, c.text)
		}
		v, err := o.View()
		if err != nil {
			t.Errorf("%d %s: %v", c.typ, c.data, err)
		}
		if v == nil {
			continue
		}
		e := codec.Encoder{Derive: codec.All}
		if c.typ == layers.DHCPv4OptionDomainSearch {
			e.Derive = codec.Nothing // names there are not compressed anew
		}
		if out, err := e.Marshal(v); err != nil || !bytes.Equal(out, o.Data) {
			t.Errorf("%d: %v\nwant %x\ngot  %x", c.typ, err, o.Data, out)
		}
	}
	for _, bad := range []layers.DHCPv4Option{
		{Type: 1, Data: []byte{1, 2, 3}},
		{Type: 3, Data: []byte{1, 2, 3, 4, 5}},
		{Type: 53},
		{Type: 53, Data: []byte{1, 2}},
		{Type: 121, Data: []byte{33, 1, 2, 3, 4, 5, 6, 7, 8, 9}},
		{Type: 121, Data: []byte{24, 10, 0, 0, 1, 1, 1}},
		{Type: 82, Data: []byte{1, 5, 0}},
		{Type: 119, Data: []byte{3, 'a'}},
	} {
		if v, err := bad.View(); err == nil {
			t.Errorf("%d %x: %v", bad.Type, bad.Data, v)
		}
	}
	for _, r := range []layers.DHCPv4Route{{}, {Network: netip.MustParsePrefix("::/0")}, {Network: netip.MustParsePrefix("0.0.0.0/0"), Router: netip.MustParseAddr("::1")}} {
		if b, err := r.AppendField(nil, 0, codec.All); !errors.Is(err, codec.ErrRange) || b != nil {
			t.Errorf("%v: %x %v", r, b, err)
		}
	}
}

// TestDHCPv4Members: every option type that has a struct decodes to it or says why not, and keeps its bytes.
func TestDHCPv4Members(t *testing.T) {
	for typ, proto := range (layers.DHCPv4Option{}).Members("Data").Types {
		for n := range 40 {
			data := binary.BigEndian.AppendUint64(make([]byte, n), 0x0102030405060708)[:n]
			o := layers.DHCPv4Option{Type: layers.DHCPv4OptionType(typ), Data: data}
			v, err := o.View()
			if reflect.TypeOf(v) != reflect.TypeOf(proto) {
				t.Fatalf("%d: %T", typ, v)
			}
			if err != nil {
				continue
			}
			if out, err := raw.Marshal(v); err != nil || !bytes.Equal(out, data) {
				t.Errorf("%d: %x became %x, %v", typ, data, out, err)
			}
		}
	}
}
