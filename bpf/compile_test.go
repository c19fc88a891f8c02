package bpf

import (
	"errors"
	"fmt"
	"net/netip"
	"strings"
	"testing"
	"time"

	"github.com/wiretag/wiretag/capture"
)

// TestErrors: what is wrong, where, and what was expected there.
func TestErrors(t *testing.T) {
	for _, c := range []struct {
		expr, at string // at: what the error is about, from the place on
		err      error
		text     string
	}{
		{"tcp prot 80", "prot 80", ErrSyntax, `filter, byte 4: syntax error at "prot": expected and, or, or the end`},
		{"tcp and", "", ErrSyntax, `filter, byte 7: syntax error at the end: expected a primitive`},
		{"host ((a))", "(a))", ErrSyntax, `filter, byte 6: syntax error at "(": expected an address, a name or a number`},
		{"port 1 or ((::1) or 2)", "(::1) or 2)", ErrSyntax, `filter, byte 11: syntax error at "(": expected an address, a name or a number`},
		{"host", "", ErrSyntax, `filter, byte 4: syntax error at the end: expected an address, a name or a number`},
		{"ip[0:3] = 1", "3] = 1", ErrRange, `filter, byte 5: value out of range at "3": expected 1, 2 or 4 bytes`},
		{"(tcp", "", ErrSyntax, `filter, byte 4: syntax error at the end: expected ")"`},
		{"udp[4:2]", "", ErrSyntax, `filter, byte 8: syntax error at the end: expected a comparison`},
		{"ip[4] / 0 = 1", "0 = 1", ErrArithmetic, `filter, byte 8: impossible arithmetic: division by zero`},
		{"1 << 32 = 1", "32 = 1", ErrArithmetic, `filter, byte 5: impossible arithmetic: shift by more than 31 bits`},
		{"net 10.1.0.0/8", "10.1.0.0/8", ErrRange, `filter, byte 4: value out of range: bits are set that are not of the network`},
		{"port 65536", "65536", ErrRange, `filter, byte 5: value out of range: port 65536 is greater than 65535`},
		{"host 1.2.3.256", "1.2.3.256", ErrLiteral, `filter, byte 5: malformed number or address: not an IPv4 address`},
		{"host 1::2::3", "1::2::3", ErrLiteral, `filter, byte 5: malformed number or address: "1::2::" is not a MAC address`},
		{"vlan 5 and ether proto 099", "099", ErrLiteral, `filter, byte 23: malformed number or address: 099 is octal and has the digit 9`},
		{"tcp port domain and udp port http", "http", ErrQualifier, `filter, byte 29: qualifier does not apply: the port is not one of udp`},
		{"host example.org", "example.org", ErrName, `filter, byte 5: unknown name: no address of the host "example.org" is known`},
		{"tcp or inbound", "inbound", ErrLiveOnly, `filter, byte 7: only for live captures: the direction is not known in files of EN10MB`},
		{"ip broadcast", "broadcast", ErrQualifier, `filter, byte 3: qualifier does not apply: ip broadcast without a netmask`},
		{"ether host 10.0.0.1", "10.0.0.1", ErrLiteral, `filter, byte 11: malformed number or address: not a link-layer address`},
		{"action pass", "action pass", ErrLinkType, `filter, byte 0: not supported for this link type: action on EN10MB`},
		{"tcp and vlan 4096", "4096", ErrRange, `filter, byte 13: value out of range: VLAN 4096 is greater than 4095`},
		{"mpls and vlan or ip", "vlan or ip", ErrLinkType, `filter, byte 9: not supported for this link type: vlan inside MPLS`},
		{"mpls and arp", "arp", ErrLinkType, `filter, byte 9: not supported for this link type: not possible inside MPLS`},
		{"mpls and arp[3] = 4", "arp[3] = 4", ErrLinkType, `filter, byte 9: not supported for this link type: not possible inside MPLS`},
		{"stp[0] = 1", "stp[0] = 1", ErrQualifier, `filter, byte 0: qualifier does not apply: "stp" has no index`},
	} {
		_, err := Compile(c.expr, capture.LinkTypeEthernet)
		var e *Error
		if !errors.As(err, &e) || !errors.Is(err, c.err) || c.expr[e.Offset:] != c.at || err.Error() != c.text {
			t.Errorf("%q: %v (%+v)", c.expr, err, e)
		}
	}
}

// TestLimits: expressions that are too large or too deep are refused at once, and large ones that are not compile in bounded time.
func TestLimits(t *testing.T) {
	ports := make([]string, 2000)
	for i := range ports {
		ports[i] = fmt.Sprint(i + 1)
	}
	for _, c := range []struct {
		name, expr string
		err        error
	}{
		{"parentheses", strings.Repeat("(", 100000) + "tcp", ErrLimit},
		{"negations", strings.Repeat("not ", 100000) + "tcp", ErrLimit},
		{"signs", strings.Repeat("-", 100000) + "1 = 1", ErrLimit},
		{"indexes", strings.Repeat("ip[", 100000), ErrLimit},
		{"operators without order", strings.Repeat("1 % ", 100000) + "1 = 1", ErrLimit},
		{"identifiers in parentheses", "host " + strings.Repeat("(", 100000), ErrSyntax},
		{"numbers in parentheses", "vlan " + strings.Repeat("(", 100000) + "1", ErrSyntax},
		{"parentheses behind and", "tcp and " + strings.Repeat("(", 100000), ErrLimit},
		{"length", strings.Repeat(" ", MaxExpression+1), ErrLimit},
		{"tests", strings.Repeat("port 1 or ", 90000) + "port 1", ErrLimit},
		{"values at once", "1 + ip[8]" + strings.Repeat(" / (ip[8]", 30) + strings.Repeat(")", 30) + " = 1", nil},
		{"cells", strings.Repeat("geneve and ", 20) + "tcp", ErrLimit},
		{"tags", strings.Repeat("vlan and ", 180) + "tcp", nil},
		{"ports", "port (" + strings.Join(ports, " or ") + ")", nil},
		{"sum", "ip[1]" + strings.Repeat(" + ip[1]", 5000) + " = 1", nil},
	} {
		start := time.Now()
		_, err := Compile(c.expr, capture.LinkTypeEthernet)
		if took := time.Since(start); !errors.Is(err, c.err) || err != nil && c.err == nil || took > 20*time.Second {
			text := fmt.Sprint(err)
			t.Errorf("%s: %.200s, %v", c.name, text, took)
		} else {
			t.Logf("%s: %v", c.name, took)
		}
	}
}

// hostNames is a source of names.
type hostNames struct{ Names }

func (hostNames) Host(name string) []netip.Addr {
	if name != "router" {
		return nil
	}
	return []netip.Addr{netip.MustParseAddr("10.0.0.1"), netip.MustParseAddr("fe80::1")}
}

func (hostNames) Network(name string) (netip.Prefix, bool) {
	switch name {
	case "lan":
		return netip.MustParsePrefix("10.2.3.4/16"), true
	case "six":
		return netip.MustParsePrefix("fe80::/10"), true
	}
	return netip.Prefix{}, name == "empty"
}

func (hostNames) Ether(name string) ([6]byte, bool) {
	return [6]byte{2, 0, 0, 0, 0, 9}, name == "router"
}

// TestNames: a source of names gives the same program as the addresses.
func TestNames(t *testing.T) {
	for _, c := range [][2]string{
		{"host router", "host 10.0.0.1 or host fe80::1"},
		{"src router", "src 10.0.0.1 or src fe80::1"},
		{"ip6 host router", "ip6 host fe80::1"},
		{"ether dst router", "ether dst 2:0:0:0:0:9"},
		{"gateway router", "ether host 2:0:0:0:0:9 and not host 10.0.0.1"},
		{"host localhost", "host 127.0.0.1 or host ::1"},
		{"tcp port http", "tcp port 80"},
		{"port http", "tcp port 80"},
		{"port domain", "port 53"},
		{"portrange ftp-data-ssh", "portrange 20-22"},
		{"ip proto gre", "ip proto 47"},
		{"ether proto \\arp", "arp"},
		{"net link-local", "net 169.254.0.0/16"},
	} {
		var list [2]string
		for i, expr := range c {
			names := DefaultNames()
			if strings.Contains(expr, "router") {
				names = hostNames{names}
			}
			p, err := Compile(expr, capture.LinkTypeEthernet, WithNames(names))
			if err != nil {
				t.Fatal(err)
			}
			list[i] = p.List()
		}
		if c[0] == "portrange ftp-data-ssh" || c[0] == "port http" {
			list[1] = list[0] // tcp only
			if !strings.Contains(list[0], "#0x6 ") || strings.Contains(list[0], "#0x11 ") {
				t.Errorf("%q is not for TCP:\n%s", c[0], list[0])
			}
		}
		if list[0] != list[1] {
			t.Errorf("%q:\n%s%q:\n%s", c[0], list[0], c[1], list[1])
		}
	}
}

// TestNetworkNames: bits outside of the prefix do not matter, and what is no IPv4 network is not known.
func TestNetworkNames(t *testing.T) {
	names := WithNames(hostNames{DefaultNames()})
	a, err := Compile("src net lan", capture.LinkTypeRaw, names)
	b, err2 := Compile("src net 10.2.0.0/16", capture.LinkTypeRaw)
	if err != nil || err2 != nil || a.List() != b.List() {
		t.Error(err, err2)
	}
	for _, name := range []string{"six", "empty", "other"} {
		if _, err := Compile("net "+name, capture.LinkTypeRaw, names); !errors.Is(err, ErrName) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestServices: every name in the table is found, for its transports and no others.
func TestServices(t *testing.T) {
	names, count := DefaultNames(), 0
	for line := range strings.Lines(servicePorts) {
		port, list, _ := strings.Cut(strings.TrimSpace(line), " ")
		for word := range strings.SplitSeq(list, " ") {
			name, transports, _ := strings.Cut(word, "/")
			for _, transport := range []string{"tcp", "udp", "sctp"} {
				_, ok := names.Service(name, transport)
				if want := strings.Contains(transports, transport[:1]); ok != want && strings.Count(servicePorts, " "+name+"/") == 1 {
					t.Errorf("%s %s: %v", name, transport, ok)
				}
			}
			first := map[byte]string{'t': "tcp", 'u': "udp", 's': "sctp"}[transports[0]]
			if n, _ := names.Service(name, first); fmt.Sprint(n) != port && strings.Count(servicePorts, " "+name+"/") == 1 {
				t.Errorf("%s: %d, want %s", name, n, port)
			}
			count++
		}
	}
	for _, name := range []string{"", "htt", "ttp", "http/t", "80", "domain/tu\n67 bootps", "no such"} {
		if n, ok := names.Service(name, "tcp"); ok {
			t.Errorf("%q: %d", name, n)
		}
	}
	if count < 300 {
		t.Error(count)
	}
}

// TestOptions: what a program accepts, and unknown netmasks.
func TestOptions(t *testing.T) {
	p, err := Compile("", capture.LinkTypeEthernet, WithSnapLen(96))
	if err != nil || p.List() != "(000) ret      #96\n" {
		t.Error(p, err)
	}
	p, err = Compile("ip broadcast", capture.LinkTypeRaw, WithNetmask(netip.MustParseAddr("255.255.255.0")), WithSnapLen(0))
	if err != nil || !strings.Contains(p.List(), "jset     #0xff ") && !strings.Contains(p.List(), "and      #0xff\n") {
		t.Error(p.List(), err)
	}
	if _, err = Compile("ip broadcast", capture.LinkTypeRaw, WithNetmask(netip.IPv6Unspecified())); !errors.Is(err, ErrQualifier) {
		t.Error(err)
	}
	a, _ := Compile("tcp or tcp", capture.LinkTypeEthernet)
	b, _ := Compile("tcp or tcp", capture.LinkTypeEthernet, WithoutOptimizer())
	if a.Len() >= b.Len() {
		t.Error(a.Len(), b.Len())
	}
}

// FuzzCompile: any text compiles to a valid program, or is refused with a place inside it; programs with and without the optimizer agree.
func FuzzCompile(f *testing.F) {
	for _, e := range liveSeeds {
		f.Add(e, uint16(1), false, []byte("\x02\x00\x00\x00\x00\x01\x02\x00\x00\x00\x00\x02\x81\x00\x00\x05\x08\x00\x45\x00\x00\x28"))
	}
	f.Add("type data subtype qos and wlan ra 1:2:3:4:5:6", uint16(127), false, make([]byte, 64))
	f.Add("opc (1 or 2) and hsls > 3", uint16(140), true, make([]byte, 64))
	f.Fuzz(func(t *testing.T, expr string, link uint16, live bool, data []byte) {
		if len(expr) > 4096 {
			t.Skip("long expressions are slow, not different")
		}
		opts := []Option{WithNetmask(netip.MustParseAddr("255.255.0.0"))}
		if live {
			opts = append(opts, ForSocket())
		}
		p, err := Compile(expr, capture.LinkType(link), opts...)
		plain, err2 := Compile(expr, capture.LinkType(link), append(opts, WithoutOptimizer())...)
		if (err == nil) != (err2 == nil) {
			t.Fatal(err, err2)
		}
		if err != nil {
			var e *Error
			if !errors.As(err, &e) || e.Offset < 0 || e.Offset > len(expr) || e.Err == nil || e.Expr != expr {
				t.Fatalf("%#v", err)
			}
			return
		}
		if p.Len() == 1 && p.code[0].K != 0 {
			return // accepts packets too that are too short for loads which decide nothing
		}
		if a, b := interpret(plain.code, data, uint32(len(data)), nil), interpret(p.code, data, uint32(len(data)), nil); a != b {
			t.Fatalf("%q: %d optimized, %d as written\n%s\n%s", expr, b, a, p.List(), plain.List())
		}
	})
}

// liveSeeds are expressions of every kind.
var liveSeeds = []string{
	"", "ip", "tcp port 80 and not host 10.0.0.1", "vlan 5 and udp", "not vlan", "inbound", "mpls 5 and ip", "pppoes and ip6",
	"geneve and tcp port 80", "vxlan 7 and vlan 3 and arp", "ip[8] * (ip[9] + tcp[12]) / (ip[4:2] + 1) > len", "portrange 5-9 or net fe80::/10",
	"ether host 1:2:3:4:5:6 and not broadcast", "llc u", "protochain 6", "byte 3 & 7", "len - 5 <= 7 % 3", "host (1.2.3.4 or not 5.6.7.8)",
}
