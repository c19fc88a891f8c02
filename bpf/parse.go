package bpf

import "fmt"

// The grammar, with the meaning of pcap-filter(7): "and" and "or" bind equally and to the left, "not" binds the next term only. An
// identifier behind "and" or "or" takes the qualifiers of the term before it.

func (c *compiler) next() {
	c.tok = c.lex.next()
	if c.tok.kind == tokError {
		c.fail(c.tok.err, "", c.tok.why)
	}
}

// peek gives the token behind the next n.
func (c *compiler) peek(n int) token {
	l := c.lex
	t := c.tok
	for range n {
		t = l.next()
	}
	return t
}

func (c *compiler) take(k tokenKind) bool {
	if c.tok.kind != k {
		return false
	}
	c.next()
	return true
}

func (c *compiler) expect(k tokenKind, want string) {
	if c.err == nil && !c.take(k) {
		c.fail(ErrSyntax, want, "")
	}
}

// enter counts depth; leave has to follow.
func (c *compiler) enter() {
	if c.in++; c.in > MaxDepth {
		c.fail(ErrLimit, "", fmt.Sprintf("more than %d levels", MaxDepth))
	}
}

func (c *compiler) leave() { c.in-- }

// parseExpr reads terms up to what cannot go on.
func (c *compiler) parseExpr() (*cond, qualifiers) { return c.parseExprAfter(noIdentifier) }

// parseExprAfter is parseExpr where qualifiers stand before.
func (c *compiler) parseExprAfter(before qualifiers) (*cond, qualifiers) {
	left, q := c.parseTerm(before)
	return c.parseRest(left, q)
}

// parseRest reads what is joined to a term.
func (c *compiler) parseRest(left *cond, q qualifiers) (*cond, qualifiers) {
	for c.tok.kind == tokAnd || c.tok.kind == tokOr {
		join := c.tok.kind
		c.next()
		var right *cond
		if c.identifierNext() {
			right = c.parseID(q)
		} else {
			right, q = c.parseTerm(q)
		}
		if join == tokAnd {
			left = and(left, right)
		} else {
			left = or(left, right)
		}
	}
	return left, q
}

// identifierNext reports whether an identifier without qualifiers stands next, perhaps behind "not" and inside parentheses.
func (c *compiler) identifierNext() bool {
	l, t := c.lex, c.tok
	for t.kind == tokNot || t.kind == '(' {
		t = l.next()
	}
	switch t.kind {
	case tokID, tokIPv4, tokIPv6, tokMAC, tokByteAddr:
		return true
	case tokNumber:
	default:
		return false
	}
	for t = l.next(); t.kind == ')'; {
		t = l.next()
	}
	return !isArithmetic(t.kind)
}

func isArithmetic(k tokenKind) bool {
	switch k {
	case '+', '-', '*', '/', '%', '&', '|', '^', tokShl, tokShr, '<', '>', tokLE, tokGE, tokNE, tokEQ:
		return true
	}
	return false
}

// parseTerm reads one term. Behind a parenthesis the qualifiers are those from before it.
func (c *compiler) parseTerm(before qualifiers) (*cond, qualifiers) {
	c.enter()
	defer c.leave()
	if c.tok.kind == tokNot {
		c.next()
		n, q := c.parseTerm(before)
		return not(n), q
	}
	n, a, q := c.parseOperand(before)
	if a != nil && c.err == nil {
		return c.parseRelation(a), noIdentifier
	}
	if n == nil {
		n = always(false)
	}
	return n, q
}

// parseOperand reads a term, or the first operand of arithmetic, which is not the same only behind the last parenthesis.
func (c *compiler) parseOperand(before qualifiers) (*cond, *operand, qualifiers) {
	c.enter()
	defer c.leave()
	switch c.tok.kind {
	case '(':
		return c.parseParen(before)
	case tokNumber, tokLen, '-':
		return nil, c.parseArith(0), noIdentifier
	case tokProto:
		if c.peek(1).kind == '[' {
			return nil, c.parseArith(0), noIdentifier
		}
	}
	n, q := c.parsePrimitive()
	return n, nil, q
}

// parseParen reads a parenthesis around an expression or around arithmetic.
func (c *compiler) parseParen(before qualifiers) (*cond, *operand, qualifiers) {
	c.next()
	if c.tok.kind == tokNot {
		n, _ := c.parseExprAfter(before)
		c.expect(')', "\")\"")
		return n, nil, before
	}
	n, a, q := c.parseOperand(before)
	if a != nil && c.err == nil {
		if a = c.parseArithRest(a, 0); c.tok.kind == ')' {
			c.next()
			return nil, c.parseArithRest(a, 0), noIdentifier
		}
		n, q = c.parseRelation(a), noIdentifier
	}
	if c.err != nil {
		return always(false), nil, q
	}
	n, _ = c.parseRest(n, q)
	c.expect(')', "\")\"")
	return n, nil, before
}

// parsePrimitive reads what is not arithmetic and not in parentheses.
func (c *compiler) parsePrimitive() (*cond, qualifiers) {
	q := qualifiers{}
	word := c.tok
	if c.tok.kind == tokProto {
		q.proto = proto(c.tok.n)
		c.next()
	}
	switch c.tok.kind {
	case tokSrc, tokDst, tokAddr:
		q.dir = c.parseDir()
		if id, ok := idOf(c.tok.kind); ok && id <= idPortRange {
			q.id = id
			c.next()
		}
		return c.parseID(q), q
	case tokBroadcast:
		return c.word(func() *cond { return c.broadcast(q.proto) }), noIdentifier
	case tokMulticast:
		return c.word(func() *cond { return c.multicast(q.proto) }), noIdentifier
	case tokType, tokSubtype, tokDir:
		return c.parseWLAN(), noIdentifier
	}
	if id, ok := idOf(c.tok.kind); ok {
		q.id = id
		c.next()
		return c.parseID(q), q
	}
	if word.kind == tokProto {
		out := always(false)
		c.about(word, func() { out = c.abbreviation(q.proto, word) })
		return out, noIdentifier
	}
	return c.parseOther(), noIdentifier
}

// word takes a word that stands alone; errors of its primitive are about it.
func (c *compiler) word(primitive func() *cond) (out *cond) {
	t := c.tok
	c.next()
	c.about(t, func() { out = primitive() })
	return out
}

func idOf(k tokenKind) (idType, bool) {
	switch k {
	case tokHost:
		return idHost, true
	case tokNet:
		return idNet, true
	case tokPort:
		return idPort, true
	case tokPortRange:
		return idPortRange, true
	case tokProtoWord:
		return idProto, true
	case tokProtoChain:
		return idProtoChain, true
	case tokGateway:
		return idGateway, true
	}
	return 0, false
}

// parseDir reads src, dst, both joined by "and" or "or", or the position of an 802.11 address.
func (c *compiler) parseDir() dir {
	first := c.tok
	c.next()
	if first.kind == tokAddr {
		return dir(first.n)
	}
	other := tokDst
	if first.kind == tokDst {
		other = tokSrc
	}
	if join := c.tok.kind; join == tokAnd || join == tokOr {
		c.next()
		c.expect(other, "src or dst")
		if join == tokAnd {
			return dirAnd
		}
		return dirOr
	}
	if first.kind == tokSrc {
		return dirSrc
	}
	return dirDst
}

// parseID reads an identifier, or several in parentheses, which do not begin with parentheses around anything but a number.
func (c *compiler) parseID(q qualifiers) *cond {
	c.enter()
	defer c.leave()
	switch c.tok.kind {
	case tokNot:
		c.next()
		return not(c.parseID(q))
	case '(':
		c.next()
		if c.tok.kind == '(' && !c.numberNext() {
			return c.fail(ErrSyntax, "an address, a name or a number", "")
		}
		left := c.parseID(q)
		for c.tok.kind == tokAnd || c.tok.kind == tokOr {
			join := c.tok.kind
			c.next()
			if right := c.parseID(q); join == tokAnd {
				left = and(left, right)
			} else {
				left = or(left, right)
			}
		}
		c.expect(')', "\")\"")
		return left
	}
	return c.identifier(q)
}

// number reads a number that stands alone.
func (c *compiler) number() uint32 {
	n := c.tok.n
	c.expect(tokNumber, "a number")
	return n
}

// numberNext reports whether a number is next, perhaps in parentheses.
func (c *compiler) numberNext() bool {
	l, t := c.lex, c.tok
	for range MaxDepth {
		if t.kind != '(' {
			break
		}
		t = l.next()
	}
	return t.kind == tokNumber
}

// pnumber reads a number that may stand in parentheses, if one is next.
func (c *compiler) pnumber() (uint32, bool) {
	if !c.numberNext() {
		return 0, false
	}
	depth := 0
	for ; c.tok.kind == '('; depth++ {
		c.next()
	}
	n := c.tok.n
	c.next()
	for range depth {
		c.expect(')', "\")\"")
	}
	return n, true
}
