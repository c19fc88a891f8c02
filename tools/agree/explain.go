package main

import (
	"slices"
	"strconv"
	"strings"
)

// The kinds of differences that are known, and how they are recognised: from the
// truth, and from what the library gives only where that says that it has the same value.
const (
	habitTunnel = "inside a layer that is not built"
	habitISL    = "Cisco ISL, which is not built; tshark names it eth"
	habitGuess  = "DNS that tshark knows by its contents, on other ports than those of DNS"
	habitTwice  = "tshark gives the payload twice: once more for the protocol behind SOCKS"
	habitSecs   = "tshark swaps the bytes of dhcp.secs where they look little-endian"
)

// explain tells why a field differs, where that is no fault of the library; empty if it
// may be one. The stack is that of the truth.
func explain(field string, want, got []any, stack []string, t *truth) string {
	switch {
	case isTunnel(stack) && isPrefix(got, want) && (len(got) > 0 || strings.Contains(field, ".opt") || !outside(stack, field)):
		return habitTunnel
	case strings.HasPrefix(field, "eth.") && len(stack) > 1 && stack[0] == "eth" && stack[1] == "eth":
		return habitISL
	case strings.HasPrefix(field, "dns.") && len(got) == 0 && !onDNSPort(t):
		return habitGuess
	case field == "tcp.payload_sha" && slices.Contains(stack, "socks") && equalList(want, append(slices.Clone(got), got...)):
		return habitTwice
	case field == "dhcp.secs" && len(want) == len(got) && swapped(want, got):
		return habitSecs
	}
	return ""
}

// outside reports whether the protocol of a field stands outside the first layer that is not built.
func outside(stack []string, field string) bool {
	family, _, _ := strings.Cut(field, ".")
	for _, p := range stack {
		if !slices.Contains(builtLower, p) && !slices.Contains(builtUpper, p) {
			return false
		}
		if p == family {
			return true
		}
	}
	return false
}

// swapped reports whether the numbers of a are those of b, or their bytes in the other order.
func swapped(a, b []any) bool {
	for i := range a {
		x, err1 := strconv.ParseUint(text(a[i]), 10, 16)
		y, err2 := strconv.ParseUint(text(b[i]), 10, 16)
		if err1 != nil || err2 != nil || x != y && x != y>>8|y<<8&0xff00 {
			return false
		}
	}
	return true
}

// onDNSPort reports whether a port of the packet is one that DNS, multicast DNS or LLMNR have.
func onDNSPort(t *truth) bool {
	for _, f := range []string{"udp.srcport", "udp.dstport", "tcp.srcport", "tcp.dstport"} {
		for _, v := range t.F[f] {
			if p := text(v); p == "53" || p == "5353" || p == "5355" {
				return true
			}
		}
	}
	return false
}

// isTunnel reports whether a built protocol stands inside one that is not.
func isTunnel(stack []string) bool {
	outside := false
	for _, p := range stack {
		if !slices.Contains(builtLower, p) && !slices.Contains(builtUpper, p) {
			outside = true
		} else if outside {
			return true
		}
	}
	return false
}
