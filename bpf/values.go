package bpf

// A value is what a register or a word of scratch memory holds, as an expression over the packet. Equal expressions are one value, so that comparing two
// is comparing numbers. Expressions have no effect but one: loads outside of the packet and divisions by zero reject the packet ("partial" values).
type value struct {
	kind valueKind
	op   uint16 // the operation of arithmetic or of a comparison, or the size of a load in bytes
	k    uint32 // a constant or an offset
	l, r valueID
}

type valueKind uint8

const (
	noValue      valueKind = iota
	valConst               // k
	valWireLen             // the length of the packet on the wire
	valLoad                // op bytes at k
	valInd                 // op bytes at l+k
	valMsh                 // 4*([k]&0xf)
	valAncillary           // op bytes at k, which is an offset the kernel answers to
	valALU                 // l op r
	valNeg                 // -l
	valPhi                 // one of several values, by the way that led here; number k, for slot op
	valCompare             // 1 where l op r, else 0: only in facts
)

// valueID is the index of a value; 0 is none.
type valueID int32

// values holds the values of one program.
type values struct {
	list  []value
	info  []valueInfo
	table []valueID // hash table with open addressing, a power of two long
	store store
}

// valueInfo is what is known of a value without looking at the packet.
type valueInfo struct {
	max     uint32 // the greatest it can be
	cost    int32  // instructions that compute it from nothing
	partial bool   // evaluating it may reject the packet
}

// maxCost bounds the cost of values: those of more are not written out again. Sums of shared values grow exponentially.
const maxCost = 1 << 20

// reset makes room for the values of n instructions.
func (v *values) reset(n int) {
	size := 64
	for size < 4*n {
		size *= 2
	}
	v.list, v.info, v.table = resized(v.list, n+16)[:1], resized(v.info, n+16)[:1], resized(v.table, size)
	v.store.goBack(&store{})
}

// intern gives the number of a value.
func (v *values) intern(x value) valueID {
	h := uint32(x.kind)*0x9e3779b1 ^ uint32(x.op)*0x85ebca6b ^ x.k*0xc2b2ae35 ^ uint32(x.l)*0x27d4eb2f ^ uint32(x.r)*0x165667b1
	h ^= h >> 15
	mask := uint32(len(v.table) - 1)
	for i := h & mask; ; i = (i + 1) & mask {
		id := v.table[i]
		if id == 0 {
			id = valueID(len(v.list))
			v.table[i] = id
			v.list = append(v.list, x)
			v.info = append(v.info, v.describe(x))
			if 2*len(v.list) > len(v.table) {
				v.grow()
			}
			return id
		}
		if v.list[id] == x {
			return id
		}
	}
}

// grow doubles the table.
func (v *values) grow() {
	old := v.list
	v.list, v.info, v.table = make([]value, 1, 2*len(old)), make([]valueInfo, 1, 2*len(old)), make([]valueID, 2*len(v.table))
	for _, x := range old[1:] {
		v.intern(x)
	}
}

func (v *values) describe(x value) valueInfo {
	const any = 1<<32 - 1
	switch x.kind {
	case valConst:
		return valueInfo{max: x.k, cost: 1}
	case valLoad:
		return valueInfo{max: uint32(1<<(8*x.op) - 1), cost: 1, partial: true}
	case valAncillary:
		return valueInfo{max: uint32(1<<(8*x.op) - 1), cost: 1, partial: true}
	case valInd:
		return valueInfo{max: uint32(1<<(8*x.op) - 1), cost: v.costX(x.l) + 1, partial: true}
	case valMsh:
		return valueInfo{max: 60, cost: 2, partial: true}
	case valNeg:
		return valueInfo{max: any, cost: v.info[x.l].cost + 1, partial: v.info[x.l].partial}
	case valALU:
		return v.describeALU(x)
	case valCompare:
		return valueInfo{max: 1, cost: maxCost}
	}
	return valueInfo{max: any, cost: 1}
}

// costX is what it takes to have a value in the index register.
func (v *values) costX(id valueID) int32 {
	switch v.list[id].kind {
	case valConst, valMsh, valPhi:
		return 1
	}
	return v.info[id].cost + 1
}

func (v *values) describeALU(x value) valueInfo {
	l, r := v.info[x.l], v.info[x.r]
	d := valueInfo{max: 1<<32 - 1, cost: min(l.cost+r.cost+1, maxCost), partial: l.partial || r.partial}
	rk, constant := v.constant(x.r)
	if constant {
		d.cost = min(l.cost+1, maxCost)
	}
	sat := func(n uint64) uint32 { return uint32(min(n, 1<<32-1)) }
	switch x.op {
	case aluADD:
		d.max = sat(uint64(l.max) + uint64(r.max))
	case aluMUL:
		d.max = sat(uint64(l.max) * uint64(r.max))
	case aluAND:
		d.max = min(l.max, r.max)
	case aluOR, aluXOR:
		d.max = ones(l.max | r.max)
	case aluRSH:
		d.max = l.max
		if constant {
			d.max = l.max >> rk
		}
	case aluLSH:
		if constant {
			d.max = sat(uint64(l.max) << min(rk, 32))
		}
	case aluDIV, aluMOD:
		d.max = l.max
		if !constant {
			d.partial = true
		} else if x.op == aluDIV {
			d.max = l.max / rk
		} else {
			d.max = min(l.max, rk-1)
		}
	}
	return d
}

// constant gives the number that a value is, if it is one.
func (v *values) constant(id valueID) (uint32, bool) {
	x := &v.list[id]
	return x.k, x.kind == valConst
}

func (v *values) number(k uint32) valueID { return v.intern(value{kind: valConst, k: k}) }

// alu gives the value of l op r, simplified where that keeps the meaning; parts that may reject the packet do not go away by it, the caller has
// noted them. A division by zero that is sure is not simplified.
func (v *values) alu(op uint16, l, r valueID) valueID {
	lk, lc := v.constant(l)
	rk, rc := v.constant(r)
	if lc && rc {
		if n, ok := calculate(op, lk, rk); ok {
			return v.number(n)
		}
	}
	switch op {
	case aluADD, aluMUL, aluAND, aluOR, aluXOR:
		if lc || !rc && r < l { // one order for both
			l, r, rk, rc = r, l, lk, lc
		}
	case aluSUB:
		if rc { // one form for both
			op, rk = aluADD, -rk
			r = v.number(rk)
		} else if l == r {
			return v.number(0)
		}
	}
	if rc {
		if id, ok := v.aluConst(op, l, rk); ok {
			return id
		}
	} else if l == r {
		switch op {
		case aluAND, aluOR:
			return l
		case aluXOR:
			return v.number(0)
		}
	}
	return v.intern(value{kind: valALU, op: op, l: l, r: r})
}

// aluConst simplifies l op k.
func (v *values) aluConst(op uint16, l valueID, k uint32) (valueID, bool) {
	x := &v.list[l]
	inner, twice := uint32(0), false
	if x.kind == valALU {
		inner, twice = v.constant(x.r)
	}
	switch op {
	case aluADD, aluOR, aluXOR, aluLSH, aluRSH:
		if k == 0 {
			return l, true
		}
	case aluMUL, aluDIV:
		if k == 1 {
			return l, true
		}
	}
	switch op {
	case aluADD:
		if twice && x.op == aluADD {
			return v.alu(aluADD, x.l, v.number(inner+k)), true
		}
	case aluMUL:
		if k == 0 {
			return v.number(0), true
		}
	case aluMOD:
		if k == 1 {
			return v.number(0), true
		}
	case aluLSH, aluRSH:
		if k > 31 {
			return v.number(0), true
		}
	case aluAND:
		switch {
		case k&ones(v.info[l].max) == 0:
			return v.number(0), true
		case ones(v.info[l].max)&^k == 0:
			return l, true
		case twice && x.op == aluAND:
			return v.alu(aluAND, x.l, v.number(inner&k)), true
		}
	}
	return 0, false
}

// ones are all bits up to the highest of n.
func ones(n uint32) uint32 {
	for s := 1; s < 32; s *= 2 {
		n |= n >> s
	}
	return n
}

// load gives the value of size bytes at base+k, where base may be 0 for none. Offsets do not wrap around, so a constant base, or one that
// is small enough with a constant added, goes into k.
func (v *values) load(size uint16, base valueID, k uint32) valueID {
	if base == 0 {
		if k >= ancillary {
			return v.intern(value{kind: valAncillary, op: size, k: k})
		}
		return v.intern(value{kind: valLoad, op: size, k: k})
	}
	x := &v.list[base]
	if x.kind == valConst && uint64(x.k)+uint64(k) < uint64(ancillary) {
		return v.intern(value{kind: valLoad, op: size, k: x.k + k})
	}
	if x.kind == valALU && x.op == aluADD {
		if c, ok := v.constant(x.r); ok && uint64(v.info[x.l].max)+uint64(c)+uint64(k) < uint64(ancillary) {
			return v.intern(value{kind: valInd, op: size, k: c + k, l: x.l})
		}
	}
	return v.intern(value{kind: valInd, op: size, k: k, l: base})
}
