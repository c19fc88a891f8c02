package bpf

import (
	"encoding/hex"
	"slices"
	"strings"
	"testing"

	"github.com/wiretag/wiretag/capture"
)

// Parts of frames, in hexadecimal.
const (
	hexMACs  = "020000000002 020000000001"
	hexIPv4  = "4500 0028 0001 0000 40" // then the protocol
	hexAddrs = "0000 0a000001 0a000002" // checksum, 10.0.0.1 to 10.0.0.2
	hexIPv6  = "60000000 0014"          // then next header, hop limit
	hexAddr6 = "fe800000000000000000000000000001 ff020000000000000000000000000002"
	hexTCP   = "0fa0 0050 00000001 00000000 5002 0000 0000 0000" // 4000 to 80, SYN
	hexUDP   = "1388 0035 0014 0000 000102030405060708090a0b"    // 5000 to 53
)

// frames are packets of one link type.
type frames []string

func (f frames) bytes(t *testing.T) [][]byte {
	var list [][]byte
	for _, s := range f {
		b, err := hex.DecodeString(strings.ReplaceAll(s, " ", ""))
		if err != nil {
			t.Fatal(s, err)
		}
		list = append(list, b)
	}
	return list
}

var ethernetFrames = frames{
	0:  hexMACs + "0800" + hexIPv4 + "06" + hexAddrs + hexTCP,
	1:  hexMACs + "0800" + hexIPv4 + "11" + hexAddrs + hexUDP,
	2:  hexMACs + "86dd" + hexIPv6 + "11 40" + hexAddr6 + hexUDP,
	3:  "ffffffffffff 020000000001 0806 0001 0800 06 04 0001 020000000001 0a000001 000000000000 0a000003",
	4:  hexMACs + "8100 2005 0800" + hexIPv4 + "06" + hexAddrs + hexTCP,
	5:  hexMACs + "88a8 0007 8100 0005 86dd" + hexIPv6 + "06 40" + hexAddr6 + hexTCP,
	6:  hexMACs + "8847 00010000 00002100 4500 0028 0001 0000 4006" + hexAddrs + hexTCP, // labels 16 and 2
	7:  hexMACs + "8864 1100 0027 002a 0021" + hexIPv4 + "11" + hexAddrs + hexUDP,
	8:  hexMACs + "0800 4500 0028 0001 2001 4006" + hexAddrs + hexTCP,                                                                        // a later fragment
	9:  hexMACs + "0026 4242 03 0000 00",                                                                                                     // spanning tree
	10: hexMACs + "0800" + hexIPv4 + "11" + hexAddrs + "1388 12b5 0046 0000 08000000 00000700" + hexMACs + "0806" + strings.Repeat("00", 28), // VXLAN 7
	11: hexMACs + "0800" + hexIPv4 + "11" + hexAddrs + "1388 17c1 0046 0000 0100 6558 00000900 deadbeef" + hexMACs + "0800" + hexIPv4 + "06" + hexAddrs + hexTCP,
	12: hexMACs + "0800" + hexIPv4 + "11" + hexAddrs + "1388 17c1 0046 0000 0000 86dd 00000800" + hexIPv6 + "06 40" + hexAddr6 + hexTCP,
	13: hexMACs + "0800 46",                                                                               // cut
	14: hexMACs + "86dd" + hexIPv6 + "00 40" + hexAddr6 + "2c00 000000000000 0600 0000 00000000" + hexTCP, // hop-by-hop, fragment, TCP
}

// TestMeaning: verdicts that follow from the language, without and with the optimizer.
func TestMeaning(t *testing.T) {
	for _, c := range []struct {
		expr string
		want []int
	}{
		{"tcp", []int{0, 8}},
		{"udp or arp", []int{1, 2, 3, 10, 11, 12}},
		{"port 53", []int{1, 2}},
		{"tcp dst port 80", []int{0}},
		{"tcp dst port 80 or 443", []int{0}},
		{"portrange 4000-5000", []int{0, 1, 2, 10, 11, 12}},
		{"dst port domain", []int{1, 2}},
		{"host 10.0.0.1 and not udp", []int{0, 3, 8}},
		{"arp host 10.0.0.3", []int{3}},
		{"dst 10.0.0.3", []int{3}},
		{"src net fe80::/10", []int{2, 14}},
		{"net 10.0 and not ip", []int{3}},
		{"ip6 multicast", []int{2, 14}},
		{"ether broadcast", []int{3}},
		{"ether src 2:0:0:0:0:1 and less 40", []int{9, 13}},
		{"not ip and not ip6", []int{3, 4, 5, 6, 7, 9}},
		{"vlan", []int{4, 5}},
		{"vlan 5 and ip", []int{4}},
		{"vlan 7 and vlan 5 and tcp dst port 80", []int{5}},
		{"vlan and ether dst 2:0:0:0:0:2", []int{4, 5}},
		{"ip or (vlan and ip)", []int{0, 1, 4, 8, 10, 11, 12, 13}},
		{"mpls", []int{6}},
		{"mpls 16 and mpls 2 and tcp", []int{6}},
		{"mpls and ip", []int{}}, // not the last label
		{"pppoes 0x27 and udp port 53", []int{7}},
		{"stp", []int{9}},
		{"llc u", []int{9}},
		{"ether proto 0x42", []int{9}},
		{"vxlan 7 and arp", []int{10}},
		{"vxlan and ip", []int{}},
		{"geneve 9 and tcp port 80", []int{11}},
		{"geneve and ip6 and tcp", []int{12}},
		{"geneve and ether dst 2:0:0:0:0:2", []int{11}}, // 12 has no Ethernet header
		{"ip[0] & 0xf = 5 and tcp[13] & 2 != 0", []int{0}},
		{"tcp[tcpflags] = tcp-syn", []int{0}},
		{"ip[6:2] & 0x1fff != 0", []int{8}},
		{"not ip[8] = 1", []int{0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 14}}, // 13 is too short
		{"not ether[1000] = 0", []int{}},
		{"ip[2:2] + 14 = len", []int{0, 1, 8}},
		{"len % 7 + 1 = 2 and arp", []int{3}},                 // 42 % (7+1)
		{"1 - ip6[6] > 5 and ether[12:2] = 0x86dd", []int{2}}, // without a sign; 14 has 0 there
		{"ip6 protochain 6", []int{14}},
		{"ip protochain 17", []int{1, 10, 11, 12}},
		{"ip6 proto 44", []int{}},
		{"link[12:2] = ip[2:2] << 8 >> 8 or byte 12 > 0x87", []int{5, 6, 7}},
	} {
		checkMeaning(t, c.expr, capture.LinkTypeEthernet, ethernetFrames, c.want)
	}
}

func checkMeaning(t *testing.T, expr string, link capture.LinkType, f frames, want []int) {
	t.Helper()
	for _, opts := range [][]Option{{WithoutOptimizer()}, nil} {
		p, err := Compile(expr, link, opts...)
		if err != nil {
			t.Errorf("%q: %v", expr, err)
			return
		}
		got := []int{}
		for i, data := range f.bytes(t) {
			if p.Match(data, uint32(len(data))) {
				got = append(got, i)
			}
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s %q: %v, want %v\n%s", link, expr, got, want, p.List())
		}
	}
}

// TestMeaningOfLinks: link types whose headers vary in length, or differ between systems.
func TestMeaningOfLinks(t *testing.T) {
	const snap = "aaaa03000000 0800"
	for _, c := range []struct {
		link capture.LinkType
		frames
		expr string
		want []int
	}{
		{capture.LinkTypeNull, frames{"00000002" + hexIPv4 + "06" + hexAddrs, "02000000" + hexIPv4 + "06" + hexAddrs, "1e000000" + hexIPv6 + "06 40" + hexAddr6}, "ip", []int{0, 1}},
		{capture.LinkTypeNull, frames{"0000001c" + hexIPv6, "18000000" + hexIPv6, "0a000000" + hexIPv6}, "ip6", []int{0, 1}},
		{capture.LinkTypePFLog, frames{"3d020100" + strings.Repeat("00", 56) + "01000000" + hexIPv4 + "06" + hexAddrs + hexTCP}, "tcp port 80 and action block and inbound", []int{0}},
		{capture.LinkTypeIEEE80211, frames{
			"0801 0000 020000000002 020000000001 020000000003 0000" + snap + hexIPv4 + "06" + hexAddrs + hexTCP,
			"8801 0000 020000000002 020000000001 020000000003 0000 0000" + snap + hexIPv4 + "06" + hexAddrs + hexTCP, // with QoS
			"8000 0000 ffffffffffff 020000000001 020000000003 0000",
		}, "tcp port 80 and wlan dst 2:0:0:0:0:3", []int{0, 1}},
		{capture.LinkTypeIEEE80211Radiotap, frames{
			"0000 0a00 02000000 0000 0801 0000 020000000002 020000000001 020000000003 0000" + snap + hexIPv4 + "06" + hexAddrs + hexTCP,
			"0000 0c00 02000000 20000000 8801 0000 020000000002 020000000001 020000000003 0000 0000 0000" + snap + hexIPv4 + "06" + hexAddrs + hexTCP, // padded
			"0000 0800 00000000 8000 0000 ffffffffffff 020000000001 020000000003 0000",
		}, "tcp", []int{0, 1}},
		{capture.LinkTypeIEEE80211Radiotap, frames{"0000 0800 00000000 8000 0000 ffffffffffff 020000000001 020000000003 0000", "0000 0800 00000000 d400 0000 020000000002"}, "subtype beacon or subtype ack", []int{0, 1}},
		{capture.LinkTypeLinuxSLL2, frames{"0800 0000 00000002 0001 04 06 020000000001 0000" + hexIPv4 + "06" + hexAddrs + hexTCP}, "outbound and ifindex 2 and tcp port 80", []int{0}},
		{capture.LinkTypeLinuxSLL, frames{"0000 0001 0006 020000000001 0000 0806 0001", "0004 0001 0006 020000000001 0000 0806 0001"}, "inbound and arp", []int{0}},
		{capture.LinkTypeRaw, frames{hexIPv4 + "06" + hexAddrs + hexTCP, hexIPv6 + "06 40" + hexAddr6 + hexTCP}, "ip6 and tcp[0:2] = 4000 or port 80", []int{0, 1}},
		{capture.LinkTypeMTP2, frames{"0000 3f 83 4100 9001", "0000 00 00", "0000 02 00"}, "fisu or lssu", []int{1, 2}},
		{capture.LinkTypeSunATM, frames{"0200 0064 aaaa03000000 0800" + hexIPv4 + "06" + hexAddrs + hexTCP, "0100 0064 0000" + hexMACs + "0806 0001"}, "vci 100 and tcp or lane and arp", []int{1}},
	} {
		checkMeaning(t, c.expr, c.link, c.frames, c.want)
	}
}
