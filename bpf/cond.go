package bpf

// cond is a condition over a packet: what a filter is made of before it becomes blocks. Conditions are made once and
// used in one place.
type cond struct {
	kind    condKind
	yes     bool    // condConst
	op      uint16  // condTest: clsJMP|jmpJEQ and so on
	k       uint32  // condTest, against a constant
	code    []instr // condTest, condDo: what runs before
	a, b, c *cond
	chain   *chain
}

type condKind uint8

const (
	condConst condKind = iota
	condTest           // run code, compare A
	condAnd            // a, then b
	condOr             // a, or else b
	condNot            // not a
	condIf             // if a then b else c
	condDo             // run code; always true
	condChain          // a chain of headers, see protochain.go
)

func always(yes bool) *cond { return &cond{kind: condConst, yes: yes} }

func test(op uint16, k uint32, code ...instr) *cond {
	return &cond{kind: condTest, op: clsJMP | op, k: k, code: code}
}

func do(code ...instr) *cond { return &cond{kind: condDo, code: code} }

func not(a *cond) *cond {
	switch a.kind {
	case condConst:
		return always(!a.yes)
	case condNot:
		return a.a
	}
	return &cond{kind: condNot, a: a}
}

// and is true where all are, which are asked in this order. Nil stands for none.
func and(list ...*cond) *cond {
	var out *cond
	for _, n := range list {
		switch {
		case n == nil || n.kind == condConst && n.yes && out != nil:
		case out == nil || out.kind == condConst && out.yes:
			out = n
		case out.kind == condConst:
			return out
		default:
			out = &cond{kind: condAnd, a: out, b: n}
		}
	}
	return out
}

// or is true where one is; they are asked in this order.
func or(list ...*cond) *cond {
	var out *cond
	for _, n := range list {
		switch {
		case n == nil || n.kind == condConst && !n.yes && out != nil:
		case out == nil || out.kind == condConst && !out.yes:
			out = n
		case out.kind == condConst:
			return out
		default:
			out = &cond{kind: condOr, a: out, b: n}
		}
	}
	return out
}

func choose(a, b, c *cond) *cond { return &cond{kind: condIf, a: a, b: b, c: c} }

// lower makes blocks of a condition, which go on with t where it is true and with f where it is not.
func lower(n *cond, t, f *block) *block {
	for {
		switch n.kind {
		case condConst:
			if n.yes {
				return t
			}
			return f
		case condNot:
			n, t, f = n.a, f, t
		case condAnd:
			t, n = lower(n.b, t, f), n.a
		case condOr:
			f, n = lower(n.b, t, f), n.a
		case condIf:
			t, f, n = lower(n.b, t, f), lower(n.c, t, f), n.a
		case condDo:
			return &block{code: n.code, term: termGoto, jt: t}
		case condChain:
			return n.chain.lower(t, f)
		default:
			return &block{code: n.code, term: termJump, op: n.op, k: n.k, jt: t, jf: f}
		}
	}
}
