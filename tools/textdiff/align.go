package main

import (
	"bytes"
	"strconv"
	"strings"
)

// split cuts a command's output into packets by the numbers that --number puts
// before them, and those into lines. The number is removed.
func split(out []byte) [][]string {
	var packets [][]string
	for line := range bytes.Lines(out) {
		line = bytes.TrimSuffix(line, []byte("\n"))
		want := strconv.Itoa(len(packets) + 1)
		trimmed := strings.TrimLeft(string(line), " ")
		rest, ok := strings.CutPrefix(trimmed, want+"  ")
		switch {
		case ok && len(line)-len(trimmed) == max(5-len(want), 0):
			packets = append(packets, []string{rest})
		case len(packets) > 0:
			n := len(packets) - 1
			packets[n] = append(packets[n], string(line))
		}
	}
	return packets
}

// class names a difference: the first differing token of the judge's line and of
// ours, with the token before, numbers taken away.
func class(theirs, ours string) string {
	a, b := strings.Split(theirs, " "), strings.Split(ours, " ")
	i := 0
	for i < len(a) && i < len(b) && a[i] == b[i] {
		i++
	}
	at := func(s []string, i int) string {
		switch {
		case i < 0:
			return "^"
		case i >= len(s):
			return "$"
		}
		return normal(s[i])
	}
	return at(a, i-2) + " " + at(a, i-1) + " {" + at(a, i) + " " + at(a, i+1) + " | " + at(b, i) + " " + at(b, i+1) + "}"
}

// normal replaces every run of digits and of long hexadecimal text by one sign.
func normal(s string) string {
	if len(s) > 40 {
		s = s[:40]
	}
	var out []byte
	for i := 0; i < len(s); {
		j := i
		for j < len(s) && isHex(s[j]) {
			j++
		}
		digits := strings.ContainsAny(s[i:j], "0123456789")
		switch {
		case j > i && digits:
			out = append(out, '#')
			i = j
		case j > i:
			out = append(out, s[i:j]...)
			i = j
		default:
			out = append(out, s[i])
			i++
		}
	}
	return string(out)
}

func isHex(c byte) bool {
	return c >= '0' && c <= '9' || c >= 'a' && c <= 'f' || c >= 'A' && c <= 'F'
}
