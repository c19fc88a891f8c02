package tags

// layout gives every field its offset and checks that bit fields fill whole bytes.
func (b *builder) layout(s *Schema) {
	l := layouter{b: b, s: s}
	for _, f := range s.Fields {
		l.add(f)
	}
	if l.run%8 != 0 {
		b.fail(s, l.last.Name, "the bit fields that end here fill %d bits, not whole bytes: every bit needs a field", l.run)
	}
	s.Bits, s.MinBits = l.off, l.min
}

type layouter struct {
	b     *builder
	s     *Schema
	off   int // static offset in bits, -1 when unknown
	min   int
	run   int    // bits since the last byte boundary
	last  *Field // the last field of the run
	rest  *Field // a field that takes all that is left
	trail bool
}

func (l *layouter) add(f *Field) {
	if f.Kind == KindNone {
		return
	}
	if f.Trailer && f.Pad > 0 && l.trail || l.trail && l.last.Trailer && l.last.Pad > 0 {
		l.b.fail(l.s, f.Name, "a trailer that is padding is the only one")
	}
	if f.Trailer && !l.trail {
		l.startTrailer(f)
	} else if l.trail && !f.Trailer {
		l.b.fail(l.s, f.Name, "it follows a trailer: trailers stand last")
		return
	}
	if l.rest != nil && !f.Trailer && !(l.rest.Kind == KindList && f.Kind == KindBytes) {
		l.b.fail(l.s, f.Name, "%s before it takes all that is left: nothing can follow it", l.rest.Name)
		l.rest = nil
	}
	if f.Kind == KindUint || f.Kind == KindInt {
		l.bits(f)
	} else {
		l.aligned(f)
	}
	l.last = f
	if f.Trailer {
		return
	}
	f.Offset = l.off
	l.advance(f)
}

// startTrailer closes the header: trailers are placed from the end of the packet.
func (l *layouter) startTrailer(f *Field) {
	if l.run%8 != 0 {
		l.b.fail(l.s, f.Name, "the trailer starts in the middle of a byte")
	}
	l.trail, l.run = true, 0
}

func (l *layouter) bits(f *Field) {
	if l.run%8 == 0 {
		l.run = 0
	} else {
		if f.Sum != nil {
			l.b.fail(l.s, f.Name, "a checksum starts at a byte boundary")
		}
		if !f.If.Equal(l.last.If) {
			l.b.fail(l.s, f.Name, "it shares a byte with %s and must have the same if=", l.last.Name)
		}
		if f.LE != l.last.LE {
			l.b.fail(l.s, f.Name, "it shares a byte with %s and must have the same byte order", l.last.Name)
		}
	}
	if l.run += f.Width; l.run > 64 {
		l.b.fail(l.s, f.Name, "%d bits without a byte boundary: at most 64 can be told apart", l.run)
		l.run = 0
	}
}

func (l *layouter) aligned(f *Field) {
	if l.run%8 != 0 {
		l.b.fail(l.s, f.Name, "it starts in the middle of a byte, after %d bits", l.run)
	}
	l.run = 0
	greedy := f.Rest && f.LenField == nil && f.Pad == 0 && f.Last == nil && f.Until == nil && !l.counted(f)
	if greedy && (f.Kind == KindBytes || f.Kind == KindString || f.Kind == KindList || f.Kind == KindUnion) {
		l.rest = f
	}
}

// counted reports whether a count= names the list f.
func (l *layouter) counted(f *Field) bool {
	for _, g := range l.s.Fields {
		if g.Count == f.Name {
			return true
		}
	}
	return false
}

func (l *layouter) advance(f *Field) {
	width, min := f.Bits, f.Bits
	if f.Kind == KindStruct && f.Elem != nil && f.Elem != l.s {
		width, min = f.Elem.Bits, f.Elem.MinBits
	}
	if f.If != nil || f.Kind == KindPtr {
		width, min = -1, 0
	}
	if width < 0 || l.off < 0 {
		l.off = -1
	} else {
		l.off += width
	}
	if min > 0 {
		l.min += min
	}
}
