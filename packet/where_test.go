package packet_test

import (
	"bytes"
	"errors"
	"fmt"
	"net/netip"
	"strings"
	"testing"
	"time"

	"github.com/wiretag/wiretag/capture"
	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/layers"
	"github.com/wiretag/wiretag/packet"
)

func where(t testing.TB, text string) *packet.Where {
	t.Helper()
	w, err := packet.ParseWhere(text)
	if err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	return w
}

// synPacket is a segment that opens a connection, inside a tunnel and a VLAN.
func synPacket(t testing.TB) []byte {
	mss, _ := layers.NewTCPOption(layers.TCPOptionMSS, &layers.TCPMSS{MSS: 1200})
	data, err := codec.Marshal(&layers.Ethernet{Src: layers.MAC{0, 0x1b, 0x21, 1, 2, 3}, Dst: layers.MAC{2}}, &layers.Dot1Q{VLAN: 7},
		&layers.IPv4{TTL: 60, Flags: layers.IPv4DontFragment, Src: netip.MustParseAddr("192.0.2.1"), Dst: netip.MustParseAddr("192.0.2.2")},
		&layers.IPv4{TTL: 3, Src: netip.MustParseAddr("10.1.2.3"), Dst: netip.MustParseAddr("10.9.9.9")},
		&layers.TCP{SrcPort: 4000, DstPort: 8081, Flags: layers.TCPSyn, Window: 1024, Options: []layers.TCPOption{mss, {Kind: 1}}},
		[]byte("GOT / HTTP"))
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func TestWhere(t *testing.T) {
	var v packet.View
	if err := v.Decode(synPacket(t), capture.LinkTypeEthernet); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		text string
		want bool
	}{
		{"TCP", true},
		{"UDP", false},
		{"!UDP && TCP", true},
		{"UDP || TCP && ARP", false},
		{"(UDP || TCP) && Dot1Q", true},
		{"IPv4[1]", true},
		{"IPv4[2]", false},
		{"Dot1Q.Priority & 0xffffffffffffffff", false},
		{"Dot1Q.VLAN & 0xffffffffffffffff", true},
		{"Dot1Q.VLAN & 0", false},
		{"TCP.SYN == true && TCP.SYN == 1 && TCP.Flags.SYN != false", true},
		{"TCP.SYN != true || TCP.SYN == false || TCP.SYN in {false}", false},
		{"TCP.ACK == false && TCP.SYN in {true} && TCP.SYN in {true, false}", true},
		{"TCP.Flags.SYN == IPv4.Flags.DF", true},
		{"TCP.Flags.ACK == IPv4.Flags.DF", false},
		{"TCP.Flags.ACK != IPv4.Flags.DF", true},
		{"IPv4.TTL < 5", true},
		{"IPv4[0].TTL < 5", false},
		{"IPv4[1].TTL <= 3 && IPv4[0].TTL >= 60 && IPv4[0].TTL > 59", true},
		{"IPv4.TTL == 60", true},
		{"IPv4.TTL != 60", false},
		{"IPv4.TTL != 61", true},
		{"UDP.Length != 61", false},
		{"!(UDP.Length == 61)", true},
		{"IPv4.TTL in {1, 3..5, 0x40}", true},
		{"IPv4.TTL in {1, 4..59, 61..64}", false},
		{"IPv4.TTL in {1..2, 2..4}", true},
		{"IPv4.TTL in 50..70", true},
		{"TCP.SYN", true},
		{"TCP.syn && !TCP.ACK", true},
		{"TCP.Flags.ACK", false},
		{"TCP.Flags & 0x12 == 2", true},
		{"TCP.Flags & 0x10", false},
		{"TCP.Flags == SYN", true},
		{`TCP.Flags == "syn"`, true},
		{"TCP.ACK == false", true},
		{"IPv4.DF", true},
		{"IPv4[0].Protocol == 4 && IPv4[1].Protocol == TCP", true},
		{"IPv4.Src == 10.0.0.0/8", true},
		{"IPv4.Src == 10.1.2.3", true},
		{"IPv4[0].Src in {10.0.0.0/8, 172.16.0.0/12}", false},
		{"IPv4.Dst != 192.0.2.2", false},
		{"IPv4[0].Src == IPv4[1].Dst", false},
		{"TCP.SrcPort == TCP.DstPort", false},
		{"TCP.SrcPort < TCP.DstPort", true},
		{"IPv4.Src == 2001:db8::/32", false},
		{"Ethernet.Src == 00:1b:21:01:02:03", true},
		{"Ethernet.Src startswith 00:1b:21", true},
		{"Ethernet.Src startswith 00:1b:22", false},
		{"Ethernet.Src in {00:00:00:00:00:00, 00:1b:21:01:02:03}", true},
		{`Payload contains "HTTP"`, true},
		{`Payload contains "HTTPS"`, false},
		{`Payload startswith "GOT "`, true},
		{`Payload contains 2f:20`, true},
		{`Payload contains ""`, true},
		{`Payload == "GOT / HTTP"`, true},
		{"Payload && !Padding", true},
		{"TCP.Options", true},
		{"IPv4.Options", false},
		{"TCP.Options[1].Kind == NOP", true},
		{"TCP.Options[2].Kind == 1", false},
		{"TCP.Options.Kind == 2", true},
		{"TCP.Options.Kind != 8", true},
		{"TCP.Options[1].Length", false}, // no such field there
		{"TCP.Options.Data.MSS == 1200", true},
		{"TCP.Options.Data.MSS < 1200", false},
		{"TCP.Options[1].Data.MSS", false},
		{"TCP.Padding", true},
		{"Dot1Q.VLAN == 7 && !Dot1Q.DEI", true},
		{" ( TCP.Window\t==\n1024 ) ", true},
	} {
		w := where(t, c.text)
		if got := w.Match(&v); got != c.want {
			t.Errorf("%s: %v", c.text, got)
		}
		if w.String() != c.text {
			t.Errorf("%s: %s", c.text, w)
		}
		if n := testing.AllocsPerRun(20, func() { w.Match(&v) }); n > 0 {
			t.Errorf("%s allocates %v times", c.text, n)
		}
	}
}

func TestWhereUnions(t *testing.T) {
	name := func(s string) layers.DNSName {
		n, err := layers.ParseDNSName(s)
		if err != nil {
			t.Fatal(err)
		}
		return n
	}
	data, err := codec.Marshal(&layers.IPv6{Src: netip.MustParseAddr("2001:db8::1"), Dst: netip.MustParseAddr("2001:db8::2")},
		&layers.UDP{SrcPort: 53, DstPort: 4000}, &layers.DNS{
			QR:        true,
			Questions: []layers.DNSQuestion{{Name: name("example.org."), Type: layers.DNSTypeA, Class: layers.DNSClassIN}},
			Answers: []layers.DNSResource{
				{Name: name("example.org."), Type: layers.DNSTypeA, Class: layers.DNSClassIN, Data: &layers.DNSA{Addr: netip.MustParseAddr("192.0.2.77")}},
			},
		})
	if err != nil {
		t.Fatal(err)
	}
	p := packet.New(data, capture.LinkTypeRaw)
	for text, want := range map[string]bool{
		"DNS.QR && DNS.QDCount == 1":                          true,
		`DNS.Questions.Name == "example.org."`:                true,
		`DNS.Questions.Name contains "ample"`:                 true,
		`DNS.Answers.Type == A && DNS.Questions[0].Type == A`: true,
		"DNS.Answers.Data.Addr == 192.0.2.0/24":               true,
		"DNS.Answers.Data.Addr == 2001:db8::/32":              false,
		"DNS.Answers.Data":                                    true,
		"DNS.Authorities":                                     false,
		"IPv6.Src == 2001:db8::/64":                           true,
	} {
		if got := where(t, text).Match(p); got != want {
			t.Errorf("%s: %v", text, got)
		}
	}
}

func TestWhereErrors(t *testing.T) {
	for _, c := range []struct {
		text, want string
		at         int
	}{
		{"", "want the name of a layer", 0},
		{"IPv5.TTL < 5", "there is no layer IPv5", 0},
		{"TCP || ipv4.TTL < 5", "there is no layer ipv4, but IPv4", 7},
		{"TCP and IPv4", `unexpected "and IPv4", want a comparison, &&, || or the end`, 4},
		{"TCP && IPv4.Hops < 5", "IPv4 has no field Hops", 12},
		{"IPv4.TTL <", "want a value", 10},
		{"IPv4.TTL < x", `there is no value "x"`, 11},
		{"IPv4.TTL < 1.5", "want a number", 11},
		{"IPv4.TTL == 99999999999999999999", "want a number", 12},
		{"IPv4.TTL = 5", `unexpected "= 5", want a comparison, &&, || or the end`, 9},
		{"IPv4.TTL in {1, }", "want a value", 16},
		{"IPv4.TTL in {1 2}", "want , or }", 15},
		{"IPv4.TTL in {5..3}", "the range is empty", 13},
		{"IPv4.TTL == 5..7", "a range is for in", 12},
		{"IPv4.Src == 10.0.0.0/99", "want an address or a prefix", 12},
		{"IPv4.Src < 10.0.0.1", "only numbers have an order", 9},
		{"IPv4.TTL contains 5", "only bytes and strings can contain something", 9},
		{"Payload == 5", "want a string, or bytes such as 00:1b:21", 11},
		{`Payload == "x`, `want a closing "`, 11},
		{"(TCP", "want )", 4},
		{"TCP)", `unexpected ")", want a comparison, &&, || or the end`, 3},
		{"TCP.Options[1", "want ]", 11},
		{"TCP.Flags.XYZ", "Flags has no flag XYZ", 10},
		{"IPv4.Protocol.IGMP", "Protocol has no flag IGMP", 14},
		{"IPv4.Src & 5 == 1", "only unsigned numbers can be masked", 9},
		{"TCP.SrcPort == IPv4.Src", "it is of another kind than what it is compared with", 15},
		{"TCP.Options.Data.Nope", "no member of Data has a field Nope", 17},
		{"TCP == 5", "it has no value to be compared", 7},
		{"TCP.Options != IPv4.Options", "it has no value to be compared", 15},
		{"Payload.Data", "Payload has no fields", 8},
		{strings.Repeat("(", 65) + "TCP" + strings.Repeat(")", 65), "nested more than 64 deep", 64},
		{strings.Repeat("!", 1000) + "TCP", "nested more than 64 deep", 64},
		{"IPv4" + strings.Repeat(".X", 9), "more than 8 fields inside each other", 21},
	} {
		_, err := packet.ParseWhere(c.text)
		var e *packet.SyntaxError
		if !errors.As(err, &e) || e.Msg != c.want || e.At != c.at {
			t.Errorf("%.40s: %v, want %s at %d", c.text, err, c.want, c.at)
		}
	}
	if _, err := packet.ParseWhere(strings.Repeat("TCP||", 20000) + "TCP"); err == nil {
		t.Error("a text of 100 kB was taken")
	}
}

// TestWhereCorpus: conditions select what Go code selects.
func TestWhereCorpus(t *testing.T) {
	type row struct {
		where *packet.Where
		code  func(v *packet.View) bool
		hits  int
	}
	rows := []*row{
		{where: where(t, "IPv4.TTL < 5 && TCP.SYN"), code: func(v *packet.View) bool {
			ttl, syn := false, false
			for ip := range good[layers.IPv4](v) {
				ttl = ttl || ip.TTL < 5
			}
			for tcp := range good[layers.TCP](v) {
				syn = syn || tcp.Flags.Has(layers.TCPSyn)
			}
			return ttl && syn
		}},
		{where: where(t, "TCP.Options.Kind == Timestamps"), code: func(v *packet.View) bool {
			for tcp := range good[layers.TCP](v) {
				if tcp.Option(layers.TCPOptionTimestamps) != nil {
					return true
				}
			}
			return false
		}},
		{where: where(t, "IPv4.Src == 192.168.0.0/16 || IPv6.Src == fe80::/10"), code: func(v *packet.View) bool {
			for ip := range good[layers.IPv4](v) {
				if netip.MustParsePrefix("192.168.0.0/16").Contains(ip.Src) {
					return true
				}
			}
			for ip := range good[layers.IPv6](v) {
				if netip.MustParsePrefix("fe80::/10").Contains(ip.Src) {
					return true
				}
			}
			return false
		}},
		{where: where(t, `Payload contains "data"`), code: func(v *packet.View) bool {
			for l := range v.Layers() {
				if l.Name() == "Payload" && bytes.Contains(l.Header(), []byte("data")) {
					return true
				}
			}
			return false
		}},
	}
	eachPacket(t, func(file string, n int, v *packet.View, _ []byte) {
		for _, r := range rows {
			got, want := r.where.Match(v), r.code(v)
			if got {
				r.hits++
			}
			if got != want {
				t.Errorf("%s packet %d: %s is %v", file, n, r.where, got)
			}
		}
	})
	for _, r := range rows {
		if t.Logf("%s: %d packets", r.where, r.hits); r.hits == 0 {
			t.Errorf("%s selected nothing", r.where)
		}
	}
}

// good iterates over the layers of a type that were decoded to their end.
func good[T any](v *packet.View) func(yield func(*T) bool) {
	return func(yield func(*T) bool) {
		for l := range v.Layers() {
			if x, ok := l.Value().(*T); ok && !l.Failed() && !yield(x) {
				return
			}
		}
	}
}

// FuzzParseWhere: no text makes parsing or matching panic, and errors point into the text.
func FuzzParseWhere(f *testing.F) {
	for _, s := range []string{
		"IPv4.TTL < 5 && TCP.SYN", `Payload contains "a\"" || !(IPv4.Src in {10.0.0.0/8, ::1})`, "TCP.Options[0].Data.MSS == 1..3", "TCP.Flags & 0x12 != 2",
		"DNS.Questions.Name startswith 00:11", "UDP.DstPort == UDP.SrcPort",
	} {
		f.Add(s)
	}
	var v packet.View
	if err := v.Decode(synPacket(f), capture.LinkTypeEthernet); err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, text string) {
		w, err := packet.ParseWhere(text)
		if err != nil {
			var e *packet.SyntaxError
			if !errors.As(err, &e) || e.At < 0 || e.At > len(text) {
				t.Fatalf("%v", err)
			}
			return
		}
		a := w.Match(&v)
		not, err := packet.ParseWhere("!(" + text + ")")
		if err == nil && not.Match(&v) == a {
			t.Errorf("%q is %v, and so is its contrary", text, a)
		}
	})
}

func BenchmarkWhere(b *testing.B) {
	var v packet.View
	if err := v.Decode(synPacket(b), capture.LinkTypeEthernet); err != nil {
		b.Fatal(err)
	}
	for _, text := range []string{"IPv4.TTL < 5 && TCP.SYN", "IPv4.Src in {10.0.0.0/8, 172.16.0.0/12}", "TCP.Options.Data.MSS < 1220"} {
		w := where(b, text)
		b.Run(fmt.Sprintf("%.12s", text), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				w.Match(&v)
			}
		})
	}
}

// Greeting says the same twice, as a string and as bytes.
type Greeting struct {
	Length uint8  `bits:"8,len=Text"`
	Text   string `bits:"*"`
	Bytes  []byte `bits:"*"`
}

// TestWhereStrings: strings and bytes are compared with each other.
func TestWhereStrings(t *testing.T) {
	reg, key := packet.NewRegistry(), codec.Key{Table: "greetings", Value: 1}
	if err := packet.Register[Greeting](reg, layers.RoleApplication, key); err != nil {
		t.Fatal(err)
	}
	for data, want := range map[string]bool{"\x02hihi": true, "\x02hiho": false, "\x00hi": false, "\x02hi": false, "\x00": true} {
		p := packet.NewAt([]byte(data), key, packet.WithRegistry(reg))
		for text, same := range map[string]bool{"Greeting.Text == Greeting.Bytes": true, "Greeting.Bytes == Greeting.Text": true, "Greeting.Bytes != Greeting.Text": false} {
			w, err := packet.ParseWhere(text, packet.WithRegistry(reg))
			if err != nil {
				t.Fatal(err)
			}
			if got := w.Match(p); got != (want == same) {
				t.Errorf("%q: %s is %v", data, text, got)
			}
		}
	}
}

// TestWhereNames: the names of a type are looked up in time that does not grow with its numbers each.
func TestWhereNames(t *testing.T) {
	begin := time.Now()
	where(t, "Ethernet.Type in {"+strings.Repeat("PTP,", 16000)+"80}") // it was four minutes
	if took := time.Since(begin); took > 10*time.Second {
		t.Errorf("it took %v", took)
	}
}
