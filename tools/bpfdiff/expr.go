package main

import (
	"fmt"
	"math/rand"
	"strings"
)

// generator makes random expressions of the filter language. Numbers and addresses are taken from packets now and then, so that expressions match.
type generator struct {
	*rand.Rand
	packets [][]byte
}

func (g *generator) one(of ...string) string { return of[g.Intn(len(of))] }

// expression makes an expression.
func (g *generator) expression(depth int) string {
	if depth == 0 || g.Intn(3) == 0 {
		return g.term()
	}
	switch g.Intn(8) {
	case 0:
		return g.one("not ", "!", "! ") + g.grouped(depth-1)
	case 1:
		return "(" + g.expression(depth-1) + ")"
	case 2, 3, 4:
		return g.grouped(depth-1) + g.one(" and ", " && ", " and ") + g.grouped(depth-1)
	}
	return g.grouped(depth-1) + g.one(" or ", " || ") + g.grouped(depth-1)
}

func (g *generator) grouped(depth int) string {
	e := g.expression(depth)
	if g.Intn(2) == 0 && strings.ContainsAny(e, " ") {
		return "(" + e + ")"
	}
	return e
}

// term makes a primitive.
func (g *generator) term() string {
	switch g.Intn(16) {
	case 0, 1:
		return g.one("ip", "ip6", "arp", "rarp", "tcp", "udp", "icmp", "icmp6", "igmp", "sctp", "pim", "vrrp", "carp", "ah", "esp", "igrp", "atalk", "aarp", "decnet", "iso", "stp", "ipx", "netbeui", "lat", "moprc", "mopdl", "clnp", "esis", "isis")
	case 2, 3:
		return g.direction() + g.one("host ", "", "host ") + g.host()
	case 4:
		return g.direction() + "net " + g.network()
	case 5, 6:
		return g.one("", "tcp ", "udp ", "sctp ") + g.direction() + "port " + g.port()
	case 7:
		return g.one("", "tcp ", "udp ") + g.direction() + "portrange " + g.port() + "-" + g.port()
	case 8:
		return g.one("ip proto ", "ip6 proto ", "proto ") + fmt.Sprint(g.Intn(140))
	case 9:
		return "ether proto " + g.one("0x0800", "0x86dd", "0x0806", "0x8100", "2054", "0x42", "6", "\\ip", "\\arp")
	case 10:
		return g.one("ether ", "link ") + g.one("src ", "dst ", "host ", "src or dst ") + g.mac()
	case 11:
		return g.one("less ", "greater ") + fmt.Sprint(g.Intn(1600))
	case 12:
		return g.other()
	}
	return g.arith(2) + g.one(" = ", " == ", " != ", " > ", " < ", " >= ", " <= ") + g.arith(1)
}

func (g *generator) direction() string {
	return g.one("", "", "src ", "dst ", "src or dst ", "src and dst ")
}

func (g *generator) other() string {
	switch g.Intn(10) {
	case 0, 1:
		return g.one("vlan", fmt.Sprint("vlan ", g.Intn(8)))
	case 2:
		return g.one("mpls", fmt.Sprint("mpls ", g.Intn(2000)))
	case 3:
		return g.one("pppoed", "pppoes", fmt.Sprint("pppoes ", g.Intn(20)))
	case 4:
		return g.one("geneve", fmt.Sprint("geneve ", g.Intn(20)))
	case 5:
		return g.one("ether broadcast", "ether multicast", "broadcast", "multicast", "ip6 multicast")
	case 6:
		return g.one("llc", "llc i", "llc s", "llc u", "llc ui", "llc rr")
	case 7:
		return g.one("type mgt", "type ctl", "type data", "subtype beacon", "dir fromds", "wlan addr1 "+g.mac())
	case 8:
		return g.one("ip protochain ", "ip6 protochain ", "protochain ") + g.one("6", "17", "58", "1")
	}
	return g.one("ip", "arp", "tcp") + g.one("", " src ") + "host " + g.host4()
}

// bytes takes bytes of a packet, or random ones.
func (g *generator) bytes(n int) []byte {
	b := make([]byte, n)
	g.Read(b)
	if len(g.packets) > 0 && g.Intn(4) > 0 {
		p := g.packets[g.Intn(len(g.packets))]
		if len(p) > n {
			copy(b, p[g.Intn(min(len(p)-n, 48)):])
		}
	}
	return b
}

func (g *generator) host() string {
	if g.Intn(3) == 0 {
		b := g.bytes(16)
		s := fmt.Sprintf("%x", b)
		return s[:4] + ":" + s[4:8] + ":" + s[8:12] + ":" + s[12:16] + ":" + s[16:20] + ":" + s[20:24] + ":" + s[24:28] + ":" + s[28:]
	}
	return g.host4()
}

func (g *generator) host4() string {
	b := g.bytes(4)
	return fmt.Sprintf("%d.%d.%d.%d", b[0], b[1], b[2], b[3])
}

func (g *generator) network() string {
	b := g.bytes(4)
	switch g.Intn(5) {
	case 0:
		return fmt.Sprint(b[0])
	case 1:
		return fmt.Sprintf("%d.%d", b[0], b[1])
	case 2:
		return fmt.Sprintf("%d.%d.%d", b[0], b[1], b[2])
	case 3:
		return fmt.Sprintf("%d.%d.%d.0/%d", b[0], b[1], b[2], 24)
	}
	n := uint(g.Intn(33))
	v := uint32(b[0])<<24 | uint32(b[1])<<16 | uint32(b[2])<<8 | uint32(b[3])
	v &= ^uint32(uint64(1)<<(32-n) - 1)
	return fmt.Sprintf("%d.%d.%d.%d/%d", v>>24, v>>16&255, v>>8&255, v&255, n)
}

func (g *generator) port() string {
	if g.Intn(2) == 0 {
		b := g.bytes(2)
		return fmt.Sprint(int(b[0])<<8 | int(b[1]))
	}
	return g.one("80", "53", "443", "22", "1024", "67", "68", "123", "161")
}

func (g *generator) mac() string {
	b := g.bytes(6)
	return fmt.Sprintf("%02x:%02x:%02x:%02x:%02x:%02x", b[0], b[1], b[2], b[3], b[4], b[5])
}

// arith makes an arithmetic expression.
func (g *generator) arith(depth int) string {
	switch k := g.Intn(10); {
	case depth == 0 && k < 4 || k == 0:
		return g.one("0", "1", "2", "4", "6", "17", "64", "100", "0xff", "0x1fff", "0x800", "0xffff", fmt.Sprint(g.Uint32()>>g.Intn(32)))
	case k == 1:
		return "len"
	case depth == 0 || k < 7:
		index := fmt.Sprint(g.Intn(30))
		if depth > 0 && g.Intn(6) == 0 {
			index = g.arith(depth - 1)
		}
		return g.one("ip", "ip", "tcp", "udp", "icmp", "ip6", "ether", "link", "arp", "icmp6", "sctp") + "[" + index + g.one("", ":1", ":2", ":4") + "]"
	case k == 7:
		return "-" + g.one("1", "ip[8]", "len")
	}
	return "(" + g.arith(depth-1) + g.one(" + ", " - ", " * ", " / ", " % ", " & ", " | ", " ^ ", " << ", " >> ") + g.arith(depth-1) + ")"
}
