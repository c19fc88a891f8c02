package packet

import (
	"net/netip"
	"strconv"
	"strings"

	"github.com/wiretag/wiretag/tags"
)

// Bounds of conditions: bytes of text, and parentheses inside each other.
const (
	maxWhere     = 1 << 16
	maxWhereDeep = 64
)

// whereParser reads a condition.
type whereParser struct {
	scanner
	snap  *snapshot
	deep  int
	names map[*tags.Field]map[string]uint64 // that the types of fields print, in lower case
}

func (p *whereParser) space() {
	for p.at < len(p.text) && strings.IndexByte(" \t\r\n", p.text[p.at]) >= 0 {
		p.at++
	}
}

// take reads a symbol, if it is the next.
func (p *whereParser) take(symbol string) bool {
	p.space()
	if !strings.HasPrefix(p.text[p.at:], symbol) {
		return false
	}
	p.at += len(symbol)
	return true
}

// word reads a word, if it is the next.
func (p *whereParser) word(w string) bool {
	p.space()
	end := p.at + len(w)
	if !strings.HasPrefix(p.text[p.at:], w) || (end < len(p.text) && isWord(p.text[end])) {
		return false
	}
	p.at = end
	return true
}

func (p *whereParser) or() *term {
	x := p.and()
	for p.err == nil && p.take("||") {
		x = &term{op: termOr, x: x, y: p.and()}
	}
	return x
}

func (p *whereParser) and() *term {
	x := p.not()
	for p.err == nil && p.take("&&") {
		x = &term{op: termAnd, x: x, y: p.not()}
	}
	return x
}

func (p *whereParser) not() *term {
	p.space()
	if p.deep++; p.deep > maxWhereDeep {
		p.fail(p.at, "nested more than %d deep", maxWhereDeep)
		return nil
	}
	defer func() { p.deep-- }()
	switch {
	case p.take("!"):
		return &term{op: termNot, x: p.not()}
	case p.take("("):
		x := p.or()
		if !p.take(")") {
			p.fail(p.at, "want )")
		}
		return x
	}
	return &term{test: p.test()}
}

// symbols are the comparisons, those first that begin like others.
var symbols = [...]struct {
	text string
	op   compare
}{{"==", isEqual}, {"!=", isNotEqual}, {"<=", isLessEqual}, {">=", isGreaterEqual}, {"<", isLess}, {">", isGreater}}

func (p *whereParser) test() *test {
	p.space()
	x, ok := p.path()
	if !ok {
		return nil
	}
	t := &test{left: p.operand(&x)}
	if p.err != nil {
		return nil
	}
	p.mask(t)
	at := p.at
	for _, s := range symbols {
		if p.take(s.text) {
			t.op = s.op
			p.right(t, at)
			return t
		}
	}
	switch {
	case p.word("in"):
		t.op = isIn
		p.set(t)
	case p.word("contains"):
		t.op = doesContain
		p.constant(t)
	case p.word("startswith"):
		t.op = doesStart
		p.constant(t)
	case t.left.kind == leafBool:
		t.op = isTrue
	}
	if k := t.left.kind; t.op >= doesContain && k != leafBytes && k != leafText {
		p.fail(at, "only bytes and strings can contain something")
	}
	return t
}

// mask reads & and a number.
func (p *whereParser) mask(t *test) {
	p.space()
	if at := p.at; !strings.HasPrefix(p.text[p.at:], "&&") && p.take("&") {
		p.space()
		n, err := strconv.ParseUint(p.literal(), 0, 64)
		switch {
		case err != nil:
			p.fail(at, "want a number behind &")
		case t.left.kind != leafNumber:
			p.fail(at, "only unsigned numbers can be masked")
		}
		t.left.mask, t.op = n, isTrue
	}
}

// literal reads the characters of a number, an address or bytes in hexadecimal.
func (p *whereParser) literal() string {
	from := p.at
	for p.at < len(p.text) && (isWord(p.text[p.at]) || strings.IndexByte(":./-", p.text[p.at]) >= 0) {
		p.at++
	}
	return p.text[from:p.at]
}

// right reads what a comparison compares with.
func (p *whereParser) right(t *test, op int) {
	p.space()
	at := p.at
	if k := t.left.kind; t.op > isNotEqual && k != leafNumber && k != leafSigned {
		p.fail(op, "only numbers have an order")
		return
	}
	word := p.literal()
	indexed := p.at < len(p.text) && p.text[p.at] == '['
	p.at = at
	if !indexed && (word == "" || strings.ContainsAny(word, ":/") || isDigit(word[0]) || !strings.Contains(word, ".")) {
		p.constant(t)
		return
	}
	x, ok := p.path()
	if !ok {
		return
	}
	o := p.operand(&x)
	switch t.right = &o; {
	case o.kind != t.left.kind:
		p.fail(at, "it is of another kind than what it is compared with")
	case o.kind == leafNone:
		p.fail(at, "it has no value to be compared")
	}
}

func isDigit(c byte) bool { return (c >= '0' && c <= '9') || c == '-' }

// set reads constants in braces.
func (p *whereParser) set(t *test) {
	if !p.take("{") {
		p.constant(t) // a single prefix or range
		return
	}
	for p.err == nil {
		if p.constant(t); p.take("}") {
			break
		}
		if !p.take(",") {
			p.fail(p.at, "want , or }")
		}
	}
	t.nums = merge(t.nums)
}

// constant reads a constant of the kind of the left operand.
func (p *whereParser) constant(t *test) {
	p.space()
	at := p.at
	var text string
	quoted := false
	if at < len(p.text) && p.text[at] == '"' {
		q, err := strconv.QuotedPrefix(p.text[at:])
		if err != nil {
			p.fail(at, "want a closing \"")
			return
		}
		p.at += len(q)
		text, _ = strconv.Unquote(q)
		quoted = true
	} else if text = p.literal(); text == "" {
		p.fail(at, "want a value")
		return
	}
	switch t.left.kind {
	case leafBool, leafNumber, leafSigned:
		p.number(t, text, quoted, at)
	case leafAddr:
		n, ok := prefix(text)
		if !ok {
			p.fail(at, "want an address or a prefix")
		}
		t.nets = append(t.nets, n)
	case leafBytes, leafText:
		if !quoted {
			b, ok := colonHex(text)
			if !ok {
				p.fail(at, "want a string, or bytes such as 00:1b:21")
			}
			text = string(b)
		}
		t.texts = append(t.texts, text)
	default:
		p.fail(at, "it has no value to be compared")
	}
}

func prefix(s string) (netip.Prefix, bool) {
	if n, err := netip.ParsePrefix(s); err == nil {
		return n, true
	}
	a, err := netip.ParseAddr(s)
	return netip.PrefixFrom(a, a.BitLen()), err == nil
}

// number reads a number, a range of them, or a name.
func (p *whereParser) number(t *test, text string, quoted bool, at int) {
	low, high, ranged := strings.Cut(text, "..")
	from, ok := p.integer(t, low, quoted, at)
	to := from
	if ranged && ok {
		to, ok = p.integer(t, high, quoted, at)
	}
	switch {
	case !ok:
		return
	case to < from:
		p.fail(at, "the range is empty")
	case ranged && t.op != isIn:
		p.fail(at, "a range is for in")
	}
	t.nums = append(t.nums, span{from, to})
}

func (p *whereParser) integer(t *test, text string, quoted bool, at int) (uint64, bool) {
	if !quoted && text != "" && isDigit(text[0]) {
		if t.left.kind == leafSigned {
			n, err := strconv.ParseInt(text, 0, 64)
			if err == nil {
				return uint64(n) + 1<<63, true
			}
		} else if n, err := strconv.ParseUint(text, 0, 64); err == nil {
			return n, true
		}
		p.fail(at, "want a number")
		return 0, false
	}
	if t.left.kind == leafBool && (text == "true" || text == "false") {
		return truth(text == "true"), true
	}
	if h := t.left.hops; len(h) > 0 && t.left.kind == leafNumber {
		if f := h[len(h)-1].f; f.Kind == tags.KindUint {
			if n, ok := p.named(f, text); ok {
				return n, true
			}
		}
	}
	p.fail(at, "there is no value %q", text)
	return 0, false
}
