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
var builtLinks = []int{0, 1, 12, 14, 101, 105, 108, 113, 119, 127, 163, 228, 229, 276}

// built are the protocols that the library decodes, as tshark names them.
var built = strings.Fields(`radiotap wlan_radio wlan prism wlancap eth ethertype vlan llc sll null raw arp ip ipv6 ipv6.hopopts ipv6.dstopts ipv6.routing
	ipv6.fraghdr ah icmp icmpv6 tcp udp dns mdns llmnr dhcp data _ws.malformed _ws.short`)

// tcpText and udpText are the ports whose payload tcpdump prints as a protocol that
// is not built; on other ports it prints no more than a length.
var (
	tcpText = []int{
		21, 22, 23, 25, 43, 80, 111, 139, 179, 323, 445, 464, 502, 554, 646, 1723, 2049, 3128, 4786, 5060, 6379, 6633,
		6653, 8080, 8554, 10288,
	}
	udpText = []int{
		22, 69, 88, 111, 123, 137, 138, 161, 162, 177, 319, 320, 323, 434, 464, 496, 500, 514, 520, 521, 525, 546, 547, 623,
		646, 654, 698, 701, 750, 921, 1645, 1646, 1700, 1701, 1812, 1813, 1967, 1985, 2049, 2055, 2103, 3456, 3503, 3544, 3784,
		3785, 3799, 4341, 4342, 4500, 4784, 4789, 4790, 4567, 5050, 5060, 5678, 6080, 6081, 6343, 6635, 6696, 6697, 6699, 7500,
		8231, 8472, 9875, 12222, 12223, 30490, 49152, 64999,
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
		}
	}
	return proto, true
}

// tcp judges a TCP segment by its ports: without payload, or on a port that tcpdump prints nothing for, it is within.
func (t *truth) tcp(stack []string, quoted bool) (string, bool) {
	f := &t.Fields
	proto := "tcp"
	if slices.Contains(stack, "dns") {
		proto = "dns/tcp"
	}
	for i := range min(len(f.TCPSrc), len(f.TCPDst)) {
		empty := i < len(f.TCPLen) && f.TCPLen[i] == 0 && !quoted
		if !empty && (slices.Contains(tcpText, f.TCPSrc[i]) || slices.Contains(tcpText, f.TCPDst[i])) {
			return proto, false
		}
	}
	// Remote procedure calls are recognised by what they say.
	return proto, !slices.Contains(stack, "rpc")
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
	for _, p := range []string{"dns", "mdns", "llmnr", "dhcp"} {
		if slices.Contains(stack, p) {
			return p, true
		}
	}
	return "udp", !slices.Contains(stack, "rpc")
}
