package tags

import (
	"fmt"
	"strconv"
	"strings"
)

// Tag is a parsed bits tag, not yet checked against the field that it stands on.
type Tag struct {
	Width   int // in bits, 1 to 64 or a multiple of 8; 0 when Rest or Skip is set
	Rest    bool
	Skip    bool
	LE      bool
	Fit     bool
	Trailer bool
	Len     *Length
	Zero    string // "rest", "absent" or empty
	Size    string
	Count   string
	If      *Expr
	Union   string
	Until   *uint64
	Last    *Expr
	Each    int // in bits
	Pad     int // in bytes
	Sum     *Sum
	Const   *uint64
	Default *uint64
	Next    string
	NextIf  *Expr  // when Next counts
	Flow    string // "src", "dst" or empty
}

// Length says what an integer field measures: its value is the byte length of
// Of divided by Unit, plus Bias.
type Length struct {
	Of   string // "header", "self", "payload", "packet", "rest" or a field's name
	Unit int
	Bias int
}

// String gives the option's text, as len= takes it.
func (l Length) String() string {
	s := l.Of
	if l.Unit != 1 {
		s += "/" + strconv.Itoa(l.Unit)
	}
	if l.Bias != 0 {
		s += fmt.Sprintf("%+d", l.Bias)
	}
	return s
}

// Relative reports whether the length is of a part of the struct or packet, not of a named field.
func (l Length) Relative() bool {
	switch l.Of {
	case "header", "self", "payload", "packet", "rest":
		return true
	}
	return false
}

// Sum says how a checksum field is computed.
type Sum struct {
	Alg   string // "inet", "crc32", "crc32c", "fletcher" or one that the type provides
	Range string // "header", "packet" or "pseudo"
}

// maxWidth bounds the width of a field: 8 KiB, so that the places of neighbours can be told in 16 bits.
const maxWidth = 1 << 16

// maxBias bounds the unit and the bias of a length.
const maxBias = 1 << 16

// Parse parses the value of a bits tag. It returns every mistake it finds.
func Parse(tag string) (Tag, []error) {
	p := parser{seen: map[string]bool{}}
	words := strings.Split(tag, ",")
	p.width(words[0])
	for _, w := range words[1:] {
		p.option(w)
	}
	return p.tag, p.errs
}

type parser struct {
	tag  Tag
	seen map[string]bool
	errs []error
}

func (p *parser) fail(format string, args ...any) {
	p.errs = append(p.errs, fmt.Errorf(format, args...))
}

func (p *parser) width(w string) {
	switch w {
	case "*":
		p.tag.Rest = true
		return
	case "-":
		p.tag.Skip = true
		return
	}
	n, err := strconv.Atoi(w)
	if err != nil || n < 1 || n > maxWidth || (n > 64 && n%8 != 0) || !digits(w) {
		p.fail("width %q: want 1 to 64 bits, a multiple of 8, * or -", w)
		return
	}
	p.tag.Width = n
}

// flags are options without a value, valued are those with one.
var (
	flags  = map[string]func(*Tag){"le": func(t *Tag) { t.LE = true }, "fit": func(t *Tag) { t.Fit = true }, "trailer": func(t *Tag) { t.Trailer = true }}
	valued = map[string]func(*parser, string){
		"len":     (*parser).length,
		"zero":    (*parser).zero,
		"size":    func(p *parser, v string) { p.tag.Size = p.name("size", v) },
		"count":   func(p *parser, v string) { p.tag.Count = p.name("count", v) },
		"if":      func(p *parser, v string) { p.tag.If = p.expr("if", v) },
		"union":   func(p *parser, v string) { p.tag.Union = p.name("union", v) },
		"until":   func(p *parser, v string) { p.tag.Until = p.number("until", v) },
		"last":    func(p *parser, v string) { p.tag.Last = p.expr("last", v) },
		"each":    func(p *parser, v string) { p.tag.Each = p.size("each", v, 8) },
		"pad":     func(p *parser, v string) { p.tag.Pad = p.size("pad", v, 1) },
		"sum":     (*parser).sum,
		"const":   func(p *parser, v string) { p.tag.Const = p.number("const", v) },
		"default": func(p *parser, v string) { p.tag.Default = p.number("default", v) },
		"next":    func(p *parser, v string) { p.tag.Next = p.name("next", v) },
		"nextif":  func(p *parser, v string) { p.tag.NextIf = p.expr("nextif", v) },
		"flow":    (*parser).flow,
	}
)

func (p *parser) option(w string) {
	name, value, has := strings.Cut(w, "=")
	if p.seen[name] {
		p.fail("option %q is repeated", name)
		return
	}
	p.seen[name] = true
	if f, ok := flags[name]; ok {
		if has {
			p.fail("option %q takes no value", name)
			return
		}
		f(&p.tag)
		return
	}
	f, ok := valued[name]
	switch {
	case !ok:
		p.fail("unknown option %q%s", name, nearMiss(name))
	case !has || value == "":
		p.fail("option %q needs a value", name)
	default:
		f(p, value)
	}
}

// nearMiss suggests the option that was meant.
func nearMiss(name string) string {
	low := strings.ToLower(strings.TrimSpace(name))
	for _, m := range []map[string]string{{"length": "len", "cond": "if", "checksum": "sum", "align": "pad", "little": "le", "dispatch": "next", "end": "last"}} {
		if to, ok := m[low]; ok {
			return fmt.Sprintf(" (did you mean %q?)", to)
		}
	}
	if _, ok := valued[low]; ok {
		return fmt.Sprintf(" (did you mean %q?)", low)
	}
	if _, ok := flags[low]; ok {
		return fmt.Sprintf(" (did you mean %q?)", low)
	}
	return ""
}

func (p *parser) name(opt, v string) string {
	if !isName(v) {
		p.fail("%s=%s: want a name", opt, v)
		return ""
	}
	return v
}

func (p *parser) number(opt, v string) *uint64 {
	n, err := strconv.ParseUint(v, 0, 64)
	if err != nil {
		p.fail("%s=%s: want a number", opt, v)
		return nil
	}
	return &n
}

func (p *parser) size(opt, v string, unit int) int {
	n, err := strconv.Atoi(v)
	if err != nil || n < 1 || n > maxWidth || n%unit != 0 || !digits(v) {
		what := "a positive number"
		if unit > 1 {
			what = fmt.Sprintf("a multiple of %d", unit)
		}
		p.fail("%s=%s: want %s", opt, v, what)
		return 0
	}
	return n
}

func (p *parser) expr(opt, v string) *Expr {
	e, err := ParseExpr(v)
	if err != nil {
		p.fail("%s=%s: %w", opt, v, err)
		return nil
	}
	return e
}

// length parses X, X/U, X/U-B, X/U+B, X-B and X+B.
func (p *parser) length(v string) {
	l := Length{Of: v, Unit: 1}
	if i := strings.IndexAny(v, "/+-"); i >= 0 {
		l.Of = v[:i]
		rest := v[i:]
		if rest[0] == '/' {
			rest = rest[1:]
			j := strings.IndexAny(rest, "+-")
			if j < 0 {
				j = len(rest)
			}
			if l.Unit = 0; digits(rest[:j]) {
				l.Unit, _ = strconv.Atoi(rest[:j])
			}
			rest = rest[j:]
		}
		if rest != "" {
			b, err := strconv.Atoi(rest)
			if err != nil || !digits(rest[1:]) {
				l.Unit = 0
			}
			l.Bias = b
		}
	}
	if l.Unit < 1 || l.Unit > maxBias || l.Bias < -maxBias || l.Bias > maxBias || !isName(l.Of) {
		p.fail("len=%s: want X, X/U, X/U-B or X+B with whole numbers", v)
		return
	}
	p.tag.Len = &l
}

func (p *parser) zero(v string) {
	if v != "rest" && v != "absent" {
		p.fail("zero=%s: want rest or absent", v)
		return
	}
	p.tag.Zero = v
}

func (p *parser) flow(v string) {
	if v != "src" && v != "dst" {
		p.fail("flow=%s: want src or dst", v)
		return
	}
	p.tag.Flow = v
}

func (p *parser) sum(v string) {
	alg, rng, has := strings.Cut(v, ":")
	if !has {
		rng = "header"
	}
	if !isName(alg) || (rng != "header" && rng != "packet" && rng != "pseudo") {
		p.fail("sum=%s: want an algorithm, then :header, :packet or :pseudo", v)
		return
	}
	p.tag.Sum = &Sum{Alg: alg, Range: rng}
}

// digits reports whether s is a number without a sign.
func digits(s string) bool {
	for _, c := range []byte(s) {
		if c < '0' || c > '9' {
			return false
		}
	}
	return s != ""
}

func isName(s string) bool {
	for i, c := range []byte(s) {
		switch {
		case c == '_', 'a' <= c && c <= 'z', 'A' <= c && c <= 'Z', i > 0 && '0' <= c && c <= '9':
		default:
			return false
		}
	}
	return s != ""
}
