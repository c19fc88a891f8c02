package layers_test

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"net/netip"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/layers"
)

// tshark writes a message as the payload of UDP over IPv4 to a file, and gives the
// values of fields as tshark reads them. The last field says whether it is malformed.
func tshark(t *testing.T, port uint16, payload []byte, fields ...string) []string {
	t.Helper()
	prog, err := exec.LookPath("tshark")
	if err != nil {
		t.Skip("tshark is not installed")
	}
	n := len(payload)
	b := []byte("\xd4\xc3\xb2\xa1\x02\x00\x04\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x04\x00\x65\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00")
	b = binary.LittleEndian.AppendUint32(b, uint32(28+n))
	b = binary.LittleEndian.AppendUint32(b, uint32(28+n))
	b = append(b, 0x45, 0)
	b = binary.BigEndian.AppendUint16(b, uint16(28+n))
	b = append(b, 0, 1, 0, 0, 64, 17, 0, 0, 192, 0, 2, 1, 192, 0, 2, 2)
	b = binary.BigEndian.AppendUint16(b, port)
	b = binary.BigEndian.AppendUint16(b, port)
	b = binary.BigEndian.AppendUint16(b, uint16(8+n))
	b = append(append(b, 0, 0), payload...)
	file := filepath.Join(t.TempDir(), "one.pcap")
	if err := os.WriteFile(file, b, 0o600); err != nil {
		t.Fatal(err)
	}
	args := []string{"-r", file, "-n", "-T", "fields", "-E", "separator=|", "-E", "aggregator=,"}
	for _, f := range append(fields, "_ws.malformed") {
		args = append(args, "-e", f)
	}
	out, err := exec.Command(prog, args...).Output()
	if err != nil {
		t.Fatal(err)
	}
	return strings.Split(strings.TrimRight(string(out), "\n"), "|")
}

// TestDNSReadByTshark builds a message with compression in every place that
// may have it, and some that may not.
func TestDNSReadByTshark(t *testing.T) {
	name := layers.MustParseDNSName
	svc, err := layers.NewDNSSvcParam(layers.DNSSvcALPN, &layers.DNSSvcALPNList{Protocols: []layers.DNSString{"h2", "h3"}})
	if err != nil {
		t.Fatal(err)
	}
	d := layers.DNS{
		ID: 0x4711, QR: true, AA: true, RD: true,
		Questions: []layers.DNSQuestion{{Name: name("www.example.org"), Type: layers.DNSTypeANY, Class: layers.DNSClassIN}},
		Answers: []layers.DNSResource{
			layers.NewDNSResource(name("www.example.org"), 1, &layers.DNSCNAME{Target: name("host.example.org")}),
			layers.NewDNSResource(name("host.example.org"), 2, &layers.DNSA{Addr: netip.MustParseAddr("192.0.2.7")}),
			layers.NewDNSResource(name("host.example.org"), 3, &layers.DNSAAAA{Addr: netip.MustParseAddr("2001:db8::7")}),
			layers.NewDNSResource(name("example.org"), 4, &layers.DNSMX{Preference: 5, Exchange: name("mx.host.example.org")}),
			layers.NewDNSResource(name("_sip._udp.example.org"), 5, &layers.DNSSRV{Port: 5060, Target: name("host.example.org").Full()}),
			layers.NewDNSResource(name("example.org"), 6, &layers.DNSSVCB{Priority: 1, Params: []layers.DNSSvcParam{svc}}),
			layers.NewDNSResource(name("example.org"), 7, &layers.DNSTXT{Text: []layers.DNSString{"a b", ""}}),
		},
		Authorities: []layers.DNSResource{
			layers.NewDNSResource(name("example.org"), 8, &layers.DNSSOA{MName: name("ns.example.org"), RName: name("root.ns.example.org"), Serial: 9}),
			layers.NewDNSResource(name("org"), 8, &layers.DNSNS{Host: name("mx.host.example.org")}),
		},
		Additionals: []layers.DNSResource{layers.NewDNSOPT(1232, true)},
	}
	b, err := codec.Marshal(&d)
	if err != nil {
		t.Fatal(err)
	}
	got := tshark(t, 53, b, "dns.id", "dns.count.answers", "dns.qry.name", "dns.resp.name", "dns.resp.type", "dns.cname", "dns.a", "dns.aaaa",
		"dns.mx.mail_exchange", "dns.srv.target", "dns.soa.mname", "dns.soa.rname", "dns.ns", "dns.txt", "dns.svcb.svcparam.key", "dns.rr.udp_payload_size")
	want := []string{
		"0x4711", "7", "www.example.org",
		"www.example.org,host.example.org,host.example.org,example.org,example.org,example.org,example.org,org,<Root>",
		"5,1,28,15,33,64,16,6,2,41", "host.example.org", "192.0.2.7", "2001:db8::7", "mx.host.example.org", "host.example.org",
		"ns.example.org", "root.ns.example.org", "mx.host.example.org", "a b,", "1", "1232", "",
	}
	if fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("\nwant %q\ngot  %q\n%x", want, got, b)
	}
	if !bytes.Contains(b, []byte("\x04host\x07example\x03org\x00")) || bytes.Count(b, []byte("\x07example\x03org\x00")) != 2 {
		t.Errorf("in full once in the question and once in SRV: %x", b)
	}
}

// TestDHCPv4ReadByTshark builds a message with an option in two parts and options in File.
func TestDHCPv4ReadByTshark(t *testing.T) {
	d := layers.DHCPv4{Op: layers.DHCPv4Request, HardwareType: 1, XID: 0x11223344, Broadcast: true}
	d.SetClientHardware([]byte{2, 0, 0, 0, 0, 9})
	d.SetOption(layers.DHCPv4OptionMessageType, []byte{byte(layers.DHCPv4Inform)})
	d.SetOption(layers.DHCPv4OptionOverload, []byte{1})
	copy(d.File[:], "\x0c\x05hello\xff")
	for _, v := range []struct {
		typ   layers.DHCPv4OptionType
		value any
	}{
		{layers.DHCPv4OptionRequestedAddr, &layers.DHCPv4Address{Addr: netip.MustParseAddr("192.0.2.99")}},
		{layers.DHCPv4OptionParameters, &layers.DHCPv4Parameters{Types: []layers.DHCPv4OptionType{1, 3, 121}}},
		{layers.DHCPv4OptionClasslessRoutes, &layers.DHCPv4Routes{Routes: []layers.DHCPv4Route{{Network: netip.MustParsePrefix("198.51.100.0/22"), Router: netip.MustParseAddr("192.0.2.1")}}}},
		{layers.DHCPv4OptionDomainSearch, &layers.DHCPv4DomainSearch{Domains: []layers.DNSFullName{layers.MustParseDNSName("a.example").Full()}}},
	} {
		o, err := layers.NewDHCPv4Option(v.typ, v.value)
		if err != nil {
			t.Fatal(err)
		}
		d.SetOption(o.Type, o.Data)
	}
	b, err := codec.Marshal(&d)
	if err != nil {
		t.Fatal(err)
	}
	got := tshark(t, 67, b, "dhcp.id", "dhcp.hw.mac_addr", "dhcp.flags", "dhcp.option.type", "dhcp.option.dhcp", "dhcp.option.hostname",
		"dhcp.option.requested_ip_address", "dhcp.option.request_list_item", "dhcp.option.dhcp_dns_domain_search_list_fqdn", "dhcp.option.classless_static_route")
	want := []string{"0x11223344", "02:00:00:00:00:09", "0x8000", "53,52,12,0,50,55,121,119,0" /* it shows end as 0 */, "8", "hello", "192.0.2.99", "1,3,121", "a.example", "16c63364c0000201", ""}
	if fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("\nwant %q\ngot  %q\n%x", want, got, b)
	}
}
