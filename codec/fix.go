package codec

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
		return 0, e.fail(f, ErrLength, uint64(n))
	}
	v := n/f.Len.Unit + f.Len.Bias
	if v < 0 {
		return 0, e.fail(f, ErrLength, uint64(n))
	}
	if uint64(v) > f.max() {
		if f.Zero == "rest" {
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
	if f.Size != "" && f.LenField.Target != f.Field {
		if lens[f.slot] != n {
			return e.fail(f, ErrLength, uint64(n))
		}
		return nil
	}
	lens[f.slot] = n
	for _, m := range e.marks[marks:] {
		if m.f.sets != f.slot || m.f.Len == nil || m.f.in != f.in {
			continue
		}
		v, err := e.value(m.f, n)
		if err != nil {
			return err
		}
		e.patch(dst, m.f, m.bit, v)
	}
	return nil
}

// selfLength sets the fields that measure the header, now that it is complete.
func (e *encoding) selfLength(p *plan, dst []byte, n, marks int) error {
	if e.Derive&Lengths == 0 {
		return nil
	}
	for _, m := range e.marks[marks:] {
		if m.f.in != p || m.f.Len == nil || !m.f.Len.Relative() {
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
func (e *encoding) fix(n *node, dst []byte, start, header, payload, marks int) error {
	for _, f := range n.t.fixes {
		if f.Len == nil || e.Derive&Lengths == 0 || (f.cond != nil && !f.cond.holds(n.p, nil)) {
			continue
		}
		bit := e.place(f, start, marks)
		size := len(dst) - start
		switch f.Len.Of {
		case "payload":
			size = payload - header
		case "rest":
			size = len(dst) - (bit+f.Width)/8
		}
		v, err := e.value(f, size)
		if err != nil {
			return err
		}
		e.patch(dst, f, bit, v)
	}
	if n.t.hasPayloadLength && e.Derive&Lengths != 0 {
		n.t.value(n.p).(PayloadLength).FixPayloadLength(dst[start:payload:payload], header-start)
	}
	if e.Derive&Checksums != 0 {
		e.sums(n, dst, start, header, marks)
	}
	return nil
}

// sums computes the checksums of a layer, inner ones first because they are part
// of what outer ones cover.
func (e *encoding) sums(n *node, dst []byte, start, header, marks int) {
	for _, f := range n.t.fixes {
		if f.sum == nil || (f.cond != nil && !f.cond.holds(n.p, nil)) {
			continue
		}
		bit := e.place(f, start, marks)
		v, ok := f.compute(dst[start:], header-start, bit/8-start, &e.pseudo)
		if ok {
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
	v := f.sum(seed, covered, at, size) & f.max()
	if v == 0 && f.Zero == "absent" {
		v = f.max()
	}
	return v, true
}
