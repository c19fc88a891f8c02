package bpf

import (
	"fmt"

	"golang.org/x/net/bpf"

	"github.com/wiretag/wiretag/capture"
)

// Limits of what is compiled. They bound memory and time; no filter that a person or a program writes in earnest meets them.
const (
	MaxExpression = 1 << 20 // bytes
	MaxDepth      = 200     // parentheses, negations and indexes inside each other
	maxTests      = 1 << 17 // comparisons that an expression may need
)

// accept is what a filter gives for a packet that it takes, unless a snap length says otherwise: bytes to keep.
const accept = 262144

// compiler holds what the parser has met so far: primitives move the offsets for what stands to the right of them.
type compiler struct {
	options
	lex  lexer
	tok  token
	err  *Error
	expr string
	in   int // depth of nesting
	size int // tests made so far

	offsets
	outer   capture.LinkType // link type of the packet, where offsets.link changes with tunnels
	length  lengths
	regs    uint32 // cells that hold offsets
	temps   uint32 // cells that arithmetic has needed at once
	chained bool   // there is a chain of headers: a loop
}

// place is an offset in a packet: a constant, and a cell of memory that holds what is added to it where it varies.
type place struct {
	k    uint32
	cell int // -1: none
	none bool
	// kernel: k is the offset of an ancillary load
	kernel bool
}

func at(k uint32) place { return place{k: k, cell: -1} }

func nowhere() place { return place{cell: -1, none: true} }

func inCell(cell int, k uint32) place { return place{k: k, cell: cell} }

func (p place) add(n uint32) place {
	p.k += n
	return p
}

func (p place) varies() bool { return p.cell >= 0 }

// impossible is an offset outside of every packet: a load there rejects it.
const impossible = 0x7ffffff0

// load is the code that loads size bytes (sizeW, sizeH, sizeB) at the place into A.
func (p place) load(size uint16) []instr {
	if p.varies() {
		return []instr{{op: opLdxMem, k: uint32(p.cell)}, {op: opLdInd | size, k: p.k}}
	}
	if !p.kernel {
		p.k = min(p.k, impossible)
	}
	return []instr{{op: opLdAbs | size, k: p.k}}
}

// test compares size bytes at a place, masked if the mask is not all ones.
func (c *compiler) test(p place, size, op uint16, mask, k uint32) *cond {
	c.count()
	full := uint32(1<<(8*loadSize(size)) - 1)
	if mask&full == 0 && op == jmpJEQ {
		return always(k == 0)
	}
	code := p.load(size)
	if op == jmpJSET {
		return test(jmpJSET, k, code...)
	}
	if mask&full != full {
		code = append(code, instr{op: clsALU | aluAND, k: mask})
	}
	return test(op, k, code...)
}

func (c *compiler) equal(p place, size uint16, k uint32) *cond {
	return c.test(p, size, jmpJEQ, 1<<32-1, k)
}

func (c *compiler) masked(p place, size uint16, mask, k uint32) *cond {
	return c.test(p, size, jmpJEQ, mask, k&mask)
}

func (c *compiler) bits(p place, size uint16, mask uint32) *cond {
	return c.test(p, size, jmpJSET, 0, mask)
}

// bytes compares bytes, four, two or one at a time, the last ones first.
func (c *compiler) bytes(p place, want []byte) *cond {
	var out *cond
	for n := len(want); n > 0; {
		size, width := sizeB, 1
		switch {
		case n >= 4:
			size, width = sizeW, 4
		case n >= 2:
			size, width = sizeH, 2
		}
		n -= width
		k := uint32(0)
		for _, b := range want[n : n+width] {
			k = k<<8 | uint32(b)
		}
		out = and(out, c.equal(p.add(uint32(n)), size, k))
	}
	return out
}

// count counts a test, and ends the work where there are too many.
func (c *compiler) count() {
	if c.size++; c.size > maxTests {
		c.fail(ErrLimit, "", fmt.Sprintf("more than %d comparisons", maxTests))
	}
}

// cell takes a cell for an offset; it stays taken.
func (c *compiler) cell() int {
	n := int(c.regs)
	if c.regs+1+c.temps > scratchSlots {
		c.fail(ErrLimit, "", "more than 16 values at once")
		return 0
	}
	c.regs++
	return n
}

// fail notes the first error. The lexer gives nothing any more, so that the parser ends.
func (c *compiler) fail(err error, want, detail string) *cond {
	return c.failAt(c.tok, err, want, detail)
}

func (c *compiler) failAt(t token, err error, want, detail string) *cond {
	if c.err == nil {
		if t.kind == tokError {
			err, detail = t.err, t.why
		}
		c.err = &Error{Expr: c.expr, Offset: t.at, Token: t.text, Want: want, Detail: detail, Err: err}
	}
	c.tok = token{at: len(c.expr)}
	c.lex.at = len(c.expr)
	return always(false)
}

// unsupported refuses a primitive for the link type.
func (c *compiler) unsupported(what string) *cond {
	return c.fail(ErrLinkType, "", fmt.Sprintf("%s on %s", what, c.link.DLTName()))
}

// compile makes instructions of the whole expression.
func (c *compiler) compile() ([]bpf.RawInstruction, bool) {
	yes := &block{term: termReturn, op: opRetK, k: c.snapLen}
	no := &block{term: termReturn, op: opRetK}
	c.next()
	if c.tok.kind == tokEnd && c.err == nil {
		return (&flowGraph{root: yes}).linear(), true
	}
	filter, _ := c.parseExpr()
	if c.err == nil && c.tok.kind != tokEnd {
		c.fail(ErrSyntax, "and, or, or the end", "")
	}
	if c.err == nil {
		c.findUsed(filter)
		filter = and(c.ppiCheck(), c.prepare(), filter)
	}
	if c.err != nil {
		return nil, false
	}
	g := &flowGraph{root: lower(filter, yes, no), loop: c.chained}
	return g.linear(), true
}

// findUsed finds which lengths of headers the filter reads.
func (c *compiler) findUsed(filter *cond) {
	used := uint32(0)
	list := []*cond{filter}
	for len(list) > 0 {
		n := list[len(list)-1]
		list = list[:len(list)-1]
		for _, i := range n.code {
			if i.op == opLdxMem || i.op == opLdMem {
				used |= 1 << (i.k & 15)
			}
		}
		for _, sub := range [...]*cond{n.a, n.b, n.c} {
			if sub != nil {
				list = append(list, sub)
			}
		}
	}
	c.length.find(used)
}
