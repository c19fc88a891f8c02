package packet

import (
	"encoding/binary"
	"fmt"
	"math/bits"

	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/tags"
)

// runningSum is a checksum that is kept right. For the Internet checksum the sum of all words is kept, as
// an exact number, so that changes are added and subtracted: RFC 1624 without its special cases.
type runningSum struct {
	node     int
	tag      *tags.Field
	at       int // byte of the field
	from, to int // what is covered, in bytes
	payload  bool
	pseudo   uint64 // the sum of the addresses and the protocol number
	length   bool   // the length of what is covered counts too
	total    uint64 // of all words, while the field counts as zero
	other    bool   // not the Internet checksum: computed anew
}

// running makes the sum of a field.
func (t *Template) running(i int, f *codec.FieldValue) (*runningSum, error) {
	n := &t.tree.nodes[i]
	p := placeOf(n, f)
	s := &runningSum{node: i, tag: f.Tag, at: p.bit / 8, from: int(n.off), to: int(n.off + n.header + n.payload)}
	s.other = f.Tag.Sum.Alg != "inet" || f.Tag.LE
	s.payload = f.Trailer || f.Tag.Sum.Range != "header"
	switch {
	case f.Trailer && s.other:
		s.to = p.bit/8 + p.width/8
	case f.Trailer:
		s.to = p.bit / 8
	case f.Tag.Sum.Range == "header":
		s.to = int(n.off + n.header)
	case f.Tag.Sum.Range == "pseudo":
		ps, _ := t.tree.pseudo(n)
		if s.length = ps.Known(); !s.length {
			return nil, nil // it is written as it stands
		}
		s.pseudo = pseudoSum(&ps)
	}
	if n.failed && s.other {
		return nil, fmt.Errorf("packet: a template cannot keep %s.%s right: the layer cannot be decoded", n.entry.typ.Name(), f.Name)
	}
	return s, nil
}

// move follows bytes that moved. Grow says that more of them are covered.
func (s *runningSum) move(from, by int, grow bool) {
	s.at += moved(s.at, from, by)
	if s.from >= from {
		s.from, s.to = s.from+by, s.to+by
	} else if grow {
		s.to += by
	}
}

// pseudoSum adds the words of a pseudo header, without the length.
func pseudoSum(p *codec.Pseudo) uint64 {
	src, dst := p.Src.AsSlice(), p.Dst.AsSlice()
	return words(src) + words(dst) + uint64(p.Protocol)
}

// words adds big-endian words of 16 bits, the last one filled up with a zero.
func words(b []byte) (sum uint64) {
	const even = 0x0000ffff0000ffff
	for len(b) >= 8 {
		var a, c uint64 // two sums of 32 bits each
		for i := 0; len(b) >= 8 && i < 1<<15; i++ {
			x := binary.BigEndian.Uint64(b)
			a += x & even
			c += x >> 16 & even
			b = b[8:]
		}
		sum += a>>32 + a&0xffffffff + c>>32 + c&0xffffffff
	}
	for len(b) >= 2 {
		sum += uint64(binary.BigEndian.Uint16(b))
		b = b[2:]
	}
	if len(b) > 0 {
		sum += uint64(b[0]) << 8
	}
	return sum
}

// words adds the bytes of the packet from a place on as the sum sees them: in words from its first byte.
func (s *runningSum) words(b []byte, at int) uint64 {
	if (at-s.from)%2 == 0 || len(b) == 0 {
		return words(b)
	}
	return uint64(b[0]) + words(b[1:])
}

// total adds everything that a sum covers.
func (t *Template) total(s *runningSum) uint64 {
	if s.other {
		return 0
	}
	d := t.tree.data
	sum := s.pseudo
	if s.length {
		sum += uint64(s.to - s.from)
	}
	if s.at >= s.to { // in the trailer
		return sum + s.words(d[s.from:s.to], s.from)
	}
	return sum + s.words(d[s.from:s.at], s.from) + s.words(d[s.at+2:s.to], s.at+2)
}

// store writes a sum into its field.
func (t *Template) store(s *runningSum) {
	if s.other {
		t.anew(s)
		return
	}
	v := fold(s.total)
	if (s.at-s.from)%2 != 0 {
		v = bits.ReverseBytes16(v)
	}
	if v == 0 && s.tag.Zero == "absent" {
		v = 0xffff
	}
	binary.BigEndian.PutUint16(t.tree.data[s.at:], v)
}

// fold is the Internet checksum of what adds up to sum.
func fold(sum uint64) uint16 {
	for sum > 0xffff {
		sum = sum>>16 + sum&0xffff
	}
	return ^uint16(sum)
}

// anew computes a checksum of another kind.
func (t *Template) anew(s *runningSum) {
	n := &t.tree.nodes[s.node]
	ps, _ := t.tree.pseudo(n)
	end := n.off + n.header + n.payload + n.trailer
	for _, c := range n.entry.typ.Verify(n.value, t.tree.data[n.off:end:end], int(n.header), &ps) {
		if c.Field == s.tag.Name && c.State <= codec.SumBad {
			bitPlace{s.at * 8, s.tag.Width, s.tag.LE}.write(t.tree.data, c.Want)
		}
	}
}

// top is the largest number that fits.
func (p bitPlace) top() uint64 { return ^uint64(0) >> (64 - p.width) }

// write puts a number into its place, which is at most 64 bits wide.
func (p bitPlace) write(buf []byte, v uint64) {
	first, last := p.bit/8, (p.bit+p.width-1)/8
	if p.le {
		for i := first; i <= last; i++ {
			buf[i], v = byte(v), v>>8
		}
		return
	}
	shift := 7 - (p.bit+p.width-1)%8 // free bits behind it
	mask := p.top()
	for i := last; i >= first; i-- {
		m, x := byte(mask<<shift), byte(v<<shift)
		buf[i] = buf[i]&^m | x&m
		v, mask, shift = v>>(8-shift), mask>>(8-shift), 0
	}
}
