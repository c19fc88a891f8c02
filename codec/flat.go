package codec

import (
	"encoding/binary"
	"unsafe"
)

// flatPlan encodes the usual packets, layers inside each other with generated code
// and sixteen-bit lengths and checksums at fixed places, without recursion. For
// everything else it gives up, and the general way starts anew.
type flatPlan struct {
	next   int  // where the only next= field is, -1 if there is none
	wide   bool // it has 16 bits, not 8
	ports  []*fieldPlan
	length []flatField
	sums   []flatField
}

type flatField struct {
	f      *fieldPlan
	at     int
	header bool // it covers the header, not the packet
	pseudo bool
	load   bool // it measures the payload, not the packet
}

// flatOf returns the plan for a type, nil if it is not of that form.
func flatOf(t *Type) *flatPlan {
	if t.gen.append == nil || t.hasAppend || len(t.early) > 0 || len(t.trails) > 0 {
		return nil
	}
	p := &flatPlan{next: -1}
	for _, f := range t.fixes {
		if f.cond != nil || f.LE || f.Offset < 0 || f.Offset%8 != 0 || (f.Width != 16 && f.Next == "") {
			return nil
		}
		x := flatField{f: f, at: f.Offset / 8}
		switch {
		case f.Len != nil:
			if f.Len.Unit != 1 || f.Len.Bias != 0 || f.Len.Of == "rest" {
				return nil
			}
			x.load = f.Len.Of == "payload"
			p.length = append(p.length, x)
		case f.sum != nil:
			if f.Sum.Alg != "inet" || x.at%2 != 0 {
				return nil
			}
			x.header, x.pseudo = f.Sum.Range == "header", f.Sum.Range == "pseudo"
			p.sums = append(p.sums, x)
		case len(t.nexts) > 1:
			p.ports = t.nexts
		case f.Width == 8 || f.Width == 16:
			p.next, p.wide = x.at, f.Width == 16
		default:
			return nil
		}
	}
	return p
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
	n := 0
	if len(layers) > maxFlat || len(dst) > maxFlatBytes {
		return dst, false
	}
	for i := range layers {
		t, p, ok := flatType(layers[i])
		if !ok {
			b, ok := layers[i].([]byte)
			if !ok || i != len(layers)-1 || len(b) > maxFlatBytes {
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
		if dst, ok = t.gen.append(hide(p), dst, e.Derive); !ok {
			return dst, false
		}
		x.header, x.number = int32(len(dst)), -1
		if f := t.flat; f.next >= 0 && !f.wide {
			x.number = int32(dst[int(x.start)+f.next])
		}
	}
	for i := n - 1; i >= 0; i-- {
		x := &nodes[i]
		if e.Derive&Lengths != 0 && !x.lengths(dst) {
			return dst, false
		}
		if len(x.t.flat.sums) > 0 && e.Derive&Checksums != 0 {
			x.sums(dst[x.start:], nodes[:i])
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
	if f.ports != nil {
		for _, port := range f.ports {
			if loadInt(unsafe.Add(x.p, port.GoOff), port.size) == 0 {
				return false
			}
		}
		return true
	}
	if f.next < 0 {
		return true
	}
	only := x.t.nexts[0]
	v, ok := x.t.nextValue(only, e.Links, child, loadInt(unsafe.Add(x.p, only.GoOff), only.size))
	switch {
	case !ok:
		return true
	case v > only.max():
		return false
	case f.wide:
		binary.BigEndian.PutUint16(dst[int(x.start)+f.next:], uint16(v))
	default:
		dst[int(x.start)+f.next] = byte(v)
		x.number = int32(v)
	}
	return true
}

// lengths sets the lengths of a layer whose payload is complete.
func (x *flatNode) lengths(dst []byte) bool {
	f := x.t.flat
	packet := dst[x.start:]
	for i := range f.length {
		l := &f.length[i]
		size := len(packet)
		if l.load {
			size = len(dst) - int(x.header)
		}
		if size > 0xffff {
			return false
		}
		binary.BigEndian.PutUint16(packet[l.at:], uint16(size))
	}
	if x.t.hasPayloadLength {
		x.t.value(hide(x.p)).(PayloadLength).FixPayloadLength(packet[:len(packet):len(packet)], int(x.header-x.start))
	}
	return true
}

// sums sets the checksums of a layer that is otherwise complete.
func (x *flatNode) sums(packet []byte, outer []flatNode) {
	f := x.t.flat
	for i := range f.sums {
		s := &f.sums[i]
		covered, seed := packet, uint64(0)
		if s.header {
			covered = packet[:x.header-x.start]
		}
		if s.pseudo {
			var ps Pseudo
			if !(*Pseudo)(hide(unsafe.Pointer(&ps))).collect(outer) {
				continue
			}
			seed = ps.seed(len(packet))
		}
		field := packet[s.at : s.at+2]
		field[0], field[1] = 0, 0
		v := fold(uint16s(covered, seed))
		if v == 0 && s.f.Zero == "absent" {
			v = 0xffff
		}
		binary.BigEndian.PutUint16(field, uint16(v))
	}
}

// collect asks the layers outside for the pseudo header; the result is false if none has one.
func (p *Pseudo) collect(outer []flatNode) bool {
	for i := range outer {
		x := &outer[i]
		if x.t.hasPseudo {
			p.known = true
			x.t.value(hide(x.p)).(PseudoHeader).PseudoHeader(p)
		}
		if x.number >= 0 {
			p.Protocol = uint8(x.number)
		}
	}
	return p.known
}
