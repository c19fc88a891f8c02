package layers_test

import (
	"bytes"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"net/netip"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/layers"
)

func unhex(t testing.TB, s string) []byte {
	t.Helper()
	b, err := hex.DecodeString(strings.ReplaceAll(s, " ", ""))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// dnsOf decodes a message that is without error and is written back as it was, both
// verbatim and derived.
func dnsOf(t testing.TB, s string) *layers.DNS {
	t.Helper()
	b := unhex(t, s)
	d := new(layers.DNS)
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

// TestDNSEDNS has what dig 9.18.49 sends and named answers, with the options of the command line.
func TestDNSEDNS(t *testing.T) {
	for _, c := range []struct{ options, msg, want string }{
		{
			"+dnssec +nsid +bufsize=1232 +cookie=0102030405060708",
			"1eee002000010000000000010161076578616d706c650474657374000001000100002904d000008000001000030000000a00080102030405060708",
			"DNS query id 7918 ad; a.example.test. IN A; additional . OPT udp 1232 rcode 0 version 0 do true [NSID:\"\" COOKIE:0102030405060708]",
		},
		{
			"the answer",
			"1eee840000010001000000010161076578616d706c6504746573740000010001c00c000100010000012c0004c000020100002904d000000000001c000a00180102030405060708010000006b0444a452ae6255dab5385a",
			"DNS response NOERROR id 7918 aa; a.example.test. IN A; answer a.example.test. 300 IN A 192.0.2.1; additional . OPT udp 1232 rcode 0 version 0 do false [COOKIE:0102030405060708010000006b0444a452ae6255dab5385a]",
		},
		{
			"+subnet=192.0.2.128/25",
			"49aa012000010000000000010161076578616d706c650474657374000001000100002904d000000000000c0008000800011900c0000280",
			"DNS query id 18858 rd ad; a.example.test. IN A; additional . OPT udp 1232 rcode 0 version 0 do false [ECS:192.0.2.128/25/0]",
		},
		{
			"+subnet=2001:db8::/48 +padding=64 +keepalive +expire",
			"ad96012000010000000000010161076578616d706c650474657374000001000100002904d00000000000550008000a0002300020010db8000000090000000b0000000c003b" + strings.Repeat("00", 59),
			"DNS query id 44438 rd ad; a.example.test. IN A; additional . OPT udp 1232 rcode 0 version 0 do false [ECS:2001:db8::/48/0 EXPIRE: KEEPALIVE:0s PADDING:59]",
		},
		{
			"+ednsopt=14:4f664a5c +ednsopt=15:0006426f677573",
			"0e6e012000010000000000010161076578616d706c650474657374000001000100002904d0000000000013000e00044f664a5c000f00070006426f677573",
			"DNS query id 3694 rd ad; a.example.test. IN A; additional . OPT udp 1232 rcode 0 version 0 do false [KEYTAG:4f664a5c EDE:6 (DNSSEC Bogus) \"Bogus\"]",
		},
	} {
		d := dnsOf(t, c.msg)
		if d.String() != c.want {
			t.Errorf("%s:\nwant %s\ngot  %s", c.options, c.want, d)
		}
		// The options, built anew from their views, are the same.
		for _, o := range d.OPT().Data.(*layers.DNSOPT).Options {
			v, err := o.View()
			if v == nil || err != nil {
				if o.Code != layers.DNSOptionNSID && o.Code != layers.DNSOptionPadding {
					t.Errorf("%v: %v %v", o.Code, v, err)
				}
				continue
			}
			if again, err := layers.NewDNSOption(o.Code, v); err != nil || !bytes.Equal(again.Data, o.Data) || again.Length != o.Length {
				t.Errorf("%v: %x became %x, %v", o.Code, o.Data, again.Data, err)
			}
		}
	}
}

func TestDNSEDNSFields(t *testing.T) {
	cookie, err := layers.NewDNSOption(layers.DNSOptionCookie, &layers.DNSCookie{Client: [8]byte{1, 2, 3}})
	if err != nil {
		t.Fatal(err)
	}
	subnet, err := layers.NewDNSOption(layers.DNSOptionClientSubnet, layers.NewDNSClientSubnet(netip.MustParsePrefix("10.1.255.3/20")))
	if err != nil || !bytes.Equal(subnet.Data, []byte{0, 1, 20, 0, 10, 1, 240}) {
		t.Errorf("%x %v", subnet.Data, err)
	}
	d := layers.DNS{Rcode: 1, Additionals: []layers.DNSResource{layers.NewDNSOPT(4096, true, cookie, subnet)}}
	d.Additionals[0].TTL |= 1 << 24
	b, err := codec.Marshal(&d)
	if err != nil {
		t.Fatal(err)
	}
	got := dnsOf(t, hex.EncodeToString(b))
	o := got.OPT()
	if o == nil || o.UDPSize() != 4096 || !o.DO() || o.Version() != 0 || got.ExtendedRcode() != layers.DNSRcodeBadKey {
		t.Errorf("%v, %v", o, got.ExtendedRcode())
	}
	if d, ok := (&layers.DNSKeepalive{Timeout: []uint16{600}}).Duration(); d != time.Minute || !ok {
		t.Errorf("%v %v", d, ok)
	}
	for _, s := range []*layers.DNSClientSubnet{
		{Family: 1, Source: 33, Address: make([]byte, 4)},
		{Family: 1, Address: make([]byte, 5)},
		{Family: 3},
		{Family: 1, Source: 24, Address: []byte{10}},
		{Family: 1, Source: 8, Address: []byte{10, 1, 2, 3}},
	} {
		if p, ok := s.Prefix(); ok {
			t.Errorf("%+v: %v", s, p)
		}
	}
}

// TestDNSPrefixes: each shorter part of a message is truncated, with the place told exactly.
func TestDNSPrefixes(t *testing.T) {
	whole := unhex(t, "123484000001000100000000026d78076578616d706c65047465737400000f0001c00c000f00010000012c0009000a046d61696cc00f")
	starts := []struct {
		at    int
		field string
		need  int
	}{{0, "ID", 2}, {2, "QR", 0}, {4, "QDCount", 2}, {12, "Questions[0].Name", 0}, {29, "Questions[0].Type", 2}, {33, "Answers[0].Name", 0}, {35, "Answers[0].Type", 2}, {39, "Answers[0].TTL", 4}, {45, "Answers[0].Data", 9}}
	for n := range whole {
		var d layers.DNS
		_, err := codec.Unmarshal(whole[:n], &d)
		var e *codec.Error
		if !errors.As(err, &e) || !errors.Is(err, codec.ErrTruncated) {
			t.Errorf("%d bytes: %v", n, err)
			continue
		}
		for _, s := range starts {
			if e.Field == s.field && (e.Bit != s.at*8 || e.Have != n-s.at || s.need > 0 && e.Need != s.need || e.Need <= e.Have) {
				t.Errorf("%d bytes: %+v", n, e)
			}
		}
		if len(d.Answers) != 0 {
			t.Errorf("%d bytes: answers %v", n, d.Answers)
		}
	}
	var d layers.DNS
	if _, err := codec.Unmarshal(whole, &d); err != nil || d.Answers[0].Data.String() != "10 mail.example.test." {
		t.Errorf("%v %v", err, d.Answers)
	}
}

// TestDNSBadData: data that does not have the form of its type stays as bytes; the message goes on.
func TestDNSBadData(t *testing.T) {
	for _, c := range []struct {
		typ  layers.DNSType
		data string
	}{
		{layers.DNSTypeA, "c00002"},
		{layers.DNSTypeA, "c000020101"},
		{layers.DNSTypeAAAA, "20010db8"},
		{layers.DNSTypeNS, "0161"},
		{layers.DNSTypeNS, "016100ff"},
		{layers.DNSTypeMX, "00"},
		{layers.DNSTypeMX, "000a80"},
		{layers.DNSTypeTXT, "056162"},
		{layers.DNSTypeHINFO, "0161"},
		{layers.DNSTypeSRV, "000100020003"},
		{layers.DNSTypeOPT, "000300ff00"},
		{layers.DNSTypeOPT, "0003"},
		{layers.DNSTypeNSEC3, "010000010461"},
		{layers.DNSTypeSVCB, "000100000300ff"},
		{layers.DNSTypeCAA, "8005697373"},
		{layers.DNSTypeHIP, "10020010"},
		{layers.DNSTypeSOA, "00000000000100000002000000030000000400"},
		{layers.DNSTypeTSIG, "000000000000010001"},
		{layers.DNSTypeIPSECKEY, "0a0102c000"},
		{layers.DNSTypeLOC, "00000000"},
		{layers.DNSTypeAPL, "00011583c0"},
	} {
		data := unhex(t, c.data)
		msg := unhex(t, "000084000000000200000000")
		msg = append(msg, 0, byte(c.typ>>8), byte(c.typ), 0, 1, 0, 0, 0, 0, 0, byte(len(data)))
		msg = append(append(msg, data...), unhex(t, "00 0001 0001 00000000 0004 01020304")...)
		var d layers.DNS
		_, err := codec.Unmarshal(msg, &d)
		var e *codec.Error
		if !errors.As(err, &e) || !e.Recovered {
			t.Errorf("%v %s: %v", c.typ, c.data, err)
			continue
		}
		if r, ok := d.Answers[0].Data.(layers.DNSRaw); !ok || !bytes.Equal(r, data) {
			t.Errorf("%v %s: data %v", c.typ, c.data, d.Answers[0].Data)
		}
		if d.Answers[1].Data.String() != "1.2.3.4" {
			t.Errorf("%v %s: next %v", c.typ, c.data, d.Answers[1])
		}
		if out, err := raw.Marshal(&d); err != nil || !bytes.Equal(out, msg) {
			t.Errorf("%v %s: %v %x", c.typ, c.data, err, out)
		}
	}
}

// TestDNSRest: what follows the last record is kept.
func TestDNSRest(t *testing.T) {
	d := dnsOf(t, "000100000001000000000000"+"00 0002 0001"+"deadbeef")
	if !bytes.Equal(d.Rest, []byte{0xde, 0xad, 0xbe, 0xef}) || d.Questions[0].String() != ". IN NS" {
		t.Errorf("%x %v", d.Rest, d.Questions)
	}
}

// TestDNSUpdate is an update of RFC 2136: an empty record set is deleted, a record added. Classes are
// ANY and IN.
func TestDNSUpdate(t *testing.T) {
	b := unhex(t, "0001 2800 0001 0000 0002 0000 076578616d706c6500 0006 0001"+
		"0161c00c 00ff 00ff 00000000 0000"+"c019 0001 0001 0000003c 0004 c0000201")
	d := dnsOf(t, hex.EncodeToString(b))
	if got := d.String(); got != "DNS UPDATE query id 1; example. IN SOA; authority a.example. 0 ANY ANY \\# 0 ; authority a.example. 60 IN A 192.0.2.1" {
		t.Errorf("%q", got)
	}
}

func TestDNSClasses(t *testing.T) {
	c := layers.DNSClassIN | layers.DNSClassTop
	if !c.Top() || c.Base() != layers.DNSClassIN || c.String() != "CLASS32769" || layers.DNSClassCH.Top() {
		t.Errorf("%v %v", c, c.Base())
	}
	for typ := range layers.DNSType(300) {
		if got, err := layers.ParseDNSType(typ.String()); err != nil || got != typ {
			t.Errorf("%v: %v %v", typ, got, err)
		}
	}
	if _, err := layers.ParseDNSType("TYPE65536"); err == nil {
		t.Error("TYPE65536")
	}
	if s := fmt.Sprint(layers.DNSOpcodeUpdate, layers.DNSOpcode(3), layers.DNSRcodeBadCookie, layers.DNSRcode(12), layers.DNSClass(9), layers.DNSTypeNSAPPTR); s != "UPDATE OPCODE3 BADCOOKIE RCODE12 CLASS9 NSAP-PTR" {
		t.Error(s)
	}
}

func TestDNSTypeBitmap(t *testing.T) {
	// The example of RFC 4034 section 4.3: A MX RRSIG NSEC TYPE1234.
	want := unhex(t, "0006 400100000003 041b 000000000000000000000000000000000000000000000000000020")
	m := layers.NewDNSTypeBitmap(1234, layers.DNSTypeNSEC, layers.DNSTypeA, layers.DNSTypeMX, layers.DNSTypeRRSIG)
	if !bytes.Equal(m, want) || m.String() != "A MX RRSIG NSEC TYPE1234" {
		t.Errorf("%x %v", []byte(m), m)
	}
	if !m.Has(1234) || m.Has(1235) || m.Has(layers.DNSTypeNS) {
		t.Error("members")
	}
	for _, bad := range []string{"0001", "000240", "0021" + strings.Repeat("ff", 33), "00"} {
		for x := range layers.DNSTypeBitmap(unhex(t, bad)).Types() {
			t.Errorf("%s: %v", bad, x)
		}
	}
	if layers.NewDNSTypeBitmap() != nil {
		t.Error("the empty set has bytes")
	}
}

// TestDNSKeyTag has keys and tags of dnssec-keygen 9.18.49.
func TestDNSKeyTag(t *testing.T) {
	for _, c := range []struct {
		flags     layers.DNSKeyFlags
		algorithm uint8
		tag       uint16
		key       string
	}{
		{layers.DNSKeyZone | layers.DNSKeySEP, 13, 24396, "Gwk3VDAfvuuadtPMdqbD7B/k6aCdtWA1imORmpWaG/z9zAzQ4aKxmuloRyMrN4zW9wZdoFtQHlUJvnW9lJgzJQ=="},
		{layers.DNSKeyZone | layers.DNSKeySEP, 15, 37824, "M8nSzbR3IFOiaIJ7JAxIigl6Lm7ahJrB/3UZg4Zc1k8="},
		{layers.DNSKeyZone, 8, 49561, "AwEAAcQUSxiKCIfLI9iMQnQnNFGtoyb4G9r8SXTeuJJ79r7Lk07W82bSvPEUs/qpx0h4j5+BVvwjLu5dj0jH6APbW8ZA47MjzrzrdJsU9r1gXVy5fA2DIfzlNdYSiEiuEz0/eccL5sukPQMhkp7YQfILy07Bddc1gdNLsH1oOX9hD3dd"},
	} {
		key, err := base64.StdEncoding.DecodeString(c.key)
		if err != nil {
			t.Fatal(err)
		}
		k := layers.DNSDNSKEY{Flags: c.flags, Protocol: 3, Algorithm: c.algorithm, Key: key}
		if k.Tag() != c.tag {
			t.Errorf("algorithm %d: %d, want %d", c.algorithm, k.Tag(), c.tag)
		}
		if want := fmt.Sprintf("%d 3 %d %s", c.flags, c.algorithm, c.key); k.String() != want {
			t.Errorf("%s", &k)
		}
	}
	if tag := (&layers.DNSDNSKEY{Algorithm: 1, Key: []byte{9, 1, 2, 3}}).Tag(); tag != 0x0102 {
		t.Errorf("RSA/MD5: %#x", tag)
	}
}

// TestDNSTCP: the length counts the message, bytes after it are not part of it.
func TestDNSTCP(t *testing.T) {
	msg := unhex(t, "000100000001000000000000"+"00 0002 0001")
	b, err := codec.Marshal(&layers.DNSTCP{}, &layers.DNS{ID: 1, Questions: []layers.DNSQuestion{{Type: layers.DNSTypeNS, Class: layers.DNSClassIN}}})
	if err != nil || !bytes.Equal(b, append([]byte{0, 17}, msg...)) {
		t.Fatalf("%x %v", b, err)
	}
	two := append(bytes.Clone(b), b...)
	var h layers.DNSTCP
	ext, err := codec.For[layers.DNSTCP]().Decode(two, &h)
	if err != nil || ext.Header != 2 || ext.Payload != 17 || ext.Cut || h.NextLayer(two[2:19]).Table != "dnstcp" {
		t.Errorf("%+v %v", ext, err)
	}
	ext, err = codec.For[layers.DNSTCP]().Decode(two[:10], &h)
	if err != nil || ext.Payload != 8 || !ext.Cut || h.NextLayer(two[2:10]) != (codec.Key{}) {
		t.Errorf("%+v %v", ext, err)
	}
	for n, want := range map[int]bool{0: false, 1: false, 2: true, 13: true, 14: true, 19: true} {
		if h.Repeats(b[:n]) != want {
			t.Errorf("Repeats of %d bytes: %v", n, !want)
		}
	}
	if h.Repeats([]byte("\x00\x0b")) || h.Repeats([]byte("\x00\x10wwwwwwwwwwwwwwww")) {
		t.Error("what is no message repeats")
	}
	// The middle of a message: its counts have no room.
	if h = (layers.DNSTCP{Length: 0x0377}); h.NextLayer([]byte("ww\x07example\x03com")) != (codec.Key{}) {
		t.Error("text is taken for a message")
	}
	// As many records as Length has room for, and one more.
	h.Length = 12 + 5 + 11
	if h.NextLayer([]byte{0, 0, 0, 0, 0, 1, 0, 1, 0, 0, 0, 0}).Table == "" || h.NextLayer([]byte{0, 0, 0, 0, 0, 1, 0, 1, 0, 0, 0, 1}).Table != "" {
		t.Error("counts against Length")
	}
}

// TestDNSReuse: a struct that is used again keeps nothing of the message before.
func TestDNSReuse(t *testing.T) {
	var d layers.DNS
	bindVectors(t, func(msg []byte, _ []string) {
		var fresh layers.DNS
		if _, err := codec.Unmarshal(msg, &fresh); err != nil {
			t.Fatal(err)
		}
		if _, err := codec.Unmarshal(msg, &d); err != nil || d.String() != fresh.String() {
			t.Errorf("%v\nwant %v\ngot  %v", err, &fresh, &d)
		}
	})
}

func ExampleDNS() {
	name := layers.MustParseDNSName("www.example.com.")
	reply := layers.DNS{
		ID: 7, QR: true, RA: true,
		Questions: []layers.DNSQuestion{{Name: name, Type: layers.DNSTypeA, Class: layers.DNSClassIN}},
		Answers: []layers.DNSResource{
			layers.NewDNSResource(name, 300, &layers.DNSCNAME{Target: layers.MustParseDNSName("example.com.")}),
			layers.NewDNSResource(layers.MustParseDNSName("example.com."), 60, &layers.DNSA{Addr: netip.MustParseAddr("192.0.2.1")}),
		},
	}
	b, err := codec.Marshal(&reply)
	if err != nil {
		panic(err)
	}
	fmt.Printf("%d bytes, answers %x\n", len(b), b[33:])
	var d layers.DNS
	if _, err := codec.Unmarshal(b, &d); err != nil {
		panic(err)
	}
	fmt.Println(&d)
	// Output:
	// 63 bytes, answers c00c000500010000012c0002c010c010000100010000003c0004c0000201
	// DNS response NOERROR id 7 ra; www.example.com. IN A; answer www.example.com. 300 IN CNAME example.com.; answer example.com. 60 IN A 192.0.2.1
}

// TestTextBounded: names of two bytes each, which lead to a long one, and bitmaps of types do not make texts of hundreds of times their size.
func TestTextBounded(t *testing.T) {
	long := append(bytes.Repeat(append([]byte{62}, make([]byte, 62)...), 4), 0)
	names := func(n int) []layers.DNSFullName {
		var d layers.DHCPv6Domains
		if _, err := codec.Unmarshal(append(slices.Clone(long), bytes.Repeat([]byte{0xc0, 0}, n)...), &d); err != nil {
			t.Fatal(err)
		}
		return d.Domains
	}
	const many = 5000
	list := names(many)
	question := layers.DNSQuestion{Name: list[1].DNSName}
	option, err := codec.Marshal(&layers.DHCPv4DomainSearch{Domains: list[:1]})
	if err != nil {
		t.Fatal(err)
	}
	option = append(option[:253:253], 0xc0, 0)
	bitmap := bytes.Repeat(append([]byte{255, 32}, bytes.Repeat([]byte{255}, 32)...), 100)
	for _, s := range []fmt.Stringer{
		&layers.DHCPv6Domains{Domains: list}, &layers.DHCPv4DomainSearch{Domains: list}, &layers.DNSHIP{Servers: list}, layers.DNSTypeBitmap(bitmap),
		&layers.DNS{Questions: slices.Repeat([]layers.DNSQuestion{question}, many)},
		&layers.DHCPv4{Options: slices.Repeat([]layers.DHCPv4Option{{Type: layers.DHCPv4OptionDomainSearch, Data: option}}, 100)},
		&layers.DHCPv6{Options: slices.Repeat([]layers.DHCPv6Option{{Code: layers.DHCPv6OptionDomainList, Data: append(slices.Clone(long), 0xc0, 0)}}, 100)},
	} {
		if text := s.String(); len(text) < 16<<10 || len(text) > 20<<10 || !strings.Contains(text[len(text)-4:], "...") {
			t.Errorf("%T: %d bytes, ends with %q", s, len(text), text[max(0, len(text)-8):])
		}
	}
	if short := (&layers.DNSHIP{Servers: names(0)}).String(); !strings.HasSuffix(short, ".") || strings.HasSuffix(short, "...") || strings.Count(short, " ") != 3 {
		t.Error(short)
	}
}
