package main

import (
	"slices"
	"strings"

	"golang.org/x/net/bpf"

	own "github.com/wiretag/wiretag/bpf"
	"github.com/wiretag/wiretag/capture"
)

// newer are link types that libpcap 1.11, whose language this library has, treats otherwise than 1.10.
var newer = map[string]string{
	"NULL": "1.11 matches both byte orders, and the address families of IPv6 of all systems", "LOOP": "1.11 matches the address families of IPv6 of all systems",
	"ENC": "1.11 matches both byte orders", "PFLOG": "1.11 matches the address families of IPv6 of all systems",
	"DSA_TAG_DSA": "1.11 looks behind the tag of the switch", "DSA_TAG_BRCM": "1.11 looks behind the tag of the switch",
	"BACNET_MS_TP": "1.11 has no protocols here", "ARCNET": "1.11 knows the codes of RFC 1051", "ARCNET_LINUX": "1.11 knows the codes of RFC 1051",
	"C_HDLC": "1.11 has IS-IS here",
}

// varying are link types whose header has no fixed length.
var varying = []string{"IEEE802_11", "PRISM_HEADER", "PPI", "PFLOG"}

// explain says why a verdict differs from that of libpcap's program, if that is known; empty otherwise.
func explain(link capture.LinkType, theirs []bpf.RawInstruction) string {
	name := link.DLTName()
	if why := newer[name]; why != "" {
		return why
	}
	if err := own.Validate(straight(theirs)); err != nil && strings.Contains(err.Error(), "not written on every path") {
		return "libpcap's program reads memory that it has not written: offsets behind a tunnel that is not there"
	}
	for _, v := range varying {
		if strings.HasPrefix(name, v) && reusesCell(theirs) {
			return "a comparison overwrites the cell in which libpcap keeps the length of the link-layer header"
		}
	}
	if tunnels(theirs) && reusesCell(theirs) {
		return "a comparison overwrites the cell in which libpcap keeps an offset behind a tunnel, which is not there"
	}
	return ""
}

// tunnels reports whether a program looks for Geneve or VXLAN, by their ports.
func tunnels(code []bpf.RawInstruction) bool {
	return slices.ContainsFunc(code, func(i bpf.RawInstruction) bool { return i.Op == 0x15 && (i.K == 6081 || i.K == 4789) })
}

// straight is a program that ends where it would go back, to ask what is written on its paths: going around a second time finds at least what was written
// the first time.
func straight(code []bpf.RawInstruction) []bpf.RawInstruction {
	code = slices.Clone(code)
	for at, i := range code {
		if i.Op == 5 && int32(i.K) < 0 {
			code[at] = bpf.RawInstruction{Op: 6}
		}
	}
	return code
}

// reusesCell reports whether a word of memory that is handed from one part of the program to others, as lengths of headers are, is set more than once
// to something that was not computed of it. Words that arithmetic uses are set where they are read.
func reusesCell(code []bpf.RawInstruction) bool {
	var handed, here uint32
	stores := map[uint32]int{}
	for at, i := range code {
		switch {
		case i.Op&7 == 5 || i.Op&7 == 6:
			here = 0
		case i.Op == 2 || i.Op == 3:
			here |= 1 << i.K
			if !sameCell(code[:at], i.K) {
				stores[i.K]++
			}
		case (i.Op == 0x60 || i.Op == 0x61) && here&(1<<i.K) == 0:
			handed |= 1 << i.K
		}
	}
	for cell, n := range stores {
		if n > 1 && handed&(1<<cell) != 0 {
			return true
		}
	}
	return false
}

// sameCell reports whether what is stored was computed of the cell itself, as libpcap does to add to the length of a header.
func sameCell(before []bpf.RawInstruction, cell uint32) bool {
	for n := len(before) - 1; n >= 0 && n > len(before)-5 && before[n].Op&7 != 5; n-- {
		if before[n].Op == 0x60 || before[n].Op == 0x61 {
			return before[n].K == cell
		}
	}
	return false
}

// explainRefusal says why one refuses what the other one takes.
func explainRefusal(link capture.LinkType, err error) string {
	if why := newer[link.DLTName()]; why != "" {
		return why
	}
	switch text := err.Error(); {
	case strings.Contains(text, "shift by more than 31 bits") || strings.Contains(text, "division by zero") || strings.Contains(text, "modulus by zero"):
		return "libpcap takes the first number inside an operand for its value; here a constant operand is computed"
	case link.DLTName() == "PPI" && strings.Contains(text, "supported only"):
		return "1.11 has the types of 802.11 behind PPI"
	}
	return ""
}
