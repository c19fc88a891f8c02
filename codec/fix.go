package codec

import "unsafe"

// patch writes v into a field that starts at a bit of buf.
func (e *encoding) patch(buf []byte, f *fieldPlan, bit int, v uint64) {
	if f.LE {
		first := (bit - f.shift) / 8
		n := (f.shift + f.Width + 7) / 8
		word := loadLE(buf[first:], uint8(n))&^(f.max()<<f.shift) | v<<f.shift
		for i := range n {
			buf[first+i] = byte(word >> (8 * i))
		}
		return
	}
	first, last := bit/8, (bit+f.Width-1)/8
	n := last - first + 1
	shift := (last+1)*8 - bit - f.Width
	word := loadBE(buf[first:], uint8(n))&^(f.max()<<shift) | v<<shift
	for i := range n {
		buf[last-i] = byte(word >> (8 * i))
	}
}

// value returns what a length field says of n bytes.
func (e *encoding) value(f *fieldPlan, n int) (uint64, error) {
	if n%f.Len.Unit != 0 {
		return 0, failLength(f, roundUp(n, f.Len.Unit), n)
	}
	v := n/f.Len.Unit + f.Len.Bias
	if v < 0 {
		return 0, failLength(f, -f.Len.Bias*f.Len.Unit, n)
	}
	if uint64(v) > f.max() {
		if f.Zero == "rest" && e.long {
			return 0, nil
		}
		return 0, e.fail(f, ErrRange, uint64(v))
	}
	return uint64(v), nil
}

// measured tells the length field of f, which has just taken n bytes.
func (e *encoding) measured(f *fieldPlan, dst []byte, n int, lens *[maxSlots]int, marks int) error {
	if e.Derive&Lengths == 0 {
		return nil
	}
	if had := lens[f.slot] - 1; had >= 0 && had != n {
		return failLength(f, had, n) // size=: it shares its length with another field
	}
	lens[f.slot] = n + 1
	found := false
	for _, m := range e.marks[marks:] {
		if m.f.sets != f.slot || m.f.Len == nil || m.f.in != f.in {
			continue
		}
		found = true
		if e.keeps(m.f) {
			continue
		}
		v, err := e.value(m.f, n)
		if err != nil {
			return err
		}
		e.patch(dst, m.f, m.bit, v)
	}
	if !found && n > 0 { // nothing would say how long it is
		return failLength(f, 0, n)
	}
	return nil
}

// failLength is the error for a length in bytes that cannot be.
func failLength(f *fieldPlan, need, have int) error {
	return &Error{Layer: f.in.name, Field: f.Name, Bit: -1, Need: need, Have: have, Err: ErrLength}
}

// selfLength sets the fields that measure the header, now that it is complete.
func (e *encoding) selfLength(p *plan, dst []byte, n, marks int) error {
	if e.Derive&Lengths == 0 {
		return nil
	}
	for _, m := range e.marks[marks:] {
		if m.f.in != p || m.f.Len == nil || !m.f.Len.Relative() || e.keeps(m.f) {
			continue
		}
		size := n
		switch m.f.Len.Of {
		case "header", "self":
		case "rest":
			if !p.nested {
				continue
			}
			size = len(dst) - (m.bit+m.f.Width)/8
		default:
			continue
		}
		v, err := e.value(m.f, size)
		if err != nil {
			return err
		}
		e.patch(dst, m.f, m.bit, v)
	}
	return nil
}

// place returns the bit at which a field of the layer that starts at start
// stands, -1 if it is not there.
func (e *encoding) place(f *fieldPlan, start, marks int) int {
	if f.Offset >= 0 && !f.Trailer {
		return start*8 + f.Offset
	}
	for _, m := range e.marks[marks:] {
		if m.f == f {
			return m.bit
		}
	}
	return -1
}

// fix sets what depends on the payload: the layer stands at dst[start:header], its
// payload at dst[header:payload], trailers behind that.
func (e *encoding) fix(t *Type, p unsafe.Pointer, dst []byte, start, header, payload, marks int) error {
	for _, f := range t.fixes {
		if f.Len == nil || e.Derive&Lengths == 0 || e.keeps(f) || (f.cond != nil && !f.cond.holds(p, nil)) {
			continue
		}
		bit := e.place(f, start, marks)
		end := len(dst)
		if t.padding() != nil {
			end = payload
		}
		size := end - start
		switch f.Len.Of {
		case "payload":
			size = payload - header
		case "rest":
			size = end - (bit+f.Width)/8
		}
		v, err := e.value(f, size)
		if err != nil {
			return err
		}
		e.patch(dst, f, bit, v)
	}
	if t.hasPayloadLength && e.Derive&Lengths != 0 {
		if err := t.payloadLength(p).FixPayloadLength(dst[start:payload:payload], header-start); err != nil {
			return &Error{Layer: t.name, Bit: -1, Have: payload - header, Err: err}
		}
		e.restore(t, p, dst, start)
	}
	if e.Derive&Checksums != 0 {
		e.sums(t, p, dst, start, header, payload, marks)
	}
	return nil
}

// sums computes the checksums of a layer, which do not cover its trailers, and then
// those in the trailers, which cover all that is before them.
func (e *encoding) sums(t *Type, p unsafe.Pointer, dst []byte, start, header, payload, marks int) {
	for _, f := range t.fixes {
		if f.sum == nil || e.keeps(f) || (f.cond != nil && !f.cond.holds(p, nil)) {
			continue
		}
		bit := e.place(f, start, marks)
		covered := dst[start:payload]
		if f.Trailer {
			covered = dst[start:]
		}
		v, ok := f.compute(covered, header-start, bit/8-start, &e.pseudo)
		if ok {
			e.patch(dst, f, bit, v)
		}
	}
}

// nestedSums computes the checksums of a struct inside a layer, which is dst[start:].
func (e *encoding) nestedSums(p *plan, base unsafe.Pointer, dst []byte, start, marks int, up *scope) {
	for _, f := range p.sums {
		if e.keeps(f) || (f.cond != nil && !f.cond.holds(base, up)) {
			continue
		}
		bit := e.place(f, start, marks)
		if v, ok := f.compute(dst[start:], len(dst)-start, bit/8-start, &e.pseudo); ok {
			e.patch(dst, f, bit, v)
		}
	}
}

// compute returns the checksum of a packet whose header takes header bytes; the
// field stands at packet[at:]. Ok is false if the pseudo header is not known.
func (f *fieldPlan) compute(packet []byte, header, at int, ps *Pseudo) (uint64, bool) {
	size, seed := f.Width/8, uint64(0)
	covered := packet
	switch {
	case f.Trailer && f.Sum.Alg == "fletcher": // its two bytes are part of what they make right
		covered = packet[:at+size]
	case f.Trailer:
		covered, size = packet[:at], 0
	case f.Sum.Range == "header":
		covered = packet[:header]
	case f.Sum.Range == "pseudo":
		if !ps.Known() {
			return 0, false
		}
		seed = ps.seed(len(packet))
	}
	var v uint64
	if f.pseudoed != nil {
		own := *ps // the function may keep a pointer for all the compiler knows
		v = f.pseudoed(&own, covered, at, size) & f.max()
	} else {
		v = f.sum(seed, covered, at, size) & f.max()
	}
	if v == 0 && f.Zero == "absent" {
		v = f.max()
	}
	return v, true
}
