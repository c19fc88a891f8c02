package codec

import (
	"encoding/binary"
	"sync/atomic"
	"unsafe"
)

// flatPlan encodes the usual packets, layers inside each other with generated code
// and a length and a checksum of sixteen bits at fixed places, without recursion. For
// everything else it gives up, and the general way starts anew.
type flatPlan struct {
	next int        // where the only next= field is, -1 if there is none
	wide bool       // it has 16 bits, not 8
	only *fieldPlan // that field
	memo atomic.Pointer[nextMemo]

	ports   []*fieldPlan // several next= fields
	length  *fieldPlan
	load    bool // length measures the payload, not the packet
	lengths bool // there is something to measure

	headerSum, packetSum bool // there is a checksum, and what it covers
	pseudo, absent       bool
	sumAt                int
}

// flatOf returns the plan for a type, nil if it is not of that form.
func flatOf(t *Type) *flatPlan {
	if t.gen.append == nil || t.hasAppend || len(t.early) > 0 || len(t.trails) > 0 {
		return nil
	}
	p := &flatPlan{next: -1, lengths: t.hasPayloadLength}
	for _, f := range t.fixes {
		if f.cond != nil || f.LE || f.Offset < 0 || f.Offset%8 != 0 || (f.Width != 16 && f.Next == "") || !p.add(t, f) {
			return nil
		}
	}
	return p
}

func (p *flatPlan) add(t *Type, f *fieldPlan) bool {
	switch {
	case f.Len != nil:
		ok := p.length == nil && f.Len.Unit == 1 && f.Len.Bias == 0 && f.Len.Of != "rest"
		p.length, p.load, p.lengths = f, f.Len.Of == "payload", true
		return ok
	case f.sum != nil:
		ok := !p.headerSum && !p.packetSum && f.Sum.Alg == "inet" && f.Offset%16 == 0
		p.headerSum = f.Sum.Range == "header"
		p.packetSum, p.pseudo = !p.headerSum, f.Sum.Range == "pseudo"
		p.absent, p.sumAt = f.Zero == "absent", f.Offset/8
		return ok
	case len(t.nexts) > 1:
		p.ports = t.nexts
		return true
	}
	p.next, p.wide, p.only = f.Offset/8, f.Width == 16, f
	return f.Width == 16 || (f.Width == 8 && f.size == 1)
}

// maxFlat is how many layers are encoded in the flat way.
const maxFlat = 6

type flatNode struct {
	t      *Type
	p      unsafe.Pointer
	start  int32
	header int32
	number int32 // by which the next layer is reached, -1 if it has no number of 8 bits
}

// maxFlatBytes keeps offsets inside an int32.
const maxFlatBytes = 1 << 30

// flat encodes layers, if they are of the form; otherwise dst is to be encoded anew.
func (e *Encoder) flat(dst []byte, layers []any) ([]byte, bool) {
	var nodes [maxFlat]flatNode
	n, last := 0, len(layers)-1
	if last >= maxFlat || len(dst) > maxFlatBytes {
		return dst, false
	}
	for i := range layers {
		t, p, ok := flatType(layers[i])
		if !ok {
			b, ok := layers[i].([]byte)
			if !ok || i != last || len(b) > maxFlatBytes {
				return dst, false
			}
			dst = append(dst, b...)
			break
		}
		if n > 0 && e.Derive&NextFields != 0 && !e.name(dst, &nodes[n-1], t) {
			return dst, false
		}
		x := &nodes[n]
		n++
		x.t, x.p, x.start = t, hide(p), int32(len(dst)) // nodes are on the stack too
		if dst, ok = t.gen.append(x.p, dst, e.Derive); !ok {
			return dst, false
		}
		x.header, x.number = int32(len(dst)), -1
		if f := t.flat; f.next >= 0 && !f.wide {
			x.number = int32(loadInt(unsafe.Add(x.p, f.only.GoOff), 1))
		}
	}
	if e.Derive&Lengths != 0 {
		for i := range nodes[:n] {
			if x := &nodes[i]; x.t.flat.lengths && !x.measure(dst) {
				return dst, false
			}
		}
	}
	if e.Derive&Checksums != 0 {
		for i := range nodes[:n] {
			if x := &nodes[i]; x.t.flat.headerSum {
				x.sum(dst[x.start:x.header], nil)
			}
		}
		for i := n - 1; i >= 0; i-- { // inner ones are part of what outer ones cover
			if x := &nodes[i]; x.t.flat.packetSum {
				x.sum(dst[x.start:], nodes[:i])
			}
		}
	}
	return dst, true
}

// flatType returns the type of a layer that can be encoded in the flat way.
func flatType(v any) (*Type, unsafe.Pointer, bool) {
	e := *(*eface)(unsafe.Pointer(&v))
	t := quick[uintptr(e.typ)>>5&255].Load()
	if t == nil || t.descriptor() != e.typ || e.ptr == nil || t.flat == nil {
		return nil, nil, false
	}
	return t, e.ptr, true
}

// name fills the field of x that names its successor.
func (e *Encoder) name(dst []byte, x *flatNode, child *Type) bool {
	f := x.t.flat
	if f.next < 0 {
		for _, port := range f.ports {
			if loadInt(unsafe.Add(x.p, port.GoOff), port.size) == 0 {
				return false
			}
		}
		return true
	}
	cur := loadInt(unsafe.Add(x.p, f.only.GoOff), f.only.size)
	m := f.memo.Load()
	if m == nil || m.child != child || m.cur != cur || m.links != e.Links {
		v, ok := x.t.nextValue(f.only, e.Links, child, cur)
		m = &nextMemo{f: f.only, child: child, links: e.Links, cur: cur, value: v, ok: ok}
		f.memo.Store(m)
	}
	switch {
	case !m.ok || m.value == cur:
	case m.value > f.only.max():
		return false
	case f.wide:
		binary.BigEndian.PutUint16(dst[int(x.start)+f.next:], uint16(m.value))
	default:
		dst[int(x.start)+f.next] = byte(m.value)
		x.number = int32(m.value)
	}
	return true
}

// measure sets the lengths of a layer when the packet is complete.
func (x *flatNode) measure(dst []byte) bool {
	f := x.t.flat
	packet := dst[x.start:]
	if l := f.length; l != nil {
		size := len(packet)
		if f.load {
			size = len(dst) - int(x.header)
		}
		if size > 0xffff {
			return false
		}
		binary.BigEndian.PutUint16(packet[l.Offset/8:], uint16(size))
	}
	if x.t.hasPayloadLength {
		x.t.payloadLength(x.p).FixPayloadLength(packet[:len(packet):len(packet)], int(x.header-x.start))
	}
	return true
}

// sum sets the checksum of a layer that is otherwise complete.
func (x *flatNode) sum(covered []byte, outer []flatNode) {
	f := x.t.flat
	seed := uint64(0)
	if f.pseudo {
		var ps Pseudo
		if !(*Pseudo)(hide(unsafe.Pointer(&ps))).collect(outer) {
			return
		}
		seed = ps.seed(len(covered))
	}
	field := covered[f.sumAt : f.sumAt+2]
	field[0], field[1] = 0, 0
	v := fold(uint16s(covered, seed))
	if v == 0 && f.absent {
		v = 0xffff
	}
	binary.BigEndian.PutUint16(field, uint16(v))
}

// collect asks the layers outside for the pseudo header; the result is false if none has one.
func (p *Pseudo) collect(outer []flatNode) bool {
	for i := range outer {
		x := &outer[i]
		if x.t.hasPseudo {
			p.known = true
			x.t.pseudoHeader(x.p).PseudoHeader(p)
		}
		if x.number >= 0 {
			p.Protocol = uint8(x.number)
		}
	}
	return p.known
}
