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
const maxFlat = 8

type flatNode struct {
	t      *Type
	p      unsafe.Pointer
	start  int
	header int
	number int // by which the next layer is reached, -1 if it has no number of 8 bits
}

// flat encodes layers, if they are of the form; otherwise dst is to be encoded anew.
func (e *encoding) flat(dst []byte, layers []any) ([]byte, bool) {
	var nodes [maxFlat]flatNode
	n := 0
	if len(layers) > maxFlat {
		return dst, false
	}
	for i := range layers {
		if b, ok := layers[i].([]byte); ok {
			dst = append(dst, b...)
			if i == len(layers)-1 {
				break
			}
			return dst, false
		}
		t, p, err := typeOf(layers[i])
		if err != nil || t.flat == nil {
			return dst, false
		}
		if n > 0 && !e.name(dst, &nodes[n-1], t) {
			return dst, false
		}
		x := &nodes[n]
		n++
		x.t, x.p, x.start = t, hide(p), len(dst) // nodes are on the stack too
		ok := false
		if dst, ok = t.gen.append(hide(p), dst, e.Derive); !ok {
			return dst, false
		}
		x.header, x.number = len(dst), -1
		if f := t.flat; f.next >= 0 && !f.wide {
			x.number = int(dst[x.start+f.next])
		}
	}
	for i := n - 1; i >= 0; i-- {
		if !e.finish(dst, nodes[:i+1]) {
			return dst, false
		}
	}
	return dst, true
}

// name fills the field of x that names its successor.
func (e *encoding) name(dst []byte, x *flatNode, child *Type) bool {
	f := x.t.flat
	if e.Derive&NextFields == 0 {
		return true
	}
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
		binary.BigEndian.PutUint16(dst[x.start+f.next:], uint16(v))
	default:
		dst[x.start+f.next] = byte(v)
		x.number = int(v)
	}
	return true
}

// finish sets the lengths and checksums of the last of the nodes.
func (e *encoding) finish(dst []byte, nodes []flatNode) bool {
	x := &nodes[len(nodes)-1]
	f := x.t.flat
	packet := dst[x.start:]
	if e.Derive&Lengths != 0 {
		for i := range f.length {
			l := &f.length[i]
			size := len(packet)
			if l.load {
				size = len(dst) - x.header
			}
			if size > 0xffff {
				return false
			}
			binary.BigEndian.PutUint16(packet[l.at:], uint16(size))
		}
		if x.t.hasPayloadLength {
			x.t.value(hide(x.p)).(PayloadLength).FixPayloadLength(packet[:len(packet):len(packet)], x.header-x.start)
		}
	}
	if e.Derive&Checksums == 0 {
		return true
	}
	for i := range f.sums {
		s := &f.sums[i]
		covered, seed := packet, uint64(0)
		if s.header {
			covered = packet[:x.header-x.start]
		}
		if s.pseudo {
			ps := (*Pseudo)(hide(unsafe.Pointer(&e.pseudo)))
			if !ps.collect(nodes[:len(nodes)-1]) {
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
	return true
}

// collect asks the layers outside for the pseudo header; the result is false if none has one.
func (p *Pseudo) collect(outer []flatNode) bool {
	*p = Pseudo{}
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
