package flow

import (
	"errors"
	"math/rand/v2"
	"net"
	"strings"
	"testing"
)

func TestRefused(t *testing.T) {
	new17 := func() (Endpoint, error) { return Raw(make([]byte, 17)) }
	for name, test := range map[string]struct {
		make func() (Endpoint, error)
		want error
		text string
	}{
		"raw too long":   {new17, ErrSize, "flow: raw address of 17 bytes, at most 16 fit: wrong address size"},
		"IPoIB address":  {func() (Endpoint, error) { return HardwareAddr(make(net.HardwareAddr, 20)) }, ErrSize, "flow: hardware address of 20 bytes, need 6 or 8: wrong address size"},
		"no address":     {func() (Endpoint, error) { return HardwareAddr(nil) }, ErrSize, "flow: hardware address of 0 bytes, need 6 or 8: wrong address size"},
		"short port":     {func() (Endpoint, error) { return KindTCP.New([]byte{1}) }, ErrSize, "flow: tcp address of 1 bytes, need 2: wrong address size"},
		"zero kind":      {func() (Endpoint, error) { return Kind(0).New(nil) }, ErrKind, "flow: kind 0x0: unknown or invalid kind"},
		"forged kind":    {func() (Endpoint, error) { return Kind(1 << 60).New(nil) }, ErrKind, "flow: kind 0x1000000000000000: unknown or invalid kind"},
		"forged size":    {func() (Endpoint, error) { return (KindRaw | 31<<3).New(make([]byte, 31)) }, ErrKind, ""},
		"unknown suffix": {func() (Endpoint, error) { return Parse("7/teid") }, ErrKind, `flow: kind "teid": unknown or invalid kind`},
		"port range":     {func() (Endpoint, error) { return Parse("65536/tcp") }, ErrText, `flow: "65536" as a tcp address: malformed address text`},
		"port sign":      {func() (Endpoint, error) { return Parse("+1/tcp") }, ErrText, `flow: "+1" as a tcp address: malformed address text`},
		"zone":           {func() (Endpoint, error) { return Parse("fe80::1%eth0") }, ErrText, `flow: "fe80::1%eth0" as a ipv6 address: malformed address text`},
		"empty":          {func() (Endpoint, error) { return Parse("") }, ErrText, ""},
		"five octets":    {func() (Endpoint, error) { return KindMAC.Parse("00:00:5e:00:53") }, ErrSize, ""},
		"end colon":      {func() (Endpoint, error) { return KindMAC.Parse("00:00:5e:00:53:01:") }, ErrText, ""},
		"dashes":         {func() (Endpoint, error) { return Parse("00-00-5e-00-53-01") }, ErrText, ""},
		"odd digits":     {func() (Endpoint, error) { return Parse("abc/raw") }, ErrText, ""},
		"not hex":        {func() (Endpoint, error) { return Parse("zz/raw") }, ErrText, ""},
		"34 digits":      {func() (Endpoint, error) { return Parse(strings.Repeat("00", 17) + "/raw") }, ErrText, ""},
		"other family":   {func() (Endpoint, error) { return KindIPv4.Parse("::1") }, ErrText, ""},
		"decimal forged": {func() (Endpoint, error) { return (Kind(31<<3) | Kind(FormDecimal)).Parse("1") }, ErrText, ""},
	} {
		e, err := test.make()
		if !errors.Is(err, test.want) || e != (Endpoint{}) {
			t.Errorf("%s: %v, %v; want %v", name, e, err, test.want)
			continue
		}
		if test.text != "" && err.Error() != test.text {
			t.Errorf("%s: %q, want %q", name, err, test.text)
		}
	}
}

func TestKinds(t *testing.T) {
	for _, test := range []struct {
		kind Kind
		name string
		size int
		form Form
	}{
		{KindMAC, "mac", 6, FormColons},
		{KindEUI64, "eui64", 8, FormColons},
		{KindIPv4, "ipv4", 4, FormAddr},
		{KindIPv6, "ipv6", 16, FormAddr},
		{KindTCP, "tcp", 2, FormDecimal},
		{KindUDP, "udp", 2, FormDecimal},
		{KindUDPLite, "udplite", 2, FormDecimal},
		{KindSCTP, "sctp", 2, FormDecimal},
		{KindDCCP, "dccp", 2, FormDecimal},
		{KindRaw, "raw", 0, FormHex},
		{mustKind(t, "a-b_c.9", 0, FormHex), "a-b_c.9", 0, FormHex},
		{mustKind(t, "zzzzzzzz", 16, FormColons), "zzzzzzzz", 16, FormColons},
	} {
		if test.kind.String() != test.name || test.kind.Size() != test.size || test.kind.Form() != test.form || !test.kind.IsValid() {
			t.Errorf("%v: size %d, form %d; want %s, %d, %d", test.kind, test.kind.Size(), test.kind.Form(), test.name, test.size, test.form)
		}
		if again := mustKind(t, test.name, test.size, test.form); again != test.kind {
			t.Errorf("NewKind(%q) = %#x, want %#x", test.name, uint64(again), uint64(test.kind))
		}
	}
	for _, test := range []struct {
		name string
		size int
		form Form
		want error
	}{
		{"", 2, FormHex, ErrKind},
		{"ninechars", 2, FormHex, ErrKind},
		{"Teid", 2, FormHex, ErrKind},
		{"a/b", 2, FormHex, ErrKind},
		{"a>b", 2, FormHex, ErrKind},
		{"tcp", 4, FormDecimal, ErrKind},
		{"x", 17, FormHex, ErrSize},
		{"x", -1, FormColons, ErrSize},
		{"x", 0, FormDecimal, ErrSize},
		{"x", 9, FormDecimal, ErrSize},
		{"x", 6, FormAddr, ErrSize},
		{"x", 4, 0, ErrSize},
		{"x", 4, FormAddr + 1, ErrSize},
	} {
		if k, err := NewKind(test.name, test.size, test.form); !errors.Is(err, test.want) || k != 0 {
			t.Errorf("NewKind(%q, %d, %d) = %v, %v; want %v", test.name, test.size, test.form, k, err, test.want)
		}
	}
	if got := Kind(0).String(); got != "invalid" {
		t.Errorf("zero Kind: %q", got)
	}
}

// TestShortGroups: IPv6 addresses of short groups may have the length and the colons of a MAC address, as 11:22:33:44:55::6 and 1::22:33:44:55:66.
func TestShortGroups(t *testing.T) {
	rnd := rand.New(rand.NewPCG(15, 16))
	shaped := 0
	for range 50_000 {
		var a [16]byte
		for i := 1; i < len(a); i += 2 {
			if rnd.IntN(4) > 0 {
				a[i] = byte(rnd.IntN(0x100)) >> rnd.IntN(5)
			}
		}
		e := IPv6(a)
		text := e.String()
		if len(text) == 17 {
			shaped++
		}
		if got, err := Parse(text); err != nil || got != e {
			t.Fatalf("%s is %v, %v", text, got, err)
		}
	}
	if shaped < 1000 {
		t.Errorf("%d addresses have the length of a MAC address", shaped)
	}
}
