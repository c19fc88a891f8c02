package layers_test

import (
	"errors"
	"fmt"
	"net/netip"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/layers"
)

// dhcpv6Of decodes the message of a packet of testdata/stacks.txt, which tshark has read.
func dhcpv6Of(t *testing.T, name string) *layers.DHCPv6 {
	t.Helper()
	s := stackOf(t, name)
	d := &layers.DHCPv6{}
	if rest, err := codec.Unmarshal(s.data[48:], d); err != nil || len(rest) > 0 {
		t.Fatalf("%s: %v, %d bytes left", name, err, len(rest))
	}
	return d
}

func TestDHCPv6Messages(t *testing.T) {
	for name, want := range map[string]string{
		"dhcpv6-solicit": "DHCPv6 Solicit xid 0x123456; client-ID LLT 00012a00000000005e005301; option-request [DNS-server DNS-search-list SOL-MAX-RT]; elapsed-time 0064; " +
			"IA_NA IAID 0x1 T1 0s T2 0s []; IA_PD IAID 0x2 T1 0s T2 0s []; rapid-commit ; reconfigure-accept ",
		"dhcpv6-reply": "DHCPv6 Reply xid 0x123456; client-ID LLT 00012a00000000005e005301; server-ID LL 000100005e005302; status-code NoPrefixAvail \"none left\"; " +
			"Client-FQDN 0204686f7374076578616d706c65036e657400; lifetime 00015180; SOL-MAX-RT 00000e10; INF-MAX-RT 00001c20",
	} {
		if got := dhcpv6Of(t, name).String(); got != want {
			t.Errorf("%s:\ngot  %s\nwant %s", name, got, want)
		}
	}
	d := dhcpv6Of(t, "dhcpv6-advertise")
	var got []string
	for o, depth := range d.AllOptions {
		got = append(got, fmt.Sprint(depth, " ", o.Code))
	}
	want := []string{
		"0 client-ID", "0 server-ID", "0 IA_NA", "1 IA_ADDR", "2 status-code", "0 IA_PD", "1 IA_PD-prefix", "2 PD-exclude", "0 preference", "0 DNS-server",
		"0 DNS-search-list", "0 server-unicast",
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("options %q, want %q", got, want)
	}
	if id := d.ServerID(); id == nil || id.Type != layers.DHCPv6DUIDLL || d.ClientID().Type != layers.DHCPv6DUIDLLT {
		t.Errorf("server %v, client %v", id, d.ClientID())
	}
	for name, want := range map[string]string{"dhcpv6-request": "host", "dhcpv6-reply": "host.example.net."} {
		v, err := dhcpv6Of(t, name).Option(layers.DHCPv6OptionClientFQDN).View()
		if err != nil || v.(*layers.DHCPv6FQDN).Text() != want {
			t.Errorf("%s: %v, %v, want %s", name, v, err, want)
		}
	}
}

func TestDHCPv6Relay(t *testing.T) {
	d := dhcpv6Of(t, "dhcpv6-relay")
	inner, err := d.Relayed()
	if err != nil || inner.HopCount != 0 || inner.LinkAddr != netip.MustParseAddr("2001:db8::1") {
		t.Fatalf("%v, %v", inner, err)
	}
	if m := d.Innermost(); m.Type != layers.DHCPv6Solicit || m.XID != 0x123456 {
		t.Errorf("innermost %v", m)
	}
	if m := dhcpv6Of(t, "dhcpv6-solicit"); m.Innermost() != m {
		t.Error("a message that is not relayed is the innermost one")
	}
	deepest := 0
	for _, depth := range dhcpv6Of(t, "dhcpv6-query-reply").AllOptions {
		deepest = max(deepest, depth)
	}
	if deepest != 3 { // client data, relay data, relay message, an option of the solicit
		t.Errorf("deepest option at %d", deepest)
	}
	// Relay messages inside each other without an end: the walk ends.
	var m []byte
	for range 300 {
		o, err := layers.NewDHCPv6Option(layers.DHCPv6OptionRelayMessage, &layers.DHCPv6{Type: layers.DHCPv6RelayForward, Options: dhcpv6Wrap(m)})
		if err != nil {
			t.Fatal(err)
		}
		m = o.Data
	}
	n := 0
	for range (&layers.DHCPv6{Type: layers.DHCPv6RelayForward, Options: dhcpv6Wrap(m)}).AllOptions {
		n++
	}
	if n != 41 {
		t.Errorf("%d options were visited", n)
	}
}

func dhcpv6Wrap(m []byte) []layers.DHCPv6Option {
	if m == nil {
		return nil
	}
	return []layers.DHCPv6Option{{Code: layers.DHCPv6OptionRelayMessage, Data: m}}
}

// TestDHCPv6Options: every option of the vectors that has a struct decodes to it without error, and the struct gives its bytes.
func TestDHCPv6Options(t *testing.T) {
	seen := map[layers.DHCPv6OptionCode]bool{}
	for _, s := range stacks(t) {
		if !strings.HasPrefix(s.name, "dhcpv6-") || s.name == "dhcpv6-tcp" {
			continue
		}
		for o := range dhcpv6Of(t, s.name).AllOptions {
			v, err := o.View()
			if err != nil {
				t.Errorf("%s: %v: %v", s.name, o, err)
			}
			if v == nil {
				continue
			}
			seen[o.Code] = true
			if again, err := layers.NewDHCPv6Option(o.Code, v); err != nil || !reflect.DeepEqual(again.Data, o.Data) {
				t.Errorf("%s: %v: %x, %v", s.name, o, again.Data, err)
			}
		}
	}
	for code := range (layers.DHCPv6Option{}).Members("Data").Types {
		if !seen[layers.DHCPv6OptionCode(code)] {
			t.Errorf("no vector has option %d, %v", code, layers.DHCPv6OptionCode(code))
		}
	}
}

func TestDHCPv6Prefix(t *testing.T) {
	p := layers.NewDHCPv6Prefix(netip.MustParsePrefix("2001:db8:ffff::/36"))
	if p.Length != 36 || fmt.Sprintf("%x", p.Addr) != "20010db8f0" || p.Prefix() != netip.MustParsePrefix("2001:db8:f000::/36") {
		t.Errorf("%v %x", p, p.Addr)
	}
	for _, c := range []struct {
		hex  string
		want error
	}{{"81" + strings.Repeat("00", 17), codec.ErrRange}, {"1020", codec.ErrTruncated}, {"", codec.ErrTruncated}} {
		if _, err := p.DecodeField(unhex(t, c.hex), 0); !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want %v", c.hex, err, c.want)
		}
	}
	if _, err := codec.Marshal(&layers.DHCPv6AddrPolicy{Prefix: layers.DHCPv6Prefix{Length: 9, Addr: []byte{1}}}); !errors.Is(err, codec.ErrRange) {
		t.Errorf("one byte for nine bits: %v", err)
	}
}

// TestDHCPv6Rest: an option that does not fit is kept, with the error.
func TestDHCPv6Rest(t *testing.T) {
	d := &layers.DHCPv6{}
	_, err := codec.Unmarshal(unhex(t, "01123456000800020000000100636375"), d)
	var e *codec.Error
	if !errors.As(err, &e) || !e.Recovered || e.Need != 99 || e.Have != 2 || len(d.Options) != 1 || len(d.Rest) != 6 {
		t.Errorf("%v, %v", d, err)
	}
}

// TestDHCPv6RelayedText: the text of messages in relay messages goes no deeper than AllOptions, and does not grow with the square of their number.
func TestDHCPv6RelayedText(t *testing.T) {
	data := []byte{1, 0, 0, 1} // solicit
	for range 1000 {
		relay := append(make([]byte, 34, 38+len(data)), 0, 9, byte(len(data)>>8), byte(len(data)))
		relay[0] = byte(layers.DHCPv6RelayForward)
		data = append(relay, data...)
	}
	var d layers.DHCPv6
	if _, err := codec.Unmarshal(data, &d); err != nil {
		t.Fatal(err)
	}
	text := d.String()
	if n := strings.Count(text, "DHCPv6 "); n != 41 || len(text) > 3*len(data) {
		t.Errorf("%d messages, %d bytes of text for %d", n, len(text), len(data))
	}
	if text := d.Innermost().String(); text != "DHCPv6 Solicit xid 0x1" {
		t.Error(text)
	}
}

// TestDHCPv6Text reads the text of a group of addresses, also of one that is deep, and of names that are not full.
func TestDHCPv6Text(t *testing.T) {
	addr, err := layers.NewDHCPv6Option(layers.DHCPv6OptionIAAddr, &layers.DHCPv6IAAddr{Addr: netip.MustParseAddr("2001:db8::1"), Preferred: 60, Valid: 120})
	if err != nil {
		t.Fatal(err)
	}
	ia := &layers.DHCPv6IA{IAID: 1, Options: []layers.DHCPv6Option{addr, {Code: layers.DHCPv6OptionPreference, Data: []byte{7}}}}
	if got, want := ia.String(), "IAID 0x1 T1 0s T2 0s [IA_ADDR 2001:db8::1 preferred 1m0s valid 2m0s; preference 07]"; got != want {
		t.Errorf("%s, want %s", got, want)
	}
	deep := ia
	for range 100 {
		o, err := layers.NewDHCPv6Option(layers.DHCPv6OptionIANA, deep)
		if err != nil {
			t.Fatal(err)
		}
		deep = &layers.DHCPv6IA{Options: []layers.DHCPv6Option{o}}
	}
	if s := deep.String(); strings.Count(s, "IAID") > 50 || len(s) > 20<<10 {
		t.Errorf("%d bytes with %d groups", len(s), strings.Count(s, "IAID"))
	}
	many := &layers.DHCPv6IA{Options: slices.Repeat([]layers.DHCPv6Option{addr}, 2000)}
	if s := many.String(); len(s) > 20<<10 || !strings.HasSuffix(s, "; ...]") {
		t.Errorf("%d bytes", len(s))
	}
	for name, want := range map[string]string{"\x02a\x00": `a\000`, "\x02a\x00\x00": `a\000.`, "\x01a": "a", "\x01a\x00": "a.", "": ""} {
		if got := (&layers.DHCPv6FQDN{Name: []byte(name)}).Text(); got != want {
			t.Errorf("%q: %q, want %q", name, got, want)
		}
	}
}

// TestANDSF reads the addresses of servers for access network discovery, RFC 6153, which are lists without numbers in front.
func TestANDSF(t *testing.T) {
	v6 := []netip.Addr{netip.MustParseAddr("2001:db8::1"), netip.MustParseAddr("2001:db8::2")}
	o, err := layers.NewDHCPv6Option(143, &layers.DHCPv6Addresses{Addrs: v6})
	if err != nil {
		t.Fatal(err)
	}
	if v, err := o.View(); err != nil || !reflect.DeepEqual(v, &layers.DHCPv6Addresses{Addrs: v6}) {
		t.Errorf("%v, %v", v, err)
	}
	v4 := []netip.Addr{netip.MustParseAddr("10.0.0.1"), netip.MustParseAddr("10.0.0.2")}
	o4, err := layers.NewDHCPv4Option(142, &layers.DHCPv4Addresses{Addrs: v4})
	if err != nil {
		t.Fatal(err)
	}
	if v, err := o4.View(); err != nil || !reflect.DeepEqual(v, &layers.DHCPv4Addresses{Addrs: v4}) {
		t.Errorf("%v, %v", v, err)
	}
}
