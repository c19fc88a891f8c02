package bpf

import (
	"fmt"
	"net/netip"
	"strings"
)

// token is one word of an expression.
type token struct {
	kind tokenKind
	at   int    // offset of its first byte
	text string // as it is written; for an escaped name without the backslash
	n    uint32 // value of a number; what a keyword says
	err  error  // of tokError
	why  string // of tokError
}

// lexer splits an expression. The longest word counts; of words of one length the first in the order of scan.
type lexer struct {
	s  string
	at int
}

// next gives the next token; at the end tokEnd, again and again.
func (l *lexer) next() token {
	for l.at < len(l.s) && strings.IndexByte(" \t\r\n", l.s[l.at]) >= 0 {
		l.at++
	}
	t := token{at: l.at}
	if l.at == len(l.s) {
		return t
	}
	n := l.scan(&t)
	t.text = l.s[l.at : l.at+n]
	if t.kind == tokID && t.text[0] == '\\' {
		t.text = t.text[1:]
	}
	l.at += n
	return t
}

// scan sets the token at the place and gives its length.
func (l *lexer) scan(t *token) int {
	s := l.s[l.at:]
	switch c := s[0]; {
	case c == '\\':
		return scanEscaped(s, t)
	case c == '$':
		return scanByteAddr(s, t)
	case !isAlnum(c) && c != ':':
		return scanOperator(s, t)
	}
	n := 0
	better := func(length int, kind tokenKind) {
		if length > n {
			n, t.kind = length, kind
		}
	}
	addr := s[:min(len(s), maxAddrText)]
	better(macLength(addr), tokMAC)
	better(ipv4Length(s), tokIPv4)
	v6, colons := ipv6Length(addr), badMACLength(addr)
	better(v6, tokIPv6)
	better(numberLength(s), tokNumber)
	better(colons, tokError)
	better(wordLength(s), tokID)
	if n == 0 {
		return scanOperator(s, t)
	}
	switch t.kind {
	case tokError:
		t.err, t.why = ErrLiteral, fmt.Sprintf("%q is not a MAC address", s[:n])
	case tokIPv6:
		if _, err := netip.ParseAddr(s[:n]); err != nil {
			t.kind, t.err, t.why = tokError, ErrLiteral, fmt.Sprintf("%q is not an IPv6 address", s[:n])
		}
	case tokNumber:
		parseNumber(s[:n], t)
	case tokID:
		if k, ok := lookupKeyword(s[:n]); ok {
			t.kind, t.n = k.kind, k.n
		}
	}
	return n
}

// maxAddrText bounds how far is looked for the end of an address.
const maxAddrText = 64

func isAlnum(c byte) bool { return isHex(c) || c >= 'g' && c <= 'z' || c >= 'G' && c <= 'Z' }

func isDigit(c byte) bool { return c >= '0' && c <= '9' }

func isHex(c byte) bool { return isDigit(c) || c >= 'a' && c <= 'f' || c >= 'A' && c <= 'F' }

// hexRun is how many hexadecimal digits s begins with, at most limit.
func hexRun(s string, limit int) int {
	n := 0
	for n < len(s) && n < limit && isHex(s[n]) {
		n++
	}
	return n
}

func digitRun(s string) int {
	n := 0
	for n < len(s) && isDigit(s[n]) {
		n++
	}
	return n
}

// scanEscaped reads a backslash and the name behind it, which is not a keyword.
func scanEscaped(s string, t *token) int {
	n := 1
	for n < len(s) && strings.IndexByte(" !()\n\t\r", s[n]) < 0 {
		n++
	}
	t.kind = tokID
	if n == 1 {
		t.kind, t.err = tokError, ErrSyntax
	}
	return n
}

func scanByteAddr(s string, t *token) int {
	n := hexRun(s[1:], 2)
	t.kind = tokByteAddr
	if n == 0 {
		t.kind, t.err = tokError, ErrSyntax
		return 1
	}
	for i := 1; i <= n; i++ {
		t.n = t.n<<4 | hexValue(s[i])
	}
	return 1 + n
}

func hexValue(c byte) uint32 {
	switch {
	case isDigit(c):
		return uint32(c - '0')
	case c >= 'a':
		return uint32(c-'a') + 10
	}
	return uint32(c-'A') + 10
}

func scanOperator(s string, t *token) int {
	if len(s) > 1 {
		two := tokEnd
		switch s[:2] {
		case "&&":
			two = tokAnd
		case "||":
			two = tokOr
		case "<<":
			two = tokShl
		case ">>":
			two = tokShr
		case "<=":
			two = tokLE
		case ">=":
			two = tokGE
		case "!=":
			two = tokNE
		case "==":
			two = tokEQ
		}
		if two != tokEnd {
			t.kind = two
			return 2
		}
	}
	switch s[0] {
	case '=':
		t.kind = tokEQ
	case '!':
		t.kind = tokNot
	case '(', ')', '<', '>', '[', ']', ':', '+', '-', '*', '/', '%', '&', '|', '^':
		t.kind = tokenKind(s[0])
	default:
		t.kind, t.err = tokError, ErrSyntax
	}
	return 1
}

// numberLength is the length of a decimal, octal or hexadecimal number.
func numberLength(s string) int {
	if len(s) > 2 && s[0] == '0' && (s[1] == 'x' || s[1] == 'X') {
		if n := hexRun(s[2:], len(s)); n > 0 {
			return 2 + n
		}
	}
	return digitRun(s)
}

// wordLength is the length of a name: letters, digits, and inside it also dashes, underscores and dots; a dot may be the last.
func wordLength(s string) int {
	if !isAlnum(s[0]) {
		return 0
	}
	n := 1
	for i := 1; i < len(s); i++ {
		switch c := s[i]; {
		case isAlnum(c) || c == '.':
			n = i + 1
		case c != '-' && c != '_':
			return n
		}
	}
	return n
}

// ipv4Length is the length of two to four numbers joined by dots.
func ipv4Length(s string) int {
	n := numberLength(s)
	for i := 1; n > 0 && i <= 4; i++ {
		if i == 4 || n >= len(s) || s[n] != '.' {
			if i == 1 {
				return 0
			}
			return n
		}
		d := numberLength(s[n+1:])
		if d == 0 {
			if i == 1 {
				return 0
			}
			return n
		}
		n += 1 + d
	}
	return 0
}

// macLength is the length of a MAC address in one of its forms.
func macLength(s string) int {
	if hexRun(s, 12) == 12 {
		return 12
	}
	for _, sep := range []byte(":-.") {
		if n := groups(s, sep, 6, 1, 2); n > 0 {
			return n
		}
	}
	return groups(s, '.', 3, 4, 4)
}

// groups is the length of count groups of least to most hexadecimal digits, with sep between them; 0 if there are none.
func groups(s string, sep byte, count, least, most int) int {
	n := 0
	for i := range count {
		if i > 0 {
			if n >= len(s) || s[n] != sep {
				return 0
			}
			n++
		}
		d := hexRun(s[n:], most)
		if d < least {
			return 0
		}
		n += d
	}
	return n
}

// badMACLength is the length of two or more bytes that each have colons behind them, which nothing valid begins with.
func badMACLength(s string) int {
	n, count := 0, 0
	for {
		d := hexRun(s[n:], 2)
		end := n + d
		for end < len(s) && s[end] == ':' {
			end++
		}
		if d == 0 || end == n+d {
			break
		}
		n = end
		count++
	}
	if count < 2 {
		return 0
	}
	return n
}

// parseNumber sets the value of a number or says what is wrong with it.
func parseNumber(s string, t *token) {
	digits, base := s, uint64(10)
	switch {
	case len(s) > 1 && (s[1] == 'x' || s[1] == 'X'):
		digits, base = s[2:], 16
	case s[0] == '0':
		base = 8
	}
	v := uint64(0)
	for i := range len(digits) {
		d := uint64(hexValue(digits[i]))
		if d >= base {
			t.kind, t.err, t.why = tokError, ErrLiteral, fmt.Sprintf("%s is octal and has the digit %c", s, digits[i])
			return
		}
		if v = v*base + d; v > 0xffffffff {
			t.kind, t.err, t.why = tokError, ErrRange, fmt.Sprintf("%s has more than 32 bits", s)
			return
		}
	}
	t.n = uint32(v)
}

// ipv6Length is the length of the longest text at the beginning of s with the form of an IPv6 address; its last 32 bits may be in
// the form of IPv4.
func ipv6Length(s string) int {
	end, colons := 0, 0
	for end < len(s) && (isHex(s[end]) || s[end] == ':' || s[end] == '.') {
		if s[end] == ':' {
			colons++
		}
		end++
	}
	if colons < 2 {
		return 0
	}
	for n := end; n > 1; n-- {
		if isIPv6Form(s[:n]) {
			return n
		}
	}
	return 0
}

// isIPv6Form checks the form alone: a number behind a dot may be too great.
func isIPv6Form(s string) bool {
	head, tail, short := strings.Cut(s, "::")
	if !short {
		n, ok := ipv6Groups(s, true)
		return ok && n == 8
	}
	h, ok := ipv6Groups(head, false)
	t, ok2 := ipv6Groups(tail, true)
	return ok && ok2 && h+t <= 7
}

// ipv6Groups counts the groups of 16 bits in s.
func ipv6Groups(s string, last bool) (int, bool) {
	if s == "" {
		return 0, true
	}
	n := 0
	for g := range strings.SplitSeq(s, ":") {
		n++
		if hexRun(g, 4) == len(g) && g != "" {
			continue
		}
		if !last || len(g) == 0 || !strings.HasSuffix(s, ":"+g) && s != g || strings.Count(g, ".") != 3 || ipv4Length(g) != len(g) {
			return 0, false
		}
		n++
		break
	}
	return n, true
}
