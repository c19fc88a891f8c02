package main

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"encoding/json"
	"errors"
	"io"
	"os"
	"slices"
	"strings"
)

// truth is what the corpus knows about one packet.
type truth struct {
	Link      int        `json:"lt"`
	Protocols string     `json:"p"`
	Malformed []string   `json:"malformed"`
	Fields    truthPorts `json:"f"`
}

// truthPorts are the fields that say where tcpdump sends a payload.
type truthPorts struct {
	TCPSrc []int `json:"tcp.srcport"`
	TCPDst []int `json:"tcp.dstport"`
	TCPLen []int `json:"tcp.len"`
	UDPSrc []int `json:"udp.srcport"`
	UDPDst []int `json:"udp.dstport"`
}

// readTruth reads a truth file; none is an empty truth.
func readTruth(path string) ([]truth, error) {
	f, err := os.Open(path)
	if errors.Is(err, os.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		return nil, err
	}
	var all []truth
	dec := json.NewDecoder(z)
	for {
		var t truth
		if err := dec.Decode(&t); errors.Is(err, io.EOF) {
			return all, nil
		} else if err != nil {
			return all, err
		}
		all = append(all, t)
	}
}

// fuzzFiles are the captures that a fuzzer made, by name.
func fuzzFiles(manifest string) (map[string]bool, error) {
	f, err := os.ReadFile(manifest)
	if err != nil {
		return nil, err
	}
	fuzz := map[string]bool{}
	s := bufio.NewScanner(bytes.NewReader(f))
	s.Buffer(nil, len(f)+1)
	for s.Scan() {
		var m struct {
			File string `json:"file"`
			Fuzz bool   `json:"fuzz"`
		}
		if err := json.Unmarshal(s.Bytes(), &m); err != nil {
			return nil, err
		}
		fuzz[m.File] = m.Fuzz
	}
	return fuzz, s.Err()
}

// builtLinks are the link types whose packets are judged.
var builtLinks = []int{0, 1, 9, 10, 12, 14, 50, 51, 101, 104, 105, 107, 108, 113, 117, 119, 127, 163, 192, 228, 229, 239, 276}

// built are the protocols below and beside the transport that the library decodes, as tshark names them.
var built = strings.Fields(`radiotap wlan_radio wlan prism wlancap eth ethertype vlan ieee8021ad llc sll null raw arp ip ipv6 ipv6.hopopts ipv6.dstopts ipv6.routing
	ipv6.fraghdr ah icmp icmpv6 tcp udp dns mdns llmnr dhcp data _ws.malformed _ws.short fddi chdlc slarp fr nflog pflog ppi stp slow lacp marker oampdu ossp
	lldp cdp gre erspan mpls pwethcw pwach vxlan geneve etherip esp udpencap gue nsh eapol eap l2tp ppp lcp ipcp ipv6cp mplscp ccp ecp pap chap lqr mp
	pppoes pppoed igmp dvmrp vrrp pim eigrp ospf osi isis isis.hello isis.lsp isis.csnp isis.psnp esis clnp sctp udplite dccp rdp pgm isakmp
	aoe ipx loop ipcomp mipv6`)

// tcpText and udpText are the ports whose payload tcpdump prints as a protocol that
// is not built; on other ports it prints no more than a length, or what is built.
var (
	tcpText = []int{23, 43, 323, 464, 502, 639, 646, 1723, 2049, 4786, 6379, 6633, 6653, 10288}
	udpText = []int{
		88, 177, 319, 320, 434, 464, 496, 623, 646, 654, 698, 750, 1967, 2049, 2103, 3456, 3503, 3544, 4341, 4342, 4567, 5050, 5678, 6080, 6635, 6696,
		6697, 6699, 8231, 9875, 12222, 12223, 30490, 49152, 64999,
	}
)

// within says under which protocol a packet counts, and whether everything that
// tcpdump prints of it is built.
func (t *truth) within(flags []string) (proto string, in bool) {
	stack := strings.Split(t.Protocols, ":")
	proto = "none"
	if t.Protocols == "" || !slices.Contains(builtLinks, t.Link) {
		return proto, false
	}
	verbose := slices.ContainsFunc(flags, func(f string) bool {
		return strings.HasPrefix(f, "-") && !strings.HasPrefix(f, "--") && strings.Contains(f, "v")
	})
	for _, p := range stack {
		if !slices.Contains(built, p) {
			return proto, false
		}
		if p != "data" && p != "ethertype" && !strings.HasPrefix(p, "_ws.") {
			proto = p
		}
		switch p {
		case "icmp", "icmpv6":
			if !verbose {
				return proto, true
			}
		case "tcp":
			return t.tcp(stack, verbose)
		case "udp":
			return t.udp(stack)
		case "sctp", "dccp", "pgm":
			return proto, true
		}
	}
	return proto, true
}

// named are the protocols over TCP and UDP that are counted by their name, beside those that tcpdump prints by a port.
var named = strings.Fields(`dns mdns llmnr dhcp http rtsp sip smtp ftp ssh bgp rpc ntp tftp syslog radius snmp dhcpv6 hsrp bfd rip ripng
	vxlan geneve udpencap esp l2tp sflow cflow gtp isakmp`)

// application is the name that packets count under: the last named protocol of a stack, or the transport's.
func application(stack []string, transport string) string {
	name := transport
	for _, p := range stack[slices.Index(stack, transport)+1:] {
		if slices.Contains(named, p) {
			name = p
		}
	}
	return name
}

// tcp judges a TCP segment by its ports: without payload, or on a port that tcpdump prints nothing for, it is within.
func (t *truth) tcp(stack []string, quoted bool) (string, bool) {
	f := &t.Fields
	proto := application(stack, "tcp")
	if proto == "dns" {
		proto = "dns/tcp"
	}
	for i := range min(len(f.TCPSrc), len(f.TCPDst)) {
		empty := i < len(f.TCPLen) && f.TCPLen[i] == 0 && !quoted
		if !empty && (slices.Contains(tcpText, f.TCPSrc[i]) || slices.Contains(tcpText, f.TCPDst[i])) {
			return proto, false
		}
	}
	return proto, true
}

func (t *truth) udp(stack []string) (string, bool) {
	f := &t.Fields
	for _, ports := range [][]int{f.UDPSrc, f.UDPDst} {
		for _, p := range ports {
			if slices.Contains(udpText, p) || p >= 7000 && p <= 7023 {
				return "udp", false
			}
		}
	}
	return application(stack, "udp"), true
}
