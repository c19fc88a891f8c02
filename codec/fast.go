package codec

import (
	"slices"
	"unsafe"

	"github.com/wiretag/wiretag/tags"
)

// fastPlan decodes layers of the most common form in one go: a block of fields at
// fixed places, whose length fields may bound header and packet, then perhaps a list
// of options, then perhaps bytes. It handles data that is in order; for everything else it
// returns false, and the program, which knows all forms and errors, starts anew.
type fastPlan struct {
	bytes   int    // of the block
	image   *image // nil if the block cannot be one
	blk     *block
	consts  []wireConst
	header  lengthAt // measures the header
	packet  lengthAt // measures header and payload
	payload lengthAt // measures the payload
	options *optionShape
	list    *fieldPlan
	rest    *fieldPlan

	listOff, restOff uintptr // of the two in the struct, 0 if there is none, as they cannot come first
}

// wireInt is an integer of at most 32 bits in a block's data.
type wireInt struct {
	mul  uint64 // by which the four bytes are multiplied, so that the product, without 32 bits, ends with it
	mask uint32
	off  uint16
	has  bool // there is such an integer
}

// wireConst is one that has a certain value.
type wireConst struct {
	wireInt
	value uint32
}

// lengthAt is one that measures something.
type lengthAt struct {
	wireInt
	zero bool // zero means all there is
	unit int
}

// wire finds a field of the block in its data; false if it is not of a simple form.
func (b *block) wire(f *fieldPlan) (w wireInt, ok bool) {
	i := slices.Index(b.fields, f)
	if i < 0 || b.bytes < 4 || f.Kind != tags.KindUint || f.Width > 32 || f.LE && (f.Width != 8 || b.starts[i]%8 != 0) {
		return w, false
	}
	first := min(b.starts[i]/8, b.bytes-4)
	shift := (first+4)*8 - b.starts[i] - f.Width
	return wireInt{mul: 1 << (32 - shift), mask: uint32(f.max()), off: uint16(first), has: true}, shift >= 0
}

// value reads the integer in the block at src, whose bytes have been found to be there.
func (w *wireInt) value(src unsafe.Pointer) uint32 {
	return uint32(uint64(load32(unsafe.Add(src, w.off)))*w.mul>>32) & w.mask
}

func (p *fastPlan) length(l *lengthAt, f *fieldPlan) bool {
	had := l.has
	w, ok := p.blk.wire(f)
	*l = lengthAt{wireInt: w, unit: f.Len.Unit, zero: f.Zero == "rest"}
	return ok && !had
}

// fastOf recognises the form, nil if the type has another one.
func fastOf(t *Type) *fastPlan {
	if len(t.ops) == 0 || t.ops[0].code != opBlock || len(t.trails) > 0 || t.hasDecode || t.hasPayloadLength || t.prefix != nil {
		return nil
	}
	p := &fastPlan{blk: t.ops[0].x.blk}
	p.bytes, p.image = p.blk.bytes, imageOf(p.blk, t.typ)
	for i := range t.ops[1:] {
		if !p.add(&t.ops[1+i]) {
			return nil
		}
	}
	if (p.list != nil || p.rest != nil) && !p.header.has {
		return nil
	}
	if p.list != nil {
		p.listOff = p.list.GoOff
	}
	if p.rest != nil {
		p.restOff = p.rest.GoOff
	}
	return p
}

// add takes one more step into the form.
func (p *fastPlan) add(o *op) bool {
	f := o.f
	tail := p.list != nil || p.rest != nil
	switch o.code {
	case opConst:
		w, ok := p.blk.wire(f)
		p.consts = append(p.consts, wireConst{w, uint32(o.mask)})
		return ok && !tail
	case opLenHeader:
		return p.length(&p.header, f) && !tail
	case opLen:
		if tail || f.Len.Unit != 1 || f.Len.Bias != 0 || f.Width > 30 || p.packet.has || p.payload.has {
			return false
		}
		switch f.Len.Of {
		case "packet":
			return p.length(&p.packet, f)
		case "payload":
			return p.length(&p.payload, f)
		}
	case opList:
		if p.options, p.list = optionsOf(f), f; p.options != nil {
			p.options.chooseDecoder(f)
		}
		return !tail && p.options != nil && f.slot < 0
	case opBytes:
		ok := p.rest == nil && f.Kind == tags.KindBytes && f.Width == 0 && f.slot < 0
		p.rest = f
		return ok
	}
	return false
}

// decoder returns the function that decodes. There are several for the forms that
// layers have, because looking for what a layer does not have is a good part of the work, and so are calls. They are
// not to be inlined: in a copy of a function's literal nothing is.
func (p *fastPlan) decoder() func(unsafe.Pointer, []byte) (Extent, bool) {
	switch {
	case p.image == nil || len(p.consts) > 0 || p.header.has || p.payload.has:
	case !p.packet.has:
		return p.fixedDecoder()
	default:
		return p.boundedDecoder()
	}
	return p.anyDecoder()
}

// fixedDecoder is for layers that are nothing but the block.
//
//go:noinline
func (p *fastPlan) fixedDecoder() func(unsafe.Pointer, []byte) (Extent, bool) {
	n, m := p.bytes, p.image
	return func(base unsafe.Pointer, data []byte) (Extent, bool) {
		if len(data) < n {
			return Extent{}, false
		}
		m.load(unsafe.Pointer(unsafe.SliceData(data)), base)
		return Extent{Header: n, Payload: len(data) - n}, true
	}
}

// boundedDecoder is for layers whose length bounds the packet.
//
//go:noinline
func (p *fastPlan) boundedDecoder() func(unsafe.Pointer, []byte) (Extent, bool) {
	n, m, length := p.bytes, p.image, p.packet
	return func(base unsafe.Pointer, data []byte) (Extent, bool) {
		end, cut := len(data), false
		if end < n {
			return Extent{}, false
		}
		src := unsafe.Pointer(unsafe.SliceData(data))
		if v := int(length.value(src)); v > end {
			cut = true
		} else if v >= n {
			end = v
		} else if v != 0 || !length.zero {
			return Extent{}, false
		}
		m.load(src, base)
		return Extent{Header: n, Payload: end - n, Cut: cut}, true
	}
}

// anyDecoder is for all of them. What lengths say is worked out before anything is stored.
//
//go:noinline
func (p *fastPlan) anyDecoder() func(unsafe.Pointer, []byte) (Extent, bool) {
	behind := p.list != nil || p.rest != nil
	return func(base unsafe.Pointer, data []byte) (Extent, bool) {
		header, end, cut := p.bytes, len(data), false
		if end < header {
			return Extent{}, false
		}
		src := unsafe.Pointer(unsafe.SliceData(data))
		for i := range p.consts {
			if c := &p.consts[i]; c.wireInt.value(src) != c.value {
				return Extent{}, false
			}
		}
		if p.packet.has {
			v := int(p.packet.value(src))
			if v > end {
				cut = true
			} else if v >= header {
				end = v
			} else if v != 0 || !p.packet.zero {
				return Extent{}, false
			}
		}
		if p.header.has {
			if header = int(p.header.value(src)) * p.header.unit; header < p.bytes || header > end {
				return Extent{}, false
			}
		}
		if p.payload.has {
			v := int(p.payload.value(src))
			if v > end-header {
				cut = true
			} else if v != 0 || !p.payload.zero {
				end = header + v
			}
		}
		if p.image != nil {
			p.image.load(src, base)
		} else {
			p.blk.load(src, base)
		}
		if !behind {
			return Extent{Header: header, Payload: end - header, Cut: cut}, header == p.bytes
		}
		pos := p.bytes
		if p.listOff != 0 {
			list := (*sliceHeader)(unsafe.Add(base, p.listOff))
			if list.len = 0; pos < header {
				if pos = p.options.decode(p.list, unsafe.Pointer(list), data[:header:header], pos); pos < 0 {
					return Extent{}, false
				}
			}
		}
		if p.restOff != 0 {
			rest := (*[]byte)(unsafe.Add(base, p.restOff))
			*rest = nil
			if pos < header {
				*rest = data[pos:header:header]
			}
		} else if pos != header {
			return Extent{}, false
		}
		return Extent{Header: header, Payload: end - header, Cut: cut}, true
	}
}

// restOf returns the bytes between two places, nil if there are none.
func restOf(data []byte, from, to int) []byte {
	if from == to {
		return nil
	}
	return data[from:to:to]
}
